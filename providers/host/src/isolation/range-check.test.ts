import { rangeProblem, type IdFiles } from "./range-check.js";

const whole = "         0          0 4294967295\n";
const files: IdFiles = {
  passwd: "root:x:0:0:root:/root:/bin/bash\nann:x:5000:5000::/home/ann:/bin/sh\n",
  group: "root:x:0:\nstaff:x:6000:ann\n",
  subuid: "ann:100000:65536\n",
  subgid: "# of nobody\nann:300000:65536\n",
  uidMap: whole,
  gidMap: whole,
};

test.each([
  { case: "nobody's", range: { first: 1_900_000_000, count: 65_536 }, problem: undefined },
  { case: "a user's", range: { first: 4_990, count: 20 }, problem: "found ann in /etc/passwd" },
  { case: "a group's", range: { first: 6_000, count: 1 }, problem: "found staff in /etc/group" },
  { case: "a user's subordinate uids", range: { first: 165_535, count: 10 }, problem: "found ann in /etc/subuid" },
  { case: "a user's subordinate gids", range: { first: 200_000, count: 100_001 }, problem: "found ann in /etc/subgid" },
  { case: "next to all of these", range: { first: 165_536, count: 134_464 }, problem: undefined },
])("a range that is $case", ({ range, problem }) => {
  if (problem === undefined) expect(rangeProblem(range, files)).toBeUndefined();
  else expect(rangeProblem(range, files)).toContain(problem);
});

test("a range that the user namespace does not have", () => {
  const range = { first: 60_000, count: 10_000 };
  expect(rangeProblem(range, { ...files, uidMap: "0 1000000 65536\n" })).toContain("this user namespace lacks some");
  expect(rangeProblem({ first: 60_000, count: 5_536 }, { ...files, uidMap: "0 1000000 65536\n" })).toBeUndefined();
});
