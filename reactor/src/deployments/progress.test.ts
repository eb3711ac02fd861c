import { Progress } from "./progress.js";

const log = (message: string) => ({ kind: "log" as const, message });
const messages = (progress: Progress, deployment: string) =>
  progress.since(deployment, 0).map(({ message }) => message);

test("the latest events of each are kept, and their numbers go on", () => {
  const progress = new Progress(2, 100);
  for (const message of ["a", "b", "c"]) progress.add("1.1", log(message));
  expect(progress.since("1.1", 0).map(({ id, message }) => [id, message])).toEqual([
    [2, "b"],
    [3, "c"],
  ]);
  progress.forget("1.1");
  progress.add("1.1", log("d"));
  expect(progress.since("1.1", 0)).toMatchObject([{ id: 1, message: "d" }]);
});

test("together they are bounded: those of what was quiet for longest go first, and their numbers stay", () => {
  const progress = new Progress(10, 4);
  for (const [id, message] of ["1.1", "2.1", "1.1", "3.1", "3.1"].entries()) progress.add(message, log(String(id)));
  expect(["1.1", "2.1", "3.1"].map((id) => messages(progress, id))).toEqual([["0", "2"], [], ["3", "4"]]);
  progress.add("2.1", log("again"));
  expect(progress.since("2.1", 0)).toMatchObject([{ id: 2 }]);
  expect(messages(progress, "1.1")).toEqual([]);
  progress.forget("3.1");
  for (const message of ["x", "y", "z"]) progress.add("4.1", log(message));
  expect(messages(progress, "2.1")).toEqual(["again"]);
});
