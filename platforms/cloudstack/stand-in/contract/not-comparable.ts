import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What a real CloudStack always says of a kind of thing and the stand-in does not (entity.field): neither the provider nor our observer reads
 * it. Everything that is not listed is compared.
 */
export const notModelled: ReadonlySet<string> = new Set(
  Object.entries(
    JSON.parse(readFileSync(join(__dirname, "not-modelled.json"), "utf8")) as Record<string, string[]>,
  ).flatMap(([entity, fields]) => fields.map((field) => `${entity}.${field}`)),
);

/** Commands of the stand-in of which no answer was recorded. */
export const notRecorded: string[] = [];
