import * as fs from "node:fs";
import { HostError } from "../errors.js";
import type { UidRange } from "./isolation.js";

/** The files in which a machine says whose a number is. */
export interface IdFiles {
  passwd: string;
  group: string;
  subuid: string;
  subgid: string;
  /** /proc/self/uid_map and gid_map: numbers outside are none in this user namespace. */
  uidMap: string;
  gidMap: string;
}

interface Taken {
  by: string;
  first: number;
  count: number;
}

const lines = (text: string) => text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));

/** passwd(5) and group(5): name:password:number */
function named(file: string, text: string): Taken[] {
  return lines(text).flatMap((line) => {
    const [name, , id] = line.split(":");
    return id === undefined || id === "" ? [] : [{ by: `${name} in ${file}`, first: Number(id), count: 1 }];
  });
}

/** subuid(5): name:first:count */
function subordinate(file: string, text: string): Taken[] {
  return lines(text).flatMap((line) => {
    const [name, first, count] = line.split(":");
    return count === undefined ? [] : [{ by: `${name} in ${file}`, first: Number(first), count: Number(count) }];
  });
}

function isMapped(map: string, { first, count }: UidRange): boolean {
  return map.split("\n").some((line) => {
    const [inside, , length] = line.trim().split(/\s+/).map(Number);
    return inside !== undefined && length !== undefined && first >= inside && first + count <= inside + length;
  });
}

/** Why the range cannot be had, or undefined. */
export function rangeProblem(range: UidRange, files: IdFiles): string | undefined {
  const text = `uids ${range.first} to ${range.first + range.count - 1}`;
  const taken = [
    ...named("/etc/passwd", files.passwd),
    ...named("/etc/group", files.group),
    ...subordinate("/etc/subuid", files.subuid),
    ...subordinate("/etc/subgid", files.subgid),
  ];
  const clash = taken.find((one) => one.first < range.first + range.count && range.first < one.first + one.count);
  if (clash) return `expected ${text} to be nobody's, found ${clash.by}: choose another range`;
  if (!isMapped(files.uidMap, range) || !isMapped(files.gidMap, range))
    return `expected ${text} to exist, found that this user namespace lacks some: choose a range within it`;
  return undefined;
}

function read(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

/** @throws isolation-impossible */
export function requireFreeRange(range: UidRange): void {
  const problem = rangeProblem(range, {
    passwd: read("/etc/passwd"),
    group: read("/etc/group"),
    subuid: read("/etc/subuid"),
    subgid: read("/etc/subgid"),
    uidMap: read("/proc/self/uid_map"),
    gidMap: read("/proc/self/gid_map"),
  });
  if (problem !== undefined) throw new HostError("isolation-impossible", problem);
}
