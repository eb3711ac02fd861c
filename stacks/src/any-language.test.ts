/** @integration */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { createInterface } from "node:readline";
import { tinyHttpEntry } from "./index.js";
import * as pulumi from "@pulumi/pulumi";
import { makeScratch } from "./testing/engine.js";

// Real updates, several of them: seconds on a quiet machine, a minute on a busy one.
jest.setTimeout(300_000);

/** The component as any Pulumi language sees it: a token and its inputs, made by the plugin. */
class RemoteNode extends pulumi.ComponentResource {
  declare readonly endpoint: pulumi.Output<string>;
  declare readonly resources: pulumi.Output<{ kind: string; name: string }[]>;
  constructor(name: string, inputs: pulumi.Inputs) {
    super("dinfra:index:SubstrateNode", name, { endpoint: undefined, resources: undefined, ...inputs }, {}, true);
  }
}

/** Starts the component plugin as the engine would; any engine address does, the real one comes with each call. */
async function startPlugin(): Promise<{ plugin: ChildProcess; port: string }> {
  const entry = path.join(path.dirname(require.resolve("@dinfra/components")), "plugin.js");
  const plugin = spawn(process.execPath, [entry, "127.0.0.1:1"], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: plugin.stdout! })) return { plugin, port: line.trim() };
  throw new Error(`the component plugin ended with ${plugin.exitCode} before it said its port`);
}

test("a component is constructed from its token and plain inputs, by the plugin and the real engine", async () => {
  const { plugin, port } = await startPlugin();
  const scratch = await makeScratch({
    env: { PULUMI_DEBUG_PROVIDERS: `dinfra:${port}` },
    program: async () => {
      const { name, version, command, interpreter: _, ...entry } = tinyHttpEntry();
      const node = new RemoteNode("node", {
        placement: { local: { root: scratch.root }, owner: "me" },
        entry: { name, version, command, interpreter: process.execPath, commandLine: entry.commandLine },
        chain: pulumi.output("dev"),
        nodeName: "from-afar",
      });
      return { endpoint: node.endpoint, resources: node.resources };
    },
  });
  try {
    const { outputs } = await scratch.stack.up();
    expect(outputs["resources"]!.value.map((r: { kind: string }) => r.kind)).toEqual(["network", "process"]);
    expect(await (await fetch(outputs["endpoint"]!.value as string)).text()).toBe("from-afar\n");
  } finally {
    await scratch.clean();
    plugin.kill();
    if (plugin.exitCode === null && plugin.signalCode === null) await once(plugin, "exit");
  }
});
