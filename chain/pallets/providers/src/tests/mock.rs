//! A chain of four pallets. Every test runs in [`chain`], which checks the records when it is done.

use crate as pallet_providers;
use crate::HoldReason;
pub use crate::{Ask, Award, Choice, Criteria, Marketplace, Selection, TypeId};
use frame::{deps::sp_io, testing_prelude::*, token::fungible::InspectHold};
use std::sync::LazyLock;

pub type Balance = u128;
type Block = MockBlock<Test>;

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
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type Providers = pallet_providers;
	#[runtime::pallet_index(3)]
	pub type Clock = pallet_clock;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type AccountStore = System;
	type RuntimeHoldReason = RuntimeHoldReason;
}

parameter_types! {
	pub const SourcesHash: [u8; 32] = [7; 32];
}

pub const GAP: u64 = 20;
pub const ACK_DEADLINE: u64 = 10;
pub const MAX_SETUP: u64 = 16;
pub const MAINTENANCE_NOTICE: u64 = 6;
pub const MAX_MAINTENANCE: u64 = 12;
pub const BOND_BASE: Balance = 100;
pub const BOND_PER_UNIT: Balance = 20;
pub const TYPE_DEPOSIT: Balance = 5;
pub const OFFER_DEPOSIT: Balance = 3;
pub const MISSED_ALLOWED: u32 = 2;
pub const MISSED_PENALTY: Balance = 15;
pub const RICH: Balance = 100_000;
pub const POOR: u64 = 999;

impl crate::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Clock = Clock;
	type SourcesHash = SourcesHash;
	type BondBase = ConstU128<BOND_BASE>;
	type BondPerUnit = ConstU128<BOND_PER_UNIT>;
	type TypeDeposit = ConstU128<TYPE_DEPOSIT>;
	type OfferDeposit = ConstU128<OFFER_DEPOSIT>;
	type MissedAllowed = ConstU32<MISSED_ALLOWED>;
	type MissedPenalty = ConstU128<MISSED_PENALTY>;
	type AckDeadline = ConstU64<ACK_DEADLINE>;
	type MaxSetupBlocks = ConstU64<MAX_SETUP>;
	type Gap = ConstU64<GAP>;
	type MaxOperators = ConstU32<2>;
	type MaxNameLength = ConstU32<16>;
	type MaxOffers = ConstU32<3>;
	type MaxScan = ConstU32<4>;
	type ChangesKept = ConstU32<4>;
	type DarkPeriodsKept = ConstU32<3>;
	type MaintenanceNotice = ConstU64<MAINTENANCE_NOTICE>;
	type MaxMaintenance = ConstU64<MAX_MAINTENANCE>;
	type OnSupply = ();
	type Randomness = crate::ParentHash<Test>;
	type WeightInfo = crate::weights::Measured<Test>;
}

/// Height of the first block. Far from the clock, so that no test can take the one for the other.
const HEIGHT: u64 = 700;

impl pallet_clock::Config for Test {
	type Provider = System;
	type MaxAdvance = ConstU64<10>;
	type WeightInfo = pallet_clock::weights::Measured<Test>;
}

/// Go to a block of the clock, without any hook. The height goes on by one.
pub fn go_to(block: u64) {
	System::set_block_number(System::block_number().max(HEIGHT) + 1);
	Clock::set_block_number(block);
}

/// Criteria that ask for nothing.
pub static ANY: LazyLock<Criteria<u64>> = LazyLock::new(Criteria::default);

pub const TYPE: TypeId = H256([1; 32]);
pub const OTHER_TYPE: TypeId = H256([2; 32]);

/// Nothing but block 0: what benchmarks begin from.
#[cfg(feature = "runtime-benchmarks")]
pub fn genesis() -> sp_io::TestExternalities {
	RuntimeGenesisConfig::default().build_storage().expect("a genesis").into()
}

/// A chain at block 1 with accounts 1 to 40 and two descriptor types of account 40.
pub fn chain(test: impl FnOnce()) {
	let genesis = RuntimeGenesisConfig {
		balances: BalancesConfig { balances: (1..=40).map(|who| (who, RICH)).collect(), ..Default::default() },
		..Default::default()
	};
	let mut ext: sp_io::TestExternalities = genesis.build_storage().expect("a genesis").into();
	ext.execute_with(|| {
		go_to(1);
		for (type_id, text) in [(TYPE, "test/v1"), (OTHER_TYPE, "other/v1")] {
			assert_ok!(Providers::register_type(signed(40), type_id, name(text)));
		}
		let issued = Balances::total_issuance();
		test();
		assert_eq!(Balances::total_issuance(), issued - burnt(), "money appeared or vanished");
		Providers::do_try_state().expect("the records are consistent");
	});
}

pub fn signed(who: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn name(text: &str) -> BoundedVec<u8, ConstU32<16>> {
	text.as_bytes().to_vec().try_into().expect("a short name")
}

pub fn provider(who: u64, price: Balance, capacity: u32) {
	assert_ok!(Providers::register(signed(who), capacity));
	assert_ok!(Providers::offer(signed(who), TYPE, price, capacity));
}

/// What [`award`] asks for.
pub fn ask<'a>(type_id: &'a TypeId, max_price: Balance, excluded: &'a [u64]) -> Ask<'a, u64, Balance, u64> {
	Ask {
		type_id,
		consumer: &31,
		max_price,
		elastic: false,
		max_setup: None,
		selection: &Selection::RoundRobin,
		criteria: &ANY,
		excluded,
		pass: 1,
		scan: None,
	}
}

pub fn award_for(ask: &Ask<u64, Balance, u64>) -> Choice<u64, Balance, u64> {
	<Providers as Marketplace<u64, Balance, u64>>::award(ask)
}

pub fn award_of(type_id: &TypeId, max_price: Balance, excluded: &[u64]) -> Choice<u64, Balance, u64> {
	award_for(&ask(type_id, max_price, excluded))
}

pub fn award(max_price: Balance, excluded: &[u64]) -> Choice<u64, Balance, u64> {
	award_of(&TYPE, max_price, excluded)
}

/// An award at a price of three, with the usual time to set up.
pub fn given(provider: u64, by_turn: bool) -> Choice<u64, Balance, u64> {
	Choice::Awarded(Award { provider, price: 3, elastic: None, setup_blocks: ACK_DEADLINE, by_turn })
}

/// Who gets the next award.
pub fn awarded(max_price: Balance, excluded: &[u64]) -> u64 {
	match award(max_price, excluded) {
		Choice::Awarded(award) => award.provider,
		other => panic!("expected an award, found {other:?}"),
	}
}

pub fn release(who: u64) {
	<Providers as Marketplace<u64, Balance, u64>>::release(&who, &TYPE);
}

pub fn live(who: u64, b: u64) -> u64 {
	<Providers as Marketplace<u64, Balance, u64>>::live(&who, b)
}

pub fn held(who: u64) -> Balance {
	Balances::balance_on_hold(&HoldReason::Bond.into(), &who)
}

pub fn events() -> Vec<crate::Event<Test>> {
	System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Providers(event) => Some(event),
			_ => None,
		})
		.collect()
}

/// What the events say was burnt of bonds.
pub fn burnt() -> Balance {
	events()
		.into_iter()
		.map(|event| match event {
			crate::Event::BondBurnt { amount, .. } => amount,
			_ => 0,
		})
		.sum()
}

pub fn deposit_of_offers(who: u64) -> Balance {
	Balances::balance_on_hold(&HoldReason::Offer.into(), &who)
}

pub fn missed(who: u64) {
	<Providers as Marketplace<u64, Balance, u64>>::missed(&who, &TYPE);
}

pub fn served(who: u64) {
	<Providers as Marketplace<u64, Balance, u64>>::served(&who, &TYPE);
}

pub fn deposit_of(who: u64) -> Balance {
	Balances::balance_on_hold(&HoldReason::DescriptorType.into(), &who)
}
