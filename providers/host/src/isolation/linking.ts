import { spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { HostError } from "../errors.js";
import type { Layout } from "../layout.js";
import { withLock } from "../lock.js";
import { bootId } from "../proc/boot.js";
import { insideOf } from "../proc/namespaces.js";
import { marksToEnv, type Marks, type Seen } from "../proc/scan.js";
import { processState, readStat, stateOf } from "../proc/state.js";
import type { ProcessRecord } from "../process/record.js";
import { listRecords } from "../records.js";
import { scanOf } from "./forged.js";
import { IsolationKind } from "./isolation.js";
import { endsOf, linksOf, listenersIn, socatArgs, unixListenersIn, type End, type Link } from "./links.js";
import { anyNamespaces } from "./modes.js";
import { portsOfPeers } from "./peers.js";
import { closeAlso } from "./sandbox.js";
import { lookAtSystem, sandboxTools } from "./system.js";

/** How long an end may take until it listens; a machine that is busy is no reason to give up. */
const listenMs = 30_000;

/** A process in namespaces of its own that runs, and the pid of the first that is inside. */
interface Running {
  record: ProcessRecord;
  inside: number;
}

function runningIn(records: readonly ProcessRecord[], all: Map<number, Seen>): Running[] {
  return records.flatMap((record) => {
    const { isolation, phase, pid, startTime, boot } = record;
    if (isolation !== IsolationKind.Namespaces || phase !== "started" || pid === undefined) return [];
    if (stateOf(all.get(pid), startTime!, boot === bootId()) !== "running") return [];
    const inside = insideOf(all, pid);
    return inside ? [{ record, inside: inside.pid }] : [];
  });
}

/** What runs of the ends of a process's links, by their keys. */
function endsIn(layout: Layout, { name, start }: ProcessRecord, all: Map<number, Seen>): Map<string, Seen[]> {
  const found = new Map<string, Seen[]>();
  for (const seen of all.values()) {
    const { marks } = seen;
    if (marks?.link === undefined || marks.root !== layout.root || marks.name !== name) continue;
    // Of a former start: of a network that is no more.
    const key = marks.start === start ? marks.link : `${marks.link} of ${marks.start}`;
    found.set(key, [...(found.get(key) ?? []), seen]);
  }
  return found;
}

/** Returns when they hold no port any more. */
async function end(all: readonly Seen[]): Promise<void> {
  const left = () => all.filter(({ pid, startTime }) => stateOf(readStat(pid), startTime) === "running");
  for (let pause = 1; left().length > 0; pause = Math.min(pause * 2, 50)) {
    for (const { pid } of left())
      try {
        process.kill(pid, "SIGKILL");
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
      }
    await delay(pause);
  }
}

function table(pid: number, name: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/net/${name}`, "latin1");
  } catch {
    return "";
  }
}

/** Whether something listens at the port in the network of that process. */
export function listensAt(pid: number, address: string, port: number): boolean {
  return tcpListeners(pid, address, port).length > 0;
}

function tcpListeners(pid: number, address: string, port: number): string[] {
  return ["tcp", "tcp6"].flatMap((name) => listenersIn(table(pid, name), address, port));
}

/** Whether the process itself has one of the sockets: at the same place somebody else may listen. */
function hasOne(pid: number, inodes: readonly string[]): boolean {
  try {
    const open = fs.readdirSync(`/proc/${pid}/fd`).map((fd) => fs.readlinkSync(`/proc/${pid}/fd/${fd}`));
    return inodes.some((inode) => open.includes(`socket:[${inode}]`));
  } catch {
    return false;
  }
}

function listens(pid: number, { listens: at, socket, link }: End): boolean {
  const inodes =
    at === "socket" ? unixListenersIn(table(pid, "unix"), socket) : tcpListeners(pid, link.address, link.port);
  return inodes.length > 0 && hasOne(pid, inodes);
}

async function startEnd(layout: Layout, { record, inside }: Running, end: End): Promise<void> {
  const { nsenter, socat } = sandboxTools();
  const { name, owner, start, inputsHash: inputs } = record;
  const marks: Marks = { name, owner, root: layout.root, inputs, start, link: end.key };
  const enter = end.side === "inside" ? [nsenter, `--target=${inside}`, "--user", "--net", "--preserve-credentials", "--"] : []; // prettier-ignore
  const [file, ...args] = [...enter, socat, ...socatArgs(end)];
  if (end.listens === "socket") fs.rmSync(path.join(layout.links, end.socket), { force: true });
  // Its folder is the sockets': the path of a socket may have a hundred letters only.
  const child = spawn(file!, args, {
    cwd: layout.links,
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", ...marksToEnv(marks) },
    detached: true,
    stdio: "ignore",
  });
  child.on("error", () => undefined);
  child.unref();
  const stat = child.pid === undefined ? undefined : readStat(child.pid);
  const { address, port } = end.link;
  const limit = performance.now() + listenMs;
  for (let pause = 1; stat && performance.now() < limit; pause = Math.min(pause * 2, 50)) {
    if (processState(stat.pid, stat.startTime) !== "running") break;
    if (listens(stat.pid, end)) return;
    await delay(pause);
  }
  throw new HostError(
    "start-failed",
    `process ${name}: expected a link ${end.link.direction === "in" ? "into its network from" : "out of its network to"} ${address}:${port}, but socat does not listen (is the port taken?)`,
    true,
  );
}

async function linkOne(layout: Layout, running: Running, links: Link[], all: Map<number, Seen>) {
  const there = endsIn(layout, running.record, all);
  const wanted = links.map((link) => endsOf(running.record.name, link));
  const keys = new Set(wanted.flat().map(({ key }) => key));
  for (const [key, seen] of there) if (!keys.has(key)) await end(seen);
  const { pid, startTime } = running.record;
  for (const ends of wanted) {
    if (ends.every(({ key }) => there.has(key))) continue;
    // A half is no link, and the other half may wait for the one that is gone.
    for (const { key } of ends) await end(there.get(key) ?? []);
    for (const one of ends) {
      // What ends meanwhile must not be left with links.
      if (processState(pid!, startTime!) !== "running") return;
      await startEnd(layout, running, one);
    }
  }
}

/**
 * Makes the links of all processes in namespaces of their own what the records say.
 *
 * @param name whose links must stand when it returns; those of others that cannot be made now are tried again at the next
 *   look
 * @throws isolation-impossible, start-failed
 */
export async function applyLinks(layout: Layout, name?: string): Promise<void> {
  if (!anyNamespaces(layout)) return;
  await withLock(layout, "links", 120_000, async () => {
    const records = listRecords<ProcessRecord>(layout, "processes");
    const all = scanOf(layout);
    const runs = runningIn(records, all).map((running) => ({
      running,
      links: linksOf(running.record, records, (record) => portsOfPeers(layout, record)),
    }));
    for (const { running, links } of runs)
      try {
        await linkOne(layout, running, links, all);
      } catch (error) {
        if (running.record.name === name || !(error instanceof HostError)) throw error;
      }
    const sockets = runs.flatMap(({ running, links }) =>
      links.map((link) => endsOf(running.record.name, link)[0].socket),
    );
    sweep(layout, new Set(sockets));
  });
}

/** Removes sockets that nothing listens at any more. */
function sweep(layout: Layout, used: ReadonlySet<string>): void {
  for (const file of fs.readdirSync(layout.links))
    if (!used.has(file)) fs.rmSync(path.join(layout.links, file), { force: true });
}

/** How often it is looked whether the links still stand. */
const lookMs = 10_000;
const lookedAt = new Map<string, number>();

/** Addresses of this machine that networks of a root were closed to, as far as this process knows. */
const closedTo = new Map<string, string>();

/** Closes the networks of what runs to addresses that the machine has got since it was started. */
function closeToNew(layout: Layout): void {
  const { nsenter, sh, ip } = sandboxTools();
  const { addresses } = lookAtSystem({ ip });
  const all = addresses.join(" ");
  if (closedTo.get(layout.root) === all) return;
  const records = listRecords<ProcessRecord>(layout, "processes");
  for (const { inside } of runningIn(records, scanOf(layout))) {
    const enter = [`--target=${inside}`, "--user", "--net", "--preserve-credentials", "--"];
    // What ends meanwhile cannot be entered, nor does it matter.
    spawnSync(nsenter, [...enter, sh, ...closeAlso(ip, addresses)], { stdio: "ignore" });
  }
  closedTo.set(layout.root, all);
}

/**
 * Makes links again that have ended, and closes networks to addresses that this machine has got. For who looks at the root
 * again and again.
 */
export async function keepLinks(layout: Layout): Promise<void> {
  const last = lookedAt.get(layout.root);
  if (!anyNamespaces(layout) || (last !== undefined && performance.now() - last < lookMs)) return;
  await applyLinks(layout);
  closeToNew(layout);
  lookedAt.set(layout.root, performance.now());
}
