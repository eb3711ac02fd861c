//! What a cold owner says once and for all: who is paid, and the keys that others use off chain.

use crate::{pallet::*, Keys, LoginKey, Scheme, SealingKey};
use frame::prelude::*;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_beneficiary(who: T::AccountId, beneficiary: Option<T::AccountId>) -> DispatchResult {
		let mut provider = Self::provider(&who)?;
		provider.beneficiary = beneficiary.clone();
		Providers::<T>::insert(&who, provider);
		Self::deposit_event(Event::BeneficiarySet { provider: who, beneficiary });
		Ok(())
	}

	pub(crate) fn do_set_login_key(who: T::AccountId, key: Option<LoginKey>) -> DispatchResult {
		Self::provider(&who)?;
		ensure!(key.as_ref().is_none_or(LoginKey::is_well_formed), Error::<T>::InvalidKey);
		Self::change_keys(&who, |keys| {
			keys.login = key.clone();
			Ok(())
		})?;
		Self::deposit_event(Event::LoginKeySet { provider: who, key });
		Ok(())
	}

	pub(crate) fn do_rotate_sealing_key(who: T::AccountId, key: [u8; 32]) -> DispatchResult {
		Self::provider(&who)?;
		ensure!(key != [0; 32], Error::<T>::InvalidKey);
		let mut version = 1;
		Self::change_keys(&who, |keys| {
			if let Some(current) = keys.sealing {
				ensure!(current.key != key, Error::<T>::KeyKnown);
				version = current.version.checked_add(1).ok_or(ArithmeticError::Overflow)?;
				keys.previous = Some(current);
			}
			keys.sealing = Some(SealingKey { key, version });
			Ok(())
		})?;
		Self::deposit_event(Event::SealingKeyRotated { provider: who, key, version });
		Ok(())
	}

	pub(crate) fn do_drop_previous_sealing_key(who: T::AccountId) -> DispatchResult {
		Self::provider(&who)?;
		let mut version = 0;
		Self::change_keys(&who, |keys| {
			version = keys.previous.take().ok_or(Error::<T>::NoPreviousKey)?.version;
			Ok(())
		})?;
		Self::deposit_event(Event::PreviousSealingKeyDropped { provider: who, version });
		Ok(())
	}

	/// A provider without keys has no record of them.
	fn change_keys(who: &T::AccountId, change: impl FnOnce(&mut Keys) -> DispatchResult) -> DispatchResult {
		let mut keys = KeysOf::<T>::get(who);
		change(&mut keys)?;
		match keys == Keys::default() {
			true => KeysOf::<T>::remove(who),
			false => KeysOf::<T>::insert(who, keys),
		}
		Ok(())
	}
}

impl LoginKey {
	/// As long as its scheme says; compressed when it is a point of secp256k1. Whether somebody holds the secret shows when it is used.
	pub fn is_well_formed(&self) -> bool {
		let key = &self.key;
		match self.scheme {
			Scheme::Ed25519 | Scheme::Sr25519 => key.len() == 32 && key.iter().any(|byte| *byte != 0),
			Scheme::Ecdsa => key.len() == 33 && matches!(key[0], 2 | 3),
		}
	}
}
