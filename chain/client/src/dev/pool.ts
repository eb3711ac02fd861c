import type { Blockchain } from "@acala-network/chopsticks-core";
import type { GenericExtrinsic } from "@polkadot/types";
import { hexToU8a } from "@polkadot/util";
import type { Hex } from "../views.js";
import type { BlockMaker } from "./block-maker.js";

/**
 * The transaction pool as a node shows it. Chopsticks takes a transaction twice, forgets it while its block is being made, and counts a
 * stale copy as if it was still to come: an account's next index is then one too high, and what is signed with it waits for ever.
 */
export class Pool {
  constructor(
    private readonly chain: Blockchain,
    private readonly maker: Pick<BlockMaker, "beingIncluded">,
  ) {}

  /** What waits, and what is in the block that is being made. */
  waiting(): readonly Hex[] {
    return [...this.maker.beingIncluded(), ...this.chain.txPool.pendingExtrinsics];
  }

  has(extrinsic: string): boolean {
    return this.waiting().includes(extrinsic.toLowerCase() as Hex);
  }

  /** The first index from the account's nonce on that nothing in the pool uses. */
  async nextIndex(address: string): Promise<number> {
    // Both as of the same moment: a head with the pool before it would count what it includes twice.
    const { head } = this.chain;
    const waiting = this.waiting();
    const [registry, meta] = await Promise.all([head.registry, head.meta]);
    const account = registry.createType("AccountId", address);
    const key = meta.query["system"]?.["account"]?.(account);
    if (key === undefined) throw new Error("the runtime has no System.Account");
    // AccountInfo begins with the nonce, a u32.
    const info = await head.get(`0x${Buffer.from(key).subarray(compactLength(key)).toString("hex")}`);
    let index = info === undefined ? 0 : Buffer.from(hexToU8a(info)).readUInt32LE(0);
    const used = new Set<number>();
    for (const extrinsic of waiting) {
      const { signer, nonce } = registry.createType("GenericExtrinsic", extrinsic) as unknown as GenericExtrinsic;
      if (signer.toString() === account.toString()) used.add(nonce.toNumber());
    }
    while (used.has(index)) index += 1;
    return index;
  }
}

/** Storage keys come with their length in front, as a SCALE compact number: how many bytes that takes. */
function compactLength(bytes: Uint8Array): number {
  return [1, 2, 4][(bytes[0] ?? 0) & 3] ?? 5;
}
