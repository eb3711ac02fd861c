//! From version 2: the open offers of a type stand in a queue in the place of a ring with a cursor, and an offer states its set-up blocks.
//!
//! - The queue begins with whose turn it was, and goes on in the order of the ring. Who was in the middle of its turns has the rest of them.
//! - Every offer states the set-up blocks that held for all, `AckDeadline`.
//! - Where a search begins whose strategy does not go by turns is forgotten.

use crate::{pallet::*, Offer, Pass, TypeId};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use frame::{
	deps::frame_support::{migrations::VersionedMigration, traits::UncheckedOnRuntimeUpgrade},
	prelude::*,
};

/// Runs once, on a chain at version 2, and not on any other.
pub type ToVersion3<T> = VersionedMigration<2, 3, Unchecked<T>, Pallet<T>, <T as frame_system::Config>::DbWeight>;

/// Offers and types together. Each is read and written a few times, with 2 kB of proof at most each.
pub const MAX_RECORDS: u32 = 1_000;

/// Of proof for a record, its place in the trie included.
const PROOF: u64 = 2_048;

/// Reads, and writes, for an offer: its own record twice, its place in the ring, its neighbours in the queue and the queue itself.
const STEPS: u64 = 6;

pub(crate) mod old {
	use super::*;
	use crate::Elastic;
	use frame::deps::frame_support::storage_alias;

	#[derive(Decode, Encode)]
	pub struct Offer<Balance> {
		pub price: Balance,
		pub elastic: Option<Elastic<Balance>>,
		pub capacity: u32,
		pub used: u32,
		pub open: bool,
		pub private: bool,
		pub index: u32,
		pub missed: u32,
		pub visible_from: Pass,
		pub deposit: Balance,
	}

	/// The offer at `index`, so many times more in a row, then the one after it.
	#[derive(Clone, Copy, Decode, Default, Encode)]
	pub struct Turn {
		pub index: u32,
		pub left: u32,
	}

	/// The open offers of a type, numbered without holes.
	#[storage_alias]
	pub type OfferRing<T: Config> = StorageDoubleMap<
		Pallet<T>,
		Blake2_128Concat,
		TypeId,
		Twox64Concat,
		u32,
		<T as frame_system::Config>::AccountId,
	>;

	#[storage_alias]
	pub type OfferCount<T: Config> = StorageMap<Pallet<T>, Blake2_128Concat, TypeId, u32, ValueQuery>;

	#[storage_alias]
	pub type Cursor<T: Config> = StorageMap<Pallet<T>, Blake2_128Concat, TypeId, Turn, ValueQuery>;

	#[storage_alias]
	pub type NextWindow<T: Config> = StorageMap<Pallet<T>, Blake2_128Concat, TypeId, u32, ValueQuery>;
}

pub struct Unchecked<T>(core::marker::PhantomData<T>);

impl<T: Config> UncheckedOnRuntimeUpgrade for Unchecked<T> {
	fn on_runtime_upgrade() -> Weight {
		let mut records = 0;
		Offers::<T>::translate::<old::Offer<BalanceOf<T>>, _>(|_, _, old| {
			records += 1;
			Some(Offer {
				price: old.price,
				elastic: old.elastic,
				capacity: old.capacity,
				used: old.used,
				open: old.open,
				private: old.private,
				setup_blocks: T::AckDeadline::get(),
				place: 0,
				left: 0,
				begun: false,
				missed: old.missed,
				visible_from: old.visible_from,
				deposit: old.deposit,
			})
		});
		for (type_id, count) in old::OfferCount::<T>::drain().collect::<Vec<_>>() {
			records += 1;
			Self::queue_up(&type_id, count);
		}
		// Nothing is left of them but where searches would begin.
		let windows = old::NextWindow::<T>::drain().count() as u64 + old::Cursor::<T>::drain().count() as u64;
		let steps = records * STEPS + windows;
		T::DbWeight::get().reads_writes(steps, steps).saturating_add(Weight::from_parts(0, steps * PROOF))
	}

	#[cfg(feature = "try-runtime")]
	fn pre_upgrade() -> Result<Vec<u8>, frame::try_runtime::TryRuntimeError> {
		Ok(before::<T>()?.encode())
	}

	#[cfg(feature = "try-runtime")]
	fn post_upgrade(state: Vec<u8>) -> Result<(), frame::try_runtime::TryRuntimeError> {
		let counted = Counted::decode(&mut &state[..]).map_err(|_| "no counts from before the upgrade")?;
		Ok(after::<T>(counted)?)
	}
}

impl<T: Config> Unchecked<T> {
	/// The offers of a ring into the queue, whose turn it is first.
	fn queue_up(type_id: &TypeId, count: u32) {
		let turn = old::Cursor::<T>::try_get(type_id).unwrap_or_default();
		// One that has had its turns is last.
		let first = if turn.left == 0 { turn.index.saturating_add(1) } else { turn.index };
		let known = old::Cursor::<T>::contains_key(type_id);
		for step in 0..count {
			let index = if known { (first % count + step) % count } else { step };
			let Some(who) = old::OfferRing::<T>::take(type_id, index).defensive() else { continue };
			Offers::<T>::mutate(type_id, &who, |offer| {
				let Some(offer) = offer.as_mut().defensive() else { return };
				Pallet::<T>::enter_queue(type_id, &who, offer);
				if known && index == turn.index && turn.left > 0 {
					offer.left = turn.left.min(offer.capacity);
					offer.begun = true;
				}
			});
		}
	}
}

/// Records by kind.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, PartialEq)]
pub struct Counted {
	pub offers: u32,
	pub open: u32,
}

/// What is there, if it is not too much for one block. Keys are counted, which need no decoding.
#[cfg(any(feature = "try-runtime", test))]
pub(crate) fn before<T: Config>() -> Result<Counted, &'static str> {
	let types = old::OfferCount::<T>::iter_keys().count() as u32;
	let found =
		Counted { offers: Offers::<T>::iter_keys().count() as u32, open: old::OfferCount::<T>::iter_values().sum() };
	ensure!(
		found.offers + types <= MAX_RECORDS,
		"more records than one block can migrate: this chain needs a migration in steps"
	);
	Ok(found)
}

/// Nothing was lost, everything can be read, and all that must hold of the new records holds.
#[cfg(any(feature = "try-runtime", test))]
pub(crate) fn after<T: Config>(expected: Counted) -> Result<(), &'static str> {
	ensure!(
		frame::deps::frame_support::traits::StorageVersion::get::<Pallet<T>>() == 3,
		"the storage is not at version 3"
	);
	let found = Counted {
		offers: Offers::<T>::iter_values().count() as u32,
		open: OfferPlaces::<T>::iter_values().count() as u32,
	};
	ensure!(found == expected, "records were lost, or cannot be read");
	ensure!(old::OfferRing::<T>::iter_keys().next().is_none(), "an offer stands in the ring still");
	Pallet::<T>::do_try_state()
}
