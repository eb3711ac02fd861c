/** @integration */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { rpc, until } from "../dev/fixtures.js";

const main = join(__dirname, "..", "..", "dist", "node", "main.js");

function start(...args: string[]): {
  child: ChildProcess;
  lines: AsyncIterator<string>;
  errors: () => string;
  exit: Promise<unknown[]>;
} {
  const child = spawn(process.execPath, [main, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let errors = "";
  child.stderr?.on("data", (data: Buffer) => (errors += data.toString()));
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  return { child, lines, errors: () => errors, exit: once(child, "exit") };
}

test("serves, makes blocks, says one line, and ends cleanly on SIGTERM", async () => {
  expect(existsSync(main)).toBe(true);
  const { child, lines, errors, exit } = start("--block-time", "100", "--chain-name", "Elsewhere", "--name", "n1");
  const { endpoint, ready } = JSON.parse((await lines.next()).value as string) as { ready: boolean; endpoint: string };
  expect(ready).toBe(true);
  expect(await rpc(endpoint, "system_chain")).toBe("Elsewhere");
  expect(await rpc(endpoint, "system_name")).toBe("n1");
  const height = async () => Number((await rpc<{ number: string }>(endpoint, "chain_getHeader")).number);
  const first = await height();
  await until(height, (now) => now > first + 1);
  child.kill("SIGTERM");
  expect(await exit).toEqual([0, null]);
  expect((await lines.next()).done).toBe(true);
  expect(errors()).toBe("");
  await expect(fetch(endpoint.replace("ws", "http"))).rejects.toThrow();
});

test("on IPv6 it says an address that can be pasted, and answers there", async () => {
  const { child, lines, exit } = start("--block-time", "manual", "--host", "::1");
  const { endpoint } = JSON.parse((await lines.next()).value as string) as { endpoint: string };
  expect(endpoint).toMatch(/^ws:\/\/\[::1\]:[0-9]+$/);
  expect(await rpc(endpoint, "system_name")).toBe("dinfra-dev-node");
  child.kill("SIGTERM");
  expect(await exit).toEqual([0, null]);
});

test.each([
  [["--port", "abc"], "--port abc: expected a whole number"],
  [["--nonsense"], "nonsense"],
])("refuses %j with one line and exit code 2", async (args, words) => {
  const { errors, exit } = start(...args);
  expect(await exit).toEqual([2, null]);
  expect(errors()).toContain(words);
  expect(errors().trim().split("\n")).toHaveLength(1);
});

test("a port in use: one line and exit code 2", async () => {
  const taken = (await import("node:net")).createServer();
  taken.listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as { port: number };
  const { errors, exit } = start("--port", String(port));
  expect(await exit).toEqual([2, null]);
  expect(errors()).toMatch(new RegExp(`^port ${port} of 127\\.0\\.0\\.1 is in use.*\n$`));
  taken.close();
});

test("SIGTERM while it starts ends it too", async () => {
  const { child, exit } = start();
  await once(child, "spawn");
  child.kill("SIGTERM");
  const [code, signal] = await exit;
  expect(code === 0 || signal === "SIGTERM").toBe(true);
});
