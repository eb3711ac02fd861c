import { nodeWorkload } from "../testing/workloads.js";
import { boundPorts } from "./around.js";
import { monitorSpec } from "./monitor.js";
import { hostsOf, outside, routeSpec } from "./way-in.js";

const gateway = { name: "public", namespace: "gateways" };
const outline = { volumes: [], services: ["proxy"], ports: ["rpc", "status"], world: ["rpc"] };

test("what the world may reach has a name below the domain, and TLS unless somebody says no", () => {
  const endpoint = { domain: "rpc.example.com", gateway };
  expect(hostsOf({ endpoint }, outline, "prod-rpc-x")).toEqual({ rpc: "prod-rpc-x.rpc.example.com" });
  expect(hostsOf({ endpoint }, { ...outline, world: undefined }, "x")).toEqual({});
  expect(hostsOf({}, outline, "x")).toEqual({});
  expect(outside({ endpoint }, "h")).toEqual({ address: "h", port: 443, tls: true });
  expect(outside({ endpoint: { ...endpoint, tls: false } }, "h")).toEqual({ address: "h", port: 80 });
});

test("a route ends no WebSocket by its own time-out", () => {
  expect(routeSpec(gateway, { host: "h", service: "client", number: 9944 })).toEqual({
    parentRefs: [{ name: "public", namespace: "gateways" }],
    hostnames: ["h"],
    rules: [{ backendRefs: [{ name: "client", port: 9944 }], timeouts: { request: "0s", backendRequest: "0s" } }],
  });
});

test("a port with a way in is known by its name outside, the others by those of the cluster", () => {
  const bound = boundPorts(nodeWorkload(), "ns", {
    ...{ name: "pods", client: "client" },
    outside: { rpc: { address: "x.rpc.example.com", port: 443, tls: true } },
  });
  expect(bound.map(({ address }) => address)).toEqual(["pods.ns.svc", "x.rpc.example.com", "pods.ns.svc"]);
});

test("a Prometheus is told of each exporter under its own job, and of the agent", () => {
  const job = (replacement: string) => [{ targetLabel: "job", replacement }];
  expect(monitorSpec(nodeWorkload(), "x", 8001).endpoints).toEqual([
    { port: "metrics", path: "/metrics", relabelings: job("substrate") },
    { port: "health", path: "/metrics", relabelings: job("dinfra-agent") },
  ]);
});
