// node .ci/failed.mjs RESULTS: the test files that failed, a line each, from what `jest --json --outputFile RESULTS` wrote.
// Exits with 1, and prints nothing, where jest wrote nothing (something before it failed) or where too many failed for chance.
import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";

/** That many suites do not fail by chance in one run: more than these are not run again. */
const most = 3;

const [results] = process.argv.slice(2);
if (!results || !existsSync(results)) process.exit(1);
const failed = JSON.parse(readFileSync(results, "utf8"))
  .testResults.filter(({ status }) => status === "failed")
  .map(({ name }) => relative(process.cwd(), name));
if (failed.length === 0 || failed.length > most) process.exit(1);
console.log(failed.join("\n"));
