import * as fc from "fast-check";
import { fittingRequest } from "../arbitrary.js";
import { operations, type Operation } from "../document.js";
import type { Parts } from "../generate.js";
import type { Promised } from "../promises.js";
import { said, type Trial } from "../trial.js";

/** Requests of each operation. */
const runs = 25;

/** A stream without an end is opened by its own promise. */
const fuzzed = operations.filter(({ id }) => id !== "streamChanges");

export const fuzz: readonly Promised[] = [
  {
    id: "random-input",
    level: "extended",
    text: "Any request that fits the document has an answer of the document, and the reactor never fails (5xx) by it.",
    alone: true,
    async test(trial) {
      for (const operation of fuzzed) {
        const asked = fc.sample(fittingRequest(operation, knownTo(trial)), { numRuns: runs, seed: trial.options.seed });
        for (const parts of asked) await answersWell(trial, operation, parts);
        if (trial.problems.length > 20) return;
      }
      const { status } = await trial.ask("GET", "/healthz");
      trial.that(status === 200, `expected health after all of it, found ${status}`);
    },
  },
];

/** What a reactor knows is often right and often not: a request that is refused at the first step tries nothing more. */
function knownTo(trial: Trial): Record<string, fc.Arbitrary<unknown>> {
  const { owner } = trial.known;
  const own = Array.from({ length: 4 }, () => trial.newId());
  const hash = fc.stringMatching(/^0x[0-9a-f]{64}$/);
  return {
    id: fc.oneof(
      fc.constantFrom(...own),
      fc.integer({ min: 1 }).map((n) => `${n}.1`),
    ),
    instance: fc.oneof({ weight: 3, arbitrary: fc.constant(owner.instance) }, hash),
    provider: fc.constant(owner.provider),
    follow: fc.constant(false),
    after: fc.constantFrom(...own, "another-store:7", "18446744073709551615.1"),
  };
}

async function answersWell(trial: Trial, { method, path, id: operation }: Operation, parts: Parts): Promise<void> {
  const id = parts.path["id"];
  const told = await trial.ask(method, path.replace("{id}", id ?? ""), {
    ...{ query: parts.query, headers: parts.header },
    ...(parts.body !== undefined && { body: parts.body }),
  });
  if (id !== undefined && told.status === 202) trial.made.add(id);
  trial.that(
    told.status < 500 || told.status === 503,
    `${operation}: expected no failure, found ${said(told)}, of ${JSON.stringify(parts).slice(0, 300)}`,
  );
}
