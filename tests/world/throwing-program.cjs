// Preloaded (--require) into the processes of a reactor. In the engine's workers the program of nodes is the real one, but
// for descriptors of one name it throws, and for another it takes memory until its process ends, as defects of ours would. Each
// time leaves a line beside the barriers.
const { appendFileSync } = require("node:fs");
const { join } = require("node:path");

const defects = {
  throws() {
    throw new Error("a defect of the program");
  },
  hungry() {
    for (const held = []; ;) held.push(Array.from({ length: 100_000 }, (_, i) => ({ i })));
  },
};

if (/[\\/]engine[\\/]worker\.js$/.test(process.argv[1] ?? "")) {
  const program = require("@dinfra/stacks").findProgram("substrate-node/v1");
  const { plan } = program;
  program.plan = async (input) => {
    const planned = await plan(input);
    const defect = defects[input.descriptor.name];
    if (defect === undefined) return planned;
    const run = async () => {
      appendFileSync(join(process.env.DINFRA_TEST_BARRIER, "thrown"), "once\n");
      return defect();
    };
    return { ...planned, run };
  };
}
