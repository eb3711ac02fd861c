/** @integration */
import { fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// A file system of the test's own, in a mount namespace of its own: it is full, or read-only, and then it is not any more.
const repository = join(__dirname, "..", "..");
let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "dinfra-full-disk-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const prelude = `
  const fs = require("node:fs"), path = require("node:path"), { execFileSync } = require("node:child_process");
  const disk = ${JSON.stringify("DISK")};
  const of = (file) => require(path.join(${JSON.stringify(repository)}, file));
  const say = (value) => console.log(JSON.stringify(value));
  const fill = () => {
    const file = fs.openSync(path.join(disk, "filler"), "w");
    for (let size = 1 << 20; size >= 1; ) try { fs.writeSync(file, Buffer.alloc(size)); } catch { size >>= 1; }
    fs.closeSync(file);
  };
  const attempt = (act) => { try { return act(); } catch ({ code, retryable, message }) { return { code, retryable, message }; } };
  const follows = { genesisHash: "0x01", instance: "0x02", provider: "5F" };`;

/** Runs the script with the mounted disk; answers what it said, a JSON value a line. */
function onDisk(script: string): unknown[] {
  const program = `${prelude.replace("DISK", folder)} (async () => { ${script} })().catch((e) => { console.log(JSON.stringify({ failed: String(e) })); process.exit(1); });`;
  const shell = `mount -t tmpfs -o size=8m,mode=700 tmpfs "$0" && exec "$1" --no-warnings -e "$2"`;
  const namespaces = process.getuid?.() === 0 ? ["-m"] : ["-r", "-m"];
  const { stdout, stderr } = spawnSync(
    "unshare",
    [...namespaces, "sh", "-c", shell, folder, process.execPath, program],
    { encoding: "utf8" },
  );
  expect(stderr).toBe("");
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
}

test("a full disk: the store that is there opens, its guard is kept, a new one waits for space", () => {
  const [before, guard, written, fresh, after] = onDisk(`
    const { CursorStore } = of("sidecar/dist/cursor.js");
    const file = path.join(disk, "sidecar.sqlite");
    const first = CursorStore.open(file); first.bind(follows); first.close();
    say(fs.statSync(file).size > 0);
    fill();
    const full = CursorStore.open(file);
    say(full.follows);
    say(attempt(() => { for (let i = 0; i < 500; i++) full.advance({ number: i, hash: "0x" + "0".repeat(2000) }); }) ?? "written");
    say(attempt(() => CursorStore.open(path.join(disk, "new", "other.sqlite"))));
    fs.rmSync(path.join(disk, "filler"));
    full.advance({ number: 7, hash: "0x07" });
    say({ follows: full.follows, cursor: full.cursor });`);
  const follows = { genesisHash: "0x01", instance: "0x02", provider: "5F" };
  expect(before).toBe(true);
  expect(guard).toEqual(follows);
  expect(written).toMatchObject({ code: "ERR_SQLITE_ERROR", message: expect.stringContaining("full") });
  expect(fresh).toMatchObject({ retryable: true, message: expect.stringContaining("keep the file") });
  expect((fresh as { message: string }).message).not.toContain("away");
  expect(after).toEqual({ follows, cursor: { number: 7, hash: "0x07" } });
});

test("a read-only file system: retryable, named, and gone with its cause", () => {
  const [found, after] = onDisk(`
    const { CursorStore } = of("sidecar/dist/cursor.js");
    const file = path.join(disk, "sidecar.sqlite");
    const first = CursorStore.open(file); first.bind(follows); first.close();
    execFileSync("mount", ["-o", "remount,ro", disk]);
    say(attempt(() => CursorStore.open(file)) ?? "opened");
    execFileSync("mount", ["-o", "remount,rw", disk]);
    say(CursorStore.open(file).follows.instance);`);
  expect(found).toMatchObject({
    code: "store.no-access",
    retryable: true,
    message: expect.stringContaining("read-only"),
  });
  expect(after).toBe("0x02");
});

/** Opens the store whenever it is asked to, and says what came of it. Root becomes nobody first, when all is loaded. */
const opener = `
  const { CursorStore } = require(${JSON.stringify(join(repository, "sidecar", "dist", "cursor.js"))});
  const [file] = process.argv.slice(-1);
  if (process.getuid() === 0) { process.setgroups([]); process.setgid(${65_534}); process.setuid(${65_534}); }
  process.on("message", () => {
    try {
      const store = CursorStore.open(file);
      store.bind({ genesisHash: "0x01", instance: "0x02", provider: "5F" });
      store.close();
      process.send("opened");
    } catch ({ code, retryable, message }) { process.send({ code, retryable, message }); }
  });`;

// Modes of what is root's, and of what is the user's own where the tests are not root.
test.each<[string, "file" | "folder", number, number]>([
  ["a store that it may not read", "file", 0o600, 0o000],
  ["a store that it may only read", "file", 0o644, 0o444],
  ["a folder that is closed to it", "folder", 0o700, 0o000],
  ["a folder in which it may make no file", "folder", 0o755, 0o555],
])("%s, of another user: retryable, named, nothing lost, and gone with its cause", async (_name, what, root, own) => {
  const isRoot = process.getuid!() === 0;
  const user = isRoot ? 65_534 : process.getuid!();
  const at = { folder: join(folder, "data"), file: join(folder, "data", "sidecar.sqlite") };
  mkdirSync(at.folder);
  chmodSync(folder, 0o711);
  const give = (uid: number, mode: number, to: string) => {
    if (isRoot) chownSync(to, uid, uid);
    chmodSync(to, mode);
  };
  give(user, 0o700, at.folder);
  const child = fork("-e", [opener, at.file], { execPath: process.execPath, execArgv: ["--no-warnings"] });
  const ask = async () => {
    const ended = once(child, "exit").then(() => ["it ended"] as const);
    const answered = Promise.race([once(child, "message") as Promise<[unknown]>, ended]);
    child.send("open");
    return (await answered)[0];
  };
  try {
    expect(await ask()).toBe("opened");
    give(0, isRoot ? root : own, at[what]);
    expect(await ask()).toEqual({
      code: "store.no-access",
      retryable: true,
      message: expect.stringMatching(/look at its owner and mode.*keep the file/),
    });
    give(user, what === "file" ? 0o600 : 0o700, at[what]);
    expect(await ask()).toBe("opened");
  } finally {
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
    give(user, 0o700, at.folder);
  }
});

test("a file system without exec is said at the start, and by check, and not tried again", () => {
  const [started, checked] = onDisk(`
    execFileSync("mount", ["-o", "remount,noexec", disk]);
    const { runReactor, checkReactor } = of("reactor/dist/index.js");
    const config = {
      endpoint: "ws://127.0.0.1:1", key: { uri: "//Charlie" }, dataDir: disk, store: disk,
      provider: "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
    };
    await runReactor(config, { log: () => {} }).catch(({ code, retryable }) => say({ code, retryable }));
    say((await checkReactor(config)).find(({ name }) => name === "data directory's file system"));`);
  expect(started).toEqual({ code: "data-dir.noexec", retryable: false });
  expect(checked).toMatchObject({ ok: false, detail: expect.stringContaining("noexec") });
});

test("a restart on a full disk is tried again until there is space", () => {
  const said = onDisk(`
    const { runReactor } = of("reactor/dist/index.js");
    const { sharedToken } = of("service/dist/api/token.js");
    const { dataFolder } = of("service/dist/data-folder.js");
    sharedToken(dataFolder(disk).token);
    fs.mkdirSync(path.join(disk, "store"));
    fill();
    const abort = new AbortController();
    const config = {
      endpoint: "ws://127.0.0.1:1", key: { uri: "//Charlie" }, dataDir: disk, store: path.join(disk, "store"),
      provider: "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
    };
    let anew = 0;
    const log = (line) => {
      const { msg } = JSON.parse(line);
      if (msg === "a process ended, it is started anew" && ++anew === 2) fs.rmSync(path.join(disk, "filler"));
      if (msg === "reactor ready") abort.abort();
    };
    await runReactor(config, { log, signal: abort.signal, longestRestartDelay: 300 }).catch(({ code }) => say(code));
    say(anew >= 2);`);
  expect(said).toEqual(["stopped", true]);
});
