import fc from "fast-check";
import * as fs from "node:fs";
import { parseStat } from "./stat.js";
import { processState, readStat, stateOf } from "./state.js";

const line = (comm: string) =>
  `4711 (${comm}) S 12 4711 4700 0 -1 4194304 100 0 0 0 0 0 0 0 20 0 1 0 108655 3133440 382 18446744073709551615 0\n`;

test.each(["node", "with space", "(brackets)", ") S 1 1 1", "a) R 2 (b", "line\nfeed", "((((", "))))", ""])(
  "a program named %j does not confuse the fields",
  (comm) => {
    const expected = { pid: 4711, comm, state: "S", ppid: 12, pgrp: 4711, session: 4700, startTime: 108655 };
    expect(parseStat(line(comm))).toEqual(expected);
  },
);

test("any name that a process may give itself is read back", () => {
  fc.assert(fc.property(fc.string({ maxLength: 15 }), (comm) => parseStat(line(comm))?.comm === comm));
});

test.each(["", "4711", "4711 (node)", "4711 (node) S 1 2", "x (node) S 12 4711 4700", "(node) S 1 2 3"])(
  "%j is no stat line",
  (text) => expect(parseStat(text)).toBeUndefined(),
);

test("any text at all is either parsed or refused", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const stat = parseStat(text);
      return stat === undefined || Number.isSafeInteger(stat.startTime);
    }),
  );
});

test("this very process is read as the kernel shows it", () => {
  const stat = readStat(process.pid)!;
  expect(stat).toMatchObject({ pid: process.pid, ppid: process.ppid });
  expect(fs.readFileSync(`/proc/${process.pid}/stat`, "latin1")).toContain(` ${stat.startTime} `);
});

describe("what became of a process that started at tick 100", () => {
  test.each([
    { seen: undefined, sameBoot: true, is: "dead" },
    { seen: { state: "S", startTime: 100 }, sameBoot: true, is: "running" },
    { seen: { state: "R", startTime: 100 }, sameBoot: true, is: "running" },
    { seen: { state: "D", startTime: 100 }, sameBoot: true, is: "running" },
    { seen: { state: "T", startTime: 100 }, sameBoot: true, is: "running" },
    { seen: { state: "Z", startTime: 100 }, sameBoot: true, is: "zombie" },
    { seen: { state: "X", startTime: 100 }, sameBoot: true, is: "zombie" },
    { seen: { state: "S", startTime: 101 }, sameBoot: true, is: "reused" },
    { seen: { state: "S", startTime: 99 }, sameBoot: true, is: "reused" },
    { seen: { state: "Z", startTime: 101 }, sameBoot: true, is: "reused" },
    { seen: { state: "S", startTime: 100 }, sameBoot: false, is: "dead" },
    { seen: { state: "S", startTime: 101 }, sameBoot: false, is: "dead" },
  ])("seen $seen, same boot $sameBoot: $is", ({ seen, sameBoot, is }) => {
    expect(stateOf(seen, 100, sameBoot)).toBe(is);
  });
});

test("a process of this machine: running as itself, reused under another start time, dead in another boot", () => {
  const { startTime } = readStat(process.pid)!;
  expect(processState(process.pid, startTime)).toBe("running");
  expect(processState(process.pid, startTime - 1)).toBe("reused");
  expect(processState(process.pid, startTime, "another-boot")).toBe("dead");
  expect(processState(2 ** 22 + 1, startTime)).toBe("dead");
});
