/** @integration */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { sshServer } from "../testing/ssh-server.js";
import { assumedStopped } from "./exclusive.js";
import { releaseKind } from "./kind.js";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const examples = join(dirname(require.resolve("@dinfra/schemas/package.json")), "machine", "examples");
const document = JSON.parse(readFileSync(join(examples, "validator.json"), "utf8")) as { name: string };

const stopping = new AbortController();
const kind = releaseKind(() => stopping.signal);
const inputs = (change: Record<string, unknown> = {}) => ({
  document,
  connection: { host: "192.0.2.1", privateKey: { env: "KEY" } },
  ...{ machine: "i-1", waitFor: "booted", timeoutSeconds: 900, exclusive: true },
  ...change,
});

test.each<[string, Record<string, unknown>, string[]]>([
  ["nothing", {}, []],
  ["the machine that is made anew", { machine: "i-2" }, ["machine"]],
  ["a machine that is not known yet", { machine: unknown }, ["machine"]],
  ["a machine and a document that are not known yet", { machine: unknown, document: unknown }, ["machine"]],
  ["its address alone", { connection: { host: "192.0.2.9", privateKey: { env: "KEY" } } }, []],
  ["a release that may run twice", { exclusive: false, machine: "i-2" }, []],
  ["no longer said to be exclusive", { exclusive: undefined, machine: "i-2" }, []],
])("what is exclusive is taken off one machine before another has it: %s", (_what, change, replaces) => {
  expect(kind.diff(inputs(), inputs(change))).toMatchObject({ replaces, deleteBeforeReplace: true });
});

test.each([
  ["", false],
  ["other", false],
  [document.name, true],
  [`other, ${document.name}`, true],
  [`${document.name}-1`, false],
])("an end that somebody vouches for: %j", (said, expected) => {
  expect(assumedStopped(document.name, { DINFRA_ASSUME_STOPPED: said })).toBe(expected);
});

describe("before it is gone", () => {
  const idle = (services: object[], phase: string) => ({
    protocols: [1, 2, 3],
    release: { desired: "", running: "", phase, failure: null },
    conditions: { booted: { status: true } },
    ...{ services, volumes: [], nodes: [] },
  });
  const at = (port: number, identity: string) =>
    inputs({ connection: { host: "127.0.0.1", port, privateKey: { file: identity } } });

  test("the machine has to say that nothing of it runs", async () => {
    const said = [idle([{ name: "node", state: "deactivating" }], "remove"), idle([], "remove"), idle([], "idle")];
    const server = await sshServer(() => ({ code: 0, stdout: JSON.stringify(said.shift()) }));
    await kind.delete(document.name, "urn", at(server.port, server.identity));
    expect([server.asked.map(({ command }) => command), said]).toEqual([["remove", "status", "status"], []]);
    await server.close();
  });

  test("a machine that does not answer keeps it, unless somebody vouches for its end", async () => {
    const server = await sshServer(() => ({
      code: 1,
      stdout: '{"error":{"code":"x","message":"no","permanent":true}}',
    }));
    const there = at(server.port, server.identity);
    await expect(kind.delete(document.name, "urn", there)).rejects.toMatchObject({
      code: "end-unverified",
      message: expect.stringContaining(`DINFRA_ASSUME_STOPPED=${document.name}`),
    });
    process.env.DINFRA_ASSUME_STOPPED = document.name;
    try {
      await expect(kind.delete(document.name, "urn", there)).resolves.toBeUndefined();
    } finally {
      delete process.env.DINFRA_ASSUME_STOPPED;
      await server.close();
    }
  });
});
