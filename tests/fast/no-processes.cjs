// For jest.fast.config.js: a test file that starts a process is an integration test, and has to say so.
const processes = require("node:child_process");

for (const name of ["spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync", "fork"]) {
  processes[name] = () => {
    throw new Error(
      `expected a test of decisions alone, found ${name}() of a process: ` +
        "begin the test file with /** @integration */, and npm run test:fast leaves it out",
    );
  };
}
