//! Weights: what [`generated`] measured. Written again by `chain/weights.sh`.

mod generated;

use self::generated::Generated;
use core::marker::PhantomData;
use frame::prelude::*;

pub trait WeightInfo {
	/// A reading of the clock.
	fn tick() -> Weight;
}

/// By benchmarks in a compiled executor.
pub struct Measured<T>(PhantomData<T>);

impl<T: crate::Config> WeightInfo for Measured<T> {
	fn tick() -> Weight {
		Generated::<T>::tick()
	}
}
