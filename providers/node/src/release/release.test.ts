import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { releaseKind } from "./kind.js";
import { digestOf } from "./digest.js";
import { pinsOf, placesOf, inputsOf } from "./inputs.js";

const examples = join(dirname(require.resolve("@dinfra/schemas/package.json")), "machine", "examples");
const example = (name: string) => JSON.parse(readFileSync(join(examples, name), "utf8")) as Record<string, unknown>;

const kind = releaseKind(() => new AbortController().signal);
const inputs = (change: Record<string, unknown> = {}) => ({
  document: example("rpc-node.json"),
  connection: { host: "192.0.2.1", privateKey: { env: "KEY" } },
  machine: "i-1",
  waitFor: "booted",
  timeoutSeconds: 900,
  ...change,
});

test("every example is taken, and defaults are filled in", () => {
  for (const name of readdirSync(examples)) {
    const { document, connection, machine } = inputs({ document: example(name) });
    const { inputs: checked, failures } = kind.check({ document, connection, machine });
    expect(failures).toEqual([]);
    expect(checked).toMatchObject({ waitFor: "booted", timeoutSeconds: 900 });
  }
});

test.each([
  ["a misspelt argument", { waitfor: "ready" }, "waitfor"],
  ["an unknown condition", { waitFor: "soon" }, "waitFor"],
  ["a key by value", { connection: { host: "h", privateKey: "-----BEGIN" } }, "connection.privateKey"],
  ["both places of a key", { connection: { host: "h", privateKey: { env: "A", file: "b" } } }, "connection.privateKey"],
  ["a host with a space", { connection: { host: "a b", privateKey: { env: "A" } } }, "connection.host"],
  ["no machine", { machine: undefined }, "machine"],
  ["a surprise in the document", { document: { ...example("rpc-node.json"), surprise: 1 } }, "document"],
  [
    "a disk by number",
    { document: { ...example("rpc-node.json"), volumes: [{ name: "data", device: "sda" }] } },
    "document.volumes.0.device",
  ],
])("%s is refused with its name", (_name, change, property) => {
  const { failures } = kind.check(inputs(change));
  expect(failures!.map((f) => f.property)).toContain(property);
});

describe("diff", () => {
  const olds = { ...inputs(), digest: digestOf(inputs().document), fixed: { data: { database: "rocksdb" } } };

  test("nothing, where nothing changed", () => {
    expect(kind.diff(olds, inputs())).toMatchObject({ changes: false, replaces: [] });
  });

  test("what the machine was told by others is an update", () => {
    expect(kind.diff({ ...olds, digest: "other" }, inputs())).toMatchObject({ changes: true, replaces: [] });
  });

  test("another node's name is another release", () => {
    const document = { ...example("rpc-node.json"), name: "other" };
    expect(kind.diff(olds, inputs({ document }))).toMatchObject({ changes: true, replaces: ["document"] });
  });

  test("a fact that the data cannot follow is refused, a new one is not", () => {
    const document = (fixed: Record<string, string>) => {
      const made = example("rpc-node.json") as { volumes: [{ fixed: unknown }] };
      made.volumes[0].fixed = fixed;
      return inputs({ document: made });
    };
    expect(() => kind.diff(olds, document({ database: "paritydb" }))).toThrow(/dinfra-node\/volume-cannot-follow/);
    expect(kind.diff(olds, document({ database: "rocksdb", sync: "full" }))).toMatchObject({ changes: true });
  });
});

test("a pinned key holds for the same machine only", () => {
  const olds = { ...inputs(), hostKey: "ssh-ed25519 AAAA" };
  expect(pinsOf(olds, inputsOf(inputs())).hostKey).toBe("ssh-ed25519 AAAA");
  expect(pinsOf(olds, inputsOf(inputs({ machine: "i-2" }))).hostKey).toBeUndefined();
  expect(
    pinsOf(olds, inputsOf(inputs({ connection: { host: "192.0.2.9", privateKey: { env: "KEY" } } }))).hostKey,
  ).toBeUndefined();
});

test("a jump host has the user and the key of the machine behind it, and a pin of its own", () => {
  const { machine, via } = placesOf(
    inputsOf(inputs({ connection: { host: "10.0.0.1", privateKey: { env: "KEY" }, via: { host: "192.0.2.7" } } })),
    { hostKey: "ssh-ed25519 AAAA", viaHostKey: "ssh-ed25519 BBBB" },
  );
  expect(machine).toMatchObject({ host: "10.0.0.1", port: 22, user: "dinfra-operator", hostKey: "ssh-ed25519 AAAA" });
  expect(via).toMatchObject({
    host: "192.0.2.7",
    port: 22,
    user: "dinfra-operator",
    privateKey: { env: "KEY" },
    hostKey: "ssh-ed25519 BBBB",
  });
});
