import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Every process of a lab runs in control groups named after it: its machines' systemds would else share one tree and end
 * each other's services, and whatever is left of a lab is found by them. Works with version 1 (a tree per controller, and
 * the hybrid one) and version 2 (one tree).
 */
const mountpoint = "/sys/fs/cgroup";

export interface Limits {
  /** Most processes and threads at once. */
  processes: number;
  memoryMiB: number;
}

/** Major and minor numbers of the block devices that a machine may open, as "7:3". */
export type Devices = string[];

function trees(): string[] {
  if (existsSync(join(mountpoint, "cgroup.procs"))) return [mountpoint];
  return readdirSync(mountpoint)
    .map((name) => join(mountpoint, name))
    .filter((tree) => existsSync(join(tree, "cgroup.procs")));
}

/** Makes the control group `<lab>/<part>` in every tree; answers the files that a process writes its pid to. */
export function makeGroup(lab: string, part: string): string[] {
  return trees().map((tree) => {
    for (const [parent, folder] of [
      [tree, join(tree, lab)],
      [join(tree, lab), join(tree, lab, part)],
    ] as const) {
      mkdirSync(folder, { recursive: true });
      // A cpuset of version 1 begins empty, and an empty one takes no process.
      for (const file of ["cpuset.cpus", "cpuset.mems"]) {
        if (existsSync(join(folder, file)) && tree !== mountpoint) {
          writeFileSync(join(folder, file), readFileSync(join(parent, file)));
        }
      }
    }
    return join(tree, lab, part, "cgroup.procs");
  });
}

/** What nspawn's own devices are, all as character devices: null, zero, full, random, urandom, tty, ptmx, ptys, tun, fuse. */
const usual = ["1:3", "1:5", "1:7", "1:8", "1:9", "5:0", "5:2", "136:*", "10:200", "10:229"];

function write(lab: string, part: string, file: string, lines: string[]): void {
  for (const tree of trees()) {
    const path = join(tree, lab, part, file);
    if (existsSync(path)) for (const line of lines) writeFileSync(path, line);
  }
}

/** Sets what a group may use, as far as this machine has the controllers: a container without them has no limits. */
export function limitGroup(lab: string, part: string, limits: Limits, devices: Devices): void {
  const bytes = String(limits.memoryMiB * 1024 * 1024);
  write(lab, part, "pids.max", [String(limits.processes)]);
  write(lab, part, "memory.limit_in_bytes", [bytes]);
  write(lab, part, "memory.max", [bytes]);
  write(lab, part, "devices.deny", ["a"]);
  write(lab, part, "devices.allow", ["c *:* m", "b *:* m", ...usual.map((number) => `c ${number} rwm`)]);
  allowDevices(lab, part, devices);
}

/** Lets a group open more block devices. */
export function allowDevices(lab: string, part: string, devices: Devices): void {
  write(
    lab,
    part,
    "devices.allow",
    devices.map((number) => `b ${number} rwm`),
  );
}

/** The pids in a group and in those below it. */
export function members(lab: string, part: string): number[] {
  const found = new Set<number>();
  const visit = (folder: string): void => {
    if (!existsSync(join(folder, "cgroup.procs"))) return;
    for (const line of readFileSync(join(folder, "cgroup.procs"), "utf8").split("\n"))
      if (line) found.add(Number(line));
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) visit(join(folder, entry.name));
    }
  };
  for (const tree of trees()) visit(join(tree, lab, part));
  return [...found];
}

/** A command line that moves itself into the group and becomes the given command. */
export function inGroup(files: string[], command: string[]): [string, string[]] {
  const move = files.map((file) => `echo $$ >'${file}'`).join(" && ");
  return ["/bin/sh", ["-c", `${move} && exec "$@"`, "sh", ...command]];
}
