import type { FrameSystemLimitsBlockLength, FrameSystemLimitsBlockWeights } from "@polkadot/types/lookup";
import type { Weight } from "./chain.js";
import type { Runtime } from "./runtime.js";

/** What extrinsics of the normal class, which calls of accounts are, may take of a block. */
export function normalLimits(runtime: Runtime): { weight: Weight; length: number } {
  const { perClass, maxBlock } = runtime.constant<FrameSystemLimitsBlockWeights>("system", "blockWeights");
  const { max } = runtime.constant<FrameSystemLimitsBlockLength>("system", "blockLength");
  const { refTime, proofSize } = perClass.normal.maxTotal.unwrapOr(maxBlock);
  return {
    weight: { refTime: refTime.toBigInt(), proofSize: proofSize.toBigInt() },
    length: max.normal.toNumber(),
  };
}
