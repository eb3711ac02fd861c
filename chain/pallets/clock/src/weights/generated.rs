//! Measured by chain/weights.sh; do not edit.
//!
//! sources: 79bbb63e6135fbbf8f4b22d3de316eb2420d29e52e4cc4efc91c6441da55928b
//! machine: 2 cores, 24 GiB

//!
//! CPU: `AMD EPYC`. Date: 2026-11-30. frame-omni-bencher with frame-benchmarking-cli 0.28.0, steps: 20, repeat:
//! 10, compiled executor (Compiled), worst case map size: 1000000.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(missing_docs, unused_parens)]

use core::marker::PhantomData;
use frame::deps::frame_support::{traits::Get, weights::Weight};

/// What was measured, a function for each benchmark of `pallet_clock`.
pub struct Generated<T>(PhantomData<T>);

impl<T: frame::deps::frame_system::Config> Generated<T> {
	/// Storage: `ParachainSystem::ValidationData` (r:1 w:0)
	/// Proof: `ParachainSystem::ValidationData` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Clock::LastReading` (r:1 w:1)
	/// Proof: `Clock::LastReading` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	pub fn tick() -> Weight {
		// Proof size in bytes:
		//  Measured:  `66`
		//  Estimated: `1551`
		// Minimum execution time: 6_049_000 picoseconds.
		Weight::from_parts(7_841_000, 1551)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
}
