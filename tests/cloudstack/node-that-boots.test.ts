/** @integration */
import { execFileSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startStandIn, type StandIn } from "@dinfra/cloudstack-stand-in";
import { CommandLine, SubstrateNode } from "@dinfra/components";
import { agentArtifactPath } from "@dinfra/node";
import type { Machine } from "../machines/lab/machine.js";
import { Lab } from "../machines/lab/lab.js";
import { describeOnMachines } from "../machines/lab/needs.js";
import { packAsSdk } from "../machines/release/sdk-archive.js";
import { Artifacts } from "../machines/release/artifacts.js";
import { ChainSide } from "../world/chain-side.js";
import { until } from "../world/until.js";
import { World } from "../world/world.js";
import { LabHypervisor } from "./hypervisor.js";
import { openStack, type TestStack } from "./stack.js";

jest.setTimeout(900_000);

const root = join(__dirname, "..", "..");
const agent = join(root, "agent", "dist", "dinfra-agent-linux-amd64");

/** A node of the components on machines of a cloud that boot: every part of it is the real one but the cloud. */
describeOnMachines("a SubstrateNode on CloudStack, on a machine that boots", () => {
  // Of its own for each run, because several may run on this machine.
  const third = randomInt(256);
  const prefix = `10.215.${third}`;
  let folder: string;
  let lab: Lab;
  let hypervisor: LabHypervisor;
  let cloud: StandIn;
  let artifacts: Artifacts;
  let stack: TestStack;
  let sums: { agent: string; node: string };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "dinfra-boots-"));
    if (!existsSync(agent)) throw new Error(`expected the agent at ${agent}, found nothing: npm run setup -- --tests`);
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, "id")]);
    const packed = join(folder, "dev-node.tar.gz");
    execFileSync(process.execPath, [join(root, "tools", "dev-node-archive.mjs"), packed]);
    lab = await Lab.open();
    hypervisor = new LabHypervisor(lab);
    cloud = await startStandIn({ hypervisor, publicRange: { first: `127.89.${third}.1`, count: 8 } });
    process.env.DINFRA_TEST_NODE_KEY = cloud.admin.apiKey;
    process.env.DINFRA_TEST_NODE_SECRET = cloud.admin.secret;
    // On all addresses: the network, whose router's address machines ask, is made later by the program.
    artifacts = await Artifacts.serve("0.0.0.0");
    sums = {
      agent: artifacts.putFile(agentArtifactPath, agent),
      node: artifacts.putFile(() => "polkadot-1.tar.gz", await packAsSdk(folder, packed, "1")),
    };
  });
  afterAll(async () => {
    stack?.close();
    artifacts?.close();
    await hypervisor?.close();
    await cloud?.close();
    await lab?.close();
    rmSync(folder, { recursive: true });
  });

  const settings = (network: string) => ({
    apiUrl: cloud.url,
    apiKey: { env: "DINFRA_TEST_NODE_KEY" },
    secretKey: { env: "DINFRA_TEST_NODE_SECRET" },
    zone: "zone-1",
    template: "debian-12",
    sizes: [{ name: "medium", cpu: 2000, memory: 4096 }],
    cidr: `${network}.0/24`,
  });
  const machines = (network: string) => {
    const near = ["127.0.0.0/8", `${network}.0/24`];
    return {
      bootDiskGib: 4,
      diskGrowth: { thresholdPercent: 80, stepGib: 1, maximumGib: 2 },
      ranges: { operators: near, gateway: near },
      operators: {
        publicKeys: [readFileSync(join(folder, "id.pub"), "utf8").trim()],
        privateKey: { file: join(folder, "id") },
      },
      artifacts: {
        baseUrl: `http://${network}.1:${new URL(artifacts.baseUrl).port}`,
        agent: { amd64: `sha256:${sums.agent}` },
      },
    };
  };
  const entry = () => ({
    name: "polkadot",
    version: "1",
    url: "polkadot-1.tar.gz",
    archive: "bin/polkadot",
    digest: `sha256:${sums.node}`,
  });

  const program = (nodeName: string) => async () => {
    const node = new SubstrateNode("node", {
      chain: "dev",
      nodeName,
      entry: { ...entry(), commandLine: CommandLine.PolkadotSdk },
      resources: { cpu: 1000, memory: 1024, disk: 1 },
      placement: { protectData: false, cloudstack: settings(prefix), machines: machines(prefix) },
    });
    return { endpoint: node.endpoint };
  };

  async function ask(endpoint: unknown, method: string): Promise<unknown> {
    const answer = await fetch((endpoint as string).replace("ws:", "http:"), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: [] }),
      signal: AbortSignal.timeout(10_000),
    });
    return ((await answer.json()) as { result: unknown }).result;
  }

  /** The name that the node says, once it answers. */
  const named = (endpoint: unknown, name: string) =>
    until(
      () => ask(endpoint, "system_name").catch((error: Error) => error.message),
      (said) => said === name,
      300_000,
      500,
    );

  const gib = 1024 ** 3;
  const diskGib = () => cloud.cloud.volumes.table.all().filter(({ type }) => type === "DATADISK").map(({ size }) => size / gib); // prettier-ignore

  /** Takes up nine tenths of the data disk. */
  const fill = (machine: Machine) =>
    machine.exec("fallocate -l $(( $(df --output=size -B1 /var/lib/dinfra/volumes/data | tail -1) * 9 / 10 )) /var/lib/dinfra/volumes/data/filler"); // prettier-ignore

  /** What the machine's kernel sees of its data disk. */
  const seenGib = async (machine: Machine) => Number(await machine.exec(`blockdev --getsize64 ${machine.disks[0]!.path}`)) / gib; // prettier-ignore

  async function expectNothing(endpoint: unknown): Promise<void> {
    expect(hypervisor.machines.size).toBe(0);
    expect(cloud.cloud.machines.table.all()).toEqual([]);
    expect(cloud.cloud.volumes.table.all()).toEqual([]);
    expect(cloud.cloud.networks.table.all()).toEqual([]);
    expect(cloud.cloud.tags.all()).toEqual([]);
    await expect(ask(endpoint, "system_name")).rejects.toThrow();
  }

  test("answers JSON-RPC at its public address, follows a change in place, and leaves nothing", async () => {
    stack = await openStack(cloud, program("first"));
    const { outputs } = await stack.up();
    expect(outputs.endpoint).toMatch(new RegExp(`^ws://127\\.89\\.${third}\\.\\d+:9944$`));
    await named(outputs.endpoint, "first");
    expect(await ask(outputs.endpoint, "chain_getBlockHash")).toMatch(/^0x[0-9a-f]{64}$/);
    const [machine] = hypervisor.machines.values();
    expect(await machine!.exec("cat /run/cloud-init/result.json")).toContain("DataSourceCloudStack");
    expect(await machine!.exec("systemctl show -P User dinfra-node")).not.toBe("root");

    cloud.requests.length = 0;
    expect((await stack.up(program("second"))).changes).toMatchObject({ update: 1 });
    await named(outputs.endpoint, "second");
    // Another flag is the Release's business: the cloud was asked for nothing.
    expect(cloud.requests.filter((command) => !/^(list|query)/.test(command))).toEqual([]);
    expect(await stack.refreshed()).toEqual([]);

    // The disk fills: a look at the machine finds it, and the next disk is the same one, larger, under the running node.
    const boot = await machine!.exec("cat /proc/sys/kernel/random/boot_id");
    const started = await machine!.exec("systemctl show -P InvocationID dinfra-node");
    expect(diskGib()).toEqual([1]);
    await fill(machine!);
    await stack.stack.refresh();
    expect((await stack.up(program("second"))).changes).toMatchObject({ update: 1 });
    expect(diskGib()).toEqual([2]);
    expect(await seenGib(machine!)).toBe(2);
    expect(await stack.refreshed()).toEqual([]);
    expect(await machine!.exec("cat /proc/sys/kernel/random/boot_id")).toBe(boot);
    expect(await machine!.exec("systemctl show -P InvocationID dinfra-node")).toBe(started);

    await stack.destroy();
    await expectNothing(outputs.endpoint);
  });

  test("an award on the chain becomes such a node by the reactor, and its end leaves nothing", async () => {
    const side = await ChainSide.start();
    const world = new World(side);
    try {
      const network = `10.216.${third}`;
      writeFileSync(
        world.place.profile,
        JSON.stringify({
          type: "profile/v1",
          platform: "cloudstack",
          settings: settings(network),
          machines: machines(network),
          catalogue: [{ ...entry(), commandLine: "polkadot-sdk", command: "/opt/polkadot" }],
        }),
      );
      const { DINFRA_TEST_NODE_KEY, DINFRA_TEST_NODE_SECRET } = process.env;
      await world.start({ tendSeconds: 5 }, { DINFRA_TEST_NODE_KEY, DINFRA_TEST_NODE_SECRET });
      const id = await side.subscribe(world.place.store, {
        type: "substrate-node/v1",
        name: "awarded",
        chain: "dev",
        role: "rpc",
        entry: { name: "polkadot" },
        resources: { cpu: 1000, memory: 1024, disk: 1 },
      });
      await side.becomes(id, "Active", 400_000);
      const { endpoints } = await world.phase(id, "Deployed", 300_000);
      await named(endpoints[0]!.url, "awarded");
      // The reactor looks by itself.
      expect(diskGib()).toEqual([1]);
      await fill([...hypervisor.machines.values()][0]!);
      await until(diskGib, ([size]) => size === 2, 120_000, 200);
      await world.phase(id, "Deployed", 120_000);
      await side.end(id);
      await side.becomes(id, "gone", 200_000);
      await expectNothing(endpoints[0]!.url);
      expect([await side.count("Deployed", id), await side.count("TornDown", id)]).toEqual([1, 1]);
    } finally {
      await world.close();
      await side.close();
    }
  });
});
