//! The measurement itself, small enough for every day.

use dinfra_scale::{
	calls::{calls, others},
	compiled::least_micros,
	flood,
	market::Market,
	runtime::Runtime,
};
use frame::traits::GetCallName;

#[test]
fn a_flood_is_carried_over_and_changes_nobodys_money() {
	let market = Market { live: 400, ending: 300 };
	let (served, mut late) = flood::by_hook(market, market.open());
	assert!(served.len() > 1, "the flood did not overflow a block");
	assert_eq!(served.iter().map(|block| block.ends).sum::<u32>(), 300);
	let mut in_time = flood::in_time(market, market.open());
	assert_eq!(flood::money(&mut late), flood::money(&mut in_time));
}

#[test]
fn a_block_reads_no_more_among_many() {
	let reads = |live| {
		let market = Market { live, ending: 0 };
		market.open().cost(|| dinfra_scale::calls::hook(1)).1.reads
	};
	assert_eq!(reads(100), reads(2_000));
}

#[test]
fn the_table_of_what_fits_a_block_has_every_call() {
	let providers = pallet_providers::Call::<Runtime>::get_call_names();
	let subscriptions = pallet_subscriptions::Call::<Runtime>::get_call_names();
	let mut all: Vec<&str> = [providers, subscriptions].concat();
	let listed = calls().into_iter().map(|call| call.name).chain(others().into_iter().map(|(name, _)| name));
	let mut listed: Vec<&str> = listed.map(|name| name.split(' ').next().unwrap()).collect();
	all.sort_unstable();
	listed.sort_unstable();
	assert_eq!(listed, all);
}

#[test]
fn the_time_of_a_benchmark_is_read_from_the_weights() {
	let generated = "pub fn one(s: u32, ) -> Weight {\n// Minimum execution time: 1_500_000 picoseconds.\n}\npub fn two() {\n// Minimum execution time: 9 picoseconds.";
	assert_eq!(least_micros(generated, "one"), Some(1.5));
	assert_eq!(least_micros(generated, "three"), None);
}
