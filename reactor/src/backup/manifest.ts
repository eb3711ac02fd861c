import { createHash } from "node:crypto";
import { createReadStream, existsSync, readFileSync, writeFileSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import { ReactorError } from "@dinfra/service/failure";

/** What a backup is of, beside its files. */
export interface Manifest {
  readonly version: 1;
  /** ISO 8601, UTC: when it was begun. */
  readonly at: string;
  readonly provider: string | null;
  readonly instance: string | null;
  /** Size in bytes and sha2-256 of each file, by its path. */
  readonly files: Readonly<Record<string, { readonly size: number; readonly sha256: string }>>;
}

const nameOf = (folder: string): string => join(folder, "manifest.json");

/** Last of all: a folder with one is a whole backup. */
export async function writeManifest(folder: string, about: Omit<Manifest, "version" | "files">): Promise<Manifest> {
  const files: Record<string, { size: number; sha256: string }> = {};
  for (const file of await filesIn(folder)) {
    files[relative(folder, file)] = { size: (await stat(file)).size, sha256: await digestOf(file) };
  }
  const manifest: Manifest = { version: 1, ...about, files };
  writeFileSync(nameOf(folder), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true });
  return manifest;
}

/**
 * A whole backup, each file of it as it was written.
 * @throws {ReactorError} `backup.none`, `backup.newer`, `backup.damaged`
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const file = nameOf(folder);
  if (!existsSync(file))
    throw new ReactorError("backup.none", `${folder}: expected a backup, with a manifest.json in it, found none`);
  let manifest: Manifest;
  try {
    manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  } catch (error) {
    throw damaged(`${file} is no JSON (${(error as Error).message})`);
  }
  if (manifest.version !== 1)
    throw new ReactorError(
      "backup.newer",
      `${file} has version ${String(manifest.version)}, expected 1: restore it with the program that made it`,
    );
  for (const [name, { size, sha256 }] of Object.entries(manifest.files)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found?.size !== size || (await digestOf(path)) !== sha256) throw damaged(`${name} is not as it was written`);
  }
  return manifest;
}

const damaged = (what: string) =>
  new ReactorError("backup.damaged", `the backup is damaged: ${what}; take another one, nothing was changed`);

/** Every file below a folder. One that goes meanwhile is not there. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort(); // prettier-ignore
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
