import { existsSync } from "node:fs";
import { describeWhere, programOnPath } from "../../needs.js";
/** Programs that the lab runs, and the Debian package that brings each. */
import programs from "./programs.json";

/** What keeps this machine from booting machines, in words; empty when nothing does. */
export function lacks(): string[] {
  if (process.platform !== "linux") return [`Linux (this is ${process.platform})`];
  const found: string[] = [];
  if (process.getuid?.() !== 0) found.push("root (machines need mounts, loop devices and bridges)");
  const packages = Object.entries(programs).filter(([program]) => !programOnPath(program));
  if (packages.length > 0) {
    const names = [...new Set(packages.map(([, name]) => name))].join(" ");
    found.push(`${packages.map(([program]) => program).join(", ")} (apt-get install ${names})`);
  }
  if (!existsSync("/dev/loop-control")) found.push("/dev/loop-control (run a container with --privileged)");
  return found;
}

/**
 * Tests where machines can boot, skipped elsewhere, unless DINFRA_MACHINES is "required".
 * @param more what else these tests need, in words where it is lacking
 * @param unable why this machine cannot run them whatever is installed; asked where nothing is lacking
 */
export function describeOnMachines(
  name: string,
  tests: () => void,
  more?: () => string | undefined,
  unable?: () => string | undefined,
): void {
  const lacking = [...lacks(), more?.()].filter((reason) => reason !== undefined);
  const cannot = lacking.length === 0 ? unable?.() : undefined;
  describeWhere({ variable: "DINFRA_MACHINES", lacking, unable: cannot }, name, tests);
}
