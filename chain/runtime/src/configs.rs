//! How each pallet is set up here. The system pallets first, then the marketplace's terms.

use crate::*;
use frame_support::{
	derive_impl,
	dispatch::DispatchClass,
	parameter_types,
	traits::{ConstBool, ConstU128, ConstU32, ConstU64, ConstU8, EnqueueWithOrigin, VariantCountOf},
	weights::{
		constants::{BlockExecutionWeight, ExtrinsicBaseWeight, RocksDbWeight, WEIGHT_REF_TIME_PER_SECOND},
		ConstantMultiplier, Weight,
	},
};
use frame_system::limits::{BlockLength, BlockWeights};
use pallet_transaction_payment::{ConstFeeMultiplier, FungibleAdapter, Multiplier};
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_runtime::{traits::One, Perbill};

/// Two seconds of compute a block, and the largest proof that the relay chain takes.
pub const MAXIMUM_BLOCK_WEIGHT: Weight = Weight::from_parts(
	WEIGHT_REF_TIME_PER_SECOND.saturating_mul(2),
	cumulus_primitives_core::relay_chain::MAX_POV_SIZE as u64,
);

/// What ordinary transactions may fill; the rest is for hooks and operational ones.
const NORMAL_SHARE: Perbill = Perbill::from_percent(75);

parameter_types! {
	pub const Version: RuntimeVersion = VERSION;
	pub const BlockHashCount: BlockNumber = 4096;
	pub RuntimeBlockLength: BlockLength = BlockLength::builder()
		.max_length(5 * 1024 * 1024)
		.modify_max_length_for_class(DispatchClass::Normal, |length| *length = NORMAL_SHARE * *length)
		.build();
	pub RuntimeBlockWeights: BlockWeights = BlockWeights::builder()
		.base_block(BlockExecutionWeight::get())
		.for_class(DispatchClass::all(), |weights| weights.base_extrinsic = ExtrinsicBaseWeight::get())
		.for_class(DispatchClass::Normal, |weights| weights.max_total = Some(NORMAL_SHARE * MAXIMUM_BLOCK_WEIGHT))
		.for_class(DispatchClass::Operational, |weights| {
			weights.max_total = Some(MAXIMUM_BLOCK_WEIGHT);
			weights.reserved = Some(MAXIMUM_BLOCK_WEIGHT - NORMAL_SHARE * MAXIMUM_BLOCK_WEIGHT);
		})
		.avg_block_initialization(Perbill::from_percent(5))
		.build_or_panic();
	pub FeeMultiplier: Multiplier = Multiplier::one();
}

#[derive_impl(frame_system::config_preludes::ParaChainDefaultConfig)]
impl frame_system::Config for Runtime {
	type AccountId = AccountId;
	type Nonce = Nonce;
	type Hash = Hash;
	type Block = Block;
	type BlockHashCount = BlockHashCount;
	type Version = Version;
	type AccountData = pallet_balances::AccountData<Balance>;
	type DbWeight = RocksDbWeight;
	type BlockWeights = RuntimeBlockWeights;
	type BlockLength = RuntimeBlockLength;
	type SS58Prefix = frame_support::traits::ConstU16<42>;
	type OnSetCode = cumulus_pallet_parachain_system::ParachainSetCode<Self>;
	type MaxConsumers = ConstU32<16>;
	type SingleBlockMigrations = Migrations;
}

/// Storage of earlier versions, brought up to date in the block after an upgrade, each at its own version only.
pub type Migrations =
	(pallet_providers::migrations::v2::ToVersion2<Runtime>, pallet_subscriptions::migrations::v2::ToVersion2<Runtime>);

impl cumulus_pallet_weight_reclaim::Config for Runtime {
	type WeightInfo = ();
}

impl cumulus_pallet_parachain_system::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type OnSystemEvent = ();
	type SelfParaId = staging_parachain_info::Pallet<Runtime>;
	type OutboundXcmpMessageSource = ();
	type DmpQueue = EnqueueWithOrigin<(), ConstU8<0>>;
	type ReservedDmpWeight = ();
	type XcmpMessageHandler = ();
	type ReservedXcmpWeight = ();
	type CheckAssociatedRelayNumber = cumulus_pallet_parachain_system::RelayNumberMonotonicallyIncreases;
	type ConsensusHook = ConsensusHook;
	type WeightInfo = ();
	type RelayParentOffset = ConstU32<0>;
	type SchedulingSignatureVerifier = ();
}

impl staging_parachain_info::Config for Runtime {}

impl pallet_timestamp::Config for Runtime {
	type Moment = u64;
	type OnTimestampSet = Aura;
	type MinimumPeriod = ConstU64<0>;
	type WeightInfo = ();
}

impl pallet_utility::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PalletsOrigin = OriginCaller;
	type WeightInfo = pallet_utility::weights::SubstrateWeight<Runtime>;
}

impl pallet_balances::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeHoldReason = RuntimeHoldReason;
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type WeightInfo = pallet_balances::weights::SubstrateWeight<Runtime>;
	type Balance = Balance;
	type DustRemoval = ();
	type ExistentialDeposit = ConstU128<EXISTENTIAL_DEPOSIT>;
	type AccountStore = System;
	type ReserveIdentifier = [u8; 8];
	type FreezeIdentifier = RuntimeFreezeReason;
	type MaxLocks = ConstU32<50>;
	type MaxReserves = ConstU32<50>;
	type MaxFreezes = VariantCountOf<RuntimeFreezeReason>;
	type DoneSlashHandler = ();
}

/// Fees are burnt and do not adjust to demand until governance says how they should.
impl pallet_transaction_payment::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type OnChargeTransaction = FungibleAdapter<Balances, ()>;
	type WeightToFee = fees::ScarcerResource;
	type LengthToFee = ConstantMultiplier<Balance, ConstU128<MICRO_UNIT>>;
	type FeeMultiplierUpdate = ConstFeeMultiplier<FeeMultiplier>;
	type OperationalFeeMultiplier = ConstU8<5>;
	type WeightInfo = pallet_transaction_payment::weights::SubstrateWeight<Runtime>;
}

/// For development. A production chain puts governance here.
impl pallet_sudo::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type WeightInfo = pallet_sudo::weights::SubstrateWeight<Runtime>;
}

impl pallet_aura::Config for Runtime {
	type AuthorityId = AuraId;
	type MaxAuthorities = ConstU32<1_000>;
	type DisabledValidators = ();
	type AllowMultipleBlocksPerSlot = ConstBool<true>;
	type SlotDuration = ConstU64<MILLISECONDS_PER_BLOCK>;
}

impl cumulus_pallet_aura_ext::Config for Runtime {}

/// The terms of the marketplace. Blocks are counted, not seconds; these suit a chain that is looked at, with a block every second
/// or two, and a live chain stretches them.
pub mod terms {
	use super::*;

	/// What a provider holds for being there at all, and for each unit of capacity.
	pub const BOND_BASE: Balance = 10 * UNIT;
	pub const BOND_PER_UNIT: Balance = 10 * UNIT;
	pub const TYPE_DEPOSIT: Balance = UNIT;
	pub const SUBSCRIPTION_DEPOSIT: Balance = UNIT / 10;
	pub const OFFER_DEPOSIT: Balance = UNIT / 10;
	/// So many missed deadlines of one offer in a row close it and cost a fifteenth of a unit's bond.
	pub const MISSED_ALLOWED: u32 = 3;
	pub const MISSED_PENALTY: Balance = BOND_PER_UNIT / 15;
	/// Held for a place among the waiting requests.
	pub const WAITING_DEPOSIT: Balance = UNIT / 10;
	/// A heartbeat keeps a provider alive for so many blocks.
	pub const GAP: BlockNumber = 50;
	/// An award that is not declared deployed in so many blocks goes to another provider.
	pub const ACK_DEADLINE: BlockNumber = 100;
	/// Who leaves, pays or works for so many blocks more.
	pub const NOTICE_PERIOD: BlockNumber = 2;
	/// A deployment that was declared is paid for at least so many blocks.
	pub const MINIMUM_PERIOD: BlockNumber = 5;
	/// In so many blocks after the declaration a consumer may leave with the notice alone.
	pub const TRIAL_PERIOD: BlockNumber = 3;
	/// An award that is cancelled before it was declared costs so many blocks at most.
	pub const SETUP_BLOCKS: BlockNumber = 3;
	/// Nobody subscribes, or withdraws down to, less than so many blocks at their highest price.
	pub const MIN_FUNDED_BLOCKS: BlockNumber = 5;
	/// How often a subscription is awarded before it is given up.
	pub const MAX_ATTEMPTS: u32 = 4;
	/// A claim pays blocks that are older than so many; more than none when what a provider delivered is to be disputed on chain.
	pub const PAYOUT_DELAY: BlockNumber = 0;
}

parameter_types! {
	/// The share of a block that the queue of ends may take.
	pub const HookShare: Perbill = Perbill::from_percent(20);
}

impl pallet_providers::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type SourcesHash = SourcesHash;
	type BondBase = ConstU128<{ terms::BOND_BASE }>;
	type BondPerUnit = ConstU128<{ terms::BOND_PER_UNIT }>;
	type TypeDeposit = ConstU128<{ terms::TYPE_DEPOSIT }>;
	type OfferDeposit = ConstU128<{ terms::OFFER_DEPOSIT }>;
	type MissedAllowed = ConstU32<{ terms::MISSED_ALLOWED }>;
	type MissedPenalty = ConstU128<{ terms::MISSED_PENALTY }>;
	type Gap = ConstU32<{ terms::GAP }>;
	type MaxOperators = ConstU32<8>;
	type MaxNameLength = ConstU32<64>;
	type MaxOffers = ConstU32<32>;
	type MaxScan = ConstU32<16>;
	type ChangesKept = ConstU32<64>;
	type DarkPeriodsKept = ConstU32<16>;
	type OnSupply = Subscriptions;
	type Randomness = pallet_providers::ParentHash<Runtime>;
	type WeightInfo = pallet_providers::weights::HandWritten<Runtime>;
}

impl pallet_subscriptions::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Marketplace = Providers;
	type Deposit = ConstU128<{ terms::SUBSCRIPTION_DEPOSIT }>;
	type WaitingDeposit = ConstU128<{ terms::WAITING_DEPOSIT }>;
	type AckDeadline = ConstU32<{ terms::ACK_DEADLINE }>;
	type NoticePeriod = ConstU32<{ terms::NOTICE_PERIOD }>;
	type MinimumPeriod = ConstU32<{ terms::MINIMUM_PERIOD }>;
	type TrialPeriod = ConstU32<{ terms::TRIAL_PERIOD }>;
	type SetupBlocks = ConstU32<{ terms::SETUP_BLOCKS }>;
	type MinFundedBlocks = ConstU32<{ terms::MIN_FUNDED_BLOCKS }>;
	type MaxAttempts = ConstU32<{ terms::MAX_ATTEMPTS }>;
	type MaxReasonLength = ConstU32<128>;
	type ClosedKept = ConstU32<1024>;
	type HookShare = HookShare;
	type PayoutDelay = ConstU32<{ terms::PAYOUT_DELAY }>;
	type WeightInfo = pallet_subscriptions::weights::HandWritten<Runtime>;
}
