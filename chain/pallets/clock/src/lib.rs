//! The blocks that the marketplace counts.
//!
//! A parachain's own height is no clock. How long a block takes follows the number of cores that the chain has: six seconds, two, or
//! less, and nothing at all is made while it has none. So prices, notice, deadlines and heartbeats count the blocks of a *provider*
//! that keeps its pace whatever happens here, the relay chain:
//!
//! ```text
//! now = provider - offset
//! ```
//!
//! The offset was fixed in the first block that had this clock, so that `now` went on from the height; nothing that was stored before
//! was rewritten. In one block `now` advances by [`Config::MaxAdvance`] at most, and what is beyond that goes into the offset for
//! good. So a chain that stood still for an hour comes back a few blocks later, not 600 blocks later: nobody could have sent a
//! heartbeat or declared a deployment meanwhile, so nobody is dark, misses a deadline or loses bond for it, and nothing is paid for
//! that hour.
//!
//! `now` never goes back. It stands still in a block that names the same block of the provider as the one before, and in a block
//! whose provider went back: the clock goes on from there.
//!
//! The provider's number comes with an inherent, so the clock moves in `on_poll`, which runs after the inherents. Its pallet comes
//! before those that read it there.

#![cfg_attr(not(feature = "std"), no_std)]

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod reading;
#[cfg(test)]
mod tests;
pub mod weights;

pub use pallet::*;
pub use reading::Reading;
pub use weights::WeightInfo;

#[frame::pallet]
pub mod pallet {
	use super::*;
	use frame::{deps::frame_support::weights::WeightMeter, prelude::*};

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Whose blocks are counted.
		type Provider: BlockNumberProvider<BlockNumber = BlockNumberFor<Self>>;

		/// Blocks by which the clock advances in one block at most.
		#[pallet::constant]
		type MaxAdvance: Get<BlockNumberFor<Self>>;

		type WeightInfo: WeightInfo;
	}

	/// What the clock said when it was read last, once a block. None before the first block that has this clock is under way: until then
	/// the height counts.
	#[pallet::storage]
	pub type LastReading<T: Config> = StorageValue<_, Reading<BlockNumberFor<T>>>;

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// For what `on_poll` does, which a full block would leave no weight for.
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			T::WeightInfo::tick()
		}

		fn on_poll(_: BlockNumberFor<T>, _: &mut WeightMeter) {
			Self::tick()
		}

		fn integrity_test() {
			assert!(!T::MaxAdvance::get().is_zero(), "the clock must be able to advance");
		}
	}

	impl<T: Config> Pallet<T> {
		pub(crate) fn tick() {
			let provider = T::Provider::current_block_number();
			let reading = LastReading::<T>::get().map_or_else(
				|| Reading { now: frame_system::Pallet::<T>::block_number(), provider },
				|last| last.next(provider, T::MaxAdvance::get()),
			);
			LastReading::<T>::put(reading);
		}
	}

	impl<T: Config> BlockNumberProvider for Pallet<T> {
		type BlockNumber = BlockNumberFor<T>;

		fn current_block_number() -> BlockNumberFor<T> {
			LastReading::<T>::get().map_or_else(frame_system::Pallet::<T>::block_number, |reading| reading.now)
		}

		#[cfg(any(feature = "std", feature = "runtime-benchmarks"))]
		fn set_block_number(now: BlockNumberFor<T>) {
			let provider = LastReading::<T>::get().map_or_else(T::Provider::current_block_number, |last| last.provider);
			LastReading::<T>::put(Reading { now, provider });
		}
	}
}
