import type { Bytes, Option, Vec, u128, u32, u64 } from "@polkadot/types";
import type { AccountId32 } from "@polkadot/types/interfaces";
import type {
  DinfraRuntimeApiAssignmentsPage,
  DinfraRuntimeApiTick,
  PalletProvidersRecordsAttribute,
  PalletProvidersRecordsDescriptorType,
  PalletProvidersRecordsElastic,
  PalletProvidersRecordsKeys,
  PalletProvidersRecordsLoginKey,
  PalletProvidersRecordsMaintenanceWindow,
  PalletProvidersRecordsNetwork,
  PalletProvidersRecordsOffer,
  PalletProvidersRecordsProfile,
  PalletProvidersRecordsProvider,
  PalletProvidersRecordsSealingKey,
  PalletProvidersRecordsSelection,
  PalletSubscriptionsRecordsAssignmentState,
  PalletSubscriptionsRecordsClosing,
  PalletSubscriptionsRecordsCondition,
  PalletSubscriptionsRecordsParting,
  PalletSubscriptionsRecordsRateChange,
  PalletSubscriptionsRecordsSubscriptionState,
  PalletSubscriptionsRecordsWish,
  PalletSubscriptionsViewsAssignmentView,
  PalletSubscriptionsViewsSubscriptionView,
} from "@polkadot/types/lookup";
import type { Codec } from "@polkadot/types/types";
import { u8aToString } from "@polkadot/util";
import type {} from "../generated/types-lookup.js";
import type { RateChange } from "../money.js";
import type {
  Address,
  AssignmentState,
  AssignmentView,
  ChainConstants,
  ClosingView,
  Condition,
  DescriptorTypeView,
  Hex,
  KeysView,
  OfferView,
  PartingView,
  ProviderView,
  SealingKey,
  SubscriptionState,
  SubscriptionView,
  Tick,
} from "../views.js";
import type { Attribute, Elastic, LoginKey, MaintenanceWindow, Network, Profile, Selection, Wish } from "../wish.js";
import type { Runtime } from "./runtime.js";

export type PageKey = readonly [subscription: bigint, attempt: number];

export interface Page {
  readonly revision: bigint;
  readonly items: readonly AssignmentView[];
  readonly next: PageKey | null;
}

const hex = (value: Codec): Hex => value.toHex() as Hex;
const text = (value: Bytes): string => u8aToString(value.toU8a(true));

function orNull<T extends Codec, V>(option: Option<T>, value: (inner: T) => V): V | null {
  return option.isSome ? value(option.unwrap()) : null;
}
const moneyOrNull = (option: Option<u128>) => orNull(option, (amount) => amount.toBigInt());
const addressOrNull = (option: Option<AccountId32>) => orNull(option, (account) => account.toString());
const numberOrNull = (option: Option<u32>) => orNull(option, (block) => block.toNumber());
const conditionOrNull = (option: Option<PalletSubscriptionsRecordsCondition>) =>
  orNull<PalletSubscriptionsRecordsCondition, Condition>(option, (condition) => condition.type);

const rateChangeOrNull = (option: Option<PalletSubscriptionsRecordsRateChange>) =>
  orNull<PalletSubscriptionsRecordsRateChange, RateChange>(option, ({ at, rate }) => ({
    at: at.toNumber(),
    rate: rate.toBigInt(),
  }));
const elasticOrNull = (option: Option<PalletProvidersRecordsElastic>) =>
  orNull<PalletProvidersRecordsElastic, Elastic>(option, ({ floor, ceiling, step }) => ({
    floor: floor.toBigInt(),
    ceiling: ceiling.toBigInt(),
    step: step.toBigInt(),
  }));

export const maintenance = ({ from, until }: PalletProvidersRecordsMaintenanceWindow): MaintenanceWindow => ({
  from: from.toNumber(),
  until: until.toNumber(),
});

function assignmentState(state: PalletSubscriptionsRecordsAssignmentState): AssignmentState {
  if (state.isAwarded) return { kind: "Awarded", deadline: state.asAwarded.deadline.toNumber() };
  if (state.isActive) return { kind: "Active" };
  if (state.isEnding) return { kind: "Ending", reason: state.asEnding.reason.type };
  return { kind: "Revoked", reason: state.asRevoked.reason.type };
}

function subscriptionState(state: PalletSubscriptionsRecordsSubscriptionState): SubscriptionState {
  if (state.isWaiting) return { kind: "Waiting" };
  if (state.isPlaced) {
    const { provider, attempt } = state.asPlaced;
    return { kind: "Placed", provider: provider.toString(), attempt: attempt.toNumber() };
  }
  return { kind: "Closed", reason: state.asClosed.reason.type };
}

export function assignment(view: PalletSubscriptionsViewsAssignmentView): AssignmentView {
  return {
    subscription: view.subscription.toBigInt(),
    attempt: view.attempt.toNumber(),
    typeId: hex(view.typeId),
    descriptor: hex(view.descriptor),
    generation: view.generation.toNumber(),
    observedGeneration: view.observedGeneration.toNumber(),
    consumer: view.consumer.toString(),
    stored: assignmentState(view.stored),
    effective: assignmentState(view.effective),
    rate: view.rate.toBigInt(),
    elastic: elasticOrNull(view.elastic),
    nextRate: rateChangeOrNull(view.nextRate),
    proposal: moneyOrNull(view.proposal),
    notice: view.notice.toNumber(),
    minimum: view.minimum.toNumber(),
    trial: view.trial.toNumber(),
    awardedAt: view.awardedAt.toNumber(),
    deployedAt: numberOrNull(view.deployedAt),
    deadline: numberOrNull(view.deadline),
    endsAt: numberOrNull(view.endsAt),
    condition: conditionOrNull(view.condition),
    reason: text(view.reason),
    earned: view.earned.toBigInt(),
    paid: view.paid.toBigInt(),
    owed: view.owed.toBigInt(),
    logins: logins(view.logins),
  };
}

export function page({ revision, items, next }: DinfraRuntimeApiAssignmentsPage): Page {
  return {
    revision: revision.toBigInt(),
    items: items.map(assignment),
    next: orNull(next, ([subscription, attempt]) => [subscription.toBigInt(), attempt.toNumber()] as const),
  };
}

export function subscription(view: PalletSubscriptionsViewsSubscriptionView): SubscriptionView {
  return {
    id: view.id.toBigInt(),
    consumer: view.consumer.toString(),
    typeId: hex(view.typeId),
    descriptor: hex(view.descriptor),
    generation: view.generation.toNumber(),
    observedGeneration: view.observedGeneration.toNumber(),
    maxPrice: view.maxPrice.toBigInt(),
    funds: view.funds.toBigInt(),
    deposit: view.deposit.toBigInt(),
    created: view.created.toNumber(),
    stored: subscriptionState(view.stored),
    effective: subscriptionState(view.effective),
    attempt: view.attempt.toNumber(),
    provider: addressOrNull(view.provider),
    rate: moneyOrNull(view.rate),
    nextRate: rateChangeOrNull(view.nextRate),
    proposal: moneyOrNull(view.proposal),
    maintenance: orNull(view.maintenance, maintenance),
    successor: orNull(view.successor, ({ provider, attempt }) => ({
      provider: provider.toString(),
      attempt: attempt.toNumber(),
    })),
    ticket: orNull(view.ticket, (ticket) => ticket.toBigInt()),
    ...sinceVersion3(view),
    deployedAt: numberOrNull(view.deployedAt),
    deadline: numberOrNull(view.deadline),
    endsAt: numberOrNull(view.endsAt),
    earned: view.earned.toBigInt(),
    paid: view.paid.toBigInt(),
    refundable: view.refundable.toBigInt(),
    withdrawable: view.withdrawable.toBigInt(),
    condition: conditionOrNull(view.condition),
    reason: text(view.reason),
    logins: logins(view.logins),
    ...sinceVersion4(view),
  };
}

/** What a runtime of before does not tell: it has nobody pay for searches, and makes them at once. */
function sinceVersion4({ credit, seeks }: Partial<PalletSubscriptionsViewsSubscriptionView>) {
  return { credit: credit?.toBigInt() ?? 0n, seeks: seeks?.isTrue ?? false };
}

/** What a runtime of spec version 2 does not tell: it keeps nothing for a set-up, and closes what has failed. */
function sinceVersion3({ reserve, failures, retry }: Partial<PalletSubscriptionsViewsSubscriptionView>) {
  return {
    reserve: reserve?.toBigInt() ?? 0n,
    failures: failures?.toNumber() ?? 0,
    retry: retry === undefined ? null : numberOrNull(retry),
  };
}

export function closing(record: PalletSubscriptionsRecordsClosing): ClosingView {
  return {
    subscription: record.subscription.toBigInt(),
    typeId: hex(record.typeId),
    reason: record.reason.type,
    by: addressOrNull(record.by),
    at: record.at.toNumber(),
    provider: addressOrNull(record.provider),
    attempt: record.attempt.toNumber(),
    paid: record.paid.toBigInt(),
    refunded: record.refunded.toBigInt(),
    words: text(record.words),
  };
}

export function parting(record: PalletSubscriptionsRecordsParting): PartingView {
  const { outcome } = record;
  return {
    subscription: record.subscription.toBigInt(),
    attempt: record.attempt.toNumber(),
    typeId: hex(record.typeId),
    consumer: record.consumer.toString(),
    outcome: outcome.isEnded
      ? { kind: "Ending", reason: outcome.asEnded.type }
      : { kind: "Revoked", reason: outcome.asRevoked.type },
    by: addressOrNull(record.by),
    at: record.at.toNumber(),
    paid: record.paid.toBigInt(),
    words: text(record.words),
  };
}

export function provider(account: Address, record: PalletProvidersRecordsProvider): ProviderView {
  return {
    account,
    units: record.units.toNumber(),
    bond: record.bond.toBigInt(),
    operators: record.operators.map((operator) => operator.toString()),
    beneficiary: addressOrNull(record.beneficiary),
    draining: record.draining.isTrue,
    retiring: record.retiring.isTrue,
    acc: record.acc.toNumber(),
    lastHeartbeat: record.lastHeartbeat.toNumber(),
    revision: record.revision.toBigInt(),
    assignments: record.assignments.toNumber(),
    offers: record.offers.toNumber(),
    offered: record.offered.toNumber(),
  };
}

export function offer(account: Address, typeId: Hex, record: PalletProvidersRecordsOffer): OfferView {
  return {
    provider: account,
    typeId,
    price: record.price.toBigInt(),
    elastic: elasticOrNull(record.elastic),
    capacity: record.capacity.toNumber(),
    used: record.used.toNumber(),
    open: record.open.isTrue,
    private: record.private.isTrue,
    setupBlocks: record.setupBlocks.toNumber(),
    missed: record.missed.toNumber(),
    deposit: record.deposit.toBigInt(),
  };
}

const network = (of: PalletProvidersRecordsNetwork): Network => (of.isAs ? of.asAs.toNumber() : text(of.asName));
const attribute = ({ key, value }: PalletProvidersRecordsAttribute): Attribute => ({
  key: text(key),
  value: text(value),
});

export function profile(record: PalletProvidersRecordsProfile): Profile {
  return {
    regions: record.regions.map(text),
    networks: record.networks.map(network),
    attributes: record.attributes.map(attribute),
    terms: orNull(record.terms, hex),
  };
}

const sealingKey = ({ key, version }: PalletProvidersRecordsSealingKey): SealingKey => ({
  key: hex(key),
  version: version.toNumber(),
});

const loginKey = ({ scheme, key }: PalletProvidersRecordsLoginKey): LoginKey => ({
  scheme: scheme.type,
  key: hex(key),
});

/** None where the runtime is of before they came (spec version 2). */
const logins = (keys: Vec<PalletProvidersRecordsLoginKey> | undefined): readonly LoginKey[] =>
  keys?.map(loginKey) ?? [];

export function tick({ now, revision, assignments }: DinfraRuntimeApiTick): Tick {
  return { now: now.toNumber(), revision: revision.toBigInt(), assignments: assignments.toNumber() };
}

export function keys({ login, sealing, previous }: PalletProvidersRecordsKeys): KeysView {
  return {
    login: orNull<PalletProvidersRecordsLoginKey, LoginKey>(login, loginKey),
    sealing: orNull(sealing, sealingKey),
    previous: orNull(previous, sealingKey),
  };
}

const selection = (how: PalletProvidersRecordsSelection): Selection =>
  how.type === "Candidates" ? { candidates: how.asCandidates.map((account) => account.toString()) } : how.type;

export function wish(record: PalletSubscriptionsRecordsWish): Wish {
  const { criteria } = record;
  return {
    selection: selection(record.selection),
    elastic: record.elastic.isTrue,
    follow: record.follow.isTrue,
    maxSetup: numberOrNull(record.maxSetup),
    patience: numberOrNull(record.patience),
    criteria: {
      regions: criteria.regions.map(text),
      notRegions: criteria.notRegions.map(text),
      notNetworks: criteria.notNetworks.map(network),
      prefer: criteria.prefer.map((account) => account.toString()),
      refuse: criteria.refuse.map((account) => account.toString()),
      attributes: criteria.attributes.map(attribute),
      terms: criteria.terms.map(hex),
      apart: numberOrNull(criteria.apart),
    },
  };
}

export function descriptorType(id: Hex, record: PalletProvidersRecordsDescriptorType): DescriptorTypeView {
  return {
    id,
    owner: record.owner.toString(),
    name: text(record.name),
    deposit: record.deposit.toBigInt(),
    offers: record.offers.toNumber(),
  };
}

export function constants(runtime: Runtime): ChainConstants {
  const blocks = (pallet: string, name: string) => runtime.constant<u32>(pallet, name).toNumber();
  /** For what spec version 2 does not have, as a provider's software meets it until its chain is upgraded: what it does instead. */
  const since3 = (pallet: string, name: string, before: () => number) =>
    runtime.hasPallet("clock") ? blocks(pallet, name) : before();
  const none = () => 0;
  /** One deadline for all, whatever is offered. */
  const forAll = () => blocks("subscriptions", "ackDeadline");
  const money = (pallet: string, name: string) => runtime.constant<u128>(pallet, name).toBigInt();
  /** Searches were free before. */
  const since4 = (pallet: string, name: string) =>
    runtime.hasStorage("subscriptions", "searchCredits") ? money(pallet, name) : 0n;
  return {
    sourcesHash: hex(runtime.constant("providers", "sourcesHash")),
    ackDeadline: since3("providers", "ackDeadline", forAll),
    maxSetupBlocks: since3("providers", "maxSetupBlocks", forAll),
    maintenanceNotice: since3("providers", "maintenanceNotice", none),
    maxMaintenance: since3("providers", "maxMaintenance", none),
    slotMilliseconds: runtime.constant<u64>("aura", "slotDuration").toNumber(),
    noticePeriod: blocks("subscriptions", "noticePeriod"),
    minimumPeriod: blocks("subscriptions", "minimumPeriod"),
    gap: blocks("providers", "gap"),
    minFundedBlocks: blocks("subscriptions", "minFundedBlocks"),
    excludedKept: since3("subscriptions", "excludedKept", none),
    patience: since3("subscriptions", "patience", none),
    setupBlocks: blocks("subscriptions", "setupBlocks"),
    payoutDelay: blocks("subscriptions", "payoutDelay"),
    trialPeriod: blocks("subscriptions", "trialPeriod"),
    missedAllowed: blocks("providers", "missedAllowed"),
    missedPenalty: money("providers", "missedPenalty"),
    offerDeposit: money("providers", "offerDeposit"),
    waitingDeposit: money("subscriptions", "waitingDeposit"),
    minCredit: since4("subscriptions", "minCredit"),
    stepPrice: since4("subscriptions", "stepPrice"),
    bondBase: money("providers", "bondBase"),
    bondPerUnit: money("providers", "bondPerUnit"),
    typeDeposit: money("providers", "typeDeposit"),
    subscriptionDeposit: money("subscriptions", "deposit"),
    existentialDeposit: money("balances", "existentialDeposit"),
  };
}
