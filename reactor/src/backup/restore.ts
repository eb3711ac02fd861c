import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { copyFile, mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { dataFolder } from "@dinfra/service/data-folder";
import { ReactorError, reasonOf } from "@dinfra/service/failure";
import type { ReactorConfig } from "../config.js";
import type { DeploymentRecord } from "../deployments/record.js";
import { DeploymentStore } from "../deployments/store.js";
import { deploymentFolder, knownDeployments, knownShared } from "../engine/folders.js";
import { readIntent, writeIntent } from "../engine/intent.js";
import { readProfile } from "../read-profile.js";
import { sync } from "./backup.js";
import { readManifest } from "./manifest.js";

/** Whether anything of a deployment is on the platform. */
export type IsThere = (record: DeploymentRecord) => Promise<boolean>;

export interface Restored {
  /** When the backup was made, ISO 8601. */
  readonly at: string;
  /** Deployments that were taken up. */
  readonly kept: readonly string[];
  /** Deployments of which nothing is on the platform any more. */
  readonly dropped: readonly string[];
}

/**
 * Makes an empty data directory out of a backup, so that a reactor can go on with what runs. The world went on since: an
 * update's state is older than what it made, so each deployment is compared with the platform before anything else is done
 * to it; one of which nothing is left there is dropped, as it would be made again by a repair though its subscription may
 * have ended. What the chain still wants of it, the sidecar asks for anew. The store gets another epoch: numbers of its
 * changes were given twice.
 *
 * @throws {ReactorError} `restore.not-empty`, `wrong-instance`, `restore.platform`, and what a backup is refused for
 */
export async function restoreReactor(config: ReactorConfig, source: string, isThere?: IsThere): Promise<Restored> {
  const { dataDir, provider } = config;
  const files = dataFolder(dataDir);
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0)
    throw new ReactorError(
      "restore.not-empty",
      `${dataDir}: expected an empty data directory, found files in it: move it away, or give another one`,
    );
  const manifest = await readManifest(source);
  if (manifest.provider !== null && manifest.provider !== provider)
    throw new ReactorError(
      "wrong-instance",
      `the backup is of provider ${manifest.provider}, configured is ${provider}: give that provider, or another backup`,
    );
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    for (const name of Object.keys(manifest.files)) {
      const to = join(dataDir, name);
      await mkdir(dirname(to), { recursive: true, mode: 0o700 });
      await copyFile(join(source, name), to);
      await sync(to);
    }
    const outcome = await withStore(files.reactorStore, async (store) => {
      const look = isThere ?? (await platformLook(config));
      store.renewEpoch();
      return dropWhatIsGone(store, look);
    });
    for (const id of [...knownDeployments(files.engineState), ...knownShared(files.engineState)]) {
      const { root, intentFile } = deploymentFolder(files.engineState, id);
      // A state without its deployment stays: it is how an orphan is known and torn down.
      if (existsSync(root)) writeIntent(intentFile, "up", readIntent(intentFile));
    }
    return { at: manifest.at, ...outcome };
  } catch (error) {
    for (const name of readdirSync(dataDir)) await rm(join(dataDir, name), { recursive: true, force: true });
    throw error;
  }
}

async function withStore<T>(file: string, act: (store: DeploymentStore) => Promise<T>): Promise<T> {
  const store = DeploymentStore.open(file);
  try {
    return await act(store);
  } finally {
    store.close();
  }
}

async function dropWhatIsGone(
  store: DeploymentStore,
  isThere: IsThere,
): Promise<{ kept: string[]; dropped: string[] }> {
  const kept: string[] = [];
  const dropped: string[] = [];
  for (const page of [...store.pages()]) {
    for (const record of page) {
      // Only what was deployed is put back by a repair; what was to go is looked for by its teardown.
      const gone = record.wanted === "present" && record.good !== null && !(await isThere(record));
      (gone ? dropped : kept).push(record.id);
      if (gone) store.forget(record.id);
    }
  }
  return { kept, dropped };
}

/** One look for each platform that a deployment is pinned to. */
async function platformLook(config: ReactorConfig): Promise<IsThere> {
  const { surroundings } = await import("../deployments/surroundings.js");
  const { folderStore } = await import("@dinfra/schemas");
  // Neither engine nor descriptors are asked for anything.
  const around = surroundings(undefined as never, folderStore(config.store), readProfile(config));
  const began = performance.now();
  return async ({ owner, id, good }) => {
    try {
      const seen = await around.observer(good!.profile).owners(began);
      return seen.has(around.label(around.ownerName(owner, id)));
    } catch (error) {
      throw new ReactorError(
        "restore.platform",
        `the platform cannot be asked what runs (${reasonOf(error).message}), so nothing was restored: ` +
          "put that right (dinfra reactor check says what it is), then restore again",
        true,
      );
    }
  };
}
