// What has to hold when a round is over, whoever has said what before.
import { read, talk } from "./client.mjs";
import { sleep } from "./gateway.mjs";
import { SPOKEN, control, http1 } from "./requests.mjs";
import { Random } from "./random.mjs";

const REST = 20_000;
const SPARE_FILES = 24;

async function until(condition, limit) {
  const end = Date.now() + limit;
  for (let found = await condition(); ; found = await condition()) {
    if (found === null || Date.now() > end) return found;
    await sleep(200);
  }
}

/** One right chat over HTTP/1.1; resolves with null, or with what is wrong about its answer. */
async function chat(port, name, stream, limit) {
  const random = new Random(name);
  let received = [];
  const { how } = await talk(port, [http1(random, control(name, stream), name, "127.0.0.1")], {
    heard: (pieces) => (received = pieces),
    enough: () => read(Buffer.concat(received), ["POST"]).answers.length === 1,
    limit,
  });
  const [answer] = read(Buffer.concat(received), ["POST"]).answers;
  if (!answer) return `no answer (${how})`;
  const body = answer.body.toString();
  if (answer.status !== 200 || !body.includes(`${SPOKEN} ${name}`) || (stream && !body.endsWith("data: [DONE]\n\n"))) {
    return `status ${answer.status}: ${body.slice(0, 300)}`;
  }
  return null;
}

/** @param state what rounds before have left: {round, files} */
export async function atRest(gateway, backend, permits, state) {
  const problems = [];
  const fail = (what, found) => found !== null && problems.push(`${what}: ${found}`);
  const { port } = gateway;
  fail("not at rest", await until(async () => {
    const open = await gateway.underWay();
    return open === null ? "no metrics" : open.length > 0 ? open.join(", ") : null;
  }, REST));
  // A backend that has just closed a connection may be looked at again before it is asked.
  fail("a right stream", await until(() => chat(port, `fuzz-control-${state.round}`, true, REST), REST));
  fail("a right whole answer", await until(() => chat(port, `fuzz-control-${state.round}`, false, REST), REST));
  fail("a permit is lost", await until(async () => {
    const names = Array.from({ length: permits }, (_, at) => `fuzz-hold-${permits}-${state.round}-${at}`);
    return (await Promise.all(names.map((name) => chat(port, name, true, REST)))).find((answer) => answer !== null) ?? null;
  }, REST));
  fail("connections to the backend", await until(async () => (backend.open > 4 * permits ? backend.open : null), REST));
  if (state.files === undefined) state.files = gateway.files();
  fail("files", await until(async () => (gateway.files() > state.files + SPARE_FILES ? `${gateway.files()}, after the first round ${state.files}` : null), REST));
  state.round++;
  return problems;
}
