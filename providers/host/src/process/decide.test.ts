import { decide, isCommandLine } from "./decide.js";
import type { ProcessRecord } from "./record.js";
import type { Sighting } from "./sighting.js";

const wanted = { name: "a", owner: "o", inputsHashes: ["h", "former"] };
const leader = { pid: 10, startTime: 100, boot: "b", recorded: true, inputsHash: "h" };
const member = { pid: 10, startTime: 100, zombie: false, keeper: false };
const record = {
  name: "a",
  owner: "o",
  urn: "u",
  phase: "started",
  start: "s",
  inputsHash: "h",
  boot: "b",
  at: 0,
  inputs: {},
};
const running: Sighting = { record: record as ProcessRecord, owner: "o", leader, state: "running", members: [member] };
const adopt = { kind: "adopt", pid: 10, startTime: 100 };
const start = { kind: "start", endFirst: false };
const endThenStart = { kind: "start", endFirst: true };

test.each<{ case: string; found: Sighting; runsIt?: boolean; then: unknown }>([
  { case: "nothing there", found: { state: "dead", members: [] }, then: start },
  { case: "running with these inputs", found: running, then: adopt },
  { case: "with the hash of before", found: { ...running, leader: { ...leader, inputsHash: "former" } }, then: adopt },
  { case: "running with others", found: { ...running, leader: { ...leader, inputsHash: "g" } }, then: endThenStart },
  { case: "dead, nothing left", found: { ...running, state: "dead", members: [] }, then: start },
  { case: "dead, its children left", found: { ...running, state: "dead" }, then: endThenStart },
  { case: "zombie", found: { ...running, state: "zombie" }, then: endThenStart },
  { case: "its pid is another's", found: { ...running, state: "reused", members: [] }, then: start },
  {
    case: "half deleted",
    found: { ...running, record: { ...running.record!, phase: "deleting" } },
    then: endThenStart,
  },
  {
    case: "unrecorded, runs it",
    found: { ...running, record: undefined, leader: { ...leader, recorded: false } },
    runsIt: true,
    then: adopt,
  },
  {
    case: "unrecorded, a child of it",
    found: { ...running, record: undefined, leader: { ...leader, recorded: false } },
    runsIt: false,
    then: endThenStart,
  },
])("$case", ({ found, runsIt = false, then }) => expect(decide(found, wanted, () => runsIt)).toEqual(then));

test("a name of another owner is refused, whatever it runs", () => {
  expect(() => decide({ ...running, owner: "p" }, wanted, () => true)).toThrow(
    expect.objectContaining({ code: "name-taken", message: expect.stringMatching(/belongs to p, not to o/) }),
  );
});

describe("a command line", () => {
  test.each([
    { argv: ["/bin/node", "-e", "1"], command: "/bin/node", args: ["-e", "1"], is: true },
    { argv: ["node"], command: "node", args: [], is: true },
    { argv: ["/bin/sh", "/opt/run.sh", "x"], command: "/opt/run.sh", args: ["x"], is: true },
    { argv: ["/usr/bin/env", "python", "/opt/bin/tool", "x"], command: "tool", args: ["x"], is: true },
    { argv: ["a", ""], command: "a", args: [""], is: true },
    { argv: ["/bin/node", "-e", "2"], command: "/bin/node", args: ["-e", "1"], is: false },
    { argv: ["/bin/node", "-e"], command: "/bin/node", args: ["-e", "1"], is: false },
    { argv: ["mynode", "x"], command: "node", args: ["x"], is: false },
    { argv: [], command: "node", args: [], is: false },
  ])("$argv is $command $args: $is", ({ argv, command, args, is }) => {
    expect(isCommandLine(argv.map((arg) => `${arg}\0`).join(""), command, args)).toBe(is);
  });
});
