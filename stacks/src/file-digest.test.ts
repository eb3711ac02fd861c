import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { fileDigest } from "./file-digest.js";
import { findProgram, planStack, scriptEntry, tinyHttpEntry, type StackProgram } from "./index.js";
import { descriptorOf, profileWith } from "./testing/profiles.js";

const folder = fs.mkdtempSync(path.join(tmpdir(), "dinfra-digest-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));
const sha256 = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;

/** How often file descriptors were read from while the work was done. */
async function reads(work: () => Promise<unknown>): Promise<number> {
  const spy = jest.spyOn(jest.requireActual<typeof fs>("node:fs"), "createReadStream");
  try {
    await work();
    return spy.mock.calls.length;
  } finally {
    spy.mockRestore();
  }
}

test("a file is read once, by however many at a time, and again when it has changed in any way", async () => {
  const file = path.join(folder, "binary");
  fs.writeFileSync(file, "one");
  expect(await reads(() => Promise.all([fileDigest(file), fileDigest(file), fileDigest(file)]))).toBe(1);
  expect(await reads(() => fileDigest(file))).toBe(0);
  expect(await fileDigest(file)).toBe(sha256("one"));

  const { atime, mtime } = fs.statSync(file);
  fs.writeFileSync(file, "two");
  // As a tool would that keeps times: the same size, the same modification time.
  fs.utimesSync(file, atime, mtime);
  expect(await fileDigest(file)).toBe(sha256("two"));

  fs.writeFileSync(path.join(folder, "other"), "ten");
  fs.renameSync(path.join(folder, "other"), file);
  expect(await fileDigest(file)).toBe(sha256("ten"));
});

test("a file that is away is an error each time, and found when it is there", async () => {
  const file = path.join(folder, "late");
  await expect(fileDigest(file)).rejects.toThrow("ENOENT");
  fs.writeFileSync(file, "here");
  expect(await fileDigest(file)).toBe(sha256("here"));
});

describe("one deployment", () => {
  const file = path.join(folder, "node.cjs");
  fs.copyFileSync(tinyHttpEntry().command, file);
  const profile = profileWith(folder, scriptEntry({ ...tinyHttpEntry(), name: "node", command: file }));
  const input = { descriptor: descriptorOf("node"), profile, owner: "deployment:0xab:1.1" };

  test("its files are read once, however often it is planned", async () => {
    const program = findProgram("substrate-node/v1");
    const all = async () => {
      await planStack(program, input);
      await program.check(input);
      await planStack(program, input);
    };
    expect(await reads(all)).toBe(1);
    expect((await planStack(program, input)).patience).toBe(program.patience(input));
  });

  test("a program is planned once; one of before, which has no plan, is asked for the three", async () => {
    const asked: string[] = [];
    const say = (what: string) => void asked.push(what);
    const before = {
      type: "x/v1",
      check: async () => say("check"),
      patience: () => (say("patience"), 7),
      run: async () => (say("run"), {}),
    } as unknown as StackProgram;
    const old = await planStack(before, input);
    await old.run();
    expect([old.patience, ...asked.splice(0)]).toEqual([7, "check", "patience", "run"]);

    const plan = async () => (say("plan"), { patience: 9, run: async () => (say("run"), {}) });
    const now = await planStack({ ...before, plan } as unknown as StackProgram, input);
    await now.run();
    expect([now.patience, ...asked]).toEqual([9, "plan", "run"]);
  });
});
