export * from "./job.js";
export * from "./failure.js";
export * from "./engine.js";
