/** Waits until the condition holds; fails with what was seen last. */
export async function until<T>(look: () => T | Promise<T>, holds: (seen: T) => boolean, timeout = 60_000): Promise<T> {
  const deadline = performance.now() + timeout;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (performance.now() > deadline) throw new Error(`waited ${timeout} ms, last seen: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
