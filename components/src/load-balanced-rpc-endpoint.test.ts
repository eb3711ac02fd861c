import * as pulumi from "@pulumi/pulumi";
import { LoadBalancedRpcEndpoint, physicalName, type LoadBalancedRpcEndpointArgs } from "./index.js";
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
])("refused in the constructor: %s", (_what, args, message) => {
  expect(() => balancer(args)).toThrow(message);
});
