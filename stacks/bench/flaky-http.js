// The same, but the first --failures starts end at once with an error; starts are counted by lines of --starts. For
// tests of a platform that fails at first and then works.
const fs = require("node:fs");
const { parseArgs } = require("node:util");

const { values } = parseArgs({ options: { starts: { type: "string" }, failures: { type: "string" } }, strict: false });
fs.appendFileSync(values.starts, `${process.pid}\n`);
const starts = fs.readFileSync(values.starts, "utf8").trim().split("\n").length;
if (starts <= Number(values.failures)) {
  console.error(`start ${starts} of ${values.failures} that fail`);
  process.exit(1);
}
process.argv = [...process.argv.slice(0, 2), ...process.argv.slice(process.argv.indexOf("--host"))];
require("./tiny-http.js");
