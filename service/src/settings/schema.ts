import { configurationSchemaV1 } from "@dinfra/schemas";

/** Who is configured: a reactor with its sidecar, or a sidecar alone. */
export type Configured = "reactor" | "sidecar";

/** The part of JSON Schema that the configuration is written in, with our annotations. */
export interface SettingSchema {
  readonly type?: "string" | "integer" | "number" | "array" | "object";
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly description?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SettingSchema>>;
  /** The value is a path. */
  readonly "x-path"?: boolean;
  /** The value is a URL, or a list of them, which may hold a secret. */
  readonly "x-secret"?: "url";
  /** What separates the members of a list in a variable and a flag; a comma where nothing is said. */
  readonly "x-separator"?: string;
  /** It is in files only: no flag, no variable. */
  readonly "x-file-only"?: boolean;
  /** Who takes it; the reactor alone where nothing is said. */
  readonly "x-programs"?: readonly Configured[];
}

/** One value of a configuration, under its three names. */
export interface Setting {
  /** Where it stands in the file, such as ["breaker", "floorWeight"]. */
  readonly path: readonly string[];
  /** The same as one word, breaker.floorWeight. */
  readonly name: string;
  /** The same as a JSON pointer, /breaker/floorWeight. */
  readonly pointer: string;
  /** --breaker-floor-weight */
  readonly flag: string;
  /** DINFRA_BREAKER_FLOOR_WEIGHT */
  readonly variable: string;
  readonly schema: SettingSchema;
}

/** Of keywords that say nothing about validity. */
export const annotations = ["x-path", "x-secret", "x-file-only", "x-programs", "x-separator"];

const inEach = { reactor: ["store"], sidecar: ["reactor"] } as const;

/** The schema of one of the two: the versioned one without what the other alone takes. */
export function schemaOf(configured: Configured): SettingSchema {
  // Two schemas of one name would be one for Ajv.
  const { $id: _, ...whole } = configurationSchemaV1 as { $id?: string } & SettingSchema;
  const takes = ({ "x-programs": programs = ["reactor"], "x-file-only": fileOnly }: SettingSchema) =>
    fileOnly === true || programs.includes(configured);
  return {
    ...whole,
    required: ["key", "provider", "dataDir", ...inEach[configured]],
    properties: Object.fromEntries(Object.entries(whole.properties!).filter(([, schema]) => takes(schema))),
  };
}

/** Every value that can be set in a file, by a variable and by a flag. */
export function settingsOf(schema: SettingSchema, path: readonly string[] = []): Setting[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, part]) => {
    const at = [...path, name];
    if (part["x-file-only"] === true) return [];
    return part.type === "object" ? settingsOf(part, at) : [settingAt(at, part)];
  });
}

function settingAt(path: readonly string[], schema: SettingSchema): Setting {
  const words = path.flatMap(wordsOf);
  return {
    path,
    name: path.join("."),
    pointer: `/${path.join("/")}`,
    flag: `--${words.join("-")}`,
    variable: `DINFRA_${words.map((word) => word.toUpperCase()).join("_")}`,
    schema,
  };
}

/** floorWeight: floor, weight. */
export const wordsOf = (name: string): string[] => name.replaceAll(/[A-Z]/g, " $&").toLowerCase().split(" ");
