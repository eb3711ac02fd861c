/*
 * Property values as they cross the wire to a provider: JSON, in which a secret is an object with a signature, and
 * what is not known before an update is a text. Both constants are part of the Pulumi protocol.
 */

const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export type Properties = Record<string, unknown>;

function isSecret(value: unknown): value is { value: unknown } {
  return typeof value === "object" && value !== null && (value as Properties)[signatureKey] === secretSignature;
}

function map(value: unknown, secret: (inner: unknown) => unknown): unknown {
  if (isSecret(value)) return secret(value.value);
  if (Array.isArray(value)) return value.map((item) => map(item, secret));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, map(item, secret)]));
}

/** The value with its secrets in clear: for use, never for messages, records or outputs. */
export function plain(value: unknown): unknown {
  return map(value, (inner) => plain(inner));
}

/** The value with null in place of every secret. */
export function redacted(value: unknown): unknown {
  return map(value, () => null);
}

/** Marks a value as secret. */
export function asSecret(value: unknown): unknown {
  return { [signatureKey]: secretSignature, value };
}

/** Whether some part of the value is a secret. */
export function holdsSecret(value: unknown): boolean {
  let found = false;
  map(value, () => (found = true));
  return found;
}

/** Whether some part of the value is not known yet (a preview). */
export function holdsUnknown(value: unknown): boolean {
  if (value === unknownText) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown);
}

/** JSON with sorted keys: equal values give equal text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

/** The properties of `keys` that differ between the two, secrets in clear; absent and null are the same. */
export function changed(olds: Properties, news: Properties, keys: readonly string[]): string[] {
  const text = (value: unknown) => canonical(plain(value) ?? null);
  return keys.filter((key) => text(olds[key]) !== text(news[key]));
}
