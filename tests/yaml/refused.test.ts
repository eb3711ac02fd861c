import { join } from "node:path";
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
