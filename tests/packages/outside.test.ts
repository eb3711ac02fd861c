import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cleanEnvironment as clean, install, pack, repository, run } from "./packages.js";

// A project of an engineer's own, outside of the repository: nothing of it is found but what the packed packages bring.
const folder = realpathSync(mkdtempSync(join(tmpdir(), "dinfra-outside-")));
const project = join(folder, "project");
const root = join(folder, "host");

const program = `
import { CommandLine, SubstrateNode } from "@dinfra/components";

export = async () => {
  const node = new SubstrateNode("node", {
    placement: { local: { root: ${JSON.stringify(root)} }, owner: "me" },
    entry: {
      name: "echo",
      version: "1",
      commandLine: CommandLine.PlainHttp,
      command: ${JSON.stringify(join(project, "http.js"))},
      interpreter: process.execPath,
    },
    chain: "dev",
  });
  return { endpoint: node.endpoint };
};
`;

/** \`pulumi preview\`, \`up\` and \`destroy\` of that program: the Node language host is in no package registry. */
const drive = `
const { LocalWorkspace, PulumiCommand } = require("@pulumi/pulumi/automation");
const { installHostPlugin, pluginPath } = require("@dinfra/host");
(async () => {
  if (!pluginPath.endsWith("bundle.js")) throw new Error("expected the bundled program, found " + pluginPath);
  installHostPlugin(process.env.PULUMI_HOME);
  const stack = await LocalWorkspace.createOrSelectStack(
    { projectName: "outside", stackName: "dev", program: require("./program.js") },
    { pulumiCommand: await PulumiCommand.get({ root: process.env.ENGINE_ROOT }) },
  );
  try {
    const preview = await stack.preview();
    const { outputs } = await stack.up();
    const answer = await (await fetch(outputs.endpoint.value)).text();
    console.log(JSON.stringify({ creates: preview.changeSummary.create, answer }));
  } finally {
    await stack.destroy();
  }
})().catch((error) => { console.error(error); process.exit(1); });
`;

beforeAll(async () => {
  mkdirSync(project);
  const packages = ["components", "port", "platform-local", "host", "node", "schemas"].map((name) => `@dinfra/${name}`);
  const packed = await pack(packages, folder);
  const write = (name: string, text: string) => writeFileSync(join(project, name), text);
  write("package.json", JSON.stringify({ name: "outside", private: true }));
  write("tsconfig.json", JSON.stringify({ compilerOptions: { target: "es2022", module: "nodenext", strict: true } }));
  write("program.ts", program);
  write("drive.js", drive);
  write(
    "http.js",
    `const i = process.argv.indexOf("--port"); const h = process.argv.indexOf("--host");
     require("http").createServer((_, r) => r.end("here")).listen(+process.argv[i + 1], process.argv[h + 1]);`,
  );
  // The pinned versions, so that what is in npm's cache from setting up the repository does.
  const others = ["@pulumi/pulumi", "typescript", "@types/node"].map((name) => `${name}@${versionOf(name)}`);
  await install(packed, project, others);
}, 600_000); // npm asks its registry for every package of the SDK once more
afterAll(() => rmSync(folder, { recursive: true }));

const versionOf = (name: string) => {
  const manifest = readFileSync(join(repository, "node_modules", name, "package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
};

test("the machine's own Node runs a component, or is named as too old", async () => {
  // A clone begins with 20, so this is often an old one; process.execPath is the repository's.
  const script = `
    const { Network } = require("@dinfra/components");
    const said = (() => { try { new Network("n", {}); } catch (error) { return error.code; } })();
    console.log(JSON.stringify([process.versions.node, said]));`;
  const out = await run("node", ["-e", script], project, clean);
  const [version, code] = JSON.parse(out.trim().split("\n").at(-1) as string) as [string, string];
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const old = major < 22 || (major === 22 && minor < 13);
  expect(code).toBe(old ? "NodeTooOld" : "InvalidArgument");
});

test("a cloud whose package is not installed: the error says which to add", async () => {
  const script = `
    const { openPlacement } = require("@dinfra/components");
    const say = (placement) => { try { openPlacement(placement); } catch (error) { return error.message; } };
    console.log(JSON.stringify([say({ aws: { region: "eu-central-1" } }), say({ cloudstack: { zone: "z" } })]));`;
  const out = await run(process.execPath, ["-e", script], project, clean);
  const [aws, cloudstack] = JSON.parse(out.trim().split("\n").at(-1) as string) as string[];
  expect(aws).toContain("add it (npm install @dinfra/platform-aws)");
  expect(cloudstack).toContain("add it (npm install @dinfra/platform-cloudstack)");
});

test("there is one copy of the Pulumi SDK, and it is the project's", () => {
  expect(existsSync(join(project, "node_modules", "@pulumi", "pulumi"))).toBe(true);
  const scope = join(project, "node_modules", "@dinfra");
  const copies = readdirSync(scope).filter((name) => existsSync(join(scope, name, "node_modules", "@pulumi")));
  expect(copies).toEqual([]);
});

test("a program that imports them is compiled, previewed, brought up on the real engine, and destroyed", async () => {
  await run(process.execPath, [join(project, "node_modules", "typescript", "bin", "tsc")], project, clean);
  mkdirSync(join(folder, "state"));
  const env = {
    ...clean,
    ENGINE_ROOT: join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "dinfra", "engine", "v3.259.0"),
    PULUMI_HOME: join(folder, "pulumi"),
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
  };
  const out = await run(process.execPath, ["drive.js"], project, env);
  // The stack itself, the component, its network and its process.
  expect(JSON.parse(out.trim().split("\n").at(-1) as string)).toEqual({ creates: 4, answer: "here" });
});
