import { setImmediate, setTimeout } from "node:timers/promises";

/**
 * Resolves after so many milliseconds; after none at all, as soon as what is under way (an answer that is being sent) is out. A timer takes
 * a millisecond at least, in which a client has asked for its job and then waits a whole second before it asks again.
 */
export async function pass(milliseconds: number): Promise<void> {
  if (milliseconds > 0) await setTimeout(milliseconds);
  else await setImmediate();
}
