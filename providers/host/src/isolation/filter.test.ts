/** @integration */
import { makeLayout } from "../layout.js";
import { reserveNetwork } from "../network/reserve.js";
import { writeRecord } from "../records.js";
import { operations } from "../testing/kinds.js";
import { makeScratch, nodeCommand, type Scratch } from "../testing/scratch.js";
import { localNameServers, reachesOf, rulesOf } from "./filter.js";
import { requirePeers } from "./peers.js";
import { recordUser } from "./users.js";

const range = { first: 1_900_000_000, count: 100 };
const own = { address: "127.1.2.3", first: 20_000, last: 20_003 };

test("one table, replaced in one transaction: own ports and peers may be asked, only own ports answer", () => {
  const peers = [{ address: "127.9.9.9", first: 7, last: 7 }, { address: "::1", first: 8, last: 8 }]; // prettier-ignore
  const rules = rulesOf("t", [range, range], [{ uid: 1_900_000_001, own: [own], peers }], ["127.0.0.53"]);
  expect(rules.startsWith("table inet t { }\ndelete table inet t\ntable inet t {\n")).toBe(true);
  expect(rules).toContain("elements = { 1900000000-1900000099 } }");
  const sets = Object.fromEntries(
    [...rules.matchAll(/set (\w+) .*inet_service; flags interval; (.*) }/g)].map((m) => [m[1], m[2]]),
  );
  expect(sets).toEqual({
    reach4: "elements = { 1900000001 . 127.1.2.3 . 20000-20003, 1900000001 . 127.9.9.9 . 7 }",
    reach6: "elements = { 1900000001 . ::1 . 8 }",
    own4: "elements = { 1900000001 . 127.1.2.3 . 20000-20003 }",
    own6: "",
  });
  expect(rules).toContain("ip daddr { 127.0.0.53 } th dport 53 accept");
});

test("ports that touch or overlap are one interval, which a set demands", () => {
  const more = [{ ...own, first: 20_004, last: 20_004 }, { ...own, first: 20_001, last: 20_002 }]; // prettier-ignore
  expect(rulesOf("t", [range], [{ uid: 1_900_000_001, own: [own, ...more], peers: [] }], [])).toContain(
    "set own4 { type uid . ipv4_addr . inet_service; flags interval; elements = { 1900000001 . 127.1.2.3 . 20000-20004 } }",
  );
});

test("it is made from the records: networks and ports of the owner, and the peers of its processes", async () => {
  const scratch = makeScratch();
  try {
    const layout = makeLayout(scratch.root);
    const network = await reserveNetwork("u", { root: scratch.root, name: "n", owner: "o", size: 2 });
    await reserveNetwork("u", { root: scratch.root, name: "other", owner: "p", size: 2 });
    const inputs = { ports: [{ address: "127.0.0.1", port: 9 }], peers: [{ address: "127.5.5.5", port: 10 }] };
    writeRecord(layout, "processes", "a", { name: "a", owner: "o", urn: "u", inputs } as never);
    recordUser(layout, "o", 1_900_000_007, range);
    expect(reachesOf(layout)).toEqual({
      ranges: [range],
      reaches: [
        {
          uid: 1_900_000_007,
          own: [
            { address: network.address, first: network.firstPort, last: network.lastPort },
            { address: "127.0.0.1", first: 9, last: 9 },
          ],
          peers: [{ address: "127.5.5.5", first: 10, last: 10 }],
        },
      ],
    });
  } finally {
    await scratch.clean();
  }
});

describe("peers by name", () => {
  const urnOf = (stack: string, name: string) => `urn:pulumi:${stack}::dinfra-host:index:Process::${name}`;
  const shop = "prod::shop";
  const port = { name: "p2p", address: "127.6.6.6", port: 20_001 };
  const rpc = { name: "rpc", address: "127.6.6.6", port: 20_002 };
  const named = { name: "b", owner: "p", ports: ["p2p"] };
  const there = { owner: "p", stack: shop, ports: [port, rpc] };
  const cases = [
    { case: "of the same stack is reached at the named ports alone", reached: [20_001] },
    { case: "that is not there yet is not reached, nor refused", found: undefined, reached: [] },
    {
      case: "of another owner than was said",
      found: { ...there, owner: "q" },
      refused: "to be of p, found that it is of q",
    },
    {
      case: "of another stack of the same project",
      found: { ...there, stack: "test::shop" },
      refused: "to be of the stack prod::shop, found that it is of test::shop",
    },
    {
      case: "of a stack of that name in another project",
      found: { ...there, stack: "prod::shopping" },
      refused: "to be of the stack prod::shop, found that it is of prod::shopping",
    },
    { case: "without a port of that name", found: { ...there, ports: [rpc] }, refused: "the port p2p, found rpc" },
    {
      case: "whose port is that of what stands before it is reached there",
      found: { ...there, ports: [rpc] },
      before: [port],
      reached: [20_001],
    },
    {
      case: "that may yet get what stands before it is not refused",
      found: { ...there, ports: [rpc] },
      before: "later",
      reached: [],
    },
    {
      case: "that has not the port, nor has what stands before it",
      found: { ...there, ports: [] },
      before: [rpc],
      refused: "the port p2p, found rpc",
    },
    { case: "without any port", found: { ...there, ports: [] }, refused: "the port p2p, found none" },
  ];

  let scratch: Scratch;
  beforeEach(() => (scratch = makeScratch()));
  afterEach(() => scratch.clean());

  test.each(cases)("a peer $case", (row) => {
    const layout = makeLayout(scratch.root);
    const found = "found" in row ? row.found : there;
    const peer = row.before === undefined ? named : { ...named, also: ["b-before"] };
    const inputs = { ports: [], peerProcesses: [peer] };
    const asking = { name: "a", owner: "o", urn: urnOf(shop, "a"), inputs };
    writeRecord(layout, "processes", "a", asking as never);
    const of = found && { name: "b", owner: found.owner, urn: urnOf(found.stack, "b"), inputs: { ports: found.ports } };
    if (of) writeRecord(layout, "processes", "b", of as never);
    if (found && Array.isArray(row.before)) {
      const before = { name: "b-before", owner: found.owner, urn: urnOf(found.stack, "b-before") };
      writeRecord(layout, "processes", "b-before", { ...before, inputs: { ports: row.before } } as never);
    }
    recordUser(layout, "o", 1_900_000_007, range);
    const check = () => requirePeers(layout, asking.urn, "a", [peer]);
    if (row.refused === undefined) expect(check).not.toThrow();
    else expect(check).toThrow(`${row.refused}: name a peer of its own stack [dinfra-host/peer-refused]`);
    expect(reachesOf(layout).reaches[0]!.peers).toEqual(
      (row.reached ?? []).map((first) => ({ address: "127.6.6.6", first, last: first })),
    );
  });

  test("are changed on what runs, which goes on", async () => {
    const { create, update, diff } = operations("Process");
    const inputs = { name: "a", owner: "o", root: scratch.root, ...nodeCommand("setInterval(() => {}, 1e6)") };
    const made = await create(inputs);
    expect(await diff("a", made, inputs)).toMatchObject({ changes: false, replaces: [] });
    const withPeers = { ...inputs, peerProcesses: [named] };
    expect(await diff("a", made, withPeers)).toMatchObject({ changes: true, replaces: [] });
    expect(await update("a", made, withPeers)).toMatchObject({ pid: made.pid });
  });
});

test("a name server on loopback stays within reach", () => {
  expect(localNameServers("nameserver 127.0.0.53\nnameserver 9.9.9.9\n#nameserver 127.1.1.1\n")).toEqual([
    "127.0.0.53",
  ]);
});
