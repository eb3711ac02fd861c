/** @integration */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { metadataPath, readBlob } from "./blob.js";
import { Runtime } from "./client/runtime.js";
import { metadataOf, sourcesHashOf, sourcesHashOfTree } from "./sources.js";
import type { Hex } from "./views.js";

const chain = join(__dirname, "..", "..");
let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "dinfra-sources-"));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

test("the blob was built from the sources in this tree; if not, rebuild it as chain/README.md says", async () => {
  expect(await sourcesHashOf(readBlob())).toBe(sourcesHashOfTree(chain));
});

test("the committed metadata is that of the blob; if not: npx tsc -b chain/client && node chain/client/generate.mjs", async () => {
  const { result } = JSON.parse(readFileSync(metadataPath, "utf8")) as { result: Hex };
  expect(result === (await metadataOf(readBlob()))).toBe(true);
  expect(new Runtime(result, 1, 1).constant("providers", "sourcesHash").toHex()).toBe(sourcesHashOfTree(chain));
});

test("the generated types are those of the committed metadata; if not: npx tsc -b chain/client && node chain/client/generate.mjs", () => {
  execFileSync(process.execPath, [join(__dirname, "..", "generate.mjs"), scratch], { stdio: "pipe" });
  const committed = join(__dirname, "generated");
  expect(readdirSync(committed).sort()).toEqual(readdirSync(scratch).sort());
  for (const name of readdirSync(scratch)) {
    expect(readFileSync(join(committed, name), "utf8") === readFileSync(join(scratch, name), "utf8")).toBe(true);
  }
});

describe("the hash of the sources", () => {
  const copy = () => {
    const filter = (path: string) => !/\/(target|client|node_modules)(\/|$)/.test(path.slice(chain.length));
    cpSync(chain, scratch, { recursive: true, filter });
  };
  test("is the same for the same sources elsewhere, and ignores tests and what is no source", () => {
    copy();
    writeFileSync(join(scratch, "pallets", "notes.txt"), "not a source");
    const tests = join(scratch, "pallets", "providers", "src", "tests");
    expect(existsSync(tests)).toBe(true);
    writeFileSync(join(tests, "more.rs"), "// a test");
    expect(sourcesHashOfTree(scratch)).toBe(sourcesHashOfTree(chain));
  });
  test.each([
    ["a changed file", "runtime/src/lib.rs"],
    ["a new file", "pallets/providers/src/new.rs"],
    ["the lock", "Cargo.lock"],
    ["a manifest", "pallets/providers/Cargo.toml"],
  ])("differs after %s", (_name, path) => {
    copy();
    const file = join(scratch, path);
    writeFileSync(file, `${existsSync(file) ? readFileSync(file, "utf8") : ""}\n`);
    expect(sourcesHashOfTree(scratch)).not.toBe(sourcesHashOfTree(chain));
  });
});
