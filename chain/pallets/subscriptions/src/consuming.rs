//! The consumer's calls on a subscription that exists.

use crate::{
	money, pallet::*, CloseReason, EndReason, Generation, RevokeReason, Stop, SubscriptionId, SubscriptionState,
	Successor,
};
use frame::prelude::*;
use pallet_providers::Marketplace;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_update(who: T::AccountId, id: SubscriptionId, descriptor: H256) -> DispatchResult {
		let mut subscription = Self::own(&who, id)?;
		let generation = Self::next_generation(id, &mut subscription)?;
		subscription.descriptor = descriptor;
		Subscriptions::<T>::insert(id, subscription);
		Self::deposit_event(Event::Updated { subscription: id, descriptor, generation });
		Ok(())
	}

	/// What is wanted changes: who serves, and who is to take over, hear of it. Writes no record of the subscription.
	pub(crate) fn next_generation(
		id: SubscriptionId,
		subscription: &mut SubscriptionOf<T>,
	) -> Result<Generation, DispatchError> {
		if let SubscriptionState::Placed { provider, attempt } = &subscription.state {
			let assignment = Assignments::<T>::get(provider, (id, *attempt)).ok_or(Error::<T>::NoAssignment)?;
			let goes_on = assignment.stop.is_none() || subscription.successor.is_some();
			ensure!(goes_on, Error::<T>::AlreadyEnding);
			T::Marketplace::changed(provider, id, *attempt);
			if let Some(Successor { provider, attempt }) = &subscription.successor {
				T::Marketplace::changed(provider, id, *attempt);
			}
		}
		subscription.generation = subscription.generation.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		Ok(subscription.generation)
	}

	pub(crate) fn do_top_up(who: T::AccountId, id: SubscriptionId, amount: BalanceOf<T>) -> DispatchResult {
		ensure!(!amount.is_zero(), Error::<T>::ZeroAmount);
		let mut subscription = Self::own(&who, id)?;
		Self::hold(HoldReason::Escrow, &who, amount)?;
		Self::with_money(id, &mut subscription, |subscription, assignment| {
			let goes_on = assignment.is_none_or(|(_, a)| a.stop.is_none()) || subscription.successor.is_some();
			ensure!(goes_on, Error::<T>::AlreadyEnding);
			subscription.funds = subscription.funds.checked_add(&amount).ok_or(ArithmeticError::Overflow)?;
			Ok(())
		})?;
		let funds = subscription.funds;
		Subscriptions::<T>::insert(id, subscription);
		Self::deposit_event(Event::ToppedUp { subscription: id, amount, funds });
		Ok(())
	}

	pub(crate) fn do_withdraw(who: T::AccountId, id: SubscriptionId, amount: BalanceOf<T>) -> DispatchResult {
		ensure!(!amount.is_zero(), Error::<T>::ZeroAmount);
		let mut subscription = Self::own(&who, id)?;
		let now = Self::now();
		let mut left_with = Zero::zero();
		Self::with_money(id, &mut subscription, |subscription, assignment| {
			let free = subscription.funds.saturating_sub(Self::committed(id, subscription, assignment, now));
			ensure!(amount <= free, Error::<T>::FundsCommitted);
			subscription.funds -= amount;
			left_with = subscription.funds;
			Ok(())
		})?;
		Self::release(HoldReason::Escrow, &who, amount)?;
		Subscriptions::<T>::insert(id, subscription);
		Self::deposit_event(Event::Withdrawn { subscription: id, amount, funds: left_with });
		Ok(())
	}

	pub(crate) fn do_cancel(who: T::AccountId, id: SubscriptionId) -> DispatchResult {
		let mut subscription = Self::own(&who, id)?;
		let reason = EndReason::Cancelled;
		match subscription.state.clone() {
			SubscriptionState::Closed { .. } => return Err(Error::<T>::SubscriptionClosed.into()),
			SubscriptionState::Waiting => Self::close_unserved(id, &mut subscription, CloseReason::Cancelled)?,
			SubscriptionState::Placed { provider, attempt } => {
				let mut assignment = Assignments::<T>::get(&provider, (id, attempt)).ok_or(Error::<T>::NoAssignment)?;
				match assignment.deployed_at {
					None => {
						let spare = subscription.funds;
						let now = Self::now();
						Self::pay_setup(id, &mut subscription, &provider, attempt, &mut assignment, spare, now);
						let words = BoundedVec::new();
						let revoked = RevokeReason::Cancelled;
						let last = Some(provider.clone());
						Self::revoke(id, &mut subscription, provider, attempt, assignment, revoked, words, now);
						Self::close(id, &mut subscription, CloseReason::Cancelled, last, now)?;
					}
					Some(deployed_at) => {
						let at = Self::leave_at(&provider, &assignment, deployed_at, Self::now());
						let left =
							Self::leave_successor(id, &mut subscription, &provider, attempt, &mut assignment, at);
						// Who gives up a successor stays with an end that was called before and comes sooner.
						if !(left && assignment.stop.is_some_and(|stop| stop.at <= at)) {
							Self::call_stop(id, attempt, &mut assignment, Stop { at, reason })?;
						}
						Self::end_search(id, &subscription.consumer)?;
						Self::end_or_enqueue(id, &mut subscription, provider, attempt, assignment)?;
						Self::unfollow(id);
					}
				}
			}
		}
		Subscriptions::<T>::insert(id, subscription);
		Ok(())
	}

	/// When a deployment ends that its consumer leaves now. Who is served by nobody owes no notice, who is told another price may leave
	/// before it, and no minimum period binds while the provider is at its maintenance.
	pub(crate) fn leave_at(
		provider: &T::AccountId,
		assignment: &AssignmentOf<T>,
		deployed_at: BlockNumberFor<T>,
		now: BlockNumberFor<T>,
	) -> BlockNumberFor<T> {
		if T::Marketplace::is_dark(provider) {
			return now;
		}
		match assignment.next {
			Some(change) => money::leave_before(now, assignment.notice, change.at),
			None if Self::is_maintained(provider) => now.saturating_add(assignment.notice),
			None => money::leave_at(now, assignment.notice, deployed_at, assignment.minimum, assignment.trial),
		}
	}

	/// Whether the provider is at the maintenance that it announced.
	pub(crate) fn is_maintained(provider: &T::AccountId) -> bool {
		T::Marketplace::maintenance(provider).is_some_and(|window| window.covers(&Self::now()))
	}

	/// Call an end. One that was called already and is not later stays.
	pub(crate) fn call_stop(
		id: SubscriptionId,
		attempt: u32,
		assignment: &mut AssignmentOf<T>,
		stop: Stop<BlockNumberFor<T>>,
	) -> DispatchResult {
		ensure!(assignment.stop.is_none_or(|called| stop.at < called.at), Error::<T>::AlreadyEnding);
		assignment.stop = Some(stop);
		Self::deposit_event(Event::StopCalled { subscription: id, attempt, at: stop.at, reason: stop.reason });
		Ok(())
	}

	/// What a withdrawal must leave. With a deployment, what leaving now would still cost; without, the minimum to be placed with,
	/// which covers the set-up fee. The segment must have been settled to `now`.
	pub(crate) fn committed(
		id: SubscriptionId,
		subscription: &SubscriptionOf<T>,
		assignment: Option<(&T::AccountId, &AssignmentOf<T>)>,
		now: BlockNumberFor<T>,
	) -> BalanceOf<T> {
		let running = assignment.and_then(|(provider, a)| Some((provider, a, a.segment?, a.deployed_at?)));
		let Some((provider, assignment, segment, deployed_at)) = running else {
			return Self::minimum_funds(subscription.max_price);
		};
		let leave_at = Self::leave_at(provider, assignment, deployed_at, now);
		let end = assignment.stop.map_or(leave_at, |stop| stop.at.min(leave_at));
		let leaving = money::cost_until(&segment, assignment.next.as_ref(), end);
		Self::committed_to_switch(id, subscription, assignment, leaving)
	}

	/// Change the funds of an open subscription: settle what runs, let `change` set `funds`, and start a new segment with them.
	/// Writes the assignment; the record of the subscription is left to the caller to write.
	fn with_money(
		id: SubscriptionId,
		subscription: &mut SubscriptionOf<T>,
		change: impl FnOnce(&mut SubscriptionOf<T>, Option<(&T::AccountId, &AssignmentOf<T>)>) -> DispatchResult,
	) -> DispatchResult {
		let SubscriptionState::Placed { provider, attempt } = subscription.state.clone() else {
			return change(subscription, None);
		};
		let mut assignment = Assignments::<T>::get(&provider, (id, attempt)).ok_or(Error::<T>::NoAssignment)?;
		Self::settle(id, subscription, &provider, attempt, &mut assignment, Self::now());
		change(subscription, Some((&provider, &assignment)))?;
		let Some(segment) = assignment.segment.as_mut() else {
			return Ok(());
		};
		segment.funds = subscription.spendable();
		Self::end_or_enqueue(id, subscription, provider, attempt, assignment)
	}

	/// An open subscription of this consumer, with time applied.
	pub(crate) fn own(who: &T::AccountId, id: SubscriptionId) -> Result<SubscriptionOf<T>, DispatchError> {
		let subscription = Self::caught_up(id)?;
		ensure!(subscription.consumer == *who, Error::<T>::NotConsumer);
		ensure!(!matches!(subscription.state, SubscriptionState::Closed { .. }), Error::<T>::SubscriptionClosed);
		Ok(subscription)
	}
}
