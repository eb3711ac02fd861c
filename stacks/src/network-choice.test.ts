import { ownerOfDeployment, registerPlatform } from "@dinfra/components";
import { checkNetwork, existingNetwork, networkOf, sharedNetworkKey, type KnownResource } from "./network-choice.js";
import { requireProfile, type Profile } from "./profile.js";
import { ownerOfSharedNetwork, sharedNetworkProgram } from "./shared-network.js";

const settingsSchema = { type: "object" };
/** A cloud whose firewall is per machine, and one whose is not. */
for (const [name, sharedNetwork] of [
  ["cloud", true],
  ["lean", { limited: "there is one firewall for all, and that of each machine" }],
  ["flat", { lacks: "there is one firewall for all" }],
] as const) {
  const capabilities = { existingNetwork: true, sharedNetwork };
  const open = (settings: unknown) => {
    const { zone = "z-1" } = settings as { zone?: string };
    return { shape: "machine", networkZone: zone, capabilities } as never;
  };
  registerPlatform({ name, settingsSchema, open });
}

const agent = { baseUrl: "https://x.example", agent: {} };
const entry = { name: "n", version: "1", commandLine: "plain-http", command: "/n", digest: `sha256:${"0".repeat(64)}` };
const profile = (more: Partial<Profile>): Profile =>
  requireProfile({
    type: "profile/v1",
    platform: "cloud",
    machines: { artifacts: agent },
    catalogue: [entry],
    ...more,
  });
const local = profile({ platform: "local", machines: undefined, local: { isolation: "shared-user" } });

test.each<[string, Profile, object]>([
  ["a cloud that keeps strangers apart", profile({}), { use: "shared" }],
  ["a cloud on which the machines do that alone", profile({ platform: "lean" }), { use: "shared" }],
  ["machines without the agent and its firewall", profile({ machines: undefined }), { use: "own" }],
  ["a cloud with one firewall for all", profile({ platform: "flat" }), { use: "own" }],
  ["this machine", local, { use: "own" }],
  ["a profile that says own", profile({ network: { use: "own" } }), { use: "own" }],
  ["a profile that names one", profile({ network: { use: "existing", id: "n-7" } }), { use: "existing", id: "n-7" }],
])("what is new on %s", (_what, of, choice) => {
  expect(networkOf(of, [])).toEqual(choice);
});

const stack = "urn:pulumi:7.1::dinfra::";
const component = (outputs: object): KnownResource => ({
  urn: `${stack}dinfra:index:Network::network`,
  type: "dinfra:index:Network",
  custom: false,
  outputs: { ...outputs },
});
const child = (more: Partial<KnownResource>): KnownResource => ({
  urn: `${stack}dinfra:index:Network$cloud:index:Net::network-network`,
  type: "cloud:index:Net",
  parent: `${stack}dinfra:index:Network::network`,
  custom: true,
  ...more,
});
const attachment = { id: "n-1", address: "" };

test.each<[string, KnownResource[], object]>([
  ["made one", [component({ attachment }), child({})], { use: "own" }],
  ["was making one when it was killed", [component({}), child({})], { use: "own" }],
  ["is in one of others", [component({ attachment }), child({ external: true })], { use: "existing", id: "n-1" }],
  [
    "is in one of others, by a version that did not read it",
    [component({ attachment })],
    { use: "existing", id: "n-1" },
  ],
  ["made only its provider", [component({}), child({ type: "pulumi:providers:cloud" })], { use: "shared" }],
])("a deployment that %s keeps its network, whatever the profile says by now", (_what, state, kept) => {
  expect(networkOf(profile({}), state)).toEqual(kept);
  if (!("use" in kept) || kept.use === "shared") return;
  expect(networkOf(profile({ network: { use: "own" } }), state)).toEqual(kept);
  expect(networkOf(profile({ network: { use: "existing", id: "n-9" } }), state)).toEqual(kept);
});

test("shared is refused where it cannot keep strangers apart, with the reason", () => {
  const shared = { use: "shared" } as const;
  expect(() => checkNetwork("x/v1", profile({ network: shared }))).not.toThrow();
  expect(() => checkNetwork("x/v1", profile({ network: shared, platform: "flat" }))).toThrow("one firewall for all");
  expect(() => checkNetwork("x/v1", profile({ network: shared, machines: undefined }))).toThrow(
    "/machines/artifacts: expected",
  );
  expect(() => checkNetwork("x/v1", { ...local, network: shared })).toThrow("loopback address of one owner");
});

test("shared networks are told apart by name and zone, and by nothing that changes every day", () => {
  const key = sharedNetworkKey(profile({}));
  expect(sharedNetworkKey(profile({ settings: { sizes: ["more"] }, network: { use: "shared" } }))).toBe(key);
  expect(sharedNetworkKey(profile({ settings: { zone: "z-2" } }))).not.toBe(key);
  expect(sharedNetworkKey(profile({ network: { use: "shared", name: "blue" } }))).not.toBe(key);
});

test("only the reactor makes a shared network: no deployment's program does, and no descriptor's owner may", async () => {
  expect(() => existingNetwork(profile({ network: { use: "shared" } }))).toThrow("/network: expected own or existing");
  const input = { descriptor: null, profile: profile({}) };
  const stranger = ownerOfDeployment("0xab", "7", 1);
  await expect(sharedNetworkProgram.check({ ...input, owner: stranger })).rejects.toThrow("found deployment:");
  const owner = ownerOfSharedNetwork("0xab", "5Alice", "shared.0");
  await expect(sharedNetworkProgram.check({ ...input, owner })).resolves.toBeUndefined();
});
