import * as path from "node:path";

/** The provider program: a Node script that serves the Pulumi provider protocol. */
export const pluginPath = path.join(__dirname, "provider.js");

/**
 * Puts the plugin where the engine of `pulumiHome` (its PULUMI_HOME) finds it:
 * `<pulumiHome>/plugins/resource-dinfra-host-v<version>/pulumi-resource-dinfra-host`. Idempotent and atomic; may be
 * called by several processes at once. Gives the path of the installed file.
 */
export function installHostPlugin(pulumiHome: string): string {
  throw new Error("not yet " + pulumiHome);
}
