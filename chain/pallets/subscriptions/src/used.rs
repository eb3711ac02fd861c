//! What a call has used of what it reserved, errors included: the fee is for that.

use crate::{effective::Verdict, migrating::Prospect, pallet::*, SubscriptionId, SubscriptionState, WeightInfo};
use frame::{deps::frame_support::dispatch::PostDispatchInfo, prelude::*};

/// What a call meets that names a subscription, before it applies time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Met {
	/// There is none.
	Nothing,
	/// Time has done nothing to it. `grouped`: it has a wish, so that others of its group may have to be asked.
	Current { grouped: bool },
	/// Time has done something to it.
	Behind,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn met(id: SubscriptionId) -> Met {
		let Some(subscription) = Subscriptions::<T>::get(id) else {
			return Met::Nothing;
		};
		let current = Met::Current { grouped: Wishes::<T>::contains_key(id) };
		let SubscriptionState::Placed { provider, attempt } = &subscription.state else {
			return current;
		};
		let Some(assignment) = Assignments::<T>::get(provider, (id, *attempt)) else {
			return current;
		};
		let late = matches!(Self::successor(id, &subscription, provider, &assignment), Some((_, _, Prospect::Late)));
		let goes_on = Self::verdict(provider, &assignment, Self::now()) == Verdict::GoesOn;
		match goes_on && !late && !Self::price_is_due(&assignment) {
			true => current,
			false => Met::Behind,
		}
	}

	/// Make a call that names a subscription and reserves for applying time to it.
	pub(crate) fn using(
		id: SubscriptionId,
		reserved: Weight,
		call: impl FnOnce() -> DispatchResult,
	) -> DispatchResultWithPostInfo {
		Self::using_of(id, reserved, reserved, call)
	}

	/// The same, of a call that uses at most `alone` besides, if no others of a group have to be asked.
	pub(crate) fn using_of(
		id: SubscriptionId,
		reserved: Weight,
		alone: Weight,
		call: impl FnOnce() -> DispatchResult,
	) -> DispatchResultWithPostInfo {
		let used = match Self::met(id) {
			Met::Nothing => T::WeightInfo::looking_up(),
			Met::Current { grouped: false } => alone.saturating_sub(T::WeightInfo::catching_up()),
			Met::Current { grouped: true } => reserved.saturating_sub(T::WeightInfo::catching_up()),
			Met::Behind => reserved,
		};
		Self::used(used, call())
	}

	pub(crate) fn used(weight: Weight, result: DispatchResult) -> DispatchResultWithPostInfo {
		let post_info = PostDispatchInfo { actual_weight: Some(weight), pays_fee: Pays::Yes };
		match result {
			Ok(()) => Ok(post_info),
			Err(error) => Err(DispatchErrorWithPostInfo { post_info, error }),
		}
	}
}
