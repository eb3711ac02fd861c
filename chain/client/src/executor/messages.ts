/** What the thread that runs runtimes and the one that started it say to each other. Bytes travel as 0x and hex digits. */

export type Text = `0x${string}`;

/** To the thread. The blob comes with the first run of it. */
export interface Order {
  readonly id: number;
  readonly runtime: number;
  readonly blob?: Text;
  readonly calls: readonly (readonly [string, readonly Text[]])[];
  readonly proofSize: bigint;
  /** What the run is likely to ask for, and the answers. */
  readonly known: readonly (readonly [Look, string | undefined])[];
}

/** A look at the storage: the value of a key, or after a prefix and a key the next key. */
export interface Look {
  readonly of: "getStorage" | "getNextKey";
  readonly keys: readonly Text[];
}

export type Done =
  | {
      readonly id: number;
      readonly result: Text;
      readonly changes: Changes;
      readonly offchain: Changes;
      readonly looked: readonly Look[];
    }
  /** It was not run, or not to its end. */
  | { readonly id: number; readonly why: string };

export type Changes = (readonly [Text, Text | undefined])[];

/** From the thread, which stands still until it is answered. */
export interface Question extends Look {
  readonly id: number;
}

export type Answer = { readonly value: string | undefined } | { readonly failed: string };

/** What the thread is started with. */
export interface Beginning {
  readonly questions: import("node:worker_threads").MessagePort;
  /** One number: 1 when there is an answer. */
  readonly answered: SharedArrayBuffer;
}
