//! The measurement itself, small enough for every day.

use dinfra_scale::{flood, market::Market};

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
