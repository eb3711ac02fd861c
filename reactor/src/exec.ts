import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ReactorError } from "@dinfra/service/failure";

/**
 * The engine's plugins are started from the data directory, so its file system must let programs run. Found by running one.
 * @throws {ReactorError} `data-dir.noexec`
 */
export function requireExec(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const place = mkdtempSync(join(folder, ".exec-"));
  try {
    const program = join(place, "true");
    writeFileSync(program, "#!/bin/sh\nexit 0\n", { mode: 0o700 });
    const { error } = spawnSync(program, { stdio: "ignore", timeout: 10_000 });
    if ((error as NodeJS.ErrnoException | undefined)?.code !== "EACCES") return;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
  throw new ReactorError(
    "data-dir.noexec",
    `expected a file system that programs may be started from, found one mounted noexec at ${folder}: mount it with exec, or give another data directory`,
  );
}
