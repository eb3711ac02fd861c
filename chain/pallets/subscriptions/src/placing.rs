//! From a wish to an award, and to the next one.

use crate::{
	money, pallet::*, Assignment, AssignmentState, Attempt, CloseReason, Subscription, SubscriptionId,
	SubscriptionState, TypeId,
};
use frame::prelude::*;
use pallet_providers::{Ask, Choice, Elastic, Marketplace, Pass};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_subscribe(
		consumer: T::AccountId,
		type_id: TypeId,
		descriptor: H256,
		max_price: BalanceOf<T>,
		funds: BalanceOf<T>,
	) -> DispatchResult {
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
		let mut subscription = Subscription {
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
			ticket: None,
			attempts: 0,
			excluded: BoundedVec::new(),
			reason: BoundedVec::new(),
			assignments: 0,
			created: Self::now(),
		};
		Self::deposit_event(Event::Subscribed { subscription: id, consumer, type_id, descriptor, max_price, funds });
		if !matches!(Self::award(id, &mut subscription), Choice::Awarded { .. }) {
			Self::deposit_event(Event::Waits { subscription: id });
		}
		Subscriptions::<T>::insert(id, subscription);
		Ok(())
	}

	pub(crate) fn do_place(id: SubscriptionId) -> DispatchResult {
		let mut subscription = Subscriptions::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		match subscription.state {
			SubscriptionState::Waiting => (),
			SubscriptionState::Placed { .. } => return Err(Error::<T>::NotWaiting.into()),
			SubscriptionState::Closed { .. } => return Err(Error::<T>::SubscriptionClosed.into()),
		}
		match Self::award(id, &mut subscription) {
			Choice::Awarded { .. } => (),
			Choice::Nobody => return Err(Error::<T>::NobodyMatches.into()),
			// A success, or the scan would not get on: a refused call leaves no trace.
			Choice::Unfinished { .. } => Self::deposit_event(Event::Waits { subscription: id }),
		}
		Subscriptions::<T>::insert(id, subscription);
		Ok(())
	}

	/// After an attempt came to nothing: the next provider, or the end. The record is left to the caller to write.
	pub(crate) fn place_again(id: SubscriptionId, subscription: &mut SubscriptionOf<T>) -> DispatchResult {
		subscription.state = SubscriptionState::Waiting;
		let choice = match subscription.attempts < T::MaxAttempts::get() {
			true => Self::award(id, subscription),
			false => Choice::Nobody,
		};
		match choice {
			Choice::Awarded { .. } => Ok(()),
			Choice::Nobody => Self::close(id, subscription, CloseReason::Unplaced),
			Choice::Unfinished { .. } => {
				Self::deposit_event(Event::Waits { subscription: id });
				Ok(())
			}
		}
	}

	pub(crate) fn minimum_funds(max_price: BalanceOf<T>) -> BalanceOf<T> {
		money::cost(max_price, T::MinFundedBlocks::get())
	}

	/// Look for a provider; if there is one, it owes the subscription from now on.
	fn award(id: SubscriptionId, subscription: &mut SubscriptionOf<T>) -> Choice<T::AccountId, BalanceOf<T>> {
		let choice = Self::search(id, subscription, &[]);
		if let Choice::Awarded { provider, price, elastic } = &choice {
			let attempt = Self::assign(id, subscription, provider, *price, *elastic);
			subscription.state = SubscriptionState::Placed { provider: provider.clone(), attempt };
		}
		choice
	}

	/// Look for a provider that none of `besides` is, and take a unit of its offer: whoever is found must be assigned.
	pub(crate) fn search(
		id: SubscriptionId,
		subscription: &SubscriptionOf<T>,
		besides: &[T::AccountId],
	) -> Choice<T::AccountId, BalanceOf<T>> {
		let wish = Wishes::<T>::get(id).unwrap_or_default();
		let excluded = [&subscription.excluded, besides].concat();
		T::Marketplace::award(&Ask {
			type_id: &subscription.type_id,
			consumer: &subscription.consumer,
			max_price: subscription.max_price,
			elastic: wish.elastic,
			selection: &wish.selection,
			criteria: &wish.criteria,
			excluded: &excluded,
			pass: Pass::MAX,
			scan: None,
		})
	}

	/// Make the assignment of a provider whose unit was taken, and enter its deadline. Who serves the subscription is left to the
	/// caller to say, and its record to write.
	pub(crate) fn assign(
		id: SubscriptionId,
		subscription: &mut SubscriptionOf<T>,
		provider: &T::AccountId,
		rate: BalanceOf<T>,
		elastic: Option<Elastic<BalanceOf<T>>>,
	) -> Attempt {
		let now = Self::now();
		let deadline = now.saturating_add(T::AckDeadline::get());
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
