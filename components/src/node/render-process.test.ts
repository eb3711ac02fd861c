import { patienceSeconds, Reach, renderProcess, type HostPlace, type Service } from "@dinfra/port";
import { expectGolden } from "../testing/golden.js";
import { node } from "../testing/node-specs.js";
import { NodeRole } from "./axes.js";
import { CommandLine } from "./node-spec.js";
import { substrateNodeWorkload } from "./workload.js";

const place: HostPlace = {
  address: "127.83.12.201",
  ports: { rpc: 20000, p2p: 20001 },
  volumes: { data: "/state/directories/d12-1-node-data" },
};
const onLoopback = { reach: Reach.Loopback, role: NodeRole.Rpc };
const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

test("a polkadot-sdk node as a process", () => {
  expectGolden(
    "process-polkadot-sdk.json",
    json(renderProcess(substrateNodeWorkload(node(onLoopback)), "node", place)),
  );
});

test("the dev node as a process", () => {
  const program = {
    name: "dev-node",
    version: "0.1.0",
    command: "/opt/dinfra/main.js",
    interpreter: "/usr/bin/node",
    args: ["--block-time", "6000"],
  };
  const spec = node({ ...onLoopback, commandLine: CommandLine.DevNode, program, chain: "dev", nodeName: "dev-node" });
  expectGolden("process-dev-node.json", json(renderProcess(substrateNodeWorkload(spec), "node", place)));
});

test("the patience with a workload is enough for what its processes are given", () => {
  const workload = substrateNodeWorkload(node(onLoopback));
  const { readiness, stopGraceSeconds } = renderProcess(workload, "node", place);
  expect(patienceSeconds(workload)).toBe(readiness.timeoutSeconds + stopGraceSeconds);
  const [service] = workload.services as [Service];
  expect(patienceSeconds({ ...workload, services: [service, service] })).toBe(2 * patienceSeconds(workload));
});

test("an entry without a command, and what a host process cannot have, are refused", () => {
  const workload = substrateNodeWorkload(node(onLoopback));
  const service = workload.services[0]!;
  const render = (change: object) => () =>
    renderProcess({ ...workload, services: [{ ...service, ...change }] }, "node", place);
  expect(render({ program: { ...service.program, command: undefined } })).toThrow(
    expect.objectContaining({ code: "EntryNotRunnable" }),
  );
  expect(render({ secrets: [{ name: "node-key", key: "k" }] })).toThrow("cannot have the secret node-key");
  const restore = { baseUrl: "https://s.example/x", manifestSha256: "a".repeat(64), chainId: "ksmcc3" };
  expect(() => renderProcess(substrateNodeWorkload(node({ ...onLoopback, restore })), "node", place)).toThrow(
    "cannot have the step restore",
  );
});
