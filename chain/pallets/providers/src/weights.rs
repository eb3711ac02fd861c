//! Weights. **Hand-written upper bounds**, not benchmarks: storage accesses are counted (and rounded up), each with 2 kB of
//! proof (the nodes of a path that was not read before, in a state of about a million entries), and a millisecond is added for the work
//! between them. Benchmarks replace them in a later step.

use core::marker::PhantomData;
use frame::prelude::*;

/// The bytes of proof that one access is reckoned with.
const PROOF: u64 = 2_000;
const WORK: u64 = 1_000_000_000;
/// The most that a consumer may prefer, or name as candidates.
const LISTED: u64 = 8;

/// An upper bound for a call with so many reads and writes.
pub fn bound<T: frame_system::Config>(reads: u64, writes: u64) -> Weight {
	Weight::from_parts(WORK, PROOF.saturating_mul(reads.saturating_add(writes)))
		.saturating_add(T::DbWeight::get().reads_writes(reads, writes))
}

pub trait WeightInfo {
	fn register() -> Weight;
	fn set_units() -> Weight;
	fn add_operator() -> Weight;
	fn accept_operator() -> Weight;
	fn remove_operator() -> Weight;
	fn register_type() -> Weight;
	fn unregister_type() -> Weight;
	fn offer() -> Weight;
	fn close_offer() -> Weight;
	fn heartbeat() -> Weight;
	/// A heartbeat that ends a dark period, and stirs every type that the provider offers.
	fn heartbeat_after_dark() -> Weight;
	fn drain() -> Weight;
	fn undrain() -> Weight;
	fn leave() -> Weight;
	fn set_beneficiary() -> Weight;
	fn set_login_key() -> Weight;
	fn rotate_sealing_key() -> Weight;
	fn drop_previous_sealing_key() -> Weight;
	fn set_profile() -> Weight;
	fn offer_with() -> Weight;
	fn set_allowed() -> Weight;
	/// One award: the whole bounded scan.
	fn award() -> Weight;
	/// Giving back a unit.
	fn release() -> Weight;
}

/// Upper bounds by hand. An access to a held balance is two: the holds and the account.
pub struct HandWritten<T>(PhantomData<T>);

impl<T: crate::Config> HandWritten<T> {
	/// Telling the waiting requests of every type that a provider is there (again): the offer, the line, the types with a pass.
	fn stirring() -> Weight {
		let offers = u64::from(T::MaxOffers::get());
		bound::<T>(1 + 3 * offers, 1 + 3 * offers)
	}
}

impl<T: crate::Config> WeightInfo for HandWritten<T> {
	fn register() -> Weight {
		bound::<T>(5, 4)
	}

	fn set_units() -> Weight {
		bound::<T>(4, 4)
	}

	fn add_operator() -> Weight {
		bound::<T>(2, 2)
	}

	fn accept_operator() -> Weight {
		bound::<T>(5, 4)
	}

	fn remove_operator() -> Weight {
		bound::<T>(4, 4)
	}

	fn register_type() -> Weight {
		bound::<T>(5, 5)
	}

	fn unregister_type() -> Weight {
		bound::<T>(4, 7)
	}

	fn offer() -> Weight {
		bound::<T>(13, 14)
	}

	fn close_offer() -> Weight {
		bound::<T>(14, 15)
	}

	fn heartbeat() -> Weight {
		bound::<T>(5, 3)
	}

	fn heartbeat_after_dark() -> Weight {
		Self::heartbeat().saturating_add(Self::stirring())
	}

	fn drain() -> Weight {
		bound::<T>(1, 1)
	}

	fn undrain() -> Weight {
		bound::<T>(1, 1).saturating_add(Self::stirring())
	}

	fn leave() -> Weight {
		let (operators, changes) = (u64::from(T::MaxOperators::get()), u64::from(T::ChangesKept::get()));
		bound::<T>(4, 7 + operators + changes)
	}

	fn set_beneficiary() -> Weight {
		bound::<T>(1, 1)
	}

	fn set_login_key() -> Weight {
		bound::<T>(2, 1)
	}

	fn rotate_sealing_key() -> Weight {
		bound::<T>(2, 1)
	}

	fn drop_previous_sealing_key() -> Weight {
		bound::<T>(2, 1)
	}

	fn set_profile() -> Weight {
		bound::<T>(2, 1).saturating_add(Self::stirring())
	}

	fn offer_with() -> Weight {
		Self::offer()
	}

	fn set_allowed() -> Weight {
		bound::<T>(5, 5)
	}

	fn award() -> Weight {
		// A preferred provider costs its offer, record, profile and list; one in the ring its place too.
		bound::<T>(8 + 4 * LISTED + 5 * u64::from(T::MaxScan::get()), 6)
	}

	fn release() -> Weight {
		bound::<T>(11, 12)
	}
}
