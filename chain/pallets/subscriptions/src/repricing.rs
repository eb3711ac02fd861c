//! A price that changes while a deployment runs: by agreement, or by the provider alone within the bounds of the award.

use crate::{pallet::*, Attempt, RateChange, SubscriptionId, SubscriptionState};
use frame::prelude::*;
use pallet_providers::Marketplace;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_propose_price(
		who: T::AccountId,
		id: SubscriptionId,
		attempt: Attempt,
		rate: Option<BalanceOf<T>>,
	) -> DispatchResult {
		let (provider, mut assignment) = Self::priced(&who, id, attempt)?;
		match rate {
			Some(rate) => {
				ensure!(!rate.is_zero(), Error::<T>::ZeroPrice);
				ensure!(rate != assignment.rate, Error::<T>::SameRate);
			}
			None => ensure!(assignment.proposal.is_some(), Error::<T>::NoProposal),
		}
		assignment.proposal = rate;
		Assignments::<T>::insert(&provider, (id, attempt), assignment);
		T::Marketplace::changed(&provider, id, attempt);
		Self::deposit_event(Event::PriceProposed { subscription: id, attempt, rate });
		Ok(())
	}

	pub(crate) fn do_accept_price(
		who: T::AccountId,
		id: SubscriptionId,
		attempt: Attempt,
		rate: BalanceOf<T>,
	) -> DispatchResult {
		let mut subscription = Self::own(&who, id)?;
		let SubscriptionState::Placed { provider, attempt: current } = subscription.state.clone() else {
			return Err(Error::<T>::SubscriptionWaits.into());
		};
		ensure!(attempt == current, Error::<T>::NoAssignment);
		let mut assignment = Assignments::<T>::get(&provider, (id, attempt)).ok_or(Error::<T>::NoAssignment)?;
		// The consumer names the price, so that a proposal that changes on the way is not accepted by mistake.
		ensure!(assignment.proposal == Some(rate), Error::<T>::NoProposal);
		ensure!(assignment.stop.is_none(), Error::<T>::AlreadyEnding);
		let now = Self::now();
		Self::settle(id, &mut subscription, &provider, attempt, &mut assignment, now);
		let segment = assignment.segment.as_mut().ok_or(Error::<T>::NotDeployed)?;
		let dearer = rate > segment.rate;
		segment.rate = rate;
		let enough = segment.funded() >= assignment.notice;
		ensure!(!dearer || enough, Error::<T>::TooFewBlocksFunded);
		assignment.proposal = None;
		// What both agree on takes the place of what one of them announced.
		assignment.next = None;
		subscription.max_price = subscription.max_price.max(rate);
		Self::keep_rate(id, attempt, &mut assignment, RateChange { at: now, rate });
		Self::end_or_enqueue(id, &mut subscription, provider, attempt, assignment)?;
		Subscriptions::<T>::insert(id, subscription);
		Ok(())
	}

	pub(crate) fn do_reprice(
		who: T::AccountId,
		id: SubscriptionId,
		attempt: Attempt,
		rate: BalanceOf<T>,
	) -> DispatchResult {
		let (provider, mut assignment) = Self::priced(&who, id, attempt)?;
		let bounds = assignment.elastic.ok_or(Error::<T>::NotElastic)?;
		ensure!(assignment.next.is_none(), Error::<T>::RepricePending);
		let current = assignment.rate;
		ensure!(rate != current, Error::<T>::SameRate);
		ensure!(rate >= bounds.floor && rate <= bounds.ceiling, Error::<T>::OutOfBounds);
		let step = current.max(rate) - current.min(rate);
		ensure!(step <= bounds.step, Error::<T>::StepTooLarge);
		let at = Self::now().saturating_add(assignment.notice);
		assignment.next = Some(RateChange { at, rate });
		Self::deposit_event(Event::PriceAnnounced { subscription: id, attempt, rate, at });
		let mut subscription = Subscriptions::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		Self::end_or_enqueue(id, &mut subscription, provider, attempt, assignment)?;
		Subscriptions::<T>::insert(id, subscription);
		Ok(())
	}

	/// Whether another price is due that the stored segment does not know yet.
	pub(crate) fn price_is_due(assignment: &AssignmentOf<T>) -> bool {
		assignment.next.is_some_and(|change| change.at <= Self::now())
	}

	/// The segment runs at another price: say so, and remember it.
	pub(crate) fn keep_rate(
		id: SubscriptionId,
		attempt: Attempt,
		assignment: &mut AssignmentOf<T>,
		change: RateChange<BalanceOf<T>, BlockNumberFor<T>>,
	) {
		assignment.rate = change.rate;
		if assignment.rates.is_full() {
			assignment.rates.remove(0);
		}
		let _ = assignment.rates.try_push(change).defensive();
		let RateChange { at, rate } = change;
		Self::deposit_event(Event::PriceChanged { subscription: id, attempt, rate, at });
	}

	/// A running deployment whose price its provider may change now, with time applied to it. Prices are the owner's business, not its
	/// operators'.
	fn priced(
		who: &T::AccountId,
		id: SubscriptionId,
		attempt: Attempt,
	) -> Result<(T::AccountId, AssignmentOf<T>), DispatchError> {
		let (provider, _, assignment) = Self::current(who, id, attempt)?;
		ensure!(provider == *who, Error::<T>::NotOwner);
		ensure!(assignment.deployed_at.is_some(), Error::<T>::NotDeployed);
		ensure!(assignment.stop.is_none(), Error::<T>::AlreadyEnding);
		Ok((provider, assignment))
	}
}
