/** @integration */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { folderStore } from "@dinfra/schemas";
import { apiOf } from "@dinfra/reactor/dist/testing/api-of.js";
import { ReactorBench } from "@dinfra/reactor/dist/testing/reactor-bench.js";
import { ChainSide } from "../world/chain-side.js";
import { descriptor } from "../world/place.js";
import { cleanEnvironment, install, pack } from "./packages.js";

// A provider whose reactor is none of ours: the sidecar's package alone, installed outside of the repository, drives
// something that speaks the Chain Reactor API. Real: package, process, runtime, API. A double: the platform behind the API.
const folder = realpathSync(mkdtempSync(join(tmpdir(), "dinfra-sidecar-alone-")));
const at = (name: string) => join(folder, name);
const token = "t".repeat(43);
const undo: (() => unknown)[] = [];
let side: ChainSide;
let bench: ReactorBench;
let command: string;

beforeAll(async () => {
  const packed = await pack(
    ["sidecar", "service", "chain", "schemas"].map((name) => `@dinfra/${name}`),
    folder,
  );
  mkdirSync(at("project"));
  writeFileSync(at("project/package.json"), JSON.stringify({ name: "operator", private: true }));
  await install(packed, at("project"));
  command = at("project/node_modules/.bin/dinfra-sidecar");

  side = await ChainSide.start();
  undo.push(() => side.close());
  bench = new ReactorBench();
  undo.push(() => bench.close());
  bench.reconciler.start();
}, 600_000); // npm asks its registry for every package once more
afterAll(async () => {
  for (const each of undo.reverse()) await each();
  rmSync(folder, { recursive: true });
});

/** The command, until it ends; `line` of its log answers the first one that holds. */
function start(...args: string[]): { child: ChildProcess; line: (holds: RegExp) => Promise<string>; said: string[] } {
  const said: string[] = [];
  const child = spawn(process.execPath, [command, ...args], {
    env: cleanEnvironment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  undo.push(() => child.kill("SIGKILL"));
  const waiting: { holds: RegExp; found: (line: string) => void; lost: (error: Error) => void }[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on("line", (line) => {
      said.push(line);
      for (const { holds, found } of waiting) if (holds.test(line)) found(line);
    });
  }
  child.once("close", () => waiting.forEach(({ lost }) => lost(new Error(`it ended:\n${said.join("\n")}`))));
  const line = (holds: RegExp) =>
    new Promise<string>((found, lost) => {
      const known = said.find((one) => holds.test(one));
      if (known !== undefined) found(known);
      else waiting.push({ holds, found, lost });
    });
  return { child, line, said };
}

test("its installation has neither Pulumi nor any package of ours that deploys", () => {
  expect(existsSync(at("project/node_modules/@pulumi"))).toBe(false);
  expect(readdirSync(at("project/node_modules/@dinfra")).sort()).toEqual(["chain", "schemas", "service", "sidecar"]);
});

test("what it is told wrong it refuses with a status of its own, and says what is expected", async () => {
  writeFileSync(at("wrong.json"), JSON.stringify({ endpoint: side.dev.endpoint, reactor: {} }));
  for (const [args, wanted] of [
    [[], /\/reactor: expected a value, found nothing/],
    [["a.json", "b.json"], /expected one configuration file at most, found 2/],
    [["--data-dirs", "a"], /--data-dirs/],
    [[at("none.json")], /none\.json: expected a configuration in JSON/],
    [[at("wrong.json")], /\/reactor\/url: expected/],
  ] as const) {
    const { child, said } = start(...args);
    expect(await once(child, "close")).toEqual([2, null]);
    expect(said.join("\n")).toMatch(wanted);
  }
});

test("it takes an award to a reactor that is none of ours, declares it, and ends with SIGTERM", async () => {
  const api = apiOf(bench, token, ["substrate-node/v1"]);
  const url = await api.listen({ host: "127.0.0.1", port: 0 });
  undo.push(() => api.close());
  writeFileSync(at("token"), token, { mode: 0o600 });
  const config = {
    endpoint: side.dev.endpoint,
    key: { uri: "//Charlie" },
    provider: side.provider.address,
    dataDir: "data",
    endDistance: 0,
    reactor: { url, tokenFile: "token" },
  };
  writeFileSync(at("sidecar.json"), JSON.stringify(config));
  const { child, line, said } = start(at("sidecar.json"));
  side.explain = () => said.slice(-20).join("\n");
  await line(/work begins/);
  mkdirSync(at("store"));
  const id = await side.subscribe(folderStore(at("store")), descriptor("first"));
  await side.becomes(id, "Active");
  expect(bench.platform.made).toEqual([id]);
  child.kill("SIGTERM");
  expect(await once(child, "close")).toEqual([0, null]);
});
