import { Reach, resolveText, type Binding } from "@dinfra/port";
import { gatewayConfig, gatewayValues, trustedByDefault, type GivenGateway } from "./config.js";

const hash = "a".repeat(64);
const binding = {
  address: () => "127.9.8.7",
  port: (name: string) => (name === "rpc" ? 20_000 : 20_001),
} as unknown as Binding;
const rendered = (reach: Reach, agent: boolean) =>
  JSON.parse(
    resolveText(
      gatewayConfig({ values: gatewayValues({}, []), reach, agent, nodeReadiness: "/health", nodePort: "node-rpc" }),
      binding,
    ),
  ) as Record<string, unknown>;

test("on a machine that it shares, node and gateway have the network's address", () => {
  expect(rendered(Reach.Loopback, false)).toEqual({
    version: 1,
    listen: "127.9.8.7:20000",
    node: "127.9.8.7:20001",
    readiness: ["http://127.9.8.7:20001/health"],
    methods: { allow: [], refuse: [] },
    keys: [],
    keyRequired: false,
    limits: { weightPerSecond: 100, burst: 10_000, connections: 200 },
    ...{ maxBatch: 10, maxRequestBytes: 1048576, maxResponseBytes: 15728640, pingSeconds: 25, drainSeconds: 10 },
    trustedProxies: [],
  });
});

test("on a machine of its own the node is the machine's alone, and the agent judges it", () => {
  expect(rendered(Reach.Network, true)).toMatchObject({
    node: "127.0.0.1:20001",
    readiness: ["http://127.0.0.1:8001/ready", "http://127.0.0.1:20001/health"],
  });
});

test("who is believed about addresses: gateways, and never everybody", () => {
  expect(trustedByDefault(Reach.Loopback, ["10.0.0.0/24"])).toEqual(["127.0.0.0/8"]);
  expect(trustedByDefault(Reach.Network, ["10.0.0.0/24", "0.0.0.0/0", "::/0"])).toEqual(["10.0.0.0/24"]);
  expect(gatewayValues({ trustedProxies: ["192.0.2.0/24"] }, ["10.0.0.0/24"]).trustedProxies).toEqual(["192.0.2.0/24"]);
});

test.each<[GivenGateway, string]>([
  [{ allowMethods: ["a b"] }, "gateway.allowMethods[0]: expected the name of a method"],
  [{ maxBatch: 0 }, "gateway.maxBatch: expected a whole number from 1 to 1000, found 0"],
  [{ drainSeconds: 3600 }, "gateway.drainSeconds"],
  [{ limits: { burst: 10 } }, "gateway.limits.burst: expected a whole number from 50"],
  [{ limits: { weightPerSecond: Number.NaN } }, "gateway.limits.weightPerSecond"],
  [{ keyRequired: true }, "gateway.keys: expected one at least"],
  [{ keys: [{ name: "a", sha256: "the key itself" }] }, "64 hex digits, found"],
  [{ keys: [1, 2].map(() => ({ name: "a", sha256: hash })) }, "gateway.keys[1].name: expected a name of its own"],
  [{ keys: [{ name: "a", sha256: hash, limits: { connections: 0 } }] }, "gateway.keys[0].limits.connections"],
  [{ trustedProxies: ["10.0.0.1"] }, "gateway.trustedProxies[0]: expected an address range"],
])("refused: %j", (given, message) => {
  expect(() => gatewayValues(given, [])).toThrow(message);
  expect(() => gatewayValues(given, [])).not.toThrow("the key itself");
});
