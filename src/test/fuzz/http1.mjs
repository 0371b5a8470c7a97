// Cases over HTTP/1.1: right requests in every manner of sending, and wrong ones.
import { read, talk } from "./client.mjs";
import { PREFACE, frame, settings } from "./frames.mjs";
import { judge } from "./judge.mjs";
import { anyRequest, http1 } from "./requests.mjs";

/** Right requests on one connection: each has exactly one answer, its own. */
export async function right1(random, { port, key, name, bound }) {
  const requests = Array.from({ length: random.between(1, 4) }, (_, at) => ({ ...anyRequest(random, `${name}-${at}`), id: `${name}-${at}` }));
  const methods = requests.map((request) => request.method);
  const manner = random.pick(["at once", "at once", "in turn", "in pieces", "half closed"]);
  const steps = [];
  requests.forEach((request, at) => {
    const bytes = http1(random, request, request.id, `127.0.0.1:${port}`);
    if (manner === "in pieces") steps.push(...random.pieces(bytes, 300).flatMap((piece) => (random.chance(0.1) ? [piece, random.between(1, 10)] : [piece])));
    else steps.push(bytes);
    if (manner === "in turn") steps.push({ until: () => read(Buffer.concat(received), methods).answers.length > at });
  });
  if (manner === "half closed") steps.push("end");
  let received = [];
  const whole = () => read(Buffer.concat(received), methods).answers.length >= requests.length;
  const { how } = await talk(port, steps, { heard: (pieces) => (received = pieces), enough: whole, after: random.pick([0, 0, 50]), limit: bound * requests.length });
  const { answers, cut, wrong } = read(Buffer.concat(received), methods);
  const problems = answers.slice(0, requests.length).flatMap((answer, at) => judge(requests[at], requests[at].id, answer, key));
  if (wrong) problems.push(`framing: ${wrong}`);
  if (answers.length > requests.length) problems.push("more answers than requests");
  if (answers.length < requests.length) {
    const closing = answers.some((answer) => /close/i.test(answer.headers.get("connection") ?? ""));
    if (how === "time") problems.push(`unanswered in time (${manner}): ${answers.length} of ${requests.length} answers${cut ? " and a part" : ""}, then ${methods[answers.length]} ${requests[answers.length].target}`);
    // An answer that broke off closes its connection, and so may one that says so; then the rest has none.
    else if (!cut && !closing) problems.push(`closed without an answer (${manner}, ${how}): ${answers.length} of ${requests.length}`);
  }
  return { requests: requests.length, answers: answers.length, problems };
}

const TARGETS = ["*", "/%zz", "/?x=%zz", "//", "/../v1/models", "/health/../v1/models", "/v1/./models", "/%2e%2e/metrics", "http://127.0.0.1/v1/models", "https://x:99999/", "http://[::1/", "x",
  "", "/\\..\\x", "/v1/models/%00", "/v1/models/%ff%fe", "/v1//models", "/health;a=b", "/health?%", "/live/events?window=9h", "/benchmark/report?window=-1m", `/${"a".repeat(5000)}`, `/?${"q=1&".repeat(2000)}`,
  "dmin/flush_cache?://y/model_info", "/health#x", "/\u00e9", "/q/../q/health", "/config-generator/command?hardware=none", "/live/../../x"];
const METHODS = ["HEAD", "OPTIONS", "CONNECT", "TRACE", "PUT", "DELETE", "PATCH", "PRI", "get", "G\0T", "POST", "X".repeat(300), ""];
const HEADERS = ["Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: chunked, chunked", "Transfer-Encoding: identity", "Transfer-Encoding:\tchunked", "Transfer-Encoding : chunked",
  "Content-Length: 5", "Content-Length: 0", "Content-Length: -1", "Content-Length: +5", "Content-Length: 99999999999999999999", "Content-Length: 5, 5", "Content-Length: 0x5", "Content-Length:", "Content-Length: 70000000",
  "Host: other", "Host:", "Host: a b", "Host: [::1", "TE: trailers", "TE: nonsense;q=9", "Expect: 100-continue", "Expect: 200-maybe", "Connection: close", "Connection: keep-alive, x", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk",
  "Upgrade: websocket", "Content-Encoding: gzip", "Content-Type: text/plain", "Content-Type:", "Authorization: Basic !!!", "Authorization: Bearer \xff", "X-Request-Id: \x01", `X-Request-Id: ${"i".repeat(400)}`, "X-Big: ",
  " folded: x", ": none", "no colon", "Na me: x", "X\0: y", "X: a\0b", "X: a\rb", "Cookie: a=b", "traceparent: 00-zz-zz-01", "tracestate: =,=", "Accept: ;q=x", "Accept: text/plain;version=x", "X-Forwarded-For: 1.2.3.4", "Via: 1.1 x",
  "Range: bytes=0-5", "Sec-Fetch-Site: cross-site", "Origin: http://evil"];

/** A request with its parts put together wrongly. */
function crooked(random, name) {
  const request = anyRequest(random, name);
  const target = random.chance(0.35) ? random.pick(TARGETS) : request.target;
  const method = random.chance(0.2) ? random.pick(METHODS) : request.method;
  const version = random.chance(0.15) ? random.pick(["HTTP/1.0", "HTTP/1.2", "HTTP/2.0", "HTTP/0.9", "http/1.1", "HTTP/1.1 ", "", "HTTP/11"]) : "HTTP/1.1";
  const lines = request.headers.map(([header, value]) => `${header}: ${value}`);
  if (random.chance(0.85)) lines.push("Host: 127.0.0.1");
  let body = request.body ?? Buffer.alloc(0);
  if (random.chance(0.2)) body = random.damaged(body);
  if (random.chance(0.1)) body = Buffer.concat([Buffer.from("\ufeff"), body]);
  if (random.chance(0.05)) body = Buffer.from(random.pick(["", "[".repeat(5000), "null", "{}", '{"messages":[]}', '"x"', `{"a":${"1".repeat(3000)}}`, '{"messages":7,"stream":"yes"}', `{${Array.from({ length: 3000 }, (_, at) => `"${at}":1`)}}`]));
  const framing = random.below(4);
  if (framing === 0) lines.push("Transfer-Encoding: chunked");
  else if (framing < 3) lines.push(`Content-Length: ${body.length + (random.chance(0.2) ? random.pick([-1, 1, 100]) : 0)}`);
  for (let left = random.below(4); left > 0; left--) lines.splice(random.below(lines.length + 1), 0, random.pick(HEADERS) + (random.chance(0.02) ? "b".repeat(70000) : ""));
  if (random.chance(0.05)) lines.push(...Array.from({ length: 300 }, (_, at) => `X-${at}: ${at}`));
  if (framing === 0) {
    const size = random.chance(0.4) ? random.pick(["zz", "-5", "ffffffff", "FFFFFFFFFFFFFFFFF", "", "5;a=b", "5 ", "0x5"]) : body.length.toString(16);
    body = Buffer.concat([Buffer.from(`${size}\r\n`), body, Buffer.from(random.pick(["\r\n0\r\n\r\n", "\r\n0\r\nTrailer: x\r\n\r\n", "\r\n", "\n0\n\n", "0\r\n\r\n", "\r\n0\r\nContent-Length: 3\r\n\r\n"]))]);
  }
  const end = random.chance(0.05) ? "\n" : "\r\n";
  return Buffer.concat([Buffer.from(`${method} ${target} ${version}${end}${lines.join(end)}${end}${end}`, "latin1"), body]);
}

const AFTER_UPGRADE = () => Buffer.concat([PREFACE, settings(), frame(1, 5, 3, Buffer.from([0x82, 0x84, 0x86]))]);

/** Wrong bytes: whatever is answered is framed rightly. */
export async function wrong1(random, { port, key, name }) {
  const count = random.between(1, 3);
  let bytes = Buffer.concat(Array.from({ length: count }, (_, at) => (random.chance(0.6) ? crooked(random, `${name}-${at}`) : http1(random, anyRequest(random, `${name}-${at}`), `${name}-${at}`, "127.0.0.1"))));
  if (random.chance(0.5)) bytes = random.damaged(bytes);
  if (/upgrade: h2c/i.test(bytes.toString("latin1"))) bytes = Buffer.concat([bytes, AFTER_UPGRADE()]);
  const steps = random.chance(0.3) ? random.pieces(bytes, 500) : [bytes];
  if (random.chance(0.3)) steps.push("end");
  const { received } = await talk(port, steps, { limit: random.pick([150, 300, 600, 2500]) });
  const problems = [];
  // What is to come after HEAD, CONNECT, an upgrade or a changed method cannot be read without knowing what was understood.
  const text = bytes.toString("latin1");
  if (!/HEAD|CONNECT|upgrade|PRI /i.test(text)) {
    const { wrong } = read(received, []);
    if (wrong) problems.push(`framing: ${wrong}`);
  }
  if (received.includes(key)) problems.push("the backend's key");
  if (received.includes("internal_error")) problems.push("a fault of the gateway's own: internal_error");
  return { requests: count, answers: 0, problems };
}

/** Right bytes from a client that behaves badly. */
export async function rude1(random, { port, key, name }) {
  const live = random.chance(0.1);
  const bytes = live
    ? Buffer.from(`GET /live/events?window=${random.pick(["1m", "5m", "1h"])} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`)
    : http1(random, anyRequest(random, `${name}-0`), `${name}-0`, "127.0.0.1");
  const cut = random.below(bytes.length + 1);
  const steps = random.pick([
    () => [bytes.subarray(0, cut), random.pick(["end", "reset", "close", 900])],
    () => [bytes, random.between(0, 120), random.pick(["reset", "close", "end"])],
    () => ["stop", bytes, random.between(200, 1800), random.pick(["reset", "close", "go"])],
    () => [...random.pieces(bytes.subarray(0, 200), 20).flatMap((piece) => [piece, random.between(1, 60)]), bytes.subarray(200)],
    () => [bytes, bytes, bytes, bytes, bytes, bytes, bytes, bytes, bytes, bytes, random.between(0, 300), "reset"],
    () => [bytes.subarray(0, cut), random.between(1, 1900), bytes.subarray(cut)],
  ])();
  const { received } = await talk(port, steps, { limit: random.pick([300, 1000, 2500]) });
  const { wrong } = read(received, []);
  const problems = wrong ? [`framing: ${wrong}`] : [];
  if (received.includes(key)) problems.push("the backend's key");
  return { requests: 1, answers: 0, problems };
}
