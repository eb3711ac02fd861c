import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { KeysError } from "./error.js";

// The data types of SSH, RFC 4251 section 5, as far as keys and agents need them.

/** uint32, big-endian */
export function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** string: uint32 length, then the bytes; text is UTF-8 */
export function string(value: Uint8Array | string): Uint8Array {
  const bytes = typeof value === "string" ? utf8ToBytes(value) : value;
  return concatBytes(uint32(bytes.length), bytes);
}

/** Reads a message front to back. Every method throws `wire.malformed` when the bytes run out. */
export class WireReader {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  private take(length: number): Uint8Array {
    if (length > this.bytes.length - this.at)
      throw new KeysError(
        "wire.malformed",
        `expected ${length} more bytes at offset ${this.at}, found ${this.bytes.length - this.at}`,
      );
    const part = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return part;
  }

  byte(): number {
    return this.take(1)[0]!;
  }

  uint32(): number {
    const part = this.take(4);
    return new DataView(part.buffer, part.byteOffset, 4).getUint32(0);
  }

  uint64(): bigint {
    const part = this.take(8);
    return new DataView(part.buffer, part.byteOffset, 8).getBigUint64(0);
  }

  /** A view into the message, not a copy. */
  string(): Uint8Array {
    return this.take(this.uint32());
  }

  /** A string that must be valid UTF-8. */
  text(): string {
    const bytes = this.string();
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new KeysError("wire.malformed", "expected UTF-8 text, found other bytes");
    }
  }

  get done(): boolean {
    return this.at === this.bytes.length;
  }

  /** @throws KeysError `wire.malformed` when bytes are left */
  end(): void {
    if (!this.done)
      throw new KeysError("wire.malformed", `expected the end, found ${this.bytes.length - this.at} more bytes`);
  }
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i]!;
  return difference === 0;
}
