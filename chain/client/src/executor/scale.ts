/** The little of SCALE that host functions speak. */

export function compact(value: number): Uint8Array {
  if (value < 2 ** 6) return Uint8Array.of(value << 2);
  if (value < 2 ** 14) return Uint8Array.of(((value << 2) | 1) & 255, value >>> 6);
  if (value < 2 ** 30) {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value * 4 + 2);
    return bytes;
  }
  throw new Error(`expected less than 2^30, found ${value}`);
}

/** The number, and how many bytes it takes; null where it is none, or one of the large ones. */
export function readCompact(bytes: Uint8Array): { value: number; size: number } | null {
  const size = [1, 2, 4, 0][(bytes[0] ?? 3) & 3] as number;
  if (size === 0 || bytes.length < size) return null;
  let value = 0;
  for (let i = size - 1; i >= 0; i--) value = value * 256 + bytes[i]!;
  return { value: Math.floor(value / 4), size };
}

/** Option<Vec<u8>> */
export function optionOfBytes(bytes: Uint8Array | null): Uint8Array {
  return bytes === null ? Uint8Array.of(0) : Buffer.concat([Uint8Array.of(1), compact(bytes.length), bytes]);
}

export function u32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** A vector with one item more; the item is encoded already. What is no vector is begun anew. */
export function appended(vector: Uint8Array | null, item: Uint8Array): Uint8Array {
  const before = vector === null ? null : readCompact(vector);
  if (vector === null || before === null) return Buffer.concat([compact(1), item]);
  return Buffer.concat([compact(before.value + 1), vector.subarray(before.size), item]);
}
