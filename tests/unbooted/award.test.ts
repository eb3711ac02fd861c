/** @integration */
import { writeFileSync } from "node:fs";
import { descriptorTypeByName } from "@dinfra/schemas";
import { ChainSide } from "../world/chain-side.js";
import { until } from "../world/until.js";
import { World } from "../world/world.js";
import { openUnbootedCloudStack, type UnbootedCloudStack } from "./cloudstack.js";
import { describeUnbooted } from "./needs.js";

// The main job for a type of many machines: real chain, sidecar, reactor, engine, bridge and providers. The cloud is the stand-in,
// whose machines answer as agents do; what such machines do is tried where they boot (tests/cloudstack).
jest.setTimeout(600_000);

const type = descriptorTypeByName("validator-sentry/v1");
const descriptor = (sentries: number) => ({
  ...{ type: type.name, name: "bought", chain: "my-chain", sentries, entry: { name: "polkadot" } },
  resources: { cpu: 2000, memory: 4096, disk: 100 },
});
const digest = `sha256:${"0".repeat(64)}`;
const [key, secret] = ["DINFRA_TEST_AWARD_KEY", "DINFRA_TEST_AWARD_SECRET"];

describeUnbooted("an award of validator-sentry/v1 on CloudStack", () => {
  let side: ChainSide;
  let world: World;
  let cloudstack: UnbootedCloudStack;

  beforeAll(async () => {
    cloudstack = await openUnbootedCloudStack();
    side = await ChainSide.start();
    await side.offersAlso(type);
    world = new World(side);
    const { cloud, agents, jumpPort } = cloudstack;
    const profile = {
      ...{ type: "profile/v1", platform: "cloudstack", network: { use: "own" } },
      settings: {
        ...{ apiUrl: cloud.url, apiKey: { env: key }, secretKey: { env: secret } },
        ...{ zone: "zone-1", template: "debian-12", sizes: [{ name: "medium", cpu: 4000, memory: 8192 }] },
      },
      machines: {
        via: { host: "127.0.0.1", port: jumpPort },
        ranges: { operators: ["127.0.0.0/8"] },
        operators: { publicKeys: [agents.publicKey], privateKey: { file: agents.identity } },
        artifacts: { baseUrl: "https://artifacts.example", agent: { amd64: digest } },
      },
      catalogue: [
        {
          ...{ name: "polkadot", version: "1.20.2", commandLine: "polkadot-sdk", command: "/opt/polkadot" },
          ...{ url: "polkadot.tar.gz", archive: "bin/polkadot", digest, chains: ["my-chain"] },
        },
      ],
    };
    writeFileSync(world.place.profile, JSON.stringify(profile));
    await world.start({}, { [key]: cloud.admin.apiKey, [secret]: cloud.admin.secret });
  });
  afterAll(async () => {
    await world?.close();
    await side?.close();
    await cloudstack?.close();
  });

  /** Peer ids of the nodes that run, with how many peers each was told. */
  const running = () =>
    new Map(cloudstack.agents.running().map(({ peerId, peers }) => [peerId, peers!.reserved.length]));
  const told = () => [...running().values()].sort();

  test("becomes a validator behind its sentries, gets another sentry, and leaves nothing", async () => {
    const id = await side.subscribe(world.place.store, descriptor(1), undefined, type.id);
    await side.becomes(id, "Active");
    const { endpoints } = await world.phase(id, "Deployed");
    expect(endpoints).toEqual([{ name: "sentry-0", url: expect.stringMatching(/^tcp:\/\/127\..*:30333$/) as string }]);
    expect(told()).toEqual([1, 1]);
    const first = [...running().keys()];

    await world.place.store.put(descriptor(2));
    await side.update(id, descriptor(2));
    await until(
      async () => (await side.assignment(id))?.observedGeneration,
      (generation) => generation === 2,
    );
    expect((await world.phase(id, "Deployed")).endpoints).toHaveLength(2);
    expect(told()).toEqual([1, 1, 2]);
    expect([...running().keys()]).toEqual(expect.arrayContaining(first));

    const { apiUrl, token } = world.running!;
    const asked = await fetch(`${apiUrl}/prometheus/targets`, { headers: { authorization: `Bearer ${token}` } });
    const targets = (await asked.json()) as { labels: { role: string; deployment: string } }[];
    expect(targets.map(({ labels }) => [labels.deployment, labels.role])).toEqual([
      [id, "sentried-validator"],
      [id, "sentry"],
      [id, "sentry"],
    ]);

    await side.end(id);
    await side.becomes(id, "gone");
    const { machines, volumes, networks, tags } = cloudstack.cloud.cloud;
    expect([machines.table.all(), volumes.table.all(), networks.table.all(), tags.all()]).toEqual([[], [], [], []]);
    expect([await side.count("Deployed", id), await side.count("TornDown", id)]).toEqual([1, 1]);
  });
});
