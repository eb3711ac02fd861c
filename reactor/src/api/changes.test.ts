/** @integration */
import { descriptorTypeByName } from "@dinfra/schemas";
import { reactorClient, type ReactorClient } from "@dinfra/service/api/client";
import { apiOf } from "../testing/api-of.js";
import { page, deployment, startLyingReactor } from "../testing/lying-reactor.js";
import { generation, owner, ReactorBench } from "../testing/reactor-bench.js";
import type { createServer } from "./server.js";

// The real server over real loopback HTTP. The reconciler is not started: what changes is what a test changes.
let bench: ReactorBench;
let server: ReturnType<typeof createServer>;
let url: string;
let client: ReactorClient;

beforeEach(async () => {
  bench = new ReactorBench();
  await bench.reconciler.stop();
  server = apiOf(bench, "t", [descriptorTypeByName("substrate-node/v1").name]);
  url = await server.listen({ host: "127.0.0.1", port: 0 });
  client = reactorClient(url, "t");
});
afterEach(async () => {
  await server.close();
  await bench.close();
});

const put = (id: string, number = 1) => bench.reconciler.wish(id, owner, generation(number));
const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(url + path, { headers: { authorization: "Bearer t", ...headers } });

test("the changes after a list, and after changes: of each deployment the last, and what was forgotten", async () => {
  for (const id of ["1.1", "2.1"]) put(id);
  const { sequence, epoch } = await client.list();
  expect(sequence).toBe(`${epoch}:2`);
  expect(await client.changes(sequence!)).toMatchObject({ epoch, owner, items: [], forgotten: [], sequence });
  put("2.1", 2);
  put("2.1", 3);
  put("3.1");
  bench.store.forget("1.1");
  const changed = await client.changes(sequence!);
  expect(changed.items.map(({ id, generation }) => [id, generation])).toEqual([
    ["2.1", 3],
    ["3.1", 1],
  ]);
  expect([changed.forgotten, changed.sequence]).toEqual([["1.1"], `${epoch}:6`]);
  expect((await client.changes(changed.sequence)).items).toEqual([]);
});

test("more changes than fit an answer come in several", async () => {
  const { sequence } = await (async () => (put("1.1"), client.list()))();
  for (let n = 2; n <= 1_002; n++) put(`${n}.1`);
  bench.store.forget("2.1");
  const { items, forgotten, sequence: last } = await client.changes(sequence!);
  expect([items.length, forgotten, last.split(":")[1]]).toEqual([1_000, ["2.1"], "1003"]);
});

test.each([
  ["of another store", () => "another-store:1"],
  ["that was never given", () => `${bench.store.epoch}:7`],
])("a sequence %s is gone: 410, whose problem says what to do", async (_name, sequence) => {
  put("1.1");
  await expect(client.changes(sequence())).rejects.toMatchObject({
    code: "sequence-gone",
    message: expect.stringContaining("list all deployments"),
  });
  for (const answer of [
    await ask(`/v1/deployments?after=${sequence()}`),
    await ask("/v1/changes", { "last-event-id": sequence() }),
  ])
    expect([answer.status, await answer.json()]).toMatchObject([410, { type: "urn:dinfra:problem:sequence-gone" }]);
});

test.each(["7", "e:", ":7", "e:7:8", "e:-1", "e:07"])("%s is no sequence", async (after) => {
  expect((await ask(`/v1/deployments?after=${encodeURIComponent(after)}`)).status).toBe(400);
  expect((await ask("/v1/changes", { "last-event-id": after })).status).toBe(400);
});

/** Events of a stream as they come. */
async function* events(answer: Response): AsyncGenerator<{ id: string; event: string; data: { id?: string } }> {
  let text = "";
  for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const block = text.slice(0, end);
      text = text.slice(end + 2);
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1] ?? "";
      if (block.startsWith("id")) yield { id: field("id"), event: field("event"), data: JSON.parse(field("data")) };
    }
  }
}

test("a stream tells what changes from now on, and goes on where it was cut", async () => {
  put("1.1");
  const first = events(await ask("/v1/changes"));
  const next = async (of: typeof first) => {
    const { id, event, data } = (await of.next()).value!;
    return [id.split(":")[1], event, data.id];
  };
  expect(await next(first)).toEqual(["1", "sequence", undefined]);
  put("2.1");
  expect(await next(first)).toEqual(["2", "deployment", "2.1"]);
  bench.store.forget("1.1");
  expect(await next(first)).toEqual(["3", "forgotten", "1.1"]);
  await first.return(undefined);
  put("3.1");
  const again = events(await ask("/v1/changes", { "last-event-id": `${bench.store.epoch}:2` }));
  expect(await next(again)).toEqual(["2", "sequence", undefined]);
  expect(await next(again)).toEqual(["3", "forgotten", "1.1"]);
  expect(await next(again)).toEqual(["4", "deployment", "3.1"]);
  await again.return(undefined);
});

test("a reader that takes nothing costs a bounded part of what changes, and gets the last of each", async () => {
  put("1.1");
  const slow = await ask("/v1/changes");
  const reads = jest.spyOn(bench.store, "changes");
  // Two events' worth of turns for each change; a reader that takes nothing is written to until its buffers are full.
  for (let n = 2; n <= 3_000; n++) {
    put("1.1", n);
    if (n % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  expect(reads.mock.calls.length).toBeLessThan(200);
  const seen = events(slow);
  for (let found = await seen.next(); ; found = await seen.next()) {
    if ((found.value!.data as { generation?: number }).generation === 3_000) break;
  }
  await seen.return(undefined);
});

describe("changes that are none, of a reactor that lies", () => {
  const answers = (after: string, body: object, sequence?: string) => ({
    body: page([], body),
    headers: { "dinfra-epoch": "e-1", ...(sequence !== undefined && { "dinfra-sequence": sequence }) },
    after,
  });
  test.each([
    ["without a sequence", answers("e-1:5", { forgotten: [] })],
    ["of another epoch", answers("e-1:5", { forgotten: [] }, "e-2:5")],
    ["that go back", answers("e-1:5", { forgotten: [] }, "e-1:4")],
    ["that do not go on", answers("e-1:5", { forgotten: ["1.1"] }, "e-1:5")],
    ["with what is no id", answers("e-1:5", { forgotten: ["x"] }, "e-1:6")],
    ["with what is no deployment", answers("e-1:5", { items: [{ ...deployment("1.1"), phase: "x" }] }, "e-1:6")],
    ["of a sequence that is none", answers("e-1:5", { forgotten: [] }, "e-1:x")],
  ])("%s: no answer", async (_name, { after, ...answer }) => {
    const reactor = await startLyingReactor();
    reactor.answer = () => answer;
    try {
      await expect(reactorClient(reactor.url, "t").changes(after)).rejects.toMatchObject({
        code: "reactor.unreachable",
        retryable: true,
      });
    } finally {
      await reactor.close();
    }
  });
});
