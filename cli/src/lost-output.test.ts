/** @integration */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

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

// An address of this process's own, so that no port of it can be another's.
const host = `127.${20 + (process.pid >> 16)}.${(process.pid >> 8) & 255}.${process.pid & 255}`;
const socket = join(folder, "agent");

/** Number of the chain's newest block; undefined while nothing answers. */
async function height(port: number): Promise<number | undefined> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "chain_getHeader", params: [] });
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`http://${host}:${port}`, { method: "POST", headers, body }).catch(() => undefined);
  return answer && Number(((await answer.json()) as { result: { number: string } }).result.number);
}

/** Resolves when the chain is two blocks higher than it was found; a process that ended never answers. */
const makesBlocks = (port: number) => async (alive: () => boolean) => {
  for (let first: number | undefined; alive(); await delay(20)) {
    const now = await height(port);
    first ??= now;
    if (first !== undefined && now !== undefined && now > first + 1) return;
  }
};

/** Type of the agent's answer to a message (draft-miller-ssh-agent). */
async function ask(...message: number[]): Promise<number> {
  const agent = connect(socket);
  agent.write(Buffer.from([0, 0, 0, message.length, ...message]));
  const [answer] = (await once(agent, "data")) as [Buffer];
  agent.destroy();
  return answer[4]!;
}

/** What is no login is refused, which it says in its log, and it lists its key. */
async function agentAnswers(): Promise<void> {
  const [signRequest, failure, requestIdentities, identitiesAnswer] = [13, 5, 11, 12];
  expect(await ask(signRequest, ...[0, 0, 0, 1, 0], ...[0, 0, 0, 1, 0], ...[0, 0, 0, 0])).toBe(failure);
  expect(await ask(requestIdentities)).toBe(identitiesAnswer);
}

const chain = (port: number) => ["--host", host, "--port", String(port), "--block-time", "100"];
test.each<[string, string[], "nobody" | "its answer", (alive: () => boolean) => Promise<void>]>([
  [
    "the dev node",
    [join(root, "chain", "client", "dist", "node", "main.js"), ...chain(9944)],
    "nobody",
    makesBlocks(9944),
  ],
  ["dinfra chain dev", [dinfra, "chain", "dev", ...chain(9945)], "nobody", makesBlocks(9945)],
  ["dinfra ssh-agent", [dinfra, "ssh-agent", "--secret-file", secret, "--socket", socket], "its answer", agentAnswers],
])(
  "%s, with a log that is read no more: it works on, and ends in order",
  async (_name, words, read, works) => {
    const child = spawn("sh", ["-c", 'read -r _go; exec "$@"', "sh", process.execPath, ...words], { env });
    const exited = once(child, "exit");
    const running = () => child.exitCode === null && child.signalCode === null;
    const readersGo = async () => {
      const closed = [child.stdout, child.stderr].map((stream) => once(stream, "close"));
      child.stdout.destroy();
      child.stderr.destroy();
      await Promise.all(closed);
    };
    try {
      // The process begins when it is told to, and so after its readers went away.
      if (read === "nobody") await readersGo();
      child.stdin.end("go\n");
      if (read === "its answer") {
        await once(child.stdout, "data");
        await once(child.stderr, "data");
        await readersGo();
      }
      await works(running);
      expect(running()).toBe(true);
      child.kill("SIGTERM");
      expect(await exited).toEqual([0, null]);
    } finally {
      child.kill("SIGKILL");
    }
  },
  240_000,
);
