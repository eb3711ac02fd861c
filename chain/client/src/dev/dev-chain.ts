import type { BlockRef, ChainIdentity, Hex } from "../views.js";

export interface DevChainOptions {
  /** A block every so many ms; "manual": on `newBlock()` and `dev_newBlock`; "instant": one for each transaction. Default "manual". */
  readonly blockTime?: number | "manual" | "instant";
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly host?: string;
  /** Identity of this chain; random by default. The embedded chain's genesis hash never differs. */
  readonly instance?: Hex;
  /** Name that `system_chain` answers. */
  readonly chainName?: string;
  /** Name that `system_name` answers. */
  readonly nodeName?: string;
  /** Genesis configuration merged over the runtime's `development` preset (JSON merge patch; bigint allowed). */
  readonly genesis?: Readonly<Record<string, unknown>>;
  /** Path of the runtime blob; the committed one by default. */
  readonly blob?: string;
  /** Blocks that stay readable; older ones are refused, as a pruning node does. Default 10,000. */
  readonly keepBlocks?: number;
  /** Told of blocks that could not be built while nobody waited for one, and of transactions dropped. Default: standard error. */
  readonly onProblem?: (problem: Error) => void;
}

export interface DevChain {
  /** `ws://host:port` */
  readonly endpoint: string;
  readonly identity: ChainIdentity;
  head(): BlockRef;
  /** Builds n blocks (default 1), each asserted to grow the chain. @throws BlockBuildFailed */
  newBlock(n?: number): Promise<BlockRef>;
  /** Makes an earlier block the (finalized) head: what no real chain does, and a client must survive. */
  setHead(block: number | Hex): Promise<BlockRef>;
  close(): Promise<void>;
}

/** Starts the embedded chain: the real runtime, without a real consensus (every head counts as finalized). */
export async function startDevChain(_options: DevChainOptions = {}): Promise<DevChain> {
  throw new Error("under construction");
}
