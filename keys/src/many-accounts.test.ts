/** @integration */
import { cryptoWaitReady, keyExtractPath } from "@polkadot/util-crypto";
import { sr25519DeriveKeypairHard, sr25519KeypairFromSeed } from "@polkadot/wasm-crypto";
import { createHash } from "node:crypto";
import { authorizedKeysLine } from "./authorized-keys.js";
import { AccountKey } from "./account-key.js";
import { sshKeyOf } from "./edwards.js";
import { opensslPublicKey, opensslVerify, opensslX25519 } from "./test/accounts.js";
import { P } from "./test/torsion.js";

// Two sides. Ours: @noble/curves, @noble/hashes and @scure/sr25519, in JavaScript. The other: schnorrkel (Rust, WebAssembly), which makes the sr25519
// accounts, and OpenSSL (node:crypto), which knows Ed25519 and X25519. Neither side shares code with the other.

/** 1,000 of the seeds; all 10,000 in `npm run soak:accounts`, where DINFRA_SOAK_ACCOUNTS says so. */
const COUNT = Number(process.env.DINFRA_SOAK_ACCOUNTS ?? 1_000);

/** Seeds that are the same in every run. */
function seed(i: number): Uint8Array {
  return new Uint8Array(createHash("sha256").update(`ten thousand ${i}`).digest());
}

const littleEndian = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).reverse().toString("hex")}`);

function inverse(value: bigint): bigint {
  let [a, b, x, y] = [value % P, P, 1n, 0n];
  while (a > 1n) [a, b, x, y] = [b % a, a, y - (b / a) * x, x];
  return ((x % P) + P) % P;
}

/** The blob of an `authorized_keys` line, and its last 32 bytes. */
function keyOf(line: string): string {
  return Buffer.from(line.split(" ")[1]!, "base64").subarray(-32).toString("hex");
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

beforeAll(() => cryptoWaitReady());

it(`${COUNT} ed25519 accounts: the line holds the key that OpenSSL gives for the seed`, () => {
  for (let i = 0; i < COUNT; i++) {
    const key = AccountKey.fromSeed(seed(i), "ed25519").publicKey;
    expect(keyOf(authorizedKeysLine({ registration: { scheme: "ed25519", key } }))).toBe(
      hex(opensslPublicKey(seed(i))),
    );
  }
}, 600_000);

it(`${COUNT} sr25519 accounts of schnorrkel: the line holds the Ed25519 key that OpenSSL gives for the same seed`, () => {
  for (let i = 0; i < COUNT; i++) {
    const key = sr25519KeypairFromSeed(seed(i)).slice(64);
    expect(keyOf(authorizedKeysLine({ registration: { scheme: "sr25519", key } }))).toBe(
      hex(opensslPublicKey(seed(i))),
    );
  }
}, 600_000);

it(`${COUNT} hard-derived sr25519 accounts of schnorrkel: the Edwards key is the one on Curve25519 that OpenSSL gives for the secret scalar`, () => {
  const { chainCode } = keyExtractPath("//ssh").path[0]!;
  for (let i = 0; i < COUNT; i++) {
    const pair = sr25519DeriveKeypairHard(sr25519KeypairFromSeed(seed(i)), chainCode);
    const A = sshKeyOf("sr25519", pair.slice(64));
    // The birational map of RFC 7748: u = (1 + y) / (1 - y). It forgets the sign of x, which a signature shows.
    const y = littleEndian(A) & (2n ** 255n - 1n);
    const u = ((1n + y) * inverse(1n - y + P)) % P;
    expect(u).toBe(littleEndian(opensslX25519(pair.slice(0, 32))));
    if (i % 10 === 0) {
      const account = AccountKey.fromExpanded(pair.slice(0, 64), pair.slice(64), "sr25519");
      const message = seed(i);
      expect(opensslVerify(A, message, account.signSsh(message))).toBe(true);
    }
  }
}, 600_000);
