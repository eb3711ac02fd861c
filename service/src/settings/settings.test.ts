import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createAjv } from "@dinfra/schemas";
import fc from "fast-check";
import { checkSettings } from "./check.js";
import { at, fromEnvironment, fromFile, fromFlags, layered } from "./layers.js";
import { formsOf, masked, maskedSettings, maskedUrl, secretsInSettings } from "./mask.js";
import { annotations, schemaOf, settingsOf, type Configured } from "./schema.js";

const root = join(__dirname, "..", "..", "..");
const schema = schemaOf("reactor");
const provider = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
const needed = { endpoint: "ws://127.0.0.1:9944", key: { file: "key" }, provider, dataDir: "data", store: "store" };

/** As a program does it: file, environment, flags. */
function configured(file: object, env: Record<string, string> = {}, flags: Record<string, string> = {}) {
  const { value, sources } = layered(schema, [
    fromFile(schema, file as Record<string, unknown>, "/etc/dinfra/reactor.json"),
    fromEnvironment(schema, env, "/here"),
    fromFlags(schema, new Map(Object.entries(flags)), "/here"),
  ]);
  return { config: checkSettings<Record<string, unknown>>(value, schema, "reactor", sources), sources };
}

describe("the environment wins over the file, flags over both", () => {
  const file = { ...needed, maxWorkers: 1, breaker: { floorWeight: 1, totalShare: 0.25 } };
  const env = { DINFRA_MAX_WORKERS: "2", DINFRA_BREAKER_FLOOR_WEIGHT: "2", DINFRA_DATA_DIR: "d", DINFRA_STORE: "" };
  const flags = { "--max-workers": "3", "--credentials": "AWS_A, AWS_B" };
  const { config, sources } = configured(file, env, flags);

  test("each value by itself", () => {
    expect(config).toMatchObject({
      maxWorkers: 3,
      breaker: { floorWeight: 2, totalShare: 0.25, surpriseShare: 0.1 },
      credentials: ["AWS_A", "AWS_B"],
      logLevel: "info",
    });
  });

  test("paths are relative to where they were given", () => {
    expect(config).toMatchObject({ dataDir: "/here/d", store: "/etc/dinfra/store", key: { file: "/etc/dinfra/key" } });
  });

  test("it is known where each was given", () => {
    const given = ["maxWorkers", "breaker.floorWeight", "breaker.totalShare", "breaker.surpriseShare"];
    const [file] = ["/etc/dinfra/reactor.json"];
    expect(given.map((name) => sources.get(name))).toEqual(["--max-workers", "DINFRA_BREAKER_FLOOR_WEIGHT", file, undefined]); // prettier-ignore
  });
});

test.each<[string, object, Record<string, string>, Record<string, string>, object]>([
  ["a key by a variable", {}, { DINFRA_KEY_URI: "//Charlie" }, {}, { key: { uri: "//Charlie" } }],
  ["endpoints by a flag", {}, {}, { "--endpoints": "ws://a,ws://b" }, { endpoints: ["ws://a", "ws://b"] }],
])("%s takes back what it cannot stand beside", (_, more, env, flags, expected) => {
  const { config } = configured({ ...needed, ...more }, env, flags);
  expect(config).toMatchObject(expected);
  expect(config["key"] !== undefined && Object.keys(config["key"] as object)).toHaveLength(1);
  expect([config["endpoint"], config["endpoints"]].filter((each) => each !== undefined)).toHaveLength(1);
});

describe("what is wrong is refused by its name, and by who gave it", () => {
  test.each<[RegExp, object, Record<string, string>, Record<string, string>]>([
    [/\/probeSecond: expected one of the properties /, { probeSecond: 1 }, {}, {}],
    [/\/breaker\/floor: expected one of the properties windowSeconds, /, { breaker: { floor: 1 } }, {}, {}],
    [/DINFRA_PROBE_SECOND: expected the variable of a setting, such as DINFRA_PROBE_SECONDS/, {}, { DINFRA_PROBE_SECOND: "1" }, {}], // prettier-ignore
    [/DINFRA_BREAKER_FLOOR: expected .* such as DINFRA_BREAKER_WINDOW_SECONDS/, {}, { DINFRA_BREAKER_FLOOR: "1" }, {}],
    [/\/port: expected an integer, found "tcp:.*", given by DINFRA_PORT/, {}, { DINFRA_PORT: "tcp://10.0.0.1:80" }, {}],
    [/\/maxWorkers: expected at most 64, found 65, given by --max-workers/, {}, {}, { "--max-workers": "65" }],
    [/\/endpoints\/1: .* given by DINFRA_ENDPOINTS/, {}, { DINFRA_ENDPOINTS: "ws://a,http://b" }, {}],
    [/\/version: expected 1, found 2/, { version: 2 }, {}, {}],
    [/\/reactor: expected one of the properties/, { reactor: { url: "http://a" } }, {}, {}],
  ])("%s", (says, file, env, flags) => {
    const all = { ...needed, ...file };
    expect(() => configured(all, env, flags)).toThrow(expect.objectContaining({ code: "config.invalid" }));
    expect(() => configured(all, env, flags)).toThrow(says);
  });

  test("variables of others are theirs", () => {
    const env = { DINFRA_HOST_ROOT: "/a", DINFRA_REACTOR: "http://a", DINFRA_SERVICE_HOST: "10.0.0.1", PORT: "1" };
    expect(configured(needed, env).config["port"]).toBe(0);
    const credentials = { DINFRA_CREDENTIALS: "DINFRA_STORES", DINFRA_STORES: "somebody's" };
    expect(configured(needed, credentials).config["credentials"]).toEqual(["DINFRA_STORES"]);
  });
});

test.each<Configured>(["reactor", "sidecar"])(
  "no two settings of a %s have one name, and each says what it is",
  (configured) => {
    const settings = settingsOf(schemaOf(configured));
    expect(settings.length).toBeGreaterThan(15);
    for (const name of ["flag", "variable", "name"] as const)
      expect(new Set(settings.map((setting) => setting[name])).size).toBe(settings.length);
    expect(settings.filter(({ schema: { description = "" } }) => description.length < 10)).toEqual([]);
  },
);

test("text of a variable means what the same value means in a file", () => {
  const numbers = settingsOf(schema).filter(({ schema: { type } }) => type === "integer" || type === "number");
  fc.assert(
    fc.property(fc.constantFrom(...numbers), fc.integer({ min: -5, max: 100_000 }), (setting, value) => {
      const { value: layer } = fromEnvironment(schema, { [setting.variable]: String(value) }, "/");
      expect(at(layer, setting.path)).toBe(value);
    }),
  );
});

test("the schema is one that anybody's validator takes, and its defaults are valid", () => {
  const file = JSON.parse(readFileSync(join(root, "schemas", "configuration", "v1.schema.json"), "utf8")) as object;
  const validate = createAjv().addVocabulary(annotations).compile(file);
  expect(validate({ ...needed, version: 1, $schema: "https://example.org/v1.schema.json" })).toBe(true);
  const filled = checkSettings<object>(needed, schema, "reactor");
  expect(checkSettings(filled, schema, "reactor")).toEqual(filled);
});

describe("secrets", () => {
  const secret = "0123456789abcdef0123456789abcdef";
  test.each([
    ["wss://user:hunter2hunter2@node.example:9944/", "wss://[secret]@node.example:9944/"],
    [`wss://rpc.example/v2/${secret}`, "wss://rpc.example/v2/[secret]"],
    ["wss://rpc.example/ws?apikey=abc", "wss://rpc.example/ws?apikey=[secret]"],
    ["ws://127.0.0.1:9944", "ws://127.0.0.1:9944"],
    ["no url", "no url"],
  ])("%s is shown as %s", (url, shown) => expect(maskedUrl(url)).toBe(shown));

  test("a configuration is shown without them, and they are known to who writes logs", () => {
    const config = {
      ...needed,
      endpoint: undefined,
      endpoints: [`wss://a.example/${secret}`, "wss://me:passw0rd@b.example"],
      traces: { url: `https://otlp.example/v1/traces?key=${secret}` },
    };
    const shown = JSON.stringify(maskedSettings(schema, config));
    expect(shown).toContain("a.example/[secret]");
    expect(shown).not.toMatch(/0123456789abcdef|passw0rd/);
    const found = secretsInSettings(schema, config);
    expect(masked(`cannot reach wss://me:passw0rd@b.example nor ${secret}`, formsOf(found))).toBe(
      "cannot reach wss://me:[secret]@b.example nor [secret]",
    );
  });
});
