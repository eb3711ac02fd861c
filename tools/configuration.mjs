// npm run reference: docs/reference/configuration.md, out of schemas/configuration/v1.schema.json. --check compares instead of writing.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { schemaOf, settingsOf } = createRequire(join(root, "service", "package.json"))(
  join(root, "service", "dist", "settings", "schema.js"),
);
const target = join(root, "docs", "reference", "configuration.md");
const { values } = parseArgs({ options: { check: { type: "boolean" } } });

const [reactor, sidecar] = ["reactor", "sidecar"].map((each) => settingsOf(schemaOf(each)));
const takes = (name) => [reactor, sidecar].map((all) => all.some((setting) => setting.name === name));
const cell = (text) => text.replace(/\s*\n\s*/g, " ").replaceAll("|", "\\|");

function kindOf({ type, enum: members, minimum, exclusiveMinimum, maximum, items, ...schema }) {
  if (members) return members.map((member) => `\`${member}\``).join(", ");
  if (schema["x-path"]) return "path";
  if (type === "array") return items.pattern === "^wss?://" ? "list of URLs" : "list of names";
  if (type === "integer" || type === "number") {
    const least = exclusiveMinimum === undefined ? minimum : `above ${exclusiveMinimum}`;
    return `${type}, ${least}${maximum === undefined ? " at least" : ` to ${maximum}`}`;
  }
  return schema["x-secret"] ? "URL" : "text";
}

function render() {
  const all = [...reactor, ...sidecar.filter(({ name }) => !reactor.some((setting) => setting.name === name))];
  return [
    "# Configuration of a reactor and its sidecar: reference",
    "",
    "Generated from `schemas/configuration/v1.schema.json` by `npm run reference`; do not edit.",
    "",
    "Each setting has three names: in the JSON file, as a variable, as a flag. The environment wins over the file, flags win",
    "over both. A list is separated by commas in a variable and in a flag. Paths in the file are relative to the file, others",
    "to where the command is run. A name that is none is refused, also a variable that is nearly one of these.",
    "`dinfra reactor config` prints what is in force and where it was given.",
    "",
    "In a file, `version` is the version of this schema, 1 where nothing is said, and `$schema` may be the address of the",
    "schema, for editors. `dinfra-sidecar` takes what has `sidecar` in the last column, without `dinfra reactor`'s defaults.",
    "",
    "| in the file | variable, flag | value | default | meaning | of |",
    "| --- | --- | --- | --- | --- | --- |",
    ...all.map(({ name, variable, flag, schema }) => {
      const [ofReactor, ofSidecar] = takes(name);
      const of = [ofReactor && "reactor", ofSidecar && "sidecar"].filter(Boolean).join(", ");
      const standard = schema.default === undefined ? "" : `\`${JSON.stringify(schema.default).replaceAll('"', "")}\``;
      const more = name === "key.uri" ? ", `--as`" : "";
      return `| \`${name}\` | \`${variable}\`, \`${flag}\`${more} | ${kindOf(schema)} | ${standard} | ${cell(schema.description)} | ${of} |`;
    }),
    "",
  ].join("\n");
}

const text = render();
if (values.check) {
  if (readFileSync(target, "utf8") !== text) {
    process.stderr.write("docs/reference/configuration.md is not current: run npm run reference\n");
    process.exitCode = 1;
  }
} else writeFileSync(target, text);
