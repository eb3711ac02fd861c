/** The runtime asks the host for memory: a heap above its own data, in powers of two, with a list of free places for each. */

/** As Substrate has it: the largest place. */
const largest = 2 ** 25;
/**
 * Bytes in front of each place, as Substrate's allocator has them. The runtime writes into the last two how far it moved on to align what it
 * keeps there, and reads them before it gives a place back, also one that the host took: zero.
 */
const header = 8;

const orderOf = (size: number): number => Math.max(3, 32 - Math.clz32(Math.max(size, 1) - 1));

export class Heap {
  private top: number;
  private readonly taken = new Map<number, number>();
  private readonly free: number[][] = [];

  /** @param base where the runtime's own data ends, in bytes */
  constructor(
    private readonly memory: WebAssembly.Memory,
    private readonly base: number,
  ) {
    this.top = align(base);
  }

  /** @throws Error the heap is full */
  malloc(size: number): number {
    if (size > largest) throw new Error(`expected at most ${largest} bytes at once, found ${size}`);
    const order = orderOf(size);
    const place = this.free[order]?.pop() ?? this.beyond(2 ** order);
    this.at(place - header, header).fill(0);
    this.taken.set(place, order);
    return place;
  }

  release(place: number): void {
    const order = this.taken.get(place);
    if (order === undefined) throw new Error(`expected a place of the heap, found ${place}`);
    this.taken.delete(place);
    (this.free[order] ??= []).push(place);
  }

  /** Puts bytes on the heap. */
  put(bytes: Uint8Array): number {
    const place = this.malloc(bytes.length);
    this.at(place, bytes.length).set(bytes);
    return place;
  }

  /** A view of the memory. */
  at(place: number, length: number): Buffer {
    return Buffer.from(this.memory.buffer, place, length);
  }

  /** Nothing is taken any more, and what was written is zeros, as in a new memory. */
  clear(): void {
    new Uint8Array(this.memory.buffer, this.base, this.top - this.base).fill(0);
    this.top = align(this.base);
    this.taken.clear();
    this.free.length = 0;
  }

  private beyond(size: number): number {
    const place = this.top + header;
    const { byteLength } = this.memory.buffer;
    if (place + size > byteLength) throw new Error(`expected at most ${byteLength} bytes of memory, found more`);
    this.top = place + size;
    return place;
  }
}

const align = (address: number): number => Math.ceil(address / 8) * 8;
