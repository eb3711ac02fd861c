//! The marketplace's two pallets, and its terms. Compiled into chain/scale too, which measures with the very same.

use super::*;

/// The terms of the marketplace. Blocks of the clock are counted, not seconds; these suit a chain that is looked at, with a block every
/// second or two, and a live chain stretches them.
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
	/// Held for the searches of a request that waits or looks for another provider.
	pub const MIN_CREDIT: Balance = UNIT / 5;
	/// The clock advances by so many blocks in one at most: what is beyond that, after the chain stood still, counts for nobody.
	pub const MAX_ADVANCE: BlockNumber = 10;
	/// A heartbeat keeps a provider alive for so many blocks.
	pub const GAP: BlockNumber = 50;
	/// An award that is not declared deployed in as many blocks as its offer stated goes to another provider. An offer states no fewer
	/// than these, and no more than a day's at six seconds.
	pub const ACK_DEADLINE: BlockNumber = 100;
	pub const MAX_SETUP_BLOCKS: BlockNumber = 14_400;
	/// Maintenance is announced an hour ahead, at six seconds, and lasts a day at most.
	pub const MAINTENANCE_NOTICE: BlockNumber = 600;
	pub const MAX_MAINTENANCE: BlockNumber = 14_400;
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
	/// Of the providers that failed a subscription, so many of the last are not asked again.
	pub const EXCLUDED_KEPT: u32 = 16;
	/// A subscription whose providers fail it is tried again for so many blocks, unless its consumer says another number.
	pub const PATIENCE: BlockNumber = 14_400;
	/// A claim pays blocks that are older than so many; more than none when what a provider delivered is to be disputed on chain.
	pub const PAYOUT_DELAY: BlockNumber = 0;
}

parameter_types! {
	/// The share of a block that the queue of ends may take.
	pub const HookShare: Perbill = Perbill::from_percent(20);
}

/// A step of a search costs what it would as a transaction.
pub struct StepPrice;

impl Get<Balance> for StepPrice {
	fn get() -> Balance {
		use pallet_subscriptions::WeightInfo;
		fees::of_weight(&<Runtime as pallet_subscriptions::Config>::WeightInfo::waiting_step())
	}
}

impl pallet_providers::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Clock = Clock;
	type SourcesHash = SourcesHash;
	type BondBase = ConstU128<{ terms::BOND_BASE }>;
	type BondPerUnit = ConstU128<{ terms::BOND_PER_UNIT }>;
	type TypeDeposit = ConstU128<{ terms::TYPE_DEPOSIT }>;
	type OfferDeposit = ConstU128<{ terms::OFFER_DEPOSIT }>;
	type MissedAllowed = ConstU32<{ terms::MISSED_ALLOWED }>;
	type MissedPenalty = ConstU128<{ terms::MISSED_PENALTY }>;
	type AckDeadline = ConstU32<{ terms::ACK_DEADLINE }>;
	type MaxSetupBlocks = ConstU32<{ terms::MAX_SETUP_BLOCKS }>;
	type Gap = ConstU32<{ terms::GAP }>;
	type MaxOperators = ConstU32<8>;
	type MaxNameLength = ConstU32<64>;
	type MaxOffers = ConstU32<32>;
	type MaxScan = ConstU32<16>;
	type ChangesKept = ConstU32<64>;
	type DarkPeriodsKept = ConstU32<16>;
	type MaintenanceNotice = ConstU32<{ terms::MAINTENANCE_NOTICE }>;
	type MaxMaintenance = ConstU32<{ terms::MAX_MAINTENANCE }>;
	type OnSupply = Subscriptions;
	type Randomness = pallet_providers::ParentHash<Runtime>;
	type WeightInfo = pallet_providers::weights::Measured<Runtime>;
}

impl pallet_subscriptions::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Clock = Clock;
	type Marketplace = Providers;
	type Deposit = ConstU128<{ terms::SUBSCRIPTION_DEPOSIT }>;
	type WaitingDeposit = ConstU128<{ terms::WAITING_DEPOSIT }>;
	type MinCredit = ConstU128<{ terms::MIN_CREDIT }>;
	type StepPrice = StepPrice;
	type NoticePeriod = ConstU32<{ terms::NOTICE_PERIOD }>;
	type MinimumPeriod = ConstU32<{ terms::MINIMUM_PERIOD }>;
	type TrialPeriod = ConstU32<{ terms::TRIAL_PERIOD }>;
	type SetupBlocks = ConstU32<{ terms::SETUP_BLOCKS }>;
	type MinFundedBlocks = ConstU32<{ terms::MIN_FUNDED_BLOCKS }>;
	type ExcludedKept = ConstU32<{ terms::EXCLUDED_KEPT }>;
	type Patience = ConstU32<{ terms::PATIENCE }>;
	type MaxReasonLength = ConstU32<128>;
	type ClosedKept = ConstU32<1024>;
	type HookShare = HookShare;
	type PayoutDelay = ConstU32<{ terms::PAYOUT_DELAY }>;
	type WeightInfo = pallet_subscriptions::weights::Measured<Runtime>;
}
