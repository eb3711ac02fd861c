//! From version 3: searches are paid out of a credit, which nobody has yet.
//!
//! Whoever waits, or is to be tried again, has the least credit held, if its consumer's balance covers it. Who has none keeps its place, is
//! asked by `place` and may be funded by anybody; `NotServed` (`FundsNotCovered`) says who that is.

use crate::{pallet::*, SubscriptionState};
use alloc::vec::Vec;
use frame::{
	deps::frame_support::{migrations::VersionedMigration, traits::UncheckedOnRuntimeUpgrade},
	prelude::*,
};

/// Runs once, on a chain at version 3, and not on any other.
pub type ToVersion4<T> = VersionedMigration<3, 4, Unchecked<T>, Pallet<T>, <T as frame_system::Config>::DbWeight>;

/// Subscriptions, closed ones that are still kept included. Each is read, and of those that wait the consumer's account and holds as well,
/// with 8 kB of proof at most.
pub const MAX_SUBSCRIPTIONS: u32 = 1_000;

/// Of proof for a subscription, its place in the trie included, and for what is held from its consumer.
const PROOF: u64 = 2_048;
const PROOF_OF_A_HOLD: u64 = 6_144;

pub struct Unchecked<T>(core::marker::PhantomData<T>);

impl<T: Config> UncheckedOnRuntimeUpgrade for Unchecked<T> {
	fn on_runtime_upgrade() -> Weight {
		let all = Subscriptions::<T>::iter().map(|(id, known)| (id, known.state, known.consumer)).collect::<Vec<_>>();
		let read = all.len() as u64;
		let mut held = 0;
		for (id, _, consumer) in all.into_iter().filter(|(_, state, _)| *state == SubscriptionState::Waiting) {
			held += 1;
			Pallet::<T>::hold_credit_if_covered(&consumer, id);
			if !Pallet::<T>::covers_step(id) {
				Pallet::<T>::not_served(id, Error::<T>::FundsNotCovered.into());
			}
		}
		T::DbWeight::get()
			.reads_writes(read + 4 * held, 4 * held)
			.saturating_add(Weight::from_parts(0, read * PROOF + held * PROOF_OF_A_HOLD))
	}

	#[cfg(feature = "try-runtime")]
	fn pre_upgrade() -> Result<Vec<u8>, frame::try_runtime::TryRuntimeError> {
		before::<T>()?;
		Ok(Vec::new())
	}

	#[cfg(feature = "try-runtime")]
	fn post_upgrade(_: Vec<u8>) -> Result<(), frame::try_runtime::TryRuntimeError> {
		Ok(after::<T>()?)
	}
}

/// Whether it is not too much for one block.
#[cfg(any(feature = "try-runtime", test))]
pub(crate) fn before<T: Config>() -> Result<(), &'static str> {
	ensure!(
		Subscriptions::<T>::iter_keys().count() as u32 <= MAX_SUBSCRIPTIONS,
		"more records than one block can migrate: this chain needs a migration in steps"
	);
	Ok(())
}

/// All that must hold does: what is held from each account is what its records say, among the rest.
#[cfg(any(feature = "try-runtime", test))]
pub(crate) fn after<T: Config>() -> Result<(), &'static str> {
	ensure!(
		frame::deps::frame_support::traits::StorageVersion::get::<Pallet<T>>() == 4,
		"the storage is not at version 4"
	);
	Pallet::<T>::do_try_state()
}
