import { bootId } from "../proc/boot.js";
import type { Seen } from "../proc/scan.js";
import type { ProcessRecord } from "./record.js";
import { leaderOf, membersOf } from "./sighting.js";

const id = { name: "a", root: "/r" };
const marks = { name: "a", owner: "o", root: "/r", inputs: "h1", start: "s1" };
const record = { name: "a", owner: "o", urn: "u", phase: "started", start: "s1", inputsHash: "h0", boot: "b", at: 0 };

/** A machine: by default each process is its own leader, started at the tick of its pid, a child of PID 1. */
function machine(...all: (Partial<Seen> & { pid: number })[]): Map<number, Seen> {
  return new Map(
    all.map((seen) => [
      seen.pid,
      { comm: "x", state: "S", ppid: 1, pgrp: seen.pid, session: seen.pid, startTime: seen.pid, ...seen },
    ]),
  );
}

const pids = (members: { pid: number }[]) => members.map((member) => member.pid).sort((a, b) => a - b);

describe("who must go with the named process", () => {
  const leader = { pid: 10, startTime: 10 };
  const never = () => false;

  test.each([
    { case: "its leader and its session", all: machine({ pid: 10 }, { pid: 11, session: 10 }), found: [10, 11] },
    { case: "what bears its mark in another session", all: machine({ pid: 20, marks }), found: [20] },
    { case: "nothing of another name", all: machine({ pid: 20, marks: { ...marks, name: "b" } }), found: [] },
    { case: "nothing of another root", all: machine({ pid: 20, marks: { ...marks, root: "/q" } }), found: [] },
    {
      case: "another name's process in its session or below it is not its",
      all: machine({ pid: 10, marks }, { pid: 11, session: 10, ppid: 10, marks: { ...marks, name: "b" } }),
      found: [10],
    },
    {
      case: "children without mark and session",
      all: machine({ pid: 10, marks }, { pid: 11, ppid: 10 }, { pid: 12, ppid: 11 }),
      found: [10, 11, 12],
    },
    {
      case: "children that have a lower number than their parent",
      all: machine({ pid: 3, ppid: 5 }, { pid: 5, ppid: 10 }, { pid: 10 }),
      found: [3, 5, 10],
    },
    {
      case: "a zombie leader's session",
      all: machine({ pid: 10, state: "Z" }, { pid: 11, session: 10 }),
      found: [10, 11],
    },
    {
      case: "nothing of a session whose leader is another process now",
      all: machine({ pid: 10, startTime: 99 }, { pid: 11, session: 10 }),
      found: [],
    },
    { case: "nothing unmarked of a session without leader", all: machine({ pid: 11, session: 10 }), found: [] },
    { case: "never this very process", all: machine({ pid: process.pid, marks }), found: [] },
  ])("$case", ({ all, found }) => expect(pids(membersOf(all, id, leader, never))).toEqual(found));

  test("the leader gone: what is left in its session and writes to its log", () => {
    const all = machine({ pid: 11, session: 10 }, { pid: 12, session: 10 }, { pid: 13, session: 13 });
    expect(pids(membersOf(all, id, leader, (pid) => pid !== 12))).toEqual([11]);
  });

  test("zombies are told", () => {
    const members = membersOf(machine({ pid: 10 }, { pid: 11, session: 10, state: "Z" }), id, leader, never);
    expect(members.map(({ zombie }) => zombie)).toEqual([false, true]);
  });
});

describe("which process leads", () => {
  const recorded = { ...record, pid: 10, startTime: 10 } as ProcessRecord;
  const intent = { ...record, phase: "starting" } as ProcessRecord;

  test("the recorded one, gone or not", () => {
    expect(leaderOf(recorded, machine(), id)).toMatchObject({ pid: 10, recorded: true, inputsHash: "h0" });
    expect(leaderOf(recorded, machine({ pid: 10, marks }), id)).toMatchObject({ pid: 10, inputsHash: "h1" });
  });

  test("of a number that went to another, the inputs of the record count", () => {
    const all = machine({ pid: 10, startTime: 50, marks });
    expect(leaderOf(recorded, all, id)).toMatchObject({ startTime: 10, inputsHash: "h0" });
  });

  test("with an intent only: the oldest session leader of that very start", () => {
    const all = machine(
      { pid: 7, marks: { ...marks, start: "s0" } },
      { pid: 9, session: 8, marks },
      { pid: 40, startTime: 4, marks },
      { pid: 30, marks },
    );
    expect(leaderOf(intent, all, id)).toEqual({
      pid: 40,
      startTime: 4,
      boot: bootId(),
      recorded: false,
      inputsHash: "h1",
    });
  });

  test("without any record: the oldest marked session leader", () => {
    expect(leaderOf(undefined, machine({ pid: 31, marks }, { pid: 30, marks }), id)).toMatchObject({ pid: 30 });
    expect(leaderOf(undefined, machine({ pid: 30 }), id)).toBeUndefined();
  });
});

describe("with namespaces of its own", () => {
  const makes = { ...marks, isolation: "namespaces" };
  // What makes them hides its environment: 10. The first inside is 11, the program 13, and 14 is a link's end.
  const all = machine(
    ...[{ pid: 10 }, { pid: 11, ppid: 10, session: 10, marks: makes }, { pid: 12, ppid: 11, session: 10, marks }],
    ...[
      { pid: 13, ppid: 12, session: 10, marks },
      { pid: 14, startTime: 5, marks: { ...marks, link: "in" } },
    ],
  );

  test.each([
    ["no record", undefined],
    ["an intent", { ...record, phase: "starting" } as ProcessRecord],
  ])("with %s, what makes them leads, and no link", (_, known) => {
    expect(leaderOf(known, all, id)).toMatchObject({ pid: 10, startTime: 10, recorded: false, inputsHash: "h1" });
    expect(leaderOf(known, all, id)?.isolation).toBe("namespaces");
  });

  test("nobody leads what outlived it", () => {
    const left = machine({ pid: 11, session: 10, marks: makes }, { pid: 14, marks: { ...marks, link: "in" } });
    expect(leaderOf(undefined, left, id)).toBeUndefined();
  });

  test("all are members; what makes the namespaces and the links is a keeper", () => {
    const members = membersOf(all, id, { pid: 10, startTime: 10 }, () => false);
    const keepers = members.filter(({ keeper }) => keeper);
    expect(pids(members)).toEqual([10, 11, 12, 13, 14]);
    expect(pids(keepers)).toEqual([10, 14]);
  });
});
