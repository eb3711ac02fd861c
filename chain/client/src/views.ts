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

/** What an assignment is in; `reason` is the pallet's variant name (for example "Cancelled", "FundsEnded"). */
export type AssignmentState =
  | { readonly kind: "Awarded"; readonly deadline: number }
  | { readonly kind: "Active" }
  | { readonly kind: "Ending"; readonly reason: string }
  | { readonly kind: "Revoked"; readonly reason: string };

export type SubscriptionState =
  | { readonly kind: "Waiting" }
  | { readonly kind: "Placed"; readonly provider: Address; readonly attempt: number }
  | { readonly kind: "Closed"; readonly reason: string };

/** What one provider owes for one subscription. Block numbers are `number`, money is `bigint`. */
export interface AssignmentView {
  readonly subscription: bigint;
  readonly attempt: number;
  readonly typeId: Hex;
  readonly descriptor: Hex;
  /** What the consumer wants. */
  readonly generation: number;
  /** What the provider acknowledged; 0 before the first declaration. */
  readonly observedGeneration: number;
  readonly consumer: Address;
  /** As written; what may be acted on when something is destroyed. */
  readonly stored: AssignmentState;
  /** As of the block read: what the stored numbers mean now. */
  readonly effective: AssignmentState;
  readonly rate: Balance;
  readonly deadline: number | null;
  readonly deployedAt: number | null;
  readonly endsAt: number | null;
  readonly condition: Condition | null;
  readonly reason: string;
  readonly earned: Balance;
  readonly owed: Balance;
}

export interface SubscriptionView {
  readonly id: bigint;
  readonly consumer: Address;
  readonly typeId: Hex;
  readonly descriptor: Hex;
  readonly generation: number;
  readonly maxPrice: Balance;
  /** Held for it now. */
  readonly funds: Balance;
  readonly stored: SubscriptionState;
  readonly effective: SubscriptionState;
  readonly attempt: number;
  readonly provider: Address | null;
  readonly rate: Balance;
  readonly deployedAt: number | null;
  readonly endsAt: number | null;
  readonly earned: Balance;
  readonly paid: Balance;
  readonly refundable: Balance;
  readonly condition: Condition | null;
  readonly reason: string;
}

export interface ProviderView {
  readonly account: Address;
  readonly units: number;
  readonly bond: Balance;
  readonly operators: readonly Address[];
  readonly draining: boolean;
  readonly acc: number;
  readonly lastHeartbeat: number;
  readonly revision: bigint;
  readonly assignments: number;
}

export interface OfferView {
  readonly provider: Address;
  readonly typeId: Hex;
  readonly price: Balance;
  readonly capacity: number;
  readonly used: number;
  readonly open: boolean;
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
  readonly sourcesHash: Hex;
  readonly ackDeadline: number;
  readonly noticePeriod: number;
  readonly minimumPeriod: number;
  readonly gap: number;
  readonly minFundedBlocks: number;
  readonly bondPerUnit: Balance;
  readonly maxAttempts: number;
}

export interface ChainEvent {
  readonly pallet: string;
  readonly name: string;
  /** By field name; numbers and bigint as the chain has them in JSON form (strings for large numbers). */
  readonly data: Readonly<Record<string, unknown>>;
}

/** The chain's storage at one finalized block. Every method answers for exactly that block, or throws. */
export interface ChainView {
  readonly block: BlockRef;
  /** Every assignment of the provider, all pages, ordered by (subscription, attempt). */
  assignments(provider: Address): Promise<readonly AssignmentView[]>;
  subscription(id: bigint | number): Promise<SubscriptionView | null>;
  /** Ids of all subscriptions of a consumer, ascending. Reads the whole map: for people, not for loops. */
  subscriptionsOf(consumer: Address): Promise<readonly bigint[]>;
  provider(account: Address): Promise<ProviderView | null>;
  /** The provider that this owner or operator key acts for. */
  providerOf(key: Address): Promise<Address | null>;
  offers(typeId: Hex): Promise<readonly OfferView[]>;
  type(id: Hex): Promise<DescriptorTypeView | null>;
  revision(provider: Address): Promise<bigint>;
  account(address: Address): Promise<{ nonce: number; free: Balance; held: Balance }>;
  constants(): Promise<ChainConstants>;
  events(): Promise<readonly ChainEvent[]>;
}
