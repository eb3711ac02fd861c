import { createRequire } from "node:module";
import { dirname, join } from "node:path";

export type Chopsticks = typeof import("@acala-network/chopsticks-core");

let loaded: Chopsticks | null = null;

const nothing = () => undefined;
/** The part of a logger that Chopsticks uses. */
const silent = {
  level: "silent",
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  child: () => silent,
};

/**
 * Chopsticks, loaded when the first chain starts: it costs half a second, and most users of this package only talk to a chain.
 *
 * What goes wrong reaches us as errors, so its log (a line a block) is not wanted, but the logger is made as it is loaded, with a thread of its own for
 * formatting that costs 15 MB and half a second at the end of the process. So its logger module is answered for before it asks. Where modules are
 * not loaded by Node itself (jest), that has no effect, and the level keeps it quiet.
 */
export function chopsticks(): Chopsticks {
  if (loaded !== null) return loaded;
  // By require: import() would take the ES modules, and with them a second copy of polkadot-js.
  const load = createRequire(__filename);
  const main = load.resolve("@acala-network/chopsticks-core");
  const logger = join(dirname(main), "logger.js");
  const exports = { defaultLogger: silent, pinoLogger: silent, truncate: (value: unknown) => value };
  load.cache[logger] ??= {
    id: logger,
    filename: logger,
    path: dirname(logger),
    loaded: true,
    exports,
    children: [],
    paths: [],
  } as unknown as NodeJS.Module;
  const level = process.env["LOG_LEVEL"];
  process.env["LOG_LEVEL"] = "fatal";
  try {
    loaded = load(main) as Chopsticks;
  } finally {
    if (level === undefined) delete process.env["LOG_LEVEL"];
    else process.env["LOG_LEVEL"] = level;
  }
  return loaded;
}
