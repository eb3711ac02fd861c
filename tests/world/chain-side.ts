import { setTimeout as delay } from "node:timers/promises";
import {
  calls,
  connect,
  signerFromUri,
  startDevChain,
  wish,
  type AssignmentView,
  type Call,
  type Chain,
  type ChainEvent,
  type Hex,
  type Included,
  type Signer,
  type SubscriptionView,
} from "@dinfra/chain";
import { descriptorHash, descriptorTypes, type DescriptorStore } from "@dinfra/schemas";
import { askNode, readExtrinsic, type Sent } from "./extrinsics.js";
import { patience, until } from "./until.js";

const type = descriptorTypes.find(({ name }) => name === "substrate-node/v1")!;
export const PRICE = 3n;
/** One more than the price divides: there is always a remainder, and it is the consumer's. */
export const fundsFor = (blocks: bigint): bigint => blocks * PRICE + 1n;

/** A chain's node, and how blocks pass. */
export interface Node {
  readonly endpoint: string;
  /** Resolves when so many blocks more (one by default) are final. */
  newBlock(n?: number): Promise<unknown>;
  close(): Promise<void>;
}

/**
 * A chain with the real runtime, a provider that offers, and a consumer. Embedded, unless a node is given: a block is made when
 * an extrinsic waits, so time stands still unless a test lets it pass.
 */
export class ChainSide {
  private constructor(
    readonly dev: Node,
    readonly chain: Chain,
    readonly provider: Signer,
    readonly consumer: Signer,
    readonly operator: Signer,
    private scanned: number,
    private readonly blocks: "instant" | "manual",
  ) {}

  /** What is said beside a wait that was in vain: the provider's side of it. */
  explain: () => string = () => "";

  /** Events of the marketplace, of every block so far: the truth of what was accepted. */
  private readonly seen: ChainEvent[] = [];
  /** Signed extrinsics of every block so far, those that failed too. */
  private readonly sent: Sent[] = [];

  /** @param options.blocks "manual": what others than this side send waits in the pool until the test makes a block */
  static async start(options: { blocks?: "instant" | "manual" } = {}): Promise<ChainSide> {
    const { blocks = "instant" } = options;
    return ChainSide.on(await startDevChain({ blockTime: blocks }), blocks);
  }

  static async on(dev: Node, blocks: "instant" | "manual" = "instant"): Promise<ChainSide> {
    const chain = await connect(dev.endpoint, { pollInterval: 200 });
    const [provider, operator, consumer] = await Promise.all(["//Bob", "//Charlie", "//Dave"].map(signerFromUri));
    const side = new ChainSide(dev, chain, provider!, consumer!, operator!, (await chain.finalized()).number, blocks);
    const { providers, utility } = calls;
    await side.submit(provider!, utility.batchAll([providers.register(50), providers.addOperator(operator!.address)]));
    await side.submit(
      provider!,
      utility.batchAll([providers.registerType(type.id, type.name), providers.offer(type.id, PRICE, 50)]),
    );
    await side.submit(operator!, providers.acceptOperator(provider!.address));
    return side;
  }

  /** The provider offers another type, too, ten of it. */
  offersAlso({ id, name }: { id: Hex; name: string }): Promise<Included> {
    const { providers, utility } = calls;
    const offering = [providers.setUnits(60), providers.registerType(id, name), providers.offer(id, PRICE, 10)];
    return this.submit(this.provider, utility.batchAll(offering));
  }

  /** Publishes and subscribes; returns the id of the first deployment. */
  async subscribe(
    store: DescriptorStore,
    descriptor: unknown,
    blocks = 1_000n,
    typeId: Hex = type.id,
  ): Promise<string> {
    await store.put(descriptor);
    return this.subscribeTo(descriptorHash(descriptor).digest, typeId, blocks);
  }

  /** The same for a descriptor that nobody published, or a type that nobody serves. */
  async subscribeTo(digest: Hex, typeId: Hex = type.id, blocks = 1_000n): Promise<string> {
    // There is one provider: nobody is left to be tried after it.
    const request = {
      typeId,
      descriptor: digest,
      maxPrice: PRICE,
      funds: fundsFor(blocks),
      wish: wish({ patience: 0 }),
    };
    const { events } = await this.submit(this.consumer, calls.subscriptions.subscribeWith(request));
    const subscribed = events.find(({ name }) => name === "Subscribed")!;
    return `${String(subscribed.data.subscription)}.1`;
  }

  async submit(signer: Signer, call: Call): Promise<Included> {
    const included = this.chain.submit(signer, call);
    if (this.blocks === "manual") {
      included.catch(() => {});
      await until(
        () => this.chain.pendingOf(signer.address),
        (waiting) => waiting > 0,
      );
      await this.dev.newBlock();
    }
    return included;
  }

  update(id: string, descriptor: unknown): Promise<Included> {
    return this.submit(
      this.consumer,
      calls.subscriptions.update(parse(id).subscription, descriptorHash(descriptor).digest),
    );
  }

  /** The consumer leaves, and the notice passes: the assignments are terminal. For several it is the same notice. */
  async end(...ids: string[]): Promise<void> {
    const cancels = ids.map((id) => calls.subscriptions.cancel(parse(id).subscription));
    await this.submit(this.consumer, cancels.length === 1 ? cancels[0]! : calls.utility.batchAll(cancels));
    await this.dev.newBlock(8);
  }

  async assignment(id: string): Promise<AssignmentView | null> {
    const { subscription, attempt } = parse(id);
    return (await this.chain.latest()).assignment(this.provider.address, subscription, attempt);
  }

  async subscription(id: string): Promise<SubscriptionView> {
    return (await (await this.chain.latest()).subscription(parse(id).subscription))!;
  }

  /** Waits until the stored state is of this kind; "gone" when the receipt is on the chain. */
  async becomes(
    id: string,
    kind: "Awarded" | "Active" | "Ending" | "Revoked" | "gone",
    timeout = patience,
  ): Promise<void> {
    try {
      await until(
        async () => (await this.assignment(id))?.stored.kind ?? "gone",
        (seen) => seen === kind,
        timeout,
      );
    } catch (error) {
      throw new Error(`${id} was to become ${kind}: ${(error as Error).message}\n${this.explain()}`);
    }
  }

  /** How often an event of this name was emitted for the deployment, in all blocks. */
  async count(name: string, id: string): Promise<number> {
    const { subscription, attempt } = parse(id);
    const events = await this.events();
    return events.filter(
      (event) =>
        event.name === name &&
        String(event.data.subscription) === String(subscription) &&
        String(event.data.attempt) === String(attempt),
    ).length;
  }

  /** How often the operator's key sent this call for the deployment, whatever came of it. */
  async timesSent(call: string, id: string): Promise<number> {
    await this.scan();
    return this.ofOperator(this.sent, call, id);
  }

  /** Who sent this call for the deployment, in the order of the blocks. */
  async sendersOf(call: string, id: string): Promise<string[]> {
    await this.scan();
    return this.sent.filter((each) => each.call === call && each.deployment === id).map(({ signer }) => signer);
  }

  /** The same for what waits in the pool. */
  async timesInPool(call: string, id: string): Promise<number> {
    return this.ofOperator(await this.pool(), call, id);
  }

  /**
   * In a chain without blocks of its own: waits until the call is in the pool. It makes no block, since one that takes in
   * something else may take in the call as well, and then nobody sees it in the pool.
   */
  async isOnItsWay(call: string, id: string): Promise<void> {
    await until(async () => (await this.timesInPool(call, id)) > 0);
  }

  /** In a chain without blocks of its own: blocks pass, one by one, until what is awaited has come about. */
  async passBlocks<T>(awaited: Promise<T>): Promise<T> {
    let settled = false;
    const settles = awaited.then(
      () => void (settled = true),
      () => void (settled = true),
    );
    while (!settled) {
      await this.dev.newBlock();
      await Promise.race([settles, delay(200)]);
    }
    return awaited;
  }

  /** Extrinsics that were included and did nothing but cost a fee. */
  async failures(): Promise<readonly ChainEvent[]> {
    return (await this.events()).filter(({ name }) => name === "ExtrinsicFailed");
  }

  private ofOperator(sent: readonly Sent[], call: string, id: string): number {
    const { address } = this.operator;
    return sent.filter((each) => each.signer === address && each.call === call && each.deployment === id).length;
  }

  private async pool(): Promise<Sent[]> {
    const waiting = await askNode<Hex[]>(this.dev.endpoint, "author_pendingExtrinsics");
    return waiting.flatMap(readExtrinsic);
  }

  async events(): Promise<readonly ChainEvent[]> {
    await this.scan();
    return this.seen;
  }

  private async scan(): Promise<void> {
    const head = await this.chain.finalized();
    for (; this.scanned < head.number; this.scanned++) {
      const hash = (await this.chain.blockHash(this.scanned + 1))!;
      const { block } = await askNode<{ block: { extrinsics: Hex[] } }>(this.dev.endpoint, "chain_getBlock", [hash]);
      this.sent.push(...block.extrinsics.flatMap(readExtrinsic));
      this.seen.push(
        ...(await (await this.chain.at(hash)).events()).filter(({ pallet }) =>
          /^(subscriptions|system)$/i.test(pallet),
        ),
      );
    }
  }

  /** What went to the provider and what came back, at the end. */
  async money(id: string): Promise<{ paid: bigint; refunded: bigint }> {
    const { subscription } = parse(id);
    const closed = (await this.events()).find(
      (event) => event.name === "Closed" && String(event.data.subscription) === String(subscription),
    );
    if (closed === undefined) throw new Error(`subscription ${subscription} is not closed`);
    return { paid: BigInt(String(closed.data.paid)), refunded: BigInt(String(closed.data.refunded)) };
  }

  async close(): Promise<void> {
    await this.chain.close();
    await this.dev.close();
  }
}

export function parse(id: string): { subscription: bigint; attempt: number } {
  const [subscription, attempt] = id.split(".");
  return { subscription: BigInt(subscription!), attempt: Number(attempt) };
}
