import type { Block, Blockchain, BuildBlockParams, Handler } from "@acala-network/chopsticks-core";
import { chopsticks } from "../genesis/chopsticks.js";
import type { Hex } from "../views.js";
import type { BlockMaker } from "./block-maker.js";
import { Pool } from "./pool.js";
import { unknownBlockAsked } from "./known-blocks.js";
import type { AnswerRequest } from "./rpc-server.js";
import { RuntimeAnswers } from "./runtime-answers.js";
import { SessionKeys } from "./session-keys.js";

/** JSON-RPC codes: -32601 by its specification, the others as Substrate nodes and Chopsticks use them. */
const METHOD_NOT_FOUND = -32601;
const UNKNOWN_BLOCK = -32000;
const REFUSED = 1;
const ALREADY_IMPORTED = 1013;

export class RpcRefusal extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

export interface MethodsOptions {
  readonly chain: Blockchain;
  readonly maker: BlockMaker;
  readonly nodeName: string;
  readonly peerId: string;
  /** A transaction entered the pool. */
  readonly onTransaction: () => void;
}

/** twox128("Babe") ++ twox128("CurrentSlot") of the relay chain, as parachain-system reads it from the relay proof. */
const RELAY_CURRENT_SLOT = "0x1cb6f36e027abb2091cfb5110ab5087f06155b3cd9a8c9e5e9a23fd5dc13a5ed";
const relaySlotDuration = 6000;

/** dev_newBlock of Chopsticks, through our maker: it fails when no block came out of it. */
async function newBlocks({ chain, maker }: MethodsOptions, params: unknown[]): Promise<string> {
  const asked = (params[0] ?? {}) as Record<string, unknown> &
    Partial<BuildBlockParams> & { count?: number; to?: number };
  const count = Math.max(1, asked.to !== undefined ? asked.to - chain.head.number : (asked.count ?? 1));
  if (!Number.isSafeInteger(count))
    throw new RpcRefusal(REFUSED, `dev_newBlock: count ${count}: expected a whole number`);
  if (asked.unsafeBlockHeight !== undefined && asked.unsafeBlockHeight <= chain.head.number) {
    throw new RpcRefusal(
      REFUSED,
      `unsafeBlockHeight ${asked.unsafeBlockHeight}: expected more than the head, ${chain.head.number}`,
    );
  }
  let block: Block = chain.head;
  for (let i = 0; i < count; i++) {
    block = await maker.make({
      transactions: i === 0 ? asked.transactions : undefined,
      downwardMessages: asked["dmp"] as BuildBlockParams["downwardMessages"] | undefined,
      upwardMessages: asked["ump"] as BuildBlockParams["upwardMessages"] | undefined,
      horizontalMessages: asked["hrmp"] as BuildBlockParams["horizontalMessages"] | undefined,
      unsafeBlockHeight: i === 0 ? asked.unsafeBlockHeight : undefined,
      relayChainStateOverrides: asked.relayChainStateOverrides,
      relayParentNumber: asked.relayParentNumber,
    });
  }
  return block.hash;
}

/** Makes an earlier block the head. */
export async function setHead(
  { chain, maker }: Pick<MethodsOptions, "chain" | "maker">,
  wanted: unknown,
): Promise<Block> {
  return maker.exclusive(async () => {
    let block: Block | undefined;
    if (typeof wanted === "number") block = await chain.getBlockAt(wanted > 0 ? wanted : chain.head.number + wanted);
    else if (typeof wanted === "string") block = await chain.getBlock(wanted as `0x${string}`);
    if (block === undefined) {
      throw new RpcRefusal(
        REFUSED,
        `block ${String(wanted)} not found: expected a hash, a number up to ${chain.head.number}, or a negative distance`,
      );
    }
    await chain.setHead(block);
    return block;
  });
}

/**
 * Moves the clock and makes one block at the new time. Chopsticks alone moves the clock only; the next block then panics ("slot is too
 * far in the future"), as does every later one, unless the relay chain's slot moves with it.
 */
async function travel({ chain, maker }: MethodsOptions, params: unknown[]): Promise<number> {
  const time = typeof params[0] === "string" ? Date.parse(params[0]) : params[0];
  if (typeof time !== "number" || !Number.isFinite(time)) {
    throw new RpcRefusal(REFUSED, "dev_timeTravel: expected a date, or milliseconds since 1970");
  }
  const head = chain.head;
  const layers = head.storageLayerCount;
  const slot = Buffer.alloc(8);
  slot.writeBigUInt64LE(BigInt(Math.floor(time / relaySlotDuration) + 1));
  await maker.exclusive(() => chopsticks().timeTravel(chain, time));
  try {
    await maker.make({ relayChainStateOverrides: [[RELAY_CURRENT_SLOT, `0x${slot.toString("hex")}`]] });
  } catch (cause) {
    head.resetStorageLayers(layers);
    throw cause;
  }
  return time;
}

/** All methods of Chopsticks, without the answers that hide a failure. */
export function rpcMethods(options: MethodsOptions): AnswerRequest {
  const { chain, onTransaction } = options;
  const { allHandlers } = chopsticks();
  const pool = new Pool(chain, options.maker);
  const thenMade =
    (handler: Handler): Handler =>
    async (...args) => {
      const [extrinsic] = args[1] as [string];
      if (pool.has(extrinsic)) throw new RpcRefusal(ALREADY_IMPORTED, "Transaction is already imported");
      const answer: unknown = await handler(...args);
      onTransaction();
      return answer;
    };
  const inherited = (method: string): Handler => {
    const handler = allHandlers[method];
    if (handler === undefined) throw new Error(`this version of Chopsticks has no ${method}`);
    return handler;
  };
  const answers = new RuntimeAnswers();
  const sessionKeys = new SessionKeys();
  const methods: Record<string, Handler> = {
    ...allHandlers,
    state_call: async (_context, [method, data, hash]: [string, Hex, Hex | undefined]) => {
      const block = await chain.getBlock(hash);
      if (block === undefined)
        throw new RpcRefusal(UNKNOWN_BLOCK, `unknown block ${hash}: not of this chain, or pruned`);
      return answers.call(block, method, data);
    },
    author_submitExtrinsic: thenMade(inherited("author_submitExtrinsic")),
    author_submitAndWatchExtrinsic: thenMade(inherited("author_submitAndWatchExtrinsic")),
    transaction_v1_broadcast: thenMade(inherited("transaction_v1_broadcast")),
    dev_newBlock: (_context, params: unknown[]) => newBlocks(options, params),
    dev_setHead: async (_context, params: unknown[]) => (await setHead(options, params[0])).hash,
    dev_timeTravel: (_context, params: unknown[]) => travel(options, params),
    dev_setBlockBuildMode: async () => {
      throw new RpcRefusal(REFUSED, "the block time of this chain is fixed when it starts (--block-time)");
    },
    /** Empties the pool, as a node that restarts does; answers how many transactions it held. */
    dev_dropTransactions: async () => {
      const held = chain.txPool.pendingExtrinsics.length;
      chain.txPool.clear();
      return held;
    },
    // Without an owner, and so without a proof: that method of newer nodes needs the runtime's own signature of it, and
    // this executor cannot make keys for a runtime.
    author_rotateKeys: async () => sessionKeys.rotate(),
    author_hasSessionKeys: async (_context, [keys]: [unknown]) => sessionKeys.has(keys),
    author_pendingExtrinsics: async () => pool.waiting(),
    system_accountNextIndex: async (_context, [address]: [string]) => pool.nextIndex(address),
    account_nextIndex: async (_context, [address]: [string]) => pool.nextIndex(address),
    system_name: async () => options.nodeName,
    system_localPeerId: async () => options.peerId,
    system_version: async () => "dinfra-dev-node",
  };
  methods["rpc_methods"] = async () => ({ version: 1, methods: Object.keys(methods).sort() });

  return async (method, params, subscriptions) => {
    const handler = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (handler === undefined) throw new RpcRefusal(METHOD_NOT_FOUND, `method not found: ${method}`);
    const unknown = await unknownBlockAsked(chain, method, params);
    if (unknown !== null) throw new RpcRefusal(UNKNOWN_BLOCK, `unknown block ${unknown}: not of this chain, or pruned`);
    if (!method.startsWith("dev_")) return handler({ chain }, params, subscriptions);
    try {
      return await handler({ chain }, params, subscriptions);
    } finally {
      // These may write into the storage of a block that is there already.
      answers.forget();
    }
  };
}
