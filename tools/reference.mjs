// npm run reference: docs/reference/components.md, out of the components' committed schema and of the examples that stand on each
// argument in the sources. --check compares instead of writing. What is not documented is refused by its name: each argument has
// a description, one that may be left out says its default, and each has an example.
import { globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const ts = createRequire(join(root, "package.json"))("typescript");
const target = join(root, "docs", "reference", "components.md");

const { values } = parseArgs({ options: { check: { type: "boolean" }, schema: { type: "string" } } });
const schema = JSON.parse(readFileSync(values.schema ?? join(root, "components", "schema.json"), "utf8"));

/** Interface → argument → example. */
function examplesIn(patterns) {
  const found = {};
  for (const file of globSync(patterns, { cwd: root })) {
    const source = ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.Latest, true);
    source.forEachChild((node) => {
      if (!ts.isInterfaceDeclaration(node)) return;
      for (const member of node.members) {
        const tag = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === "example");
        if (tag) (found[node.name.text] ??= {})[member.name.getText(source)] = ts.getTextOfJSDocComment(tag.comment);
      }
    });
  }
  return found;
}

const examples = examplesIn(["components/src/**/*.ts", "platforms/port/src/**/*.ts"]);

const nameOf = (token) => token.split(":").at(-1);
const refName = (ref) => nameOf(ref.replace("#/types/", ""));
const anchor = (name) => `#${name.toLowerCase()}`;

function typeOf(spec) {
  if (spec.$ref?.startsWith("#/types/")) return `[${refName(spec.$ref)}](${anchor(refName(spec.$ref))})`;
  if (spec.$ref) return "any";
  if (spec.type === "array") return `list of ${typeOf(spec.items)}`;
  if (spec.type === "object") return `map of ${typeOf(spec.additionalProperties ?? { type: "string" })}`;
  return spec.type;
}

/** Types that arguments are made of, and those that only outputs have. */
function reached(specs, into = new Set()) {
  const walk = (spec) => {
    if (!spec || typeof spec !== "object") return;
    if (spec.$ref?.startsWith("#/types/")) {
      const token = spec.$ref.replace("#/types/", "");
      if (into.has(token)) return;
      into.add(token);
      for (const one of Object.values(schema.types[token]?.properties ?? {})) walk(one);
    }
    walk(spec.items);
    walk(spec.additionalProperties);
  };
  for (const spec of specs) walk(spec);
  return into;
}

const components = Object.entries(schema.resources);
const ofArguments = reached(components.flatMap(([, { inputProperties }]) => Object.values(inputProperties)));
const ofOutputs = reached(components.flatMap(([, { properties }]) => Object.values(properties)));
/** What a component gives another is read by the driver alone: nobody writes one. */
const written = [...ofArguments].filter((token) => !ofOutputs.has(token));

/** Everything that is not documented, by its name. */
function undocumented() {
  const problems = [];
  const look = (owner, properties, required = []) => {
    for (const [name, { description = "" }] of Object.entries(properties)) {
      if (!description) problems.push(`${owner}.${name}: no description`);
      else if (!required.includes(name) && !/\bdefault/i.test(description))
        problems.push(`${owner}.${name}: no default`);
      if (examples[owner]?.[name] === undefined) problems.push(`${owner}.${name}: no @example`);
    }
  };
  for (const [token, { inputProperties, requiredInputs }] of components)
    look(`${nameOf(token)}Args`, inputProperties, requiredInputs);
  for (const token of written) {
    const { properties, required } = schema.types[token];
    if (properties) look(nameOf(token), properties, required);
  }
  return problems;
}

const cell = (text) => text.replace(/\s*\n\s*/g, " ").replaceAll("|", "\\|");
const table = (owner, properties, required = []) => [
  "| name | type | | what |",
  "| --- | --- | --- | --- |",
  ...Object.entries(properties).map(([name, spec]) => {
    const example = examples[owner]?.[name];
    const what = `${cell(spec.description ?? "")}${example ? ` <br>Example: \`${cell(example)}\`` : ""}`;
    return `| \`${name}\` | ${typeOf(spec)} | ${required.includes(name) ? "required" : ""} | ${what} |`;
  }),
];

function typeSection(token) {
  const { description = "", properties, required, enum: members } = schema.types[token];
  const lines = members
    ? ["| value | what |", "| --- | --- |", ...members.map((m) => `| \`${m.value}\` | ${cell(m.description ?? "")} |`)]
    : table(nameOf(token), properties, required);
  return [`### ${nameOf(token)}`, "", description, "", ...lines, ""];
}

const sorted = (tokens) => [...tokens].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));

function render() {
  return [
    "# Components: reference",
    "",
    "Generated from `components/schema.json` and the sources by `npm run reference`; do not edit. A value may be an output",
    "unless it decides what is made. See [components](../components.md) for how they belong together.",
    "",
    ...components.flatMap(([token, { description = "", inputProperties, requiredInputs, properties }]) => [
      `## ${nameOf(token)}`,
      "",
      description,
      "",
      ...table(`${nameOf(token)}Args`, inputProperties, requiredInputs),
      "",
      "Outputs:",
      "",
      "| name | type | what |",
      "| --- | --- | --- |",
      ...Object.entries(properties).map(
        ([name, spec]) => `| \`${name}\` | ${typeOf(spec)} | ${cell(spec.description ?? "")} |`,
      ),
      "",
    ]),
    "## Types",
    "",
    ...sorted(new Set([...ofArguments, ...ofOutputs])).flatMap(typeSection),
  ].join("\n");
}

const problems = undocumented();
for (const problem of problems) process.stderr.write(`${problem}\n`);
const text = render();
if (values.check) {
  let committed = "";
  try {
    committed = readFileSync(target, "utf8");
  } catch {
    // Said below.
  }
  if (committed !== text) {
    process.stderr.write("docs/reference/components.md is not current: run npm run reference\n");
    process.exitCode = 1;
  }
} else {
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}
if (problems.length > 0) process.exitCode = 1;
