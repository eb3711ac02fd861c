/** @integration */
import { randomInt } from "node:crypto";
import { writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { StandIn } from "@dinfra/cloudstack-stand-in";
import { ArchivalAutoscalingGroup, CommandLine, NodeRole, SubstrateNode, WaitFor } from "@dinfra/components";
import { command } from "../machines/lab/command.js";
import type { Machine } from "../machines/lab/machine.js";
import { describeOnMachines } from "../machines/lab/needs.js";
import { programOnPath } from "../needs.js";
import { packAsSdk, packScript } from "../machines/release/sdk-archive.js";
import type { Artifacts } from "../machines/release/artifacts.js";
import { ChainSide } from "../world/chain-side.js";
import { until } from "../world/until.js";
import { World } from "../world/world.js";
import { openBootedCloud, type BootedCloud } from "./booted-cloud.js";
import { LabHypervisor } from "./hypervisor.js";
import { openStack, type TestStack } from "./stack.js";

jest.setTimeout(900_000);

/** Prometheus's exporter of a machine, as Debian has it: one program that needs nothing but libc. */
const exporter = programOnPath("prometheus-node-exporter");

const describeWithExporter = (name: string, tests: () => void) =>
  describeOnMachines(name, tests, () =>
    exporter ? undefined : "prometheus-node-exporter (apt-get install prometheus-node-exporter)",
  );

/** A node of the components on machines of a cloud that boot: every part of it is the real one but the cloud. */
describeWithExporter("a SubstrateNode on CloudStack, on a machine that boots", () => {
  // Of its own for each run, because several may run on this machine.
  const third = randomInt(256);
  const prefix = `10.215.${third}`;
  let booted: BootedCloud<LabHypervisor>;
  let hypervisor: LabHypervisor;
  let cloud: StandIn;
  let artifacts: Artifacts;
  let stack: TestStack;
  /** Digest of each version's archive. */
  const digests: Record<string, string> = {};

  beforeAll(async () => {
    const firstPublic = `127.89.${third}.1`;
    booted = await openBootedCloud({ name: "NODE", firstPublic, hypervisor: (lab) => new LabHypervisor(lab) });
    ({ hypervisor, cloud, artifacts } = booted);
    const { folder, devNode } = booted;
    const publish = (version: string, file: string) => {
      digests[version] = artifacts.putFile(() => `polkadot-${version}.tar.gz`, file);
    };
    digests["dev"] = artifacts.putFile(() => "dev-node.tar.gz", devNode);
    publish("1", await packAsSdk(folder, devNode, "1"));
    publish("2", await packAsSdk(folder, devNode, "2"));
    publish("needs-a-library", await packScript(folder, "needs-a-library", "exit 127"));
    publish("silent", await packScript(folder, "silent", '[ "$1" = --version ] || exec sleep infinity'));
    artifacts.put("polkadot-other.tar.gz", "not what the catalogue names");
    const packed = join(folder, "node-exporter.tar.gz");
    await command("tar", ["-C", dirname(exporter!), "-czf", packed, basename(exporter!)]);
    digests["node-exporter"] = artifacts.putFile(() => "node-exporter.tar.gz", packed);
    digests["other"] = digests["1"]!;
  });
  afterAll(async () => {
    stack?.close();
    await booted?.close();
  });

  const settings = (network: string) => ({
    ...booted.api,
    zone: "zone-1",
    template: "debian-12",
    sizes: [{ name: "medium", cpu: 2000, memory: 4096 }],
    cidr: `${network}.0/24`,
  });
  const machines = (network: string) => {
    const router = ["127.0.0.0/8", `${network}.1/32`];
    return {
      bootDiskGib: 4,
      diskGrowth: { thresholdPercent: 80, stepGib: 1, maximumGib: 2 },
      ranges: { operators: router, gateway: ["127.0.0.0/8", `${network}.0/24`] },
      ...booted.access(network),
    };
  };
  const entry = (version: string) => ({
    name: "polkadot",
    version,
    url: `polkadot-${version}.tar.gz`,
    archive: "bin/polkadot",
    digest: `sha256:${digests[version]}`,
  });

  const program =
    (nodeName: string, version = "1", readyWithinSeconds = 60) =>
    async () => {
      const node = new SubstrateNode("node", {
        chain: "dev",
        nodeName,
        entry: { ...entry(version), commandLine: CommandLine.PolkadotSdk },
        resources: { cpu: 1000, memory: 1024, disk: 1 },
        role: NodeRole.Rpc,
        machineExporter: {
          entry: {
            ...{ name: "node-exporter", version: "1", url: "node-exporter.tar.gz", archive: basename(exporter!) },
            digest: `sha256:${digests["node-exporter"]}`,
          },
        },
        waitFor: WaitFor.Ready,
        waitForSeconds: 300,
        upgrade: { drainSeconds: 3, readyWithinSeconds },
        placement: { protectData: false, cloudstack: settings(prefix), machines: machines(prefix) },
      });
      const { endpoint, readiness, hostKey, metrics } = node;
      return { endpoint, readiness, hostKey, metrics };
    };

  /** What the node answers by its gateway, which has its verdict of the node half a second after the agent. */
  async function ask(endpoint: unknown, method: string): Promise<unknown> {
    const answer = await until(
      () => post(endpoint, method),
      ({ status }) => status !== 503,
      10_000,
      100,
    );
    return ((await answer.json()) as { result: unknown }).result;
  }

  const post = (endpoint: unknown, method: string) =>
    fetch((endpoint as string).replace("ws:", "http:"), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: [] }),
      signal: AbortSignal.timeout(10_000),
    });

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

  const machine = () => [...hypervisor.machines.values()][0]!;
  const startOf = () => machine().exec("systemctl show -P InvocationID dinfra-node");
  const bootOf = () => machine().exec("cat /proc/sys/kernel/random/boot_id");
  let outputs: Record<string, unknown>;

  test("is ready when up ends, and answers at its public address", async () => {
    stack = await openStack(cloud, program("first"));
    ({ outputs } = await stack.up());
    expect(outputs["endpoint"]).toMatch(new RegExp(`^ws://127\\.89\\.${third}\\.\\d+:9944$`));
    expect(await ask(outputs["endpoint"], "system_name")).toBe("first");
    expect(await ask(outputs["endpoint"], "chain_getBlockHash")).toMatch(/^0x[0-9a-f]{64}$/);
    expect(await (await fetch(outputs["readiness"] as string)).json()).toMatchObject({ ok: true });
    const shown = await machine().exec("cat /etc/ssh/ssh_host_ed25519_key.pub");
    expect(outputs["hostKey"]).toBe(shown.split(" ").slice(0, 2).join(" "));
    expect(await machine().exec("cat /run/cloud-init/result.json")).toContain("DataSourceCloudStack");
    expect(await machine().exec("systemctl show -P User dinfra-node")).not.toBe("root");
  });

  const exporterStart = () => machine().exec("systemctl show -P InvocationID dinfra-machine-exporter");

  test("the exporter beside it tells of the machine, to operators, without a right to the node's data", async () => {
    const targets = outputs["metrics"] as { job: string; address: string; path: string }[];
    const { address, path } = targets.find(({ job }) => job === "machine")!;
    const figures = async () => (await fetch(`http://${address}${path}`)).text();
    const answer = await until(
      () => figures().catch(() => ""),
      (text) => text.includes("node_memory_MemTotal_bytes"),
    );
    const hostname = (await machine().exec("hostname")).trim();
    expect(answer).toContain(`nodename="${hostname}"`);
    const properties = await machine().exec("systemctl show -P User -P NoNewPrivileges -P ProtectSystem dinfra-machine-exporter"); // prettier-ignore
    expect(properties.split("\n")).not.toContain("root");
    const pid = await machine().exec("systemctl show -P MainPID dinfra-machine-exporter");
    const seen = await machine().attempt(`nsenter --mount --target ${pid} setpriv --reuid=$(stat -c %u /proc/${pid}) --clear-groups ls /var/lib/dinfra/volumes/data`); // prettier-ignore
    expect(seen.code).not.toBe(0);
  });

  test("another version takes over in place once it is ready; balancers are told before", async () => {
    const [boot, before, beside] = [await bootOf(), await startOf(), await exporterStart()];
    const since = await machine().exec("date +%s.%N");
    cloud.requests.length = 0;
    expect((await stack.up(program("second", "2"))).changes).toMatchObject({ update: 1 });
    expect(await ask(outputs["endpoint"], "system_name")).toBe("second");
    // What runs is the Release's business: the cloud was asked for nothing.
    expect(cloud.requests.filter((command) => !/^(list|query)/.test(command))).toEqual([]);
    expect(await machine().exec("systemctl cat dinfra-node")).toContain(digests["2"]);
    expect(await startOf()).not.toBe(before);
    expect([await bootOf(), await exporterStart()]).toEqual([boot, beside]);
    const said = await machine().exec(
      `journalctl --unit dinfra-agent --since @${since} --output short-unix --no-pager`,
    );
    const at = (words: string) =>
      Number(
        said
          .split("\n")
          .find((line) => line.includes(words))
          ?.split(" ")[0],
      );
    expect(at("stopping a service that changes") - at("draining")).toBeGreaterThanOrEqual(3);
  });

  test.each([
    ["does not run on the machine", "needs-a-library", /agent\/canary-failed/],
    ["is not what the catalogue names", "other", /agent\/digest-mismatch/],
  ])("a version that %s stops nothing", async (_what, version, code) => {
    const before = await startOf();
    await expect(stack.up(program("second", version))).rejects.toThrow(code);
    expect(await startOf()).toBe(before);
    expect(await ask(outputs["endpoint"], "system_name")).toBe("second");
  });

  test("a version that does not get ready gives way to the one before, which a refresh finds", async () => {
    const hasty = program("second", "silent", 10);
    await expect(stack.up(hasty)).rejects.toThrow(/agent\/upgrade-returned/);
    await named(outputs["endpoint"], "second");
    expect(await machine().exec("systemctl cat dinfra-node")).toContain(digests["2"]);
    await stack.refresh();
    expect((await stack.up(program("second", "2"))).changes).toMatchObject({ update: 1 });
  });

  test("its disk grows under it when it fills, and it leaves nothing", async () => {
    const [boot, started] = [await bootOf(), await startOf()];
    expect(diskGib()).toEqual([1]);
    // A look at the machine finds it, and the next disk is the same one, larger.
    await fill(machine());
    await stack.refresh();
    expect((await stack.up(program("second", "2"))).changes).toMatchObject({ update: 1 });
    expect(diskGib()).toEqual([2]);
    expect(await seenGib(machine())).toBe(2);
    expect(await stack.refreshed()).toEqual([]);
    expect([await bootOf(), await startOf()]).toEqual([boot, started]);

    await stack.destroy();
    await expectNothing(outputs["endpoint"]);
  });

  test("a group of one machine grows to two and goes back to one; each runs what its user data says", async () => {
    const network = `10.218.${third}`;
    const group = async () => {
      const { endpoint } = new ArchivalAutoscalingGroup("archive", {
        ...{ chain: "dev", minimum: 1, maximum: 2, readyAfterSeconds: 60, resources: { cpu: 1000, memory: 1024 } },
        entry: {
          ...{ name: "dev-node", version: "1", commandLine: CommandLine.DevNode },
          ...{ url: "dev-node.tar.gz", archive: "bin/dev-node", digest: `sha256:${digests["dev"]}` },
        },
        placement: { cloudstack: settings(network), machines: { ...machines(network), diskGrowth: undefined } },
      });
      return { endpoint };
    };
    const scaled = await openStack(cloud, group);
    try {
      const { endpoint } = (await scaled.up()).outputs;
      await named(endpoint, "archive");
      const { autoscale } = cloud.cloud;
      const [one] = autoscale.groups.all();
      const members = () => autoscale.machinesOf(cloud.cloud, one!);
      await autoscale.fire(cloud.cloud, one!.up[0]!);
      expect(members()).toHaveLength(2);
      for (const { ipAddress } of members()) await named(`ws://${ipAddress}:9944`, "archive");
      await autoscale.fire(cloud.cloud, one!.down[0]!);
      expect([members().length, hypervisor.machines.size]).toEqual([1, 1]);
      expect(await ask(endpoint, "system_name")).toBe("archive");
      await scaled.destroy();
      await expectNothing(endpoint);
    } finally {
      scaled.close();
    }
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
          network: { use: "own" },
          catalogue: [{ ...entry("1"), commandLine: "polkadot-sdk", command: "/opt/polkadot" }],
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
      // It booted from user data that a client which knows GET only could have sent.
      const sent = cloud.cloud.machines.table.all().map(({ userData }) => userData!);
      expect(sent.map((data) => Buffer.from(data, "base64").readUInt16BE())).toEqual([0x1f8b]);
      expect(sent[0]!.length).toBeLessThanOrEqual(2_048);
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
