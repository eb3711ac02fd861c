//! Who pays for searches: each request out of its own credit, so that a line that is kept busy costs whoever keeps it so.
//!
//! A *search credit* is held from the consumer when a request begins to wait, is to be tried again, or looks for another provider. The
//! hook takes the price of each step out of it before it makes the step, and makes none for a request whose credit does not cover it.
//! That one keeps its place: `place` makes its steps for the caller's fee, and `fund_search` adds to the credit. What is left comes back
//! when the search is over.
//!
//! A step costs its request the same whether the hook or `place` makes it.

use crate::{pallet::*, Search, SubscriptionId, SubscriptionState};
use frame::{
	prelude::*,
	token::{fungible::MutateHold, tokens::Preservation},
};
use pallet_providers::{Pass, Scan, TypeId};

impl<T: Config> Pallet<T> {
	/// Whether the credit of a request covers the next step of its search.
	pub(crate) fn covers_step(id: SubscriptionId) -> bool {
		SearchCredits::<T>::get(id) >= T::StepPrice::get()
	}

	/// Take the price of a step out of the credit of a request, burnt like fees. Returns whether it was covered.
	pub(crate) fn pay_step(id: SubscriptionId, consumer: &T::AccountId) -> bool {
		let paid = T::StepPrice::get();
		if paid.is_zero() {
			return true;
		}
		let Some(credit) = SearchCredits::<T>::get(id).checked_sub(&paid) else {
			return false;
		};
		let reason = HoldReason::Deposit.into();
		if T::Currency::burn_held(&reason, consumer, paid, Precision::Exact, Fortitude::Force).is_err() {
			return false;
		}
		Self::set_credit(id, credit);
		Self::deposit_event(Event::Searched { subscription: id, paid, credit });
		true
	}

	/// Hold credit for the searches of a consumer's request, from whoever gives it. It is the consumer's from then on.
	pub(crate) fn hold_credit(
		who: &T::AccountId,
		consumer: &T::AccountId,
		id: SubscriptionId,
		amount: BalanceOf<T>,
	) -> Result<(), Error<T>> {
		if amount.is_zero() {
			return Ok(());
		}
		if who == consumer {
			Self::hold(HoldReason::Deposit, consumer, amount)?;
		} else {
			let reason = HoldReason::Deposit.into();
			let (exact, polite) = (Precision::Exact, Fortitude::Polite);
			T::Currency::transfer_and_hold(&reason, who, consumer, amount, exact, Preservation::Preserve, polite)
				.map_err(|_| Error::<T>::FundsNotCovered)?;
		}
		Self::set_credit(id, SearchCredits::<T>::get(id).saturating_add(amount));
		Ok(())
	}

	/// The least credit, for a search that is not the consumer's own doing: whoever cannot cover it goes without.
	pub(crate) fn hold_credit_if_covered(consumer: &T::AccountId, id: SubscriptionId) {
		let _ = Self::hold_credit(consumer, consumer, id, T::MinCredit::get());
	}

	fn set_credit(id: SubscriptionId, credit: BalanceOf<T>) {
		match credit.is_zero() {
			true => SearchCredits::<T>::remove(id),
			false => SearchCredits::<T>::insert(id, credit),
		}
	}

	/// Nothing is looked for any more: what is left of the credit is free.
	pub(crate) fn end_search(id: SubscriptionId, consumer: &T::AccountId) -> DispatchResult {
		Self::forget_search(id);
		Self::release(HoldReason::Deposit, consumer, SearchCredits::<T>::take(id))
	}

	pub(crate) fn forget_search(id: SubscriptionId) {
		if let Some(Search { at, .. }) = Searches::<T>::take(id) {
			Self::leave_retry(id, at);
		}
	}

	/// Have a search made for a subscription by itself, so many blocks from now, from where it is.
	pub(crate) fn enter_search(id: SubscriptionId, blocks: u32, scan: Option<Scan>) {
		Self::forget_search(id);
		let at = Self::now().saturating_add(blocks.into());
		Searches::<T>::insert(id, Search { at, scan });
		Self::enter_retry(id, at);
	}

	/// A search whose next step is not covered: it stays where it is until somebody pays.
	pub(crate) fn rest_search(id: SubscriptionId, scan: Option<Scan>) {
		Self::forget_search(id);
		Searches::<T>::insert(id, Search { at: Self::now(), scan });
	}

	pub(crate) fn do_fund_search(who: T::AccountId, id: SubscriptionId, amount: BalanceOf<T>) -> DispatchResult {
		ensure!(!amount.is_zero(), Error::<T>::ZeroAmount);
		let mut subscription = Self::caught_up(id)?;
		match subscription.state {
			SubscriptionState::Waiting => (),
			SubscriptionState::Placed { .. } => ensure!(Searches::<T>::contains_key(id), Error::<T>::NotWaiting),
			SubscriptionState::Closed { .. } => return Err(Error::<T>::SubscriptionClosed.into()),
		}
		let rested = !Self::covers_step(id);
		Self::hold_credit(&who, &subscription.consumer, id, amount)?;
		if rested && Self::covers_step(id) {
			Self::wake_search(id, &mut subscription);
		}
		let credit = SearchCredits::<T>::get(id);
		Self::deposit_event(Event::SearchFunded { subscription: id, amount, credit });
		Ok(())
	}

	/// The hook goes on, in the next block, with a search that it had to pass over.
	fn wake_search(id: SubscriptionId, subscription: &mut SubscriptionOf<T>) {
		let next = Self::now().saturating_add(One::one());
		if Self::retry_is_due(subscription) {
			Self::forget_retry(id, subscription);
			if let Some(failures) = subscription.failures.as_mut() {
				failures.retry = Some(next);
			}
			Self::enter_retry(id, next);
			Subscriptions::<T>::insert(id, subscription);
			return;
		}
		let search = Searches::<T>::get(id);
		if subscription.in_line.is_some() || search.is_some() {
			Self::enter_search(id, 1, search.and_then(|search| search.scan));
		}
	}

	/// The last pass that has asked everybody who waits for a type: nobody among them is passed by whoever searches what was there then.
	pub(crate) fn asked_by_all(type_id: &TypeId) -> Pass {
		Self::running_pass(type_id).map_or(Pass::MAX, |(pass, _)| pass.saturating_sub(1))
	}
}
