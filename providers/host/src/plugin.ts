import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pluginName, version } from "./version.js";

/** The provider program, compiled: a Node script that serves the Pulumi provider protocol. */
export const pluginPath = path.join(__dirname, "..", "dist", "provider.js");

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * Puts the plugin where the engine of `pulumiHome` (its PULUMI_HOME) finds it:
 * `<pulumiHome>/plugins/resource-dinfra-host-v<version>/pulumi-resource-dinfra-host`, a script that becomes this very
 * Node with the provider program of this very package. Idempotent and atomic; may be called by several processes at once.
 *
 * @param pulumiHome defaults to PULUMI_HOME, then `~/.pulumi`
 * @returns the path of the installed file
 */
export function installHostPlugin(pulumiHome = process.env.PULUMI_HOME || path.join(os.homedir(), ".pulumi")): string {
  const folder = path.join(path.resolve(pulumiHome), "plugins", `resource-${pluginName}-v${version}`);
  const file = path.join(folder, `pulumi-resource-${pluginName}`);
  // exec: the engine must be the parent of the plugin itself, and its signals must reach it.
  const script = `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(pluginPath)} "$@"\n`;
  fs.mkdirSync(folder, { recursive: true });
  if (!fs.existsSync(file) || fs.readFileSync(file, "utf8") !== script) {
    // Beside the plugins, not among them, where the engine would look at it; on the same file system for the move.
    const draft = path.join(path.resolve(pulumiHome), `.${pluginName}-${randomBytes(6).toString("hex")}`);
    fs.writeFileSync(draft, script, { mode: 0o755 });
    fs.chmodSync(draft, 0o755);
    fs.renameSync(draft, file);
  }
  // What the engine leaves when its own installation of a plugin was cut short: with it the folder would be ignored.
  fs.rmSync(`${folder}.partial`, { force: true });
  return file;
}
