// Writes src/generated and reactor-api/openapi.json from descriptors/, machine/, configuration/ and reactor-api/openapi.yaml.
// `node generate.mjs` writes, `--check` only
// compares and exits 1 when a committed file is not what would be written.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "json-schema-to-typescript";
import openapiTS, { astToString } from "openapi-typescript";
import { parse as parseYaml } from "yaml";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "src", "generated");
/** The same document for languages whose standard library reads no YAML. */
const asJson = join(here, "reactor-api", "openapi.json");
const header = (source) => `// Generated from ${source} by: npm run generate -w @dinfra/schemas. Do not edit.\n`;

/** Every descriptors/<type>/v<N>.schema.json, in the order of their names. */
function descriptorSchemas() {
  const root = join(here, "descriptors");
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) =>
      readdirSync(join(root, entry.name))
        .map((file) => /^v([1-9][0-9]*)\.schema\.json$/.exec(file))
        .filter((match) => match !== null)
        .map((match) => ({ name: `${entry.name}/v${match[1]}`, path: `descriptors/${entry.name}/${match[0]}` })),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, path }) => ({ name, path, schema: JSON.parse(readFileSync(join(here, path), "utf8")) }));
}

async function wanted() {
  const files = new Map();
  const schemas = descriptorSchemas();
  for (const { name, path, schema } of schemas) {
    const types = await compile(structuredClone(schema), schema.title, {
      bannerComment: "",
      additionalProperties: false,
      ignoreMinAndMaxItems: true,
    });
    files.set(`${name.replace("/", "-")}.ts`, header(path) + types);
  }
  const release = JSON.parse(readFileSync(join(here, "machine", "release-v1.schema.json"), "utf8"));
  const types = await compile(structuredClone(release), release.title, {
    bannerComment: "",
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
  });
  files.set(
    "release-v1.ts",
    header("machine/release-v1.schema.json") +
      types +
      `\nexport const releaseSchemaV1: Record<string, unknown> = ${JSON.stringify(release, null, 2)};\n`,
  );
  const configuration = "configuration/v1.schema.json";
  files.set(
    "configuration-v1.ts",
    header(configuration) +
      `export const configurationSchemaV1: Record<string, unknown> = ` +
      `${JSON.stringify(JSON.parse(readFileSync(join(here, configuration), "utf8")), null, 2)};\n`,
  );
  files.set(
    "descriptor-schemas.ts",
    header("descriptors/*/v*.schema.json") +
      schemas
        .map(({ name, schema }) => `import type { ${schema.title} } from "./${name.replace("/", "-")}.js";\n`)
        .join("") +
      `\nexport interface DescriptorByType {\n${schemas.map(({ name, schema }) => `  "${name}": ${schema.title};\n`).join("")}}\n` +
      `\nexport const descriptorSchemas: Record<keyof DescriptorByType, Record<string, unknown>> = {\n` +
      schemas
        .map(({ name, schema }) => `  "${name}": ${JSON.stringify(schema, null, 2).replaceAll("\n", "\n  ")},\n`)
        .join("") +
      "};\n",
  );

  const source = "reactor-api/openapi.yaml";
  const document = parseYaml(readFileSync(join(here, source), "utf8"));
  files.set("reactor-api.ts", header(source) + astToString(await openapiTS(structuredClone(document))));
  files.set(
    "reactor-api-document.ts",
    `${header(source)}/** The OpenAPI document itself, for servers and clients that validate against it. */\n` +
      `export const openApiDocument: OpenApiDocument = ${JSON.stringify(document, null, 2)};\n\n` +
      `export interface OpenApiDocument {\n  openapi: string;\n  paths: Record<string, Record<string, unknown>>;\n` +
      `  components: { schemas: Record<string, Record<string, unknown>> } & Record<string, Record<string, unknown>>;\n  [key: string]: unknown;\n}\n`,
  );
  return { files, json: `${JSON.stringify(document, null, 2)}\n` };
}

const { files, json } = await wanted();
const present = () => {
  try {
    return readdirSync(out);
  } catch {
    return [];
  }
};
if (process.argv.includes("--check")) {
  const read = (name) => (present().includes(name) ? readFileSync(join(out, name), "utf8") : undefined);
  const stale = [...new Set([...files.keys(), ...present()])].filter((name) => read(name) !== files.get(name));
  if (!existsSync(asJson) || readFileSync(asJson, "utf8") !== json) stale.push(asJson);
  if (stale.length > 0) {
    console.error(`src/generated is not current: ${stale.join(", ")}. Run: npm run generate -w @dinfra/schemas`);
    process.exitCode = 1;
  }
} else {
  mkdirSync(out, { recursive: true });
  for (const name of present()) if (!files.has(name)) rmSync(join(out, name));
  for (const [name, text] of files) writeFileSync(join(out, name), text);
  writeFileSync(asJson, json);
}
