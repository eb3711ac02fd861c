//! The bounded search for a provider.
//!
//! The open offers of a type stand in a ring. A search looks at `MaxScan` of them at a time, beginning where the strategy says, and goes
//! on from its own [`Scan`] until it has seen all. Only an award moves what the next search begins with, so a request that nobody
//! matches takes nobody's turn.

use super::{
	criteria,
	strategies::{Candidate, Cheapest, LeastLoaded, Random, RoundRobin, Strategy},
};
use crate::{liveness, pallet::*, Ask, Choice, Scan, Selection, Turn, TypeId};
use codec::Encode;
use frame::{deps::frame_support::traits::Randomness, prelude::*};

type AskOf<'a, T> = Ask<'a, <T as frame_system::Config>::AccountId, BalanceOf<T>>;
type ChoiceOf<T> = Choice<<T as frame_system::Config>::AccountId, BalanceOf<T>>;
type CandidateOf<T> = Candidate<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

impl<T: Config> Pallet<T> {
	pub(crate) fn find(ask: &AskOf<T>) -> ChoiceOf<T> {
		match ask.selection {
			Selection::Candidates(named) => {
				Self::first_of(ask, named).map_or(Choice::Nobody, |c| Self::take(ask.type_id, c))
			}
			Selection::RoundRobin => Self::choose::<RoundRobin>(ask),
			Selection::Random => Self::choose::<Random>(ask),
			Selection::LeastLoaded => Self::choose::<LeastLoaded>(ask),
			Selection::Cheapest => Self::choose::<Cheapest>(ask),
		}
	}

	/// Whom the consumer prefers, else whom the strategy chooses from the next window.
	fn choose<S: Strategy<T::AccountId, BalanceOf<T>>>(ask: &AskOf<T>) -> ChoiceOf<T> {
		let type_id = ask.type_id;
		if ask.scan.is_none() {
			if let Some(preferred) = Self::first_of(ask, &ask.criteria.prefer) {
				return Self::take(type_id, preferred);
			}
		}
		let count = OfferCount::<T>::get(type_id);
		if count == 0 {
			return Choice::Nobody;
		}
		let turn = Self::turn(type_id, count);
		let scan = ask.scan.unwrap_or_else(|| {
			let next = if S::BY_TURNS { turn.index } else { NextWindow::<T>::get(type_id) };
			Scan { next, seen: 0 }
		});
		let visits = count.saturating_sub(scan.seen).min(T::MaxScan::get());
		let next = (scan.next % count + visits) % count;
		let window = (0..visits)
			.filter_map(|step| OfferRing::<T>::get(type_id, (scan.next % count + step) % count).defensive())
			.filter_map(|who| Self::candidate(ask, &who));
		if let Some(chosen) = S::choose(window, || Self::draw(type_id)) {
			if S::BY_TURNS {
				let index = chosen.offer.index;
				// As many turns as units that were free when the row began, or who splits an account would lose the turns of those parts
				// that are full.
				let turns = if index == turn.index && turn.left > 0 { turn.left } else { chosen.offer.room() };
				Cursor::<T>::insert(type_id, Turn { index, left: turns.saturating_sub(1) });
			} else {
				NextWindow::<T>::insert(type_id, next);
			}
			return Self::take(type_id, chosen);
		}
		let seen = scan.seen.saturating_add(visits);
		match seen < count {
			true => Choice::Unfinished { scan: Scan { next, seen } },
			false => Choice::Nobody,
		}
	}

	/// The first of the named providers that would take the request.
	fn first_of(ask: &AskOf<T>, named: &[T::AccountId]) -> Option<CandidateOf<T>> {
		named.iter().find_map(|who| Self::candidate(ask, who))
	}

	/// The provider's offer, if it would take the request. What costs least to find out is asked first.
	fn candidate(ask: &AskOf<T>, who: &T::AccountId) -> Option<CandidateOf<T>> {
		if ask.excluded.contains(who) || ask.criteria.refuse.contains(who) {
			return None;
		}
		let offer = Offers::<T>::get(ask.type_id, who)?;
		let there = offer.open && offer.has_room() && offer.visible_from <= ask.pass;
		let affordable = offer.ceiling() <= ask.max_price && (ask.elastic || offer.elastic.is_none());
		let matches = there
			&& affordable
			&& Self::takes_awards(who)
			&& criteria::met(ask.criteria, &Profiles::<T>::get(who).unwrap_or_default())
			&& (!offer.private || AllowedConsumers::<T>::get(ask.type_id, who).contains(ask.consumer));
		matches.then(|| Candidate { provider: who.clone(), offer })
	}

	/// Whether a provider takes awards now, of whatever type.
	pub(crate) fn takes_awards(who: &T::AccountId) -> bool {
		let now = frame_system::Pallet::<T>::block_number();
		Providers::<T>::get(who).is_some_and(|provider| {
			!provider.draining && !provider.retiring && !liveness::dark(provider.last_heartbeat, T::Gap::get(), now)
		})
	}

	/// Whose turn it is, and how many turns in a row that one has left; none means that its row begins.
	fn turn(type_id: &TypeId, count: u32) -> Turn {
		match Cursor::<T>::try_get(type_id) {
			Ok(Turn { index, left: 0 }) => Turn { index: index.saturating_add(1) % count, left: 0 },
			Ok(turn) if turn.index < count => turn,
			_ => Turn::default(),
		}
	}

	/// A number that no draw before had, as far as the source of randomness goes.
	fn draw(type_id: &TypeId) -> u64 {
		let draws = Draws::<T>::mutate(|draws| {
			*draws = draws.wrapping_add(1);
			*draws
		});
		let (lot, _) = (type_id, draws).using_encoded(T::Randomness::random);
		let [a, b, c, d, e, f, g, h, ..] = lot.to_fixed_bytes();
		u64::from_le_bytes([a, b, c, d, e, f, g, h])
	}

	/// Take a unit of an offer.
	fn take(type_id: &TypeId, chosen: CandidateOf<T>) -> ChoiceOf<T> {
		let Candidate { provider, mut offer } = chosen;
		let (price, elastic) = (offer.price, offer.elastic);
		// `used < capacity`, so the claim on the provider's units stays what it was.
		offer.used += 1;
		Offers::<T>::insert(type_id, &provider, offer);
		Providers::<T>::mutate(&provider, |record| {
			if let Some(record) = record.as_mut().defensive() {
				record.assignments += 1;
			}
		});
		Choice::Awarded { provider, price, elastic }
	}
}
