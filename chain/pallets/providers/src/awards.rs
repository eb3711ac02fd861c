//! The seam to the pallet of subscriptions.

use crate::{
	liveness, pallet::*, Ask, Attempt, Choice, MaintenanceWindow, Marketplace, OnSupply, SubscriptionId, TypeId,
};
use frame::prelude::*;

impl<T: Config> Marketplace<T::AccountId, BalanceOf<T>, BlockNumberFor<T>> for Pallet<T> {
	fn is_type(type_id: &TypeId) -> bool {
		DescriptorTypes::<T>::contains_key(type_id)
	}

	fn provider_of(key: &T::AccountId) -> Option<T::AccountId> {
		Self::provider_of(key)
	}

	fn payee(provider: &T::AccountId) -> T::AccountId {
		Providers::<T>::get(provider).and_then(|record| record.beneficiary).unwrap_or_else(|| provider.clone())
	}

	fn award(
		ask: &Ask<T::AccountId, BalanceOf<T>, BlockNumberFor<T>>,
	) -> Choice<T::AccountId, BalanceOf<T>, BlockNumberFor<T>> {
		Self::find(ask)
	}

	fn release(who: &T::AccountId, type_id: &TypeId) {
		let Some(mut provider) = Providers::<T>::get(who).defensive() else {
			return;
		};
		let Some(mut offer) = Offers::<T>::get(type_id, who).defensive() else {
			return;
		};
		let was_full = !offer.has_room();
		provider.offered = provider.offered.saturating_sub(offer.claims());
		offer.used = offer.used.saturating_sub(1);
		provider.offered = provider.offered.saturating_add(offer.claims());
		provider.assignments = provider.assignments.saturating_sub(1);
		if was_full && offer.open && offer.has_room() {
			offer.visible_from = T::OnSupply::stirred(type_id);
		}
		Self::keep_or_remove(who, provider, type_id, offer);
	}

	fn failed(provider: &T::AccountId, type_id: &TypeId) {
		Self::do_failed(provider, type_id)
	}

	fn missed(provider: &T::AccountId, type_id: &TypeId) {
		Self::do_missed(provider, type_id)
	}

	fn served(provider: &T::AccountId, type_id: &TypeId) {
		Self::do_served(provider, type_id)
	}

	fn retire(provider: &T::AccountId) -> bool {
		Self::do_retire(provider)
	}

	fn remove_retired(provider: &T::AccountId) -> Result<bool, DispatchError> {
		Self::do_remove_retired(provider)
	}

	fn live(provider: &T::AccountId, b: BlockNumberFor<T>) -> BlockNumberFor<T> {
		Self::live_before(provider, b)
	}

	fn is_dark(provider: &T::AccountId) -> bool {
		let now = Self::now();
		Providers::<T>::get(provider).is_none_or(|record| liveness::dark(record.last_heartbeat, T::Gap::get(), now))
	}

	fn maintenance(provider: &T::AccountId) -> Option<MaintenanceWindow<BlockNumberFor<T>>> {
		Maintenance::<T>::get(provider)
	}

	fn gap() -> BlockNumberFor<T> {
		T::Gap::get()
	}

	fn changed(provider: &T::AccountId, subscription: SubscriptionId, attempt: Attempt) {
		Self::note_change(provider, subscription, attempt)
	}
}
