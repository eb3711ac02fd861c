import { createAjv, explain } from "@dinfra/schemas";
import { ReactorError } from "../failure.js";
import { annotations, settingsOf, type Configured, type SettingSchema } from "./schema.js";

/**
 * A configuration as its schema wants it, with the defaults filled in. The given value is not changed.
 * @param sources where each value was given, by the setting's name
 * @throws {ReactorError} `config.invalid`, every error on a line
 */
export function checkSettings<T extends object>(
  value: unknown,
  schema: SettingSchema,
  of: Configured,
  sources: ReadonlyMap<string, string> = new Map(),
): T {
  const ajv = createAjv();
  ajv.addVocabulary(annotations);
  const validate = ajv.compile<T>(schema);
  const config = structuredClone(value);
  const settings = settingsOf(schema);
  const givenBy = (pointer: string) => {
    const setting = settings.find((one) => pointer === one.pointer || pointer.startsWith(`${one.pointer}/`));
    const source = setting === undefined ? undefined : sources.get(setting.name);
    return source === undefined ? "" : `, given by ${source}`;
  };
  const refuse = (lines: readonly string[]) =>
    new ReactorError("config.invalid", `the ${of}'s configuration is wrong:\n${lines.join("\n")}`);
  if (!validate(config)) {
    throw refuse(
      explain(validate.errors ?? []).map(
        ({ path, expected, found }) => `  ${path || "/"}: expected ${expected}, found ${found}${givenBy(path)}`,
      ),
    );
  }
  const { endpoint, endpoints } = config as { endpoint?: string; endpoints?: string[] };
  if ((endpoint === undefined) === (endpoints === undefined))
    throw refuse([`  /endpoint: expected it or endpoints, found ${endpoint === undefined ? "neither" : "both"}`]);
  return config;
}
