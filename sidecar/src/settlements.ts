import type { AssignmentView, Chain, ChainView, ClosingView, Hex, PartingView } from "@dinfra/chain/client";
import type { Settlement } from "@dinfra/schemas";
import { idOf } from "./plan.js";

interface Kept {
  hash: string;
  view: ChainView;
  partings: ReadonlyMap<string, PartingView>;
}

/**
 * At which block an attempt ended, and what was paid and came back. All of it is final in the block that stores the end; the chain
 * keeps the last ends of each account.
 */
export class Settlements {
  private kept: Kept | null = null;
  private readonly closings = new Map<string, readonly ClosingView[]>();

  constructor(
    private readonly chain: Pick<Chain, "at">,
    private readonly provider: string,
  ) {}

  /**
   * What the chain says of an end at a block in which it is stored.
   * @throws what the client throws; then `paidOf` is known all the same
   */
  async of(assignment: AssignmentView, hash: string): Promise<Settlement> {
    const { view, partings } = await this.read(hash);
    const parting = partings.get(idOf(assignment));
    // More have ended since than are kept. Nothing more is asked for, or a thousand ends in a block would cost thousands of reads.
    if (parting === undefined) return paidOf(assignment);
    const closing = (await this.closingsOf(view, assignment.consumer)).find((each) => this.closedBy(each, parting));
    return {
      ...paidOf(assignment),
      endBlock: parting.at,
      ...(closing !== undefined && { refunded: String(closing.refunded) }),
    };
  }

  /** A subscription closes once. When it closes later than an attempt ends, what comes back is not of that end. */
  private closedBy({ subscription, provider, at }: ClosingView, parting: PartingView): boolean {
    return subscription === parting.subscription && provider === this.provider && at === parting.at;
  }

  private async read(hash: string): Promise<Kept> {
    if (this.kept?.hash === hash) return this.kept;
    const view = await this.chain.at(hash as Hex);
    const partings = new Map((await view.partings(this.provider)).map((each) => [idOf(each), each]));
    this.closings.clear();
    return (this.kept = { hash, view, partings });
  }

  private async closingsOf(view: ChainView, consumer: string): Promise<readonly ClosingView[]> {
    const known = this.closings.get(consumer) ?? (await view.closings(consumer));
    this.closings.set(consumer, known);
    return known;
  }
}

/** Settled for an attempt that has ended, as its own record has it. */
export const paidOf = ({ paid }: Pick<AssignmentView, "paid">): Settlement => ({ paid: String(paid) });
