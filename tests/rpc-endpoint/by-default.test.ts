/** @integration */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { devNodeEntry, findProgram, type Profile } from "@dinfra/stacks";
import { makeScratch, type Scratch } from "../../stacks/src/testing/engine.js";
import { agentHere, describeWithHaproxy } from "./needs.js";

// A provider who says where the agent is has gateways before the nodes that clients of everybody call.
jest.setTimeout(300_000);

const digestOf = (file: string) => `sha256:${createHash("sha256").update(readFileSync(file)).digest("hex")}`;

interface Outputs {
  endpoints: { name: string; url: string }[];
  resources: { kind: string; name: string }[];
}

describeWithHaproxy("rpc-endpoint/v1 on this machine", (haproxy) => {
  let scratch: Scratch;
  let profile: Profile;
  const owner = "deployment:0xab:1.1";
  const descriptor = {
    ...{ type: "rpc-endpoint/v1", chain: "dev", nodes: 2, entry: { name: "dev-node" } },
    resources: { cpu: 100, memory: 64, disk: 1 },
  };
  beforeAll(async () => {
    const program = () => findProgram("rpc-endpoint/v1").run({ descriptor, profile, owner }) as Promise<never>;
    scratch = await makeScratch({ program });
    const balancer = { name: "haproxy", version: "2.6", commandLine: "haproxy", command: haproxy } as const;
    profile = {
      ...{ type: "profile/v1", platform: "local", local: { root: scratch.root, isolation: "shared-user" } },
      catalogue: [devNodeEntry(1000), { ...balancer, digest: digestOf(haproxy) }],
    } as Profile;
  });
  afterAll(() => scratch.clean());

  const up = async () => {
    const { outputs, summary } = await scratch.stack.up();
    const { endpoints, resources } = Object.fromEntries(
      Object.entries(outputs).map(([key, { value }]) => [key, value as unknown]),
    ) as unknown as Outputs;
    return { url: endpoints[0]!.url, names: resources.map(({ name }) => name), changes: summary.resourceChanges };
  };
  const codeOf = async (url: string, method: string) => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: [] });
    const answer = await fetch(url.replace("ws:", "http:"), { method: "POST", body });
    return ((await answer.json()) as { error?: { code: number } }).error?.code;
  };
  const served = async (url: string) => {
    const ready = () =>
      fetch(url.replace("ws:", "http:")).then(
        ({ status }) => status !== 503,
        () => false,
      );
    while (!(await ready())) await new Promise((resolve) => setTimeout(resolve, 200));
  };

  test("has no gateway where the profile names no agent, and one before each node once it does, at the same address", async () => {
    const before = await up();
    expect(before.names.filter((name) => name.includes("-gatew-"))).toEqual([]);

    profile = { ...profile, local: { ...profile.local, agent: { command: agentHere, digest: digestOf(agentHere) } } };
    const after = await up();
    expect(after.url).toBe(before.url);
    // A process and the folder of its file, before each node.
    expect(after.names.filter((name) => name.includes("-gatew-"))).toHaveLength(4);
    await served(after.url);
    expect(await codeOf(after.url, "system_chain")).toBeUndefined();
    // Refused by the gateway before the node is asked: a call of unbounded cost.
    expect(await codeOf(after.url, "state_getPairs")).toBe(-32601);
    expect(await codeOf(after.url, "author_rotateKeys")).toBe(-32601);
    expect((await up()).changes).toEqual({ same: expect.any(Number) as number });
  });
});
