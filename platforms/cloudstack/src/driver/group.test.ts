import { array, assert, integer, property, string, uniqueArray } from "fast-check";
import type { Api, Entity } from "../api/client.js";
import { goDuration } from "./group.js";
import { waitUntilReady } from "./group-hooks.js";
import { portOf, slotsOf, takenIn } from "./group-slots.js";

test.each([
  [0, "0s"],
  [59, "59s"],
  [60, "1m0s"],
  [300, "5m0s"],
  [3600, "1h0m0s"],
  [7199, "1h59m59s"],
])("%d seconds are %s to Go, which reads the grace period back", (seconds, text) => {
  expect(goDuration(seconds)).toBe(text);
});

test.each<[string, string, { version: string; port: number }[], number]>([
  ["the first version has the node's own port", "a", [], 9944],
  ["the next one has the second", "b", [{ version: "a", port: 9944 }], 19_944],
  ["and the one after it the first again", "c", [{ version: "b", port: 19_944 }], 9944],
  ["one that is there keeps its own", "a", [{ version: "a", port: 19_944 }], 19_944],
  [
    "one beside two that wait for each other has the third",
    "c",
    [
      { version: "a", port: 9944 },
      { version: "b", port: 19_944 },
    ],
    29_944,
  ],
])("%s", (_what, version, taken, port) => {
  expect(portOf(version, 9944, taken)).toBe(port);
});

test("a fourth version at once is refused", () => {
  const taken = slotsOf(9944).map((port, i) => ({ version: String(i), port }));
  expect(() => portOf("x", 9944, taken)).toThrow(/at most two other versions.*found 0, 1, 2/);
});

test("ports are ports, and three, whatever the node's own is", () => {
  assert(
    property(integer({ min: 1, max: 65_535 }), (port) => {
      const slots = slotsOf(port);
      expect(new Set(slots).size).toBe(3);
      for (const slot of slots) expect(slot >= 1 && slot <= 65_535).toBe(true);
    }),
  );
});

test("versions that follow each other never share a port with the one before", () => {
  assert(
    property(uniqueArray(string({ minLength: 1 }), { minLength: 2 }), (versions) => {
      let before: { version: string; port: number } | undefined;
      for (const version of versions) {
        const port = portOf(version, 9944, before ? [before] : []);
        expect(port).not.toBe(before?.port);
        before = { version, port };
      }
    }),
  );
});

test("of the state's rules those of the group count, and what cannot be read counts for nothing", () => {
  const mine = (version: string, publicPort: unknown) => ({
    description: JSON.stringify({ "dinfra-name": "g-rule", "dinfra-version": version }),
    publicPort,
  });
  const strange = [
    { description: JSON.stringify({ "dinfra-name": "other", "dinfra-version": "a" }), publicPort: 1 },
    { description: "by hand", publicPort: 2 },
    { publicPort: 3 },
    mine("x", undefined),
  ];
  assert(
    property(array(integer({ min: 0, max: 3 })), (picks) => {
      const rules = [...picks.map((i) => strange[i]!), mine("v", 19_944)];
      expect(takenIn(rules, "g-rule")).toEqual([{ version: "v", port: 19_944 }]);
    }),
  );
});

/** CloudStack as a list of who runs at each question, and a clock that moves only when it is waited for. */
function played(lists: { id: string; state: string }[][]) {
  let at = 0;
  let asked = 0;
  const api = {
    list: () => Promise.resolve((lists[Math.min(asked++, lists.length - 1)] ?? []) as unknown as Entity[]),
  } as unknown as Api;
  const clock = { now: () => at, wait: (ms: number) => Promise.resolve((at += ms)) };
  return {
    wait: (readiness: { minimum: number; readyAfterSeconds: number }) => waitUntilReady(api, "g", readiness, clock),
    at: () => at,
  };
}
const up = (id: string) => ({ id, state: "Running" });

test("a version is ready when enough machines have run for as long as a start takes; one that starts anew begins again", async () => {
  const steady = played([[up("a")], [up("a"), up("b")]]);
  await steady.wait({ minimum: 2, readyAfterSeconds: 60 });
  expect(steady.at()).toBe(65_000);
  const failing = played([
    [up("a"), up("b")],
    [up("a"), { id: "b", state: "Error" }],
    [up("a"), up("b")],
  ]);
  await failing.wait({ minimum: 2, readyAfterSeconds: 60 });
  expect(failing.at()).toBe(70_000);
});

test("one that never gets ready ends the update, and the error says what goes on", async () => {
  await expect(played([[{ id: "a", state: "Error" }]]).wait({ minimum: 1, readyAfterSeconds: 60 })).rejects.toThrow(
    /expected 1 machines of the new version that have run for 60 seconds, found 0, and 0 that run; the old version goes on/,
  );
});
