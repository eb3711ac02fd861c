/** @integration */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { machinesOf, type Thing } from "@dinfra/aws-stand-in";
import { Network } from "@dinfra/components";
import * as pulumi from "@pulumi/pulumi";
import { settings } from "../aws/node.js";
import { openWorkspace, type Workspace } from "../aws/stack.js";
import { openUnbootedAws, type UnbootedAws } from "../unbooted/aws.js";
import { describeUnbooted } from "../unbooted/needs.js";
import { PulumiProject } from "./pulumi-project.js";

// Every public component as another language has it: from a YAML program with the real YAML host, and as a remote component on
// the real engine. Placed on AWS, by the stand-in for Pulumi's provider.
jest.setTimeout(600_000);

const digest = `sha256:${"0".repeat(64)}`;
const entry = { name: "polkadot", version: "1.20.2", url: "polkadot.tar.gz", archive: "bin/polkadot", digest };
/** Of machines without an agent: what they run is in their user data. */
const plainEntry = { name: "polkadot", version: "1.20.2", command: "/usr/local/bin/polkadot", url: "https://artifacts.example/polkadot", digest }; // prettier-ignore
const proxy = { name: "haproxy", version: "2.6", command: "/usr/sbin/haproxy", url: "haproxy", digest };
const node = { chain: "my-chain", resources: { cpu: 2000, memory: 4096, disk: 100 } };

/** How an expression of the program's language refers to an output. */
type Refer = (resource: string, ...path: string[]) => unknown;

/** Declares a resource of a type of the package. */
type Declare = (resource: string, type: string, args: Record<string, unknown>) => void;

/** Declares every component, in the order in which they refer to each other. */
function everyComponent(declare: Declare, refer: Refer, aws: UnbootedAws, [open, shut]: readonly string[]): void {
  const { agents, jumpPort } = aws;
  const placement = { aws: settings, protectData: false };
  const machines = {
    operators: { publicKeys: [agents.publicKey], privateKey: { file: agents.identity } },
    artifacts: { baseUrl: "https://artifacts.example", agent: { amd64: digest } },
  };
  const withAgents = { ...placement, machines };
  const sentried = { ...placement, machines: { ...machines, via: { host: "127.0.0.1", port: jumpPort } } };
  declare("network", "Network", { placement });
  const network = refer("network", "attachment");
  declare("node", "SubstrateNode", { ...node, placement: withAgents, network, entry, role: "rpc" });
  declare("endpoint", "LoadBalancedRpcEndpoint", {
    ...{ placement: withAgents, network, proxy },
    nodes: [{ endpoint: refer("node", "endpoint"), readiness: refer("node", "readiness") }],
  });
  declare("group", "ArchivalAutoscalingGroup", {
    ...{ ...node, placement, network, entry: plainEntry, minimum: 2, maximum: 4, readyAfterSeconds: 600 },
    scaling: { signal: "cpu", outAbove: 70 },
  });
  declare("open", "Network", { placement: sentried, existing: open });
  declare("shut", "Network", { placement: sentried, existing: shut });
  declare("validator", "ValidatorSentry", {
    ...{ ...node, placement: sentried, entry, sentries: 2, sentry: { role: "full" } },
    ...{ network: refer("open", "attachment"), validatorNetwork: refer("shut", "attachment") },
  });
}

interface Outputs {
  endpoint: string;
  groupId: string;
  validator: { peerId: string; multiaddr: string };
  sentries: { address: string }[];
  metrics: { role: string }[];
}
const outputsOf = (refer: Refer) => ({
  endpoint: refer("endpoint", "endpoint"),
  groupId: refer("group", "groupId"),
  validator: refer("validator", "validator"),
  sentries: refer("validator", "sentries"),
  metrics: refer("validator", "metrics"),
});

describeUnbooted("every component, from any language", () => {
  let aws: UnbootedAws;
  let workspace: Workspace;
  /** Subnets that are there: one whose machines have addresses, one for those that have none. */
  let subnets: string[];
  let before: string[];
  const things = () => [...aws.standIn.cloud.things.keys()].sort();
  const all = (type: string): Thing[] => aws.standIn.cloud.all(type);

  beforeAll(async () => {
    aws = await openUnbootedAws();
    workspace = await openWorkspace(aws.standIn);
    const theirs = await workspace.open("theirs");
    await theirs.up(async () => void new Network("theirs", { placement: { aws: settings } }));
    subnets = all("Subnet").map(({ id }) => id);
    before = things();
  });
  afterAll(async () => {
    workspace?.close();
    await aws?.close();
  });

  /** What there is once an update is through. */
  function expectAll({ endpoint, groupId, validator, sentries, metrics }: Outputs): void {
    expect(all("Eip").map(({ values }) => `ws://${String(values.publicIp)}:9944`)).toContain(endpoint);
    expect(machinesOf(aws.standIn.cloud, { id: groupId })).toHaveLength(2);
    expect(metrics.map(({ role }) => role)).toEqual(["sentried-validator", "sentry", "sentry"]);
    const running = aws.agents.running();
    const told = running.filter(({ peers }) => peers !== undefined);
    expect(told).toHaveLength(3);
    expect(told.find(({ peerId }) => peerId === validator.peerId)?.peers?.reserved).toHaveLength(2);
    const ofSentries = told.filter(({ peerId }) => peerId !== validator.peerId).map(({ peers }) => peers);
    expect(ofSentries.map((peers) => peers?.reserved)).toEqual([[validator.multiaddr], [validator.multiaddr]]);
    const said = sentries.map(({ address }) => [`/ip4/${address}/tcp/30333`]);
    expect(ofSentries.map((peers) => peers?.public)).toEqual(expect.arrayContaining(said));
  }

  test("a remote component each, on the real engine: up, destroy", async () => {
    const { plugin, port } = await startPlugin();
    const { PULUMI_DEBUG_PROVIDERS: standIn } = aws.standIn.environment;
    const remote = await openWorkspace(aws.standIn, { PULUMI_DEBUG_PROVIDERS: `${standIn},dinfra:${port}` });
    const stack = await remote.open("remote");
    const program = async () => {
      const made = new Map<string, pulumi.ComponentResource>();
      const refer: Refer = (name, output) => (made.get(name) as unknown as pulumi.Inputs)[output!];
      everyComponent((name, type, args) => made.set(name, new Remote(type, name, args)), refer, aws, subnets);
      return outputsOf(refer) as Record<string, unknown>;
    };
    try {
      expectAll((await stack.up(program)).outputs as unknown as Outputs);
      await stack.destroy();
      expect(things()).toEqual(before);
    } finally {
      remote.close();
      plugin.kill();
      if (plugin.exitCode === null && plugin.signalCode === null) await once(plugin, "exit");
    }
  });

  test("each in one YAML program: up, nothing to change, destroy", async () => {
    const project = new PulumiProject({ ...aws.standIn.environment });
    try {
      const plugin = join(project.folder, "dinfra-plugin");
      expect(await project.dinfra("plugin", "make", plugin, "--platform", "aws")).toMatchObject({ code: 0 });
      // What the Node host's `npm install` in the plugin's folder would put there.
      mkdirSync(join(plugin, "node_modules", "@pulumi"), { recursive: true });
      const sdk = dirname(require.resolve("@pulumi/pulumi/package.json"));
      symlinkSync(sdk, join(plugin, "node_modules", "@pulumi", "pulumi"));
      const refer: Refer = (name, ...path) => `\${${[name, ...path].join(".")}}`;
      const resources: Record<string, object> = {};
      everyComponent(
        (name, type, properties) => (resources[name] = { type: `dinfra:index:${type}`, properties }),
        refer,
        aws,
        subnets,
      );
      project.write({
        ...{ name: "every", runtime: "yaml", packages: { dinfra: plugin } },
        ...{ resources, outputs: outputsOf(refer) },
      });
      const pulumiCli = async (...words: string[]) => {
        const { code, out, err } = await project.pulumi(...words);
        if (code !== 0) throw new Error(`pulumi ${words.join(" ")}: ${out}${err}`);
        return out;
      };
      await pulumiCli("stack", "init", "dev");
      await pulumiCli("up", "--yes", "--skip-preview");
      expectAll(JSON.parse(await pulumiCli("stack", "output", "--json")) as Outputs);
      await pulumiCli("preview", "--expect-no-changes");
      await pulumiCli("destroy", "--yes", "--skip-preview");
      expect(things()).toEqual(before);
    } finally {
      project.remove();
    }
  });
});

/** A component as any Pulumi language sees it: a token and its inputs, made by the plugin. */
class Remote extends pulumi.ComponentResource {
  constructor(type: string, name: string, inputs: pulumi.Inputs) {
    const outputs = ["attachment", "endpoint", "readiness", "groupId", "validator", "sentries", "metrics"];
    const later = Object.fromEntries(outputs.map((output) => [output, undefined]));
    super(`dinfra:index:${type}`, name, { ...later, ...inputs }, {}, true);
  }
}

/** Starts the component plugin as the engine would; any engine address does, the real one comes with each call. */
async function startPlugin(): Promise<{ plugin: ChildProcess; port: string }> {
  const file = join(dirname(require.resolve("@dinfra/components")), "plugin.js");
  const plugin = spawn(process.execPath, [file, "127.0.0.1:1"], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: plugin.stdout })) return { plugin, port: line.trim() };
  throw new Error(`the component plugin ended with ${plugin.exitCode} before it said its port`);
}
