import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { HostError } from "../errors.js";
import type { Layout } from "../layout.js";

/** Where control groups are made: version 2 (also beside version 1), else the freezer of version 1. */
export interface GroupRoot {
  folder: string;
  version: 1 | 2;
}

/** From /proc/self/mountinfo: `id parent major:minor root folder options … - type source super`. */
export function groupRootIn(mountinfo: string): GroupRoot | undefined {
  const mounts = mountinfo.split("\n").flatMap((line) => {
    const [mount, fileSystem] = line.split(" - ");
    const [, , , , folder, options] = mount!.split(" ");
    const [type, , superOptions] = (fileSystem ?? "").split(" ");
    const writable = options?.split(",").includes("rw");
    return folder && type && writable ? [{ folder, type, superOptions: superOptions ?? "" }] : [];
  });
  const second = mounts.find(({ type }) => type === "cgroup2");
  if (second) return { folder: second.folder, version: 2 };
  const freezer = mounts.find(
    ({ type, superOptions }) => type === "cgroup" && superOptions.split(",").includes("freezer"),
  );
  return freezer && { folder: freezer.folder, version: 1 };
}

let known: GroupRoot | undefined;

/** Undefined where no control group can be made. */
export function groupRoot(): GroupRoot | undefined {
  return (known ??= groupRootIn(fs.readFileSync("/proc/self/mountinfo", "utf8")));
}

/** The group of a process of that name; no process can leave it that is not root. */
export function groupOf(layout: Layout, name: string): string | undefined {
  const root = groupRoot();
  const ofRoot = createHash("sha256").update(layout.root).digest("hex").slice(0, 12);
  return root && path.join(root.folder, "dinfra", ofRoot, name);
}

/** @throws isolation-impossible */
export function makeGroup(layout: Layout, name: string): string {
  const group = groupOf(layout, name);
  if (group === undefined)
    throw new HostError("isolation-impossible", "expected a file system of control groups, found none: mount cgroup2");
  fs.mkdirSync(group, { recursive: true });
  return group;
}

/** Pids in the group; none where there is no group. */
export function groupPids(group: string | undefined): number[] {
  if (group === undefined) return [];
  try {
    return fs.readFileSync(path.join(group, "cgroup.procs"), "utf8").split("\n").filter(Boolean).map(Number);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENODEV") return [];
    throw error;
  }
}

function write(group: string, file: string, value: string): boolean {
  let open: number;
  try {
    // Not to be created: a file that the kernel does not have would be EACCES then, and not ENOENT.
    open = fs.openSync(path.join(group, file), fs.constants.O_WRONLY);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
  try {
    fs.writeSync(open, value);
    return true;
  } finally {
    fs.closeSync(open);
  }
}

/** Kills all of the group at one go, so that one that forks without end cannot outrun it. */
export function killGroup(group: string | undefined): void {
  if (group === undefined || groupPids(group).length === 0 || write(group, "cgroup.kill", "1")) return;
  killFrozen(group);
}

/** How long the kernel is given to freeze: a process that waits for a disk is frozen only after that. */
const freezeMs = 1_000;

/** The same where the kernel has no cgroup.kill (before 5.14): frozen, nothing forks any more, and it dies. */
export function killFrozen(group: string, limitMs = freezeMs): void {
  const frozen = write(group, "cgroup.freeze", "1") || write(group, "freezer.state", "FROZEN");
  const limit = performance.now() + limitMs;
  // Who was listed before all are frozen may have forked since.
  while (frozen && !isFrozen(group) && performance.now() < limit) Atomics.wait(pause, 0, 0, 2);
  for (const pid of groupPids(group))
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  if (frozen && !write(group, "cgroup.freeze", "0")) write(group, "freezer.state", "THAWED");
}

const pause = new Int32Array(new SharedArrayBuffer(4));

/** Version 2 says it among its events, version 1 in the state itself. */
function isFrozen(group: string): boolean {
  const read = (file: string) => {
    try {
      return fs.readFileSync(path.join(group, file), "utf8");
    } catch {
      return "";
    }
  };
  return /^frozen 1$/m.test(read("cgroup.events")) || read("freezer.state").trim() === "FROZEN";
}

/** Removes the empty group. A process that has just ended may still be on its way out of it. */
export async function removeGroup(group: string | undefined): Promise<void> {
  for (let tries = 0; group !== undefined; tries++)
    try {
      fs.rmdirSync(group);
      return;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === "ENOENT") return;
      // It holds nothing that lives; the next start of the name uses it again.
      if (code === "EBUSY" && tries >= 20) return;
      if (code !== "EBUSY") throw error;
      await delay(10);
    }
}
