import { levels } from "pino";
import { ReactorError } from "./failure.js";

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";

const known = [...Object.keys(levels.values), "silent"];

/**
 * The least level of log line that is wanted.
 * @throws {ReactorError} `config.invalid`
 */
export function logLevel(env: Readonly<Record<string, string | undefined>>): string {
  const level = env["DINFRA_LOG_LEVEL"] || "info";
  if (known.includes(level)) return level;
  throw new ReactorError(
    "config.invalid",
    `expected DINFRA_LOG_LEVEL to be one of ${known.join(", ")}, found ${JSON.stringify(level)}`,
  );
}

/** From which number on a line is written, for who writes lines without pino. */
export const leastLevel = (env: Readonly<Record<string, string | undefined>>): number =>
  levels.values[logLevel(env)] ?? Infinity;
