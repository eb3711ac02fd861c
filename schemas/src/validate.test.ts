import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { descriptorTypeById, descriptorTypeByName, descriptorTypes } from "./descriptor-types.js";
import { descriptorHash } from "./hash.js";
import { requireDescriptor, validateDescriptor } from "./validate.js";

const folder = join(__dirname, "..", "descriptors");
const read = (...path: string[]): unknown => JSON.parse(readFileSync(join(folder, ...path), "utf8"));
const good = {
  type: "substrate-node/v1",
  chain: "dev",
  role: "full",
  entry: { name: "dev-node" },
  resources: { cpu: 1000, memory: 512, disk: 1 },
};

describe("examples", () => {
  const examples = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(join(folder, name, "examples")).map((file) => join(name, "examples", file)));
  test.each(examples)("%s fits its schema", (file) => {
    const value = read(file) as { type: string };
    expect(validateDescriptor(value.type, value)).toMatchObject({ ok: true });
  });
});

test.each([
  ["42", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"],
  ["0", "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5"],
])("a login may have the prefix of any chain, such as %s", (_prefix, address) => {
  expect(validateDescriptor("substrate-node/v1", { ...good, login: [address] })).toMatchObject({ ok: true });
});

describe("every schema keeps the rules of descriptors/README.md", () => {
  const walk = (schema: Record<string, unknown>, path: string, problems: string[], root = false): string[] => {
    const need = (key: string) => key in schema || problems.push(`${path}: no ${key}`);
    if (!root) need("description");
    if (schema["type"] === "object") {
      if (schema["additionalProperties"] !== false) problems.push(`${path}: open to unknown properties`);
      for (const [name, child] of Object.entries(
        (schema["properties"] ?? {}) as Record<string, Record<string, unknown>>,
      )) {
        walk(child, `${path}/${name}`, problems);
      }
    } else if (schema["type"] === "array") {
      need("maxItems");
      walk(schema["items"] as Record<string, unknown>, `${path}/items`, problems);
    } else if (schema["type"] === "string" && !("enum" in schema)) {
      for (const key of ["maxLength", "pattern"]) need(key);
    } else if (schema["type"] === "integer") {
      for (const key of ["minimum", "maximum"]) need(key);
    } else if (!("const" in schema) && !("enum" in schema) && schema["type"] !== "boolean") {
      problems.push(`${path}: type ${String(schema["type"])} is not used in descriptors`);
    }
    return problems;
  };
  test.each(descriptorTypes.map((type) => [type.name, type] as const))("%s", (name, type) => {
    expect(walk(type.schema, "", [], true)).toEqual([]);
    expect(type.schema).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      properties: { type: { const: name } },
    });
    expect(type.id).toBe(descriptorHash(read(...`${name}.schema.json`.split("/"))).digest);
    expect(descriptorTypeById(type.id)).toBe(type);
  });
});

describe("substrate-node/v1", () => {
  test("fills in defaults without touching what it was given, so the hash stays", () => {
    const before = descriptorHash(good);
    const result = validateDescriptor("substrate-node/v1", good);
    expect(result).toEqual({
      ok: true,
      value: { ...good, name: "dinfra-node", rpc: { maxConnections: 100 }, telemetry: false, login: [] },
    });
    expect(descriptorHash(good)).toEqual(before);
  });

  test.each<[string, unknown, string, string, string]>([
    [
      "unknown property",
      { ...good, image: "evil" },
      "/image",
      "one of the properties type, name, chain",
      "an unknown property",
    ],
    ["nothing at all", null, "", "an object", "null"],
    ["missing entry", { ...good, entry: undefined }, "", "a JSON document", "/entry"],
    [
      "no role",
      Object.fromEntries(Object.entries(good).filter(([key]) => key !== "role")),
      "/role",
      "a value",
      "nothing",
    ],
    [
      "mistyped login",
      { ...good, login: ["5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQZ"] },
      "/login/0",
      "an account (SS58)",
      "whose checksum is wrong",
    ],
    ["other role", { ...good, role: "validator" }, "/role", 'one of "full", "archive", "rpc"', '"validator"'],
    ["other type", { ...good, type: "substrate-node/v2" }, "/type", '"substrate-node/v1"', '"substrate-node/v2"'],
    ["path as chain", { ...good, chain: "../x" }, "/chain", "text of the form", '"../x"'],
    ["option as chain", { ...good, chain: "--unsafe" }, "/chain", "text of the form", '"--unsafe"'],
    ["line break in a name", { ...good, name: "a\nb" }, "/name", "text of the form", '"a\\nb"'],
    ["name that ends in a hyphen", { ...good, name: "a-" }, "/name", "text of the form", '"a-"'],
    [
      "pruned archive",
      { ...good, role: "archive", pruning: { blocks: 256 } },
      "/pruning",
      "nothing here",
      '{"blocks":256}',
    ],
    ["too little history", { ...good, pruning: { blocks: 255 } }, "/pruning/blocks", "at least 256", "255"],
    ["number as text", { ...good, resources: { ...good.resources, cpu: "1" } }, "/resources/cpu", "an integer", '"1"'],
    ["fraction", { ...good, resources: { ...good.resources, cpu: 100.5 } }, "/resources/cpu", "an integer", "100.5"],
    [
      "too large",
      { ...good, resources: { ...good.resources, disk: 1e9 } },
      "/resources/disk",
      "at most 65536",
      "1000000000",
    ],
    ["negative", { ...good, resources: { ...good.resources, memory: -1 } }, "/resources/memory", "at least 64", "-1"],
    [
      "argument injection in a version",
      { ...good, entry: { name: "a", version: "1 --dev" } },
      "/entry/version",
      "text of the form",
      '"1 --dev"',
    ],
    [
      "an account twice",
      { ...good, login: Array(2).fill("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY") },
      "/login",
      "every item once",
      "items 1 and 0 alike",
    ],
    ["not a number", { ...good, resources: { ...good.resources, cpu: NaN } }, "", "a JSON document", "/resources/cpu"],
  ])("%s", (_name, value, path, expected, found) => {
    const result = validateDescriptor("substrate-node/v1", value);
    if (result.ok) throw new Error("was taken for good");
    expect(result.errors).toHaveLength(1);
    expect(result.errors[0]).toEqual({
      path,
      expected: expect.stringContaining(expected) as string,
      found: expect.stringContaining(found) as string,
    });
    expect(() => requireDescriptor("substrate-node/v1", value)).toThrow(
      `not a substrate-node/v1: ${path || "the document"}: expected`,
    );
  });

  test("all errors at once, a line each", () => {
    expect(() => requireDescriptor("substrate-node/v1", { ...good, role: 1, chain: 2 })).toThrow(
      /\n {2}\/chain: .*\n {2}\/role: /,
    );
  });
});

test("an unknown type names the known ones", () => {
  expect(() => descriptorTypeByName("toaster/v1")).toThrow(
    'expected a descriptor type (rpc-endpoint/v1, substrate-node/v1, substrate-node/v2, substrate-node/v3, validator-sentry/v1), found "toaster/v1"',
  );
});
