// What the measuring programs share: processes, a load on loopback, and what Linux says of a process.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";

const TICKS = 100; // of /proc/PID/stat in a second, as Linux has it for every program

const children = new Set();
process.on("exit", () => children.forEach((child) => child.kill("SIGKILL")));

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
export const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

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

export async function stop(child) {
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

export async function simulator(command, profile, options = []) {
  const port = await freePort();
  const child = start(command, ["simulate", "--port", port, "--profile", profile, ...options], {});
  await until(port, "/health");
  return { port, child };
}

export async function gateway(command, backend, env = {}) {
  const port = await freePort();
  const begin = performance.now();
  const child = start(command, [], {
    STEPGATE_BACKENDS_A_URL: `http://127.0.0.1:${backend.port}`,
    STEPGATE_ADMISSION_MAX_IN_FLIGHT: "4096",
    QUARKUS_HTTP_HOST: "127.0.0.1",
    QUARKUS_HTTP_PORT: port,
    ...env,
  });
  await until(port, "/q/health/ready");
  return { port, child, readyMs: performance.now() - begin };
}

export function megabytes(child) {
  const line = readFileSync(`/proc/${child.pid}/status`, "utf8").match(/VmRSS:\s+(\d+) kB/);
  return Number(line[1]) / 1024;
}

export function cpuSeconds(child) {
  const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

export const body = (stream, more = {}) =>
  JSON.stringify({
    model: "stepfun-ai/Step-3.5-Flash",
    messages: [{ role: "user", content: "What is 15% of 240?" }],
    stream,
    ...more,
  });

/** Sends one chat; resolves with the number of SSE events, 0 for a whole answer. */
function chat(gate, agent, stream, more) {
  const payload = body(stream, more);
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

/** So many chats, a few at a time (`concurrency`); resolves with all their events. */
export async function load(gate, count, stream, concurrency, more = {}) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: concurrency });
  let left = count;
  let events = 0;
  const worker = async () => {
    while (left-- > 0) {
      const told = await chat(gate, agent, stream, more);
      events += told; // not in one step: what stood there before the wait would be lost
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  agent.destroy();
  return events;
}

/** What the gateway tells of one metric without labels. */
export function metric(gate, name) {
  return new Promise((done, failed) => {
    http
      .get({ host: "127.0.0.1", port: gate.port, path: "/metrics", agent: false }, (response) => {
        let text = "";
        response.on("data", (chunk) => (text += chunk));
        response.on("end", () => done(Number(text.match(new RegExp(`^${name} (\\S+)`, "m"))[1])));
      })
      .on("error", failed);
  });
}

export const inFlight = (gate) => metric(gate, "stepgate_requests_in_flight");

export const say = (what, value) => console.log(`${what.padEnd(58)} ${value}`);
