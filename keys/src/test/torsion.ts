import { ed25519 } from "@noble/curves/ed25519.js";
import { hexToBytes } from "@noble/hashes/utils.js";

/** The eight points whose order divides eight, in their canonical encodings. */
export const SMALL_ORDER_POINTS: Uint8Array[] = [
  "0100000000000000000000000000000000000000000000000000000000000000", // the neutral element
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // order 2
  "0000000000000000000000000000000000000000000000000000000000000000", // order 4
  "0000000000000000000000000000000000000000000000000000000000000080",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", // order 8
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
].map((point) => hexToBytes(point));

// The curve once more, in affine coordinates straight from RFC 8032's formulas and without any library, to check what the package claims.

export const P = 2n ** 255n - 19n;
export const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = mod(-121665n * inverse(121666n));

export interface AffinePoint {
  x: bigint;
  y: bigint;
}

export const NEUTRAL: AffinePoint = { x: 0n, y: 1n };

export function mod(value: bigint): bigint {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let b = mod(base), e = exponent; e > 0n; e >>= 1n, b = mod(b * b)) if (e & 1n) result = mod(result * b);
  return result;
}

function inverse(value: bigint): bigint {
  return power(value, P - 2n);
}

export function add(a: AffinePoint, b: AffinePoint): AffinePoint {
  const product = mod(mod(D * a.x * b.x) * mod(a.y * b.y));
  return {
    x: mod((a.x * b.y + a.y * b.x) * inverse(1n + product)),
    y: mod((a.y * b.y + a.x * b.x) * inverse(1n - product)),
  };
}

export function multiply(point: AffinePoint, scalar: bigint): AffinePoint {
  let result = NEUTRAL;
  for (let p = point, s = scalar; s > 0n; s >>= 1n, p = add(p, p)) if (s & 1n) result = add(result, p);
  return result;
}

/** The point of a 32-byte encoding, or undefined: y above P or a wrong sign of zero are not taken. */
export function decode(bytes: Uint8Array): AffinePoint | undefined {
  const value = bytes.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);
  const [y, sign] = [value & (2n ** 255n - 1n), value >> 255n];
  if (y >= P) return undefined;
  const square = mod((y * y - 1n) * inverse(D * y * y + 1n));
  let x = power(square, (P + 3n) / 8n);
  if (mod(x * x) !== square) x = mod(x * power(2n, (P - 1n) / 4n));
  if (mod(x * x) !== square || (x === 0n && sign === 1n)) return undefined;
  return { x: (x & 1n) === sign ? x : mod(-x), y };
}

/** What the library's point type encodes, to hand independent points to the package. */
export function encode({ x, y }: AffinePoint): Uint8Array {
  return ed25519.Point.fromAffine({ x, y }).toBytes();
}
