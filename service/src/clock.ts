/** Milliseconds since 1970 by this machine's clock. For people and for other machines: it may be set back or forward at any time. */
export type Instant = number;

/**
 * Milliseconds of a clock that only goes forward. Two of them may be subtracted and compared; the value alone means nothing
 * to anybody. Every duration and every order in time is made of these.
 */
export type Tick = number;

// eslint-disable-next-line no-restricted-syntax -- the one door to the wall clock
export const wallClock = (): Instant => new Date().getTime();

/**
 * A clock whose ticks can be stored: it goes on from `notBefore`, the newest tick that an earlier process stored, or from
 * the wall clock where that is later. While the process lives, setting the machine's clock does not move it.
 */
export function steadyClock(
  notBefore: Tick,
  wall: () => Instant = wallClock,
  elapsed: () => number = () => performance.now(),
): () => Tick {
  const offset = Math.max(notBefore, wall()) - elapsed();
  // Whole milliseconds: stores hold integers.
  return () => Math.floor(offset + elapsed());
}
