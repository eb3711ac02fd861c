import * as pulumi from "@pulumi/pulumi";
import { LoadBalancedRpcEndpoint, physicalName, type LoadBalancedRpcEndpointArgs } from "./index.js";
import { healthOf, schemeOf } from "./endpoint/by-balancer.js";
import { mockEngine, unwrap, type Made } from "./testing/mocks.js";

const owner = "deployment:0xab:12.1";
const placement = { local: { root: "/state" }, owner };
const proxy = { name: "haproxy", version: "2.6.12", command: "/usr/sbin/haproxy" };
const nodes = [{ endpoint: "ws://127.9.8.7:20004", readiness: "http://127.9.8.7:20004/health" }];

const local = ({ type, name }: Made) =>
  type.endsWith(":Network")
    ? { address: "127.9.8.7", firstPort: 20000, lastPort: 20001 }
    : type.endsWith(":File")
      ? { path: `/state/data/${name}` }
      : type.endsWith(":Directory")
        ? { path: `/state/data/${name}` }
        : { pid: 1 };

let made: Made[];
beforeEach(async () => (made = await mockEngine(local)));

// What a test leaves running would register its outputs with the next one's engine.
afterEach(() => pulumi.runtime.disconnect());

const balancer = (args: Partial<LoadBalancedRpcEndpointArgs> = {}) =>
  new LoadBalancedRpcEndpoint("rpc", { placement, proxy, nodes, ...args });

test("is a network, a folder with its configuration, and a process, named after its owner", async () => {
  const it = balancer({ healthChecks: { intervalSeconds: 5 } });
  expect(await unwrap(it.endpoint)).toBe("ws://127.9.8.7:20000");
  expect(await unwrap(it.endpoints)).toEqual([
    { name: "rpc", url: "ws://127.9.8.7:20000" },
    { name: "status", url: "http://127.9.8.7:20001" },
  ]);
  expect(await unwrap(it.resources)).toEqual([
    { kind: "network", name: physicalName(owner, "rpc/network") },
    { kind: "directory", name: physicalName(owner, "rpc/proxy/files") },
    { kind: "process", name: physicalName(owner, "rpc/proxy") },
  ]);
  await pulumi.runtime.disconnect();
  const input = (type: string) => made.find((m) => m.type === `dinfra-host:index:${type}`)?.inputs ?? {};
  expect(input("File")).toMatchObject({ directory: "/state/data/rpc-proxy-files", mode: "0644" });
  expect(input("File")["name"]).toMatch(/^[0-9a-f]{12}-haproxy\.cfg$/);
  expect(input("File")["content"]).toContain("  server node-0 127.9.8.7:20004 addr 127.9.8.7 port 20004\n");
  expect(input("File")["content"]).toContain("inter 5000ms");
  expect(input("Process")).toMatchObject({ args: ["-db", "-f", "/state/data/rpc-proxy-haproxy.cfg"] });
});

test.each<[string, Partial<LoadBalancedRpcEndpointArgs>, string]>([
  ["a node without readiness", { nodes: [{ endpoint: "ws://a:1" } as never] }, "readiness"],
  ["a node's command line", { proxy: { ...proxy, commandLine: "dev-node" as never } }, "proxy.commandLine"],
  ["a relative command", { proxy: { ...proxy, command: "haproxy" } }, "proxy.command: expected an absolute path"],
  ["a misspelt argument", { node: nodes } as never, "node"],
  ["no proxy at all", { replicas: 0 }, "replicas: expected a whole number from 1 to 8"],
  [
    "two of it as processes",
    { replicas: 2 },
    'LoadBalancedRpcEndpoint with replicas needs "balancer", which the platform',
  ],
  ["a drain of the proxy", { drainSeconds: 60 }, "drainSeconds: expected nothing with a proxy"],
])("refused in the constructor: %s", (_what, args, message) => {
  expect(() => balancer(args)).toThrow(message);
});

describe("the platform's own balancer", () => {
  const aws = { region: "eu-central-1", zones: ["eu-central-1a"] };
  const machines = { ranges: { gateway: ["10.0.0.0/16"] } };
  const node = {
    ...{ name: "a", machine: "i-1", endpoint: "wss://203.0.113.4:9944", readiness: "http://203.0.113.4:9616/ready" },
  };
  const endpoint = (args: Partial<LoadBalancedRpcEndpointArgs> = {}) =>
    new LoadBalancedRpcEndpoint("rpc", { placement: { aws, machines, owner }, nodes: [node], ...args });

  test("asks the agents, and passes TLS of the nodes as it is", async () => {
    const made = await mockEngine(({ type, name }) =>
      type.endsWith(":LoadBalancer")
        ? { arn: "arn:balancer", dnsName: "rpc.elb.example" }
        : {
            arn: `arn:${name}`,
            publicIp: "198.51.100.9",
            allocationId: `id-${name}`,
            availabilityZone: "eu-central-1a",
          },
    );
    const it = endpoint();
    expect(await unwrap(it.endpoint)).toBe("wss://rpc.elb.example:9944");
    expect(await unwrap(it.addresses)).toEqual(["198.51.100.9"]);
    expect((await unwrap(it.resources)).map(({ kind }) => kind)).toEqual([
      ...["vpc", "address", "loadbalancer", "targetgroup"],
    ]);
    await pulumi.runtime.disconnect();
    const inputs = (type: string) => made.find((m) => m.type.endsWith(`:${type}`))?.inputs ?? {};
    expect(inputs("TargetGroup")).toMatchObject({ healthCheck: { protocol: "HTTP", port: "9616", path: "/ready" } });
    expect(inputs("TargetGroup")).toMatchObject({ proxyProtocolV2: false });
    expect(inputs("TargetGroupAttachment")).toMatchObject({ targetId: "i-1", port: 9944 });
  });

  const other = { ...node, name: "b", machine: "i-2", endpoint: "wss://203.0.113.5:9944" };
  test.each<[string, Partial<LoadBalancedRpcEndpointArgs>, RegExp]>([
    [
      "on a platform without one",
      { placement },
      /^LoadBalancedRpcEndpoint without a proxy needs "balancer", which the platform "local" does not have: .*give the endpoint a proxy/,
    ],
    ["a list that is not known", { nodes: pulumi.output([node]) }, /^nodes: expected a list, and no output of one/],
    [
      "a node without a name",
      { nodes: [{ ...node, name: undefined }] },
      /^nodes\[0\]\.name: expected a name of at most 32/,
    ],
    ["one name twice", { nodes: [node, { ...other, name: "a" }] }, /^nodes\[1\]\.name: expected each name once/],
    [
      "a node without a machine",
      { nodes: [{ ...node, machine: undefined }] },
      /^nodes\[0\]\.machine: expected the output machineId/,
    ],
    ["what a proxy alone has", { maxConnections: 10 }, /^maxConnections: expected nothing without a proxy/],
    [
      "machines that let the balancer in nowhere",
      { placement: { aws, owner } },
      /^placement\.machines\.ranges\.gateway: expected the ranges that the balancer's own addresses are in/,
    ],
  ])("refused in the constructor: %s", (_what, args, message) => {
    expect(() => endpoint(args)).toThrow(message);
  });

  test.each([
    ["readiness at two ports", { readiness: "http://203.0.113.5:1/ready" }, "nodes[1].readiness: expected one port"],
    ["TLS at one of two", { endpoint: "ws://203.0.113.5:9944" }, "nodes[1].endpoint: expected TLS at all nodes or at"],
  ])("refused when it is known: %s", (_what, change, message) => {
    const nodes = [node, { ...other, ...change }];
    expect(() => [healthOf(nodes), schemeOf(nodes)]).toThrow(message);
  });
});
