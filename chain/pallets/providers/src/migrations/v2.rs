//! From version 1: offers and providers get the fields that beneficiaries, forced retirement, elastic prices and private offers need, names
//! of types become unique per owner.
//!
//! - Of several types of one owner with the same name, the first in storage order keeps it; the others get `#` and eight digits of their id
//!   behind it. Nothing on chain or in the client refers to a type by its name.
//! - Deposits that version 1 did not take stay zero, and are given back as zero.

use crate::{pallet::*, Offer, Provider, Turn, TypeId};
use alloc::{collections::BTreeMap, vec::Vec};
use codec::{Decode, Encode};
use frame::{
	deps::frame_support::{migrations::VersionedMigration, traits::UncheckedOnRuntimeUpgrade},
	prelude::*,
};

/// Runs once, on a chain at version 1, and not on any other.
pub type ToVersion2<T> = VersionedMigration<1, 2, Unchecked<T>, Pallet<T>, <T as frame_system::Config>::DbWeight>;

/// Providers, offers and types together. Each is read and written once, with 2 kB of proof at most. As many here and as many
/// subscriptions and assignments are half a second of the two that a block has, and 8 MB of the 10 MB that its proof may have.
pub const MAX_RECORDS: u32 = 2_000;

/// Of proof for a record, its place in the trie included.
const PROOF: u64 = 2_048;

mod old {
	use super::*;

	#[derive(Decode, Encode)]
	pub struct Provider<AccountId, Balance, BlockNumber> {
		pub units: u32,
		pub bond: Balance,
		pub operators: Vec<AccountId>,
		pub draining: bool,
		pub acc: BlockNumber,
		pub last_heartbeat: BlockNumber,
		pub revision: u64,
		pub assignments: u32,
		pub offers: u32,
		pub offered: u32,
	}

	#[derive(Decode, Encode)]
	pub struct Offer<Balance> {
		pub price: Balance,
		pub capacity: u32,
		pub used: u32,
		pub open: bool,
		pub index: u32,
	}

	/// The offer at `index`, for the `unit`-th time in a row.
	#[derive(Decode, Encode)]
	pub struct Turn {
		pub index: u32,
		pub unit: u32,
	}
}

pub struct Unchecked<T>(core::marker::PhantomData<T>);

impl<T: Config> UncheckedOnRuntimeUpgrade for Unchecked<T> {
	fn on_runtime_upgrade() -> Weight {
		let mut records = 0;
		Providers::<T>::translate::<old::Provider<T::AccountId, BalanceOf<T>, BlockNumberFor<T>>, _>(|_, old| {
			records += 1;
			Some(Provider {
				units: old.units,
				bond: old.bond,
				operators: BoundedVec::truncate_from(old.operators),
				beneficiary: None,
				draining: old.draining,
				retiring: false,
				acc: old.acc,
				last_heartbeat: old.last_heartbeat,
				revision: old.revision,
				assignments: old.assignments,
				offers: old.offers,
				offered: old.offered,
				missed: 0,
			})
		});
		let mut types = BTreeMap::<T::AccountId, Vec<TypeId>>::new();
		Offers::<T>::translate::<old::Offer<BalanceOf<T>>, _>(|type_id, owner, old| {
			records += 1;
			types.entry(owner).or_default().push(type_id);
			Some(Offer {
				price: old.price,
				elastic: None,
				capacity: old.capacity,
				used: old.used,
				open: old.open,
				private: false,
				index: old.index,
				missed: 0,
				visible_from: 0,
				deposit: Zero::zero(),
			})
		});
		Cursor::<T>::translate::<old::Turn, _>(|type_id, old| {
			records += 1;
			Some(Turn { index: old.index, left: Self::left_of_a_turn(&type_id, old) })
		});
		for (type_id, mut record) in DescriptorTypes::<T>::iter().collect::<Vec<_>>() {
			records += 1;
			if TypeNames::<T>::contains_key(&record.owner, &record.name) {
				record.name = name_of_its_own::<T>(&record.name, &type_id);
				DescriptorTypes::<T>::insert(type_id, record.clone());
			}
			TypeNames::<T>::insert(&record.owner, &record.name, type_id);
		}
		for (owner, types) in types {
			records += 1;
			ProviderTypes::<T>::insert(owner, BoundedVec::truncate_from(types));
		}
		T::DbWeight::get().reads_writes(records, records).saturating_add(Weight::from_parts(0, records * PROOF))
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
	/// Version 1 counted the turns that an offer has had, in a row as long as its capacity; now those are counted that it still has, of its
	/// free units. The offers are of version 2 already.
	fn left_of_a_turn(type_id: &TypeId, old: old::Turn) -> u32 {
		OfferRing::<T>::get(type_id, old.index)
			.and_then(|owner| Offers::<T>::get(type_id, owner))
			.map_or(0, |offer| offer.capacity.saturating_sub(old.unit).min(offer.room()))
	}
}

/// As much of the name as there is room for, and the first eight digits of the id.
fn name_of_its_own<T: Config>(name: &[u8], type_id: &TypeId) -> BoundedVec<u8, T::MaxNameLength> {
	let id = alloc::format!("#{:02x}{:02x}{:02x}{:02x}", type_id[0], type_id[1], type_id[2], type_id[3]);
	let room = (T::MaxNameLength::get() as usize).saturating_sub(id.len());
	let name = core::str::from_utf8(name).unwrap_or_default();
	let whole = name.char_indices().map(|(at, letter)| at + letter.len_utf8()).take_while(|end| *end <= room).last();
	let name = alloc::format!("{}{id}", &name[..whole.unwrap_or_default()]);
	BoundedVec::truncate_from(name.into_bytes())
}

/// Records by kind.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, PartialEq)]
pub struct Counted {
	pub providers: u32,
	pub offers: u32,
	pub types: u32,
}

/// Keys are counted, which need no decoding.
#[cfg(any(feature = "try-runtime", test))]
fn counted<T: Config>() -> Counted {
	Counted {
		providers: Providers::<T>::iter_keys().count() as u32,
		offers: Offers::<T>::iter_keys().count() as u32,
		types: DescriptorTypes::<T>::iter_keys().count() as u32,
	}
}

/// What is there, if it is not too much for one block.
#[cfg(any(feature = "try-runtime", test))]
pub(crate) fn before<T: Config>() -> Result<Counted, &'static str> {
	let found = counted::<T>();
	let mut offers = BTreeMap::<T::AccountId, u32>::new();
	for (_, owner) in Offers::<T>::iter_keys() {
		*offers.entry(owner).or_default() += 1;
	}
	ensure!(
		offers.values().all(|offers| *offers <= T::MaxOffers::get()),
		"a provider offers more types than it may from now on: it must close some first"
	);
	ensure!(
		found.providers + found.offers + found.types <= MAX_RECORDS,
		"more records than one block can migrate: this chain needs a migration in steps"
	);
	Ok(found)
}

/// Nothing was lost, everything can be read, and all that must hold of the new records holds.
#[cfg(any(feature = "try-runtime", test))]
pub(crate) fn after<T: Config>(expected: Counted) -> Result<(), &'static str> {
	ensure!(
		frame::deps::frame_support::traits::StorageVersion::get::<Pallet<T>>() == 2,
		"the storage is not at version 2"
	);
	ensure!(counted::<T>() == expected, "records were lost");
	let read = Counted {
		providers: Providers::<T>::iter_values().count() as u32,
		offers: Offers::<T>::iter_values().count() as u32,
		types: DescriptorTypes::<T>::iter_values().count() as u32,
	};
	ensure!(read == expected, "records cannot be read");
	Pallet::<T>::do_try_state()
}
