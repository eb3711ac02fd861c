/** @integration */
import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { scan } from "./scan.js";

test("this process is seen, with its parent", () => {
  expect(scan().get(process.pid)).toMatchObject({ pid: process.pid, ppid: process.ppid });
});

/** Runs it as process 1 of a container's pid namespace; its session is led from outside. */
const contained = (command: string, ...args: string[]) =>
  spawnSync(
    "unshare",
    ["--user", "--map-root-user", "--pid", "--fork", "--mount-proc", "--kill-child", command, ...args],
    {
      encoding: "utf8",
    },
  );

test("a process whose session is led from outside of its container (session 0) is seen like any other", () => {
  const possible = contained("true");
  if (possible.status !== 0) {
    console.log(`SKIPPED: no pid namespace to be had here: ${possible.stderr || String(possible.error)}`);
    return;
  }
  const compiled = path.join(__dirname, "..", "..", "dist", "proc", "scan.js");
  const look = `const seen = require(${JSON.stringify(compiled)}).scan().get(process.pid); console.log(JSON.stringify(seen))`;
  const { stdout, stderr } = contained(process.execPath, "-e", look);
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toMatchObject({ pid: 1, session: 0 });
});
