export * from "./job.js";
export * from "./failure.js";
export * from "./guard.js";
export { createEngine, stateOf, type Engine, type EngineOptions } from "./engine.js";
export type { StateResource } from "./state.js";
export { ENGINE_VERSION, engineHome, locateEngine, type Located } from "./locate.js";
export { locateOneShot, ONE_SHOT_VERSION } from "./one-shot.js";
export type { Observed, PlatformObserver, Program, ProgramInput, ProgramModule } from "./programs.js";
