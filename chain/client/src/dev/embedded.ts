import type { Blockchain } from "@acala-network/chopsticks-core";
import { BlobUnusable } from "../errors.js";
import { buildGenesis } from "../genesis/build.js";
import { chopsticks, type Chopsticks } from "../genesis/chopsticks.js";
import type { Json } from "../genesis/exact-json.js";
import type { Hex } from "../views.js";
import { answerOnlyForGenesis } from "./known-blocks.js";

export interface EmbeddedOptions {
  readonly chainName?: string;
  readonly nodeName?: string;
  readonly genesis?: { readonly [key: string]: Json };
  readonly startTime?: number;
  readonly keepBlocks?: number;
}

/** The embedded chain itself, at block 1; nobody makes blocks, nobody listens. The caller holds a lease of the executor. */
export async function startBlockchain(options: EmbeddedOptions, wasm: Hex, instance: Hex): Promise<Blockchain> {
  const top = await buildGenesis({
    wasm,
    patch: { ...options.genesis, providers: { ...(options.genesis?.["providers"] as object | undefined), instance } },
    startTime: options.startTime ?? Date.now(),
  });
  const { GenesisProvider, setup } = chopsticks();
  const genesis = new GenesisProvider({
    id: options.chainName ?? "DINFRA Development",
    name: options.nodeName ?? "dinfra-dev-node",
    properties: { ss58Format: 42, tokenDecimals: 12, tokenSymbol: "UNIT" },
    genesis: { raw: { top } },
  } as unknown as ConstructorParameters<Chopsticks["GenesisProvider"]>[0]);
  answerOnlyForGenesis(genesis);
  const chain = await setup({
    genesis,
    // Blocks are made by our maker alone.
    buildBlockMode: chopsticks().BuildBlockMode.Manual,
    maxMemoryBlockCount: options.keepBlocks ?? 10_000,
    // Otherwise a zero-length look-up for queued messages after each block; there is no message queue here.
    processQueuedMessages: false,
  } as Parameters<Chopsticks["setup"]>[0]);
  if (chain.head.number !== 1) {
    await chain.close();
    throw new BlobUnusable(`the runtime of the blob did not build block 1: the head is ${chain.head.number}`);
  }
  return chain;
}
