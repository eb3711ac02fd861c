import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { openPlacement } from "./placement.js";

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "dinfra-load-")));
const home = process.cwd();
afterEach(() => process.chdir(home));
afterAll(() => rmSync(folder, { recursive: true }));

/** A program's folder below which packages are installed. */
function programWith(name: string, packages: Record<string, string>): string {
  const root = path.join(folder, name);
  mkdirSync(root, { recursive: true });
  for (const [of, code] of Object.entries(packages)) {
    const there = path.join(root, "node_modules", of);
    mkdirSync(there, { recursive: true });
    writeFileSync(path.join(there, "package.json"), JSON.stringify({ name: of, main: "index.js" }));
    writeFileSync(path.join(there, "index.js"), code);
  }
  return root;
}

const exporting = (name: string, more = "") => `${more}
exports.platform = { name: "${name}", settingsSchema: { type: "object" }, open: (settings) => ({ settings }) };`;

test("a platform is resolved from the program's folder, by its package's name, with its settings as they are", () => {
  process.chdir(programWith("one", { "dinfra-platform-toy": exporting("toy") }));
  const settings = { deep: [{ any: ["json", 1, null] }] };
  const { name, platform } = openPlacement({ custom: { package: "dinfra-platform-toy", settings } });
  expect(name).toBe("toy");
  expect(platform).toEqual({ settings });
  expect(openPlacement({ custom: { package: "dinfra-platform-toy", settings } }).platform).toBe(platform);
});

test("a built-in name and a custom name stand for the package @dinfra/platform-<name>", () => {
  process.chdir(programWith("two", { "@dinfra/platform-moon": exporting("moon") }));
  expect(openPlacement({ custom: { name: "moon" } }).name).toBe("moon");
  expect(openPlacement({ local: {} }).name).toBe("local");
});

test("a folder is a package too", () => {
  const root = programWith("three", { deeper: exporting("deep") });
  expect(openPlacement({ custom: { package: path.join(root, "node_modules/deeper") } }).name).toBe("deep");
});

const load = (wanted: string) => () => openPlacement({ custom: { package: wanted } });

test("a package that is not there: the error says which to add, and where it was looked for", () => {
  process.chdir(programWith("four", {}));
  expect(load("dinfra-platform-absent")).toThrow(
    expect.objectContaining({
      code: "PlatformPackageMissing",
      message: expect.stringContaining(path.join(folder, "four")),
    }),
  );
  expect(load("dinfra-platform-absent")).toThrow("add it (npm install dinfra-platform-absent)");
  const builtIn = () => openPlacement({ cloudstack: { zone: "z" } as never, local: undefined });
  try {
    builtIn();
  } catch (error) {
    // Where this repository has that package, its settings are what is wrong.
    expect((error as Error).message).toMatch(/npm install @dinfra\/platform-cloudstack|placement\.cloudstack/);
  }
});

test.each([
  ["a package that exports something else", "exports.plattform = {};", "found no such export"],
  ["a platform without a schema", "exports.platform = { name: 'x', open() {} };", "found one with name, open"],
  ["a package that throws", "throw new Error('no SDK here');", "found no SDK here"],
  ["a package whose dependency is not there", "require('absent-sdk');", "absent-sdk"],
])("%s is refused by its name", (what, code, message) => {
  const name = `bad-${what.replaceAll(" ", "-")}`;
  process.chdir(programWith("five", { [name]: code }));
  expect(load(name)).toThrow(
    expect.objectContaining({ code: "PlatformPackageInvalid", message: expect.stringContaining(message) }),
  );
});

test("a package under the name of another platform is refused", () => {
  process.chdir(programWith("six", { "@dinfra/platform-sun": exporting("moon") }));
  expect(() => openPlacement({ custom: { name: "sun" } })).toThrow(
    'expected a platform of the name "sun", found "moon"',
  );
});
