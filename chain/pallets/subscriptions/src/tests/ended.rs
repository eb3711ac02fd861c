//! What stays readable of what is over.

use super::*;
use crate::{ended::CLOSINGS, CloseReason, EndReason, Event, Outcome, RevokeReason};
use frame::testing_prelude::*;

#[test]
fn how_it_ended_stays_readable_after_everything_is_removed() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 100);
		declare(PETER, id, 1);
		run(MINIMUM);
		assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		let at = now() + NOTICE;
		// Served later than it ended.
		jump_to(at + 3);
		serve(id);
		assert_ok!(Subscriptions::confirm_teardown(signed(PETER), id, 1, RECEIPT));
		// Strangers end as many as it takes to have it forgotten.
		for _ in 0..=CLOSED_KEPT {
			let stranger = subscribe(BOB, 1, 30);
			assert_ok!(Subscriptions::cancel(signed(BOB), stranger));
		}
		assert_eq!(Subscriptions::view_subscription(id), None);
		let paid = 3 * u128::from(MINIMUM + NOTICE);
		let closing = closings(ALICE).remove(0);
		assert_eq!((closing.subscription, closing.reason, closing.by), (id, CloseReason::Cancelled, Some(ALICE)));
		assert_eq!((closing.at, closing.paid, closing.refunded), (at, paid, 100 - paid));
		assert_eq!((closing.provider, closing.attempt), (Some(PETER), 1));
		let parting = partings(PETER).remove(0);
		assert_eq!((parting.subscription, parting.attempt, parting.consumer), (id, 1, ALICE));
		assert_eq!((parting.outcome, parting.by), (Outcome::Ended(EndReason::Cancelled), Some(ALICE)));
		assert_eq!((parting.at, parting.paid), (at, paid));
		// The event says the same.
		let said = events().into_iter().find(|event| matches!(event, Event::Closed { subscription: 0, .. }));
		let expected = Event::Closed {
			subscription: id,
			consumer: ALICE,
			reason: CloseReason::Cancelled,
			by: Some(ALICE),
			at,
			provider: Some(PETER),
			attempt: 1,
			paid,
			refunded: 100 - paid,
		};
		assert_eq!(said, Some(expected));
	});
}

#[test]
fn whoever_did_not_serve_it_is_named_with_its_words() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 30);
		assert_ok!(Subscriptions::reject(signed(PETER), id, 1, reason("no disk")));
		let parting = partings(PETER).remove(0);
		assert_eq!((parting.outcome, parting.by), (Outcome::Revoked(RevokeReason::Rejected), Some(PETER)));
		assert_eq!((parting.at, parting.words), (now(), reason("no disk")));
		retry(id);
		let closing = closings(ALICE).remove(0);
		assert_eq!((closing.reason, closing.by, closing.at), (CloseReason::Unplaced, None, now()));
		assert_eq!((closing.provider, closing.words), (Some(PETER), reason("no disk")));
	});
}

#[test]
fn a_deadline_that_is_served_late_is_dated_by_its_block() {
	chain(false, || {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 30);
		let deadline = now() + ACK_DEADLINE;
		jump_to(deadline + 7);
		assert_ok!(Subscriptions::poke(signed(STRANGER), id));
		let parting = partings(PETER).remove(0);
		assert_eq!((parting.outcome, parting.at), (Outcome::Revoked(RevokeReason::MissedDeadline), deadline));
	});
}

#[test]
fn each_account_keeps_so_many_of_its_own() {
	chain(true, || {
		let first = subscribe(ALICE, 1, 30);
		assert_ok!(Subscriptions::cancel(signed(ALICE), first));
		for _ in 0..2 * CLOSINGS {
			let id = subscribe(BOB, 1, 30);
			assert_ok!(Subscriptions::cancel(signed(BOB), id));
		}
		let last: Vec<u64> = closings(BOB).iter().map(|end| end.subscription).collect();
		let expected: Vec<u64> = (0..=2 * u64::from(CLOSINGS)).rev().take(CLOSINGS as usize).collect();
		assert_eq!(last, expected);
		assert_eq!(closings(ALICE).len(), 1);
		assert_eq!(crate::Closings::<Test>::iter_keys().count(), CLOSINGS as usize + 1);
	});
}
