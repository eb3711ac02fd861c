/** @integration */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

// The real binary: what a user is told where a command cannot listen, and how it ends.
const binary = join(__dirname, "..", "dist", "main.js");
const folder = mkdtempSync(join(tmpdir(), "dinfra-cli-listening-"));

let taken: Server;
let port: string;

beforeAll(async () => {
  taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  port = `${(taken.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => taken.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

function dinfra(...args: string[]): Promise<{ code: unknown; out: string; said: string | undefined }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [binary, ...args],
      { env: { PATH: process.env["PATH"], HOME: process.env["HOME"] } },
      (error, out, err) =>
        resolve({
          code: error ? error.code : 0,
          out,
          // The log of a reactor, JSON a line, is on standard error, too; what the command itself says comes last.
          said: err.trimEnd().split("\n").at(-1),
        }),
    );
  });
}

test("the reactor's port is in use", async () => {
  const keyFile = join(folder, "key");
  const store = join(folder, "store");
  writeFileSync(keyFile, "//Charlie\n", { mode: 0o600 });
  mkdirSync(store);
  // With a key file nobody asks the chain first, so none is needed.
  const where = ["--endpoint", "ws://127.0.0.1:1", "--data-dir", join(folder, "data"), "--store", store];
  expect(
    await dinfra("reactor", "run", "--provider", "//Bob", "--key-file", keyFile, ...where, "--port", port),
  ).toEqual({
    code: 2,
    out: "",
    said: `dinfra: reactor: port ${port} of 127.0.0.1 is in use: choose another, or 0 for any free one`,
  });
});
