//! Weights. **Hand-written upper bounds**, not benchmarks, as in pallet Providers: accesses counted and rounded up. A call that names a
//! subscription may have to serve what time has done first, which includes an award, so nearly every bound does. Benchmarks replace
//! them in a later step.

use crate::waiting::STEPS;
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
	/// With so many assignments.
	fn force_retire(n: u32) -> Weight;
	fn propose_price() -> Weight;
	fn accept_price() -> Weight;
	fn reprice() -> Weight;
	fn subscribe_with() -> Weight;
	fn subscribe_many(n: u32) -> Weight;
	fn migrate() -> Weight;
	/// What a wish adds when a subscription leaves a provider: those of its group that wait are asked again.
	fn regroup() -> Weight;
	/// The hook, before it looks for a type with a pass.
	fn waiting_base() -> Weight;
	/// One step of a pass, by the hook or by a call.
	fn waiting_step() -> Weight;
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

	/// Applying time at its worst: another price, an end with payment, and a revocation with an award or a refund.
	fn catching_up() -> Weight {
		Self::serving().saturating_add(Self::grouping())
	}

	/// As [`Self::catching_up`], without a wish.
	fn serving() -> Weight {
		Self::award()
			.saturating_add(Self::ending())
			.saturating_add(Self::ending())
			.saturating_add(Self::queueing())
			.saturating_add(Self::missed())
	}

	/// Joining or leaving a line: the deposit, the place and its neighbours, the line, the numbers, the types with a pass.
	fn queueing() -> Weight {
		bound::<T>(8, 9)
	}

	/// Whom the others of a group are with, and telling those that wait: for each its record, its assignment, its provider; its line
	/// and the types with a pass.
	fn grouping() -> Weight {
		let group = u64::from(crate::groups::GROUP);
		bound::<T>(3 + 5 * group, 3 + 2 * group)
	}

	/// A missed deadline that closes the offer and burns bond.
	fn missed() -> Weight {
		bound::<T>(6, 8)
	}
}

impl<T: crate::Config + pallet_providers::Config> WeightInfo for HandWritten<T> {
	fn subscribe() -> Weight {
		Self::award().saturating_add(Self::queueing()).saturating_add(bound::<T>(6, 6))
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
		// And the search for who takes over.
		Self::migrate().saturating_add(bound::<T>(14, 16))
	}

	fn claim() -> Weight {
		Self::catching_up().saturating_add(bound::<T>(8, 8))
	}

	fn claim_owed() -> Weight {
		bound::<T>(6, 5)
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
		Self::waiting_step().saturating_mul(STEPS.into()).saturating_add(bound::<T>(2, 0))
	}

	fn subscribe_with() -> Weight {
		Self::subscribe().saturating_add(Self::grouping())
	}

	fn subscribe_many(n: u32) -> Weight {
		// Steps for others, and windows beyond the first of each request, together.
		let steps = Self::waiting_step().saturating_mul(STEPS.into());
		Self::subscribe_with().saturating_mul(n.into()).saturating_add(steps)
	}

	fn regroup() -> Weight {
		Self::grouping()
	}

	fn waiting_base() -> Weight {
		bound::<T>(2, 1)
	}

	fn waiting_step() -> Weight {
		Self::serving().saturating_add(Self::grouping()).saturating_add(bound::<T>(4, 2))
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

	fn force_retire(n: u32) -> Weight {
		// What time has done first, then what is left of it, then its tombstone.
		let each = Self::catching_up()
			.saturating_add(Self::catching_up())
			.saturating_add(<T as pallet_providers::Config>::WeightInfo::release())
			.saturating_add(bound::<T>(8, 8));
		let offers = u64::from(<T as pallet_providers::Config>::MaxOffers::get());
		<T as pallet_providers::Config>::WeightInfo::leave()
			.saturating_add(<T as pallet_providers::Config>::WeightInfo::close_offer().saturating_mul(offers))
			.saturating_add(each.saturating_mul(n.into()))
	}

	/// Steps for those who wait, or searches, and the one that is always made.
	fn migrate() -> Weight {
		let search = <T as pallet_providers::Config>::WeightInfo::award();
		Self::catching_up()
			.saturating_add(Self::waiting_step().saturating_mul(STEPS.into()))
			.saturating_add(search)
			.saturating_add(bound::<T>(12, 12))
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
		Self::serving().saturating_add(bound::<T>(4, 4))
	}
}
