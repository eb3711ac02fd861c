const Native = Uint8Array;

export interface MadeBytes {
  /** Records, beside those recorded before, the byte arrays that are made until the work is done. */
  during: <T>(work: () => T | Promise<T>) => Promise<T>;
  /** How many of the recorded arrays hold the secret now. */
  holding: (secret: Uint8Array) => number;
  forget: () => void;
  stop: () => void;
}

/**
 * Sees every byte array that the modules of this test file make, and the libraries under them, so that a test can look for what was left in them.
 * To be called before these modules are loaded.
 */
export function watchMadeBytes(): MadeBytes {
  const memory = new Set<ArrayBufferLike>();
  let recording = false;
  const watched = new Proxy(Native, {
    construct(target, args: unknown[]) {
      const bytes = Reflect.construct(target, args) as Uint8Array;
      if (recording) memory.add(bytes.buffer);
      return bytes;
    },
  });
  globalThis.Uint8Array = watched;
  // slice() and subarray() make theirs by way of the constructor that an array names.
  Native.prototype.constructor = watched;
  return {
    during: async (work) => {
      recording = true;
      try {
        return await work();
      } finally {
        recording = false;
      }
    },
    holding: (secret) => [...memory].filter((buffer) => Buffer.from(buffer).includes(Buffer.from(secret))).length,
    forget: () => memory.clear(),
    stop: () => {
      globalThis.Uint8Array = Native;
      Native.prototype.constructor = Native;
    },
  };
}
