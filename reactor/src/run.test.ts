/** @integration */
import { execFile } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startDevChain } from "@dinfra/chain";
import { Certificates } from "@dinfra/service/testing/certificates";
import { fetchOver } from "@dinfra/service/tls/client";
import type { backupReactor as BackupReactor } from "./backup/backup.js";
import type { ReactorConfig } from "./config.js";
import type { runReactor as RunReactor } from "./run.js";
import type { checkReactor as CheckReactor } from "./check.js";

// The compiled entry, as processes are started from there.
const { runReactor, checkReactor, backupReactor } = jest.requireActual<{
  backupReactor: typeof BackupReactor;
  runReactor: typeof RunReactor;
  checkReactor: typeof CheckReactor;
}>("../dist/index.js");

let folder: string;
let taken: Server;
let config: ReactorConfig;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "dinfra-run-"));
  taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  mkdirSync(join(folder, "store"));
  config = {
    endpoint: "ws://127.0.0.1:1",
    key: { uri: "//Charlie" },
    provider: "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
    dataDir: join(folder, "data"),
    store: join(folder, "store"),
  };
});
afterEach(async () => {
  await new Promise((resolve) => taken.close(resolve));
  rmSync(folder, { recursive: true });
});

test.each<[string, () => Partial<ReactorConfig>]>([
  ["port.in-use", () => ({ port: (taken.address() as AddressInfo).port })],
  ["ProfileUnreadable", () => ({ profile: join(folder, "no-profile.json") })],
  ["InvalidProfile", () => (writeFileSync(join(folder, "p.json"), "{}"), { profile: join(folder, "p.json") })],
  ["key.unreadable", () => ({ key: { file: join(folder, "no-key") } })],
  [
    "key.exposed",
    () => (writeFileSync(join(folder, "k"), "//Charlie", { mode: 0o644 }), { key: { file: join(folder, "k") } }),
  ],
])("%s: both processes end, with the reason, and are not tried again", async (code, change) => {
  const lines: string[] = [];
  await expect(runReactor({ ...config, ...change() }, { log: (line) => lines.push(line) })).rejects.toMatchObject({
    code,
  });
  expect(lines.filter((line) => line.includes("started anew"))).toEqual([]);
});

test("an unknown level of the log is refused before anything is started", async () => {
  const lines: string[] = [];
  const start = runReactor(config, {
    env: { ...process.env, DINFRA_LOG_LEVEL: "nonsense" },
    log: (line) => lines.push(line),
  });
  await expect(start).rejects.toMatchObject({
    code: "config.invalid",
    message: expect.stringContaining('found "nonsense"'),
  });
  expect(lines).toEqual([]);
  expect(existsSync(config.dataDir)).toBe(false);
});

test.each<[string, number[]]>([
  ["info", [30]],
  ["error", []],
  ["silent", []],
])("DINFRA_LOG_LEVEL=%s is the supervisor's, too", async (level, said) => {
  const lines: string[] = [];
  const start = runReactor(
    { ...config, profile: join(folder, "no-profile.json") },
    { env: { ...process.env, DINFRA_LOG_LEVEL: level }, log: (line) => lines.push(line) },
  );
  await expect(start).rejects.toMatchObject({ code: "ProfileUnreadable" });
  const parsed = lines.map((line) => JSON.parse(line) as { name: string; level: number });
  expect(parsed.filter(({ name }) => name === "supervisor").map((line) => line.level)).toEqual(said);
});

test("a start that waits for the chain can be given up", async () => {
  const abort = new AbortController();
  const start = runReactor(config, {
    signal: abort.signal,
    log: (line) => {
      if (line.includes("reactor ready")) abort.abort();
    },
  });
  await expect(start).rejects.toMatchObject({ code: "stopped" });
});

test("with TLS the two find each other though the certificate is over, a backup is taken, and SIGHUP has the files read again", async () => {
  const made = new Certificates();
  made.make("api", { subject: "/CN=elsewhere.example", names: "DNS:elsewhere.example", days: -3 });
  made.make("next", { subject: "/CN=elsewhere.example", names: "DNS:elsewhere.example" });
  const [certificateFile, keyFile] = [made.file("live.crt"), made.file("live.key")];
  const take = (name: string) => (
    copyFileSync(made.certificate(name), certificateFile),
    copyFileSync(made.key(name), keyFile)
  );
  take("api");
  const chain = await startDevChain();
  const abort = new AbortController();
  const lines: { name: string; pid: number; msg: string; url?: string; certificate?: string }[] = [];
  const heard = new EventEmitter();
  const line = async (name: string, msg: string) => {
    const found = () => lines.find((one) => one.name === name && one.msg === msg);
    // A start that fails says no more.
    while (found() === undefined) await Promise.race([once(heard, "line"), start]);
    return found()!;
  };
  const start = runReactor(
    { ...config, endpoint: chain.endpoint, tls: { certificateFile, keyFile } },
    {
      signal: abort.signal,
      log: (text) => {
        lines.push(JSON.parse(text) as (typeof lines)[number]);
        heard.emit("line");
      },
    },
  );
  // Heard of at the end.
  start.catch(() => {});
  try {
    const { url, pid } = await line("reactor", "reactor ready");
    expect(url).toMatch(/^https:/);
    // It has listed the reactor's deployments before it says so.
    await line("sidecar", "sidecar ready");
    const healthy = (dataDir: string) =>
      promisify(execFile)(process.execPath, [require.resolve("@dinfra/service/healthy")], {
        env: { DINFRA_DATA_DIR: dataDir },
      }).then(() => 0, (error: { code: number }) => error.code); // prettier-ignore
    expect([await healthy(config.dataDir), await healthy(folder)]).toEqual([0, 1]);
    const { files } = await backupReactor(config.dataDir, join(folder, "backup"));
    expect(Object.keys(files)).toEqual(expect.arrayContaining(["reactor.sqlite", "sidecar.sqlite"]));
    take("next");
    process.kill(pid, "SIGHUP");
    expect((await line("reactor", "TLS files were read again")).certificate).toContain("CN=elsewhere.example");
    const pinned = fetchOver({ pinnedFile: made.certificate("next") });
    expect((await pinned(`${url}/healthz`)).status).toBe(200);
    abort.abort();
    await expect(start).rejects.toMatchObject({ code: "stopped" });
  } finally {
    abort.abort();
    await start.catch(() => {});
    await chain.close();
    made.remove();
  }
});

test("check names what is good and what is not, and does not throw", async () => {
  const findings = await checkReactor({ ...config, store: join(folder, "nowhere") });
  const of = (name: string) => findings.find((finding) => finding.name.startsWith(name));
  expect(of("engine")?.ok).toBe(true);
  expect(of("profile")?.ok).toBe(true);
  expect(of("catalogue entry dev-node")?.ok).toBe(true);
  expect(of("descriptor store")).toMatchObject({ ok: false, detail: expect.stringContaining("make the folder") });
  expect(of("operator key")).toMatchObject({ ok: true });
  expect(of("chain endpoint")).toMatchObject({ ok: false });
});

test("check warns of an endpoint that is believed alone, and refuses a second one of another chain", async () => {
  const [dev, stranger] = await Promise.all([startDevChain(), startDevChain()]);
  try {
    const endpoint = dev.endpoint;
    const others = async (more: Partial<ReactorConfig>) =>
      (await checkReactor({ ...config, endpoint, ...more })).filter(
        ({ name }) => name.startsWith("other chain") || /chain endpoint ws/.test(name),
      );
    expect(await others({})).toEqual([
      { name: "other chain endpoints", ok: true, detail: expect.stringMatching(/^warning: none\. .*add an endpoint/) },
    ]);
    expect(await others({ endpoint: undefined, endpoints: [endpoint, stranger.endpoint] })).toContainEqual({
      name: `chain endpoint ${stranger.endpoint}`,
      ok: false,
      detail: expect.stringContaining("instance"),
    });
    const same = endpoint.replace("127.0.0.1", "localhost");
    expect(await others({ endpoint: undefined, endpoints: [endpoint, same] })).toContainEqual({
      name: `chain endpoint ${same}`,
      ok: true,
      detail: expect.stringContaining("the same chain"),
    });
  } finally {
    await Promise.all([dev.close(), stranger.close()]);
  }
});

test("check looks at the ports that are given, and not at those that are found when it starts", async () => {
  const port = (taken.address() as AddressInfo).port;
  const [given, found] = await Promise.all([
    checkReactor({ ...config, port, sidecarPort: port }),
    checkReactor({ ...config, port: 0 }),
  ]);
  const ofPorts = ({ name }: { name: string }) => name.endsWith(" port");
  const bad = { ok: false, detail: `port ${port} of 127.0.0.1 is in use: choose another, or 0 for any free one` };
  expect(given.filter(ofPorts)).toEqual([
    { name: "API port", ...bad },
    { name: "sidecar port", ...bad },
  ]);
  expect(found.filter(ofPorts)).toEqual([]);
});
