import { mkdirSync, readFileSync, readdirSync, realpathSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { addPlatformRoot, requirePlatform } from "@dinfra/port";

/** Files of a plugin folder, and nothing else: what npm adds is npm's. */
export const PLUGIN_FILES = ["PulumiPlugin.yaml", "README.md", "index.js", "package.json"] as const;

/** Written into each file that we make, by which we know it again. */
const MARK = "Written by `dinfra plugin make`";

export interface PluginFolderOptions {
  /** Folder to write; made when it is not there. */
  folder: string;
  /** Folders from which the packages of platforms are resolved, beside the plugin folder itself. */
  platformRoots: readonly string[];
  /**
   * Platforms that the folder is to serve: names of built-in ones, or names of packages of third parties. Each is looked
   * for now, and again when the plugin starts, so that one that is missing is said before a program runs.
   */
  platforms?: readonly string[];
}

export class PluginFolderError extends Error {
  readonly code = "plugin.folder";
  readonly retryable = false;
}

/**
 * Writes a folder that every Pulumi language takes as the package `dinfra`: `pulumi package add <folder>`, or in a YAML program
 * `packages: { dinfra: <folder> }`. Pulumi's Node host names a package after the package.json of its folder, whatever the plugin says;
 * so the folder has a package.json of its own. It runs this very installation, and is written again after that has moved.
 * @throws PluginFolderError where the folder holds a file that is not ours
 * @throws ComponentError `UnknownPlatform`, `PlatformPackageMissing`, `PlatformPackageInvalid`; nothing is written then
 */
export function makePluginFolder({ folder, platformRoots, platforms = [] }: PluginFolderOptions): void {
  const target = path.resolve(folder);
  for (const root of platformRoots) addPlatformRoot(root);
  for (const wanted of platforms) requirePlatform(wanted);
  mkdirSync(target, { recursive: true });
  refuseForeign(target);
  const roots = [...new Set(platformRoots.map((root) => realpathSync(root)))];
  const files = filesOf(roots, [...new Set(platforms)]);
  for (const name of PLUGIN_FILES) writeFileSync(path.join(target, name), files[name]);
}

function refuseForeign(folder: string): void {
  const foreign = readdirSync(folder).filter((name) => {
    if (!(PLUGIN_FILES as readonly string[]).includes(name)) return false;
    return !readFileSync(path.join(folder, name), "utf8").includes(MARK);
  });
  if (foreign.length === 0) return;
  throw new PluginFolderError(
    `${folder}: expected an empty folder or one of a former "dinfra plugin make", found ${foreign.join(", ")} ` +
      "of somebody else; name another folder",
  );
}

function filesOf(
  platformRoots: readonly string[],
  platforms: readonly string[],
): Record<(typeof PLUGIN_FILES)[number], string> {
  const home = path.join(__dirname, "..");
  const own = JSON.parse(readFileSync(path.join(home, "package.json"), "utf8")) as {
    version: string;
    peerDependencies: Record<string, string>;
  };
  const manifest = {
    "//": MARK,
    name: "dinfra",
    version: own.version,
    private: true,
    main: "index.js",
    // Pulumi's Node host starts a plugin with the SDK that it finds in the plugin's folder.
    dependencies: { "@pulumi/pulumi": own.peerDependencies["@pulumi/pulumi"] },
  };
  return {
    "PulumiPlugin.yaml": `# ${MARK}.\nruntime: nodejs\n`,
    "package.json": `${JSON.stringify(manifest, null, 2)}\n`,
    "index.js": [
      `// ${MARK}: the component package of this machine's installation of DINFRA.`,
      `const { addPlatformRoot, requirePlatform } = require(${JSON.stringify(require.resolve("@dinfra/port"))});`,
      "",
      "// Packages of platforms are found from here.",
      "addPlatformRoot(__dirname);",
      ...platformRoots.map((root) => `addPlatformRoot(${JSON.stringify(root)});`),
      ...platforms.map((wanted) => `requirePlatform(${JSON.stringify(wanted)});`),
      "",
      `require(${JSON.stringify(path.join(home, "dist", "plugin.js"))});`,
      "",
    ].join("\n"),
    "README.md": [
      "# The Pulumi package dinfra, for every language",
      "",
      `${MARK} for this machine: it names paths of it, so make it anew elsewhere.`,
      "",
      "    pulumi package add <this folder>",
      "",
      "In a YAML program:",
      "",
      "    packages:",
      "      dinfra: <this folder>",
      "",
    ].join("\n"),
  };
}
