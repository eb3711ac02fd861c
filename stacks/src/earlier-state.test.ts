/** @integration */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { hostProvider } from "@dinfra/host/dist/host-provider.js";
import type { Deployment } from "@pulumi/pulumi/automation";
import { makeScratch, type Scratch } from "./testing/engine.js";

// Real updates, several of them: seconds on a quiet machine, a minute on a busy one.
jest.setTimeout(300_000);

const fixtures = path.join(__dirname, "..", "fixtures");
const { program } = createRequire(__filename)(path.join(fixtures, "program.cjs")) as {
  program(at: { root: string; files: string; interpreter: string }): Promise<Record<string, unknown>>;
};

interface StateResource {
  urn: string;
  type: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  protect?: boolean;
}
interface Fixture {
  version: number;
  resources: StateResource[];
  networks: { record: { name: string } }[];
}

// Each file is the state that a version made (fixtures/make.mjs), from before the next one changed anything.
const versions = readdirSync(fixtures)
  .filter((file) => file.endsWith(".json"))
  .map((file) => path.basename(file, ".json"));

let scratch: Scratch;
afterEach(() => scratch.clean());

test.each(versions)("the state of %s previews without a change, and an update restarts nothing", async (version) => {
  const files = { folder: "" };
  const at = () => ({ root: scratch.root, files: files.folder, interpreter: process.execPath });
  scratch = await makeScratch({ project: "shop", stackName: "prod", program: () => program(at()) });
  files.folder = path.join(scratch.folder, "files");
  const fixture = settle(version, files.folder);
  const before = await runAgain(fixture);
  await scratch.stack.importStack({
    version: fixture.version,
    deployment: { resources: fixture.resources } as unknown as Deployment,
  });

  const preview = await scratch.stack.preview();
  // New kinds of resources may come beside what is there; what is there stays as it is.
  const harmless = (changes = {}) => Object.keys(changes).filter((fate) => fate !== "same" && fate !== "create");
  expect(harmless(preview.changeSummary)).toEqual([]);
  const { summary, outputs } = await scratch.stack.up();
  expect(harmless(summary.resourceChanges)).toEqual([]);
  const { outputs: known } = fixture.resources.find(({ type }) => type === "pulumi:pulumi:Stack")!;
  expect(Object.fromEntries(Object.entries(outputs).map(([key, { value }]) => [key, value]))).toEqual(known);
  const { deployment, ...rest } = await scratch.stack.exportStack();
  const { resources } = deployment as unknown as { resources: StateResource[] };
  expect(pids(resources)).toEqual(before);
  expect(before).toHaveLength(4);
  // What is said of its data from now on changes nothing, and is held.
  expect(resources.find(({ type }) => type === "dinfra-host:index:Directory")!.inputs["fixed"]).toEqual({
    chain: "kusama",
    database: "rocksdb",
    statePruning: "constrained",
  });
  // The engineer's data is protected from now on, and what a deployment has is not.
  expect(resources.filter((r) => r.protect).map((r) => r.type)).toEqual(["dinfra-host:index:Directory"]);
  const unprotected = resources.map((resource) => ({ ...resource, protect: false }));
  await scratch.stack.importStack({ ...rest, deployment: { ...deployment, resources: unprotected } as Deployment });
});

/** The machine as that version left it, but for what ran; and the state with this machine's paths. */
function settle(version: string, files: string): Fixture {
  const text = readFileSync(path.join(fixtures, `${version}.json`), "utf8")
    .replaceAll('"ROOT', `"${scratch.root}`)
    .replaceAll('"FILES', `"${files}`)
    .replaceAll('"NODE"', JSON.stringify(process.execPath));
  const fixture = JSON.parse(text) as Fixture;
  mkdirSync(files);
  copyFileSync(path.join(fixtures, "sdk-node.js"), path.join(files, "sdk-node.js"));
  copyFileSync(path.join(fixtures, "../bench/tiny-http.js"), path.join(files, "tiny-http.js"));
  mkdirSync(path.join(scratch.root, "networks"), { recursive: true });
  for (const network of fixture.networks) {
    writeFileSync(path.join(scratch.root, "networks", `${network.record.name}.json`), JSON.stringify(network));
  }
  return fixture;
}

/** Starts what ran, from the inputs in the state, and puts into the state what only the running process has. */
async function runAgain({ resources }: Fixture): Promise<unknown[]> {
  const provider = hostProvider();
  for (const kind of ["Directory", "Process"]) {
    for (const resource of resources.filter(({ type }) => type === `dinfra-host:index:${kind}`)) {
      const { outs } = await provider.create!(resource.urn, resource.inputs);
      resource.outputs = kind === "Process" ? { ...resource.outputs, ...outs } : resource.outputs;
    }
  }
  return pids(resources);
}

const pids = (resources: StateResource[]) =>
  resources
    .filter(({ type }) => type === "dinfra-host:index:Process")
    .map(({ outputs }) => outputs["pid"])
    .sort();
