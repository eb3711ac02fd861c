export { reactorClient, type ReactorClient } from "./api/client.js";
export { checkReactor, type Finding } from "./check.js";
export { checkConfig, endpointsOf, loadConfig, type ReactorConfig } from "./config.js";
export { dataFolder } from "./data-folder.js";
export { ReactorError } from "./failure.js";
export { isolateDeployment } from "./isolate.js";
export { logLevel } from "./log-level.js";
export { runReactor, type RunningReactor, type RunOptions } from "./run.js";
export * from "./engine/index.js";
