/** @integration */
import { gone } from "@dinfra/host/dist/kind.js";
import { sshServer, type SshServer } from "../testing/ssh-server.js";
import { peersKind } from "./kind.js";

// The SSH is real; what the agent answers is told here. tests/validator-sentry has the real one.

const id = "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp";
const reserved = [`/ip4/10.0.0.4/tcp/30333/p2p/${id}`];
const digest = "d".repeat(64);
const kind = peersKind(() => new AbortController().signal);

const inputs = (change: Record<string, unknown> = {}) => ({
  connection: { host: "127.0.0.1", privateKey: { env: "KEY" } },
  ...{ machine: "m-1", node: "validator-1", service: "node", release: digest, reserved, publicAddresses: [] },
  ...{ waitFor: "booted", timeoutSeconds: 900 },
  ...change,
});

test("what is left out is filled in", () => {
  const { connection, machine, node, release } = inputs();
  const { inputs: checked, failures } = kind.check({ connection, machine, node, release, reserved });
  expect(failures).toEqual([]);
  expect(checked).toEqual(inputs());
});

test.each<[string, Record<string, unknown>, string]>([
  ["a peer without an id", { reserved: ["/ip4/10.0.0.4/tcp/30333"] }, "reserved[0]"],
  ["a flag beside a peer", { reserved: [`${reserved[0]} --rpc-external`] }, "reserved[0]"],
  ["no list", { reserved: undefined }, "reserved"],
  ["a public address with an id", { publicAddresses: reserved }, "publicAddresses[0]"],
  ["a digest that is none", { release: "abc" }, "release"],
  ["an unknown condition", { waitFor: "soon" }, "waitFor"],
  ["a misspelt argument", { reserves: [] }, "reserves"],
])("%s is refused with its name", (_what, change, property) => {
  expect(kind.check(inputs(change)).failures!.map((f) => f.property)).toContain(property);
});

test.each<[string, Record<string, unknown>, { changes: boolean; replaces: string[] }]>([
  ["nothing", {}, { changes: false, replaces: [] }],
  ["another list", { reserved: [] }, { changes: true, replaces: [] }],
  ["another machine", { machine: "m-2" }, { changes: true, replaces: [] }],
  ["another release", { release: "e".repeat(64) }, { changes: true, replaces: [] }],
  ["another node", { node: "validator-2" }, { changes: true, replaces: ["node"] }],
])("diff: %s", (_what, change, expected) => {
  expect(kind.diff(inputs(), inputs(change))).toMatchObject(expected);
});

describe("an agent that answers", () => {
  let server: SshServer;
  /** What the machine says next, in order; the last one again and again. */
  let says: object[];
  const status = (peers: object | null, settled: boolean) => ({
    protocols: [1, 2, 3],
    release: { desired: digest, running: digest, phase: "idle", failure: null },
    conditions: Object.fromEntries(["booted", "restored", "started", "ready"].map((c) => [c, { status: true }])),
    nodes: [{ service: "node", peerId: id, peers, settled }],
    services: [],
    volumes: [],
  });
  const lists = { reserved, public: [] };

  beforeAll(async () => {
    server = await sshServer(() => ({
      code: 0,
      stdout: JSON.stringify(says.length > 1 ? says.shift() : says[0]),
    }));
  });
  afterAll(() => server.close());
  beforeEach(() => server.asked.splice(0));

  const there = () =>
    inputs({
      connection: { host: "127.0.0.1", port: server.port, privateKey: { file: server.identity } },
      waitFor: "started",
    });

  test("is told, and the update waits until the service runs with these peers and no others", async () => {
    says = [status(lists, false), status({ reserved: [], public: [] }, true), status(lists, true)];
    expect(await kind.create("urn", there())).toEqual({ id: "validator-1/node", outs: there() });
    expect(server.asked.map(({ command }) => command)).toEqual(["peers", "status", "status"]);
    expect(JSON.parse(server.asked[0]!.input)).toEqual({ service: "node", ...lists });
  });

  test("a refresh finds what others told it, and that it was told nothing", async () => {
    says = [status({ reserved: [], public: ["/ip4/198.51.100.7/tcp/1"] }, true)];
    const seen = await kind.read("validator-1/node", "urn", there());
    expect(seen.props).toMatchObject({ reserved: [], publicAddresses: ["/ip4/198.51.100.7/tcp/1"] });
    says = [status(null, false)];
    expect(await kind.read("validator-1/node", "urn", there())).toBe(gone);
  });

  test("taking them away stops the service; with the release they are gone already", async () => {
    says = [status(lists, true)];
    await kind.delete("validator-1/node", "urn", there());
    expect(JSON.parse(server.asked.at(-1)!.input)).toEqual({ service: "node", withdraw: true });
    server.asked.splice(0);
    says = [{ ...status(lists, true), nodes: [] }];
    await kind.delete("validator-1/node", "urn", there());
    expect(server.asked.map(({ command }) => command)).toEqual(["status"]);
  });
});
