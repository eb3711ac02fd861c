/** @integration */
import * as fs from "node:fs";
import * as net from "node:net";
import * as path from "node:path";
import { listOwned } from "../observer.js";
import { operations, urnOf } from "../testing/kinds.js";
import { makeScratch, type Scratch } from "../testing/scratch.js";
import type { Properties } from "../values.js";
import { bindProblem } from "./bindable.js";
import { candidate } from "./range.js";

const { create, read, diff, remove, update } = operations("Network");

let scratch: Scratch;
beforeEach(() => (scratch = makeScratch()));
afterEach(() => scratch.clean());

const inputs = (more: Properties = {}): Properties => ({ name: "n", owner: "o", root: scratch.root, size: 4, ...more });

test("a name has the same address and ports each time, all of them free, until it is given back", async () => {
  const { id, ...state } = await create(inputs());
  expect(state).toMatchObject(candidate("n", 4, 0, false));
  for (let port = state.firstPort as number; port <= (state.lastPort as number); port++)
    expect(await bindProblem(state.address as string, port)).toBeUndefined();
  expect(await create(inputs())).toEqual({ id, ...state });
  expect(await read(id, state)).toEqual({ id: "n", props: state });
  expect(await diff(id, state, inputs())).toMatchObject({ changes: false });
  await remove(id, state);
  await remove(id, state);
  expect(await read(id, state)).toMatchObject({ id: "" });
  expect(fs.readdirSync(path.join(scratch.root, "networks"))).toEqual([]);
});

test("a place where something listens is passed over, on its address or on all", async () => {
  const { address, firstPort, lastPort } = candidate("n", 4, 0, false);
  for (const [host, port] of [
    [address, lastPort],
    ["0.0.0.0", firstPort],
  ] as const) {
    const server = net.createServer().listen(port, host);
    await new Promise((resolve) => server.once("listening", resolve));
    try {
      const state = await create(inputs());
      expect(state).toMatchObject(candidate("n", 4, 1, false));
      await remove("n", state);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  }
});

test("many at once have nothing in common", async () => {
  const all = await Promise.all(Array.from({ length: 30 }, (_, at) => create(inputs({ name: `n${at}` }))));
  expect(new Set(all.map(({ address }) => address)).size).toBe(30);
});

test("an address that another network has is not taken", async () => {
  const { address, firstPort, lastPort } = candidate("n", 4, 0, false);
  await create(inputs({ name: "m" }));
  const file = path.join(scratch.root, "networks", "m.json");
  const record = JSON.parse(fs.readFileSync(file, "utf8")) as { record: object };
  Object.assign(record.record, { address, firstPort, lastPort });
  fs.writeFileSync(file, JSON.stringify(record));
  expect(await create(inputs())).toMatchObject(candidate("n", 4, 1, false));
});

test("another size is the same network, longer or shorter at its end", async () => {
  const state = await create(inputs());
  expect(await diff("n", state, inputs({ size: 8 }))).toEqual({
    changes: true,
    replaces: [],
    deleteBeforeReplace: true,
  });
  const { address, firstPort } = state;
  expect(await update("n", state, inputs({ size: 8 }))).toMatchObject({ address, firstPort, size: 8 });
  const shorter = await update("n", state, inputs({ size: 2 }));
  expect((shorter.lastPort as number) - (shorter.firstPort as number)).toBe(1);
  expect(await listOwned(scratch.root, "o")).toHaveLength(1);
});

test("a reservation that was lost is drift, and made again", async () => {
  const state = await create(inputs());
  fs.rmSync(path.join(scratch.root, "networks", "n.json"));
  expect(await diff("n", state, inputs())).toMatchObject({ changes: true, replaces: [] });
  expect(await update("n", state, inputs())).toMatchObject({ address: state.address });
});

test("another owner's name is refused, and the former resource of a renamed one gives nothing back", async () => {
  const state = await create(inputs(), urnOf("Network", "former"));
  await expect(create(inputs({ owner: "p" }))).rejects.toMatchObject({ code: "name-taken" });
  await create(inputs(), urnOf("Network", "present"));
  await remove("n", state, urnOf("Network", "former"));
  expect(await listOwned(scratch.root, "o")).toEqual([
    { kind: "network", name: "n", owner: "o", detail: `${state.address}:${state.firstPort}-${state.lastPort}` },
  ]);
});

test("it is imported by its name", async () => {
  const { id, ...state } = await create(inputs());
  process.env.DINFRA_HOST_ROOT = scratch.root;
  try {
    expect(await read(id, {})).toEqual({ id, props: state, inputs: inputs() });
  } finally {
    delete process.env.DINFRA_HOST_ROOT;
  }
});
