import * as path from "node:path";
import { installPlugin, pluginProgram } from "@dinfra/host/dist/plugin.js";
import { pluginName, version } from "./version.js";

/** The provider program: a Node script that serves the Pulumi provider protocol. */
export const pluginPath = pluginProgram(path.join(__dirname, "..", "dist"));

/**
 * Puts the plugin where the engine of `pulumiHome` finds it. Idempotent and atomic.
 * @param pulumiHome defaults to PULUMI_HOME, then `~/.pulumi`
 * @returns the path of the installed file
 */
export function installNodePlugin(pulumiHome?: string): string {
  return installPlugin({ name: pluginName, version, program: pluginPath }, pulumiHome);
}
