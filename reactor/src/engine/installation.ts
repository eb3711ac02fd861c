import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { installHostPlugin } from "@dinfra/host";
import { installNodePlugin } from "@dinfra/node";
import { runEngine } from "./engine-process.js";
import type { Installation } from "./environment.js";
import { EngineFailure } from "./failure.js";
import { PROJECT, deploymentFolder, readIfThere, type DeploymentFolder } from "./folders.js";

const PROJECT_FILE = `name: ${PROJECT}\nruntime: nodejs\n`;

/** The stack that the engine made once, and that every new deployment's stack is a copy of. */
const TEMPLATE = ".template";
const TEMPLATE_ID = "1.1";

/**
 * Puts in place what all deployments of a state directory share, and what somebody may have deleted since: passphrase,
 * plugins, the template of an empty stack. Does nothing where all is there; several workers may do it at once.
 */
export async function ensureInstallation(installation: Installation): Promise<void> {
  mkdirSync(installation.stateDir, { recursive: true, mode: 0o700 });
  const isNew = ensurePassphrase(installation.passphraseFile);
  // The template's salt, and the keys, belong to the passphrase that is gone.
  if (isNew) {
    for (const old of [join(installation.stateDir, TEMPLATE), installation.keyFolder])
      rmSync(old, { recursive: true, force: true });
  }
  mkdirSync(installation.pulumiHome, { recursive: true, mode: 0o700 });
  installHostPlugin(installation.pulumiHome);
  installNodePlugin(installation.pulumiHome);
  await ensureTemplate(installation);
}

/** Whole or not there, readable by nobody else, and never a second one: states are encrypted with it. True if new. */
function ensurePassphrase(file: string): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, randomBytes(32).toString("base64url"), { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Makes sure that the deployment has a Pulumi project and a stack. A new stack is an empty one that the engine made once, with
 * the name put in: another engine process for each award would cost more.
 */
export async function ensureStack(installation: Installation, folder: DeploymentFolder): Promise<void> {
  await mkdir(folder.work, { recursive: true });
  if ((await readIfThere(folder.projectFile)) !== PROJECT_FILE) await writeWhole(folder.projectFile, PROJECT_FILE);
  // An engine or a machine that died in the middle of writing one may have left it empty.
  const hasSalt = /^encryptionsalt: \S/m.test((await readIfThere(folder.stackFile)) ?? "");
  const hasMeta = /^version: \d/m.test((await readIfThere(folder.metaFile)) ?? "");
  const hasState = (await readIfThere(folder.checkpointFile)) !== undefined;
  if (hasSalt && hasMeta && hasState) return;
  const template = await ensureTemplate(installation);
  if (!hasSalt) await writeWhole(folder.stackFile, await readFile(template.stackFile, "utf8"));
  await mkdir(join(folder.checkpointFile, ".."), { recursive: true });
  if (!hasMeta) await writeWhole(folder.metaFile, await readFile(template.metaFile, "utf8"));
  if (hasState) return;
  const checkpoint = JSON.parse(await readFile(template.checkpointFile, "utf8")) as { checkpoint: { stack: string } };
  checkpoint.checkpoint.stack = `organization/${PROJECT}/${folder.id}`;
  await writeWhole(folder.checkpointFile, JSON.stringify(checkpoint));
}

async function ensureTemplate(installation: Installation): Promise<DeploymentFolder> {
  const place = join(installation.stateDir, TEMPLATE);
  const template = deploymentFolder(place, TEMPLATE_ID);
  if ((await readIfThere(template.checkpointFile)) !== undefined) return template;
  const draftPlace = mkdtempSync(join(installation.stateDir, `${TEMPLATE}-`));
  try {
    const draft = deploymentFolder(draftPlace, TEMPLATE_ID);
    await mkdir(draft.work, { recursive: true });
    await mkdir(draft.backend, { recursive: true });
    await writeFile(draft.projectFile, PROJECT_FILE);
    const exit = await runEngine(installation, draft, { verb: "init" }, new AbortController().signal);
    if (exit.code !== 0) {
      throw new EngineFailure({
        code: "engine.failed",
        retryable: true,
        message: `An empty stack could not be made: ${exit.output.trim() || `the engine ended with ${exit.signal ?? exit.code}`}`,
      });
    }
    rmSync(draft.temporary, { recursive: true, force: true });
    try {
      renameSync(draftPlace, place);
    } catch (error) {
      // Another worker was faster; its template is as good. A broken one without a checkpoint makes room.
      if ((await readIfThere(template.checkpointFile)) === undefined) {
        rmSync(place, { recursive: true, force: true });
        throw error;
      }
    }
    return template;
  } finally {
    rmSync(draftPlace, { recursive: true, force: true });
  }
}

async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
