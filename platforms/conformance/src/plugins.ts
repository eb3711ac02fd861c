export { installPlugin, pluginPath } from "@dinfra/host/dist/plugin.js";
export { pluginName, version } from "@dinfra/host/dist/version.js";
export { pluginName as nodePluginName, version as nodeVersion } from "@dinfra/node/dist/version.js";
