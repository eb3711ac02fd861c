import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ReleaseDocument } from "@dinfra/schemas";
import { sshServer, type SshServer } from "../testing/ssh-server.js";
import { releaseKind } from "./kind.js";
import { spoken } from "./protocol.js";

const examples = join(dirname(require.resolve("@dinfra/schemas/package.json")), "machine", "examples");
const rpcNode = JSON.parse(readFileSync(join(examples, "rpc-node.json"), "utf8")) as ReleaseDocument;

const first = rpcNode;
const second: ReleaseDocument = {
  ...rpcNode,
  protocol: 2,
  services: rpcNode.services.map((s) => ({ ...s, substrate: { ...s.substrate!, relayRpcPort: 9945 } })),
};

test.each([
  ["an agent of before gets a document of before, as it is", first, [1], first],
  ["a present agent gets it too", first, [1, 2], first],
  ["a present agent gets what is new", second, [1, 2], second],
  ["an agent of before gets what it can read", second, [1], first],
  ["nobody was asked yet", second, undefined, second],
])("%s", (_name, document, protocols, told) => {
  expect(spoken(document, protocols)).toEqual(told);
});

const agent = { amd64: { url: "dinfra-agent/a/dinfra-agent", sha256: "a".repeat(64) } };
const [artifact] = rpcNode.artifacts;
const signature = { publicKey: `RW${"A".repeat(54)}`, url: "polkadot.minisig" };
const signed = { ...artifact!, platforms: { amd64: { ...artifact!.platforms.amd64!, signature } } };
const renewed = (document: ReleaseDocument): ReleaseDocument => ({ ...document, protocol: 3, agent });

test.each([
  ["another agent", renewed(first), [1, 2, 3], renewed(first)],
  ["an agent of before, which cannot renew itself", renewed(first), [1, 2], first],
  ["an agent of before, of a parachain's node", renewed(second), [1, 2], second],
  ["an agent of two before", renewed(second), [1], first],
])("%s gets what it can do", (_name, document, protocols, told) => {
  expect(spoken(document, protocols)).toEqual(told);
});

/** With a service that reads its files again at a signal. */
const reloading = (document: ReleaseDocument): ReleaseDocument => ({
  ...document,
  protocol: 4,
  services: document.services.map((service) => ({ ...service, reload: { signal: "SIGHUP" } })),
});

test.each([
  ["the present agent", reloading(renewed(first)), [1, 2, 3, 4], reloading(renewed(first))],
  ["an agent that knows no reload, and can renew itself", reloading(renewed(first)), [1, 2, 3], renewed(first)],
  ["an agent that knows no reload, where none is named", reloading(first), [1, 2, 3], first],
  ["an agent of two before", reloading(renewed(second)), [1, 2], second],
])("of a service with reload, %s gets what it can do", (_name, document, protocols, told) => {
  expect(spoken(document, protocols)).toEqual(told);
});

/** With a restore that others are asked about. */
const restored = (document: ReleaseDocument, verify?: object) => {
  const [restore] = [{ volume: "data", folder: "db", baseUrl: "https://s.example", manifestSha256: "a".repeat(64) }];
  return { ...document, restores: [{ ...restore, ...(verify && { verify }) }] } as ReleaseDocument;
};
const verify = { service: "node", endpoints: ["wss://a.example", "wss://b.example"] };
const held = (document: ReleaseDocument): ReleaseDocument => ({ ...restored(document, verify), protocol: 5 });

test.each([
  ["the present agent", held(reloading(renewed(first))), [1, 2, 3, 4, 5], held(reloading(renewed(first)))],
  ["the one before, with what else is new", held(reloading(renewed(first))), [1, 2, 3, 4], restored(reloading(renewed(first)))], // prettier-ignore
  ["the one before, of a document that is old otherwise", held(first), [1, 2, 3, 4], restored(first)],
  ["an agent of two before", held(renewed(first)), [1, 2, 3], restored(renewed(first))],
])("of a restored database, %s gets what it can do", (_name, document, protocols, told) => {
  expect(spoken(document, protocols)).toEqual(told);
});

/** With services that have rights beyond the sandbox. */
const [plainService] = rpcNode.services;
const beside = (...more: object[]): ReleaseDocument => ({
  ...held(renewed(first)),
  protocol: 6,
  services: [...first.services, ...more.map((rights, i) => ({ ...plainService!, name: `s-${i}`, ...rights }))],
});
const logs = { auxiliary: true, state: true, journal: true };

test.each([
  ["the present agent", beside(logs), [1, 2, 3, 4, 5, 6], beside(logs)],
  ["the one before", beside(logs), [1, 2, 3, 4, 5], held(renewed(first))],
  ["one of two before", beside(logs), [1, 2, 3, 4], restored(renewed(first))],
])("of a service that reads the journal, %s gets what it can do", (_name, document, protocols, told) => {
  expect(spoken(document, protocols)).toEqual(told);
});

test("an agent that gives no port below 1024 gets nothing that cannot do without", () => {
  const document = beside(logs, { privilegedPorts: true });
  expect(() => spoken(document, [1, 2, 3, 4, 5])).toThrow(
    /expected an agent that speaks protocol 6, found 1, 2, 3, 4, 5/,
  );
});

test("an agent that checks no signatures gets nothing that asks for one", () => {
  const document = { ...renewed(first), artifacts: [signed] };
  expect(spoken(document, [1, 2, 3])).toEqual(document);
  expect(() => spoken(document, [1, 2])).toThrow(/dinfra-node\/agent-too-old/);
});

test("an agent two protocols apart is told nothing", () => {
  expect(() => spoken(second, [3, 4])).toThrow(/expected an agent that speaks protocol 2/);
});

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** What an agent of protocol 1 answers, field by field as that version had them, to whoever speaks its protocol. */
function agentOfProtocolOne(): { answer: (command: string, input: string) => { code: number; stdout: string } } {
  const condition = (status: boolean) => ({ status, reason: "", since: "2026-11-28T10:00:00Z" });
  let desired = "";
  const status = () => ({
    protocol: 1,
    protocols: [1],
    agent: "0.1.0",
    machine: { name: "rpc-1", id: "0f", bootId: "1", architecture: "amd64", sealingKey: "AAAA" },
    release: { name: "rpc-1", desired, running: desired, phase: "idle", failure: null, restore: null },
    conditions: {
      booted: condition(true),
      restored: condition(true),
      started: condition(true),
      ready: condition(true),
    },
    services: [{ name: "node", state: "active", started: true, ready: true, alive: true, reason: "" }],
    volumes: [{ name: "data", mounted: true, fixed: {}, sizeBytes: 1, usedBytes: 1, wantsGib: 0 }],
  });
  return {
    answer(command, input) {
      if (command === "apply") {
        const { protocol, services } = JSON.parse(input) as ReleaseDocument;
        const unknown = services.some(({ substrate }) => substrate && "relayRpcPort" in substrate);
        if (protocol !== 1 || unknown) {
          const message = `expected a protocol in [1], found ${protocol}`;
          return { code: 1, stdout: JSON.stringify({ error: { code: "protocol-unknown", message, permanent: true } }) };
        }
        desired = sha256(input);
      }
      return { code: 0, stdout: JSON.stringify(status()) };
    },
  };
}

describe("a machine whose agent is of the protocol before", () => {
  let server: SshServer;
  beforeAll(async () => {
    const { answer } = agentOfProtocolOne();
    server = await sshServer(answer);
  });
  afterAll(() => server.close());

  const kind = releaseKind(() => new AbortController().signal);
  const inputs = (document: ReleaseDocument) => ({
    document,
    connection: { host: "127.0.0.1", port: server.port, privateKey: { file: server.identity } },
    machine: "m-1",
    waitFor: "ready",
    timeoutSeconds: 30,
  });

  test("takes a new document in its own words, and nothing is left to do", async () => {
    const { outs } = await kind.create("urn", inputs(second));
    const told = server.asked.find(({ command }) => command === "apply")!.input;
    expect(JSON.parse(told)).toEqual(first);
    expect(outs).toMatchObject({ digest: sha256(told), protocols: [1], agentVersion: "0.1.0" });
    expect(kind.diff(outs!, inputs(second))).toMatchObject({ changes: false });
    // Its disks are not known, so they stay as they are.
    expect(outs).toMatchObject({ disks: { data: { sizeGib: 0, wantsGib: 0 } } });
  });

  test("gets the whole document as soon as its agent can read it", () => {
    const before = { ...inputs(second), digest: sha256("what was told"), protocols: [1, 2] };
    expect(kind.diff(before, inputs(second))).toMatchObject({ changes: true, replaces: [] });
  });
});
