//! Who may log in to what a subscription has deployed.

use super::*;
use crate::{Error, Event, Logins, MAX_LOGINS};
use frame::testing_prelude::*;
use pallet_providers::{LoginKey, Scheme};

type Keys = BoundedVec<LoginKey, ConstU32<MAX_LOGINS>>;

fn key(scheme: Scheme, bytes: &[u8]) -> LoginKey {
	LoginKey { scheme, key: bytes.to_vec().try_into().expect("33 bytes at most") }
}

fn keys(keys: &[LoginKey]) -> Keys {
	keys.to_vec().try_into().expect("8 at most")
}

fn one() -> Keys {
	keys(&[key(Scheme::Ed25519, &[7; 32])])
}

fn told(id: u64) -> (u32, Vec<LoginKey>, Vec<LoginKey>) {
	let of_consumer = Subscriptions::view_subscription(id).expect("known");
	let of_provider = Subscriptions::view_assignment(&PETER, id, 1).expect("owed");
	assert_eq!(of_consumer.generation, of_provider.generation);
	(of_consumer.generation, of_consumer.logins, of_provider.logins)
}

#[test]
fn consumer_and_provider_see_the_keys_and_each_change_is_a_generation() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 100);
		assert_eq!(told(id), (1, vec![], vec![]));
		let all = keys(&[
			key(Scheme::Ed25519, &[7; 32]),
			// The same bytes of another scheme are another key.
			key(Scheme::Sr25519, &[7; 32]),
			key(Scheme::Ecdsa, &[2; 33]),
		]);
		assert_ok!(Subscriptions::set_logins(signed(ALICE), id, all.clone()));
		assert_eq!(told(id), (2, all.to_vec(), all.to_vec()));
		assert_eq!(events().last(), Some(&Event::LoginsSet { subscription: id, generation: 2 }));
		declare_generation(id, 2);
		assert_ok!(Subscriptions::set_logins(signed(ALICE), id, one()));
		assert_eq!(told(id), (3, one().to_vec(), one().to_vec()));
		declare_generation(id, 3);
		assert_ok!(Subscriptions::set_logins(signed(ALICE), id, keys(&[])));
		assert_eq!(told(id), (4, vec![], vec![]));
		assert!(!Logins::<Test>::contains_key(id), "an empty list is no record");
	});
}

fn declare_generation(id: u64, generation: u32) {
	assert_ok!(Subscriptions::declare_deployed(signed(PETER), id, 1, generation));
}

#[test]
fn what_waits_may_name_them_too_and_they_go_with_the_subscription() {
	with_and_without_hook(|| {
		let id = subscribe(ALICE, 3, 100);
		assert_ok!(Subscriptions::set_logins(signed(ALICE), id, one()));
		provider(PETER, 3, 1);
		run(1);
		serve_waiting();
		assert_eq!(told(id), (2, one().to_vec(), one().to_vec()));
		assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		assert!(!Logins::<Test>::contains_key(id), "nobody logs in to what is over");
		let refused = Subscriptions::set_logins(signed(ALICE), id, one());
		assert_eq!(without_info(refused), Err(Error::<Test>::SubscriptionClosed.into()));
	});
}

#[test]
fn only_its_consumer_names_keys_that_can_be_keys_once_each_and_not_at_the_end() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 100);
		declare(PETER, id, 1);
		let bad = [
			vec![key(Scheme::Ed25519, &[0; 32])],
			vec![key(Scheme::Sr25519, &[7; 31])],
			vec![key(Scheme::Ecdsa, &[7; 33])],
			vec![key(Scheme::Ed25519, &[7; 32]), key(Scheme::Ed25519, &[7; 32])],
		];
		for bad in bad {
			refused!(Subscriptions::set_logins(signed(ALICE), id, keys(&bad)), Error::<Test>::InvalidLogin);
		}
		for who in [BOB, PETER] {
			refused!(Subscriptions::set_logins(signed(who), id, one()), Error::<Test>::NotConsumer);
		}
		refused!(Subscriptions::set_logins(signed(ALICE), 7, one()), Error::<Test>::NotFound);
		assert_ok!(Subscriptions::resign(signed(PETER), id, 1));
		refused!(Subscriptions::set_logins(signed(ALICE), id, one()), Error::<Test>::AlreadyEnding);
	});
}
