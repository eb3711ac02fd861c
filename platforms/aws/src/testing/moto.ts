import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

const aws = join(__dirname, "..", "..");

export interface Moto {
  url: string;
  close(): Promise<void>;
}

/**
 * The Python that has moto, which is installed if it is not there. Undefined, and said, where it cannot be: unless DINFRA_MOTO is
 * "required", the tests that need it are skipped.
 */
export function motoPython(): string | undefined {
  const install = join(aws, "..", "..", "tools", "moto.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [install], { encoding: "utf8" });
  if (status === 0) return stdout.trim();
  if (process.env.DINFRA_MOTO === "required") throw new Error(stderr);
  process.stderr.write(`SKIPPED: ${stderr}`);
  return undefined;
}

/** An AWS in memory, in a process of its own that ends with this one. */
export async function startMoto(python: string): Promise<Moto> {
  const server = spawn(python, [join(aws, "moto", "server.py")], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(server, "exit");
  const lines = createInterface({ input: server.stdout });
  const [port] = (await Promise.race([
    once(lines, "line"),
    ended.then(() => Promise.reject(new Error("moto ended before it said its port"))),
  ])) as [string];
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.stdin.end();
      await ended;
    },
  };
}
