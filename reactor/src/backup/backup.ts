import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { copyFile, mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { sharedToken } from "@dinfra/service/api/token";
import { fetchOver } from "@dinfra/service/tls/client";
import { dataFolder } from "@dinfra/service/data-folder";
import { ReactorError } from "@dinfra/service/failure";
import { explain, inUse } from "@dinfra/service/sqlite";
import { checkStoreCopy, copyStore } from "@dinfra/service/store-copy";
import { filesIn, writeManifest, type Manifest } from "./manifest.js";

/**
 * A backup of a data directory: both stores, each as it is at one moment, the engine's states with the passphrase of their
 * secrets, the API's tokens, the change log and the events. It is made while both processes run, or while they do not.
 *
 * The stores come first. Whatever the engine does after that, the store has a plan for, or the chain has, so that the two
 * together are a state that a killed reactor could have left.
 *
 * @param target a folder that is not there yet; it appears whole or not at all
 * @throws {ReactorError} `backup.exists`, `store.missing`, `store.in-use`, `store.unreadable`
 */
export async function backupReactor(dataDir: string, target: string): Promise<Manifest> {
  const folder = resolve(target);
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new ReactorError("backup.exists", `${folder}: expected a folder that is not there yet, found one with files`);
  const files = dataFolder(dataDir);
  if (!existsSync(files.reactorStore))
    throw new ReactorError(
      "store.missing",
      `${files.reactorStore}: expected the store of a reactor, found none: give the data directory of the reactor`,
    );
  const at = new Date().toISOString();
  const draft = join(dirname(folder), `.${basename(folder)}.draft-${process.pid}`);
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  try {
    const token = sharedToken(files.token);
    const ask = asker(token, files.apiCertificate);
    await takeStore(files.reactorStore, files.apiAddress, ask, draft);
    if (existsSync(files.sidecarStore)) await takeStore(files.sidecarStore, files.sidecarAddress, ask, draft);
    const single = [files.token, files.readToken, ...numbered(files.changeLog)].filter(existsSync);
    const many = [files.events, files.engineState].filter(existsSync);
    for (const file of [...single, ...(await Promise.all(many.map(filesIn))).flat()]) {
      const name = relative(dataDir, file);
      if (!isLeftOut(name)) await take(file, join(draft, name));
    }
    const manifest = await writeManifest(draft, { at, ...ownerIn(join(draft, basename(files.reactorStore))) });
    await rename(draft, folder);
    await sync(dirname(folder));
    return manifest;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** What is made again by itself, or belongs to a process: caches, plugins, locks, drafts, what a preview works on. */
function isLeftOut(name: string): boolean {
  return /^engine\/\.(lease|compiled|pulumi-home|preview-|template-|passphrase\.)|\/\.pulumi\/locks\/|\/tmp\/|fileblob|\.(tmp|new)$/.test(
    name,
  );
}

/** The change log and the files before it. */
function numbered(file: string): string[] {
  const folder = dirname(file);
  return readdirSync(folder)
    .filter((name) => name === basename(file) || name.startsWith(`${basename(file)}.`))
    .map((name) => join(folder, name));
}

/** From the process that has it open; where none has, from the file. */
async function takeStore(file: string, addressFile: string, ask: Ask, into: string): Promise<void> {
  const copy = join(into, basename(file));
  const url = addressIn(addressFile);
  const answer = url === undefined ? undefined : await ask(`${url}/backup`);
  if (answer?.ok === false)
    throw new ReactorError(
      "backup.refused",
      `${url}/backup: expected a copy of the store, found status ${answer.status}`,
    );
  if (answer === undefined) await copyClosed(file, copy);
  else await pipeline(Readable.fromWeb(answer.body as never), createWriteStream(copy, { mode: 0o600, flush: true }));
  checkStoreCopy(copy);
}

/** No answer at all: nobody listens there. */
type Ask = (url: string) => Promise<Response | undefined>;

/** @param pinnedFile the certificate of an API that speaks TLS */
function asker(token: string, pinnedFile: string): Ask {
  const send = fetchOver({ pinnedFile });
  return (url) => send(url, { headers: { authorization: `Bearer ${token}` } }).catch(() => undefined);
}

function addressIn(file: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(file, "utf8")) as { url: string }).url;
  } catch {
    return undefined;
  }
}

async function copyClosed(file: string, copy: string): Promise<void> {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: 2_000 });
    // Not while a process that has it for itself begins or ends: its last change could be half in here.
    database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; COMMIT");
    await copyStore(database, copy);
  } catch (error) {
    throw /locked|busy/.test((error as Error).message) ? inUse(file) : explain(error, file);
  } finally {
    database?.close();
  }
}

/** A file that goes while it is copied is no part of the state. */
async function take(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  try {
    await copyFile(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    await rm(to, { force: true });
    return;
  }
  await sync(to);
}

export async function sync(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function ownerIn(store: string): { provider: string | null; instance: string | null } {
  const database = new DatabaseSync(store, { readOnly: true });
  try {
    const row = database.prepare("SELECT value FROM meta WHERE name = 'owner'").get();
    const owner = row === undefined ? undefined : (JSON.parse(String(row.value)) as Record<string, string>);
    return { provider: owner?.provider ?? null, instance: owner?.instance ?? null };
  } finally {
    database.close();
  }
}
