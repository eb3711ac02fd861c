//! Tombstones: what a provider still has to clear away, and the capacity that it uses until then.

use super::*;
use crate::{Error, Event};
use frame::testing_prelude::*;

#[test]
fn a_teardown_frees_the_capacity_exactly_once() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 10);
		declare(PETER, id, 1);
		let confirm = || Subscriptions::confirm_teardown(signed(PETER), id, 1, RECEIPT);
		refused!(confirm(), Error::<Test>::NotEnded);
		run(3);
		let next = subscribe(BOB, 3, 10);
		refused!(Subscriptions::place(signed(STRANGER), next), Error::<Test>::NobodyMatches);
		refused!(Providers::leave(signed(PETER)), pallet_providers::Error::<Test>::AssignmentsRemain);
		// Confirming applies time first, so it works whether or not the end was served.
		assert_ok!(confirm());
		let torn_down = Event::TornDown { subscription: id, attempt: 1, provider: PETER, receipt: RECEIPT };
		assert!(events().contains(&torn_down));
		refused!(confirm(), Error::<Test>::NoAssignment);
		assert_ok!(Subscriptions::place(signed(STRANGER), next));
		assert_eq!(free(ALICE), RICH - 9);
		let offer = pallet_providers::Offers::<Test>::get(TYPE, PETER).unwrap();
		assert_eq!((offer.used, offer.capacity), (1, 1));
	});
}

#[test]
fn a_teardown_frees_one_unit_and_not_a_neighbours() {
	with_and_without_hook(|| {
		provider(PETER, 3, 3);
		let ids = [ALICE, BOB, CAROL].map(|who| subscribe(who, 3, 30));
		for id in ids {
			declare(PETER, id, 1);
		}
		assert_ok!(Subscriptions::resign(signed(PETER), ids[1], 1));
		run(NOTICE);
		assert_ok!(Subscriptions::confirm_teardown(signed(PETER), ids[1], 1, RECEIPT));
		assert_eq!(pallet_providers::Offers::<Test>::get(TYPE, PETER).unwrap().used, 2);
		assert_eq!(pallet_providers::Providers::<Test>::get(PETER).unwrap().assignments, 2);
	});
}

#[test]
fn only_the_provider_of_the_attempt_confirms() {
	chain(true, || {
		provider(PETER, 3, 1);
		provider(PAULA, 3, 1);
		let id = subscribe(ALICE, 3, 10);
		assert_ok!(Subscriptions::reject(signed(PETER), id, 1, reason("no")));
		retry(id);
		let confirm = |who, attempt| Subscriptions::confirm_teardown(signed(who), id, attempt, RECEIPT);
		refused!(confirm(STRANGER, 1), Error::<Test>::NotAProvider);
		refused!(confirm(PAULA, 1), Error::<Test>::NoAssignment);
		refused!(confirm(PETER, 2), Error::<Test>::NoAssignment);
		refused!(confirm(PAULA, 2), Error::<Test>::NotEnded);
		assert_ok!(confirm(PETER, 1));
		// The running attempt is untouched by the teardown of the old one.
		declare(PAULA, id, 2);
	});
}

#[test]
fn the_consumers_money_is_back_before_any_receipt() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 10);
		declare(PETER, id, 1);
		run(3);
		serve(id);
		assert_eq!((free(ALICE), escrow(ALICE), deposit(ALICE)), (RICH - 9, 0, 0));
		assert!(crate::Assignments::<Test>::contains_key(PETER, (id, 1)));
	});
}

#[test]
fn a_provider_leaves_when_everything_is_cleared_away() {
	with_and_without_hook(|| {
		let before = free(PETER);
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 10);
		assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		assert_ok!(Providers::close_offer(signed(PETER), TYPE));
		refused!(Providers::leave(signed(PETER)), pallet_providers::Error::<Test>::AssignmentsRemain);
		assert_ok!(Subscriptions::confirm_teardown(signed(PETER), id, 1, RECEIPT));
		assert!(!pallet_providers::Offers::<Test>::contains_key(TYPE, PETER));
		assert_ok!(Providers::leave(signed(PETER)));
		// With the set-up fee of the award.
		assert_eq!(free(PETER), before + 3);
	});
}

#[test]
fn closed_subscriptions_stay_readable_for_a_while_and_not_for_ever() {
	chain(true, || {
		let first = subscribe(ALICE, 3, 10);
		assert_ok!(Subscriptions::cancel(signed(ALICE), first));
		for _ in 1..CLOSED_KEPT {
			let id = subscribe(ALICE, 3, 10);
			assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		}
		assert!(Subscriptions::view_subscription(first).is_some());
		let last = subscribe(ALICE, 3, 10);
		assert_ok!(Subscriptions::cancel(signed(ALICE), last));
		assert!(Subscriptions::view_subscription(first).is_none());
		assert_eq!(crate::Subscriptions::<Test>::iter().count() as u32, CLOSED_KEPT);
		refused!(Subscriptions::cancel(signed(ALICE), first), Error::<Test>::NotFound);
	});
}
