//! The provider's calls, and the claim that anyone may make for it.

use crate::{
	effective::Verdict, money::Segment, pallet::*, AssignmentState, Attempt, Condition, EndReason, Generation,
	RevokeReason, Stop, SubscriptionId, SubscriptionState,
};
use frame::prelude::*;
use pallet_providers::Marketplace;

/// A provider, and the subscription and assignment that it owes.
type Owing<T> = (<T as frame_system::Config>::AccountId, SubscriptionOf<T>, AssignmentOf<T>);

impl<T: Config> Pallet<T> {
	pub(crate) fn do_declare_deployed(
		who: T::AccountId,
		id: SubscriptionId,
		attempt: Attempt,
		generation: Generation,
	) -> DispatchResult {
		let (provider, mut subscription, mut assignment) = Self::current(&who, id, attempt)?;
		let known = generation >= 1 && generation <= subscription.generation;
		ensure!(known, Error::<T>::UnknownGeneration);
		ensure!(generation > assignment.generation, Error::<T>::GenerationKnown);
		assignment.generation = generation;
		assignment.condition = Some(Condition::Ready);
		assignment.reason = BoundedVec::new();
		if assignment.deployed_at.is_some() {
			Assignments::<T>::insert(&provider, (id, attempt), assignment);
			T::Marketplace::changed(&provider, id, attempt);
			Self::deposit_event(Event::GenerationDeployed { subscription: id, attempt, generation });
			return Ok(());
		}
		T::Marketplace::served(&provider, &subscription.type_id);
		Self::take_over(id, &mut subscription, &provider, attempt)?;
		// It is served: who failed it before may be asked again, should it ever be placed again.
		subscription.excluded = BoundedVec::new();
		subscription.failures = None;
		let now = Self::now();
		assignment.state = AssignmentState::Active;
		assignment.deployed_at = Some(now);
		assignment.segment = Some(Segment {
			since: now,
			rate: assignment.rate,
			funds: subscription.funds,
			live0: T::Marketplace::live(&provider, now),
		});
		Self::deposit_event(Event::Deployed { subscription: id, attempt, provider: provider.clone(), generation });
		Self::end_or_enqueue(id, &mut subscription, provider, attempt, assignment)?;
		Subscriptions::<T>::insert(id, subscription);
		Ok(())
	}

	pub(crate) fn do_report(
		who: T::AccountId,
		id: SubscriptionId,
		attempt: Attempt,
		condition: Condition,
		reason: ReasonOf<T>,
	) -> DispatchResult {
		let (provider, _, mut assignment) = Self::current(&who, id, attempt)?;
		assignment.condition = Some(condition);
		assignment.reason = reason.clone();
		Assignments::<T>::insert(&provider, (id, attempt), assignment);
		T::Marketplace::changed(&provider, id, attempt);
		Self::deposit_event(Event::Reported { subscription: id, attempt, condition, reason });
		Ok(())
	}

	pub(crate) fn do_reject(
		who: T::AccountId,
		id: SubscriptionId,
		attempt: Attempt,
		reason: ReasonOf<T>,
	) -> DispatchResult {
		let (provider, mut subscription, assignment) = Self::current(&who, id, attempt)?;
		ensure!(assignment.deployed_at.is_none(), Error::<T>::AlreadyDeployed);
		let revoked = RevokeReason::Rejected;
		Self::revoke_and_go_on(id, &mut subscription, provider, attempt, assignment, revoked, reason)?;
		Subscriptions::<T>::insert(id, subscription);
		Ok(())
	}

	pub(crate) fn do_resign(who: T::AccountId, id: SubscriptionId, attempt: Attempt) -> DispatchResult {
		let (provider, mut subscription, mut assignment) = Self::current(&who, id, attempt)?;
		ensure!(assignment.deployed_at.is_some(), Error::<T>::NotDeployed);
		let at = Self::now().saturating_add(assignment.notice);
		Self::call_stop(id, attempt, &mut assignment, Stop { at, reason: EndReason::Resigned })?;
		Self::follow(id, &subscription);
		Self::end_or_enqueue(id, &mut subscription, provider, attempt, assignment)?;
		Subscriptions::<T>::insert(id, subscription);
		Ok(())
	}

	pub(crate) fn do_claim(id: SubscriptionId, attempt: Attempt) -> DispatchResult {
		let mut subscription = Subscriptions::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let (provider, current) = match subscription.state.clone() {
			SubscriptionState::Closed { .. } => return Err(Error::<T>::SubscriptionClosed.into()),
			SubscriptionState::Waiting => return Err(Error::<T>::SubscriptionWaits.into()),
			SubscriptionState::Placed { provider, attempt } => (provider, attempt),
		};
		ensure!(subscription.owes(attempt).is_some(), Error::<T>::NoAssignment);
		// Who is to take over has earned nothing yet.
		ensure!(attempt == current, Error::<T>::NothingEarned);
		let paid_before = subscription.paid;
		let read = || Assignments::<T>::get(&provider, (id, attempt)).ok_or(Error::<T>::NoAssignment);
		let mut assignment = read()?;
		if Self::miss_successor(id, &mut subscription, &provider, &assignment)? {
			assignment = read()?;
		}
		let now = Self::now();
		match Self::verdict(&provider, &assignment, now) {
			Verdict::GoesOn => {
				let old_enough = now.saturating_sub(T::PayoutDelay::get());
				match Self::settle(id, &mut subscription, &provider, attempt, &mut assignment, old_enough) {
					true => Self::end_or_enqueue(id, &mut subscription, provider, attempt, assignment)?,
					false => Assignments::<T>::insert(&provider, (id, attempt), assignment),
				}
				Subscriptions::<T>::insert(id, &subscription);
			}
			_ => {
				Self::catch_up(id, &mut subscription)?;
			}
		}
		ensure!(subscription.paid > paid_before, Error::<T>::NothingEarned);
		Ok(())
	}

	pub(crate) fn do_confirm_teardown(
		who: T::AccountId,
		id: SubscriptionId,
		attempt: Attempt,
		receipt: H256,
	) -> DispatchResult {
		let provider = T::Marketplace::provider_of(&who).ok_or(Error::<T>::NotAProvider)?;
		ensure!(Assignments::<T>::contains_key(&provider, (id, attempt)), Error::<T>::NoAssignment);
		let subscription = Self::caught_up(id)?;
		let assignment = Assignments::<T>::get(&provider, (id, attempt)).ok_or(Error::<T>::NoAssignment)?;
		ensure!(assignment.state.is_terminal(), Error::<T>::NotEnded);
		Self::clear_away(id, subscription, &provider, attempt);
		Self::deposit_event(Event::TornDown { subscription: id, attempt, provider, receipt });
		Ok(())
	}

	/// Remove a tombstone and free its unit of capacity. Writes the subscription.
	pub(crate) fn clear_away(
		id: SubscriptionId,
		mut subscription: SubscriptionOf<T>,
		provider: &T::AccountId,
		attempt: Attempt,
	) {
		Assignments::<T>::remove(provider, (id, attempt));
		T::Marketplace::release(provider, &subscription.type_id);
		T::Marketplace::changed(provider, id, attempt);
		subscription.assignments = subscription.assignments.saturating_sub(1);
		let over = subscription.assignments == 0 && matches!(subscription.state, SubscriptionState::Closed { .. });
		Subscriptions::<T>::insert(id, subscription);
		if over {
			Self::keep_for_a_while(id);
		}
	}

	/// The live assignment that a provider's key names, with time applied to it.
	pub(crate) fn current(who: &T::AccountId, id: SubscriptionId, attempt: Attempt) -> Result<Owing<T>, DispatchError> {
		let provider = T::Marketplace::provider_of(who).ok_or(Error::<T>::NotAProvider)?;
		ensure!(Assignments::<T>::contains_key(&provider, (id, attempt)), Error::<T>::NoAssignment);
		let subscription = Self::caught_up(id)?;
		let assignment = Assignments::<T>::get(&provider, (id, attempt)).ok_or(Error::<T>::NoAssignment)?;
		match assignment.state {
			AssignmentState::Awarded { .. } | AssignmentState::Active => Ok((provider, subscription, assignment)),
			AssignmentState::Ending { .. } => Err(Error::<T>::AlreadyEnded.into()),
			AssignmentState::Revoked { reason: RevokeReason::MissedDeadline } => Err(Error::<T>::DeadlineMissed.into()),
			AssignmentState::Revoked { .. } => Err(Error::<T>::AwardRevoked.into()),
		}
	}
}
