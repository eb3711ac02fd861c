import { readFileSync } from "node:fs";
import * as path from "node:path";
import { ComponentError } from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";

// What TypeScript refuses reaches us from JavaScript, from `any`, and from other languages. The committed schema, which a test holds
// against the interfaces, says what each argument is: no argument is described a second time for its check.

/** A property of a Pulumi package schema. */
export interface Spec {
  type?: string;
  $ref?: string;
  plain?: boolean;
  items?: Spec;
  additionalProperties?: Spec;
}

export interface ObjectSpec {
  properties: Record<string, Spec>;
  required?: string[];
}

export interface EnumSpec {
  enum: { value: string | number }[];
}

export interface Schema {
  resources: Record<string, { inputProperties: Record<string, Spec>; requiredInputs?: string[] }>;
  types: Record<string, ObjectSpec | EnumSpec>;
}

let read: Schema | undefined;
export const schema = (): Schema =>
  (read ??= JSON.parse(readFileSync(path.join(__dirname, "..", "schema.json"), "utf8")) as Schema);

/** Who is told: a component by its kind and name. */
type Whose = string;

/**
 * Holds the arguments of a component against the package's schema: missing, misspelt, of a wrong type, undefined. What is an output is
 * checked when it resolves; the result has it wrapped in its check. The given arguments are not changed, and no default is filled in.
 * @throws ComponentError `InvalidArgument`, a line per argument that is refused
 */
export function checkedArgs<Args extends object>(component: string, name: string, args: Args): Args {
  const { inputProperties: properties, requiredInputs: required } = schema().resources[`dinfra:index:${component}`]!;
  const problems: string[] = [];
  const checked = ofObject({ properties, required }, args, "", true, problems);
  const whose: Whose = `${component} ${JSON.stringify(name)}`;
  refuse(whose, problems);
  return guarded(whose, checked) as Args;
}

/** An output in checked arguments, with what it has to be. */
class Later {
  constructor(
    readonly output: pulumi.Output<unknown>,
    readonly spec: Spec,
    readonly at: string,
    readonly required: boolean,
  ) {}
}

export function refuse(whose: Whose, problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new ComponentError("InvalidArgument", problems.map((problem) => `${whose}: ${problem}`).join("\n"));
}

/** Puts each output's check where the output was. */
function guarded(whose: Whose, value: unknown): unknown {
  if (value instanceof Later) {
    return value.output.apply((resolved) => {
      const problems: string[] = [];
      const checked = ofValue({ ...value.spec, plain: true }, resolved, value.at, value.required, problems);
      refuse(whose, problems);
      return checked;
    });
  }
  if (Array.isArray(value)) return value.map((item) => guarded(whose, item));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, guarded(whose, item)]));
}

/** `plain` of a spec is about the value itself: a plain object may have fields that are inputs. */
function ofValue(spec: Spec, value: unknown, at: string, required: boolean, problems: string[]): unknown {
  // Languages without undefined say null.
  if (value === undefined || value === null) {
    if (required)
      problems.push(`${at}: expected ${wanted(spec)}, found ${value === null ? "null" : "nothing"}; give it`);
    return undefined;
  }
  if (pulumi.Output.isInstance(value) || value instanceof Promise) {
    if (!spec.plain) return new Later(pulumi.output(value), spec, at, required);
    problems.push(
      `${at}: expected ${wanted(spec)}, found an output; it decides what is made, so it must be known before`,
    );
    return undefined;
  }
  const type = typeOf(spec);
  if (type && "enum" in type) {
    if (!type.enum.some((one) => one.value === value)) problems.push(unexpected(at, spec, value));
    return value;
  }
  if (type)
    return isRecord(value) ? ofObject(type, value, `${at}.`, true, problems) : refused(at, spec, value, problems);
  if (spec.type === "array") {
    if (!Array.isArray(value)) return refused(at, spec, value, problems);
    return value.map((item, i) => ofValue(spec.items as Spec, item, `${at}[${i}]`, true, problems));
  }
  if (spec.type === "object") {
    if (!isRecord(value)) return refused(at, spec, value, problems);
    const each = spec.additionalProperties as Spec;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, ofValue(each, item, `${at}.${key}`, false, problems)]),
    );
  }
  const fits = spec.type === undefined || (typeof value === spec.type && !Number.isNaN(value));
  return fits ? value : refused(at, spec, value, problems);
}

export function ofObject(
  { properties, required = [] }: ObjectSpec,
  value: unknown,
  prefix: string,
  given: boolean,
  problems: string[],
): unknown {
  if (!isRecord(value)) {
    const names = Object.keys(properties).join(", ");
    problems.push(`the arguments: expected an object with ${names}, found ${shown(value)}`);
    return undefined;
  }
  const unknown = Object.keys(value).filter((key) => given && !Object.hasOwn(properties, key));
  for (const key of unknown) problems.push(misspelt(prefix, key, Object.keys(properties)));
  return Object.fromEntries(
    Object.entries(properties)
      .map(([key, spec]) => [key, ofValue(spec, value[key], `${prefix}${key}`, required.includes(key), problems)])
      .filter(([, item]) => item !== undefined),
  );
}

function refused(at: string, spec: Spec, value: unknown, problems: string[]): undefined {
  problems.push(unexpected(at, spec, value));
}

const unexpected = (at: string, spec: Spec, value: unknown): string =>
  `${at}: expected ${wanted(spec)}, found ${shown(value)}`;

function misspelt(prefix: string, key: string, names: readonly string[]): string {
  const far = (name: string) => distance(name.toLowerCase(), key.toLowerCase());
  const [nearest = ""] = [...names].sort((a, b) => far(a) - far(b));
  const near = far(nearest) <= 2 ? nearest : undefined;
  return `${prefix}${key}: there is no such argument; ${near ? `did you mean ${prefix}${near}?` : `expected one of ${names.join(", ")}`}`;
}

function typeOf({ $ref }: Spec): ObjectSpec | EnumSpec | undefined {
  return $ref?.startsWith("#/types/") ? schema().types[$ref.slice("#/types/".length)] : undefined;
}

/** A spec in words. */
function wanted(spec: Spec): string {
  const type = typeOf(spec);
  if (type && "enum" in type) return `one of ${type.enum.map((one) => one.value).join(", ")}`;
  if (type)
    return `an object with ${(type.required?.length ? type.required : Object.keys(type.properties)).join(", ")}`;
  const words: Record<string, string> = { string: "a text", number: "a number", integer: "a whole number" };
  if (spec.type === "boolean") return "true or false";
  if (spec.type === "array") return "a list";
  return words[spec.type ?? ""] ?? "an object";
}

/** A value that was found, short enough for a line. */
function shown(value: unknown): string {
  if (typeof value === "function") return "a function";
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !pulumi.Output.isInstance(value) &&
    !pulumi.Resource.isInstance(value)
  );
}

/** Letters to change, add or leave out (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
