//! Who is paid.

use super::*;
use crate::{Debts, Error, Event};
use frame::testing_prelude::*;

/// Nobody yet.
const HEIR: u64 = 77;

#[test]
fn earnings_and_set_up_fees_go_to_the_beneficiary() {
	with_and_without_hook(|| {
		provider(PETER, 3, 2);
		assert_ok!(Providers::set_beneficiary(signed(PETER), Some(STRANGER)));
		let (peter, stranger) = (free(PETER), free(STRANGER));
		let id = subscribe(ALICE, 3, 10);
		declare(PETER, id, 1);
		let other = subscribe(BOB, 3, 10);
		run(1);
		assert_ok!(Subscriptions::cancel(signed(BOB), other));
		assert_ok!(Subscriptions::claim(signed(CAROL), id, 1));
		assert_eq!(free(STRANGER), stranger + 6);
		// Whoever it is when it is paid.
		assert_ok!(Providers::set_beneficiary(signed(PETER), None));
		run(2);
		serve(id);
		assert_eq!((free(STRANGER), free(PETER)), (stranger + 6, peter + 6));
		assert!(events().contains(&Event::Paid { subscription: id, attempt: 1, provider: PETER, amount: 6 }));
	});
}

#[test]
fn a_dead_beneficiary_stops_nothing_and_is_owed() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		assert_ok!(Providers::set_beneficiary(signed(PETER), Some(HEIR)));
		let id = subscribe(ALICE, 3, 10);
		declare(PETER, id, 1);
		run(3);
		serve(id);
		assert_eq!((free(ALICE), escrow(ALICE)), (RICH - 9, 9));
		assert_eq!(Debts::<Test>::get(PETER, id).unwrap().amount, 9);
		let claim = || Subscriptions::claim_owed(signed(STRANGER), PETER, id);
		refused!(claim(), Error::<Test>::StillUnpayable);
		// Another beneficiary gets the debt.
		assert_ok!(Providers::set_beneficiary(signed(PETER), Some(CAROL)));
		assert_ok!(claim());
		assert_eq!((free(CAROL), escrow(ALICE)), (RICH + 9, 0));
	});
}
