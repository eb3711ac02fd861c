//! Coming, going, keys.

use super::*;
use crate::{Error, OperatorOf, PendingOperators};
use frame::testing_prelude::*;

#[test]
fn a_bond_is_held_a_unit_of_capacity_and_free_on_leaving() {
	chain(|| {
		assert_noop!(Providers::register(signed(1), 0), Error::<Test>::NoUnits);
		assert_noop!(Providers::register(signed(POOR), 1), Error::<Test>::BondNotCovered);
		assert_noop!(Providers::register(signed(1), u32::MAX), Error::<Test>::BondNotCovered);
		assert_ok!(Providers::register(signed(1), 3));
		assert_eq!(held(1), BOND_BASE + 3 * BOND_PER_UNIT);
		assert_noop!(Providers::register(signed(1), 3), Error::<Test>::AlreadyRegistered);
		assert_ok!(Providers::set_units(signed(1), 5));
		assert_eq!(held(1), BOND_BASE + 5 * BOND_PER_UNIT);
		assert_ok!(Providers::set_units(signed(1), 2));
		assert_eq!(held(1), BOND_BASE + 2 * BOND_PER_UNIT);
		assert_noop!(Providers::set_units(signed(1), 0), Error::<Test>::NoUnits);
		assert_noop!(Providers::set_units(signed(1), 1_000_000), Error::<Test>::BondNotCovered);
		assert_noop!(Providers::set_units(signed(2), 2), Error::<Test>::NotAProvider);
		assert_ok!(Providers::leave(signed(1)));
		assert_eq!((held(1), Balances::free_balance(1)), (0, RICH));
		assert_noop!(Providers::leave(signed(1)), Error::<Test>::NotAProvider);
	});
}

#[test]
fn units_cover_what_is_offered_and_what_runs() {
	chain(|| {
		provider(1, 3, 2);
		assert_noop!(Providers::set_units(signed(1), 1), Error::<Test>::UnitsInUse);
		awarded(3, &[]);
		assert_ok!(Providers::close_offer(signed(1), TYPE));
		assert_ok!(Providers::set_units(signed(1), 1));
		assert_noop!(Providers::leave(signed(1)), Error::<Test>::AssignmentsRemain);
		release(1);
		assert_ok!(Providers::leave(signed(1)));
	});
}

#[test]
fn an_operator_key_acts_once_it_has_accepted() {
	chain(|| {
		assert_noop!(Providers::add_operator(signed(1), 11), Error::<Test>::NotAProvider);
		assert_ok!(Providers::register(signed(1), 1));
		assert_noop!(Providers::accept_operator(signed(11), 1), Error::<Test>::NotInvited);
		assert_ok!(Providers::add_operator(signed(1), 11));
		assert_noop!(Providers::add_operator(signed(1), 11), Error::<Test>::OperatorKnown);
		assert_eq!(Providers::provider_of(&11), None);
		assert_noop!(Providers::heartbeat(signed(11)), Error::<Test>::NotAnOperator);
		assert_ok!(Providers::accept_operator(signed(11), 1));
		assert_eq!(Providers::provider_of(&11), Some(1));
		assert_ok!(Providers::heartbeat(signed(11)));
		assert_noop!(Providers::add_operator(signed(1), 11), Error::<Test>::OperatorKnown);
		// The owner's calls stay the owner's.
		assert_noop!(Providers::set_units(signed(11), 2), Error::<Test>::NotAProvider);
		assert_noop!(Providers::drain(signed(11)), Error::<Test>::NotAProvider);
		assert_noop!(Providers::leave(signed(11)), Error::<Test>::NotAProvider);
	});
}

#[test]
fn a_key_serves_one_provider() {
	chain(|| {
		for owner in [1, 2] {
			assert_ok!(Providers::register(signed(owner), 1));
			assert_ok!(Providers::add_operator(signed(owner), 11));
		}
		assert_ok!(Providers::accept_operator(signed(11), 1));
		assert_noop!(Providers::accept_operator(signed(11), 2), Error::<Test>::KeyInUse);
		assert_noop!(Providers::register(signed(11), 1), Error::<Test>::KeyInUse);
		assert_ok!(Providers::add_operator(signed(1), 2));
		assert_noop!(Providers::accept_operator(signed(2), 1), Error::<Test>::KeyInUse);
	});
}

#[test]
fn a_key_is_removed_by_its_owner_or_by_itself() {
	chain(|| {
		assert_ok!(Providers::register(signed(1), 1));
		for key in [11, 12] {
			assert_ok!(Providers::add_operator(signed(1), key));
		}
		assert_noop!(Providers::add_operator(signed(1), 13), Error::<Test>::TooManyOperators);
		assert_ok!(Providers::accept_operator(signed(11), 1));
		assert_noop!(Providers::add_operator(signed(1), 13), Error::<Test>::TooManyOperators);
		assert_noop!(Providers::remove_operator(signed(11), 12), Error::<Test>::NotAProvider);
		assert_noop!(Providers::remove_operator(signed(12), 12), Error::<Test>::UnknownOperator);
		assert_ok!(Providers::remove_operator(signed(11), 11));
		assert_eq!(Providers::provider_of(&11), None);
		assert_noop!(Providers::remove_operator(signed(1), 11), Error::<Test>::UnknownOperator);
		assert_ok!(Providers::remove_operator(signed(1), 12));
		assert_noop!(Providers::accept_operator(signed(12), 1), Error::<Test>::NotInvited);
		// What was removed may be invited again.
		assert_ok!(Providers::add_operator(signed(1), 11));
	});
}

#[test]
fn leaving_takes_everything_along() {
	chain(|| {
		assert_ok!(Providers::register(signed(1), 1));
		for key in [11, 12] {
			assert_ok!(Providers::add_operator(signed(1), key));
		}
		assert_ok!(Providers::accept_operator(signed(11), 1));
		go_to(100);
		assert_ok!(Providers::heartbeat(signed(1)));
		for attempt in 1..9 {
			<Providers as Marketplace<_, _, _>>::changed(&1, 7, attempt);
		}
		assert_eq!(Providers::revision(&1), 8);
		assert_eq!(crate::Changes::<Test>::iter_prefix(1).count(), 4);
		assert_ok!(Providers::leave(signed(1)));
		assert!(!OperatorOf::<Test>::contains_key(11) && !PendingOperators::<Test>::contains_key(1));
		assert_eq!(crate::Changes::<Test>::iter().count() + crate::DarkPeriods::<Test>::iter().count(), 0);
		assert_eq!(Providers::revision(&1), 0);
		assert_ok!(Providers::register(signed(11), 1));
	});
}
