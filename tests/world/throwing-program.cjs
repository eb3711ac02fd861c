// Preloaded (--require) into the processes of a reactor. In the engine's workers the program of nodes is the real one, but
// for descriptors of one name it throws, as a defect of ours would. Each time leaves a line beside the barriers.
const { appendFileSync } = require("node:fs");
const { join } = require("node:path");

if (/[\\/]engine[\\/]worker\.js$/.test(process.argv[1] ?? "")) {
  const program = require("@dinfra/stacks").findProgram("substrate-node/v1");
  const { plan } = program;
  program.plan = async (input) => {
    const planned = await plan(input);
    if (input.descriptor.name !== "throws") return planned;
    const run = async () => {
      appendFileSync(join(process.env.DINFRA_TEST_BARRIER, "thrown"), "once\n");
      throw new Error("a defect of the program");
    };
    return { ...planned, run };
  };
}
