/**
 * What providers say of themselves, and what consumers ask for, as people write it: labels are text, an autonomous system is its number.
 * Lists hold at most 8 entries, a label 1 to 32 bytes of UTF-8; the chain refuses what is longer.
 */
import type { Address, Balance, Hex } from "./views.js";

/** Whose network: a name, or the number of an autonomous system (64500 is AS64500). */
export type Network = string | number;

export interface Attribute {
  readonly key: string;
  readonly value: string;
}

/** What a provider says of itself, for consumers' criteria. */
export interface Profile {
  /** Where it serves, for example `eu-west` or `DE`. */
  readonly regions: readonly string[];
  readonly networks: readonly Network[];
  readonly attributes: readonly Attribute[];
  /** The hash of the terms that a consumer must have accepted. */
  readonly terms: Hex | null;
}

/** Which providers a consumer would have. Empty lists ask for nothing. */
export interface Criteria {
  /** The provider serves in one of them. */
  readonly regions: readonly string[];
  /** The provider serves in none of them. */
  readonly notRegions: readonly string[];
  /** The provider is in none of them. */
  readonly notNetworks: readonly Network[];
  /** Asked before all others, in this order. */
  readonly prefer: readonly Address[];
  /** Never asked. */
  readonly refuse: readonly Address[];
  /** The provider has them all. */
  readonly attributes: readonly Attribute[];
  /** Hashes of terms that the consumer has accepted; a provider with others does not match. */
  readonly terms: readonly Hex[];
  /** A group of the consumer's own, by number: no two open subscriptions of one group are with one provider. */
  readonly apart: number | null;
}

/**
 * How one of those that match is chosen: by turns, the first of a queue first, each offer having as many in a row as units; by lot, as far as a chain can draw lots; the least
 * share of its capacity in use; the least ceiling; or the first of these candidates that matches, and nobody else.
 */
export type Selection =
  "RoundRobin" | "Random" | "LeastLoaded" | "Cheapest" | { readonly candidates: readonly Address[] };

/** What a consumer asks for beyond a type and a price. */
export interface Wish {
  readonly selection: Selection;
  /** Whether a price that may change within an offer's bounds will do. The highest price then holds for its ceiling. */
  readonly elastic: boolean;
  /** Whether it moves to another provider by itself when its own resigns, and anyone may move it (`migrate`) when its own is dark. */
  readonly follow: boolean;
  /** The most blocks that a provider may take to set up; null leaves it to the offer. */
  readonly maxSetup: number | null;
  /** Blocks from the first of a row of failed attempts within which others are tried; null: the runtime's own, `patience` of its constants. */
  readonly patience: number | null;
  readonly criteria: Criteria;
}

/** The parts of a wish that are not as they are by default. */
export type WishParts = Partial<Criteria> & Partial<Omit<Wish, "criteria">>;

/** A wish: by turns, at a fixed price, without following and criteria, but for what is given. */
export function wish({
  selection = "RoundRobin",
  elastic = false,
  follow = false,
  maxSetup = null,
  patience = null,
  ...criteria
}: WishParts = {}): Wish {
  return {
    selection,
    elastic,
    follow,
    maxSetup,
    patience,
    criteria: {
      regions: [],
      notRegions: [],
      notNetworks: [],
      prefer: [],
      refuse: [],
      attributes: [],
      terms: [],
      apart: null,
      ...criteria,
    },
  };
}

/** A subscription that is asked for. */
export interface Request {
  readonly typeId: Hex;
  readonly descriptor: Hex;
  /** Per block. */
  readonly maxPrice: Balance;
  /** To be held. */
  readonly funds: Balance;
  /** What else; none: nothing. */
  readonly wish?: Wish;
}

/** Bounds of a price that may change while a deployment runs, per block. */
export interface Elastic {
  /** Above 0. */
  readonly floor: Balance;
  /** At least the price. */
  readonly ceiling: Balance;
  /** How far one change may go, up or down; above 0. */
  readonly step: Balance;
}

/** What a provider asks of new awards of a type. */
export interface OfferTerms {
  /** Per block. */
  readonly price: Balance;
  /** Deployments at a time. */
  readonly capacity: number;
  /** Within which the price of what runs may change; none fixes it. */
  readonly elastic?: Elastic | null;
  /** Blocks from an award to its deadline. */
  readonly setupBlocks: number;
}

/** Blocks in which what a provider runs may be away: `[from, until)`. */
export interface MaintenanceWindow {
  readonly from: number;
  readonly until: number;
}

/** A public key with the scheme that its account does not tell: 32 bytes, 33 (compressed) for Ecdsa. */
export interface LoginKey {
  readonly scheme: "Ed25519" | "Sr25519" | "Ecdsa";
  readonly key: Hex;
}
