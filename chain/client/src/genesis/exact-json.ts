/**
 * JSON whose integers survive: balances are larger than 2^53, and JSON.parse would silently change them
 * (an endowment of 2^60 became …847000). Unsafe integers become bigint, and bigint is written as plain digits.
 */

// Node 21+; TypeScript's es2024 lib does not know them yet.
declare global {
  interface JSON {
    rawJSON(text: string): unknown;
  }
}

export type Json = null | boolean | number | bigint | string | readonly Json[] | { readonly [key: string]: Json };

const integer = /^-?\d+$/;

export function parseExact(text: string): Json {
  const parse = JSON.parse as (
    text: string,
    reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
  ) => Json;
  return parse(text, (_key, value, context) =>
    typeof value === "number" &&
    !Number.isSafeInteger(value) &&
    context.source !== undefined &&
    integer.test(context.source)
      ? BigInt(context.source)
      : value,
  );
}

export function stringifyExact(value: Json): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "bigint" ? JSON.rawJSON(inner.toString()) : inner,
  );
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** RFC 7396: objects are merged, null removes, everything else replaces. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const merged: Record<string, Json> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}
