//! The open offers of a type in a queue: whoever stands first is asked first.
//!
//! A place is a number that no offer of the type had before. Opening goes to the tail, and so does an offer whose turns are used up; new
//! terms keep the place. Nothing else moves an offer, so nobody gets past another by what they do to their own offer, or to a request.
//! The neighbours are linked, so entering and leaving are O(1); and keys stand in the order of the places, so a search finds the next
//! place though the one that it would have read has left.

use crate::{pallet::*, Ends, Entry, Scan, TypeId};
use alloc::vec::Vec;
use frame::prelude::*;

/// The most offers on one page.
const PAGE: u32 = 100;

/// The key of a place: numbers in their order are keys in their order.
pub type PlaceKey = [u8; 8];

pub fn key(place: u64) -> PlaceKey {
	place.to_be_bytes()
}

impl<T: Config> Pallet<T> {
	/// Give an open offer the last place, with a whole row of turns. The offer is left to the caller to write.
	pub(crate) fn enter_queue(type_id: &TypeId, who: &T::AccountId, offer: &mut OfferOf<T>) {
		let place = OfferQueues::<T>::mutate(type_id, |queue| {
			let place = queue.next;
			queue.next += 1;
			let before = queue.ends.map(|ends| ends.last);
			if let Some(before) = before {
				Self::link(type_id, before, |entry| entry.after = Some(place));
			}
			let entry = Entry { provider: who.clone(), before, after: None };
			OfferPlaces::<T>::insert(type_id, key(place), entry);
			let first = queue.ends.map_or(place, |ends| ends.first);
			queue.ends = Some(Ends { first, last: place });
			place
		});
		offer.place = place;
		offer.left = offer.capacity;
		offer.begun = false;
	}

	/// Take an open offer out of the queue. The offer is left to the caller to write.
	pub(crate) fn leave_queue(type_id: &TypeId, offer: &OfferOf<T>) {
		let Some(Entry { before, after, .. }) = OfferPlaces::<T>::take(type_id, key(offer.place)).defensive() else {
			return;
		};
		if let Some(before) = before {
			Self::link(type_id, before, |entry| entry.after = after);
		}
		if let Some(after) = after {
			Self::link(type_id, after, |entry| entry.before = before);
		}
		OfferQueues::<T>::mutate(type_id, |queue| {
			queue.ends = queue.ends.and_then(|ends| {
				let first = if before.is_none() { after? } else { ends.first };
				let last = if after.is_none() { before? } else { ends.last };
				Some(Ends { first, last })
			});
		});
	}

	/// Others are first now. The offer is left to the caller to write.
	pub(crate) fn to_tail(type_id: &TypeId, who: &T::AccountId, offer: &mut OfferOf<T>) {
		Self::leave_queue(type_id, offer);
		Self::enter_queue(type_id, who, offer);
	}

	/// Use one of an offer's turns. A row has as many as there were free units when it began, at most the capacity that the offer had when
	/// it went to the tail: who splits an account would lose the turns of those parts that are full. The offer is left to the caller to
	/// write.
	pub(crate) fn use_turn(type_id: &TypeId, who: &T::AccountId, offer: &mut OfferOf<T>) {
		if !offer.begun {
			offer.begun = true;
			offer.left = offer.left.min(offer.room());
		}
		offer.left = offer.left.saturating_sub(1);
		if offer.left == 0 {
			Self::to_tail(type_id, who, offer);
		}
	}

	/// An award that came by turn came to nothing by the provider's own doing: to the tail, and the next row is of one.
	pub(crate) fn do_failed(who: &T::AccountId, type_id: &TypeId) {
		// The award uses a unit of it, so the offer is still there, closed or not.
		let Some(mut offer) = Offers::<T>::get(type_id, who).defensive() else {
			return;
		};
		if offer.open {
			Self::to_tail(type_id, who, &mut offer);
			offer.left = 1;
			Offers::<T>::insert(type_id, who, offer);
		}
	}

	/// A search of everybody, beginning at a place: from there to the last, then from the first on, then who has gone to the tail
	/// meanwhile.
	pub(crate) fn scan_from(type_id: &TypeId, from: u64) -> Scan {
		let Some(from) = Self::place_from(type_id, from) else {
			return Self::scan_from_head(type_id);
		};
		Scan { next: from, from, end: OfferQueues::<T>::get(type_id).next }
	}

	/// A search of everybody, from the head to the tail.
	pub(crate) fn scan_from_head(type_id: &TypeId) -> Scan {
		let queue = OfferQueues::<T>::get(type_id);
		Scan { next: queue.ends.map_or(0, |ends| ends.first), from: 0, end: queue.next }
	}

	/// Where a search goes on; none if it has seen everybody.
	pub(crate) fn seek(type_id: &TypeId, scan: &Scan) -> Option<u64> {
		let mut next = scan.next;
		loop {
			let stretch = scan.stretch(next);
			match Self::place_from(type_id, next).filter(|place| *place < stretch.until) {
				Some(place) => return Some(place),
				None => next = stretch.then?,
			}
		}
	}

	/// Where a search goes on that has read this entry.
	pub(crate) fn behind(type_id: &TypeId, scan: &Scan, entry: &Entry<T::AccountId>, place: u64) -> Option<u64> {
		let stretch = scan.stretch(place);
		match entry.after.filter(|after| *after < stretch.until) {
			Some(after) => Some(after),
			None => Self::seek(type_id, &Scan { next: stretch.then?, ..*scan }),
		}
	}

	/// Who has an open offer of a type, first to last, from a place on, and where the next page begins.
	pub fn view_queue(type_id: &TypeId, from: u64, limit: u32) -> (Vec<T::AccountId>, Option<u64>) {
		let (mut page, mut next) = (Vec::new(), Self::place_from(type_id, from));
		while let Some(place) = next.filter(|_| page.len() < limit.clamp(1, PAGE) as usize) {
			let Some(entry) = OfferPlaces::<T>::get(type_id, key(place)).defensive() else { break };
			page.push(entry.provider);
			next = entry.after;
		}
		(page, next)
	}

	/// The first place that is taken, from this one on.
	fn place_from(type_id: &TypeId, place: u64) -> Option<u64> {
		let ends = OfferQueues::<T>::get(type_id).ends?;
		if place <= ends.first {
			return Some(ends.first);
		}
		if place > ends.last || OfferPlaces::<T>::contains_key(type_id, key(place)) {
			return (place <= ends.last).then_some(place);
		}
		let behind = OfferPlaces::<T>::hashed_key_for(type_id, key(place));
		OfferPlaces::<T>::iter_key_prefix_from(type_id, behind).next().map(u64::from_be_bytes)
	}

	fn link(type_id: &TypeId, place: u64, change: impl FnOnce(&mut Entry<T::AccountId>)) {
		OfferPlaces::<T>::mutate(type_id, key(place), |entry| {
			if let Some(entry) = entry.as_mut().defensive() {
				change(entry);
			}
		});
	}
}

/// A part of a search in which it goes from place to place, up to a place; and where the next part begins.
struct Stretch {
	until: u64,
	then: Option<u64>,
}

impl Scan {
	fn stretch(&self, place: u64) -> Stretch {
		match place {
			_ if place >= self.end => Stretch { until: u64::MAX, then: None },
			_ if place < self.from => Stretch { until: self.from, then: Some(self.end) },
			// Whoever began with the first comes to nobody before it.
			_ => Stretch { until: self.end, then: Some(if self.from > 0 { 0 } else { self.end }) },
		}
	}
}
