import { mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { devNodeEntry } from "@dinfra/stacks";
import { WebSocket } from "ws";
import { PulumiProject } from "./pulumi-project.js";

// The package as an engineer of another language has it: the real engine, the real YAML language host, the folder that
// `dinfra plugin make` writes, and the commands that they type.
const project = new PulumiProject();
const plugin = join(project.folder, "dinfra-plugin");

beforeAll(async () => {
  expect(await project.dinfra("plugin", "make", plugin, "--platform", "local")).toMatchObject({ code: 0 });
  // What the Node host's `npm install` in the plugin's folder would put there.
  mkdirSync(join(plugin, "node_modules", "@pulumi"), { recursive: true });
  const sdk = dirname(require.resolve("@pulumi/pulumi/package.json"));
  symlinkSync(sdk, join(plugin, "node_modules", "@pulumi", "pulumi"));
});

afterAll(async () => {
  await project.pulumi("destroy", "--yes", "--skip-preview");
  project.remove();
});

const program = (args: object) => ({
  name: "yaml",
  runtime: "yaml",
  packages: { dinfra: plugin },
  resources: { node: { type: "dinfra:index:SubstrateNode", properties: args } },
  outputs: { endpoint: "${node.endpoint}", resources: "${node.resources}" },
});

const node = () => {
  const { name, version, command, args } = devNodeEntry("manual");
  const entry = { name, version, command, args, interpreter: process.execPath, commandLine: "dev-node" };
  return { placement: { local: { root: project.root } }, entry, chain: "dev", role: "rpc" };
};

/** What a JSON-RPC call is answered. */
async function ask(endpoint: string, method: string): Promise<unknown> {
  const socket = new WebSocket(endpoint);
  try {
    return await new Promise((resolve, reject) => {
      socket.on("error", reject);
      socket.on("open", () => socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: [] })));
      socket.on("message", (data: Buffer) => resolve((JSON.parse(String(data)) as { result: unknown }).result));
    });
  } finally {
    socket.close();
  }
}

test("the package's name is dinfra, whoever asks for its schema", async () => {
  const { code, out } = await project.pulumi("package", "get-schema", plugin);
  expect(code).toBe(0);
  const schema = JSON.parse(out) as { name: string; resources: object };
  expect(schema.name).toBe("dinfra");
  expect(Object.keys(schema.resources)).toEqual([
    "dinfra:index:ArchivalAutoscalingGroup",
    "dinfra:index:LoadBalancedRpcEndpoint",
    "dinfra:index:Network",
    "dinfra:index:SubstrateNode",
    "dinfra:index:ValidatorSentry",
  ]);
});

test("a YAML program: up, a node that answers, nothing to change, destroy", async () => {
  project.write(program(node()));
  expect(await project.pulumi("stack", "init", "dev")).toMatchObject({ code: 0 });

  expect(await project.pulumi("up", "--yes", "--skip-preview")).toMatchObject({ code: 0 });
  const outputs = JSON.parse((await project.pulumi("stack", "output", "--json")).out) as {
    endpoint: string;
    resources: { kind: string }[];
  };
  expect(outputs.resources.map((r) => r.kind)).toEqual(["network", "process"]);
  expect(await ask(outputs.endpoint, "system_health")).toMatchObject({ isSyncing: false });

  expect(await project.pulumi("preview", "--expect-no-changes")).toMatchObject({ code: 0 });
  expect(await project.pulumi("destroy", "--yes", "--skip-preview")).toMatchObject({ code: 0 });
  await expect(ask(outputs.endpoint, "system_health")).rejects.toThrow("ECONNREFUSED");
});
