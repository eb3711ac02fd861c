import { createRequire } from "node:module";

export type Chopsticks = typeof import("@acala-network/chopsticks-core");

let loaded: Chopsticks | null = null;

/**
 * Chopsticks, loaded when the first chain starts: it costs half a second, and most users of this package only talk to a chain. It reads its log
 * level from the environment as it is loaded, and logs a line a block; what goes wrong reaches us as errors, so it logs nothing.
 */
export function chopsticks(): Chopsticks {
  if (loaded !== null) return loaded;
  const level = process.env["LOG_LEVEL"];
  process.env["LOG_LEVEL"] = "fatal";
  try {
    // By require: import() would take the ES modules, and with them a second copy of polkadot-js.
    loaded = createRequire(__filename)("@acala-network/chopsticks-core") as Chopsticks;
  } finally {
    if (level === undefined) delete process.env["LOG_LEVEL"];
    else process.env["LOG_LEVEL"] = level;
  }
  return loaded;
}
