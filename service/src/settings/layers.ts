import { dirname, resolve } from "node:path";
import { ReactorError } from "../failure.js";
import { schemaOf, settingsOf, wordsOf, type Setting, type SettingSchema } from "./schema.js";

/** Values of one kind of source, such as the environment. */
export interface Layer {
  /** As a file has it; names that no schema knows may be among them. */
  readonly value: Readonly<Record<string, unknown>>;
  /** Where a value of it was given, for people: "DINFRA_PORT", "--port", "reactor.json". */
  readonly source: (setting: Setting) => string;
}

/** What several layers make together, and which of them gave each value. */
export interface Layered {
  readonly value: Record<string, unknown>;
  /** By the setting's name; what nobody gave is not in it. */
  readonly sources: ReadonlyMap<string, string>;
}

/** Of these only one can be meant: who gives one takes the others back that a lower layer gave. */
const alternatives = [
  ["endpoint", "endpoints"],
  ["key.file", "key.uri"],
  ["urgentKey.file", "urgentKey.uri"],
  ["nextKey.file", "nextKey.uri"],
];

/** One over the other, the first the lowest. What is wrong in a layer stays, for the schema to name it. */
export function layered(schema: SettingSchema, layers: readonly Layer[]): Layered {
  const settings = settingsOf(schema);
  const value: Record<string, unknown> = {};
  const sources = new Map<string, string>();
  for (const layer of layers) {
    const given = settings.filter(({ path }) => at(layer.value, path) !== undefined);
    for (const { name } of given) {
      const others = alternatives.find((group) => group.includes(name)) ?? [];
      for (const other of others.filter((each) => each !== name && !given.some((one) => one.name === each))) {
        remove(value, other.split("."));
        sources.delete(other);
      }
    }
    merge(value, layer.value);
    for (const setting of given) sources.set(setting.name, layer.source(setting));
  }
  return { value, sources };
}

/**
 * The settings that the environment gives. An empty variable gives nothing. Paths are relative to `folder`.
 *
 * Other programs have variables of the same prefix, so only what is nearly a setting's name is taken for one.
 *
 * @param credentials names that are somebody's credentials, whatever they begin with
 * @throws {ReactorError} `config.invalid` for a variable that is nearly that of a setting
 */
export function fromEnvironment(
  schema: SettingSchema,
  env: Readonly<Record<string, string | undefined>>,
  folder: string,
  credentials: readonly string[] = [],
): Layer {
  const value = {};
  for (const setting of settingsOf(schema)) {
    const text = env[setting.variable];
    if (text !== undefined && text !== "") put(value, setting.path, fromText(setting.schema, text, folder));
  }
  const named = [...credentials, ...[at(value, ["credentials"]) ?? []].flat()];
  refuseNearly(Object.keys(env).filter((name) => !named.includes(name)));
  return { value, source: ({ variable }) => variable };
}

function refuseNearly(names: readonly string[]): void {
  const variables = (["reactor", "sidecar"] as const).flatMap((each) => settingsOf(schemaOf(each)));
  const known = new Set(variables.map(({ variable }) => variable));
  const lines = names
    .filter((name) => name.startsWith("DINFRA_") && !known.has(name))
    .flatMap((name) => {
      const meant = variables.find(({ path, variable }) => {
        const group = `${variable.slice(0, -wordsOf(path.at(-1)!).join("_").length)}`;
        return (path.length > 1 && name.startsWith(group)) || distance(name, variable) <= 2;
      });
      return meant === undefined ? [] : [`  ${name}: expected the variable of a setting, such as ${meant.variable}`];
    });
  if (lines.length === 0) return;
  throw new ReactorError(
    "config.invalid",
    `the environment is wrong (docs/reference/configuration.md has all variables):\n${lines.join("\n")}`,
  );
}

/** How many characters must be changed, added or left out (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, left] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, right] of [...b].entries())
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (left === right ? 0 : 1)));
    row = next;
  }
  return row.at(-1)!;
}

/** The settings that flags give, by their names. Paths are relative to `folder`. */
export function fromFlags(schema: SettingSchema, given: ReadonlyMap<string, string>, folder: string): Layer {
  const value = {};
  for (const setting of settingsOf(schema)) {
    const text = given.get(setting.flag);
    if (text !== undefined) put(value, setting.path, fromText(setting.schema, text, folder));
  }
  return { value, source: ({ flag }) => flag };
}

/** What a file holds; paths in it are relative to it. */
export function fromFile(schema: SettingSchema, content: Readonly<Record<string, unknown>>, file: string): Layer {
  return { value: withAbsolutePaths(schema, content, dirname(resolve(file))), source: () => file };
}

/** The same with its paths made absolute; what is no text where a path should be stays. */
export function withAbsolutePaths<T extends object>(schema: SettingSchema, config: T, folder: string): T {
  const value = structuredClone(config) as Record<string, unknown>;
  for (const { path, schema: part } of settingsOf(schema)) {
    const found = at(value, path);
    if (part["x-path"] === true && typeof found === "string") put(value, path, resolve(folder, found));
  }
  return value as T;
}

/** Text that is no number where one is expected stays text, and the schema says what is wrong. */
function fromText(
  { type, "x-path": isPath, "x-separator": separator = "," }: SettingSchema,
  text: string,
  folder: string,
): unknown {
  if (type === "array") return text.split(separator).map((each) => each.trim()).filter((each) => each !== ""); // prettier-ignore
  if (type === "integer" || type === "number") return /^-?[0-9]+(\.[0-9]+)?$/.test(text) ? Number(text) : text;
  return isPath === true ? resolve(folder, text) : text;
}

export function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((found, name) => (isObject(found) ? found[name] : undefined), value);
}

function put(value: Record<string, unknown>, path: readonly string[], what: unknown): void {
  const [name, ...rest] = path;
  if (rest.length === 0) value[name!] = what;
  else put((value[name!] ??= {}) as Record<string, unknown>, rest, what);
}

function remove(value: Record<string, unknown>, path: readonly string[]): void {
  const [name, ...rest] = path;
  const found = value[name!];
  if (rest.length === 0) delete value[name!];
  else if (isObject(found)) remove(found, rest);
}

function merge(into: Record<string, unknown>, from: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(from)) {
    const before = into[name];
    if (isObject(before) && isObject(value)) merge(before, value);
    else if (value !== undefined) into[name] = structuredClone(value);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
