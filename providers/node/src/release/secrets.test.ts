import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ReleaseDocument } from "@dinfra/schemas";
import sodium from "libsodium-wrappers";
import { sshServer, type SshServer } from "../testing/ssh-server.js";
import { digestOf } from "./digest.js";
import { releaseKind } from "./kind.js";

const examples = join(dirname(require.resolve("@dinfra/schemas/package.json")), "machine", "examples");
const example = JSON.parse(readFileSync(join(examples, "rpc-node.json"), "utf8")) as ReleaseDocument;
const document = { ...example, services: example.services.map(({ secrets: _, ...service }) => service) };

const clear = "a node key that nobody may read";
const kind = releaseKind(() => new AbortController().signal);
type KeyPair = Record<"publicKey" | "privateKey", Uint8Array>;
const variable = "DINFRA_TEST_SECRET";

/** An agent with a sealing key, which takes every release. */
function agentWith(key: () => KeyPair) {
  let desired = "";
  const yes = { status: true, reason: "", since: "2026-11-28T10:00:00Z" };
  return (command: string, input: string) => {
    if (command === "apply") desired = digestOf(JSON.parse(input));
    const status = {
      protocols: [1, 2],
      agent: "0.1.0",
      machine: { name: "rpc-1", id: "0f", architecture: "amd64", sealingKey: sodium.to_base64(key().publicKey, sodium.base64_variants.ORIGINAL) }, // prettier-ignore
      release: { name: "rpc-1", desired, running: desired, phase: "idle", failure: null },
      conditions: { booted: yes, restored: yes, started: yes, ready: yes },
      services: [],
      volumes: [],
    };
    return { code: 0, stdout: JSON.stringify(status) };
  };
}

describe("a secret of a release", () => {
  let server: SshServer;
  let folder: string;
  let file: string;
  let key: KeyPair;
  let outs: Record<string, unknown>;

  beforeAll(async () => {
    await sodium.ready;
    key = sodium.crypto_box_keypair();
    folder = mkdtempSync(join(tmpdir(), "dinfra-secret-"));
    file = join(folder, "node-key");
    process.env[variable] = "of the environment";
    server = await sshServer(agentWith(() => key));
  });
  beforeEach(() => writeFileSync(file, clear));
  afterAll(async () => {
    delete process.env[variable];
    await server.close();
    rmSync(folder, { recursive: true });
  });

  const service = document.services[0]!.name;
  const inputs = (change: object = {}) => ({
    document,
    connection: { host: "127.0.0.1", port: server.port, privateKey: { file: server.identity } },
    machine: "m-1",
    waitFor: "booted",
    timeoutSeconds: 30,
    secrets: [
      { service, name: "node-key", source: { file } },
      { service, name: "word", source: { env: variable } },
    ],
    ...change,
  });
  const told = () => JSON.parse(server.asked.findLast(({ command }) => command === "apply")!.input) as ReleaseDocument;
  const opened = (of = told()) =>
    Object.fromEntries(
      of.services[0]!.secrets!.map(({ name, sealed }) => [
        name,
        Buffer.from(
          sodium.crypto_box_seal_open(Buffer.from(sealed, "base64"), key.publicKey, key.privateKey),
        ).toString(),
      ]),
    );
  const update = async (before: Record<string, unknown>, change: object = {}) =>
    (await kind.update("id", "urn", before, inputs(change))).outs!;

  test("goes to the machine as what only it can open, and state and messages have no clear text", async () => {
    outs = (await kind.create("urn", inputs())).outs!;
    expect(opened()).toEqual({ "node-key": clear, word: "of the environment" });
    expect(JSON.stringify([outs, server.asked])).not.toMatch(/nobody may read|of the environment/);
    expect(outs["digest"]).toBe(digestOf(told()));
  });

  test("that has not changed is no difference, and an update for another reason sends the same text", async () => {
    expect(kind.diff(outs, inputs())).toMatchObject({ changes: false });
    const before = told().services[0]!.secrets;
    outs = await update(outs, { document: { ...document, health: { port: 8002 } } });
    expect(told().services[0]!.secrets).toEqual(before);
    outs = await update(outs);
  });

  test("that has changed where it lies is an update, of it alone", async () => {
    const [, word] = told().services[0]!.secrets!;
    writeFileSync(file, "another");
    expect(kind.diff(outs, inputs())).toMatchObject({ changes: true, replaces: [] });
    outs = await update(outs);
    expect(opened()).toMatchObject({ "node-key": "another" });
    expect(told().services[0]!.secrets![1]).toEqual(word);
  });

  test("that is not there stays what the machine has, and a new one is refused by its name", async () => {
    rmSync(file);
    expect(kind.diff(outs, inputs())).toMatchObject({ changes: false });
    outs = await update(outs, { timeoutSeconds: 31 });
    expect(opened()).toMatchObject({ "node-key": "another" });
    await expect(kind.create("urn", inputs())).rejects.toThrow(
      new RegExp(`secret node-key of service ${service}: expected it in the file .* found ENOENT`),
    );
  });

  test("is sealed anew to a machine that was made anew", async () => {
    key = sodium.crypto_box_keypair();
    outs = await update(outs, { machine: "m-2" });
    expect(opened()).toMatchObject({ "node-key": clear });
  });

  test("that is taken out of the program is taken off the machine", async () => {
    expect(kind.diff(outs, inputs({ secrets: undefined }))).toMatchObject({ changes: true });
    outs = await update(outs, { secrets: undefined });
    expect(told()).toEqual(document);
    expect(kind.diff(outs, inputs({ secrets: undefined }))).toMatchObject({ changes: false });
  });

  test.each([
    ["a service that there is not", [{ service: "nobody", name: "a", source: { env: "A" } }], "secrets[0].service"],
    [
      "a name twice",
      [
        { service, name: "a", source: { env: "A" } },
        { service, name: "a", source: { env: "B" } },
      ],
      "secrets[1].name",
    ],
    ["a path as a name", [{ service, name: "../a", source: { env: "A" } }], "secrets[0].name"],
    ["a value", [{ service, name: "a", source: "clear" }], "secrets[0].source"],
    ["two sources", [{ service, name: "a", source: { env: "A", file: "b" } }], "secrets[0].source"],
  ])("%s is refused", (_name, secrets, property) => {
    const { failures } = kind.check(inputs({ secrets }));
    expect(failures!.map((f) => f.property)).toEqual([property]);
  });

  test.each([
    ["an empty one", "", "found nothing"],
    ["one that is too large", "x".repeat(65_537), "found 65537 bytes"],
  ])("%s is refused, and nothing is sent", async (_name, content, found) => {
    writeFileSync(file, content);
    const before = server.asked.filter(({ command }) => command === "apply").length;
    await expect(kind.create("urn", inputs())).rejects.toThrow(found);
    expect(server.asked.filter(({ command }) => command === "apply").length).toBe(before);
  });
});
