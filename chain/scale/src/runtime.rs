//! A runtime of five pallets with the marketplace and the block of the real one. The real one's other pallets would add the same to
//! every block.

use frame::{
	deps::{
		frame_support::weights::constants::{BlockExecutionWeight, ExtrinsicBaseWeight, RocksDbWeight},
		frame_system::{self, limits::BlockWeights, mocking::MockBlockU32, LastRuntimeUpgradeInfo},
		sp_runtime::{traits::IdentityLookup, AccountId32},
	},
	testing_prelude::*,
};

#[path = "../../runtime/src/configs/fees.rs"]
mod fees;
#[path = "../../runtime/src/configs/marketplace.rs"]
mod marketplace;

pub use marketplace::terms;

pub type AccountId = AccountId32;
pub type Balance = u128;
pub type BlockNumber = u32;
type Block = MockBlockU32<Runtime>;

pub const UNIT: Balance = 1_000_000_000_000;
pub const EXISTENTIAL_DEPOSIT: Balance = UNIT / 1_000;

#[frame_construct_runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeTask
	)]
	pub struct Runtime;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(8)]
	pub type Clock = pallet_clock;
	#[runtime::pallet_index(10)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(50)]
	pub type Providers = pallet_providers;
	#[runtime::pallet_index(51)]
	pub type Subscriptions = pallet_subscriptions;
}

/// Signed with each transaction.
pub const GENESIS: H256 = H256([7; 32]);

/// What the blob looks for in a state that this runtime made: the chain's first block, and that there is nothing to migrate.
pub fn settle() {
	frame_system::BlockHash::<Runtime>::insert(0, GENESIS);
	let never = LastRuntimeUpgradeInfo { spec_version: u32::MAX.into(), spec_name: "dinfra".into() };
	frame_system::LastRuntimeUpgrade::<Runtime>::put(never);
}

/// Go to a block, by the height and by the clock.
pub fn go_to(block: BlockNumber) {
	System::set_block_number(block);
	Clock::set_block_number(block);
}

/// As in the real runtime: two seconds, and the largest proof that the relay chain takes.
const MAXIMUM_BLOCK_WEIGHT: Weight = Weight::from_parts(2_000_000_000_000, 10 * 1024 * 1024);
const NORMAL_SHARE: Perbill = Perbill::from_percent(75);

parameter_types! {
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
	pub const SourcesHash: [u8; 32] = [0; 32];
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Runtime {
	type AccountData = pallet_balances::AccountData<Balance>;
	type AccountId = AccountId;
	type Block = Block;
	type BlockWeights = RuntimeBlockWeights;
	type DbWeight = RocksDbWeight;
	type Lookup = IdentityLookup<AccountId>;
}

/// There is no relay chain here: [`go_to`] moves the clock.
impl pallet_clock::Config for Runtime {
	type Provider = System;
	type MaxAdvance = ConstU32<{ terms::MAX_ADVANCE }>;
	type WeightInfo = pallet_clock::weights::Measured<Runtime>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Runtime {
	type AccountStore = System;
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<EXISTENTIAL_DEPOSIT>;
	type RuntimeHoldReason = RuntimeHoldReason;
}
