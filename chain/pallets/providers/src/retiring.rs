//! Retirement by force, as far as the providers' own records go: nothing new from the first piece on, everything gone with the last.

use crate::pallet::*;
use frame::prelude::*;

impl<T: Config> Pallet<T> {
	/// Award nothing to a provider ever again. Returns whether there is one.
	pub(crate) fn do_retire(who: &T::AccountId) -> bool {
		Providers::<T>::mutate(who, |provider| match provider {
			Some(provider) => {
				provider.retiring = true;
				// What asks whether a provider takes awards asks for this.
				provider.draining = true;
				true
			}
			None => false,
		})
	}

	/// Remove a provider that retires and has nothing left to end or to tear down: its offers, its bond, its record. Returns whether.
	pub(crate) fn do_remove_retired(who: &T::AccountId) -> Result<bool, DispatchError> {
		let provider = Self::provider(who)?;
		if provider.assignments > 0 {
			return Ok(false);
		}
		for type_id in ProviderTypes::<T>::get(who) {
			// Nothing is used any more, so every offer that there is is open.
			let Some(mut offer) = Offers::<T>::get(type_id, who).defensive() else {
				continue;
			};
			let mut provider = Self::provider(who)?;
			Self::shut(&mut provider, &type_id, &mut offer);
			Self::keep_or_remove(who, provider, &type_id, offer);
			Self::deposit_event(Event::OfferClosed { type_id, provider: who.clone() });
		}
		Self::forget(who.clone(), Self::provider(who)?)?;
		Ok(true)
	}
}
