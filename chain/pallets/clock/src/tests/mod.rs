//! The clock beside a provider that stands still, runs, jumps, starts over.

use crate::{self as pallet_clock, LastReading, Reading};
use frame::{
	deps::{frame_support::weights::WeightMeter, sp_io},
	testing_prelude::*,
};

const MOST: u64 = 10;

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
	pub type Clock = pallet_clock;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
}

parameter_types! {
	pub static Relay: u64 = 0;
}

impl BlockNumberProvider for Relay {
	type BlockNumber = u64;

	fn current_block_number() -> u64 {
		Relay::get()
	}

	fn set_block_number(block: u64) {
		Relay::set(block)
	}
}

impl pallet_clock::Config for Test {
	type Provider = Relay;
	type MaxAdvance = ConstU64<MOST>;
	type WeightInfo = pallet_clock::weights::Measured<Test>;
}

/// Nothing but block 0.
pub fn genesis() -> sp_io::TestExternalities {
	RuntimeGenesisConfig::default().build_storage().expect("a genesis").into()
}

/// A block that names this block of the provider. Returns what the clock says in it.
fn block(relay: u64) -> u64 {
	System::set_block_number(System::block_number() + 1);
	let before = now();
	<Clock as Hooks<u64>>::on_initialize(System::block_number());
	Relay::set(relay);
	// Before the inherent has moved it, it says what it said in the last block.
	assert!(LastReading::<Test>::get().is_none() || now() == before);
	<Clock as Hooks<u64>>::on_poll(System::block_number(), &mut WeightMeter::with_limit(Weight::zero()));
	now()
}

fn now() -> u64 {
	<Clock as BlockNumberProvider>::current_block_number()
}

#[test]
fn it_begins_with_the_height_whatever_the_provider_says() {
	for relay in [0, 1, 25_000_000] {
		genesis().execute_with(|| {
			System::set_block_number(4_711);
			assert_eq!(now(), 4_711, "before it is read for the first time");
			assert_eq!([relay, relay + 1, relay + 2].map(block), [4_712, 4_713, 4_714]);
		});
	}
}

#[test]
fn it_keeps_the_pace_of_its_provider_whatever_the_time_between_blocks() {
	// A block for each of the provider's, two or three in one of its, one every other.
	for relay in [vec![100, 101, 102], vec![100, 100, 101, 101, 101, 102], vec![100, 102]] {
		genesis().execute_with(|| {
			let said: Vec<u64> = relay.iter().map(|relay| block(*relay)).collect();
			let passed: Vec<u64> = said.iter().map(|now| now - 1).collect();
			assert_eq!(passed, relay.iter().map(|relay| relay - 100).collect::<Vec<_>>());
		});
	}
}

#[test]
fn what_is_beyond_the_most_is_never_made_up_for() {
	genesis().execute_with(|| {
		block(100);
		assert_eq!([110, 121, 161, 162, 163].map(block), [11, 21, 31, 32, 33]);
		assert_eq!(LastReading::<Test>::get(), Some(Reading { now: 33, provider: 163 }));
	});
}

#[test]
fn a_provider_that_starts_over_costs_no_time() {
	genesis().execute_with(|| {
		block(1_000);
		assert_eq!([1_005, 7, 8, 9].map(block), [6, 6, 7, 8]);
	});
}

#[test]
fn it_can_be_set_and_goes_on_from_there() {
	genesis().execute_with(|| {
		block(50);
		<Clock as BlockNumberProvider>::set_block_number(900);
		assert_eq!(now(), 900);
		assert_eq!([50, 53].map(block), [900, 903]);
	});
}

/// Every walk of six steps of a provider: still, on by one, by the most, by one more, by many, back.
#[test]
fn it_never_goes_back_never_runs_ahead_and_loses_nothing_below_the_most() {
	const STEPS: [i64; 6] = [0, 1, MOST as i64, MOST as i64 + 1, 40, -3];
	for walk in 0..STEPS.len().pow(6) {
		let mut last = Reading { now: 7u64, provider: 1_000u64 };
		for place in 0..6 {
			let step = STEPS[walk / STEPS.len().pow(place) % STEPS.len()];
			let next = last.next(last.provider.checked_add_signed(step).unwrap(), MOST);
			let advance = next.now - last.now;
			assert_eq!(advance as i64, step.clamp(0, MOST as i64), "walk {walk}, step {place}: {last:?}, {next:?}");
			last = next;
		}
	}
	let end = Reading { now: u64::MAX - 1, provider: 0 };
	assert_eq!(end.next(5, MOST).now, u64::MAX);
}
