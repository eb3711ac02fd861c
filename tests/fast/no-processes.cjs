// A test file that starts a process is an integration test, and has to say so in its first line: npm run test:fast leaves
// out those that do. It is held in every run, so that one that forgot it is found before somebody's fast loop breaks.
const processes = require("node:child_process");
const { join, sep } = require("node:path");
const { isIntegration } = require("./mark.cjs");

const originals = Symbol.for("dinfra.processes");
// The module is one for all test files of a jest worker.
processes[originals] ??= { ...processes };
Object.assign(processes, processes[originals]);

const file = expect.getState().testPath;
// Whole-system tests all run real parts.
const wholeSystem = file.startsWith(join(__dirname, "..") + sep);
if (!wholeSystem && !isIntegration(file)) {
  for (const name of ["spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync", "fork"]) {
    processes[name] = () => {
      throw new Error(
        `expected a test of decisions alone, found ${name}() of a process: ` +
          "begin the test file with /** @integration */, and npm run test:fast leaves it out",
      );
    };
  }
}
