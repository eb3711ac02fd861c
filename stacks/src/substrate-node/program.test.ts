import { createHash } from "node:crypto";
import { appendFileSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { findProgram, planStack, scriptEntry, tinyHttpEntry, type CatalogueEntry, type Profile } from "../index.js";
import * as pulumi from "@pulumi/pulumi";
import { descriptorOf, profileWith } from "../testing/profiles.js";
import { planSubstrateNode } from "./plan.js";

const mockPlanned: unknown[] = [];
jest.mock("./plan.js", () => {
  const real = jest.requireActual<typeof import("./plan.js")>("./plan.js");
  const counted: typeof real.planSubstrateNode = (type, input) => {
    mockPlanned.push(input);
    return real.planSubstrateNode(type, input);
  };
  return { ...real, planSubstrateNode: counted };
});

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

test.each([
  [undefined, "nothing"],
  ["geth", '"geth"'],
])(
  "an unchecked profile whose entry has the command line %s: one line says what is expected",
  async (commandLine, found) => {
    const profile = offered({ commandLine: commandLine as never });
    await expect(check(descriptorOf("node"), profile)).rejects.toMatchObject({
      code: "InvalidProfile",
      message: `catalogue entry node ${tinyHttpEntry().version}: commandLine: expected one of polkadot-sdk, dev-node, plain-http, haproxy, eth-rpc, found ${found}; say which command line its program understands`,
    });
  },
);

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

test("the check and the patience of one input come from one plan", async () => {
  mockPlanned.length = 0;
  const input = { descriptor: descriptorOf("tiny-http"), profile: profileWith(folder), owner };
  const plan = await planStack(findProgram("substrate-node/v1"), input);
  expect(plan.patience).toBeGreaterThan(0);
  expect(mockPlanned).toEqual([input]);
});

test("so do whether it can follow on what runs, and the run: what runs is planned once beside it", async () => {
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({
      id: name,
      state: { ...inputs, address: "127.0.0.2", firstPort: 20_000, lastPort: 20_015, numbers: { rpc: 20_000 } },
    }),
    call: ({ inputs }) => inputs as Record<string, unknown>,
  });
  const input = { descriptor: descriptorOf("tiny-http"), profile: profileWith(folder), owner };
  const before = { ...input, descriptor: descriptorOf("tiny-http", { name: "before" }) };
  const plan = await planStack(findProgram("substrate-node/v1"), input);
  mockPlanned.length = 0;
  plan.checkUpdate!(before);
  await plan.run();
  expect(mockPlanned).toEqual([before]);
  await pulumi.runtime.disconnect();
});

describe("substrate-node/v2", () => {
  const v2 = (change: object = {}) => descriptorOf("node", { type: "substrate-node/v2", ...change });
  const checkV2 = (descriptor: unknown, profile: Profile) =>
    findProgram("substrate-node/v2").check({ descriptor, profile, owner });
  const omni = (change: Partial<CatalogueEntry> = {}) => offered({ ...polkadot, ...change });
  const relay = { chain: "polkadot" };

  test.each<[string, object, Partial<CatalogueEntry>]>([
    ["a validator", { role: "validator", chain: "kusama" }, { roles: ["validator"], chains: ["kusama"] }],
    ["a bootnode", { role: "bootnode" }, {}],
    ["a collator", { role: "collator", relay }, { chains: ["dev"], relayChains: ["polkadot"] }],
    ["an rpc node that keeps everything", { pruning: { archive: true }, sync: "full", database: "paritydb" }, {}],
    [
      "a node of a parachain whose relay chain is asked of others",
      { relay: { ...relay, node: "remote" } },
      { relayRpcUrls: { polkadot: ["wss://rpc.example"] } },
    ],
  ])("%s is accepted", async (_what, change, entry) => {
    await expect(checkV2(v2(change), omni(entry))).resolves.toBeUndefined();
  });

  test.each<[string, object, Partial<CatalogueEntry>, string, string]>([
    ["an archive with warp sync", { role: "archive", sync: "warp" }, {}, "InvalidArgument", "sync: expected full"],
    [
      "a validator with public RPC",
      { role: "validator", rpc: { exposure: "gateway" } },
      {},
      "InvalidArgument",
      "rpcExposure: expected machine",
    ],
    ["a collator of no parachain", { role: "collator" }, {}, "InvalidArgument", "relay: expected"],
    [
      "an archive with pruning",
      { role: "archive", pruning: { blocks: 256 } },
      {},
      "descriptor.schema",
      "/pruning/blocks",
    ],
    ["a relay chain that is not offered", { relay }, { chains: ["dev"] }, "UnsupportedChain", "a relay chain of dev"],
    [
      "relay chain nodes that the provider does not name",
      { relay: { ...relay, node: "remote" } },
      {},
      "UnsupportedChain",
      "whose nodes this provider names (none), found polkadot",
    ],
    [
      "relay chain nodes that the stranger names",
      { relay: { ...relay, rpcUrls: ["ws://10.0.0.1"] } },
      {},
      "descriptor.schema",
      "rpcUrls",
    ],
  ])("refuses %s before the engine starts", async (_what, change, entry, code, words) => {
    await expect(checkV2(v2(change), omni(entry))).rejects.toMatchObject({
      code,
      retryable: false,
      message: expect.stringContaining(words),
    });
  });

  test("a chain that is a file is held against its hash", async () => {
    const file = path.join(folder, "my-chain.json");
    writeFileSync(file, "{}");
    const digest = `sha256:${createHash("sha256").update("{}").digest("hex")}`;
    const profile = omni({ chainSpecs: [{ chain: "my-chain", path: file, digest }] });
    await expect(checkV2(v2({ chain: "my-chain" }), profile)).resolves.toBeUndefined();
    await expect(checkV2(v2({ chain: "kusama" }), profile)).rejects.toMatchObject({ code: "UnsupportedChain" });
    appendFileSync(file, " ");
    await expect(checkV2(v2({ chain: "my-chain" }), profile)).rejects.toMatchObject({ code: "DigestMismatch" });
  });

  test.each<[string, object, object, string]>([
    ["pruning", {}, { pruning: { archive: true } }, "PruningChange"],
    ["database", {}, { database: "paritydb" }, "DataChange"],
    ["chain", {}, { chain: "kusama" }, "DataChange"],
    ["relay chain", { relay }, { relay: { chain: "kusama" } }, "DataChange"],
    ["relay chain that there was not", {}, { relay }, "DataChange"],
  ])("an update to another %s is refused while the node runs", (_what, before, after, code) => {
    const input = (change: object) => ({ descriptor: v2(change), profile: omni(), owner });
    const program = findProgram("substrate-node/v2");
    const update = () => program.checkUpdate!(input(before), input(after));
    expect(update).toThrow(expect.objectContaining({ code, retryable: false }));
  });

  test("a descriptor of the first version means the same in the second", async () => {
    const profile = omni();
    const plans = (["substrate-node/v1", "substrate-node/v2"] as const).map((type) =>
      planSubstrateNode(type, {
        descriptor: descriptorOf("node", { type, pruning: { blocks: 1000 }, rpc: { maxConnections: 7 } }),
        profile,
        owner,
      }),
    );
    expect(plans[0]).toEqual(plans[1]);
  });
});

describe("substrate-node/v3", () => {
  const ethRpc = {
    ...{ name: "eth-rpc", version: "0.12.0", commandLine: "eth-rpc" as const, command: "/opt/eth-rpc", url: "eth-rpc" },
    digest: `sha256:${"e".repeat(64)}`,
  };
  const wanted = (change: object = {}) =>
    descriptorOf("node", { type: "substrate-node/v3", ethRpc: { entry: { name: "eth-rpc" }, ...change } });
  const onMachines = (...beside: CatalogueEntry[]): Profile => ({
    type: "profile/v1",
    platform: "cloudstack",
    settings: {
      apiUrl: "https://cloud.example/client/api",
      ...{ apiKey: { env: "KEY" }, secretKey: { env: "SECRET" }, zone: "zone-1", template: "debian-12" },
      sizes: [{ name: "medium", cpu: 4000, memory: 16384 }],
    },
    network: { use: "own" },
    machines: {
      operators: { publicKeys: ["ssh-ed25519 AAAA"], privateKey: { file: "/keys/id" } },
      artifacts: { baseUrl: "https://artifacts.example", agent: { amd64: `sha256:${"a".repeat(64)}` } },
    },
    catalogue: [
      {
        ...{ name: "node", version: "1", commandLine: "polkadot-sdk", command: "/opt/polkadot", url: "polkadot" },
        digest: `sha256:${"1".repeat(64)}`,
      },
      ...beside,
    ],
  });
  const plan = (descriptor: unknown, profile: Profile) =>
    planSubstrateNode("substrate-node/v3", { descriptor, profile, owner });

  test("a service beside the node, from the entry that the descriptor names", () => {
    const { workload } = plan(wanted({ exposure: "gateway" }), onMachines(ethRpc));
    expect(workload.services.map(({ name }) => name)).toEqual(["node", "eth-rpc"]);
    expect(workload.services[1]!.program).toMatchObject({ version: "0.12.0", digest: ethRpc.digest });
    expect(workload.ports.find(({ name }) => name === "eth-rpc")).toMatchObject({ number: 8545, exposure: "gateway" });
    const shut = plan(wanted(), onMachines(ethRpc)).workload.ports.find(({ name }) => name === "eth-rpc");
    expect(shut!.exposure).toBe("operators");
  });

  test("without it, it is a descriptor of the second version", () => {
    const profile = onMachines(ethRpc);
    const [second, third] = (["substrate-node/v2", "substrate-node/v3"] as const).map((type) =>
      planSubstrateNode(type, { descriptor: descriptorOf("node", { type }), profile, owner }),
    );
    expect(third).toEqual(second);
  });

  test("a program of another kind is no Ethereum JSON-RPC, and that is no node", () => {
    const as = (name: string) => wanted({ entry: { name } });
    expect(() => plan(as("node"), onMachines(ethRpc))).toThrow(
      /expected one with the command line "eth-rpc".*eth-rpc 0\.12\.0/,
    );
    expect(() => plan(wanted(), onMachines())).toThrow(/that this provider has \(none\)/);
    const swapped = { ...wanted(), entry: { name: "eth-rpc" } };
    expect(() => plan(swapped, onMachines(ethRpc))).toThrow(expect.objectContaining({ code: "UnknownCatalogueEntry" }));
  });

  test("on a machine that it shares it is refused", () => {
    const { catalogue, ...rest } = offered(polkadot);
    const here = { ...rest, catalogue: [...catalogue, ethRpc] } as Profile;
    expect(() => plan(wanted(), here)).toThrow(/ethRpc on a machine that it shares/);
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
