// Generated from blob/metadata.json by chain/client/generate.mjs. Do not edit.
/* eslint-disable */

// import type lookup before we augment - in some environments
// this is required to allow for ambient/previous definitions
import '@polkadot/api-base/types/submittable';

import type { ApiTypes, AugmentedSubmittable, SubmittableExtrinsic, SubmittableExtrinsicFunction } from '@polkadot/api-base/types';
import type { Bytes, Compact, Option, U8aFixed, Vec, bool, u128, u16, u32, u64 } from '@polkadot/types-codec';
import type { AnyNumber, IMethod, ITuple } from '@polkadot/types-codec/types';
import type { AccountId32, Call, H256, MultiAddress } from '@polkadot/types/interfaces/runtime';
import type { CumulusPalletParachainSystemParachainInherentBasicParachainInherentData, CumulusPalletParachainSystemParachainInherentInboundMessagesData, DinfraRuntimeOriginCaller, DinfraRuntimeProxiesProxyType, PalletBalancesAdjustmentDirection, PalletMultisigTimepoint, PalletProvidersRecordsLoginKey, PalletProvidersRecordsMaintenanceWindow, PalletProvidersRecordsOfferTerms, PalletProvidersRecordsProfile, PalletSubscriptionsRecordsCondition, PalletSubscriptionsRecordsRequest, SpWeightsWeightV2Weight } from '@polkadot/types/lookup';

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
    multisig: {
      /**
       * Register approval for a dispatch to be made from a deterministic composite account if
       * approved by a total of `threshold - 1` of `other_signatories`.
       * 
       * **This function will NEVER execute the call, even if the approval threshold is
       * reached.** It only registers approval. To actually execute the call, `as_multi` must
       * be called with the full call data by any of the signatories.
       * 
       * This function is more efficient than `as_multi` for intermediate approvals since it
       * only requires the call hash, not the full call data.
       * 
       * Payment: `DepositBase` will be reserved if this is the first approval, plus
       * `threshold` times `DepositFactor`. It is returned once this dispatch happens or
       * is cancelled.
       * 
       * The dispatch origin for this call must be _Signed_.
       * 
       * - `threshold`: The total number of approvals for this dispatch before it is executed.
       * - `other_signatories`: The accounts (other than the sender) who can approve this
       * dispatch. May not be empty.
       * - `maybe_timepoint`: If this is the first approval, then this must be `None`. If it is
       * not the first approval, then it must be `Some`, with the timepoint (block number and
       * transaction index) of the first approval transaction.
       * - `call_hash`: The hash of the call to be executed.
       * 
       * NOTE: To execute the call after approvals are gathered, any signatory must call
       * `as_multi` with the full call data. This function cannot execute the call.
       * 
       * ## Complexity
       * - `O(S)`.
       * - Up to one balance-reserve or unreserve operation.
       * - One passthrough operation, one insert, both `O(S)` where `S` is the number of
       * signatories. `S` is capped by `MaxSignatories`, with weight being proportional.
       * - One encode & hash, both of complexity `O(S)`.
       * - Up to one binary search and insert (`O(logS + S)`).
       * - I/O: 1 read `O(S)`, up to 1 mutate `O(S)`. Up to one remove.
       * - One event.
       * - Storage: inserts one item, value size bounded by `MaxSignatories`, with a deposit
       * taken for its lifetime of `DepositBase + threshold * DepositFactor`.
       **/
      approveAsMulti: AugmentedSubmittable<(threshold: u16 | AnyNumber | Uint8Array, otherSignatories: Vec<AccountId32> | (AccountId32 | string | Uint8Array)[], maybeTimepoint: Option<PalletMultisigTimepoint> | null | Uint8Array | PalletMultisigTimepoint | { height?: any; index?: any } | string, callHash: U8aFixed | string | Uint8Array, maxWeight: SpWeightsWeightV2Weight | { refTime?: any; proofSize?: any } | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [u16, Vec<AccountId32>, Option<PalletMultisigTimepoint>, U8aFixed, SpWeightsWeightV2Weight]>;
      /**
       * Register approval for a dispatch to be made from a deterministic composite account if
       * approved by a total of `threshold - 1` of `other_signatories`.
       * 
       * **If the approval threshold is met (including the sender's approval), this will
       * immediately execute the call.** This is the only way to execute a multisig call -
       * `approve_as_multi` will never trigger execution.
       * 
       * Payment: `DepositBase` will be reserved if this is the first approval, plus
       * `threshold` times `DepositFactor`. It is returned once this dispatch happens or
       * is cancelled.
       * 
       * The dispatch origin for this call must be _Signed_.
       * 
       * - `threshold`: The total number of approvals for this dispatch before it is executed.
       * - `other_signatories`: The accounts (other than the sender) who can approve this
       * dispatch. May not be empty.
       * - `maybe_timepoint`: If this is the first approval, then this must be `None`. If it is
       * not the first approval, then it must be `Some`, with the timepoint (block number and
       * transaction index) of the first approval transaction.
       * - `call`: The call to be executed.
       * 
       * NOTE: For intermediate approvals (not the final approval), you should generally use
       * `approve_as_multi` instead, since it only requires a hash of the call and is more
       * efficient.
       * 
       * Result is equivalent to the dispatched result if `threshold` is exactly `1`. Otherwise
       * on success, result is `Ok` and the result from the interior call, if it was executed,
       * may be found in the deposited `MultisigExecuted` event.
       * 
       * ## Complexity
       * - `O(S + Z + Call)`.
       * - Up to one balance-reserve or unreserve operation.
       * - One passthrough operation, one insert, both `O(S)` where `S` is the number of
       * signatories. `S` is capped by `MaxSignatories`, with weight being proportional.
       * - One call encode & hash, both of complexity `O(Z)` where `Z` is tx-len.
       * - One encode & hash, both of complexity `O(S)`.
       * - Up to one binary search and insert (`O(logS + S)`).
       * - I/O: 1 read `O(S)`, up to 1 mutate `O(S)`. Up to one remove.
       * - One event.
       * - The weight of the `call`.
       * - Storage: inserts one item, value size bounded by `MaxSignatories`, with a deposit
       * taken for its lifetime of `DepositBase + threshold * DepositFactor`.
       **/
      asMulti: AugmentedSubmittable<(threshold: u16 | AnyNumber | Uint8Array, otherSignatories: Vec<AccountId32> | (AccountId32 | string | Uint8Array)[], maybeTimepoint: Option<PalletMultisigTimepoint> | null | Uint8Array | PalletMultisigTimepoint | { height?: any; index?: any } | string, call: Call | IMethod | string | Uint8Array, maxWeight: SpWeightsWeightV2Weight | { refTime?: any; proofSize?: any } | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [u16, Vec<AccountId32>, Option<PalletMultisigTimepoint>, Call, SpWeightsWeightV2Weight]>;
      /**
       * Immediately dispatch a multi-signature call using a single approval from the caller.
       * 
       * The dispatch origin for this call must be _Signed_.
       * 
       * - `other_signatories`: The accounts (other than the sender) who are part of the
       * multi-signature, but do not participate in the approval process.
       * - `call`: The call to be executed.
       * 
       * Result is equivalent to the dispatched result.
       * 
       * ## Complexity
       * O(Z + C) where Z is the length of the call and C its execution weight.
       **/
      asMultiThreshold1: AugmentedSubmittable<(otherSignatories: Vec<AccountId32> | (AccountId32 | string | Uint8Array)[], call: Call | IMethod | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [Vec<AccountId32>, Call]>;
      /**
       * Cancel a pre-existing, on-going multisig transaction. Any deposit reserved previously
       * for this operation will be unreserved on success.
       * 
       * The dispatch origin for this call must be _Signed_.
       * 
       * - `threshold`: The total number of approvals for this dispatch before it is executed.
       * - `other_signatories`: The accounts (other than the sender) who can approve this
       * dispatch. May not be empty.
       * - `timepoint`: The timepoint (block number and transaction index) of the first approval
       * transaction for this dispatch.
       * - `call_hash`: The hash of the call to be executed.
       * 
       * ## Complexity
       * - `O(S)`.
       * - Up to one balance-reserve or unreserve operation.
       * - One passthrough operation, one insert, both `O(S)` where `S` is the number of
       * signatories. `S` is capped by `MaxSignatories`, with weight being proportional.
       * - One encode & hash, both of complexity `O(S)`.
       * - One event.
       * - I/O: 1 read `O(S)`, one remove.
       * - Storage: removes one item.
       **/
      cancelAsMulti: AugmentedSubmittable<(threshold: u16 | AnyNumber | Uint8Array, otherSignatories: Vec<AccountId32> | (AccountId32 | string | Uint8Array)[], timepoint: PalletMultisigTimepoint | { height?: any; index?: any } | string | Uint8Array, callHash: U8aFixed | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [u16, Vec<AccountId32>, PalletMultisigTimepoint, U8aFixed]>;
      /**
       * Poke the deposit reserved for an existing multisig operation.
       * 
       * The dispatch origin for this call must be _Signed_ and must be the original depositor of
       * the multisig operation.
       * 
       * The transaction fee is waived if the deposit amount has changed.
       * 
       * - `threshold`: The total number of approvals needed for this multisig.
       * - `other_signatories`: The accounts (other than the sender) who are part of the
       * multisig.
       * - `call_hash`: The hash of the call this deposit is reserved for.
       * 
       * Emits `DepositPoked` if successful.
       **/
      pokeDeposit: AugmentedSubmittable<(threshold: u16 | AnyNumber | Uint8Array, otherSignatories: Vec<AccountId32> | (AccountId32 | string | Uint8Array)[], callHash: U8aFixed | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [u16, Vec<AccountId32>, U8aFixed]>;
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
       * Announce a window `[from, until)` in which deployments may be away, in the place of what was announced before; none takes it
       * back. Within it consumers leave without the minimum period, and may move to another provider. It excuses nobody from a
       * deadline or from being dark. Owner only.
       * 
       * Errors: `NotAProvider`, `MaintenanceTooSoon`, `InvalidWindow`, `NoMaintenance`.
       **/
      announceMaintenance: AugmentedSubmittable<(window: Option<PalletProvidersRecordsMaintenanceWindow> | null | Uint8Array | PalletProvidersRecordsMaintenanceWindow | { from?: any; until?: any } | string) => SubmittableExtrinsic<ApiType>, [Option<PalletProvidersRecordsMaintenanceWindow>]>;
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
       * Errors: those of `offer`, `InvalidBounds`, `SetupOutOfBounds`.
       **/
      offerWith: AugmentedSubmittable<(typeId: H256 | string | Uint8Array, terms: PalletProvidersRecordsOfferTerms | { price?: any; elastic?: any; capacity?: any; setupBlocks?: any } | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [H256, PalletProvidersRecordsOfferTerms]>;
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
    proxy: {
      /**
       * Register a proxy account for the sender that is able to make calls on its behalf.
       * 
       * The dispatch origin for this call must be _Signed_.
       * 
       * Parameters:
       * - `proxy`: The account that the `caller` would like to make a proxy.
       * - `proxy_type`: The permissions allowed for this proxy account.
       * - `delay`: The announcement period required of the initial proxy. Will generally be
       * zero.
       **/
      addProxy: AugmentedSubmittable<(delegate: MultiAddress | { Id: any } | { Index: any } | { Raw: any } | { Address32: any } | { Address20: any } | string | Uint8Array, proxyType: DinfraRuntimeProxiesProxyType | 'Any' | 'Operator' | 'Consumer' | number | Uint8Array, delay: u32 | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [MultiAddress, DinfraRuntimeProxiesProxyType, u32]>;
      /**
       * Publish the hash of a proxy-call that will be made in the future.
       * 
       * This must be called some number of blocks before the corresponding `proxy` is attempted
       * if the delay associated with the proxy relationship is greater than zero.
       * 
       * No more than `MaxPending` announcements may be made at any one time.
       * 
       * This will take a deposit of `AnnouncementDepositFactor` as well as
       * `AnnouncementDepositBase` if there are no other pending announcements.
       * 
       * The dispatch origin for this call must be _Signed_ and a proxy of `real`.
       * 
       * Parameters:
       * - `real`: The account that the proxy will make a call on behalf of.
       * - `call_hash`: The hash of the call to be made by the `real` account.
       **/
      announce: AugmentedSubmittable<(real: MultiAddress | { Id: any } | { Index: any } | { Raw: any } | { Address32: any } | { Address20: any } | string | Uint8Array, callHash: H256 | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [MultiAddress, H256]>;
      /**
       * Spawn a fresh new account that is guaranteed to be otherwise inaccessible, and
       * initialize it with a proxy of `proxy_type` for `origin` sender.
       * 
       * Requires a `Signed` origin.
       * 
       * - `proxy_type`: The type of the proxy that the sender will be registered as over the
       * new account. This will almost always be the most permissive `ProxyType` possible to
       * allow for maximum flexibility.
       * - `index`: A disambiguation index, in case this is called multiple times in the same
       * transaction (e.g. with `utility::batch`). Unless you're using `batch` you probably just
       * want to use `0`.
       * - `delay`: The announcement period required of the initial proxy. Will generally be
       * zero.
       * 
       * Fails with `Duplicate` if this has already been called in this transaction, from the
       * same sender, with the same parameters.
       * 
       * Fails if there are insufficient funds to pay for deposit.
       **/
      createPure: AugmentedSubmittable<(proxyType: DinfraRuntimeProxiesProxyType | 'Any' | 'Operator' | 'Consumer' | number | Uint8Array, delay: u32 | AnyNumber | Uint8Array, index: u16 | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [DinfraRuntimeProxiesProxyType, u32, u16]>;
      /**
       * Removes a previously spawned pure proxy.
       * 
       * WARNING: **All access to this account will be lost.** Any funds held in it will be
       * inaccessible.
       * 
       * Requires a `Signed` origin, and the sender account must have been created by a call to
       * `create_pure` with corresponding parameters.
       * 
       * - `spawner`: The account that originally called `create_pure` to create this account.
       * - `index`: The disambiguation index originally passed to `create_pure`. Probably `0`.
       * - `proxy_type`: The proxy type originally passed to `create_pure`.
       * - `height`: The height of the chain when the call to `create_pure` was processed.
       * - `ext_index`: The extrinsic index in which the call to `create_pure` was processed.
       * 
       * Fails with `NoPermission` in case the caller is not a previously created pure
       * account whose `create_pure` call has corresponding parameters.
       **/
      killPure: AugmentedSubmittable<(spawner: MultiAddress | { Id: any } | { Index: any } | { Raw: any } | { Address32: any } | { Address20: any } | string | Uint8Array, proxyType: DinfraRuntimeProxiesProxyType | 'Any' | 'Operator' | 'Consumer' | number | Uint8Array, index: u16 | AnyNumber | Uint8Array, height: Compact<u32> | AnyNumber | Uint8Array, extIndex: Compact<u32> | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [MultiAddress, DinfraRuntimeProxiesProxyType, u16, Compact<u32>, Compact<u32>]>;
      /**
       * Poke / Adjust deposits made for proxies and announcements based on current values.
       * This can be used by accounts to possibly lower their locked amount.
       * 
       * The dispatch origin for this call must be _Signed_.
       * 
       * The transaction fee is waived if the deposit amount has changed.
       * 
       * Emits `DepositPoked` if successful.
       **/
      pokeDeposit: AugmentedSubmittable<() => SubmittableExtrinsic<ApiType>, []>;
      /**
       * Dispatch the given `call` from an account that the sender is authorised for through
       * `add_proxy`.
       * 
       * The dispatch origin for this call must be _Signed_.
       * 
       * Parameters:
       * - `real`: The account that the proxy will make a call on behalf of.
       * - `force_proxy_type`: Specify the exact proxy type to be used and checked for this call.
       * - `call`: The call to be made by the `real` account.
       **/
      proxy: AugmentedSubmittable<(real: MultiAddress | { Id: any } | { Index: any } | { Raw: any } | { Address32: any } | { Address20: any } | string | Uint8Array, forceProxyType: Option<DinfraRuntimeProxiesProxyType> | null | Uint8Array | DinfraRuntimeProxiesProxyType | 'Any' | 'Operator' | 'Consumer' | number, call: Call | IMethod | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [MultiAddress, Option<DinfraRuntimeProxiesProxyType>, Call]>;
      /**
       * Dispatch the given `call` from an account that the sender is authorized for through
       * `add_proxy`.
       * 
       * Removes any corresponding announcement(s).
       * 
       * The dispatch origin for this call must be _Signed_.
       * 
       * Parameters:
       * - `real`: The account that the proxy will make a call on behalf of.
       * - `force_proxy_type`: Specify the exact proxy type to be used and checked for this call.
       * - `call`: The call to be made by the `real` account.
       **/
      proxyAnnounced: AugmentedSubmittable<(delegate: MultiAddress | { Id: any } | { Index: any } | { Raw: any } | { Address32: any } | { Address20: any } | string | Uint8Array, real: MultiAddress | { Id: any } | { Index: any } | { Raw: any } | { Address32: any } | { Address20: any } | string | Uint8Array, forceProxyType: Option<DinfraRuntimeProxiesProxyType> | null | Uint8Array | DinfraRuntimeProxiesProxyType | 'Any' | 'Operator' | 'Consumer' | number, call: Call | IMethod | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [MultiAddress, MultiAddress, Option<DinfraRuntimeProxiesProxyType>, Call]>;
      /**
       * Remove the given announcement of a delegate.
       * 
       * May be called by a target (proxied) account to remove a call that one of their delegates
       * (`delegate`) has announced they want to execute. The deposit is returned.
       * 
       * The dispatch origin for this call must be _Signed_.
       * 
       * Parameters:
       * - `delegate`: The account that previously announced the call.
       * - `call_hash`: The hash of the call to be made.
       **/
      rejectAnnouncement: AugmentedSubmittable<(delegate: MultiAddress | { Id: any } | { Index: any } | { Raw: any } | { Address32: any } | { Address20: any } | string | Uint8Array, callHash: H256 | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [MultiAddress, H256]>;
      /**
       * Remove a given announcement.
       * 
       * May be called by a proxy account to remove a call they previously announced and return
       * the deposit.
       * 
       * The dispatch origin for this call must be _Signed_.
       * 
       * Parameters:
       * - `real`: The account that the proxy will make a call on behalf of.
       * - `call_hash`: The hash of the call to be made by the `real` account.
       **/
      removeAnnouncement: AugmentedSubmittable<(real: MultiAddress | { Id: any } | { Index: any } | { Raw: any } | { Address32: any } | { Address20: any } | string | Uint8Array, callHash: H256 | string | Uint8Array) => SubmittableExtrinsic<ApiType>, [MultiAddress, H256]>;
      /**
       * Unregister all proxy accounts for the sender.
       * 
       * The dispatch origin for this call must be _Signed_.
       * 
       * WARNING: This may be called on accounts created by `create_pure`, however if done, then
       * the unreserved fees will be inaccessible. **All access to this account will be lost.**
       **/
      removeProxies: AugmentedSubmittable<() => SubmittableExtrinsic<ApiType>, []>;
      /**
       * Unregister a proxy account for the sender.
       * 
       * The dispatch origin for this call must be _Signed_.
       * 
       * Parameters:
       * - `proxy`: The account that the `caller` would like to remove as a proxy.
       * - `proxy_type`: The permissions currently enabled for the removed proxy account.
       **/
      removeProxy: AugmentedSubmittable<(delegate: MultiAddress | { Id: any } | { Index: any } | { Raw: any } | { Address32: any } | { Address20: any } | string | Uint8Array, proxyType: DinfraRuntimeProxiesProxyType | 'Any' | 'Operator' | 'Consumer' | number | Uint8Array, delay: u32 | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [MultiAddress, DinfraRuntimeProxiesProxyType, u32]>;
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
       * Add to the credit for the searches of a subscription that waits or looks for another provider. What is left of it is the
       * consumer's. Anyone.
       * 
       * Errors: `ZeroAmount`, `NotFound`, `NotWaiting`, `SubscriptionClosed`, `FundsNotCovered`.
       **/
      fundSearch: AugmentedSubmittable<(subscription: u64 | AnyNumber | Uint8Array, amount: u128 | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [u64, u128]>;
      /**
       * Have another provider looked for, from the next block on, to which a running deployment is awarded as well and which takes over in
       * the block in which it declares it deployed; until then the one before serves and earns. If it rejects or misses its deadline, the
       * one before goes on. The caller gives the credit for the search; what is left of it is the consumer's. The consumer; or anyone, if
       * the provider is dark or has resigned and the consumer wished to follow.
       * 
       * The event `NotServed` says that the search came to nothing: `OthersFirst` (nobody but who came lately, whom those who wait are
       * being asked about), `NobodyMatches`, `TooFewBlocksFunded` (the notice at the price now, and the minimum period or the set-up at
       * the price to come).
       * 
       * Errors: `NotFound`, `NotConsumer`, `SubscriptionClosed`, `SubscriptionWaits`, `NotDeployed`, `MigrationPending`, `AlreadyEnding`,
       * `MinimumNotOver`, `FundsNotCovered`.
       **/
      migrate: AugmentedSubmittable<(subscription: u64 | AnyNumber | Uint8Array) => SubmittableExtrinsic<ApiType>, [u64]>;
      /**
       * Make the searches that the hook would make: for who is to take over; for another provider if that is due after a failed attempt;
       * else for those who wait for its type, whose turn it is first. A few steps at most, each paid as by the hook; the subscription
       * that is named is searched for also if its credit is empty. Anyone.
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
       * Refuse an award that was not declared. Another provider is looked for after a pause that grows with each failure; nobody left, or
       * the consumer's patience over, closes it with all funds free. Owner or operator of the provider.
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
       * Say which keys may log in to the deployment, beside the consumer: these and no others. The generation goes up by one, so
       * that the provider lets them in. Consumer only.
       * 
       * Errors: `InvalidLogin`, `NotFound`, `NotConsumer`, `SubscriptionClosed`, `AlreadyEnding`.
       **/
      setLogins: AugmentedSubmittable<(subscription: u64 | AnyNumber | Uint8Array, keys: Vec<PalletProvidersRecordsLoginKey> | (PalletProvidersRecordsLoginKey | { scheme?: any; key?: any } | string | Uint8Array)[]) => SubmittableExtrinsic<ApiType>, [u64, Vec<PalletProvidersRecordsLoginKey>]>;
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
       * may make), `OthersFirst` (nobody but who came lately, whom those who wait are being asked about).
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
