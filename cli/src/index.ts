export { createProgram, run } from "./program.js";
export type { Io } from "./io.js";
export type { ExitCode } from "./failure.js";
