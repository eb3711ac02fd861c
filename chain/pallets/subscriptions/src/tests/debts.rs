//! What cannot be paid out stays held and owed, and stops nothing.

use super::*;
use crate::{Debts, Error, Event};
use frame::testing_prelude::*;

/// A provider whose account does not exist: no bond, and everything it had given away.
fn dead_provider(who: u64, price: u128) {
	without_bonds();
	provider(who, price, 1);
	kill(who);
}

#[test]
fn a_payment_to_a_dead_account_below_the_existential_deposit_is_owed() {
	with_and_without_hook(|| {
		dead_provider(PETER, 3);
		let id = subscribe(ALICE, 3, 10);
		declare(PETER, id, 1);
		run(3);
		serve(id);
		// The end was not blocked: the consumer has the rest and the deposit; nine are lost to it, held and owed.
		const { assert!(9 < ED) };
		assert_eq!((free(ALICE), escrow(ALICE), deposit(ALICE)), (RICH - 9, 9, 0));
		assert!(events().contains(&Event::Owed { subscription: id, provider: PETER, amount: 9 }));
		assert_eq!(Subscriptions::view_assignment(&PETER, id, 1).unwrap().owed, 9);
		let claim = || Subscriptions::claim_owed(signed(STRANGER), PETER, id);
		refused!(claim(), Error::<Test>::StillUnpayable);
		assert_ok!(Subscriptions::confirm_teardown(signed(PETER), id, 1, RECEIPT));
		check_books();
		// The account lives again: anyone may have the debt paid, once.
		assert_ok!(Balances::transfer_keep_alive(signed(STRANGER), PETER, ED));
		assert_ok!(claim());
		assert_eq!((free(PETER), escrow(ALICE)), (ED + 9, 0));
		refused!(claim(), Error::<Test>::NothingOwed);
	});
}

#[test]
fn small_debts_add_up_until_they_can_be_paid() {
	with_and_without_hook(|| {
		dead_provider(PETER, 3);
		let id = subscribe(ALICE, 3, 100);
		declare(PETER, id, 1);
		for debt in [3, 6, 9] {
			run(1);
			assert_ok!(Subscriptions::claim(signed(STRANGER), id, 1));
			assert_eq!(Debts::<Test>::get(PETER, id).unwrap().amount, debt);
		}
		run(1);
		assert_ok!(Subscriptions::claim(signed(STRANGER), id, 1));
		assert_eq!(Debts::<Test>::get(PETER, id).unwrap().amount, 12);
		assert_ok!(Subscriptions::claim_owed(signed(STRANGER), PETER, id));
		assert_eq!((free(PETER), escrow(ALICE)), (12, 88));
	});
}
