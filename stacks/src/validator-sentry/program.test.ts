import { findProgram, type Profile } from "../index.js";
import { planValidatorSentry } from "./plan.js";

const owner = "deployment:0xab:1.1";
const program = findProgram("validator-sentry/v1");

const profile = (change: object = {}): Profile =>
  ({
    type: "profile/v1",
    platform: "cloudstack",
    settings: {
      apiUrl: "https://cloud.example/client/api",
      ...{ apiKey: { env: "KEY" }, secretKey: { env: "SECRET" }, zone: "zone-1", template: "debian-12" },
      sizes: [{ name: "medium", cpu: 4000, memory: 16384 }],
    },
    network: { use: "own" },
    machines: {
      via: { host: "203.0.113.1" },
      operators: { publicKeys: ["ssh-ed25519 AAAA"], privateKey: { file: "/keys/id" } },
      artifacts: { baseUrl: "https://artifacts.example", agent: { amd64: `sha256:${"a".repeat(64)}` } },
    },
    catalogue: [
      {
        ...{ name: "polkadot", version: "1.20.2", commandLine: "polkadot-sdk", command: "/opt/polkadot" },
        ...{ url: "polkadot.tar.gz", archive: "bin/polkadot", digest: `sha256:${"1".repeat(64)}` },
        chains: ["my-chain"],
      },
    ],
    ...change,
  }) as Profile;
const descriptor = (change: object = {}) => ({
  type: "validator-sentry/v1",
  ...{ chain: "my-chain", sentries: 2, entry: { name: "polkadot" } },
  resources: { cpu: 4000, memory: 16384, disk: 200 },
  sentryResources: { cpu: 2000, memory: 8192, disk: 100 },
  ...change,
});
const check = (change: object = {}, of: Profile = profile()) =>
  program.check({ descriptor: descriptor(change), profile: of, owner });

test("what the profile can serve is accepted", async () => {
  await expect(check()).resolves.toBeUndefined();
  expect(planValidatorSentry({ descriptor: descriptor(), profile: profile(), owner })).toMatchObject({
    sentries: 2,
    validator: { plan: { role: "validator", resources: { cpu: 4000 } } },
    sentry: { plan: { role: "full", rpcExposure: "machine", resources: { cpu: 2000 } } },
  });
});

test("a cluster needs no way in to a machine, and its pods the agent that asks peers", async () => {
  const image = `example.com/polkadot@sha256:${"1".repeat(64)}`;
  const cluster = (settings: object) =>
    profile({
      ...{ platform: "kubernetes", settings, machines: undefined },
      catalogue: [{ ...profile().catalogue[0], image }],
    });
  const agent = { image: `example.com/agent@sha256:${"2".repeat(64)}` };
  await expect(check({}, cluster({ agent }))).resolves.toBeUndefined();
  await expect(check({}, cluster({}))).rejects.toMatchObject({ code: "PlatformLacks" });
});

test("the whole deployment is held against the limits", async () => {
  const limits = { cpu: 8000, memory: 32768, disk: 400 };
  await expect(check({}, profile({ limits }))).resolves.toBeUndefined();
  for (const less of [{ cpu: 7999 }, { memory: 32767 }, { disk: 399 }])
    await expect(check({}, profile({ limits: { ...limits, ...less } }))).rejects.toMatchObject({
      code: "ExceedsLimits",
    });
});

const { machines } = profile();
test.each<[string, object, Profile, string]>([
  ["no sentry", { sentries: 0 }, profile(), "descriptor.schema"],
  ["too many sentries", { sentries: 17 }, profile(), "descriptor.schema"],
  ["an RPC of the validator", { rpc: { exposure: "gateway" } }, profile(), "descriptor.schema"],
  ["this machine", {}, profile({ platform: "local", settings: undefined }), "PlatformLacks"],
  ["a validator that would be public", {}, profile({ machines: { ...machines, via: undefined } }), "InvalidProfile"],
  ["machines without the agent", {}, profile({ machines: { ...machines, artifacts: undefined } }), "InvalidProfile"],
  ["a relay chain", { chain: "polkadot" }, profile(), "InvalidArgument"],
  ["a chain that is not offered", { chain: "other" }, profile(), "UnsupportedChain"],
])("refuses %s before the engine starts", async (_what, change, of, code) => {
  await expect(check(change, of)).rejects.toMatchObject({ code, retryable: false });
});

test("an update may change how many sentries there are, and not the chain", () => {
  const input = (change: object) => ({
    descriptor: descriptor(change),
    profile: profile({ catalogue: [{ ...profile().catalogue[0], chains: ["my-chain", "other"] }] }),
    owner,
  });
  expect(() => program.checkUpdate!(input({}), input({ sentries: 3 }))).not.toThrow();
  expect(() => program.checkUpdate!(input({}), input({ chain: "other" }))).toThrow(
    expect.objectContaining({ code: "DataChange" }),
  );
});
