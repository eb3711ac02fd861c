import * as fc from "fast-check";
import { schemaOf, type Json, type Operation, type Parameter } from "./document.js";
import type { Parts } from "./generate.js";

// Random inputs from the OpenAPI document: what fits it, and what may or may not.

/** Any value that fits a schema of the document. */
export function fitting(given: Json): fc.Arbitrary<unknown> {
  const schema = schemaOf(given);
  const { type, anyOf, properties = {}, required = [], items, ...more } = schema;
  if (anyOf !== undefined) return fc.oneof(...anyOf.map(fitting));
  if (Array.isArray(more["enum"])) return fc.constantFrom(...(more["enum"] as unknown[]));
  if (more["const"] !== undefined) return fc.constant(more["const"]);
  if (type === "boolean") return fc.boolean();
  if (type === "integer")
    return fc.integer({
      min: Number(more["minimum"] ?? 0),
      max: Math.min(Number(more["maximum"] ?? 2 ** 31 - 1), 2 ** 32 - 1),
    });
  if (type === "number") return fc.double({ min: Number(more["minimum"] ?? 0), noNaN: true, noDefaultInfinity: true });
  if (type === "array")
    return fc.array(fitting(items ?? {}), {
      minLength: Number(more["minItems"] ?? 0),
      maxLength: Math.min(Number(more["maxItems"] ?? 4), 4),
    });
  if (type === "object" && Object.keys(properties).length > 0) {
    const values = Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, fitting(one)]));
    return fc.record(values, { requiredKeys: required as never[] });
  }
  if (type === "object")
    return fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 });
  if (type === "string") return text(schema);
  return fc.jsonValue();
}

function text(schema: Json): fc.Arbitrary<string> {
  const {
    minLength = 0,
    maxLength = 80,
    pattern,
  } = schema as { minLength?: number; maxLength?: number; pattern?: string };
  if (pattern === undefined) return fc.string({ minLength, maxLength: Math.min(maxLength, 80), unit: "grapheme" });
  return fc
    .stringMatching(new RegExp(pattern), { size: "+1" })
    .filter((found) => found.length >= minLength && found.length <= maxLength);
}

/** SS58 accounts have no pattern that gives their length by itself. */
const account = fc.string({
  unit: fc.constantFrom(..."123456789ABCDEFGHJKLMNPQRSTUVWXYZ"),
  minLength: 47,
  maxLength: 48,
});

const withAccounts = (schema: Json): fc.Arbitrary<unknown> =>
  String(schema["$ref"]).endsWith("/Account") ? account : fitting(schema);

/** A request of an operation that fits the document. */
export function fittingRequest(
  { parameters, body }: Operation,
  known: Record<string, fc.Arbitrary<unknown>>,
): fc.Arbitrary<Parts> {
  const place = (where: Parameter["in"]) => {
    const here = parameters.filter((parameter) => parameter.in === where);
    const values = here.map(({ name, schema }) => [name, (known[name] ?? withAccounts(schema)).map(String)] as const);
    const requiredKeys = here.filter(({ required }) => required).map(({ name }) => name);
    return fc.record(Object.fromEntries(values), { requiredKeys }) as fc.Arbitrary<Record<string, string>>;
  };
  return fc.record(
    {
      path: place("path"),
      query: place("query"),
      header: place("header"),
      body: body === undefined ? fc.constant(undefined) : fitting(body),
    },
    { requiredKeys: ["path", "query", "header"] },
  ) as fc.Arbitrary<Parts>;
}
