import type { Chain, ChainEvent } from "@dinfra/chain";
import { subscriptionIn } from "./subscription-event.js";

export interface PastEvent {
  readonly block: number;
  readonly name: string;
  readonly data: ChainEvent["data"];
}

/** Ordinary nodes forget what is older. */
export const REMEMBERED_BLOCKS = 256;

/** What happened to a subscription in the blocks from..to, both included, read from the events of those blocks. */
export async function history(
  chain: Chain,
  subscription: bigint,
  from: number,
  to: number,
): Promise<readonly PastEvent[]> {
  const past: PastEvent[] = [];
  for (let number = from; number <= to; number++) {
    const hash = await chain.blockHash(number);
    if (hash === null) continue;
    for (const event of await (await chain.at(hash)).events()) {
      if (subscriptionIn(event) === subscription) past.push({ block: number, name: event.name, data: event.data });
    }
  }
  return past;
}
