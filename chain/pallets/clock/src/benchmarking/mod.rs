//! What a reading costs. A folder of its own, like the tests, so that a new benchmark needs no new blob.

use crate::*;
use frame::benchmarking::prelude::*;

#[benchmarks]
mod benches {
	use super::*;

	/// Any but the first.
	#[benchmark]
	fn tick() {
		Pallet::<T>::tick();
		let first = LastReading::<T>::get().expect("it was read");
		T::Provider::set_block_number(first.provider + 1u32.into());
		#[block]
		{
			Pallet::<T>::tick();
		}
		assert_eq!(LastReading::<T>::get().map(|reading| reading.now), Some(first.now + 1u32.into()));
	}

	impl_benchmark_test_suite!(Pallet, crate::tests::genesis(), crate::tests::Test);
}
