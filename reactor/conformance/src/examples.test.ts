/** @integration */
import { spawn, execFileSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { openApiPath } from "@dinfra/schemas";
import { conform } from "./run.js";

// The reactors of examples/, as processes: what they share with ours is the document.
const repository = join(__dirname, "..", "..", "..");
const at = (...names: string[]) => join(repository, "examples", ...names);
const folder = mkdtempSync(join(tmpdir(), "dinfra-reactors-"));
const token = "t".repeat(43);
const tokenFile = join(folder, "token");
const running: ChildProcess[] = [];

beforeAll(() => writeFileSync(tokenFile, token, { mode: 0o600 }));
afterAll(async () => {
  for (const child of running) {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  }
  rmSync(folder, { recursive: true });
});

/** Starts a reactor. @returns its URL, which is in the first line that it writes */
async function start(command: string, args: string[], cwd: string): Promise<string> {
  const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "inherit"] });
  running.push(child);
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return (JSON.parse(line) as { url: string }).url;
}

const reactors: Record<string, () => Promise<string>> = {
  async python() {
    const document = openApiPath.replace(/yaml$/, "json");
    const args = ["-m", "ansible_shaped", "--document", document, "--token-file", tokenFile, "--port", "0"];
    return start("python3", args, at("reactor-python"));
  },
  async go() {
    const program = join(folder, "reactor-go");
    execFileSync("go", ["build", "-o", program, "."], { cwd: at("reactor-go"), stdio: "pipe" });
    return start(program, ["-token-file", tokenFile, "-listen", "127.0.0.1:0"], folder);
  },
};

test.each(Object.keys(reactors))("the reactor in %s conforms to level core", async (name) => {
  const url = await reactors[name]!();
  const report = await conform({ url, token, name }, { patience: 30_000 });
  expect(report.promises.filter(({ outcome }) => outcome !== "pass")).toEqual([]);
  expect(report).toMatchObject({ conforms: true, left: [] });
});

test("a reactor that forgets with its process does not keep what extended promises of a restart", async () => {
  const url = await reactors["python"]!();
  const port = new URL(url).port;
  const first = running.at(-1)!;
  const document = openApiPath.replace(/yaml$/, "json");
  const args = ["-m", "ansible_shaped", "--document", document, "--token-file", tokenFile, "--port", port];
  const stop = async () => {
    first.kill("SIGKILL");
    await once(first, "exit");
  };
  const begin = async () => void (await start("python3", args, at("reactor-python")));
  const only = ["restart", "epoch", "deployed"];
  const { promises, mode } = await conform(
    { url, token, stop, start: begin },
    { patience: 5_000, level: "extended", only },
  );
  const outcomes = promises.filter(({ id }) => only.includes(id)).map(({ id, outcome }) => [id, outcome]);
  expect(Object.fromEntries(outcomes)).toEqual({ epoch: "fail", deployed: "pass", restart: "fail" });
  expect(mode).toBe("http, restart");
});

test("both serve the same descriptor type", () => {
  const schema = (...names: string[]) => readFileSync(at(...names, "hello-page.v1.schema.json"), "utf8");
  expect(schema("reactor-go")).toBe(schema("reactor-python", "ansible_shaped"));
});
