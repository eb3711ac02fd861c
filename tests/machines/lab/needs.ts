import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
/** Programs that the lab runs, and the Debian package that brings each. */
import programs from "./programs.json";

function isOnPath(program: string): boolean {
  const path = `${process.env.PATH ?? ""}${delimiter}/usr/sbin${delimiter}/sbin`;
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** What keeps this machine from booting machines, in words; empty when nothing does. */
export function lacks(): string[] {
  if (process.platform !== "linux") return [`Linux (this is ${process.platform})`];
  const found: string[] = [];
  if (process.getuid?.() !== 0) found.push("root (machines need mounts, loop devices and bridges)");
  const packages = Object.entries(programs).filter(([program]) => !isOnPath(program));
  if (packages.length > 0) {
    const names = [...new Set(packages.map(([, name]) => name))].join(" ");
    found.push(`${packages.map(([program]) => program).join(", ")} (apt-get install ${names})`);
  }
  if (!existsSync("/dev/loop-control")) found.push("/dev/loop-control (run a container with --privileged)");
  return found;
}

/**
 * `describe` where machines can boot, else `describe.skip` with the reason on standard error. Where DINFRA_MACHINES is
 * "required", as .ci/run sets it, a machine that cannot boot them fails.
 *
 * @param more what else these tests need, in words where it is lacking
 */
export function describeOnMachines(name: string, tests: () => void, more?: () => string | undefined): void {
  const reasons = [...lacks(), more?.()].filter((reason) => reason !== undefined);
  if (reasons.length === 0) {
    describe(name, tests);
    return;
  }
  const reason = `SKIPPED: ${name}: this machine lacks ${reasons.join("; ")}`;
  if (process.env.DINFRA_MACHINES === "required") {
    test(name, () => {
      throw new Error(reason);
    });
    return;
  }
  process.stderr.write(`${reason}\n`);
  describe.skip(name, tests);
}
