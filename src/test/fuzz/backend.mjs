// A scripted SGLang server on a raw socket: it answers probes rightly, and calls as their names make it choose.
// It also looks at what the gateway sends: only our own paths, framed rightly, with the key that is configured.
import net from "node:net";
import { answer, right } from "./answers.mjs";
import { Random } from "./random.mjs";
import { MODEL } from "./requests.mjs";

const FORWARDED = ["/v1/chat/completions", "/v1/completions", "/generate", "/v1/embeddings", "/v1/rerank", "/v1/score", "/v1/classify", "/tokenize", "/detokenize", "/v1/tokenize", "/v1/detokenize"];

const STATE = {
  "/health": {},
  "/v1/models": { object: "list", data: [{ id: MODEL, object: "model", created: 1700000000, owned_by: "sglang", root: MODEL, parent: null, max_model_len: 262144 }] },
  "/model_info": { model_path: MODEL, served_model_name: MODEL, is_generation: true, weight_version: "default", reasoning_parser: null, tool_call_parser: null, model_type: "step3p5" },
  "/server_info": { model_path: MODEL, version: "0.5.18", internal_states: [{}], reasoning_parser: null, tool_call_parser: null },
  "/abort_request": {},
  "/flush_cache": {},
};
STATE["/get_model_info"] = STATE["/model_info"];
STATE["/get_server_info"] = STATE["/server_info"];
STATE["/v1/loads"] = { loads: [] };

const json = (body) => {
  const bytes = Buffer.from(JSON.stringify(body));
  return Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${bytes.length}\r\n\r\n`), bytes]);
};

export class Backend {
  #seed;
  #key;
  #tries = new Map();
  #gathered = [];
  #ending = "00000000";
  #sockets = new Set();
  /** What the gateway did wrong. */
  complaints = [];
  calls = 0;
  ways = new Map();
  /** Whose answers may have lost the name of their request. */
  garbled = new Set();

  constructor(seed, key) {
    this.#seed = seed;
    this.#key = key;
  }

  get open() {
    return this.#sockets.size;
  }

  /** Listens on a free port of its own for each server that the gateway shall see. */
  async listen() {
    const server = net.createServer({ noDelay: true }, (socket) => this.#serve(socket));
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    return server.address().port;
  }

  #complain(what, bytes) {
    this.complaints.push({ what, name: nameIn(bytes), bytes: bytes.subarray(0, 600).toString("latin1") });
  }

  #serve(socket) {
    this.#sockets.add(socket);
    socket.setMaxListeners(0);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", () => {});
    let held = Buffer.alloc(0);
    let busy = false;
    const next = async () => {
      while (!busy && !socket.destroyed) {
        const request = this.#take(held);
        if (request === null) {
          return;
        }
        if (request.wrong) {
          this.#complain(request.wrong, held);
          socket.destroy();
          return;
        }
        held = held.subarray(request.length);
        busy = true;
        await this.#play(socket, this.#steps(request));
        busy = false;
      }
    };
    socket.on("data", (bytes) => {
      held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
      next();
    });
  }

  /** The first whole request of what came, null when there is none yet, or what is wrong with it. */
  #take(bytes) {
    const end = bytes.indexOf("\r\n\r\n");
    if (end < 0) {
      return bytes.length > 300_000 ? { wrong: "a head without an end" } : null;
    }
    const [line, ...lines] = bytes.subarray(0, end).toString("latin1").split("\r\n");
    const [, method, target] = line.match(/^(GET|POST) (\/[!-~]*) HTTP\/1\.1$/) ?? [];
    if (!target) return { wrong: `request line ${JSON.stringify(line)}` };
    const headers = new Map();
    for (const one of lines) {
      const [, name, value] = one.match(/^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\0\r\n]*)$/) ?? [];
      if (!name) return { wrong: `header ${JSON.stringify(one)}` };
      headers.set(name.toLowerCase(), [...(headers.get(name.toLowerCase()) ?? []), value]);
    }
    const one = (name) => headers.get(name)?.length === 1;
    if (!one("host")) return { wrong: "not one Host" };
    if (headers.has("transfer-encoding") && (headers.has("content-length") || method === "POST")) return { wrong: "Transfer-Encoding" };
    if (headers.has("content-length") && !(one("content-length") && /^\d+$/.test(headers.get("content-length")[0]))) return { wrong: "Content-Length" };
    const length = Number(headers.get("content-length")?.[0] ?? 0);
    const whole = end + 4 + length;
    if (bytes.length < whole) return null;
    const path = target.split("?")[0];
    if (!(path in STATE) && !FORWARDED.includes(path)) return { wrong: `path ${target}` };
    if (headers.get("authorization")?.[0] !== `Bearer ${this.#key}` || !one("authorization")) return { wrong: "a key other than the configured one" };
    const body = bytes.subarray(end + 4, whole);
    if (FORWARDED.includes(path)) {
      try {
        JSON.parse(body.toString());
      } catch {
        return { wrong: "a body that is no JSON" };
      }
    }
    return { length: whole, path, body };
  }

  #steps({ path, body }) {
    if (path in STATE) return [json(STATE[path])];
    this.calls++;
    const text = body.toString();
    const name = nameIn(body);
    const call = { path, name, stream: /"stream" ?: ?true/.test(text), rid: text.match(/"rid" ?: ?\[? ?"([0-9A-Za-z_-]*)"/)?.[1] ?? "none" };
    if (call.rid.length === 32) this.#ending = call.rid.slice(24);
    call.ending = this.#ending;
    if (name.startsWith("fuzz-control")) return right(new Random("control"), call);
    if (name.startsWith("fuzz-hold")) return [{ gather: Number(name.split("-")[2]) }, ...right(new Random("control"), call)];
    const tries = (this.#tries.get(name) ?? 0) + 1;
    this.#tries.set(name, tries);
    const { way, steps } = answer(new Random(this.#seed, "answer", name, tries), call);
    this.ways.set(way, (this.ways.get(way) ?? 0) + 1);
    if (["damaged", "text", "cut", "chunks", "noise"].includes(way)) this.garbled.add(name);
    return steps;
  }

  async #play(socket, steps) {
    for (const step of steps) {
      if (socket.destroyed) return;
      if (Buffer.isBuffer(step)) {
        if (!socket.write(step)) await new Promise((done) => { socket.once("drain", done); socket.once("close", done); });
      } else if (step === "end") {
        socket.end();
        return;
      } else if (step === "reset") {
        socket.resetAndDestroy();
        return;
      } else if (step.gather) {
        await this.#gather(socket, step.gather);
      } else if (step > 0) {
        await new Promise((done) => { const timer = setTimeout(done, step); socket.once("close", () => { clearTimeout(timer); done(); }); });
      }
    }
  }

  /** Comes back when so many calls are here at the same time. */
  #gather(socket, count) {
    return new Promise((done) => {
      const mine = { done };
      this.#gathered.push(mine);
      socket.once("close", () => { this.#gathered = this.#gathered.filter((one) => one !== mine); done(); });
      if (this.#gathered.length >= count) {
        this.#gathered.splice(0).forEach((one) => one.done());
      }
    });
  }
}

const nameIn = (bytes) => bytes.toString("latin1").match(/fuzz-[a-z0-9-]+/)?.[0] ?? "fuzz-unnamed";
