//! A provider that takes awards and does not deploy.

use super::*;
use crate::{CloseReason, SubscriptionState};
use frame::testing_prelude::*;
use pallet_providers::{Offers, Providers as Records};

fn bond() -> u128 {
	Records::<Test>::get(PETER).unwrap().bond
}

fn is_open() -> bool {
	Offers::<Test>::get(TYPE, PETER).unwrap().open
}

fn miss() -> u64 {
	let id = subscribe(ALICE, 3, 30);
	run(ACK_DEADLINE);
	serve(id);
	id
}

#[test]
fn missed_deadlines_close_the_offer_and_burn_bond() {
	with_and_without_hook(|| {
		provider(PETER, 3, 3);
		let whole = bond();
		for n in 1..=MISSED_ALLOWED {
			assert_eq!((is_open(), bond()), (true, whole), "before miss {n}");
			assert_ok!(Providers::heartbeat(signed(PETER)));
			miss();
		}
		assert_eq!((is_open(), bond(), burnt()), (false, whole - MISSED_PENALTY, MISSED_PENALTY));
		// The consumer has lost nothing, and the next one is not sent there.
		assert_eq!(free(ALICE) + escrow(ALICE) + deposit(ALICE), RICH);
		let next = subscribe(ALICE, 3, 30);
		assert_eq!(crate::Subscriptions::<Test>::get(next).unwrap().state, SubscriptionState::Waiting);
	});
}

#[test]
fn a_declaration_in_between_forgives() {
	with_and_without_hook(|| {
		provider(PETER, 3, 5);
		for _ in 1..MISSED_ALLOWED {
			miss();
		}
		let id = subscribe(BOB, 3, 30);
		declare(PETER, id, 1);
		assert_ok!(Providers::heartbeat(signed(PETER)));
		for _ in 1..MISSED_ALLOWED {
			miss();
		}
		assert_eq!((is_open(), burnt()), (true, 0));
		miss();
		assert_eq!((is_open(), burnt()), (false, MISSED_PENALTY));
	});
}

#[test]
fn rejecting_or_being_cancelled_is_no_miss() {
	with_and_without_hook(|| {
		provider(PETER, 3, 9);
		for _ in 0..=MISSED_ALLOWED {
			let id = subscribe(ALICE, 3, 30);
			assert_ok!(Subscriptions::reject(signed(PETER), id, 1, reason("no")));
			let id = subscribe(ALICE, 3, 30);
			assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		}
		assert_eq!((is_open(), burnt()), (true, 0));
	});
}

#[test]
fn one_that_missed_is_not_asked_again_by_the_same_subscription() {
	with_and_without_hook(|| {
		provider(PETER, 3, 9);
		let id = miss();
		assert_ok!(Providers::heartbeat(signed(PETER)));
		retry(id);
		let closed = SubscriptionState::Closed { reason: CloseReason::Unplaced };
		assert_eq!(crate::Subscriptions::<Test>::get(id).unwrap().state, closed);
		assert_eq!(Offers::<Test>::get(TYPE, PETER).unwrap().missed, 1);
	});
}
