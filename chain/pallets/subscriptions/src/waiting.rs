//! Requests that wait for a provider: first come, first served among those that match.
//!
//! The waiting requests of a type stand in a line, in the order of their numbers: who came first is asked first, and who comes back after
//! a failed attempt has its own place. Joining and leaving it anywhere are O(1). When supply comes, a *pass* asks them one after another,
//! one bounded search a step; a request is not asked again before the next pass. Four things make that fair and finite:
//!
//! - Supply that comes while a pass runs is seen by the next one only (`Offer::visible_from`), or those asked already would lose it to
//!   those after them.
//! - Who comes while a pass runs goes to the end of the line. While none runs, everybody has been asked about all there is, so who comes
//!   may search at once. A search that is cut short goes on in the line, in a pass that begins there.
//! - Who comes back to a place that the pass is beyond may search at once, for what those before it have seen; what is newer is for the
//!   next pass.
//! - Once there is something for the next pass, the running one takes in nobody more who is new: it cannot go on for ever.
//!
//! A request whose provider failed it stands in no line: it is tried again after a [`pause`].
//!
//! The hook makes steps under its share, the types in turn; anyone may make some by `place`. Each is paid out of the credit of the request
//! that is asked ([`crate::searching`]); one whose credit does not cover it is passed over, and keeps its place.

use crate::{
	pallet::*, Attempt, CloseReason, InOrder, Line, SubscriptionId, SubscriptionState, TypeId, Walk, WeightInfo,
};
use frame::{
	deps::frame_support::{storage::with_storage_layer, weights::WeightMeter},
	prelude::*,
};
use pallet_providers::{Choice, OnSupply, Pass, Scan};

/// Steps that one call may make for others.
pub const STEPS: u32 = 4;

/// Blocks until a search that failed is made again.
pub(crate) const AGAIN: u32 = 10;

/// Blocks until another provider is looked for, after so many failures in a row before this one.
pub fn pause(failures: u32) -> u32 {
	SHORTEST << failures.min(DOUBLED)
}

/// The first pause, and how often it doubles: 640 blocks at most.
const SHORTEST: u32 = 10;
const DOUBLED: u32 = 6;

impl<T: Config> OnSupply for Pallet<T> {
	fn stirred(type_id: &TypeId) -> Pass {
		let Some(mut line) = WaitingState::<T>::get(type_id) else {
			return 0;
		};
		let visible_from = match line.walk.as_mut() {
			Some(walk) => {
				walk.until.get_or_insert_with(NextId::<T>::get);
				line.pass.saturating_add(1)
			}
			None => {
				let Some(first) = Self::first_in_line(type_id).defensive() else {
					return 0;
				};
				Self::begin(type_id, &mut line, first, None);
				line.pass
			}
		};
		WaitingState::<T>::insert(type_id, line);
		visible_from
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn have_somebody_wait(type_id: &TypeId) {
		WaitingQueue::<T>::insert(type_id, InOrder::from(0), ());
		WaitingState::<T>::insert(type_id, Line { pass: 0, walk: None });
	}
}

impl<T: Config> Pallet<T> {
	/// Whether a pass runs, so that a request that comes now is not the next.
	pub(crate) fn is_passing(type_id: &TypeId) -> bool {
		Self::running_pass(type_id).is_some()
	}

	/// The pass that runs, and where it is.
	pub(crate) fn running_pass(type_id: &TypeId) -> Option<(Pass, Walk)> {
		WaitingState::<T>::get(type_id).and_then(|line| Some((line.pass, line.walk?)))
	}

	/// Go to its place in the line, which is the end of it for who is new. `scan` is a search that was cut short, of which the next pass is made. The record is left to the
	/// caller to write.
	pub(crate) fn join(
		id: SubscriptionId,
		subscription: &mut SubscriptionOf<T>,
		deposit: BalanceOf<T>,
		scan: Option<Scan>,
	) {
		subscription.in_line = Some(deposit);
		Self::enter_line(id, &subscription.type_id, scan);
		Self::deposit_event(Event::Waits { subscription: id });
	}

	/// Its place in the line of a type.
	pub(crate) fn enter_line(id: SubscriptionId, type_id: &TypeId, scan: Option<Scan>) {
		let mut line = WaitingState::<T>::get(type_id).unwrap_or(Line { pass: 0, walk: None });
		WaitingQueue::<T>::insert(type_id, InOrder::from(id), ());
		if scan.is_some() {
			Self::begin(type_id, &mut line, id, scan);
		} else if let Some(walk) = line.walk.as_mut().filter(|walk| id < walk.at) {
			walk.until.get_or_insert_with(NextId::<T>::get);
		}
		WaitingState::<T>::insert(type_id, line);
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

	/// To the end of the line with the least credit, who is new. The record is left to the caller to write.
	pub(crate) fn wait(
		id: SubscriptionId,
		subscription: &mut SubscriptionOf<T>,
		scan: Option<Scan>,
	) -> Result<(), Error<T>> {
		let consumer = subscription.consumer.clone();
		Self::hold_credit(&consumer, &consumer, id, T::MinCredit::get())?;
		Self::join_for_deposit(id, subscription, scan)
	}

	/// Leave the line, if it is in it; the deposit for the place is free. The record is left to the caller to write.
	pub(crate) fn leave_line(id: SubscriptionId, subscription: &mut SubscriptionOf<T>) -> DispatchResult {
		let Some(deposit) = subscription.in_line.take() else {
			return Ok(());
		};
		Self::release(HoldReason::Deposit, &subscription.consumer, deposit)?;
		let type_id = subscription.type_id;
		WaitingQueue::<T>::remove(type_id, InOrder::from(id));
		if Self::first_in_line(&type_id).is_none() {
			WaitingState::<T>::remove(type_id);
			PendingTypes::<T>::remove(type_id);
			return Ok(());
		}
		let mut line = WaitingState::<T>::get(type_id).ok_or(Error::<T>::NotFound).defensive()?;
		if line.walk.is_some_and(|walk| walk.at == id) {
			Self::go_on(&type_id, &mut line, id);
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
			let step = T::WeightInfo::waiting_step();
			if !meter.can_consume(step) {
				break;
			}
			meter.consume(match Self::step(&type_id, None) {
				true => step,
				false => T::WeightInfo::pass_over(),
			});
			served = Some(type_id);
		}
		if served != began_after {
			PendingCursor::<T>::set(served);
		}
	}

	/// Look for who is to take over, or for the next provider of one that is to be tried again by now; else make some steps for the type of a
	/// request that waits. The caller pays for those of the request that it names, if that one's credit does not.
	/// `used` is set to the weight of what it made.
	pub(crate) fn do_place(id: SubscriptionId, used: &mut Weight) -> DispatchResult {
		let subscription = Subscriptions::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let consumer = subscription.consumer.clone();
		let mut left = STEPS;
		let mut paid = || {
			let may = left > 0;
			left = left.saturating_sub(1);
			if may {
				Self::pay_step(id, &consumer);
			}
			may
		};
		match subscription.state {
			SubscriptionState::Waiting => (),
			SubscriptionState::Placed { .. } => {
				ensure!(Searches::<T>::contains_key(id), Error::<T>::NotWaiting);
				Self::seek(id, &mut paid);
				let more =
					T::WeightInfo::waiting_step().saturating_mul(STEPS.saturating_sub(left).saturating_sub(1).into());
				*used = T::WeightInfo::serve_search().saturating_add(more);
				return Ok(());
			}
			SubscriptionState::Closed { .. } => return Err(Error::<T>::SubscriptionClosed.into()),
		}
		if Self::retry_is_due(&subscription) {
			*used = T::WeightInfo::serve_retry();
			let mut subscription = subscription;
			Self::try_again(id, &mut subscription)?;
			Subscriptions::<T>::insert(id, subscription);
			return Ok(());
		}
		let weight_of = |steps: u32| T::WeightInfo::waiting_step().saturating_mul(steps.into());
		if subscription.in_line.is_some() && Self::is_due_alone(id) {
			paid();
			Self::ask_alone(id);
			*used = used.saturating_add(weight_of(1));
			return Ok(());
		}
		let made = STEPS - Self::make_steps(&subscription.type_id, STEPS, Some(id));
		*used = used.saturating_add(weight_of(made));
		// It may have been passed over when it was its turn.
		if Self::rests_in_line(id) {
			while paid() {
				Self::ask_alone(id);
				if !Searches::<T>::contains_key(id) {
					break;
				}
			}
			*used = used.saturating_add(weight_of(STEPS.saturating_sub(left)));
			return Ok(());
		}
		ensure!(made > 0, Error::<T>::NobodyMatches);
		Ok(())
	}

	/// Whether the queue of ends asks one in line by itself now.
	fn is_due_alone(id: SubscriptionId) -> bool {
		Self::covers_step(id) && Searches::<T>::get(id).is_some_and(|search| search.at <= Self::now())
	}

	/// Whether it is in line, and passed over because its credit does not cover a step.
	fn rests_in_line(id: SubscriptionId) -> bool {
		!Self::covers_step(id) && Subscriptions::<T>::get(id).is_some_and(|known| known.in_line.is_some())
	}

	/// Make so many steps at most; those for `named` whether or not its credit covers them. Returns how many were left when no pass ran any
	/// more.
	pub(crate) fn make_steps(type_id: &TypeId, most: u32, named: Option<SubscriptionId>) -> u32 {
		let mut left = most;
		while left > 0 && Self::is_passing(type_id) {
			Self::step(type_id, named);
			left -= 1;
		}
		left
	}

	/// One bounded search for the one whose turn it is, if its credit covers it or somebody else pays for it. A failure is passed over, and
	/// comes back. Returns whether a search was made.
	fn step(type_id: &TypeId, named: Option<SubscriptionId>) -> bool {
		let Some((pass, walk)) = Self::running_pass(type_id) else {
			return false;
		};
		let id = walk.at;
		let paid = Subscriptions::<T>::get(id).is_some_and(|asked| Self::pay_step(id, &asked.consumer));
		if !paid && named != Some(id) {
			// Where it stopped is where it goes on when somebody pays.
			if walk.scan.is_some() {
				Self::rest_search(id, walk.scan);
			}
			Self::pass_by(type_id, id);
			return false;
		}
		if let Err(error) = with_storage_layer(|| Self::ask(type_id, id, pass, walk)) {
			Self::not_served(id, error);
			Self::enter_search(id, AGAIN, None);
			Self::pass_by(type_id, walk.at);
		}
		true
	}

	/// One bounded search for one in line that is not asked in its turn: about what those before it have been asked about.
	pub(crate) fn ask_alone(id: SubscriptionId) {
		let scan = Searches::<T>::get(id).and_then(|search| search.scan);
		let asked = with_storage_layer(|| {
			Self::forget_search(id);
			let mut subscription = Subscriptions::<T>::get(id).ok_or(Error::<T>::NotFound)?;
			let type_id = subscription.type_id;
			let passing = Self::running_pass(&type_id);
			let pass = match passing {
				Some((pass, walk)) if id < walk.at => pass,
				_ => Self::asked_by_all(&type_id),
			};
			match Self::search_from(id, &subscription, &[], pass, scan) {
				Choice::Awarded(award) => Self::take_from_line(id, &mut subscription, &award)?,
				Choice::Unfinished { scan } => {
					Self::enter_search(id, 1, Some(scan));
					return Ok(());
				}
				Choice::Nobody if subscription.failures.is_some() && passing.is_none() => {
					Self::close_unserved(id, &mut subscription, CloseReason::Unplaced)?
				}
				Choice::Nobody => return Ok(()),
			}
			Subscriptions::<T>::insert(id, subscription);
			Ok(())
		});
		if let Err(error) = asked {
			Self::not_served(id, error);
			Self::enter_search(id, AGAIN, scan);
		}
	}

	pub(crate) fn not_served(id: SubscriptionId, error: DispatchError) {
		let attempt: Attempt = Subscriptions::<T>::get(id).map_or(0, |subscription| subscription.attempts);
		Self::deposit_event(Event::NotServed { subscription: id, attempt, error });
	}

	/// One in line has a provider. The record is left to the caller to write.
	fn take_from_line(id: SubscriptionId, subscription: &mut SubscriptionOf<T>, award: &AwardOf<T>) -> DispatchResult {
		Self::leave_line(id, subscription)?;
		Self::end_search(id, &subscription.consumer)?;
		let attempt = Self::assign(id, subscription, award);
		subscription.state = SubscriptionState::Placed { provider: award.provider.clone(), attempt };
		Ok(())
	}

	fn ask(type_id: &TypeId, id: SubscriptionId, pass: Pass, walk: Walk) -> DispatchResult {
		let mut subscription = Subscriptions::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		match Self::search_from(id, &subscription, &[], pass, walk.scan) {
			Choice::Awarded(award) => {
				Self::take_from_line(id, &mut subscription, &award)?;
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
			Choice::Nobody if subscription.failures.is_some() && walk.until.is_none() => {
				Self::close_unserved(id, &mut subscription, CloseReason::Unplaced)?
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
	fn pass_by(type_id: &TypeId, asked: SubscriptionId) {
		WaitingState::<T>::mutate(type_id, |line| {
			if let Some(line) = line {
				Self::go_on(type_id, line, asked);
			}
		});
	}

	/// On to the next of the line, or to the next pass if there is something for it, or to rest.
	fn go_on(type_id: &TypeId, line: &mut Line, asked: SubscriptionId) {
		let until = line.walk.and_then(|walk| walk.until);
		let next = Self::next_in_line(type_id, asked).filter(|next| until.is_none_or(|until| *next < until));
		let again = until.and_then(|_| Self::first_in_line(type_id));
		match (next, again) {
			(Some(at), _) => line.walk = Some(Walk { at, scan: None, until }),
			(None, Some(first)) => Self::begin(type_id, line, first, None),
			(None, None) => {
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

	fn first_in_line(type_id: &TypeId) -> Option<SubscriptionId> {
		WaitingQueue::<T>::iter_key_prefix(type_id).next().map(SubscriptionId::from)
	}

	/// Who stands behind a place in the line, whether or not somebody stands there.
	fn next_in_line(type_id: &TypeId, place: SubscriptionId) -> Option<SubscriptionId> {
		let behind = WaitingQueue::<T>::hashed_key_for(type_id, InOrder::from(place));
		WaitingQueue::<T>::iter_key_prefix_from(type_id, behind).next().map(SubscriptionId::from)
	}

	fn next_pending(served: Option<TypeId>) -> Option<TypeId> {
		served
			.and_then(|last| PendingTypes::<T>::iter_keys_from(PendingTypes::<T>::hashed_key_for(last)).next())
			.or_else(|| PendingTypes::<T>::iter_keys().next())
	}
}
