/** @integration */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

const folder = mkdtempSync(path.join(tmpdir(), "dinfra-load-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A program's folder with a platform below it. */
function programWith(name: string, platform: string): string {
  const there = path.join(folder, name, "node_modules", `dinfra-platform-${platform}`);
  mkdirSync(there, { recursive: true });
  writeFileSync(
    path.join(there, "index.js"),
    `exports.platform = { name: "${platform}", settingsSchema: { type: "object" }, open: () => ({}) };`,
  );
  return path.join(folder, name);
}

test("a package.json of the program that cannot be read hides no platform", () => {
  const root = programWith("broken", "sun");
  writeFileSync(path.join(root, "package.json"), "{ no JSON");
  // By Node's own resolution, which jest has its own of.
  const script = `
    const { addPlatformRoot, platformOfPackage } = require("@dinfra/port");
    const other = ${JSON.stringify(programWith("whole", "mars"))};
    addPlatformRoot(other);
    process.chdir(${JSON.stringify(root)});
    const names = ["sun", "mars"].map((name) => platformOfPackage("dinfra-platform-" + name).name);
    let code;
    try { platformOfPackage("dinfra-platform-absent"); } catch (error) { code = error.code; }
    console.log(JSON.stringify([...names, code]));`;
  const said = execFileSync(process.execPath, ["-e", script], { cwd: __dirname, encoding: "utf8" });
  expect(JSON.parse(said)).toEqual(["sun", "mars", "PlatformPackageMissing"]);
});
