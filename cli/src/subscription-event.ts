import type { ChainEvent } from "@dinfra/chain";
import { CommandFailure } from "./failure.js";

/** The subscription that an event of the Subscriptions pallet is about. */
export function subscriptionIn(event: ChainEvent): bigint | undefined {
  if (event.pallet.toLowerCase() !== "subscriptions") return undefined;
  const id = event.data["subscription"] ?? event.data["id"];
  return id === undefined ? undefined : BigInt(String(id).replaceAll(",", ""));
}

/** The subscriptions that a submission made, in order. It may have placed others, who came first. */
export function subscribedIn(events: readonly ChainEvent[]): readonly bigint[] {
  const made = events.filter(({ name }) => name === "Subscribed").map(subscriptionIn);
  const ids = made.filter((id) => id !== undefined);
  if (ids.length > 0) return ids;
  throw new CommandFailure(
    "chain.silent",
    1,
    "the chain accepted the call but told of no subscription; is this the runtime that this version was made for?",
  );
}
