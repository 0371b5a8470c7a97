// What every answer to a right request has to be, whatever the backend said.
import { STRAY } from "./answers.mjs";
import { SPOKEN } from "./requests.mjs";

const STREAMS = ["chat", "completion", "generate"];

/** @param answer {status, headers, body} of a whole answer */
export function judge(request, id, answer, key) {
  const wrong = [];
  const { status, headers } = answer;
  const body = answer.body.toString();
  const type = headers.get("content-type") ?? "";
  if (!(status >= 200 && status <= 599)) wrong.push(`status ${status}`);
  if (headers.get("x-request-id") !== id) wrong.push(`X-Request-Id ${headers.get("x-request-id")}, status ${status}`);
  if (status >= 500 && body.includes("internal_error")) wrong.push("a fault of the gateway's own: internal_error");
  if (status >= 300 && request.kind !== "own") {
    try {
      const { error } = JSON.parse(body);
      if (typeof error.message !== "string" || typeof error.type !== "string" || !("param" in error && "code" in error)) throw new Error();
    } catch {
      wrong.push(`status ${status} without an error object: ${body.slice(0, 200)}`);
    }
  }
  if (status === 503 && request.kind !== "own" && !headers.has("retry-after")) wrong.push("503 without Retry-After");
  if (status === 200 && STREAMS.includes(request.kind)) {
    if (type.startsWith("text/event-stream")) {
      if (!body.endsWith("data: [DONE]\n\n")) wrong.push(`a stream ends with ${JSON.stringify(body.slice(-120))}`);
      const odd = request.kind === "chat" && body.split(/\n|\r/).find((line) => !/^(data: .*|event: error)?$/s.test(line));
      if (odd) wrong.push(`a line of a chat's stream: ${JSON.stringify(odd.slice(0, 120))}`);
    } else {
      // What stands in values that nobody had to read is the backend's own affair.
      if (!/^\s*[{[].*[}\]]\s*$/s.test(body)) {
        wrong.push(`200 with no JSON (${type}): ${JSON.stringify(body.slice(0, 120))}`);
      }
    }
  }
  // Other answers bear no name of their request.
  if (STREAMS.includes(request.kind) && body.includes(STRAY)) wrong.push(`somebody else's answer on ${request.target}: ${body.slice(0, 200)}`);
  const named = body.match(new RegExp(`${SPOKEN} (fuzz-[0-9]+-[0-9]+)`))?.[1];
  if (named && STREAMS.includes(request.kind) && !request.body.includes(named)) wrong.push(`the answer of ${named} on ${request.target} to ${id}`);
  if (JSON.stringify([...headers]).includes(key) || body.includes(key)) wrong.push("the backend's key");
  return wrong;
}
