/** @integration */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { installHostPlugin, pluginPath, pluginProgram } from "./plugin.js";
import { processState, readStat } from "./proc/state.js";
import { eventually, makeScratch, type Scratch } from "./testing/scratch.js";
import { version } from "./version.js";

let scratch: Scratch;
beforeEach(() => (scratch = makeScratch()));
afterEach(() => scratch.clean());

test("the version is the package's", () => {
  const manifest = JSON.parse(fs.readFileSync(path.join(__dirname, "..", "package.json"), "utf8")) as object;
  expect(manifest).toMatchObject({ version });
});

test("it is installed where the engine looks, once and whole, and an older one is replaced", () => {
  const home = path.join(scratch.folder, "it's a home");
  const file = installHostPlugin(home);
  expect(file).toBe(path.join(home, "plugins", `resource-dinfra-host-v${version}`, "pulumi-resource-dinfra-host"));
  const first = fs.statSync(file);
  expect(first.mode & 0o111).toBe(0o111);
  installHostPlugin(home);
  expect(fs.statSync(file).ino).toBe(first.ino);
  fs.writeFileSync(file, "#!/bin/sh\nexit 1\n");
  fs.writeFileSync(`${path.dirname(file)}.partial`, "");
  installHostPlugin(home);
  expect(fs.readFileSync(file, "utf8")).toContain(pluginPath);
  expect(fs.readdirSync(path.join(home, "plugins"))).toEqual([`resource-dinfra-host-v${version}`]);
  expect(fs.readdirSync(home)).toEqual(["plugins"]);
});

test.each([
  ["no bundle", { "provider.js": 2, ".tsbuildinfo": 2 }, "provider.js"],
  ["a bundle of what was compiled last", { "provider.js": 2, ".tsbuildinfo": 2, "bundle.js": 3 }, "bundle.js"],
  ["a bundle of an earlier compilation", { "provider.js": 2, ".tsbuildinfo": 2, "bundle.js": 1 }, "provider.js"],
  ["a published package", { "provider.js": 2, "bundle.js": 1 }, "bundle.js"],
])("the program of a package with %s", (_, files, program) => {
  for (const [name, seconds] of Object.entries(files)) {
    fs.writeFileSync(path.join(scratch.folder, name), "");
    fs.utimesSync(path.join(scratch.folder, name), seconds, seconds);
  }
  expect(pluginProgram(scratch.folder)).toBe(path.join(scratch.folder, program));
});

test("a path with a quote in it is run as it is written", () => {
  const file = installHostPlugin(path.join(scratch.folder, "it's"));
  const text = fs.readFileSync(file, "utf8").replace(process.execPath, "/bin/echo").replace(pluginPath, "it'\\''s");
  expect(spawnSync("/bin/sh", ["-c", text, "sh", "a b"], { encoding: "utf8" }).stdout).toBe("it's a b\n");
});

test("it tells its port, and ends with whoever started it", async () => {
  const file = installHostPlugin(scratch.folder);
  // An engine: starts the plugin, hands its first line on, and is killed.
  const script = `
    const child = require("child_process").spawn(${JSON.stringify(file)}, ["127.0.0.1:1"], { detached: true, stdio: ["pipe", "pipe", "ignore"] });
    child.stdout.once("data", (data) => console.log(child.pid, String(data).trim()));`;
  const engine = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(engine.stdout, "data")) as [Buffer];
  const [pid, port] = String(line).trim().split(" ").map(Number) as [number, number];
  expect(port).toBeGreaterThan(0);
  const { startTime } = readStat(pid)!;
  engine.kill("SIGKILL");
  await eventually("the end of the plugin", () => processState(pid, startTime) !== "running");
});

test("started by hand, without an input, it stays", async () => {
  const plugin = spawn(process.execPath, [pluginPath, "127.0.0.1:1"], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    await once(plugin.stdout, "data");
    // Two rounds of its watch.
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(plugin.exitCode).toBeNull();
  } finally {
    plugin.kill("SIGKILL");
  }
});
