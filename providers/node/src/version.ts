/** Name and version under which the engine knows this provider; the version is that of package.json (held by a test). */
export const pluginName = "dinfra-node";
export const version = "0.1.0";
