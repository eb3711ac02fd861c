//! Round robin over units of capacity, and the seam to the pallet of subscriptions.

use crate::{liveness, pallet::*, Ask, Attempt, Choice, Marketplace, Offer, Scan, SubscriptionId, Turn, TypeId};
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

	fn award(ask: &Ask<T::AccountId, BalanceOf<T>>) -> Choice<T::AccountId, BalanceOf<T>> {
		let type_id = ask.type_id;
		let count = OfferCount::<T>::get(type_id);
		if count == 0 {
			return Choice::Nobody;
		}
		let start = Self::turn(type_id, count);
		let visits = count.min(T::MaxScan::get());
		for step in 0..visits {
			let index = (start.index + step) % count;
			let unit = if step == 0 { start.unit } else { 0 };
			let Some(who) = OfferRing::<T>::get(type_id, index).defensive() else {
				continue;
			};
			let Some(offer) = Offers::<T>::get(type_id, &who).defensive() else {
				continue;
			};
			if offer.ceiling() > ask.max_price || ask.excluded.contains(&who) || !Self::takes(&who, &offer) {
				continue;
			}
			let (price, elastic) = (offer.price, offer.elastic);
			let next = Turn { index, unit: unit + 1 };
			Cursor::<T>::insert(type_id, next);
			Self::take_unit(&who, type_id, offer);
			return Choice::Awarded { provider: who, price, elastic };
		}
		if visits == count {
			return Choice::Nobody;
		}
		let next = (start.index + visits) % count;
		Cursor::<T>::insert(type_id, Turn { index: next, unit: 0 });
		Choice::Unfinished { scan: Scan { next, seen: visits } }
	}

	fn release(who: &T::AccountId, type_id: &TypeId) {
		let Some(mut provider) = Providers::<T>::get(who).defensive() else {
			return;
		};
		let Some(mut offer) = Offers::<T>::get(type_id, who).defensive() else {
			return;
		};
		provider.offered = provider.offered.saturating_sub(offer.claims());
		offer.used = offer.used.saturating_sub(1);
		provider.offered = provider.offered.saturating_add(offer.claims());
		provider.assignments = provider.assignments.saturating_sub(1);
		Self::keep_or_remove(who, provider, type_id, offer);
	}

	fn missed(provider: &T::AccountId, type_id: &TypeId) {
		Self::do_missed(provider, type_id)
	}

	fn served(provider: &T::AccountId, type_id: &TypeId) {
		Self::do_served(provider, type_id)
	}

	fn live(provider: &T::AccountId, b: BlockNumberFor<T>) -> BlockNumberFor<T> {
		Self::live_before(provider, b)
	}

	fn is_dark(provider: &T::AccountId) -> bool {
		let now = frame_system::Pallet::<T>::block_number();
		Providers::<T>::get(provider).is_none_or(|record| liveness::dark(record.last_heartbeat, T::Gap::get(), now))
	}

	fn gap() -> BlockNumberFor<T> {
		T::Gap::get()
	}

	fn changed(provider: &T::AccountId, subscription: SubscriptionId, attempt: Attempt) {
		Self::note_change(provider, subscription, attempt)
	}
}

impl<T: Config> Pallet<T> {
	/// Whose turn it is: the one that the cursor names, or the next if that one had all its turns, left, or shrank since.
	fn turn(type_id: &TypeId, count: u32) -> Turn {
		let turn = Cursor::<T>::get(type_id);
		if turn.index >= count {
			return Turn::default();
		}
		let capacity = OfferRing::<T>::get(type_id, turn.index)
			.and_then(|who| Offers::<T>::get(type_id, who))
			.map_or(0, |offer| offer.capacity);
		if turn.unit < capacity {
			turn
		} else {
			Turn { index: (turn.index + 1) % count, unit: 0 }
		}
	}

	fn takes(who: &T::AccountId, offer: &Offer<BalanceOf<T>>) -> bool {
		let Some(provider) = Providers::<T>::get(who).defensive() else {
			return false;
		};
		let now = frame_system::Pallet::<T>::block_number();
		offer.used < offer.capacity
			&& !provider.draining
			&& !liveness::dark(provider.last_heartbeat, T::Gap::get(), now)
	}

	fn take_unit(who: &T::AccountId, type_id: &TypeId, mut offer: Offer<BalanceOf<T>>) {
		// `used < capacity`, so the claim on the provider's units stays what it was.
		offer.used += 1;
		Offers::<T>::insert(type_id, who, offer);
		Providers::<T>::mutate(who, |provider| {
			if let Some(provider) = provider.as_mut().defensive() {
				provider.assignments += 1;
			}
		});
	}
}
