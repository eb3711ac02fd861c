import type { Deployment } from "@dinfra/schemas";
import type { Trial } from "../trial.js";

/** Holds members of an end against what is wanted, undefined where it may not have one. @param when for the report, with a colon */
export function expectEnd(trial: Trial, end: Deployment["end"], wanted: Record<string, unknown>, when = ""): void {
  const found: Record<string, unknown> = end ?? {};
  for (const [name, value] of Object.entries(wanted))
    trial.that(
      found[name] === value,
      `${when}expected ${String(value ?? "nothing")} as \`end.${name}\`, found ${String(found[name] ?? "nothing")}`,
    );
}
