import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runEngine } from "./engine-process.js";
import type { Installation } from "./environment.js";
import { EngineFailure } from "./failure.js";
import { prune, type DeploymentFolder } from "./folders.js";
import { ensureStack } from "./installation.js";
import { removeStaleLocks } from "./locks.js";
import { halfMade, mend, type Mended } from "./mend.js";
import type { PlatformObserver } from "./programs.js";
import { STATE_VERSION, pendingOf, readState, resourcesOf, type StackState } from "./state.js";

export interface Repair {
  readonly locks: number;
  readonly adopted: readonly string[];
  readonly dropped: readonly string[];
  /** Reality may differ from the state in more than what was half made: refresh before anything else. */
  readonly mustRefresh: boolean;
}

/**
 * Makes a deployment's folder fit for the engine again, whatever was killed over it. The surviving processes have been ended
 * before. Cheap when nothing is wrong (two directory reads and the state file), so every operation begins with it.
 *
 * Each step leaves a folder from which this function starts again: locks are removed one by one; the mended state replaces
 * the old one in one rename inside the import; until then the half-made resources are still listed in it.
 */
export async function repair(
  installation: Installation,
  folder: DeploymentFolder,
  observer: PlatformObserver,
  owner: string,
  interrupted: boolean,
  hosts: readonly string[],
  stop: AbortSignal,
): Promise<Repair> {
  const locks = await removeStaleLocks(folder, hosts);
  if (interrupted || locks > 0) await prune(folder);
  const found = await readState(folder);
  if (found.kind === "unusable") await putAside(folder);
  const pending = pendingOf(found);
  let mended: Mended | undefined;
  if (found.kind === "state" && pending.length > 0) {
    const asked = halfMade(pending);
    const observed =
      asked.length === 0 ? [] : [...(await observer.list(owner)), ...((await observer.unmarked?.()) ?? [])];
    mended = mend(found.state, (half) =>
      asked.includes(half) ? observer.identify({ type: half.type, inputs: half.inputs ?? {} }, observed) : undefined,
    );
    await importState(installation, folder, mended.state, stop);
  }
  const resources = mended?.state.resources ?? resourcesOf(found);
  return {
    locks,
    adopted: mended?.adopted ?? [],
    dropped: mended?.dropped ?? [],
    mustRefresh: (interrupted || pending.length > 0) && resources.length > 0,
  };
}

/** A state that neither it nor its backup can be read is as good as a lost one: what exists is adopted by name. */
async function putAside(folder: DeploymentFolder): Promise<void> {
  await rename(folder.checkpointFile, `${folder.checkpointFile}.unusable`);
  await rm(`${folder.checkpointFile}.bak`, { force: true });
}

async function importState(
  installation: Installation,
  folder: DeploymentFolder,
  state: StackState,
  stop: AbortSignal,
): Promise<void> {
  await ensureStack(installation, folder);
  const file = join(folder.root, "mended.json");
  await writeFile(file, JSON.stringify({ version: STATE_VERSION, deployment: state }), { mode: 0o600 });
  const exit = await runEngine(installation, folder, { verb: "import", file }, stop);
  if (exit.signal !== null) {
    throw new EngineFailure({
      code: "engine.killed",
      retryable: true,
      message: `The engine was ended by ${exit.signal} while it took in the mended state.`,
    });
  }
  if (exit.code !== 0) {
    throw new EngineFailure({
      code: "engine.stateUnusable",
      retryable: false,
      message: `The engine refused the mended state (${file}): ${exit.output.trim()}`,
    });
  }
  await rm(file, { force: true });
}
