/** @integration */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

// In a process of its own: jest keeps modules in a place that is not Node's.
const dist = join(__dirname, "..", "..", "dist");

/** What the script says on standard error, as JSON; how the process ends is no matter. */
function said(script: string): unknown {
  const prelude = `const say = (it) => require("node:fs").writeSync(2, JSON.stringify(it) + "\\n");`;
  const { stderr } = spawnSync(process.execPath, ["-e", prelude + script], { cwd: dist, encoding: "utf8" });
  const line = stderr.split("\n").find((each) => each.startsWith("[["));
  if (line === undefined) throw new Error(stderr);
  return (JSON.parse(line) as [unknown])[0];
}

test.each(["engine/worker.js", "reactor-main.js"])("%s loads Pulumi's SDK, but no compiler and no npm", (entry) => {
  const found = said(`
    process.on("exit", () => {
      const files = Object.values(require.cache).map(({ filename }) => String(filename));
      const of = (name) => files.filter((file) => file.includes("/node_modules/" + name + "/")).length;
      say([["@pulumi/pulumi", "typescript", "pacote", "sigstore"].map(of)]);
    });
    require("./${entry}");
    setImmediate(() => process.exit());
  `) as number[];
  expect(found[0]).toBeGreaterThan(50);
  expect(found.slice(1)).toEqual([0, 0, 0]);
});

test("a program that serializes a function has both", () => {
  const found = said(`
    require("./engine/deferred.js");
    const { runtime } = require("@pulumi/pulumi");
    const three = 3;
    runtime.serializeFunction(() => three + 1).then(({ text }) => {
      const { Arborist } = require("node:module").createRequire(require.resolve("@pulumi/pulumi/runtime"))("@npmcli/arborist");
      say([[text, typeof new Arborist({ path: process.cwd() }).loadActual]]);
    });
  `) as [string, string];
  expect(found[0]).toContain("three + 1");
  expect(found[1]).toBe("function");
});
