import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { typedWith } from "./testing.js";

const folder = mkdtempSync(join(tmpdir(), "dinfra-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const secret = "0123456789abcdef0123456789abcdef";
const file = join(folder, "reactor.json");
const written = {
  version: 1,
  endpoints: [`wss://rpc.example/${secret}`, "wss://me:passw0rd@other.example"],
  provider: "//Bob",
  key: { file: "operator.key" },
  dataDir: "data",
  store: "store",
  maxWorkers: 1,
  traces: { url: "http://127.0.0.1:4318/v1/traces?key=abc", headersFile: "headers.json" },
};
writeFileSync(file, JSON.stringify(written));

const config = (env: Record<string, string>, ...flags: string[]) =>
  typedWith({ HOME: folder, ...env }, "reactor", "config", "--config", file, ...flags);

test("the configuration in force, who gave each value, and no secret", async () => {
  const { code, out, err } = await config(
    { DINFRA_MAX_WORKERS: "2", DINFRA_LOG_LEVEL: "debug" },
    ...["--max-workers", "3", "--json"],
  );
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).not.toMatch(/0123456789abcdef|passw0rd|key=abc/);
  expect(JSON.parse(out)).toMatchObject({
    config: {
      endpoints: ["wss://rpc.example/[secret]", "wss://[secret]@other.example"],
      provider: "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
      key: { file: join(folder, "operator.key") },
      dataDir: join(folder, "data"),
      maxWorkers: 3,
      port: 4700,
      breaker: { floorWeight: 3 },
      logLevel: "debug",
    },
    given: {
      endpoints: file,
      maxWorkers: "--max-workers",
      logLevel: "DINFRA_LOG_LEVEL",
      port: "default",
      "breaker.floorWeight": "default",
    },
  });
});

test("lists of certificates' subjects are separated by semicolons, since a subject has commas", async () => {
  const { out } = await config(
    { DINFRA_TLS_READ: "CN=a,O=Example; CN=b", DINFRA_TLS_CERTIFICATE_FILE: "/c.pem", DINFRA_TLS_KEY_FILE: "/k.pem" },
    ...["--tls-client-ca-file", "/ca.pem", "--tls-operate", "CN=c,O=Example", "--json"],
  );
  expect(JSON.parse(out)).toMatchObject({
    config: { tls: { operate: ["CN=c,O=Example"], read: ["CN=a,O=Example", "CN=b"], clientCaFile: "/ca.pem" } },
    given: { "tls.read": "DINFRA_TLS_READ", "tls.operate": "--tls-operate" },
  });
});

test("for a person it is a table", async () => {
  const { out } = await config({}, "--as", "//Charlie", "--endpoint", "ws://127.0.0.1:1/");
  const rows = out.split("\n").map((line) => line.trim().split(/ {2,}/));
  expect(rows).toContainEqual(["key.uri", "//Charlie", "--as"]);
  expect(rows).toContainEqual(["endpoint", "ws://127.0.0.1:1", "--endpoint"]);
  expect(out).not.toMatch(/key\.file|endpoints/);
});

test.each<[string, Record<string, string>, string[], string]>([
  ["a variable", { DINFRA_PROBE_SECOND: "1" }, [], "DINFRA_PROBE_SECOND: expected the variable of a setting"],
  ["a flag", {}, ["--probe-second", "1"], "unknown option '--probe-second'"],
  [
    "a value",
    { DINFRA_KEEP_DAYS: "ever" },
    [],
    '/keepDays: expected a number, found "ever", given by DINFRA_KEEP_DAYS',
  ],
  ["two keys", {}, ["--as", "//Bob", "--key-file", "a"], "expected one key, found --as and --key-file"],
])("%s that is wrong is named", async (_, env, flags, says) => {
  const { code, out, err } = await config(env, ...flags);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(says);
});

test("a home folder is needed only where nobody names the folders that would be in it", async () => {
  expect(await config({ HOME: "no-path" }, "--json")).toMatchObject({ code: 0, err: "" });
  const said = ["reactor", "config", "--provider", "//Bob", "--as", "//Charlie"];
  expect(await typedWith({ HOME: "no-path" }, ...said, "--data-dir", "data", "--store", "store")).toMatchObject({
    code: 0,
  });
  const { code, err } = await typedWith({ HOME: "no-path" }, ...said, "--store", "store");
  expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining("expected a home folder") });
});
