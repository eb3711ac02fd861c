import { orphansIn } from "./orphans.js";

const at = (...names: string[]) => names.map((name) => ({ name }));

test.each([
  ["nothing is there", {}, [], {}, []],
  ["what should be there", { a: at("a-node") }, ["a"], {}, []],
  ["somebody with nothing", { a: [] }, [], {}, []],
  ["one that nobody knows", { a: at("z", "y") }, ["b"], {}, [{ label: "a", resources: ["y", "z"] }]],
  ["one that was known", { a: at("z") }, [], { a: "7.1" }, [{ label: "a", id: "7.1", resources: ["z"] }]],
  [
    "several, by their labels",
    { c: at("c"), a: at("a"), b: at("b") },
    ["b"],
    {},
    [
      { label: "a", resources: ["a"] },
      { label: "c", resources: ["c"] },
    ],
  ],
])("%s", (_name, seen, ours, once, expected) => {
  const found = orphansIn(new Map(Object.entries(seen)), new Set(ours), new Map(Object.entries(once)));
  expect(found).toEqual(expected);
});
