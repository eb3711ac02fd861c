// Starts by-hand.mjs processes and waits for them.
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { watchMemory } from "./processes.mjs";

/**
 * Starts so many at once. Gives the longest up() among them, the time from start to the last one up, and, where `watch` is set, peak memory:
 * looking for it takes a good part of a core, so no time that counts is taken meanwhile.
 */
export async function byHand({ count, folder, root, engineRoot, profile, descriptor, watch = false }) {
  const before = performance.now();
  const children = Array.from({ length: count }, (_, i) => {
    const input = { descriptor, profile, owner: `stack:bench:${i}`, folder: join(folder, `hand-${i}`), engineRoot };
    return fork(new URL("by-hand.mjs", import.meta.url), [JSON.stringify(input)], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, DINFRA_HOST_ROOT: root },
    });
  });
  const memory = watch ? watchMemory(() => children.map((child) => child.pid)) : undefined;
  try {
    const ups = await Promise.all(
      children.map((child) =>
        Promise.race([
          once(child, "message").then(([{ ms }]) => ms),
          once(child, "exit").then(([code]) => Promise.reject(new Error(`a stack by hand ended with ${code}`))),
        ]),
      ),
    );
    return { upMs: Math.max(...ups), wallMs: performance.now() - before, peakBytes: memory?.stop() };
  } finally {
    memory?.stop();
    await Promise.all(
      children.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        child.send("destroy");
        await once(child, "exit");
      }),
    );
  }
}
