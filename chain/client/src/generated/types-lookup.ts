// Generated from blob/metadata.json by chain/client/generate.mjs. Do not edit.
/* eslint-disable */

// import type lookup before we augment - in some environments
// this is required to allow for ambient/previous definitions
import '@polkadot/types/lookup';

import type { BTreeMap, BTreeSet, Bytes, Compact, Enum, Null, Option, Result, Struct, Text, U8aFixed, Vec, bool, u128, u16, u32, u64, u8 } from '@polkadot/types-codec';
import type { ITuple } from '@polkadot/types-codec/types';
import type { Era } from '@polkadot/types/interfaces/extrinsics';
import type { AccountId32, Call, H256, MultiAddress } from '@polkadot/types/interfaces/runtime';
import type { Event } from '@polkadot/types/interfaces/system';

declare module '@polkadot/types/lookup' {
  /** @name FrameSystemCall (9) */
  interface FrameSystemCall extends Enum {
    readonly isRemark: boolean;
    readonly asRemark: {
      readonly remark: Bytes;
    } & Struct;
    readonly isSetHeapPages: boolean;
    readonly asSetHeapPages: {
      readonly pages: u64;
    } & Struct;
    readonly isSetCode: boolean;
    readonly asSetCode: {
      readonly code: Bytes;
    } & Struct;
    readonly isSetCodeWithoutChecks: boolean;
    readonly asSetCodeWithoutChecks: {
      readonly code: Bytes;
    } & Struct;
    readonly isSetStorage: boolean;
    readonly asSetStorage: {
      readonly items: Vec<ITuple<[Bytes, Bytes]>>;
    } & Struct;
    readonly isKillStorage: boolean;
    readonly asKillStorage: {
      readonly keys_: Vec<Bytes>;
    } & Struct;
    readonly isKillPrefix: boolean;
    readonly asKillPrefix: {
      readonly prefix: Bytes;
      readonly subkeys: u32;
    } & Struct;
    readonly isRemarkWithEvent: boolean;
    readonly asRemarkWithEvent: {
      readonly remark: Bytes;
    } & Struct;
    readonly isAuthorizeUpgrade: boolean;
    readonly asAuthorizeUpgrade: {
      readonly codeHash: H256;
    } & Struct;
    readonly isAuthorizeUpgradeWithoutChecks: boolean;
    readonly asAuthorizeUpgradeWithoutChecks: {
      readonly codeHash: H256;
    } & Struct;
    readonly isApplyAuthorizedUpgrade: boolean;
    readonly asApplyAuthorizedUpgrade: {
      readonly code: Bytes;
    } & Struct;
    readonly type: 'Remark' | 'SetHeapPages' | 'SetCode' | 'SetCodeWithoutChecks' | 'SetStorage' | 'KillStorage' | 'KillPrefix' | 'RemarkWithEvent' | 'AuthorizeUpgrade' | 'AuthorizeUpgradeWithoutChecks' | 'ApplyAuthorizedUpgrade';
  }

  /** @name CumulusPalletParachainSystemCall (16) */
  interface CumulusPalletParachainSystemCall extends Enum {
    readonly isSetValidationData: boolean;
    readonly asSetValidationData: {
      readonly data: CumulusPalletParachainSystemParachainInherentBasicParachainInherentData;
      readonly inboundMessagesData: CumulusPalletParachainSystemParachainInherentInboundMessagesData;
    } & Struct;
    readonly isSudoSendUpwardMessage: boolean;
    readonly asSudoSendUpwardMessage: {
      readonly message: Bytes;
    } & Struct;
    readonly type: 'SetValidationData' | 'SudoSendUpwardMessage';
  }

  /** @name CumulusPalletParachainSystemParachainInherentBasicParachainInherentData (17) */
  interface CumulusPalletParachainSystemParachainInherentBasicParachainInherentData extends Struct {
    readonly validationData: PolkadotPrimitivesV9PersistedValidationData;
    readonly relayChainState: SpTrieStorageProof;
    readonly relayParentDescendants: Vec<SpRuntimeHeader>;
    readonly collatorPeerId: Option<Bytes>;
  }

  /** @name PolkadotPrimitivesV9PersistedValidationData (18) */
  interface PolkadotPrimitivesV9PersistedValidationData extends Struct {
    readonly parentHead: Bytes;
    readonly relayParentNumber: u32;
    readonly relayParentStorageRoot: H256;
    readonly maxPovSize: u32;
  }

  /** @name SpTrieStorageProof (20) */
  interface SpTrieStorageProof extends Struct {
    readonly trieNodes: BTreeSet<Bytes>;
  }

  /** @name SpRuntimeHeader (23) */
  interface SpRuntimeHeader extends Struct {
    readonly parentHash: H256;
    readonly number: Compact<u32>;
    readonly stateRoot: H256;
    readonly extrinsicsRoot: H256;
    readonly digest: SpRuntimeDigest;
  }

  /** @name SpRuntimeDigest (25) */
  interface SpRuntimeDigest extends Struct {
    readonly logs: Vec<SpRuntimeDigestDigestItem>;
  }

  /** @name SpRuntimeDigestDigestItem (27) */
  interface SpRuntimeDigestDigestItem extends Enum {
    readonly isOther: boolean;
    readonly asOther: Bytes;
    readonly isConsensus: boolean;
    readonly asConsensus: ITuple<[U8aFixed, Bytes]>;
    readonly isSeal: boolean;
    readonly asSeal: ITuple<[U8aFixed, Bytes]>;
    readonly isPreRuntime: boolean;
    readonly asPreRuntime: ITuple<[U8aFixed, Bytes]>;
    readonly isRuntimeEnvironmentUpdated: boolean;
    readonly type: 'Other' | 'Consensus' | 'Seal' | 'PreRuntime' | 'RuntimeEnvironmentUpdated';
  }

  /** @name CumulusPalletParachainSystemParachainInherentInboundMessagesData (31) */
  interface CumulusPalletParachainSystemParachainInherentInboundMessagesData extends Struct {
    readonly downwardMessages: {
      readonly fullMessages: Vec<PolkadotCorePrimitivesInboundDownwardMessage>;
      readonly hashedMessages: Vec<CumulusPrimitivesParachainInherentHashedMessage>;
    } & Struct;
    readonly horizontalMessages: CumulusPalletParachainSystemParachainInherentAbridgedInboundMessagesCollection;
  }

  /** @name PolkadotCorePrimitivesInboundDownwardMessage (33) */
  interface PolkadotCorePrimitivesInboundDownwardMessage extends Struct {
    readonly sentAt: u32;
    readonly msg: Bytes;
  }

  /** @name CumulusPrimitivesParachainInherentHashedMessage (36) */
  interface CumulusPrimitivesParachainInherentHashedMessage extends Struct {
    readonly sentAt: u32;
    readonly msgHash: H256;
  }

  /** @name CumulusPalletParachainSystemParachainInherentAbridgedInboundMessagesCollection (37) */
  interface CumulusPalletParachainSystemParachainInherentAbridgedInboundMessagesCollection extends Struct {
    readonly fullMessages: Vec<ITuple<[u32, PolkadotCorePrimitivesInboundHrmpMessage]>>;
    readonly hashedMessages: Vec<ITuple<[u32, CumulusPrimitivesParachainInherentHashedMessage]>>;
  }

  /** @name PolkadotCorePrimitivesInboundHrmpMessage (40) */
  interface PolkadotCorePrimitivesInboundHrmpMessage extends Struct {
    readonly sentAt: u32;
    readonly data: Bytes;
  }

  /** @name PalletTimestampCall (44) */
  interface PalletTimestampCall extends Enum {
    readonly isSet: boolean;
    readonly asSet: {
      readonly now: Compact<u64>;
    } & Struct;
    readonly type: 'Set';
  }

  /** @name StagingParachainInfoCall (46) */
  type StagingParachainInfoCall = Null;

  /** @name PalletUtilityCall (47) */
  interface PalletUtilityCall extends Enum {
    readonly isBatch: boolean;
    readonly asBatch: {
      readonly calls: Vec<Call>;
    } & Struct;
    readonly isAsDerivative: boolean;
    readonly asAsDerivative: {
      readonly index: u16;
      readonly call: Call;
    } & Struct;
    readonly isBatchAll: boolean;
    readonly asBatchAll: {
      readonly calls: Vec<Call>;
    } & Struct;
    readonly isDispatchAs: boolean;
    readonly asDispatchAs: {
      readonly asOrigin: DinfraRuntimeOriginCaller;
      readonly call: Call;
    } & Struct;
    readonly isForceBatch: boolean;
    readonly asForceBatch: {
      readonly calls: Vec<Call>;
    } & Struct;
    readonly isWithWeight: boolean;
    readonly asWithWeight: {
      readonly call: Call;
      readonly weight: SpWeightsWeightV2Weight;
    } & Struct;
    readonly isIfElse: boolean;
    readonly asIfElse: {
      readonly main: Call;
      readonly fallback: Call;
    } & Struct;
    readonly isDispatchAsFallible: boolean;
    readonly asDispatchAsFallible: {
      readonly asOrigin: DinfraRuntimeOriginCaller;
      readonly call: Call;
    } & Struct;
    readonly type: 'Batch' | 'AsDerivative' | 'BatchAll' | 'DispatchAs' | 'ForceBatch' | 'WithWeight' | 'IfElse' | 'DispatchAsFallible';
  }

  /** @name DinfraRuntimeOriginCaller (50) */
  interface DinfraRuntimeOriginCaller extends Enum {
    readonly isSystem: boolean;
    readonly asSystem: FrameSupportDispatchRawOrigin;
    readonly type: 'System';
  }

  /** @name FrameSupportDispatchRawOrigin (51) */
  interface FrameSupportDispatchRawOrigin extends Enum {
    readonly isRoot: boolean;
    readonly isSigned: boolean;
    readonly asSigned: AccountId32;
    readonly isNone: boolean;
    readonly isAuthorized: boolean;
    readonly type: 'Root' | 'Signed' | 'None' | 'Authorized';
  }

  /** @name SpWeightsWeightV2Weight (52) */
  interface SpWeightsWeightV2Weight extends Struct {
    readonly refTime: Compact<u64>;
    readonly proofSize: Compact<u64>;
  }

  /** @name PalletMultisigCall (53) */
  interface PalletMultisigCall extends Enum {
    readonly isAsMultiThreshold1: boolean;
    readonly asAsMultiThreshold1: {
      readonly otherSignatories: Vec<AccountId32>;
      readonly call: Call;
    } & Struct;
    readonly isAsMulti: boolean;
    readonly asAsMulti: {
      readonly threshold: u16;
      readonly otherSignatories: Vec<AccountId32>;
      readonly maybeTimepoint: Option<PalletMultisigTimepoint>;
      readonly call: Call;
      readonly maxWeight: SpWeightsWeightV2Weight;
    } & Struct;
    readonly isApproveAsMulti: boolean;
    readonly asApproveAsMulti: {
      readonly threshold: u16;
      readonly otherSignatories: Vec<AccountId32>;
      readonly maybeTimepoint: Option<PalletMultisigTimepoint>;
      readonly callHash: U8aFixed;
      readonly maxWeight: SpWeightsWeightV2Weight;
    } & Struct;
    readonly isCancelAsMulti: boolean;
    readonly asCancelAsMulti: {
      readonly threshold: u16;
      readonly otherSignatories: Vec<AccountId32>;
      readonly timepoint: PalletMultisigTimepoint;
      readonly callHash: U8aFixed;
    } & Struct;
    readonly isPokeDeposit: boolean;
    readonly asPokeDeposit: {
      readonly threshold: u16;
      readonly otherSignatories: Vec<AccountId32>;
      readonly callHash: U8aFixed;
    } & Struct;
    readonly type: 'AsMultiThreshold1' | 'AsMulti' | 'ApproveAsMulti' | 'CancelAsMulti' | 'PokeDeposit';
  }

  /** @name PalletMultisigTimepoint (56) */
  interface PalletMultisigTimepoint extends Struct {
    readonly height: u32;
    readonly index: u32;
  }

  /** @name PalletProxyCall (57) */
  interface PalletProxyCall extends Enum {
    readonly isProxy: boolean;
    readonly asProxy: {
      readonly real: MultiAddress;
      readonly forceProxyType: Option<DinfraRuntimeProxiesProxyType>;
      readonly call: Call;
    } & Struct;
    readonly isAddProxy: boolean;
    readonly asAddProxy: {
      readonly delegate: MultiAddress;
      readonly proxyType: DinfraRuntimeProxiesProxyType;
      readonly delay: u32;
    } & Struct;
    readonly isRemoveProxy: boolean;
    readonly asRemoveProxy: {
      readonly delegate: MultiAddress;
      readonly proxyType: DinfraRuntimeProxiesProxyType;
      readonly delay: u32;
    } & Struct;
    readonly isRemoveProxies: boolean;
    readonly isCreatePure: boolean;
    readonly asCreatePure: {
      readonly proxyType: DinfraRuntimeProxiesProxyType;
      readonly delay: u32;
      readonly index: u16;
    } & Struct;
    readonly isKillPure: boolean;
    readonly asKillPure: {
      readonly spawner: MultiAddress;
      readonly proxyType: DinfraRuntimeProxiesProxyType;
      readonly index: u16;
      readonly height: Compact<u32>;
      readonly extIndex: Compact<u32>;
    } & Struct;
    readonly isAnnounce: boolean;
    readonly asAnnounce: {
      readonly real: MultiAddress;
      readonly callHash: H256;
    } & Struct;
    readonly isRemoveAnnouncement: boolean;
    readonly asRemoveAnnouncement: {
      readonly real: MultiAddress;
      readonly callHash: H256;
    } & Struct;
    readonly isRejectAnnouncement: boolean;
    readonly asRejectAnnouncement: {
      readonly delegate: MultiAddress;
      readonly callHash: H256;
    } & Struct;
    readonly isProxyAnnounced: boolean;
    readonly asProxyAnnounced: {
      readonly delegate: MultiAddress;
      readonly real: MultiAddress;
      readonly forceProxyType: Option<DinfraRuntimeProxiesProxyType>;
      readonly call: Call;
    } & Struct;
    readonly isPokeDeposit: boolean;
    readonly type: 'Proxy' | 'AddProxy' | 'RemoveProxy' | 'RemoveProxies' | 'CreatePure' | 'KillPure' | 'Announce' | 'RemoveAnnouncement' | 'RejectAnnouncement' | 'ProxyAnnounced' | 'PokeDeposit';
  }

  /** @name DinfraRuntimeProxiesProxyType (59) */
  interface DinfraRuntimeProxiesProxyType extends Enum {
    readonly isAny: boolean;
    readonly isOperator: boolean;
    readonly isConsumer: boolean;
    readonly type: 'Any' | 'Operator' | 'Consumer';
  }

  /** @name PalletBalancesCall (60) */
  interface PalletBalancesCall extends Enum {
    readonly isTransferAllowDeath: boolean;
    readonly asTransferAllowDeath: {
      readonly dest: MultiAddress;
      readonly value: Compact<u128>;
    } & Struct;
    readonly isForceTransfer: boolean;
    readonly asForceTransfer: {
      readonly source: MultiAddress;
      readonly dest: MultiAddress;
      readonly value: Compact<u128>;
    } & Struct;
    readonly isTransferKeepAlive: boolean;
    readonly asTransferKeepAlive: {
      readonly dest: MultiAddress;
      readonly value: Compact<u128>;
    } & Struct;
    readonly isTransferAll: boolean;
    readonly asTransferAll: {
      readonly dest: MultiAddress;
      readonly keepAlive: bool;
    } & Struct;
    readonly isForceUnreserve: boolean;
    readonly asForceUnreserve: {
      readonly who: MultiAddress;
      readonly amount: u128;
    } & Struct;
    readonly isUpgradeAccounts: boolean;
    readonly asUpgradeAccounts: {
      readonly who: Vec<AccountId32>;
    } & Struct;
    readonly isForceSetBalance: boolean;
    readonly asForceSetBalance: {
      readonly who: MultiAddress;
      readonly newFree: Compact<u128>;
    } & Struct;
    readonly isForceAdjustTotalIssuance: boolean;
    readonly asForceAdjustTotalIssuance: {
      readonly direction: PalletBalancesAdjustmentDirection;
      readonly delta: Compact<u128>;
    } & Struct;
    readonly isBurn: boolean;
    readonly asBurn: {
      readonly value: Compact<u128>;
      readonly keepAlive: bool;
    } & Struct;
    readonly type: 'TransferAllowDeath' | 'ForceTransfer' | 'TransferKeepAlive' | 'TransferAll' | 'ForceUnreserve' | 'UpgradeAccounts' | 'ForceSetBalance' | 'ForceAdjustTotalIssuance' | 'Burn';
  }

  /** @name PalletBalancesAdjustmentDirection (64) */
  interface PalletBalancesAdjustmentDirection extends Enum {
    readonly isIncrease: boolean;
    readonly isDecrease: boolean;
    readonly type: 'Increase' | 'Decrease';
  }

  /** @name PalletSudoCall (65) */
  interface PalletSudoCall extends Enum {
    readonly isSudo: boolean;
    readonly asSudo: {
      readonly call: Call;
    } & Struct;
    readonly isSudoUncheckedWeight: boolean;
    readonly asSudoUncheckedWeight: {
      readonly call: Call;
      readonly weight: SpWeightsWeightV2Weight;
    } & Struct;
    readonly isSetKey: boolean;
    readonly asSetKey: {
      readonly new_: MultiAddress;
    } & Struct;
    readonly isSudoAs: boolean;
    readonly asSudoAs: {
      readonly who: MultiAddress;
      readonly call: Call;
    } & Struct;
    readonly isRemoveKey: boolean;
    readonly type: 'Sudo' | 'SudoUncheckedWeight' | 'SetKey' | 'SudoAs' | 'RemoveKey';
  }

  /** @name PalletProvidersCall (66) */
  interface PalletProvidersCall extends Enum {
    readonly isRegister: boolean;
    readonly asRegister: {
      readonly units: u32;
    } & Struct;
    readonly isSetUnits: boolean;
    readonly asSetUnits: {
      readonly units: u32;
    } & Struct;
    readonly isAddOperator: boolean;
    readonly asAddOperator: {
      readonly operator: AccountId32;
    } & Struct;
    readonly isAcceptOperator: boolean;
    readonly asAcceptOperator: {
      readonly provider: AccountId32;
    } & Struct;
    readonly isRemoveOperator: boolean;
    readonly asRemoveOperator: {
      readonly operator: AccountId32;
    } & Struct;
    readonly isRegisterType: boolean;
    readonly asRegisterType: {
      readonly schema: H256;
      readonly name: Bytes;
    } & Struct;
    readonly isUnregisterType: boolean;
    readonly asUnregisterType: {
      readonly schema: H256;
    } & Struct;
    readonly isOffer: boolean;
    readonly asOffer: {
      readonly typeId: H256;
      readonly price: u128;
      readonly capacity: u32;
    } & Struct;
    readonly isCloseOffer: boolean;
    readonly asCloseOffer: {
      readonly typeId: H256;
    } & Struct;
    readonly isHeartbeat: boolean;
    readonly isDrain: boolean;
    readonly isUndrain: boolean;
    readonly isLeave: boolean;
    readonly isSetBeneficiary: boolean;
    readonly asSetBeneficiary: {
      readonly beneficiary: Option<AccountId32>;
    } & Struct;
    readonly isSetLoginKey: boolean;
    readonly asSetLoginKey: {
      readonly key: Option<PalletProvidersRecordsLoginKey>;
    } & Struct;
    readonly isRotateSealingKey: boolean;
    readonly asRotateSealingKey: {
      readonly key: U8aFixed;
    } & Struct;
    readonly isDropPreviousSealingKey: boolean;
    readonly isSetProfile: boolean;
    readonly asSetProfile: {
      readonly profile: Option<PalletProvidersRecordsProfile>;
    } & Struct;
    readonly isOfferWith: boolean;
    readonly asOfferWith: {
      readonly typeId: H256;
      readonly terms: PalletProvidersRecordsOfferTerms;
    } & Struct;
    readonly isSetAllowed: boolean;
    readonly asSetAllowed: {
      readonly typeId: H256;
      readonly allowed: Option<Vec<AccountId32>>;
    } & Struct;
    readonly isAnnounceMaintenance: boolean;
    readonly asAnnounceMaintenance: {
      readonly window: Option<PalletProvidersRecordsMaintenanceWindow>;
    } & Struct;
    readonly type: 'Register' | 'SetUnits' | 'AddOperator' | 'AcceptOperator' | 'RemoveOperator' | 'RegisterType' | 'UnregisterType' | 'Offer' | 'CloseOffer' | 'Heartbeat' | 'Drain' | 'Undrain' | 'Leave' | 'SetBeneficiary' | 'SetLoginKey' | 'RotateSealingKey' | 'DropPreviousSealingKey' | 'SetProfile' | 'OfferWith' | 'SetAllowed' | 'AnnounceMaintenance';
  }

  /** @name PalletProvidersRecordsLoginKey (69) */
  interface PalletProvidersRecordsLoginKey extends Struct {
    readonly scheme: PalletProvidersRecordsScheme;
    readonly key: Bytes;
  }

  /** @name PalletProvidersRecordsScheme (70) */
  interface PalletProvidersRecordsScheme extends Enum {
    readonly isEd25519: boolean;
    readonly isSr25519: boolean;
    readonly isEcdsa: boolean;
    readonly type: 'Ed25519' | 'Sr25519' | 'Ecdsa';
  }

  /** @name PalletProvidersRecordsProfile (73) */
  interface PalletProvidersRecordsProfile extends Struct {
    readonly regions: Vec<Bytes>;
    readonly networks: Vec<PalletProvidersRecordsNetwork>;
    readonly attributes: Vec<PalletProvidersRecordsAttribute>;
    readonly terms: Option<H256>;
  }

  /** @name PalletProvidersRecordsNetwork (78) */
  interface PalletProvidersRecordsNetwork extends Enum {
    readonly isName: boolean;
    readonly asName: Bytes;
    readonly isAs: boolean;
    readonly asAs: u32;
    readonly type: 'Name' | 'As';
  }

  /** @name PalletProvidersRecordsAttribute (81) */
  interface PalletProvidersRecordsAttribute extends Struct {
    readonly key: Bytes;
    readonly value: Bytes;
  }

  /** @name PalletProvidersRecordsOfferTerms (84) */
  interface PalletProvidersRecordsOfferTerms extends Struct {
    readonly price: u128;
    readonly elastic: Option<PalletProvidersRecordsElastic>;
    readonly capacity: u32;
    readonly setupBlocks: u32;
  }

  /** @name PalletProvidersRecordsElastic (86) */
  interface PalletProvidersRecordsElastic extends Struct {
    readonly floor: u128;
    readonly ceiling: u128;
    readonly step: u128;
  }

  /** @name PalletProvidersRecordsMaintenanceWindow (90) */
  interface PalletProvidersRecordsMaintenanceWindow extends Struct {
    readonly from: u32;
    readonly until: u32;
  }

  /** @name PalletSubscriptionsCall (91) */
  interface PalletSubscriptionsCall extends Enum {
    readonly isSubscribe: boolean;
    readonly asSubscribe: {
      readonly typeId: H256;
      readonly descriptor: H256;
      readonly maxPrice: u128;
      readonly funds: u128;
    } & Struct;
    readonly isDeclareDeployed: boolean;
    readonly asDeclareDeployed: {
      readonly subscription: u64;
      readonly attempt: u32;
      readonly generation: u32;
    } & Struct;
    readonly isReport: boolean;
    readonly asReport: {
      readonly subscription: u64;
      readonly attempt: u32;
      readonly condition: PalletSubscriptionsRecordsCondition;
      readonly reason: Bytes;
    } & Struct;
    readonly isReject: boolean;
    readonly asReject: {
      readonly subscription: u64;
      readonly attempt: u32;
      readonly reason: Bytes;
    } & Struct;
    readonly isUpdate: boolean;
    readonly asUpdate: {
      readonly subscription: u64;
      readonly descriptor: H256;
    } & Struct;
    readonly isTopUp: boolean;
    readonly asTopUp: {
      readonly subscription: u64;
      readonly amount: u128;
    } & Struct;
    readonly isWithdraw: boolean;
    readonly asWithdraw: {
      readonly subscription: u64;
      readonly amount: u128;
    } & Struct;
    readonly isCancel: boolean;
    readonly asCancel: {
      readonly subscription: u64;
    } & Struct;
    readonly isResign: boolean;
    readonly asResign: {
      readonly subscription: u64;
      readonly attempt: u32;
    } & Struct;
    readonly isClaim: boolean;
    readonly asClaim: {
      readonly subscription: u64;
      readonly attempt: u32;
    } & Struct;
    readonly isClaimOwed: boolean;
    readonly asClaimOwed: {
      readonly provider: AccountId32;
      readonly subscription: u64;
    } & Struct;
    readonly isPoke: boolean;
    readonly asPoke: {
      readonly subscription: u64;
    } & Struct;
    readonly isConfirmTeardown: boolean;
    readonly asConfirmTeardown: {
      readonly subscription: u64;
      readonly attempt: u32;
      readonly receipt: H256;
    } & Struct;
    readonly isPlace: boolean;
    readonly asPlace: {
      readonly subscription: u64;
    } & Struct;
    readonly isForceRetire: boolean;
    readonly asForceRetire: {
      readonly provider: AccountId32;
      readonly limit: u32;
    } & Struct;
    readonly isSubscribeWith: boolean;
    readonly asSubscribeWith: {
      readonly request: PalletSubscriptionsRecordsRequest;
    } & Struct;
    readonly isSubscribeMany: boolean;
    readonly asSubscribeMany: {
      readonly requests: Vec<PalletSubscriptionsRecordsRequest>;
    } & Struct;
    readonly isProposePrice: boolean;
    readonly asProposePrice: {
      readonly subscription: u64;
      readonly attempt: u32;
      readonly rate: Option<u128>;
    } & Struct;
    readonly isAcceptPrice: boolean;
    readonly asAcceptPrice: {
      readonly subscription: u64;
      readonly attempt: u32;
      readonly rate: u128;
    } & Struct;
    readonly isReprice: boolean;
    readonly asReprice: {
      readonly subscription: u64;
      readonly attempt: u32;
      readonly rate: u128;
    } & Struct;
    readonly isMigrate: boolean;
    readonly asMigrate: {
      readonly subscription: u64;
    } & Struct;
    readonly isSetLogins: boolean;
    readonly asSetLogins: {
      readonly subscription: u64;
      readonly keys_: Vec<PalletProvidersRecordsLoginKey>;
    } & Struct;
    readonly isFundSearch: boolean;
    readonly asFundSearch: {
      readonly subscription: u64;
      readonly amount: u128;
    } & Struct;
    readonly type: 'Subscribe' | 'DeclareDeployed' | 'Report' | 'Reject' | 'Update' | 'TopUp' | 'Withdraw' | 'Cancel' | 'Resign' | 'Claim' | 'ClaimOwed' | 'Poke' | 'ConfirmTeardown' | 'Place' | 'ForceRetire' | 'SubscribeWith' | 'SubscribeMany' | 'ProposePrice' | 'AcceptPrice' | 'Reprice' | 'Migrate' | 'SetLogins' | 'FundSearch';
  }

  /** @name PalletSubscriptionsRecordsCondition (92) */
  interface PalletSubscriptionsRecordsCondition extends Enum {
    readonly isReady: boolean;
    readonly isDegraded: boolean;
    readonly isUpdateFailed: boolean;
    readonly isRetrying: boolean;
    readonly type: 'Ready' | 'Degraded' | 'UpdateFailed' | 'Retrying';
  }

  /** @name PalletSubscriptionsRecordsRequest (94) */
  interface PalletSubscriptionsRecordsRequest extends Struct {
    readonly typeId: H256;
    readonly descriptor: H256;
    readonly maxPrice: u128;
    readonly funds: u128;
    readonly wish: PalletSubscriptionsRecordsWish;
  }

  /** @name PalletSubscriptionsRecordsWish (95) */
  interface PalletSubscriptionsRecordsWish extends Struct {
    readonly selection: PalletProvidersRecordsSelection;
    readonly elastic: bool;
    readonly follow: bool;
    readonly maxSetup: Option<u32>;
    readonly patience: Option<u32>;
    readonly criteria: PalletProvidersRecordsCriteria;
  }

  /** @name PalletProvidersRecordsSelection (96) */
  interface PalletProvidersRecordsSelection extends Enum {
    readonly isRoundRobin: boolean;
    readonly isRandom: boolean;
    readonly isLeastLoaded: boolean;
    readonly isCheapest: boolean;
    readonly isCandidates: boolean;
    readonly asCandidates: Vec<AccountId32>;
    readonly type: 'RoundRobin' | 'Random' | 'LeastLoaded' | 'Cheapest' | 'Candidates';
  }

  /** @name PalletProvidersRecordsCriteria (99) */
  interface PalletProvidersRecordsCriteria extends Struct {
    readonly regions: Vec<Bytes>;
    readonly notRegions: Vec<Bytes>;
    readonly notNetworks: Vec<PalletProvidersRecordsNetwork>;
    readonly prefer: Vec<AccountId32>;
    readonly refuse: Vec<AccountId32>;
    readonly attributes: Vec<PalletProvidersRecordsAttribute>;
    readonly terms: Vec<H256>;
    readonly apart: Option<u32>;
  }

  /** @name SpRuntimeMultiSignature (107) */
  interface SpRuntimeMultiSignature extends Enum {
    readonly isEd25519: boolean;
    readonly asEd25519: U8aFixed;
    readonly isSr25519: boolean;
    readonly asSr25519: U8aFixed;
    readonly isEcdsa: boolean;
    readonly asEcdsa: U8aFixed;
    readonly isEth: boolean;
    readonly asEth: U8aFixed;
    readonly type: 'Ed25519' | 'Sr25519' | 'Ecdsa' | 'Eth';
  }

  /** @name FrameSystemExtensionsAuthorizeCall (110) */
  type FrameSystemExtensionsAuthorizeCall = Null;

  /** @name FrameSystemExtensionsCheckNonZeroSender (111) */
  type FrameSystemExtensionsCheckNonZeroSender = Null;

  /** @name FrameSystemExtensionsCheckSpecVersion (112) */
  type FrameSystemExtensionsCheckSpecVersion = Null;

  /** @name FrameSystemExtensionsCheckTxVersion (113) */
  type FrameSystemExtensionsCheckTxVersion = Null;

  /** @name FrameSystemExtensionsCheckGenesis (114) */
  type FrameSystemExtensionsCheckGenesis = Null;

  /** @name FrameSystemExtensionsCheckNonce (117) */
  interface FrameSystemExtensionsCheckNonce extends Compact<u32> {}

  /** @name FrameSystemExtensionsCheckWeight (118) */
  type FrameSystemExtensionsCheckWeight = Null;

  /** @name PalletTransactionPaymentChargeTransactionPayment (119) */
  interface PalletTransactionPaymentChargeTransactionPayment extends Compact<u128> {}

  /** @name FrameMetadataHashExtensionCheckMetadataHash (120) */
  interface FrameMetadataHashExtensionCheckMetadataHash extends Struct {
    readonly mode: FrameMetadataHashExtensionMode;
  }

  /** @name FrameMetadataHashExtensionMode (121) */
  interface FrameMetadataHashExtensionMode extends Enum {
    readonly isDisabled: boolean;
    readonly isEnabled: boolean;
    readonly type: 'Disabled' | 'Enabled';
  }

  /** @name CumulusPalletWeightReclaimStorageWeightReclaim (123) */
  interface CumulusPalletWeightReclaimStorageWeightReclaim extends ITuple<[FrameSystemExtensionsAuthorizeCall, FrameSystemExtensionsCheckNonZeroSender, FrameSystemExtensionsCheckSpecVersion, FrameSystemExtensionsCheckTxVersion, FrameSystemExtensionsCheckGenesis, Era, FrameSystemExtensionsCheckNonce, FrameSystemExtensionsCheckWeight, PalletTransactionPaymentChargeTransactionPayment, FrameMetadataHashExtensionCheckMetadataHash]> {}

  /** @name FrameSystemAccountInfo (125) */
  interface FrameSystemAccountInfo extends Struct {
    readonly nonce: u32;
    readonly consumers: u32;
    readonly providers: u32;
    readonly sufficients: u32;
    readonly data: PalletBalancesAccountData;
  }

  /** @name PalletBalancesAccountData (126) */
  interface PalletBalancesAccountData extends Struct {
    readonly free: u128;
    readonly reserved: u128;
    readonly frozen: u128;
    readonly flags: u128;
  }

  /** @name FrameSupportDispatchPerDispatchClassWeight (128) */
  interface FrameSupportDispatchPerDispatchClassWeight extends Struct {
    readonly normal: SpWeightsWeightV2Weight;
    readonly operational: SpWeightsWeightV2Weight;
    readonly mandatory: SpWeightsWeightV2Weight;
  }

  /** @name FrameSystemEventRecord (130) */
  interface FrameSystemEventRecord extends Struct {
    readonly phase: FrameSystemPhase;
    readonly event: Event;
    readonly topics: Vec<H256>;
  }

  /** @name FrameSystemEvent (132) */
  interface FrameSystemEvent extends Enum {
    readonly isExtrinsicSuccess: boolean;
    readonly asExtrinsicSuccess: {
      readonly dispatchInfo: FrameSystemDispatchEventInfo;
    } & Struct;
    readonly isExtrinsicFailed: boolean;
    readonly asExtrinsicFailed: {
      readonly dispatchError: SpRuntimeDispatchError;
      readonly dispatchInfo: FrameSystemDispatchEventInfo;
    } & Struct;
    readonly isCodeUpdated: boolean;
    readonly asCodeUpdated: {
      readonly hash_: H256;
    } & Struct;
    readonly isNewAccount: boolean;
    readonly asNewAccount: {
      readonly account: AccountId32;
    } & Struct;
    readonly isKilledAccount: boolean;
    readonly asKilledAccount: {
      readonly account: AccountId32;
    } & Struct;
    readonly isRemarked: boolean;
    readonly asRemarked: {
      readonly sender: AccountId32;
      readonly hash_: H256;
    } & Struct;
    readonly isUpgradeAuthorized: boolean;
    readonly asUpgradeAuthorized: {
      readonly codeHash: H256;
      readonly checkVersion: bool;
    } & Struct;
    readonly isRejectedInvalidAuthorizedUpgrade: boolean;
    readonly asRejectedInvalidAuthorizedUpgrade: {
      readonly codeHash: H256;
      readonly error: SpRuntimeDispatchError;
    } & Struct;
    readonly type: 'ExtrinsicSuccess' | 'ExtrinsicFailed' | 'CodeUpdated' | 'NewAccount' | 'KilledAccount' | 'Remarked' | 'UpgradeAuthorized' | 'RejectedInvalidAuthorizedUpgrade';
  }

  /** @name FrameSystemDispatchEventInfo (133) */
  interface FrameSystemDispatchEventInfo extends Struct {
    readonly weight: SpWeightsWeightV2Weight;
    readonly class: FrameSupportDispatchDispatchClass;
    readonly paysFee: FrameSupportDispatchPays;
  }

  /** @name FrameSupportDispatchDispatchClass (134) */
  interface FrameSupportDispatchDispatchClass extends Enum {
    readonly isNormal: boolean;
    readonly isOperational: boolean;
    readonly isMandatory: boolean;
    readonly type: 'Normal' | 'Operational' | 'Mandatory';
  }

  /** @name FrameSupportDispatchPays (135) */
  interface FrameSupportDispatchPays extends Enum {
    readonly isYes: boolean;
    readonly isNo: boolean;
    readonly type: 'Yes' | 'No';
  }

  /** @name SpRuntimeDispatchError (136) */
  interface SpRuntimeDispatchError extends Enum {
    readonly isOther: boolean;
    readonly isCannotLookup: boolean;
    readonly isBadOrigin: boolean;
    readonly isModule: boolean;
    readonly asModule: SpRuntimeModuleError;
    readonly isConsumerRemaining: boolean;
    readonly isNoProviders: boolean;
    readonly isTooManyConsumers: boolean;
    readonly isToken: boolean;
    readonly asToken: SpRuntimeTokenError;
    readonly isArithmetic: boolean;
    readonly asArithmetic: SpArithmeticArithmeticError;
    readonly isTransactional: boolean;
    readonly asTransactional: SpRuntimeTransactionalError;
    readonly isExhausted: boolean;
    readonly isCorruption: boolean;
    readonly isUnavailable: boolean;
    readonly isRootNotAllowed: boolean;
    readonly isTrie: boolean;
    readonly asTrie: SpRuntimeProvingTrieTrieError;
    readonly type: 'Other' | 'CannotLookup' | 'BadOrigin' | 'Module' | 'ConsumerRemaining' | 'NoProviders' | 'TooManyConsumers' | 'Token' | 'Arithmetic' | 'Transactional' | 'Exhausted' | 'Corruption' | 'Unavailable' | 'RootNotAllowed' | 'Trie';
  }

  /** @name SpRuntimeModuleError (137) */
  interface SpRuntimeModuleError extends Struct {
    readonly index: u8;
    readonly error: U8aFixed;
  }

  /** @name SpRuntimeTokenError (138) */
  interface SpRuntimeTokenError extends Enum {
    readonly isFundsUnavailable: boolean;
    readonly isOnlyProvider: boolean;
    readonly isBelowMinimum: boolean;
    readonly isCannotCreate: boolean;
    readonly isUnknownAsset: boolean;
    readonly isFrozen: boolean;
    readonly isUnsupported: boolean;
    readonly isCannotCreateHold: boolean;
    readonly isNotExpendable: boolean;
    readonly isBlocked: boolean;
    readonly type: 'FundsUnavailable' | 'OnlyProvider' | 'BelowMinimum' | 'CannotCreate' | 'UnknownAsset' | 'Frozen' | 'Unsupported' | 'CannotCreateHold' | 'NotExpendable' | 'Blocked';
  }

  /** @name SpArithmeticArithmeticError (139) */
  interface SpArithmeticArithmeticError extends Enum {
    readonly isUnderflow: boolean;
    readonly isOverflow: boolean;
    readonly isDivisionByZero: boolean;
    readonly type: 'Underflow' | 'Overflow' | 'DivisionByZero';
  }

  /** @name SpRuntimeTransactionalError (140) */
  interface SpRuntimeTransactionalError extends Enum {
    readonly isLimitReached: boolean;
    readonly isNoLayer: boolean;
    readonly type: 'LimitReached' | 'NoLayer';
  }

  /** @name SpRuntimeProvingTrieTrieError (141) */
  interface SpRuntimeProvingTrieTrieError extends Enum {
    readonly isInvalidStateRoot: boolean;
    readonly isIncompleteDatabase: boolean;
    readonly isValueAtIncompleteKey: boolean;
    readonly isDecoderError: boolean;
    readonly isInvalidHash: boolean;
    readonly isDuplicateKey: boolean;
    readonly isExtraneousNode: boolean;
    readonly isExtraneousValue: boolean;
    readonly isExtraneousHashReference: boolean;
    readonly isInvalidChildReference: boolean;
    readonly isValueMismatch: boolean;
    readonly isIncompleteProof: boolean;
    readonly isRootMismatch: boolean;
    readonly isDecodeError: boolean;
    readonly type: 'InvalidStateRoot' | 'IncompleteDatabase' | 'ValueAtIncompleteKey' | 'DecoderError' | 'InvalidHash' | 'DuplicateKey' | 'ExtraneousNode' | 'ExtraneousValue' | 'ExtraneousHashReference' | 'InvalidChildReference' | 'ValueMismatch' | 'IncompleteProof' | 'RootMismatch' | 'DecodeError';
  }

  /** @name CumulusPalletParachainSystemEvent (142) */
  interface CumulusPalletParachainSystemEvent extends Enum {
    readonly isValidationFunctionStored: boolean;
    readonly isValidationFunctionApplied: boolean;
    readonly asValidationFunctionApplied: {
      readonly relayChainBlockNum: u32;
    } & Struct;
    readonly isValidationFunctionDiscarded: boolean;
    readonly isDownwardMessagesReceived: boolean;
    readonly asDownwardMessagesReceived: {
      readonly count: u32;
    } & Struct;
    readonly isDownwardMessagesProcessed: boolean;
    readonly asDownwardMessagesProcessed: {
      readonly weightUsed: SpWeightsWeightV2Weight;
      readonly dmqHead: H256;
    } & Struct;
    readonly isUpwardMessageSent: boolean;
    readonly asUpwardMessageSent: {
      readonly messageHash: Option<U8aFixed>;
    } & Struct;
    readonly type: 'ValidationFunctionStored' | 'ValidationFunctionApplied' | 'ValidationFunctionDiscarded' | 'DownwardMessagesReceived' | 'DownwardMessagesProcessed' | 'UpwardMessageSent';
  }

  /** @name PalletUtilityEvent (143) */
  interface PalletUtilityEvent extends Enum {
    readonly isBatchInterrupted: boolean;
    readonly asBatchInterrupted: {
      readonly index: u32;
      readonly error: SpRuntimeDispatchError;
    } & Struct;
    readonly isBatchCompleted: boolean;
    readonly isBatchCompletedWithErrors: boolean;
    readonly isItemCompleted: boolean;
    readonly isItemFailed: boolean;
    readonly asItemFailed: {
      readonly error: SpRuntimeDispatchError;
    } & Struct;
    readonly isDispatchedAs: boolean;
    readonly asDispatchedAs: {
      readonly result: Result<Null, SpRuntimeDispatchError>;
    } & Struct;
    readonly isIfElseMainSuccess: boolean;
    readonly isIfElseFallbackCalled: boolean;
    readonly asIfElseFallbackCalled: {
      readonly mainError: SpRuntimeDispatchError;
    } & Struct;
    readonly type: 'BatchInterrupted' | 'BatchCompleted' | 'BatchCompletedWithErrors' | 'ItemCompleted' | 'ItemFailed' | 'DispatchedAs' | 'IfElseMainSuccess' | 'IfElseFallbackCalled';
  }

  /** @name PalletMultisigEvent (145) */
  interface PalletMultisigEvent extends Enum {
    readonly isNewMultisig: boolean;
    readonly asNewMultisig: {
      readonly approving: AccountId32;
      readonly multisig: AccountId32;
      readonly callHash: U8aFixed;
    } & Struct;
    readonly isMultisigApproval: boolean;
    readonly asMultisigApproval: {
      readonly approving: AccountId32;
      readonly timepoint: PalletMultisigTimepoint;
      readonly multisig: AccountId32;
      readonly callHash: U8aFixed;
    } & Struct;
    readonly isMultisigExecuted: boolean;
    readonly asMultisigExecuted: {
      readonly approving: AccountId32;
      readonly timepoint: PalletMultisigTimepoint;
      readonly multisig: AccountId32;
      readonly callHash: U8aFixed;
      readonly result: Result<Null, SpRuntimeDispatchError>;
    } & Struct;
    readonly isMultisigCancelled: boolean;
    readonly asMultisigCancelled: {
      readonly cancelling: AccountId32;
      readonly timepoint: PalletMultisigTimepoint;
      readonly multisig: AccountId32;
      readonly callHash: U8aFixed;
    } & Struct;
    readonly isDepositPoked: boolean;
    readonly asDepositPoked: {
      readonly who: AccountId32;
      readonly callHash: U8aFixed;
      readonly oldDeposit: u128;
      readonly newDeposit: u128;
    } & Struct;
    readonly type: 'NewMultisig' | 'MultisigApproval' | 'MultisigExecuted' | 'MultisigCancelled' | 'DepositPoked';
  }

  /** @name PalletProxyEvent (146) */
  interface PalletProxyEvent extends Enum {
    readonly isProxyExecuted: boolean;
    readonly asProxyExecuted: {
      readonly result: Result<Null, SpRuntimeDispatchError>;
    } & Struct;
    readonly isPureCreated: boolean;
    readonly asPureCreated: {
      readonly pure: AccountId32;
      readonly who: AccountId32;
      readonly proxyType: DinfraRuntimeProxiesProxyType;
      readonly disambiguationIndex: u16;
      readonly at: u32;
      readonly extrinsicIndex: u32;
    } & Struct;
    readonly isPureKilled: boolean;
    readonly asPureKilled: {
      readonly pure: AccountId32;
      readonly spawner: AccountId32;
      readonly proxyType: DinfraRuntimeProxiesProxyType;
      readonly disambiguationIndex: u16;
    } & Struct;
    readonly isAnnounced: boolean;
    readonly asAnnounced: {
      readonly real: AccountId32;
      readonly proxy: AccountId32;
      readonly callHash: H256;
    } & Struct;
    readonly isProxyAdded: boolean;
    readonly asProxyAdded: {
      readonly delegator: AccountId32;
      readonly delegatee: AccountId32;
      readonly proxyType: DinfraRuntimeProxiesProxyType;
      readonly delay: u32;
    } & Struct;
    readonly isProxyRemoved: boolean;
    readonly asProxyRemoved: {
      readonly delegator: AccountId32;
      readonly delegatee: AccountId32;
      readonly proxyType: DinfraRuntimeProxiesProxyType;
      readonly delay: u32;
    } & Struct;
    readonly isDepositPoked: boolean;
    readonly asDepositPoked: {
      readonly who: AccountId32;
      readonly kind: PalletProxyDepositKind;
      readonly oldDeposit: u128;
      readonly newDeposit: u128;
    } & Struct;
    readonly type: 'ProxyExecuted' | 'PureCreated' | 'PureKilled' | 'Announced' | 'ProxyAdded' | 'ProxyRemoved' | 'DepositPoked';
  }

  /** @name PalletProxyDepositKind (147) */
  interface PalletProxyDepositKind extends Enum {
    readonly isProxies: boolean;
    readonly isAnnouncements: boolean;
    readonly type: 'Proxies' | 'Announcements';
  }

  /** @name PalletBalancesEvent (148) */
  interface PalletBalancesEvent extends Enum {
    readonly isEndowed: boolean;
    readonly asEndowed: {
      readonly account: AccountId32;
      readonly freeBalance: u128;
    } & Struct;
    readonly isDustLost: boolean;
    readonly asDustLost: {
      readonly account: AccountId32;
      readonly amount: u128;
    } & Struct;
    readonly isTransfer: boolean;
    readonly asTransfer: {
      readonly from: AccountId32;
      readonly to: AccountId32;
      readonly amount: u128;
    } & Struct;
    readonly isBalanceSet: boolean;
    readonly asBalanceSet: {
      readonly who: AccountId32;
      readonly free: u128;
    } & Struct;
    readonly isReserved: boolean;
    readonly asReserved: {
      readonly who: AccountId32;
      readonly amount: u128;
    } & Struct;
    readonly isUnreserved: boolean;
    readonly asUnreserved: {
      readonly who: AccountId32;
      readonly amount: u128;
    } & Struct;
    readonly isReserveRepatriated: boolean;
    readonly asReserveRepatriated: {
      readonly from: AccountId32;
      readonly to: AccountId32;
      readonly amount: u128;
      readonly destinationStatus: FrameSupportTokensMiscBalanceStatus;
    } & Struct;
    readonly isDeposit: boolean;
    readonly asDeposit: {
      readonly who: AccountId32;
      readonly amount: u128;
    } & Struct;
    readonly isWithdraw: boolean;
    readonly asWithdraw: {
      readonly who: AccountId32;
      readonly amount: u128;
    } & Struct;
    readonly isSlashed: boolean;
    readonly asSlashed: {
      readonly who: AccountId32;
      readonly amount: u128;
    } & Struct;
    readonly isMinted: boolean;
    readonly asMinted: {
      readonly who: AccountId32;
      readonly amount: u128;
    } & Struct;
    readonly isMintedCredit: boolean;
    readonly asMintedCredit: {
      readonly amount: u128;
    } & Struct;
    readonly isBurned: boolean;
    readonly asBurned: {
      readonly who: AccountId32;
      readonly amount: u128;
    } & Struct;
    readonly isBurnedDebt: boolean;
    readonly asBurnedDebt: {
      readonly amount: u128;
    } & Struct;
    readonly isSuspended: boolean;
    readonly asSuspended: {
      readonly who: AccountId32;
      readonly amount: u128;
    } & Struct;
    readonly isRestored: boolean;
    readonly asRestored: {
      readonly who: AccountId32;
      readonly amount: u128;
    } & Struct;
    readonly isUpgraded: boolean;
    readonly asUpgraded: {
      readonly who: AccountId32;
    } & Struct;
    readonly isIssued: boolean;
    readonly asIssued: {
      readonly amount: u128;
    } & Struct;
    readonly isRescinded: boolean;
    readonly asRescinded: {
      readonly amount: u128;
    } & Struct;
    readonly isLocked: boolean;
    readonly asLocked: {
      readonly who: AccountId32;
      readonly amount: u128;
    } & Struct;
    readonly isUnlocked: boolean;
    readonly asUnlocked: {
      readonly who: AccountId32;
      readonly amount: u128;
    } & Struct;
    readonly isFrozen: boolean;
    readonly asFrozen: {
      readonly who: AccountId32;
      readonly amount: u128;
    } & Struct;
    readonly isThawed: boolean;
    readonly asThawed: {
      readonly who: AccountId32;
      readonly amount: u128;
    } & Struct;
    readonly isTotalIssuanceForced: boolean;
    readonly asTotalIssuanceForced: {
      readonly old: u128;
      readonly new_: u128;
    } & Struct;
    readonly isHeld: boolean;
    readonly asHeld: {
      readonly reason: DinfraRuntimeRuntimeHoldReason;
      readonly who: AccountId32;
      readonly amount: u128;
    } & Struct;
    readonly isBurnedHeld: boolean;
    readonly asBurnedHeld: {
      readonly reason: DinfraRuntimeRuntimeHoldReason;
      readonly who: AccountId32;
      readonly amount: u128;
    } & Struct;
    readonly isTransferOnHold: boolean;
    readonly asTransferOnHold: {
      readonly reason: DinfraRuntimeRuntimeHoldReason;
      readonly source: AccountId32;
      readonly dest: AccountId32;
      readonly amount: u128;
    } & Struct;
    readonly isTransferAndHold: boolean;
    readonly asTransferAndHold: {
      readonly reason: DinfraRuntimeRuntimeHoldReason;
      readonly source: AccountId32;
      readonly dest: AccountId32;
      readonly transferred: u128;
    } & Struct;
    readonly isReleased: boolean;
    readonly asReleased: {
      readonly reason: DinfraRuntimeRuntimeHoldReason;
      readonly who: AccountId32;
      readonly amount: u128;
    } & Struct;
    readonly isUnexpected: boolean;
    readonly asUnexpected: PalletBalancesUnexpectedKind;
    readonly type: 'Endowed' | 'DustLost' | 'Transfer' | 'BalanceSet' | 'Reserved' | 'Unreserved' | 'ReserveRepatriated' | 'Deposit' | 'Withdraw' | 'Slashed' | 'Minted' | 'MintedCredit' | 'Burned' | 'BurnedDebt' | 'Suspended' | 'Restored' | 'Upgraded' | 'Issued' | 'Rescinded' | 'Locked' | 'Unlocked' | 'Frozen' | 'Thawed' | 'TotalIssuanceForced' | 'Held' | 'BurnedHeld' | 'TransferOnHold' | 'TransferAndHold' | 'Released' | 'Unexpected';
  }

  /** @name FrameSupportTokensMiscBalanceStatus (149) */
  interface FrameSupportTokensMiscBalanceStatus extends Enum {
    readonly isFree: boolean;
    readonly isReserved: boolean;
    readonly type: 'Free' | 'Reserved';
  }

  /** @name DinfraRuntimeRuntimeHoldReason (150) */
  interface DinfraRuntimeRuntimeHoldReason extends Enum {
    readonly isProviders: boolean;
    readonly asProviders: PalletProvidersHoldReason;
    readonly isSubscriptions: boolean;
    readonly asSubscriptions: PalletSubscriptionsHoldReason;
    readonly type: 'Providers' | 'Subscriptions';
  }

  /** @name PalletProvidersHoldReason (151) */
  interface PalletProvidersHoldReason extends Enum {
    readonly isBond: boolean;
    readonly isDescriptorType: boolean;
    readonly isOffer: boolean;
    readonly type: 'Bond' | 'DescriptorType' | 'Offer';
  }

  /** @name PalletSubscriptionsHoldReason (152) */
  interface PalletSubscriptionsHoldReason extends Enum {
    readonly isEscrow: boolean;
    readonly isDeposit: boolean;
    readonly type: 'Escrow' | 'Deposit';
  }

  /** @name PalletBalancesUnexpectedKind (153) */
  interface PalletBalancesUnexpectedKind extends Enum {
    readonly isBalanceUpdated: boolean;
    readonly isFailedToMutateAccount: boolean;
    readonly type: 'BalanceUpdated' | 'FailedToMutateAccount';
  }

  /** @name PalletTransactionPaymentEvent (154) */
  interface PalletTransactionPaymentEvent extends Enum {
    readonly isTransactionFeePaid: boolean;
    readonly asTransactionFeePaid: {
      readonly who: AccountId32;
      readonly actualFee: u128;
      readonly tip: u128;
    } & Struct;
    readonly type: 'TransactionFeePaid';
  }

  /** @name PalletSudoEvent (155) */
  interface PalletSudoEvent extends Enum {
    readonly isSudid: boolean;
    readonly asSudid: {
      readonly sudoResult: Result<Null, SpRuntimeDispatchError>;
    } & Struct;
    readonly isKeyChanged: boolean;
    readonly asKeyChanged: {
      readonly old: Option<AccountId32>;
      readonly new_: AccountId32;
    } & Struct;
    readonly isKeyRemoved: boolean;
    readonly isSudoAsDone: boolean;
    readonly asSudoAsDone: {
      readonly sudoResult: Result<Null, SpRuntimeDispatchError>;
    } & Struct;
    readonly type: 'Sudid' | 'KeyChanged' | 'KeyRemoved' | 'SudoAsDone';
  }

  /** @name PalletProvidersEvent (156) */
  interface PalletProvidersEvent extends Enum {
    readonly isRegistered: boolean;
    readonly asRegistered: {
      readonly provider: AccountId32;
      readonly units: u32;
    } & Struct;
    readonly isUnitsSet: boolean;
    readonly asUnitsSet: {
      readonly provider: AccountId32;
      readonly units: u32;
    } & Struct;
    readonly isOperatorInvited: boolean;
    readonly asOperatorInvited: {
      readonly provider: AccountId32;
      readonly operator: AccountId32;
    } & Struct;
    readonly isOperatorAccepted: boolean;
    readonly asOperatorAccepted: {
      readonly provider: AccountId32;
      readonly operator: AccountId32;
    } & Struct;
    readonly isOperatorRemoved: boolean;
    readonly asOperatorRemoved: {
      readonly provider: AccountId32;
      readonly operator: AccountId32;
    } & Struct;
    readonly isTypeRegistered: boolean;
    readonly asTypeRegistered: {
      readonly typeId: H256;
      readonly owner: AccountId32;
      readonly name: Bytes;
    } & Struct;
    readonly isTypeUnregistered: boolean;
    readonly asTypeUnregistered: {
      readonly typeId: H256;
    } & Struct;
    readonly isOffered: boolean;
    readonly asOffered: {
      readonly typeId: H256;
      readonly provider: AccountId32;
      readonly price: u128;
      readonly capacity: u32;
    } & Struct;
    readonly isOfferClosed: boolean;
    readonly asOfferClosed: {
      readonly typeId: H256;
      readonly provider: AccountId32;
    } & Struct;
    readonly isHeartbeat: boolean;
    readonly asHeartbeat: {
      readonly provider: AccountId32;
      readonly live: u32;
    } & Struct;
    readonly isDrained: boolean;
    readonly asDrained: {
      readonly provider: AccountId32;
    } & Struct;
    readonly isUndrained: boolean;
    readonly asUndrained: {
      readonly provider: AccountId32;
    } & Struct;
    readonly isLeft: boolean;
    readonly asLeft: {
      readonly provider: AccountId32;
    } & Struct;
    readonly isBeneficiarySet: boolean;
    readonly asBeneficiarySet: {
      readonly provider: AccountId32;
      readonly beneficiary: Option<AccountId32>;
    } & Struct;
    readonly isLoginKeySet: boolean;
    readonly asLoginKeySet: {
      readonly provider: AccountId32;
      readonly key: Option<PalletProvidersRecordsLoginKey>;
    } & Struct;
    readonly isSealingKeyRotated: boolean;
    readonly asSealingKeyRotated: {
      readonly provider: AccountId32;
      readonly key: U8aFixed;
      readonly version: u32;
    } & Struct;
    readonly isPreviousSealingKeyDropped: boolean;
    readonly asPreviousSealingKeyDropped: {
      readonly provider: AccountId32;
      readonly version: u32;
    } & Struct;
    readonly isBondBurnt: boolean;
    readonly asBondBurnt: {
      readonly provider: AccountId32;
      readonly amount: u128;
    } & Struct;
    readonly isProfileSet: boolean;
    readonly asProfileSet: {
      readonly provider: AccountId32;
    } & Struct;
    readonly isMaintenanceAnnounced: boolean;
    readonly asMaintenanceAnnounced: {
      readonly provider: AccountId32;
      readonly window: Option<PalletProvidersRecordsMaintenanceWindow>;
    } & Struct;
    readonly isAllowedSet: boolean;
    readonly asAllowedSet: {
      readonly typeId: H256;
      readonly provider: AccountId32;
      readonly private: bool;
    } & Struct;
    readonly type: 'Registered' | 'UnitsSet' | 'OperatorInvited' | 'OperatorAccepted' | 'OperatorRemoved' | 'TypeRegistered' | 'TypeUnregistered' | 'Offered' | 'OfferClosed' | 'Heartbeat' | 'Drained' | 'Undrained' | 'Left' | 'BeneficiarySet' | 'LoginKeySet' | 'SealingKeyRotated' | 'PreviousSealingKeyDropped' | 'BondBurnt' | 'ProfileSet' | 'MaintenanceAnnounced' | 'AllowedSet';
  }

  /** @name PalletSubscriptionsEvent (157) */
  interface PalletSubscriptionsEvent extends Enum {
    readonly isSubscribed: boolean;
    readonly asSubscribed: {
      readonly subscription: u64;
      readonly consumer: AccountId32;
      readonly typeId: H256;
      readonly descriptor: H256;
      readonly maxPrice: u128;
      readonly funds: u128;
    } & Struct;
    readonly isAwarded: boolean;
    readonly asAwarded: {
      readonly subscription: u64;
      readonly attempt: u32;
      readonly provider: AccountId32;
      readonly rate: u128;
      readonly deadline: u32;
    } & Struct;
    readonly isWaits: boolean;
    readonly asWaits: {
      readonly subscription: u64;
    } & Struct;
    readonly isRetries: boolean;
    readonly asRetries: {
      readonly subscription: u64;
      readonly failures: u32;
      readonly at: u32;
    } & Struct;
    readonly isDeployed: boolean;
    readonly asDeployed: {
      readonly subscription: u64;
      readonly attempt: u32;
      readonly provider: AccountId32;
      readonly generation: u32;
    } & Struct;
    readonly isGenerationDeployed: boolean;
    readonly asGenerationDeployed: {
      readonly subscription: u64;
      readonly attempt: u32;
      readonly generation: u32;
    } & Struct;
    readonly isReported: boolean;
    readonly asReported: {
      readonly subscription: u64;
      readonly attempt: u32;
      readonly condition: PalletSubscriptionsRecordsCondition;
      readonly reason: Bytes;
    } & Struct;
    readonly isUpdated: boolean;
    readonly asUpdated: {
      readonly subscription: u64;
      readonly descriptor: H256;
      readonly generation: u32;
    } & Struct;
    readonly isLoginsSet: boolean;
    readonly asLoginsSet: {
      readonly subscription: u64;
      readonly generation: u32;
    } & Struct;
    readonly isToppedUp: boolean;
    readonly asToppedUp: {
      readonly subscription: u64;
      readonly amount: u128;
      readonly funds: u128;
    } & Struct;
    readonly isWithdrawn: boolean;
    readonly asWithdrawn: {
      readonly subscription: u64;
      readonly amount: u128;
      readonly funds: u128;
    } & Struct;
    readonly isStopCalled: boolean;
    readonly asStopCalled: {
      readonly subscription: u64;
      readonly attempt: u32;
      readonly at: u32;
      readonly reason: PalletSubscriptionsRecordsEndReason;
    } & Struct;
    readonly isPaid: boolean;
    readonly asPaid: {
      readonly subscription: u64;
      readonly attempt: u32;
      readonly provider: AccountId32;
      readonly amount: u128;
    } & Struct;
    readonly isOwed: boolean;
    readonly asOwed: {
      readonly subscription: u64;
      readonly provider: AccountId32;
      readonly amount: u128;
    } & Struct;
    readonly isDebtPaid: boolean;
    readonly asDebtPaid: {
      readonly subscription: u64;
      readonly provider: AccountId32;
      readonly amount: u128;
    } & Struct;
    readonly isRevoked: boolean;
    readonly asRevoked: {
      readonly subscription: u64;
      readonly attempt: u32;
      readonly provider: AccountId32;
      readonly reason: PalletSubscriptionsRecordsRevokeReason;
      readonly words: Bytes;
    } & Struct;
    readonly isEnded: boolean;
    readonly asEnded: {
      readonly subscription: u64;
      readonly attempt: u32;
      readonly provider: AccountId32;
      readonly reason: PalletSubscriptionsRecordsEndReason;
    } & Struct;
    readonly isClosed: boolean;
    readonly asClosed: {
      readonly subscription: u64;
      readonly consumer: AccountId32;
      readonly reason: PalletSubscriptionsRecordsCloseReason;
      readonly by: Option<AccountId32>;
      readonly at: u32;
      readonly provider: Option<AccountId32>;
      readonly attempt: u32;
      readonly paid: u128;
      readonly refunded: u128;
    } & Struct;
    readonly isTornDown: boolean;
    readonly asTornDown: {
      readonly subscription: u64;
      readonly attempt: u32;
      readonly provider: AccountId32;
      readonly receipt: H256;
    } & Struct;
    readonly isNotServed: boolean;
    readonly asNotServed: {
      readonly subscription: u64;
      readonly attempt: u32;
      readonly error: SpRuntimeDispatchError;
    } & Struct;
    readonly isPriceProposed: boolean;
    readonly asPriceProposed: {
      readonly subscription: u64;
      readonly attempt: u32;
      readonly rate: Option<u128>;
    } & Struct;
    readonly isPriceAnnounced: boolean;
    readonly asPriceAnnounced: {
      readonly subscription: u64;
      readonly attempt: u32;
      readonly rate: u128;
      readonly at: u32;
    } & Struct;
    readonly isPriceChanged: boolean;
    readonly asPriceChanged: {
      readonly subscription: u64;
      readonly attempt: u32;
      readonly rate: u128;
      readonly at: u32;
    } & Struct;
    readonly isForgotten: boolean;
    readonly asForgotten: {
      readonly subscription: u64;
      readonly attempt: u32;
      readonly provider: AccountId32;
    } & Struct;
    readonly isRetired: boolean;
    readonly asRetired: {
      readonly provider: AccountId32;
    } & Struct;
    readonly isRetirementUnfinished: boolean;
    readonly asRetirementUnfinished: {
      readonly provider: AccountId32;
    } & Struct;
    readonly isMigrating: boolean;
    readonly asMigrating: {
      readonly subscription: u64;
      readonly attempt: u32;
      readonly from: AccountId32;
      readonly to: AccountId32;
    } & Struct;
    readonly isSeeks: boolean;
    readonly asSeeks: {
      readonly subscription: u64;
      readonly at: u32;
    } & Struct;
    readonly isSearched: boolean;
    readonly asSearched: {
      readonly subscription: u64;
      readonly paid: u128;
      readonly credit: u128;
    } & Struct;
    readonly isSearchFunded: boolean;
    readonly asSearchFunded: {
      readonly subscription: u64;
      readonly amount: u128;
      readonly credit: u128;
    } & Struct;
    readonly type: 'Subscribed' | 'Awarded' | 'Waits' | 'Retries' | 'Deployed' | 'GenerationDeployed' | 'Reported' | 'Updated' | 'LoginsSet' | 'ToppedUp' | 'Withdrawn' | 'StopCalled' | 'Paid' | 'Owed' | 'DebtPaid' | 'Revoked' | 'Ended' | 'Closed' | 'TornDown' | 'NotServed' | 'PriceProposed' | 'PriceAnnounced' | 'PriceChanged' | 'Forgotten' | 'Retired' | 'RetirementUnfinished' | 'Migrating' | 'Seeks' | 'Searched' | 'SearchFunded';
  }

  /** @name PalletSubscriptionsRecordsEndReason (158) */
  interface PalletSubscriptionsRecordsEndReason extends Enum {
    readonly isFundsSpent: boolean;
    readonly isCancelled: boolean;
    readonly isResigned: boolean;
    readonly isRetired: boolean;
    readonly isMigrated: boolean;
    readonly type: 'FundsSpent' | 'Cancelled' | 'Resigned' | 'Retired' | 'Migrated';
  }

  /** @name PalletSubscriptionsRecordsRevokeReason (159) */
  interface PalletSubscriptionsRecordsRevokeReason extends Enum {
    readonly isRejected: boolean;
    readonly isMissedDeadline: boolean;
    readonly isCancelled: boolean;
    readonly isRetired: boolean;
    readonly type: 'Rejected' | 'MissedDeadline' | 'Cancelled' | 'Retired';
  }

  /** @name PalletSubscriptionsRecordsCloseReason (160) */
  interface PalletSubscriptionsRecordsCloseReason extends Enum {
    readonly isFundsSpent: boolean;
    readonly isCancelled: boolean;
    readonly isResigned: boolean;
    readonly isUnplaced: boolean;
    readonly isRetired: boolean;
    readonly type: 'FundsSpent' | 'Cancelled' | 'Resigned' | 'Unplaced' | 'Retired';
  }

  /** @name FrameSystemPhase (161) */
  interface FrameSystemPhase extends Enum {
    readonly isApplyExtrinsic: boolean;
    readonly asApplyExtrinsic: u32;
    readonly isFinalization: boolean;
    readonly isInitialization: boolean;
    readonly type: 'ApplyExtrinsic' | 'Finalization' | 'Initialization';
  }

  /** @name FrameSystemLastRuntimeUpgradeInfo (164) */
  interface FrameSystemLastRuntimeUpgradeInfo extends Struct {
    readonly specVersion: Compact<u32>;
    readonly specName: Text;
  }

  /** @name FrameSystemCodeUpgradeAuthorization (167) */
  interface FrameSystemCodeUpgradeAuthorization extends Struct {
    readonly codeHash: H256;
    readonly checkVersion: bool;
  }

  /** @name FrameSystemLimitsBlockWeights (168) */
  interface FrameSystemLimitsBlockWeights extends Struct {
    readonly baseBlock: SpWeightsWeightV2Weight;
    readonly maxBlock: SpWeightsWeightV2Weight;
    readonly perClass: FrameSupportDispatchPerDispatchClassWeightsPerClass;
  }

  /** @name FrameSupportDispatchPerDispatchClassWeightsPerClass (169) */
  interface FrameSupportDispatchPerDispatchClassWeightsPerClass extends Struct {
    readonly normal: FrameSystemLimitsWeightsPerClass;
    readonly operational: FrameSystemLimitsWeightsPerClass;
    readonly mandatory: FrameSystemLimitsWeightsPerClass;
  }

  /** @name FrameSystemLimitsWeightsPerClass (170) */
  interface FrameSystemLimitsWeightsPerClass extends Struct {
    readonly baseExtrinsic: SpWeightsWeightV2Weight;
    readonly maxExtrinsic: Option<SpWeightsWeightV2Weight>;
    readonly maxTotal: Option<SpWeightsWeightV2Weight>;
    readonly reserved: Option<SpWeightsWeightV2Weight>;
  }

  /** @name FrameSystemLimitsBlockLength (172) */
  interface FrameSystemLimitsBlockLength extends Struct {
    readonly max: FrameSupportDispatchPerDispatchClassU32;
    readonly maxHeaderSize: Option<u32>;
  }

  /** @name FrameSupportDispatchPerDispatchClassU32 (173) */
  interface FrameSupportDispatchPerDispatchClassU32 extends Struct {
    readonly normal: u32;
    readonly operational: u32;
    readonly mandatory: u32;
  }

  /** @name SpWeightsRuntimeDbWeight (174) */
  interface SpWeightsRuntimeDbWeight extends Struct {
    readonly read: u64;
    readonly write: u64;
  }

  /** @name SpVersionRuntimeVersion (175) */
  interface SpVersionRuntimeVersion extends Struct {
    readonly specName: Text;
    readonly implName: Text;
    readonly authoringVersion: u32;
    readonly specVersion: u32;
    readonly implVersion: u32;
    readonly apis: Vec<ITuple<[U8aFixed, u32]>>;
    readonly transactionVersion: u32;
    readonly systemVersion: u8;
  }

  /** @name FrameSystemError (180) */
  interface FrameSystemError extends Enum {
    readonly isInvalidSpecName: boolean;
    readonly isSpecVersionNeedsToIncrease: boolean;
    readonly isFailedToExtractRuntimeVersion: boolean;
    readonly isNonDefaultComposite: boolean;
    readonly isNonZeroRefCount: boolean;
    readonly isCallFiltered: boolean;
    readonly isMultiBlockMigrationsOngoing: boolean;
    readonly isNothingAuthorized: boolean;
    readonly isUnauthorized: boolean;
    readonly type: 'InvalidSpecName' | 'SpecVersionNeedsToIncrease' | 'FailedToExtractRuntimeVersion' | 'NonDefaultComposite' | 'NonZeroRefCount' | 'CallFiltered' | 'MultiBlockMigrationsOngoing' | 'NothingAuthorized' | 'Unauthorized';
  }

  /** @name CumulusPalletParachainSystemBlockWeightBlockWeightMode (181) */
  interface CumulusPalletParachainSystemBlockWeightBlockWeightMode extends Enum {
    readonly isFullCore: boolean;
    readonly asFullCore: {
      readonly context: u32;
    } & Struct;
    readonly isPotentialFullCore: boolean;
    readonly asPotentialFullCore: {
      readonly context: u32;
      readonly firstTransactionIndex: Option<u32>;
      readonly targetWeight: SpWeightsWeightV2Weight;
    } & Struct;
    readonly isFractionOfCore: boolean;
    readonly asFractionOfCore: {
      readonly context: u32;
      readonly firstTransactionIndex: Option<u32>;
    } & Struct;
    readonly type: 'FullCore' | 'PotentialFullCore' | 'FractionOfCore';
  }

  /** @name CumulusPalletParachainSystemUnincludedSegmentAncestor (184) */
  interface CumulusPalletParachainSystemUnincludedSegmentAncestor extends Struct {
    readonly usedBandwidth: CumulusPalletParachainSystemUnincludedSegmentUsedBandwidth;
    readonly paraHeadHash: Option<H256>;
    readonly consumedGoAheadSignal: Option<PolkadotPrimitivesV9UpgradeGoAhead>;
  }

  /** @name CumulusPalletParachainSystemUnincludedSegmentUsedBandwidth (185) */
  interface CumulusPalletParachainSystemUnincludedSegmentUsedBandwidth extends Struct {
    readonly umpMsgCount: u32;
    readonly umpTotalBytes: u32;
    readonly hrmpOutgoing: BTreeMap<u32, CumulusPalletParachainSystemUnincludedSegmentHrmpChannelUpdate>;
  }

  /** @name CumulusPalletParachainSystemUnincludedSegmentHrmpChannelUpdate (187) */
  interface CumulusPalletParachainSystemUnincludedSegmentHrmpChannelUpdate extends Struct {
    readonly msgCount: u32;
    readonly totalBytes: u32;
  }

  /** @name PolkadotPrimitivesV9UpgradeGoAhead (191) */
  interface PolkadotPrimitivesV9UpgradeGoAhead extends Enum {
    readonly isAbort: boolean;
    readonly isGoAhead: boolean;
    readonly type: 'Abort' | 'GoAhead';
  }

  /** @name CumulusPalletParachainSystemUnincludedSegmentSegmentTracker (192) */
  interface CumulusPalletParachainSystemUnincludedSegmentSegmentTracker extends Struct {
    readonly usedBandwidth: CumulusPalletParachainSystemUnincludedSegmentUsedBandwidth;
    readonly hrmpWatermark: Option<u32>;
    readonly consumedGoAheadSignal: Option<PolkadotPrimitivesV9UpgradeGoAhead>;
  }

  /** @name PolkadotPrimitivesV9UpgradeRestriction (194) */
  interface PolkadotPrimitivesV9UpgradeRestriction extends Enum {
    readonly isPresent: boolean;
    readonly type: 'Present';
  }

  /** @name CumulusPalletParachainSystemRelayStateSnapshotMessagingStateSnapshot (195) */
  interface CumulusPalletParachainSystemRelayStateSnapshotMessagingStateSnapshot extends Struct {
    readonly dmqMqcHead: H256;
    readonly relayDispatchQueueRemainingCapacity: CumulusPalletParachainSystemRelayStateSnapshotRelayDispatchQueueRemainingCapacity;
    readonly ingressChannels: Vec<ITuple<[u32, PolkadotPrimitivesV9AbridgedHrmpChannel]>>;
    readonly egressChannels: Vec<ITuple<[u32, PolkadotPrimitivesV9AbridgedHrmpChannel]>>;
  }

  /** @name CumulusPalletParachainSystemRelayStateSnapshotRelayDispatchQueueRemainingCapacity (196) */
  interface CumulusPalletParachainSystemRelayStateSnapshotRelayDispatchQueueRemainingCapacity extends Struct {
    readonly remainingCount: u32;
    readonly remainingSize: u32;
  }

  /** @name PolkadotPrimitivesV9AbridgedHrmpChannel (199) */
  interface PolkadotPrimitivesV9AbridgedHrmpChannel extends Struct {
    readonly maxCapacity: u32;
    readonly maxTotalSize: u32;
    readonly maxMessageSize: u32;
    readonly msgCount: u32;
    readonly totalSize: u32;
    readonly mqcHead: Option<H256>;
  }

  /** @name PolkadotPrimitivesV9AbridgedHostConfiguration (200) */
  interface PolkadotPrimitivesV9AbridgedHostConfiguration extends Struct {
    readonly maxCodeSize: u32;
    readonly maxHeadDataSize: u32;
    readonly maxUpwardQueueCount: u32;
    readonly maxUpwardQueueSize: u32;
    readonly maxUpwardMessageSize: u32;
    readonly maxUpwardMessageNumPerCandidate: u32;
    readonly hrmpMaxMessageNumPerCandidate: u32;
    readonly validationUpgradeCooldown: u32;
    readonly validationUpgradeDelay: u32;
    readonly asyncBackingParams: PolkadotPrimitivesV9AsyncBackingAsyncBackingParams;
  }

  /** @name PolkadotPrimitivesV9AsyncBackingAsyncBackingParams (201) */
  interface PolkadotPrimitivesV9AsyncBackingAsyncBackingParams extends Struct {
    readonly maxCandidateDepth: u32;
    readonly allowedAncestryLen: u32;
  }

  /** @name CumulusPalletParachainSystemParachainInherentInboundMessageId (206) */
  interface CumulusPalletParachainSystemParachainInherentInboundMessageId extends Struct {
    readonly sentAt: u32;
    readonly reverseIdx: u32;
  }

  /** @name PolkadotCorePrimitivesOutboundHrmpMessage (208) */
  interface PolkadotCorePrimitivesOutboundHrmpMessage extends Struct {
    readonly recipient: u32;
    readonly data: Bytes;
  }

  /** @name CumulusPalletParachainSystemPoVMessages (210) */
  interface CumulusPalletParachainSystemPoVMessages extends Struct {
    readonly relayStorageRootOrHash: H256;
    readonly coreSelector: u8;
    readonly bundleIndex: u8;
    readonly umpMsgCount: u32;
    readonly hrmpOutboundCount: u32;
    readonly hrmpOutboundRecipients: Vec<u32>;
  }

  /** @name CumulusPalletParachainSystemError (212) */
  interface CumulusPalletParachainSystemError extends Enum {
    readonly isOverlappingUpgrades: boolean;
    readonly isProhibitedByPolkadot: boolean;
    readonly isTooBig: boolean;
    readonly isValidationDataNotAvailable: boolean;
    readonly isHostConfigurationNotAvailable: boolean;
    readonly isNotScheduled: boolean;
    readonly type: 'OverlappingUpgrades' | 'ProhibitedByPolkadot' | 'TooBig' | 'ValidationDataNotAvailable' | 'HostConfigurationNotAvailable' | 'NotScheduled';
  }

  /** @name PalletUtilityError (213) */
  interface PalletUtilityError extends Enum {
    readonly isTooManyCalls: boolean;
    readonly type: 'TooManyCalls';
  }

  /** @name PalletMultisigMultisig (215) */
  interface PalletMultisigMultisig extends Struct {
    readonly when: PalletMultisigTimepoint;
    readonly deposit: u128;
    readonly depositor: AccountId32;
    readonly approvals: Vec<AccountId32>;
  }

  /** @name PalletMultisigError (217) */
  interface PalletMultisigError extends Enum {
    readonly isMinimumThreshold: boolean;
    readonly isAlreadyApproved: boolean;
    readonly isNoApprovalsNeeded: boolean;
    readonly isTooFewSignatories: boolean;
    readonly isTooManySignatories: boolean;
    readonly isSignatoriesOutOfOrder: boolean;
    readonly isSenderInSignatories: boolean;
    readonly isNotFound: boolean;
    readonly isNotOwner: boolean;
    readonly isNoTimepoint: boolean;
    readonly isWrongTimepoint: boolean;
    readonly isUnexpectedTimepoint: boolean;
    readonly isMaxWeightTooLow: boolean;
    readonly isAlreadyStored: boolean;
    readonly type: 'MinimumThreshold' | 'AlreadyApproved' | 'NoApprovalsNeeded' | 'TooFewSignatories' | 'TooManySignatories' | 'SignatoriesOutOfOrder' | 'SenderInSignatories' | 'NotFound' | 'NotOwner' | 'NoTimepoint' | 'WrongTimepoint' | 'UnexpectedTimepoint' | 'MaxWeightTooLow' | 'AlreadyStored';
  }

  /** @name PalletProxyProxyDefinition (220) */
  interface PalletProxyProxyDefinition extends Struct {
    readonly delegate: AccountId32;
    readonly proxyType: DinfraRuntimeProxiesProxyType;
    readonly delay: u32;
  }

  /** @name PalletProxyAnnouncement (224) */
  interface PalletProxyAnnouncement extends Struct {
    readonly real: AccountId32;
    readonly callHash: H256;
    readonly height: u32;
  }

  /** @name PalletProxyError (226) */
  interface PalletProxyError extends Enum {
    readonly isTooMany: boolean;
    readonly isNotFound: boolean;
    readonly isNotProxy: boolean;
    readonly isUnproxyable: boolean;
    readonly isDuplicate: boolean;
    readonly isNoPermission: boolean;
    readonly isUnannounced: boolean;
    readonly isNoSelfProxy: boolean;
    readonly type: 'TooMany' | 'NotFound' | 'NotProxy' | 'Unproxyable' | 'Duplicate' | 'NoPermission' | 'Unannounced' | 'NoSelfProxy';
  }

  /** @name PalletClockReading (227) */
  interface PalletClockReading extends Struct {
    readonly now: u32;
    readonly provider: u32;
  }

  /** @name PalletBalancesBalanceLock (229) */
  interface PalletBalancesBalanceLock extends Struct {
    readonly id: U8aFixed;
    readonly amount: u128;
    readonly reasons: PalletBalancesReasons;
  }

  /** @name PalletBalancesReasons (230) */
  interface PalletBalancesReasons extends Enum {
    readonly isFee: boolean;
    readonly isMisc: boolean;
    readonly isAll: boolean;
    readonly type: 'Fee' | 'Misc' | 'All';
  }

  /** @name PalletBalancesReserveData (233) */
  interface PalletBalancesReserveData extends Struct {
    readonly id: U8aFixed;
    readonly amount: u128;
  }

  /** @name FrameSupportTokensMiscIdAmountRuntimeHoldReason (236) */
  interface FrameSupportTokensMiscIdAmountRuntimeHoldReason extends Struct {
    readonly id: DinfraRuntimeRuntimeHoldReason;
    readonly amount: u128;
  }

  /** @name FrameSupportTokensMiscIdAmountRuntimeFreezeReason (239) */
  interface FrameSupportTokensMiscIdAmountRuntimeFreezeReason extends Struct {
    readonly id: DinfraRuntimeRuntimeFreezeReason;
    readonly amount: u128;
  }

  /** @name DinfraRuntimeRuntimeFreezeReason (240) */
  type DinfraRuntimeRuntimeFreezeReason = Null;

  /** @name PalletBalancesError (242) */
  interface PalletBalancesError extends Enum {
    readonly isVestingBalance: boolean;
    readonly isLiquidityRestrictions: boolean;
    readonly isInsufficientBalance: boolean;
    readonly isExistentialDeposit: boolean;
    readonly isExpendability: boolean;
    readonly isExistingVestingSchedule: boolean;
    readonly isDeadAccount: boolean;
    readonly isTooManyReserves: boolean;
    readonly isTooManyHolds: boolean;
    readonly isTooManyFreezes: boolean;
    readonly isIssuanceDeactivated: boolean;
    readonly isDeltaZero: boolean;
    readonly type: 'VestingBalance' | 'LiquidityRestrictions' | 'InsufficientBalance' | 'ExistentialDeposit' | 'Expendability' | 'ExistingVestingSchedule' | 'DeadAccount' | 'TooManyReserves' | 'TooManyHolds' | 'TooManyFreezes' | 'IssuanceDeactivated' | 'DeltaZero';
  }

  /** @name PalletTransactionPaymentReleases (243) */
  interface PalletTransactionPaymentReleases extends Enum {
    readonly isV1Ancient: boolean;
    readonly isV2: boolean;
    readonly type: 'V1Ancient' | 'V2';
  }

  /** @name FrameSupportStorageNoDrop (244) */
  interface FrameSupportStorageNoDrop extends FrameSupportTokensFungibleImbalance {}

  /** @name FrameSupportTokensFungibleImbalance (245) */
  interface FrameSupportTokensFungibleImbalance extends Struct {
    readonly amount: u128;
  }

  /** @name PalletSudoError (246) */
  interface PalletSudoError extends Enum {
    readonly isRequireSudo: boolean;
    readonly type: 'RequireSudo';
  }

  /** @name SpConsensusAuraSr25519AppSr25519Public (248) */
  interface SpConsensusAuraSr25519AppSr25519Public extends U8aFixed {}

  /** @name PalletProvidersRecordsProvider (252) */
  interface PalletProvidersRecordsProvider extends Struct {
    readonly units: u32;
    readonly bond: u128;
    readonly operators: Vec<AccountId32>;
    readonly beneficiary: Option<AccountId32>;
    readonly draining: bool;
    readonly retiring: bool;
    readonly acc: u32;
    readonly lastHeartbeat: u32;
    readonly revision: u64;
    readonly assignments: u32;
    readonly offers: u32;
    readonly offered: u32;
    readonly missed: u32;
  }

  /** @name PalletProvidersLivenessDarkPeriod (254) */
  interface PalletProvidersLivenessDarkPeriod extends Struct {
    readonly from: u32;
    readonly until: u32;
  }

  /** @name PalletProvidersRecordsChange (257) */
  interface PalletProvidersRecordsChange extends Struct {
    readonly revision: u64;
    readonly subscription: u64;
    readonly attempt: u32;
  }

  /** @name PalletProvidersRecordsDescriptorType (258) */
  interface PalletProvidersRecordsDescriptorType extends Struct {
    readonly owner: AccountId32;
    readonly name: Bytes;
    readonly deposit: u128;
    readonly offers: u32;
  }

  /** @name PalletProvidersRecordsKeys (260) */
  interface PalletProvidersRecordsKeys extends Struct {
    readonly login: Option<PalletProvidersRecordsLoginKey>;
    readonly sealing: Option<PalletProvidersRecordsSealingKey>;
    readonly previous: Option<PalletProvidersRecordsSealingKey>;
  }

  /** @name PalletProvidersRecordsSealingKey (262) */
  interface PalletProvidersRecordsSealingKey extends Struct {
    readonly key: U8aFixed;
    readonly version: u32;
  }

  /** @name PalletProvidersRecordsOffer (264) */
  interface PalletProvidersRecordsOffer extends Struct {
    readonly price: u128;
    readonly elastic: Option<PalletProvidersRecordsElastic>;
    readonly capacity: u32;
    readonly used: u32;
    readonly open: bool;
    readonly private: bool;
    readonly setupBlocks: u32;
    readonly place: u64;
    readonly left: u32;
    readonly begun: bool;
    readonly missed: u32;
    readonly visibleFrom: u64;
    readonly deposit: u128;
  }

  /** @name PalletProvidersRecordsEntry (267) */
  interface PalletProvidersRecordsEntry extends Struct {
    readonly provider: AccountId32;
    readonly before: Option<u64>;
    readonly after: Option<u64>;
  }

  /** @name PalletProvidersRecordsOfferQueue (269) */
  interface PalletProvidersRecordsOfferQueue extends Struct {
    readonly next: u64;
    readonly ends: Option<PalletProvidersRecordsEnds>;
  }

  /** @name PalletProvidersRecordsEnds (271) */
  interface PalletProvidersRecordsEnds extends Struct {
    readonly first: u64;
    readonly last: u64;
  }

  /** @name PalletProvidersError (272) */
  interface PalletProvidersError extends Enum {
    readonly isAlreadyRegistered: boolean;
    readonly isKeyInUse: boolean;
    readonly isNotAProvider: boolean;
    readonly isNotAnOperator: boolean;
    readonly isNoUnits: boolean;
    readonly isUnitsInUse: boolean;
    readonly isBondNotCovered: boolean;
    readonly isTooManyOperators: boolean;
    readonly isOperatorKnown: boolean;
    readonly isNotInvited: boolean;
    readonly isUnknownOperator: boolean;
    readonly isTypeExists: boolean;
    readonly isUnknownType: boolean;
    readonly isTypeInUse: boolean;
    readonly isNotTypeOwner: boolean;
    readonly isInvalidName: boolean;
    readonly isMaintenanceTooSoon: boolean;
    readonly isInvalidWindow: boolean;
    readonly isNoMaintenance: boolean;
    readonly isSetupOutOfBounds: boolean;
    readonly isZeroPrice: boolean;
    readonly isZeroCapacity: boolean;
    readonly isCapacityAboveUnits: boolean;
    readonly isUnknownOffer: boolean;
    readonly isAlreadyDraining: boolean;
    readonly isNotDraining: boolean;
    readonly isOffersRemain: boolean;
    readonly isAssignmentsRemain: boolean;
    readonly isTooManyOffers: boolean;
    readonly isNameTaken: boolean;
    readonly isInvalidKey: boolean;
    readonly isKeyKnown: boolean;
    readonly isNoPreviousKey: boolean;
    readonly isRetiring: boolean;
    readonly isBondShort: boolean;
    readonly isInvalidLabel: boolean;
    readonly isInvalidBounds: boolean;
    readonly type: 'AlreadyRegistered' | 'KeyInUse' | 'NotAProvider' | 'NotAnOperator' | 'NoUnits' | 'UnitsInUse' | 'BondNotCovered' | 'TooManyOperators' | 'OperatorKnown' | 'NotInvited' | 'UnknownOperator' | 'TypeExists' | 'UnknownType' | 'TypeInUse' | 'NotTypeOwner' | 'InvalidName' | 'MaintenanceTooSoon' | 'InvalidWindow' | 'NoMaintenance' | 'SetupOutOfBounds' | 'ZeroPrice' | 'ZeroCapacity' | 'CapacityAboveUnits' | 'UnknownOffer' | 'AlreadyDraining' | 'NotDraining' | 'OffersRemain' | 'AssignmentsRemain' | 'TooManyOffers' | 'NameTaken' | 'InvalidKey' | 'KeyKnown' | 'NoPreviousKey' | 'Retiring' | 'BondShort' | 'InvalidLabel' | 'InvalidBounds';
  }

  /** @name PalletSubscriptionsRecordsSubscription (273) */
  interface PalletSubscriptionsRecordsSubscription extends Struct {
    readonly consumer: AccountId32;
    readonly typeId: H256;
    readonly descriptor: H256;
    readonly generation: u32;
    readonly maxPrice: u128;
    readonly funds: u128;
    readonly deposit: u128;
    readonly paid: u128;
    readonly state: PalletSubscriptionsRecordsSubscriptionState;
    readonly successor: Option<PalletSubscriptionsRecordsSuccessor>;
    readonly reserve: u128;
    readonly inLine: Option<u128>;
    readonly failures: Option<PalletSubscriptionsRecordsFailures>;
    readonly attempts: u32;
    readonly excluded: Vec<AccountId32>;
    readonly reason: Bytes;
    readonly assignments: u32;
    readonly created: u32;
  }

  /** @name PalletSubscriptionsRecordsSubscriptionState (274) */
  interface PalletSubscriptionsRecordsSubscriptionState extends Enum {
    readonly isWaiting: boolean;
    readonly isPlaced: boolean;
    readonly asPlaced: {
      readonly provider: AccountId32;
      readonly attempt: u32;
    } & Struct;
    readonly isClosed: boolean;
    readonly asClosed: {
      readonly reason: PalletSubscriptionsRecordsCloseReason;
    } & Struct;
    readonly type: 'Waiting' | 'Placed' | 'Closed';
  }

  /** @name PalletSubscriptionsRecordsSuccessor (276) */
  interface PalletSubscriptionsRecordsSuccessor extends Struct {
    readonly provider: AccountId32;
    readonly attempt: u32;
  }

  /** @name PalletSubscriptionsRecordsFailures (278) */
  interface PalletSubscriptionsRecordsFailures extends Struct {
    readonly count: u32;
    readonly since: u32;
    readonly retry: Option<u32>;
  }

  /** @name PalletSubscriptionsRecordsInOrder (283) */
  interface PalletSubscriptionsRecordsInOrder extends U8aFixed {}

  /** @name PalletSubscriptionsRecordsLine (284) */
  interface PalletSubscriptionsRecordsLine extends Struct {
    readonly pass: u64;
    readonly walk: Option<PalletSubscriptionsRecordsWalk>;
  }

  /** @name PalletSubscriptionsRecordsWalk (286) */
  interface PalletSubscriptionsRecordsWalk extends Struct {
    readonly at: u64;
    readonly scan: Option<PalletProvidersMarketplaceScan>;
    readonly until: Option<u64>;
  }

  /** @name PalletProvidersMarketplaceScan (288) */
  interface PalletProvidersMarketplaceScan extends Struct {
    readonly next: u64;
    readonly from: u64;
    readonly end: u64;
  }

  /** @name PalletSubscriptionsRecordsSearch (289) */
  interface PalletSubscriptionsRecordsSearch extends Struct {
    readonly at: u32;
    readonly scan: Option<PalletProvidersMarketplaceScan>;
  }

  /** @name PalletSubscriptionsRecordsAssignment (292) */
  interface PalletSubscriptionsRecordsAssignment extends Struct {
    readonly state: PalletSubscriptionsRecordsAssignmentState;
    readonly rate: u128;
    readonly elastic: Option<PalletProvidersRecordsElastic>;
    readonly next: Option<PalletSubscriptionsRecordsRateChange>;
    readonly proposal: Option<u128>;
    readonly rates: Vec<PalletSubscriptionsRecordsRateChange>;
    readonly awardedAt: u32;
    readonly byTurn: bool;
    readonly deployedAt: Option<u32>;
    readonly segment: Option<PalletSubscriptionsMoneySegment>;
    readonly stop: Option<PalletSubscriptionsRecordsStop>;
    readonly due: Option<u32>;
    readonly notice: u32;
    readonly minimum: u32;
    readonly trial: u32;
    readonly generation: u32;
    readonly condition: Option<PalletSubscriptionsRecordsCondition>;
    readonly reason: Bytes;
    readonly paid: u128;
  }

  /** @name PalletSubscriptionsRecordsAssignmentState (293) */
  interface PalletSubscriptionsRecordsAssignmentState extends Enum {
    readonly isAwarded: boolean;
    readonly asAwarded: {
      readonly deadline: u32;
    } & Struct;
    readonly isActive: boolean;
    readonly isEnding: boolean;
    readonly asEnding: {
      readonly reason: PalletSubscriptionsRecordsEndReason;
    } & Struct;
    readonly isRevoked: boolean;
    readonly asRevoked: {
      readonly reason: PalletSubscriptionsRecordsRevokeReason;
    } & Struct;
    readonly type: 'Awarded' | 'Active' | 'Ending' | 'Revoked';
  }

  /** @name PalletSubscriptionsRecordsRateChange (295) */
  interface PalletSubscriptionsRecordsRateChange extends Struct {
    readonly at: u32;
    readonly rate: u128;
  }

  /** @name PalletSubscriptionsMoneySegment (299) */
  interface PalletSubscriptionsMoneySegment extends Struct {
    readonly since: u32;
    readonly rate: u128;
    readonly funds: u128;
    readonly live0: u32;
  }

  /** @name PalletSubscriptionsRecordsStop (301) */
  interface PalletSubscriptionsRecordsStop extends Struct {
    readonly at: u32;
    readonly reason: PalletSubscriptionsRecordsEndReason;
  }

  /** @name PalletSubscriptionsRecordsDebt (304) */
  interface PalletSubscriptionsRecordsDebt extends Struct {
    readonly consumer: AccountId32;
    readonly amount: u128;
  }

  /** @name PalletSubscriptionsRecordsClosing (306) */
  interface PalletSubscriptionsRecordsClosing extends Struct {
    readonly subscription: u64;
    readonly typeId: H256;
    readonly reason: PalletSubscriptionsRecordsCloseReason;
    readonly by: Option<AccountId32>;
    readonly at: u32;
    readonly provider: Option<AccountId32>;
    readonly attempt: u32;
    readonly paid: u128;
    readonly refunded: u128;
    readonly words: Bytes;
  }

  /** @name PalletSubscriptionsRecordsParting (307) */
  interface PalletSubscriptionsRecordsParting extends Struct {
    readonly subscription: u64;
    readonly attempt: u32;
    readonly typeId: H256;
    readonly consumer: AccountId32;
    readonly outcome: PalletSubscriptionsRecordsOutcome;
    readonly by: Option<AccountId32>;
    readonly at: u32;
    readonly paid: u128;
    readonly words: Bytes;
  }

  /** @name PalletSubscriptionsRecordsOutcome (308) */
  interface PalletSubscriptionsRecordsOutcome extends Enum {
    readonly isRevoked: boolean;
    readonly asRevoked: PalletSubscriptionsRecordsRevokeReason;
    readonly isEnded: boolean;
    readonly asEnded: PalletSubscriptionsRecordsEndReason;
    readonly type: 'Revoked' | 'Ended';
  }

  /** @name PalletSubscriptionsError (310) */
  interface PalletSubscriptionsError extends Enum {
    readonly isNotFound: boolean;
    readonly isUnknownType: boolean;
    readonly isZeroPrice: boolean;
    readonly isZeroAmount: boolean;
    readonly isTooFewBlocksFunded: boolean;
    readonly isFundsNotCovered: boolean;
    readonly isNotConsumer: boolean;
    readonly isNotAProvider: boolean;
    readonly isNoAssignment: boolean;
    readonly isSubscriptionClosed: boolean;
    readonly isSubscriptionWaits: boolean;
    readonly isNotWaiting: boolean;
    readonly isNobodyMatches: boolean;
    readonly isAlreadyEnded: boolean;
    readonly isAlreadyEnding: boolean;
    readonly isDeadlineMissed: boolean;
    readonly isAwardRevoked: boolean;
    readonly isAlreadyDeployed: boolean;
    readonly isNotDeployed: boolean;
    readonly isUnknownGeneration: boolean;
    readonly isGenerationKnown: boolean;
    readonly isFundsCommitted: boolean;
    readonly isNothingEarned: boolean;
    readonly isNothingOwed: boolean;
    readonly isStillUnpayable: boolean;
    readonly isNothingDue: boolean;
    readonly isNotEnded: boolean;
    readonly isNotOwner: boolean;
    readonly isNoProposal: boolean;
    readonly isNotElastic: boolean;
    readonly isOutOfBounds: boolean;
    readonly isStepTooLarge: boolean;
    readonly isSameRate: boolean;
    readonly isRepricePending: boolean;
    readonly isGroupFull: boolean;
    readonly isOthersFirst: boolean;
    readonly isLimitOutOfBounds: boolean;
    readonly isMigrationPending: boolean;
    readonly isMinimumNotOver: boolean;
    readonly isInvalidLogin: boolean;
    readonly type: 'NotFound' | 'UnknownType' | 'ZeroPrice' | 'ZeroAmount' | 'TooFewBlocksFunded' | 'FundsNotCovered' | 'NotConsumer' | 'NotAProvider' | 'NoAssignment' | 'SubscriptionClosed' | 'SubscriptionWaits' | 'NotWaiting' | 'NobodyMatches' | 'AlreadyEnded' | 'AlreadyEnding' | 'DeadlineMissed' | 'AwardRevoked' | 'AlreadyDeployed' | 'NotDeployed' | 'UnknownGeneration' | 'GenerationKnown' | 'FundsCommitted' | 'NothingEarned' | 'NothingOwed' | 'StillUnpayable' | 'NothingDue' | 'NotEnded' | 'NotOwner' | 'NoProposal' | 'NotElastic' | 'OutOfBounds' | 'StepTooLarge' | 'SameRate' | 'RepricePending' | 'GroupFull' | 'OthersFirst' | 'LimitOutOfBounds' | 'MigrationPending' | 'MinimumNotOver' | 'InvalidLogin';
  }

  /** @name DinfraRuntimeRuntime (311) */
  type DinfraRuntimeRuntime = Null;

  /** @name SpRuntimeBlockLazyBlock (312) */
  interface SpRuntimeBlockLazyBlock extends Struct {
    readonly header: SpRuntimeHeader;
    readonly extrinsics: Vec<Bytes>;
  }

  /** @name SpRuntimeExtrinsicInclusionMode (316) */
  interface SpRuntimeExtrinsicInclusionMode extends Enum {
    readonly isAllExtrinsics: boolean;
    readonly isOnlyInherents: boolean;
    readonly type: 'AllExtrinsics' | 'OnlyInherents';
  }

  /** @name DinfraRuntimeApiTick (320) */
  interface DinfraRuntimeApiTick extends Struct {
    readonly now: u32;
    readonly revision: u64;
    readonly assignments: u32;
  }

  /** @name DinfraRuntimeApiAssignmentsPage (323) */
  interface DinfraRuntimeApiAssignmentsPage extends Struct {
    readonly revision: u64;
    readonly items: Vec<PalletSubscriptionsViewsAssignmentView>;
    readonly next: Option<ITuple<[u64, u32]>>;
  }

  /** @name PalletSubscriptionsViewsAssignmentView (325) */
  interface PalletSubscriptionsViewsAssignmentView extends Struct {
    readonly subscription: u64;
    readonly attempt: u32;
    readonly typeId: H256;
    readonly descriptor: H256;
    readonly generation: u32;
    readonly observedGeneration: u32;
    readonly consumer: AccountId32;
    readonly stored: PalletSubscriptionsRecordsAssignmentState;
    readonly effective: PalletSubscriptionsRecordsAssignmentState;
    readonly rate: u128;
    readonly elastic: Option<PalletProvidersRecordsElastic>;
    readonly nextRate: Option<PalletSubscriptionsRecordsRateChange>;
    readonly proposal: Option<u128>;
    readonly notice: u32;
    readonly minimum: u32;
    readonly trial: u32;
    readonly awardedAt: u32;
    readonly deployedAt: Option<u32>;
    readonly deadline: Option<u32>;
    readonly endsAt: Option<u32>;
    readonly condition: Option<PalletSubscriptionsRecordsCondition>;
    readonly reason: Bytes;
    readonly earned: u128;
    readonly paid: u128;
    readonly owed: u128;
    readonly logins: Vec<PalletProvidersRecordsLoginKey>;
  }

  /** @name PalletSubscriptionsViewsSubscriptionView (328) */
  interface PalletSubscriptionsViewsSubscriptionView extends Struct {
    readonly id: u64;
    readonly consumer: AccountId32;
    readonly typeId: H256;
    readonly descriptor: H256;
    readonly generation: u32;
    readonly observedGeneration: u32;
    readonly maxPrice: u128;
    readonly funds: u128;
    readonly deposit: u128;
    readonly created: u32;
    readonly stored: PalletSubscriptionsRecordsSubscriptionState;
    readonly effective: PalletSubscriptionsRecordsSubscriptionState;
    readonly attempt: u32;
    readonly provider: Option<AccountId32>;
    readonly rate: Option<u128>;
    readonly nextRate: Option<PalletSubscriptionsRecordsRateChange>;
    readonly proposal: Option<u128>;
    readonly maintenance: Option<PalletProvidersRecordsMaintenanceWindow>;
    readonly successor: Option<PalletSubscriptionsRecordsSuccessor>;
    readonly reserve: u128;
    readonly ticket: Option<u64>;
    readonly failures: u32;
    readonly retry: Option<u32>;
    readonly deployedAt: Option<u32>;
    readonly deadline: Option<u32>;
    readonly endsAt: Option<u32>;
    readonly earned: u128;
    readonly paid: u128;
    readonly refundable: u128;
    readonly withdrawable: u128;
    readonly condition: Option<PalletSubscriptionsRecordsCondition>;
    readonly reason: Bytes;
    readonly logins: Vec<PalletProvidersRecordsLoginKey>;
    readonly credit: u128;
    readonly seeks: bool;
  }

  /** @name FrameSupportViewFunctionsViewFunctionId (329) */
  interface FrameSupportViewFunctionsViewFunctionId extends Struct {
    readonly prefix: U8aFixed;
    readonly suffix: U8aFixed;
  }

  /** @name FrameSupportViewFunctionsViewFunctionDispatchError (332) */
  interface FrameSupportViewFunctionsViewFunctionDispatchError extends Enum {
    readonly isNotImplemented: boolean;
    readonly isNotFound: boolean;
    readonly asNotFound: FrameSupportViewFunctionsViewFunctionId;
    readonly isCodec: boolean;
    readonly type: 'NotImplemented' | 'NotFound' | 'Codec';
  }

  /** @name SpRuntimeTransactionValidityTransactionValidityError (334) */
  interface SpRuntimeTransactionValidityTransactionValidityError extends Enum {
    readonly isInvalid: boolean;
    readonly asInvalid: SpRuntimeTransactionValidityInvalidTransaction;
    readonly isUnknown: boolean;
    readonly asUnknown: SpRuntimeTransactionValidityUnknownTransaction;
    readonly type: 'Invalid' | 'Unknown';
  }

  /** @name SpRuntimeTransactionValidityInvalidTransaction (335) */
  interface SpRuntimeTransactionValidityInvalidTransaction extends Enum {
    readonly isCall: boolean;
    readonly isPayment: boolean;
    readonly isFuture: boolean;
    readonly isStale: boolean;
    readonly isBadProof: boolean;
    readonly isAncientBirthBlock: boolean;
    readonly isExhaustsResources: boolean;
    readonly isCustom: boolean;
    readonly asCustom: u8;
    readonly isBadMandatory: boolean;
    readonly isMandatoryValidation: boolean;
    readonly isBadSigner: boolean;
    readonly isIndeterminateImplicit: boolean;
    readonly isUnknownOrigin: boolean;
    readonly type: 'Call' | 'Payment' | 'Future' | 'Stale' | 'BadProof' | 'AncientBirthBlock' | 'ExhaustsResources' | 'Custom' | 'BadMandatory' | 'MandatoryValidation' | 'BadSigner' | 'IndeterminateImplicit' | 'UnknownOrigin';
  }

  /** @name SpRuntimeTransactionValidityUnknownTransaction (336) */
  interface SpRuntimeTransactionValidityUnknownTransaction extends Enum {
    readonly isCannotLookup: boolean;
    readonly isNoUnsignedValidator: boolean;
    readonly isCustom: boolean;
    readonly asCustom: u8;
    readonly type: 'CannotLookup' | 'NoUnsignedValidator' | 'Custom';
  }

  /** @name SpInherentsInherentData (337) */
  interface SpInherentsInherentData extends Struct {
    readonly data: BTreeMap<U8aFixed, Bytes>;
  }

  /** @name SpInherentsCheckInherentsResult (342) */
  interface SpInherentsCheckInherentsResult extends Struct {
    readonly okay: bool;
    readonly fatalError: bool;
    readonly errors: SpInherentsInherentData;
  }

  /** @name SpRuntimeTransactionValidityTransactionSource (343) */
  interface SpRuntimeTransactionValidityTransactionSource extends Enum {
    readonly isInBlock: boolean;
    readonly isLocal: boolean;
    readonly isExternal: boolean;
    readonly type: 'InBlock' | 'Local' | 'External';
  }

  /** @name SpRuntimeTransactionValidityValidTransaction (345) */
  interface SpRuntimeTransactionValidityValidTransaction extends Struct {
    readonly priority: u64;
    readonly requires: Vec<Bytes>;
    readonly provides: Vec<Bytes>;
    readonly longevity: u64;
    readonly propagate: bool;
  }

  /** @name SpSessionRuntimeApiOpaqueGeneratedSessionKeys (347) */
  interface SpSessionRuntimeApiOpaqueGeneratedSessionKeys extends Struct {
    readonly keys_: Bytes;
    readonly proof: Bytes;
  }

  /** @name SpCoreCryptoKeyTypeId (351) */
  interface SpCoreCryptoKeyTypeId extends U8aFixed {}

  /** @name CumulusPrimitivesCoreCollationInfo (353) */
  interface CumulusPrimitivesCoreCollationInfo extends Struct {
    readonly upwardMessages: Vec<Bytes>;
    readonly horizontalMessages: Vec<PolkadotCorePrimitivesOutboundHrmpMessage>;
    readonly newValidationCode: Option<Bytes>;
    readonly processedDownwardMessages: u32;
    readonly hrmpWatermark: u32;
    readonly headData: Bytes;
  }

  /** @name PalletTransactionPaymentRuntimeDispatchInfo (356) */
  interface PalletTransactionPaymentRuntimeDispatchInfo extends Struct {
    readonly weight: SpWeightsWeightV2Weight;
    readonly class: FrameSupportDispatchDispatchClass;
    readonly partialFee: u128;
  }

  /** @name PalletTransactionPaymentFeeDetails (357) */
  interface PalletTransactionPaymentFeeDetails extends Struct {
    readonly inclusionFee: Option<PalletTransactionPaymentInclusionFee>;
    readonly tip: u128;
  }

  /** @name PalletTransactionPaymentInclusionFee (359) */
  interface PalletTransactionPaymentInclusionFee extends Struct {
    readonly baseFee: u128;
    readonly lenFee: u128;
    readonly adjustedWeightFee: u128;
  }

  /** @name DinfraRuntimeRuntimeError (363) */
  interface DinfraRuntimeRuntimeError extends Enum {
    readonly isSystem: boolean;
    readonly asSystem: FrameSystemError;
    readonly isParachainSystem: boolean;
    readonly asParachainSystem: CumulusPalletParachainSystemError;
    readonly isUtility: boolean;
    readonly asUtility: PalletUtilityError;
    readonly isMultisig: boolean;
    readonly asMultisig: PalletMultisigError;
    readonly isProxy: boolean;
    readonly asProxy: PalletProxyError;
    readonly isBalances: boolean;
    readonly asBalances: PalletBalancesError;
    readonly isSudo: boolean;
    readonly asSudo: PalletSudoError;
    readonly isProviders: boolean;
    readonly asProviders: PalletProvidersError;
    readonly isSubscriptions: boolean;
    readonly asSubscriptions: PalletSubscriptionsError;
    readonly type: 'System' | 'ParachainSystem' | 'Utility' | 'Multisig' | 'Proxy' | 'Balances' | 'Sudo' | 'Providers' | 'Subscriptions';
  }

} // declare module
