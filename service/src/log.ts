import { pino, type Logger } from "pino";
import { logDestination } from "./log-destination.js";
import { logLevel } from "./log-level.js";
import { printable } from "./printable.js";
import { withoutSecrets } from "./secrets.js";

/**
 * JSON lines on standard output. Errors are cut to type, code and message, unexpected ones also to their stack, so that
 * nothing rides along in their fields. What is known to be a secret is masked in each line, whatever brought it there.
 *
 * @param level the least one that is written; default: DINFRA_LOG_LEVEL, else info
 */
export function processLog(name: string, level: string = logLevel(process.env)): Logger {
  const base = { name, pid: process.pid };
  return pino(
    {
      name,
      base,
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeError },
      hooks: { streamWrite: withoutSecrets },
      formatters: {
        log: (fields) => Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, flat(value)])),
      },
    },
    logDestination((lines) => {
      const lost = { level: pino.levels.values.warn, time: new Date().toISOString(), ...base, lines };
      return `${JSON.stringify({ ...lost, msg: "lines of the log were lost: nobody took them" })}\n`;
    }),
  );
}

/** Values may hold a stranger's text: a descriptor's, a chain record's, a platform's. */
function flat(value: unknown): unknown {
  return typeof value === "string" ? printable(value, 2_000) : withoutBytes(value);
}

/** JSON has a buffer as numbers, in which nobody would find a secret. */
function withoutBytes(value: unknown, depth = 0): unknown {
  if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`;
  if (depth > 8 || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => withoutBytes(each, depth + 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutBytes(each, depth + 1)]));
}

function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return printable(String(error));
  const code = (error as { code?: unknown }).code;
  return {
    type: error.name,
    ...(typeof code === "string" && { code }),
    message: printable(error.message, 2_000),
    ...(!isOurs(code) && {
      stack: (error.stack ?? "")
        .split("\n")
        .slice(1, 9)
        .map((line) => printable(line)),
    }),
  };
}

/** Our codes say what is wrong and what to do, where it was thrown helps nobody; Node's and its libraries' are in capitals. */
function isOurs(code: unknown): boolean {
  return typeof code === "string" && /[a-z]/.test(code);
}
