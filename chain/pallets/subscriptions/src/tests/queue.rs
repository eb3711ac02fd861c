//! The hook: bounded, in order, losing nothing.

use super::*;
use crate::{Assignments, Ends, EndsCursor, SubscriptionState, WeightInfo};
use frame::{
	deps::frame_support::weights::{Weight, WeightMeter},
	testing_prelude::*,
};

type Weights = <Test as crate::Config>::WeightInfo;

fn open() -> usize {
	crate::Subscriptions::<Test>::iter_values()
		.filter(|subscription| matches!(subscription.state, SubscriptionState::Placed { .. }))
		.count()
}

/// Weight for the hook to look at so many blocks and serve so many ends.
fn room(blocks: u64, entries: u64) -> WeightMeter {
	let weight = Weights::drain_base()
		.saturating_add(Weights::drain_block().saturating_mul(blocks))
		.saturating_add(Weights::serve_end().saturating_mul(entries));
	WeightMeter::with_limit(weight)
}

/// Five deployments that all end at the same block; returns it.
fn five_ends() -> u64 {
	provider(PETER, 3, 5);
	for _ in 0..5 {
		let id = subscribe(ALICE, 3, 10);
		declare(PETER, id, 1);
	}
	now() + 3
}

#[test]
fn what_does_not_fit_is_carried_over() {
	chain(false, || {
		let end = five_ends();
		jump_to(end);
		let served: Vec<usize> = (0..4)
			.map(|_| {
				let before = open();
				Subscriptions::drain_ends(now(), &mut room(end + 1, 2));
				check_books();
				go_to(now() + 1);
				before - open()
			})
			.collect();
		assert_eq!(served, [2, 2, 1, 0]);
		assert_eq!(free(ALICE), RICH - 5 * 9);
		assert_eq!(Ends::<Test>::iter().count(), 0);
	});
}

#[test]
fn the_hook_keeps_within_its_share() {
	chain(false, || {
		let end = five_ends();
		jump_to(end);
		let consumed = hook();
		let weights: frame_system::limits::BlockWeights = <Test as frame_system::Config>::BlockWeights::get();
		let share = Perbill::from_percent(50) * weights.max_block;
		assert!(consumed.all_lte(share));
		assert_eq!(open(), 0);
		let mut nothing = WeightMeter::with_limit(Weight::zero());
		Subscriptions::drain_ends(end + 1, &mut nothing);
		assert_eq!(nothing.consumed(), Weight::zero());
	});
}

#[test]
fn jumped_blocks_are_walked() {
	chain(false, || {
		let end = five_ends();
		jump_to(end + 1_000);
		Subscriptions::drain_ends(now(), &mut room(500, 5));
		assert_eq!((open(), EndsCursor::<Test>::get()), (0, 500));
		Subscriptions::drain_ends(now(), &mut room(2_000, 0));
		assert_eq!(EndsCursor::<Test>::get(), now() + 1);
	});
	chain(true, || {
		let end = five_ends();
		jump_to(end + 1_000);
		assert_eq!((open(), free(ALICE)), (0, RICH - 5 * 9));
	});
}

#[test]
fn a_stale_entry_is_skipped() {
	chain(true, || {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 30);
		declare(PETER, id, 1);
		let due = Assignments::<Test>::get(PETER, (id, 1)).unwrap().due.unwrap();
		// Of this assignment but at another block, of an attempt that is none, of a subscription that is none.
		for entry in [(id, 1), (id, 2), (id + 7, 1)] {
			Ends::<Test>::insert(due - 5, entry, ());
		}
		run_to(due - 5);
		assert_eq!((open(), Ends::<Test>::iter().count()), (1, 1));
		run_to(due);
		assert_eq!((open(), free(ALICE)), (0, RICH - 30));
	});
}

#[test]
fn an_entry_moves_with_the_money() {
	chain(true, || {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 30);
		let only_entry = || {
			let entries: Vec<u64> = Ends::<Test>::iter().map(|(block, _, _)| block).collect();
			assert_eq!(entries.len(), 1, "one assignment has one entry");
			entries[0]
		};
		assert_eq!(only_entry(), now() + ACK_DEADLINE);
		declare(PETER, id, 1);
		let deployed_at = now();
		assert_eq!(only_entry(), deployed_at + 10);
		assert_ok!(Subscriptions::top_up(signed(ALICE), id, 6));
		assert_eq!(only_entry(), deployed_at + 12);
		assert_ok!(Subscriptions::withdraw(signed(ALICE), id, 9));
		assert_eq!(only_entry(), deployed_at + 9);
		assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		assert_eq!(only_entry(), deployed_at + NOTICE);
		run(NOTICE);
		assert_eq!(Ends::<Test>::iter().count(), 0);
	});
}

#[test]
fn an_entry_with_funds_left_comes_back_and_not_in_every_block() {
	chain(true, || {
		provider(PETER, 1, 1);
		let id = subscribe(ALICE, 1, GAP as u128 + 2);
		declare(PETER, id, 1);
		let deployed_at = now();
		// Dark after GAP blocks with two blocks of funds left: due at NB + GAP + 2, served in vain, and not again before a gap later.
		run_to(deployed_at + GAP + 2);
		let due = Assignments::<Test>::get(PETER, (id, 1)).unwrap().due;
		assert_eq!((open(), due), (1, Some(now() + GAP)));
		run_to(deployed_at + 10 * GAP + 5);
		assert_eq!(open(), 1);
		// Back again, it gets its two blocks; poke is there for who cannot wait for the entry.
		assert_ok!(Providers::heartbeat(signed(PETER)));
		run(2);
		assert_ok!(Subscriptions::poke(signed(STRANGER), id));
		assert_eq!((open(), free(ALICE)), (0, RICH - u128::from(GAP) - 2));
	});
}

#[test]
fn an_entry_that_fails_comes_back_and_holds_up_nobody() {
	chain(true, || {
		let end = five_ends();
		// A consumer without its escrow: refunding one of them cannot work.
		let broken = 2;
		let whole = crate::Subscriptions::<Test>::get(broken).unwrap();
		crate::Subscriptions::<Test>::mutate(broken, |subscription| {
			subscription.as_mut().unwrap().deposit = 1_000;
		});
		run_to(end);
		assert_eq!(open(), 1);
		assert!(events().iter().any(|event| matches!(event, crate::Event::NotServed { subscription: 2, .. })));
		crate::Subscriptions::<Test>::insert(broken, whole);
		run(10);
		assert_eq!((open(), free(ALICE)), (0, RICH - 5 * 9));
	});
}

#[test]
fn a_second_poke_finds_nothing_due() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 10);
		declare(PETER, id, 1);
		run(3);
		serve(id);
		refused!(Subscriptions::poke(signed(STRANGER), id), crate::Error::<Test>::NothingDue);
	});
}
