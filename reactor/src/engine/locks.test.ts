import { mkdtempSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { deploymentFolder } from "./folders";
import { isStale, removeStaleLocks } from "./locks";

const lock = { file: "", pid: 10, hostname: "here", timestamp: "2026-11-20T00:00:00Z" };
const dead = { ours: ["here", "before"], thisHost: "here", lives: () => false };

describe("a lock may go", () => {
  it.each([
    ["ours, owner dead", lock, dead, true],
    ["ours, owner alive", lock, { ...dead, lives: () => true }, false],
    ["from before this container's restart", { ...lock, hostname: "before" }, { ...dead, lives: () => true }, true],
    ["somebody else's", { ...lock, hostname: "elsewhere" }, dead, false],
  ])("%s", (_case, aLock, circumstances, may) => expect(isStale(aLock, circumstances)).toBe(may));
});

describe("on disk", () => {
  const place = mkdtempSync(join(tmpdir(), "dinfra-locks-"));
  const folder = deploymentFolder(place, "1.1");
  beforeEach(() => mkdirSync(folder.lockFolder, { recursive: true }));
  afterAll(() => rmSync(place, { recursive: true }));
  const put = (name: string, text: string) => writeFileSync(join(folder.lockFolder, name), text);

  it("goes with its attributes, also one that a power failure left empty", async () => {
    put("a.json", JSON.stringify({ pid: 2 ** 22 + 1, username: "u", hostname: hostname(), timestamp: "t" }));
    put("a.json.attrs", "{}");
    put("b.json", "");
    expect(await removeStaleLocks(folder, [hostname()])).toBe(2);
    expect(readdirSync(folder.lockFolder)).toEqual([]);
  });

  it("goes if its pid is in use again by something that is no engine", async () => {
    put("a.json", JSON.stringify({ pid: process.pid, username: "u", hostname: hostname(), timestamp: "t" }));
    expect(await removeStaleLocks(folder, [hostname()])).toBe(1);
  });

  it("stays, and says so, if it is another machine's", async () => {
    put("a.json", JSON.stringify({ pid: 5, username: "u", hostname: "elsewhere", timestamp: "then" }));
    await expect(removeStaleLocks(folder, [hostname()])).rejects.toMatchObject({
      code: "engine.locked",
      retryable: true,
      message: expect.stringContaining("process 5 on elsewhere since then"),
    });
    expect(readdirSync(folder.lockFolder)).toEqual(["a.json"]);
    rmSync(join(folder.lockFolder, "a.json"));
  });
});
