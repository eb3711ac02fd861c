import type { Marks, Seen } from "../proc/scan.js";
import { settleNamespaces } from "./forged.js";

const marks: Marks = { name: "a", owner: "o", root: "/r", inputs: "h", start: "s" };
const makers = { ...marks, isolation: "namespaces" };
const forged = { ...marks, name: "b", owner: "p", isolation: "namespaces", link: "in" };

const seen = (pid: number, ppid: number, of?: Marks): [number, Seen] => [
  pid,
  { pid, ppid, comm: "x", state: "S", pgrp: pid, session: 10, startTime: pid, ...(of && { marks: of }) },
];

/** 10 makes namespaces, 11 is the first inside, 12 the init of those below, 13 to 15 are the workload's; 20 has none. */
const depths: Record<number, number> = { 10: 1, 11: 2, 12: 3, 13: 3, 14: 3, 15: 4, 20: 1, 30: 2 };
const settled = (...all: [number, Seen][]) => {
  const map = new Map([seen(1, 0), ...all]);
  settleNamespaces(map, (pid) => depths[pid] ?? 1);
  return (pid: number) => map.get(pid)?.marks;
};

test("what runs in namespaces bears the marks that these were made with, whatever it says", () => {
  const of = settled(
    ...[seen(10, 1), seen(11, 10, makers), seen(12, 11, marks)],
    ...[seen(13, 12, forged), seen(14, 13), seen(15, 12, forged)],
  );
  expect(of(11)).toEqual(makers);
  for (const pid of [12, 13, 15]) expect(of(pid)).toEqual({ ...marks, isolation: undefined });
  expect(of(14)).toBeUndefined();
});

test("where those bear none, it bears none", () => {
  const of = settled(seen(10, 1), seen(11, 10), seen(12, 11, forged));
  expect(of(12)).toBeUndefined();
});

test("what makes them may have ended; what has none of its own keeps its marks", () => {
  const of = settled(seen(30, 1, makers), seen(20, 1, marks));
  expect(of(30)).toEqual(makers);
  expect(of(20)).toEqual(marks);
});
