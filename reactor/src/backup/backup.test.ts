import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dataFolder } from "@dinfra/service/data-folder";
import { CursorStore } from "@dinfra/sidecar/cursor";
import { checkConfig, type ReactorConfig } from "../config.js";
import { newRecord } from "../deployments/record.js";
import { DeploymentStore } from "../deployments/store.js";
import { deploymentFolder } from "../engine/folders.js";
import { readIntent } from "../engine/intent.js";
import { generation, owner } from "../testing/reactor-bench.js";
import { backupReactor } from "./backup.js";
import { restoreReactor } from "./restore.js";

let folder: string;
let config: ReactorConfig;
const at = (...path: string[]) => join(folder, ...path);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dinfra-backup-"));
  config = checkConfig({
    ...{ endpoint: "ws://127.0.0.1:1", key: { uri: "//Charlie" }, provider: owner.provider },
    ...{ dataDir: at("data"), store: at("store") },
  });
  const files = dataFolder(config.dataDir);
  const store = DeploymentStore.open(files.reactorStore);
  store.bind(owner);
  for (const id of ["1.1", "2.1", "3.1"])
    store.put({ ...newRecord(id, owner, 0), desired: generation(1), ...(id !== "3.1" && { good: generation(1) }) });
  store.close();
  CursorStore.open(files.sidecarStore).close();
  for (const id of ["1.1", "2.1"]) {
    const { checkpointFile, lockFolder } = deploymentFolder(files.engineState, id);
    for (const name of [join(checkpointFile, ".."), lockFolder]) mkdirSync(name, { recursive: true });
    writeFileSync(checkpointFile, `{"of":"${id}"}`);
    writeFileSync(join(lockFolder, "lock.json"), "{}");
  }
  writeFileSync(join(files.engineState, ".passphrase"), "phrase");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("what is restored is what was backed up, without locks, marked as interrupted, with an epoch of its own", async () => {
  await backupReactor(config.dataDir, at("backup"));
  const epochOf = (file: string) => {
    const store = DeploymentStore.open(file);
    const found = [store.epoch, store.ids(), store.owner] as const;
    store.close();
    return found;
  };
  const [epoch, ids, bound] = epochOf(at("data", "reactor.sqlite"));
  rmSync(at("data"), { recursive: true });
  const restored = await restoreReactor(config, at("backup"), () => Promise.resolve(true));
  expect(restored).toMatchObject({ kept: ["1.1", "2.1", "3.1"], dropped: [] });
  const [newEpoch, ...rest] = epochOf(at("data", "reactor.sqlite"));
  expect(newEpoch).not.toBe(epoch);
  expect(rest).toEqual([ids, bound]);
  const { checkpointFile, lockFolder, intentFile } = deploymentFolder(at("data", "engine"), "2.1");
  expect(readFileSync(checkpointFile, "utf8")).toBe('{"of":"2.1"}');
  expect([existsSync(lockFolder), readIntent(intentFile)?.operation]).toEqual([false, "up"]);
});

test("one of which nothing is left is dropped; one that was never deployed needs nothing there", async () => {
  await backupReactor(config.dataDir, at("backup"));
  rmSync(at("data"), { recursive: true });
  const { kept, dropped } = await restoreReactor(config, at("backup"), ({ id }) => Promise.resolve(id === "1.1"));
  expect({ kept, dropped }).toEqual({ kept: ["1.1", "3.1"], dropped: ["2.1"] });
});

test.each<[string, () => void | Promise<unknown>, object?]>([
  ["restore.not-empty", () => mkdirSync(at("data", "x"), { recursive: true })],
  ["backup.none", () => rmSync(at("backup", "manifest.json"))],
  ["backup.damaged", () => writeFileSync(at("backup", "engine", ".passphrase"), "another")],
  ["backup.damaged", () => rmSync(at("backup", "sidecar.sqlite"))],
  ["backup.newer", () => writeFileSync(at("backup", "manifest.json"), '{"version":2}')],
  ["wrong-instance", () => {}, { provider: "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQX" }],
])("%s is refused, and the data directory stays as it was", async (code, spoil, more = {}) => {
  await backupReactor(config.dataDir, at("backup"));
  rmSync(at("data"), { recursive: true });
  await spoil();
  const before = existsSync(at("data")) ? readdirSync(at("data")) : [];
  const restore = restoreReactor({ ...config, ...more }, at("backup"), () => Promise.resolve(true));
  await expect(restore).rejects.toMatchObject({ code });
  expect(existsSync(at("data")) ? readdirSync(at("data")) : []).toEqual(before);
});

test("a platform that cannot be asked is no finding: nothing is restored", async () => {
  await backupReactor(config.dataDir, at("backup"));
  rmSync(at("data"), { recursive: true });
  await expect(restoreReactor(config, at("backup"), () => Promise.reject(new Error("away")))).rejects.toThrow("away");
  expect(readdirSync(at("data"))).toEqual([]);
});

describe("a backup is whole or not there", () => {
  test("a folder with files is left alone", async () => {
    mkdirSync(at("backup"));
    writeFileSync(at("backup", "mine"), "");
    await expect(backupReactor(config.dataDir, at("backup"))).rejects.toMatchObject({ code: "backup.exists" });
    expect(readdirSync(at("backup"))).toEqual(["mine"]);
  });

  test("a store that somebody has open and does not give is said", async () => {
    const store = DeploymentStore.open(at("data", "reactor.sqlite"));
    try {
      await expect(backupReactor(config.dataDir, at("backup"))).rejects.toMatchObject({ code: "store.in-use" });
    } finally {
      store.close();
    }
    expect(readdirSync(folder).sort()).toEqual(["data"]);
  });

  test("no store", async () => {
    await expect(backupReactor(at("nowhere"), at("backup"))).rejects.toMatchObject({ code: "store.missing" });
  });
});
