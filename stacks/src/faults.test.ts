/** @integration */
import * as path from "node:path";
import { findProgram, observerOf } from "./index.js";
import { makeScratch } from "./testing/engine.js";
import { descriptorOf, flakyEntry, profileWith } from "./testing/profiles.js";

// Real updates, several of them: seconds on a quiet machine, a minute on a busy one.
jest.setTimeout(300_000);

test("a platform that fails twice and then works ends with one process, and leaves nothing", async () => {
  const owner = "deployment:0xab:1.1";
  const folder: { root: string; starts: string } = { root: "", starts: "" };
  const scratch = await makeScratch({
    program: () =>
      findProgram("substrate-node/v1").run({
        descriptor: descriptorOf("flaky-http"),
        profile: profileWith(folder.root, flakyEntry(folder.starts, 2)),
        owner,
      }),
  });
  folder.root = scratch.root;
  folder.starts = path.join(scratch.folder, "starts");
  const observer = observerOf(profileWith(scratch.root));
  try {
    await expect(scratch.stack.up()).rejects.toThrow("start 1 of 2 that fail");
    await expect(scratch.stack.up()).rejects.toThrow("start 2 of 2 that fail");
    await scratch.stack.up();
    expect((await observer.list(owner)).map((o) => o.type).sort()).toEqual([
      "dinfra-host:index:Network",
      "dinfra-host:index:Process",
    ]);
  } finally {
    await scratch.clean();
  }
  expect(await observer.isEmpty(owner)).toBe(true);
});
