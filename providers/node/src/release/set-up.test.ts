import type { Status } from "../ssh/agent.js";
import { setUpOf, type SetUp } from "./set-up.js";

const status = (change: Partial<Status["release"]>, started = false) =>
  ({
    release: { name: "n", desired: "b", running: "a", phase: "restore", failure: null, ...change },
    conditions: { started: { status: started, reason: "" } },
  }) as unknown as Status;
const done: SetUp = { started: true, reason: "", failed: false };
const at = (phase: string): SetUp => ({ started: false, reason: `the machine is at ${phase}`, failed: false });
const failure = (code: string, permanent: boolean) => ({ failure: { code, message: "why", permanent } });

test.each<[string, Status, string | undefined, SetUp | undefined, SetUp]>([
  ["a machine that restores", status({}), undefined, undefined, at("restore")],
  ["what came up before is another release", status({}, true), "a", done, at("restore")],
  ["its services run and have not come up", status({ running: "b", phase: "idle" }), "b", at("swap"), at("idle")],
  ["it has come up", status({ running: "b" }, true), "b", at("idle"), done],
  ["it came up once and is out now", status({ running: "b" }), "b", done, done],
  ["a failure that may pass", status(failure("fetch-failed", false)), "b", undefined, at("restore")],
  [
    "a failure that cannot pass",
    status(failure("artifact-digest", true)),
    "b",
    undefined,
    { started: false, reason: "artifact-digest: why", failed: true },
  ],
  [
    "a return to the release before, which has come up",
    status(failure("upgrade-returned", false), true),
    "b",
    undefined,
    { started: false, reason: "upgrade-returned: why", failed: true },
  ],
])("%s", (_name, seen, digest, before, expected) => {
  expect(setUpOf(seen, digest, before)).toEqual(expected);
});
