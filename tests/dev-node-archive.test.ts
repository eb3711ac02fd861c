import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const root = join(__dirname, "..");
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dinfra-archive-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const pack = (file: string, umask: string) => {
  const line = `umask ${umask} && exec "$0" "$@"`;
  const made = ["-c", line, process.execPath, join(root, "tools", "dev-node-archive.mjs"), join(folder, file)];
  return JSON.parse(execFileSync("sh", made, { encoding: "utf8" })) as {
    sha256: string;
    bytes: number;
    command: string;
  };
};

test("the development node's archive has the same bytes whenever it is made, and runs with nothing beside it", async () => {
  const archive = pack("first.tar.gz", "022");
  expect(pack("second.tar.gz", "077").sha256).toBe(archive.sha256);
  expect(readdirSync(folder).sort()).toEqual(["first.tar.gz", "second.tar.gz"]);

  execFileSync("tar", ["-xzf", join(folder, "first.tar.gz"), "-C", folder]);
  const node = spawn(join(folder, archive.command), ["--name", "packed"], {
    cwd: "/",
    env: { PATH: "/usr/bin:/bin" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(node, "exit");
  try {
    const [line] = (await once(createInterface({ input: node.stdout }), "line")) as [string];
    const { endpoint } = JSON.parse(line) as { endpoint: string };
    const answer = await fetch(endpoint.replace("ws:", "http:"), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "system_name", params: [] }),
    });
    expect(await answer.json()).toMatchObject({ result: "packed" });
  } finally {
    node.kill("SIGTERM");
    await ended;
  }
}, 300_000);
