/** @integration */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { findProcesses, listAll, removeOwned } from "@dinfra/host";
import { descriptorHash, descriptorTypeByName, folderStore } from "@dinfra/schemas";
import { ownerOfDeployment, requireProfile, tinyHttpEntry } from "@dinfra/stacks";
import { pino } from "pino";
import { phaseOf } from "./deployments/phase.js";
import { Progress } from "./deployments/progress.js";
import { Reconciler } from "./deployments/reconciler.js";
import { DeploymentStore } from "./deployments/store.js";
import { surroundings } from "./deployments/surroundings.js";
import { createEngine, type Engine } from "./engine/index.js";
import { findEngine } from "./find-engine.js";
import { until } from "@dinfra/service/testing/until";
import { owner } from "./testing/reactor-bench.js";

// Real updates, several of them: seconds on a quiet machine, a minute on a busy one.
jest.setTimeout(300_000);

const repository = path.join(__dirname, "../..");
const id = "7.1";
const name = ownerOfDeployment(owner.instance, 7n, 1);

let folder: string;
let engine: Engine;
let store: DeploymentStore;
let reconciler: Reconciler;
const at = (part: string) => path.join(folder, part);
const phase = () => phaseOf(store.get(id)!);

/** The package as a third party has it installed: outside of this repository, beside the packages that it asks for. */
function install(): string {
  mkdirSync(at("node_modules"));
  for (const scope of ["@dinfra", "@pulumi"]) {
    symlinkSync(path.join(repository, "node_modules", scope), at(`node_modules/${scope}`));
  }
  cpSync(path.join(repository, "examples/toy-platform"), at("node_modules/dinfra-platform-toy"), { recursive: true });
  return at("node_modules/dinfra-platform-toy");
}

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), "dinfra-third-party-")));
  for (const part of ["cloud", "engine", "store"]) mkdirSync(at(part));
  const profile = requireProfile({
    type: "profile/v1",
    platform: "toy",
    platformPackage: install(),
    settings: { cloud: at("cloud") },
    machines: { ranges: { gateway: ["127.0.0.0/8"] } },
    catalogue: [tinyHttpEntry()],
  });
  engine = await createEngine({
    engineRoot: await findEngine(undefined),
    stateDir: at("engine"),
    workerFile: path.join(__dirname, "../dist/engine/worker.js"),
  });
  store = DeploymentStore.open(at("reactor.sqlite"));
  reconciler = new Reconciler({
    store,
    around: surroundings(engine, folderStore(at("store")), profile),
    progress: new Progress(),
    log: pino({ level: "silent" }),
    retry: { tries: 3, firstDelay: 100, longestDelay: 1_000 },
    breaker: { window: 60_000, floorWeight: 10, surpriseShare: 1, totalShare: 1 },
    probeInterval: 200,
    tendInterval: 3_600_000,
  });
});
afterAll(async () => {
  await reconciler?.stop();
  store?.close();
  await removeOwned(at("cloud"), name);
  rmSync(folder, { recursive: true });
});

test("a machine platform outside of this repository, named in a profile, is deployed on, watched, put back and emptied", async () => {
  const descriptor = {
    ...{ type: "substrate-node/v1", name: "afar", chain: "dev", role: "rpc", entry: { name: "tiny-http" } },
    resources: { cpu: 50, memory: 64, disk: 1 },
  };
  const typeId = descriptorTypeByName("substrate-node/v1").id;
  const { cid } = descriptorHash(descriptor);
  reconciler.wish(id, owner, { generation: 1, typeId, cid, consumer: owner.provider, login: [], descriptor });
  const deployed = await until(phase, (now) => now === "Deployed" || store.get(id)!.failure !== null, 60_000);
  expect({ deployed, failure: store.get(id)!.failure }).toEqual({ deployed: "Deployed", failure: null });
  const { url } = store.get(id)!.endpoints[0]!;
  await until(
    () =>
      fetch(url)
        .then((r) => r.text())
        .catch(() => ""),
    (answer) => answer === "afar\n",
    10_000,
  );

  const [machine] = await findProcesses(at("cloud"));
  process.kill(machine!.pid, "SIGKILL");
  await until(phase, (now) => now === "Degraded", 10_000);
  await until(phase, (now) => now === "Deployed", 60_000);
  const [again] = await findProcesses(at("cloud"));
  expect(again).toMatchObject({ name: machine!.name, state: "running" });
  expect(again!.pid).not.toBe(machine!.pid);

  reconciler.unwish(id, owner, null);
  await until(phase, (now) => now === "TornDown", 60_000);
  expect(store.get(id)!.receipt).toMatchObject({ body: { platform: "toy", empty: true } });
  expect(await listAll(at("cloud"))).toEqual([]);
});

test("docs/platforms.md names everything of the port that the example uses", () => {
  const docs = readFileSync(path.join(repository, "docs/platforms.md"), "utf8");
  const example = readFileSync(path.join(repository, "examples/toy-platform/index.js"), "utf8");
  const [, imported] = /\{ (.*) \} = require\("@dinfra\/port"\)/.exec(example) as unknown as [string, string];
  for (const word of imported.split(", ")) expect(docs).toContain(word);
});
