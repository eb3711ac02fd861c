/** @integration */
import { randomInt } from "node:crypto";
import { copyFileSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import type { HostedMachine, StandIn } from "@dinfra/cloudstack-stand-in";
import { CommandLine, ValidatorSentry, WaitFor, type SentriedNode } from "@dinfra/components";
import { targetsOf } from "../../cli/src/prometheus/outputs.js";
import { serveTargets } from "../../cli/src/prometheus/serve.js";
import { startSshd, type Sshd } from "../../keys/src/test/openssh.js";
import type { Lab } from "../machines/lab/lab.js";
import type { Machine } from "../machines/lab/machine.js";
import { describeOnMachines } from "../machines/lab/needs.js";
import { packAsSdk } from "../machines/release/sdk-archive.js";
import { describeWithPrometheus, Prometheus } from "../monitoring/prometheus.js";
import { until } from "../world/until.js";
import { openBootedCloud, type BootedCloud } from "./booted-cloud.js";
import { LabHypervisor } from "./hypervisor.js";
import { openStack, type TestStack } from "./stack.js";

jest.setTimeout(900_000);

/** Looks at each machine when the cloud ends it: whether its node still ran by then. */
class WitnessingHypervisor extends LabHypervisor {
  readonly seen: string[] = [];

  override async start(machine: HostedMachine): Promise<void> {
    await super.start(machine);
    this.seen.push(`start ${machine.name}`);
  }

  override async stop(id: string, forced: boolean): Promise<void> {
    const machine = this.machines.get(id);
    const unit = (await machine?.attempt("systemctl is-active dinfra-node"))?.stdout.trim();
    await super.stop(id, forced);
    if (machine) this.seen.push(`end ${machine.name} ${unit}`);
  }
}

/** What an engineer's twenty lines make, on machines of a cloud that boot: every part of it is the real one but the cloud. */
describeOnMachines("a ValidatorSentry on CloudStack, on machines that boot", () => {
  // Of its own for each run, because several may run on this machine.
  const third = randomInt(256);
  const prefix = `10.217.${third}`;
  let booted: BootedCloud<WitnessingHypervisor>;
  let folder: string;
  let lab: Lab;
  let hypervisor: WitnessingHypervisor;
  let cloud: StandIn;
  let stack: TestStack;
  let jump: Sshd;
  let digest: string;

  beforeAll(async () => {
    jump = await startSshd();
    const firstPublic = `127.90.${third}.1`;
    booted = await openBootedCloud({ name: "SENTRY", firstPublic, hypervisor: (of) => new WitnessingHypervisor(of) });
    ({ folder, lab, hypervisor, cloud } = booted);
    copyFileSync(join(folder, "id.pub"), jump.authorizedKeys);
    const packed = await packAsSdk(folder, booted.devNode, "1", { peers: true });
    digest = booted.artifacts.putFile(() => "polkadot.tar.gz", packed);
  });
  afterAll(async () => {
    stack?.close();
    await booted?.close();
    await jump?.stop();
  });

  const program =
    ({ sentries = 1, rotation = 0 } = {}) =>
    async () => {
      const near = ["127.0.0.0/8", `${prefix}.1/32`];
      const made = new ValidatorSentry("v", {
        chain: "dev",
        ...{ sentries, rotation },
        entry: {
          ...{ name: "polkadot", version: "1", url: "polkadot.tar.gz", archive: "bin/polkadot" },
          ...{ digest: `sha256:${digest}`, commandLine: CommandLine.PolkadotSdk },
        },
        resources: { cpu: 1000, memory: 1024, disk: 1 },
        waitFor: WaitFor.Started,
        waitForSeconds: 400,
        placement: {
          protectData: false,
          cloudstack: {
            ...booted.api,
            ...{ zone: "zone-1", template: "debian-12", cidr: `${prefix}.0/24` },
            sizes: [{ name: "medium", cpu: 2000, memory: 4096 }],
          },
          machines: {
            bootDiskGib: 4,
            // The router's address is this machine's: the one that SSH goes through is here.
            via: { host: "127.0.0.1", port: jump.port, user: userInfo().username },
            ranges: { operators: near },
            ...booted.access(prefix),
          },
        },
      });
      return { validator: made.validator, sentries: made.sentries, metrics: made.metrics };
    };

  const machines = (role: string) => [...hypervisor.machines.values()].filter(({ name }) => name.includes(role));
  const validator = () => machines("-validator-")[0]!;
  const boots = (all: Machine[]) => Promise.all(all.map((m) => m.exec("cat /proc/sys/kernel/random/boot_id")));
  const startOf = (machine: Machine) => machine.exec("systemctl show -P InvocationID dinfra-node");

  /** Whom a node is connected to, by its own account. */
  const connectedTo = async (machine: Machine): Promise<string[]> => {
    const { stdout } = await machine.attempt("cat /var/lib/dinfra/volumes/data/connected.json");
    return stdout === "" ? [] : (JSON.parse(stdout) as { connected: string[] }).connected;
  };
  const sessions = (node: SentriedNode, others: SentriedNode[], machine: Machine) =>
    until(
      () => connectedTo(machine),
      (ids) => JSON.stringify(ids) === JSON.stringify(others.map(({ peerId }) => peerId).sort()),
    ).then(() => node.peerId);

  /** Whether a connection from a machine opens. Where it should, it is waited for; a packet that is dropped answers nothing. */
  const opens = async (from: Machine, address: string, port: number, seconds: number) =>
    (await from.attempt(`timeout ${seconds} bash -c '</dev/tcp/${address}/${port}'`)).code === 0;

  let made: { validator: SentriedNode; sentries: SentriedNode[] };
  const up = async (wanted: Parameters<typeof program>[0]) => {
    const { outputs, changes } = await stack.up(program(wanted));
    made = outputs as unknown as typeof made;
    return changes;
  };

  test("each node runs once it was told its peers, whose ids were born on their machines, and no sooner", async () => {
    stack = await openStack(cloud, program());
    await up({});
    const [sentry] = made.sentries;
    expect(made.validator.address).toMatch(new RegExp(`^10\\.217\\.${third}\\.`));
    expect(sentry!.address).toMatch(new RegExp(`^127\\.90\\.${third}\\.`));
    expect(made.validator.peerId).toMatch(/^12D3KooW[1-9A-Za-z]{44}$/);
    expect(made.validator.peerId).not.toBe(sentry!.peerId);
    // Both know each other by ids that the program made from the key by itself.
    await sessions(made.validator, made.sentries, validator());
    await sessions(sentry!, [made.validator], machines("-sentry-")[0]!);
    for (const machine of [validator(), ...machines("-sentry-")]) {
      const said = await machine.exec("journalctl --unit dinfra-agent --output cat --no-pager");
      const at = (words: string) => said.split("\n").flatMap((line, i) => (line.includes(words) ? [i] : []));
      expect(at("starting a service")).toHaveLength(1);
      expect(at("told its peers")).toHaveLength(1);
      expect(at("told its peers")[0]!).toBeLessThan(at("starting a service")[0]!);
    }
  });

  test("no change is none, also after a look at everything", async () => {
    expect((await up({}))["same"]).toBeGreaterThan(10);
    expect(await stack.refreshed()).toEqual([]);
  });

  test("the validator's port is open to its sentries alone, and its RPC to nobody", async () => {
    const address = made.validator.address;
    const [sentry] = machines("-sentry-");
    const stranger = await lab.boot({
      ...{ name: "stranger", boots: false, network: validator().network, address: `${prefix}.200` },
    });
    await stranger.exec(`ip address add ${stranger.address}/24 dev ens3 && ip link set ens3 up`);
    expect(await opens(sentry!, address, 30333, 60)).toBe(true);
    // The stranger has a way to the network: it reaches what the world may.
    expect(await opens(stranger, sentry!.address, 30333, 60)).toBe(true);
    // None of these answers, so each is waited for in vain.
    const shut = [[stranger, 30333] as const, ...[22, 8001, 9615, 9944].flatMap((port) => [stranger, sentry!].map((from) => [from, port] as const))]; // prettier-ignore
    const tried = await Promise.all(
      shut.map(async ([from, port]) => [from.name, port, await opens(from, address, port, 3)]),
    );
    expect(tried).toEqual(shut.map(([from, port]) => [from.name, port, false]));
    expect(await validator().exec("ss -Hltn 'sport = :9944'")).toMatch(/127\.0\.0\.1:9944/);
    await lab.remove(stranger);
  });

  test("another sentry is made beside, and the validator's machine stays", async () => {
    const before = await boots([validator(), ...machines("-sentry-")]);
    await up({ sentries: 2 });
    expect(made.sentries).toHaveLength(2);
    await sessions(made.validator, made.sentries, validator());
    expect(await boots([validator(), machines("-sentry-")[0]!])).toEqual(before);
  });

  describeWithPrometheus("with Prometheus", (programs) => {
    test("every node is found by the stack's outputs, and scraped, the validator in its network", async () => {
      const file = join(folder, "outputs.json");
      writeFileSync(file, JSON.stringify(made));
      const served = await serveTargets(
        { host: "127.0.0.1", port: 0 },
        () => targetsOf([{ stack: "v", file }]),
        (problem) => process.stderr.write(`${problem}\n`),
      );
      const prometheus = await Prometheus.start(programs, served.url);
      try {
        const labels = await prometheus.scraped(3);
        expect(labels.map(({ role }) => role).sort()).toEqual(["sentried-validator", "sentry", "sentry"]);
        expect(labels.find(({ role }) => role === "sentried-validator")).toMatchObject({
          ...{ job: "substrate", stack: "v", instance: `${made.validator.address}:9615` },
        });
        // What the alert about a validator that has lost its sentries asks.
        await until(async () => (await prometheus.query('substrate_sub_libp2p_peers_count{role="sentried-validator"} >= 1')).length === 1); // prettier-ignore
        expect(await prometheus.query('ALERTS{alertname="SubstrateValidatorAlone"}')).toEqual([]);
      } finally {
        await prometheus.stop();
        await served.close();
      }
    });
  });

  test("it goes to no other machine before the one that has it says that it ended", async () => {
    const [boot, start] = [await boots([validator()]), await startOf(validator())];
    // Something else answers at its address: nobody can say that the validator ended.
    await validator().exec("mv /etc/ssh/ssh_host_ed25519_key /root/k && mv /etc/ssh/ssh_host_ed25519_key.pub /root/k.pub && ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key"); // prettier-ignore
    await expect(stack.up(program({ sentries: 2, rotation: 1 }))).rejects.toThrow(/dinfra-node\/end-unverified/);
    expect([await boots([validator()]), await startOf(validator())]).toEqual([boot, start]);
    await validator().exec("mv /root/k /etc/ssh/ssh_host_ed25519_key && mv /root/k.pub /etc/ssh/ssh_host_ed25519_key.pub"); // prettier-ignore

    const old = validator().name;
    const { peerId } = made.validator;
    await validator().exec("echo kept > /var/lib/dinfra/volumes/data/keystore");
    hypervisor.seen.length = 0;
    await up({ sentries: 2, rotation: 1 });
    // One end, of a machine on which nothing ran any more, and then one start.
    expect(hypervisor.seen).toEqual([`end ${old} inactive`, `start ${validator().name}`]);
    expect(validator().name).not.toBe(old);
    expect(made.validator.peerId).toBe(peerId);
    expect(await validator().exec("cat /var/lib/dinfra/volumes/data/keystore")).toBe("kept");
    await sessions(made.validator, made.sentries, validator());
    for (const [i, machine] of machines("-sentry-").entries())
      await sessions(made.sentries[i]!, [made.validator], machine);
    expect((await up({ sentries: 2, rotation: 1 }))["same"]).toBeGreaterThan(10);
  });

  test("it leaves nothing", async () => {
    await stack.destroy();
    expect([hypervisor.machines.size, cloud.cloud.machines.table.all(), cloud.cloud.volumes.table.all()]).toEqual([0, [], []]); // prettier-ignore
    expect([cloud.cloud.networks.table.all(), cloud.cloud.tags.all()]).toEqual([[], []]);
  });
});
