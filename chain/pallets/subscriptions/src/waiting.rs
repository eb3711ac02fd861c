//! Requests that wait for a provider: first come, first served among those that match.
//!
//! The waiting requests of a type stand in a line, a list with links both ways, so that leaving it anywhere is O(1) and leaves no gap.
//! When supply comes, a *pass* asks them one after another, one bounded search a step; a request is not asked again before the next
//! pass. Three things make that fair and finite:
//!
//! - Supply that comes while a pass runs is seen by the next one only (`Offer::visible_from`), or those asked already would lose it to
//!   those after them.
//! - Who comes while a pass runs goes to the end of the line. While none runs, everybody has been asked about all there is, so who comes
//!   may search at once. A search that is cut short goes on in the line, in a pass that begins there.
//! - Once newer supply waits for the next pass, the running one takes in nobody more: it cannot go on for ever.
//!
//! The hook makes steps under its share, the types in turn; anyone may make some by `place`.

use crate::{pallet::*, CloseReason, Line, Place, SubscriptionId, SubscriptionState, Ticket, TypeId, Walk, WeightInfo};
use frame::{
	deps::frame_support::{storage::with_storage_layer, weights::WeightMeter},
	prelude::*,
};
use pallet_providers::{Choice, OnSupply, Pass, Scan};

/// Steps that one call may make for others.
pub const STEPS: u32 = 4;

impl<T: Config> OnSupply for Pallet<T> {
	fn stirred(type_id: &TypeId) -> Pass {
		let Some(mut line) = WaitingState::<T>::get(type_id) else {
			return 0;
		};
		let visible_from = match line.walk.as_mut() {
			Some(walk) => {
				walk.until.get_or_insert_with(NextTicket::<T>::get);
				line.pass.saturating_add(1)
			}
			None => {
				let first = line.first;
				Self::begin(type_id, &mut line, first, None);
				line.pass
			}
		};
		WaitingState::<T>::insert(type_id, line);
		visible_from
	}

	fn shifted(type_id: &TypeId) -> Option<Pass> {
		Self::is_passing(type_id).then(|| Self::stirred(type_id))
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn have_somebody_wait(type_id: &TypeId) {
		WaitingState::<T>::insert(type_id, Line { first: 0, last: 0, pass: 0, walk: None });
	}
}

impl<T: Config> Pallet<T> {
	/// Whether a pass runs, so that a request that comes now is not the next.
	pub(crate) fn is_passing(type_id: &TypeId) -> bool {
		WaitingState::<T>::get(type_id).is_some_and(|line| line.walk.is_some())
	}

	/// Go to the end of the line. `scan` is a search that was cut short, of which the next pass is made. The record is left to the
	/// caller to write.
	pub(crate) fn join(
		id: SubscriptionId,
		subscription: &mut SubscriptionOf<T>,
		deposit: BalanceOf<T>,
		scan: Option<Scan>,
	) {
		let type_id = subscription.type_id;
		let number = NextTicket::<T>::mutate(|next| {
			let number = *next;
			*next += 1;
			number
		});
		subscription.ticket = Some(Ticket { number, deposit });
		let mut place = Place { subscription: id, before: None, after: None };
		let mut line = match WaitingState::<T>::get(type_id) {
			None => Line { first: number, last: number, pass: 0, walk: None },
			Some(line) => {
				place.before = Some(line.last);
				Self::link(&type_id, line.last, |last| last.after = Some(number));
				Line { last: number, ..line }
			}
		};
		WaitingQueue::<T>::insert(type_id, number, place);
		if scan.is_some() {
			Self::begin(&type_id, &mut line, number, scan);
		}
		WaitingState::<T>::insert(type_id, line);
		Self::deposit_event(Event::Waits { subscription: id });
	}

	/// As [`Self::join`], with the deposit for the place.
	pub(crate) fn join_for_deposit(
		id: SubscriptionId,
		subscription: &mut SubscriptionOf<T>,
		scan: Option<Scan>,
	) -> Result<(), Error<T>> {
		let deposit = T::WaitingDeposit::get();
		Self::hold(HoldReason::Deposit, &subscription.consumer, deposit)?;
		Self::join(id, subscription, deposit, scan);
		Ok(())
	}

	/// Leave the line, if it is in it; the deposit for the place is free. The record is left to the caller to write.
	pub(crate) fn leave_line(subscription: &mut SubscriptionOf<T>) -> DispatchResult {
		let Some(Ticket { number, deposit }) = subscription.ticket.take() else {
			return Ok(());
		};
		Self::release(HoldReason::Deposit, &subscription.consumer, deposit)?;
		let type_id = subscription.type_id;
		let place = WaitingQueue::<T>::take(type_id, number).ok_or(Error::<T>::NotFound).defensive()?;
		let mut line = WaitingState::<T>::get(type_id).ok_or(Error::<T>::NotFound).defensive()?;
		match place.before {
			Some(before) => Self::link(&type_id, before, |place_before| place_before.after = place.after),
			None => line.first = place.after.unwrap_or(number),
		}
		match place.after {
			Some(after) => Self::link(&type_id, after, |place_after| place_after.before = place.before),
			None => line.last = place.before.unwrap_or(number),
		}
		if place.before.is_none() && place.after.is_none() {
			WaitingState::<T>::remove(type_id);
			PendingTypes::<T>::remove(type_id);
			return Ok(());
		}
		if line.walk.is_some_and(|walk| walk.at == number) {
			Self::go_on(&type_id, &mut line, place.after);
		}
		WaitingState::<T>::insert(type_id, line);
		Ok(())
	}

	/// Serve the running passes, the types in turn, as far as the weight goes.
	pub(crate) fn serve_waiting(meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::waiting_base()).is_err() {
			return;
		}
		let began_after = PendingCursor::<T>::get();
		let mut served = began_after;
		while let Some(type_id) = Self::next_pending(served) {
			if meter.try_consume(T::WeightInfo::waiting_step()).is_err() {
				break;
			}
			Self::step(&type_id);
			served = Some(type_id);
		}
		if served != began_after {
			PendingCursor::<T>::set(served);
		}
	}

	/// Make some steps for the type of a request that waits.
	pub(crate) fn do_place(id: SubscriptionId) -> DispatchResult {
		let subscription = Subscriptions::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		match subscription.state {
			SubscriptionState::Waiting => (),
			SubscriptionState::Placed { .. } => return Err(Error::<T>::NotWaiting.into()),
			SubscriptionState::Closed { .. } => return Err(Error::<T>::SubscriptionClosed.into()),
		}
		ensure!(Self::make_steps(&subscription.type_id, STEPS) < STEPS, Error::<T>::NobodyMatches);
		Ok(())
	}

	/// Make so many steps at most. Returns how many were left when no pass ran any more.
	pub(crate) fn make_steps(type_id: &TypeId, most: u32) -> u32 {
		let mut left = most;
		while left > 0 && Self::is_passing(type_id) {
			Self::step(type_id);
			left -= 1;
		}
		left
	}

	/// One bounded search for the one whose turn it is. A failure is passed over, and comes back.
	fn step(type_id: &TypeId) {
		let Some((pass, walk)) = WaitingState::<T>::get(type_id).and_then(|line| Some((line.pass, line.walk?))) else {
			return;
		};
		let Some(place) = WaitingQueue::<T>::get(type_id, walk.at).defensive() else {
			return;
		};
		let id = place.subscription;
		let Err(error) = with_storage_layer(|| Self::ask(type_id, id, pass, walk)) else {
			return;
		};
		let attempt = Subscriptions::<T>::get(id).map_or(0, |subscription| subscription.attempts);
		Self::deposit_event(Event::NotServed { subscription: id, attempt, error });
		Self::ask_later(id);
		Self::pass_by(type_id, walk.at);
	}

	fn ask(type_id: &TypeId, id: SubscriptionId, pass: Pass, walk: Walk) -> DispatchResult {
		let mut subscription = Subscriptions::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		match Self::search_from(id, &subscription, &[], pass, walk.scan) {
			Choice::Awarded { provider, price, elastic } => {
				Self::leave_line(&mut subscription)?;
				let attempt = Self::assign(id, &mut subscription, &provider, price, elastic);
				subscription.state = SubscriptionState::Placed { provider, attempt };
			}
			Choice::Unfinished { scan } => {
				WaitingState::<T>::mutate(type_id, |line| {
					if let Some(walk) = line.as_mut().and_then(|line| line.walk.as_mut()) {
						walk.scan = Some(scan);
					}
				});
				return Ok(());
			}
			// Had its search not been cut short before, it would have been closed then. Not while newer supply waits to be seen.
			Choice::Nobody if subscription.attempts > 0 && walk.until.is_none() => {
				Self::close(id, &mut subscription, CloseReason::Unplaced)?
			}
			Choice::Nobody => {
				Self::pass_by(type_id, walk.at);
				return Ok(());
			}
		}
		Subscriptions::<T>::insert(id, subscription);
		Ok(())
	}

	/// The pass has asked this one.
	fn pass_by(type_id: &TypeId, number: u64) {
		let after = WaitingQueue::<T>::get(type_id, number).and_then(|place| place.after);
		WaitingState::<T>::mutate(type_id, |line| {
			if let Some(line) = line {
				Self::go_on(type_id, line, after);
			}
		});
	}

	/// On to the next of the line, or to the next pass if newer supply waits for it, or to rest.
	fn go_on(type_id: &TypeId, line: &mut Line, after: Option<u64>) {
		let until = line.walk.and_then(|walk| walk.until);
		match after.filter(|next| until.is_none_or(|until| *next < until)) {
			Some(at) => line.walk = Some(Walk { at, scan: None, until }),
			None if until.is_some() => {
				let first = line.first;
				Self::begin(type_id, line, first, None);
			}
			None => {
				line.walk = None;
				PendingTypes::<T>::remove(type_id);
			}
		}
	}

	/// The numbers of passes are one row for all types, so that a line may be forgotten when it is empty and offers keep their stamps.
	fn begin(type_id: &TypeId, line: &mut Line, at: u64, scan: Option<Scan>) {
		line.pass = LastPass::<T>::mutate(|last| {
			*last += 1;
			*last
		});
		line.walk = Some(Walk { at, scan, until: None });
		PendingTypes::<T>::insert(type_id, ());
	}

	fn link(type_id: &TypeId, number: u64, change: impl FnOnce(&mut Place)) {
		WaitingQueue::<T>::mutate(type_id, number, |place| {
			if let Some(place) = place.as_mut().defensive() {
				change(place);
			}
		});
	}

	fn next_pending(served: Option<TypeId>) -> Option<TypeId> {
		served
			.and_then(|last| PendingTypes::<T>::iter_keys_from(PendingTypes::<T>::hashed_key_for(last)).next())
			.or_else(|| PendingTypes::<T>::iter_keys().next())
	}
}
