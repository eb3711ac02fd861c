import { ofObject, refuse, schema, type ObjectSpec, type Spec } from "./checked-args.js";

/** A key of a stack's configuration: the argument of a component that it is, and is explained by. */
export interface ConfigKey {
  /** For example SubstrateNode. */
  component: string;
  argument: string;
  /** Defaults to whether the component requires it. */
  required?: boolean;
}

type Keys = Readonly<Record<string, ConfigKey>>;

type Described = Spec & { description?: string };

function specOf({ component, argument }: ConfigKey): Described {
  const found = schema().resources[`dinfra:index:${component}`]?.inputProperties[argument];
  if (!found) throw new Error(`expected an argument of a component, found ${component}.${argument}`);
  return found;
}

const isRequired = ({ component, argument, required }: ConfigKey): boolean =>
  required ?? schema().resources[`dinfra:index:${component}`]!.requiredInputs?.includes(argument) ?? false;

const requiredOf = (keys: Keys) => Object.keys(keys).filter((key) => isRequired(keys[key] as ConfigKey));

/**
 * Holds a stack's configuration, which is texts, against the arguments that its keys are: missing, misspelt, of a wrong type, to
 * any depth. Called before anything is made.
 * @param whose who is told, for example `configuration of archive`
 * @throws ComponentError `InvalidArgument`, a line per key that is refused
 */
export function checkedConfig(
  whose: string,
  keys: Keys,
  texts: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const problems: string[] = [];
  const values = Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [
      key,
      keys[key] ? valueOf(key, specOf(keys[key]), text, problems) : text,
    ]),
  );
  const properties = Object.fromEntries(Object.entries(keys).map(([key, of]) => [key, specOf(of)]));
  const checked = ofObject({ properties, required: requiredOf(keys) }, values, "", true, problems);
  refuse(whose, problems);
  return checked as Record<string, unknown>;
}

function valueOf(key: string, spec: Spec, text: string, problems: string[]): unknown {
  if (isText(spec)) return text;
  try {
    return JSON.parse(text);
  } catch {
    problems.push(`${key}: expected JSON, found ${JSON.stringify(text)}`);
    return undefined;
  }
}

/** What configuration says as it is: a text, or a member of an enum. */
function isText({ type, $ref }: Spec): boolean {
  const named = $ref === undefined ? undefined : schema().types[$ref.replace("#/types/", "")];
  return type === "string" || (named !== undefined && "enum" in named);
}

/** The same as JSON Schema (2020-12), for editors and other tools. */
export function configSchema(title: string, keys: Keys): object {
  const defs: Record<string, object> = {};
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title,
    ...objectSchema(
      {
        properties: Object.fromEntries(Object.entries(keys).map(([key, of]) => [key, specOf(of)])),
        required: requiredOf(keys),
      },
      defs,
    ),
    $defs: defs,
  };
}

function objectSchema({ properties, required = [] }: ObjectSpec, defs: Record<string, object>): object {
  return {
    type: "object",
    additionalProperties: false,
    ...(required.length > 0 ? { required } : {}),
    properties: Object.fromEntries(Object.entries(properties).map(([name, spec]) => [name, valueSchema(spec, defs)])),
  };
}

function valueSchema(spec: Described, defs: Record<string, object>): object {
  const description = spec.description === undefined ? {} : { description: spec.description };
  if (spec.$ref?.startsWith("#/types/")) {
    const token = spec.$ref.replace("#/types/", "");
    const name = token.split(":").at(-1) as string;
    if (!(name in defs)) {
      defs[name] = {};
      const type = schema().types[token]!;
      defs[name] = "enum" in type ? { enum: type.enum.map(({ value }) => value) } : objectSchema(type, defs);
    }
    return { ...description, $ref: `#/$defs/${name}` };
  }
  if (spec.$ref) return description;
  if (spec.type === "array") return { ...description, type: "array", items: valueSchema(spec.items as Spec, defs) };
  if (spec.type === "object") {
    const each = spec.additionalProperties;
    return { ...description, type: "object", ...(each ? { additionalProperties: valueSchema(each, defs) } : {}) };
  }
  return { ...description, type: spec.type };
}
