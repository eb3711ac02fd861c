/** @integration */
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { carries, contents, endProcesses, listening, processes, type Found } from "./traces.js";

/** A process in a session of its own that says when it is up, and does not mind SIGTERM where told. */
async function carrier(mark: string, stubborn = false) {
  const code = `${stubborn ? "process.on('SIGTERM', () => {});" : ""} setInterval(() => {}, 1e6); console.log("up");`;
  const child = spawn(process.execPath, ["-e", code], {
    env: { MARK: mark },
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
  });
  await once(child.stdout, "data");
  return child;
}

test("finds processes by what is in their environment, and ends them, the stubborn ones too", async () => {
  const mark = randomUUID();
  const marked = (found: Found) => carries(found, "MARK", mark);
  expect(processes(marked)).toEqual([]);
  const children = [await carrier(mark), await carrier(mark, true)];
  const pids = children.map(({ pid }) => pid).sort();
  expect(
    processes(marked)
      .map(({ pid }) => pid)
      .sort(),
  ).toEqual(pids);
  expect(processes((found) => carries(found, "OTHER", mark))).toEqual([]);
  expect(processes(marked)[0]?.command).toContain("setInterval");
  await endProcesses(marked, 500);
  expect(processes(marked)).toEqual([]);
});

test("tells whether anybody listens", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  expect(await listening("127.0.0.1", port)).toBe(true);
  server.close();
  await once(server, "close");
  expect(await listening("127.0.0.1", port)).toBe(false);
});

test("lists a folder to the last file; one that is not there is empty", () => {
  const root = mkdtempSync(join(tmpdir(), "dinfra-traces-"));
  try {
    mkdirSync(join(root, "a", "b"), { recursive: true });
    writeFileSync(join(root, "a", "file"), "");
    expect(contents(root)).toEqual(["a", "a/b", "a/file"]);
  } finally {
    rmSync(root, { recursive: true });
  }
  expect(contents(root)).toEqual([]);
});
