//! From a wish to an award, and to the next one.

use crate::{
	money,
	pallet::*,
	waiting::{pause, STEPS},
	Assignment, AssignmentState, Attempt, CloseReason, Failures, Request, Subscription, SubscriptionId,
	SubscriptionState, WeightInfo, Wish,
};
use alloc::vec::Vec;
use frame::prelude::*;
use pallet_providers::{Ask, Award, Choice, Marketplace, Pass, Scan, Selection};

impl<T: Config> Pallet<T> {
	/// Enter a request, and have it placed at once or wait. `used` is set to `whole` once a search is made.
	pub(crate) fn do_subscribe(
		consumer: T::AccountId,
		request: RequestOf<T>,
		whole: Weight,
		used: &mut Weight,
	) -> DispatchResult {
		let (id, mut subscription) = Self::admit(consumer, request)?;
		*used = whole;
		if Self::is_passing(&subscription.type_id) {
			Self::wait(id, &mut subscription, None)?;
		} else {
			match Self::award(id, &mut subscription) {
				Choice::Awarded(_) => (),
				// Who names providers hears at once that none of them will.
				Choice::Nobody if Self::names_candidates(id) => return Err(Error::<T>::NobodyMatches.into()),
				Choice::Nobody => Self::wait(id, &mut subscription, None)?,
				Choice::Unfinished { scan } => Self::wait(id, &mut subscription, Some(scan))?,
			}
		}
		Subscriptions::<T>::insert(id, subscription);
		Ok(())
	}

	/// Enter several requests, all placed at once, with what those who wait have been asked about: so nobody who was asked is passed by, and
	/// no line that is kept busy holds them back. Searches go on that were cut short, as far as `STEPS` go for all together.
	/// `used` is set to the weight of those that were looked at.
	pub(crate) fn do_subscribe_many(
		consumer: T::AccountId,
		requests: Vec<RequestOf<T>>,
		used: &mut Weight,
	) -> DispatchResult {
		let mut steps = STEPS;
		for (request, number) in requests.into_iter().zip(1..) {
			*used = T::WeightInfo::subscribe_many(number);
			let (id, mut subscription) = Self::admit(consumer.clone(), request)?;
			let pass = Self::asked_by_all(&subscription.type_id);
			let mut choice = Self::award_from(id, &mut subscription, pass, None);
			while let Choice::Unfinished { scan } = choice {
				ensure!(steps > 0, Error::<T>::NobodyMatches);
				steps -= 1;
				choice = Self::award_from(id, &mut subscription, pass, Some(scan));
			}
			let awarded = matches!(choice, Choice::Awarded(_));
			ensure!(awarded || !Self::is_passing(&subscription.type_id), Error::<T>::OthersFirst);
			ensure!(awarded, Error::<T>::NobodyMatches);
			Subscriptions::<T>::insert(id, subscription);
		}
		Ok(())
	}

	/// Hold what a request holds and make its record, which is left to the caller to write.
	fn admit(
		consumer: T::AccountId,
		request: RequestOf<T>,
	) -> Result<(SubscriptionId, SubscriptionOf<T>), DispatchError> {
		let Request { type_id, descriptor, max_price, funds, wish } = request;
		ensure!(T::Marketplace::is_type(&type_id), Error::<T>::UnknownType);
		ensure!(!max_price.is_zero(), Error::<T>::ZeroPrice);
		ensure!(funds >= Self::minimum_funds(max_price), Error::<T>::TooFewBlocksFunded);
		let deposit = T::Deposit::get();
		Self::hold(HoldReason::Escrow, &consumer, funds)?;
		Self::hold(HoldReason::Deposit, &consumer, deposit)?;
		let id = NextId::<T>::mutate(|next| {
			let id = *next;
			*next += 1;
			id
		});
		if let Some(group) = wish.criteria.apart {
			Self::join_group(&consumer, group, id)?;
		}
		if wish != Wish::default() {
			Wishes::<T>::insert(id, wish);
		}
		let subscription = Subscription {
			consumer: consumer.clone(),
			type_id,
			descriptor,
			generation: 1,
			max_price,
			funds,
			deposit,
			paid: Zero::zero(),
			state: SubscriptionState::Waiting,
			successor: None,
			reserve: Zero::zero(),
			in_line: None,
			failures: None,
			attempts: 0,
			excluded: BoundedVec::new(),
			reason: BoundedVec::new(),
			assignments: 0,
			created: Self::now(),
		};
		Self::deposit_event(Event::Subscribed { subscription: id, consumer, type_id, descriptor, max_price, funds });
		Ok((id, subscription))
	}

	/// After an attempt came to nothing: another provider is looked for after a while, twice as long as before, or it is over. The record
	/// is left to the caller to write.
	pub(crate) fn try_later(id: SubscriptionId, subscription: &mut SubscriptionOf<T>) -> DispatchResult {
		subscription.state = SubscriptionState::Waiting;
		let now = Self::now();
		let before = subscription.failures.unwrap_or(Failures { count: 0, since: now, retry: None });
		let retry = now.saturating_add(pause(before.count).into());
		let patience = Wishes::<T>::get(id).and_then(|wish| wish.patience).unwrap_or_else(T::Patience::get);
		let failures = Failures { count: before.count.saturating_add(1), retry: Some(retry), ..before };
		subscription.failures = Some(failures);
		if retry > failures.since.saturating_add(patience) {
			return Self::close_unserved(id, subscription, CloseReason::Unplaced);
		}
		Self::enter_retry(id, retry);
		let consumer = subscription.consumer.clone();
		Self::hold_credit_if_covered(&consumer, id);
		Self::deposit_event(Event::Retries { subscription: id, failures: failures.count, at: retry });
		Ok(())
	}

	/// Look for the next provider, at its own place among those who wait if others are being asked: behind the one whose turn it is it
	/// waits for its own; before, it sees what those before it have seen. It is over if there is nobody. The record is left to the caller
	/// to write.
	pub(crate) fn try_again(id: SubscriptionId, subscription: &mut SubscriptionOf<T>) -> DispatchResult {
		Self::forget_retry(id, subscription);
		let passing = Self::running_pass(&subscription.type_id);
		if passing.is_some_and(|(_, walk)| id > walk.at) {
			Self::wait_again(id, subscription, None);
			return Ok(());
		}
		let pass = passing.map_or(Pass::MAX, |(pass, _)| pass);
		// Whoever makes it by `place` pays for it else.
		Self::pay_step(id, &subscription.consumer);
		match Self::award_from(id, subscription, pass, None) {
			Choice::Awarded(_) => Self::end_search(id, &subscription.consumer)?,
			Choice::Nobody if passing.is_some_and(|(_, walk)| walk.until.is_some()) => {
				Self::wait_again(id, subscription, None)
			}
			Choice::Unfinished { .. } if passing.is_some() => Self::wait_again(id, subscription, None),
			Choice::Nobody => Self::close_unserved(id, subscription, CloseReason::Unplaced)?,
			Choice::Unfinished { scan } => Self::wait_again(id, subscription, Some(scan)),
		}
		Ok(())
	}

	/// Into the line, for no doing of the consumer's: whoever cannot cover the deposit for the place goes without.
	fn wait_again(id: SubscriptionId, subscription: &mut SubscriptionOf<T>, scan: Option<Scan>) {
		if Self::join_for_deposit(id, subscription, scan).is_err() {
			Self::join(id, subscription, Zero::zero(), scan);
		}
	}

	/// It is tried again no more, or has just been.
	pub(crate) fn forget_retry(id: SubscriptionId, subscription: &mut SubscriptionOf<T>) {
		if let Some(retry) = subscription.failures.as_mut().and_then(|failures| failures.retry.take()) {
			Self::leave_retry(id, retry);
		}
	}

	pub(crate) fn minimum_funds(max_price: BalanceOf<T>) -> BalanceOf<T> {
		money::cost(max_price, T::MinFundedBlocks::get())
	}

	fn names_candidates(id: SubscriptionId) -> bool {
		Wishes::<T>::get(id).is_some_and(|wish| matches!(wish.selection, Selection::Candidates(_)))
	}

	/// Look for a provider; if there is one, it owes the subscription from now on.
	fn award(id: SubscriptionId, subscription: &mut SubscriptionOf<T>) -> ChoiceOf<T> {
		Self::award_from(id, subscription, Pass::MAX, None)
	}

	fn award_from(
		id: SubscriptionId,
		subscription: &mut SubscriptionOf<T>,
		pass: Pass,
		scan: Option<Scan>,
	) -> ChoiceOf<T> {
		let choice = Self::search_from(id, subscription, &[], pass, scan);
		if let Choice::Awarded(award) = &choice {
			let attempt = Self::assign(id, subscription, award);
			subscription.state = SubscriptionState::Placed { provider: award.provider.clone(), attempt };
		}
		choice
	}

	/// Look for a provider that is none of `besides`, and take a unit of its offer: whoever is found must be assigned. Offers that are
	/// visible from a later pass on are not seen; `scan` is where a search goes on that was cut short.
	pub(crate) fn search_from(
		id: SubscriptionId,
		subscription: &SubscriptionOf<T>,
		besides: &[T::AccountId],
		pass: Pass,
		scan: Option<Scan>,
	) -> ChoiceOf<T> {
		let wish = Wishes::<T>::get(id).unwrap_or_default();
		let apart = Self::apart_from(id, &subscription.consumer, &wish);
		let excluded = [&subscription.excluded, besides, &apart].concat();
		T::Marketplace::award(&Ask {
			type_id: &subscription.type_id,
			consumer: &subscription.consumer,
			max_price: subscription.max_price,
			elastic: wish.elastic,
			max_setup: wish.max_setup,
			selection: &wish.selection,
			criteria: &wish.criteria,
			excluded: &excluded,
			pass,
			scan,
		})
	}

	/// Make the assignment of a provider whose unit was taken, and enter its deadline. Who serves the subscription is left to the
	/// caller to say, and its record to write.
	pub(crate) fn assign(id: SubscriptionId, subscription: &mut SubscriptionOf<T>, award: &AwardOf<T>) -> Attempt {
		let &Award { ref provider, price: rate, elastic, setup_blocks, .. } = award;
		let now = Self::now();
		let deadline = now.saturating_add(setup_blocks);
		let attempt = subscription.attempts + 1;
		subscription.attempts = attempt;
		subscription.assignments += 1;
		let mut assignment = Assignment {
			state: AssignmentState::Awarded { deadline },
			rate,
			elastic,
			next: None,
			proposal: None,
			rates: BoundedVec::new(),
			awarded_at: now,
			by_turn: award.by_turn,
			deployed_at: None,
			segment: None,
			stop: None,
			due: None,
			notice: T::NoticePeriod::get(),
			minimum: T::MinimumPeriod::get(),
			trial: T::TrialPeriod::get(),
			generation: 0,
			condition: None,
			reason: BoundedVec::new(),
			paid: Zero::zero(),
		};
		Self::enqueue((id, attempt), &mut assignment, deadline);
		Assignments::<T>::insert(provider, (id, attempt), assignment);
		T::Marketplace::changed(provider, id, attempt);
		Self::deposit_event(Event::Awarded { subscription: id, attempt, provider: provider.clone(), rate, deadline });
		attempt
	}
}
