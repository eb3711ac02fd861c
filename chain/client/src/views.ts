import type { RateChange } from "./money.js";
import type { Elastic, LoginKey, MaintenanceWindow, Profile, Wish } from "./wish.js";

/** `0x` and lower-case hex digits. */
export type Hex = `0x${string}`;
/** SS58 address, prefix 42. */
export type Address = string;
/** Smallest unit of the currency; 1 UNIT = 10^12. */
export type Balance = bigint;

export interface BlockRef {
  readonly number: number;
  readonly hash: Hex;
}

/** Which chain this is. The embedded chain's genesis hash is always the same, `instance` is random. */
export interface ChainIdentity {
  readonly genesisHash: Hex;
  readonly instance: Hex;
}

export type Condition = "Ready" | "Degraded" | "UpdateFailed" | "Retrying";

/**
 * Why a deployment that was active ended: funds used up, the consumer left, the provider left, the provider was retired by force, another provider
 * has taken over.
 */
export type EndReason = "FundsSpent" | "Cancelled" | "Resigned" | "Retired" | "Migrated";
/** Why an award was taken back. */
export type RevokeReason = "Rejected" | "MissedDeadline" | "Cancelled" | "Retired";
/** Why a subscription is over; Unplaced: providers failed it and nobody else would take it, or the consumer's patience was over. */
export type CloseReason = Exclude<EndReason, "Migrated"> | "Unplaced";

/**
 * Awarded: to be declared deployed before block `deadline`. Active: declared, and paid. Ending: was active, to be torn down.
 * Revoked: was never active, to be torn down, whatever there is of it.
 */
export type AssignmentState =
  | { readonly kind: "Awarded"; readonly deadline: number }
  | { readonly kind: "Active" }
  | { readonly kind: "Ending"; readonly reason: EndReason }
  | { readonly kind: "Revoked"; readonly reason: RevokeReason };

export type SubscriptionState =
  | { readonly kind: "Waiting" }
  | { readonly kind: "Placed"; readonly provider: Address; readonly attempt: number }
  | { readonly kind: "Closed"; readonly reason: CloseReason };

/** What one provider owes for one award of a subscription. Block numbers are `number`, money is `bigint`. */
export interface AssignmentView {
  readonly subscription: bigint;
  /** From 1. */
  readonly attempt: number;
  readonly typeId: Hex;
  /** Wanted now. */
  readonly descriptor: Hex;
  /** Wanted now, from 1. */
  readonly generation: number;
  /** What the provider declared last; 0 before the first declaration. */
  readonly observedGeneration: number;
  readonly consumer: Address;
  /** As written; the only thing on which anything may be destroyed. */
  readonly stored: AssignmentState;
  /** What time has made of it at the block read. */
  readonly effective: AssignmentState;
  /** Per block, now. */
  readonly rate: Balance;
  /** The bounds within which the provider may change it, fixed at the award. */
  readonly elastic: Elastic | null;
  /** Another price, from a block to come. */
  readonly nextRate: RateChange | null;
  /** A price that the provider proposes. */
  readonly proposal: Balance | null;
  readonly notice: number;
  /** Blocks that are paid at least when the consumer leaves after the trial. */
  readonly minimum: number;
  /** Blocks from the declaration in which the notice alone counts. */
  readonly trial: number;
  readonly awardedAt: number;
  readonly deployedAt: number | null;
  /** While awarded. */
  readonly deadline: number | null;
  /** While active: the earliest block at which it ends. */
  readonly endsAt: number | null;
  readonly condition: Condition | null;
  readonly reason: string;
  /** Not yet settled. */
  readonly earned: Balance;
  /** Settled for this attempt. */
  readonly paid: Balance;
  /** Settled for this subscription, but could not be paid out. */
  readonly owed: Balance;
  /** Keys that may log in to it, beside the consumer. */
  readonly logins: readonly LoginKey[];
}

export interface SubscriptionView {
  readonly id: bigint;
  readonly consumer: Address;
  readonly typeId: Hex;
  readonly descriptor: Hex;
  readonly generation: number;
  /** What the provider of the current attempt declared last. */
  readonly observedGeneration: number;
  readonly maxPrice: Balance;
  /** Held for it now, what was earned and not yet settled included. */
  readonly funds: Balance;
  readonly deposit: Balance;
  readonly created: number;
  readonly stored: SubscriptionState;
  /** A missed deadline shows as Waiting: the next award is made when it is served. */
  readonly effective: SubscriptionState;
  /** The last attempt; 0 before the first award. */
  readonly attempt: number;
  readonly provider: Address | null;
  /** Per block, of the current attempt, now. */
  readonly rate: Balance | null;
  /** Another price, from a block to come. */
  readonly nextRate: RateChange | null;
  /** A price that the provider proposes. */
  readonly proposal: Balance | null;
  /** The maintenance that its provider announced, unless it is over. */
  readonly maintenance: MaintenanceWindow | null;
  /** Who is to take over, if it still may. */
  readonly successor: { readonly provider: Address; readonly attempt: number } | null;
  /** Of the funds: kept for the set-up of who is to take over, out of reach of who serves. */
  readonly reserve: Balance;
  /** While it stands in the line of its type: its ticket, which is its number. Lower ones are asked first. */
  readonly ticket: bigint | null;
  /** Attempts in a row that came to nothing. */
  readonly failures: number;
  /** While it waits for that: the block in which another provider is looked for. */
  readonly retry: number | null;
  readonly deployedAt: number | null;
  readonly deadline: number | null;
  /** While active: the earliest block at which it ends. */
  readonly endsAt: number | null;
  /** Not yet settled. */
  readonly earned: Balance;
  /** Settled in all attempts. */
  readonly paid: Balance;
  /** What would come back if it ended now: funds less earned. The set-up fee of an award that is cancelled comes off this. */
  readonly refundable: Balance;
  /** What `withdraw` would give now. */
  readonly withdrawable: Balance;
  readonly condition: Condition | null;
  readonly reason: string;
  /** Keys that may log in to it, beside the consumer. */
  readonly logins: readonly LoginKey[];
  /** Held for the steps of its searches. */
  readonly credit: Balance;
  /** Whether another provider is looked for, which is to take over. */
  readonly seeks: boolean;
}

/** How a subscription ended. Kept for its consumer after everything else of it is removed. */
export interface ClosingView {
  readonly subscription: bigint;
  readonly typeId: Hex;
  readonly reason: CloseReason;
  /** The consumer or the provider, if one of them ended it. */
  readonly by: Address | null;
  /** The first block that nobody was paid for any more, whenever that was served. */
  readonly at: number;
  /** The last that it was with. */
  readonly provider: Address | null;
  /** The last; 0 if there was none. */
  readonly attempt: number;
  /** To providers, in all attempts. */
  readonly paid: Balance;
  /** To the consumer, deposits not counted. */
  readonly refunded: Balance;
  /** Why the last failed attempt failed, in the provider's words. */
  readonly words: string;
}

/** How an attempt ended. Kept for its provider. */
export interface PartingView {
  readonly subscription: bigint;
  readonly attempt: number;
  readonly typeId: Hex;
  readonly consumer: Address;
  /** Revoked: it was never declared deployed. */
  readonly outcome: Extract<AssignmentState, { readonly reason: unknown }>;
  /** The consumer or the provider, if one of them ended it. */
  readonly by: Address | null;
  /** The first block that is not paid any more, or that of the refusal, the deadline or the departure. */
  readonly at: number;
  /** To the provider, for this attempt. */
  readonly paid: Balance;
  /** The provider's last words about it. */
  readonly words: string;
}

export interface ProviderView {
  readonly account: Address;
  readonly units: number;
  readonly bond: Balance;
  readonly operators: readonly Address[];
  /** Who is paid; null: the owner. */
  readonly beneficiary: Address | null;
  readonly draining: boolean;
  /** Is being retired by force: takes no awards ever again. */
  readonly retiring: boolean;
  readonly acc: number;
  readonly lastHeartbeat: number;
  readonly revision: bigint;
  /** Tombstones included. */
  readonly assignments: number;
  readonly offers: number;
  /** Units that the offers claim. */
  readonly offered: number;
}

export interface OfferView {
  readonly provider: Address;
  readonly typeId: Hex;
  readonly price: Balance;
  /** The bounds within which the price of what runs may change; null: it is fixed. */
  readonly elastic: Elastic | null;
  readonly capacity: number;
  readonly used: number;
  readonly open: boolean;
  /** Only for the consumers that are listed. */
  readonly private: boolean;
  /** Blocks from an award to its deadline. */
  readonly setupBlocks: number;
  /** Awards in a row that were not declared in time. */
  readonly missed: number;
  readonly deposit: Balance;
}

/** An X25519 public key. */
export interface SealingKey {
  readonly key: Hex;
  /** From 1, one more with every rotation. */
  readonly version: number;
}

/** Keys of a provider for use off chain. */
export interface KeysView {
  readonly login: LoginKey | null;
  readonly sealing: SealingKey | null;
  /** The sealing key before, for what was sealed before the rotation. */
  readonly previous: SealingKey | null;
}

export interface DescriptorTypeView {
  readonly id: Hex;
  readonly owner: Address;
  readonly name: string;
  readonly deposit: Balance;
  readonly offers: number;
}

/** Numbers that the runtime fixes; blocks unless said otherwise. */
export interface ChainConstants {
  /** Of the sources that the runtime was built from. */
  readonly sourcesHash: Hex;
  /** The fewest blocks that an offer may state for setting up. */
  readonly ackDeadline: number;
  /** The most. */
  readonly maxSetupBlocks: number;
  /** Blocks between announcing maintenance and its first block, at least. */
  readonly maintenanceNotice: number;
  /** Blocks of maintenance that one announcement covers, at most. */
  readonly maxMaintenance: number;
  /** Milliseconds of a slot of the authors: between two blocks, as a rule. */
  readonly slotMilliseconds: number;
  readonly noticePeriod: number;
  readonly minimumPeriod: number;
  readonly gap: number;
  readonly minFundedBlocks: number;
  readonly bondBase: Balance;
  readonly bondPerUnit: Balance;
  readonly typeDeposit: Balance;
  /** Held for an offer while there is a record of it. */
  readonly offerDeposit: Balance;
  /** Missed deadlines of one offer in a row that close it. */
  readonly missedAllowed: number;
  /** Burnt of the bond then. */
  readonly missedPenalty: Balance;
  readonly subscriptionDeposit: Balance;
  /** Held for a place among the waiting requests. */
  readonly waitingDeposit: Balance;
  /** Held for the searches of a request that waits or looks for another provider. */
  readonly minCredit: Balance;
  /** What a step of such a search costs. */
  readonly stepPrice: Balance;
  /** Blocks that an award costs at most when it is cancelled before it was declared. */
  readonly setupBlocks: number;
  /** A claim pays only blocks that are older than so many. */
  readonly payoutDelay: number;
  /** Blocks from a declaration in which the minimum period does not bind. */
  readonly trialPeriod: number;
  readonly existentialDeposit: Balance;
  /** Of the providers that failed a subscription, so many of the last are not asked again. */
  readonly excludedKept: number;
  /** Blocks from the first of a row of failed attempts within which others are tried, unless the consumer says another number. */
  readonly patience: number;
}

export interface ChainEvent {
  readonly pallet: string;
  readonly name: string;
  /** By field name. Integers by their type on chain: wider than 32 bits (ids, amounts) are decimal text, the others are numbers. */
  readonly data: Readonly<Record<string, unknown>>;
  /** In words, where the event carries a dispatch error. */
  readonly error?: { readonly code: string; readonly message: string };
}

/** Who may act for an account. */
export interface ProxiesView {
  readonly proxies: readonly {
    readonly delegate: Address;
    readonly type: "Any" | "Operator" | "Consumer";
    /** Blocks of the clock from an announcement to the call; 0: no announcement is needed. */
    readonly delay: number;
  }[];
  /** Reserved of the account, or of who made it, while there are proxies. */
  readonly deposit: Balance;
}

/** Names an operation of a multisig: the height and the place in its block of the extrinsic that approved it first. */
export interface Timepoint {
  readonly height: number;
  readonly index: number;
}

/** A call that waits for approvals of a multisig's signatories. */
export interface MultisigOperation {
  /** Of the call; the chain does not keep the call itself. */
  readonly callHash: Hex;
  readonly when: Timepoint;
  /** Who approved first, has the deposit reserved, and may cancel it. */
  readonly depositor: Address;
  readonly approvals: readonly Address[];
  readonly deposit: Balance;
}

/** What a reactor asks at every block. */
export interface Tick {
  /** The block of the clock, in which prices, ends and deadlines count. Not the height. */
  readonly now: number;
  readonly revision: bigint;
  /** Of the provider, tombstones included. */
  readonly assignments: number;
}

/** The chain's storage at one finalized block. Every method answers for exactly that block, or throws. */
export interface ChainView {
  /** By its height. What is owed and when is counted by `now`. */
  readonly block: BlockRef;
  /** The block of the clock, in which prices, ends and deadlines count. */
  now(): Promise<number>;
  /** The clock, a provider's revision and the number of its assignments, in one request. */
  tick(provider: Address): Promise<Tick>;
  /** Every assignment of the provider, all pages, ordered by (subscription, attempt). */
  assignments(provider: Address): Promise<readonly AssignmentView[]>;
  subscription(id: bigint | number): Promise<SubscriptionView | null>;
  assignment(provider: Address, subscription: bigint | number, attempt: number): Promise<AssignmentView | null>;
  /** Ids of all subscriptions of a consumer, ascending. Reads the whole map: for people, not for loops. */
  subscriptionsOf(consumer: Address): Promise<readonly bigint[]>;
  /** How the last 16 subscriptions of a consumer ended, the last first. */
  closings(consumer: Address): Promise<readonly ClosingView[]>;
  /** How the last 64 attempts of a provider ended, the last first. */
  partings(provider: Address): Promise<readonly PartingView[]>;
  provider(account: Address): Promise<ProviderView | null>;
  /** The provider that this owner or operator key acts for. */
  providerOf(key: Address): Promise<Address | null>;
  /** The open offers of a type, in the order in which they are asked. */
  offers(typeId: Hex): Promise<readonly OfferView[]>;
  /** The consumers that a private offer serves; null: everybody, or there is no such offer. */
  allowed(typeId: Hex, provider: Address): Promise<readonly Address[] | null>;
  /** What a provider says of itself. */
  profile(provider: Address): Promise<Profile | null>;
  keys(provider: Address): Promise<KeysView>;
  /** The maintenance that a provider announced last, before, in or after it. */
  maintenance(provider: Address): Promise<MaintenanceWindow | null>;
  /** Who may act for an account, by pallet Proxy. */
  proxies(account: Address): Promise<ProxiesView>;
  /** What waits for approvals of a multisig, 256 at most. */
  multisigOperations(account: Address): Promise<readonly MultisigOperation[]>;
  /** What an open subscription asks for beyond a type and a price. */
  wish(id: bigint | number): Promise<Wish>;
  /** How many waiting requests of the type are asked before the one with this ticket, counted up to `atMost` (100). */
  waitingBefore(typeId: Hex, ticket: bigint, atMost?: number): Promise<number>;
  type(id: Hex): Promise<DescriptorTypeView | null>;
  revision(provider: Address): Promise<bigint>;
  /**
   * Which assignments of a provider changed after a revision, up to another, each once. Null where that is more than the chain
   * remembers (64 changes).
   */
  changes(
    provider: Address,
    after: bigint,
    upTo: bigint,
  ): Promise<readonly { subscription: bigint; attempt: number }[] | null>;
  account(address: Address): Promise<{ nonce: number; free: Balance; held: Balance }>;
  constants(): Promise<ChainConstants>;
  events(): Promise<readonly ChainEvent[]>;
}
