import * as fs from "node:fs";
import { HostError } from "../errors.js";
import { OpenFolder, inFolder } from "../files/open-folder.js";
import { makeLayout, type Layout } from "../layout.js";
import { withLock } from "../lock.js";
import { endAll } from "../process/end.js";
import { lockKeyOf, type ProcessRecord } from "../process/record.js";
import { lookFor } from "../process/sighting.js";
import { listRecords } from "../records.js";
import { groupOf, killGroup } from "./cgroup.js";
import { applyFilter } from "./filter.js";
import { IsolationKind, uidsOf, type Isolation } from "./isolation.js";
import { kindOf, recordNamespaces } from "./modes.js";
import { namespacesProblem } from "./try-sandbox.js";
import { freeUid, recordUser, requireRange, usedUids, userOf, withUsers } from "./users.js";
import { openWay } from "./way.js";

/** What a move came to. */
export interface Moved {
  uid: number;
  /** Files that also have a name outside of the owner's folders: giving them away could give away somebody else's. */
  notGiven: string[];
}

interface Linked {
  path: string;
  names: { folder: OpenFolder; name: Buffer }[];
  links: number;
}

/** Gives everything in the folders to the uid; the folders themselves last, since they say whose all of it is. */
class Giving {
  readonly #linked = new Map<string, Linked>();
  readonly #open: OpenFolder[] = [];

  constructor(readonly uid: number) {}

  contents(folder: OpenFolder): void {
    this.#open.push(folder);
    const device = fs.fstatSync(folder.fd).dev;
    for (const entry of fs.readdirSync(folder.at("."), { encoding: "buffer" })) {
      const stat = folder.stat(entry);
      // Of folders only: in an overlay the files of one file system have several devices.
      if (!stat || (stat.isDirectory() && stat.dev !== device)) continue;
      if (stat.isDirectory()) {
        const inner = folder.enter(entry);
        if (inner) this.contents(inner);
        this.#give(folder, entry);
      } else if (stat.nlink === 1) this.#give(folder, entry);
      else {
        const key = `${stat.dev}:${stat.ino}`;
        const known = this.#linked.get(key) ?? { path: folder.labelOf(entry), names: [], links: stat.nlink };
        known.names.push({ folder, name: entry });
        this.#linked.set(key, known);
      }
    }
  }

  /** A file with several names is given if all of them are in these folders. */
  finish(): string[] {
    const notGiven: string[] = [];
    for (const { path, names, links } of this.#linked.values())
      if (names.length === links) this.#give(names[0]!.folder, names[0]!.name);
      else notGiven.push(path);
    for (const folder of this.#open) folder.close();
    return notGiven;
  }

  #give(folder: OpenFolder, name: Buffer): void {
    // Of a link, the link itself.
    fs.lchownSync(folder.at(name), this.uid, this.uid);
  }
}

/**
 * Moves an owner that has run as the provider's user to namespaces of its own: ends its processes and records it. The next
 * update starts them again, in namespaces. Its folders are the provider's user's before and after.
 *
 * @throws isolation-impossible, name-taken, not-ending
 */
export async function moveToNamespaces(root: string, owner: string, isolation: Isolation): Promise<Moved> {
  const layout = makeLayout(root);
  const uid = process.getuid!();
  if (kindOf(layout, owner) === IsolationKind.Namespaces) return { uid, notGiven: [] };
  const problem = await namespacesProblem(layout, isolation.readable ?? []);
  if (problem !== undefined) throw new HostError("isolation-impossible", problem);
  const { processes } = found(layout, owner);
  return withLocks(
    layout,
    processes.map(({ name }) => lockKeyOf(name)),
    async () => {
      for (const record of processes) await endOne(layout, record);
      // Killed within: the owner keeps its user, and the next call does it all again.
      recordNamespaces(layout, owner);
      return { uid, notGiven: [] };
    },
  );
}

/** What an owner has that could be moved. */
function found(layout: Layout, owner: string): { processes: ProcessRecord[]; directories: string[] } {
  const processes = listRecords<ProcessRecord>(layout, "processes").filter((one) => one.owner === owner);
  const directories = listRecords(layout, "directories").filter((one) => one.owner === owner);
  if (processes.length + directories.length === 0)
    throw new HostError(
      "name-taken",
      `expected something of ${owner} under ${layout.root}, found nothing: see what reactor check lists`,
    );
  return { processes, directories: directories.map(({ name }) => name) };
}

/**
 * Moves an owner that has run as the provider's user to a uid of its own: ends its processes, gives its folders to the
 * uid, and records it. The next update starts the processes again, under the uid. Killed within: nothing is recorded, the
 * owner keeps its user, and the next call does it all again.
 *
 * @throws isolation-impossible, no-free-user, not-ending
 */
export async function moveToOwnUser(root: string, owner: string, isolation: Isolation): Promise<Moved> {
  const layout = makeLayout(root);
  const known = userOf(layout, owner);
  if (known !== undefined) return { uid: known, notGiven: [] };
  if (process.getuid?.() !== 0)
    throw new HostError(
      "isolation-impossible",
      `expected root to move ${owner} to a uid of its own, found uid ${process.getuid?.()}`,
    );
  const range = uidsOf(isolation);
  await requireRange(layout, range);
  openWay(layout);
  const { processes, directories } = found(layout, owner);
  const moved = await withLocks(
    layout,
    processes.map(({ name }) => lockKeyOf(name)),
    () =>
      withUsers(layout, async () => {
        for (const record of processes) await endOne(layout, record);
        const uid = freeUid(range, owner, usedUids(layout));
        if (uid === undefined)
          throw new HostError("no-free-user", `expected a free uid for ${owner}, found none: give a larger range`);
        const notGiven = giveFolders(
          layout,
          uid,
          directories,
          processes.map(({ name }) => name),
        );
        recordUser(layout, owner, uid, range);
        return { uid, notGiven };
      }),
  );
  await applyFilter(layout);
  return moved;
}

/** So that nothing starts one of them meanwhile. */
function withLocks<T>(layout: Layout, keys: string[], work: () => Promise<T>): Promise<T> {
  const [first, ...rest] = keys;
  return first === undefined ? work() : withLock(layout, first, 120_000, () => withLocks(layout, rest, work));
}

async function endOne(layout: Layout, { name, inputs }: ProcessRecord): Promise<void> {
  const { stopSignal = "SIGTERM", stopGraceSeconds = 10 } = inputs as {
    stopSignal?: NodeJS.Signals;
    stopGraceSeconds?: number;
  };
  const killAll = () => killGroup(groupOf(layout, name));
  await endAll(() => lookFor(layout, name).members, stopSignal, stopGraceSeconds * 1000, killAll);
}

function giveFolders(layout: Layout, uid: number, data: string[], work: string[]): string[] {
  const giving = new Giving(uid);
  const tops = [
    ...data.map((name) => ({ parent: layout.data, name })),
    ...work.map((name) => ({ parent: layout.work, name })),
  ];
  for (const { parent, name } of tops)
    inFolder(parent, (open) => {
      const folder = open.enter(name);
      if (folder) giving.contents(folder);
    });
  const notGiven = giving.finish();
  for (const { parent, name } of tops)
    inFolder(parent, (open) => {
      if (open.stat(name)) fs.lchownSync(open.at(name), uid, uid);
    });
  return notGiven;
}
