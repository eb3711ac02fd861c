import { blake2b } from "@noble/hashes/blake2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { HDKD, getPublicKey as sr25519PublicKey, secretFromSeed, sign as signSr25519 } from "@scure/sr25519";
import { hardPath, scaleText } from "./derivation-path.js";
import { sshKeyOf } from "./edwards.js";
import { KeysError } from "./error.js";
import { miniSecretFromMnemonic } from "./mnemonic.js";
import { expandSeed, mismatch, normaliseSr25519Secret, publicKeyOfScalar, signExpanded } from "./scalar.js";
import { type Scheme, schemeOf } from "./scheme.js";
import { encodeAddress } from "./ss58.js";
import { sameBytes } from "./wire.js";

/**
 * The secret of one account, held in memory, in private fields, which neither JSON nor an inspector shows; `wipe` overwrites it. The public keys
 * are given out as copies: who could change the key that is signed under would get two signatures with one nonce, and with them the scalar.
 */
export class AccountKey {
  readonly scheme: Scheme;
  readonly #publicKey: Uint8Array;
  readonly #sshKey: Uint8Array;
  /** Scalar (32 bytes little-endian, for sr25519 times eight) and nonce prefix (32 bytes). */
  readonly #expanded: Uint8Array;
  readonly #seed: Uint8Array | undefined;
  #wiped = false;

  private constructor(scheme: Scheme, expanded: Uint8Array, seed: Uint8Array | undefined, publicKey: Uint8Array) {
    this.scheme = scheme;
    this.#expanded = expanded;
    this.#seed = seed;
    this.#publicKey = publicKey;
    this.#sshKey = sshKeyOf(scheme, publicKey);
    // The rule of the whole package: a public key is what its scalar gives, whatever came along with it.
    if (!sameBytes(publicKeyOfScalar(expanded.subarray(0, 32)), this.#sshKey)) {
      this.wipe();
      throw mismatch("a secret that belongs to its public key", "a scalar that gives another public key");
    }
  }

  /**
   * From the mini secret ("seed", 32 bytes) and a hard path.
   * @throws KeysError `path.*`, `secret.invalid`
   */
  static fromSeed(seed: Uint8Array, scheme: Scheme, path = ""): AccountKey {
    if (seed.length !== 32)
      throw new KeysError("secret.invalid", `expected a seed of 32 bytes, found ${seed.length} bytes`);
    const chainCodes = hardPath(path);
    if (schemeOf(scheme) === "ed25519") {
      const derived = chainCodes.reduce(deriveEd25519, seed.slice());
      const expanded = expandSeed(derived);
      return new AccountKey("ed25519", expanded, derived, publicKeyOfScalar(expanded.subarray(0, 32)));
    }
    const secret = chainCodes.reduce(deriveSr25519, secretFromSeed(seed));
    return new AccountKey("sr25519", secret, path === "" ? seed.slice() : undefined, sr25519PublicKey(secret));
  }

  /**
   * From a BIP-39 phrase, a hard path and, if the phrase has one, its password.
   * @throws KeysError `mnemonic.invalid`, `path.*`
   */
  static fromMnemonic(mnemonic: string, scheme: Scheme, path = "", password = ""): AccountKey {
    const seed = miniSecretFromMnemonic(mnemonic, password);
    try {
      return AccountKey.fromSeed(seed, scheme, path);
    } finally {
      seed.fill(0);
    }
  }

  /**
   * From an expanded secret of 64 bytes and the public key that it claims to have: what a keystore holds for sr25519 (either encoding of
   * the scalar) and what hardware wallets hold for ed25519. There is no seed in it, so no OpenSSH file can be written.
   * @throws KeysError `key.mismatch`, `key.soft`
   */
  static fromExpanded(secret: Uint8Array, publicKey: Uint8Array, scheme: Scheme): AccountKey {
    if (secret.length !== 64) throw mismatch("an expanded secret of 64 bytes", `${secret.length} bytes`);
    const expanded = schemeOf(scheme) === "sr25519" ? normaliseSr25519Secret(secret, publicKey) : secret.slice();
    return new AccountKey(scheme, expanded, undefined, publicKey.slice());
  }

  /** The account id, 32 bytes. */
  get publicKey(): Uint8Array {
    return this.#publicKey.slice();
  }

  /** The Ed25519 public key that goes to `authorized_keys`, 32 bytes. For ed25519 the account id itself. */
  get sshKey(): Uint8Array {
    return this.#sshKey.slice();
  }

  /** The SS58 address, prefix 42 unless told. */
  address(prefix?: number): string {
    return encodeAddress(this.#publicKey, prefix);
  }

  /**
   * A child of this account, by a hard path.
   * @throws KeysError `path.*`; `key.no-file` for an ed25519 key without a seed, which has no Substrate derivation
   */
  derive(path: string): AccountKey {
    this.#assertUsable();
    const chainCodes = hardPath(path);
    if (this.#seed !== undefined) return AccountKey.fromSeed(this.#seed, this.scheme, path);
    if (this.scheme === "ed25519") {
      if (chainCodes.length > 0) throw noSeed("derived by a path");
      return new AccountKey("ed25519", this.#expanded.slice(), undefined, this.publicKey);
    }
    const secret = chainCodes.reduce(deriveSr25519, this.#expanded.slice());
    return new AccountKey("sr25519", secret, undefined, sr25519PublicKey(secret));
  }

  /** Whether an OpenSSH private key file can be written: it holds a seed, and not every account has one. */
  get hasSeed(): boolean {
    return this.#seed !== undefined;
  }

  /**
   * A copy of the seed whose Ed25519 key is `sshKey`. The caller wipes it.
   * @throws KeysError `key.no-file`
   */
  seed(): Uint8Array {
    this.#assertUsable();
    if (this.#seed === undefined) throw noSeed("written into an OpenSSH private key file");
    return this.#seed.slice();
  }

  /** An Ed25519 signature (64 bytes) that verifies under `sshKey`. */
  signSsh(message: Uint8Array): Uint8Array {
    this.#assertUsable();
    return signExpanded(this.#expanded, this.#sshKey, message);
  }

  /** A signature (64 bytes) in the account's own scheme, as its chain would verify it. */
  signAsAccount(message: Uint8Array): Uint8Array {
    this.#assertUsable();
    return this.scheme === "sr25519" ? signSr25519(this.#expanded, message) : this.signSsh(message);
  }

  /** Overwrites the secret. What the language copied meanwhile (big integers, strings) is beyond reach. */
  wipe(): void {
    this.#wiped = true;
    this.#expanded.fill(0);
    this.#seed?.fill(0);
  }

  #assertUsable(): void {
    if (this.#wiped) throw new KeysError("key.wiped", "expected a key that is still held, found one that was wiped");
  }
}

const ED25519_DERIVATION = scaleText("Ed25519HDKD");

// A key of its own is to be had without the account it comes from lying about beside it: both overwrite the parent.

function deriveEd25519(seed: Uint8Array, code: Uint8Array): Uint8Array {
  const input = concatBytes(ED25519_DERIVATION, seed, code);
  const child = blake2b(input, { dkLen: 32 });
  input.fill(0);
  seed.fill(0);
  return child;
}

function deriveSr25519(secret: Uint8Array, code: Uint8Array): Uint8Array {
  const child = HDKD.secretHard(secret, code);
  secret.fill(0);
  return child;
}

function noSeed(purpose: string): KeysError {
  return new KeysError(
    "key.no-file",
    `expected a key with a seed, found one that has only an expanded secret (sr25519 by path or from a keystore, hardware wallets): it cannot be ${purpose}; ` +
      "use it through the agent, or derive an ed25519 key from the phrase",
  );
}
