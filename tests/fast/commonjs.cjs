// Makes CommonJS of TypeScript and of ECMAScript modules, by swc.
const { createHash } = require("node:crypto");
const { readFileSync } = require("node:fs");
const { createTransformer } = require("@swc/jest");

const swc = createTransformer({
  jsc: { target: "es2023", parser: { syntax: "typescript" }, transform: { useDefineForClassFields: false } },
  module: { type: "commonjs" },
});

/**
 * A package's exports as plain properties in the end, where swc has a getter for each. The objects that modules fill are of one realm for
 * all test files of a jest worker: when a second file gives one of them another getter of the same name, V8 makes a dictionary of it, and
 * no longer inlines what is called through it. Cryptography took up to seven times as long in all files of a worker but the first.
 * Our own modules keep getters, as their exports may be assigned later.
 */
const plain = `
if (exports.__esModule) module.exports = Object.defineProperty({ ...exports }, "__esModule", { value: true });`;

const self = readFileSync(__filename);

module.exports = {
  ...swc,
  process(source, file, options) {
    const made = swc.process(source, file, options);
    return /[/\\]node_modules[/\\]/.test(file) ? { ...made, code: made.code + plain } : made;
  },
  getCacheKey: (...args) =>
    createHash("sha256")
      .update(swc.getCacheKey(...args))
      .update(self)
      .digest("hex"),
};
