import { outlineOf, Reach, resolveText, type Workload } from "@dinfra/port";
import fc from "fast-check";
import { node, polkadotProgram } from "../testing/node-specs.js";
import { CommandLine, NodeRole, type NodeSpec } from "./node-spec.js";
import { endpointPorts, substrateNodeOutline, substrateNodeWorkload } from "./workload.js";

const binding = {
  address: () => "127.1.2.3",
  port: (port: string) => ({ p2p: 1, rpc: 2, metrics: 3 })[port] ?? 0,
  volume: (volume: string) => `/${volume}`,
  file: (file: string) => file,
  secret: (secret: string) => secret,
};
const argv = (workload: Workload) => workload.services[0]!.args.map((a) => resolveText(a, binding)).join(" ");

test("an archive keeps everything and syncs in full", () => {
  expect(argv(substrateNodeWorkload(node({ role: NodeRole.Archive })))).toContain(
    "--state-pruning archive --blocks-pruning archive --sync full",
  );
});

test("a full node keeps what it is told, 256 blocks by default", () => {
  expect(argv(substrateNodeWorkload(node({})))).toContain("--state-pruning 256 --blocks-pruning 256 --sync warp");
  expect(argv(substrateNodeWorkload(node({ pruningBlocks: 1000 })))).toContain(
    "--state-pruning 1000 --blocks-pruning 1000",
  );
});

test("only safe RPC methods are ever served", () => {
  for (const role of Object.values(NodeRole)) {
    for (const reach of Object.values(Reach)) {
      const flags = argv(substrateNodeWorkload(node({ role, reach })));
      expect(flags).toMatch(/--rpc-methods safe|,methods=safe/);
      expect(flags.toLowerCase()).not.toContain("unsafe");
    }
  }
});

test("on loopback the endpoint flag stands alone: it refuses --rpc-port, --rpc-external and --rpc-cors beside it", () => {
  const flags = argv(substrateNodeWorkload(node({ reach: Reach.Loopback, role: NodeRole.Rpc })));
  expect(flags).toContain("--experimental-rpc-endpoint listen-addr=127.1.2.3:2,methods=safe");
  expect(flags).not.toMatch(/--rpc-(port|external|cors)/);
  expect(flags).toContain("--no-prometheus");
});

test("RPC is for the gateway only where the node is meant for others", () => {
  const exposure = (role: NodeRole) =>
    substrateNodeWorkload(node({ role })).ports.find((p) => p.name === "rpc")!.exposure;
  expect(exposure(NodeRole.Rpc)).toBe("gateway");
  expect(exposure(NodeRole.Full)).toBe("operators");
});

test("the outline says beforehand what the workload turns out to be", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(CommandLine)),
      fc.constantFrom(...Object.values(NodeRole)),
      fc.constantFrom(...Object.values(Reach)),
      (commandLine, role, reach) => {
        const workload = substrateNodeWorkload(node({ commandLine, role, reach }));
        expect(outlineOf(workload)).toEqual(substrateNodeOutline(commandLine, role, reach));
        expect(endpointPorts(commandLine, role, reach).map((p) => p.name)).toEqual(["rpc"]);
        expect(workload.services[0]!.probes.ready.port).toBe("rpc");
      },
    ),
  );
});

test("a snapshot is restored after the disk and before the node", () => {
  const restore = { baseUrl: "https://snapshots.example/kusama", manifestSha256: "a".repeat(64), chainId: "ksmcc3" };
  expect(substrateNodeWorkload(node({ restore })).steps).toEqual([
    { kind: "disk", volume: "data" },
    {
      kind: "restore",
      volume: "data",
      folder: "chains/ksmcc3/db",
      baseUrl: restore.baseUrl,
      manifestSha256: restore.manifestSha256,
    },
  ]);
});

const refused: [string, Partial<NodeSpec>, string][] = [
  ["a chain that is a path", { chain: "../spec.json" }, "InvalidArgument"],
  ["a chain that is a flag", { chain: "--dev" }, "InvalidArgument"],
  ["a name that is a flag", { nodeName: "--alice" }, "InvalidArgument"],
  ["a name with a line break", { nodeName: "a\nb" }, "InvalidArgument"],
  ["an archive with pruning", { role: NodeRole.Archive, pruningBlocks: 256 }, "InvalidArgument"],
  ["pruning below what peers count on", { pruningBlocks: 10 }, "InvalidArgument"],
  ["half a connection", { rpcMaxConnections: 0.5 }, "InvalidArgument"],
  [
    "a snapshot without TLS",
    { restore: { baseUrl: "http://x.example/", manifestSha256: "a".repeat(64), chainId: "a" } },
    "InvalidArgument",
  ],
  [
    "a snapshot whose URL ends a shell word",
    { restore: { baseUrl: "https://x.example/';reboot;'", manifestSha256: "a".repeat(64), chainId: "a" } },
    "InvalidArgument",
  ],
  ["telemetry of the dev node", { commandLine: CommandLine.DevNode, telemetry: true }, "UnsupportedByEntry"],
  [
    "a snapshot for the dev node",
    {
      commandLine: CommandLine.DevNode,
      restore: { baseUrl: "https://x.example/a", manifestSha256: "a".repeat(64), chainId: "a" },
    },
    "UnsupportedByEntry",
  ],
];

test.each(refused)("refuses %s", (_what, change, code) => {
  expect(() => substrateNodeWorkload(node(change))).toThrow(expect.objectContaining({ code, retryable: false }));
});

test("no value of a descriptor ever becomes a flag of its own", () => {
  const text = fc.oneof(fc.string(), fc.constantFrom("--dev", "-d", "a --dev", "--rpc-methods=unsafe", "$(id)", "%n"));
  const flags = (w: Workload) => w.services[0]!.args.filter((a) => typeof a === "string" && a.startsWith("-"));
  const usual = flags(substrateNodeWorkload(node({})));
  fc.assert(
    fc.property(text, text, (chain, nodeName) => {
      let workload: Workload;
      try {
        workload = substrateNodeWorkload(node({ chain, nodeName, program: polkadotProgram }));
      } catch (error) {
        expect(error).toMatchObject({ code: "InvalidArgument" });
        return;
      }
      expect(flags(workload)).toEqual(usual);
    }),
  );
});
