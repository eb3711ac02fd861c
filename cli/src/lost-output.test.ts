/** @integration */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// An answer that could not be written is a failure; the programs are run as a shell runs them, by their names.
const root = join(__dirname, "..", "..");
const dinfra = join(root, "cli", "bin", "dinfra.js");
const keys = join(root, "keys", "bin", "dinfra-keys.js");
const folder = mkdtempSync(join(tmpdir(), "dinfra-lost-output-"));
const descriptor = join(folder, "node.json");
const secret = join(folder, "secret");

beforeAll(() => {
  writeFileSync(descriptor, "{}");
  writeFileSync(secret, "legal winner thank year wave sausage worth useful legal winner thank yellow\n", {
    mode: 0o600,
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const env = { PATH: `${join(root, "node_modules", ".bin")}:${process.env["PATH"]}`, HOME: folder };

function shell(line: string): Promise<{ code: number | null; err: string }> {
  return new Promise((resolve) => {
    const child = spawn("sh", ["-c", line], { env, stdio: ["ignore", "pipe", "pipe"] });
    let err = "";
    child.stdout.resume();
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
    child.on("close", (code) => resolve({ code, err }));
  });
}

const commands: [string, string][] = [
  ["dinfra", `${dinfra} descriptor hash ${descriptor}`],
  ["dinfra --help", `${dinfra} --help`],
  ["dinfra-keys", `${keys} show --secret-file ${secret}`],
  ["dinfra login prove", `${dinfra} login prove --domain example.org --secret-file ${secret}`],
];

test.each(commands)("%s: the answer is taken", async (_name, line) => {
  expect(await shell(line)).toMatchObject({ code: 0 });
});

test.each(commands)("%s: standard output is full", async (_name, line) => {
  const { code, err } = await shell(`${line} > /dev/full`);
  expect(err).toContain("could not be written to standard output: no space is left there");
  expect(err.trimEnd().split("\n")).toHaveLength(1);
  expect(code).toBe(1);
});

test.each(commands)("%s: standard output is closed", async (_name, line) => {
  const { code, err } = await shell(`${line} >&-`);
  expect(err).toContain("standard output is closed");
  expect(err.trimEnd().split("\n")).toHaveLength(1);
  expect(code).toBe(1);
});

test.each(commands)("%s: whoever read it went away", async (_name, line) => {
  // The pipe's reader ends before anything is written: the command waits for that.
  const { err } = await shell(
    `{ read -r _go < ${folder}/gone; ${line}; echo "ended with $?" >&2; } | { exec 0<&-; : > ${folder}/gone; }`,
  );
  expect(err).toBe("ended with 1\n");
});

beforeAll(() => execFileSync("mkfifo", [join(folder, "gone")]));

test("a file that nobody reads is no failure", async () => {
  expect(await shell(`${dinfra} descriptor hash ${descriptor} > ${folder}/answer`)).toEqual({ code: 0, err: "" });
  expect(readFileSync(join(folder, "answer"), "utf8")).toMatch(/0x[0-9a-f]{64}/);
});
