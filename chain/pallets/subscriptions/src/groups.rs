//! Subscriptions of one consumer that are to be with different providers.

use crate::{effective::Verdict, migrating::Prospect, pallet::*, SubscriptionId, SubscriptionState};
use alloc::vec::Vec;
use pallet_providers::OnSupply;

/// Open subscriptions of one group.
pub const GROUP: u32 = 8;

impl<T: Config> Pallet<T> {
	pub(crate) fn join_group(consumer: &T::AccountId, group: u32, id: SubscriptionId) -> Result<(), Error<T>> {
		Groups::<T>::try_append(consumer, group, id).map_err(|_| Error::<T>::GroupFull)
	}

	/// Forget what a subscription asked for and whom it lets in, now that it is over.
	pub(crate) fn forget_wish(id: SubscriptionId, consumer: &T::AccountId) {
		Logins::<T>::remove(id);
		let Some(group) = Wishes::<T>::take(id).and_then(|wish| wish.criteria.apart) else {
			return;
		};
		Groups::<T>::mutate_exists(consumer, group, |members| {
			if let Some(left) = members {
				left.retain(|member| *member != id);
				if left.is_empty() {
					*members = None;
				}
			}
		});
		Self::stir_group(consumer, group);
	}

	/// The subscription leaves a provider, which the waiting ones of its group may go to now.
	pub(crate) fn vacated(id: SubscriptionId, consumer: &T::AccountId) {
		if let Some(group) = Wishes::<T>::get(id).and_then(|wish| wish.criteria.apart) {
			Self::stir_group(consumer, group);
		}
	}

	fn stir_group(consumer: &T::AccountId, group: u32) {
		for member in Groups::<T>::get(consumer, group) {
			let waits = Subscriptions::<T>::get(member).filter(|member| member.in_line.is_some());
			if let Some(waits) = waits {
				Self::stirred(&waits.type_id);
			}
		}
	}

	/// The providers that the others of its group are with. One that has ended is not, whether or not that was served.
	pub(crate) fn apart_from(id: SubscriptionId, consumer: &T::AccountId, wish: &WishOf<T>) -> Vec<T::AccountId> {
		let Some(group) = wish.criteria.apart else {
			return Vec::new();
		};
		let mut taken = Vec::new();
		for member in Groups::<T>::get(consumer, group).into_iter().filter(|member| *member != id) {
			let Some(other) = Subscriptions::<T>::get(member) else {
				continue;
			};
			let SubscriptionState::Placed { provider, attempt } = other.state.clone() else {
				continue;
			};
			let Some(assignment) = Assignments::<T>::get(&provider, (member, attempt)) else {
				continue;
			};
			let assignment = Self::without_late(member, &other, &provider, assignment);
			let next = Self::successor(member, &other, &provider, &assignment);
			if let Some((next, _, Prospect::Open | Prospect::Serves)) = next {
				taken.push(next.provider);
			}
			if !matches!(Self::verdict(&provider, &assignment, Self::now()), Verdict::Ended(_)) {
				taken.push(provider);
			}
		}
		taken
	}
}
