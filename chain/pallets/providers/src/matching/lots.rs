//! Drawing lots.

use codec::Encode;
use core::marker::PhantomData;
use frame::{deps::frame_support::traits::Randomness, prelude::*};

/// Lots from the hash of the parent block: everybody's to compute, and nobody's secret.
///
/// It spreads awards among providers, and no more. Whoever makes a block knows the outcome of each draw in it, and may leave a
/// transaction out, or put others before it, until a draw pleases; and whoever sends one may make it depend on the outcome, by a
/// batch that fails on another. What must not be steered needs another source, given to the pallet as its `Randomness`.
pub struct ParentHash<T>(PhantomData<T>);

impl<T: frame_system::Config> Randomness<H256, BlockNumberFor<T>> for ParentHash<T> {
	fn random(subject: &[u8]) -> (H256, BlockNumberFor<T>) {
		let parent = frame_system::Pallet::<T>::parent_hash();
		// Known to everybody from the block before on.
		let known_since = frame_system::Pallet::<T>::block_number().saturating_sub(One::one());
		(H256((parent, subject).using_encoded(blake2_256)), known_since)
	}
}
