//! Being there.

use super::*;
use frame::testing_prelude::*;

fn beat_at(block: u64, who: u64) {
	go_to(block);
	assert_ok!(Providers::heartbeat(signed(who)));
}

#[test]
fn registering_counts_as_a_heartbeat() {
	chain(|| {
		assert_ok!(Providers::register(signed(1), 1));
		assert_eq!((live(1, 1), live(1, 6), live(1, 1 + GAP), live(1, 500)), (0, 5, GAP, GAP));
	});
}

#[test]
fn a_late_heartbeat_does_not_count_the_gap() {
	chain(|| {
		assert_ok!(Providers::register(signed(1), 1));
		beat_at(101, 1);
		assert_eq!(live(1, 101), GAP);
		assert_eq!(live(1, 106), GAP + 5);
		// What was live before stays known.
		assert_eq!((live(1, 11), live(1, 51), live(1, 100)), (10, GAP, GAP));
	});
}

#[test]
fn the_counter_of_a_block_does_not_change_by_what_comes_later() {
	chain(|| {
		assert_ok!(Providers::register(signed(1), 1));
		let mut known: Vec<(u64, u64)> = vec![];
		for block in [5, 6, 40, 41, 100, 110, 111, 150] {
			go_to(block);
			known.push((block, live(1, block)));
			beat_at(block, 1);
			for (b, before) in &known {
				assert_eq!(live(1, *b), *before, "live({b}) after a heartbeat at {block}");
			}
		}
	});
}

#[test]
fn dark_periods_are_kept_up_to_a_number_and_then_doubt_is_the_providers() {
	chain(|| {
		assert_ok!(Providers::register(signed(1), 1));
		let at_first = live(1, 41);
		for beat in [51, 101, 151] {
			beat_at(beat, 1);
			assert_eq!(live(1, 41), at_first);
		}
		beat_at(201, 1);
		assert_eq!(crate::DarkPeriods::<Test>::get(1).len(), 3);
		assert!(live(1, 41) <= at_first);
		assert_eq!(live(1, 60), GAP + 9);
	});
}

#[test]
fn an_account_that_is_no_provider_was_never_live() {
	chain(|| assert_eq!(live(7, 500), 0));
}
