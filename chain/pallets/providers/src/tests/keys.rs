//! Beneficiary, login key, sealing keys.

use super::*;
use crate::{Error, Event, Keys, KeysOf, LoginKey, Scheme, SealingKey};
use frame::testing_prelude::*;

fn login(scheme: Scheme, key: Vec<u8>) -> Option<LoginKey> {
	Some(LoginKey { scheme, key: key.try_into().expect("at most 33 bytes") })
}

fn payee(who: u64) -> u64 {
	<Providers as Marketplace<u64, Balance, u64>>::payee(&who)
}

#[test]
fn earnings_go_to_the_owner_or_to_whom_it_names() {
	chain(|| {
		assert_noop!(Providers::set_beneficiary(signed(1), Some(2)), Error::<Test>::NotAProvider);
		assert_ok!(Providers::register(signed(1), 1));
		assert_eq!(payee(1), 1);
		assert_ok!(Providers::set_beneficiary(signed(1), Some(2)));
		assert_eq!(payee(1), 2);
		assert!(events().contains(&Event::BeneficiarySet { provider: 1, beneficiary: Some(2) }));
		assert_ok!(Providers::set_beneficiary(signed(1), None));
		assert_eq!(payee(1), 1);
		assert_ok!(Providers::set_beneficiary(signed(1), Some(2)));
		assert_ok!(Providers::leave(signed(1)));
		assert_eq!(payee(1), 1);
	});
}

#[test]
fn a_login_key_has_the_length_and_form_of_its_scheme() {
	let point = |first: u8| [vec![first], vec![7; 32]].concat();
	let table = [
		(Scheme::Ed25519, vec![7; 32], true),
		(Scheme::Sr25519, vec![7; 32], true),
		(Scheme::Ecdsa, point(2), true),
		(Scheme::Ecdsa, point(3), true),
		(Scheme::Ed25519, vec![], false),
		(Scheme::Ed25519, vec![7; 31], false),
		(Scheme::Ed25519, vec![7; 33], false),
		(Scheme::Ed25519, vec![0; 32], false),
		(Scheme::Sr25519, vec![7; 33], false),
		(Scheme::Sr25519, vec![0; 32], false),
		(Scheme::Ecdsa, vec![2; 32], false),
		(Scheme::Ecdsa, vec![], false),
		(Scheme::Ecdsa, point(0), false),
		(Scheme::Ecdsa, point(4), false),
	];
	for (scheme, key, well_formed) in table {
		chain(|| {
			let key = login(scheme, key.clone());
			assert_noop!(Providers::set_login_key(signed(1), key.clone()), Error::<Test>::NotAProvider);
			assert_ok!(Providers::register(signed(1), 1));
			if well_formed {
				assert_ok!(Providers::set_login_key(signed(1), key.clone()));
				assert_eq!(KeysOf::<Test>::get(1).login, key);
				assert!(events().contains(&Event::LoginKeySet { provider: 1, key }));
				assert_ok!(Providers::set_login_key(signed(1), None));
				assert!(!KeysOf::<Test>::contains_key(1));
			} else {
				assert_noop!(Providers::set_login_key(signed(1), key), Error::<Test>::InvalidKey);
			}
		});
	}
}

#[test]
fn a_sealing_key_rotates_and_the_one_before_stays_readable() {
	chain(|| {
		let rotate = |byte| Providers::rotate_sealing_key(signed(1), [byte; 32]);
		let key = |byte, version| Some(SealingKey { key: [byte; 32], version });
		let kept = || {
			let Keys { sealing, previous, .. } = KeysOf::<Test>::get(1);
			(sealing, previous)
		};
		assert_noop!(rotate(1), Error::<Test>::NotAProvider);
		assert_ok!(Providers::register(signed(1), 1));
		assert_noop!(rotate(0), Error::<Test>::InvalidKey);
		assert_noop!(Providers::drop_previous_sealing_key(signed(1)), Error::<Test>::NoPreviousKey);
		assert_ok!(rotate(1));
		assert_eq!(kept(), (key(1, 1), None));
		assert_noop!(rotate(1), Error::<Test>::KeyKnown);
		assert_noop!(Providers::drop_previous_sealing_key(signed(1)), Error::<Test>::NoPreviousKey);
		assert_ok!(rotate(2));
		assert_eq!(kept(), (key(2, 2), key(1, 1)));
		assert!(events().contains(&Event::SealingKeyRotated { provider: 1, key: [2; 32], version: 2 }));
		// Only one key before: what was sealed to the first is gone.
		assert_ok!(rotate(3));
		assert_eq!(kept(), (key(3, 3), key(2, 2)));
		assert_ok!(Providers::drop_previous_sealing_key(signed(1)));
		assert_eq!(kept(), (key(3, 3), None));
		assert!(events().contains(&Event::PreviousSealingKeyDropped { provider: 1, version: 2 }));
		// The login key does not care, and neither does it.
		assert_ok!(Providers::set_login_key(signed(1), login(Scheme::Ed25519, vec![7; 32])));
		assert_ok!(rotate(4));
		assert_eq!(KeysOf::<Test>::get(1).login, login(Scheme::Ed25519, vec![7; 32]));
	});
}

#[test]
fn leaving_takes_the_keys_along() {
	chain(|| {
		assert_ok!(Providers::register(signed(1), 1));
		assert_ok!(Providers::rotate_sealing_key(signed(1), [1; 32]));
		assert_ok!(Providers::leave(signed(1)));
		assert!(!KeysOf::<Test>::contains_key(1));
		assert_noop!(Providers::drop_previous_sealing_key(signed(1)), Error::<Test>::NotAProvider);
	});
}
