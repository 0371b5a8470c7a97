// How small and how fast: the figures of the README's table. Needs Linux (/proc) and Node 20.
//
//   node src/test/performance/footprint.mjs EXECUTABLE [JAR]
//
// EXECUTABLE is the native one, perhaps with flags behind it, like "target/… -Xmn8m"; with JAR (quarkus-run.jar) the same load runs on both, in turns,
// and the ratio is printed. Everything stays on loopback and is bounded in count and time.
import { spawn } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import http from "node:http";
import net from "node:net";

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
const ROUNDS = 3;
const ROUND_STREAMS = quick ? 400 : 1500;
const CONCURRENCY = 32;
const TICKS = 100; // of /proc/PID/stat in a second, as Linux has it for every program

const children = new Set();
process.on("exit", () => children.forEach((child) => child.kill("SIGKILL")));

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

async function freePort() {
  const server = net.createServer().listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

function start(command, args, env) {
  const child = spawn(command[0], [...command.slice(1), ...args], {
    env: { ...process.env, QUARKUS_LOG_LEVEL: "WARN", ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}

async function stop(child) {
  const gone = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  await gone;
}

function answers(port, path) {
  return new Promise((done) => {
    const request = http.get({ host: "127.0.0.1", port, path, agent: false }, (response) => {
      response.resume();
      response.on("end", () => done(response.statusCode === 200));
    });
    request.on("error", () => done(false));
  });
}

async function until(port, path) {
  const limit = Date.now() + 30_000;
  while (!(await answers(port, path))) {
    if (Date.now() > limit) {
      throw new Error(`no 200 from ${path} on ${port} within 30 s`);
    }
    await sleep(1);
  }
}

async function simulator(profile) {
  const port = await freePort();
  const child = start(native, ["simulate", "--port", port, "--profile", profile], {});
  await until(port, "/health");
  return { port, child };
}

async function gateway(command, backend) {
  const port = await freePort();
  const begin = performance.now();
  const child = start(command, [], {
    STEPGATE_BACKENDS_A_URL: `http://127.0.0.1:${backend.port}`,
    STEPGATE_ADMISSION_MAX_IN_FLIGHT: "4096",
    QUARKUS_HTTP_HOST: "127.0.0.1",
    QUARKUS_HTTP_PORT: port,
  });
  await until(port, "/q/health/ready");
  return { port, child, readyMs: performance.now() - begin };
}

function megabytes(child) {
  const line = readFileSync(`/proc/${child.pid}/status`, "utf8").match(/VmRSS:\s+(\d+) kB/);
  return Number(line[1]) / 1024;
}

function cpuSeconds(child) {
  const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

const body = (stream) =>
  JSON.stringify({
    model: "stepfun-ai/Step-3.5-Flash",
    messages: [{ role: "user", content: "What is 15% of 240?" }],
    stream,
  });

/** Sends one chat; resolves with the number of SSE events, 0 for a whole answer. */
function chat(gate, agent, stream) {
  const payload = body(stream);
  return new Promise((done, failed) => {
    const request = http.request(
      {
        host: "127.0.0.1",
        port: gate.port,
        path: "/v1/chat/completions",
        method: "POST",
        agent,
        headers: { "content-type": "application/json", "content-length": payload.length },
      },
      (response) => {
        let events = 0;
        let tail = "";
        response.on("data", (chunk) => {
          for (const byte of chunk) {
            events += byte === 10;
          }
          tail = chunk.subarray(-16).toString();
        });
        response.on("end", () => {
          if (response.statusCode !== 200 || (stream && !tail.endsWith("[DONE]\n\n"))) {
            failed(new Error(`status ${response.statusCode}, ends with ${tail}`));
          } else {
            done(stream ? events / 2 : 0);
          }
        });
        response.on("error", failed);
      },
    );
    request.on("error", failed);
    request.end(payload);
  });
}

/** So many chats, a few at a time; resolves with all their events. */
async function load(gate, count, stream) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONCURRENCY });
  let left = count;
  let events = 0;
  const worker = async () => {
    while (left-- > 0) {
      events += await chat(gate, agent, stream);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  agent.destroy();
  return events;
}

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

function inFlight(gate) {
  return new Promise((done, failed) => {
    http
      .get({ host: "127.0.0.1", port: gate.port, path: "/metrics", agent: false }, (response) => {
        let text = "";
        response.on("data", (chunk) => (text += chunk));
        response.on("end", () => done(Number(text.match(/^stepgate_requests_in_flight (\S+)/m)[1])));
      })
      .on("error", failed);
  });
}

const say = (what, value) => console.log(`${what.padEnd(58)} ${value}`);
const mb = (value) => `${value.toFixed(1)} MB`;

const instant = await simulator("instant");
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
await load(gate, REQUESTS / 2, false);
await sleep(1000);
say(`resident after ${REQUESTS / 2} requests`, mb(megabytes(gate.child)));
await load(gate, REQUESTS / 2, false);
await sleep(1000);
say(`resident after ${REQUESTS} requests`, mb(megabytes(gate.child)));
await stop(gate.child);

const slow = await simulator("h200");
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
      const events = await load(side, ROUND_STREAMS, true);
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
