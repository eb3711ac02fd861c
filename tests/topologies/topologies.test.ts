/** @integration */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Network, type SentriedNode } from "@dinfra/components";
import { runTopology, topologies, type Topology } from "@dinfra/stacks";
import { parse } from "yaml";
import { openWorkspace, type Workspace } from "../aws/stack.js";
import { openStack } from "../cloudstack/stack.js";
import { openUnbootedAws, type UnbootedAws } from "../unbooted/aws.js";
import { openUnbootedCloudStack, type UnbootedCloudStack } from "../unbooted/cloudstack.js";
import { describeUnbooted } from "../unbooted/needs.js";

// Each topology with the configuration that stands beside it, from the first update to the last: real engine, real provider of
// machines' agents, the clouds by their stand-ins.
jest.setTimeout(600_000);

const fileOf = (topology: string, cloud: string) =>
  readFileSync(join(__dirname, "..", "..", "stacks", "topologies", topology, `Pulumi.${cloud}.yaml`), "utf8");

/** Subnets of a network that has a way out for machines without a public address. Only AWS needs it. */
const withWayOut = [
  "  # Two subnets of one VPC: the validator's has a way out without a public address (NAT gateway).",
  "  validator-sentries:network: subnet-0123456789abcdef0",
  "  validator-sentries:validatorNetwork: subnet-0fedcba9876543210",
];

test.each([
  ["archive", []],
  ["rpc-service", []],
  ["validator-sentries", withWayOut],
])("%s is the same on another cloud, but for the line that says where it is placed", (topology, more) => {
  const [aws, cloudstack] = ["aws", "cloudstack"].map((cloud) => fileOf(topology, cloud).split("\n"));
  const differing = aws!.filter((line) => !cloudstack!.includes(line));
  expect(differing).toEqual([expect.stringMatching(/^ {4}aws: \{.*\}$/), ...more]);
  expect(cloudstack!.filter((line) => !aws!.includes(line))).toEqual([
    expect.stringMatching(/^ {4}cloudstack: \{.*\}$/),
  ]);
});

type Values = Record<string, Record<string, unknown>>;

/** The configuration of a topology's file, where one cloud's part of it leads to the stand-in. */
function configOf(topology: string, cloud: string, settings: object, agents: { identity: string; jumpPort: number }) {
  const { config } = parse(fileOf(topology, cloud)) as { config: Values };
  const placement = config[`${topology}:placement`]!;
  Object.assign(placement[cloud] as object, settings);
  const machines = placement["machines"] as { operators: object } | undefined;
  if (machines) {
    const { identity, jumpPort } = agents;
    Object.assign(machines, { via: { host: "127.0.0.1", port: jumpPort }, ranges: { operators: ["127.0.0.0/8"] } });
    Object.assign(machines.operators, { privateKey: { file: identity } });
  }
  return config;
}

/** One of the topologies on one of the clouds, and how it is updated there. */
interface Deployed {
  configure(config: Record<string, unknown>): void;
  /** What was done to what is not the same, without what was only read. */
  up(): Promise<{ outputs: Record<string, unknown>; done: readonly string[] }>;
  destroy(): Promise<void>;
}

const programOf = (topology: string) => {
  const found = topologies.find(({ name }) => name === topology) as Topology<unknown> | undefined;
  if (!found) throw new Error(`there is no topology ${topology}`);
  return () => Promise.resolve(runTopology(found));
};
const changesIn = (done: readonly string[]) => done.filter((step) => !step.startsWith("read "));
const kindOf = (step: string) => step.split("::").at(-2)!.split("$").at(-1)!.split(":").at(-1)!;

/** Up, nothing to change, more disk in place, and what must not go goes by a second word only. */
async function live(
  config: Record<string, unknown>,
  topology: string,
  deployed: Deployed,
  disk: string,
): Promise<Record<string, unknown>> {
  deployed.configure(config);
  const { outputs } = await deployed.up();
  expect((await deployed.up()).done).toEqual([]);

  const placement = `${topology}:placement`;
  const larger = { cpu: 4000, memory: 16384, disk: 2000 };
  deployed.configure({
    ...config,
    [`${topology}:resources`]: larger,
    [placement]: { ...(config[placement] as object), protectData: false },
  });
  const { done, outputs: after } = await deployed.up();
  expect(new Set(done.map((step) => step.split(" ")[0]))).toEqual(new Set(["update"]));
  expect(done.map(kindOf)).toContain(disk);
  expect(after).toEqual(outputs);
  return outputs;
}

describeUnbooted("on AWS, by the stand-in", () => {
  let aws: UnbootedAws;
  let workspace: Workspace;
  const all = (type: string) => aws.standIn.cloud.all(type);

  beforeAll(async () => {
    aws = await openUnbootedAws();
    workspace = await openWorkspace(aws.standIn);
  });
  afterAll(async () => {
    workspace?.close();
    await aws?.close();
  });

  async function deploy(topology: string): Promise<Deployed> {
    const stack = await workspace.open(topology);
    return {
      configure: (config) => stack.configure(config),
      up: async () => {
        const { outputs, done } = await stack.up(programOf(topology));
        return { outputs, done: changesIn(done) };
      },
      destroy: () => stack.destroy(),
    };
  }
  const configured = (topology: string) =>
    configOf(topology, "aws", {}, { identity: aws.agents.identity, jumpPort: aws.jumpPort });

  test.each([
    ["archive", 1],
    ["rpc-service", 3],
  ])("%s is brought up, changes in place, and leaves nothing", async (topology, machines) => {
    const deployed = await deploy(topology);
    const { endpoint } = await live(configured(topology), topology, deployed, "Volume");
    expect(all("Eip").map(({ values }) => `ws://${String(values.publicIp)}:9944`)).toContain(endpoint);
    expect(all("Instance")).toHaveLength(machines);
    expect(all("Volume").map(({ values }) => values.size)).toEqual(Array(topology === "archive" ? 1 : 2).fill(2000));
    await deployed.destroy();
    expect([...aws.standIn.cloud.things.values()]).toEqual([]);
  });

  test("validator-sentries: its validator moves with its disk and its keys, never runs twice, and leaves nothing", async () => {
    const theirs = await workspace.open("theirs");
    const region = { region: "eu-central-1", zones: ["eu-central-1a", "eu-central-1b"] };
    await theirs.up(async () => void new Network("theirs", { placement: { aws: region } }));
    const before = [...aws.standIn.cloud.things.keys()];
    const [open, shut] = all("Subnet").map(({ id }) => id);

    const topology = "validator-sentries";
    const config: Record<string, unknown> = {
      ...configured(topology),
      ...{ [`${topology}:network`]: open, [`${topology}:validatorNetwork`]: shut },
    };
    const deployed = await deploy(topology);
    const { agents } = aws;
    const { validator } = (await live(config, topology, deployed, "Volume")) as { validator: SentriedNode };
    const ofValidator = () => agents.running().filter(({ peerId }) => peerId === validator.peerId);
    const [first] = ofValidator();
    expect(all("Eip")).toHaveLength(2);
    expect(validator.address).toMatch(/^10\.0\./);
    const told = agents.running().filter(({ peerId }) => peerId !== validator.peerId);
    expect(told.map(({ peers }) => peers?.reserved)).toEqual([[validator.multiaddr], [validator.multiaddr]]);

    // Another machine: the old one says that it ended before the new one is there, and disk and keys go along.
    agents.asked.length = 0;
    aws.standIn.cloud.events.length = 0;
    const placement = { ...(config[`${topology}:placement`] as object), protectData: false };
    const resources = { cpu: 4000, memory: 16384, disk: 2000 };
    deployed.configure({
      ...config,
      ...{ [`${topology}:rotation`]: 1, [`${topology}:resources`]: resources, [`${topology}:placement`]: placement },
    });
    const { outputs, done } = await deployed.up();
    const moved = ofValidator();
    expect(moved).toHaveLength(1);
    expect([moved[0]!.disk, moved[0]!.machine === first!.machine]).toEqual([first!.disk, false]);
    expect(aws.standIn.cloud.events).toEqual([`terminate ${first!.machine}`]);
    expect(agents.asked.slice(0, 2)).toEqual([`${first!.machine} remove`, `${moved[0]!.machine} apply`]);
    expect(outputs.validator).toMatchObject({ peerId: validator.peerId });
    expect(done.filter((step) => kindOf(step) === "Volume")).toEqual([]);

    await deployed.destroy();
    expect([...aws.standIn.cloud.things.keys()]).toEqual(before);
    expect(agents.running()).toEqual([]);
  });
});

describeUnbooted("on CloudStack, by the real bridge and provider", () => {
  let cloudstack: UnbootedCloudStack;

  beforeAll(async () => {
    cloudstack = await openUnbootedCloudStack();
    process.env.DINFRA_TEST_TOPOLOGY_KEY = cloudstack.cloud.admin.apiKey;
    process.env.DINFRA_TEST_TOPOLOGY_SECRET = cloudstack.cloud.admin.secret;
  });
  afterAll(() => cloudstack?.close());

  test.each([
    ["archive", 1],
    ["rpc-service", 3],
    ["validator-sentries", 3],
  ])("%s is brought up, changes in place, and leaves nothing", async (topology, count) => {
    const { cloud, agents, jumpPort } = cloudstack;
    const { machines, volumes, networks, tags, addresses } = cloud.cloud;
    const settings = {
      apiUrl: cloud.url,
      apiKey: { env: "DINFRA_TEST_TOPOLOGY_KEY" },
      secretKey: { env: "DINFRA_TEST_TOPOLOGY_SECRET" },
    };
    const config = configOf(topology, "cloudstack", settings, { identity: agents.identity, jumpPort });
    const stack = await openStack(cloud, programOf(topology));
    try {
      const deployed: Deployed = {
        configure: (next) => stack.configure(next),
        up: async () => {
          const { outputs, done } = await stack.up();
          return { outputs, done: changesIn(done) };
        },
        destroy: () => stack.destroy(),
      };
      const outputs = await live(config, topology, deployed, "Disk");
      expect(machines.table.all()).toHaveLength(count);
      const taken = addresses.table.where(({ staticNat }) => staticNat !== undefined).map(({ address }) => address);
      if (topology === "validator-sentries") {
        const { validator, sentries } = outputs as { validator: SentriedNode; sentries: SentriedNode[] };
        expect(sentries.map(({ address }) => address).sort()).toEqual(taken.sort());
        expect(agents.running().map(({ peerId }) => peerId)).toContain(validator.peerId);
      } else {
        expect(taken.map((address) => `ws://${address}:9944`)).toContain(outputs["endpoint"]);
      }
      await deployed.destroy();
      expect([machines.table.all(), volumes.table.all(), networks.table.all(), tags.all()]).toEqual([[], [], [], []]);
      expect(agents.running()).toEqual([]);
    } finally {
      stack.close();
    }
  });
});
