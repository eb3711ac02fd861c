//! Live blocks, by a table and against counting them one by one.

use crate::liveness::{dark, live, period_ended, DarkPeriod};

#[test]
fn a_heartbeat_counts_for_a_gap_and_not_longer() {
	// (acc, last, gap, b) -> live before b
	let table = [
		((0, 10, 5, 10), 0),
		((0, 10, 5, 11), 1),
		((0, 10, 5, 15), 5),
		((0, 10, 5, 16), 5),
		((7, 10, 5, 12), 9),
		((7, 10, 5, u32::MAX), 12),
		((u32::MAX, 10, 5, 12), u32::MAX),
	];
	for ((acc, last, gap, b), expected) in table {
		assert_eq!(live(acc, last, gap, &[], b), expected, "live({b})");
	}
}

#[test]
fn a_block_is_dark_when_it_would_not_be_paid() {
	for b in 10..40u32 {
		let paid = live(0, 10, 5, &[], b + 1) > live(0, 10, 5, &[], b);
		assert_eq!(dark(10, 5, b), !paid, "block {b}");
	}
}

#[test]
fn a_late_heartbeat_ends_a_dark_period() {
	assert_eq!(period_ended(10u32, 5, 12), None);
	assert_eq!(period_ended(10u32, 5, 15), None);
	assert_eq!(period_ended(10u32, 5, 16), Some(DarkPeriod { from: 15, until: 16 }));
	assert_eq!(period_ended(10u32, 5, 99), Some(DarkPeriod { from: 15, until: 99 }));
}

/// Live, block by block, from heartbeats: no formula.
fn counted(heartbeats: &[u32], gap: u32, b: u32) -> u32 {
	(heartbeats[0]..b).filter(|block| heartbeats.iter().any(|beat| (*beat..beat + gap).contains(block))).count() as u32
}

#[test]
fn the_formula_counts_what_counting_counts_also_for_blocks_of_the_past() {
	let histories: [&[u32]; 5] = [&[0], &[0, 3, 4, 9], &[2, 20], &[0, 5, 10, 15], &[1, 7, 8, 30, 31, 60, 64, 100]];
	for gap in [1, 3, 5, 50] {
		for beats in histories {
			let (mut acc, mut last, mut periods) = (0, beats[0], vec![]);
			for (served, beat) in beats.iter().enumerate() {
				periods.extend(period_ended(last, gap, *beat));
				acc = live(acc, last, gap, &[], *beat);
				last = *beat;
				// At any time, for any block from registration on, as the heartbeats so far have it.
				for b in beats[0]..last + 2 * gap {
					let found = live(acc, last, gap, &periods, b);
					assert_eq!(found, counted(&beats[..=served], gap, b), "{beats:?}, gap {gap}, live({b}) at {beat}");
				}
			}
		}
	}
}

#[test]
fn forgotten_periods_make_it_less_never_more() {
	let periods: Vec<_> = [(10u32, 20), (30, 40), (50, 60)].map(|(from, until)| DarkPeriod { from, until }).to_vec();
	for b in 0..70 {
		let whole = live(30, 60, 10, &periods, b);
		for kept in 0..3 {
			assert!(live(30, 60, 10, &periods[3 - kept..], b) <= whole, "live({b}) with {kept} periods kept");
		}
	}
}
