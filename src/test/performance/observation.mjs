// What watching costs: CPU a streamed event with observers on and off, on the same build, in turns.
//
//   node src/test/performance/observation.mjs COMMAND
//
// COMMAND is the native executable, or "java -jar target/quarkus-app/quarkus-run.jar".
import { cpuSeconds, gateway, load, median, say, simulator, stop } from "./rig.mjs";

const [text] = process.argv.slice(2);
if (!text) {
  console.error("usage: observation.mjs COMMAND");
  process.exit(2);
}
const command = text.split(" ");
const ROUNDS = 7;
const STREAMS = 128; // all at once
const TOKENS = 150; // paced, so that each comes alone: the dearest case
const ANSWER = { max_tokens: TOKENS, ignore_eos: true };

const backend = await simulator(command, "h200");
const sides = {
  on: await gateway(command, backend, { QUARKUS_LOG_LEVEL: "INFO" }),
  off: await gateway(command, backend, {
    QUARKUS_LOG_LEVEL: "INFO",
    STEPGATE_OPS_OBSERVE: "false",
    QUARKUS_LOG_CATEGORY__IO_STEPGATE_ACCESS__LEVEL: "OFF",
  }),
};
const costs = { on: [], off: [] };
const ratios = [];
// The first round does not count: a JVM compiles while it runs.
for (let round = 0; round <= ROUNDS; round++) {
  for (const name of round % 2 ? ["on", "off"] : ["off", "on"]) {
    const before = cpuSeconds(sides[name].child);
    const events = await load(sides[name], STREAMS, true, STREAMS, ANSWER);
    const cost = ((cpuSeconds(sides[name].child) - before) / events) * 1e6;
    if (round > 0) {
      costs[name].push(cost);
    }
  }
  if (round > 0) {
    ratios.push(costs.on.at(-1) / costs.off.at(-1));
  }
}
say("CPU an event, observers on", `${median(costs.on).toFixed(2)} us`);
say("CPU an event, observers off", `${median(costs.off).toFixed(2)} us`);
say(`on to off, median of ${ROUNDS} rounds (lowest, highest)`,
  `${median(ratios).toFixed(3)} (${Math.min(...ratios).toFixed(3)}, ${Math.max(...ratios).toFixed(3)})`);
await stop(sides.on.child);
await stop(sides.off.child);
await stop(backend.child);
