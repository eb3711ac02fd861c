// Makes blob/metadata.json and src/generated from the runtime blob, offline:
//   npx tsc -b chain/client && node chain/client/generate.mjs
// With a folder as argument the types go there, from the committed metadata, and nothing else is touched: so the test does that holds the
// committed types against the metadata.
import { createRequire } from "node:module";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
// The command polkadot-types-from-chain leaves out the types that the pallets define; these are the functions under it.
import { generateDefaultLookup, generateDefaultTx } from "@polkadot/typegen/generate";

const metadataPath = join(import.meta.dirname, "blob", "metadata.json");
const output = process.argv[2] ?? join(import.meta.dirname, "src", "generated");

if (process.argv[2] === undefined) {
  const { readBlob, metadataOf } = createRequire(import.meta.url)("./dist/index.js");
  const result = await metadataOf(readBlob());
  writeFileSync(metadataPath, `${JSON.stringify({ jsonrpc: "2.0", id: 1, result })}\n`);
}
const metadata = JSON.parse(readFileSync(metadataPath, "utf8")).result;

const scratch = mkdtempSync(join(tmpdir(), "dinfra-types-"));
try {
  generateDefaultLookup(scratch, metadata);
  const { default: types } = await import(join(scratch, "lookup.ts"));
  generateDefaultTx(join(scratch, "augment-api-tx.ts"), metadata, {}, true, { rpc: {}, types });
  mkdirSync(output, { recursive: true });
  for (const name of ["types-lookup.ts", "augment-api-tx.ts"]) {
    const generated = readFileSync(join(scratch, name), "utf8").replace(
      /^\/\/ Auto-generated.*$/m,
      "// Generated from blob/metadata.json by chain/client/generate.mjs. Do not edit.",
    );
    writeFileSync(join(output, name), generated);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
