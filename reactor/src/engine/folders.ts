import { existsSync, readdirSync, rmSync } from "node:fs";
import { readFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** The Pulumi project of every deployment. */
export const PROJECT = "dinfra";

/** Where everything of one deployment lies. A backend of its own: a shared one costs a directory walk a checkpoint. */
export interface DeploymentFolder {
  readonly id: string;
  readonly root: string;
  readonly intentFile: string;
  /** PULUMI_BACKEND_URL points here. */
  readonly backend: string;
  /** The backend's version. */
  readonly metaFile: string;
  readonly checkpointFile: string;
  readonly lockFolder: string;
  readonly historyFolder: string;
  /** Where Pulumi.yaml and Pulumi.<id>.yaml lie, and where the engine runs. */
  readonly work: string;
  readonly projectFile: string;
  readonly stackFile: string;
  /** TMPDIR of the engine and its plugins: emptied after every operation, so that killed ones leave nothing in /tmp. */
  readonly temporary: string;
}

const ID = /^(0|[1-9][0-9]{0,19})\.[1-9][0-9]{0,9}$/;

/** What many deployments have in common is a stack of its own, with a folder like theirs. */
const COMMON = /^shared\.[0-9a-f]{12}$/;

/** Id of a deployment or of what several have in common. Anything else never becomes a path. */
export function isStackId(id: string): boolean {
  return isDeploymentId(id) || COMMON.test(id);
}

/** `<subscription>.<attempt>`. */
export function isDeploymentId(id: string): boolean {
  return ID.test(id);
}

export function deploymentFolder(stateDir: string, id: string): DeploymentFolder {
  const root = join(stateDir, id);
  const backend = join(root, "backend");
  const pulumi = join(backend, ".pulumi");
  const work = join(root, "work");
  return {
    id,
    root,
    intentFile: join(root, "intent.json"),
    backend,
    metaFile: join(pulumi, "meta.yaml"),
    checkpointFile: join(pulumi, "stacks", PROJECT, `${id}.json`),
    lockFolder: join(pulumi, "locks", "organization", PROJECT, id),
    historyFolder: join(pulumi, "history", PROJECT, id),
    work,
    projectFile: join(work, "Pulumi.yaml"),
    stackFile: join(work, `Pulumi.${id}.yaml`),
    temporary: join(root, "tmp"),
  };
}

/** Ids of the deployments that have a folder. */
export function knownDeployments(stateDir: string): string[] {
  if (!existsSync(stateDir)) return [];
  return readdirSync(stateDir).filter(isDeploymentId);
}

/** Ids of what deployments have in common, with a folder. */
export function knownShared(stateDir: string): string[] {
  if (!existsSync(stateDir)) return [];
  return readdirSync(stateDir).filter((entry) => COMMON.test(entry));
}

/** What workers that were killed while they installed something have left half made: nobody else names a file like this. */
export function removeDrafts(stateDir: string): void {
  const drafts = readdirSync(stateDir).filter((entry) => /^\.(template-|preview-|passphrase\.\d)/.test(entry));
  for (const draft of drafts) rmSync(join(stateDir, draft), { recursive: true, force: true });
}

/** What the engine never prunes by itself: the newest updates' history is kept for a person to look at. */
const HISTORY_KEPT = 3;

/**
 * Keeps the folder's size from growing with the number of updates: old history (a record and a copy of the state for each
 * update), drafts of files whose writer was killed, temporary files.
 */
export async function prune(folder: DeploymentFolder): Promise<void> {
  const entries = await readdir(folder.historyFolder).catch(ifAbsent([]));
  const updates = [...new Set(entries.map(updateOf))].sort();
  const old = new Set(updates.slice(0, -HISTORY_KEPT));
  await Promise.all([
    ...entries.filter((e) => old.has(updateOf(e))).map((e) => rm(join(folder.historyFolder, e), { force: true })),
    rm(folder.temporary, { recursive: true, force: true }),
    removeWriterDrafts(folder),
    removeTornAttributes(folder),
  ]);
}

/** `<stack>-<nanoseconds>.history.json`, `….checkpoint.json`, each with an `.attrs` beside it: one update. */
function updateOf(entry: string): string {
  return entry.replace(/\.(history|checkpoint)\..*$/, "");
}

/** The backend writes to `fileblob<random>` beside the file and renames; a killed writer leaves the draft. */
async function removeWriterDrafts(folder: DeploymentFolder): Promise<void> {
  const stacks = join(folder.checkpointFile, "..");
  for (const place of [stacks, folder.lockFolder, folder.historyFolder]) {
    const entries = await readdir(place).catch(ifAbsent([]));
    await Promise.all(
      entries.filter((e) => /fileblob\d*|\.tmp/.test(e)).map((e) => rm(join(place, e), { force: true })),
    );
  }
}

/**
 * Beside each file the backend keeps `<file>.attrs`, which it empties before it writes it. An engine that was killed in between leaves it so,
 * and from then on every engine ends with "failed to load checkpoint: EOF". Without the file it goes by default values, which will do.
 */
export async function removeTornAttributes(folder: Pick<DeploymentFolder, "backend">): Promise<void> {
  const entries = await readdir(folder.backend, { recursive: true }).catch(ifAbsent([]));
  for (const entry of entries.filter((each) => each.endsWith(".attrs"))) {
    const file = join(folder.backend, entry);
    if (!isJson((await readIfThere(file)) ?? "{}")) await rm(file, { force: true });
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export async function readIfThere(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch(ifAbsent(undefined));
}

/** For `.catch`: an absent file or folder is `value`, any other error is an error. */
export function ifAbsent<T>(value: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === "ENOENT") return value;
    throw error;
  };
}
