//! Awards that a provider took and did not declare in time.

use crate::{pallet::*, TypeId};
use frame::{prelude::*, token::fungible::MutateHold};

impl<T: Config> Pallet<T> {
	/// One more deadline was missed. So many in a row close the offer and cost some of the bond; until the owner has made the bond
	/// whole by `set_units`, nothing new is offered.
	pub(crate) fn do_missed(who: &T::AccountId, type_id: &TypeId) {
		let Some(mut provider) = Providers::<T>::get(who).defensive() else {
			return;
		};
		// The award uses a unit of it, so the offer is still there, closed or not.
		let Some(mut offer) = Offers::<T>::get(type_id, who).defensive() else {
			return;
		};
		offer.missed = offer.missed.saturating_add(1);
		if offer.missed < T::MissedAllowed::get() {
			Offers::<T>::insert(type_id, who, offer);
			return;
		}
		offer.missed = 0;
		provider.missed = 0;
		if offer.open {
			Self::shut(&mut provider, type_id, &mut offer);
			Self::deposit_event(Event::OfferClosed { type_id: *type_id, provider: who.clone() });
		}
		Self::burn_bond(who, &mut provider);
		Self::keep_or_remove(who, provider, type_id, offer);
	}

	/// A deployment was declared, so the misses before it were not in a row: neither those of this offer nor those of removed ones.
	pub(crate) fn do_served(who: &T::AccountId, type_id: &TypeId) {
		if let Some(mut offer) = Offers::<T>::get(type_id, who).defensive() {
			if offer.missed > 0 {
				offer.missed = 0;
				Offers::<T>::insert(type_id, who, offer);
			}
		}
		if let Some(mut provider) = Providers::<T>::get(who).defensive() {
			if provider.missed > 0 {
				provider.missed = 0;
				Providers::<T>::insert(who, provider);
			}
		}
	}

	/// As much of the penalty as there is. A failure stops nothing.
	fn burn_bond(who: &T::AccountId, provider: &mut ProviderOf<T>) {
		let penalty = T::MissedPenalty::get().min(provider.bond);
		let reason = HoldReason::Bond.into();
		let burnt = T::Currency::burn_held(&reason, who, penalty, Precision::BestEffort, Fortitude::Force);
		if let Some(amount) = burnt.ok().filter(|amount| !amount.is_zero()) {
			provider.bond = provider.bond.saturating_sub(amount);
			Self::deposit_event(Event::BondBurnt { provider: who.clone(), amount });
		}
	}
}
