import { readFileSync } from "node:fs";
import { attempt, LabError } from "./command.js";

/** A file system that is mounted from one of the devices, reached from this machine. */
export interface Mounted {
  device: string;
  path: string;
}

/**
 * Where the devices (as "7:3") are mounted, seen by any of the processes: a service may have a mount namespace of its own.
 * One path per device, because what is stopped is the file system, not the mount.
 */
export function mountsOf(pids: number[], devices: string[]): Mounted[] {
  const found = new Map<string, Mounted>();
  for (const pid of pids) {
    let lines: string[];
    try {
      lines = readFileSync(`/proc/${pid}/mountinfo`, "utf8").split("\n");
    } catch {
      continue; // it has ended
    }
    for (const line of lines) {
      const [, , device, , path] = line.split(" ");
      if (device === undefined || path === undefined || !devices.includes(device) || found.has(device)) continue;
      const plain = path.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
      found.set(device, { device, path: `/proc/${pid}/root${plain}` });
    }
  }
  return [...found.values()];
}

/**
 * Stops a file system as a power cut does: nothing that was not written yet is written any more, not even the journal, and
 * all further writes fail. It is what file system developers test crash safety with.
 */
export async function stopFileSystem(path: string): Promise<void> {
  const { code, stderr, stdout } = await attempt("xfs_io", ["-x", "-c", "shutdown", path]);
  if (code !== 0 || stderr !== "") {
    throw new LabError(
      "LAB_CUT",
      `expected an ext4 or XFS file system at ${path} that can be stopped: ${stderr || stdout}`,
    );
  }
}
