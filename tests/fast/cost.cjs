// What each test file costs: jest --env ./tests/fast/cost.cjs writes a line a file to the standard error stream, in CPU-seconds: of
// jest's own process, and of the processes that it started and saw end. Seconds of the clock say little on a machine that is shared.
const { readFileSync, writeSync } = require("node:fs");
const { join, relative } = require("node:path");
const { TestEnvironment } = require("jest-environment-node");

const root = join(__dirname, "..", "..");
const ticks = 100;

/** utime, stime, cutime and cstime of /proc/<pid>/stat, in ticks. */
function spent() {
  const fields = readFileSync("/proc/self/stat", "latin1").split(") ")[1].split(" ").map(Number);
  return { own: (fields[11] + fields[12]) / ticks, children: (fields[13] + fields[14]) / ticks };
}

module.exports = class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.before = spent();
    this.file = relative(root, context.testPath);
  }

  async teardown() {
    const { own, children } = spent();
    const [mine, theirs] = [own - this.before.own, children - this.before.children].map((s) =>
      s.toFixed(1).padStart(7),
    );
    writeSync(2, `cost: ${mine} + ${theirs} CPU-seconds  ${this.file}\n`);
    await super.teardown();
  }
};
