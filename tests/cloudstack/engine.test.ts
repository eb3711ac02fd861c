import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { off, startStandIn, type StandIn } from "@dinfra/cloudstack-stand-in";
import { withNetworks } from "@dinfra/reactor/dist/deployments/networks.js";
import { DeploymentStore } from "@dinfra/reactor/dist/deployments/store.js";
import { createEngine } from "@dinfra/reactor/dist/engine/engine.js";
import { findMarked, STATE_MARK } from "@dinfra/reactor/dist/engine/processes.js";
import { removeSharedNetwork, sharedNetworks } from "@dinfra/reactor/dist/shared-networks.js";
import { locateEngine } from "@dinfra/reactor/dist/engine/locate.js";
import { ownerLabel, ownerOfSharedNetwork } from "@dinfra/stacks";

jest.setTimeout(600_000);

let cloud: StandIn;
let folder: string;
const stateDir = () => join(folder, "engine");

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dinfra-tmp-"));
  writeFileSync(join(folder, "x"), "x");
});
afterEach(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true });
});

function openCloud(opened: StandIn): void {
  cloud = opened;
  process.env.DINFRA_TEST_NODE_KEY = cloud.admin.apiKey;
  process.env.DINFRA_TEST_NODE_SECRET = cloud.admin.secret;
}

const artifacts = {
  baseUrl: "https://x.example",
  agent: { amd64: `sha256:${"0".repeat(64)}` },
};
const credentials = ["DINFRA_TEST_NODE_KEY", "DINFRA_TEST_NODE_SECRET"];

async function openEngine() {
  const found = await locateEngine();
  const { root: engineRoot } = found as { root: string };
  return createEngine({ engineRoot, stateDir: stateDir(), credentials, maxWorkers: 2 });
}

const profile = (network?: object) => ({
  type: "profile/v1",
  ...(network && { network }),
  platform: "cloudstack",
  settings: {
    apiUrl: cloud.url,
    apiKey: { env: "DINFRA_TEST_NODE_KEY" },
    secretKey: { env: "DINFRA_TEST_NODE_SECRET" },
    zone: "zone-1",
    template: "debian-12",
    sizes: [{ name: "small", cpu: 1000, memory: 512 }],
  },
  catalogue: [
    {
      name: "node",
      version: "1",
      commandLine: "plain-http",
      command: join(folder, "x"),
      digest: `sha256:${createHash("sha256").update("x").digest("hex")}`,
      url: "https://x.example/y",
    },
  ],
});

const job = (id: string, network?: object) => ({
  id,
  owner: `deployment:0xab:${id}`,
  type: "substrate-node/v1",
  refresh: false,
  descriptor: {
    type: "substrate-node/v1",
    name: "a",
    chain: "dev",
    role: "rpc",
    entry: { name: "node" },
    resources: { cpu: 500, memory: 256, disk: 1 },
  },
  profile: profile(network),
});

test("the reactor's engine on CloudStack: nodes in a network of their own or in one for all, which alone stays", async () => {
  openCloud(await startStandIn());
  let engine = await openEngine();
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= engine.close());
  const shared = { use: "shared" };
  const config = {
    dataDir: folder,
    profile: join(folder, "profile.json"),
    store: folder,
    provider: "5Alice",
    endpoint: "ws://127.0.0.1:1",
    key: { uri: "//Alice" },
    credentials,
  };
  writeFileSync(config.profile, JSON.stringify({ ...profile(shared), machines: { artifacts } }));
  try {
    // As the version before there were shared networks made it: nothing is said, and the network is its own.
    const up = await engine.up(job("1.1"));
    expect(up.outputs.endpoints).toEqual([{ name: "rpc", url: expect.stringMatching(/^http:.*:9944$/) as string }]);

    const settled = withNetworks(engine, "5Alice");
    await Promise.all([settled.up(job("2.1", shared)), settled.up(job("3.1", shared))]);
    const networks = cloud.cloud.networks.table.all();
    expect(networks).toHaveLength(2);
    const [own, common] = networks;
    const placed = () => cloud.cloud.machines.table.all().map((m) => m.network.id);
    expect(placed()).toEqual([own!.id, common!.id, common!.id]);

    // The profile says shared by now: what was made keeps its own, and nothing of it is touched.
    expect(Object.keys((await settled.up(job("1.1", shared))).changes)).toEqual(["same"]);
    // A look at what is only read counts as such.
    const again = await settled.up({ ...job("2.1", shared), refresh: true });
    expect(Object.keys(again.changes).filter((fate) => !["same", "read", "refresh"].includes(fate))).toEqual([]);

    expect(await settled.destroy(job("1.1", shared))).toMatchObject({ id: "1.1", changes: { delete: 12 } });
    await settled.destroy(job("2.1", shared));

    // Nobody removes the network while a deployment is in it, or while a reactor works here.
    const [there] = await sharedNetworks(config);
    expect(there).toMatchObject({ network: common!.id, users: [{ id: "3.1" }] });
    const store = DeploymentStore.open(join(folder, "reactor.sqlite"));
    store.bind({ instance: "0xab", provider: "5Alice" });
    await expect(removeSharedNetwork(config, there!.id)).rejects.toMatchObject({ code: "store.in-use" });
    store.close();
    await close();
    await expect(removeSharedNetwork(config, there!.id)).rejects.toMatchObject({
      code: "network.in-use",
      message: expect.stringMatching(
        /found deployment 3\.1 \(.*Instance node-machine.*\); end these deployments first/,
      ),
    });
    await expect(removeSharedNetwork(config, "shared.000000000000")).rejects.toThrow(`there are ${there!.id}`);
    engine = await openEngine();
    closed = undefined;
    await withNetworks(engine, "5Alice").destroy(job("3.1", shared));
    expect([placed(), cloud.cloud.networks.table.all()]).toEqual([[], [common]]);
    // What stays is the network's own, whose owner no deployment is.
    const owner = ownerLabel(ownerOfSharedNetwork("0xab", "5Alice", there!.id));
    expect(new Set(cloud.cloud.tags.all().map((t) => t.resourceId))).toEqual(new Set([common!.id]));
    expect(cloud.cloud.tags.of(common!.id)).toContainEqual({ key: "dinfra-owner", value: owner });
    await close();
    expect(await removeSharedNetwork(config, there!.id)).toMatchObject({ id: there!.id });
    expect([cloud.cloud.networks.table.all(), cloud.cloud.tags.all()]).toEqual([[], []]);
    expect(await sharedNetworks(config)).toEqual([]);
  } finally {
    await close();
  }
});

test("killed while the cloud makes the machine: it is found by its name, before it has a tag, and not made twice", async () => {
  let asked = () => {};
  let start = () => {};
  const begun = new Promise<void>((resolve) => (asked = resolve));
  const gate = new Promise<void>((resolve) => (start = resolve));
  const hypervisor = {
    ...off,
    start: async () => {
      asked();
      await gate;
    },
  };
  openCloud(await startStandIn({ hypervisor }));
  const engine = await openEngine();
  try {
    const update = engine.up(job("1.1"));
    const ended = expect(update).rejects.toMatchObject({ code: "engine.killed", retryable: true });
    await begun;
    for (const { pid } of findMarked(STATE_MARK, realpathSync(stateDir()))) process.kill(pid, "SIGKILL");
    await ended;
    start();
    const machines = cloud.cloud.machines.table;
    const [made] = machines.all();
    expect([machines.all().length, cloud.cloud.tags.of(made!.id)]).toEqual([1, []]);

    const again = await engine.up(job("1.1"));
    const machine = expect.stringMatching(/Instance::node-machine$/);
    expect(again.recovery).toMatchObject({ interrupted: "up", adopted: expect.arrayContaining([machine]) });
    expect(machines.all()).toEqual([made]);
    expect(cloud.requests.filter((command) => command === "deployVirtualMachine")).toHaveLength(1);
    expect(cloud.cloud.tags.of(made!.id)).toContainEqual({ key: "dinfra-owner", value: ownerLabel(job("1.1").owner) });
    const state = readFileSync(join(stateDir(), "1.1/backend/.pulumi/stacks/dinfra/1.1.json"), "utf8");
    expect((JSON.parse(state) as { checkpoint: { latest: object } }).checkpoint.latest).not.toHaveProperty(
      "pending_operations.0",
    );
    expect((await engine.up(job("1.1"))).changes).toEqual({ same: expect.any(Number) });
    await engine.destroy(job("1.1"));
    expect([machines.all(), cloud.cloud.volumes.table.all(), cloud.cloud.networks.table.all()]).toEqual([[], [], []]);
  } finally {
    start();
    await engine.close();
  }
});
