import { mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { startStandIn, type StandIn } from "@dinfra/cloudstack-stand-in";
import { installBridge } from "@dinfra/platform-cloudstack";
import { asker } from "@dinfra/cloudstack-stand-in/dist/testing/ask.js";
import { PulumiProject } from "../yaml/pulumi-project.js";

jest.setTimeout(600_000);

// The component package as an engineer of another language has it: its component makes resources of the parameterized SDK
// inside `Construct`, in a process that is no program. The real engine, its YAML language host, the real bridge and provider.
let cloud: StandIn;
let project: PulumiProject;
let plugin: string;
/** Id of a network that somebody else made. */
let theirs: string;

beforeAll(async () => {
  cloud = await startStandIn();
  project = new PulumiProject({
    DINFRA_TEST_KEY: cloud.admin.apiKey,
    DINFRA_TEST_SECRET: cloud.admin.secret,
  });
  const made = await asker(cloud.url, cloud.admin)("createNetwork", {
    name: "theirs",
    zoneid: cloud.cloud.catalogue.zones.all()[0]!.id,
    networkofferingid: cloud.cloud.catalogue.networkOfferings.all().find((o) => !o.forVpc)!.id,
  });
  theirs = (made.body.network as { id: string }).id;
  project.setEnvironment(installBridge(project.home));
  plugin = join(project.folder, "dinfra-plugin");
  expect(await project.dinfra("plugin", "make", plugin, "--platform", "cloudstack")).toMatchObject({ code: 0 });
  mkdirSync(join(plugin, "node_modules", "@pulumi"), { recursive: true });
  const sdk = dirname(require.resolve("@pulumi/pulumi/package.json"));
  symlinkSync(sdk, join(plugin, "node_modules", "@pulumi", "pulumi"));
});
afterAll(async () => {
  project.remove();
  await cloud.close();
});

const settings = () => ({
  apiUrl: cloud.url,
  apiKey: { env: "DINFRA_TEST_KEY" },
  secretKey: { env: "DINFRA_TEST_SECRET" },
  zone: "zone-1",
  template: "debian-12",
  sizes: [{ name: "small", cpu: 1000, memory: 512 }],
});
const node = (placement: object) => ({
  placement: { protectData: false, ...placement },
  entry: {
    ...{ name: "x", version: "1", commandLine: "polkadot-sdk", command: "/opt/x", url: "https://x.example/x" },
    digest: `sha256:${"0".repeat(64)}`,
  },
  chain: "dev",
  resources: { cpu: 500, memory: 256, disk: 1 },
});

const component = (placement: object) => ({ type: "dinfra:index:SubstrateNode", properties: node(placement) });
const program = (resources: object) => ({
  name: "yaml",
  runtime: "yaml",
  packages: { dinfra: plugin },
  resources,
  outputs: { resources: "${node.resources}" },
});
/** What `pulumi package add` is given: the bridge, and of what it is the package. */
const bridged = [
  "terraform-provider@1.1.3",
  "--",
  ...["cloudstack/cloudstack", "0.6.0", "--exclude", "cloudstack_network_service_provider_state"],
];

test("a node on CloudStack from a YAML program: up, nothing to change after a look, destroy", async () => {
  project.write(program({ node: component({ cloudstack: settings() }) }));
  expect(await project.pulumi("stack", "select", "--create", "dev")).toMatchObject({ code: 0 });
  expect(await project.pulumi("up", "--yes", "--skip-preview")).toMatchObject({ code: 0 });
  const { out } = await project.pulumi("stack", "output", "resources", "--json");
  const made = (JSON.parse(out) as { kind: string }[]).map((r) => r.kind);
  expect(made).toEqual(["network", "disk", "instance", "ipaddress"]);
  expect(cloud.cloud.machines.table.all().map((m) => m.state)).toEqual(["Running"]);
  expect(await project.pulumi("preview", "--refresh", "--expect-no-changes")).toMatchObject({ code: 0 });
  expect(await project.pulumi("destroy", "--yes", "--skip-preview")).toMatchObject({ code: 0 });
  expect([cloud.cloud.machines.table.all(), cloud.cloud.tags.all()]).toEqual([[], []]);
});

test("a provider of the program reaches what the component makes: its account has everything", async () => {
  const { zone, template, sizes } = settings();
  const account = {
    type: "pulumi:providers:cloudstack",
    properties: { apiUrl: cloud.url, apiKey: cloud.user.apiKey, secretKey: cloud.user.secret },
    options: { ignoreChanges: ["version"] },
  };
  const placed = component({ cloudstack: { zone, template, sizes } });
  project.write(program({ account, node: { ...placed, options: { providers: ["${account}"] } } }));
  await project.pulumi("stack", "select", "--create", "dev");
  expect(await project.pulumi("package", "add", ...bridged)).toMatchObject({ code: 0 });
  expect(await project.pulumi("up", "--yes", "--skip-preview")).toMatchObject({ code: 0 });
  const { machines, volumes, networks } = cloud.cloud;
  const things = [...machines.table.all(), ...volumes.table.all(), ...networks.table.where((n) => n.id !== theirs)];
  expect(new Set(things.map((thing) => thing.tenant.account.name))).toEqual(new Set([cloud.user.account.name]));
  expect(await project.pulumi("preview", "--refresh", "--expect-no-changes")).toMatchObject({ code: 0 });
  expect(await project.pulumi("destroy", "--yes", "--skip-preview")).toMatchObject({ code: 0 });
  expect([machines.table.all(), cloud.cloud.tags.all()]).toEqual([[], []]);
});

/** A program with a node, its placement, and what it is given besides. */
const javaScript = (placement: object, more: string, options = "{}") => `
  const { Network, SubstrateNode } = require("@dinfra/components");
  const { Provider } = require("@pulumi/cloudstack");
  const other = { cloudstack: ${JSON.stringify(settings())} };
  const account = () => new Provider("account", ${JSON.stringify({
    apiUrl: cloud.url,
    apiKey: cloud.user.apiKey,
    secretKey: cloud.user.secret,
  })});
  new SubstrateNode("node", { ...${JSON.stringify(node(placement))}, ${more} }, ${options});
`;
const placedIn = (more: object) => ({ cloudstack: { ...settings(), ...more } });
const given = "{ providers: [account()] }";

test.each<[string, () => string, string]>([
  [
    "settings of another cloud than the provider's",
    () => javaScript(placedIn({ apiUrl: "https://other.example/client/api" }), "", given),
    "API of CloudStack: expected the same",
  ],
  [
    "settings of another account than the provider's",
    () => javaScript(placedIn({}), "", given),
    "API key of CloudStack: expected the same",
  ],
  [
    "machines in another zone than their placement's network",
    () => javaScript({ ...placedIn({}), machines: { zone: "zone-2" } }, ""),
    'placement.machines.zone: expected "zone-1", the zone of the networks of placement.cloudstack, found "zone-2"',
  ],
  [
    "a network that somebody else made in another zone",
    () =>
      javaScript(
        placedIn({}),
        `network: new Network("net", {
      placement: { cloudstack: { ...other.cloudstack, zone: "zone-2" } }, existing: "${theirs}" }).attachment`,
      ),
    'placement.cloudstack.zone: expected "zone-1", in which the network ',
  ],
])("%s: the preview fails with one line, and nothing is made", async (_what, program, line) => {
  cloud.requests.length = 0;
  project.writeJavaScript(program());
  await project.pulumi("stack", "select", "--create", "dev");
  const { code, out, err } = await project.pulumi("preview");
  expect(code).not.toBe(0);
  const shown = `${out}${err}`;
  expect(shown).toContain(line);
  // Once while it goes on, once at the end.
  expect(shown.split(line)).toHaveLength(3);
  expect(shown).not.toMatch(/^\s+at .*:\d+:\d+/m);
  for (const secret of [cloud.user.apiKey, cloud.admin.apiKey]) expect(shown).not.toContain(secret);
  expect(cloud.requests.filter((command) => !/^list/.test(command))).toEqual([]);
});
