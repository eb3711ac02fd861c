import { appendFileSync, copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { findProgram, scriptEntry, tinyHttpEntry, type CatalogueEntry, type Profile } from "../index.js";
import { descriptorOf, profileWith } from "../testing/profiles.js";

const owner = "deployment:0xab:1.1";
const folder = mkdtempSync(path.join(tmpdir(), "dinfra-program-"));
afterAll(() => rmSync(folder, { recursive: true }));

const check = (descriptor: unknown, profile: Profile = profileWith(folder)) =>
  findProgram("substrate-node/v1").check({ descriptor, profile, owner });
const offered = (change: Partial<CatalogueEntry>) =>
  profileWith(folder, { ...tinyHttpEntry(), name: "node", ...change });

test("a descriptor that the profile can serve is accepted", async () => {
  await expect(check(descriptorOf("tiny-http"))).resolves.toBeUndefined();
  await expect(check(descriptorOf("node"), offered({ roles: ["rpc"], chains: ["dev"] }))).resolves.toBeUndefined();
});

test("without a version the entry listed last is taken", async () => {
  const profile = offered({ version: "1" });
  profile.catalogue.push({ ...tinyHttpEntry(), name: "node", version: "2", roles: ["full"] });
  await expect(
    check(descriptorOf("node", { entry: { name: "node", version: "1" } }), profile),
  ).resolves.toBeUndefined();
  await expect(check(descriptorOf("node"), profile)).rejects.toThrow("catalogue entry node 2: expected a role of full");
});

const polkadot: Partial<CatalogueEntry> = { commandLine: "polkadot-sdk" };
const login = ["5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"];

test.each<[string, unknown, Profile | undefined, string]>([
  ["another type's descriptor", { type: "rpc-pool/v1" }, undefined, "descriptor.schema"],
  ["a flag among the fields", descriptorOf("tiny-http", { flags: ["--dev"] }), undefined, "descriptor.schema"],
  ["a chain that is a path", descriptorOf("tiny-http", { chain: "/etc/passwd" }), undefined, "descriptor.schema"],
  ["an entry nobody has", descriptorOf("bitcoin"), undefined, "UnknownCatalogueEntry"],
  [
    "a version nobody has",
    descriptorOf("x", { entry: { name: "tiny-http", version: "9" } }),
    undefined,
    "UnknownCatalogueEntry",
  ],
  ["a role that is not offered", descriptorOf("node"), offered({ roles: ["full"] }), "UnsupportedRole"],
  ["a chain that is not offered", descriptorOf("node"), offered({ chains: ["kusama"] }), "UnsupportedChain"],
  [
    "more than the limits",
    descriptorOf("tiny-http"),
    { ...profileWith(folder), limits: { memory: 63 } },
    "ExceedsLimits",
  ],
  ["a login to the provider's machine", descriptorOf("tiny-http", { login }), undefined, "PlatformLacks"],
  [
    "an existing network where there are none",
    descriptorOf("tiny-http"),
    { ...profileWith(folder), network: { use: "existing", id: "vpc-7" } },
    "PlatformLacks",
  ],
  ["telemetry of what has none", descriptorOf("tiny-http", { telemetry: true }), undefined, "UnsupportedByEntry"],
  ["an unknown platform", descriptorOf("tiny-http"), { ...profileWith(folder), platform: "moon" }, "UnknownPlatform"],
  ["a file that is gone", descriptorOf("node"), offered({ ...polkadot, command: "/nowhere" }), "CatalogueFileMissing"],
])("refuses %s before the engine starts", async (_what, descriptor, profile, code) => {
  await expect(check(descriptor, profile)).rejects.toMatchObject({ code, retryable: false });
});

test("a program that may replay a database for an hour is waited for that long", () => {
  const patience = (descriptor: unknown, profile: Profile) =>
    findProgram("substrate-node/v1").patience({ descriptor, profile, owner });
  expect(patience(descriptorOf("node"), offered(polkadot))).toBeGreaterThan(3_600_000);
  expect(patience(descriptorOf("tiny-http"), profileWith(folder))).toBeLessThan(300_000);
});

test("refuses a catalogue file that has changed since it was pinned", async () => {
  const command = path.join(folder, "tiny.js");
  copyFileSync(tinyHttpEntry().command, command);
  const profile = profileWith(folder, scriptEntry({ name: "node", version: "1", commandLine: "plain-http", command }));
  await expect(check(descriptorOf("node"), profile)).resolves.toBeUndefined();
  appendFileSync(command, "// more\n");
  await expect(check(descriptorOf("node"), profile)).rejects.toMatchObject({
    code: "DigestMismatch",
    message: expect.stringMatching(/expected .*tiny\.js with sha256:\w+, found sha256:\w+; put the right file back/),
  });
});

test("an unknown descriptor type has no program, whatever its name", () => {
  for (const type of ["rpc-pool/v1", "toString", "__proto__"]) {
    expect(() => findProgram(type)).toThrow(
      expect.objectContaining({ code: "UnknownDescriptorType", retryable: false }),
    );
  }
});

test.each<[string, string, string | undefined, string | undefined]>([
  ["full", "archive", undefined, "PruningChange"],
  ["rpc", "archive", undefined, "PruningChange"],
  ["archive", "full", undefined, "PruningChange"],
  ["full", "rpc", undefined, undefined],
  ["full", "full", "1000", undefined],
])("an update of a node with a database from %s to %s (pruning %s): %s", (from, to, blocks, code) => {
  const input = (role: string, more = {}) => ({
    descriptor: descriptorOf("node", { role, ...more }),
    profile: offered(polkadot),
    owner,
  });
  const update = () =>
    findProgram("substrate-node/v1").checkUpdate!(
      input(from),
      input(to, blocks === undefined ? {} : { pruning: { blocks: Number(blocks) } }),
    );
  if (code === undefined) expect(update).not.toThrow();
  else expect(update).toThrow(expect.objectContaining({ code, retryable: false }));
});
