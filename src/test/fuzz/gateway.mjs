// The gateway as a process: its log is read as it comes, and Linux tells what it holds.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import readline from "node:readline";

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

export async function freePort() {
  const server = net.createServer().listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

export class Gateway {
  port;
  alive = true;
  /** Told of each line of the log. */
  line = () => {};
  #child;

  /** @param command what starts it, `java -jar …` or an executable */
  async start(command, env) {
    this.port = await freePort();
    this.#child = spawn(command[0], command.slice(1), {
      env: { ...process.env, QUARKUS_HTTP_HOST: "127.0.0.1", QUARKUS_HTTP_PORT: this.port, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    process.on("exit", () => this.#child.kill("SIGKILL"));
    this.#child.once("exit", () => (this.alive = false));
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      readline.createInterface({ input: stream }).on("line", (line) => this.line(line));
    }
    const limit = Date.now() + 30_000;
    while ((await this.get("/q/health/ready", 2000)).status !== 200) {
      if (Date.now() > limit || !this.alive) throw new Error("the gateway was not ready within 30 s");
      await sleep(100);
    }
  }

  async stop() {
    const gone = new Promise((done) => (this.alive ? this.#child.once("exit", done) : done()));
    this.#child.kill("SIGTERM");
    await gone;
  }

  /** A plain GET on a connection of its own; status 0 when there is no answer in time. */
  get(path, timeout) {
    return new Promise((done) => {
      const request = http.get({ host: "127.0.0.1", port: this.port, path, agent: false, timeout }, (response) => {
        let text = "";
        response.on("data", (bytes) => (text += bytes));
        response.on("end", () => done({ status: response.statusCode, text }));
        response.on("error", () => done({ status: 0, text }));
      });
      request.on("timeout", () => request.destroy());
      request.on("error", () => done({ status: 0, text: "" }));
    });
  }

  /** What is still under way: every gauge of it that is not 0, or null when nobody says. */
  async underWay() {
    const { status, text } = await this.get("/metrics", 20_000);
    if (status !== 200) return null;
    const gauges = text.split("\n").filter((line) => /^stepgate_(requests|streams|backend)_in_flight/.test(line));
    return gauges.length === 0 ? null : gauges.filter((line) => Number(line.split(" ").at(-1)) !== 0);
  }

  files() {
    return readdirSync(`/proc/${this.#child.pid}/fd`).length;
  }

  megabytes() {
    return Math.round(Number(readFileSync(`/proc/${this.#child.pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1]) / 1024);
  }
}
