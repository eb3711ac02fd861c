import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { EPOCH_HEADER, descriptorTypes } from "@dinfra/schemas";
import { owner } from "../testing/reactor-bench.js";
import { reactorClient, type ReactorClient } from "./client.js";

// A reactor that lies, over real HTTP: whatever it answers, the client gives a true answer or says that there is none.
const epoch = "e-1";
const deployment = (id: string) => ({
  id,
  epoch,
  phase: "Deployed",
  generation: 1,
  observedGeneration: 1,
  conditions: [],
  endpoints: [],
  timings: { acceptedAt: "2026-01-01T00:00:00.000Z" },
});
const page = (items: unknown[], more: object = {}) => ({ epoch, owner, items, ...more });

type Answer = { status?: number; body?: unknown; text?: string; headers?: Record<string, string>; hang?: true };
let answer: (path: URL) => Answer;
let server: Server;
let client: ReactorClient;
let asked: number;

beforeEach(async () => {
  asked = 0;
  server = createServer((request, response) => {
    asked += 1;
    const { status = 200, body, text, headers, hang } = answer(new URL(request.url!, "http://reactor"));
    response.writeHead(status, { "content-type": "application/json", [EPOCH_HEADER]: epoch, ...headers });
    if (hang) return void response.write('{"epoch":');
    response.end(text ?? (body === undefined ? undefined : JSON.stringify(body)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  client = reactorClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, "t", 1_000);
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const noAnswer = { code: "reactor.unreachable", retryable: true };

test("what fits the document is believed", async () => {
  answer = ({ searchParams }) =>
    searchParams.has("after")
      ? { body: page([deployment("10.1")]) }
      : { body: page([deployment("9.2"), deployment("9.10")], { next: "9.10" }) };
  expect((await client.list()).items.map(({ id }) => id)).toEqual(["9.2", "9.10", "10.1"]);
  expect(asked).toBe(2);
});

const { id: _id, ...withoutId } = deployment("7.1");
test.each<[string, Answer]>([
  ["null for a deployment", { body: page([null]) }],
  ["a member that is missing", { body: page([withoutId]) }],
  ["a wrong type", { body: page([{ ...deployment("7.1"), generation: "1" }]) }],
  ["a phase that there is not", { body: page([{ ...deployment("7.1"), phase: "Gone" }]) }],
  ["items that are no list", { body: page("none" as never) }],
  ["null", { body: null }],
  ["a list", { body: [] }],
  ["half a text", { text: JSON.stringify(page([])).slice(0, 20) }],
  ["nothing", {}],
  ["a page for people", { text: "<html>", headers: { "content-type": "text/html" } }],
  ["no epoch in the header", { body: page([]), headers: { [EPOCH_HEADER]: "" } }],
  ["another epoch in the header", { body: page([]), headers: { [EPOCH_HEADER]: "e-2" } }],
  ["one deployment twice", { body: page([deployment("7.1"), deployment("7.1")]) }],
  ["deployments out of order", { body: page([deployment("10.1"), deployment("9.1")]) }],
  ["a next page before this one", { body: page([deployment("7.1")], { next: "6.1" }) }],
  ["the same next page for ever", { body: page([deployment("7.1")], { next: "7.1" }) }],
  ["an empty page and a next one", { body: page([], { next: "7.1" }) }],
  ["an error without a problem", { status: 500, body: { error: "sorry" } }],
  [
    "a problem without retryable",
    { status: 503, body: { type: "urn:dinfra:problem:internal", title: "t", status: 503 } },
  ],
  ["another success than the document has", { status: 206, body: page([]) }],
  ["more than a reactor may say", { text: `"${"x".repeat(33 * 1024 * 1024)}"` }],
  ["the beginning of an answer", { hang: true }],
])("listing, %s: no answer", async (_name, lie) => {
  answer = () => lie;
  await expect(client.list()).rejects.toMatchObject(noAnswer);
});

test("pages without an end are given up on", async () => {
  let number = 0;
  answer = () => {
    const items = Array.from({ length: 500 }, () => deployment(`${++number}.1`));
    return { body: page(items, { next: items.at(-1)!.id }) };
  };
  await expect(client.list()).rejects.toMatchObject(noAnswer);
});

test("an answer for another deployment than was asked of is none", async () => {
  answer = () => ({ status: 202, body: deployment("8.1") });
  await expect(client.remove("7.1", owner)).rejects.toMatchObject(noAnswer);
  answer = () => ({ body: deployment("8.1") });
  await expect(client.get("7.1")).rejects.toMatchObject(noAnswer);
});

test("types that are none, and a problem as it should be", async () => {
  answer = () => ({ body: { epoch, items: [{ id: descriptorTypes[0]!.id }] } });
  await expect(client.descriptorTypes()).rejects.toMatchObject(noAnswer);
  answer = () => ({
    status: 409,
    body: { type: "urn:dinfra:problem:wrong-instance", title: "Another", status: 409, detail: "d", retryable: false },
  });
  await expect(client.list()).rejects.toMatchObject({ code: "wrong-instance", message: "d", retryable: false });
});

test("what is not JSON at all is acknowledged by nobody", async () => {
  answer = () => ({ status: 200, body: {} });
  await expect(client.acknowledge("7.1", `0x${"1".repeat(64)}`)).rejects.toMatchObject(noAnswer);
  answer = () => ({ status: 204 });
  await client.acknowledge("7.1", `0x${"1".repeat(64)}`);
});
