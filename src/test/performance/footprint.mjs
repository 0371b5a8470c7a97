// How small and how fast: the figures of the table in docs/performance.md. Needs Linux (/proc) and Node 20.
//
//   node src/test/performance/footprint.mjs EXECUTABLE [JAR]
//
// EXECUTABLE is the native one, perhaps with flags behind it, like "target/… -Xmn8m"; with JAR (quarkus-run.jar) the same load runs on both, in turns,
// and the ratio is printed. Everything stays on loopback and is bounded in count and time.
import { statSync } from "node:fs";
import http from "node:http";
import { body, cpuSeconds, gateway, inFlight, load, median, megabytes, say } from "./rig.mjs";
import { simulator, sleep, stop } from "./rig.mjs";

const [executable, jar] = process.argv.slice(2);
if (!executable) {
  console.error("usage: footprint.mjs EXECUTABLE [JAR]");
  process.exit(2);
}
const native = executable.split(" ");
const jvm = jar && ["java", "-jar", jar];
const quick = process.env.QUICK === "1";
const STARTS = 9;
const STREAMS = 1000;
const REQUESTS = quick ? 10_000 : 100_000;
const CONCURRENCY = 32;
const ROUNDS = 3;
const ROUND_STREAMS = quick ? 400 : 1500;

async function openStreams(gate) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: STREAMS });
  const requests = [];
  let begun = 0;
  for (let i = 0; i < STREAMS; i++) {
    const payload = body(true);
    const request = http.request({
      host: "127.0.0.1",
      port: gate.port,
      path: "/v1/chat/completions",
      method: "POST",
      agent,
      headers: { "content-type": "application/json", "content-length": payload.length },
    });
    request.on("response", (response) => {
      begun++;
      response.resume();
      response.on("error", () => {});
    });
    request.on("error", () => {});
    request.end(payload);
    requests.push(request);
  }
  let most = 0;
  let open = 0;
  for (let i = 0; i < 100; i++) {
    await sleep(100);
    most = Math.max(most, megabytes(gate.child));
    open = Math.max(open, await inFlight(gate));
  }
  requests.forEach((request) => request.destroy());
  agent.destroy();
  return { most, begun, open };
}

const mb = (value) => `${value.toFixed(1)} MB`;

const instant = await simulator(native, "instant");
say("executable", mb(statSync(native[0]).size / 1024 / 1024));

const starts = [];
for (let i = 0; i < STARTS; i++) {
  const gate = await gateway(native, instant);
  starts.push(gate.readyMs);
  await stop(gate.child);
}
say(`exec to /q/health/ready 200, median of ${STARTS}`, `${median(starts).toFixed(0)} ms`);

let gate = await gateway(native, instant);
await sleep(2000);
say("resident when idle", mb(megabytes(gate.child)));
await load(gate, REQUESTS / 2, false, CONCURRENCY);
await sleep(1000);
say(`resident after ${REQUESTS / 2} requests`, mb(megabytes(gate.child)));
await load(gate, REQUESTS / 2, false, CONCURRENCY);
await sleep(1000);
say(`resident after ${REQUESTS} requests`, mb(megabytes(gate.child)));
await stop(gate.child);

const slow = await simulator(native, "h200");
gate = await gateway(native, slow);
const { most, begun, open } = await openStreams(gate);
say(`resident with ${open} streams open (${begun} begun), highest`, mb(most));
await stop(gate.child);
await stop(slow.child);

if (jvm) {
  const sides = { native: await gateway(native, instant), jvm: await gateway(jvm, instant) };
  const rates = { native: [], jvm: [] };
  const costs = { native: [], jvm: [] };
  // The JVM compiles while it runs: both get a round that does not count.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const name of ["native", "jvm"]) {
      const side = sides[name];
      const cpu = cpuSeconds(side.child);
      const begin = performance.now();
      const events = await load(side, ROUND_STREAMS, true, CONCURRENCY);
      const seconds = (performance.now() - begin) / 1000;
      if (round > 0) {
        rates[name].push(events / seconds);
        costs[name].push(((cpuSeconds(side.child) - cpu) / events) * 1e6);
      }
    }
  }
  for (const name of ["native", "jvm"]) {
    say(
      `${name}: events a second; CPU an event; resident`,
      `${median(rates[name]).toFixed(0)}; ${median(costs[name]).toFixed(1)} us; ${mb(megabytes(sides[name].child))}`,
    );
  }
  say("native to jvm, events a second", (median(rates.native) / median(rates.jvm)).toFixed(2));
  say("native to jvm, CPU an event", (median(costs.native) / median(costs.jvm)).toFixed(2));
  await stop(sides.native.child);
  await stop(sides.jvm.child);
}
await stop(instant.child);
