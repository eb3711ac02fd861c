//! The measurement itself, small enough for every day.

use dinfra_scale::{
	calls::{calls, hook, others, ORDINARY},
	executor::Compiled,
	flood,
	market::{placed, Market, DUE},
	measure::Written,
	runtime::Runtime,
};
use frame::{hashing::twox_128, traits::GetCallName};
use pallet_subscriptions::SubscriptionState;

#[test]
fn a_flood_is_carried_over_and_changes_nobodys_money() {
	let market = Market { live: 400, ending: 300 };
	let (served, mut late) = flood::by_hook(market, market.open(), &Compiled::committed());
	assert!(served.len() > 1, "the flood did not overflow a block");
	assert_eq!(served.iter().map(|block| block.ends).sum::<u32>(), 300);
	let mut in_time = flood::in_time(market, market.open());
	assert_eq!(flood::money(&mut late), flood::money(&mut in_time));
}

#[test]
fn a_block_reads_no_more_among_many() {
	let reads = |live| {
		let market = Market { live, ending: 0 };
		market.open().cost(|| hook(1)).1.reads
	};
	assert_eq!(reads(100), reads(2_000));
}

#[test]
fn the_table_of_what_fits_a_block_has_every_call() {
	let providers = pallet_providers::Call::<Runtime>::get_call_names();
	let subscriptions = pallet_subscriptions::Call::<Runtime>::get_call_names();
	let mut all: Vec<&str> = [providers, subscriptions].concat();
	let made = calls(&Market { live: 1, ending: 0 });
	let listed = made.iter().map(|call| call.name).chain(others().into_iter().map(|(name, _)| name));
	let mut listed: Vec<&str> = listed.map(|name| name.split(' ').next().unwrap()).collect();
	all.sort_unstable();
	listed.sort_unstable();
	assert_eq!(listed, all);
}

/// Else what is timed in the executor would not be what is counted natively.
#[test]
fn the_blob_writes_what_the_pallets_write() {
	let market = Market { live: 200, ending: 10 };
	let mut state = market.open();
	let compiled = Compiled::committed();
	for call in calls(&market) {
		let transaction = compiled.transaction(&call.by, &call.call);
		let (_, blob) = compiled.block(&state, ORDINARY, &[transaction]);
		let native = state.written(|| {
			hook(ORDINARY);
			call.make();
		});
		assert_eq!(of_the_marketplace(blob), of_the_marketplace(native), "{}", call.name);
	}
	for block in [1, DUE - 1, DUE] {
		let (_, blob) = compiled.block(&state, block, &[]);
		assert_eq!(of_the_marketplace(blob), of_the_marketplace(state.written(|| hook(block))), "block {block}");
		state.change(|| hook(block));
	}
}

#[test]
fn the_subscription_that_is_measured_is_awarded() {
	let market = Market { live: 20, ending: 0 };
	let mut state = market.open();
	state.change(|| {
		calls(&market)[0].make();
		assert!(matches!(placed(market.live.into()), SubscriptionState::Placed { .. }));
	});
}

fn of_the_marketplace(written: Written) -> Written {
	let prefixes = [twox_128(b"Providers"), twox_128(b"Subscriptions")];
	let ours: Written =
		written.into_iter().filter(|(key, _)| prefixes.iter().any(|prefix| key.starts_with(prefix))).collect();
	assert!(!ours.is_empty(), "nothing was written");
	ours
}
