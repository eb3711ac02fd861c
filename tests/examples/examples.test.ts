/** @integration */
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { machinesOf, startAwsStandIn } from "@dinfra/aws-stand-in";
import { startStandIn } from "@dinfra/cloudstack-stand-in";
import { devNodeEntry, tinyHttpEntry, type CatalogueEntry } from "@dinfra/stacks";
import { openWorkspace } from "../aws/stack.js";
import { openStack } from "../cloudstack/stack.js";
import { describeWithHaproxy } from "../rpc-endpoint/needs.js";
import { until } from "../world/until.js";
import { PulumiProject } from "../yaml/pulumi-project.js";

// The examples as an engineer has them: real engine, real processes of this machine, the commands that they type.
const read = (example: string) => readFileSync(join(__dirname, "..", "..", "examples", example, "index.ts"), "utf8");
const entryOf = ({ name, version, command, args, commandLine }: CatalogueEntry) => ({
  ...{ name, version, command, args, commandLine },
  interpreter: process.execPath,
});

test.each([
  ["node-cloudstack", "node-local", "local: {} }"],
  ["node-aws", "node-local", "local: {} }"],
  ["node-kubernetes", "node-local", "local: {} }"],
  ["network-cloudstack", "network-local", "local: {} }"],
  ["network-aws", "network-local", "local: {} }"],
  ["network-kubernetes", "network-local", "local: {} }"],
  ["rpc-endpoint-cloudstack", "rpc-endpoint-local", 'local: { agent: config.getObject("agent") } }'],
  ["rpc-endpoint-aws", "rpc-endpoint-local", 'local: { agent: config.getObject("agent") } }'],
  ["rpc-endpoint-kubernetes", "rpc-endpoint-local", 'local: { agent: config.getObject("agent") } }'],
  ["validator-sentry-cloudstack", "validator-sentry-aws", 'aws: config.requireObject("cloud"), machines }'],
  ["validator-sentry-kubernetes", "validator-sentry-aws", 'aws: config.requireObject("cloud"), machines }'],
  [
    "archival-group-cloudstack",
    "archival-group-aws",
    'aws: config.requireObject("cloud"), machines: config.getObject("machines") }',
  ],
  [
    "archival-group-kubernetes",
    "archival-group-aws",
    'aws: config.requireObject("cloud"), machines: config.getObject("machines") }',
  ],
])("%s is %s but for one line, which says where it is placed", (other, one, place) => {
  const [here, there] = [read(one).split("\n"), read(other).split("\n")];
  expect(there).toHaveLength(here.length);
  const differing = here.filter((line, i) => line !== there[i]);
  expect(differing).toEqual([`const placement: PlacementArgs = { ${place};`]);
});

test("README shows an example as it is", () => {
  const [, program] = read("rpc-endpoint-cloudstack").split(/^\/\/ .*\n/);
  expect(readFileSync(join(__dirname, "..", "..", "README.md"), "utf8")).toContain(`\`\`\`ts\n${program}\`\`\``);
});

/** An example in a project of its own, with a stack. */
async function open(example: string, config: Record<string, unknown>): Promise<PulumiProject> {
  const project = new PulumiProject();
  project.copy(example);
  const plugin = join(project.programFolder, "dinfra");
  // Where the engine finds the provider of this machine's processes, and languages other than JavaScript the components.
  expect(await project.dinfra("plugin", "make", plugin)).toMatchObject({ code: 0 });
  mkdirSync(join(plugin, "node_modules", "@pulumi"), { recursive: true });
  symlinkSync(
    dirname(require.resolve("@pulumi/pulumi/package.json")),
    join(plugin, "node_modules", "@pulumi", "pulumi"),
  );
  await pulumi(project, "stack", "init", "dev");
  project.configure(
    "dev",
    Object.fromEntries(Object.entries(config).map(([key, value]) => [`${example}:${key}`, value])),
  );
  return project;
}

async function pulumi(project: PulumiProject, ...words: string[]): Promise<string> {
  const { code, out, err } = await project.pulumi(...words);
  if (code !== 0) throw new Error(`pulumi ${words.join(" ")}: ${out}${err}`);
  return out;
}

/** Brings it up, asks what it serves, and destroys it. */
async function live(project: PulumiProject, check: (endpoint: string) => Promise<void>): Promise<void> {
  try {
    await pulumi(project, "up", "--yes", "--skip-preview");
    await check((JSON.parse(await pulumi(project, "stack", "output", "--json")) as { endpoint: string }).endpoint);
    await pulumi(project, "preview", "--expect-no-changes");
  } finally {
    await pulumi(project, "destroy", "--yes", "--skip-preview");
    project.remove();
  }
}

const answerOf = (endpoint: string) =>
  fetch(endpoint.replace("ws:", "http:")).then(
    (answer) => answer.text(),
    () => "",
  );

test("node-local", async () => {
  const project = await open("node-local", { chain: "dev", entry: entryOf(devNodeEntry("manual")) });
  await live(project, async (endpoint) => {
    const health = await fetch(`${endpoint.replace("ws:", "http:")}/health`);
    expect(await health.json()).toMatchObject({ status: "ok" });
  });
});

const snapshot = JSON.stringify({
  ...{ baseUrl: "https://snapshots.example/kusama", manifestSha256: "0".repeat(64), chainId: "ksmcc3" },
});

/** What examples of clouds read. */
function configOf(cloud: object): Record<string, string> {
  const digest = `sha256:${"0".repeat(64)}`;
  return {
    cloud: JSON.stringify(cloud),
    entry: JSON.stringify({
      ...{ name: "polkadot", version: "1.20.2", command: "/usr/local/bin/polkadot" },
      ...{ url: "https://example.com/polkadot", digest },
    }),
    chain: "kusama",
    proxy: JSON.stringify({
      ...{ name: "haproxy", version: "2.6", command: "/usr/sbin/haproxy" },
      ...{ url: "https://example.com/haproxy", digest },
    }),
  };
}

test("node-aws and archival-group-aws: up, and its data protected from a destroy, by the real engine with a stand-in for Pulumi's provider", async () => {
  const standIn = await startAwsStandIn();
  const workspace = await openWorkspace(standIn);
  try {
    const stack = await workspace.open("example", configOf({ region: "eu-central-1", image: "ami-0123456789abcdef0" }));
    const { outputs } = await stack.up(async () => {
      const { endpoint } = await import("../../examples/node-aws/index.js");
      return { endpoint };
    });
    expect(outputs.endpoint).toMatch(/^ws:\/\/[0-9.]+:9944$/);
    // What holds an engineer's data goes by a second word only.
    await expect(stack.destroy()).rejects.toThrow("protected");
    expect(standIn.cloud.all("Volume")).toHaveLength(1);

    const aws = { region: "eu-central-1", image: "ami-0123456789abcdef0", zones: ["eu-central-1a", "eu-central-1b"] };
    const group = await workspace.open("group", { ...configOf(aws), snapshot });
    const made = await group.up(async () => {
      const { groupId, version } = await import("../../examples/archival-group-aws/index.js");
      return { groupId, version };
    });
    expect(standIn.cloud.things.has(String(made.outputs.groupId))).toBe(true);
    expect(machinesOf(standIn.cloud, { id: String(made.outputs.groupId) })).toHaveLength(2);
    await group.destroy();
    expect(standIn.cloud.all("Group")).toEqual([]);
  } finally {
    workspace.close();
    standIn.close();
  }
});

test("network-aws and rpc-endpoint-aws: what an up would make", async () => {
  const standIn = await startAwsStandIn();
  const workspace = await openWorkspace(standIn);
  const config = configOf({ region: "eu-central-1", image: "ami-0123456789abcdef0" });
  try {
    const made = async (example: string) => {
      const stack = await workspace.open(example, config);
      const changes = await stack.preview(async () => {
        await import(`../../examples/${example}/index.js`);
      });
      expect(Object.keys(changes)).toEqual(["create"]);
      return changes["create"];
    };
    expect(await made("network-aws")).toBeGreaterThan(5);
    expect(await made("rpc-endpoint-aws")).toBeGreaterThan(25);
  } finally {
    workspace.close();
    standIn.close();
  }
});

test.each(["node", "archival-group", "rpc-endpoint"])(
  "%s-cloudstack: what an up would make, by the real bridge and provider",
  async (example) => {
    const cloud = await startStandIn();
    const program = async () => {
      await import(`../../examples/${example}-cloudstack/index.js`);
    };
    process.env.DINFRA_TEST_EXAMPLES_KEY = cloud.admin.apiKey;
    process.env.DINFRA_TEST_EXAMPLES_SECRET = cloud.admin.secret;
    const zone = {
      ...{ zone: "zone-1", template: "debian-12", sizes: [{ name: "small", cpu: 2000, memory: 4096 }] },
      ...{
        apiUrl: cloud.url,
        apiKey: { env: "DINFRA_TEST_EXAMPLES_KEY" },
        secretKey: { env: "DINFRA_TEST_EXAMPLES_SECRET" },
      },
    };
    const stack = await openStack(cloud, program, { config: { ...configOf(zone), snapshot } });
    try {
      const { changes } = await stack.preview();
      expect(Object.keys(changes)).toEqual(["create"]);
      expect(changes["create"]).toBeGreaterThan(5);
    } finally {
      stack.close();
      await cloud.close();
    }
  },
);

test("validator-sentry-cloudstack: what an up would make, by the real bridge and provider", async () => {
  const cloud = await startStandIn();
  const program = async () => {
    const { validator } = await import("../../examples/validator-sentry-cloudstack/index.js");
    return { validator };
  };
  const zone = { zone: "zone-1", template: "debian-12", sizes: [{ name: "small", cpu: 2000, memory: 4096 }] };
  const machines = JSON.stringify({
    via: { host: "203.0.113.1" },
    operators: { publicKeys: ["ssh-ed25519 AAAA"], privateKey: { file: "/keys/id" } },
    artifacts: { baseUrl: "https://artifacts.example", agent: { amd64: `sha256:${"a".repeat(64)}` } },
  });
  const stack = await openStack(cloud, program, { config: { ...configOf(zone), machines, chain: "my-chain" } });
  try {
    const { changes } = await stack.preview();
    expect(Object.keys(changes)).toEqual(["create"]);
    // The stack, the component, the network and its way out; three machines, each with a disk, user data, a Release and Peers; two sentries with an
    // address, its translation and its firewall.
    expect(changes["create"]).toBe(4 + 3 * 5 + 2 * 3);
  } finally {
    stack.close();
    await cloud.close();
  }
});

describeWithHaproxy("examples with HAProxy", (command) => {
  // A program that answers HTTP with its node's name takes the node's place: what is tried here is the balancer.
  const node = entryOf(tinyHttpEntry());
  const haproxy = { name: "haproxy", version: "2.6", command };

  test("rpc-endpoint-local", async () => {
    const project = await open("rpc-endpoint-local", { chain: "dev", entry: node, proxy: haproxy, nodes: 2 });
    await live(project, async (endpoint) => {
      const seen = new Set<string>();
      await until(
        async () => seen.add(await answerOf(endpoint)),
        (all) => all.has("node-0\n") && all.has("node-1\n"),
      );
    });
  });

  test("rpc-endpoint-yaml", async () => {
    const project = await open("rpc-endpoint-yaml", { chain: "dev", node, haproxy });
    await live(project, async (endpoint) => {
      const seen = new Set<string>();
      await until(
        async () => seen.add(await answerOf(endpoint)),
        (all) => all.has("first\n") && all.has("second\n"),
      );
    });
  });
});
