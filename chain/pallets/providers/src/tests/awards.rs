//! Whose turn it is.

use super::*;
use crate::Error;
use frame::testing_prelude::*;
use std::collections::BTreeMap;

/// Awards of `count` subscriptions, each over at once, so that capacity decides turns and not who is full.
fn turns(count: u32) -> BTreeMap<u64, u32> {
	let mut awards = BTreeMap::new();
	for _ in 0..count {
		let who = awarded(Balance::MAX, &[]);
		release(who);
		*awards.entry(who).or_default() += 1;
	}
	awards
}

#[test]
fn an_offer_has_as_many_turns_in_a_row_as_it_has_units() {
	chain(|| {
		provider(1, 3, 2);
		provider(2, 3, 1);
		provider(3, 3, 3);
		let order: Vec<u64> = (0..8)
			.map(|_| {
				let who = awarded(3, &[]);
				release(who);
				who
			})
			.collect();
		assert_eq!(order, [1, 1, 2, 3, 3, 3, 1, 1]);
	});
}

#[test]
fn splitting_an_account_changes_nothing() {
	for (capacity, parts) in [(6, 2), (6, 3), (6, 6), (4, 2)] {
		for awards in 1..40 {
			let mut whole = 0;
			chain(|| {
				provider(1, 3, capacity);
				provider(2, 3, 5);
				provider(3, 3, 2);
				whole = turns(awards).get(&1).copied().unwrap_or_default();
			});
			chain(|| {
				for part in 0..parts {
					provider(11 + part, 3, capacity / parts as u32);
				}
				provider(2, 3, 5);
				provider(3, 3, 2);
				let split: u32 = turns(awards).iter().filter(|(who, _)| **who > 10).map(|(_, count)| count).sum();
				assert!(split.abs_diff(whole) <= 1, "{awards} awards: {whole} for one account, {split} for {parts}");
			});
		}
	}
}

#[test]
fn a_provider_is_skipped_that_is_full_closed_draining_dark_too_dear_or_excluded() {
	chain(|| {
		provider(1, 3, 1);
		provider(2, 3, 9);
		// Excluded.
		assert_eq!(awarded(3, &[1]), 2);
		// Too dear.
		assert_ok!(Providers::offer(signed(1), TYPE, 4, 1));
		assert_eq!(awarded(3, &[]), 2);
		assert_eq!(awarded(4, &[2]), 1);
		// Full.
		assert_eq!(awarded(4, &[]), 2);
		assert_eq!(award(4, &[2]), Choice::Nobody);
		release(1);
		// Draining.
		assert_ok!(Providers::drain(signed(1)));
		assert_noop!(Providers::drain(signed(1)), Error::<Test>::AlreadyDraining);
		assert_eq!(award(4, &[2]), Choice::Nobody);
		assert_ok!(Providers::undrain(signed(1)));
		assert_noop!(Providers::undrain(signed(1)), Error::<Test>::NotDraining);
		// Dark.
		go_to(1 + GAP);
		assert_eq!(award(4, &[]), Choice::Nobody);
		assert_ok!(Providers::heartbeat(signed(1)));
		assert_eq!(awarded(4, &[]), 1);
		release(1);
		// Closed.
		assert_ok!(Providers::close_offer(signed(1), TYPE));
		assert_eq!(award(4, &[]), Choice::Nobody);
	});
}

#[test]
fn the_award_names_the_offers_price_not_the_consumers() {
	chain(|| {
		provider(1, 3, 1);
		assert_eq!(award(9, &[]), given(1, true));
	});
}

#[test]
fn a_bounded_scan_goes_on_where_it_stopped() {
	chain(|| {
		// The mock looks at four offers at a time.
		for who in 1..=9 {
			provider(who, if who == 9 { 3 } else { 5 }, 1);
		}
		let mut asked = ask(&TYPE, 3, &[]);
		for next in [4, 8] {
			let Choice::Unfinished { scan } = award_for(&asked) else { panic!("there are more") };
			assert_eq!(scan.next, next);
			asked.scan = Some(scan);
		}
		assert_eq!(award_for(&asked), given(9, true));
		// It was cut short twice, and nobody lost a turn by it: the dearer ones are next for who can pay them.
		release(9);
		asked.max_price = 2;
		let mut searches = 0;
		while let Choice::Unfinished { scan } = award_for(&asked) {
			(asked.scan, searches) = (Some(scan), searches + 1);
		}
		assert_eq!(searches, 0);
		assert_eq!(awarded(9, &[]), 1);
	});
}
