//! The bounded search for a provider.
//!
//! The open offers of a type stand in a queue. A search looks at `MaxScan` of them at a time, beginning where the strategy says, and goes
//! on from its own [`Scan`] until it has seen all, whoever comes, leaves or goes to the tail meanwhile. Whoever is passed over keeps its
//! place, so no request takes the turn of a provider that it does not match.

use super::{
	criteria, queue,
	strategies::{Candidate, Cheapest, LeastLoaded, Random, RoundRobin, Strategy},
};
use crate::{liveness, pallet::*, Ask, Award, Choice, Scan, Selection, TypeId};
use codec::Encode;
use frame::{deps::frame_support::traits::Randomness, prelude::*};

type AskOf<'a, T> = Ask<'a, <T as frame_system::Config>::AccountId, BalanceOf<T>, BlockNumberFor<T>>;
type ChoiceOf<T> = Choice<<T as frame_system::Config>::AccountId, BalanceOf<T>, BlockNumberFor<T>>;
type CandidateOf<T> = Candidate<<T as frame_system::Config>::AccountId, BalanceOf<T>, BlockNumberFor<T>>;

impl<T: Config> Pallet<T> {
	pub(crate) fn find(ask: &AskOf<T>) -> ChoiceOf<T> {
		match ask.selection {
			Selection::Candidates(named) => {
				Self::first_of(ask, named).map_or(Choice::Nobody, |c| Self::take(ask.type_id, c, false))
			}
			Selection::RoundRobin => Self::choose::<RoundRobin>(ask),
			Selection::Random => Self::choose::<Random>(ask),
			Selection::LeastLoaded => Self::choose::<LeastLoaded>(ask),
			Selection::Cheapest => Self::choose::<Cheapest>(ask),
		}
	}

	/// Whom the consumer prefers, else whom the strategy chooses from the next window.
	fn choose<S: Strategy<T::AccountId, BalanceOf<T>, BlockNumberFor<T>>>(ask: &AskOf<T>) -> ChoiceOf<T> {
		let type_id = ask.type_id;
		if ask.scan.is_none() {
			if let Some(preferred) = Self::first_of(ask, &ask.criteria.prefer) {
				return Self::take(type_id, preferred, false);
			}
		}
		let scan = ask.scan.unwrap_or_else(|| match S::BY_TURNS {
			true => Self::scan_from_head(type_id),
			false => Self::scan_from(type_id, NextWindow::<T>::get(type_id)),
		});
		let mut window = Window::<T> { ask, scan, next: Self::seek(type_id, &scan), visits: T::MaxScan::get() };
		if let Some(chosen) = S::choose(&mut window, || Self::draw(type_id)) {
			if !S::BY_TURNS {
				NextWindow::<T>::insert(type_id, window.next.unwrap_or(scan.from));
			}
			return Self::take(type_id, chosen, S::BY_TURNS);
		}
		match window.next {
			Some(next) => Choice::Unfinished { scan: Scan { next, ..scan } },
			None => Choice::Nobody,
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
		let soon = ask.max_setup.is_none_or(|most| offer.setup_blocks <= most);
		let affordable = offer.ceiling() <= ask.max_price && (ask.elastic || offer.elastic.is_none());
		let matches = there
			&& affordable
			&& soon && Self::takes_awards(who)
			&& criteria::met(ask.criteria, &Profiles::<T>::get(who).unwrap_or_default())
			&& (!offer.private || AllowedConsumers::<T>::get(ask.type_id, who).contains(ask.consumer));
		matches.then(|| Candidate { provider: who.clone(), offer })
	}

	/// Whether a provider takes awards now, of whatever type.
	pub(crate) fn takes_awards(who: &T::AccountId) -> bool {
		let now = Self::now();
		Providers::<T>::get(who).is_some_and(|provider| {
			!provider.draining && !provider.retiring && !liveness::dark(provider.last_heartbeat, T::Gap::get(), now)
		})
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

	/// Take a unit of an offer, and one of its turns if the award goes by them.
	fn take(type_id: &TypeId, chosen: CandidateOf<T>, by_turn: bool) -> ChoiceOf<T> {
		let Candidate { provider, mut offer } = chosen;
		let (price, elastic, setup_blocks) = (offer.price, offer.elastic, offer.setup_blocks);
		if by_turn {
			Self::use_turn(type_id, &provider, &mut offer);
		}
		// `used < capacity`, so the claim on the provider's units stays what it was.
		offer.used += 1;
		Offers::<T>::insert(type_id, &provider, offer);
		Providers::<T>::mutate(&provider, |record| {
			if let Some(record) = record.as_mut().defensive() {
				record.assignments += 1;
			}
		});
		Choice::Awarded(Award { provider, price, elastic, setup_blocks, by_turn })
	}
}

/// The offers that one search looks at, as far as a strategy takes them.
struct Window<'a, T: Config> {
	ask: &'a AskOf<'a, T>,
	scan: Scan,
	/// The place that is read next; none if all have been.
	next: Option<u64>,
	/// Places that may still be read.
	visits: u32,
}

impl<T: Config> Iterator for Window<'_, T> {
	type Item = CandidateOf<T>;

	fn next(&mut self) -> Option<Self::Item> {
		while self.visits > 0 {
			let place = self.next?;
			let entry = OfferPlaces::<T>::get(self.ask.type_id, queue::key(place)).defensive()?;
			self.visits -= 1;
			self.next = Pallet::<T>::behind(self.ask.type_id, &self.scan, &entry, place);
			if let Some(candidate) = Pallet::<T>::candidate(self.ask, &entry.provider) {
				return Some(candidate);
			}
		}
		None
	}
}
