import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

const aws = join(__dirname, "..", "..");

export interface Moto {
  url: string;
  close(): Promise<void>;
}

/** An AWS in memory, in a process of its own that ends with this one. */
export async function startMoto(): Promise<Moto> {
  const install = join(aws, "..", "..", "tools", "moto.mjs");
  const python = execFileSync(process.execPath, [install], { encoding: "utf8" }).trim();
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
