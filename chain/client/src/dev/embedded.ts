import type { Blockchain, GenesisProvider } from "@acala-network/chopsticks-core";
import { BlobUnusable } from "../errors.js";
import { buildGenesis } from "../genesis/build.js";
import { chopsticks, type Chopsticks } from "../genesis/chopsticks.js";
import type { Json } from "../genesis/exact-json.js";
import type { Hex } from "../views.js";
import { blockAtOnce } from "./block-at-once.js";
import { answerFirst } from "./first-answers.js";
import { answerOnlyForGenesis } from "./known-blocks.js";

export interface EmbeddedOptions {
  readonly chainName?: string;
  readonly nodeName?: string;
  readonly genesis?: { readonly [key: string]: Json };
  readonly startTime?: number;
  readonly keepBlocks?: number;
}

/** Block 0, as Chopsticks wants it: in the place of a remote node. */
export async function genesisProvider(options: EmbeddedOptions, wasm: Hex, instance: Hex): Promise<GenesisProvider> {
  const top = await buildGenesis({
    wasm,
    patch: { ...options.genesis, providers: { ...(options.genesis?.["providers"] as object | undefined), instance } },
    // eslint-disable-next-line no-restricted-syntax -- the time of a chain is wall time
    startTime: options.startTime ?? new Date().getTime(),
  });
  const genesis = new (chopsticks().GenesisProvider)({
    id: options.chainName ?? "DINFRA Development",
    name: options.nodeName ?? "dinfra-dev-node",
    properties: { ss58Format: 42, tokenDecimals: 12, tokenSymbol: "UNIT" },
    genesis: { raw: { top } },
  } as unknown as ConstructorParameters<Chopsticks["GenesisProvider"]>[0]);
  answerOnlyForGenesis(genesis);
  return genesis;
}

/** The embedded chain itself, at block 1; nobody makes blocks, nobody listens. The caller holds a lease of the executor. */
export async function startBlockchain(options: EmbeddedOptions, wasm: Hex, instance: Hex): Promise<Blockchain> {
  const { Api, Blockchain, BuildBlockMode, inherentProviders } = chopsticks();
  const genesis = await genesisProvider(options, wasm, instance);
  const api = new Api(genesis);
  await api.isReady;
  const chain = new Blockchain({
    api,
    inherentProviders,
    header: { hash: genesis.blockHash, number: 0 },
    // Blocks are made by our maker alone.
    buildBlockMode: BuildBlockMode.Manual,
    maxMemoryBlockCount: options.keepBlocks ?? 10_000,
    // Otherwise queued messages are looked for after each block; there is no message queue here.
    processQueuedMessages: false,
    registeredTypes: {},
  });
  await answerFirst(chain.head, wasm);
  const first = await blockAtOnce(chain.head, { transactions: [] });
  if (first === null) {
    await chain.close();
    throw new BlobUnusable("the runtime of the blob did not build block 1: expected a parachain runtime with Aura");
  }
  await chain.onNewBlock(first);
  return chain;
}
