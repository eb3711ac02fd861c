import { createAjv, explain } from "@dinfra/schemas";
import * as pulumi from "@pulumi/pulumi";
import type { ErrorObject, ValidateFunction } from "ajv";
import { ComponentError } from "./errors.js";

type Validate = Pick<ValidateFunction, "errors"> & ((value: unknown) => boolean);

const compiled = new WeakMap<object, Validate>();

function validatorOf(schema: object): Validate {
  let validate = compiled.get(schema);
  if (!validate) compiled.set(schema, (validate = createAjv().compile(schema) as Validate));
  return validate;
}

/**
 * Holds the settings of a platform against its schema. What is an output passes, and is checked again when it resolves: the
 * result has it wrapped in its check. The given value is not changed, and no default is filled in.
 * @throws ComponentError `PlatformSettingsInvalid`, every error on a line
 */
export function checkSettings(where: string, schema: object, settings: unknown): unknown {
  const outputs = new Map<string, pulumi.Output<unknown>>();
  const plain = split(settings, "", outputs);
  refuse(
    where,
    problems(schema, plain).filter((error) => !concerns(error, outputs)),
  );
  if (outputs.size === 0) return plain;
  return wrap(settings, "", (at, output) => output.apply((value) => checkLater(where, schema, plain, at, value)));
}

/**
 * Holds the value that came later at a JSON pointer against the schema, and gives it back.
 * @throws ComponentError `PlatformSettingsInvalid`
 */
export function checkLater(where: string, schema: object, plain: unknown, at: string, value: unknown): unknown {
  refuse(
    where,
    problems(schema, put(plain, at, value)).filter((error) => error.instancePath.startsWith(at)),
  );
  return value;
}

function problems(schema: object, value: unknown): ErrorObject[] {
  const validate = validatorOf(schema);
  return validate(structuredClone(value)) ? [] : [...(validate.errors ?? [])];
}

function refuse(where: string, errors: readonly ErrorObject[]): void {
  const lines = explain(errors).map(
    (e) => `${where}${e.path.replaceAll("/", ".")}: expected ${e.expected}, found ${e.found}`,
  );
  if (lines.length > 0) throw new ComponentError("PlatformSettingsInvalid", lines.join("\n"));
}

/** An error that is there only because a value is not known yet. */
function concerns(error: ErrorObject, outputs: ReadonlyMap<string, unknown>): boolean {
  const { instancePath } = error;
  const at = error.keyword === "required" ? below(instancePath, String(error.params["missingProperty"])) : instancePath;
  // A combination (`oneOf`, `if`) of a value that holds an output cannot be judged before it resolves.
  const combined = ["oneOf", "anyOf", "not", "if"].includes(error.keyword);
  return [...outputs.keys()].some((path) => path === at || (combined && path.startsWith(at)));
}

/** A copy without its outputs, which are listed by JSON pointer. */
function split(value: unknown, at: string, outputs: Map<string, pulumi.Output<unknown>>): unknown {
  if (comesLater(value)) {
    outputs.set(at, pulumi.output(value));
    return undefined;
  }
  if (Array.isArray(value)) return value.map((item, i) => split(item, below(at, i), outputs));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, split(item, below(at, key), outputs)] as const)
      .filter(([, item]) => item !== undefined),
  );
}

function wrap(
  value: unknown,
  at: string,
  guard: (at: string, output: pulumi.Output<unknown>) => pulumi.Output<unknown>,
): unknown {
  if (comesLater(value)) return guard(at, pulumi.output(value));
  if (Array.isArray(value)) return value.map((item, i) => wrap(item, below(at, i), guard));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, wrap(item, below(at, key), guard)]),
  );
}

/** A copy with the value at a JSON pointer that `split` made. */
function put(root: unknown, at: string, value: unknown): unknown {
  if (at === "") return value;
  const [, escaped, rest] = /^\/([^/]*)(.*)$/.exec(at) as unknown as [string, string, string];
  const key = escaped.replaceAll("~1", "/").replaceAll("~0", "~");
  const copy: Record<string, unknown> | unknown[] = Array.isArray(root)
    ? [...(root as unknown[])]
    : { ...(root as object) };
  (copy as Record<string, unknown>)[key] = put((copy as Record<string, unknown>)[key] ?? {}, rest, value);
  return copy;
}

const comesLater = (value: unknown): value is pulumi.Output<unknown> | Promise<unknown> =>
  pulumi.Output.isInstance(value) || value instanceof Promise;

/** The JSON pointer one step further. */
const below = (at: string, key: string | number): string =>
  `${at}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
