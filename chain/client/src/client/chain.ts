import type { Address, BlockRef, ChainEvent, ChainIdentity, ChainView, Hex } from "../views.js";
import type { Call } from "./calls.js";
import type { Signer } from "./signer.js";

export interface ConnectOptions {
  /** The chain that must answer; another one is `ChainChanged`. Without it, the first answer sets it. */
  readonly expect?: ChainIdentity;
  /** A finalized height already seen (from a durable cursor); a lower answer is `ChainWentBack`. */
  readonly notBelow?: number;
  /** How long one request may take, in ms, before it counts as unanswered. Default 15,000. */
  readonly requestTimeout?: number;
  /** How long connect() waits for the endpoint, in ms. Default 20,000; `null` returns at once and lets reads fail. */
  readonly connectTimeout?: number | null;
  /** How often a quiet chain is looked at without being told of a new head, in ms. Default 6,000. */
  readonly pollInterval?: number;
  /** Where unusual things are told (an endpoint lost, an extrinsic sent again). Default: nowhere. */
  readonly log?: (message: string) => void;
}

/** An extrinsic in a finalized block, executed without a dispatch error. */
export interface Included {
  readonly blockHash: Hex;
  readonly blockNumber: number;
  readonly extrinsicHash: Hex;
  /** The events of this extrinsic. */
  readonly events: readonly ChainEvent[];
  /** The calls of a batch in their order; nothing for any other call. */
  readonly items: readonly BatchItem[];
  /**
   * The calls that were made for another account, by a proxy or a multisig, the innermost first; nothing for any other call, nor for a
   * multisig's approval that executed nothing.
   */
  readonly inner: readonly BatchItem[];
}

/** A call within another one: executed, or refused in the pallet's words (of a `forceBatch`, whose others go on). */
export interface BatchItem {
  readonly failed: { readonly code: string; readonly message: string } | null;
}

/** A call that was read from its bytes. */
export interface DecodedCall extends Call {
  /** Its arguments by their names, as plain data; a call among them is `{pallet, method, args}`. */
  readonly named: Readonly<Record<string, unknown>>;
}

/** Of an extrinsic. */
export interface Cost {
  readonly fee: bigint;
  readonly weight: Weight;
  /** Bytes, signature and all. */
  readonly length: number;
}

/** Picoseconds of execution, bytes of proof. */
export interface Weight {
  readonly refTime: bigint;
  readonly proofSize: bigint;
}

export interface SubmitOptions {
  /** Stop waiting; the extrinsic may still be included. */
  readonly signal?: AbortSignal;
  /** How long to wait for inclusion in a finalized block, in ms. Default 120,000, then `ChainUnavailable`. */
  readonly timeout?: number;
  /** Before everything of the account that is not yet signed. */
  readonly urgent?: boolean;
}

/**
 * A chain, read at finalized blocks only. Every read answers for exactly one block, or throws a `ChainError`: never
 * an empty answer because of an error.
 */
export interface Chain {
  readonly endpoint: string;
  /** (genesis hash, instance), as first seen or as expected. */
  identity(): Promise<ChainIdentity>;
  /** What the endpoint says of its chain, for people; `chainType` is "Development", "Local", "Live" or a name. */
  about(): Promise<{ readonly name: string; readonly chainType: string }>;
  /** The finalized head. Throws ChainWentBack below a height seen before, ChainChanged for another chain. */
  finalized(): Promise<BlockRef>;
  /**
   * A wake-up: something may have changed. Called for each finalized head heard of and, when none is, every
   * `pollInterval`; also while the endpoint is away. Carries nothing: read `finalized()`.
   */
  onFinalized(wake: () => void): () => void;
  /** Storage at a block. Rejected unless the endpoint has exactly this block of exactly this chain. */
  at(block: BlockRef | Hex): Promise<ChainView>;
  /** `at(await finalized())` */
  latest(): Promise<ChainView>;
  /**
   * Signs, sends and waits until the extrinsic is in a finalized block. Up to 16 of an account are on their way at once, included in the order
   * in which they were given (urgent ones first). A refused call is `ExtrinsicFailed`, and stops no other. A lost connection is survived: the
   * same signed bytes are looked for in the finalized blocks and sent again, and signed anew only when they can never be included any more.
   */
  submit(signer: Signer, call: Call, options?: SubmitOptions): Promise<Included>;
  /** Hash of a finalized block by its number; null above the finalized head. A cursor is of this chain if its hash is this one. */
  blockHash(number: number): Promise<Hex | null>;
  /** Extrinsics of an account that are on their way: its next index, the pool counted, less its nonce at the finalized head. */
  pendingOf(account: Address): Promise<number>;
  /** What submitting this call would cost the signer in fees. */
  fee(signer: Signer, call: Call): Promise<bigint>;
  /** What it would cost: the fee, and how much of a block. */
  cost(signer: Signer, call: Call): Promise<Cost>;
  /** A call as bytes, and their hash, by which a multisig names it. */
  encodeCall(call: Call): Promise<{ readonly data: Hex; readonly hash: Hex }>;
  /** The call that these bytes are. @throws ChainError code BadCall for bytes that are none of this runtime */
  decodeCall(data: Hex): Promise<DecodedCall>;
  /** How much of a block extrinsics of accounts may fill. */
  blockLimits(): Promise<{ readonly weight: Weight; readonly length: number }>;
  close(): Promise<void>;
}
