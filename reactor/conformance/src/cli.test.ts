/** @integration */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { promises } from "./promises.js";
import { descriptors, startMemoryReactor } from "./testing/memory-reactor.js";

// The command as it is installed, on a reactor over real HTTP.
const folder = mkdtempSync(join(tmpdir(), "dinfra-reactor-conformance-"));
const at = (name: string) => join(folder, name);
let reactor: Awaited<ReturnType<typeof startMemoryReactor>>;

beforeAll(async () => {
  reactor = await startMemoryReactor();
  writeFileSync(at("token"), `${reactor.token}\n`, { mode: 0o600 });
  descriptors.forEach((value, n) => writeFileSync(at(`${n}.json`), JSON.stringify(value)));
});
afterAll(async () => {
  await reactor.close();
  rmSync(folder, { recursive: true });
});

const command = (...args: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const script = join(__dirname, "..", "bin", "dinfra-reactor-conformance.js");
    execFile(process.execPath, [script, ...args], { maxBuffer: 64e6 }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    );
  });
const one = () => [
  ...["--url", reactor.url, "--token-file", at("token"), "--descriptor", at("0.json"), "--descriptor", at("1.json")],
  ...["--only", "receipt"],
];

test("a run writes what it found in each form, and ends with 1 where something was not run", async () => {
  const reports = ["report.yaml", "report.xml", "report.md", "report.json"];
  const { code, out, err } = await command(
    ...one(),
    "--name",
    "ours 1",
    ...reports.flatMap((name) => ["--report", at(name)]),
  );
  expect(err).toContain("pass    receipt");
  expect(code).toBe(1);
  expect(out).toContain("# ours 1: does not conform, level core");
  const report = JSON.parse(readFileSync(at("report.json"), "utf8")) as { promises: { outcome: string }[] };
  expect(parse(readFileSync(at("report.yaml"), "utf8"))).toEqual(report);
  expect(readFileSync(at("report.md"), "utf8")).toBe(out);
  expect(readFileSync(at("report.xml"), "utf8")).toContain('name="ours 1"');
  expect(report.promises.filter(({ outcome }) => outcome === "fail")).toEqual([]);
});

test("its help, and the list of all promises", async () => {
  expect(await command("--help")).toMatchObject({ code: 0, out: expect.stringContaining("--url <url>") });
  const { out } = await command("--list");
  expect(out.trim().split("\n")).toHaveLength(promises.length);
});

test.each([
  [[], /--url: expected the base URL of a reactor, found none/],
  [["--url", "ftp://a"], /--url: expected the base URL/],
  [["--url", "http://127.0.0.1:1"], /expected a reactor, found none/],
  [["--url", "http://127.0.0.1:1", "--level", "all"], /--level: expected core or extended, found all/],
  [["--url", "http://127.0.0.1:1", "--only", "x"], /--only: expected a promise/],
  [["--url", "http://127.0.0.1:1", "--seed", "0"], /--seed: expected a whole number/],
  [["--url", "http://127.0.0.1:1", "--stop", "true"], /expected both --stop and --start/],
  [["--url", "http://127.0.0.1:1", "--report", "report.pdf"], /--report: expected a name that ends with \.yaml/],
  [["--url", "http://127.0.0.1:1", "--descriptor", "none.json"], /--descriptor: expected it twice/],
  [["--frobnicate"], /Unknown option/],
])("%j: nothing is tried, and it is said what is expected", async (args, wanted) => {
  const { code, out, err } = await command(...args);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(wanted);
});
