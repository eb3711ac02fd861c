const { join, relative, sep } = require("node:path");
const Sequencer = require("@jest/test-sequencer").default;

const root = join(__dirname, "..", "..");

/**
 * The test files that take longest, the longest first. Without it a fresh clone runs the largest files first, and at the end one worker
 * runs a long one while the others have nothing to do. One that is missing here, or no longer long, costs time and nothing else.
 */
const longest = [
  "tests/endpoint",
  "tests/away",
  "tests/cloudstack/driver",
  "tests/kill-while-deploying",
  "tests/kill-while-tearing-down",
  "tests/unbooted/award",
  "reactor/conformance/src/real",
  "tests/cloudstack/node-that-boots",
  "tests/isolation/isolation",
  "tests/topologies/topologies",
  "reactor/src/engine/crash-state",
  "tests/packages/sidecar-alone",
  "tests/packages/outside",
  "tests/sidecar-lies",
  "tests/bad-descriptors",
  "tests/rpc-endpoint/rpc-endpoint",
  "tests/yaml/every-component",
  "tests/rpc-endpoint/award",
  "tests/aws/endpoint",
  "tests/cloudstack/endpoint",
  "reactor/src/engine/crash",
  "providers/host/src/engine",
  "keys/src/sshd",
  "tests/aws/life",
  "tests/conformance/conformance",
  "tests/dev-node-archive",
  "tests/cloudstack/construct",
  "tests/cloudstack/boot",
  "chain/client/src/client/submission",
  "reactor/src/engine/life",
  "chain/client/src/client/wishes",
  "tests/kubernetes/cluster",
  "tests/life",
  "tests/kill-on-its-way",
  "tests/examples/examples",
  "reactor/src/run",
  "cli/src/on-a-chain",
  "reactor/conformance/src/broken",
  "platforms/conformance/src/broken",
  "tests/yaml/refused",
  "keys/src/command/command",
  "tests/cloudstack/engine",
  "tests/backup",
  "chain/client/src/dev/dev-chain",
  "chain/client/src/client/market",
  "cli/src/story/early-end",
  "chain/client/src/tutorial/tutorial",
  "reactor/src/engine/failures",
  "tests/yaml/yaml",
  "reactor/conformance/src/schemathesis",
  "chain/client/src/fuzz/fuzz",
  "tests/cloudstack/group",
  "stacks/src/main",
  "keys/src/authorized-keys",
  "keys/src/command/without-echo",
  "keys/src/keystore",
].map((name) => `${name.replaceAll("/", sep)}.test.ts`);

/** The known long ones first, the others in jest's own order: by how long they took, or their size. */
module.exports = class extends Sequencer {
  async sort(tests) {
    const place = ({ path }) => {
      const file = relative(root, path);
      const at = longest.indexOf(file);
      return at < 0 ? longest.length : at;
    };
    return [...(await super.sort(tests))].sort((a, b) => place(a) - place(b));
  }
};
