import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { homeFolder } from "./root.js";
import { pluginName, version } from "./version.js";

/**
 * The program of a compiled provider package: `bundle.js`, which has the SDK in one file with it and starts in half the time
 * (tools/bundle.mjs), or `provider.js` where there is no bundle, or one of an earlier compilation.
 *
 * @param dist the package's compiled folder
 */
export function pluginProgram(dist: string): string {
  const modified = (name: string) => fs.statSync(path.join(dist, name), { throwIfNoEntry: false })?.mtimeMs;
  const bundled = modified("bundle.js");
  // A published package has no .tsbuildinfo, and its bundle is made of what is in it.
  const current = bundled !== undefined && bundled >= (modified(".tsbuildinfo") ?? 0);
  return path.join(dist, current ? "bundle.js" : "provider.js");
}

/** The provider program: a Node script that serves the Pulumi provider protocol. */
export const pluginPath = pluginProgram(path.join(__dirname, "..", "dist"));

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** A resource provider of ours: its name and version for the engine, and the compiled program that serves it. */
export interface Plugin {
  name: string;
  version: string;
  program: string;
}

/**
 * Puts a plugin where the engine of `pulumiHome` (its PULUMI_HOME) finds it:
 * `<pulumiHome>/plugins/resource-<name>-v<version>/pulumi-resource-<name>`, a script that becomes this very Node with the
 * plugin's program. Idempotent and atomic; may be called by several processes at once.
 *
 * @param pulumiHome defaults to PULUMI_HOME, then `~/.pulumi`
 * @returns the path of the installed file
 */
export function installPlugin(
  { name, version, program }: Plugin,
  pulumiHome = process.env.PULUMI_HOME || path.join(homeFolder("PULUMI_HOME"), ".pulumi"),
): string {
  const folder = path.join(path.resolve(pulumiHome), "plugins", `resource-${name}-v${version}`);
  const file = path.join(folder, `pulumi-resource-${name}`);
  // exec: the engine must be the parent of the plugin itself, and its signals must reach it.
  const script = `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(program)} "$@"\n`;
  fs.mkdirSync(folder, { recursive: true });
  if (!fs.existsSync(file) || fs.readFileSync(file, "utf8") !== script) {
    // Beside the plugins, not among them, where the engine would look at it; on the same file system for the move.
    const draft = path.join(path.resolve(pulumiHome), `.${name}-${randomBytes(6).toString("hex")}`);
    fs.writeFileSync(draft, script, { mode: 0o755 });
    fs.chmodSync(draft, 0o755);
    fs.renameSync(draft, file);
  }
  // What the engine leaves when its own installation of a plugin was cut short: with it the folder would be ignored.
  fs.rmSync(`${folder}.partial`, { force: true });
  return file;
}

/** Puts dinfra-host where the engine finds it. */
export function installHostPlugin(pulumiHome?: string): string {
  return installPlugin({ name: pluginName, version, program: pluginPath }, pulumiHome);
}
