/** @integration */
import { execFileSync } from "node:child_process";
import { join } from "node:path";

const tool = join(__dirname, "..", "..", "..", "tools", "configuration.mjs");

test("the page of the documentation is what would be generated", () => {
  execFileSync(process.execPath, [tool, "--check"], { stdio: "pipe" });
});
