import { closure } from "./closure.js";

const lock = {
  packages: {
    "": {},
    "node_modules/@own/program": { link: true, resolved: "program" },
    program: { dependencies: { "@own/library": "1", direct: "1" }, devDependencies: { tool: "1" } },
    "program/node_modules/direct": { dependencies: { deep: "1" } },
    "node_modules/@own/library": { link: true, resolved: "library" },
    library: { peerDependencies: { "@scope/peer": "1" }, optionalDependencies: { "not-here": "1" } },
    "node_modules/direct": { dependencies: { unused: "1" } },
    "node_modules/deep": { dependencies: { round: "1" } },
    "node_modules/round": { dependencies: { deep: "1" } },
    "node_modules/@scope/peer": { dependencies: { inner: "1" } },
    "node_modules/@scope/peer/node_modules/inner": { dependencies: { outer: "1" } },
    "node_modules/inner": {},
    "node_modules/outer": {},
    "node_modules/tool": {},
    "node_modules/unused": {},
  },
};

test("what packages ask for lies in these folders, and in no others", () => {
  expect(closure(lock, ["@own/program"])).toEqual([
    "node_modules/@scope/peer",
    "node_modules/deep",
    "node_modules/outer",
    "node_modules/round",
  ]);
  expect(closure(lock, ["direct", "unknown"])).toEqual(["node_modules/direct", "node_modules/unused"]);
});
