import { constants, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import {
  cidOfDigest,
  descriptorHash,
  descriptorTypeByName,
  descriptorTypes,
  digestOfCid,
  folderStore,
  MAX_DESCRIPTOR_BYTES,
  parseJson,
  requireDescriptor,
  SchemasError,
  type Cid,
  type DescriptorStore,
  type Digest,
} from "@dinfra/schemas";
import { homeFolder } from "@dinfra/keys/command";
import { badInput } from "./failure.js";

/** A descriptor as somebody gave it on the command line. */
export interface GivenDescriptor {
  readonly digest: Digest;
  readonly cid: Cid;
  /** The document, where it was given and not only its hash. */
  readonly value?: unknown;
  readonly typeName?: string;
}

/** Where descriptors are published and read: `--store`, DINFRA_STORE, else a folder of this user. */
export function defaultStore(env: Readonly<Record<string, string | undefined>>): string {
  return (
    env["DINFRA_STORE"] ||
    join(env["XDG_DATA_HOME"] || join(homeFolder("--store", env), ".local", "share"), "dinfra", "descriptors")
  );
}

/** The descriptor store in a folder. @throws CommandFailure exit code 2 where something else has that name */
export function storeAt(folder: string): DescriptorStore {
  if (!(statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? true)) {
    throw badInput(`${folder}: expected a folder for the descriptor store, found a file`);
  }
  return folderStore(folder);
}

/** Reads a JSON file strictly: what another language would read differently is refused. */
export async function readJsonFile(path: string): Promise<unknown> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = await file.stat();
    if (stat.isDirectory()) throw badInput(`${path}: expected a file, found a folder`);
    if (stat.size > MAX_DESCRIPTOR_BYTES) {
      throw badInput(`${path}: expected at most ${MAX_DESCRIPTOR_BYTES} bytes, found ${stat.size}`);
    }
    return parseJson(await file.readFile());
  } catch (error) {
    if (error instanceof SchemasError) throw badInput(`${path}: ${error.message}`, { cause: error });
    throw error;
  } finally {
    await file.close();
  }
}

/** A descriptor file, checked against the type that it names (or that is given). */
export async function readDescriptor(path: string, typeName?: string): Promise<Required<GivenDescriptor>> {
  const value = await readJsonFile(path);
  const named = (value as { type?: unknown } | null)?.type;
  const name = typeName ?? (typeof named === "string" ? named : undefined);
  if (name === undefined) {
    const known = descriptorTypes.map((type) => type.name).join(", ");
    throw badInput(
      `${path}: expected a descriptor that names its type (${known}) in "type", found none; or give --type`,
    );
  }
  try {
    const type = descriptorTypeByName(name);
    requireDescriptor(type.name, value);
    return { ...descriptorHash(value), value, typeName: type.name };
  } catch (error) {
    if (error instanceof SchemasError) throw badInput(`${path}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** A file, a CID, or a hash as it stands on chain. */
export async function givenDescriptor(text: string, typeName?: string): Promise<GivenDescriptor> {
  if (/^0x/.test(text)) return { digest: digestOfCid(cidOfDigest(text)), cid: cidOfDigest(text), typeName };
  if (/^baga[a-z2-7]{20,}$/.test(text)) return { digest: digestOfCid(text), cid: text, typeName };
  return readDescriptor(text, typeName);
}

/** Publishes what was given as a document; a hash alone must be in the store already, or nobody could serve it. */
export async function publish(given: GivenDescriptor, store: string): Promise<void> {
  if (given.value !== undefined) await storeAt(store).put(given.value);
}

/** Id on chain of a descriptor type: a name that is known here, or the id itself. */
export function typeId(text: string): Digest {
  if (/^0x[0-9a-f]{64}$/.test(text)) return text as Digest;
  try {
    return descriptorTypeByName(text).id;
  } catch (error) {
    throw badInput(`${(error as Error).message}; or give its id, 0x and 64 hex digits`);
  }
}

/** The name of a type id, where it is known here. */
export function typeName(id: string): string {
  return descriptorTypes.find((type) => type.id === id)?.name ?? id;
}
