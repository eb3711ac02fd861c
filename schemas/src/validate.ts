import addFormats from "ajv-formats";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { assertJson } from "./canonical.js";
import { descriptorTypeByName, type DescriptorTypeName } from "./descriptor-types.js";
import { SchemasError } from "./errors.js";
import { isAccountAddress } from "./ss58.js";
import type { DescriptorByType } from "./generated/descriptor-schemas.js";

/** One thing that is wrong, for a person to put right. */
export interface ValidationError {
  /** JSON pointer into the document; empty for the document itself. */
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

export type Validation<T> =
  | { readonly ok: true; /** A copy with the schema's defaults filled in. */ readonly value: T }
  | { readonly ok: false; readonly errors: readonly ValidationError[] };

/** Ajv as we use it for descriptors, profiles and API bodies: strict, all errors, defaults filled in, formats checked. */
export function createAjv(): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: true, useDefaults: true, strictRequired: false });
  addFormats.default(ajv);
  return ajv;
}

const compiled = new Map<string, ValidateFunction>();

function validatorFor(typeName: string): ValidateFunction {
  const type = descriptorTypeByName(typeName);
  let validate = compiled.get(type.name);
  if (!validate) compiled.set(type.name, (validate = createAjv().compile(type.schema)));
  return validate;
}

/**
 * Checks a descriptor against the schema of a type. The given value is not changed.
 * @throws SchemasError `descriptor.type` where the type itself is unknown
 */
export function validateDescriptor<N extends DescriptorTypeName>(
  typeName: N,
  value: unknown,
): Validation<DescriptorByType[N]>;
export function validateDescriptor(typeName: string, value: unknown): Validation<DescriptorByType[DescriptorTypeName]>;
export function validateDescriptor(typeName: string, value: unknown): Validation<unknown> {
  const validate = validatorFor(typeName);
  try {
    assertJson(value);
  } catch (error) {
    return { ok: false, errors: [{ path: "", expected: "a JSON document", found: (error as Error).message }] };
  }
  const copy = structuredClone(value);
  if (!validate(copy)) return { ok: false, errors: explain(validate.errors ?? []) };
  const mistyped = mistypedLogins(copy);
  return mistyped.length === 0 ? { ok: true, value: copy } : { ok: false, errors: mistyped };
}

/** A schema's hash is its type's id on chain, so what a pattern cannot say is not said there. */
function mistypedLogins(value: unknown): ValidationError[] {
  const { login = [] } = value as { login?: readonly string[] };
  return login.flatMap((address, index) =>
    isAccountAddress(address)
      ? []
      : [
          {
            path: `/login/${index}`,
            expected: "an account (SS58)",
            found: `${show(address)}, whose checksum is wrong: a character was mistyped or lost`,
          },
        ],
  );
}

/**
 * The same for who only goes on with a good one.
 * @throws SchemasError `descriptor.schema` with every error on a line, `descriptor.type`
 */
export function requireDescriptor<N extends DescriptorTypeName>(typeName: N, value: unknown): DescriptorByType[N] {
  const result = validateDescriptor(typeName, value);
  if (result.ok) return result.value;
  throw new SchemasError("descriptor.schema", formatValidation(typeName, result.errors));
}

/** One line for a single error, a list else. */
export function formatValidation(typeName: string, errors: readonly ValidationError[]): string {
  const lines = errors.map(
    ({ path, expected, found }) => `${path || "the document"}: expected ${expected}, found ${found}`,
  );
  return lines.length === 1
    ? `not a ${typeName}: ${lines[0]}`
    : `not a ${typeName}:\n${lines.map((line) => `  ${line}`).join("\n")}`;
}

/** Ajv's errors in our words; what an `if` only repeats is left out. */
export function explain(errors: readonly ErrorObject[]): ValidationError[] {
  return errors.filter((error) => error.keyword !== "if").map(explainOne);
}

function explainOne(error: ErrorObject): ValidationError {
  const { keyword, instancePath: path, data } = error;
  const params = error.params as Record<string, unknown>;
  const child = (name: unknown) => `${path}/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`;
  const found = show(data);
  switch (keyword) {
    case "additionalProperties": {
      const known = Object.keys((error.parentSchema?.["properties"] ?? {}) as object).join(", ");
      return {
        path: child(params["additionalProperty"]),
        expected: `one of the properties ${known}`,
        found: "an unknown property",
      };
    }
    case "required":
      return { path: child(params["missingProperty"]), expected: "a value", found: "nothing" };
    case "dependentRequired":
      return {
        path: child(params["missingProperty"]),
        expected: `a value beside ${String(params["property"])}`,
        found: "nothing",
      };
    case "const":
      return { path, expected: show(params["allowedValue"]), found };
    case "enum":
      return { path, expected: `one of ${(params["allowedValues"] as unknown[]).map(show).join(", ")}`, found };
    case "type":
      return { path, expected: words(params["type"]), found };
    case "minimum":
    case "exclusiveMinimum":
      return { path, expected: `at least ${String(params["limit"])}`, found };
    case "maximum":
    case "exclusiveMaximum":
      return { path, expected: `at most ${String(params["limit"])}`, found };
    case "minLength":
      return { path, expected: `at least ${String(params["limit"])} characters`, found };
    case "maxLength":
      return { path, expected: `at most ${String(params["limit"])} characters`, found };
    case "minItems":
      return { path, expected: `at least ${String(params["limit"])} items`, found };
    case "maxItems":
      return { path, expected: `at most ${String(params["limit"])} items`, found };
    case "uniqueItems":
      return {
        path,
        expected: "every item once",
        found: `items ${String(params["j"])} and ${String(params["i"])} alike`,
      };
    case "pattern":
      return { path, expected: `text of the form ${String(params["pattern"])}`, found };
    case "format":
      return { path, expected: `a ${String(params["format"])}`, found };
    case "false schema":
      return { path, expected: "nothing here, given the rest of the document", found };
    default:
      return { path, expected: error.message ?? keyword, found };
  }
}

function words(type: unknown): string {
  const name = Array.isArray(type) ? type.join(" or ") : String(type);
  return /^[aeio]/.test(name) ? `an ${name}` : `a ${name}`;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
