import * as pulumi from "@pulumi/pulumi";
import {
  CommandLine,
  identifyByName,
  NodeRole,
  physicalName,
  registerPlatform,
  RpcExposure,
  sharedLooks,
  ValidatorSentry,
  withoutBalancers,
  withoutGroups,
  type MachineRequest,
  type ValidatorSentryArgs,
} from "./index.js";
import { mockEngine, unwrap, type Made } from "./testing/mocks.js";

/** Machines that were asked for, by role and index: the platform makes nothing, and gives each an address. */
const machines = new Map<string, MachineRequest>();
const addressOf = (role: string, index: number) => `10.0.0.${role.includes("validator") ? 9 : 10 + index}`;

registerPlatform({
  name: "sentried",
  settingsSchema: { type: "object" },
  open: () => ({
    shape: "machine",
    capabilities: {
      ...{ network: true, existingNetwork: true, sharedNetwork: true, machine: true, disk: true, diskGrowth: true },
      ...{
        workload: { lacks: "it has machines" },
        snapshotRestore: true,
        reservedPeers: true,
        mountedSecrets: true,
        login: true,
      },
      ...withoutBalancers("give the endpoint a proxy"),
      ...withoutGroups("make a SubstrateNode for each"),
    },
    observer: {
      snapshot: sharedLooks(() => Promise.resolve([])),
      consistencyDelayMs: 0,
      identify: identifyByName(() => undefined),
    },
    driver: {
      network: ({ role }) => ({
        attachment: pulumi.output({ id: role, address: "", firstPort: 0, lastPort: 0 }),
        resources: [{ kind: "network", name: role }],
      }),
      disk: ({ volume, role, index }) => ({
        volume,
        handle: undefined,
        resources: [{ kind: "disk", name: `${role}-${index}` }],
      }),
      machine: (request) => {
        const { role, index, via, rebuild } = request;
        machines.set(`${role} ${index}`, request);
        const own = addressOf(role, index);
        return {
          addresses: {
            private: pulumi.output(own),
            ...(via ? {} : { public: pulumi.output(`198.51.100.${10 + index}`) }),
          },
          ssh: { host: pulumi.output(own), port: pulumi.output(22), user: pulumi.output("root") },
          devices: pulumi.output<Record<string, string>>({ data: "/dev/disk/by-id/data" }),
          resources: [{ kind: "machine", name: `${role}-${index}-${rebuild}` }],
        };
      },
    },
  }),
});

const owner = "deployment:0xab:12.1";
const placement = {
  custom: { name: "sentried" },
  owner,
  machines: {
    via: { host: "203.0.113.1" },
    ranges: { operators: ["192.0.2.0/24"], peers: ["203.0.113.0/24"] },
    operators: { publicKeys: ["ssh-ed25519 AAAA"], privateKey: { file: "/keys/id" } },
    artifacts: { baseUrl: "https://artifacts.example", agent: { amd64: `sha256:${"a".repeat(64)}` } },
  },
};
const entry = {
  ...{ name: "polkadot", version: "1.20.2", url: "polkadot.tar.gz", archive: "bin/polkadot" },
  digest: `sha256:${"1".repeat(64)}`,
};

/** Base58 of as many characters as a real id. */
const idOf = (name: string) =>
  `12D3KooW${name
    .replace(/[^1-9a-km-z]/g, "")
    .padEnd(44, "x")
    .slice(0, 44)}`;

const state = ({ type, name }: Made) =>
  type === "dinfra-node:index:Release"
    ? {
        hostKey: `ssh-ed25519 ${name}`,
        viaHostKey: "ssh-ed25519 via",
        digest: "d".repeat(64),
        peerIds: { node: idOf(name) },
      }
    : {};

let made: Made[];
beforeEach(async () => {
  machines.clear();
  made = await mockEngine(state, () => ({ outputs: {} }));
});
afterEach(() => pulumi.runtime.disconnect());

const behind = (change: Partial<ValidatorSentryArgs> = {}) =>
  new ValidatorSentry("v", { placement, entry, chain: "my-chain", sentries: 2, ...change });
const of = (type: string) =>
  Object.fromEntries(made.filter((m) => m.type === `dinfra-node:index:${type}`).map((m) => [m.name, m.inputs]));

test("each node is brought to its machine, and told its peers afterwards", async () => {
  const it = behind();
  const validator = await unwrap(it.validator);
  await pulumi.runtime.disconnect();
  const order = made.map(({ name }) => name).filter((name) => /-(release|peers)$/.test(name));
  expect(order.slice(0, 3).sort()).toEqual(["v-sentry-0-release", "v-sentry-1-release", "v-validator-release"]);
  expect(order.slice(3).sort()).toEqual(["v-sentry-0-peers", "v-sentry-1-peers", "v-validator-peers"]);
  const at = (address: string, release: string) => `/ip4/${address}/tcp/30333/p2p/${idOf(release)}`;
  const told = of("Peers");
  expect(told["v-validator-peers"]).toMatchObject({
    reserved: [at("10.0.0.10", "v-sentry-0-release"), at("10.0.0.11", "v-sentry-1-release")],
    publicAddresses: [],
    node: physicalName(owner, "v/validator"),
    release: "d".repeat(64),
    connection: { host: "10.0.0.9", hostKey: "ssh-ed25519 v-validator-release", via: { hostKey: "ssh-ed25519 via" } },
  });
  expect(told["v-sentry-1-peers"]).toMatchObject({
    reserved: [at("10.0.0.9", "v-validator-release")],
    publicAddresses: ["/ip4/198.51.100.11/tcp/30333"],
  });
  expect(told["v-sentry-1-peers"]!["connection"]).not.toHaveProperty("via");
  expect(validator).toEqual({
    address: "10.0.0.9",
    hostKey: "ssh-ed25519 v-validator-release",
    peerId: idOf("v-validator-release"),
    multiaddr: at("10.0.0.9", "v-validator-release"),
  });
});

test("the validator has no public address, no RPC, and a network port for its sentries alone", async () => {
  await unwrap(behind().sentries);
  await pulumi.runtime.disconnect();
  expect([...machines.keys()].sort()).toEqual(["v/sentry/machine 0", "v/sentry/machine 1", "v/validator/machine 0"]);
  const validator = machines.get("v/validator/machine 0")!;
  expect(validator.via).toEqual({ host: "203.0.113.1" });
  expect(machines.get("v/sentry/machine 0")!.via).toBeUndefined();
  const open = async (request: MachineRequest) =>
    Object.fromEntries((await unwrap(request.ports)).map(({ name, ranges }) => [name, ranges]));
  expect(await open(validator)).toEqual({
    ...{ ssh: ["192.0.2.0/24"], metrics: ["192.0.2.0/24"], health: ["192.0.2.0/24"] },
    p2p: ["10.0.0.10/32", "10.0.0.11/32"],
  });
  expect((await open(machines.get("v/sentry/machine 0")!))["p2p"]).toEqual(["0.0.0.0/0", "::/0"]);
  const releases = of("Release");
  expect(releases["v-validator-release"]).toMatchObject({
    exclusive: true,
    document: {
      protocol: 3,
      sources: { peers: ["10.0.0.10/32", "10.0.0.11/32"] },
      services: [{ peers: { volume: "data" } }],
    },
  });
  expect(releases["v-sentry-0-release"]).not.toHaveProperty("exclusive");
  const { args } = (releases["v-validator-release"]!["document"] as { services: [{ args: unknown[] }] }).services[0];
  expect(args).toEqual(expect.arrayContaining(["--validator", "--node-key-file", "--reserved-only"]));
  expect(args).not.toContain("--rpc-external");
});

test("all are scraped: the validator in its network, its sentries where the world meets them", async () => {
  expect(await unwrap(behind({ sentries: 1 }).metrics)).toEqual([
    {
      job: "substrate",
      address: "10.0.0.9:9615",
      path: "/metrics",
      node: physicalName(owner, "v/validator"),
      role: "sentried-validator",
    },
    {
      job: "substrate",
      address: "198.51.100.10:9615",
      path: "/metrics",
      node: physicalName(owner, "v/sentry"),
      role: "sentry",
    },
  ]);
});

test("another rotation is another machine, with the same disk", async () => {
  await unwrap(behind({ rotation: 3 }).resources);
  await pulumi.runtime.disconnect();
  expect(machines.get("v/validator/machine 0")!.rebuild).toBe(3);
  expect(machines.get("v/sentry/machine 0")!.rebuild).toBe(0);
});

const { machines: fleet } = placement;
test.each<[string, object, string]>([
  ["no sentry", { sentries: 0 }, "sentries: expected a whole number from 1 to 16"],
  ["a number of sentries that is not known yet", { sentries: pulumi.output(2) }, "sentries: expected a number"],
  ["an RPC of the validator", { rpcExposure: RpcExposure.Gateway }, "rpcExposure: there is no such argument"],
  ["a public address of the validator", { publicAddresses: [] }, "publicAddresses: there is no such argument"],
  [
    "a validator that would be public",
    { placement: { ...placement, machines: { ...fleet, via: undefined } } },
    "placement.machines.via: expected a machine that SSH goes through",
  ],
  [
    "machines without the agent",
    { placement: { ...placement, machines: { ...fleet, artifacts: undefined } } },
    "placement.machines.artifacts: expected where machines fetch the agent",
  ],
  [
    "this machine",
    { placement: { local: { root: "/state" } } },
    'ValidatorSentry needs "reservedPeers", which the platform "local" does not have',
  ],
  [
    "a sentry that is a validator",
    { sentry: { role: NodeRole.Validator } },
    "sentry.role: expected full, archive or rpc",
  ],
  [
    "a program without validators",
    { entry: { ...entry, commandLine: CommandLine.DevNode } },
    "cannot be asked for the role validator",
  ],
  ["a relay chain", { chain: "kusama" }, "chain: expected a chain without parachains"],
  ["a rotation back", { rotation: -1 }, "rotation: expected a whole number from 0"],
  ["a file for a flag", { sentry: { rpcExposure: "world" } }, "sentry.rpcExposure: expected one of"],
])("refused at construction: %s", (_what, change, message) => {
  expect(() => behind(change as never)).toThrow(message);
});
