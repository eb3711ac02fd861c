/** @integration */
import * as net from "node:net";
import { operations, urnOf } from "../testing/kinds.js";
import { makeScratch, nodeCommand, type Scratch } from "../testing/scratch.js";
import type { Properties } from "../values.js";
import { knownPorts } from "./lease.js";

const networks = operations("Network");
const ports = operations("Ports");
const processes = operations("Process");

let scratch: Scratch;
let first: number;
let address: string;
beforeEach(async () => {
  scratch = makeScratch();
  const made = await networks.create({ name: "n", owner: "o", root: scratch.root, size: 4 });
  [first, address] = [made.firstPort as number, made.address as string];
});
afterEach(() => scratch.clean());

const wanted = (name: string, ...of: string[]) => ({ name, owner: "o", root: scratch.root, network: "n", ports: of });
const resize = (size: number) =>
  networks.update("n", {}, { name: "n", owner: "o", root: scratch.root, size }) as Promise<Properties>;

test("workloads of one network are given ports of their own, each the same ones every time", async () => {
  const { id, ...a } = await ports.create(wanted("a", "rpc", "p2p"));
  const b = await ports.create(wanted("b", "rpc"));
  expect([a.numbers, b.numbers]).toEqual([{ rpc: first, p2p: first + 1 }, { rpc: first + 2 }]);
  expect(await ports.create(wanted("a", "rpc", "p2p"))).toEqual({ id, ...a });
  expect(await ports.diff(id, a, wanted("a", "rpc", "p2p"))).toMatchObject({ changes: false });
  await ports.remove(id, a);
  await ports.remove(id, a);
  expect((await ports.create(wanted("c", "rpc"))).numbers).toEqual({ rpc: first });
});

test("many at once have nothing in common", async () => {
  await resize(20);
  const all = await Promise.all(Array.from({ length: 20 }, (_, at) => ports.create(wanted(`w${at}`, "rpc"))));
  expect(new Set(all.map(({ numbers }) => (numbers as { rpc: number }).rpc)).size).toBe(20);
});

test("one port more leaves the others where they are", async () => {
  const { id, ...a } = await ports.create(wanted("a", "rpc"));
  await ports.create(wanted("b", "rpc"));
  expect(await ports.diff(id, a, wanted("a", "p2p", "rpc"))).toMatchObject({ changes: true, replaces: [] });
  expect((await ports.update(id, a, wanted("a", "p2p", "rpc"))).numbers).toEqual({ rpc: first, p2p: first + 2 });
});

test("a state in another order is no change", async () => {
  const { id, ...a } = await ports.create(wanted("a", "rpc", "node-rpc"));
  const sorted = { ...a, numbers: { "node-rpc": first + 1, rpc: first } };
  expect(await ports.diff(id, sorted, wanted("a", "rpc", "node-rpc"))).toMatchObject({ changes: false });
});

test("a port that another process of the workload has stays the workload's own", async () => {
  const { id, ...a } = await ports.create(wanted("a", "rpc"));
  const idle = nodeCommand("setInterval(() => {}, 1e6)");
  const listening = { name: "rpc", address, port: first };
  await processes.create({ name: "a-gateway", owner: "o", root: scratch.root, ...idle, ports: [listening] });
  expect((await ports.update(id, a, wanted("a", "rpc", "node-rpc"))).numbers).toMatchObject({ rpc: first });
});

test("ports that a process was started with before there were leases are its own, and nobody else's", async () => {
  const listening = { name: "rpc", address, port: first + 1 };
  const idle = nodeCommand("setInterval(() => {}, 1e6)");
  await processes.create({ name: "old", owner: "o", root: scratch.root, ...idle, ports: [listening] });
  expect(knownPorts(wanted("old", "rpc"))).toEqual({ rpc: first + 1 });
  const taken = await ports.create(wanted("new", "rpc", "p2p"));
  expect(taken.numbers).toEqual({ rpc: first, p2p: first + 2 });
  expect((await ports.create(wanted("old", "rpc"))).numbers).toEqual({ rpc: first + 1 });
});

test("a port on which something listens is passed over", async () => {
  const server = net.createServer().listen(first, address);
  await new Promise((resolve) => server.once("listening", resolve));
  try {
    expect((await ports.create(wanted("a", "rpc"))).numbers).toEqual({ rpc: first + 1 });
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

test("a full network says so, and grows in place", async () => {
  await ports.create(wanted("a", "1", "2", "3", "4"));
  await expect(ports.create(wanted("b", "rpc"))).rejects.toMatchObject({
    code: "no-free-port",
    message: expect.stringContaining("give the network a larger size"),
  });
  expect(await resize(6)).toMatchObject({ address, firstPort: first, lastPort: first + 5 });
  expect((await ports.create(wanted("b", "rpc"))).numbers).toEqual({ rpc: first + 4 });
  expect(knownPorts(wanted("a", "1"))).toEqual({ "1": first });
  await expect(resize(4)).rejects.toThrow("ports of b beyond it");
  await expect(resize(1000).then(() => resize(999))).resolves.toBeDefined();
});

test("ports of a network that is not there, or another owner's, are refused", async () => {
  await expect(ports.create({ ...wanted("a", "rpc"), network: "m" })).rejects.toMatchObject({
    code: "no-such-network",
  });
  await expect(ports.create({ ...wanted("a", "rpc"), owner: "p" })).rejects.toMatchObject({ code: "no-such-network" });
});

test("ports that were lost with their network are drift, and taken again", async () => {
  const { id, ...a } = await ports.create(wanted("a", "rpc"));
  await networks.remove("n", { root: scratch.root }, urnOf("Network"));
  expect(await ports.read(id, a)).toMatchObject({ id: "" });
  await networks.create({ name: "n", owner: "o", root: scratch.root, size: 4 });
  expect(await ports.diff(id, a, wanted("a", "rpc"))).toMatchObject({ changes: true, replaces: [] });
  expect((await ports.update(id, a, wanted("a", "rpc"))).numbers).toEqual(a.numbers);
});
