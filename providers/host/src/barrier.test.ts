/** @integration */
import * as fs from "node:fs";
import * as path from "node:path";
import { barrier } from "./barrier.js";
import { eventually, makeScratch, type Scratch } from "./testing/scratch.js";

let scratch: Scratch;
beforeEach(() => (scratch = makeScratch()));
afterEach(() => scratch.clean());

const env = (points: string) => ({ DINFRA_TEST_BARRIER: scratch.folder, DINFRA_TEST_BARRIER_POINTS: points });

test("without the variables, or at another point, it does nothing", async () => {
  await barrier("a", {});
  await barrier("a", { DINFRA_TEST_BARRIER_POINTS: "a" });
  await barrier("a", { DINFRA_TEST_BARRIER: scratch.folder });
  await barrier("a", env("b,aa"));
  expect(fs.readdirSync(scratch.folder)).toEqual([]);
});

test("it announces itself and waits for the word", async () => {
  let passed = false;
  const waiting = barrier("a", env("b,a")).then(() => (passed = true));
  await eventually("the announcement", () => fs.existsSync(path.join(scratch.folder, `a.${process.pid}.reached`)));
  expect(passed).toBe(false);
  fs.writeFileSync(path.join(scratch.folder, "b.go"), "");
  fs.writeFileSync(path.join(scratch.folder, "a.go"), "");
  await waiting;
});

test("with the word there already it passes at once", async () => {
  fs.writeFileSync(path.join(scratch.folder, "a.go"), "");
  await barrier("a", env("a"));
});
