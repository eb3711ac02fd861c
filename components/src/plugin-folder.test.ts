import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { makePluginFolder } from "./plugin-folder.js";

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "dinfra-plugin-folder-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const thirdParty = "@example/toy-platform";
function install(platform: string, name = thirdParty): void {
  const home = path.join(root, "node_modules", name);
  mkdirSync(home, { recursive: true });
  writeFileSync(path.join(home, "package.json"), JSON.stringify({ name, version: "1.0.0", main: "index.js" }));
  writeFileSync(path.join(home, "index.js"), `exports.platform = ${platform};`);
}
const make = (...platforms: string[]) =>
  makePluginFolder({ folder: path.join(root, "plugin"), platformRoots: [root, __dirname], platforms });

test("a third party's platform is found from the folder, and required when the plugin starts", () => {
  install(`{ name: "toy", settingsSchema: {}, open() {} }`);
  make("local", thirdParty);
  const index = readFileSync(path.join(root, "plugin", "index.js"), "utf8");
  expect(index).toContain(`requirePlatform("local");`);
  expect(index).toContain(`requirePlatform("${thirdParty}");`);
  expect(index.indexOf(`addPlatformRoot(${JSON.stringify(root)});`)).toBeLessThan(
    index.indexOf('requirePlatform("local")'),
  );
});

test.each<[string, string, string]>([
  ["a built-in that there is not", "nimbus", "UnknownPlatform"],
  ["a package that is not installed", "@example/absent", "PlatformPackageMissing"],
])("%s is refused, and nothing is written", (_name, wanted, code) => {
  expect(() => make(wanted)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(wanted) }));
  expect(existsSync(path.join(root, "plugin"))).toBe(false);
});

test("a package that is no platform is refused with what was expected", () => {
  // Another name: what Node has resolved once it does not look for again.
  const wrong = "@example/no-platform";
  install(`{ name: "toy" }`, wrong);
  expect(() => make(wrong)).toThrow(expect.objectContaining({ code: "PlatformPackageInvalid" }));
});

test("a file of somebody else is left as it is", () => {
  mkdirSync(path.join(root, "plugin"));
  writeFileSync(path.join(root, "plugin", "index.js"), "mine");
  expect(() => make()).toThrow(expect.objectContaining({ code: "plugin.folder" }));
  expect(readFileSync(path.join(root, "plugin", "index.js"), "utf8")).toBe("mine");
});
