// What the scripted backend says: right answers in SGLang's shapes, and what is made wrong of them.
import { MODEL, SPOKEN } from "./requests.mjs";

const CRLF = "\r\n";
/** What an answer that nobody asked for says: no client may ever read it. */
export const STRAY = "stray-answer";

const TEXTS = [
  ["Let me think.", " 15%", " of 240.", "\n</think>", "\nIt is", " 36", "."],
  ["<think>", "Hm", "</think>", "\n<tool_call>\n<function=get_weather>\n<parameter=loc", "ation>\nBei", "jing\n</parameter>\n</function>", "\n</tool_call>"],
  ["a < b && c > d </", "th", "ink>", "<tool", "_call> in prose, </function> too", "é\u{1f600}"],
  ["<tool_call>\n<function=get_weather>\n<parameter=days>\nnonsense\n</parameter>"],
  ["<tool_call>\n<function=unknown>\n{\"a\":", "[[[[[1]]]]]}\n</function>\n</tool_call></think><tool_call>", "\n<function=>\n<parameter=>\n"],
  [""],
];

const frame = (json) => `data: ${typeof json === "string" ? json : JSON.stringify(json)}\n\n`;
const usage = { prompt_tokens: 25, total_tokens: 35, completion_tokens: 10, prompt_tokens_details: null, reasoning_tokens: 8 };

function chatFrames(random, rid, name) {
  const head = { id: rid, object: "chat.completion.chunk", created: 1700000000, model: MODEL };
  const choice = (delta, finish = null, index = 0) => ({
    ...head,
    choices: [{ index, delta, logprobs: null, finish_reason: finish, matched_stop: finish && 128007 }],
  });
  const text = random.pick(TEXTS);
  const split = random.chance(0.5);
  const frames = [choice({ reasoning_content: null, role: "assistant", content: "" })];
  text.forEach((piece, at) => {
    frames.push(choice(split && at < 2 ? { reasoning_content: piece } : { reasoning_content: null, content: piece }));
  });
  frames.push(choice({ reasoning_content: null, content: `${SPOKEN} ${name}` }));
  if (random.chance(0.3)) {
    const call = (id, called, args) => choice({ role: null, content: null, reasoning_content: null, tool_calls: [{ id, index: 0, type: "function", function: { name: called, arguments: args } }] });
    frames.push(call("call_0123456789abcdef01234567", "get_weather", ""), call(null, null, "{"), call(null, null, '"location": "Beijing"'), call(null, null, "}"));
    frames.push(choice({ reasoning_content: null }, "tool_calls"));
  } else {
    frames.push(choice({ reasoning_content: null }, random.pick(["stop", "length", "abort"])));
  }
  if (random.chance(0.5)) frames.push({ ...head, choices: [], usage });
  return [...frames.map(frame), frame("[DONE]")];
}

const chatWhole = (random, rid, name) => ({
  id: rid,
  object: "chat.completion",
  created: 1700000000,
  model: MODEL,
  choices: [
    {
      index: 0,
      message: { role: "assistant", content: `${random.pick(TEXTS).join("")}${SPOKEN} ${name}`, reasoning_content: random.chance(0.5) ? "15% of 240.\n" : null, tool_calls: null },
      logprobs: null,
      finish_reason: random.pick(["stop", "length"]),
      matched_stop: 128007,
    },
  ],
  usage,
  metadata: { weight_version: "default" },
});

const completionFrames = (rid, name) => [
  ...["It ", "is ", `${SPOKEN} ${name}`].map((text) => frame({ id: rid, object: "text_completion", created: 1700000000, model: MODEL, choices: [{ index: 0, text, logprobs: null, finish_reason: null }] })),
  frame({ id: rid, object: "text_completion", created: 1700000000, model: MODEL, choices: [{ index: 0, text: "", logprobs: null, finish_reason: "stop" }], usage }),
  frame("[DONE]"),
];

const generated = (rid, text) => ({ text, output_ids: [1, 2, 3], meta_info: { id: rid, finish_reason: { type: "stop", matched: 2 }, prompt_tokens: 4, completion_tokens: 3, cached_tokens: 0, weight_version: "default", e2e_latency: 0.1 } });
const generateFrames = (rid, name) => [frame(generated(rid, "It")), frame(generated(rid, `It is ${SPOKEN} ${name}`)), frame("[DONE]")];

function pieces(random, call) {
  const { path, stream, rid, name } = call;
  if (path.endsWith("/chat/completions")) return stream ? chatFrames(random, rid, name) : [JSON.stringify(chatWhole(random, rid, name))];
  if (path.endsWith("/completions")) {
    return stream ? completionFrames(rid, name) : [JSON.stringify({ id: rid, object: "text_completion", created: 1700000000, model: MODEL, choices: [{ index: 0, text: `${SPOKEN} ${name}`, finish_reason: "stop" }], usage })];
  }
  if (path === "/generate") return stream ? generateFrames(rid, name) : [JSON.stringify(generated(rid, `${SPOKEN} ${name}`))];
  return [JSON.stringify({ object: "list", model: MODEL, data: [{ object: "embedding", index: 0, embedding: [0.5, 1e-9] }], usage })];
}

const head = (status, lines) => Buffer.from([`HTTP/1.1 ${status}`, ...lines, "", ""].join(CRLF), "latin1");
const chunk = (text) => Buffer.concat([Buffer.from(`${Buffer.byteLength(text).toString(16)}${CRLF}`), Buffer.from(text), Buffer.from(CRLF)]);
const END = Buffer.from(`0${CRLF}${CRLF}`);

function framed(call, parts, { status = "200 OK", type, more = [] } = {}) {
  const lines = ["date: Tue, 24 Nov 2026 12:00:00 GMT", "server: uvicorn", `content-type: ${type ?? (call.stream ? "text/event-stream; charset=utf-8" : "application/json")}`, ...more];
  if (call.stream) return [head(status, [...lines, "transfer-encoding: chunked"]), ...parts.map(chunk), END];
  const body = Buffer.from(parts.join(""));
  return [head(status, [...lines, `content-length: ${body.length}`]), body];
}

/** A right answer, as a list of steps: bytes to write, a pause in milliseconds, "end" or "reset". */
export const right = (random, call) => framed(call, pieces(random, call));

const wrongFrames = (random, call, stray) => [
  frame({ error: { object: "error", message: "The request queue is full.", type: "SERVICE_UNAVAILABLE", param: null, code: 503 } }),
  frame({ error: random.pick(["text", null, 5, [], { message: { deep: 1 } }, { code: "x", message: 7 }]) }),
  frame({ object: "error", message: "flat", type: "BadRequest", param: null, code: random.pick([400, 200, 99, 1000, -1, "400", 1e99]) }),
  frame("[".repeat(random.pick([50, 900, 1100, 20000]))),
  frame(`{"choices":${'[{"delta":'.repeat(600)}`),
  frame({ choices: [{ index: random.pick([-1, 1, 7, 1e6, 2147483648, 1e400, "0", null]), delta: { content: "x" } }] }),
  frame({ choices: [{ index: 0, delta: { tool_calls: [{ index: random.pick([-1, 3, 2000, 1e9, null, "a"]), id: 5, function: random.pick([null, [], "x", { name: null, arguments: {} }, { name: 7 }]) }] } }] }),
  frame({ choices: [{ index: 0, delta: { tool_calls: Array.from({ length: 300 }, (_, index) => ({ index, id: `c${index}`, type: "function", function: { name: "get_weather", arguments: "{}" } })) } }] }),
  frame({ choices: random.pick([null, {}, "x", [null], [[]], [{}], [{ delta: null }], [{ delta: "x" }], [{ delta: { content: 5 } }], [{ delta: { content: ["a"] } }]]) }),
  frame({ choices: [], usage: random.pick([{ completion_tokens: -5 }, { completion_tokens: "9" }, { completion_tokens: 1e30 }, [], "x", { prompt_tokens_details: 3, completion_tokens_details: [] }]) }),
  frame({ id: stray, choices: [{ index: 0, delta: { content: "foreign" } }] }),
  frame(`{"choices":[{"index":0,"delta":{"content":"${"y".repeat(random.pick([5000, 70000]))}"}}]}`),
  frame('{"choices":[{"index":0,"delta":{"content":"\\ud800 \\u0000 \\x"}}]}'),
  frame('{"choices":[{"index":0,"index":1,"delta":{},"delta":{"content":"twice"}}]}'),
  frame(""), frame("[DONE]"), frame("[DONE] and more"), frame(" {}"), frame("5"), frame("null"),
  "\n".repeat(random.pick([1, 50, 5000])), ": comment\n\n", "event: message\nid: 7\nretry: 5\n", "data:{}\r\n\r\n", "data: {}\r\rdata: {}\n\n", "data\n\n",
  "\ufeffdata: {}\n\n", "nonsense without a colon\n\n", 'data: {"choices":\ndata: []}\n\n', "data: \0\n\n", "<html>Bad Gateway</html>",
];

const STATUS = ["404 Not Found", "500 Internal Server Error", "503 Service Unavailable", "429 Too Many Requests", "401 Unauthorized", "400 Bad Request",
  "301 Moved", "204 No Content", "206 Partial", "304 Not Modified", "102 Processing", "100 Continue", "101 Switching Protocols", "999 Odd", "1000 More",
  "099 Less", "000 None", "-1 Neg", "abc", "", "200", "200\tOK", "200 OK\0", "599 Last", "418 Teapot"];

/** The ways to be wrong; each makes steps of a call. */
const WRONG = {
  right: (random, call) => right(random, call),
  frames(random, call, stray) {
    const parts = pieces(random, call);
    for (let left = random.between(1, 3); left > 0; left--) {
      parts.splice(random.below(parts.length + 1), random.below(2), random.pick(wrongFrames(random, call, stray)));
    }
    return framed(call, parts);
  },
  cut(random, call) {
    const all = Buffer.concat(right(random, call));
    return [all.subarray(0, random.below(all.length)), random.pick(["end", "reset", 4000])];
  },
  damaged: (random, call) => [random.damaged(Buffer.concat(right(random, call))), random.pick(["end", "reset", 0])],
  text: (random, call) => framed(call, [random.damaged(Buffer.from(pieces(random, call).join(""))).toString("latin1")]),
  status: (random, call) => framed(call, pieces(random, call), { status: random.pick(STATUS) }),
  error: (random, call) => framed({ ...call, stream: false }, [random.pick(['{"object":"error","message":"no","type":"BadRequest","param":null,"code":400}', '{"detail":"Not Found"}', '{"error":"Unauthorized"}', "<html>", "", "{", "[]", "null", '{"error":{"message":{"a":[]}}}', `{"message":"${"m".repeat(9000)}"}`])], { status: random.pick(STATUS), more: random.pick([[], ["retry-after: 7"], ["retry-after: x"], ["location: http://127.0.0.1:1/"]]) }),
  type: (random, call) => framed(call, pieces(random, call), { type: random.pick(["text/html", "Text/Event-Stream", "text/event-stream;charset=utf-16", "application/json", "", "text/event-streamer", "a,b", "\xff"]) }),
  mixed: (random, call) => framed({ ...call, stream: !call.stream }, pieces(random, call)),
  empty: (random, call) => framed(call, [], { status: random.pick(["200 OK", "204 No Content", "500 X"]) }),
  heads: (random, call) => framed(call, pieces(random, call), {
    more: random.pick([["content-length: 5"], ["content-length: -1"], ["content-length: 99999999999999999999"], ["content-length: x"], ["transfer-encoding: chunked"], ["transfer-encoding: gzip"],
      ["connection: close"], ["connection: upgrade", "upgrade: h2c"], ["content-encoding: gzip"], ["bad header line"], [": none"], ["x: a\r\n folded"], ["x\0y: z"], ["set-cookie: a=b", "set-cookie: c=d"],
      ["x-request-id: other", "x-stepgate-backend: other"], ["trailer: x"], ["connection: content-type, date"], [`x-big: ${"h".repeat(random.pick([4000, 9000, 70000]))}`], Array.from({ length: 300 }, (_, at) => `x-${at}: ${at}`)]),
  }),
  interim: (random, call) => [...Array.from({ length: random.pick([1, 3, 100]) }, () => head(random.pick(["100 Continue", "102 Processing", "103 Early Hints", "101 Switching"]), random.pick([[], ["x: y"], ["content-length: 3"]]))), ...random.chance(0.7) ? right(random, call) : ["end"]],
  chunks(random, call) {
    const size = random.pick(["zz", "-1", "ffffffffffffffff", "7fffffff", "", " 5", "5;ext=\"x\"", "0x5", "5\n", "00000000000000000005", "80000000"]);
    return [head("200 OK", ["content-type: text/event-stream", "transfer-encoding: chunked"]), chunk(pieces(random, call)[0]), Buffer.from(`${size}${CRLF}hello${CRLF}`), random.pick(["end", "reset", END])];
  },
  twice: (random, call, stray) => [...right(random, call), ...framed(random.chance(0.5) ? call : { ...call, stream: false }, [random.pick([STRAY, JSON.stringify({ id: stray, choices: [{ index: 0, message: { role: "assistant", content: STRAY } }] }), frame({ id: stray, choices: [{ index: 0, delta: { content: STRAY } }] })])])],
  tail: (random, call) => [...right(random, call), random.pick([random.bytes(30), Buffer.from(CRLF), Buffer.from("HTTP/1.1 ")])],
  noise: (random) => [random.bytes(random.between(1, 400)), random.pick(["end", "reset", 0, 4000])],
  silent: (random) => [random.pick([4000, 100]), random.pick(["end", "reset"])],
  gone: (random) => [random.pick(["end", "reset"])],
  midway: (random, call) => [...right(random, call).slice(0, random.between(1, 4)), random.pick(["end", "reset", 4000])],
  unframed: (random, call) => [head("200 OK", [`content-type: ${call.stream ? "text/event-stream" : "application/json"}`]), Buffer.from(pieces(random, call).join("")), random.pick(["end", "reset", 4000])],
  blank: (random, call) => framed({ ...call, stream: true }, Array.from({ length: random.pick([3, 40]) }, () => [random.pick(["\n", "\r\n", ":\n\n"]).repeat(random.pick([1, 2000]))]).flat()),
  long: (random, call) => framed({ ...call, stream: true }, [...pieces(random, { ...call, stream: true }).slice(0, -1), ...Array.from({ length: 60 }, () => frame({ id: call.rid, choices: [{ index: 0, delta: { content: "z".repeat(9000) } }] })), frame("[DONE]")]),
  early: (random, call) => right(random, call),
  http10: (random, call) => [Buffer.from(`HTTP/1.0 200 OK${CRLF}content-type: application/json${CRLF}${CRLF}`), Buffer.from(pieces(random, { ...call, stream: false }).join("")), "end"],
  protocol: (random) => [Buffer.from(random.pick(["HTTP/2.0 200 OK\r\n\r\n", "ICY 200 OK\r\n\r\n", "\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/1.1\r\n\r\n", "200 OK\r\n\r\n", "\x16\x03\x01\0\xff"]), "latin1"), random.pick(["end", "reset", 4000])],
};

const WAYS = Object.keys(WRONG);

/** An answer to a call, and the way in which it is wrong. */
export function answer(random, call) {
  const way = random.chance(0.3) ? "right" : random.pick(WAYS);
  // All names that one gateway gives end alike.
  const stray = random.bytes(16).toString("hex").slice(0, 24) + call.ending;
  const made = WRONG[way](random, call, stray);
  // The network joins and cuts as it likes.
  const steps = random.chance(0.4) ? made : made.flatMap((step) => (Buffer.isBuffer(step) && step.length < 4000 ? random.pieces(step, 600) : [step]));
  return { way, steps: steps.flatMap((step) => (Buffer.isBuffer(step) && random.chance(0.03) ? [random.between(1, 30), step] : [step])) };
}
