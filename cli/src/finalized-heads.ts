import type { Chain } from "@dinfra/chain";

/** Yields now, and then whenever there may be a newer finalized block, until stopped. Wake-ups that come meanwhile are one. */
export async function* finalizedHeads(chain: Chain, stop: AbortSignal): AsyncGenerator<void> {
  let pending = true;
  let wake: (() => void) | undefined;
  const ring = () => {
    pending = true;
    wake?.();
  };
  const unsubscribe = chain.onFinalized(ring);
  stop.addEventListener("abort", ring, { once: true });
  try {
    while (!stop.aborted) {
      if (pending) {
        pending = false;
        yield;
      } else {
        await new Promise<void>((resolve) => (wake = resolve));
      }
    }
  } finally {
    unsubscribe();
    stop.removeEventListener("abort", ring);
  }
}
