import { ristretto255 } from "@noble/curves/ed25519.js";
import { hexToBytes } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { assertSound, sshKeyOf } from "./edwards.js";
import { AccountKey } from "./account-key.js";
import { hex } from "./test/accounts.js";
import { type AffinePoint, L, NEUTRAL, P, SMALL_ORDER_POINTS, add, decode, encode, multiply } from "./test/torsion.js";

const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 });
const refused = (reason: string) =>
  expect.objectContaining({ code: "key.unsound", message: expect.stringContaining(reason) as string });

function littleEndian(value: bigint): Uint8Array {
  return hexToBytes(value.toString(16).padStart(64, "0")).reverse();
}

describe("the curve as the tests know it, without a library", () => {
  it("agrees with the facts", () => {
    const base = decode(littleEndian((4n * modInverse(5n)) % P))!;
    expect(multiply(base, L)).toEqual(NEUTRAL);
    expect(multiply(base, 8n)).not.toEqual(NEUTRAL);
    for (const point of SMALL_ORDER_POINTS) expect(multiply(decode(point)!, 8n)).toEqual(NEUTRAL);
  });
});

function modInverse(value: bigint): bigint {
  let [result, base] = [1n, value];
  for (let e = P - 2n; e > 0n; e >>= 1n, base = (base * base) % P) if (e & 1n) result = (result * base) % P;
  return result;
}

describe("soundness of an Ed25519 key", () => {
  it.each(SMALL_ORDER_POINTS.map((point) => [hex(point), point] as const))("refuses small order: %s", (_, point) => {
    expect(() => assertSound(point)).toThrow(refused("small order"));
    expect(() => sshKeyOf("ed25519", point)).toThrow(refused("small order"));
  });

  it("refuses y of P and above, though OpenSSH reads the same point", () => {
    for (let y = P; y < 2n ** 255n; y++)
      for (const sign of [0n, 1n]) expect(() => assertSound(littleEndian(y | (sign << 255n)))).toThrow(refused(""));
    // y = P + 1 stands for y = 1: the neutral element in another dress.
    expect(() => assertSound(littleEndian(P + 1n))).toThrow(refused("canonical"));
  });

  it("refuses the neutral element with a sign", () => {
    expect(() => assertSound(littleEndian(1n | (1n << 255n)))).toThrow(refused(""));
  });

  it("refuses mixed order: a sound key plus any point of small order", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 7 }), (seed, i) => {
        const key = AccountKey.fromSeed(seed, "ed25519").publicKey;
        const mixed = encode(add(decode(key)!, decode(SMALL_ORDER_POINTS[i]!)!));
        expect(() => assertSound(mixed)).toThrow(refused("mixed order"));
      }),
      { numRuns: 20 },
    );
  });

  it("refuses what is no point, and what is no key at all", () => {
    expect(() => assertSound(littleEndian(2n))).toThrow(refused("no point"));
    expect(() => assertSound(new Uint8Array(31))).toThrow(refused(""));
    expect(() => assertSound("5F" as unknown as Uint8Array)).toThrow(refused(""));
  });

  it("takes what key generation makes, and it has prime order: L·A is neutral, A is not, y is below P", () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom("ed25519" as const, "sr25519" as const), (seed, scheme) => {
        const { publicKey } = AccountKey.fromSeed(seed, scheme, "//dinfra//ssh");
        const A = decode(sshKeyOf(scheme, publicKey)); // undefined for y >= P
        expect(A).toBeDefined();
        expect(A).not.toEqual(NEUTRAL);
        expect(multiply(A!, L)).toEqual(NEUTRAL);
        expect(() => assertSound(sshKeyOf(scheme, publicKey))).not.toThrow();
      }),
      { numRuns: 10 },
    );
  });
});

describe("the Edwards key of an sr25519 account", () => {
  it("is eight times the decoded point, whichever member of the class is taken", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { publicKey } = AccountKey.fromSeed(seed, "sr25519");
        const { x, y } = ristretto255.Point.fromBytes(publicKey).toAffine();
        const representative: AffinePoint = { x, y };
        // The four members differ by the points of order 1, 2 and 4.
        for (const torsion of SMALL_ORDER_POINTS.slice(0, 4)) {
          const member = add(representative, decode(torsion)!);
          expect(encode(multiply(member, 8n))).toEqual(sshKeyOf("sr25519", publicKey));
        }
      }),
      { numRuns: 10 },
    );
  });

  // RFC 9496, appendix A.2: what must not decode.
  it.each([
    ["a non-canonical field element", "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"],
    ["a non-canonical field element", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"],
    ["a negative field element", "0100000000000000000000000000000000000000000000000000000000000000"],
    ["a negative field element", "ed57ffd8c914fb201471d1c3d245ce3c746fcbe63a3679d51b6a516ebebe0e20"],
    ["a non-square x²", "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371"],
    ["a negative xy", "3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e"],
    ["s = -1, so y = 0", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"],
    ["the neutral element", "0000000000000000000000000000000000000000000000000000000000000000"],
  ])("refuses %s: %s", (_, bytes) => {
    expect(() => sshKeyOf("sr25519", hexToBytes(bytes))).toThrow(refused(""));
  });
});
