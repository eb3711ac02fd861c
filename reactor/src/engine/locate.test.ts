/** @integration */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { ENGINE_VERSION, isNewEnough, locateEngine } from "./locate";

const place = mkdtempSync(join(tmpdir(), "dinfra-locate-"));
afterAll(() => rmSync(place, { recursive: true }));

/** A stand-in that says a version and nothing else. */
function pulumi(root: string, version: string): string {
  const bin = join(place, root, "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, "pulumi"), `#!/bin/sh\necho ${version}\n`);
  chmodSync(join(bin, "pulumi"), 0o755);
  return join(place, root);
}

it.each([
  ["v3.259.0", true],
  ["3.259.0", true],
  ["v3.270.1", true],
  ["v3.260.0-alpha.1", true],
  ["v3.259.0-dev", false],
  ["v3.258.9", false],
  ["v4.0.0", false],
  ["v2.999.0", false],
  ["nonsense", false],
])("%s is new enough: %s", (version, enough) => expect(isNewEnough(version)).toBe(enough));

it("takes the one on PATH if it is new enough, else the one that the set-up made, and says what it found if there is neither", async () => {
  const old = pulumi("old", "v3.100.0");
  const good = pulumi("good", "v3.300.0");
  const cache = join(place, "cache");
  const none = await locateEngine({ PATH: join(old, "bin"), XDG_CACHE_HOME: cache });
  expect(none).toEqual({
    reason: expect.stringMatching(/v3\.259\.0 or newer expected.*is v3\.100\.0.*not there.*npm run setup/),
  });
  pulumi(join("cache", "dinfra", "engine", ENGINE_VERSION), ENGINE_VERSION);
  const made = { root: join(cache, "dinfra", "engine", ENGINE_VERSION), version: ENGINE_VERSION };
  expect(await locateEngine({ PATH: join(old, "bin"), XDG_CACHE_HOME: cache })).toEqual(made);
  const both = { PATH: `${join(old, "bin")}:${join(good, "bin")}`, XDG_CACHE_HOME: cache };
  expect(await locateEngine(both)).toEqual({ root: good, version: "v3.300.0" });
  expect(await locateEngine({ ...both, DINFRA_ENGINE_ROOT: made.root })).toEqual(made);
});

it("does not look elsewhere when it was told where", async () => {
  const good = pulumi("good", "v3.300.0");
  const told = { DINFRA_ENGINE_ROOT: join(place, "absent"), PATH: join(good, "bin") };
  expect(await locateEngine(told)).toEqual({ reason: expect.stringContaining("DINFRA_ENGINE_ROOT") });
});

describe("finds what a shell would find", () => {
  const script = (file: string, text: string) => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  };
  const cache = join(place, "odd-cache");
  const saying = "echo v3.300.0";

  it.each<[string, string, string]>([
    ["a folder with a trailing slash", "slash/bin", "bin/"],
    ["a folder of shims", "shims", ""],
    ["one below the home", "home/bin", "~"],
    ["one given relative to the current folder", "relative/bin", "relative"],
  ])("%s", async (_name, folder, form) => {
    script(join(place, folder, "pulumi"), saying);
    const entry =
      form === "~"
        ? "~/bin"
        : form === "relative"
          ? relative(process.cwd(), join(place, folder))
          : `${join(place, folder)}${form === "bin/" ? "/" : ""}`;
    const found = await locateEngine({ PATH: entry, HOME: join(place, "home"), XDG_CACHE_HOME: cache });
    expect(found).toMatchObject({ version: "v3.300.0" });
    expect(existsSync(join((found as { root: string }).root, "bin", "pulumi"))).toBe(true);
  });

  it("a warning before the version is no obstacle", async () => {
    script(join(place, "warns/bin/pulumi"), `echo "warning: A new version is available"; ${saying}`);
    expect(await locateEngine({ PATH: join(place, "warns/bin"), XDG_CACHE_HOME: cache })).toMatchObject({
      version: "v3.300.0",
    });
  });

  it("one that never answers is given up", async () => {
    script(join(place, "hangs/bin/pulumi"), "exec sleep 1000");
    script(join(place, "after/bin/pulumi"), saying);
    const PATH = `${join(place, "hangs/bin")}:${join(place, "after/bin")}`;
    expect(await locateEngine({ PATH, XDG_CACHE_HOME: cache })).toMatchObject({ root: join(place, "after") });
  });
});
