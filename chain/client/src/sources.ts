import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { METADATA, Runtime, opaqueMetadata } from "./client/runtime.js";
import { executeStateless, leaseExecutor } from "./genesis/executor.js";
import type { Hex } from "./views.js";

/** As chain/runtime/build.rs forms it; chain/README.md has the definition. */
const folders = ["blob", "pallets", "runtime", "runtime-api"];
const files = ["Cargo.lock", "Cargo.toml"];
const skipped = ["benchmarking", "target", "tests"];

function collect(chain: string, folder: string): string[] {
  return readdirSync(join(chain, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skipped.includes(entry.name) ? [] : collect(chain, path);
    return entry.name.endsWith(".rs") || entry.name === "Cargo.toml" ? [path] : [];
  });
}

/** The hash of the sources in a tree: sha2-256 over (path, 0, length as u64 little-endian, bytes) of each file in the order of their paths. */
export function sourcesHashOfTree(chain: string): Hex {
  const hash = createHash("sha256");
  for (const path of [...files, ...folders.flatMap((folder) => collect(chain, folder))].sort()) {
    const bytes = readFileSync(join(chain, path));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(bytes.length));
    hash.update(path).update("\0").update(length).update(bytes);
  }
  return `0x${hash.digest("hex")}`;
}

/** Metadata (version 15, with the runtime APIs) that the runtime in a blob gives of itself. @throws BlobUnusable, RuntimeMismatch */
export async function metadataOf(wasm: Hex): Promise<Hex> {
  const release = await leaseExecutor();
  try {
    return opaqueMetadata((await executeStateless(wasm, METADATA.method, METADATA.data)).result);
  } finally {
    await release();
  }
}

/** The hash of the sources that the runtime in a blob was built from, as the blob says. @throws BlobUnusable, RuntimeMismatch */
export async function sourcesHashOf(wasm: Hex): Promise<Hex> {
  return new Runtime(await metadataOf(wasm), 0, 0).constant("providers", "sourcesHash").toHex() as Hex;
}
