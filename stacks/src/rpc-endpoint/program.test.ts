import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { findProgram, scriptEntry, tinyHttpEntry, type CatalogueEntry, type Profile } from "../index.js";
import { profileWith } from "../testing/profiles.js";
import { planRpcEndpoint } from "./plan.js";

const owner = "deployment:0xab:1.1";
const folder = mkdtempSync(path.join(tmpdir(), "dinfra-rpc-endpoint-"));
afterAll(() => rmSync(folder, { recursive: true }));

// Nothing is started here, so any file does as the balancer's.
const { command } = tinyHttpEntry();
const balancer = (version = "2.6") => scriptEntry({ name: "haproxy", version, commandLine: "haproxy", command });
const profile = (...more: CatalogueEntry[]) => profileWith(folder, balancer(), ...more);
const descriptor = (change: object = {}) => ({
  type: "rpc-endpoint/v1",
  chain: "dev",
  nodes: 3,
  entry: { name: "tiny-http" },
  resources: { cpu: 100, memory: 64, disk: 1 },
  ...change,
});
const program = findProgram("rpc-endpoint/v1");
const check = (change: object = {}, of: Profile = profile()) =>
  program.check({ descriptor: descriptor(change), profile: of, owner });

test("what the profile can serve is accepted, with the balancer that is listed last", async () => {
  await expect(check()).resolves.toBeUndefined();
  const of = profileWith(folder, balancer("2.6"), balancer("3.0"));
  expect(planRpcEndpoint({ descriptor: descriptor(), profile: of, owner })).toMatchObject({
    nodes: 3,
    connections: 1000,
    idleSeconds: 3600,
    node: { plan: { role: "rpc", chain: "dev" } },
    balancer: { program: { name: "haproxy", version: "3.0", commandLine: undefined } },
  });
});

test("the whole deployment is held against the limits", async () => {
  const limits = (change: object) => ({ ...profile(), limits: { cpu: 800, memory: 448, disk: 3, ...change } });
  await expect(check({}, limits({}))).resolves.toBeUndefined();
  for (const less of [{ cpu: 799 }, { memory: 447 }, { disk: 2 }])
    await expect(check({}, limits(less))).rejects.toMatchObject({ code: "ExceedsLimits", retryable: false });
});

test.each<[string, object, Profile | undefined, string]>([
  ["no nodes", { nodes: 0 }, undefined, "descriptor.schema"],
  ["too many nodes", { nodes: 17 }, undefined, "descriptor.schema"],
  ["the provider's business", { proxy: "haproxy" }, undefined, "descriptor.schema"],
  ["a provider without a balancer", {}, profileWith(folder), "UnknownCatalogueEntry"],
  ["the balancer as a node", { entry: { name: "haproxy" } }, undefined, "UnknownCatalogueEntry"],
  [
    "a chain that is not offered",
    { entry: { name: "node" } },
    profile({ ...tinyHttpEntry(), name: "node", chains: ["kusama"] }),
    "UnsupportedChain",
  ],
  [
    "a role that is not offered",
    { entry: { name: "node" } },
    profile({ ...tinyHttpEntry(), name: "node", roles: ["full"] }),
    "UnsupportedRole",
  ],
  [
    "a balancer's file that is not the one of the catalogue",
    {},
    profileWith(folder, { ...balancer(), digest: `sha256:${"0".repeat(64)}` }),
    "DigestMismatch",
  ],
  [
    "an agent that is not the one of the profile",
    {},
    { ...profile(), local: { ...profile().local, agent: { command, digest: `sha256:${"0".repeat(64)}` } } },
    "DigestMismatch",
  ],
])("refuses %s before the engine starts", async (_what, change, of, code) => {
  await expect(check(change, of)).rejects.toMatchObject({ code, retryable: false });
});

test("an update may change how many nodes there are, and not what their data is", () => {
  const node: CatalogueEntry = { ...tinyHttpEntry(), name: "node", commandLine: "polkadot-sdk" };
  const input = (change: object) => ({
    descriptor: descriptor({ entry: { name: "node" }, ...change }),
    profile: profile(node),
    owner,
  });
  expect(() => program.checkUpdate!(input({}), input({ nodes: 5 }))).not.toThrow();
  expect(() => program.checkUpdate!(input({}), input({ pruning: { archive: true } }))).toThrow(
    expect.objectContaining({ code: "PruningChange", retryable: false }),
  );
});
