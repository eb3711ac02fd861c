import fc from "fast-check";
import { terminalRecord, TerminalRecords } from "./terminal-records.js";

const [first, second] = ["ws://first", "ws://second"];
const ended = "Ending:FundsSpent";
const hour = 3_600_000;
type Look = [endpoint: string, block: number, record: string | null];

const after = (looks: readonly Look[], endpoints: readonly string[] = [first, second], distance = 2) => {
  const records = new TerminalRecords(endpoints, distance);
  looks.forEach(([endpoint, block, record], at) =>
    records.note(endpoint, block, new Map([["7.1", record]]), at * 1000),
  );
  return records;
};

test("only a stored end is a terminal record", () => {
  expect(terminalRecord({ kind: "Ending", reason: "FundsSpent" })).toBe(ended);
  expect(terminalRecord({ kind: "Revoked", reason: "Rejected" })).toBe("Revoked:Rejected");
  expect(terminalRecord({ kind: "Active" })).toBeNull();
  expect(terminalRecord({ kind: "Awarded", deadline: 7 })).toBeNull();
  expect(terminalRecord(undefined)).toBeNull();
});

test.each<[string, Look[], string[]]>([
  ["nobody has said anything", [], [first, second]],
  [
    "one look at each",
    [
      [first, 10, ended],
      [second, 10, ended],
    ],
    [first, second],
  ],
  [
    "two looks a block apart",
    [
      [first, 10, ended],
      [first, 11, ended],
    ],
    [first, second],
  ],
  [
    "the first alone, for ever",
    [
      [first, 10, ended],
      [first, 9_999, ended],
    ],
    [second],
  ],
  [
    "two blocks apart at both",
    [
      [first, 10, ended],
      [second, 8, ended],
      [first, 12, ended],
      [second, 10, ended],
    ],
    [],
  ],
  [
    "the second says that it lives",
    [
      [first, 10, ended],
      [first, 12, ended],
      [second, 10, null],
      [second, 12, null],
    ],
    [second],
  ],
  [
    "the second changed its mind",
    [
      [first, 10, ended],
      [first, 12, ended],
      [second, 10, ended],
      [second, 11, null],
      [second, 12, ended],
    ],
    [second],
  ],
  [
    "another end",
    [
      [first, 10, ended],
      [first, 12, ended],
      [second, 10, "Revoked:Rejected"],
      [second, 14, "Revoked:Rejected"],
    ],
    [second],
  ],
  [
    "a block that goes back begins anew",
    [
      [first, 10, ended],
      [first, 12, ended],
      [first, 11, ended],
      [second, 1, ended],
      [second, 9, ended],
    ],
    [first],
  ],
])("%s", (_name, looks, missing) => {
  expect(after(looks).missing("7.1", ended)).toEqual(missing);
});

test("an endpoint that lies alone confirms nothing, whatever it says", () => {
  const lies = fc.array(fc.tuple(fc.nat(50), fc.constantFrom(ended, "Revoked:Rejected", null)), { maxLength: 60 });
  fc.assert(
    fc.property(lies, lies, (of, truth) => {
      const liar: Look[] = of.map(([block, record]) => [first, block, record]);
      const honest: Look[] = truth.map(([block]) => [second, block, null]);
      return after([...liar, ...honest])
        .missing("7.1", ended)
        .includes(second);
    }),
  );
});

test("how long the answers have not changed is that of the endpoint that knows it for the shortest time", () => {
  const records = new TerminalRecords([first, second], 2);
  const note = (endpoint: string, block: number, at: number) =>
    records.note(endpoint, block, new Map([["7.1", ended]]), at);
  note(first, 10, 0);
  note(first, 700, hour);
  expect(records.unchangedFor("7.1", ended)).toBe(0);
  note(second, 100, hour);
  note(second, 200, 2 * hour);
  expect(records.unchangedFor("7.1", ended)).toBe(hour);
  records.keep(new Set(["8.1"]));
  expect([records.unchangedFor("7.1", ended), records.missing("7.1", ended)]).toEqual([0, [first, second]]);
});

test("distance 0 is for chains that make no block of their own", () => {
  expect(after([[first, 10, ended]], [first], 0).missing("7.1", ended)).toEqual([]);
});
