import type { StateResource } from "../engine/index.js";
import { usersOf } from "./network-users.js";

const resource = (kind: string, name: string, more: Partial<StateResource>): StateResource => ({
  urn: `urn:pulumi:7.1::dinfra::dinfra:index:SubstrateNode$cloud:index/x:${kind}::${name}`,
  type: `cloud:index/x:${kind}`,
  ...more,
});

test("who names a network in any property of a resource is in it, by the names of these resources", () => {
  const machine = resource("Instance", "machine", { inputs: { nested: [{ subnet: "net-7" }] } });
  const read = resource("Network", "there", { id: "net-7" });
  const elsewhere = resource("Instance", "machine", { inputs: { network: "net-70" }, outputs: { network: "net-70" } });
  expect(
    usersOf("net-7", [
      { id: "7.1", resources: [machine, read] },
      { id: "8.1", resources: [elsewhere] },
      { id: "9.1", resources: [] },
    ]),
  ).toEqual([{ id: "7.1", resources: ["Instance machine", "Network there"] }]);
});
