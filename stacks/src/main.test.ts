/** @integration */
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { defaultProfile, observerOf, ownerOfStack, tinyHttpEntry, type Profile } from "./index.js";
import main from "./main.js";
import { makeScratch, type Scratch } from "./testing/engine.js";

// Real updates, several of them: seconds on a quiet machine, a minute on a busy one.
jest.setTimeout(300_000);

const owner = ownerOfStack("dinfra", "test");
const examples = path.join(__dirname, "../../schemas/descriptors/substrate-node/examples");

let scratch: Scratch;
let profile: Profile;
beforeEach(async () => {
  scratch = await makeScratch({ program: main });
  profile = defaultProfile({ root: scratch.root, blockTime: "manual" });
  profile.catalogue.push(tinyHttpEntry());
});
afterEach(() => scratch.clean());

/** What an engineer writes into the stack's configuration. */
async function configure(descriptor: string | object): Promise<void> {
  const put = (name: string, value: object) => {
    const file = path.join(scratch.folder, name);
    writeFileSync(file, JSON.stringify(value));
    return file;
  };
  const file = typeof descriptor === "string" ? path.join(examples, descriptor) : put("descriptor.json", descriptor);
  await scratch.stack.setConfig("dinfra:descriptor", { value: file });
  await scratch.stack.setConfig("dinfra:profile", { value: put("profile.json", profile) });
}

const tiny = (name: string) => ({
  type: "substrate-node/v1",
  name,
  chain: "dev",
  role: "rpc",
  entry: { name: "tiny-http" },
  resources: { cpu: 50, memory: 64, disk: 1 },
});

interface Outputs {
  endpoints: { name: string; url: string }[];
  resources: { kind: string; name: string }[];
}
async function up(): Promise<Outputs & { changes: unknown }> {
  const { outputs, summary } = await scratch.stack.up();
  const { endpoints, resources } = Object.fromEntries(
    Object.entries(outputs).map(([key, o]) => [key, o.value]),
  ) as Outputs & object;
  return { endpoints, resources, changes: summary.resourceChanges };
}

test("the root entry gives a workload that answers, changes in place, and leaves nothing", async () => {
  const observer = observerOf(profile);
  expect(await observer.isEmpty(owner)).toBe(true);

  await configure(tiny("first"));
  const first = await up();
  expect(first.endpoints).toEqual([{ name: "rpc", url: expect.stringMatching(/^http:\/\/127\.\d+\.\d+\.\d+:\d+$/) }]);
  expect(await (await fetch(first.endpoints[0]!.url)).text()).toBe("first\n");
  expect((await observer.list(owner)).map((o) => o.name).sort()).toEqual(first.resources.map((r) => r.name).sort());
  for (const { name } of first.resources) expect(await observer.find(owner, name)).toMatchObject({ name, id: name });
  const running = (await observer.list(owner)).filter((o) => o.state === "running");
  expect(running.map((o) => o.name)).toEqual(first.resources.filter((r) => r.kind === "process").map((r) => r.name));
  expect(await observer.find(ownerOfStack("dinfra", "other"), first.resources[0]!.name)).toBeUndefined();

  await configure(tiny("second"));
  const second = await up();
  expect(second.endpoints).toEqual(first.endpoints);
  expect(await (await fetch(second.endpoints[0]!.url)).text()).toBe("second\n");

  await scratch.stack.destroy();
  expect(await observer.isEmpty(owner)).toBe(true);
  await expect(fetch(second.endpoints[0]!.url)).rejects.toThrow();
});

test("the dev node of the example descriptor answers JSON-RPC as itself", async () => {
  await configure("dev-node.json");
  const { endpoints } = await up();
  expect(await ask(endpoints[0]!.url, "system_chain")).toBe("dev");
  expect(await ask(endpoints[0]!.url, "system_name")).toBe("dev-node");
  expect(await ask(endpoints[0]!.url, "system_health")).toMatchObject({ isSyncing: false });
});

/** One JSON-RPC call over a WebSocket of its own. */
function ask(url: string, method: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.onerror = () => reject(new Error(`no WebSocket at ${url}`));
    socket.onopen = () => socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: [] }));
    socket.onmessage = ({ data }) => {
      const { result, error } = JSON.parse(String(data)) as { result?: unknown; error?: { message: string } };
      socket.close();
      if (error) reject(new Error(error.message));
      else resolve(result);
    };
  });
}
