//! Cancel and resign.

use super::*;
use crate::{AssignmentState, CloseReason, EndReason, Error, RevokeReason, SubscriptionState};
use frame::testing_prelude::*;

fn closed(id: u64) -> Option<CloseReason> {
	match crate::Subscriptions::<Test>::get(id).unwrap().state {
		SubscriptionState::Closed { reason } => Some(reason),
		_ => None,
	}
}

#[test]
fn what_waits_is_cancelled_at_once() {
	with_and_without_hook(|| {
		let id = subscribe(ALICE, 3, 10);
		refused!(Subscriptions::cancel(signed(BOB), id), Error::<Test>::NotConsumer);
		assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		assert_eq!((closed(id), free(ALICE)), (Some(CloseReason::Cancelled), RICH));
		refused!(Subscriptions::cancel(signed(ALICE), id), Error::<Test>::SubscriptionClosed);
		refused!(Subscriptions::place(signed(ALICE), id), Error::<Test>::SubscriptionClosed);
	});
}

#[test]
fn an_award_is_cancelled_at_once_and_leaves_the_provider_a_tombstone() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 10);
		assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		assert_eq!((closed(id), free(ALICE)), (Some(CloseReason::Cancelled), RICH - 3));
		let tombstone = crate::Assignments::<Test>::get(PETER, (id, 1)).unwrap();
		assert_eq!(tombstone.state, AssignmentState::Revoked { reason: RevokeReason::Cancelled });
		refused!(Subscriptions::declare_deployed(signed(PETER), id, 1, 1), Error::<Test>::AwardRevoked);
	});
}

#[test]
fn leaving_early_pays_the_minimum_period() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let peter = free(PETER);
		let id = subscribe(ALICE, 3, 100);
		declare(PETER, id, 1);
		let deployed_at = now();
		run(TRIAL);
		assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		assert_eq!(Subscriptions::view_subscription(id).unwrap().ends_at, Some(deployed_at + MINIMUM));
		refused!(Subscriptions::cancel(signed(ALICE), id), Error::<Test>::AlreadyEnding);
		refused!(Subscriptions::top_up(signed(ALICE), id, 5), Error::<Test>::AlreadyEnding);
		refused!(Subscriptions::update(signed(ALICE), id, RECEIPT), Error::<Test>::AlreadyEnding);
		// It stays active, and paid, until then.
		run_to(deployed_at + MINIMUM - 1);
		assert_eq!(closed(id), None);
		run(1);
		serve(id);
		let paid = 3 * u128::from(MINIMUM);
		assert_eq!((closed(id), free(PETER), free(ALICE)), (Some(CloseReason::Cancelled), peter + paid, RICH - paid));
	});
}

#[test]
fn leaving_later_pays_the_notice() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 100);
		declare(PETER, id, 1);
		run(10);
		assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		run(NOTICE + 20);
		serve(id);
		assert_eq!(free(ALICE), RICH - 3 * (10 + u128::from(NOTICE)));
	});
}

#[test]
fn leaving_never_makes_it_last_longer_than_the_funds() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 10);
		declare(PETER, id, 1);
		run(2);
		assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		run(1);
		serve(id);
		assert_eq!((closed(id), free(ALICE)), (Some(CloseReason::FundsSpent), RICH - 9));
	});
}

#[test]
fn what_is_over_the_notice_may_be_withdrawn_after_cancelling() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 100);
		declare(PETER, id, 1);
		run(10);
		assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		assert_ok!(Subscriptions::withdraw(signed(ALICE), id, 70 - 3 * u128::from(NOTICE)));
		refused!(Subscriptions::withdraw(signed(ALICE), id, 1), Error::<Test>::FundsCommitted);
		run(NOTICE);
		serve(id);
		assert_eq!(free(ALICE), RICH - 3 * (10 + u128::from(NOTICE)));
	});
}

#[test]
fn a_provider_resigns_with_notice() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 100);
		declare(PETER, id, 1);
		run(1);
		refused!(Subscriptions::resign(signed(PAULA), id, 1), Error::<Test>::NotAProvider);
		assert_ok!(Subscriptions::resign(signed(PETER), id, 1));
		refused!(Subscriptions::resign(signed(PETER), id, 1), Error::<Test>::AlreadyEnding);
		run(NOTICE);
		serve(id);
		assert_eq!(closed(id), Some(CloseReason::Resigned));
		let tombstone = crate::Assignments::<Test>::get(PETER, (id, 1)).unwrap();
		assert_eq!(tombstone.state, AssignmentState::Ending { reason: EndReason::Resigned });
		assert_eq!(free(ALICE), RICH - 3 * (1 + u128::from(NOTICE)));
		refused!(Subscriptions::resign(signed(PETER), id, 1), Error::<Test>::AlreadyEnded);
	});
}

#[test]
fn the_sooner_of_two_called_ends_counts() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 100);
		declare(PETER, id, 1);
		let minimum_over = now() + MINIMUM;
		run(TRIAL);
		// The consumer is bound by the notice and the minimum period, the provider by the notice that it gave sooner.
		assert_ok!(Subscriptions::resign(signed(PETER), id, 1));
		refused!(Subscriptions::cancel(signed(ALICE), id), Error::<Test>::AlreadyEnding);
		let ends_at = TRIAL + NOTICE;
		const { assert!(TRIAL + NOTICE <= MINIMUM) };
		assert!(now() + NOTICE <= minimum_over);
		run(NOTICE);
		serve(id);
		assert_eq!((closed(id), free(ALICE)), (Some(CloseReason::Resigned), RICH - 3 * u128::from(ends_at)));
	});
}
