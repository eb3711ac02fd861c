//! From version 2: subscriptions get the fields that failed attempts and the set-up of a successor need, wishes a patience, and the lines
//! are kept in the order of the subscriptions' numbers.
//!
//! - Whoever waited stands in the line of its type at the place of its number, with the deposit that it has; a pass begins that asks all.
//! - What was fixed at an award stays: nothing is kept for the set-up of a successor of version 2, which is paid out of what the one that
//!   serves leaves.
//! - An award of version 2 was made by no turn that could be given up.
//! - Failures before count no more, but who failed is still not asked again.

use crate::{
	money::Segment, pallet::*, Assignment, AssignmentState, Condition, RateChange, Stop, Subscription,
	SubscriptionState, Successor, Wish, RATES_KEPT,
};
use alloc::{collections::BTreeSet, vec::Vec};
use codec::{Decode, Encode};
use frame::{
	deps::frame_support::{migrations::VersionedMigration, traits::UncheckedOnRuntimeUpgrade},
	prelude::*,
};
use pallet_providers::{Criteria, Elastic, OnSupply, Selection, SubscriptionId, TypeId};

/// Runs once, on a chain at version 2, and not on any other. After that of the providers.
pub type ToVersion3<T> = VersionedMigration<2, 3, Unchecked<T>, Pallet<T>, <T as frame_system::Config>::DbWeight>;

/// Subscriptions (closed ones that are still kept included), assignments and wishes together. Each is read and written once, with 2 kB of
/// proof at most. As many here and as many providers' records are half a second of the two that a block has, and 8 MB of the 10 MB that its
/// proof may have.
pub const MAX_RECORDS: u32 = 2_000;

/// Of proof for a record, its place in the trie included.
const PROOF: u64 = 2_048;

/// As version 2 wrote them.
pub mod old {
	use super::*;

	#[derive(Decode, Encode)]
	pub struct Subscription<AccountId, Balance, BlockNumber> {
		pub consumer: AccountId,
		pub type_id: TypeId,
		pub descriptor: H256,
		pub generation: u32,
		pub max_price: Balance,
		pub funds: Balance,
		pub deposit: Balance,
		pub paid: Balance,
		pub state: SubscriptionState<AccountId>,
		pub successor: Option<Successor<AccountId>>,
		pub ticket: Option<Ticket<Balance>>,
		pub attempts: u32,
		pub excluded: Vec<AccountId>,
		pub reason: Vec<u8>,
		pub assignments: u32,
		pub created: BlockNumber,
	}

	#[derive(Decode, Encode)]
	pub struct Ticket<Balance> {
		pub number: u64,
		pub deposit: Balance,
	}

	#[derive(Decode, Encode)]
	pub struct Assignment<Balance, BlockNumber> {
		pub state: AssignmentState<BlockNumber>,
		pub rate: Balance,
		pub elastic: Option<Elastic<Balance>>,
		pub next: Option<RateChange<Balance, BlockNumber>>,
		pub proposal: Option<Balance>,
		pub rates: BoundedVec<RateChange<Balance, BlockNumber>, ConstU32<RATES_KEPT>>,
		pub awarded_at: BlockNumber,
		pub deployed_at: Option<BlockNumber>,
		pub segment: Option<Segment<Balance, BlockNumber>>,
		pub stop: Option<Stop<BlockNumber>>,
		pub due: Option<BlockNumber>,
		pub notice: BlockNumber,
		pub minimum: BlockNumber,
		pub trial: BlockNumber,
		pub generation: u32,
		pub condition: Option<Condition>,
		pub reason: Vec<u8>,
		pub paid: Balance,
	}

	#[derive(Decode, Encode)]
	pub struct Wish<AccountId> {
		pub selection: Selection<AccountId>,
		pub elastic: bool,
		pub follow: bool,
		pub criteria: Criteria<AccountId>,
	}
}

pub struct Unchecked<T>(core::marker::PhantomData<T>);

impl<T: Config> UncheckedOnRuntimeUpgrade for Unchecked<T> {
	fn on_runtime_upgrade() -> Weight {
		let mut records = 0;
		let mut waiting = Vec::new();
		Subscriptions::<T>::translate::<old::Subscription<T::AccountId, BalanceOf<T>, BlockNumberFor<T>>, _>(
			|id, old| {
				records += 1;
				if old.ticket.is_some() {
					waiting.push((id, old.type_id));
				}
				Some(Subscription {
					consumer: old.consumer,
					type_id: old.type_id,
					descriptor: old.descriptor,
					generation: old.generation,
					max_price: old.max_price,
					funds: old.funds,
					deposit: old.deposit,
					paid: old.paid,
					state: old.state,
					successor: old.successor,
					reserve: Zero::zero(),
					in_line: old.ticket.map(|ticket| ticket.deposit),
					failures: None,
					attempts: old.attempts,
					excluded: BoundedVec::truncate_from(old.excluded),
					reason: BoundedVec::truncate_from(old.reason),
					assignments: old.assignments,
					created: old.created,
				})
			},
		);
		Assignments::<T>::translate::<old::Assignment<BalanceOf<T>, BlockNumberFor<T>>, _>(|_, _, old| {
			records += 1;
			Some(Assignment {
				state: old.state,
				rate: old.rate,
				elastic: old.elastic,
				next: old.next,
				proposal: old.proposal,
				rates: old.rates,
				awarded_at: old.awarded_at,
				by_turn: false,
				deployed_at: old.deployed_at,
				segment: old.segment,
				stop: old.stop,
				due: old.due,
				notice: old.notice,
				minimum: old.minimum,
				trial: old.trial,
				generation: old.generation,
				condition: old.condition,
				reason: BoundedVec::truncate_from(old.reason),
				paid: old.paid,
			})
		});
		Wishes::<T>::translate::<old::Wish<T::AccountId>, _>(|_, old| {
			records += 1;
			Some(Wish {
				selection: old.selection,
				elastic: old.elastic,
				follow: old.follow,
				max_setup: None,
				patience: None,
				criteria: old.criteria,
			})
		});
		// Each of them writes its place, and the line.
		records += 3 * waiting.len() as u64;
		line_up::<T>(waiting);
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

/// The lines anew, in the order of subscribing, and a pass for each that asks them all.
fn line_up<T: Config>(waiting: Vec<(SubscriptionId, TypeId)>) {
	let _ = WaitingQueue::<T>::clear(u32::MAX, None);
	let _ = WaitingState::<T>::clear(u32::MAX, None);
	let _ = PendingTypes::<T>::clear(u32::MAX, None);
	// Tickets were numbers of their own.
	frame::deps::frame_support::storage::unhashed::kill(&frame::deps::frame_support::storage::storage_prefix(
		<Pallet<T> as PalletInfoAccess>::name().as_bytes(),
		b"NextTicket",
	));
	for (id, type_id) in &waiting {
		Pallet::<T>::enter_line(*id, type_id, None);
	}
	for type_id in waiting.iter().map(|(_, type_id)| type_id).collect::<BTreeSet<_>>() {
		<Pallet<T> as OnSupply>::stirred(type_id);
	}
}

/// Records by kind.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, PartialEq)]
pub struct Counted {
	pub subscriptions: u32,
	pub assignments: u32,
	pub wishes: u32,
}

/// Keys are counted, which need no decoding.
#[cfg(any(feature = "try-runtime", test))]
fn counted<T: Config>() -> Counted {
	Counted {
		subscriptions: Subscriptions::<T>::iter_keys().count() as u32,
		assignments: Assignments::<T>::iter_keys().count() as u32,
		wishes: Wishes::<T>::iter_keys().count() as u32,
	}
}

/// What is there, if it is not too much for one block.
#[cfg(any(feature = "try-runtime", test))]
pub(crate) fn before<T: Config>() -> Result<Counted, &'static str> {
	let found = counted::<T>();
	ensure!(
		found.subscriptions + found.assignments + found.wishes <= MAX_RECORDS,
		"more records than one block can migrate: this chain needs a migration in steps"
	);
	Ok(found)
}

/// Nothing was lost, everything can be read, and all that must hold of the new records holds: what is held from each account is what its
/// records say, among the rest.
#[cfg(any(feature = "try-runtime", test))]
pub(crate) fn after<T: Config>(expected: Counted) -> Result<(), &'static str> {
	ensure!(
		frame::deps::frame_support::traits::StorageVersion::get::<Pallet<T>>() == 3,
		"the storage is not at version 3"
	);
	ensure!(counted::<T>() == expected, "records were lost");
	let read = Counted {
		subscriptions: Subscriptions::<T>::iter_values().count() as u32,
		assignments: Assignments::<T>::iter_values().count() as u32,
		wishes: Wishes::<T>::iter_values().count() as u32,
	};
	ensure!(read == expected, "records cannot be read");
	Pallet::<T>::do_try_state()
}
