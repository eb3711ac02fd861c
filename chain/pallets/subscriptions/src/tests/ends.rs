//! Stale calls, and calls about what never was.

use super::*;
use crate::{Condition, Error};
use frame::testing_prelude::*;

#[test]
fn calls_of_a_stale_attempt_fail_and_change_nothing() {
	with_and_without_hook(|| {
		provider(PETER, 3, 2);
		provider(PAULA, 3, 2);
		let id = subscribe(ALICE, 3, 30);
		assert_ok!(Subscriptions::reject(signed(PETER), id, 1, reason("no")));
		retry(id);
		declare(PAULA, id, 2);
		let revoked = Error::<Test>::AwardRevoked;
		refused!(Subscriptions::declare_deployed(signed(PETER), id, 1, 1), revoked);
		let revoked = Error::<Test>::AwardRevoked;
		refused!(Subscriptions::report(signed(PETER), id, 1, Condition::Ready, reason("")), revoked);
		refused!(Subscriptions::resign(signed(PETER), id, 1), Error::<Test>::AwardRevoked);
		refused!(Subscriptions::claim(signed(PETER), id, 1), Error::<Test>::NoAssignment);
		refused!(Subscriptions::declare_deployed(signed(PETER), id, 2, 1), Error::<Test>::NoAssignment);
		refused!(Subscriptions::declare_deployed(signed(PAULA), id, 3, 1), Error::<Test>::NoAssignment);
		refused!(Subscriptions::declare_deployed(signed(PAULA), id, 0, 1), Error::<Test>::NoAssignment);
	});
}

#[test]
fn what_never_was_is_not_found() {
	chain(true, || {
		provider(PETER, 3, 1);
		refused!(Subscriptions::update(signed(ALICE), 7, DESCRIPTOR), Error::<Test>::NotFound);
		refused!(Subscriptions::top_up(signed(ALICE), 7, 1), Error::<Test>::NotFound);
		refused!(Subscriptions::withdraw(signed(ALICE), 7, 1), Error::<Test>::NotFound);
		refused!(Subscriptions::cancel(signed(ALICE), 7), Error::<Test>::NotFound);
		refused!(Subscriptions::claim(signed(ALICE), 7, 1), Error::<Test>::NotFound);
		refused!(Subscriptions::poke(signed(ALICE), 7), Error::<Test>::NotFound);
		refused!(Subscriptions::place(signed(ALICE), 7), Error::<Test>::NotFound);
		refused!(Subscriptions::reject(signed(PETER), 7, 1, reason("")), Error::<Test>::NoAssignment);
		refused!(Subscriptions::claim_owed(signed(ALICE), PETER, 7), Error::<Test>::NothingOwed);
	});
}

#[test]
fn a_provider_hears_that_it_ended() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 10);
		declare(PETER, id, 1);
		run(3);
		refused!(
			Subscriptions::report(signed(PETER), id, 1, Condition::Degraded, reason("")),
			Error::<Test>::AlreadyEnded
		);
		refused!(Subscriptions::resign(signed(PETER), id, 1), Error::<Test>::AlreadyEnded);
		refused!(Subscriptions::declare_deployed(signed(PETER), id, 1, 1), Error::<Test>::AlreadyEnded);
		serve(id);
	});
}
