import type { Block, Blockchain, BuildBlockParams } from "@acala-network/chopsticks-core";
import { blake2AsHex } from "@polkadot/util-crypto";
import { BlockBuildFailed } from "../errors.js";
import { chopsticks } from "../genesis/chopsticks.js";
import type { Hex } from "../views.js";
import { blockAtOnce, blockThatFits, type Weights } from "./block-at-once.js";
import { flattened } from "./flat-storage.js";

type Parameters = Partial<BuildBlockParams>;

/** A transaction that makes the runtime trap is tried in so many blocks, then dropped and reported. */
const attemptsPerTransaction = 5;
/** Storage of a block is a chain of differences, read recursively: beyond some thousands the stack overflows. */
const flattenEvery = 256;

/**
 * Makes the blocks, one after the other. Chopsticks's own pool logs a failed block, drops its transactions and answers as if it had
 * been built; here the head is asserted to have grown, and the transactions of a failed block go back into the pool.
 */
export class BlockMaker {
  private last: Promise<unknown> = Promise.resolve();
  private stopped = false;
  private building: { readonly parent: Block; readonly transactions: readonly Hex[] } | null = null;
  /** What the last block had no room for, until it is back in the pool. */
  private left: readonly Hex[] = [];
  private readonly attempts = new Map<string, number>();

  constructor(
    private readonly chain: Blockchain,
    private readonly report: (problem: Error) => void,
    private readonly weights: Weights = "reclaimed",
  ) {
    chain.txPool.event.on(chopsticks().APPLY_EXTRINSIC_ERROR, this.onDropped);
  }

  /** Runs alone: no block is made meanwhile. */
  exclusive<T>(action: () => Promise<T>): Promise<T> {
    const result = this.last.then(action);
    this.last = result.catch(() => undefined);
    return result;
  }

  /** @throws BlockBuildFailed */
  make(parameters: Parameters = {}): Promise<Block> {
    return this.exclusive(() => this.build(parameters));
  }

  /** A block when a transaction waits for one. */
  makeIfNeeded(): Promise<Block | null> {
    return this.exclusive(async () => (this.chain.txPool.pendingExtrinsics.length > 0 ? this.build({}) : null));
  }

  /** The transactions of the block that is being made; once it is the head, those that it had no room for. */
  beingIncluded(): readonly Hex[] {
    const { building } = this;
    return building !== null && building.parent === this.chain.head ? building.transactions : this.left;
  }

  /** Resolves when nothing is being made. */
  async idle(): Promise<void> {
    await this.last;
  }

  /** No more blocks: what is asked for from now on is refused. */
  stop(): void {
    this.stopped = true;
    this.chain.txPool.event.off(chopsticks().APPLY_EXTRINSIC_ERROR, this.onDropped);
  }

  private readonly onDropped = ([extrinsic, error]: [Hex, { toString(): string }]): void => {
    this.report(
      new Error(`transaction ${blake2AsHex(extrinsic, 256)} was dropped: not valid in its block: ${error.toString()}`),
    );
  };

  private async build(parameters: Parameters): Promise<Block> {
    const { chain } = this;
    if (this.stopped) throw new BlockBuildFailed("no block was built: the chain is being closed");
    const before = chain.head;
    const pool = chain.txPool;
    const waiting = parameters.transactions === undefined ? pool.pendingExtrinsics : [];
    if (parameters.transactions === undefined) pool.clear();
    const transactions = parameters.transactions ?? waiting;
    this.building = { parent: before, transactions };
    try {
      const made = await atOnce(before, { ...parameters, transactions }, this.weights);
      if (made !== null) {
        this.left = made.left;
        await chain.onNewBlock(made.block);
      } else {
        await chain.newBlockWithParams({
          transactions,
          downwardMessages: parameters.downwardMessages ?? [],
          upwardMessages: parameters.upwardMessages ?? {},
          horizontalMessages: parameters.horizontalMessages ?? {},
          unsafeBlockHeight: parameters.unsafeBlockHeight,
          relayChainStateOverrides: parameters.relayChainStateOverrides,
          relayParentNumber: parameters.relayParentNumber,
        });
      }
    } catch (cause) {
      this.building = null;
      await this.putBack(waiting);
      throw new BlockBuildFailed(
        `block ${before.number + 1} could not be built: ${cause instanceof Error ? cause.message : String(cause)}; ` +
          `the chain stays at ${before.number}, ${waiting.length} transaction(s) are back in the pool`,
        { cause },
      );
    }
    this.building = null;
    if (chain.head.number <= before.number) {
      await this.putBack(waiting);
      throw new BlockBuildFailed(
        `no block was built: expected a head above ${before.number}, found ${chain.head.number}; ` +
          `${waiting.length} transaction(s) are back in the pool`,
      );
    }
    await this.giveUpOnTraps();
    if (this.left.length > 0) await this.putBack(this.left);
    this.left = [];
    if (chain.head.number % flattenEvery === 0) await chain.setHead(await flattened(chain.head, flattenEvery));
    return chain.head;
  }

  private async putBack(transactions: readonly Hex[]): Promise<void> {
    const newer = this.chain.txPool.pendingExtrinsics;
    this.chain.txPool.clear();
    for (const transaction of [...transactions, ...newer]) await this.chain.txPool.submitExtrinsic(transaction);
  }

  /** After a block the pool holds what trapped in it: Chopsticks tries it again for ever. */
  private async giveUpOnTraps(): Promise<void> {
    const pool = this.chain.txPool;
    const trapped = new Set<string>(pool.pendingExtrinsics);
    for (const known of this.attempts.keys()) if (!trapped.has(known)) this.attempts.delete(known);
    const keep: Hex[] = [];
    for (const transaction of pool.pendingExtrinsics) {
      const tried = (this.attempts.get(transaction) ?? 0) + 1;
      this.attempts.set(transaction, tried);
      if (tried < attemptsPerTransaction) {
        keep.push(transaction);
        continue;
      }
      this.attempts.delete(transaction);
      this.report(
        new Error(
          `transaction ${blake2AsHex(transaction, 256)} was dropped: it made the runtime trap in ${tried} blocks`,
        ),
      );
    }
    if (keep.length === trapped.size) return;
    pool.clear();
    for (const transaction of keep) await pool.submitExtrinsic(transaction);
  }
}

/** Null: to be made the long way, which says what is wrong. */
async function atOnce(
  parent: Block,
  parameters: Parameters & Pick<BuildBlockParams, "transactions">,
  weights: Weights,
): Promise<{ readonly block: Block; readonly left: readonly Hex[] } | null> {
  const { downwardMessages = [], upwardMessages = {}, horizontalMessages = {} } = parameters;
  if (downwardMessages.length > 0) return null;
  if (Object.keys(upwardMessages).length > 0 || Object.keys(horizontalMessages).length > 0) return null;
  try {
    if (weights === "full") return await blockThatFits(parent, parameters);
    const block = await blockAtOnce(parent, parameters);
    return block && { block, left: [] };
  } catch {
    return null;
  }
}
