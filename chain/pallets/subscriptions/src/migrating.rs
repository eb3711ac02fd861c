//! Another provider takes over while the one before still serves: two live assignments of one subscription.
//!
//! The one before earns the blocks before the switch, which is the block of the new one's declaration, and the new one earns from there
//! on. Until then the award of the new one is like any other; if it comes to nothing, the one before goes on.

use crate::{
	effective::Verdict, money, pallet::*, waiting::AGAIN, AssignmentState, Attempt, EndReason, RevokeReason,
	SubscriptionId, SubscriptionState, Successor,
};
use frame::{deps::frame_support::storage::with_storage_layer, prelude::*};
use pallet_providers::{Choice, Marketplace, Pass, Scan};

/// What time has made of an award that is to take over.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Prospect {
	/// It may still.
	Open,
	/// The one before has left, so the award is the subscription's only one.
	Serves,
	/// It missed its deadline while the one before was there, who goes on.
	Late,
	/// The subscription is over.
	GivenUp,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_migrate(who: T::AccountId, id: SubscriptionId) -> DispatchResult {
		let subscription = Self::caught_up(id)?;
		let placed = match subscription.state.clone() {
			SubscriptionState::Placed { provider, attempt } => Some((provider, attempt)),
			_ => None,
		};
		let serving = placed.and_then(|(provider, attempt)| {
			let assignment = Assignments::<T>::get(&provider, (id, attempt)).defensive()?;
			Some((provider, attempt, assignment))
		});
		let forsaken =
			serving.as_ref().is_some_and(|(provider, _, assignment)| Self::is_forsaken(provider, assignment));
		if who != subscription.consumer {
			ensure!(forsaken && Wishes::<T>::get(id).is_some_and(|wish| wish.follow), Error::<T>::NotConsumer);
		}
		match subscription.state {
			SubscriptionState::Closed { .. } => return Err(Error::<T>::SubscriptionClosed.into()),
			SubscriptionState::Waiting => return Err(Error::<T>::SubscriptionWaits.into()),
			SubscriptionState::Placed { .. } => (),
		}
		let (provider, _, assignment) = serving.ok_or(Error::<T>::NoAssignment)?;
		let deployed_at = assignment.deployed_at.ok_or(Error::<T>::NotDeployed)?;
		let pending = subscription.successor.is_some() || Searches::<T>::contains_key(id);
		ensure!(!pending, Error::<T>::MigrationPending);
		ensure!(assignment.stop.is_none_or(|stop| stop.reason == EndReason::Resigned), Error::<T>::AlreadyEnding);
		if !forsaken && !Self::is_maintained(&provider) {
			ensure!(!Self::minimum_binds(&assignment, deployed_at), Error::<T>::MinimumNotOver);
		}
		Self::hold_credit(&who, &subscription.consumer, id, T::MinCredit::get())?;
		Self::enter_seeking(id);
		Ok(())
	}

	/// Have somebody looked for who takes over, from the next block on.
	fn enter_seeking(id: SubscriptionId) {
		Self::enter_search(id, 1, None);
		Self::deposit_event(Event::Seeks { subscription: id, at: Self::now().saturating_add(One::one()) });
	}

	/// Look for who is to take over, a step after the other as long as `may_step` says so, until somebody or nobody is found. A search that
	/// stops before goes on in the next block, or when its next step is paid.
	pub(crate) fn seek(id: SubscriptionId, may_step: &mut dyn FnMut() -> bool) {
		let Some(search) = Searches::<T>::get(id) else { return };
		if let Err(error) = with_storage_layer(|| Self::caught_up(id).map(|_| ())) {
			Self::not_served(id, error);
			return Self::enter_search(id, AGAIN, search.scan);
		}
		let mut scan = search.scan;
		// Nobody looks any more if time has closed it.
		while Searches::<T>::contains_key(id) {
			if !may_step() {
				return match Self::covers_step(id) {
					true => Self::enter_search(id, 1, scan),
					false => {
						Self::not_served(id, Error::<T>::FundsNotCovered.into());
						Self::rest_search(id, scan)
					}
				};
			}
			match with_storage_layer(|| Self::seek_successor(id, scan)) {
				Ok(None) => return,
				Ok(next) => scan = next,
				Err(error) => {
					Self::not_served(id, error);
					let consumer = Subscriptions::<T>::get(id).map(|subscription| subscription.consumer);
					Self::forget_search(id);
					if let Some(consumer) = consumer {
						let _ = with_storage_layer(|| Self::end_search(id, &consumer));
					}
				}
			}
		}
	}

	/// A step of the search for somebody who is to take over; where it goes on if it is not done. Settles the one that serves: from here on
	/// it earns of what is not kept for the set-up of the other, so that nobody can have that one set up for nothing.
	///
	/// Who moves by choice sees what those who wait have been asked about; who is left alone sees all, for it has until its end only.
	fn seek_successor(id: SubscriptionId, scan: Option<Scan>) -> Result<Option<Scan>, DispatchError> {
		let mut subscription = Subscriptions::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let SubscriptionState::Placed { provider, attempt: serving } = subscription.state.clone() else {
			return Err(Error::<T>::SubscriptionWaits.into());
		};
		let mut assignment = Assignments::<T>::get(&provider, (id, serving)).ok_or(Error::<T>::NoAssignment)?;
		let forsaken = Self::is_forsaken(&provider, &assignment);
		let pass = match forsaken {
			true => Pass::MAX,
			false => Self::asked_by_all(&subscription.type_id),
		};
		let award = match Self::search_from(id, &subscription, core::slice::from_ref(&provider), pass, scan) {
			Choice::Awarded(award) => award,
			Choice::Unfinished { scan } => return Ok(Some(scan)),
			Choice::Nobody if pass < Pass::MAX => return Err(Error::<T>::OthersFirst.into()),
			Choice::Nobody => return Err(Error::<T>::NobodyMatches.into()),
		};
		Self::end_search(id, &subscription.consumer)?;
		Self::succeed(id, &mut subscription, &provider, serving, &mut assignment, award)?;
		Self::end_or_enqueue(id, &mut subscription, provider, serving, assignment)?;
		Subscriptions::<T>::insert(id, subscription);
		Ok(None)
	}

	/// Award the subscription to who was found to take over. Both records are left to the caller to write.
	fn succeed(
		id: SubscriptionId,
		subscription: &mut SubscriptionOf<T>,
		provider: &T::AccountId,
		serving: Attempt,
		assignment: &mut AssignmentOf<T>,
		award: AwardOf<T>,
	) -> DispatchResult {
		let attempt = Self::assign(id, subscription, &award);
		let to = award.provider;
		let successor = Assignments::<T>::get(&to, (id, attempt)).ok_or(Error::<T>::NoAssignment)?;
		Self::settle(id, subscription, provider, serving, assignment, Self::now());
		let segment = assignment.segment.ok_or(Error::<T>::NotDeployed)?;
		let needed = Self::cost_of_switching(assignment, segment, &successor);
		ensure!(segment.funds >= needed, Error::<T>::TooFewBlocksFunded);
		subscription.reserve = money::cost(award.price, T::SetupBlocks::get());
		assignment.segment = Some(money::Segment { funds: subscription.spendable(), ..segment });
		Self::deposit_event(Event::Migrating { subscription: id, attempt, from: provider.clone(), to: to.clone() });
		subscription.successor = Some(Successor { provider: to, attempt });
		Ok(())
	}

	/// The notice of the one before, and the minimum period of the one to come or what its set-up may cost. `segment` is that of the one before, from now on.
	fn cost_of_switching(
		before: &AssignmentOf<T>,
		segment: money::Segment<BalanceOf<T>, BlockNumberFor<T>>,
		successor: &AssignmentOf<T>,
	) -> BalanceOf<T> {
		let now = Self::now();
		let after_notice = now.saturating_add(before.notice);
		let until = before.stop.map_or(after_notice, |stop| stop.at.min(after_notice));
		// What it costs, whether or not the funds cover it.
		let segment = money::Segment { funds: Bounded::max_value(), ..segment };
		let to_come = before.next.filter(|change| change.at > now);
		money::cost_until(&segment, to_come.as_ref(), until)
			.saturating_add(money::cost(successor.rate, successor.minimum.max(T::SetupBlocks::get())))
	}

	/// What a withdrawal must leave besides what leaving would cost, while somebody is to take over: as much as it took to ask for it, and
	/// what giving it up would cost after leaving. `assignment` must have been settled to now.
	pub(crate) fn committed_to_switch(
		id: SubscriptionId,
		subscription: &SubscriptionOf<T>,
		assignment: &AssignmentOf<T>,
		leaving: BalanceOf<T>,
	) -> BalanceOf<T> {
		let award = subscription.successor.as_ref().and_then(|successor| {
			let award = Assignments::<T>::get(&successor.provider, (id, successor.attempt)).defensive()?;
			Some((&successor.provider, award))
		});
		let Some(((to, award), segment)) = award.zip(assignment.segment) else {
			return leaving;
		};
		let fee = Self::setup_fee(to, &award, Bounded::max_value(), Self::now());
		let giving_up = leaving.saturating_add(fee.max(subscription.reserve));
		giving_up.max(Self::cost_of_switching(assignment, segment, &award))
	}

	/// Whether an attempt is to take over from another.
	pub(crate) fn takes_over(id: SubscriptionId, attempt: Attempt) -> bool {
		let successor = Subscriptions::<T>::get(id).and_then(|subscription| subscription.successor);
		successor.is_some_and(|successor| successor.attempt == attempt)
	}

	/// The first declaration of `attempt`: if it is to take over, the one before ends here, paid up to this block. The record of the
	/// subscription is left to the caller to write.
	pub(crate) fn take_over(
		id: SubscriptionId,
		subscription: &mut SubscriptionOf<T>,
		provider: &T::AccountId,
		attempt: Attempt,
	) -> DispatchResult {
		if subscription.successor.take_if(|successor| successor.attempt == attempt).is_none() {
			return Ok(());
		}
		subscription.reserve = Zero::zero();
		let now_served = SubscriptionState::Placed { provider: provider.clone(), attempt };
		let before = core::mem::replace(&mut subscription.state, now_served);
		let SubscriptionState::Placed { provider: from, attempt: before } = before else {
			return Err(Error::<T>::NoAssignment.into());
		};
		let assignment = Assignments::<T>::get(&from, (id, before)).ok_or(Error::<T>::NoAssignment)?;
		Self::end(id, subscription, from, before, assignment, EndReason::Migrated)
	}

	/// Whoever is to take over does so now, or nobody does: the one before has left. Returns whether there is somebody. The record is left
	/// to the caller to write.
	pub(crate) fn hand_over(subscription: &mut SubscriptionOf<T>, from: &T::AccountId) -> bool {
		let Some(Successor { provider, attempt }) = subscription.successor.take() else {
			return false;
		};
		Self::exclude(subscription, from);
		subscription.reserve = Zero::zero();
		subscription.state = SubscriptionState::Placed { provider, attempt };
		true
	}

	/// Who was to take over does not: what was kept for it is there for the one that serves. The record of the subscription is left to the
	/// caller to write.
	pub(crate) fn return_reserve(id: SubscriptionId, subscription: &mut SubscriptionOf<T>) -> DispatchResult {
		let SubscriptionState::Placed { provider, attempt } = subscription.state.clone() else {
			return Ok(());
		};
		let assignment = Assignments::<T>::get(&provider, (id, attempt)).ok_or(Error::<T>::NoAssignment)?;
		let mut assignment = Self::with_reserve(subscription, assignment);
		subscription.reserve = Zero::zero();
		let due = Self::next_due(&provider, &assignment, Self::now());
		Self::enqueue((id, attempt), &mut assignment, due);
		Assignments::<T>::insert(&provider, (id, attempt), assignment);
		Ok(())
	}

	/// The assignment that serves, with what is kept for the set-up of another. As it does not end before it gets that, when it gets it
	/// makes no difference to what any block is paid.
	fn with_reserve(subscription: &SubscriptionOf<T>, mut assignment: AssignmentOf<T>) -> AssignmentOf<T> {
		if let Some(segment) = assignment.segment.as_mut() {
			segment.funds = segment.funds.saturating_add(subscription.reserve);
		}
		assignment
	}

	/// The assignment that serves, as it is once the award that was to take over is taken back, if it is late.
	pub(crate) fn without_late(
		id: SubscriptionId,
		subscription: &SubscriptionOf<T>,
		provider: &T::AccountId,
		assignment: AssignmentOf<T>,
	) -> AssignmentOf<T> {
		match Self::successor(id, subscription, provider, &assignment) {
			Some((_, _, Prospect::Late)) => Self::with_reserve(subscription, assignment),
			_ => assignment,
		}
	}

	/// What is due to who was to take over, because the subscription has ended with its funds and nobody has served that yet.
	pub(crate) fn setup_due(
		id: SubscriptionId,
		subscription: &SubscriptionOf<T>,
		provider: &T::AccountId,
		assignment: &AssignmentOf<T>,
	) -> BalanceOf<T> {
		match Self::successor(id, subscription, provider, assignment) {
			Some((to, award, Prospect::GivenUp)) => {
				let at = Self::over_since(provider, assignment, Self::now());
				Self::setup_fee(&to.provider, &award, subscription.reserve, at)
			}
			_ => Zero::zero(),
		}
	}

	/// Take back the award of who is to take over, if there is one, and pay for its set-up up to block `at` out of `spare`. Returns whether
	/// there was one. The record of the subscription is left to the caller to write.
	pub(crate) fn give_up_successor(
		id: SubscriptionId,
		subscription: &mut SubscriptionOf<T>,
		spare: BalanceOf<T>,
		at: BlockNumberFor<T>,
	) -> bool {
		let Some(Successor { provider, attempt }) = subscription.successor.clone() else {
			return false;
		};
		let Some(mut award) = Assignments::<T>::get(&provider, (id, attempt)).defensive() else {
			return false;
		};
		Self::pay_setup(id, subscription, &provider, attempt, &mut award, spare, at);
		subscription.reserve = Zero::zero();
		Self::revoke(id, subscription, provider, attempt, award, RevokeReason::Cancelled, BoundedVec::new(), at);
		true
	}

	/// The consumer leaves at block `at`: nobody is to take over any more. Settles the one that serves. Returns whether somebody was to.
	pub(crate) fn leave_successor(
		id: SubscriptionId,
		subscription: &mut SubscriptionOf<T>,
		provider: &T::AccountId,
		attempt: Attempt,
		assignment: &mut AssignmentOf<T>,
		at: BlockNumberFor<T>,
	) -> bool {
		if subscription.successor.is_none() {
			return false;
		}
		let now = Self::now();
		Self::settle(id, subscription, provider, attempt, assignment, now);
		let Some(segment) = assignment.segment else { return false };
		let end = assignment.stop.map_or(at, |stop| stop.at.min(at));
		let kept = money::cost_until(&segment, assignment.next.as_ref(), end);
		let left = Self::give_up_successor(id, subscription, subscription.funds.saturating_sub(kept), now);
		assignment.segment = Some(money::Segment { funds: subscription.funds, ..segment });
		left
	}

	/// Who is to take over, with its award, and what time has made of it. `assignment` is that of the one before.
	pub(crate) fn successor(
		id: SubscriptionId,
		subscription: &SubscriptionOf<T>,
		provider: &T::AccountId,
		assignment: &AssignmentOf<T>,
	) -> Option<(Successor<T::AccountId>, AssignmentOf<T>, Prospect)> {
		let successor = subscription.successor.clone()?;
		let award = Assignments::<T>::get(&successor.provider, (id, successor.attempt)).defensive()?;
		let now = Self::now();
		let late = match award.state {
			AssignmentState::Awarded { deadline } if deadline <= now => {
				Self::verdict(provider, assignment, deadline) == Verdict::GoesOn
			}
			_ => false,
		};
		let prospect = match Self::verdict(provider, assignment, now) {
			_ if late => Prospect::Late,
			Verdict::Ended(reason) if reason.hands_over() => Prospect::Serves,
			Verdict::Ended(_) => Prospect::GivenUp,
			_ => Prospect::Open,
		};
		Some((successor, award, prospect))
	}

	/// A provider has resigned: have another looked for if the consumer wished so. Nobody there changes nothing, and anyone may look again by
	/// `migrate` until the end.
	pub(crate) fn follow(id: SubscriptionId, subscription: &SubscriptionOf<T>) {
		let pending = subscription.successor.is_some() || Searches::<T>::contains_key(id);
		if pending || !Wishes::<T>::get(id).is_some_and(|wish| wish.follow) {
			return;
		}
		Self::hold_credit_if_covered(&subscription.consumer, id);
		Self::enter_seeking(id);
	}

	/// Who leaves does not want to be served elsewhere.
	pub(crate) fn unfollow(id: SubscriptionId) {
		Wishes::<T>::mutate(id, |wish| {
			if let Some(wish) = wish {
				wish.follow = false;
			}
		});
	}

	/// Whether a consumer is left alone, or is about to be, by who serves it.
	fn is_forsaken(provider: &T::AccountId, assignment: &AssignmentOf<T>) -> bool {
		let resigned = assignment.stop.is_some_and(|stop| stop.reason == EndReason::Resigned);
		resigned || T::Marketplace::is_dark(provider)
	}

	/// Whether it is the minimum period that keeps a consumer from leaving now.
	fn minimum_binds(assignment: &AssignmentOf<T>, deployed_at: BlockNumberFor<T>) -> bool {
		let now = Self::now();
		let bound = deployed_at.saturating_add(assignment.trial)..deployed_at.saturating_add(assignment.minimum);
		bound.contains(&now) && assignment.next.is_none()
	}
}
