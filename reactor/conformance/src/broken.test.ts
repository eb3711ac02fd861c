/** @integration */
import { promisesOf } from "./promises.js";
import { conform } from "./run.js";
import { startBroken } from "./testing/breaking-proxy.js";
import { broken, brokenExtended } from "./testing/broken.js";
import { startMemoryReactor } from "./testing/memory-reactor.js";

/** Tried with each, as promises that it does not break; with DINFRA_CONFORMANCE_ALL all are. */
const others = [
  "answers",
  "content-type",
  "problems",
  "epoch",
  "put-recorded",
  "receipt",
  "acknowledged",
  "list-pages",
];
const all = promisesOf("core").map(({ id }) => id);

let good: Awaited<ReturnType<typeof startMemoryReactor>>;
beforeAll(async () => {
  good = await startMemoryReactor();
});
afterAll(() => good.close());

// Each of them is a good reactor with one fault. The suite says which promises that breaks, and no other.
test.each([
  ...Object.entries(broken).map(([name, one]) => [name, "core", one] as const),
  ...Object.entries(brokenExtended).map(([name, one]) => [name, "extended", one] as const),
])("%s: the right promises fail, and no others", async (_name, level, one) => {
  const subject = await startBroken(good, one.broken());
  try {
    const only = process.env.DINFRA_CONFORMANCE_ALL ? all : [...new Set([...one.fails, ...others])];
    const { promises, conforms } = await conform(subject, { patience: 4_000, parallel: 8, level, only });
    const failed = promises.filter(({ outcome }) => outcome === "fail");
    const why = failed.map(({ id, problems }) => `${id}: ${problems[0]}`);
    expect([failed.map(({ id }) => id).sort(), why]).toEqual([[...one.fails].sort(), why]);
    expect(conforms).toBe(false);
  } finally {
    await subject.close();
  }
});
