// Given to a process with --require: on SIGUSR2 it writes the files that it has loaded as modules to
// $DINFRA_TEST_LOADED/<pid>.json.
const fs = require("node:fs");
const path = require("node:path");
process.on("SIGUSR2", () => {
  const file = path.join(process.env.DINFRA_TEST_LOADED, `${process.pid}.json`);
  fs.writeFileSync(`${file}.draft`, JSON.stringify(Object.keys(require.cache)));
  fs.renameSync(`${file}.draft`, file);
});
