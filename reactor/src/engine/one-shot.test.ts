import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cliArguments, oneShotArguments, type EngineCall } from "./calls";
import { deploymentFolder } from "./folders";
import { locateOneShot, ONE_SHOT, ONE_SHOT_VERSION } from "./one-shot";

const tools = join(__dirname, "..", "..", "..", "tools");

// Set-up builds a version once a machine: what has changed under the same version would never be built.
it("has the version that set-up builds, and another one whenever its sources are others", () => {
  const rows = JSON.parse(readFileSync(join(tools, "binaries.json"), "utf8")) as Record<string, string>[];
  const folder = join(tools, "engine", "one-shot");
  const sources = readdirSync(folder).filter((name) => name.endsWith(".go") && !name.endsWith("_test.go"));
  const hash = createHash("sha256");
  for (const name of sources.sort()) hash.update(`${name}\n`).update(readFileSync(join(folder, name)));
  expect(rows.find((row) => row.name === ONE_SHOT)).toMatchObject({
    version: ONE_SHOT_VERSION,
    sources: hash.digest("hex"),
  });
});

it("is found where set-up puts it, and nowhere before", () => {
  const cache = mkdtempSync(join(tmpdir(), "dinfra-one-shot-"));
  const file = join(cache, "dinfra", "one-shot-engine", ONE_SHOT_VERSION, "bin", "dinfra-engine");
  try {
    expect(locateOneShot({ XDG_CACHE_HOME: cache })).toBeUndefined();
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "");
    expect(locateOneShot({ XDG_CACHE_HOME: cache })).toBe(file);
  } finally {
    rmSync(cache, { recursive: true });
  }
});

describe("a call, in the CLI's words and in the one-shot engine's", () => {
  const folder = deploymentFolder("/state", "7.1");
  it.each<[EngineCall, string, string]>([
    [
      { verb: "up", server: "127.0.0.1:9", refreshFirst: true },
      "up --yes --skip-preview --refresh --suppress-outputs --suppress-progress --client=127.0.0.1:9 " +
        "--exec-kind=auto.inline --event-log=tcp://127.0.0.1:9",
      "up --refresh --client 127.0.0.1:9 --event-log tcp://127.0.0.1:9 --keys /state/.keys",
    ],
    [
      { verb: "destroy", server: "127.0.0.1:9" },
      "destroy --yes --skip-preview --suppress-outputs --suppress-progress --client=127.0.0.1:9 " +
        "--exec-kind=auto.inline --event-log=tcp://127.0.0.1:9",
      "destroy --client 127.0.0.1:9 --event-log tcp://127.0.0.1:9 --keys /state/.keys",
    ],
    [
      { verb: "preview", server: "127.0.0.1:9" },
      "preview --suppress-outputs --suppress-progress --client=127.0.0.1:9 --exec-kind=auto.inline --event-log=tcp://127.0.0.1:9",
      "preview --client 127.0.0.1:9 --event-log tcp://127.0.0.1:9 --keys /state/.keys",
    ],
    [{ verb: "init" }, "stack init --no-select", "init"],
    [{ verb: "import", file: "/a b" }, "stack import --file /a b", "import --file /a b --keys /state/.keys"],
  ])("%j", (call, cli, oneShot) => {
    expect(cliArguments(call, folder).join(" ")).toBe(`${cli} --stack 7.1 --non-interactive --color never`);
    expect(oneShotArguments(call, folder, "/state/.keys").join(" ")).toBe(`${oneShot} --stack 7.1`);
  });
});
