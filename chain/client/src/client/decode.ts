import type { Bytes, Option, u128, u32 } from "@polkadot/types";
import type {
  DinfraRuntimeApiAssignmentsPage,
  PalletProvidersRecordsDescriptorType,
  PalletProvidersRecordsOffer,
  PalletProvidersRecordsProvider,
  PalletSubscriptionsRecordsAssignmentState,
  PalletSubscriptionsRecordsCondition,
  PalletSubscriptionsRecordsSubscriptionState,
  PalletSubscriptionsViewsAssignmentView,
  PalletSubscriptionsViewsSubscriptionView,
} from "@polkadot/types/lookup";
import type { Codec } from "@polkadot/types/types";
import { u8aToString } from "@polkadot/util";
import type {} from "../generated/types-lookup.js";
import type {
  Address,
  AssignmentState,
  AssignmentView,
  ChainConstants,
  Condition,
  DescriptorTypeView,
  Hex,
  OfferView,
  ProviderView,
  SubscriptionState,
  SubscriptionView,
} from "../views.js";
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
const blockOrNull = (option: Option<u32>) => orNull(option, (block) => block.toNumber());
const conditionOrNull = (option: Option<PalletSubscriptionsRecordsCondition>) =>
  orNull<PalletSubscriptionsRecordsCondition, Condition>(option, (condition) => condition.type);

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
    notice: view.notice.toNumber(),
    awardedAt: view.awardedAt.toNumber(),
    deployedAt: blockOrNull(view.deployedAt),
    deadline: blockOrNull(view.deadline),
    endsAt: blockOrNull(view.endsAt),
    condition: conditionOrNull(view.condition),
    reason: text(view.reason),
    earned: view.earned.toBigInt(),
    paid: view.paid.toBigInt(),
    owed: view.owed.toBigInt(),
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
    provider: orNull(view.provider, (provider) => provider.toString()),
    rate: orNull(view.rate, (rate) => rate.toBigInt()),
    deployedAt: blockOrNull(view.deployedAt),
    deadline: blockOrNull(view.deadline),
    endsAt: blockOrNull(view.endsAt),
    earned: view.earned.toBigInt(),
    paid: view.paid.toBigInt(),
    refundable: view.refundable.toBigInt(),
    withdrawable: view.withdrawable.toBigInt(),
    condition: conditionOrNull(view.condition),
    reason: text(view.reason),
  };
}

export function provider(account: Address, record: PalletProvidersRecordsProvider): ProviderView {
  return {
    account,
    units: record.units.toNumber(),
    bond: record.bond.toBigInt(),
    operators: record.operators.map((operator) => operator.toString()),
    draining: record.draining.isTrue,
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
    capacity: record.capacity.toNumber(),
    used: record.used.toNumber(),
    open: record.open.isTrue,
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
  const money = (pallet: string, name: string) => runtime.constant<u128>(pallet, name).toBigInt();
  return {
    sourcesHash: hex(runtime.constant("providers", "sourcesHash")),
    ackDeadline: blocks("subscriptions", "ackDeadline"),
    noticePeriod: blocks("subscriptions", "noticePeriod"),
    minimumPeriod: blocks("subscriptions", "minimumPeriod"),
    gap: blocks("providers", "gap"),
    minFundedBlocks: blocks("subscriptions", "minFundedBlocks"),
    maxAttempts: blocks("subscriptions", "maxAttempts"),
    bondBase: money("providers", "bondBase"),
    bondPerUnit: money("providers", "bondPerUnit"),
    typeDeposit: money("providers", "typeDeposit"),
    subscriptionDeposit: money("subscriptions", "deposit"),
    existentialDeposit: money("balances", "existentialDeposit"),
  };
}
