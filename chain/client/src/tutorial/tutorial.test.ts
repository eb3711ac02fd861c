/** @integration */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readBlob } from "../blob.js";
import { Runtime } from "../client/runtime.js";
import * as client from "../index.js";
import { metadataOf } from "../sources.js";
import { blocksOf, programOf } from "./page.js";

/** docs/chain-tutorial.md: its program runs, uses every call that there is, and its table says of each what the runtime says. */
const path = join(__dirname, "..", "..", "..", "..", "docs", "chain-tutorial.md");
const page = readFileSync(path, "utf8");
const blocks = blocksOf(page);
const begin = /<!-- calls: begin\..*-->\n/;
const end = "<!-- calls: end -->";

interface Documented {
  readonly pallet: string;
  readonly index: number;
  /** In Rust's way of writing. */
  readonly name: string;
  readonly args: readonly string[];
  readonly words: string;
  readonly errors: string;
}

const camel = (name: string) => name.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());

async function documented(): Promise<readonly Documented[]> {
  const runtime = new Runtime(await metadataOf(readBlob()), 0, 0);
  return runtime.registry.metadata.pallets
    .filter(({ name }) => ["Providers", "Subscriptions"].includes(name.toString()))
    .flatMap(({ name: pallet, calls }) =>
      [...runtime.registry.lookup.getSiType(calls.unwrap().type).def.asVariant.variants].map((variant) => {
        const docs = variant.docs.map((line) => line.toString().trim()).join(" ");
        const [words = "", errors = ""] = docs.split("Errors:");
        return {
          pallet: pallet.toString(),
          index: variant.index.toNumber(),
          name: variant.name.toString(),
          args: variant.fields.map(({ name }) => name.unwrap().toString()),
          words: words.trim(),
          errors: errors.trim().replace(/\.$/, ""),
        };
      }),
    );
}

/** Under which heading the page uses a call first. */
function example({ pallet, name }: Documented): string | null {
  const used = new RegExp(`\\b${pallet.toLowerCase()}\\.${camel(name)}\\(`);
  return blocks.find(({ code }) => used.test(code))?.heading ?? null;
}

const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, "")
    .replaceAll(" ", "-");

function table(calls: readonly Documented[]): string {
  const head = "| call | does | errors | example |\n| --- | --- | --- | --- |\n";
  return ["Providers", "Subscriptions"]
    .map((pallet) => {
      const rows = calls
        .filter((each) => each.pallet === pallet)
        .sort((a, b) => a.index - b.index)
        .map((each) => {
          const heading = example(each) ?? "none";
          const link = `[${heading}](#${anchor(heading)})`;
          const cells = [
            `${each.index} \`${each.name}(${each.args.join(", ")})\``,
            each.words,
            each.errors || "none",
            link,
          ];
          return `| ${cells.join(" | ")} |`;
        });
      return `### ${pallet}\n\n${head}${rows.join("\n")}\n`;
    })
    .join("\n");
}

test("the table says of every call what the runtime says of it", async () => {
  const [before = "", rest = ""] = page.split(begin);
  const [found = "", after = ""] = rest.split(end);
  const expected = `\n${table(await documented())}\n`;
  if (process.env["DINFRA_DOCS"] === "write" && found !== expected) {
    const marker = begin.exec(page)?.[0] ?? "";
    writeFileSync(path, `${before}${marker}${expected}${end}${after}`);
    return;
  }
  expect(found).toBe(expected);
});

test("every call has an example", async () => {
  const without = (await documented())
    .filter((call) => example(call) === null)
    .map(({ pallet, name }) => `${pallet}.${name}`);
  expect(without).toEqual([]);
});

test("the program on the page runs to its end", async () => {
  let line = 0;
  const open: { close(): Promise<void> }[] = [];
  /** What the page opens is closed also when it fails before it does that itself. */
  const closing =
    <A extends unknown[], T extends { close(): Promise<void> }>(start: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      const started = await start(...args);
      open.unshift(started);
      return started;
    };
  const dinfra = { ...client, startDevChain: closing(client.startDevChain), connect: closing(client.connect) };
  const modules = { "@dinfra/chain": dinfra, "node:assert/strict": assert };
  try {
    await programOf(blocks)(modules, (at) => (line = at));
  } catch (failure) {
    throw new Error(`docs/chain-tutorial.md, the block at line ${line}: ${String(failure)}`, { cause: failure });
  } finally {
    for (const each of open) await each.close();
  }
}, 180_000);
