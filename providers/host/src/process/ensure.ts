import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { barrier } from "../barrier.js";
import { engineWatch } from "../engine-watch.js";
import { HostError } from "../errors.js";
import { makeLayout, type Layout } from "../layout.js";
import { withLock } from "../lock.js";
import { bindProblem } from "../network/bindable.js";
import { bootId } from "../proc/boot.js";
import { readProcFile } from "../proc/scan.js";
import { processState } from "../proc/state.js";
import { removeRecord, writeRecord } from "../records.js";
import { plain, redacted, type Properties } from "../values.js";
import { decide, isCommandLine } from "./decide.js";
import { endAll } from "./end.js";
import { inputsHash, type ProcessInputs } from "./inputs.js";
import { boundLog, lastLines, removeLogs, turnLog } from "./log.js";
import { waitUntilReady } from "./readiness.js";
import { lockKeyOf, logFileOf, type ProcessRecord } from "./record.js";
import { lookFor, type Sighting } from "./sighting.js";
import { start, type Started } from "./spawn.js";

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
  const fresh = record?.phase === "starting" && record.boot === bootId() && Math.abs(Date.now() - record.at) < 5_000;
  if (leader || !fresh) return found;
  await delay(forkMs);
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

/**
 * Sees to it that exactly one process of that name runs, with these inputs, and gives its outputs: an existing one is
 * taken over when it was made of the same inputs, and ended first when not. Serves create and update.
 *
 * Killed at any point, the next call for the name puts things right; each step says how.
 *
 * @param raw inputs as check() left them, secrets still wrapped
 * @throws HostError; a process that this call started is then gone, one that it found is left as it was
 */
export async function ensureProcess(urn: string, raw: Properties, cancel: AbortSignal): Promise<Properties> {
  const inputs = plain(raw) as ProcessInputs;
  const layout = makeLayout(inputs.root);
  const { name } = inputs;
  const log = logFileOf(layout, name);

  // Killed while it has the lock: the lock is stale as soon as we are gone, and the next one breaks it.
  return withLock(layout, lockKeyOf(name), patienceMs(inputs), async () => {
    await barrier("host.create.before");
    const found = await lookTwice(layout, name);
    const hash = inputsHash(inputs);
    const runsIt = (pid: number) => isCommandLine(readProcFile(pid, "cmdline") ?? "", inputs.command, inputs.args);
    const decision = decide(found, { name, owner: inputs.owner, inputsHash: hash }, runsIt);

    const record: ProcessRecord = {
      name,
      owner: inputs.owner,
      urn,
      phase: "starting",
      start: randomBytes(8).toString("hex"),
      inputsHash: hash,
      boot: bootId(),
      at: Date.now(),
      inputs: redacted(raw) as Properties,
    };

    if (decision.kind === "adopt") {
      const { pid, startTime } = decision;
      // Killed before or after: it is adopted again, by its old record, its marks, or this one.
      writeRecord(layout, "processes", name, {
        ...record,
        ...found.record,
        urn,
        inputs: record.inputs,
        phase: "started",
        pid,
        startTime,
      });
      boundLog(log);
      // It may have run for months: that it does not answer now is no reason to end it.
      await expectReady(inputs, { pid, startTime }, log, cancel);
      return outputsOf(raw, pid, startTime, log);
    }

    // Killed within: some of it is left, still marked; the next call ends the rest.
    if (decision.endFirst)
      await endAll(
        () => lookFor(layout, name).members,
        inputs.stopSignal as NodeJS.Signals,
        inputs.stopGraceSeconds * 1000,
      );
    await expectFreePorts(inputs);
    turnLog(log);
    // The intent. Killed after it: nothing bears its mark, so the next call starts afresh. A full disk shows here.
    writeRecord(layout, "processes", name, record);
    let started: Started | undefined;
    try {
      started = await engineWatch.uninterrupted(async () => {
        const marks = { name, owner: inputs.owner, root: layout.root, inputs: hash, start: record.start };
        // Killed after it: it runs, unrecorded, and bears the marks of the intent: found by /proc, and adopted.
        const process = await start(inputs, marks, log);
        const { pid, startTime } = process;
        // Killed after it: adopted by the record.
        writeRecord(layout, "processes", name, { ...record, phase: "started", pid, startTime });
        return process;
      });
      // Killed while it waits: adopted, and asked again.
      await expectReady(inputs, started, log, cancel);
    } catch (error) {
      // Create must leave nothing when it fails, because the engine will not remember it. What does not get ready may
      // also hold the port that the next attempt needs. Killed within: the record stays, the rest is ended next time.
      await endAll(
        () => lookFor(layout, name).members,
        inputs.stopSignal as NodeJS.Signals,
        inputs.stopGraceSeconds * 1000,
      );
      removeLogs(log);
      removeRecord(layout, "processes", name);
      throw error;
    }
    const outputs = outputsOf(raw, started.pid, started.startTime, log);
    // Killed after it: the engine was not told and creates again; it is adopted.
    await barrier("host.create.made");
    return outputs;
  });
}

async function expectReady(inputs: ProcessInputs, of: Started, log: string, cancel: AbortSignal): Promise<void> {
  const ended = async () => {
    if (processState(of.pid, of.startTime) === "running") return undefined;
    // /proc tells of the end before Node does, and only Node tells of the exit status.
    return of.exited ? Promise.race([of.exited, delay(1_000, "ended", { ref: false })]) : "ended";
  };
  const problem = inputs.readiness ? await waitUntilReady(inputs.readiness, ended, cancel) : await ended();
  if (problem === undefined) return;
  const { kind, address, port } = inputs.readiness ?? {};
  const expected = inputs.readiness ? `to be ready (${kind} at ${address}:${port})` : "to run";
  throw new HostError(
    cancel.aborted ? "cancelled" : "not-ready",
    `process ${inputs.name}: expected ${inputs.command} ${expected}, but it ${problem}; ${lastLines(log)}`,
    true,
  );
}

/** Outputs: the inputs as they came (secrets stay secret) and what is known of the process. */
export function outputsOf(raw: Properties, pid: number, startTime: number, log: string): Properties {
  return { ...raw, pid, startTime, bootId: bootId(), state: "running", logFile: log };
}
