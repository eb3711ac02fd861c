//! Applying time, and every way out.

use crate::{
	effective::{self, Verdict},
	migrating::Prospect,
	money::{self, Rolled},
	pallet::*,
	AssignmentState, Attempt, CloseReason, EndReason, RevokeReason, SubscriptionId, SubscriptionState,
};
use frame::prelude::*;
use pallet_providers::Marketplace;

impl<T: Config> Pallet<T> {
	pub(crate) fn now() -> BlockNumberFor<T> {
		T::Clock::current_block_number()
	}

	/// What time has done to a stored assignment.
	pub(crate) fn verdict(provider: &T::AccountId, assignment: &AssignmentOf<T>, now: BlockNumberFor<T>) -> Verdict {
		let segment = Self::rolled(provider, assignment, now).map(|rolled| rolled.segment);
		effective::verdict(&assignment.state, segment.as_ref(), assignment.stop.as_ref(), now)
	}

	/// What time has made of the money of a running assignment at `now`, or at the end that was called if that was before.
	pub(crate) fn rolled(
		provider: &T::AccountId,
		assignment: &AssignmentOf<T>,
		now: BlockNumberFor<T>,
	) -> Option<Rolled<BalanceOf<T>, BlockNumberFor<T>>> {
		let segment = assignment.segment.as_ref()?;
		let until = Self::counted_until(assignment, now).max(segment.since);
		Some(money::roll(segment, assignment.next.as_ref(), until, |b| T::Marketplace::live(provider, b)))
	}

	/// The block in which an assignment was over that is over at `now`; `now` if it is not.
	pub(crate) fn over_since(
		provider: &T::AccountId,
		assignment: &AssignmentOf<T>,
		now: BlockNumberFor<T>,
	) -> BlockNumberFor<T> {
		let Some(segment) = &assignment.segment else { return now };
		effective::first(segment.since.min(now), now, |b| {
			matches!(Self::verdict(provider, assignment, b), Verdict::Ended(_))
		})
	}

	/// Up to which block an assignment is paid at `now`, as far as its provider was live and the funds last.
	pub(crate) fn counted_until(assignment: &AssignmentOf<T>, now: BlockNumberFor<T>) -> BlockNumberFor<T> {
		assignment.stop.map_or(now, |stop| stop.at.min(now))
	}

	/// The subscription with time applied and stored. Every call that names one begins here.
	pub(crate) fn caught_up(id: SubscriptionId) -> Result<SubscriptionOf<T>, DispatchError> {
		let mut subscription = Subscriptions::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		Self::catch_up(id, &mut subscription)?;
		Ok(subscription)
	}

	/// Apply time. Returns whether it had done anything; then the subscription is stored too.
	pub(crate) fn catch_up(id: SubscriptionId, subscription: &mut SubscriptionOf<T>) -> Result<bool, DispatchError> {
		let mut moved = false;
		// One thing after the other, in the order of their blocks: an award that is late, another price, an end, the award after it.
		while Self::advance(id, subscription)? {
			moved = true;
		}
		if moved {
			Subscriptions::<T>::insert(id, subscription);
		}
		Ok(moved)
	}

	/// Apply the first thing that time has done, if any. The record of the subscription is left to the caller to write.
	fn advance(id: SubscriptionId, subscription: &mut SubscriptionOf<T>) -> Result<bool, DispatchError> {
		let SubscriptionState::Placed { provider, attempt } = subscription.state.clone() else {
			return Ok(false);
		};
		let Some(assignment) = Assignments::<T>::get(&provider, (id, attempt)).defensive() else {
			return Ok(false);
		};
		if Self::miss_successor(id, subscription, &provider, &assignment)? {
			return Ok(true);
		}
		match Self::verdict(&provider, &assignment, Self::now()) {
			Verdict::GoesOn if Self::price_is_due(&assignment) => {
				Self::end_or_enqueue(id, subscription, provider, attempt, assignment)?
			}
			Verdict::GoesOn => return Ok(false),
			Verdict::MissedDeadline => Self::miss(id, subscription, provider, attempt, assignment)?,
			Verdict::Ended(reason) => Self::end(id, subscription, provider, attempt, assignment, reason)?,
		}
		Ok(true)
	}

	/// Take back the award of who was to take over and missed its deadline. Returns whether that was so. `assignment` is that of the one
	/// before. The record of the subscription is left to the caller to write.
	pub(crate) fn miss_successor(
		id: SubscriptionId,
		subscription: &mut SubscriptionOf<T>,
		provider: &T::AccountId,
		assignment: &AssignmentOf<T>,
	) -> Result<bool, DispatchError> {
		let Some((late, award, Prospect::Late)) = Self::successor(id, subscription, provider, assignment) else {
			return Ok(false);
		};
		Self::miss(id, subscription, late.provider, late.attempt, award)?;
		Ok(true)
	}

	/// An award was not declared in time.
	fn miss(
		id: SubscriptionId,
		subscription: &mut SubscriptionOf<T>,
		provider: T::AccountId,
		attempt: Attempt,
		award: AssignmentOf<T>,
	) -> DispatchResult {
		let reason = RevokeReason::MissedDeadline;
		Self::revoke_and_go_on(id, subscription, provider, attempt, award, reason, BoundedVec::new())
	}

	/// Take an award back that its provider did not serve. Another provider is looked for, unless the award was to take over from one
	/// that goes on. The record of the subscription is left to the caller to write.
	pub(crate) fn revoke_and_go_on(
		id: SubscriptionId,
		subscription: &mut SubscriptionOf<T>,
		provider: T::AccountId,
		attempt: Attempt,
		award: AssignmentOf<T>,
		reason: RevokeReason,
		words: ReasonOf<T>,
	) -> DispatchResult {
		let served = subscription.successor.as_ref().is_some_and(|successor| successor.attempt == attempt);
		let at = match award.state {
			AssignmentState::Awarded { deadline } => deadline.min(Self::now()),
			_ => Self::now(),
		};
		Self::revoke(id, subscription, provider, attempt, award, reason, words, at);
		match served {
			true => Self::return_reserve(id, subscription),
			false => Self::try_later(id, subscription),
		}
	}

	/// Take an award back, at block `at` or later. The record of the subscription, and what comes next, is left to the caller.
	#[allow(clippy::too_many_arguments)]
	pub(crate) fn revoke(
		id: SubscriptionId,
		subscription: &mut SubscriptionOf<T>,
		provider: T::AccountId,
		attempt: Attempt,
		mut assignment: AssignmentOf<T>,
		reason: RevokeReason,
		words: ReasonOf<T>,
		at: BlockNumberFor<T>,
	) {
		let failed = matches!(reason, RevokeReason::Rejected | RevokeReason::MissedDeadline);
		if failed && assignment.by_turn {
			T::Marketplace::failed(&provider, &subscription.type_id);
		}
		if reason == RevokeReason::MissedDeadline {
			T::Marketplace::missed(&provider, &subscription.type_id);
		}
		Self::dequeue((id, attempt), &mut assignment);
		assignment.state = AssignmentState::Revoked { reason };
		assignment.reason = words.clone();
		Self::note_parting(id, subscription, &provider, attempt, &assignment, at);
		Assignments::<T>::insert(&provider, (id, attempt), assignment);
		subscription.reason = words.clone();
		subscription.successor.take_if(|successor| successor.attempt == attempt);
		Self::exclude(subscription, &provider);
		Self::vacated(id, &subscription.consumer);
		T::Marketplace::changed(&provider, id, attempt);
		Self::deposit_event(Event::Revoked { subscription: id, attempt, provider, reason, words });
	}

	/// Do not ask a provider again until the subscription is served. The oldest of too many may be asked again, which only happens to
	/// a subscription that is served and looks for another provider.
	pub(crate) fn exclude(subscription: &mut SubscriptionOf<T>, provider: &T::AccountId) {
		if subscription.excluded.contains(provider) {
			return;
		}
		if subscription.excluded.is_full() {
			subscription.excluded.remove(0);
		}
		let _ = subscription.excluded.try_push(provider.clone()).defensive();
	}

	/// End a deployment: pay; then whoever is to take over does, or the rest is given back and the subscription closed. The record of the subscription is left to the caller to write.
	pub(crate) fn end(
		id: SubscriptionId,
		subscription: &mut SubscriptionOf<T>,
		provider: T::AccountId,
		attempt: Attempt,
		mut assignment: AssignmentOf<T>,
		reason: EndReason,
	) -> DispatchResult {
		let at = Self::over_since(&provider, &assignment, Self::now());
		Self::settle(id, subscription, &provider, attempt, &mut assignment, Self::now());
		Self::dequeue((id, attempt), &mut assignment);
		assignment.state = AssignmentState::Ending { reason };
		assignment.segment = None;
		assignment.next = None;
		assignment.proposal = None;
		Self::note_parting(id, subscription, &provider, attempt, &assignment, at);
		Assignments::<T>::insert(&provider, (id, attempt), assignment);
		T::Marketplace::changed(&provider, id, attempt);
		Self::deposit_event(Event::Ended { subscription: id, attempt, provider: provider.clone(), reason });
		let Some(closes) = reason.closes() else {
			Self::vacated(id, &subscription.consumer);
			return Ok(());
		};
		if reason.hands_over() && Self::hand_over(subscription, &provider) {
			Self::vacated(id, &subscription.consumer);
			return Ok(());
		}
		// What the funds do not cover a block with is the consumer's: the set-up is paid from what was kept for it.
		Self::give_up_successor(id, subscription, subscription.reserve, at);
		Self::close(id, subscription, closes, Some(provider), at)
	}

	/// Close a subscription that no provider serves since block `at`; `provider` is the last that it was with. The record is left to the
	/// caller to write.
	pub(crate) fn close(
		id: SubscriptionId,
		subscription: &mut SubscriptionOf<T>,
		reason: CloseReason,
		provider: Option<T::AccountId>,
		at: BlockNumberFor<T>,
	) -> DispatchResult {
		let refunded = Self::refund(subscription)?;
		Self::leave_line(id, subscription)?;
		Self::end_search(id, &subscription.consumer)?;
		Self::forget_retry(id, subscription);
		subscription.failures = None;
		Self::forget_wish(id, &subscription.consumer);
		subscription.state = SubscriptionState::Closed { reason };
		Self::note_closing(id, subscription, reason, provider, at, refunded);
		if subscription.assignments == 0 {
			Self::keep_for_a_while(id);
		}
		Ok(())
	}

	/// Close a subscription that waits. The record is left to the caller to write.
	pub(crate) fn close_unserved(
		id: SubscriptionId,
		subscription: &mut SubscriptionOf<T>,
		reason: CloseReason,
	) -> DispatchResult {
		let last = subscription.excluded.last().cloned();
		Self::close(id, subscription, reason, last, Self::now())
	}

	/// A closed subscription without tombstones stays readable until `ClosedKept` others have come after it.
	pub(crate) fn keep_for_a_while(id: SubscriptionId) {
		let count = ClosedCount::<T>::get();
		let slot = (count % u64::from(T::ClosedKept::get())) as u32;
		if let Some(oldest) = ClosedRing::<T>::get(slot) {
			Subscriptions::<T>::remove(oldest);
		}
		ClosedRing::<T>::insert(slot, id);
		ClosedCount::<T>::put(count.wrapping_add(1));
	}

	/// Free when it took something out of the queue for good, not when it only put a changed price into force.
	pub(crate) fn do_poke(id: SubscriptionId) -> Result<Pays, DispatchError> {
		let mut subscription = Subscriptions::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let before = (subscription.state.clone(), subscription.successor.clone());
		ensure!(Self::catch_up(id, &mut subscription)?, Error::<T>::NothingDue);
		let over = before != (subscription.state, subscription.successor);
		Ok(if over { Pays::No } else { Pays::Yes })
	}
}
