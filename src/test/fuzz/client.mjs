// What a client does with a raw socket, and how strictly it reads the answers.
import net from "node:net";

/**
 * Plays steps on a new connection: bytes to write, a pause in milliseconds, "end" (our sending side), "reset", "close",
 * "stop" (reads no more), "go" (reads again), {until} (a condition on what came). Resolves with what came, `after` so many
 * milliseconds when there is `enough`, when the other side closes, or when the time is over.
 */
export function talk(port, steps, { heard = () => {}, enough = () => false, after = 0, limit }) {
  return new Promise((done) => {
    const socket = net.connect({ port, host: "127.0.0.1", allowHalfOpen: true, noDelay: true });
    const pieces = [];
    const conditions = [];
    let over = false;
    let looking = false;
    const finish = (how) => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      socket.destroy();
      done({ how, received: Buffer.concat(pieces) });
    };
    const timer = setTimeout(() => finish("time"), limit);
    const when = (condition, then) => conditions.push({ condition, then });
    // Not at every read: a long answer comes in many.
    const look = () => {
      looking = false;
      for (const one of conditions.filter(({ condition }) => condition())) {
        conditions.splice(conditions.indexOf(one), 1);
        one.then();
      }
    };
    when(enough, () => (after > 0 ? setTimeout(finish, after, "enough") : finish("enough")));
    socket.on("data", (bytes) => {
      pieces.push(bytes);
      heard(pieces);
      if (!looking) {
        looking = true;
        setTimeout(look, 5);
      }
    });
    socket.on("end", () => finish("end"));
    socket.on("error", (error) => finish(error.code === "ECONNREFUSED" ? "refused" : "reset"));
    socket.on("close", () => finish("closed"));
    socket.on("connect", async () => {
      for (const step of steps) {
        if (over) return;
        if (Buffer.isBuffer(step)) socket.write(step);
        else if (step === "end") socket.end();
        else if (step === "stop") socket.pause();
        else if (step === "go") socket.resume();
        else if (step === "reset") {
          socket.resetAndDestroy();
          finish("we reset");
        } else if (step === "close") finish("we closed");
        else if (step.until) await new Promise((go) => when(step.until, go));
        else await new Promise((go) => setTimeout(go, step));
      }
    });
  });
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

class Cut extends Error {}

/**
 * Reads bytes as HTTP/1.1 answers, one for each method asked.
 * @returns {answers, cut, wrong}: the whole answers, whether another one had begun, and what breaks the rules of framing
 */
export function read(bytes, methods) {
  const answers = [];
  let at = 0;
  const line = () => {
    const end = bytes.indexOf("\r\n", at);
    if (end < 0) throw new Cut();
    const text = bytes.subarray(at, end).toString("latin1");
    at = end + 2;
    return text;
  };
  const take = (length) => {
    if (at + length > bytes.length) throw new Cut();
    at += length;
    return bytes.subarray(at - length, at);
  };
  const headers = () => {
    const all = new Map();
    for (let text = line(); text !== ""; text = line()) {
      const colon = text.indexOf(":");
      const name = text.slice(0, colon).toLowerCase();
      if (colon < 1 || !TOKEN.test(name) || /[\0\r\n]/.test(text)) throw new Error(`header ${JSON.stringify(text)}`);
      if (all.has(name) && /^(content-length|transfer-encoding|content-type|x-request-id)$/.test(name)) throw new Error(`two of ${name}`);
      all.set(name, text.slice(colon + 1).trim());
    }
    return all;
  };
  const chunked = () => {
    const parts = [];
    for (;;) {
      const text = line();
      if (!/^[0-9a-fA-F]{1,16}$/.test(text)) throw new Error(`chunk size ${JSON.stringify(text)}`);
      const length = parseInt(text, 16);
      if (length === 0) {
        headers();
        return Buffer.concat(parts);
      }
      parts.push(take(length));
      if (line() !== "") throw new Error("a chunk without an end");
    }
  };
  const one = (method) => {
    const start = line();
    // Vert.x answers in the version it was asked in, whatever that is.
    const status = Number(start.match(/^[^ ]+\/\d+\.\d+ ([1-9]\d\d) [^\0\r\n]*$/)?.[1]);
    if (!status) throw new Error(`status line ${JSON.stringify(start)}`);
    const head = headers();
    if (status < 200) return null;
    if (head.has("content-length") && head.has("transfer-encoding")) throw new Error("both lengths");
    let body = Buffer.alloc(0);
    let toTheEnd = false;
    if (method !== "HEAD" && status !== 204 && status !== 304) {
      if (head.has("transfer-encoding")) body = chunked();
      else if (head.has("content-length")) {
        if (!/^\d+$/.test(head.get("content-length"))) throw new Error("content-length");
        body = take(Number(head.get("content-length")));
      } else {
        body = take(bytes.length - at);
        toTheEnd = true;
      }
    }
    return { status, headers: head, body, toTheEnd };
  };
  try {
    while (at < bytes.length) {
      const answer = one(methods[answers.length] ?? "GET");
      if (answer) answers.push(answer);
    }
    return { answers, cut: false };
  } catch (error) {
    return error instanceof Cut ? { answers, cut: true } : { answers, cut: false, wrong: `answer ${answers.length}: ${error.message}` };
  }
}
