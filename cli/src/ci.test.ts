/** @integration */
import { execFile } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

// What continuous integration runs, with stand-ins for what it calls.
const ci = join(__dirname, "..", "..", ".ci");
let clone: string;

const write = (path: string, script: string) => {
  const file = join(clone, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
};

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), "dinfra-ci-"));
  cpSync(ci, join(clone, ".ci"), { recursive: true });
  mkdirSync(join(clone, "tools", "engine"), { recursive: true });
  mkdirSync(join(clone, "tmp"));
  write("bin/apt-get", "");
  for (const name of ["go", "gofmt"]) write(`bin/${name}`, "");
  // What it runs of its own is run.
  write("bin/node", `case "$1" in .ci/*) exec '${process.execPath}' "$@";; esac`);
  write("node_modules/.bin/node", 'echo "jest of machines: $DINFRA_MACHINES"');
  mkdirSync(join(clone, "agent"));
  // python3 -m venv FOLDER, and python3 -c …
  write(
    "bin/python3",
    '[ "$1" = -c ] || { mkdir -p "$3/bin"; for p in pip hadolint; do cp "$0.tool" "$3/bin/$p"; done; }',
  );
  write("bin/python3.tool", "");
  write(
    "bin/npm",
    'echo "npm $*"; printf "%s\\n" "721 engine: built" "9 parts for the tests: built" >> "${DINFRA_SETUP_TIMES:-/dev/null}"',
  );
  write("chain/check.sh", "echo checked");
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

function bash(...args: string[]): Promise<{ code: unknown; out: string; err: string }> {
  return new Promise((resolve) => {
    const env = { PATH: `${join(clone, "bin")}:/usr/bin:/bin`, TMPDIR: join(clone, "tmp") };
    execFile("bash", ["--norc", ...args], { cwd: clone, env }, (error, out, err) =>
      resolve({ code: error ? error.code : 0, out, err }),
    );
  });
}

/** Without what depends on how long it took here. */
const report = (out: string) =>
  out
    .slice(out.lastIndexOf("\n==="))
    .trim()
    .replaceAll(/ +\d+ min \d\d s/g, " …")
    .split("\n");

test("the README's test command is the first of the checks, and all of them are in the report", async () => {
  const { code, out } = await bash(".ci/run");
  expect(code).toBe(0);
  expect(out.match(/jest of machines: required/g)).toHaveLength(2);
  const [first, last] = [out.indexOf("npm test --"), out.indexOf("checked")];
  expect(first).toBeGreaterThan(0);
  expect(last).toBeGreaterThan(first);
  expect(report(out)).toEqual([
    "=== Done; how long it took",
    "System packages …",
    "npm test: the engine, in its set-up …   of at most 12 min: TOO LONG",
    "npm test: parts for the tests, in its set-up …   of at most 15 min",
    "npm test …   of at most 15 min",
    "npm run test:conformance …   of at most  6 min",
    "npm run test:fast …   of at most  1 min",
    "npm run test:e2e …   of at most  3 min",
    "Soak: kills and lies under load …   of at most  5 min",
    "Machines: the Debian root …   of at most  8 min",
    "Machines that boot …   of at most 10 min",
    "Dockerfile and pipeline description …",
    "Agent: vet, tests …   of at most  5 min",
    "Engine module …",
    "Chain: format, lints, pallet tests …   of at most 20 min",
  ]);
});

test("a check that fails ends it with its exit code, and is named", async () => {
  write("bin/npm", "exit 3");
  const { code, out } = await bash(".ci/run");
  expect(code).toBe(3);
  expect(out).not.toContain("checked");
  expect(report(out)[0]).toBe("=== FAILED: npm test; how long it took");
});

describe("suites that failed", () => {
  /** Jest's results, where what fails (`npm test` if not said) is told to leave them, and then its failure. */
  const fails = (suites: string[], command = "test") => {
    const testResults = suites.map((name) => ({ status: "failed", name: join(clone, name) }));
    writeFileSync(join(clone, "results.json"), JSON.stringify({ testResults: [{ status: "passed" }, ...testResults] }));
    write(
      "bin/npm",
      `echo "npm $*"; case "$*" in "${command} "*) ;; *) exit 0;; esac; for last; do :; done; cp results.json "$last"; exit 1`,
    );
  };

  test("are run once more, by themselves; what passes then is named, and the other checks are run", async () => {
    fails(["tests/a.test.ts", "tests/b.test.ts"]);
    const { code, out } = await bash(".ci/run");
    expect(code).toBe(0);
    expect(out.indexOf("Once more, by itself: tests/b.test.ts")).toBeLessThan(out.indexOf("checked"));
    expect(report(out).filter((line) => line.startsWith("FLAKY"))).toEqual([
      "FLAKY, failed once and then passed: tests/a.test.ts",
      "FLAKY, failed once and then passed: tests/b.test.ts",
    ]);
  });

  test.each(["run test:conformance", "run test:fast", "run test:e2e"])("of npm %s are, too", async (command) => {
    fails(["tests/a.test.ts"], command);
    const { code, out } = await bash(".ci/run");
    expect(code).toBe(0);
    expect(report(out)).toContain("FLAKY, failed once and then passed: tests/a.test.ts");
  });

  test("of the agent are, too", async () => {
    const once = 'case "$*" in "test ./...") ;; *) exit 0;; esac; [ -e "$0.ran" ] || { touch "$0.ran"; exit 1; }';
    write("bin/go", once);
    const { code, out } = await bash(".ci/run");
    expect(code).toBe(0);
    expect(report(out)).toContain("FLAKY, failed once and then passed: go test in agent");
  });

  test("of the agent end it where they fail again", async () => {
    write("bin/go", 'case "$*" in "test ./...") exit 1;; esac');
    const { code, out } = await bash(".ci/run");
    expect(code).toBe(1);
    expect(report(out)[0]).toBe("=== FAILED: Agent: vet, tests; how long it took");
  });

  test("end it where one fails again", async () => {
    fails(["tests/a.test.ts"]);
    write("node_modules/.bin/node", "exit 1");
    const { code, out } = await bash(".ci/run");
    expect(code).toBe(1);
    expect(out).not.toContain("checked");
  });

  test("end it where they are too many for chance", async () => {
    fails(["a", "b", "c", "d"].map((name) => `tests/${name}.test.ts`));
    const { code, out } = await bash(".ci/run");
    expect(code).toBe(1);
    expect(out).not.toContain("Once more");
  });
});

test("a part is counted by itself and not twice; a limit that was passed is said", async () => {
  // Unset, SECONDS is a variable like others, and no clock.
  const script = `set -euo pipefail; unset SECONDS; SECONDS=0; . .ci/times.sh
    section one 25; SECONDS=1900; of_which engine 380 12; section two 20; SECONDS=3101; section three; report 0`;
  const { code, out, err } = await bash("-c", script);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out.replaceAll(/ +/g, " ").split("\n").slice(-5, -1)).toEqual([
    "engine 6 min 20 s of at most 12 min",
    "one 25 min 20 s of at most 25 min: TOO LONG",
    "two 20 min 01 s of at most 20 min: TOO LONG",
    "three 0 min 00 s",
  ]);
});
