import {
  Exposure,
  outlineOf,
  Reach,
  renderProcess,
  renderRelease,
  type HostPlace,
  type Program,
  type Workload,
} from "@dinfra/port";
import { NodeRole } from "../node/axes.js";
import { CommandLine, type NodeSpec } from "../node/node-spec.js";
import { substrateNodeOutline, substrateNodeWorkload } from "../node/workload.js";
import { gatewayValues } from "./config.js";
import { hostOf } from "./service.js";

const digest = `sha256:${"0".repeat(64)}`;
const program: Program = { name: "node", version: "1", command: "/opt/node", args: [], url: "node", digest };
const agent: Program = { name: "dinfra-agent", version: "1", command: "/opt/agent", args: [], url: "agent", digest };
const spec = (commandLine: CommandLine, reach: Reach, more: Partial<NodeSpec> = {}): NodeSpec => ({
  ...{ physicalName: "d12-1-rpc", nodeName: "rpc", chain: "kusama", role: NodeRole.Rpc, commandLine, program, reach },
  ...{ rpcMaxConnections: 100, telemetry: false, resources: { cpu: 1000, memory: 1024, disk: 10 } },
  gateway: { program: agent, values: gatewayValues({}, []), agent: reach === Reach.Network },
  ...more,
});
const ranges = { world: [], peers: [], gateway: ["10.0.0.0/24"], operators: [] };
const place = { devices: { data: "/dev/disk/by-id/data" }, ranges, architecture: "amd64" };
const lines = [CommandLine.PolkadotSdk, CommandLine.DevNode];

test.each(lines)("%s behind a gateway is what its outline says", (commandLine) => {
  for (const reach of Object.values(Reach)) {
    const outline = substrateNodeOutline(commandLine, { role: NodeRole.Rpc }, reach, {}, {});
    expect(outlineOf(substrateNodeWorkload(spec(commandLine, reach)))).toEqual(outline);
  }
});

test.each(lines)("%s on a machine: the gateway has the port, the node answers its own machine alone", (commandLine) => {
  const document = renderRelease(substrateNodeWorkload(spec(commandLine, Reach.Network)), place);
  expect(document.ports!.find(({ number }) => number === 9944)).toMatchObject({ exposure: Exposure.Gateway });
  expect(document.ports!.some(({ number }) => number === 9943)).toBe(false);
  const [node, gateway] = document.services;
  const said = node!.args!.map((arg) => (typeof arg === "string" ? arg : arg.join("")));
  expect(said).toContain("9943");
  for (const open of ["--rpc-external", "9944", "--rpc-cors"]) expect(said).not.toContain(open);
  if (commandLine === CommandLine.DevNode) expect(said[said.indexOf("--host") + 1]).toBe("127.0.0.1");
  expect(node!.probes!.started!.port).toBe(9943);
  if (node!.substrate) expect(node!.substrate.rpcPort).toBe(9943);
  // Its key and its data are no business of a gateway's, and it comes back at once.
  expect(gateway).toMatchObject({ name: "gateway", volumes: [], command: { artifact: "dinfra-agent" } });
  expect(gateway!.probes!.ready).toMatchObject({ kind: "http", path: "/live", port: 9944 });
  // An agent of before can bring it about.
  expect(document.protocol).toBe(1);
});

test("on a machine that it shares, each process has its own ports, and the gateway reads its file again", () => {
  const workload = substrateNodeWorkload(spec(CommandLine.DevNode, Reach.Loopback));
  const here: HostPlace = {
    ...{ address: "127.9.8.7", ports: { rpc: 20_000, "node-rpc": 20_001 }, volumes: {} },
    files: { gateway: { "gateway.json": "/state/gateway.json" } },
  };
  const node = renderProcess(workload, "node", here);
  expect(node.ports).toEqual([{ name: "node-rpc", address: "127.9.8.7", port: 20_001 }]);
  expect(node.args.slice(0, 4)).toEqual(["--host", "127.9.8.7", "--port", "20001"]);
  expect(renderProcess(workload, "gateway", here)).toMatchObject({
    ...{ command: "/opt/agent", args: ["gateway", "--config", "/state/gateway.json"], reloadSignal: "SIGHUP" },
    ports: [{ name: "rpc", address: "127.9.8.7", port: 20_000 }],
  });
});

test("an authority asks at a port of its own, and the certificate is for a name; only a present agent can bring it about", () => {
  const acme = { hosts: ["rpc.example.org", "b.example.org"], email: "o@example.org" };
  const gateway = { program: agent, values: gatewayValues({}, []), agent: true, tls: { acme } };
  const workload = substrateNodeWorkload(spec(CommandLine.PolkadotSdk, Reach.Network, { gateway }));
  const outline = substrateNodeOutline(CommandLine.PolkadotSdk, { role: NodeRole.Rpc }, Reach.Network, {}, gateway);
  expect(outlineOf(workload)).toEqual(outline);
  const document = renderRelease(workload, place);
  expect(document.protocol).toBe(6);
  expect(document.ports!.filter(({ number }) => number === 443)).toEqual([
    { name: "acme", number: 443, protocol: "tcp", exposure: "world" },
  ]);
  // Clients are served where they were, and to whom it was.
  expect(document.ports!.find(({ number }) => number === 9944)).toMatchObject({ exposure: Exposure.Gateway });
  const [node, service] = document.services;
  expect(service).toMatchObject({ state: true, privilegedPorts: true, volumes: [] });
  expect(service!.args).toEqual(["gateway", "--config", [{ ref: "file", file: "gateway.json" }]]);
  expect(service!.probes!.ready).toMatchObject({ kind: "tcp", port: 9944 });
  for (const right of ["state", "privilegedPorts", "journal"]) expect(node).not.toHaveProperty(right);
  const config = JSON.parse(service!.files![0]!.content) as { acme: unknown };
  expect(config.acme).toEqual({ ...acme, listen: "0.0.0.0:443" });
  expect(hostOf(gateway.tls)).toBe("rpc.example.org");
});

test("the key of an account at the authority is a secret, and in no configuration", () => {
  const key = { env: "ACME_KEY" };
  const acme = { hosts: ["rpc.test"], directory: "https://ca.test/dir", externalAccount: { id: "kid-1", key } };
  const gateway = { program: agent, values: gatewayValues({}, []), agent: true, tls: { acme } };
  const workload = substrateNodeWorkload(spec(CommandLine.PolkadotSdk, Reach.Network, { gateway }));
  expect(workload.services[1]!.secrets).toEqual([{ name: "acme.key", source: key }]);
  const [, service] = renderRelease(workload, place).services;
  expect(service!.args!.slice(3)).toEqual(["--external-account-key", [{ ref: "secret", secret: "acme.key" }]]);
  const config = JSON.parse(service!.files![0]!.content) as { acme: object };
  expect(config.acme).toEqual({
    ...{ hosts: acme.hosts, directory: acme.directory, externalAccount: "kid-1", listen: "0.0.0.0:443" },
  });
});

test("a certificate is a secret of the gateway alone", () => {
  const tls = { certificate: { file: "/etc/tls.crt" }, key: { env: "TLS_KEY" } };
  const gateway = { program: agent, values: gatewayValues({}, []), agent: true, tls };
  const workload: Workload = substrateNodeWorkload(spec(CommandLine.DevNode, Reach.Network, { gateway }));
  expect(workload.services.map(({ secrets }) => secrets)).toEqual([
    [],
    [
      { name: "tls.crt", source: tls.certificate },
      { name: "tls.key", source: tls.key },
    ],
  ]);
  expect(JSON.stringify(workload.services[0])).not.toContain("tls");
});

test("a certificate of a cluster is mounted from its secret, of which a node sees nothing", () => {
  const gateway = { program: agent, values: gatewayValues({}, []), agent: false, tls: { secret: "rpc-tls" } };
  const workload: Workload = substrateNodeWorkload(spec(CommandLine.DevNode, Reach.Network, { gateway }));
  expect(workload.services.map(({ secrets }) => secrets)).toEqual([
    [],
    [
      { name: "tls.crt", key: "rpc-tls", item: "tls.crt" },
      { name: "tls.key", key: "rpc-tls", item: "tls.key" },
    ],
  ]);
  expect(workload.services[1]!.probes.ready.kind).toBe("tcp");
});
