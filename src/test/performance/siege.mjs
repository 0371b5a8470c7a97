// What strangers can do to streams: uploads that never end, readers that stop reading, member names made to collide, all at once.
//
//   node src/test/performance/siege.mjs JAR
//
// JAR is target/quarkus-app/quarkus-run.jar. The gateway has a heap of 512 MB. Its streams come from a simulator, at the speed of an H200; what the
// strangers ask for from a backend that sends as fast as it is read, so that they wait for the gateway alone. At the same time a few streams go straight to
// the simulator: what they have of gaps is the machine's. The strangers and their backend are a process of their own, on other loopback addresses. Everything is
// bounded in count and time.
import { spawn } from "node:child_process";
import http from "node:http";
import net from "node:net";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { body, cpuSeconds, gateway, median, megabytes, metric, say, simulator, sleep, stop } from "./rig.mjs";

const MB = 1024 * 1024;
const STREAMS = 50;
const DIRECT = 5;
const TOKENS = 700;
const UPLOADS = Number(process.env.UPLOADS ?? 1000);
const UPLOAD_BYTES = 32 * MB;
const BEGUN_BYTES = Number(process.env.BEGUN ?? MB);
const STALLED = Number(process.env.STALLED ?? 500);
const ADDRESSES = 20;
const SIEGE_MS = 15_000;
const FILL_MS = 45_000;
const REST_MS = 5_000;
const OTHER = "other-model";

/** Names that fall into one place of the table in which Jackson's byte parser keeps names: src/test/java/…/CollidingNames. */
function collidingBody(bytes) {
  const plain = (group) =>
    [24, 16, 8, 0].every((shift) => {
      const b = (group >>> shift) & 0xff;
      return b > 32 && b < 127 && b !== 34 && b !== 92;
    });
  const out = Buffer.alloc(bytes, " ");
  let at = out.write('{"x":1');
  for (let first = 0x21212121; at < bytes - 16; first++) {
    let mixed = (first + (first >>> 15)) | 0;
    mixed ^= mixed >>> 9;
    const second = Math.imul(0x41424344 - mixed, 0x3e0f83e1);
    if (plain(first) && plain(second)) {
      at += out.write(',"', at);
      at = out.writeInt32BE(first | 0, at);
      at = out.writeInt32BE(second, at);
      at += out.write('":1', at);
    }
  }
  out.write("}", bytes - 1);
  return out;
}

const address = (i) => `127.0.0.${2 + (i % ADDRESSES)}`;

function connect(port, i) {
  const socket = net.connect({ port, host: "127.0.0.1", localAddress: address(i) });
  socket.on("error", () => {});
  return socket;
}

const head = (length) =>
  `POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;

/** The strangers' backend: streams without an end, in large frames, so that a reader that stops is full soon. */
async function endless() {
  const piece = { index: 0, delta: { content: "word ".repeat(6400) }, logprobs: null, finish_reason: null };
  const frame = `data: ${JSON.stringify({ id: "x", object: "chat.completion.chunk", created: 1, model: OTHER, choices: [piece] })}\n\n`;
  const server = http.createServer((request, response) => {
    request.resume();
    if (request.method === "GET") {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ object: "list", data: [{ id: OTHER, object: "model", created: 1, owned_by: "sglang", max_model_len: 262144 }] }));
      return;
    }
    response.setHeader("content-type", "text/event-stream");
    response.on("error", () => {});
    const more = () => {
      while (!response.destroyed && response.write(frame));
    };
    response.on("drain", more);
    request.on("end", more);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return server.address().port;
}

const told = () => new Promise((done) => process.once("message", done));

/** The strangers: runs until it is killed. */
async function attack() {
  const begun = Buffer.alloc(BEGUN_BYTES, "x");
  const collision = collidingBody(31 * MB);
  process.send({ backend: await endless() });
  const port = await told();
  const stalled = body(true, { model: OTHER, max_tokens: 20_000, ignore_eos: true });
  for (let i = 0; i < STALLED; i++) {
    const socket = connect(port, i);
    socket.pause();
    socket.write(head(stalled.length) + stalled);
  }
  await told();
  collide(port, collision);
  await sleep(3000);
  let sent = 0;
  let refused = 0;
  for (let i = 0; i < UPLOADS; i++) {
    const socket = connect(port, i);
    socket.once("data", () => process.send({ refused: ++refused }));
    socket.write(head(UPLOAD_BYTES));
    socket.write(begun, (fault) => fault || process.send({ sent: ++sent }));
    if (i % 50 === 49) {
      await sleep(20);
    }
  }
}

async function collide(port, collision) {
  const answers = {};
  for (let i = 0; ; i++) {
    const status = await new Promise((done) => {
      const socket = net.connect({ port, host: "127.0.0.1", localAddress: "127.0.0.200" });
      socket.on("error", () => done("cut"));
      socket.on("close", () => done("closed"));
      socket.once("data", (data) => {
        done(data.toString("latin1", 9, 12));
        socket.destroy();
      });
      socket.write(head(collision.length));
      socket.write(collision);
    });
    answers[status] = (answers[status] ?? 0) + 1;
    process.send({ answers });
    await sleep(500);
  }
}

/** One stream, read to its end; resolves with its longest gap between two reads, in milliseconds. */
function stream(port, tokens) {
  const payload = body(true, { max_tokens: tokens, ignore_eos: true });
  return new Promise((done) => {
    let last = 0;
    let longest = 0;
    let tail = "";
    const over = (status, whole) => done({ status, longest, whole });
    const request = http.request(
      {
        host: "127.0.0.1",
        port,
        path: "/v1/chat/completions",
        method: "POST",
        agent: false,
        headers: { "content-type": "application/json", "content-length": payload.length },
      },
      (response) => {
        response.on("data", (chunk) => {
          const now = performance.now();
          longest = last > 0 ? Math.max(longest, now - last) : 0;
          last = now;
          tail = (tail + chunk.toString("latin1")).slice(-16);
        });
        response.on("end", () => over(response.statusCode, tail.endsWith("[DONE]\n\n")));
        response.on("error", () => over(response.statusCode, false));
      },
    );
    request.on("error", () => over("none", false));
    request.end(payload);
  });
}

const ms = (value) => `${value.toFixed(0)} ms`;
const worst = (gaps) => Math.max(...gaps.map((one) => one.longest));

async function defend(jar) {
  const command = ["java", "-Xmx512m", "-jar", jar];
  const paced = await simulator(["java", "-jar", jar], "h200");
  const strangers = spawn(process.execPath, [fileURLToPath(import.meta.url), "--attack"], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  process.on("exit", () => strangers.kill("SIGKILL"));
  const { backend } = await new Promise((ready) => strangers.once("message", ready));
  const gate = await gateway(command, paced, { STEPGATE_BACKENDS_B_URL: `http://127.0.0.1:${backend}` });
  // Ready it is with the strangers' backend alone.
  for (let tries = 0; tries < 100 && !(await stream(gate.port, 10)).whole; tries++) {
    await sleep(100);
  }
  // A JVM compiles while it runs: the first streams do not count.
  await Promise.all(Array.from({ length: STREAMS }, () => stream(gate.port, 100)));
  const quiet = await Promise.all(Array.from({ length: STREAMS }, () => stream(gate.port, 100)));
  const rest = megabytes(gate.child);

  // Until the readers that stop have filled whatever stands between them and their backend.
  strangers.send(gate.port);
  const filling = Date.now();
  for (let quietTurns = 0, end = Date.now() + FILL_MS; quietTurns < 3 && Date.now() < end; ) {
    const cpu = cpuSeconds(gate.child);
    await sleep(1000);
    const idle = cpuSeconds(gate.child) - cpu < 0.2;
    quietTurns = idle && (await metric(gate, "stepgate_requests_in_flight")) >= STALLED ? quietTurns + 1 : 0;
  }
  const filled = (Date.now() - filling) / 1000;
  const theirs = { sent: 0, refused: 0, answers: {} };
  strangers.on("message", (news) => Object.assign(theirs, news));
  const loop = monitorEventLoopDelay({ resolution: 5 });
  loop.enable();
  const before = Array.from({ length: STREAMS / 2 }, () => stream(gate.port, TOKENS));
  const direct = Array.from({ length: DIRECT }, () => stream(paced.port, TOKENS));
  await sleep(1000);
  strangers.send("go");
  await sleep(5000);
  const during = Array.from({ length: STREAMS / 2 }, () => stream(gate.port, TOKENS));
  let most = 0;
  let held = 0;
  for (const end = Date.now() + SIEGE_MS; Date.now() < end; await sleep(200)) {
    most = Math.max(most, megabytes(gate.child));
    held = Math.max(held, await metric(gate, "stepgate_bodies_bytes"));
  }
  const inFlight = await metric(gate, "stepgate_requests_in_flight");
  const streams = await Promise.all([...before, ...during]);
  const control = await Promise.all(direct);
  most = Math.max(most, megabytes(gate.child));
  strangers.kill("SIGKILL");
  await sleep(REST_MS);

  say("in quiet: streams whole; longest gap", `${quiet.filter((one) => one.whole).length} of ${STREAMS}; ${ms(worst(quiet))}`);
  say("readers stalled after", `${filled.toFixed(0)} s`);
  say("uploads: what was to be sent is taken; refused at once", `${theirs.sent}; ${theirs.refused}`);
  say("besieged: streams whole, of all", `${streams.filter((one) => one.whole).length} of ${STREAMS}`);
  say("besieged: longest gap; median of each stream's longest",
    `${ms(worst(streams))}; ${ms(median(streams.map((one) => one.longest)))}`);
  say("at the same time straight to the simulator",
    `${ms(worst(control))}; ${ms(median(control.map((one) => one.longest)))}`);
  say("this program's own longest delay", ms(loop.max / 1e6));
  say("requests in flight, bytes of bodies held, highest", `${inFlight}; ${(held / MB).toFixed(1)} MB`);
  say("answers to the bodies that collide", JSON.stringify(theirs.answers));
  say("resident before, highest, 5 s after", `${rest.toFixed(0)}, ${most.toFixed(0)}, ${megabytes(gate.child).toFixed(0)} MB`);
  say("5 s after: in flight; bytes of bodies",
    `${await metric(gate, "stepgate_requests_in_flight")}; ${await metric(gate, "stepgate_bodies_bytes")}`);
  await Promise.all([gate, paced].map((side) => stop(side.child)));
}

const [first] = process.argv.slice(2);
if (first === "--attack") {
  await attack();
} else if (first) {
  await defend(first);
} else {
  console.error("usage: siege.mjs JAR");
  process.exit(2);
}
