import { readFileSync, writeFileSync } from "node:fs";
import { devNodeEntry } from "@dinfra/stacks";
import { targetsOf } from "../../cli/src/prometheus/outputs.js";
import { serveTargets } from "../../cli/src/prometheus/serve.js";
import { describeWithPrometheus, Prometheus } from "../monitoring/prometheus.js";
import { PulumiProject } from "../yaml/pulumi-project.js";
import { Clients } from "./clients.js";
import { agentHere, describeWithHaproxy } from "./needs.js";

// What an engineer runs, on the real engine: development nodes, which are chains of their own, each behind its gateway, and
// these behind the real HAProxy.
const clientCount = 200;
const blockMs = 1000;

// All clients come from one address.
const limits = { connections: 2 * clientCount, weightPerSecond: 1e5, burst: 1e5 };

const { name, version, command, args } = devNodeEntry(blockMs);
const entry = { name, version, command, args, interpreter: process.execPath, commandLine: "dev-node" };

interface Resource {
  type: string;
  urn: string;
  outputs?: { pid?: number };
}

describeWithHaproxy("an RPC endpoint", (haproxy) => {
  const project = new PulumiProject();
  const program = (nodes: number, intervalSeconds = 1) => `
    const { LoadBalancedRpcEndpoint, Network, SubstrateNode } = require("@dinfra/components");
    const placement = { local: { root: ${JSON.stringify(project.root)}, agent: { command: ${JSON.stringify(agentHere)} } } };
    const network = new Network("rpc", { placement }).attachment;
    const node = (index) =>
      new SubstrateNode("node-" + index, {
        placement, network, entry: ${JSON.stringify(entry)}, chain: "dev", role: "rpc",
        gateway: { limits: ${JSON.stringify(limits)} },
      });
    const { endpoint, endpoints, metrics, resources } = new LoadBalancedRpcEndpoint("endpoint", {
      placement,
      network,
      nodes: Array.from({ length: ${nodes} }, (_, index) => node(index)).map(({ endpoint, readiness, gateway }) => ({ endpoint, readiness, gateway })),
      proxy: { name: "haproxy", version: "2.6", command: ${JSON.stringify(haproxy)} },
      healthChecks: { intervalSeconds: ${intervalSeconds}, timeoutSeconds: 2 },
    });
    module.exports = { endpoint, metrics, resources, status: endpoints.apply((all) => all.find((e) => e.name === "status").url) };
  `;
  let clients: Clients | undefined;

  const pulumi = async (...words: string[]) => {
    const answer = await project.pulumi(...words);
    if (answer.code !== 0) throw new Error(`pulumi ${words.join(" ")}: ${answer.out}${answer.err}`);
    return answer.out;
  };
  const up = () => pulumi("up", "--yes", "--skip-preview", "--refresh");
  const outputs = async () =>
    JSON.parse(await pulumi("stack", "output", "--json")) as { endpoint: string; status: string; resources: object[] };
  const resources = async () =>
    (JSON.parse(await pulumi("stack", "export")) as { deployment: { resources?: Resource[] } }).deployment.resources ??
    [];
  const pidOf = async (name: string) => {
    const found = (await resources()).find(({ type, urn }) => type.endsWith(":Process") && urn.endsWith(`::${name}`));
    if (!found?.outputs?.pid) throw new Error(`expected a process ${name} in the state`);
    return found.outputs.pid;
  };
  const callOf = async (endpoint: string, method: string): Promise<object> => {
    const answer = await fetch(endpoint.replace("ws:", "http:"), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: [] }),
    });
    return (await answer.json()) as object;
  };
  const ask = async (url: string) => (await fetch(url)).status;
  /** Which nodes the balancer sends clients to. */
  const inService = async (status: string) =>
    [
      ...(await (await fetch(`${status}/metrics`)).text()).matchAll(
        /^haproxy_server_status\{.*server="([^"]+)",state="UP"\} 1/gm,
      ),
    ]
      .map(([, server]) => server)
      .sort();
  const until = async (wanted: () => Promise<boolean>) => {
    while (!(await wanted())) await new Promise((resolve) => setTimeout(resolve, 100));
  };

  beforeAll(async () => {
    project.writeJavaScript(program(2));
    expect(await project.dinfra("plugin", "make", `${project.folder}/plugin`)).toMatchObject({ code: 0 });
    await pulumi("stack", "init", "dev");
  });

  afterAll(async () => {
    clients?.end();
    for (const name of ["node-0-node", "node-1-node"])
      await pidOf(name).then(
        (pid) => process.kill(pid, "SIGCONT"),
        () => undefined,
      );
    await project.pulumi("destroy", "--yes", "--skip-preview");
    project.remove();
  });

  test("clients follow heads through it, and its own status is told", async () => {
    await up();
    const { endpoint, status, resources: made } = await outputs();
    expect(made).toMatchObject([{ kind: "directory" }, { kind: "process" }]);
    await until(async () => (await inService(status)).length === 2);
    expect([await ask(`${status}/live`), await ask(`${status}/ready`), await ask(`${status}/other`)]).toEqual([
      200, 200, 404,
    ]);
    expect(await callOf(endpoint, "system_chain")).toMatchObject({ result: "dev" });
    expect(await callOf(endpoint, "author_rotateKeys")).toMatchObject({ error: { code: -32601 } });
    clients = new Clients(endpoint, clientCount);
    await clients.allHear();
    expect(clients.connections).toBeGreaterThanOrEqual(clientCount);
    expect((await pulumi("preview", "--expect-no-changes")).length).toBeGreaterThan(0);
  });

  describeWithPrometheus("with Prometheus", (programs) => {
    test("it is found by the stack's outputs, and its exporter knows what the alerts ask", async () => {
      const file = `${project.folder}/outputs.json`;
      writeFileSync(file, await pulumi("stack", "output", "--json"));
      const served = await serveTargets(
        { host: "127.0.0.1", port: 0 },
        () => targetsOf([{ stack: "rpc", file }]),
        console.error,
      );
      const prometheus = await Prometheus.start(programs, served.url);
      try {
        expect(await prometheus.scraped(1)).toMatchObject([{ job: "haproxy", stack: "rpc", role: "balancer" }]);
        for (const [expression, series] of [
          ['haproxy_backend_active_servers{proxy="nodes"} == 2', 1],
          ['haproxy_server_status{proxy="nodes",state="UP"}', 2],
          ['haproxy_frontend_current_sessions{proxy="rpc"} / haproxy_frontend_limit_sessions{proxy="rpc"} > 0', 1],
        ] as const) {
          await until(async () => (await prometheus.query(expression)).length === series);
        }
        expect(await prometheus.query('ALERTS{alertname=~"Endpoint.*",alertstate="firing"}')).toEqual([]);
      } finally {
        await prometheus.stop();
        await served.close();
      }
    });
  });

  test("a node stalls, and its clients follow another; it comes back; one is killed; one is added", async () => {
    const { status } = await outputs();
    const followers = clients as Clients;
    const measured: string[] = [];
    let before = followers.connections;
    followers.longestGapMs();
    const all = async (what: string) => {
      await followers.allHear();
      const now = followers.connections;
      measured.push(
        `${what}: ${now - before} new connections of ${clientCount} clients, at most ${followers.longestGapMs()} ms without a head`,
      );
      before = now;
    };

    const [first, second] = [await pidOf("node-0-node"), await pidOf("node-1-node")];
    process.kill(first, "SIGSTOP");
    await until(async () => String(await inService(status)) === "node-1");
    await all("one stalls");

    process.kill(first, "SIGCONT");
    await until(async () => (await inService(status)).length === 2);
    await all("it comes back");

    process.kill(second, "SIGKILL");
    await until(async () => String(await inService(status)) === "node-0");
    await all("one is killed");

    // Those that are connected are on the node that stays, and stay there.
    const balancer = await pidOf("endpoint-proxy");
    const { cutOff } = followers;
    project.writeJavaScript(program(3));
    await up();
    await until(async () => (await inService(status)).length === 3);
    expect(followers.cutOff).toBe(cutOff);
    expect(await pidOf("endpoint-proxy")).toBe(balancer);
    await all("one is added, and the killed one made anew");

    // The process of HAProxy that they came through asks no node any more: the gateway sends them away.
    process.kill(first, "SIGSTOP");
    await until(async () => String(await inService(status)) === "node-1,node-2");
    await all("the one stalls that all are on");
    process.kill(first, "SIGCONT");
    await until(async () => (await inService(status)).length === 3);
    process.stderr.write(
      `An RPC endpoint, blocks every ${blockMs} ms, nodes asked every second: ${measured.join("; ")}\n`,
    );
  });

  test("while no node is ready it says so, and serves again by itself", async () => {
    const { status, endpoint } = await outputs();
    const pids = await Promise.all([0, 1, 2].map((n) => pidOf(`node-${n}-node`)));
    for (const pid of pids) process.kill(pid, "SIGSTOP");
    await until(async () => (await ask(`${status}/ready`)) === 503);
    expect(await ask(`${status}/live`)).toBe(200);
    expect(await ask(endpoint.replace("ws:", "http:"))).toBe(503);
    for (const pid of pids) process.kill(pid, "SIGCONT");
    await until(async () => (await ask(`${status}/ready`)) === 200);
    await (clients as Clients).allHear();
  });

  test("a changed setting changes the balancer alone, and cuts nobody off", async () => {
    project.writeJavaScript(program(3, 2));
    const nodes = await Promise.all([0, 1, 2].map((n) => pidOf(`node-${n}-node`)));
    const balancer = await pidOf("endpoint-proxy");
    const { endpoint } = await outputs();
    const { cutOff } = clients as Clients;
    await up();
    expect((clients as Clients).cutOff).toBe(cutOff);
    expect(await Promise.all([0, 1, 2].map((n) => pidOf(`node-${n}-node`)))).toEqual(nodes);
    expect(await pidOf("endpoint-proxy")).toBe(balancer);
    expect((await outputs()).endpoint).toBe(endpoint);
    const [file] = (await resources()).filter(({ urn }) => urn.endsWith("haproxy.cfg")) as unknown as {
      outputs: { path: string };
    }[];
    expect(readFileSync(file?.outputs.path ?? "", "utf8")).toContain("inter 2000ms");
  });

  test("destroy leaves nothing", async () => {
    clients?.end();
    const { endpoint } = await outputs();
    await pulumi("destroy", "--yes", "--skip-preview");
    expect(await resources()).toEqual([]);
    await expect(fetch(endpoint.replace("ws:", "http:"))).rejects.toThrow();
  });
});
