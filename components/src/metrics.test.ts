import { Exposure, type Port } from "@dinfra/port";
import { metricsOf } from "./metrics.js";

const ports: Port[] = [
  { name: "rpc", number: 9944, protocol: "tcp", scheme: "ws", exposure: Exposure.Gateway },
  {
    ...{ name: "metrics", number: 9615, protocol: "tcp", exposure: Exposure.Operators },
    metrics: { path: "/metrics", job: "substrate" },
  },
];

test.each([
  ["10.0.0.4", "10.0.0.4:9615"],
  ["2001:db8::4", "[2001:db8::4]:9615"],
])("the exporters of a node at %s, and no other port", (address, expected) => {
  const bound = ports.map(({ name, number: port }) => ({ name, address, port }));
  expect(metricsOf({ node: "node-1", role: "full" }, bound, ports)).toEqual([
    { job: "substrate", address: expected, path: "/metrics", node: "node-1", role: "full" },
  ]);
});
