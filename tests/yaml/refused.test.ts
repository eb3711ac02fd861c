/** @integration */
import { readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findProcesses } from "@dinfra/host";
import { PulumiProject } from "./pulumi-project.js";

// What an engineer sees of an argument that cannot be: the real engine, and the SDK's own start of a program.
const project = new PulumiProject();
beforeAll(async () => {
  project.writeJavaScript("");
  // Puts the provider of this machine's processes where the engine finds it.
  expect(await project.dinfra("plugin", "make", join(project.folder, "plugin"))).toMatchObject({ code: 0 });
  expect(await project.pulumi("stack", "init", "dev")).toMatchObject({ code: 0 });
});
afterAll(() => project.remove());

const node = (args: string) => `
  const { SubstrateNode } = require("@dinfra/components");
  const pulumi = require("@pulumi/pulumi");
  const placement = { local: {} };
  const entry = { name: "tiny", version: "1", command: "/bin/true", commandLine: "plain-http" };
  const chain = "dev";
  new SubstrateNode("rpc", ${args});
`;

const named = 'SubstrateNode "rpc": ';
test.each([
  ["{ entry, chain }", `${named}placement: expected an object with`],
  ["{ placement, entry, chain: undefined }", `${named}chain: expected a text, found nothing; give it`],
  ["{ placement, entry, chain: pulumi.output(undefined) }", `${named}chain: expected a text, found nothing; give it`],
  ["{ placement, entry, chain, nodename: 'x' }", `${named}nodename: there is no such argument; did you mean nodeName?`],
  [
    "{ placement, entry, chain, telemetry: pulumi.output('yes') }",
    `${named}telemetry: expected true or false, found "yes"`,
  ],
  ["undefined", `${named}the arguments: expected an object with placement`],
])("%s: the preview fails with one line, without a stack", async (args, line) => {
  project.writeJavaScript(node(args));
  const { code, out, err } = await project.pulumi("preview");
  expect(code).not.toBe(0);
  const said = `${out}${err}`;
  expect(said).toContain(line);
  expect(said).not.toMatch(/^\s+at .*:\d+:\d+/m);
  expect(said).not.toContain("unhandled");
});

test("a database that cannot follow is refused while the node runs on, with and without the state of the stack", async () => {
  const command = join(dirname(require.resolve("@dinfra/stacks/package.json")), "fixtures", "sdk-node.js");
  const entry = { name: "sdk-node", version: "1", commandLine: "polkadot-sdk", command, interpreter: process.execPath };
  const ask = (role: string, ...words: string[]) => {
    project.writeJavaScript(node(`{ placement, entry: ${JSON.stringify(entry)}, chain: "kusama", role: "${role}" }`));
    return project.pulumi(...words);
  };
  const up = ["up", "--yes", "--skip-preview"];
  const running = async () =>
    (await findProcesses(project.root)).filter(({ state }) => state === "running").map(({ pid }) => pid);
  try {
    expect(await ask("full", ...up)).toMatchObject({ code: 0 });
    const [data] = readdirSync(join(project.root, "data"));
    writeFileSync(join(project.root, "data", data!, "database"), "");
    const pids = await running();
    expect(pids).toHaveLength(1);

    const refuse = async (...words: string[]) => {
      const { code, out, err } = await ask("archive", ...words);
      expect(code).not.toBe(0);
      const line =
        "has a problem: expected the statePruning constrained, which the data was made with, found archive: keep it";
      expect(`${out}${err}`).toContain(line);
      expect(await running()).toEqual(pids);
    };
    await refuse("preview");
    await refuse(...up);
    expect(await project.pulumi("stack", "rm", "--force", "--yes", "dev")).toMatchObject({ code: 0 });
    expect(await project.pulumi("stack", "init", "dev")).toMatchObject({ code: 0 });
    await refuse(...up);

    // The same role as before finds all that there is.
    expect(await ask("full", ...up)).toMatchObject({ code: 0 });
    expect(await running()).toEqual(pids);
  } finally {
    await project.pulumi("state", "unprotect", "--all", "--yes");
    expect(await ask("full", "destroy", "--yes", "--skip-preview")).toMatchObject({ code: 0 });
  }
  expect(await running()).toEqual([]);
}, 600_000);

test("a wrong key of a topology's configuration: the preview names it, and nothing is registered", async () => {
  const topology = join(__dirname, "..", "..", "stacks", "topologies", "archive");
  project.writeJavaScript(`module.exports = require(${JSON.stringify(topology)});`);
  project.write({ name: "archive", runtime: "nodejs" });
  await project.pulumi("stack", "init", "topology");
  project.configure("topology", {
    ...{ "archive:placement": { local: {} }, "archive:chain": "dev", "archive:snapshots": {} },
    "archive:entry": { name: "tiny", version: "1", command: "/bin/true" },
  });
  const { code, out, err } = await project.pulumi("preview");
  expect(code).not.toBe(0);
  const said = `${out}${err}`;
  expect(said).toContain("configuration of archive: snapshots: there is no such argument; did you mean snapshot?");
  expect(said).not.toMatch(/dinfra:index|dinfra-host/);
});
