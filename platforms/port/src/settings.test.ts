import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { readSecret, secretRefSchema } from "./secret.js";
import { checkLater, checkSettings } from "./settings.js";

const schema = {
  type: "object",
  additionalProperties: false,
  required: ["zone", "image"],
  properties: {
    zone: { type: "string" },
    image: { type: "string", minLength: 3 },
    key: secretRefSchema,
    disks: { type: "array", items: { type: "object", properties: { gib: { type: "integer" } } } },
  },
};
const check = (settings: unknown) => checkSettings("placement.toy", schema, settings);

beforeAll(() => pulumi.runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) }));

const resolved = (output: unknown) => (output as pulumi.Output<unknown> & { promise(): Promise<unknown> }).promise();

test("good settings stay as they are, without what is undefined", () => {
  expect(check({ zone: "z", image: "abc", key: { env: "KEY" }, disks: undefined })).toEqual({
    zone: "z",
    image: "abc",
    key: { env: "KEY" },
  });
});

test.each([
  [{ image: "abc" }, "placement.toy.zone: expected a value, found nothing"],
  [{ zone: 1, image: "abc" }, "placement.toy.zone: expected a string, found 1"],
  [
    { zone: "z", image: "abc", regio: "x" },
    "placement.toy.regio: expected one of the properties zone, image, key, disks",
  ],
  [
    { zone: "z", image: "abc", key: { value: "hush" } },
    "placement.toy.key.value: expected one of the properties env, file",
  ],
  [{ zone: "z", image: "abc", key: { env: "A", file: "/b" } }, "placement.toy.key"],
])("%j is refused", (settings, message) => {
  expect(() => check(settings)).toThrow(
    expect.objectContaining({ code: "PlatformSettingsInvalid", message: expect.stringContaining(message) }),
  );
});

test("what comes later is checked when it comes, and what is plain at once", async () => {
  expect(() => check({ image: pulumi.output("abc") })).toThrow("placement.toy.zone");
  const good = check({ zone: "z", image: Promise.resolve("abc"), disks: [{ gib: pulumi.output(5) }] }) as {
    image: unknown;
    disks: { gib: unknown }[];
  };
  expect([await resolved(good.image), await resolved(good.disks[0]!.gib)]).toEqual(["abc", 5]);
  expect(() => checkLater("placement.toy", schema, { zone: "z", disks: [{}] }, "/disks/0/gib", "many")).toThrow(
    'placement.toy.disks.0.gib: expected an integer, found "many"',
  );
});

describe("a secret by reference", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "dinfra-secret-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  afterEach(() => delete process.env["DINFRA_TEST_SECRET"]);
  const file = (text: string) => {
    writeFileSync(path.join(folder, "secret"), text);
    return { file: path.join(folder, "secret") };
  };

  test("is read from its variable or file", () => {
    process.env["DINFRA_TEST_SECRET"] = "hush";
    expect(readSecret("key", { env: "DINFRA_TEST_SECRET" })).toBe("hush");
    expect(readSecret("key", file("hush\n"))).toBe("hush");
    expect(readSecret("key", file("hush\n\n"))).toBe("hush\n");
  });

  test("that is not there is named by its place", () => {
    const missing = (ref: object) => () => readSecret("placement.toy.key", ref);
    expect(missing({ env: "DINFRA_TEST_SECRET" })).toThrow(
      'placement.toy.key: expected the secret in the environment variable DINFRA_TEST_SECRET, found none of that name; set it, and for the reactor name it in its "credentials"',
    );
    expect(missing({ file: path.join(folder, "absent") })).toThrow("absent, found ENOENT");
    expect(missing(file(""))).toThrow("found an empty file");
    expect(missing({})).toThrow(expect.objectContaining({ code: "SecretMissing" }));
  });
});
