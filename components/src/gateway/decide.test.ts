import { Reach, type Place } from "@dinfra/port";
import { decideAxes, NodeRole, RpcExposure, type NodeAxes } from "../node/axes.js";
import { CommandLine } from "../node/node-spec.js";
import type { GatewayArgs } from "./args.js";
import { decideGateway } from "./decide.js";

const hex = "ab".repeat(32);
const artifacts = { baseUrl: "https://artifacts.example", agent: { amd64: `sha256:${hex}`, arm64: hex } };
const place = (shape: "machine" | "workload", machines: object = {}) =>
  ({
    ...{ name: "a-cloud", owner: "o", machines },
    platform: {
      shape,
      reach: Reach.Loopback,
      capabilities: { machine: shape === "machine" || { lacks: "it has none" } },
    },
  }) as unknown as Place;
const [cloud, bare, here] = [place("machine", { artifacts }), place("machine"), place("workload")];
const program = { name: "dinfra-agent", version: "1", command: "/opt/agent" };
const decide = (
  at: Place,
  args?: GatewayArgs,
  axes: NodeAxes = { role: NodeRole.Rpc },
  line: CommandLine = CommandLine.PolkadotSdk,
) => decideGateway(args, at, line, decideAxes(axes));

test("one that asks for it has one: the agent of its machine, or what it names", () => {
  expect(decide(cloud, {})).toMatchObject({
    agent: true,
    program: {
      name: "dinfra-agent",
      sources: {
        amd64: { url: `dinfra-agent/${hex}/dinfra-agent`, digest: `sha256:${hex}` },
        arm64: { digest: `sha256:${hex}` },
      },
    },
  });
  expect(decide(cloud, {})).not.toHaveProperty("uncounted");
  expect(decide(here, { program })).toMatchObject({ agent: false, program: { command: "/opt/agent" } });
});

test("one whose JSON-RPC is for gateways has one without a word, where its machine has the agent; no machine gets larger for it", () => {
  expect(decide(cloud, undefined)).toMatchObject({ agent: true, uncounted: true, program: { name: "dinfra-agent" } });
  const archive = { role: NodeRole.Archive, rpcExposure: RpcExposure.Gateway };
  expect(decide(cloud, undefined, archive)).toMatchObject({ uncounted: true });
});

test("on this machine the same, where its file is known; no agent runs beside the node", () => {
  const agent = { command: "/opt/agent", digest: `sha256:${hex}` };
  const known = { ...here, platform: { ...here.platform, agent } } as Place;
  for (const args of [undefined, {}])
    expect(decide(known, args)).toMatchObject({ agent: false, program: { name: "dinfra-agent", ...agent } });
  expect(decide(known, undefined)).toMatchObject({ uncounted: true });
  expect(decide(known, { program })).toMatchObject({ program: { command: "/opt/agent", digest: undefined } });
  expect(decide(known, { enabled: false })).toBeUndefined();
  expect(decide(known, undefined, { role: NodeRole.Full })).toBeUndefined();
});

test.each<[string, Place, GatewayArgs | undefined, NodeAxes | undefined, CommandLine | undefined]>([
  ["it is said so", cloud, { enabled: false }, undefined, undefined],
  ["nothing is said, and no machine has the agent", bare, undefined, undefined, undefined],
  ["nothing is said on this machine", here, undefined, undefined, undefined],
  ["nothing is said, and operators alone may call", cloud, undefined, { role: NodeRole.Archive }, undefined],
  ["nothing is said of a validator", cloud, undefined, { role: NodeRole.Validator }, undefined],
  ["nothing is said, and nothing answers JSON-RPC", cloud, undefined, undefined, CommandLine.PlainHttp],
])("there is none: %s", (_why, at, args, axes, line) => {
  expect(decide(at, args, axes, line)).toBeUndefined();
});

test.each<[string, Place, GatewayArgs, NodeAxes | undefined, CommandLine | undefined, string]>([
  ["no agent", bare, {}, undefined, undefined, "gateway.program: expected DINFRA's agent"],
  ["nothing to run", here, { enabled: true }, undefined, undefined, "gateway.program: expected DINFRA's agent"],
  ["a relative command", here, { program: { ...program, command: "agent" } }, undefined, undefined, "gateway.program"],
  ["a validator", cloud, {}, { role: NodeRole.Validator }, undefined, "gateway.enabled: expected false"],
  ["no JSON-RPC", cloud, {}, undefined, CommandLine.PlainHttp, "expected a program that answers JSON-RPC"],
  ["half a certificate", cloud, { tls: { certificate: {} } }, undefined, undefined, 'found "no key"'],
  ["TLS by nothing", cloud, { tls: {} }, undefined, undefined, "gateway.tls: expected certificate and key, or acme"],
  ["TLS without machines", here, { program, tls: { certificate: {}, key: {} } }, undefined, undefined, '"machine"'],
])("refused: %s", (_what, at, args, axes, line, message) => {
  expect(() => decide(at, args, axes, line)).toThrow(message);
});
