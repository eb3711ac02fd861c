// Tests stand beside the code they test; whole-system tests stand in tests/. A package is tested from its sources, and
// uses the other packages as their users would: compiled, through node_modules.
const esmOnly = [
  "canonicalize",
  "eventsource-parser",
  "multiformats",
  "commander",
  "@noble",
  "@scure",
  "micro-key-producer",
];

// The tests start hundreds of Node processes, and each would compile the same modules anew.
process.env.NODE_COMPILE_CACHE ??= require("node:path").join(__dirname, "node_modules", ".cache", "node");

/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: [
    "schemas",
    "chain/client",
    "providers",
    "platforms",
    "components",
    "stacks",
    "service",
    "sidecar",
    "reactor",
    "cli",
    "keys",
    "tests",
  ].map((d) => `<rootDir>/${d}`),
  testMatch: ["**/*.test.ts"],
  modulePathIgnorePatterns: ["/dist/", "/target/"],
  transform: {
    "^.+\\.[mc]?[tj]s$": "<rootDir>/tests/fast/commonjs.cjs",
  },
  // jest resolves with the condition "require", which multiformats does not offer (Node itself takes ESM from require).
  moduleNameMapper: {
    "^(\\.{1,2}/.*)\\.js$": "$1",
    "^multiformats/(.+)$": "<rootDir>/node_modules/multiformats/dist/src/$1.js",
    "^(?:\\.\\./)+typescript-shim$": "<rootDir>/tests/fast/deferred/typescript.cjs",
    "^(?:\\.|\\.\\./runtime)/debuggable$": "<rootDir>/tests/fast/deferred/debuggable.cjs",
    "^@npmcli/arborist$": "<rootDir>/tests/fast/deferred/arborist.cjs",
  },
  transformIgnorePatterns: [`/node_modules/(?!(?:.*/)?(?:${esmOnly.join("|")})/)`],
  // A global is looked up anew at each use in the realm of a test: an address took 1.4 ms to read or write, and 40 µs with these as
  // parameters of each module. What tests replace (Date, timers) is not among them.
  sandboxInjectedGlobals: ["Math", "Number", "Array", "Object", "String", "BigInt", "Uint8Array", "JSON"],
  // For a machine that has better to do: on a quiet one no test takes a fifth of it.
  testTimeout: 300_000,
  // The tests wait for processes, blocks and ports as much as they compute: four keep two cores busy.
  maxWorkers: 4,
  testSequencer: "<rootDir>/tests/fast/longest-first.cjs",
  setupFilesAfterEnv: ["<rootDir>/tests/fast/no-processes.cjs"],
};
