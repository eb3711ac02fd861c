/** @integration */
import { execFileSync } from "node:child_process";
import { join } from "node:path";

test("a line of the log cannot be forged, and an error brings nothing along", () => {
  const script = `
    const { processLog } = require(${JSON.stringify(join(__dirname, "..", "dist", "log.js"))});
    const error = Object.assign(new Error("refused\\n{forged}"), { code: "x", request: { authorization: "secret" } });
    processLog("test").error({ reason: "a\\n\\u202eb", err: error }, "it failed");`;
  const lines = execFileSync(process.execPath, ["-e", script], { encoding: "utf8" }).trim().split("\n");
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toMatch(/secret|\u202e/);
  expect(JSON.parse(lines[0]!)).toMatchObject({
    name: "test",
    reason: "a b",
    err: { code: "x", message: "refused {forged}" },
    msg: "it failed",
  });
});

test.each<[string, string | undefined, boolean]>([
  ["of ours", "port.in-use", false],
  ["of a profile", "InvalidProfile", false],
  ["of Node", "ENOENT", true],
  ["of a library", "FST_ERR_VALIDATION", true],
  ["without a code", undefined, true],
])("an error %s (%s) shows its stack: %s", (_, code, shown) => {
  const script = `
    const { processLog } = require(${JSON.stringify(join(__dirname, "..", "dist", "log.js"))});
    processLog("test").fatal({ err: Object.assign(new Error("refused"), ${JSON.stringify({ code })}) }, "cannot go on");`;
  const { err } = JSON.parse(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" })) as { err: object };
  expect(err).toMatchObject({ message: "refused", ...(code !== undefined && { code }) });
  expect("stack" in err).toBe(shown);
});
