// Cases over HTTP/2 with prior knowledge: right streams, and frames that break the rules.
import { talk } from "./client.mjs";
import * as h2 from "./frames.mjs";
import { judge } from "./judge.mjs";
import { anyRequest } from "./requests.mjs";

const END = h2.END_STREAM | h2.END_HEADERS;
const RESET_MEANS_AGAIN = [7]; // REFUSED_STREAM

function head(request, id, authority) {
  const headers = [[":method", request.method], [":scheme", "http"], [":path", request.target], [":authority", authority], ["x-request-id", id]];
  headers.push(...request.headers.map(([name, value]) => [name.toLowerCase(), value]));
  if (request.body && request.declared) headers.push(["content-length", String(request.body.length)]);
  return headers;
}

/** The frames of a right request. */
function stream(random, request, id, number) {
  const block = h2.block(head({ ...request, declared: random.chance(0.5) }, id, "127.0.0.1"));
  const last = request.body ? 0 : h2.END_STREAM;
  const frames = [];
  if (random.chance(0.2)) {
    const cut = random.below(block.length);
    frames.push(Buffer.concat([h2.frame(h2.HEADERS, last, number, block.subarray(0, cut)), h2.frame(h2.CONTINUATION, h2.END_HEADERS, number, block.subarray(cut))]));
  } else if (random.chance(0.1)) {
    frames.push(h2.frame(h2.HEADERS, last | h2.END_HEADERS | h2.WITH_PRIORITY, number, Buffer.concat([h2.number(0), Buffer.from([15]), block])));
  } else frames.push(h2.frame(h2.HEADERS, last | h2.END_HEADERS, number, block));
  if (request.body) {
    const pieces = random.chance(0.6) ? random.pieces(request.body, 8000).slice(0) : [request.body];
    pieces.forEach((piece, at) => {
      const flags = at === pieces.length - 1 ? h2.END_STREAM : 0;
      frames.push(random.chance(0.1) ? h2.frame(h2.DATA, flags | h2.PADDED, number, Buffer.concat([Buffer.from([3]), piece, Buffer.alloc(3)])) : h2.frame(h2.DATA, flags, number, piece));
    });
  }
  return frames;
}

const started = (random, ...more) => Buffer.concat([h2.PREFACE, h2.settings([h2.HEADER_TABLE_SIZE, 0], [h2.ENABLE_PUSH, 0], ...more)]);

/** What came on each stream. */
function heard(bytes) {
  const streams = new Map();
  let goaway = null;
  let block = null;
  for (const { type, flags, stream, payload } of h2.split(bytes).frames) {
    const one = streams.get(stream) ?? { headers: null, body: [], ended: false, reset: null };
    if (stream > 0) streams.set(stream, one);
    if (type === h2.HEADERS || type === h2.CONTINUATION) {
      block = Buffer.concat([type === h2.HEADERS ? Buffer.alloc(0) : block, payload]);
      if (flags & h2.END_HEADERS) {
        const headers = h2.decode(block);
        if (one.headers && headers.has(":status")) one.twice = true;
        if (!(Number(headers.get(":status")) < 200)) one.headers ??= headers;
      }
      if (type === h2.HEADERS && flags & h2.END_STREAM) one.ended = true;
    } else if (type === h2.DATA) {
      if (one.ended) one.twice = true;
      one.body.push(payload);
      if (flags & h2.END_STREAM) one.ended = true;
    } else if (type === h2.RST_STREAM) one.reset = payload.readUInt32BE(0);
    else if (type === h2.GOAWAY) goaway = payload.readUInt32BE(4);
  }
  return { streams, goaway };
}

/** Right requests on streams of one connection: each has exactly one answer, its own. */
export async function right2(random, { port, key, name, bound }) {
  const requests = Array.from({ length: random.between(1, 6) }, (_, at) => ({ ...anyRequest(random, `${name}-${at}`), id: `${name}-${at}`, number: 2 * at + 1 }));
  const lanes = requests.map((request) => stream(random, request, request.id, request.number));
  const steps = [started(random, [h2.INITIAL_WINDOW, 1 << 30]), h2.windowUpdate(0, 1 << 30), h2.frame(h2.SETTINGS, h2.ACK, 0)];
  // Streams begin in order, and then mix as they like.
  let begun = 0;
  while (lanes.some((lane) => lane.length > 0)) {
    const open = lanes.findIndex((lane, at) => at === begun);
    const at = begun < lanes.length && random.chance(0.5) ? open : random.below(Math.max(begun, 1));
    if (at === begun) begun++;
    if (lanes[at].length > 0) steps.push(lanes[at].shift());
    if (random.chance(0.05)) steps.push(random.pick([h2.frame(h2.PING, 0, 0, random.bytes(8)), h2.frame(h2.PRIORITY, 0, 2 * random.below(9) + 1, Buffer.from([0, 0, 0, 0, 7])), h2.frame(0x42, 0xff, 0, random.bytes(5)), random.between(1, 20)]));
  }
  const half = random.chance(0.1);
  if (half) steps.push("end");
  let received = [];
  const done = ({ streams }) => requests.every(({ number }) => streams.get(number)?.ended || streams.get(number)?.reset != null);
  const { how, received: all } = await talk(port, steps, { heard: (pieces) => (received = pieces), enough: () => done(heard(Buffer.concat(received))), after: random.pick([0, 0, 50]), limit: bound });
  const problems = [];
  let answers = 0;
  const { streams, goaway } = heard(all);
  if (goaway > 0) problems.push(`GOAWAY ${goaway}`);
  for (const request of requests) {
    const answer = streams.get(request.number);
    if (answer?.twice) problems.push("two answers on a stream");
    if (answer?.ended && answer.headers) {
      answers++;
      const body = Buffer.concat(answer.body);
      const length = answer.headers.get("content-length");
      if (length !== undefined && request.method !== "HEAD" && Number(length) !== body.length) problems.push(`content-length ${length} and ${body.length} bytes`);
      problems.push(...judge(request, request.id, { status: Number(answer.headers.get(":status")), headers: answer.headers, body }, key));
    } else if (how === "time") problems.push(`unanswered in time: ${request.method} ${request.target}${answer?.headers ? ", begun" : ""}`);
    else if (!answer?.headers && !RESET_MEANS_AGAIN.includes(answer?.reset) && !half) problems.push(`no answer (${how}, reset ${answer?.reset}): ${request.method} ${request.target}`);
  }
  return { requests: requests.length, answers, problems };
}

const SETTINGS = [[[h2.INITIAL_WINDOW, 0x80000000]], [[h2.INITIAL_WINDOW, 0]], [[h2.MAX_FRAME, 1]], [[h2.MAX_FRAME, 0xffffffff]], [[h2.ENABLE_PUSH, 7]], [[0xff, 1]], [[h2.MAX_STREAMS, 0]], [[h2.HEADER_TABLE_SIZE, 0xffffffff]],
  Array.from({ length: 200 }, (_, at) => [at, at])];
const HEADERS = [["X-Upper", "a"], ["x", "a\r\nb: c"], ["x", "a\0b"], ["connection", "close"], ["transfer-encoding", "chunked"], ["te", "gzip"], ["host", "other"], ["content-length", "7"], ["content-length", "-1"], [":path", "/x"], [":status", "200"],
  [":unknown", "x"], ["", "x"], ["x y", "z"], ["x", "v".repeat(20000)], ["cookie", "a=b"], ["expect", "100-continue"], ["authorization", "Bearer a\nb"], ["content-encoding", "gzip"], ["upgrade", "h2c"], ["x-request-id", "\x7f\x01"]];
const PSEUDO = { ":method": ["CONNECT", "HEAD", "OPTIONS", "", "G T", "PRI"], ":path": ["", "*", "x", "/%zz", "/?x=%zz", "/../v1/models", "/health/../v1/models", "/a b", "/\r\nx: y", `/${"p".repeat(9000)}`, "http://a/b"], ":scheme": ["", "https", "ftp", "a b"], ":authority": ["", "a b", "[::1", "u@h", "h:99999"] };

function oddHead(random, request, id) {
  const headers = head(request, id, "127.0.0.1");
  for (let left = random.between(0, 2); left > 0; left--) {
    const at = random.below(4);
    const action = random.below(4);
    if (action === 0) headers[at] = [headers[at][0], random.pick(PSEUDO[headers[at][0]] ?? ["x"])];
    else if (action === 1) headers.splice(at, 1);
    else if (action === 2) headers.push(headers[at]);
    else headers.splice(random.below(headers.length + 1), 0, random.pick(HEADERS));
  }
  return h2.block(headers);
}

const BLOCKS = [[0x80], [0xff, 0xff, 0xff, 0xff, 0x7f], [0xbf], [0x3f, 0xff, 0xff, 0xff, 0x7f], [0x40, 0x81, 0xff, 0x80], [0x00, 0x7f], [0x41, 0xff], [0x20, 0x20, 0x20]];

/** Frames that stand anywhere and should not. */
function oddFrame(random, number) {
  const wild = random.pick([0, number, number + 2, 2 * random.below(20), 0x7fffffff, 0x80000001]);
  return random.pick([
    () => h2.settings(...random.pick(SETTINGS)),
    () => h2.frame(h2.SETTINGS, random.pick([0, h2.ACK]), random.pick([0, 1]), random.bytes(random.pick([0, 5, 6]))),
    () => h2.windowUpdate(wild, random.pick([0, 1, 0x7fffffff, 0x80000000])),
    () => Buffer.concat([h2.windowUpdate(wild, 0x7fffffff), h2.windowUpdate(wild, 0x7fffffff)]),
    () => h2.frame(h2.WINDOW_UPDATE, 0, wild, random.bytes(3)),
    () => h2.frame(h2.PRIORITY, 0, wild, Buffer.concat([h2.number(wild), Buffer.from([1])])),
    () => h2.frame(h2.PRIORITY, 0, wild, random.bytes(4)),
    () => h2.frame(h2.PING, random.below(2), random.pick([0, 1]), random.bytes(random.pick([8, 7]))),
    () => Buffer.concat(Array.from({ length: 100 }, () => h2.frame(h2.PING, 0, 0, Buffer.alloc(8)))),
    () => h2.frame(h2.GOAWAY, 0, random.pick([0, 1]), Buffer.concat([h2.number(wild), h2.number(random.below(14)), random.bytes(random.below(20))])),
    () => h2.reset(wild, random.below(15)),
    () => h2.frame(h2.RST_STREAM, 0, wild, random.bytes(3)),
    () => h2.frame(h2.CONTINUATION, h2.END_HEADERS, wild, random.bytes(5)),
    () => h2.frame(h2.PUSH_PROMISE, h2.END_HEADERS, wild, Buffer.concat([h2.number(2), Buffer.from([0x82])])),
    () => h2.frame(h2.DATA, random.pick([0, h2.END_STREAM, h2.PADDED]), wild, random.bytes(random.below(50))),
    () => h2.frame(h2.DATA, h2.PADDED, number, Buffer.from([200, 1, 2])),
    () => h2.frame(random.below(256), random.below(256), wild, random.bytes(random.below(100))),
    () => h2.frame(h2.HEADERS, END, wild, Buffer.from(random.pick(BLOCKS))),
    () => h2.frame(h2.HEADERS, random.below(256), wild, random.bytes(random.below(60))),
    () => h2.frame(h2.HEADERS, 0, number, Buffer.alloc(0)),
    () => h2.frame(h2.DATA, 0, number, random.bytes(9), random.pick([3, 100, 0xffffff])),
    () => h2.frame(h2.HEADERS, END, number, h2.block([["trailer", "x"]])),
  ])();
}

/** Frames put together, left out, doubled and damaged at random; nothing of the other side is ever acknowledged. */
export async function wrong2(random, { port, key, name }) {
  const count = random.between(1, 4);
  const frames = [];
  for (let at = 0; at < count; at++) {
    const request = anyRequest(random, `${name}-${at}`);
    const number = 2 * at + 1;
    const lane = stream(random, request, `${name}-${at}`, number);
    if (random.chance(0.5)) lane[0] = h2.frame(h2.HEADERS, h2.END_HEADERS | (request.body ? 0 : h2.END_STREAM), number, oddHead(random, request, `${name}-${at}`));
    frames.push(...lane);
  }
  for (let left = random.between(1, 5); left > 0; left--) {
    const at = random.below(frames.length + 1);
    const action = random.below(8);
    if (action < 4) frames.splice(at, 0, oddFrame(random, 2 * random.below(count) + 1));
    else if (action === 4 && at < frames.length) frames.splice(at, 1);
    else if (action === 5 && at < frames.length) frames.splice(at, 0, frames[at]);
    else if (action === 6 && at < frames.length) frames[at] = random.damaged(frames[at]);
    else frames.push(...frames.splice(at, 1));
  }
  const begin = random.chance(0.9) ? started(random, ...(random.chance(0.3) ? random.pick(SETTINGS) : [])) : random.damaged(started(random));
  const steps = [begin, ...(random.chance(0.5) ? [Buffer.concat(frames)] : frames)];
  if (random.chance(0.3)) steps.push(random.between(0, 200), random.pick(["reset", "close", "end", "stop"]));
  return seen(await talk(port, steps, { limit: random.pick([150, 300, 600, 2500]) }), key, count);
}

/** Many streams at once: opened and cut, opened and reset, opened without an end, or answered to a window that stays shut. */
export async function storm2(random, { port, key, name }) {
  const count = random.pick([20, 120, 300]);
  const manner = random.below(6);
  const frames = [];
  const window = manner === 3 ? [h2.INITIAL_WINDOW, random.pick([0, 10])] : [h2.INITIAL_WINDOW, 65535];
  for (let at = 0; at < count; at++) {
    const number = 2 * at + 1;
    const request = manner === 5 ? { kind: "own", method: "GET", target: "/health", headers: [], body: null } : anyRequest(random, `${name}-${at}`);
    const block = h2.block(head(request, `${name}-${at}`, "127.0.0.1"));
    if (manner === 0) frames.push(h2.frame(h2.HEADERS, h2.END_HEADERS, number, block)); // and never a body
    else if (manner === 1) frames.push(...stream(random, request, `${name}-${at}`, number), h2.reset(number, 8));
    else if (manner === 2 && at === count - 1) {
      frames.push(h2.frame(h2.HEADERS, 0, number, block));
      frames.push(...Array.from({ length: 300 }, () => h2.frame(h2.CONTINUATION, 0, number, h2.block([["x", "y".repeat(200)]]))));
    } else frames.push(...stream(random, request, `${name}-${at}`, number));
  }
  const steps = [started(random, window), Buffer.concat(frames), random.between(0, 300), random.pick(["reset", "close", "end", 700])];
  return seen(await talk(port, steps, { limit: 1500 }), key, count);
}

function seen({ received }, key, requests) {
  const problems = [];
  if (received.includes(key)) problems.push("the backend's key");
  if (received.includes("internal_error")) problems.push("a fault of the gateway's own: internal_error");
  return { requests, answers: 0, problems };
}
