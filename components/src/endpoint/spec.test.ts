import { balancerSpec, type BalancerValues } from "./spec.js";

const values: BalancerValues = {
  nodes: [{ endpoint: "ws://127.9.8.7:20004", readiness: "http://127.9.8.7:20004/health" }],
  health: { intervalSeconds: 2, timeoutSeconds: 1, fall: 2, rise: 2 },
  maxConnections: 2000,
  idleSeconds: 3600,
};
const health = (change: object) => ({ health: { ...values.health, ...change } });

test.each<[Partial<BalancerValues>, string]>([
  [{ nodes: [] }, "nodes: expected one node at least"],
  [health({ intervalSeconds: 0 }), "healthChecks.intervalSeconds: expected a number from 0.1 to 300, found 0"],
  [health({ timeoutSeconds: Number.NaN }), "healthChecks.timeoutSeconds: expected a number from 0.1"],
  [health({ rise: 0 }), "healthChecks.rise: expected a whole number from 1 to 100, found 0"],
  [health({ fall: 1.5 }), "healthChecks.fall: expected a whole number"],
  [{ maxConnections: 30_001 }, "maxConnections: expected a whole number from 1 to 30000"],
  [{ idleSeconds: 86_401 }, "idleSeconds: expected a whole number from 1 to 86400"],
])("refused: %j", (change, message) => {
  expect(() => balancerSpec({ ...values, ...change })).toThrow(message);
});

test("what is within the limits is taken", () => {
  expect(balancerSpec(values)).toMatchObject({ maxConnections: 2000, health: values.health });
});
