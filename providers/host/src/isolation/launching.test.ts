/** @integration */
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { makeLayout } from "../layout.js";
import { temporaryName, workFolderOf } from "../process/record.js";
import { makeScratch } from "../testing/scratch.js";
import { isLaunching } from "./sandboxed.js";

test("what makes namespaces for a process is known by its command line, where its marks are hidden", async () => {
  const scratch = makeScratch();
  const layout = makeLayout(scratch.root);
  const mount = ["--bind", path.join(workFolderOf(layout, "a"), temporaryName), "/tmp"];
  const launch = spawn("sh", ["-c", "sleep 1000 & wait", "sh", ...mount], { detached: true });
  try {
    await once(launch, "spawn");
    expect([isLaunching(layout, "a"), isLaunching(layout, "b")]).toEqual([true, false]);
    const ended = once(launch, "exit");
    process.kill(-launch.pid!, "SIGKILL");
    await ended;
    expect(isLaunching(layout, "a")).toBe(false);
  } finally {
    await scratch.clean();
  }
});
