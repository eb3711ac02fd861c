/** @integration */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fork } from "node:child_process";
import { deploymentFolder, isDeploymentId } from "./folders";
import { readIntent, removeIntent, writeIntent } from "./intent";
import { takeLease } from "./lease";
import { readState } from "./state";

const place = mkdtempSync(join(tmpdir(), "dinfra-records-"));
afterAll(() => rmSync(place, { recursive: true }));

describe("the intent", () => {
  const file = join(place, "1.1", "intent.json");
  afterEach(() => removeIntent(file));

  it("is not there after an operation that came to its end", () => {
    expect(readIntent(file)).toBeUndefined();
    writeIntent(file, "up", undefined);
    removeIntent(file);
    expect(readIntent(file)).toBeUndefined();
  });

  it("remembers what was interrupted until the way back is walked, through any number of kills", () => {
    writeIntent(file, "destroy", undefined);
    writeIntent(file, "up", readIntent(file));
    writeIntent(file, "up", readIntent(file));
    expect(readIntent(file)).toMatchObject({ operation: "up", interrupted: "destroy", hosts: [hostname()] });
  });

  it("says that something was interrupted even if it cannot be read", () => {
    writeIntent(file, "up", undefined);
    writeFileSync(file, "{");
    expect(readIntent(file)).toMatchObject({ operation: "recover" });
  });
});

describe("the lease", () => {
  const stateDir = mkdtempSync(join(place, "leased-"));
  const holder = `
    const { takeLease } = require(${JSON.stringify(join(__dirname, "..", "..", "dist", "engine", "lease.js"))});
    takeLease(${JSON.stringify(stateDir)});
    process.send("held");
    setInterval(() => {}, 60000);
  `;

  it("keeps a second engine out while the first lives, and not a moment longer", async () => {
    const script = join(place, "holder.cjs");
    writeFileSync(script, holder);
    const first = fork(script);
    await new Promise((resolve) => first.once("message", resolve));
    expect(() => takeLease(stateDir)).toThrow(/one engine at a time/);
    first.kill("SIGKILL");
    await new Promise((resolve) => first.once("exit", resolve));
    takeLease(stateDir).release();
  });
});

describe("the state", () => {
  const folder = deploymentFolder(place, "2.1");
  const checkpoint = (name: string) =>
    JSON.stringify({ version: 3, checkpoint: { stack: "s", latest: { resources: [{ urn: name, type: "t" }] } } });

  it("is taken from its backup if it is broken, and is unusable only if both are", async () => {
    expect(await readState(folder)).toEqual({ kind: "none" });
    mkdirSync(join(folder.checkpointFile, ".."), { recursive: true });
    writeFileSync(folder.checkpointFile, '{"version":3,"chec');
    expect(await readState(folder)).toMatchObject({ kind: "unusable" });
    writeFileSync(`${folder.checkpointFile}.bak`, checkpoint("earlier"));
    expect(await readState(folder)).toMatchObject({ kind: "state", state: { resources: [{ urn: "earlier" }] } });
    expect(readFileSync(folder.checkpointFile, "utf8")).toBe(checkpoint("earlier"));
  });
});

it("takes nothing for a deployment's id that could lead elsewhere", () => {
  expect(["0.1", "1.1", "18446744073709551615.4294967295"].every(isDeploymentId)).toBe(true);
  expect(["", "1", "1.0", "00.1", "../1.1", "1.1/..", "1.1.1", ".template", "01.1"].some(isDeploymentId)).toBe(false);
});
