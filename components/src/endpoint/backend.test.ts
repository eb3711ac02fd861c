import { backendsOf } from "./backend.js";

const node = { endpoint: "ws://10.0.0.4:9944", readiness: "http://10.0.0.4:9944/health/readiness" };
const other = { endpoint: "ws://10.0.0.5:9944", readiness: "http://10.0.0.5:9944/health/readiness" };

test.each([
  ["an address", node, "10.0.0.4", 9944, "10.0.0.4", 9944, "/health/readiness"],
  [
    "an agent beside the node, and a port that is not said",
    { endpoint: "http://node-1.example", readiness: "http://node-1.example:9616/ready" },
    ...(["node-1.example", 80, "node-1.example", 9616, "/ready"] as const),
  ],
  [
    "IPv6",
    { endpoint: "ws://[2001:db8::4]:9944/", readiness: "http://[2001:db8::4]:9944/" },
    ...(["[2001:db8::4]", 9944, "[2001:db8::4]", 9944, "/"] as const),
  ],
])("%s", (_what, urls, host, port, askedHost, askedPort, path) => {
  const readiness = { host: askedHost, port: askedPort, path };
  expect(backendsOf([urls])).toEqual([{ rpc: { host, port }, readiness, gateway: false }]);
});

test.each([
  ["none", [], "nodes: expected one node at least"],
  ["one twice", [node, other, node], "nodes[2].endpoint: expected each node once"],
  ["no URL", [{ ...node, endpoint: "10.0.0.4:9944" }], "nodes[0].endpoint: expected a ws:// or http:// URL"],
  ["TLS", [{ ...node, endpoint: "wss://10.0.0.4" }], "nodes[0].endpoint: expected a ws:// or http:// URL"],
  ["credentials", [{ ...node, endpoint: "ws://a:b@10.0.0.4" }], "nodes[0].endpoint"],
  ["what is not ready is not asked", [{ ...node, readiness: "" }], "nodes[0].readiness: expected an http:// URL"],
  ["a query", [{ ...node, readiness: "http://10.0.0.4/ready?x=1" }], "nodes[0].readiness: expected a path of"],
  ["a path that ends a line", [{ ...node, readiness: "http://10.0.0.4/a%0aserver" }], "nodes[0].readiness"],
  ["a host that ends a word", [{ ...node, endpoint: "ws://10.0.0.4 check" }], "nodes[0].endpoint"],
  ["two paths", [node, { ...other, readiness: "http://10.0.0.5:9944/ready" }], "nodes[1].readiness: expected one path"],
])("refused: %s", (_what, nodes, message) => {
  expect(() => backendsOf(nodes)).toThrow(message);
});
