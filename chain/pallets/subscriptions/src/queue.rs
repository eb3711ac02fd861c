//! The queue of ends: when time will have done something to an assignment. It only makes things happen sooner.

use crate::{
	effective::Verdict, money, pallet::*, AssignmentState, Attempt, SubscriptionId, SubscriptionState, WeightInfo,
};
use frame::{
	deps::frame_support::{storage::with_storage_layer, weights::WeightMeter},
	prelude::*,
};
use pallet_providers::Marketplace;

type Entry = (SubscriptionId, Attempt);

/// Blocks until an entry that could not be served is tried again.
const RETRY: u32 = 10;

/// Attempts count from 1: an entry with none is a search that is made for one subscription by itself. It is to be tried again, looks for
/// who takes over, or could not be asked in its turn.
const SEARCH: Attempt = 0;

impl<T: Config> Pallet<T> {
	/// Enter an assignment at block `due`, in place of its entry before.
	pub(crate) fn enqueue(entry: Entry, assignment: &mut AssignmentOf<T>, due: BlockNumberFor<T>) {
		if assignment.due != Some(due) {
			Self::dequeue(entry, assignment);
			Ends::<T>::insert(due, entry, ());
			assignment.due = Some(due);
		}
	}

	pub(crate) fn dequeue(entry: Entry, assignment: &mut AssignmentOf<T>) {
		if let Some(due) = assignment.due.take() {
			Ends::<T>::remove(due, entry);
		}
	}

	/// After the money of an active assignment changed: end it if it is over, else have it run at the price that is due, and enter it at
	/// the first block at which time will do something to it. Writes the assignment; the record of the subscription is left to the
	/// caller to write.
	pub(crate) fn end_or_enqueue(
		id: SubscriptionId,
		subscription: &mut SubscriptionOf<T>,
		provider: T::AccountId,
		attempt: Attempt,
		mut assignment: AssignmentOf<T>,
	) -> DispatchResult {
		let now = Self::now();
		if let Verdict::Ended(reason) = Self::verdict(&provider, &assignment, now) {
			return Self::end(id, subscription, provider, attempt, assignment, reason);
		}
		if Self::price_is_due(&assignment) {
			Self::settle(id, subscription, &provider, attempt, &mut assignment, now);
		}
		let due = Self::next_due(&provider, &assignment, now);
		Self::enqueue((id, attempt), &mut assignment, due);
		Assignments::<T>::insert(&provider, (id, attempt), assignment);
		T::Marketplace::changed(&provider, id, attempt);
		Ok(())
	}

	/// The earliest block at which an active assignment may end: if its provider is live from now on.
	pub(crate) fn earliest_end(
		provider: &T::AccountId,
		assignment: &AssignmentOf<T>,
		now: BlockNumberFor<T>,
	) -> Option<BlockNumberFor<T>> {
		let rolled = Self::rolled(provider, assignment, now)?;
		let to_come = assignment.next.as_ref().filter(|_| !rolled.changed);
		let funds_end = money::funds_end(&rolled.segment, to_come);
		Some(assignment.stop.map_or(funds_end, |stop| stop.at.min(funds_end)))
	}

	/// The first block at which time may do something to an active assignment: its earliest end, or another price.
	pub(crate) fn next_due(
		provider: &T::AccountId,
		assignment: &AssignmentOf<T>,
		now: BlockNumberFor<T>,
	) -> BlockNumberFor<T> {
		let end = Self::earliest_end(provider, assignment, now).unwrap_or(now);
		assignment.next.map_or(end, |change| change.at.min(end))
	}

	/// Serve what is due, block after block from where the last drain stopped, as far as the weight goes. Block numbers may have
	/// jumped: each one passed is looked at.
	pub(crate) fn drain_ends(now: BlockNumberFor<T>, meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::drain_base()).is_err() {
			return;
		}
		let mut block = EndsCursor::<T>::get();
		'blocks: while block <= now && meter.try_consume(T::WeightInfo::drain_block()).is_ok() {
			for entry in Ends::<T>::iter_key_prefix(block) {
				if meter.try_consume(Self::weight_to_serve(entry)).is_err() {
					break 'blocks;
				}
				Self::serve(block, entry, now, meter);
			}
			block.saturating_inc();
		}
		EndsCursor::<T>::put(block);
	}

	/// Have another provider looked for at a block.
	pub(crate) fn enter_retry(id: SubscriptionId, at: BlockNumberFor<T>) {
		Ends::<T>::insert(at, (id, SEARCH), ());
	}

	pub(crate) fn leave_retry(id: SubscriptionId, at: BlockNumberFor<T>) {
		Ends::<T>::remove(at, (id, SEARCH));
	}

	/// Whether another provider is to be looked for by now.
	pub(crate) fn retry_is_due(subscription: &SubscriptionOf<T>) -> bool {
		let retry = subscription.failures.and_then(|failures| failures.retry);
		retry.is_some_and(|at| at <= Self::now())
	}

	/// Serve a retry. A failure touches nothing else, and the entry comes back.
	fn serve_retry(id: SubscriptionId, subscription: SubscriptionOf<T>) {
		let tried = with_storage_layer(|| {
			let mut tried = subscription.clone();
			Self::try_again(id, &mut tried)?;
			Subscriptions::<T>::insert(id, tried);
			Ok(())
		});
		let Err(error) = tried else { return };
		let mut subscription = subscription;
		let attempt = subscription.attempts;
		Self::deposit_event(Event::NotServed { subscription: id, attempt, error });
		let again = Self::now().saturating_add(RETRY.into());
		if let Some(failures) = subscription.failures.as_mut() {
			failures.retry = Some(again);
		}
		Self::enter_retry(id, again);
		Subscriptions::<T>::insert(id, subscription);
	}

	/// Serve a search that is made for one subscription by itself, if its credit covers it.
	fn serve_search(id: SubscriptionId, subscription: SubscriptionOf<T>, meter: &mut WeightMeter) {
		let consumer = subscription.consumer.clone();
		match subscription.state {
			SubscriptionState::Waiting => {
				let due = subscription.in_line.is_some() || Self::retry_is_due(&subscription);
				if due && !Self::covers_step(id) {
					Self::not_served(id, Error::<T>::FundsNotCovered.into());
				} else if subscription.in_line.is_some() {
					Self::pay_step(id, &consumer);
					Self::ask_alone(id);
				} else if due {
					Self::serve_retry(id, subscription);
				}
			}
			SubscriptionState::Placed { .. } => {
				// The weight of the first step is in that of the entry.
				let mut weight = Weight::zero();
				Self::seek(id, &mut || {
					let covered = meter.try_consume(weight).is_ok() && Self::pay_step(id, &consumer);
					weight = T::WeightInfo::waiting_step();
					covered
				});
			}
			SubscriptionState::Closed { .. } => (),
		}
	}

	/// A search costs more than anything else. A deadline may close an offer, and so may an end
	/// at which another was to take over.
	fn weight_to_serve((id, attempt): Entry) -> Weight {
		let deadline = Subscriptions::<T>::get(id).is_some_and(|subscription| {
			let awarded = subscription.owes(attempt).is_some_and(|provider| {
				Assignments::<T>::get(provider, (id, attempt))
					.is_some_and(|assignment| matches!(assignment.state, AssignmentState::Awarded { .. }))
			});
			awarded || subscription.successor.is_some()
		});
		let served = match (attempt, deadline) {
			(SEARCH, _) => T::WeightInfo::serve_retry().max(T::WeightInfo::serve_search()),
			(_, true) => T::WeightInfo::serve_deadline(),
			(_, false) => T::WeightInfo::serve_end(),
		};
		match Wishes::<T>::contains_key(id) {
			true => served.saturating_add(T::WeightInfo::regroup()),
			false => served,
		}
	}

	/// Serve one entry. A failure touches nothing else, and the entry comes back.
	fn serve(block: BlockNumberFor<T>, entry: Entry, now: BlockNumberFor<T>, meter: &mut WeightMeter) {
		Ends::<T>::remove(block, entry);
		let (id, attempt) = entry;
		let Some(mut subscription) = Subscriptions::<T>::get(id) else {
			return;
		};
		if attempt == SEARCH {
			return Self::serve_search(id, subscription, meter);
		}
		let Some(provider) = subscription.owes(attempt).cloned() else {
			return;
		};
		let unserved = |provider| Assignments::<T>::get(provider, entry).filter(|a| a.due == Some(block));
		if unserved(&provider).is_none() {
			return;
		}
		let served = with_storage_layer(|| Self::catch_up(id, &mut subscription));
		// Time may have done something to the other assignment only.
		let Some(mut assignment) = unserved(&provider) else {
			return;
		};
		let again = match served {
			// Funds are left, so the provider was dark. Not before a gap has passed, or a dark provider's short ends would come back
			// in every block; being served late costs nobody anything.
			Ok(_) => {
				let later = now.saturating_add(T::Marketplace::gap());
				let again = Self::earliest_end(&provider, &assignment, now).map_or(later, |end| end.max(later));
				assignment.next.map_or(again, |change| change.at.min(again))
			}
			Err(error) => {
				Self::deposit_event(Event::NotServed { subscription: id, attempt, error });
				now.saturating_add(RETRY.into())
			}
		};
		debug_assert!(matches!(assignment.state, AssignmentState::Awarded { .. } | AssignmentState::Active));
		assignment.due = None;
		Self::enqueue(entry, &mut assignment, again);
		Assignments::<T>::insert(&provider, entry, assignment);
	}
}
