export { reactorClient, type ReactorClient } from "@dinfra/service/api/client";
export { checkReactor, type Finding } from "./check.js";
export { checkConfig, endpointsOf, loadConfig, type ReactorConfig } from "./config.js";
export { dataFolder } from "@dinfra/service/data-folder";
export { ReactorError } from "@dinfra/service/failure";
export { isolateDeployment } from "./isolate.js";
export { logLevel } from "@dinfra/service/log-level";
export { runReactor, type RunningReactor, type RunOptions } from "./run.js";
export * from "./engine/index.js";
