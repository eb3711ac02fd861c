import { u8aToHex } from "@polkadot/util";
import { randomAsU8a, sr25519PairFromSeed } from "@polkadot/util-crypto";
import type { Hex } from "../views.js";

/** Who may call can make as many as they like: the oldest is forgotten. */
const MOST = 64;

/**
 * Session keys of the dev node: of the runtime's SessionKeys, which is one sr25519 key (aura). In memory, as all that it keeps,
 * and used for nothing, since nobody has to sign its blocks.
 */
export class SessionKeys {
  private readonly pairs = new Map<Hex, Uint8Array>();

  /** Makes keys; gives the public part. */
  rotate(): Hex {
    const { publicKey, secretKey } = sr25519PairFromSeed(randomAsU8a(32));
    const keys = u8aToHex(publicKey);
    this.pairs.set(keys, secretKey);
    const [oldest] = this.pairs.keys();
    if (this.pairs.size > MOST && oldest !== undefined) this.pairs.delete(oldest);
    return keys;
  }

  has(keys: unknown): boolean {
    return typeof keys === "string" && this.pairs.has(keys.toLowerCase() as Hex);
  }
}
