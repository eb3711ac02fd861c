//! Weights. **Hand-written upper bounds**, not benchmarks, as in pallet Providers: accesses counted and rounded up. A call that names a
//! subscription may have to serve what time has done first, which includes an award, so nearly every bound does. Benchmarks replace
//! them in a later step.

use core::marker::PhantomData;
use frame::prelude::*;
use pallet_providers::weights::{bound, WeightInfo as _};

pub trait WeightInfo {
	fn subscribe() -> Weight;
	fn declare_deployed() -> Weight;
	fn report() -> Weight;
	fn reject() -> Weight;
	fn update() -> Weight;
	fn top_up() -> Weight;
	fn withdraw() -> Weight;
	fn cancel() -> Weight;
	fn resign() -> Weight;
	fn claim() -> Weight;
	fn claim_owed() -> Weight;
	fn poke() -> Weight;
	fn confirm_teardown() -> Weight;
	fn place() -> Weight;
	fn propose_price() -> Weight;
	fn accept_price() -> Weight;
	fn reprice() -> Weight;
	/// The hook, before it looks at a block.
	fn drain_base() -> Weight;
	/// The hook, looking at a block without entries.
	fn drain_block() -> Weight;
	/// The hook, serving an entry of a running deployment.
	fn serve_end() -> Weight;
	/// The hook, serving an entry of an award, which may mean the next award.
	fn serve_deadline() -> Weight;
}

/// Upper bounds by hand.
pub struct HandWritten<T>(PhantomData<T>);

impl<T: crate::Config + pallet_providers::Config> HandWritten<T> {
	fn award() -> Weight {
		<T as pallet_providers::Config>::WeightInfo::award().saturating_add(bound::<T>(4, 6))
	}

	/// Paying, giving back, closing.
	fn ending() -> Weight {
		bound::<T>(14, 16)
	}

	/// Applying time at its worst: an end with payment and refund, or a revocation with an award.
	fn catching_up() -> Weight {
		Self::award().saturating_add(Self::ending()).saturating_add(Self::missed())
	}

	/// A missed deadline that closes the offer and burns bond.
	fn missed() -> Weight {
		bound::<T>(6, 8)
	}
}

impl<T: crate::Config + pallet_providers::Config> WeightInfo for HandWritten<T> {
	fn subscribe() -> Weight {
		Self::award().saturating_add(bound::<T>(6, 6))
	}

	fn declare_deployed() -> Weight {
		Self::catching_up().saturating_add(bound::<T>(9, 9))
	}

	fn report() -> Weight {
		Self::catching_up().saturating_add(bound::<T>(6, 4))
	}

	fn reject() -> Weight {
		Self::catching_up().saturating_add(Self::catching_up())
	}

	fn update() -> Weight {
		Self::catching_up().saturating_add(bound::<T>(5, 4))
	}

	fn top_up() -> Weight {
		Self::catching_up().saturating_add(bound::<T>(12, 12))
	}

	fn withdraw() -> Weight {
		Self::catching_up().saturating_add(bound::<T>(14, 14))
	}

	fn cancel() -> Weight {
		Self::catching_up().saturating_add(bound::<T>(14, 16))
	}

	fn resign() -> Weight {
		Self::catching_up().saturating_add(bound::<T>(14, 16))
	}

	fn claim() -> Weight {
		Self::catching_up().saturating_add(bound::<T>(8, 8))
	}

	fn claim_owed() -> Weight {
		bound::<T>(5, 5)
	}

	fn poke() -> Weight {
		Self::catching_up()
	}

	fn confirm_teardown() -> Weight {
		Self::catching_up()
			.saturating_add(<T as pallet_providers::Config>::WeightInfo::release())
			.saturating_add(bound::<T>(8, 8))
	}

	fn place() -> Weight {
		Self::award().saturating_add(bound::<T>(1, 1))
	}

	fn propose_price() -> Weight {
		Self::catching_up().saturating_add(bound::<T>(6, 4))
	}

	fn accept_price() -> Weight {
		Self::catching_up().saturating_add(bound::<T>(14, 16))
	}

	fn reprice() -> Weight {
		Self::catching_up().saturating_add(bound::<T>(14, 16))
	}

	fn drain_base() -> Weight {
		// The cursor, and the entry that is looked at and no longer fits.
		bound::<T>(4, 1)
	}

	fn drain_block() -> Weight {
		// One look for a key; no work worth a millisecond.
		T::DbWeight::get().reads(1).saturating_add(Weight::from_parts(1_000_000, 1_000))
	}

	fn serve_end() -> Weight {
		Self::ending().saturating_add(bound::<T>(4, 4))
	}

	fn serve_deadline() -> Weight {
		Self::catching_up().saturating_add(bound::<T>(4, 4))
	}
}
