import { assertFetchable, outlineOf, Reach, resolveText, type Program, type Workload } from "@dinfra/port";
import fc from "fast-check";
import { node, polkadotProgram } from "../testing/node-specs.js";
import { Database, isAuthority, NodeRole, Pruning, RpcExposure, SyncMode } from "./axes.js";
import { axesOf, CommandLine, type NodeSpec } from "./node-spec.js";
import { endpointPorts, substrateNodeOutline, substrateNodeWorkload } from "./workload.js";

const binding = {
  address: () => "127.1.2.3",
  port: (port: string) =>
    ({ p2p: 1, rpc: 2, metrics: 3, "p2p-ws": 4, "relay-p2p": 5, "relay-rpc": 6 })[port] ?? fail(`no port ${port}`),
  volume: (volume: string) => `/${volume}`,
  file: (file: string) => file,
  asset: (asset: string) => `/${asset}.json`,
  secret: (secret: string) => secret,
};
const fail = (words: string): never => {
  throw new Error(words);
};
const relayed = (role: NodeRole) => (role === NodeRole.Collator ? { relay: { chain: "polkadot" } } : {});
const argv = (workload: Workload) => workload.services[0]!.args.map((a) => resolveText(a, binding)).join(" ");

test("an archive keeps everything and syncs in full", () => {
  expect(argv(substrateNodeWorkload(node({ role: NodeRole.Archive })))).toContain(
    "--state-pruning archive --blocks-pruning archive --sync full",
  );
});

test("a full node keeps what it is told, 256 blocks by default", () => {
  expect(argv(substrateNodeWorkload(node({})))).toContain("--state-pruning 256 --blocks-pruning 256 --sync fast");
  expect(argv(substrateNodeWorkload(node({ pruningBlocks: 1000 })))).toContain(
    "--state-pruning 1000 --blocks-pruning 1000",
  );
});

test("unsafe RPC methods are for the machine itself, beside session keys, and for nobody else", () => {
  for (const role of Object.values(NodeRole)) {
    for (const reach of Object.values(Reach)) {
      const workload = substrateNodeWorkload(node({ role, reach, ...relayed(role) }));
      const flags = argv(workload);
      if (isAuthority(role) && reach === Reach.Network) {
        expect(flags).toContain("--rpc-methods unsafe");
        expect(flags).not.toContain("--rpc-external");
        expect(workload.ports.find((p) => p.name === "rpc")!.exposure).toBe("machine");
      } else {
        expect(flags).toMatch(/--rpc-methods safe|,methods=safe/);
        expect(flags).not.toMatch(/methods[ =]unsafe/);
      }
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

const embedded = { relay: { chain: "polkadot" } };
const remote = { relay: { chain: "polkadot", rpcUrls: ["wss://a.example", "ws://10.0.0.1:9944"] } };

test("the outline says beforehand what the workload turns out to be", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(CommandLine)),
      fc.constantFrom(...Object.values(NodeRole)),
      fc.constantFrom({}, embedded, remote),
      fc.constantFrom(...Object.values(Reach)),
      (commandLine, role, relay, reach) => {
        const spec = node({ commandLine, role, reach, ...relay });
        let workload: Workload;
        try {
          workload = substrateNodeWorkload(spec);
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^(InvalidArgument|UnsupportedByEntry)$/) });
          return;
        }
        const axes = axesOf(spec);
        expect(outlineOf(workload)).toEqual(substrateNodeOutline(commandLine, axes, reach));
        const hidden = isAuthority(role) && reach === Reach.Network;
        expect(endpointPorts(commandLine, axes, reach).map((p) => p.name)).toEqual(hidden ? [] : ["rpc"]);
        expect(new Set(workload.ports.map((p) => p.number)).size).toBe(workload.ports.length);
      },
    ),
  );
});

const everyNode = fc
  .record({
    role: fc.constantFrom(...Object.values(NodeRole)),
    rpcExposure: fc.constantFrom(undefined, ...Object.values(RpcExposure)),
    pruning: fc.constantFrom(undefined, ...Object.values(Pruning)),
    sync: fc.constantFrom(undefined, ...Object.values(SyncMode)),
    database: fc.constantFrom(undefined, ...Object.values(Database)),
    telemetry: fc.boolean(),
    reach: fc.constantFrom(...Object.values(Reach)),
    relay: fc.constantFrom(undefined, embedded.relay, remote.relay),
  })
  .map((axes) => node(axes));
const many = new Set(["--listen-addr"]);

test("whatever the axes: refused by name, or no flag twice, no port shared, and the relay part last", () => {
  let made = 0;
  fc.assert(
    fc.property(everyNode, (spec) => {
      let workload: Workload;
      try {
        workload = substrateNodeWorkload(spec);
      } catch (error) {
        expect(error).toMatchObject({
          code: "InvalidArgument",
          message: expect.stringMatching(/^(role|rpcExposure|pruning|sync|relay): expected [^\n]+, found [^\n]+$/),
        });
        return;
      }
      made++;
      const words = workload.services[0]!.args.map((a) => resolveText(a, binding));
      const cut = words.indexOf("--");
      expect(cut >= 0).toBe(spec.relay !== undefined);
      const [first, second] = cut < 0 ? [words, []] : [words.slice(0, cut), words.slice(cut + 1)];
      expect(second).not.toContain("--");
      for (const part of [first, second]) {
        const flags = part.filter((word) => word.startsWith("-") && !many.has(word));
        expect(flags).toEqual([...new Set(flags)]);
      }
      const sockets = (part: string[]) =>
        part.flatMap((word, i) => {
          const inMultiaddress = /\/tcp\/(\d+)/.exec(word)?.[1];
          const inEndpoint = /listen-addr=[^,]*:(\d+)/.exec(word)?.[1];
          const given = /^--(rpc|prometheus)-port$/.test(part[i - 1] ?? "") ? word : undefined;
          return inMultiaddress ?? inEndpoint ?? given ?? [];
        });
      const shared = sockets(first).filter((port) => sockets(second).includes(port));
      expect(shared).toEqual([]);
      // Each socket is a port that the workload says, and no other.
      expect(new Set([...sockets(first), ...sockets(second)]).size).toBe(workload.ports.length);
    }),
    { numRuns: 500 },
  );
  expect(made).toBeGreaterThan(50);
});

const parts = (spec: NodeSpec) => argv(substrateNodeWorkload(spec)).split(" -- ");

test("a parachain's node has the relay chain's node inside it, on ports of its own", () => {
  const [own, relay] = parts(node({ ...embedded, chain: "asset-hub-polkadot", reach: Reach.Loopback }));
  expect(own).toMatch(/--chain asset-hub-polkadot .*--listen-addr \/ip4\/127\.1\.2\.3\/tcp\/1 /);
  expect(relay).toBe(
    "--name sunny --chain polkadot --database rocksdb --state-pruning 256 --blocks-pruning 256 --sync fast " +
      "--experimental-rpc-endpoint listen-addr=127.1.2.3:6,methods=safe " +
      "--listen-addr /ip4/127.1.2.3/tcp/5 --no-mdns --no-prometheus --no-telemetry",
  );
});

test("with others' relay chain nodes it keeps no relay chain, and still has a port among the relay chain's peers", () => {
  const [own, relay] = parts(node({ ...remote, chain: "asset-hub-polkadot", reach: Reach.Loopback }));
  expect(own).toContain("--relay-chain-rpc-urls wss://a.example ws://10.0.0.1:9944 --no-telemetry");
  expect(relay).toBe(
    "--name sunny --chain polkadot --listen-addr /ip4/127.1.2.3/tcp/5 --no-mdns --no-prometheus --no-telemetry",
  );
});

test("a relay chain's pruned node syncs fast: warp leaves it forty times larger", () => {
  for (const role of [NodeRole.Full, NodeRole.Rpc, NodeRole.Validator, NodeRole.Bootnode]) {
    expect(argv(substrateNodeWorkload(node({ role })))).toContain("--sync fast");
  }
  expect(argv(substrateNodeWorkload(node({ sync: SyncMode.Warp })))).toContain("--sync warp");
});

test("who authors blocks makes its network key once, on its disk, and a validator's workers may lock themselves in", () => {
  const validator = substrateNodeWorkload(node({ role: NodeRole.Validator }));
  expect(argv(validator)).toMatch(/^--validator --unsafe-force-node-key-generation /);
  expect(validator.services[0]!.sandbox).toBe("validator");
  const collator = substrateNodeWorkload(node({ role: NodeRole.Collator, ...embedded }));
  expect(argv(collator)).toMatch(/^--collator --unsafe-force-node-key-generation /);
  expect(collator.services[0]!.sandbox).toBeUndefined();
});

test("a bootnode listens for WebSocket peers too", () => {
  const { ports } = substrateNodeWorkload(node({ role: NodeRole.Bootnode }));
  expect(argv(substrateNodeWorkload(node({ role: NodeRole.Bootnode })))).toContain("--listen-addr /ip6/::/tcp/4/ws");
  expect(ports.filter((p) => p.exposure === "world").map((p) => p.name)).toEqual(["p2p", "p2p-ws"]);
});

const file = { chain: "my-chain", digest: `sha256:${"4".repeat(64)}`, path: "/etc/specs/my.json" };

test("a chain that is a file is named by where it lies, on either side of a parachain's node", () => {
  const relayFile = { ...file, chain: "my-relay" };
  const spec = node({
    chain: "my-chain",
    relay: { chain: "my-relay" },
    chains: { names: [], files: [file, relayFile] },
  });
  const [own, relay] = parts(spec);
  expect(own).toContain("--chain /chain-spec.json ");
  expect(relay).toContain("--chain /relay-chain-spec.json ");
  expect(substrateNodeWorkload(spec).services[0]!.assets!.map((a) => [a.name, a.path])).toEqual([
    ["chain-spec", "/etc/specs/my.json"],
    ["relay-chain-spec", "/etc/specs/my.json"],
  ]);
});

test("facts that no later release may change", () => {
  const fixed = (change: Partial<NodeSpec>) => substrateNodeWorkload(node(change)).volumes[0]!.fixed;
  expect(fixed({})).toEqual({ chain: "kusama", database: "rocksdb", statePruning: "constrained" });
  expect(fixed({ ...embedded, database: Database.ParityDb, pruning: Pruning.Archive })).toEqual({
    chain: "kusama",
    database: "paritydb",
    statePruning: "archive",
    relayChain: "polkadot",
  });
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

const witnesses = ["wss://rpc.example.com/k", "wss://kusama.example.net"];

test("what others say of a restored database is asked by its node's machine", () => {
  const restore = { baseUrl: "https://x.example/a", manifestSha256: "a".repeat(64), chainId: "a" };
  const [, step] = substrateNodeWorkload(node({ restore: { ...restore, verifyEndpoints: witnesses } })).steps;
  expect(step).toMatchObject({ kind: "restore", verify: { service: "node", endpoints: witnesses } });
});

const verified = (verifyEndpoints: string[]): Partial<NodeSpec> => ({
  restore: { baseUrl: "https://x.example/a", manifestSha256: "a".repeat(64), chainId: "a", verifyEndpoints },
});

const refused: [string, Partial<NodeSpec>, string][] = [
  ["one witness of a snapshot alone", verified(witnesses.slice(1)), "InvalidArgument"],
  ["no witness of a snapshot", verified([]), "InvalidArgument"],
  ["two witnesses at one host", verified(["wss://a.example/1", "wss://a.example/2"]), "InvalidArgument"],
  ["a witness over HTTP", verified(["https://a.example", ...witnesses]), "InvalidArgument"],
  ["a witness with a space", verified(["wss://a.example/ x", ...witnesses]), "InvalidArgument"],
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

/** What a node would refuse, by the argument that is named. */
const contradictions: [string, Partial<NodeSpec>, RegExp][] = [
  ["archive with warp sync", { role: NodeRole.Archive, sync: SyncMode.Warp }, /^sync: expected full .*found "warp"$/],
  ["kept history with fast sync", { pruning: Pruning.Archive, sync: SyncMode.Fast }, /^sync: /],
  ["an archive that prunes", { role: NodeRole.Archive, pruning: Pruning.Constrained }, /^pruning: /],
  [
    "pruned blocks beside an archive",
    { pruning: Pruning.Archive, pruningBlocks: 256 },
    /^pruningBlocks: .*pruning archive/,
  ],
  [
    "validator with public RPC",
    { role: NodeRole.Validator, rpcExposure: RpcExposure.Gateway },
    /^rpcExposure: expected machine for the role validator.*found "gateway"$/,
  ],
  [
    "collator with operators' RPC",
    { role: NodeRole.Collator, ...embedded, rpcExposure: RpcExposure.Operators },
    /^rpcExposure: /,
  ],
  [
    "RPC open to the world",
    { rpcExposure: "world" as RpcExposure },
    /^rpcExposure: expected one of machine, operators, gateway/,
  ],
  ["an rpc node that answers nobody", { role: NodeRole.Rpc, rpcExposure: RpcExposure.Machine }, /^rpcExposure: /],
  ["a collator of no parachain", { role: NodeRole.Collator }, /^relay: expected the relay chain/],
  ["a parachain's validator", { role: NodeRole.Validator, ...embedded }, /^role: expected collator/],
  ["a role that there is not", { role: "sentry" as NodeRole }, /^role: expected one of full, archive, rpc, validator/],
  [
    "a chain that the program does not know",
    { chains: { names: ["polkadot"] } },
    /^chain: .*knows \(polkadot\), found "kusama"$/,
  ],
  ["a name beside files alone", { chains: { files: [file] } }, /^chain: .*knows \(my-chain\)/],
  [
    "a relay chain that the program does not know",
    { relay: { chain: "moon" }, chains: { names: ["kusama"], relayNames: ["polkadot"] } },
    /^relay\.chain: .*knows \(polkadot\), found "moon"$/,
  ],
  ["an empty list of relay nodes", { relay: { chain: "polkadot", rpcUrls: [] } }, /^relay\.rpcUrls: /],
  ["a relay node over http", { relay: { chain: "polkadot", rpcUrls: ["http://a.example"] } }, /^relay\.rpcUrls: /],
  ["a relay node that is a flag", { relay: { chain: "polkadot", rpcUrls: ["--dev"] } }, /^relay\.rpcUrls: /],
  [
    "a specification without its hash",
    { chains: { files: [{ ...file, digest: "" }] } },
    /^entry\.chainSpecs\.digest: /,
  ],
  ["a specification from nowhere", { chains: { files: [{ ...file, path: undefined }] } }, /^entry\.chainSpecs\.path: /],
];

test.each(contradictions)("refuses %s, and names the argument on one line", (_what, change, message) => {
  expect(() => substrateNodeWorkload(node(change))).toThrow(
    expect.objectContaining({ code: "InvalidArgument", message: expect.stringMatching(message) }),
  );
  try {
    substrateNodeWorkload(node(change));
  } catch (error) {
    expect((error as Error).message).not.toContain("\n");
  }
});

test.each([NodeRole.Validator, NodeRole.Collator, NodeRole.Bootnode])("the dev node cannot be asked for %s", (role) => {
  const spec = node({ commandLine: CommandLine.DevNode, role, ...relayed(role) });
  expect(() => substrateNodeWorkload(spec)).toThrow(expect.objectContaining({ code: "UnsupportedByEntry" }));
});

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

test("a validator of a chain with parachains is refused a release that lacks the programs beside it", () => {
  const file = "https://releases.example/polkadot";
  const refusal = (change: Partial<NodeSpec>, program: Partial<Program> = {}) => {
    const workload = substrateNodeWorkload(node({ ...change, program: { ...polkadotProgram, url: file, ...program } }));
    try {
      assertFetchable(workload, "amd64");
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  };
  const role = NodeRole.Validator;
  expect(refusal({ role })).toBe(
    "catalogue entry polkadot 1.20.2: expected an archive with polkadot-prepare-worker and polkadot-execute-worker beside " +
      `polkadot, which runs them, found the one file ${file}; pack them together, and say the path in it (archive)`,
  );
  const source = { url: file, digest: `sha256:${"1".repeat(64)}` };
  expect(refusal({ role }, { sources: { amd64: source } })).toContain(
    "expected an archive with polkadot-prepare-worker",
  );
  expect(refusal({ role }, { url: `${file}.tar.gz`, archive: "bin/polkadot" })).toBeUndefined();
  expect(refusal({ role, chain: "a-chain-without-parachains" })).toBeUndefined();
  expect(refusal({ role: NodeRole.Full })).toBeUndefined();
});

test.each([
  ["a bare address", ["198.51.100.7"]],
  ["a flag", ["--name"]],
  ["a peer's identity after it", ["/ip4/198.51.100.7/tcp/30333/p2p/12D3"]],
])("%s is no public address", (_what, publicAddresses) => {
  expect(() => substrateNodeWorkload(node({ publicAddresses }))).toThrow("publicAddresses: expected multiaddrs");
});
