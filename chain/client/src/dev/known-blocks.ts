import type { Blockchain, GenesisProvider } from "@acala-network/chopsticks-core";

/**
 * Chopsticks asks its genesis for whatever it does not hold itself, and the genesis answers every number with its own hash and every hash
 * with its own header: a pruned, skipped or foreign block would read as the empty state of block 0. Here, unknown is unknown.
 */
export function answerOnlyForGenesis(genesis: GenesisProvider): void {
  const answer = genesis.send;
  genesis.send = async (method: string, params: unknown[], isCacheable?: boolean) => {
    const asked = params[0];
    switch (method) {
      case "chain_getHeader":
      case "chain_getBlock":
        if (asked !== undefined && asked !== genesis.blockHash) return null;
        break;
      case "chain_getBlockHash":
        if (asked !== undefined && Number(asked) !== 0) return null;
        break;
    }
    return answer(method, params, isCacheable);
  };
}

/** Where a method takes the hash of the block that it answers for. */
const hashParameter: Readonly<Record<string, number>> = {
  chain_getBlock: 0,
  chain_getHeader: 0,
  childstate_getKeysPaged: 4,
  childstate_getStorage: 2,
  payment_queryFeeDetails: 1,
  payment_queryInfo: 1,
  state_call: 2,
  state_getKeysPaged: 3,
  state_getKeysPagedAt: 3,
  state_getMetadata: 0,
  state_getReadProof: 1,
  state_getRuntimeVersion: 0,
  state_getStorage: 1,
  state_getStorageAt: 1,
  state_queryStorageAt: 1,
  system_dryRun: 1,
};

/**
 * The hash of a block that is asked about and is not here, or null. Chopsticks answers such questions with null or an
 * empty list, which a reader takes for "there is nothing"; a real node refuses them.
 */
export async function unknownBlockAsked(
  chain: Blockchain,
  method: string,
  params: readonly unknown[],
): Promise<string | null> {
  const at = hashParameter[method];
  if (at === undefined) return null;
  const hash = params[at];
  if (typeof hash !== "string") return null;
  const block = await chain.getBlock(hash as `0x${string}`);
  return block === undefined ? hash : null;
}
