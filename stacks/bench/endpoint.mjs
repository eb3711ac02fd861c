// node stacks/bench/endpoint.mjs [--out <folder>]: what an RPC endpoint costs. Requests by WebSocket through HAProxy and a gateway
// against the same node directly, alternately; and the time from a node's stall to its removal. Real parts: two development nodes,
// the agent as their gateways, HAProxy with the configuration that LoadBalancedRpcEndpoint renders.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { createServer } from "node:net";
import { loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { resolveText } from "@dinfra/components";
import { devNodeEntry } from "@dinfra/stacks";
import { WebSocket } from "ws";
import { haproxyConfig } from "../../components/dist/endpoint/haproxy.js";
import { gatewayConfig, gatewayValues } from "../../components/dist/gateway/config.js";
import { typed } from "../../tools/typed.mjs";
import { machine } from "./machine.mjs";
import { csv, lines } from "./report.mjs";

const CONNECTIONS = 20;
/** Requests that each connection has on their way at a time. */
const AHEAD = 4;
const ROUNDS = 5;
const ROUND_MS = 3000;
/** Issue 11: requests per second through it, of those to one node directly. */
const LIMIT = 0.8;

const { options, refuse } = typed({
  name: "bench",
  command: "node stacks/bench/endpoint.mjs",
  help: `usage: node stacks/bench/endpoint.mjs [--out FOLDER]

  --out FOLDER  where endpoint.csv is written, stacks/bench/results if not said
Needs haproxy and the agent (node tools/agent.mjs).`,
  options: { out: { type: "string", default: fileURLToPath(new URL("results", import.meta.url)) } },
});

const architecture = process.arch === "x64" ? "amd64" : process.arch;
const agent = fileURLToPath(new URL(`../../agent/dist/dinfra-agent-linux-${architecture}`, import.meta.url));
const haproxy = ["/usr/sbin/haproxy", "/usr/local/sbin/haproxy"].find((file) => existsSync(file));
if (!haproxy) refuse("expected haproxy in /usr/sbin, found none: apt-get install haproxy");
if (!existsSync(agent)) refuse(`expected the agent at ${agent}, found none: node tools/agent.mjs`);

const address = "127.0.0.1";
const folder = mkdtempSync(join(tmpdir(), "dinfra-endpoint-bench-"));
const children = [];

async function freePort() {
  const server = createServer().listen(0, address);
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

function start(command, args) {
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "inherit"] });
  children.push(child);
  return child;
}

async function until(holds) {
  while (!(await holds().catch(() => false))) await delay(20);
}

const ok = async (url) => (await fetch(url)).status === 200;

async function node() {
  const [own, served] = [await freePort(), await freePort()];
  const { command, args = [] } = devNodeEntry("manual");
  const child = start(process.execPath, [
    ...[command, ...args, "--host", address, "--port", String(own), "--chain-name", "dev", "--name", "bench"],
  ]);
  await until(() => ok(`http://${address}:${own}/health`));
  const limits = { connections: 1000, weightPerSecond: 1e6, burst: 1e6 };
  const text = gatewayConfig({
    ...{ values: gatewayValues({ limits }, []), reach: "loopback", agent: false },
    ...{ nodeReadiness: "/health", nodePort: "node-rpc" },
  });
  const file = join(folder, `gateway-${served}.json`);
  const port = (name) => (name === "rpc" ? served : own);
  writeFileSync(file, resolveText(text, { address: () => address, port }));
  start(agent, ["gateway", "--config", file]);
  await until(() => ok(`http://${address}:${served}/ready`));
  return { child, own, served };
}

/** Requests per second, and the 99th percentile of how long one takes in milliseconds. */
async function load(url) {
  const taken = [];
  const end = performance.now() + ROUND_MS;
  const follow = async () => {
    const socket = new WebSocket(url);
    await once(socket, "open");
    let id = 0;
    const sent = new Map();
    const ask = () => {
      sent.set(++id, performance.now());
      socket.send(JSON.stringify({ jsonrpc: "2.0", id, method: "system_chain", params: [] }));
    };
    await new Promise((done, fail) => {
      socket.on("message", (raw) => {
        const answer = JSON.parse(String(raw));
        if (answer.result !== "dev") fail(new Error(`expected the chain's name, found ${raw}`));
        taken.push(performance.now() - sent.get(answer.id));
        sent.delete(answer.id);
        if (performance.now() < end) ask();
        else if (sent.size === 0) done();
      });
      socket.on("close", () => fail(new Error("expected the connection to stay")));
      for (let i = 0; i < AHEAD; i++) ask();
    });
    socket.removeAllListeners("close");
    socket.terminate();
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, follow));
  const perSecond = (taken.length * 1000) / (performance.now() - began);
  taken.sort((a, b) => a - b);
  return { perSecond, p99: taken[Math.floor(taken.length * 0.99)] };
}

const median = (all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)];

async function measure() {
  const others = loadavg()[0].toFixed(1);
  const nodes = [await node(), await node()];
  const [rpc, status] = [await freePort(), await freePort()];
  const balancer = async (backends) => {
    const config = haproxyConfig({
      backends: backends.map(({ served: port }) => ({
        ...{ rpc: { host: address, port }, readiness: { host: address, port, path: "/health" }, gateway: true },
      })),
      health: { intervalSeconds: 2, timeoutSeconds: 1, fall: 2, rise: 2 },
      ...{ maxConnections: 1000, idleSeconds: 3600 },
    });
    const file = join(folder, "haproxy.cfg");
    const port = (name) => (name === "rpc" ? rpc : status);
    writeFileSync(file, resolveText(config, { address: () => address, port }));
    const child = start(haproxy, ["-W", "-db", "-f", file]);
    await until(() => ok(`http://${address}:${status}/ready`));
    return child;
  };
  const up = async () => [
    ...(await (await fetch(`http://${address}:${status}/metrics`)).text()).matchAll(
      /^haproxy_server_status\{.*server="([^"]+)",state="UP"\} 1/gm,
    ),
  ];

  const one = await balancer([nodes[0]]);
  const [direct, through] = [[], []];
  await load(`ws://${address}:${nodes[0].own}`); // compiled, by both ends
  for (let i = 0; i < ROUNDS; i++) {
    direct.push(await load(`ws://${address}:${nodes[0].own}`));
    through.push(await load(`ws://${address}:${rpc}`));
  }
  one.kill("SIGTERM");
  await once(one, "exit");

  await balancer(nodes);
  await until(async () => (await up()).length === 2);
  const removals = [];
  for (let i = 0; i < 3; i++) {
    const began = performance.now();
    nodes[0].child.kill("SIGSTOP");
    await until(async () => (await up()).length === 1);
    removals.push((performance.now() - began) / 1000);
    nodes[0].child.kill("SIGCONT");
    await until(async () => (await up()).length === 2);
  }

  const of = (all, field) => all.map((round) => round[field]);
  const figure = (name, all, unit, digits, note = "") => ({
    ...{ name, value: Number(median(all).toFixed(digits)), unit, note },
    ...{ low: Number(Math.min(...all).toFixed(digits)), high: Number(Math.max(...all).toFixed(digits)) },
  });
  const ratio = through.map((round, i) => round.perSecond / direct[i].perSecond);
  return [
    { name: "load average before", value: Number(others), unit: "", note: "of others: 0 is a quiet machine" },
    figure("one node directly", of(direct, "perSecond"), "requests/s", 0, `${CONNECTIONS} WebSockets, ${AHEAD} ahead`),
    figure("through HAProxy and gateway", of(through, "perSecond"), "requests/s", 0),
    figure("of it", ratio, "", 2, `aim: at least ${LIMIT}`),
    figure("p99 directly", of(direct, "p99"), "ms", 1),
    figure("p99 through it", of(through, "p99"), "ms", 1),
    figure("a node's stall to its removal", removals, "s", 1, "asked every 2 s, two answers"),
  ];
}

try {
  const figures = await measure();
  mkdirSync(resolve(options.out), { recursive: true });
  writeFileSync(join(resolve(options.out), "endpoint.csv"), csv(figures, machine()));
  console.log(lines(figures).join("\n"));
} finally {
  for (const child of children) {
    child.kill("SIGCONT");
    child.kill("SIGKILL");
  }
  rmSync(folder, { recursive: true });
}
