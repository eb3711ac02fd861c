/** How often the parent is looked at: there is no event for the death of a parent in Node. */
const everyMs = 250;
/** How long a spawn that is under way may still take once the engine is gone. */
const lastMs = 1_000;

/**
 * Ends this plugin soon after its engine. The engine starts a plugin in a process group of its own and says farewell
 * with a signal; killed, it says nothing, and a plugin would live on with nobody to talk to, in the way of the next update
 * of the same deployment. The engine is our parent, so its death shows as a new parent.
 */
class EngineWatch {
  #busy = 0;
  #gone = false;

  /** Work that should not be cut in the middle; the exit waits for it, though it would be safe. */
  async uninterrupted<T>(work: () => Promise<T>): Promise<T> {
    this.#busy += 1;
    try {
      return await work();
    } finally {
      this.#busy -= 1;
      if (this.#gone && this.#busy === 0) process.exit(0);
    }
  }

  /** From now on; for the plugin's own process only. */
  begin(): void {
    const engine = process.ppid;
    const look = () => {
      if (this.#gone || process.ppid === engine) return;
      this.#gone = true;
      if (this.#busy === 0) process.exit(0);
      setTimeout(() => process.exit(0), lastMs);
    };
    setInterval(look, everyMs).unref();
    // Closes when the engine dies, a moment before the parent changes; only a hint, for it may be closed from the start.
    process.stdin.once("close", () => setTimeout(look, 20).unref());
    process.stdin
      .on("error", () => undefined)
      .resume()
      .unref?.();
    // An engine that died before it read our port: nobody will ever call.
    process.stdout.on("error", () => process.exit(0));
  }
}

export const engineWatch = new EngineWatch();
