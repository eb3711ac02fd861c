import { apiVersion, descriptorTypes } from "@dinfra/schemas";
import { deployment, endless, listLies, page, startLyingReactor, type LyingReactor } from "../testing/lying-reactor.js";
import { owner } from "../testing/reactor-bench.js";
import { reactorClient, type ReactorClient } from "@dinfra/service/api/client";

// A reactor that lies, over real HTTP: whatever it answers, the client gives a true answer or says that there is none.
let reactor: LyingReactor;
let client: ReactorClient;

beforeEach(async () => {
  reactor = await startLyingReactor();
  client = reactorClient(reactor.url, "t", 1_000);
});
afterEach(() => reactor.close());

/** What ends these lists is their size, on a busy machine too. */
const patient = () => reactorClient(reactor.url, "t", 120_000);
const noAnswer = { code: "reactor.unreachable", retryable: true };

test("what fits the document is believed", async () => {
  reactor.answer = ({ url }) =>
    url.searchParams.has("after")
      ? { body: page([deployment("10.1")]) }
      : { body: page([deployment("9.2"), deployment("9.10")], { next: "9.10" }) };
  expect((await client.list()).items.map(({ id }) => id)).toEqual(["9.2", "9.10", "10.1"]);
  expect(reactor.told).toBe(2);
});

test.each([
  [{}, undefined],
  [{ "dinfra-api-version": "1.4.0" }, "1.4.0"],
  [{ "dinfra-api-version": "" }, undefined],
])("a reactor with the headers %j says version %p, with its list and with changes", async (headers, version) => {
  const sequence = (number: number) => ({ "dinfra-sequence": `e-1:${number}`, ...headers });
  reactor.answer = () => ({ body: page([]), headers: sequence(1) });
  const listed = await client.list();
  expect(listed.version).toBe(version);
  expect((await client.changes(listed.sequence!)).version).toBe(version);
});

const later = apiVersion.replace(/\d+\.\d+$/, (rest) => `${parseInt(rest) + 1}.0`);
const { phase: _phase, ...withoutPhase } = deployment("7.1");

test.each<[string, Record<string, unknown>, string | undefined, boolean]>([
  ["a member that the document does not have", { ...deployment("7.1"), more: { of: "it" } }, later, true],
  ["the same of a reactor of this version", { ...deployment("7.1"), more: 1 }, apiVersion, false],
  ["the same of one that says no version", { ...deployment("7.1"), more: 1 }, undefined, false],
  ["the same of another major version", { ...deployment("7.1"), more: 1 }, "2.0.0", false],
  ["a member that is missing", withoutPhase, later, false],
  ["a wrong type", { ...deployment("7.1"), generation: "1" }, later, false],
  ["a phase that there is not", { ...deployment("7.1"), phase: "Gone" }, later, false],
])("what a later reactor may say, %s", async (_what, item, version, taken) => {
  reactor.answer = () => ({ body: page([item]), ...(version && { headers: { "dinfra-api-version": version } }) });
  if (taken) expect((await client.list()).items).toMatchObject([deployment("7.1")]);
  else await expect(client.list()).rejects.toMatchObject(noAnswer);
});

test.each(listLies)("listing, %s: no answer", async (_name, lie) => {
  reactor.answer = () => lie;
  await expect(client.list()).rejects.toMatchObject(noAnswer);
});

test("pages without an end are given up on, before they fill the memory", async () => {
  const answer = endless();
  let bytes = 0;
  reactor.answer = (asked) => {
    const text = JSON.stringify(answer(asked).body);
    bytes += text.length;
    return { text };
  };
  await expect(patient().list()).rejects.toMatchObject({
    ...noAnswer,
    message: expect.stringMatching(/list of more than \d+ bytes/),
  });
  expect(bytes).toBeLessThan(80 * 1024 * 1024);
});

test("so are pages of little, by the number of deployments", async () => {
  reactor.answer = ({ url }) => {
    const after = Number((url.searchParams.get("after") ?? "0").split(".")[0]);
    const items = Array.from({ length: 500 }, (_, n) => deployment(`${after + n + 1}.1`));
    return { body: page(items, { next: items.at(-1)!.id }) };
  };
  await expect(patient().list()).rejects.toMatchObject({
    ...noAnswer,
    message: expect.stringContaining("100000 deployments"),
  });
});

test("an answer for another deployment than was asked of is none", async () => {
  reactor.answer = () => ({ status: 202, body: deployment("8.1") });
  await expect(client.remove("7.1", owner)).rejects.toMatchObject(noAnswer);
  reactor.answer = () => ({ body: deployment("8.1") });
  await expect(client.get("7.1")).rejects.toMatchObject(noAnswer);
});

test("types that are none, and a problem as it should be", async () => {
  reactor.answer = () => ({ body: { epoch: "e-1", items: [{ id: descriptorTypes[0]!.id }] } });
  await expect(client.descriptorTypes()).rejects.toMatchObject(noAnswer);
  reactor.answer = () => ({
    status: 409,
    body: { type: "urn:dinfra:problem:wrong-instance", title: "Another", status: 409, detail: "d", retryable: false },
  });
  await expect(client.list()).rejects.toMatchObject({ code: "wrong-instance", message: "d", retryable: false });
});

test("what is not JSON at all is acknowledged by nobody", async () => {
  reactor.answer = () => ({ status: 200, body: {} });
  await expect(client.acknowledge("7.1", `0x${"1".repeat(64)}`)).rejects.toMatchObject(noAnswer);
  reactor.answer = () => ({ status: 204 });
  await client.acknowledge("7.1", `0x${"1".repeat(64)}`);
});
