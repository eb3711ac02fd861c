import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engineEnvironment } from "./environment.js";
import { deploymentFolder } from "./folders.js";
import { withPlatformNeeds } from "./platform-needs.js";

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "dinfra-needs-"));
});
afterEach(() => rmSync(place, { recursive: true }));

const installation = () => ({
  engineRoot: join(place, "engine"),
  stateDir: place,
  pulumiHome: join(place, "home"),
  passphraseFile: join(place, ".passphrase"),
  keyFolder: join(place, ".keys"),
});

test("a platform's plugin lies where the engine looks, and follows to another file; its variables are the engine's", () => {
  const needs = (file: string) => ({
    plugins: [{ name: "bridge", version: "1.2.3", file: join(place, file) }],
    environment: { BRIDGE_CACHE: "/cache", PULUMI_HOME: "/elsewhere" },
  });
  for (const file of ["one", "one", "two"]) {
    writeFileSync(join(place, file), file);
    const equipped = withPlatformNeeds(installation(), needs(file));
    const folder = join(place, "home", "plugins", "resource-bridge-v1.2.3");
    expect(readdirSync(folder)).toEqual(["pulumi-resource-bridge"]);
    expect(readFileSync(join(folder, "pulumi-resource-bridge"), "utf8")).toBe(file);
    // What the reactor decides, a platform does not.
    expect(engineEnvironment(equipped, deploymentFolder(place, "1.1"))).toMatchObject({
      BRIDGE_CACHE: "/cache",
      PULUMI_HOME: join(place, "home"),
    });
  }
});

test("a module of programs that says nothing needs nothing", () => {
  expect(withPlatformNeeds(installation(), undefined)).toEqual(installation());
});
