// Right requests to every path of docs/apis.md. A name rides in each that is for a backend: the scripted
// backend chooses its answer by it, so a case can be run again alone.
export const MODEL = "stepfun-ai/Step-3.5-Flash";
/** Stands in every prompt and every answer, and must never stand in the log. */
export const SPOKEN = "spoken-in-confidence";

const weather = {
  type: "function",
  function: {
    name: "get_weather",
    description: "the weather",
    parameters: { type: "object", properties: { location: { type: "string" }, days: { type: "integer" } }, required: ["location"] },
  },
};

function chat(random, name, stream) {
  const body = {
    model: MODEL,
    messages: [{ role: "user", content: `${SPOKEN} ${name}` }],
    user: name,
    stream,
  };
  if (random.chance(0.3)) body.messages.unshift({ role: random.pick(["system", "developer"]), content: "Be brief. é\u{1f600}" });
  if (random.chance(0.4)) body.tools = [weather];
  if (body.tools && random.chance(0.3)) body.tool_choice = random.pick(["auto", "required", "none"]);
  if (random.chance(0.2)) body.n = random.between(1, 3);
  if (random.chance(0.3)) body.temperature = 0.7;
  if (random.chance(0.2)) body.max_tokens = 64;
  if (random.chance(0.2)) body.stop = ["\n\n", "END"];
  if (random.chance(0.1)) body.separate_reasoning = random.chance(0.5);
  if (stream && random.chance(0.5)) body.stream_options = { include_usage: random.chance(0.7) };
  if (random.chance(0.2)) body.an_unknown_field = { deep: [[[{}]]], text: "x".repeat(random.below(3000)) };
  return body;
}

const completion = (random, name, stream) => ({
  model: MODEL,
  prompt: random.chance(0.2) ? [`${SPOKEN} ${name}`, "two"] : `${SPOKEN} ${name}`,
  user: name,
  stream,
  ...(random.chance(0.3) ? { max_tokens: 16 } : {}),
});

const generate = (random, name, stream) => ({
  text: `${SPOKEN} ${name}`,
  sampling_params: { temperature: 0, max_new_tokens: 16 },
  stream,
});

const POSTS = {
  "/v1/embeddings": (name) => ({ model: MODEL, input: name }),
  "/v1/rerank": (name) => ({ model: MODEL, query: name, documents: ["a", "b"] }),
  "/v1/score": (name) => ({ model: MODEL, query: name, items: ["a"] }),
  "/v1/classify": (name) => ({ model: MODEL, input: name }),
  "/tokenize": (name) => ({ model: MODEL, prompt: name }),
  "/detokenize": (name) => ({ model: MODEL, tokens: [1, 2], name }),
  "/v1/tokenize": (name) => ({ model: MODEL, prompt: name }),
  "/v1/detokenize": (name) => ({ model: MODEL, tokens: [1, 2], name }),
};

const OWN = {
  "/separate_reasoning": () => ({ text: `<think>${SPOKEN}</think>yes`, reasoning_parser: "step3p5" }),
  "/parse_function_call": () => ({
    text: "<tool_call>\n<function=get_weather>\n<parameter=location>\nBeijing\n</parameter>\n</function>\n</tool_call>",
    tools: [weather],
    tool_call_parser: "step3p5",
  }),
  "/config-generator/command": () => ({ hardware: "h200" }),
  "/abort_request": (name) => ({ rid: name }),
};

const GETS = [
  "/v1/models", `/v1/models/${MODEL}`, "/v1/models/none", "/model_info", "/get_model_info", "/server_info", "/get_server_info", "/health",
  "/health_generate", "/q/health", "/q/health/live", "/q/health/ready", "/q/health/started", "/metrics", "/benchmark/report",
  "/benchmark/report?window=1m&compare=seed", "/benchmark/metrics", "/", "/config-generator", "/config-generator/options",
  "/config-generator/command?hardware=mi300x&modelsize=196b", "/nowhere", "/v1/responses",
];

const request = (kind, method, target, json, more = {}) => ({
  kind,
  method,
  target,
  headers: [],
  body: json === undefined ? null : Buffer.from(JSON.stringify(json)),
  stream: json?.stream === true,
  ...more,
});

/** A right request; `kind` says what its answer must look like. */
export function anyRequest(random, name) {
  const stream = random.chance(0.6);
  const draw = random.below(20);
  let made;
  if (draw < 9) made = request("chat", "POST", "/v1/chat/completions", chat(random, name, stream));
  else if (draw < 11) made = request("completion", "POST", "/v1/completions", completion(random, name, stream));
  else if (draw < 13) made = request("generate", "POST", "/generate", generate(random, name, stream));
  else if (draw < 15) {
    const path = random.pick(Object.keys(POSTS));
    made = request("passed", "POST", path, POSTS[path](name));
  } else if (draw < 17) {
    const path = random.pick(Object.keys(OWN));
    made = request("own", "POST", path, OWN[path](name));
  } else made = request("own", "GET", random.pick(GETS));
  if (made.body) made.headers.push(["Content-Type", "application/json"]);
  if (random.chance(0.2)) made.headers.push(["Authorization", "Bearer EMPTY"]);
  if (random.chance(0.2)) made.headers.push(["Accept", random.pick(["*/*", "text/plain", "text/html", "application/openmetrics-text", "application/json"])]);
  if (random.chance(0.1)) made.headers.push(["traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"]);
  return made;
}

/** A chat that the backend answers rightly, or holds until so many of its kind are there. */
export function control(name, stream = true) {
  const body = { model: MODEL, messages: [{ role: "user", content: `${SPOKEN} ${name}` }], user: name, stream };
  return { ...request("chat", "POST", "/v1/chat/completions", body), headers: [["Content-Type", "application/json"]] };
}

/** HTTP/1.1 bytes of a right request. */
export function http1(random, made, id, host) {
  const lines = [`${made.method} ${made.target} HTTP/1.1`, `Host: ${host}`, `X-Request-Id: ${id}`];
  lines.push(...made.headers.map(([name, value]) => `${name}: ${value}`));
  if (!made.body) {
    return Buffer.from(`${lines.join("\r\n")}\r\n\r\n`);
  }
  if (random.chance(0.7)) {
    return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\nContent-Length: ${made.body.length}\r\n\r\n`), made.body]);
  }
  const chunks = random.pieces(made.body, 400).flatMap((piece) => [Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from("\r\n")]);
  return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\nTransfer-Encoding: chunked\r\n\r\n`), ...chunks, Buffer.from("0\r\n\r\n")]);
}
