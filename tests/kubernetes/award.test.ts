/** @integration */
import { writeFileSync } from "node:fs";
import { descriptorTypeByName } from "@dinfra/schemas";
import { ChainSide } from "../world/chain-side.js";
import { until } from "../world/until.js";
import { World } from "../world/world.js";
import { openCluster, type Cluster } from "./cluster.js";
import { describeOnKubernetes } from "./parts.js";

// The main job on Kubernetes: real chain, sidecar, reactor, engine, plugin, API server and controllers. kwok plays the machines, so the
// node's program does not run; the reactor stands outside of the cluster and asks its API.
jest.setTimeout(600_000);

const sha = "1".repeat(64);
const descriptor = (disk: number) => ({
  ...{ type: "substrate-node/v1", name: "bought", chain: "paseo", role: "rpc", entry: { name: "polkadot" } },
  resources: { cpu: 500, memory: 256, disk },
});

const sentried = descriptorTypeByName("validator-sentry/v1");
const behind = (sentries: number) => ({
  ...{ type: sentried.name, name: "bought", chain: "my-chain", sentries, entry: { name: "polkadot" } },
  resources: { cpu: 500, memory: 256, disk: 1 },
});

describeOnKubernetes("an award on Kubernetes", (parts) => {
  let cluster: Cluster;
  let side: ChainSide;
  let world: World;

  beforeAll(async () => {
    cluster = await openCluster(parts);
    side = await ChainSide.start();
    await side.offersAlso(sentried);
    world = new World(side);
    const profile = {
      ...{ type: "profile/v1", platform: "kubernetes" },
      settings: { kubeconfig: { file: cluster.kubeconfig }, agent: { image: `example.com/agent@sha256:${sha}` } },
      catalogue: [
        {
          ...{ name: "polkadot", version: "1.20.2", commandLine: "polkadot-sdk", command: "/usr/bin/polkadot" },
          ...{ digest: `sha256:${sha}`, image: `example.com/polkadot@sha256:${sha}`, chains: ["paseo", "my-chain"] },
        },
      ],
    };
    writeFileSync(world.place.profile, JSON.stringify(profile));
    await world.start();
  });
  afterAll(async () => {
    await world?.close();
    await side?.close();
    await cluster?.close();
  });

  const ours = (path: string) => cluster.api.list(path, "labelSelector=dinfra-owner");

  test("becomes a stateful set, is paid, grows with its descriptor, and ends as nothing", async () => {
    const id = await side.subscribe(world.place.store, descriptor(10));
    await side.becomes(id, "Active");
    const { endpoints } = await world.phase(id, "Deployed");
    expect(endpoints).toEqual([{ name: "rpc", url: expect.stringMatching(/^ws:\/\/.*\.svc:9944$/) as string }]);
    const [set, ...more] = await ours("apis/apps/v1/statefulsets");
    expect(more).toEqual([]);
    expect(set!.status.readyReplicas).toBe(1);

    await world.place.store.put(descriptor(20));
    await side.update(id, descriptor(20));
    await cluster.api.until(
      "api/v1/persistentvolumeclaims",
      (claims) => claims.length === 1 && claims[0]!.status.capacity?.storage === "20Gi",
    );

    await side.end(id);
    await side.becomes(id, "gone");
    const left = ["api/v1/namespaces", "apis/apps/v1/statefulsets", "api/v1/persistentvolumeclaims", "api/v1/pods"];
    expect((await Promise.all(left.map(ours))).flat()).toEqual([]);
    expect(await cluster.api.list("api/v1/persistentvolumes")).toEqual([]);
    expect([await side.count("Deployed", id), await side.count("TornDown", id)]).toEqual([1, 1]);
  });

  test("of validator-sentry/v1 is a set for each node, gets a sentry more, and ends as nothing", async () => {
    const id = await side.subscribe(world.place.store, behind(1), undefined, sentried.id);
    await side.becomes(id, "Active");
    const { endpoints } = await world.phase(id, "Deployed");
    expect(endpoints).toEqual([{ name: "sentry-0", url: expect.stringMatching(/^tcp:\/\/.*\.svc:30333$/) as string }]);
    const claims = (await ours("api/v1/persistentvolumeclaims")).map(({ metadata }) => metadata.uid);
    expect(claims).toHaveLength(2);

    await world.place.store.put(behind(2));
    await side.update(id, behind(2));
    await until(
      async () => (await side.assignment(id))?.observedGeneration,
      (generation) => generation === 2,
    );
    expect((await world.phase(id, "Deployed")).endpoints).toHaveLength(2);
    const now = (await ours("api/v1/persistentvolumeclaims")).map(({ metadata }) => metadata.uid);
    expect(now).toEqual(expect.arrayContaining(claims));
    expect(now).toHaveLength(3);

    await side.end(id);
    await side.becomes(id, "gone");
    const left = ["api/v1/namespaces", "apis/apps/v1/statefulsets", "api/v1/persistentvolumeclaims", "api/v1/pods"];
    expect((await Promise.all(left.map(ours))).flat()).toEqual([]);
    expect([await side.count("Deployed", id), await side.count("TornDown", id)]).toEqual([1, 1]);
  });
});
