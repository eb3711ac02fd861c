/** @integration */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { makeLayout, type Layout } from "../layout.js";
import { makeScratch, type Scratch } from "../testing/scratch.js";
import { discard } from "./clear.js";
import { OpenFolder, inFolder } from "./open-folder.js";

let scratch: Scratch;
let layout: Layout;
let folder: string;
let precious: string;
beforeEach(() => {
  scratch = makeScratch();
  layout = makeLayout(scratch.root);
  folder = path.join(layout.data, "d");
  fs.mkdirSync(folder);
  precious = path.join(scratch.folder, "precious");
  fs.mkdirSync(precious);
  fs.writeFileSync(path.join(precious, "file"), "kept");
});
afterEach(() => scratch.clean());

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part))));

/** A folder in a folder, `depth` times: no path of that length exists, so it is made from its end. */
function nest(depth: number): void {
  const mkdir = `for (let i = 0; i < ${depth}; i++) { fs.mkdirSync("d"); process.chdir("d"); } fs.writeFileSync("f", "");`;
  // process.cwd() fails below PATH_MAX, and chdir with a relative name does not ask for it.
  execFileSync(process.execPath, ["-e", mkdir], { cwd: folder, stdio: "ignore" });
}

const hostile: [what: string, make: () => void][] = [
  ["links out", () => ["a", "b"].forEach((n) => fs.symlinkSync(precious, path.join(folder, n)))],
  ["a link to the folder above", () => fs.symlinkSync("..", path.join(folder, "up"))],
  ["another name of a file outside", () => fs.linkSync(path.join(precious, "file"), path.join(folder, "l"))],
  ["FIFOs", () => execFileSync("mkfifo", [path.join(folder, "pipe")])],
  [
    "names with line feeds, leading dashes, and bytes that are no text",
    () => {
      const names = [bytes("-rf"), bytes("a\nb"), bytes([0xff, 0xfe]), bytes("..."), bytes("~"), bytes("d~x")];
      for (const name of names) {
        fs.mkdirSync(Buffer.concat([bytes(`${folder}/`), name]));
        fs.writeFileSync(Buffer.concat([bytes(`${folder}/`), name, bytes("/"), name]), "");
      }
    },
  ],
  [
    "folders without permission",
    () => {
      fs.mkdirSync(path.join(folder, "closed", "inner"), { recursive: true });
      fs.writeFileSync(path.join(folder, "closed", "inner", "f"), "");
      fs.chmodSync(path.join(folder, "closed", "inner"), 0);
      fs.chmodSync(path.join(folder, "closed"), 0);
      fs.chmodSync(folder, 0);
    },
  ],
  ["3,000 levels", () => nest(3_000)],
  [
    "20,000 files",
    () => {
      for (let n = 0; n < 20_000; n++) fs.writeFileSync(path.join(folder, `f${n}`), "");
    },
  ],
];

test.each(hostile)("a folder with %s goes, and nothing else does", async (_what, make) => {
  make();
  await discard(layout, layout.data, "d", "d");
  expect([fs.readdirSync(layout.data), fs.readdirSync(layout.trash)]).toEqual([[], []]);
  expect(fs.readFileSync(path.join(precious, "file"), "utf8")).toBe("kept");
});

test("what another name's removal left in the trash stays", async () => {
  fs.mkdirSync(path.join(layout.trash, "d2~0"));
  fs.mkdirSync(path.join(layout.trash, "d~0"));
  await discard(layout, layout.data, "d", "d");
  expect(fs.readdirSync(layout.trash)).toEqual(["d2~0"]);
});

test("one that is written to for ever is given up with a word, and goes once that ends", async () => {
  // A process of its own loses this race now and then. This writer has its turn whenever the removal pauses for
  // others, which it does among so many files, and so it always writes before the folder goes.
  const names = Array.from({ length: 257 }, (_, n) => `f${n}`);
  const open = OpenFolder.open(folder)!;
  const write = () => {
    for (const name of names) if (!fs.existsSync(open.at(name))) fs.writeFileSync(open.at(name), "");
    turn = setImmediate(write);
  };
  let turn: NodeJS.Immediate | undefined;
  write();
  try {
    await expect(discard(layout, layout.data, "d", "d")).rejects.toMatchObject({
      code: "not-removed",
      retryable: true,
      message: expect.stringContaining("something goes on writing in it"),
    });
  } finally {
    clearImmediate(turn);
    open.close();
  }
  await discard(layout, layout.data, "d", "d");
  expect(fs.readdirSync(layout.trash)).toEqual([]);
});

describe("an open folder", () => {
  test("stays the one that was opened, whatever takes its place", () => {
    const open = OpenFolder.open(folder)!;
    fs.renameSync(folder, `${folder}2`);
    fs.symlinkSync(precious, folder);
    open.replace("file", "new", 0o600, ".draft");
    open.unlink("nothing");
    open.close();
    expect(fs.readFileSync(path.join(`${folder}2`, "file"), "utf8")).toBe("new");
    expect(fs.readFileSync(path.join(precious, "file"), "utf8")).toBe("kept");
  });

  test("is not opened through a link, and nothing there is nothing", () => {
    fs.symlinkSync(precious, path.join(folder, "link"));
    expect(() => OpenFolder.open(path.join(folder, "link"))).toThrow(
      expect.objectContaining({ code: "not-a-directory" }),
    );
    expect(inFolder(path.join(folder, "none"), () => 1)).toBeUndefined();
  });

  test("unlocks no folder that a link points to", () => {
    fs.chmodSync(precious, 0o555);
    fs.symlinkSync(precious, path.join(folder, "link"));
    inFolder(folder, (open) => open.unlock("link"));
    expect(fs.statSync(precious).mode & 0o777).toBe(0o555);
  });
});
