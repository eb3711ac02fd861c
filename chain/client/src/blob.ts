import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BlobUnusable } from "./errors.js";
import type { Hex } from "./views.js";

/** The folder of this package, from `src` as from `dist`. */
const packageRoot = join(__dirname, "..");

/** The committed runtime: compact, zstd-compressed WebAssembly. */
export const blobPath = join(packageRoot, "blob", "dinfra.compact.compressed.wasm");

/** The blob's metadata as `state_getMetadata` gives it; the types under src/generated are made from it. */
export const metadataPath = join(packageRoot, "blob", "metadata.json");

/** @throws BlobUnusable when there is no blob at the path */
export function readBlob(path: string = blobPath): Hex {
  if (!existsSync(path)) {
    throw new BlobUnusable(
      `no runtime blob at ${path}: expected a compact compressed WebAssembly runtime; take the committed one, or build it as chain/README.md says`,
    );
  }
  return `0x${readFileSync(path).toString("hex")}`;
}
