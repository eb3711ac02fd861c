// The tests of decisions and properties alone, for the loop of whoever writes code. A test file whose first line is
// /** @integration */ runs real parts (processes, the engine, the chain) and is left to the whole run. What is not
// marked may start no process: tests/fast/no-processes.cjs refuses it, so that a slow test cannot slip in.
const { globSync } = require("node:fs");
const path = require("node:path");
const whole = require("./jest.config.js");
const { isIntegration } = require("./tests/fast/mark.cjs");

// Whole-system tests all run real parts.
const roots = whole.roots.filter((root) => root !== "<rootDir>/tests");
const folders = roots.map((root) => path.join(__dirname, root.replace("<rootDir>", ".")));
const skipped = (name) => name === "node_modules" || name === "dist" || name === "target";
const marked = folders
  .flatMap((folder) => globSync("**/*.test.ts", { cwd: folder, exclude: skipped }).map((f) => path.join(folder, f)))
  .filter(isIntegration);

/** @type {import("jest").Config} */
module.exports = {
  ...whole,
  roots,
  testPathIgnorePatterns: ["/node_modules/", ...marked.map((file) => `^${RegExp.escape(file)}$`)],
};
