// Writes the table of promises into docs/reactor-conformance.md. `--check` only compares, and exits 1 where it is not current.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { promises } = createRequire(import.meta.url)("./dist/promises.js");
const file = join(import.meta.dirname, "..", "..", "docs", "reactor-conformance.md");
const begin = "<!-- promises: written by npm run promises -w @dinfra/reactor-conformance -->\n";
const end = "<!-- /promises -->";

const rows = promises.map(
  ({ id, level, text, scenarios = [], needs = "" }) =>
    `| \`${id}\` | ${level} | ${text} | ${scenarios.join(", ")} | ${needs} |`,
);
const table = ["| id | level | a reactor promises | scenario | needs |", "| --- | --- | --- | --- | --- |", ...rows];

const written = readFileSync(file, "utf8");
const [from, to] = [written.indexOf(begin), written.indexOf(end)];
if (from < 0 || to < from) throw new Error(`${file}: expected ${begin.trim()} and ${end}, found not both`);
const wanted = `${written.slice(0, from + begin.length)}\n${table.join("\n")}\n\n${written.slice(to)}`;
if (!process.argv.includes("--check")) writeFileSync(file, wanted);
else if (wanted !== written) {
  console.error(`${file} is not current. Run: npm run promises -w @dinfra/reactor-conformance`);
  process.exitCode = 1;
}
