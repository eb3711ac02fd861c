import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { barrier } from "../barrier.js";
import { engineWatch } from "../engine-watch.js";
import { HostError } from "../errors.js";
import { makeFolder } from "../files/directory.js";
import { groupOf, killGroup, makeGroup, removeGroup } from "../isolation/cgroup.js";
import { applyFilter } from "../isolation/filter.js";
import { applyLinks, listensAt } from "../isolation/linking.js";
import { ensureNamespaces, recordNamespaces } from "../isolation/modes.js";
import { requirePeers } from "../isolation/peers.js";
import { releaseOwner } from "../isolation/release.js";
import { isLaunching, prepareNamespaces } from "../isolation/sandboxed.js";
import { ensureUser } from "../isolation/users.js";
import { openWay } from "../isolation/way.js";
import { makeLayout, type Layout } from "../layout.js";
import { withLock } from "../lock.js";
import { bindProblem } from "../network/bindable.js";
import { bootId, sinceBoot } from "../proc/boot.js";
import { insideOf } from "../proc/namespaces.js";
import { readProcFile, scan } from "../proc/scan.js";
import { processState } from "../proc/state.js";
import { readRecord, removeRecord, writeRecord } from "../records.js";
import { plain, redacted, type Properties } from "../values.js";
import { decide, isCommandLine } from "./decide.js";
import { endAll } from "./end.js";
import { inputsHashes, type Probe, type ProcessInputs } from "./inputs.js";
import { boundLog, lastLines, removeLogs, turnLog } from "./log.js";
import { waitUntilReady } from "./readiness.js";
import { lockKeyOf, logFileOf, temporaryName, workFolderOf, type ProcessRecord } from "./record.js";
import { removeWorkFolder } from "./remove.js";
import { lookFor, type Sighting } from "./sighting.js";
import { launchMs, start, type Confinement, type Started } from "./spawn.js";

/** How long another call on the same name may take: that of the slowest thing that it may do, and some. */
export function patienceMs(inputs: {
  readiness?: { timeoutSeconds?: number | null } | null;
  stopGraceSeconds: number;
}) {
  return ((inputs.readiness?.timeoutSeconds ?? 60) + inputs.stopGraceSeconds + 30) * 1000;
}

/**
 * A killed provider may leave a fork that has not become the program yet and bears no mark until it does, some
 * milliseconds later. An intent this fresh without a process gets a second look.
 */
const forkMs = 250;

async function lookTwice(layout: Layout, name: string): Promise<Sighting> {
  const found = lookFor(layout, name);
  const { record, leader } = found;
  const fresh = record?.phase === "starting" && record.boot === bootId() && Math.abs(sinceBoot() - record.at) < 5_000;
  if (leader || !fresh) return found;
  await delay(forkMs);
  // What makes namespaces hides its marks until there is somebody within; its command line tells of the name.
  const limit = performance.now() + launchMs;
  while (isLaunching(layout, name) && !lookFor(layout, name).leader && performance.now() < limit) await delay(20);
  return lookFor(layout, name);
}

async function expectFreePorts(inputs: ProcessInputs): Promise<void> {
  for (const { name, address, port } of inputs.ports) {
    const problem = await bindProblem(address, port);
    if (problem === undefined) continue;
    const found = problem === "EADDRINUSE" ? "it is in use by a process that is not of this name" : problem;
    throw new HostError(
      "port-in-use",
      `process ${inputs.name}: expected port ${name} at ${address}:${port} to be free, but ${found}: end what uses it, or take another port`,
      problem === "EADDRINUSE",
    );
  }
}

/** What the steps of one call share. */
interface Task {
  urn: string;
  /** Inputs as check() left them, secrets still wrapped. */
  raw: Properties;
  inputs: ProcessInputs;
  layout: Layout;
  log: string;
  cancel: AbortSignal;
}

/**
 * Sees to it that exactly one process of that name runs, with these inputs, and gives its outputs: an existing one is
 * taken over when it was made of the same inputs, and ended first when not. Serves create and update.
 *
 * Killed at any point, the next call for the name puts things right; each step says how.
 *
 * @param raw inputs as check() left them, secrets still wrapped
 * @throws HostError; a process that this call started is then gone, one that it took over is left as it was
 */
export async function ensureProcess(urn: string, raw: Properties, cancel: AbortSignal): Promise<Properties> {
  const inputs = plain(raw) as ProcessInputs;
  const layout = makeLayout(inputs.root);
  const task: Task = { urn, raw, inputs, layout, log: logFileOf(layout, inputs.name), cancel };
  // Killed while it has the lock: the lock is stale as soon as we are gone, and the next one breaks it.
  return withLock(layout, lockKeyOf(inputs.name), patienceMs(inputs), async () => {
    requirePeers(layout, urn, inputs.name, inputs.peerProcesses ?? []);
    await barrier("host.create.before");
    const found = await lookTwice(layout, inputs.name);
    const wanted = { name: inputs.name, owner: inputs.owner, inputsHashes: inputsHashes(inputs) };
    const runsIt = (pid: number) => isCommandLine(readProcFile(pid, "cmdline") ?? "", inputs.command, inputs.args);
    const decision = decide(found, wanted, runsIt);
    const { pid, startTime } =
      decision.kind === "adopt" ? await adopt(task, found, decision) : await startAfresh(task, decision.endFirst);
    const uid = lookFor(layout, inputs.name).record?.uid ?? process.getuid!();
    return { ...raw, pid, startTime, bootId: bootId(), state: "running", logFile: task.log, uid };
  });
}

/** The record of a start that is about to be. */
function intentOf({ urn, raw, inputs }: Task): ProcessRecord {
  return {
    name: inputs.name,
    owner: inputs.owner,
    urn,
    phase: "starting",
    start: randomBytes(8).toString("hex"),
    inputsHash: inputsHashes(inputs)[0],
    boot: bootId(),
    at: sinceBoot(),
    inputs: redacted(raw) as Properties,
  };
}

/** The process's own folder and, for an owner that is isolated, its /tmp and the uid and control group or what it sees. */
async function prepareIsolation(layout: Layout, inputs: ProcessInputs): Promise<Confinement | undefined> {
  const { name, owner, isolation } = inputs;
  if (await ensureNamespaces(layout, owner, isolation)) {
    makeFolder(layout.work, name);
    return prepareNamespaces(layout, name, owner, isolation?.readable ?? []);
  }
  const uid = await ensureUser(layout, { owner, isolation });
  makeFolder(layout.work, name, uid);
  if (uid === undefined) return undefined;
  openWay(layout);
  const home = workFolderOf(layout, name);
  makeFolder(home, temporaryName, uid);
  return { kind: "own-user", uid, group: makeGroup(layout, name), temporary: path.join(home, temporaryName) };
}

async function adopt(task: Task, found: Sighting, { pid, startTime }: Started): Promise<Started> {
  const { urn, layout, inputs } = task;
  const { isolation } = found.leader ?? {};
  // With its records lost; what has namespaces keeps them.
  if (isolation !== undefined) recordNamespaces(layout, inputs.owner);
  const intent = { ...intentOf(task), ...(isolation !== undefined && { isolation }) };
  // Killed before or after: it is adopted again, by its old record, its marks, or this one.
  const known = { ...intent, ...found.record, urn, inputs: intent.inputs };
  writeRecord<ProcessRecord>(layout, "processes", inputs.name, { ...known, phase: "started", pid, startTime });
  boundLog(task.log);
  await applyFilter(layout);
  await applyLinks(layout, inputs.name);
  // It may have run for months: that it does not answer now is no reason to end it.
  await expectReady(task, { pid, startTime });
  return { pid, startTime };
}

/** Ends everything that lives of the name. Killed within: some of it is left, still marked; the next call ends the rest. */
async function endMembers({ inputs, layout }: Task): Promise<void> {
  const members = () => lookFor(layout, inputs.name).members;
  const killAll = () => killGroup(groupOf(layout, inputs.name));
  await endAll(members, inputs.stopSignal as NodeJS.Signals, inputs.stopGraceSeconds * 1000, killAll);
}

async function startAfresh(task: Task, endFirst: boolean): Promise<Started> {
  const { inputs, layout, log } = task;
  const { name } = inputs;
  if (endFirst) await endMembers(task);
  // What an earlier run left in its folder is no less wanted because this start fails.
  const hadFolder = fs.existsSync(workFolderOf(layout, name));
  try {
    await expectFreePorts(inputs);
    await turnLog(layout, name);
    const confinement = await prepareIsolation(layout, inputs);
    const intent: ProcessRecord = {
      ...intentOf(task),
      ...(confinement?.kind === "own-user" && { uid: confinement.uid }),
      ...(confinement?.kind === "namespaces" && { isolation: confinement.kind }),
    };
    // Killed after it: nothing bears its mark, so the next call starts afresh. A full disk shows here.
    writeRecord(layout, "processes", name, intent);
    // Also where it has no user of its own: it may be the peer of one that has.
    await applyFilter(layout);
    const started = await engineWatch.uninterrupted(async () => {
      const { owner, inputsHash: hash, start: mark } = intent;
      // Killed after it: it runs, unrecorded, and bears the marks of the intent: found by /proc, and adopted.
      const made = await start(
        inputs,
        { name, owner, root: layout.root, inputs: hash, start: mark, isolation: intent.isolation },
        log,
        workFolderOf(layout, name),
        confinement,
      );
      // Killed after it: adopted by the record.
      const { pid, startTime } = made;
      writeRecord<ProcessRecord>(layout, "processes", name, { ...intent, phase: "started", pid, startTime });
      return made;
    });
    await applyLinks(layout, name);
    // Killed while it waits: adopted, and asked again.
    await expectReady(task, started);
    // Killed after it: the engine was not told and creates again; it is adopted.
    await barrier("host.create.made");
    return started;
  } catch (error) {
    // Create must leave nothing when it fails, because the engine will not remember it. What does not get ready may
    // also hold the port that the next attempt needs. The record goes last: killed within, the rest is ended next time.
    await endMembers(task);
    await removeLogs(layout, name);
    if (!hadFolder) await removeWorkFolder(layout, name);
    await removeGroup(groupOf(layout, name));
    removeRecord(layout, "processes", name);
    await releaseOwner(layout, inputs.owner);
    throw error;
  }
}

/**
 * Whether the process listens at the port in its own network; true where it has none. The link into it takes every
 * connection, also while nobody is behind.
 */
function listensInside({ layout, inputs }: Task, { pid }: Started, { address, port }: Probe): () => boolean {
  const record = readRecord<ProcessRecord>(layout, "processes", inputs.name);
  if (record?.isolation === undefined) return () => true;
  const inside = insideOf(scan(), pid);
  return () => inside !== undefined && listensAt(inside.pid, address, port);
}

async function expectReady(task: Task, of: Started): Promise<void> {
  const { inputs, log, cancel } = task;
  const ended = async () => {
    if (processState(of.pid, of.startTime) === "running") return undefined;
    // /proc tells of the end before Node does, and only Node tells of the exit status.
    return of.exited ? Promise.race([of.exited, delay(1_000, "ended", { ref: false })]) : "ended";
  };
  const { readiness } = inputs;
  const problem = readiness
    ? await waitUntilReady(readiness, ended, cancel, listensInside(task, of, readiness))
    : await ended();
  if (problem === undefined) return;
  const { kind, address, port } = readiness ?? {};
  const expected = readiness ? `to be ready (${kind} at ${address}:${port})` : "to run";
  throw new HostError(
    cancel.aborted ? "cancelled" : "not-ready",
    `process ${inputs.name}: expected ${inputs.command} ${expected}, but it ${problem}; ${lastLines(log)}`,
    true,
  );
}
