import { diagnose } from "./diagnose";
import { Progress, plain } from "./progress";
import type { RunReport } from "./run";

const report = (more: Partial<RunReport>): RunReport => ({
  ok: false,
  changes: {},
  errors: [],
  failed: [],
  planned: [],
  output: "",
  ...more,
});
const failed = [{ urn: "u", op: "create" }];
const typed = (retryable: boolean) =>
  Object.assign(new Error("entry bad is not in the catalogue"), { code: "stacks.unknownEntry", retryable });

// The texts are the engine's and the host provider's own, as they were seen.
it.each<[string, Partial<RunReport>, unknown[], object]>([
  ["killed", { killedBy: "SIGKILL" }, [], { code: "engine.killed", retryable: true }],
  [
    "locked by somebody",
    { output: "error: the stack is currently locked by 1 lock(s). Either wait" },
    [],
    { code: "engine.locked", retryable: true },
  ],
  [
    "no plugin",
    { errors: ["no resource plugin 'pulumi-resource-dinfra-host' found in the workspace at version v0.1.0"] },
    [],
    { code: "engine.pluginMissing", retryable: true },
  ],
  [
    "another passphrase",
    { output: "error: incorrect passphrase" },
    [],
    { code: "engine.stateUnusable", retryable: false },
  ],
  [
    "program says never",
    { errors: ["Unhandled exception"] },
    [typed(false)],
    { code: "program.refused", retryable: false },
  ],
  [
    "program says perhaps",
    { errors: ["Unhandled exception"] },
    [typed(true)],
    { code: "program.threw", retryable: true, maxTries: 3 },
  ],
  ["program throws", {}, [new Error("boom")], { code: "program.threw", retryable: true, maxTries: 3, message: "boom" }],
  [
    "inputs refused",
    { errors: ["dinfra-host:index:Process resource 'p' has a problem: command must be absolute"] },
    [],
    { code: "provider.invalid", retryable: false },
  ],
  [
    "not ready",
    { errors: ["no answer within 2 s [dinfra-host/not-ready]"], failed },
    [],
    { code: "provider.notReady", retryable: true },
  ],
  [
    "platform fails",
    { errors: ["503 [x]"], failed },
    [],
    { code: "provider.failed", retryable: true, message: "503 [x]" },
  ],
  ["engine fails", { output: "error: something else" }, [], { code: "engine.failed", retryable: true }],
])("%s", (_case, part, thrown, expected) => {
  expect(diagnose(report(part), thrown).toReport()).toMatchObject(expected);
});

it("gives a reason that fits into a report, whatever the engine prints", () => {
  const long = diagnose(report({ errors: ["x".repeat(10_000)] }), []).message;
  expect(long.length).toBeLessThan(2_100);
  expect(diagnose(report({}), []).message).toContain("did not say why");
});

it("takes colour marks out, and keeps errors apart from chatter", () => {
  const seen: unknown[] = [];
  const progress = new Progress("1.1", (event) => seen.push(event));
  const say = (severity: string, message: string, ephemeral = false) =>
    progress.take({ diagnosticEvent: { severity, message, ephemeral } });
  say("error", "<{%fg 1%}>bad<{%reset%}>\n");
  say("debug", "noise");
  say("info#err", "hm");
  say("info", "gone", true);
  progress.take({ summaryEvent: { resourceChanges: { create: 2 } } });
  expect([progress.errors, progress.changes]).toEqual([["bad"], { create: 2 }]);
  expect(seen).toMatchObject([
    { severity: "error", text: "bad" },
    { severity: "info", text: "hm" },
  ]);
  expect(plain("\u001b[31mred\u001b[0m")).toBe("red");
});
