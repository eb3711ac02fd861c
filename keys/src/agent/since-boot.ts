import { uptime } from "node:os";

/**
 * Milliseconds since the machine was started, sleep included. Setting the machine's clock does not move it, and a lifetime
 * goes on while the machine sleeps.
 */
export const sinceBoot = (): number => uptime() * 1000;
