import type { SubscriptionView } from "@dinfra/chain";
import { printable } from "./printable.js";

type State = SubscriptionView["stored"];

/** A subscription's state in a few words. */
export function formatState(state: State): string {
  switch (state.kind) {
    case "Waiting":
      return "waiting for a provider";
    case "Placed":
      return `placed, attempt ${state.attempt}`;
    case "Closed":
      return `closed: ${words(state.reason)}`;
  }
}

/** "FundsEnded" → "funds ended" */
export function words(variant: string): string {
  return printable(variant)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase();
}
