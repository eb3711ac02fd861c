import { bytesToNumberLE, numberToBytesLE } from "@noble/curves/utils.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { cryptoWaitReady, keyExtractPath, keyFromPath } from "@polkadot/util-crypto";
import { sr25519KeypairFromSeed, sr25519Verify } from "@polkadot/wasm-crypto";
import fc from "fast-check";
import { inspect } from "node:util";
import { AccountKey } from "./account-key.js";
import { expandSeed, normaliseSr25519Secret } from "./scalar.js";
import { hex, opensslPublicKey, opensslSign, opensslVerify } from "./test/accounts.js";

const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 });
const messages = fc.uint8Array({ maxLength: 300 });
const code = (value: string) => expect.objectContaining({ code: value });

/** Secret and public key of schnorrkel, as polkadot-js stores them: the scalar times eight. */
function schnorrkel(seed: Uint8Array, path = "") {
  const pair = sr25519KeypairFromSeed(seed);
  return keyFromPath({ secretKey: pair.slice(0, 64), publicKey: pair.slice(64) }, keyExtractPath(path).path, "sr25519");
}

/** The other encoding, `SecretKey::to_bytes` of schnorrkel: the scalar itself. */
function canonical(secret: Uint8Array): Uint8Array {
  return concatBytes(numberToBytesLE(bytesToNumberLE(secret.subarray(0, 32)) / 8n, 32), secret.subarray(32));
}

beforeAll(() => cryptoWaitReady());

describe("an expanded secret", () => {
  it("of ed25519 signs as OpenSSL does with the seed, byte for byte", () => {
    fc.assert(
      fc.property(seeds, messages, (seed, message) => {
        const account = AccountKey.fromExpanded(expandSeed(seed), opensslPublicKey(seed), "ed25519");
        expect(hex(account.signSsh(message))).toBe(hex(opensslSign(seed, message)));
        expect(account.hasSeed).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it("of sr25519 is known in both encodings, told apart by the public key, and gives signatures that OpenSSL accepts", () => {
    fc.assert(
      fc.property(seeds, messages, fc.constantFrom("", "//a", "//a//b"), (seed, message, path) => {
        const { secretKey, publicKey } = schnorrkel(seed, path);
        const times8 = AccountKey.fromExpanded(secretKey, publicKey, "sr25519");
        const plain = AccountKey.fromExpanded(canonical(secretKey), publicKey, "sr25519");
        expect(hex(plain.sshKey)).toBe(hex(times8.sshKey));
        expect(hex(plain.signSsh(message))).toBe(hex(times8.signSsh(message)));
        expect(opensslVerify(times8.sshKey, message, times8.signSsh(message))).toBe(true);
        expect(plain.derive("//x").address()).toBe(times8.derive("//x").address());
        expect(sr25519Verify(plain.signAsAccount(message), message, publicKey)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it("is never clamped: a scalar that clamping would change signs for its own key, and clamped for none", () => {
    // Softly derived scalars are such; taken at the level below the refusal of soft keys.
    fc.assert(
      fc.property(seeds, (seed) => {
        const secret = schnorrkel(seed).secretKey.slice();
        const clampedAgain = canonical(secret);
        clampedAgain[0]! &= 248;
        clampedAgain[31]! = (clampedAgain[31]! & 127) | 64;
        fc.pre(hex(clampedAgain) !== hex(canonical(secret)));
        expect(() => normaliseSr25519Secret(clampedAgain, schnorrkel(seed).publicKey)).toThrow(code("key.mismatch"));
        expect(hex(normaliseSr25519Secret(canonical(secret), schnorrkel(seed).publicKey))).toBe(hex(secret));
      }),
      { numRuns: 30 },
    );
  });

  it("that does not belong to its public key is refused", () => {
    fc.assert(
      fc.property(seeds, seeds, (seed, other) => {
        fc.pre(hex(seed) !== hex(other));
        const { secretKey } = schnorrkel(seed);
        expect(() => AccountKey.fromExpanded(secretKey, schnorrkel(other).publicKey, "sr25519")).toThrow(
          code("key.mismatch"),
        );
        expect(() => AccountKey.fromExpanded(expandSeed(seed), opensslPublicKey(other), "ed25519")).toThrow(
          code("key.mismatch"),
        );
        const flipped = secretKey.slice();
        flipped[other[0]! % 32]! ^= 1 << (other[1]! % 8);
        expect(() => AccountKey.fromExpanded(flipped, schnorrkel(seed).publicKey, "sr25519")).toThrow(
          code("key.mismatch"),
        );
      }),
      { numRuns: 30 },
    );
    expect(() => AccountKey.fromExpanded(new Uint8Array(64), new Uint8Array(32), "sr25519")).toThrow(
      code("key.mismatch"),
    );
    expect(() =>
      AccountKey.fromExpanded(new Uint8Array(63), schnorrkel(new Uint8Array(32)).publicKey, "sr25519"),
    ).toThrow(code("key.mismatch"));
  });

  it("that is softly derived is refused whenever it can be seen, which is about half of the time", () => {
    let refused = 0;
    for (let i = 0; i < 100; i++) {
      const { secretKey, publicKey } = schnorrkel(new Uint8Array(32).fill(i), "/soft");
      try {
        AccountKey.fromExpanded(secretKey, publicKey, "sr25519");
      } catch (error) {
        expect(error).toMatchObject({ code: "key.soft" });
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(30);
    expect(refused).toBeLessThan(70);
  });

  it("signs nothing after it was wiped", () => {
    const account = AccountKey.fromSeed(new Uint8Array(32), "sr25519");
    account.wipe();
    for (const use of [
      () => account.signSsh(new Uint8Array()),
      () => account.signAsAccount(new Uint8Array()),
      () => account.seed(),
      () => account.derive("//a"),
    ])
      expect(use).toThrow(code("key.wiped"));
  });

  // Signatures with one nonce under two keys: s - s' = (k - k') times the scalar.
  it.each(["ed25519", "sr25519"] as const)(
    "of %s signs under its own key only, whatever is done to the key it showed",
    (scheme) => {
      const account = AccountKey.fromSeed(new Uint8Array(32).fill(7), scheme);
      const message = new Uint8Array([1, 2, 3]);
      const before = account.signSsh(message);
      const [ownKey, accountId, address] = [hex(account.sshKey), hex(account.publicKey), account.address()];
      account.sshKey.reverse();
      account.publicKey.reverse();
      expect(hex(account.signSsh(message))).toBe(hex(before));
      if (scheme === "ed25519") expect(hex(account.signAsAccount(message))).toBe(hex(before));
      expect([hex(account.sshKey), hex(account.publicKey), account.address()]).toEqual([ownKey, accountId, address]);
      for (const field of ["sshKey", "publicKey"] as const)
        expect(() => Object.assign(account, { [field]: new Uint8Array(32) })).toThrow(TypeError);
    },
  );

  it("is not shown by an inspector or JSON", () => {
    const seed = new Uint8Array(32).map((_, i) => i + 100);
    for (const scheme of ["ed25519", "sr25519"] as const) {
      const account = AccountKey.fromSeed(seed, scheme);
      const shown = inspect(account, { depth: 9, showHidden: true, maxArrayLength: null }) + JSON.stringify(account);
      expect(shown).toContain(account.scheme);
      expect(shown).not.toContain([...seed.slice(0, 4)].join(", "));
      expect(shown).not.toContain([...expandSeed(seed).slice(32, 36)].join(", "));
    }
  });
});
