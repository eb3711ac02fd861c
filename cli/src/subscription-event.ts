import type { ChainEvent } from "@dinfra/chain";
import { CommandFailure } from "./failure.js";

/** The subscription that an event of the Subscriptions pallet is about. */
export function subscriptionIn(event: ChainEvent): bigint | undefined {
  if (event.pallet.toLowerCase() !== "subscriptions") return undefined;
  const id = event.data["subscription"] ?? event.data["id"];
  return id === undefined ? undefined : BigInt(String(id).replaceAll(",", ""));
}

/** The subscription that a submission made or changed. */
export function subscriptionOf(events: readonly ChainEvent[]): bigint {
  for (const event of events) {
    const id = subscriptionIn(event);
    if (id !== undefined) return id;
  }
  throw new CommandFailure(
    "chain.silent",
    1,
    "the chain accepted the call but told of no subscription; is this the runtime that this version was made for?",
  );
}
