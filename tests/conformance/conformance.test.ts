import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { countsOf, kept, tableOf, type Report } from "@dinfra/conformance";
import { findKubernetes } from "../kubernetes/parts.js";
import { listAll } from "@dinfra/host";
import { describeWithHaproxy } from "../rpc-endpoint/needs.js";
import { lacksRoot } from "../unbooted/needs.js";

// The suite as whoever runs it does: by its commands, on the real engine.
const repository = join(__dirname, "..", "..");
const kubernetes = findKubernetes() ?? process.env.DINFRA_KUBERNETES === "required";
const folder = mkdtempSync(join(tmpdir(), "dinfra-conformance-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  code: number;
  out: string;
  said: string;
}

/** Runs a command; `heard` is told what it says on standard error while it runs. */
async function run(args: string[], heard: (said: string, pid: number) => void = () => undefined): Promise<Ended> {
  const child = spawn(process.execPath, args, { cwd: repository });
  let [out, said] = ["", ""];
  child.stdout.on("data", (text) => (out += text));
  child.stderr.on("data", (text) => heard((said += text), child.pid as number));
  const [code] = (await once(child, "close")) as [number];
  return { code, out, said };
}

describeWithHaproxy("with HAProxy", () => {
  test("npm run conformance: every platform keeps its promises, and README.md shows the table", async () => {
    const { code, out, said } = await run(["tools/conformance.mjs", "--json"]);
    const report = JSON.parse(out) as Report;
    expect({ failed: failed(report), code }).toEqual({ failed: [], code: 0 });
    expect(kept(report)).toBe(true);
    // What a platform does not have is said in its table of capabilities, and a reason stands by what was not run.
    expect(countsOf(report).pass).toBeGreaterThan(60);
    expect(said).toContain("gone");
    const shown = columnsOf(readFileSync(join(repository, "README.md"), "utf8"));
    // A machine on which no Kubernetes is built tries the others.
    const tried = kubernetes ? Object.keys(shown) : Object.keys(shown).filter((name) => name !== "kubernetes");
    const rows = (columns: ReturnType<typeof columnsOf>) =>
      Object.fromEntries(tried.map((name) => [name, columns[name] ?? {}]));
    expect(withoutRoot(columnsOf(tableOf(report)))).toEqual(withoutRoot(rows(shown)));
  });
});

/** Without root, no machine answers SSH: what a validator behind its sentry shows on the clouds is left out. */
function withoutRoot(columns: ReturnType<typeof columnsOf>): ReturnType<typeof columnsOf> {
  if (lacksRoot.length === 0) return columns;
  const byLogin = (name: string, row: string) =>
    ["cloudstack", "aws"].includes(name) && row.endsWith("ValidatorSentry");
  return Object.fromEntries(
    Object.entries(columns).map(([name, cells]) => [
      name,
      Object.fromEntries(Object.entries(cells).filter(([row]) => !byLogin(name, row))),
    ]),
  );
}

/** What a table shows of each platform, with the reason that the table has in its notes. */
function columnsOf(text: string): Record<string, Record<string, string>> {
  const [table = "", notesBelow = ""] = text.slice(text.indexOf("| promise |")).split("\n\n");
  const cellsOf = (line: string) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
  const [heads = [], , ...rows] = table.split("\n").map(cellsOf);
  const notes = new Map(notesBelow.split("\n").map((line) => line.split(/\. (.*)/) as [string, string]));
  const said = (cell: string) => cell.replace(/\((\d+)\)/, (_, number: string) => notes.get(number) ?? "no note");
  return Object.fromEntries(
    heads
      .slice(2)
      .map((name, i) => [
        name,
        Object.fromEntries(
          rows.map(([promise, component, ...cells]) => [`${promise}, ${component}`, said(cells[i] ?? "")]),
        ),
      ]),
  );
}

const failed = ({ platforms }: Report) =>
  platforms.flatMap(({ platform, cells }) =>
    cells.filter(({ outcome }) => outcome === "fail").map((cell) => ({ platform, ...cell })),
  );

const bin = "platforms/conformance/bin/dinfra-platform-conformance.js";
const settings = (cloud: string) => {
  const file = join(folder, `${cloud}.json`);
  writeFileSync(file, JSON.stringify({ cloud: join(folder, cloud) }));
  return file;
};
const toy = join(repository, "examples", "toy-platform");
const left = (cloud: string) => listAll(join(folder, cloud));

test("the command: Ctrl-C in the middle takes away what was made", async () => {
  let interrupted = false;
  const { code, said } = await run([bin, toy, "--settings", settings("interrupted")], (text, pid) => {
    if (interrupted || !text.includes("made")) return;
    interrupted = true;
    process.kill(pid, "SIGINT");
  });
  expect({ code, said }).toEqual({ code: 130, said: expect.stringContaining("sweep") as string });
  expect(await left("interrupted")).toEqual([]);
});

test("the command makes nothing beyond the ceiling", async () => {
  const { code, said } = await run([bin, toy, "--settings", settings("ceiling"), "--max-resources", "3"]);
  expect(code).toBe(2);
  expect(said).toMatch(/^expected at most 3 resources, found that \d+ would be made; nothing was made: allow more$/m);
  expect(readdirSync(folder)).not.toContain("ceiling");
});

test.each<[string, string[], string]>([
  ["no platform", [], "expected one platform's package, found none"],
  ["no settings", [toy], "expected --settings <file>, found none"],
  ["settings that do not fit", [toy, "--settings", join(repository, "package.json")], "expected"],
  [
    "a way in that leads nowhere",
    [toy, "--settings", settings("login"), "--login", settings("no-login")],
    "expected operators.publicKeys, operators.privateKey and via.host, found not all of them",
  ],
  ["an unknown word", [toy, "--setings", "x"], "Unknown option '--setings'"],
])("the command refuses %s with exit code 2", async (_what, args, line) => {
  const { code, said } = await run([bin, ...args]);
  expect({ code, said }).toEqual({ code: 2, said: expect.stringContaining(line) as string });
  expect(said).not.toMatch(/^\s+at .*:\d+:\d+/m);
});

test("the command says what it does", async () => {
  const { code, out } = await run([bin, "--help"]);
  expect(code).toBe(0);
  for (const word of ["--settings", "--login", "--json", "--junit", "--max-resources", "not-run"])
    expect(out).toContain(word);
});
