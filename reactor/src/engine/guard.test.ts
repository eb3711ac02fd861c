import fc from "fast-check";
import { guardedSteps, isValidator, planOf, type PlannedStep } from "./guard.js";

const urn = (name: string) => `urn:pulumi:7.1::dinfra::x::${name}`;
const step = (op: string, type: string, name = type, keys: string[] = []): PlannedStep => ({
  op,
  urn: urn(name),
  type,
  keys,
});
const kinds = { "c:Disk": "disk", "c:Ip": "address", "c:Vm": "machine" } as const;

test.each<[string, PlannedStep[], boolean, [string, string][]]>([
  ["nothing to do", [step("same", "c:Disk")], true, []],
  ["the engine's own", [step("replace", "pulumi:providers:c")], true, []],
  ["a new disk", [step("create", "c:Disk")], true, []],
  ["a disk that is changed in place", [step("update", "c:Disk")], true, []],
  ["a disk that goes", [step("delete", "c:Disk")], false, [["c:Disk", "delete"]]],
  [
    "a disk in the place of another, in all words of the engine, once",
    [step("create-replacement", "c:Disk"), step("replace", "c:Disk"), step("delete-replaced", "c:Disk")],
    false,
    [["c:Disk", "replace"]],
  ],
  ["an address that goes", [step("delete", "c:Ip")], false, [["c:Ip", "delete"]]],
  ["a machine that is replaced", [step("replace", "c:Vm")], false, []],
  ["a validator's machine that is replaced", [step("replace", "c:Vm")], true, [["c:Vm", "replace"]]],
  ["what nobody guards", [step("delete", "c:Rule"), step("replace", "c:Rule")], true, []],
])("%s", (_name, steps, machines, expected) => {
  const found = guardedSteps(planOf(steps), { kinds, machines });
  expect(found).toEqual(expected.map(([name, operation]) => ({ urn: urn(name), operation })));
});

test("a plan has one digest, in whatever order its steps come, and another one when any of it is another", () => {
  const part = fc.constantFrom("a", "b", "c");
  const one = fc.record({
    op: fc.constantFrom("create", "update", "delete", "replace"),
    urn: part,
    type: part,
    keys: fc.uniqueArray(part, { maxLength: 2 }),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 4 }), fc.array(one, { maxLength: 4 }), (a, b) => {
      const sorted = (steps: PlannedStep[]) =>
        steps
          .map(({ keys, ...rest }) => JSON.stringify({ ...rest, keys: [...keys].sort() }))
          .sort()
          .join();
      expect(planOf([...a].reverse()).digest).toBe(planOf(a).digest);
      expect(planOf(a).digest === planOf(b).digest).toBe(sorted(a) === sorted(b));
    }),
  );
});

test.each([
  ["validator-sentry/v1", {}, true],
  ["substrate-node/v2", { role: "validator" }, true],
  ["substrate-node/v2", { role: "rpc" }, false],
  ["", null, false],
])("%s %j is a validator: %s", (type, descriptor, expected) => {
  expect(isValidator(type, descriptor)).toBe(expected);
});
