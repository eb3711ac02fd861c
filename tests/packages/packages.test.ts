import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pack, published, repository, type Packed } from "./packages.js";

const folder = mkdtempSync(join(tmpdir(), "dinfra-pack-"));
let packages: Packed[];
beforeAll(async () => {
  packages = await pack(
    published().map((p) => p.name),
    folder,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

test("every package has its README and the licence, and what its entry names", () => {
  const lacking = packages.flatMap(({ name, contents }) =>
    ["README.md", "LICENSE", "package.json"].filter((file) => !contents.includes(file)).map((file) => [name, file]),
  );
  expect(lacking).toEqual([]);
  expect(packages.filter(({ contents }) => !contents.some((file) => file.startsWith("dist/")))).toEqual([]);
  const licence = readFileSync(join(repository, "LICENSE"), "utf8");
  for (const p of packages) expect(readFileSync(join(repository, p.folder, "LICENSE"), "utf8")).toBe(licence);
});

test("no package has tests, or what only tests need", () => {
  const found = packages.flatMap(({ name, contents }) =>
    contents.filter((file) => /\.test\.|(^|\/)testing[./]/.test(file)).map((file) => `${name}: ${file}`),
  );
  expect(found).toEqual([]);
});

test("a provider's program is in one file, with the licences of what is in it, and nothing says that it is out of date", () => {
  const providers = packages.filter(({ name }) => ["@dinfra/host", "@dinfra/node"].includes(name));
  expect(providers).toHaveLength(2);
  for (const { contents } of providers) {
    expect(contents).toEqual(expect.arrayContaining(["dist/bundle.js", "dist/bundle.licenses.txt"]));
    expect(contents.filter((file) => file.endsWith(".tsbuildinfo"))).toEqual([]);
  }
});

// A program and its libraries must share one copy of the SDK: each copy has a runtime of its own. The reactor is a program.
test("the Pulumi SDK is a peer of what programs import", () => {
  const own = packages.filter((p) => p.dependencies?.["@pulumi/pulumi"] !== undefined).map((p) => p.name);
  expect(own).toEqual(["@dinfra/reactor"]);
  const peers = new Set(packages.flatMap((p) => p.peerDependencies?.["@pulumi/pulumi"] ?? []));
  expect([...peers]).toEqual([">=3.259.0 <4"]);
});

test("packages depend on published packages", () => {
  const names = packages.map((p) => p.name);
  const unknown = packages.flatMap((p) =>
    Object.keys(p.dependencies ?? {}).filter((name) => name.startsWith("@dinfra/") && !names.includes(name)),
  );
  expect(unknown).toEqual([]);
});

test("all packages, their README and the command ask for the same Node; a clone brings its own", () => {
  const asked = new Set(packages.map((p) => p.engines?.node));
  expect([...asked]).toEqual([">=22.13"]);
  const text = (file: string) => readFileSync(join(repository, file), "utf8");
  expect(text("cli/bin/dinfra.js")).toContain("expected Node.js 22.13 or later");
  expect(text("README.md")).toContain("The packages need Node.js 22.13 or later");
  expect(JSON.parse(text("package.json"))).toMatchObject({ engines: { node: ">=20" } });
  expect(text("README.md")).toContain("Node.js (20 or later)");
  expect(text("tools/setup.mjs")).toContain("const leastNode = 20;");
});
