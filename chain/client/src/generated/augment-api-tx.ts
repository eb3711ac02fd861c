// Generated from blob/metadata.json by chain/client/generate.mjs. Do not edit.
/* eslint-disable */

// import type lookup before we augment - in some environments
// this is required to allow for ambient/previous definitions
import '@polkadot/api-base/types/submittable';

import type { ApiTypes, AugmentedSubmittable, SubmittableExtrinsic, SubmittableExtrinsicFunction } from '@polkadot/api-base/types';
import type { Bytes, Compact, Option, U8aFixed, Vec, bool, u128, u16, u32, u64 } from '@polkadot/types-codec';
import type { AnyNumber, IMethod, ITuple } from '@polkadot/types-codec/types';
import type { AccountId32, Call, H256, MultiAddress } from '@polkadot/types/interfaces/runtime';
import type { CumulusPalletParachainSystemParachainInherentBasicParachainInherentData, CumulusPalletParachainSystemParachainInherentInboundMessagesData, DinfraRuntimeOriginCaller, PalletBalancesAdjustmentDirection, PalletProvidersRecordsLoginKey, PalletProvidersRecordsOfferTerms, PalletProvidersRecordsProfile, PalletSubscriptionsRecordsCondition, PalletSubscriptionsRecordsRequest, SpWeightsWeightV2Weight } from '@polkadot/types/lookup';

export type __AugmentedSubmittable = AugmentedSubmittable<() => unknown>;
export type __SubmittableExtrinsic<ApiType extends ApiTypes> = SubmittableExtrinsic<ApiType>;
export type __SubmittableExtrinsicFunction<ApiType extends ApiTypes> = SubmittableExtrinsicFunction<ApiType>;

declare module '@polkadot/api-base/types/submittable' {
  interface AugmentedSubmittables<ApiType extends ApiTypes> {
    balances: {
      /**
       * Burn the specified liquid free balance from the origin account.
       * 
       * If the origin's account ends up below the existential deposit as a result
       * of the burn and `keep_alive` is false, the account will be reaped.
       * 
       * Unlike sending funds to a _burn_ address, which merely makes the funds inaccessible,
       * this `burn` operation will reduce total issuance by the amount _burned_.
       **/
      burn: AugmentedSubmittable<(value: Compact<u128> | AnyNumber | Uint8Array, keepAlive: bool | boolean | Uint8Array) => SubmittableExtrinsic<ApiType>, [Compact<u128>, bool]>;
      /**
       * Adjust the total issuance in a saturating way.
       * 
       * Can only be called by root and always needs a positive `delta`.
       * 
       * # Example
       **/
      forceAdjustTotalIssuance: AugmentedSubmittable<(direction: PalletBalancesAdjustmentDirection | 'Increase' | 'Decrease' | number | Uint8Array, delta: Compact<u128> | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [PalletBalancesAdjustmentDirection, Compact<u128>]>;
      /**
       * Set the regular balance of a given account.
       * 
       * The dispatch origin for this call is `root`.
       **/
      forceSetBalance: AugmentedSubmittable<(who: MultiAddress | { Id: any } | { Index: any } | { Raw: any } | { Address32: any } | { Address20: any } | string | Uint8Array, newFree: Compact<u128> | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [MultiAddress, Compact<u128>]>;
      /**
       * Exactly as `transfer_allow_death`, except the origin must be root and the source account
       * may be specified.
       **/
      forceTransfer: AugmentedSubmittable<(source: MultiAddress | { Id: any } | { Index: any } | { Raw: any } | { Address32: any } | { Address20: any } | string | Uint8Array, dest: MultiAddress | { Id: any } | { Index: any } | { Raw: any } | { Address32: any } | { Address20: any } | string | Uint8Array, value: Compact<u128> | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [MultiAddress, MultiAddress, Compact<u128>]>;
      /**
       * Unreserve some balance from a user by force.
       * 
       * Can only be called by ROOT.
       **/
      forceUnreserve: AugmentedSubmittable<(who: MultiAddress | { Id: any } | { Index: any } | { Raw: any } | { Address32: any } | { Address20: any } | string | Uint8Array, amount: u128 | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [MultiAddress, u128]>;
      /**
       * Transfer the entire transferable balance from the caller account.
       * 
       * NOTE: This function only attempts to transfer _transferable_ balances. This means that
       * any locked, reserved, or existential deposits (when `keep_alive` is `true`), will not be
       * transferred by this function. To ensure that this function results in a killed account,
       * you might need to prepare the account by removing any reference counters, storage
       * deposits, etc...
       * 
       * The dispatch origin of this call must be Signed.
       * 
       * - `dest`: The recipient of the transfer.
       * - `keep_alive`: A boolean to determine if the `transfer_all` operation should send all
       * of the funds the account has, causing the sender account to be killed (false), or
       * transfer everything except at least the existential deposit, which will guarantee to
       * keep the sender account alive (true).
       **/
      transferAll: AugmentedSubmittable<(dest: MultiAddress | { Id: any } | { Index: any } | { Raw: any } | { Address32: any } | { Address20: any } | string | Uint8Array, keepAlive: bool | boolean | Uint8Array) => SubmittableExtrinsic<ApiType>, [MultiAddress, bool]>;
      /**
       * Transfer some liquid free balance to another account.
       * 
       * `transfer_allow_death` will set the `FreeBalance` of the sender and receiver.
       * If the sender's account is below the existential deposit as a result
       * of the transfer, the account will be reaped.
       * 
       * The dispatch origin for this call must be `Signed` by the transactor.
       **/
      transferAllowDeath: AugmentedSubmittable<(dest: MultiAddress | { Id: any } | { Index: any } | { Raw: any } | { Address32: any } | { Address20: any } | string | Uint8Array, value: Compact<u128> | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [MultiAddress, Compact<u128>]>;
      /**
       * Same as the [`transfer_allow_death`] call, but with a check that the transfer will not
       * kill the origin account.
       * 
       * 99% of the time you want [`transfer_allow_death`] instead.
       * 
       * [`transfer_allow_death`]: struct.Pallet.html#method.transfer
       **/
      transferKeepAlive: AugmentedSubmittable<(dest: MultiAddress | { Id: any } | { Index: any } | { Raw: any } | { Address32: any } | { Address20: any } | string | Uint8Array, value: Compact<u128> | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [MultiAddress, Compact<u128>]>;
      /**
       * Upgrade a specified account.
       * 
       * - `origin`: Must be `Signed`.
       * - `who`: The account to be upgraded.
       * 
       * This will waive the transaction fee if at least all but 10% of the accounts needed to
       * be upgraded. (We let some not have to be upgraded just in order to allow for the
       * possibility of churn).
       **/
      upgradeAccounts: AugmentedSubmittable<(who: Vec<AccountId32> | (AccountId32 | string | Uint8Array)[]) => SubmittableExtrinsic<ApiType>, [Vec<AccountId32>]>;
    };
    parachainInfo: {
    };
    parachainSystem: {
      /**
       * Set the current validation data.
       * 
       * This should be invoked exactly once per block. It will panic at the finalization
       * phase if the call was not invoked.
       * 
       * The dispatch origin for this call must be `Inherent`
       * 
       * As a side effect, this function upgrades the current validation function
       * if the appropriate time has come.
       **/
      setValidationData: AugmentedSubmittable<(data: CumulusPalletParachainSystemParachainInherentBasicParachainInherentData | { validationData?: any; relayChainState?: any; relayParentDescendants?: any; collatorPeerId?: any } | string | Uint8Array, inboundMessagesData: CumulusPalletParachainSystemParachainInherentInboundMessagesData | { downwardMessages?: any; horizontalMessages?: any } | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [CumulusPalletParachainSystemParachainInherentBasicParachainInherentData, CumulusPalletParachainSystemParachainInherentInboundMessagesData]>;
      sudoSendUpwardMessage: AugmentedSubmittable<(message: Bytes | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [Bytes]>;
    };
    providers: {
      /**
       * Act for `provider`. Called by the operator key.
       * 
       * Errors: `KeyInUse`, `NotAProvider`, `NotInvited`.
       **/
      acceptOperator: AugmentedSubmittable<(provider: AccountId32 | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [AccountId32]>;
      /**
       * Name a key that may do the calls of a reactor; it acts once it has accepted. Owner only.
       * 
       * Errors: `NotAProvider`, `OperatorKnown`, `TooManyOperators`.
       **/
      addOperator: AugmentedSubmittable<(operator: AccountId32 | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [AccountId32]>;
      /**
       * Take no more awards of a type. What runs goes on, and the record goes when the last of it is torn down. Costs
       * no fee if the record goes at once. Owner only.
       * 
       * Errors: `NotAProvider`, `UnknownOffer`.
       **/
      closeOffer: AugmentedSubmittable<(typeId: H256 | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [H256]>;
      /**
       * Take no more awards of any type. Owner only.
       * 
       * Errors: `NotAProvider`, `AlreadyDraining`.
       **/
      drain: AugmentedSubmittable<() => SubmittableExtrinsic<ApiType>, []>;
      /**
       * Forget the sealing key before the current one. Owner only.
       * 
       * Errors: `NotAProvider`, `NoPreviousKey`.
       **/
      dropPreviousSealingKey: AugmentedSubmittable<() => SubmittableExtrinsic<ApiType>, []>;
      /**
       * Say that the provider is alive. Owner or operator.
       * 
       * Errors: `NotAnOperator`.
       **/
      heartbeat: AugmentedSubmittable<() => SubmittableExtrinsic<ApiType>, []>;
      /**
       * Be a provider no longer; the bond is free. Only without offers and assignments. Costs no fee. Owner only.
       * 
       * Errors: `NotAProvider`, `OffersRemain`, `AssignmentsRemain`.
       **/
      leave: AugmentedSubmittable<() => SubmittableExtrinsic<ApiType>, []>;
      /**
       * Offer a descriptor type at a fixed `price` per block with a `capacity`, or change the terms of the offer for new awards. Whom
       * it serves stays. A deposit is held while there is a record of it. Owner only.
       * 
       * Errors: `NotAProvider`, `Retiring`, `UnknownType`, `ZeroPrice`, `ZeroCapacity`, `BondShort`, `CapacityAboveUnits`, `TooManyOffers`,
       * `BondNotCovered`.
       **/
      offer: AugmentedSubmittable<(typeId: H256 | string | Uint8Array, price: u128 | AnyNumber | Uint8Array, capacity: u32 | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [H256, u128, u32]>;
      /**
       * As `offer`, with bounds in which the price of what runs may change. Only consumers who accept that are awarded, and their
       * highest price holds for the ceiling. Owner only.
       * 
       * Errors: those of `offer`, `InvalidBounds`.
       **/
      offerWith: AugmentedSubmittable<(typeId: H256 | string | Uint8Array, terms: PalletProvidersRecordsOfferTerms | { price?: any; elastic?: any; capacity?: any } | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [H256, PalletProvidersRecordsOfferTerms]>;
      /**
       * Become a provider with `units` of capacity; `BondBase + units * BondPerUnit` is held. Counts as a heartbeat.
       * 
       * Errors: `AlreadyRegistered`, `KeyInUse`, `NoUnits`, `BondNotCovered`.
       **/
      register: AugmentedSubmittable<(units: u32 | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [u32]>;
      /**
       * Register a descriptor type by the hash of its schema; a deposit is held. Anyone, for a name that is new among its own.
       * 
       * Errors: `TypeExists`, `InvalidName`, `NameTaken`, `BondNotCovered`.
       **/
      registerType: AugmentedSubmittable<(schema: H256 | string | Uint8Array, name: Bytes | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [H256, Bytes]>;
      /**
       * Withdraw an operator key or an invitation. The owner; or the operator key itself, once it has accepted.
       * 
       * Errors: `NotAProvider`, `UnknownOperator`.
       **/
      removeOperator: AugmentedSubmittable<(operator: AccountId32 | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [AccountId32]>;
      /**
       * Have secrets sealed to another X25519 key. The one before stays readable, for what was sealed to it. Owner only.
       * 
       * Errors: `NotAProvider`, `InvalidKey`, `KeyKnown`.
       **/
      rotateSealingKey: AugmentedSubmittable<(key: U8aFixed | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [U8aFixed]>;
      /**
       * Serve only the consumers that are listed, or everybody (none). The list goes with the record of the offer, so an offer that
       * was closed and is used no more begins public again: set both in one batch. Owner only.
       * 
       * Errors: `NotAProvider`, `UnknownOffer`.
       **/
      setAllowed: AugmentedSubmittable<(typeId: H256 | string | Uint8Array, allowed: Option<Vec<AccountId32>> | null | Uint8Array | Vec<AccountId32> | (AccountId32 | string | Uint8Array)[]) => SubmittableExtrinsic<ApiType>, [H256, Option<Vec<AccountId32>>]>;
      /**
       * Have earnings paid to `beneficiary`, or to the owner again. Debts too. Owner only.
       * 
       * Errors: `NotAProvider`.
       **/
      setBeneficiary: AugmentedSubmittable<(beneficiary: Option<AccountId32> | null | Uint8Array | AccountId32 | string) => SubmittableExtrinsic<ApiType>, [Option<AccountId32>]>;
      /**
       * Log in with another key, or with none. Owner only.
       * 
       * Errors: `NotAProvider`, `InvalidKey`.
       **/
      setLoginKey: AugmentedSubmittable<(key: Option<PalletProvidersRecordsLoginKey> | null | Uint8Array | PalletProvidersRecordsLoginKey | { scheme?: any; key?: any } | string) => SubmittableExtrinsic<ApiType>, [Option<PalletProvidersRecordsLoginKey>]>;
      /**
       * Say what consumers' criteria look at: regions, networks, attributes, terms. None says nothing. What runs goes on whatever
       * changes. Owner only.
       * 
       * Errors: `NotAProvider`, `InvalidLabel`.
       **/
      setProfile: AugmentedSubmittable<(profile: Option<PalletProvidersRecordsProfile> | null | Uint8Array | PalletProvidersRecordsProfile | { regions?: any; networks?: any; attributes?: any; terms?: any } | string) => SubmittableExtrinsic<ApiType>, [Option<PalletProvidersRecordsProfile>]>;
      /**
       * Have `units` of capacity; the bond follows, and what was burnt of it is held again. Owner only.
       * 
       * Errors: `NotAProvider`, `NoUnits`, `UnitsInUse`, `BondNotCovered`.
       **/
      setUnits: AugmentedSubmittable<(units: u32 | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [u32]>;
      /**
       * Take awards again. Owner only.
       * 
       * Errors: `NotAProvider`, `NotDraining`, `Retiring`.
       **/
      undrain: AugmentedSubmittable<() => SubmittableExtrinsic<ApiType>, []>;
      /**
       * Remove a descriptor type that nobody offers or runs; the deposit is free. Who registered it only. Costs no fee.
       * 
       * Errors: `UnknownType`, `NotTypeOwner`, `TypeInUse`.
       **/
      unregisterType: AugmentedSubmittable<(schema: H256 | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [H256]>;
    };
    subscriptions: {
      /**
       * Accept the price that the provider proposes, from this block on; it raises `max_price` if it is above. A higher price needs
       * funds for the notice at it. Takes the place of an announced change. Consumer only.
       * 
       * Errors: `NotFound`, `NotConsumer`, `SubscriptionClosed`, `SubscriptionWaits`, `NoAssignment`, `NoProposal`, `AlreadyEnding`,
       * `TooFewBlocksFunded`.
       **/
      acceptPrice: AugmentedSubmittable<(subscription: u64 | AnyNumber | Uint8Array, attempt: u32 | AnyNumber | Uint8Array, rate: u128 | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [u64, u32, u128]>;
      /**
       * Leave. What waits is over at once, and so is an award that was not declared yet, for a set-up fee: its rate for the blocks
       * since the award, at most `SetupBlocks`. What runs ends after the notice and, once the trial is over, not before the minimum
       * period is. From a dark provider one leaves at once and without a fee, also after an end was called. Consumer only.
       * 
       * Errors: `NotFound`, `NotConsumer`, `SubscriptionClosed`, `AlreadyEnding`.
       **/
      cancel: AugmentedSubmittable<(subscription: u64 | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [u64]>;
      /**
       * Pay the provider what it has earned. Anyone.
       * 
       * Errors: `NotFound`, `SubscriptionClosed`, `SubscriptionWaits`, `NoAssignment`, `NothingEarned`.
       **/
      claim: AugmentedSubmittable<(subscription: u64 | AnyNumber | Uint8Array, attempt: u32 | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [u64, u32]>;
      /**
       * Pay out a debt. Anyone.
       * 
       * Errors: `NothingOwed`, `StillUnpayable`.
       **/
      claimOwed: AugmentedSubmittable<(provider: AccountId32 | string | Uint8Array, subscription: u64 | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [AccountId32, u64]>;
      /**
       * Confirm that nothing is left of a deployment: the tombstone goes and its unit of capacity is free. The receipt, a hash of what
       * the provider saw, goes into the event. Costs no fee. Owner or operator of the provider.
       * 
       * Errors: `NotAProvider`, `NoAssignment`, `NotEnded`.
       **/
      confirmTeardown: AugmentedSubmittable<(subscription: u64 | AnyNumber | Uint8Array, attempt: u32 | AnyNumber | Uint8Array, receipt: H256 | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [u64, u32, H256]>;
      /**
       * Say that a generation is deployed. The first declaration starts the payment; later ones acknowledge newer generations.
       * Owner or operator of the provider.
       * 
       * Errors: `NotAProvider`, `NoAssignment`, `DeadlineMissed`, `AwardRevoked`, `AlreadyEnded`, `UnknownGeneration`,
       * `GenerationKnown`.
       **/
      declareDeployed: AugmentedSubmittable<(subscription: u64 | AnyNumber | Uint8Array, attempt: u32 | AnyNumber | Uint8Array, generation: u32 | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [u64, u32, u32]>;
      /**
       * Retire a provider by force, `limit` assignments at a time: from the first call on it is awarded nothing; deployments end and
       * are paid up to now, awards go to others, tombstones are forgotten. With the last one its offers are closed, its bond is free
       * and its record gone; until then (`RetirementUnfinished`) call again. Root only.
       * 
       * Errors: `BadOrigin`, `LimitOutOfBounds`, `NotAProvider`.
       **/
      forceRetire: AugmentedSubmittable<(provider: AccountId32 | string | Uint8Array, limit: u32 | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [AccountId32, u32]>;
      /**
       * Award a running deployment to another provider as well, which takes over in the block in which it declares it deployed; until then
       * the one before serves and earns. If it rejects or misses its deadline, the one before goes on. The consumer; or anyone, if the
       * provider is dark or has resigned and the consumer wished to follow.
       * 
       * Errors: `NotFound`, `NotConsumer`, `SubscriptionClosed`, `SubscriptionWaits`, `NotDeployed`, `MigrationPending`, `AlreadyEnding`,
       * `MinimumNotOver`, `OthersFirst`, `NobodyMatches`, `TooFewBlocksFunded` (the notice at the price now and the minimum period at the price to
       * come).
       **/
      migrate: AugmentedSubmittable<(subscription: u64 | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [u64]>;
      /**
       * Look for providers for the waiting requests of the type of one that waits: whose turn it is first, and a few searches at most.
       * Anyone.
       * 
       * Errors: `NotFound`, `NotWaiting`, `SubscriptionClosed`, `NobodyMatches` (all who wait have been asked about all there is).
       **/
      place: AugmentedSubmittable<(subscription: u64 | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [u64]>;
      /**
       * Store what time has done: a missed deadline, an end. Anyone. Costs no fee when an award or a deployment
       * was over, so that its entry in the queue is gone.
       * 
       * Errors: `NotFound`, `NothingDue`.
       **/
      poke: AugmentedSubmittable<(subscription: u64 | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [u64]>;
      /**
       * Propose another price per block for a running deployment, or (`None`) no longer propose one. It applies when the consumer
       * accepts it. Owner of the provider only.
       * 
       * Errors: `NotAProvider`, `NoAssignment`, `DeadlineMissed`, `AwardRevoked`, `AlreadyEnded`, `NotOwner`, `NotDeployed`,
       * `AlreadyEnding`, `ZeroPrice`, `SameRate`, `NoProposal`.
       **/
      proposePrice: AugmentedSubmittable<(subscription: u64 | AnyNumber | Uint8Array, attempt: u32 | AnyNumber | Uint8Array, rate: Option<u128> | null | Uint8Array | u128 | AnyNumber) => SubmittableExtrinsic<ApiType>, [u64, u32, Option<u128>]>;
      /**
       * Refuse an award that was not declared. The subscription goes to another provider; nobody left, or attempts used up, closes it
       * with all funds free. Owner or operator of the provider.
       * 
       * Errors: `NotAProvider`, `NoAssignment`, `DeadlineMissed`, `AwardRevoked`, `AlreadyDeployed`, `AlreadyEnded`.
       **/
      reject: AugmentedSubmittable<(subscription: u64 | AnyNumber | Uint8Array, attempt: u32 | AnyNumber | Uint8Array, reason: Bytes | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [u64, u32, Bytes]>;
      /**
       * Report the condition of an award or deployment. Owner or operator of the provider.
       * 
       * Errors: `NotAProvider`, `NoAssignment`, `DeadlineMissed`, `AwardRevoked`, `AlreadyEnded`.
       **/
      report: AugmentedSubmittable<(subscription: u64 | AnyNumber | Uint8Array, attempt: u32 | AnyNumber | Uint8Array, condition: PalletSubscriptionsRecordsCondition | 'Ready' | 'Degraded' | 'UpdateFailed' | 'Retrying' | number | Uint8Array, reason: Bytes | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [u64, u32, PalletSubscriptionsRecordsCondition, Bytes]>;
      /**
       * Change the price of a running deployment within the bounds that were fixed at its award, by a step at most, after the notice.
       * One change at a time. Until then the consumer may leave at the old price, minimum period or not. Owner of the provider only.
       * 
       * Errors: `NotAProvider`, `NoAssignment`, `DeadlineMissed`, `AwardRevoked`, `AlreadyEnded`, `NotOwner`, `NotDeployed`,
       * `AlreadyEnding`, `NotElastic`, `RepricePending`, `SameRate`, `OutOfBounds`, `StepTooLarge`.
       **/
      reprice: AugmentedSubmittable<(subscription: u64 | AnyNumber | Uint8Array, attempt: u32 | AnyNumber | Uint8Array, rate: u128 | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [u64, u32, u128]>;
      /**
       * Leave a deployment after the notice that was fixed at its award. Owner or operator of the provider.
       * 
       * Errors: `NotAProvider`, `NoAssignment`, `NotDeployed`, `DeadlineMissed`, `AwardRevoked`, `AlreadyEnded`, `AlreadyEnding`.
       **/
      resign: AugmentedSubmittable<(subscription: u64 | AnyNumber | Uint8Array, attempt: u32 | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [u64, u32]>;
      /**
       * Ask for a deployment of a descriptor at `max_price` per block or less. `funds` and a deposit are held. It is awarded at once
       * if somebody matches and nobody who waits comes first, else it waits, for another deposit.
       * 
       * Errors: `UnknownType`, `ZeroPrice`, `TooFewBlocksFunded`, `FundsNotCovered`.
       **/
      subscribe: AugmentedSubmittable<(typeId: H256 | string | Uint8Array, descriptor: H256 | string | Uint8Array, maxPrice: u128 | AnyNumber | Uint8Array, funds: u128 | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [H256, H256, u128, u128]>;
      /**
       * Up to eight requests, one after another, that are all awarded at once, or the call fails and nothing is held.
       * 
       * Errors: those of `subscribe_with`, `NobodyMatches` (one of them found nobody, or not within the few searches that the call
       * may make), `OthersFirst`.
       **/
      subscribeMany: AugmentedSubmittable<(requests: Vec<PalletSubscriptionsRecordsRequest> | (PalletSubscriptionsRecordsRequest | { typeId?: any; descriptor?: any; maxPrice?: any; funds?: any; wish?: any } | string | Uint8Array)[]) => SubmittableExtrinsic<ApiType>, [Vec<PalletSubscriptionsRecordsRequest>]>;
      /**
       * As `subscribe`, with a wish: how to choose, which providers will do, whether the price may change, whether to follow. With
       * named candidates it waits only if others who wait come first.
       * 
       * Errors: those of `subscribe`, `GroupFull`, `NobodyMatches` (none of the candidates will).
       **/
      subscribeWith: AugmentedSubmittable<(request: PalletSubscriptionsRecordsRequest | { typeId?: any; descriptor?: any; maxPrice?: any; funds?: any; wish?: any } | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [PalletSubscriptionsRecordsRequest]>;
      /**
       * Hold more funds. Refused from the block on at which the funds ended, served or not. Consumer only.
       * 
       * Errors: `ZeroAmount`, `NotFound`, `NotConsumer`, `SubscriptionClosed`, `AlreadyEnding`, `FundsNotCovered`.
       **/
      topUp: AugmentedSubmittable<(subscription: u64 | AnyNumber | Uint8Array, amount: u128 | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [u64, u128]>;
      /**
       * Want another descriptor; the generation goes up by one. Consumer only.
       * 
       * Errors: `NotFound`, `NotConsumer`, `SubscriptionClosed`, `AlreadyEnding`.
       **/
      update: AugmentedSubmittable<(subscription: u64 | AnyNumber | Uint8Array, descriptor: H256 | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [u64, H256]>;
      /**
       * Take back funds that leaving now would leave. Consumer only.
       * 
       * Errors: `ZeroAmount`, `NotFound`, `NotConsumer`, `SubscriptionClosed`, `FundsCommitted`.
       **/
      withdraw: AugmentedSubmittable<(subscription: u64 | AnyNumber | Uint8Array, amount: u128 | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [u64, u128]>;
    };
    sudo: {
      /**
       * Permanently removes the sudo key.
       * 
       * **This cannot be un-done.**
       **/
      removeKey: AugmentedSubmittable<() => SubmittableExtrinsic<ApiType>, []>;
      /**
       * Authenticates the current sudo key and sets the given AccountId (`new`) as the new sudo
       * key.
       **/
      setKey: AugmentedSubmittable<(updated: MultiAddress | { Id: any } | { Index: any } | { Raw: any } | { Address32: any } | { Address20: any } | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [MultiAddress]>;
      /**
       * Authenticates the sudo key and dispatches a function call with `Root` origin.
       **/
      sudo: AugmentedSubmittable<(call: Call | IMethod | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [Call]>;
      /**
       * Authenticates the sudo key and dispatches a function call with `Signed` origin from
       * a given account.
       * 
       * The dispatch origin for this call must be _Signed_.
       **/
      sudoAs: AugmentedSubmittable<(who: MultiAddress | { Id: any } | { Index: any } | { Raw: any } | { Address32: any } | { Address20: any } | string | Uint8Array, call: Call | IMethod | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [MultiAddress, Call]>;
      /**
       * Authenticates the sudo key and dispatches a function call with `Root` origin.
       * This function does not check the weight of the call, and instead allows the
       * Sudo user to specify the weight of the call.
       * 
       * The dispatch origin for this call must be _Signed_.
       **/
      sudoUncheckedWeight: AugmentedSubmittable<(call: Call | IMethod | string | Uint8Array, weight: SpWeightsWeightV2Weight | { refTime?: any; proofSize?: any } | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [Call, SpWeightsWeightV2Weight]>;
    };
    system: {
      /**
       * Provide the preimage (runtime binary) `code` for an upgrade that has been authorized.
       * 
       * If the authorization required a version check, this call will ensure the spec name
       * remains unchanged and that the spec version has increased.
       * 
       * Depending on the runtime's `OnSetCode` configuration, this function may directly apply
       * the new `code` in the same block or attempt to schedule the upgrade.
       * 
       * All origins are allowed.
       **/
      applyAuthorizedUpgrade: AugmentedSubmittable<(code: Bytes | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [Bytes]>;
      /**
       * Authorize an upgrade to a given `code_hash` for the runtime. The runtime can be supplied
       * later.
       * 
       * This call requires Root origin.
       **/
      authorizeUpgrade: AugmentedSubmittable<(codeHash: H256 | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [H256]>;
      /**
       * Authorize an upgrade to a given `code_hash` for the runtime. The runtime can be supplied
       * later.
       * 
       * WARNING: This authorizes an upgrade that will take place without any safety checks, for
       * example that the spec name remains the same and that the version number increases. Not
       * recommended for normal use. Use `authorize_upgrade` instead.
       * 
       * This call requires Root origin.
       **/
      authorizeUpgradeWithoutChecks: AugmentedSubmittable<(codeHash: H256 | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [H256]>;
      /**
       * Kill all storage items with a key that starts with the given prefix.
       * 
       * **NOTE:** We rely on the Root origin to provide us the number of subkeys under
       * the prefix we are removing to accurately calculate the weight of this function.
       **/
      killPrefix: AugmentedSubmittable<(prefix: Bytes | string | Uint8Array, subkeys: u32 | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [Bytes, u32]>;
      /**
       * Kill some items from storage.
       **/
      killStorage: AugmentedSubmittable<(keys: Vec<Bytes> | (Bytes | string | Uint8Array)[]) => SubmittableExtrinsic<ApiType>, [Vec<Bytes>]>;
      /**
       * Make some on-chain remark.
       * 
       * Can be executed by every `origin`.
       **/
      remark: AugmentedSubmittable<(remark: Bytes | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [Bytes]>;
      /**
       * Make some on-chain remark and emit event.
       **/
      remarkWithEvent: AugmentedSubmittable<(remark: Bytes | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [Bytes]>;
      /**
       * Set the new runtime code.
       **/
      setCode: AugmentedSubmittable<(code: Bytes | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [Bytes]>;
      /**
       * Set the new runtime code without doing any checks of the given `code`.
       * 
       * Note that runtime upgrades will not run if this is called with a not-increasing spec
       * version!
       **/
      setCodeWithoutChecks: AugmentedSubmittable<(code: Bytes | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [Bytes]>;
      /**
       * Set the number of pages in the WebAssembly environment's heap.
       **/
      setHeapPages: AugmentedSubmittable<(pages: u64 | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [u64]>;
      /**
       * Set some items of storage.
       **/
      setStorage: AugmentedSubmittable<(items: Vec<ITuple<[Bytes, Bytes]>> | ([Bytes | string | Uint8Array, Bytes | string | Uint8Array])[]) => SubmittableExtrinsic<ApiType>, [Vec<ITuple<[Bytes, Bytes]>>]>;
    };
    timestamp: {
      /**
       * Set the current time.
       * 
       * This call should be invoked exactly once per block. It will panic at the finalization
       * phase, if this call hasn't been invoked by that time.
       * 
       * The timestamp should be greater than the previous one by the amount specified by
       * [`Config::MinimumPeriod`].
       * 
       * The dispatch origin for this call must be _None_.
       * 
       * This dispatch class is _Mandatory_ to ensure it gets executed in the block. Be aware
       * that changing the complexity of this call could result exhausting the resources in a
       * block to execute any other calls.
       * 
       * ## Complexity
       * - `O(1)` (Note that implementations of `OnTimestampSet` must also be `O(1)`)
       * - 1 storage read and 1 storage mutation (codec `O(1)` because of `DidUpdate::take` in
       * `on_finalize`)
       * - 1 event handler `on_timestamp_set`. Must be `O(1)`.
       **/
      set: AugmentedSubmittable<(now: Compact<u64> | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [Compact<u64>]>;
    };
    utility: {
      /**
       * Send a call through an indexed pseudonym of the sender.
       * 
       * Filter from origin are passed along. The call will be dispatched with an origin which
       * use the same filter as the origin of this call.
       * 
       * NOTE: If you need to ensure that any account-based filtering is not honored (i.e.
       * because you expect `proxy` to have been used prior in the call stack and you do not want
       * the call restrictions to apply to any sub-accounts), then use `as_multi_threshold_1`
       * in the Multisig pallet instead.
       * 
       * NOTE: Prior to version *12, this was called `as_limited_sub`.
       * 
       * The dispatch origin for this call must be _Signed_.
       **/
      asDerivative: AugmentedSubmittable<(index: u16 | AnyNumber | Uint8Array, call: Call | IMethod | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [u16, Call]>;
      /**
       * Send a batch of dispatch calls.
       * 
       * May be called from any origin except `None`.
       * 
       * - `calls`: The calls to be dispatched from the same origin. The number of call must not
       * exceed the constant: `batched_calls_limit` (available in constant metadata).
       * 
       * If origin is root then the calls are dispatched without checking origin filter. (This
       * includes bypassing `frame_system::Config::BaseCallFilter`).
       * 
       * ## Complexity
       * - O(C) where C is the number of calls to be batched.
       * 
       * This will return `Ok` in all circumstances. To determine the success of the batch, an
       * event is deposited. If a call failed and the batch was interrupted, then the
       * `BatchInterrupted` event is deposited, along with the number of successful calls made
       * and the error of the failed call. If all were successful, then the `BatchCompleted`
       * event is deposited.
       **/
      batch: AugmentedSubmittable<(calls: Vec<Call> | (Call | IMethod | string | Uint8Array)[]) => SubmittableExtrinsic<ApiType>, [Vec<Call>]>;
      /**
       * Send a batch of dispatch calls and atomically execute them.
       * The whole transaction will rollback and fail if any of the calls failed.
       * 
       * May be called from any origin except `None`.
       * 
       * - `calls`: The calls to be dispatched from the same origin. The number of call must not
       * exceed the constant: `batched_calls_limit` (available in constant metadata).
       * 
       * If origin is root then the calls are dispatched without checking origin filter. (This
       * includes bypassing `frame_system::Config::BaseCallFilter`).
       * 
       * ## Complexity
       * - O(C) where C is the number of calls to be batched.
       **/
      batchAll: AugmentedSubmittable<(calls: Vec<Call> | (Call | IMethod | string | Uint8Array)[]) => SubmittableExtrinsic<ApiType>, [Vec<Call>]>;
      /**
       * Dispatches a function call with a provided origin.
       * 
       * The dispatch origin for this call must be _Root_.
       * 
       * ## Complexity
       * - O(1).
       **/
      dispatchAs: AugmentedSubmittable<(asOrigin: DinfraRuntimeOriginCaller | { system: any } | string | Uint8Array, call: Call | IMethod | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [DinfraRuntimeOriginCaller, Call]>;
      /**
       * Dispatches a function call with a provided origin.
       * 
       * Almost the same as [`Pallet::dispatch_as`] but forwards any error of the inner call.
       * 
       * The dispatch origin for this call must be _Root_.
       **/
      dispatchAsFallible: AugmentedSubmittable<(asOrigin: DinfraRuntimeOriginCaller | { system: any } | string | Uint8Array, call: Call | IMethod | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [DinfraRuntimeOriginCaller, Call]>;
      /**
       * Send a batch of dispatch calls.
       * Unlike `batch`, it allows errors and won't interrupt.
       * 
       * May be called from any origin except `None`.
       * 
       * - `calls`: The calls to be dispatched from the same origin. The number of call must not
       * exceed the constant: `batched_calls_limit` (available in constant metadata).
       * 
       * If origin is root then the calls are dispatch without checking origin filter. (This
       * includes bypassing `frame_system::Config::BaseCallFilter`).
       * 
       * ## Complexity
       * - O(C) where C is the number of calls to be batched.
       **/
      forceBatch: AugmentedSubmittable<(calls: Vec<Call> | (Call | IMethod | string | Uint8Array)[]) => SubmittableExtrinsic<ApiType>, [Vec<Call>]>;
      /**
       * Dispatch a fallback call in the event the main call fails to execute.
       * May be called from any origin except `None`.
       * 
       * This function first attempts to dispatch the `main` call.
       * If the `main` call fails, the `fallback` is attemted.
       * if the fallback is successfully dispatched, the weights of both calls
       * are accumulated and an event containing the main call error is deposited.
       * 
       * In the event of a fallback failure the whole call fails
       * with the weights returned.
       * 
       * - `main`: The main call to be dispatched. This is the primary action to execute.
       * - `fallback`: The fallback call to be dispatched in case the `main` call fails.
       * 
       * ## Dispatch Logic
       * - If the origin is `root`, both the main and fallback calls are executed without
       * applying any origin filters.
       * - If the origin is not `root`, the origin filter is applied to both the `main` and
       * `fallback` calls.
       * 
       * ## Use Case
       * - Some use cases might involve submitting a `batch` type call in either main, fallback
       * or both.
       **/
      ifElse: AugmentedSubmittable<(main: Call | IMethod | string | Uint8Array, fallback: Call | IMethod | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [Call, Call]>;
      /**
       * Dispatch a function call with a specified weight.
       * 
       * This function does not check the weight of the call, and instead allows the
       * Root origin to specify the weight of the call.
       * 
       * The dispatch origin for this call must be _Root_.
       **/
      withWeight: AugmentedSubmittable<(call: Call | IMethod | string | Uint8Array, weight: SpWeightsWeightV2Weight | { refTime?: any; proofSize?: any } | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [Call, SpWeightsWeightV2Weight]>;
    };
  } // AugmentedSubmittables
} // declare module
