import * as fs from "node:fs";
import * as path from "node:path";
import { directoryPath } from "./files/confine.js";
import { removeDirectory, type DirectoryRecord } from "./files/directory.js";
import { type FileRecord } from "./files/file.js";
import { keepFilter } from "./isolation/filter.js";
import { keepLinks } from "./isolation/linking.js";
import { scanOf } from "./isolation/forged.js";
import { keepRanges } from "./isolation/users.js";
import { layoutOf, type Layout } from "./layout.js";
import { releaseNetwork, type NetworkRecord } from "./network/reserve.js";
import { bootId } from "./proc/boot.js";
import type { Seen } from "./proc/scan.js";
import type { ProcessState } from "./proc/state.js";
import { boundLog } from "./process/log.js";
import { logFileOf, type ProcessRecord } from "./process/record.js";
import { removeProcess } from "./process/remove.js";
import { lookFor, type Sighting } from "./process/sighting.js";
import { listRecords } from "./records.js";

/** A process as found on the machine. */
export interface FoundProcess {
  name: string;
  owner: string;
  /** The session's leader, as recorded or as found by its marks; 0 when no leader was ever seen. */
  pid: number;
  /** Clock ticks since boot. */
  startTime: number;
  bootId: string;
  /** State of the leader. */
  state: ProcessState;
  /** Pids of everything that lives of it: the leader, its session, and whatever bears its mark. */
  members: number[];
  logFile: string;
}

/** Something of an owner that exists on this machine. */
export interface Owned {
  kind: "process" | "directory" | "network" | "file";
  name: string;
  owner: string;
  /** Pids alive (process), path (directory, file), or address and ports (network), for messages. */
  detail: string;
  /** Of a process: whether its leader runs. */
  running?: boolean;
}

/**
 * The process of that name under `root`, or undefined when there is neither a record nor anything alive of it. Cuts its
 * log if it has grown too long.
 *
 * @throws HostError when /proc or the record cannot be read
 */
export async function findProcess(root: string, name: string): Promise<FoundProcess | undefined> {
  const layout = layoutOf(root);
  return describe(layout, name, lookFor(layout, name));
}

/** Every process under `root`, with one look at /proc: for watching many. As findProcess otherwise. */
export async function findProcesses(root: string): Promise<FoundProcess[]> {
  const layout = layoutOf(root);
  const all = scanOf(layout);
  return namesIn(layout, all, () => true).flatMap((name) => describe(layout, name, lookFor(layout, name, all)) ?? []);
}

function describe(layout: Layout, name: string, sighting: Sighting): FoundProcess | undefined {
  const { record, owner, leader, state, members } = sighting;
  if (!record && members.length === 0) return undefined;
  const logFile = logFileOf(layout, name);
  boundLog(logFile);
  return {
    name,
    owner: owner ?? "",
    pid: leader?.pid ?? 0,
    startTime: leader?.startTime ?? 0,
    bootId: leader?.boot ?? bootId(),
    state,
    members: members.filter((member) => !member.zombie).map((member) => member.pid),
    logFile,
  };
}

/** Names of processes that a record or a mark tells of. */
function namesIn(layout: Layout, all: Map<number, Seen>, wanted: (owner: string) => boolean): string[] {
  const records = listRecords<ProcessRecord>(layout, "processes");
  const marked = [...all.values()].flatMap(({ marks }) => (marks && marks.root === layout.root ? [marks] : []));
  return [...new Set([...records, ...marked].filter((one) => wanted(one.owner)).map((one) => one.name))].sort();
}

/** Whose things are meant. */
type Wanted = (owner: string) => boolean;

function ownedProcesses(layout: Layout, wanted: Wanted): Owned[] {
  const all = scanOf(layout);
  return namesIn(layout, all, wanted).map((name) => {
    const { members, owner = "", state } = lookFor(layout, name, all);
    boundLog(logFileOf(layout, name));
    const alive = members.filter((member) => !member.zombie).map((member) => member.pid);
    const detail = alive.length > 0 ? `running: ${alive.join(", ")}` : "ended; its record and log are left";
    return { kind: "process", name, owner, detail, running: state === "running" };
  });
}

/** A directory counts as long as its folder, or what a deletion left of it, is there. */
function ownedDirectories(layout: Layout, wanted: Wanted): Owned[] {
  const trash = fs.existsSync(layout.trash) ? fs.readdirSync(layout.trash).map((entry) => entry.split("~")[0]) : [];
  return listRecords<DirectoryRecord>(layout, "directories")
    .filter((record) => wanted(record.owner))
    .filter(({ name }) => fs.existsSync(directoryPath(layout, name)) || trash.includes(name))
    .map(({ name, owner }) => ({ kind: "directory", name, owner, detail: directoryPath(layout, name) }));
}

function ownedFiles(layout: Layout, wanted: Wanted): Owned[] {
  return listRecords<FileRecord>(layout, "files")
    .filter((record) => wanted(record.owner) && fs.existsSync(record.path))
    .map((record) => ({ kind: "file", name: path.basename(record.path), owner: record.owner, detail: record.path }));
}

function ownedNetworks(layout: Layout, wanted: Wanted): Owned[] {
  return listRecords<NetworkRecord>(layout, "networks")
    .filter((record) => wanted(record.owner))
    .map(({ name, owner, address, firstPort, lastPort }) => ({
      kind: "network",
      name,
      owner,
      detail: `${address}:${firstPort}-${lastPort}`,
    }));
}

/**
 * Everything under `root` that belongs to `owner`: processes (from /proc, and ended ones of which a record is left),
 * directories, files, networks.
 *
 * @throws HostError when /proc or a record cannot be read: what cannot be seen is not taken for nothing
 */
export async function listOwned(root: string, owner: string): Promise<Owned[]> {
  return list(layoutOf(root), (one) => one === owner);
}

/**
 * The same of every owner, with one look at /proc and at each folder of records: for watching many. Puts the packet filter
 * of owners with uids of their own back, if somebody has removed it, and links of processes with namespaces of their own, and
 * holds the ranges of the uids.
 */
export async function listAll(root: string): Promise<Owned[]> {
  const layout = layoutOf(root);
  await keepFilter(layout);
  await keepRanges(layout);
  await keepLinks(layout);
  return list(layout, () => true);
}

function list(layout: Layout, wanted: Wanted): Owned[] {
  return [
    ...ownedProcesses(layout, wanted),
    ...ownedFiles(layout, wanted),
    ...ownedDirectories(layout, wanted),
    ...ownedNetworks(layout, wanted),
  ];
}

/** Whether nothing of `owner` is left under `root`. Throws when that cannot be known; never answers "empty" on an error. */
export async function isEmpty(root: string, owner: string): Promise<boolean> {
  return (await listOwned(root, owner)).length === 0;
}

/**
 * Ends and removes everything of `owner` under `root`, whatever Pulumi knows of it: processes, then directories with
 * their files, then networks. For what no state remembers any more; the caller must be sure that nothing should be left.
 */
export async function removeOwned(root: string, owner: string): Promise<Owned[]> {
  const all = await listOwned(root, owner);
  const named = (kind: Owned["kind"]) => all.filter((one) => one.kind === kind).map((one) => one.name);
  await Promise.all(named("process").map((name) => removeProcess(root, name)));
  for (const name of named("directory")) await removeDirectory(root, name);
  for (const name of named("network")) await releaseNetwork(root, name);
  return all;
}
