import type { GenericExtrinsic } from "@polkadot/types";
import type { ExtrinsicEra } from "@polkadot/types/interfaces";
import { blake2AsHex } from "@polkadot/util-crypto";
import type { BlockRef, Hex } from "../views.js";
import type { Call } from "./calls.js";
import type { Runtime } from "./runtime.js";
import type { Signer } from "./signer.js";

/** Blocks for which a signed extrinsic stays valid. A power of two. */
export const mortalPeriod = 64;

export interface Signed {
  readonly hex: Hex;
  readonly hash: Hex;
  readonly nonce: number;
  /** The finalized block that it is bound to, and valid from. */
  readonly birth: BlockRef;
}

/** @throws RuntimeMismatch when the runtime has no such call */
export function sign(
  signer: Signer,
  call: Call,
  { runtime, genesisHash, birth, nonce }: { runtime: Runtime; genesisHash: Hex; birth: BlockRef; nonce: number },
): Signed {
  const { registry } = runtime;
  const extrinsic = registry.createType<GenericExtrinsic>("Extrinsic", runtime.encode(call), { version: 4 });
  const era = registry.createType<ExtrinsicEra>("ExtrinsicEra", { current: birth.number, period: mortalPeriod });
  extrinsic.sign(signer.pair, {
    blockHash: birth.hash,
    era,
    genesisHash,
    nonce,
    tip: 0,
    runtimeVersion: {
      specVersion: registry.createType("u32", runtime.specVersion),
      transactionVersion: registry.createType("u32", runtime.transactionVersion),
    } as never,
  });
  const hex = extrinsic.toHex() as Hex;
  return { hex, hash: blake2AsHex(hex, 256), nonce, birth };
}
