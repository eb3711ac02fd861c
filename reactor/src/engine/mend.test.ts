import fc from "fast-check";
import { halfMade, mend } from "./mend";
import type { StackState, StateResource } from "./state";

const urn = (type: string, name: string) => `urn:pulumi:1.1::dinfra::${type}::${name}`;
const stack: StateResource = {
  urn: urn("pulumi:pulumi:Stack", "dinfra-1.1"),
  type: "pulumi:pulumi:Stack",
  custom: false,
};
const group: StateResource = {
  urn: urn("test:index:Group", "g"),
  type: "test:index:Group",
  custom: false,
  parent: stack.urn,
};
const provider: StateResource = {
  urn: urn("pulumi:providers:dinfra-host", "default"),
  type: "pulumi:providers:dinfra-host",
  custom: true,
  id: "p1",
  parent: stack.urn,
};
const half = (name: string, more: Partial<StateResource> = {}): StateResource => ({
  urn: urn("dinfra-host:index:Process", name),
  type: "dinfra-host:index:Process",
  custom: true,
  inputs: { name },
  parent: group.urn,
  provider: `${provider.urn}::p1`,
  ...more,
});
const creating = (...resources: StateResource[]) => resources.map((resource) => ({ resource, type: "creating" }));
const before: StackState = { resources: [stack, group, provider] };

it("moves a half-made resource that exists into the resources, with its id and its inputs as outputs", () => {
  const mended = mend({ ...before, pending_operations: creating(half("a")) }, () => ({ id: "the-id" }));
  expect(mended.state.resources?.at(-1)).toEqual({ ...half("a"), id: "the-id", outputs: { name: "a" } });
  expect(mended.state).not.toHaveProperty("pending_operations");
  expect(mended).toMatchObject({ adopted: [half("a").urn], dropped: [] });
});

it("has the id in the output where its provider looks for it", () => {
  const mended = mend({ ...before, pending_operations: creating(half("a")) }, () => ({ id: "7", idOutput: "thingId" }));
  expect(mended.state.resources?.at(-1)?.outputs).toEqual({ name: "a", thingId: "7" });
});

it("drops one that does not exist", () => {
  const mended = mend({ ...before, pending_operations: creating(half("a")) }, () => undefined);
  expect(mended).toEqual({ state: before, adopted: [], dropped: [half("a").urn] });
});

it.each([
  ["its provider", { provider: `${provider.urn}::another` }],
  ["its parent", { parent: urn("test:index:Group", "absent") }],
  ["what it depends on", { dependencies: [urn("x", "absent")] }],
])(
  "drops one that could not stand because %s is not in the state: the engine would refuse the whole",
  (_what, more) => {
    const mended = mend({ ...before, pending_operations: creating(half("a", more)) }, () => ({ id: "id" }));
    expect(mended.dropped).toHaveLength(1);
    expect(mended.state.resources).toEqual(before.resources);
  },
);

it("takes in one that depends on another half-made one", () => {
  const b = half("b", { dependencies: [half("a").urn] });
  expect(mend({ ...before, pending_operations: creating(half("a"), b) }, () => ({ id: "id" })).adopted).toHaveLength(2);
});

it("replaces what was deleted first, and lets what was to be deleted afterwards wait for it", () => {
  const old = { ...half("a"), id: "old" };
  const replaced = mend(
    {
      resources: [...before.resources!, { ...old, pendingReplacement: true }],
      pending_operations: creating(half("a")),
    },
    () => ({ id: "new" }),
  );
  expect(replaced.state.resources?.filter((r) => r.urn === old.urn).map((r) => [r.id, r.delete])).toEqual([
    ["new", undefined],
  ]);
  const both = mend({ resources: [...before.resources!, old], pending_operations: creating(half("a")) }, () => ({
    id: "new",
  }));
  expect(both.state.resources?.filter((r) => r.urn === old.urn).map((r) => [r.id, r.delete])).toEqual([
    ["old", true],
    ["new", undefined],
  ]);
});

it("keeps what was being updated or deleted: the refresh says what became of it", () => {
  const there = { ...half("a"), id: "a" };
  const state = { resources: [...before.resources!, there] };
  for (const type of ["updating", "deleting", "reading"]) {
    const mended = mend({ ...state, pending_operations: [{ resource: there, type }] }, () => undefined);
    expect(mended).toEqual({ state, adopted: [], dropped: [] });
  }
});

it("asks the platform about real things only", () => {
  const pending = [...creating(half("a"), group, provider), { resource: half("b"), type: "deleting" }];
  expect(halfMade(pending).map((r) => r.urn)).toEqual([half("a").urn]);
});

it("never leaves two live resources of a URN, nor one before what it leans on, and doing it twice changes nothing", () => {
  const names = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d"), { minLength: 1 });
  fc.assert(
    fc.property(names, names, names, fc.boolean(), (there, pending, real, deletedFirst) => {
      const resources = [
        ...before.resources!,
        ...there.map((n) => ({ ...half(n), id: n, pendingReplacement: deletedFirst })),
      ];
      const first = mend({ resources, pending_operations: creating(...pending.map((n) => half(n))) }, (r) => {
        const name = String(r.inputs?.name);
        return real.some((r) => r === name) ? { id: name } : undefined;
      });
      const after = first.state.resources!;
      const live = after.filter((r) => !r.delete).map((r) => r.urn);
      expect(new Set(live).size).toBe(live.length);
      after.forEach((r, at) =>
        expect(r.parent === undefined || after.findIndex((p) => p.urn === r.parent) < at).toBe(true),
      );
      for (const n of pending.filter((p) => real.includes(p))) expect(live).toContain(half(n).urn);
      expect(mend(first.state, () => ({ id: "other" })).state).toEqual(first.state);
    }),
  );
});
