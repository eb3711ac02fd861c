/** @integration */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// What npm and CI run beside `dinfra`: the same manners as its commands.
const root = join(__dirname, "..", "..");

function script(path: string, ...args: string[]): Promise<{ code: unknown; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, path), ...args], (error, out, err) =>
      resolve({ code: error ? error.code : 0, out, err }),
    );
  });
}

const setup = "tools/setup.mjs";
const bench = "stacks/bench/run.mjs";
const benches = "tools/bench.mjs";
const keysBench = "keys/bench/run.mjs";
const soak = "keys/bench/soak.mjs";
const soakReactor = "tools/soak-reactor.mjs";
const full = "chain/full.mjs";
const mutants = "chain/mutants/run.mjs";

test.each([
  [setup, ["--foo"], "set-up: unknown option --foo"],
  [bench, ["--foo"], "bench: Unknown option '--foo'"],
  [bench, ["--runs", "0"], "bench: --runs: expected a whole number from 1, found 0"],
  [benches, ["--foo"], "bench: Unknown option '--foo'"],
  [benches, ["--runs", "0"], "bench: --runs: expected a whole number from 1, found 0"],
  [keysBench, ["--foo"], "bench: Unknown option '--foo'"],
  [soak, ["--logins", "many"], 'soak: expected --logins to be a whole number above 0, found "many"'],
  [soakReactor, ["--foo"], "soak: Unknown option '--foo'"],
  [soakReactor, ["--minutes", "0"], 'expected --minutes to be 0.5 or more, found "0"'],
  [full, ["--foo"], 'chain:full: expected steps (weights, blob, histories, mutants, scale), found "--foo"'],
  [full, ["blob", "everything"], 'found "everything"'],
  [mutants, ["--foo"], "mutants: Unknown option '--foo'"],
  [mutants, ["--only", "--check"], "mutants: Option '--only' argument is ambiguous"],
  [mutants, ["--only", "0,9999"], 'found "9999"'],
  [mutants, ["--only", ""], "--only: expected numbers from 0 to "],
  [mutants, ["--minutes", "soon"], '--minutes: expected a whole number from 1, found "soon"'],
])("%s %j is refused in one line, with exit code 2", async (path, args, says) => {
  const { code, out, err } = await script(path, ...args);
  expect({ code, out, lines: err.trimEnd().split("\n").length }).toEqual({ code: 2, out: "", lines: 1 });
  expect(err).toContain(says);
  expect(err).toContain("--help");
});

test.each([setup, benches, bench, keysBench, soak, soakReactor, full, mutants])("%s --help", async (path) => {
  const { code, out, err } = await script(path, "--help");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out.split("\n").length).toBeGreaterThan(3);
});

// npm puts what is typed behind `--` at the end of the whole line, which may be another program's, or npm's own.
test.each(["bench", "soak", "soak:reactor"])("npm run %s takes what is typed behind --", (name) => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const last = scripts[name]!.split(" && ").at(-1)!;
  expect(last).toMatch(/^node_modules\/\.bin\/node \S+$|^npm run .* --$/);
});

test.each([
  ["none", 0],
  ["check:types", 1],
  ["check:format", 1],
])("npm run check runs all three checks to their end, and fails when one does: %s", async (failing, expected) => {
  const folder = mkdtempSync(join(tmpdir(), "dinfra-check-"));
  writeFileSync(join(folder, "npm"), `#!/bin/sh\necho "found by $3"; [ "$3" != ${failing} ]\n`, { mode: 0o755 });
  const { code, out } = await new Promise<{ code: unknown; out: string }>((resolve) => {
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
    execFile(process.execPath, [join(root, "tools/check.mjs")], { env }, (error, out) =>
      resolve({ code: error ? error.code : 0, out }),
    );
  });
  rmSync(folder, { recursive: true });
  expect(code).toBe(expected);
  for (const check of ["check:types", "check:lint", "check:format"]) {
    expect(out).toContain(`found by ${check}\n${check}: ${check === failing ? "FAILED" : "nothing found"}`);
  }
});
