//! What consumers may do while their provider is at its maintenance.

use super::*;
use crate::{Assignments, Error, SubscriptionState};
use frame::testing_prelude::*;
use pallet_providers::MaintenanceWindow;

/// Blocks of the minimum period, so that it binds throughout.
const LONG: u64 = 100;

/// Peter serves Alice, the trial is over and the minimum period binds. Returns the subscription and the window that Peter announces.
fn bound() -> (u64, MaintenanceWindow<u64>) {
	terms(NOTICE, LONG, TRIAL);
	provider(PETER, 3, 1);
	let id = subscribe(ALICE, 3, 900);
	declare(PETER, id, 1);
	run(TRIAL);
	let from = now() + MAINTENANCE_NOTICE;
	let window = MaintenanceWindow { from, until: from + MAX_MAINTENANCE };
	assert_ok!(Providers::announce_maintenance(signed(PETER), Some(window)));
	(id, window)
}

fn beat_to(block: u64) {
	while now() < block {
		run(1);
		assert_ok!(Providers::heartbeat(signed(PETER)));
	}
}

fn ends_at(id: u64) -> Option<u64> {
	Subscriptions::view_subscription(id).unwrap().ends_at
}

#[test]
fn a_consumer_sees_it_before_it_begins_and_until_it_is_over() {
	with_and_without_hook(|| {
		let (id, window) = bound();
		let seen = || Subscriptions::view_subscription(id).unwrap().maintenance;
		assert_eq!(seen(), Some(window));
		beat_to(window.until - 1);
		assert_eq!(seen(), Some(window));
		beat_to(window.until);
		assert_eq!(seen(), None);
	});
}

#[test]
fn within_it_a_consumer_leaves_without_the_minimum_period_but_with_notice() {
	for (after, free) in [(-1, false), (0, true), (MAX_MAINTENANCE as i64 - 1, true), (MAX_MAINTENANCE as i64, false)] {
		with_and_without_hook(|| {
			let (id, window) = bound();
			let deployed_at = Assignments::<Test>::get(PETER, (id, 1)).unwrap().deployed_at.unwrap();
			beat_to(window.from.saturating_add_signed(after));
			let withdrawable = Subscriptions::view_subscription(id).unwrap().withdrawable;
			assert_ok!(Subscriptions::cancel(signed(ALICE), id));
			let expected = if free { now() + NOTICE } else { deployed_at + LONG };
			assert_eq!(ends_at(id), Some(expected), "{after} blocks after it began");
			// What may be withdrawn is what leaving leaves.
			let left = Subscriptions::view_subscription(id).unwrap();
			assert_eq!(withdrawable, left.refundable - 3 * u128::from(expected - now()), "{after}");
		});
	}
}

#[test]
fn within_it_a_consumer_may_move_to_another_provider() {
	with_and_without_hook(|| {
		let (id, window) = bound();
		provider(PAULA, 3, 1);
		beat_to(window.from - 1);
		refused!(Subscriptions::migrate(signed(ALICE), id), Error::<Test>::MinimumNotOver);
		assert_ok!(Providers::heartbeat(signed(PAULA)));
		beat_to(window.from);
		// Nobody else may move it.
		refused!(Subscriptions::migrate(signed(STRANGER), id), Error::<Test>::NotConsumer);
		assert_ok!(migrate(ALICE, id));
		declare(PAULA, id, 2);
		let state = crate::Subscriptions::<Test>::get(id).unwrap().state;
		assert_eq!(state, SubscriptionState::Placed { provider: PAULA, attempt: 2 });
	});
}

#[test]
fn it_excuses_from_no_deadline_and_from_no_darkness() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let from = now() + MAINTENANCE_NOTICE;
		let window = MaintenanceWindow { from, until: from + MAX_MAINTENANCE };
		assert_ok!(Providers::announce_maintenance(signed(PETER), Some(window)));
		let id = subscribe(ALICE, 3, 900);
		let deadline = now() + ACK_DEADLINE;
		run_to(deadline);
		assert!(window.covers(&now()));
		refused!(Subscriptions::declare_deployed(signed(PETER), id, 1, 1), Error::<Test>::DeadlineMissed);
		run_to(1 + GAP);
		let seen = <Providers as pallet_providers::Marketplace<u64, u128, u64>>::is_dark(&PETER);
		assert!(seen, "who does not beat is dark");
	});
}
