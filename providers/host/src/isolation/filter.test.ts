/** @integration */
import { makeLayout } from "../layout.js";
import { reserveNetwork } from "../network/reserve.js";
import { writeRecord } from "../records.js";
import { makeScratch } from "../testing/scratch.js";
import { localNameServers, reachesOf, rulesOf } from "./filter.js";
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

test("a name server on loopback stays within reach", () => {
  expect(localNameServers("nameserver 127.0.0.53\nnameserver 9.9.9.9\n#nameserver 127.1.1.1\n")).toEqual([
    "127.0.0.53",
  ]);
});
