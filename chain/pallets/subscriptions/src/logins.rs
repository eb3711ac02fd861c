//! Who may log in to a deployment, beside its consumer: accounts that have no key of their own (multisigs, pure proxies) could not.

use crate::{pallet::*, SubscriptionId};
use alloc::vec::Vec;
use frame::prelude::*;
use pallet_providers::LoginKey;

/// Keys of one subscription.
pub const MAX_LOGINS: u32 = 8;

/// Keys that may log in.
pub type Keys = BoundedVec<LoginKey, ConstU32<MAX_LOGINS>>;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_logins(who: T::AccountId, id: SubscriptionId, keys: Keys) -> DispatchResult {
		let well_formed = |(at, key): (usize, &LoginKey)| key.is_well_formed() && !keys[..at].contains(key);
		ensure!(keys.iter().enumerate().all(well_formed), Error::<T>::InvalidLogin);
		let mut subscription = Self::own(&who, id)?;
		let generation = Self::next_generation(id, &mut subscription)?;
		Subscriptions::<T>::insert(id, subscription);
		match keys.is_empty() {
			true => Logins::<T>::remove(id),
			false => Logins::<T>::insert(id, keys),
		}
		Self::deposit_event(Event::LoginsSet { subscription: id, generation });
		Ok(())
	}

	pub(crate) fn logins_of(id: SubscriptionId) -> Vec<LoginKey> {
		Logins::<T>::get(id).into_inner()
	}
}
