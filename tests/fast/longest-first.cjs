const { join, relative, sep } = require("node:path");
const Sequencer = require("@jest/test-sequencer").default;

const root = join(__dirname, "..", "..");

/**
 * The test files that take longest, the longest first. Without it a fresh clone runs the largest files first, and at the end one worker
 * runs a long one while the others have nothing to do. One that is missing here, or no longer long, costs time and nothing else.
 */
const longest = [
  "tests/kill-while-deploying",
  "tests/endpoint",
  "tests/cloudstack/node-that-boots",
  "tests/kill-while-tearing-down",
  "tests/bad-descriptors",
  "tests/sidecar-lies",
  "tests/cloudstack/driver",
  "reactor/src/engine/crash",
  "reactor/src/engine/crash-state",
  "tests/isolation/isolation",
  "reactor/src/engine/life",
  "providers/host/src/engine",
  "chain/client/src/client/submission",
  "tests/life",
  "keys/src/sshd",
  "tests/away",
  "tests/aws/life",
  "tests/kill-on-its-way",
  "tests/rpc-endpoint/rpc-endpoint",
  "reactor/src/run",
  "cli/src/story/early-end",
  "tests/packages/outside",
  "tests/cloudstack/boot",
  "chain/client/src/tutorial/tutorial",
  "reactor/src/engine/failures",
  "tests/yaml/yaml",
  "stacks/src/main",
  "keys/src/authorized-keys",
  "keys/src/command/without-echo",
  "keys/src/keystore",
].map((name) => `${name.replaceAll("/", sep)}.test.ts`);

/** The known long ones first, the others in jest's own order: by how long they took, or their size. */
module.exports = class extends Sequencer {
  async sort(tests) {
    const place = ({ path }) => {
      const at = longest.indexOf(relative(root, path));
      return at < 0 ? longest.length : at;
    };
    return [...(await super.sort(tests))].sort((a, b) => place(a) - place(b));
  }
};
