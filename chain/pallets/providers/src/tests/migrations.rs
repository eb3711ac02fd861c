//! Records as the versions before wrote them, byte for byte, brought up to date.

use super::*;
use crate::migrations::v2::{self, ToVersion2};
use codec::Encode;
use frame::{
	deps::frame_support::{
		storage::unhashed,
		traits::{OnRuntimeUpgrade, StorageVersion},
	},
	testing_prelude::*,
	token::fungible::MutateHold,
};

type Records = crate::Providers<Test>;
type Offers = crate::Offers<Test>;

/// Writes every record in its place as version 1 would have.
fn as_version_1() {
	for (owner, p) in Records::iter().collect::<Vec<_>>() {
		let old = (
			p.units,
			p.bond,
			p.operators,
			p.draining,
			p.acc,
			p.last_heartbeat,
			p.revision,
			p.assignments,
			p.offers,
			p.offered,
		);
		unhashed::put_raw(&Records::hashed_key_for(owner), &old.encode());
	}
	for (type_id, owner, o) in Offers::iter().collect::<Vec<_>>() {
		let old = (o.price, o.capacity, o.used, o.open, o.index);
		unhashed::put_raw(&Offers::hashed_key_for(type_id, owner), &old.encode());
		let reason = crate::HoldReason::Offer.into();
		assert_ok!(Balances::release(&reason, &owner, o.deposit, Precision::Exact));
	}
	let _ = crate::TypeNames::<Test>::clear(u32::MAX, None);
	let _ = crate::ProviderTypes::<Test>::clear(u32::MAX, None);
	StorageVersion::new(1).put::<Providers>();
}

#[test]
fn version_1_becomes_version_2_with_nothing_lost() {
	chain(|| {
		provider(1, 3, 2);
		provider(2, 9, 7);
		assert_ok!(Providers::add_operator(signed(1), 21));
		assert_ok!(Providers::accept_operator(signed(21), 1));
		assert_ok!(Providers::drain(signed(2)));
		let (providers, mut offers): (Vec<_>, Vec<_>) = (Records::iter().collect(), Offers::iter().collect());
		as_version_1();
		let counted = v2::before::<Test>().unwrap();
		assert_eq!((counted.providers, counted.offers, counted.types), (2, 2, 2));

		let weight = ToVersion2::<Test>::on_runtime_upgrade();

		assert_eq!(v2::after::<Test>(counted), Ok(()));
		assert_eq!(Records::iter().collect::<Vec<_>>(), providers);
		for (_, _, offer) in &mut offers {
			// What was not taken is not given back either.
			offer.deposit = 0;
		}
		assert_eq!(Offers::iter().collect::<Vec<_>>(), offers);
		assert!(weight.proof_size() >= 4 * 2_048, "each record counts");
	});
}

#[test]
fn offers_without_a_deposit_give_none_back() {
	chain(|| {
		provider(1, 3, 2);
		as_version_1();
		ToVersion2::<Test>::on_runtime_upgrade();
		let before = Balances::free_balance(1);
		assert_ok!(Providers::close_offer(signed(1), TYPE));
		assert_eq!(Balances::free_balance(1), before);
		assert!(!crate::ProviderTypes::<Test>::contains_key(1));
	});
}

#[test]
fn whose_turn_it_was_still_has_the_rest_of_its_turns() {
	// (units used in a row, units in use) of a capacity of 4 -> turns left
	for ((unit, used), left) in [((0, 0), 4), ((1, 1), 3), ((1, 3), 1), ((4, 4), 0), ((9, 0), 0)] {
		chain(|| {
			provider(1, 3, 4);
			(0..used).for_each(|_| assert_eq!(awarded(3, &[]), 1));
			as_version_1();
			let turn: (u32, u32) = (0, unit);
			unhashed::put_raw(&crate::Cursor::<Test>::hashed_key_for(TYPE), &turn.encode());
			ToVersion2::<Test>::on_runtime_upgrade();
			assert_eq!(crate::Cursor::<Test>::get(TYPE), crate::Turn { index: 0, left }, "{unit} of 4, {used} used");
		});
	}
}

#[test]
fn names_that_an_owner_used_twice_are_told_apart() {
	chain(|| {
		let (one, other) = (H256([0xaa; 32]), H256([0xbb; 32]));
		for (type_id, of) in [(one, "a/v1"), (other, "b/v1")] {
			assert_ok!(Providers::register_type(signed(7), type_id, name(of)));
		}
		let long = name("sechzehn Zeichn\u{21}");
		for type_id in [one, other] {
			crate::DescriptorTypes::<Test>::mutate(type_id, |record| record.as_mut().unwrap().name = long.clone());
		}
		as_version_1();
		let counted = v2::before::<Test>().unwrap();
		ToVersion2::<Test>::on_runtime_upgrade();
		assert_eq!(v2::after::<Test>(counted), Ok(()));
		let mut names: Vec<_> = [one, other]
			.map(|type_id| crate::DescriptorTypes::<Test>::get(type_id).unwrap().name.into_inner())
			.into_iter()
			.map(|name| String::from_utf8(name).unwrap())
			.collect();
		names.sort();
		assert!(names[0] == "sechzeh#aaaaaaaa" || names[0] == "sechzeh#bbbbbbbb", "{names:?}");
		assert_eq!(names[1], "sechzehn Zeichn!");
	});
}

#[test]
fn a_migration_runs_once() {
	chain(|| {
		provider(1, 3, 2);
		let providers: Vec<_> = Records::iter().collect();
		ToVersion2::<Test>::on_runtime_upgrade();
		assert_eq!(Records::iter().collect::<Vec<_>>(), providers);
	});
}
