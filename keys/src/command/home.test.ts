/** @integration */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { homeFolder, noHome } from "./home.js";

const BIN = join(__dirname, "..", "..", "dist", "bin.js");
const folder = mkdtempSync(join(tmpdir(), "dinfra-home-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("is HOME, else what the system knows, and never the current folder", () => {
  expect(homeFolder("--out", { HOME: "/somewhere" })).toBe("/somewhere");
  for (const env of [{}, { HOME: "" }]) expect(homeFolder("--out", env)).toBe(userInfo().homedir);
  expect(homeFolder("--out", { HOME: noHome })).toBe(userInfo().homedir);
  expect(() => homeFolder("--out", { HOME: "here" })).toThrow("found HOME=here, which is no absolute path");
});

it("no private key is written into the current folder by a HOME that is none", () => {
  writeFileSync(join(folder, "secret"), "bottom drive obey lake curtain smoke basket hold race lonely fit walk\n", {
    mode: 0o600,
  });
  const { status, stderr } = spawnSync(
    process.execPath,
    [BIN, "create", "--secret-file", "secret", "--no-passphrase"],
    { cwd: folder, env: { PATH: process.env["PATH"], HOME: "." }, encoding: "utf8" },
  );
  expect(stderr).toContain("found HOME=., which is no absolute path; set HOME, or give --out");
  expect(status).toBe(1);
  expect(existsSync(join(folder, ".ssh"))).toBe(false);
});
