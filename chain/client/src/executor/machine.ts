import { zstdDecompressSync } from "node:zlib";
import { Heap } from "./heap.js";
import { type Backing, hostFunctions, type Surroundings, Unsupported } from "./host-functions.js";
import { Overlay } from "./overlay.js";

export interface Ran {
  readonly result: Uint8Array;
  readonly changes: readonly (readonly [string, Uint8Array | null])[];
  readonly offchain: readonly (readonly [string, Uint8Array | null])[];
}

/** Before the bytes of a blob that is compressed by zstd: Substrate's `sp-maybe-compressed-blob`. */
const compressed = Buffer.from("52bc537646db8e05", "hex");
const largestBlob = 50 * 2 ** 20;
/** Of 64 KiB: the heap that Chopsticks gives a runtime, and room for the runtime's own data below it. Taken from the system as it is written to. */
const pages = 2048 + 256;

function plain(blob: Uint8Array): Uint8Array {
  if (compressed.compare(blob.subarray(0, 8)) !== 0) return blob;
  // Node 22.15 or later.
  if (typeof zstdDecompressSync !== "function") throw new Unsupported("no zstd in this version of Node");
  return zstdDecompressSync(blob.subarray(8), { maxOutputLength: largestBlob });
}

/** An instance of the runtime; between calls its memory is brought back to what it was at first. */
class Incarnation {
  readonly heap: Heap;
  private readonly first: Uint8Array;
  private readonly memory = new WebAssembly.Memory({ initial: pages });
  private readonly exports: Record<string, unknown>;

  constructor(module: WebAssembly.Module, host: Record<string, unknown>) {
    this.exports = new WebAssembly.Instance(module, { env: { ...host, memory: this.memory } }).exports;
    const base = (this.exports["__heap_base"] as WebAssembly.Global).value;
    this.heap = new Heap(this.memory, base);
    this.first = new Uint8Array(this.memory.buffer, 0, base).slice();
  }

  call(name: string, argument: Uint8Array): Uint8Array {
    const run = this.exports[name] as ((at: number, length: number) => bigint) | undefined;
    if (typeof run !== "function") throw new Unsupported(`the runtime has no ${name}`);
    const answer = run(this.heap.put(argument), argument.length);
    return Uint8Array.from(this.heap.at(Number(BigInt.asUintN(32, answer)), Number(answer >> 32n)));
  }

  renew(): void {
    this.heap.clear();
    new Uint8Array(this.memory.buffer).set(this.first);
  }
}

/** A runtime, compiled once by Node's own engine: a call takes what its work takes, and no translation. */
export class Machine {
  private readonly module: WebAssembly.Module;
  private readonly host: Record<string, unknown>;
  private incarnation: Incarnation | null = null;
  private surroundings: Surroundings | null = null;

  /** @param blob compressed or not */
  constructor(blob: Uint8Array) {
    this.module = new WebAssembly.Module(plain(blob));
    const functions = hostFunctions(() => this.surroundings!);
    this.host = Object.fromEntries(WebAssembly.Module.imports(this.module).map(({ name }) => [name, functions[name]]));
  }

  /**
   * Makes the calls one after the other, each in a memory of its own, on the storage as those before it left it.
   * @returns what the last one answered, and what all of them changed
   * @throws Unsupported, or the runtime's own trap
   */
  run(calls: readonly (readonly [string, Uint8Array])[], storage: Backing, proofSize: bigint): Ran {
    const changes = new Overlay();
    const offchain = new Map<string, Uint8Array | null>();
    let result: Uint8Array = new Uint8Array();
    for (const [name, argument] of calls) {
      // After a trap an instance is not used again: only its memory could be brought back.
      const incarnation = this.incarnation ?? new Incarnation(this.module, this.host);
      this.incarnation = null;
      this.surroundings = { heap: incarnation.heap, changes, storage, offchain, proofSize };
      result = incarnation.call(name, argument);
      if (changes.depth > 0) throw new Unsupported("a transaction of the storage that was left open");
      incarnation.renew();
      this.incarnation = incarnation;
    }
    return { result, changes: changes.entries(), offchain: [...offchain] };
  }
}
