import { asSecret } from "../values.js";
import { keepFirstStart } from "./first-start.js";

const kept = (before: unknown, args: unknown, firstStartFlags: unknown = ["--sync"]) =>
  keepFirstStart({ args: before }, { args, firstStartFlags }).args;

test.each([
  ["keeps the value", ["--sync", "warp", "-x"], ["--sync", "fast", "-x"], ["--sync", "warp", "-x"]],
  ["keeps it wherever it stands", ["--sync", "warp"], ["-x", "--sync", "fast"], ["-x", "--sync", "warp"]],
  ["keeps each of several", ["--sync", "a", "--", "--sync", "b"], ["--sync", "c", "--", "--sync", "d"], ["--sync", "a", "--", "--sync", "b"]], // prettier-ignore
  ["takes arguments with more of them as asked", ["--sync", "a"], ["--sync", "c", "--", "--sync", "d"], ["--sync", "c", "--", "--sync", "d"]], // prettier-ignore
  ["takes a first process as asked", undefined, ["--sync", "fast"], ["--sync", "fast"]],
  ["changes no other flag", ["--sync", "warp", "--keep", "1"], ["--sync", "fast", "--keep", "2"], ["--sync", "warp", "--keep", "2"]], // prettier-ignore
  ["leaves a flag without a value alone", ["--sync"], ["--sync"], ["--sync"]],
])("%s", (_what, before, args, expected) => {
  expect(kept(before, args)).toEqual(expected);
});

test("a secret stays one", () => {
  expect(kept(["--sync", asSecret("warp")], ["--sync", "fast"])).toEqual(["--sync", asSecret("warp")]);
});

test("without such flags nothing is kept", () => {
  expect(kept(["--sync", "warp"], ["--sync", "fast"], [])).toEqual(["--sync", "fast"]);
});
