// Throws random requests, frames and backend answers at a gateway, and looks whether it stays in order.
//
//   node src/test/fuzz/fuzz.mjs --seconds 90 [--seed S] [-- COMMAND…]    rounds until the time is over
//   node src/test/fuzz/fuzz.mjs --seed S --cases 12,40-45 [-- COMMAND…]  these cases alone, a round each
//   … --kinds wrong1,storm2                                              of all cases only those
//
// Needs Linux and Node 20; everything stays on loopback. The command is the gateway's, by default the jar of this build.
import { parseArgs } from "node:util";
import { Backend } from "./backend.mjs";
import { atRest } from "./checks.mjs";
import { Gateway } from "./gateway.mjs";
import { right1, rude1, wrong1 } from "./http1.mjs";
import { right2, storm2, wrong2 } from "./http2.mjs";
import { Random } from "./random.mjs";
import { STRAY } from "./answers.mjs";
import { SPOKEN } from "./requests.mjs";

const { values: options, positionals } = parseArgs({
  options: { seed: { type: "string", default: "1" }, seconds: { type: "string", default: "60" }, cases: { type: "string" }, kinds: { type: "string" }, round: { type: "string", default: "250" }, "at-once": { type: "string", default: "24" }, log: { type: "boolean", default: false } },
  allowPositionals: true,
});
const command = positionals.length > 0 ? positionals : ["java", "-Xmx512m", "-jar", "target/quarkus-app/quarkus-run.jar"];
const { seed } = options;
const KEY = "canary-8c1f2b7e";
const PERMITS = 8;
/** Of one right request: its wait for a permit, three tries and silence inside the last, and the load of the machine. */
const BOUND = 30_000;

const WEIGHTS = [[right1, 30], [wrong1, 25], [rude1, 12], [right2, 20], [wrong2, 20], [storm2, 1]];
const KINDS = WEIGHTS.flatMap(([kind, weight]) => Array(weight).fill(kind));

const backend = new Backend(seed, KEY);
const gateway = new Gateway();
const findings = new Map();
const active = new Map();
const warnings = new Map();
const state = { round: 0, line: "the start", trace: false };
let counts = { cases: 0, requests: 0, answers: 0 };

/** What came up, with the cases that may have caused it: a thing that comes up again is told once, and counted. */
function found(what, cases) {
  const kind = what.replace(/"?[{<].*/, "…").replaceAll(/fuzz-[0-9a-z-]+/g, "NAME").replaceAll(/[0-9]+/g, "#").slice(0, 160);
  const one = findings.get(kind) ?? { what, cases: [], times: 0 };
  findings.set(kind, one);
  one.times++;
  if (one.cases.length < 5) one.cases.push(cases.join(","));
  if (one.times === 1) console.log(`FOUND ${what}\n      node src/test/fuzz/fuzz.mjs --seed ${seed} --cases ${few(cases)}`);
}

/** The likeliest of many: those that began last. */
const few = (cases) => cases.slice(-40).join(",");

/** The cases that run now or have just ended. */
function suspects() {
  const now = Date.now();
  active.forEach((ended, number) => ended < now - 300 && active.delete(number));
  return [...active.keys()];
}

gateway.line = (line) => {
  if (options.log) console.log(`  | ${line}`);
  const trace = /^\s+(at [\w.$/]+\(|\.\.\. \d+ more)|^\s*Caused by:|^[\w.$]+(Exception|Error)\b/.test(line);
  if (trace && !state.trace) found(`log: a stack trace below ${state.line}`, suspects());
  if (/ (ERROR|FATAL) +\[/.test(line)) found(`log: ${line.replace(/^\S+ \S+ /, "").replace(/\(vert\S+\) /, "")}`, suspects());
  state.trace = trace;
  if (!trace) state.line = line;
  if ([KEY, SPOKEN, STRAY].some((secret) => line.toLowerCase().includes(secret))) found(`a secret in the log: ${line}`, suspects());
  const warned = line.match(/ WARN +\[(\S+)\]/)?.[1];
  if (warned) warnings.set(warned, (warnings.get(warned) ?? 0) + 1);
};

async function one(number) {
  const random = new Random(seed, number);
  const kind = random.pick(KINDS);
  if (options.kinds && !options.kinds.split(",").includes(kind.name)) return;
  const told = backend.complaints.length;
  active.set(number, Infinity);
  const { requests, answers, problems } = await kind(random, { port: gateway.port, key: KEY, name: `fuzz-${number}`, bound: BOUND });
  active.set(number, Date.now());
  counts.cases++;
  counts.requests += requests;
  counts.answers += answers;
  for (const problem of problems) {
    // An answer of one's own whose name the backend damaged looks like another's.
    if (!backend.garbled.has(problem.match(/^the answer of .* to (\S+)$/)?.[1])) found(`${kind.name}: ${problem}`, [number]);
  }
  for (const { what, name, bytes } of backend.complaints.splice(told)) found(`to the backend: ${what} ${JSON.stringify(bytes)}`, [name.split("-")[1] ?? number]);
}

/** Cases a few at a time, and beside them somebody with simple questions. */
async function round(numbers, deadline) {
  const left = [...numbers];
  let busy = true;
  const worker = async () => {
    while (left.length > 0 && Date.now() < deadline) await one(left.shift());
  };
  const asker = async () => {
    while (busy) {
      for (const path of ["/q/health/live", "/config-generator/options"]) {
        const { status } = await gateway.get(path, 10_000);
        if (status !== 200) found(`${path} beside it: status ${status || "none in 10 s"}`, suspects());
      }
      await new Promise((go) => setTimeout(go, 500));
    }
  };
  const asking = asker();
  await Promise.all(Array.from({ length: Number(options["at-once"]) }, worker));
  busy = false;
  await asking;
  (await atRest(gateway, backend, PERMITS, state)).forEach((problem) => found(`after the round: ${problem}`, [`${numbers[0]}-${numbers.at(-1)}`]));
  if (!gateway.alive) found("the gateway has ended", [`${numbers[0]}-${numbers.at(-1)}`]);
}

const listed = (text) => text.split(",").flatMap((part) => {
  const [first, last = first] = part.split("-").map(Number);
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
});

const env = {
  JAVA_TOOL_OPTIONS: "",
  STEPGATE_ADMISSION_MAX_IN_FLIGHT: String(PERMITS), STEPGATE_ADMISSION_MAX_QUEUE: "64", STEPGATE_ADMISSION_QUEUE_TIMEOUT: "3s",
  STEPGATE_ADMISSION_BODY_TIMEOUT: "2s", STEPGATE_ADMISSION_MAX_BODY_SIZE: "256K",
  STEPGATE_RELAY_FIRST_BYTE_TIMEOUT: "1500ms", STEPGATE_RELAY_IDLE_TIMEOUT: "1500ms", STEPGATE_RELAY_CLIENT_STALL_TIMEOUT: "1s",
  STEPGATE_ROUTING_PROBE_INTERVAL: "1s", STEPGATE_ROUTING_PROBE_TIMEOUT: "5s",
  STEPGATE_PARSE_MAX_ANSWER: "4M", STEPGATE_PARSE_MAX_FRAME: "256K", STEPGATE_PARSE_MAX_HELD: "64K",
  QUARKUS_HTTP_IDLE_TIMEOUT: "10s",
};
for (const name of ["A", "B"]) {
  env[`STEPGATE_BACKENDS_${name}_URL`] = `http://127.0.0.1:${await backend.listen()}`;
  env[`STEPGATE_BACKENDS_${name}_API_KEY`] = KEY;
}

// So that the gateway goes too.
process.on("SIGTERM", () => process.exit(124));
process.on("SIGINT", () => process.exit(130));

const begin = Date.now();
console.log(`fuzz: seed ${seed}`);
await gateway.start(command, env);
const before = gateway.megabytes();
const deadline = begin + Number(options.seconds) * 1000;
if (options.cases) {
  for (const number of listed(options.cases)) await round([number], Infinity);
} else {
  const size = Number(options.round);
  for (let first = 0; Date.now() < deadline && gateway.alive; first += size) {
    await round(Array.from({ length: size }, (_, at) => first + at), deadline);
  }
}
const after = gateway.megabytes();
console.log(`fuzz: seed ${seed}: ${counts.cases} cases in ${state.round} rounds, ${counts.requests} requests, ${counts.answers} whole answers to right ones, ` +
  `${backend.calls} calls at the backend, ${Math.round((Date.now() - begin) / 1000)} s, RSS ${before} to ${after} MB, ${gateway.files()} files`);
console.log(`fuzz: the backend's ways: ${[...backend.ways].map(([way, times]) => `${way} ${times}`).join(", ")}`);
if (warnings.size > 0) console.log(`fuzz: warnings in the log: ${[...warnings].map(([where, times]) => `${where} ${times}`).join(", ")}`);
const stopping = Date.now();
await gateway.stop();
if (Date.now() - stopping > 20_000) found(`the gateway took ${Math.round((Date.now() - stopping) / 1000)} s to stop`, [`0-${counts.cases - 1}`]);
for (const { what, cases, times } of findings.values()) console.log(`FOUND ${times} times: ${what.slice(0, 600)}\n      --seed ${seed} --cases ${cases.join(" or ").slice(0, 300)}`);
console.log(findings.size === 0 ? "fuzz: nothing found" : `fuzz: ${findings.size} kinds of findings`);
process.exit(findings.size === 0 ? 0 : 1);
