import type { Deployment } from "@dinfra/schemas";
import type { ReactorClient } from "@dinfra/service/api/client";
import { ReactorError } from "@dinfra/service/failure";
import { ReactorMirror } from "./mirror.js";

const deployment = (id: string, generation = 1) => ({ id, generation }) as Deployment;

let now: number;
let asked: string[];
let listed: Deployment[];
let sequence: string | undefined;
let changes: { items: Deployment[]; forgotten: string[] } | Error;
const reactor: Pick<ReactorClient, "list" | "changes"> = {
  async list() {
    asked.push("list");
    return { epoch: "e", items: listed, sequence };
  },
  async changes(after) {
    asked.push(after);
    if (changes instanceof Error) throw changes;
    return { epoch: "e", ...changes, sequence: `e:${Number(after.slice(2)) + 1}` };
  },
};
let mirror: ReactorMirror;
const read = async () =>
  [...(await mirror.read()).deployments.values()].map(({ id, generation }) => `${id} ${generation}`);

beforeEach(() => {
  [now, asked, sequence] = [0, [], "e:5"];
  listed = [deployment("1.1"), deployment("2.1")];
  changes = { items: [deployment("2.1", 2), deployment("3.1")], forgotten: ["1.1", "3.1"] };
  mirror = new ReactorMirror(reactor, () => now);
});

test("lists once, then follows the changes; what was forgotten and made anew is there", async () => {
  expect(await read()).toEqual(["1.1 1", "2.1 1"]);
  expect(await read()).toEqual(["2.1 2", "3.1 1"]);
  changes = { items: [], forgotten: [] };
  expect(await read()).toEqual(["2.1 2", "3.1 1"]);
  expect(asked).toEqual(["list", "e:5", "e:6"]);
});

test("lists again every ten minutes", async () => {
  await read();
  now = 599_999;
  await read();
  now = 600_000;
  expect(await read()).toEqual(["1.1 1", "2.1 1"]);
  expect(asked).toEqual(["list", "e:5", "list"]);
});

test("lists at once where the changes are not known any more, and next time after anything else that went wrong", async () => {
  await read();
  changes = new ReactorError("sequence-gone", "too old");
  expect(await read()).toEqual(["1.1 1", "2.1 1"]);
  changes = new ReactorError("reactor.unreachable", "away", true);
  await expect(mirror.read()).rejects.toThrow("away");
  expect(await read()).toEqual(["1.1 1", "2.1 1"]);
  expect(asked).toEqual(["list", "e:5", "list", "e:5", "list"]);
});

test("lists each time where the reactor gives no changes", async () => {
  sequence = undefined;
  await read();
  await read();
  expect(asked).toEqual(["list", "list"]);
});
