import { holdsSecret, holdsUnknown, type Properties } from "../values.js";

export interface Failure {
  property: string;
  reason: string;
}

/** A rule for one value: gives what is wrong below `path`. Never called with a value that is unknown or absent. */
export type Rule = (value: unknown, path: string) => Failure[];

interface Field {
  rule: Rule;
  /** May be absent; `fallback` is then filled in. */
  optional?: boolean;
  fallback?: unknown;
}

export type Shape = Record<string, Field>;

/** What was found, for a message: the value if it is short and harmless, else its kind. Never the text of a secret. */
function describe(value: unknown, secret: boolean): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  if (secret) return `a secret ${typeof value}`;
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

const expected = (property: string, what: string, found: unknown, secret = false): Failure[] => [
  { property, reason: `expected ${what}, found ${describe(found, secret)}` },
];

export function text(what: string, ok: (value: string) => boolean = () => true, hidden = false): Rule {
  // The kernel ends texts at NUL: in a path or an argument it would cut off what follows.
  return (value, path) =>
    typeof value === "string" && !value.includes("\0") && ok(value) ? [] : expected(path, what, value, hidden);
}

export function number(what: string, min: number, max: number, whole = true): Rule {
  const fits = (value: number) => (whole ? Number.isInteger(value) : Number.isFinite(value));
  return (value, path) =>
    typeof value === "number" && fits(value) && value >= min && value <= max ? [] : expected(path, what, value);
}

export function listOf(item: Rule): Rule {
  return (value, path) =>
    Array.isArray(value)
      ? value.flatMap((one, at) => (holdsUnknown(one) ? [] : item(one, `${path}[${at}]`)))
      : expected(path, "a list", value);
}

/** An object with any keys; `key` says what is wrong with one, if anything. */
export function mapOf(item: Rule, key: (name: string) => string | undefined): Rule {
  return (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return expected(path, "an object", value);
    return Object.entries(value).flatMap(([name, one]) => {
      const wrong = key(name);
      if (wrong) return [{ property: `${path}.${name}`, reason: wrong }];
      return holdsUnknown(one) ? [] : item(one, `${path}.${name}`);
    });
  };
}

/** An object of just these fields. */
export function shaped(shape: Shape): Rule {
  return (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return expected(path, "an object", value);
    return checkShape(value as Properties, shape, (name) => (path ? `${path}.${name}` : name));
  };
}

function checkShape(value: Properties, shape: Shape, at: (name: string) => string): Failure[] {
  const strangers = Object.keys(value).filter((name) => !(name in shape));
  return [
    ...strangers.map((name) => ({
      property: at(name),
      reason: `expected one of ${Object.keys(shape).join(", ")}, found ${name}`,
    })),
    ...Object.entries(shape).flatMap(([name, field]) => {
      const found = value[name];
      if (found === undefined || found === null) return field.optional ? [] : expected(at(name), "a value", undefined);
      return holdsUnknown(found) ? [] : field.rule(found, at(name));
    }),
  ];
}

/**
 * Checks the inputs of a resource and fills in what was left out. Values that are secret are checked in clear and never
 * shown; values that are not known yet pass.
 */
export function checkInputs(
  raw: Properties,
  clear: Properties,
  shape: Shape,
): { inputs: Properties; failures: Failure[] } {
  const inputs = { ...raw };
  for (const [name, field] of Object.entries(shape))
    if ((raw[name] === undefined || raw[name] === null) && field.fallback !== undefined) inputs[name] = field.fallback;
    else if (raw[name] === null) delete inputs[name];
  const failures = checkShape(clear, shape, (name) => name).map((failure) => {
    const top = failure.property.split(/[.[]/)[0] ?? "";
    if (!holdsSecret(raw[top])) return failure;
    return { ...failure, reason: failure.reason.replace(/, found .*$/s, ", found a secret of another form") };
  });
  return { inputs, failures };
}
