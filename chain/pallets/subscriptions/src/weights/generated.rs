//! Measured by chain/weights.sh; do not edit.
//!
//! sources: a708ae0c2e152b0d6d2ae7bfe5a9ba113c663df8712a8c20af371e8ef7144067
//! machine: 2 cores, 24 GiB

//!
//! CPU: `AMD EPYC`. Date: 2026-11-21. frame-omni-bencher with frame-benchmarking-cli 64.0.0, steps: 20, repeat:
//! 10, compiled executor (Compiled), worst case map size: 1000000.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(missing_docs, unused_parens)]

use core::marker::PhantomData;
use frame::deps::frame_support::{traits::Get, weights::Weight};

/// What was measured, a function for each benchmark of `pallet_subscriptions`.
pub struct Generated<T>(PhantomData<T>);

impl<T: frame::deps::frame_system::Config> Generated<T> {
	/// Storage: `Providers::DescriptorTypes` (r:1 w:0)
	/// Proof: `Providers::DescriptorTypes` (`max_values`: None, `max_size`: Some(166), added: 2641, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::NextId` (r:1 w:1)
	/// Proof: `Subscriptions::NextId` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:1 w:0)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Wishes` (r:1 w:0)
	/// Proof: `Subscriptions::Wishes` (`max_values`: None, `max_size`: Some(2384), added: 4859, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferCount` (r:1 w:0)
	/// Proof: `Providers::OfferCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Cursor` (r:1 w:1)
	/// Proof: `Providers::Cursor` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferRing` (r:16 w:0)
	/// Proof: `Providers::OfferRing` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:16 w:1)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Providers` (r:16 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Profiles` (r:16 w:0)
	/// Proof: `Providers::Profiles` (`max_values`: None, `max_size`: Some(1148), added: 3623, mode: `MaxEncodedLen`)
	/// Storage: `Providers::AllowedConsumers` (r:15 w:0)
	/// Proof: `Providers::AllowedConsumers` (`max_values`: None, `max_size`: Some(1121), added: 3596, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:1)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:0 w:1)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:0 w:1)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Subscriptions` (r:0 w:1)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// The range of component `s` is `[0, 15]`.
	pub fn subscribe(s: u32, ) -> Weight {
		// Proof size in bytes:
		//  Measured:  `2105 + s * (418 ±0)`
		//  Estimated: `5849 + s * (3623 ±0)`
		// Minimum execution time: 133_299_000 picoseconds.
		Weight::from_parts(155_836_853, 5849)
			// Standard Error: 403_942
			.saturating_add(Weight::from_parts(27_136_298, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().reads((5_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes(10_u64))
			.saturating_add(Weight::from_parts(0, 3623).saturating_mul(s.into()))
	}
	/// Storage: `Providers::Providers` (r:2 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OperatorOf` (r:1 w:0)
	/// Proof: `Providers::OperatorOf` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:1 w:1)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Subscriptions` (r:1 w:1)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:1 w:1)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:1)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:0 w:2)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	pub fn declare_deployed() -> Weight {
		// Proof size in bytes:
		//  Measured:  `1696`
		//  Estimated: `6724`
		// Minimum execution time: 55_723_000 picoseconds.
		Weight::from_parts(60_981_000, 6724)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	/// Storage: `Providers::Providers` (r:2 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OperatorOf` (r:1 w:0)
	/// Proof: `Providers::OperatorOf` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:1 w:1)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Subscriptions` (r:1 w:0)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:1)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// The range of component `r` is `[0, 128]`.
	pub fn report(r: u32, ) -> Weight {
		// Proof size in bytes:
		//  Measured:  `1520`
		//  Estimated: `6724`
		// Minimum execution time: 36_214_000 picoseconds.
		Weight::from_parts(43_187_616, 6724)
			// Standard Error: 5_545
			.saturating_add(Weight::from_parts(2_973, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `Providers::Providers` (r:26 w:2)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OperatorOf` (r:1 w:0)
	/// Proof: `Providers::OperatorOf` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:1 w:2)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Subscriptions` (r:8 w:1)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Wishes` (r:1 w:0)
	/// Proof: `Subscriptions::Wishes` (`max_values`: None, `max_size`: Some(2384), added: 4859, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Groups` (r:1 w:0)
	/// Proof: `Subscriptions::Groups` (`max_values`: None, `max_size`: Some(125), added: 2600, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:8 w:7)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::LastPass` (r:1 w:1)
	/// Proof: `Subscriptions::LastPass` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:24 w:1)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Profiles` (r:24 w:0)
	/// Proof: `Providers::Profiles` (`max_values`: None, `max_size`: Some(1148), added: 3623, mode: `MaxEncodedLen`)
	/// Storage: `Providers::AllowedConsumers` (r:23 w:0)
	/// Proof: `Providers::AllowedConsumers` (`max_values`: None, `max_size`: Some(1121), added: 3596, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferCount` (r:1 w:0)
	/// Proof: `Providers::OfferCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Cursor` (r:1 w:0)
	/// Proof: `Providers::Cursor` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	/// Storage: `Providers::NextWindow` (r:1 w:1)
	/// Proof: `Providers::NextWindow` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferRing` (r:16 w:0)
	/// Proof: `Providers::OfferRing` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Draws` (r:1 w:1)
	/// Proof: `Providers::Draws` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `System::ParentHash` (r:1 w:0)
	/// Proof: `System::ParentHash` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:2)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:0 w:2)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::PendingTypes` (r:0 w:7)
	/// Proof: `Subscriptions::PendingTypes` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	/// The range of component `s` is `[0, 15]`.
	pub fn reject(s: u32, ) -> Weight {
		// Proof size in bytes:
		//  Measured:  `11394 + s * (379 ±0)`
		//  Estimated: `33597 + s * (3623 ±146)`
		// Minimum execution time: 610_341_000 picoseconds.
		Weight::from_parts(741_350_149, 33597)
			// Standard Error: 1_388_755
			.saturating_add(Weight::from_parts(17_180_856, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(75_u64))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes(27_u64))
			.saturating_add(Weight::from_parts(0, 3623).saturating_mul(s.into()))
	}
	/// Storage: `Subscriptions::Subscriptions` (r:1 w:1)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:1 w:0)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:1)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	pub fn update() -> Weight {
		// Proof size in bytes:
		//  Measured:  `1209`
		//  Estimated: `4015`
		// Minimum execution time: 27_100_000 picoseconds.
		Weight::from_parts(29_104_000, 4015)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `Subscriptions::Subscriptions` (r:1 w:1)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:1 w:1)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:2 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:1)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:0 w:2)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	pub fn top_up() -> Weight {
		// Proof size in bytes:
		//  Measured:  `1632`
		//  Estimated: `6196`
		// Minimum execution time: 121_671_000 picoseconds.
		Weight::from_parts(133_119_000, 6196)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	/// Storage: `Subscriptions::Subscriptions` (r:1 w:1)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:1 w:1)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:2 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:1)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:0 w:2)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	pub fn withdraw() -> Weight {
		// Proof size in bytes:
		//  Measured:  `1632`
		//  Estimated: `6196`
		// Minimum execution time: 114_821_000 picoseconds.
		Weight::from_parts(122_613_000, 6196)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	/// Storage: `Subscriptions::Subscriptions` (r:1 w:1)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:1 w:1)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Wishes` (r:1 w:1)
	/// Proof: `Subscriptions::Wishes` (`max_values`: None, `max_size`: Some(2384), added: 4859, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:1)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:0 w:2)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	pub fn cancel() -> Weight {
		// Proof size in bytes:
		//  Measured:  `1209`
		//  Estimated: `5849`
		// Minimum execution time: 39_539_000 picoseconds.
		Weight::from_parts(44_196_000, 5849)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	/// Storage: `Subscriptions::Subscriptions` (r:8 w:1)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:1 w:1)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:2 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Wishes` (r:1 w:1)
	/// Proof: `Subscriptions::Wishes` (`max_values`: None, `max_size`: Some(2384), added: 4859, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Groups` (r:1 w:1)
	/// Proof: `Subscriptions::Groups` (`max_values`: None, `max_size`: Some(125), added: 2600, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:7 w:7)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::LastPass` (r:1 w:1)
	/// Proof: `Subscriptions::LastPass` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::NextTicket` (r:1 w:0)
	/// Proof: `Subscriptions::NextTicket` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:1)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:0 w:1)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::PendingTypes` (r:0 w:7)
	/// Proof: `Subscriptions::PendingTypes` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	pub fn cancel_award() -> Weight {
		// Proof size in bytes:
		//  Measured:  `6942`
		//  Estimated: `25190`
		// Minimum execution time: 292_246_000 picoseconds.
		Weight::from_parts(317_303_000, 25190)
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().writes(25_u64))
	}
	/// Storage: `Subscriptions::Subscriptions` (r:8 w:2)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingQueue` (r:3 w:3)
	/// Proof: `Subscriptions::WaitingQueue` (`max_values`: None, `max_size`: Some(90), added: 2565, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:1 w:1)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Wishes` (r:1 w:1)
	/// Proof: `Subscriptions::Wishes` (`max_values`: None, `max_size`: Some(2384), added: 4859, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Groups` (r:1 w:1)
	/// Proof: `Subscriptions::Groups` (`max_values`: None, `max_size`: Some(125), added: 2600, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::ClosedCount` (r:1 w:1)
	/// Proof: `Subscriptions::ClosedCount` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::ClosedRing` (r:1 w:1)
	/// Proof: `Subscriptions::ClosedRing` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	pub fn cancel_waiting() -> Weight {
		// Proof size in bytes:
		//  Measured:  `6036`
		//  Estimated: `25190`
		// Minimum execution time: 184_285_000 picoseconds.
		Weight::from_parts(203_944_000, 25190)
			.saturating_add(T::DbWeight::get().reads(18_u64))
			.saturating_add(T::DbWeight::get().writes(12_u64))
	}
	/// Storage: `Providers::Providers` (r:26 w:2)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OperatorOf` (r:1 w:0)
	/// Proof: `Providers::OperatorOf` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:1 w:2)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Subscriptions` (r:8 w:1)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Wishes` (r:1 w:0)
	/// Proof: `Subscriptions::Wishes` (`max_values`: None, `max_size`: Some(2384), added: 4859, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:1 w:0)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Groups` (r:1 w:0)
	/// Proof: `Subscriptions::Groups` (`max_values`: None, `max_size`: Some(125), added: 2600, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:24 w:1)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Profiles` (r:24 w:0)
	/// Proof: `Providers::Profiles` (`max_values`: None, `max_size`: Some(1148), added: 3623, mode: `MaxEncodedLen`)
	/// Storage: `Providers::AllowedConsumers` (r:23 w:0)
	/// Proof: `Providers::AllowedConsumers` (`max_values`: None, `max_size`: Some(1121), added: 3596, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferCount` (r:1 w:0)
	/// Proof: `Providers::OfferCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Cursor` (r:1 w:0)
	/// Proof: `Providers::Cursor` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	/// Storage: `Providers::NextWindow` (r:1 w:1)
	/// Proof: `Providers::NextWindow` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferRing` (r:16 w:0)
	/// Proof: `Providers::OfferRing` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Draws` (r:1 w:1)
	/// Proof: `Providers::Draws` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `System::ParentHash` (r:1 w:0)
	/// Proof: `System::ParentHash` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:2)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:0 w:3)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	/// The range of component `s` is `[0, 15]`.
	pub fn resign(s: u32, ) -> Weight {
		// Proof size in bytes:
		//  Measured:  `11122 + s * (379 ±0)`
		//  Estimated: `33597 + s * (3623 ±0)`
		// Minimum execution time: 540_376_000 picoseconds.
		Weight::from_parts(617_944_823, 33597)
			// Standard Error: 1_950_553
			.saturating_add(Weight::from_parts(24_031_432, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(67_u64))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes(13_u64))
			.saturating_add(Weight::from_parts(0, 3623).saturating_mul(s.into()))
	}
	/// Storage: `Subscriptions::Subscriptions` (r:8 w:1)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:1 w:1)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Providers` (r:25 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:1 w:0)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Wishes` (r:1 w:0)
	/// Proof: `Subscriptions::Wishes` (`max_values`: None, `max_size`: Some(2384), added: 4859, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Groups` (r:1 w:0)
	/// Proof: `Subscriptions::Groups` (`max_values`: None, `max_size`: Some(125), added: 2600, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:24 w:1)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Profiles` (r:24 w:0)
	/// Proof: `Providers::Profiles` (`max_values`: None, `max_size`: Some(1148), added: 3623, mode: `MaxEncodedLen`)
	/// Storage: `Providers::AllowedConsumers` (r:23 w:0)
	/// Proof: `Providers::AllowedConsumers` (`max_values`: None, `max_size`: Some(1121), added: 3596, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferCount` (r:1 w:0)
	/// Proof: `Providers::OfferCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Cursor` (r:1 w:0)
	/// Proof: `Providers::Cursor` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	/// Storage: `Providers::NextWindow` (r:1 w:1)
	/// Proof: `Providers::NextWindow` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferRing` (r:16 w:0)
	/// Proof: `Providers::OfferRing` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Draws` (r:1 w:1)
	/// Proof: `Providers::Draws` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `System::ParentHash` (r:1 w:0)
	/// Proof: `System::ParentHash` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:1)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:0 w:1)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	/// The range of component `s` is `[0, 15]`.
	pub fn migrate(s: u32, ) -> Weight {
		// Proof size in bytes:
		//  Measured:  `10811 + s * (379 ±0)`
		//  Estimated: `33597 + s * (3623 ±0)`
		// Minimum execution time: 512_595_000 picoseconds.
		Weight::from_parts(632_615_809, 33597)
			// Standard Error: 2_631_338
			.saturating_add(Weight::from_parts(21_086_714, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(65_u64))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes(8_u64))
			.saturating_add(Weight::from_parts(0, 3623).saturating_mul(s.into()))
	}
	/// Storage: `Providers::Providers` (r:2 w:2)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:2 w:2)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Subscriptions` (r:8 w:1)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:1 w:1)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:2 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Wishes` (r:1 w:0)
	/// Proof: `Subscriptions::Wishes` (`max_values`: None, `max_size`: Some(2384), added: 4859, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Groups` (r:1 w:0)
	/// Proof: `Subscriptions::Groups` (`max_values`: None, `max_size`: Some(125), added: 2600, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:7 w:7)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::LastPass` (r:1 w:1)
	/// Proof: `Subscriptions::LastPass` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:2)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:0 w:3)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::PendingTypes` (r:0 w:7)
	/// Proof: `Subscriptions::PendingTypes` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	pub fn declare_taken_over() -> Weight {
		// Proof size in bytes:
		//  Measured:  `7770`
		//  Estimated: `25190`
		// Minimum execution time: 242_422_000 picoseconds.
		Weight::from_parts(292_667_000, 25190)
			.saturating_add(T::DbWeight::get().reads(26_u64))
			.saturating_add(T::DbWeight::get().writes(29_u64))
	}
	/// Storage: `Subscriptions::Subscriptions` (r:8 w:1)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:2 w:2)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Providers` (r:2 w:2)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:3 w:3)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Wishes` (r:1 w:1)
	/// Proof: `Subscriptions::Wishes` (`max_values`: None, `max_size`: Some(2384), added: 4859, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Groups` (r:1 w:0)
	/// Proof: `Subscriptions::Groups` (`max_values`: None, `max_size`: Some(125), added: 2600, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:7 w:7)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::LastPass` (r:1 w:1)
	/// Proof: `Subscriptions::LastPass` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:2)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:0 w:3)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::PendingTypes` (r:0 w:7)
	/// Proof: `Subscriptions::PendingTypes` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	pub fn cancel_migrating() -> Weight {
		// Proof size in bytes:
		//  Measured:  `7456`
		//  Estimated: `25190`
		// Minimum execution time: 272_447_000 picoseconds.
		Weight::from_parts(298_075_000, 25190)
			.saturating_add(T::DbWeight::get().reads(26_u64))
			.saturating_add(T::DbWeight::get().writes(30_u64))
	}
	/// Storage: `Subscriptions::Subscriptions` (r:1 w:1)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:1 w:1)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Providers` (r:1 w:0)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:2 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	pub fn claim() -> Weight {
		// Proof size in bytes:
		//  Measured:  `1632`
		//  Estimated: `6196`
		// Minimum execution time: 69_724_000 picoseconds.
		Weight::from_parts(74_121_000, 6196)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	/// Storage: `Subscriptions::Debts` (r:1 w:1)
	/// Proof: `Subscriptions::Debts` (`max_values`: None, `max_size`: Some(112), added: 2587, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Providers` (r:1 w:0)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:2 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	pub fn claim_owed() -> Weight {
		// Proof size in bytes:
		//  Measured:  `1335`
		//  Estimated: `6196`
		// Minimum execution time: 56_515_000 picoseconds.
		Weight::from_parts(62_554_000, 6196)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	/// Storage: `Subscriptions::Subscriptions` (r:8 w:1)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:1 w:2)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Providers` (r:25 w:2)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:25 w:2)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferCount` (r:1 w:1)
	/// Proof: `Providers::OfferCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferRing` (r:16 w:2)
	/// Proof: `Providers::OfferRing` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:8 w:7)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Wishes` (r:1 w:0)
	/// Proof: `Subscriptions::Wishes` (`max_values`: None, `max_size`: Some(2384), added: 4859, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Groups` (r:1 w:0)
	/// Proof: `Subscriptions::Groups` (`max_values`: None, `max_size`: Some(125), added: 2600, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::LastPass` (r:1 w:1)
	/// Proof: `Subscriptions::LastPass` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Cursor` (r:1 w:0)
	/// Proof: `Providers::Cursor` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	/// Storage: `Providers::NextWindow` (r:1 w:1)
	/// Proof: `Providers::NextWindow` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Profiles` (r:16 w:0)
	/// Proof: `Providers::Profiles` (`max_values`: None, `max_size`: Some(1148), added: 3623, mode: `MaxEncodedLen`)
	/// Storage: `Providers::AllowedConsumers` (r:15 w:0)
	/// Proof: `Providers::AllowedConsumers` (`max_values`: None, `max_size`: Some(1121), added: 3596, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Draws` (r:1 w:1)
	/// Proof: `Providers::Draws` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `System::ParentHash` (r:1 w:0)
	/// Proof: `System::ParentHash` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:2)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:0 w:2)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::PendingTypes` (r:0 w:7)
	/// Proof: `Subscriptions::PendingTypes` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	/// The range of component `s` is `[0, 15]`.
	pub fn poke(s: u32, ) -> Weight {
		// Proof size in bytes:
		//  Measured:  `11044 + s * (405 ±0)`
		//  Estimated: `29660 + s * (3623 ±0)`
		// Minimum execution time: 403_823_000 picoseconds.
		Weight::from_parts(442_519_401, 29660)
			// Standard Error: 742_282
			.saturating_add(Weight::from_parts(32_114_472, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(59_u64))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes(33_u64))
			.saturating_add(Weight::from_parts(0, 3623).saturating_mul(s.into()))
	}
	/// Storage: `Subscriptions::Subscriptions` (r:8 w:1)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:2 w:3)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Providers` (r:26 w:3)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:2 w:2)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:3 w:3)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Wishes` (r:1 w:0)
	/// Proof: `Subscriptions::Wishes` (`max_values`: None, `max_size`: Some(2384), added: 4859, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Groups` (r:1 w:0)
	/// Proof: `Subscriptions::Groups` (`max_values`: None, `max_size`: Some(125), added: 2600, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:8 w:7)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::LastPass` (r:1 w:1)
	/// Proof: `Subscriptions::LastPass` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:26 w:3)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferCount` (r:1 w:1)
	/// Proof: `Providers::OfferCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferRing` (r:17 w:2)
	/// Proof: `Providers::OfferRing` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::NextTicket` (r:1 w:0)
	/// Proof: `Subscriptions::NextTicket` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Cursor` (r:1 w:0)
	/// Proof: `Providers::Cursor` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	/// Storage: `Providers::NextWindow` (r:1 w:1)
	/// Proof: `Providers::NextWindow` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Profiles` (r:16 w:0)
	/// Proof: `Providers::Profiles` (`max_values`: None, `max_size`: Some(1148), added: 3623, mode: `MaxEncodedLen`)
	/// Storage: `Providers::AllowedConsumers` (r:15 w:0)
	/// Proof: `Providers::AllowedConsumers` (`max_values`: None, `max_size`: Some(1121), added: 3596, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Draws` (r:1 w:1)
	/// Proof: `Providers::Draws` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `System::ParentHash` (r:1 w:0)
	/// Proof: `System::ParentHash` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:3)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:0 w:3)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::PendingTypes` (r:0 w:7)
	/// Proof: `Subscriptions::PendingTypes` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	/// The range of component `s` is `[0, 15]`.
	pub fn poke_both(s: u32, ) -> Weight {
		// Proof size in bytes:
		//  Measured:  `12418 + s * (384 ±0)`
		//  Estimated: `35500 + s * (3296 ±47)`
		// Minimum execution time: 578_984_000 picoseconds.
		Weight::from_parts(784_748_606, 35500)
			// Standard Error: 2_279_816
			.saturating_add(Weight::from_parts(19_152_695, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(71_u64))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes(41_u64))
			.saturating_add(Weight::from_parts(0, 3296).saturating_mul(s.into()))
	}
	/// Storage: `Subscriptions::Subscriptions` (r:8 w:1)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:1 w:1)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:2 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Wishes` (r:1 w:1)
	/// Proof: `Subscriptions::Wishes` (`max_values`: None, `max_size`: Some(2384), added: 4859, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Groups` (r:1 w:1)
	/// Proof: `Subscriptions::Groups` (`max_values`: None, `max_size`: Some(125), added: 2600, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:7 w:7)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::LastPass` (r:1 w:1)
	/// Proof: `Subscriptions::LastPass` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:1)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:0 w:1)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::PendingTypes` (r:0 w:7)
	/// Proof: `Subscriptions::PendingTypes` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	pub fn poke_ended() -> Weight {
		// Proof size in bytes:
		//  Measured:  `6983`
		//  Estimated: `25190`
		// Minimum execution time: 243_153_000 picoseconds.
		Weight::from_parts(265_176_000, 25190)
			.saturating_add(T::DbWeight::get().reads(23_u64))
			.saturating_add(T::DbWeight::get().writes(25_u64))
	}
	/// Storage: `Providers::Providers` (r:2 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OperatorOf` (r:1 w:0)
	/// Proof: `Providers::OperatorOf` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:1 w:1)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Subscriptions` (r:1 w:2)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:1 w:1)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `Providers::ProviderTypes` (r:1 w:1)
	/// Proof: `Providers::ProviderTypes` (`max_values`: None, `max_size`: Some(1073), added: 3548, mode: `MaxEncodedLen`)
	/// Storage: `Providers::DescriptorTypes` (r:1 w:1)
	/// Proof: `Providers::DescriptorTypes` (`max_values`: None, `max_size`: Some(166), added: 2641, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::ClosedCount` (r:1 w:1)
	/// Proof: `Subscriptions::ClosedCount` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::ClosedRing` (r:1 w:1)
	/// Proof: `Subscriptions::ClosedRing` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:1)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Providers::AllowedConsumers` (r:0 w:1)
	/// Proof: `Providers::AllowedConsumers` (`max_values`: None, `max_size`: Some(1121), added: 3596, mode: `MaxEncodedLen`)
	pub fn confirm_teardown() -> Weight {
		// Proof size in bytes:
		//  Measured:  `2346`
		//  Estimated: `6724`
		// Minimum execution time: 98_266_000 picoseconds.
		Weight::from_parts(112_809_000, 6724)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(13_u64))
	}
	/// Storage: `Subscriptions::Subscriptions` (r:2 w:1)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:1 w:1)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingQueue` (r:2 w:2)
	/// Proof: `Subscriptions::WaitingQueue` (`max_values`: None, `max_size`: Some(90), added: 2565, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Wishes` (r:1 w:0)
	/// Proof: `Subscriptions::Wishes` (`max_values`: None, `max_size`: Some(2384), added: 4859, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferCount` (r:1 w:0)
	/// Proof: `Providers::OfferCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Cursor` (r:1 w:1)
	/// Proof: `Providers::Cursor` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferRing` (r:1 w:0)
	/// Proof: `Providers::OfferRing` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:1 w:1)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Profiles` (r:1 w:0)
	/// Proof: `Providers::Profiles` (`max_values`: None, `max_size`: Some(1148), added: 3623, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:1)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:0 w:1)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:0 w:1)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::PendingTypes` (r:0 w:1)
	/// Proof: `Subscriptions::PendingTypes` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	pub fn place() -> Weight {
		// Proof size in bytes:
		//  Measured:  `3120`
		//  Estimated: `7040`
		// Minimum execution time: 124_887_000 picoseconds.
		Weight::from_parts(144_496_000, 7040)
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().writes(13_u64))
	}
	/// Storage: `Providers::DescriptorTypes` (r:1 w:0)
	/// Proof: `Providers::DescriptorTypes` (`max_values`: None, `max_size`: Some(166), added: 2641, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::NextId` (r:1 w:1)
	/// Proof: `Subscriptions::NextId` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Groups` (r:1 w:1)
	/// Proof: `Subscriptions::Groups` (`max_values`: None, `max_size`: Some(125), added: 2600, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:1 w:0)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Subscriptions` (r:7 w:1)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:7 w:1)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:24 w:1)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Providers` (r:24 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Profiles` (r:24 w:0)
	/// Proof: `Providers::Profiles` (`max_values`: None, `max_size`: Some(1148), added: 3623, mode: `MaxEncodedLen`)
	/// Storage: `Providers::AllowedConsumers` (r:23 w:0)
	/// Proof: `Providers::AllowedConsumers` (`max_values`: None, `max_size`: Some(1121), added: 3596, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferCount` (r:1 w:0)
	/// Proof: `Providers::OfferCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Cursor` (r:1 w:0)
	/// Proof: `Providers::Cursor` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	/// Storage: `Providers::NextWindow` (r:1 w:1)
	/// Proof: `Providers::NextWindow` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferRing` (r:16 w:0)
	/// Proof: `Providers::OfferRing` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Draws` (r:1 w:1)
	/// Proof: `Providers::Draws` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `System::ParentHash` (r:1 w:0)
	/// Proof: `System::ParentHash` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:1)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:0 w:1)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Wishes` (r:0 w:1)
	/// Proof: `Subscriptions::Wishes` (`max_values`: None, `max_size`: Some(2384), added: 4859, mode: `MaxEncodedLen`)
	/// The range of component `s` is `[0, 15]`.
	pub fn subscribe_with(s: u32, ) -> Weight {
		// Proof size in bytes:
		//  Measured:  `10407 + s * (391 ±0)`
		//  Estimated: `33597 + s * (3623 ±0)`
		// Minimum execution time: 647_656_000 picoseconds.
		Weight::from_parts(739_185_678, 33597)
			// Standard Error: 2_784_113
			.saturating_add(Weight::from_parts(39_480_459, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(71_u64))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes(13_u64))
			.saturating_add(Weight::from_parts(0, 3623).saturating_mul(s.into()))
	}
	/// Storage: `Providers::DescriptorTypes` (r:1 w:0)
	/// Proof: `Providers::DescriptorTypes` (`max_values`: None, `max_size`: Some(166), added: 2641, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::NextId` (r:1 w:1)
	/// Proof: `Subscriptions::NextId` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:1 w:1)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Wishes` (r:1 w:0)
	/// Proof: `Subscriptions::Wishes` (`max_values`: None, `max_size`: Some(2384), added: 4859, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferCount` (r:1 w:0)
	/// Proof: `Providers::OfferCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Cursor` (r:1 w:0)
	/// Proof: `Providers::Cursor` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferRing` (r:15 w:0)
	/// Proof: `Providers::OfferRing` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:15 w:0)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Providers` (r:15 w:0)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Profiles` (r:15 w:0)
	/// Proof: `Providers::Profiles` (`max_values`: None, `max_size`: Some(1148), added: 3623, mode: `MaxEncodedLen`)
	/// Storage: `Providers::AllowedConsumers` (r:15 w:0)
	/// Proof: `Providers::AllowedConsumers` (`max_values`: None, `max_size`: Some(1121), added: 3596, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::NextTicket` (r:1 w:1)
	/// Proof: `Subscriptions::NextTicket` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingQueue` (r:1 w:2)
	/// Proof: `Subscriptions::WaitingQueue` (`max_values`: None, `max_size`: Some(90), added: 2565, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Subscriptions` (r:0 w:1)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// The range of component `s` is `[0, 15]`.
	pub fn subscribe_and_wait(s: u32, ) -> Weight {
		// Proof size in bytes:
		//  Measured:  `2226 + s * (413 ±0)`
		//  Estimated: `5849 + s * (3623 ±0)`
		// Minimum execution time: 144_005_000 picoseconds.
		Weight::from_parts(164_832_791, 5849)
			// Standard Error: 698_640
			.saturating_add(Weight::from_parts(32_533_599, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().reads((5_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes(8_u64))
			.saturating_add(Weight::from_parts(0, 3623).saturating_mul(s.into()))
	}
	/// Storage: `Subscriptions::WaitingState` (r:8 w:0)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Providers::DescriptorTypes` (r:8 w:0)
	/// Proof: `Providers::DescriptorTypes` (`max_values`: None, `max_size`: Some(166), added: 2641, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::NextId` (r:1 w:1)
	/// Proof: `Subscriptions::NextId` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Groups` (r:1 w:1)
	/// Proof: `Subscriptions::Groups` (`max_values`: None, `max_size`: Some(125), added: 2600, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:192 w:8)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Providers` (r:192 w:8)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Profiles` (r:192 w:0)
	/// Proof: `Providers::Profiles` (`max_values`: None, `max_size`: Some(1148), added: 3623, mode: `MaxEncodedLen`)
	/// Storage: `Providers::AllowedConsumers` (r:184 w:0)
	/// Proof: `Providers::AllowedConsumers` (`max_values`: None, `max_size`: Some(1121), added: 3596, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferCount` (r:8 w:0)
	/// Proof: `Providers::OfferCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Cursor` (r:8 w:0)
	/// Proof: `Providers::Cursor` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	/// Storage: `Providers::NextWindow` (r:8 w:8)
	/// Proof: `Providers::NextWindow` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferRing` (r:128 w:0)
	/// Proof: `Providers::OfferRing` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Draws` (r:1 w:1)
	/// Proof: `Providers::Draws` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `System::ParentHash` (r:1 w:0)
	/// Proof: `System::ParentHash` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:8)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:0 w:8)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:0 w:8)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Subscriptions` (r:0 w:8)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Wishes` (r:0 w:8)
	/// Proof: `Subscriptions::Wishes` (`max_values`: None, `max_size`: Some(2384), added: 4859, mode: `MaxEncodedLen`)
	/// The range of component `n` is `[1, 8]`.
	pub fn subscribe_many(n: u32, ) -> Weight {
		// Proof size in bytes:
		//  Measured:  `2808 + n * (8999 ±0)`
		//  Estimated: `3604 + n * (86952 ±0)`
		// Minimum execution time: 849_447_000 picoseconds.
		Weight::from_parts(887_875_000, 3604)
			// Standard Error: 19_045_050
			.saturating_add(Weight::from_parts(982_612_260, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().reads((116_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(5_u64))
			.saturating_add(T::DbWeight::get().writes((8_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 86952).saturating_mul(n.into()))
	}
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:33 w:32)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Subscriptions` (r:32 w:32)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:33 w:33)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:33 w:33)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Wishes` (r:32 w:0)
	/// Proof: `Subscriptions::Wishes` (`max_values`: None, `max_size`: Some(2384), added: 4859, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:32 w:32)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:1 w:0)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::ClosedCount` (r:1 w:1)
	/// Proof: `Subscriptions::ClosedCount` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::ClosedRing` (r:32 w:32)
	/// Proof: `Subscriptions::ClosedRing` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	/// Storage: `Providers::ProviderTypes` (r:1 w:1)
	/// Proof: `Providers::ProviderTypes` (`max_values`: None, `max_size`: Some(1073), added: 3548, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferCount` (r:32 w:32)
	/// Proof: `Providers::OfferCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferRing` (r:32 w:32)
	/// Proof: `Providers::OfferRing` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	/// Storage: `Providers::DescriptorTypes` (r:32 w:32)
	/// Proof: `Providers::DescriptorTypes` (`max_values`: None, `max_size`: Some(166), added: 2641, mode: `MaxEncodedLen`)
	/// Storage: `Providers::KeysOf` (r:0 w:1)
	/// Proof: `Providers::KeysOf` (`max_values`: None, `max_size`: Some(158), added: 2633, mode: `MaxEncodedLen`)
	/// Storage: `Providers::PendingOperators` (r:0 w:1)
	/// Proof: `Providers::PendingOperators` (`max_values`: None, `max_size`: Some(305), added: 2780, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:64)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Providers::DarkPeriods` (r:0 w:1)
	/// Proof: `Providers::DarkPeriods` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
	/// Storage: `Providers::AllowedConsumers` (r:0 w:32)
	/// Proof: `Providers::AllowedConsumers` (`max_values`: None, `max_size`: Some(1121), added: 3596, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Profiles` (r:0 w:1)
	/// Proof: `Providers::Profiles` (`max_values`: None, `max_size`: Some(1148), added: 3623, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OperatorOf` (r:0 w:8)
	/// Proof: `Providers::OperatorOf` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:0 w:32)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	/// The range of component `n` is `[1, 32]`.
	pub fn force_retire(n: u32, ) -> Weight {
		// Proof size in bytes:
		//  Measured:  `18432 + n * (491 ±0)`
		//  Estimated: `86686 + n * (4859 ±0)`
		// Minimum execution time: 2_473_551_000 picoseconds.
		Weight::from_parts(2_587_713_177, 86686)
			// Standard Error: 8_545_128
			.saturating_add(Weight::from_parts(221_850_690, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(135_u64))
			.saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(241_u64))
			.saturating_add(T::DbWeight::get().writes((6_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 4859).saturating_mul(n.into()))
	}
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:1 w:1)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Subscriptions` (r:1 w:0)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:1)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	pub fn propose_price() -> Weight {
		// Proof size in bytes:
		//  Measured:  `1209`
		//  Estimated: `4015`
		// Minimum execution time: 31_297_000 picoseconds.
		Weight::from_parts(35_093_000, 4015)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `Subscriptions::Subscriptions` (r:1 w:1)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:1 w:1)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:2 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:1)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:0 w:2)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	pub fn accept_price() -> Weight {
		// Proof size in bytes:
		//  Measured:  `1696`
		//  Estimated: `6196`
		// Minimum execution time: 87_130_000 picoseconds.
		Weight::from_parts(119_228_000, 6196)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:1 w:1)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Subscriptions` (r:1 w:1)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:1)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:0 w:2)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	pub fn reprice() -> Weight {
		// Proof size in bytes:
		//  Measured:  `1273`
		//  Estimated: `4015`
		// Minimum execution time: 41_933_000 picoseconds.
		Weight::from_parts(46_339_000, 4015)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	/// Storage: `Subscriptions::EndsCursor` (r:1 w:1)
	/// Proof: `Subscriptions::EndsCursor` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:1 w:0)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Subscriptions` (r:1 w:0)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:1 w:0)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Wishes` (r:1 w:0)
	/// Proof: `Subscriptions::Wishes` (`max_values`: None, `max_size`: Some(2384), added: 4859, mode: `MaxEncodedLen`)
	pub fn drain_base() -> Weight {
		// Proof size in bytes:
		//  Measured:  `576`
		//  Estimated: `5849`
		// Minimum execution time: 15_704_000 picoseconds.
		Weight::from_parts(19_159_000, 5849)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Subscriptions::EndsCursor` (r:1 w:1)
	/// Proof: `Subscriptions::EndsCursor` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:1000 w:0)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	/// The range of component `b` is `[0, 1000]`.
	pub fn drain_blocks(b: u32, ) -> Weight {
		// Proof size in bytes:
		//  Measured:  `30`
		//  Estimated: `1489 + b * (2507 ±0)`
		// Minimum execution time: 3_575_000 picoseconds.
		Weight::from_parts(3_725_000, 1489)
			// Standard Error: 14_860
			.saturating_add(Weight::from_parts(2_987_598, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(b.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64))
			.saturating_add(Weight::from_parts(0, 2507).saturating_mul(b.into()))
	}
	/// Storage: `Subscriptions::EndsCursor` (r:1 w:1)
	/// Proof: `Subscriptions::EndsCursor` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:2 w:1)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Subscriptions` (r:1 w:1)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:1 w:1)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Wishes` (r:1 w:0)
	/// Proof: `Subscriptions::Wishes` (`max_values`: None, `max_size`: Some(2384), added: 4859, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:2 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:1)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	pub fn serve_end() -> Weight {
		// Proof size in bytes:
		//  Measured:  `1674`
		//  Estimated: `6196`
		// Minimum execution time: 142_172_000 picoseconds.
		Weight::from_parts(153_429_000, 6196)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	/// Storage: `Subscriptions::EndsCursor` (r:1 w:1)
	/// Proof: `Subscriptions::EndsCursor` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:2 w:1)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Subscriptions` (r:8 w:1)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:1 w:1)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Wishes` (r:1 w:1)
	/// Proof: `Subscriptions::Wishes` (`max_values`: None, `max_size`: Some(2384), added: 4859, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:2 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Groups` (r:1 w:1)
	/// Proof: `Subscriptions::Groups` (`max_values`: None, `max_size`: Some(125), added: 2600, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:7 w:7)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::LastPass` (r:1 w:1)
	/// Proof: `Subscriptions::LastPass` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:1)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::PendingTypes` (r:0 w:7)
	/// Proof: `Subscriptions::PendingTypes` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	pub fn serve_end_of_group() -> Weight {
		// Proof size in bytes:
		//  Measured:  `7029`
		//  Estimated: `25190`
		// Minimum execution time: 264_525_000 picoseconds.
		Weight::from_parts(323_032_000, 25190)
			.saturating_add(T::DbWeight::get().reads(26_u64))
			.saturating_add(T::DbWeight::get().writes(26_u64))
	}
	/// Storage: `Subscriptions::EndsCursor` (r:1 w:1)
	/// Proof: `Subscriptions::EndsCursor` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:2 w:2)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Subscriptions` (r:1 w:1)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:1 w:2)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Wishes` (r:1 w:0)
	/// Proof: `Subscriptions::Wishes` (`max_values`: None, `max_size`: Some(2384), added: 4859, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Providers` (r:17 w:2)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:17 w:2)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferCount` (r:1 w:1)
	/// Proof: `Providers::OfferCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferRing` (r:16 w:2)
	/// Proof: `Providers::OfferRing` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:1 w:0)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Cursor` (r:1 w:1)
	/// Proof: `Providers::Cursor` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Profiles` (r:16 w:0)
	/// Proof: `Providers::Profiles` (`max_values`: None, `max_size`: Some(1148), added: 3623, mode: `MaxEncodedLen`)
	/// Storage: `Providers::AllowedConsumers` (r:15 w:0)
	/// Proof: `Providers::AllowedConsumers` (`max_values`: None, `max_size`: Some(1121), added: 3596, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:2)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// The range of component `s` is `[0, 15]`.
	pub fn serve_deadline(s: u32, ) -> Weight {
		// Proof size in bytes:
		//  Measured:  `3482 + s * (407 ±0)`
		//  Estimated: `6724 + s * (3623 ±0)`
		// Minimum execution time: 153_759_000 picoseconds.
		Weight::from_parts(202_794_648, 6724)
			// Standard Error: 570_120
			.saturating_add(Weight::from_parts(28_145_029, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(17_u64))
			.saturating_add(T::DbWeight::get().reads((5_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes(18_u64))
			.saturating_add(Weight::from_parts(0, 3623).saturating_mul(s.into()))
	}
	/// Storage: `Subscriptions::EndsCursor` (r:1 w:1)
	/// Proof: `Subscriptions::EndsCursor` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:2 w:2)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Subscriptions` (r:8 w:1)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:1 w:2)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Wishes` (r:1 w:0)
	/// Proof: `Subscriptions::Wishes` (`max_values`: None, `max_size`: Some(2384), added: 4859, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Providers` (r:25 w:2)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:25 w:2)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferCount` (r:1 w:1)
	/// Proof: `Providers::OfferCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferRing` (r:16 w:2)
	/// Proof: `Providers::OfferRing` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:8 w:7)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Groups` (r:1 w:0)
	/// Proof: `Subscriptions::Groups` (`max_values`: None, `max_size`: Some(125), added: 2600, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::LastPass` (r:1 w:1)
	/// Proof: `Subscriptions::LastPass` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Cursor` (r:1 w:0)
	/// Proof: `Providers::Cursor` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	/// Storage: `Providers::NextWindow` (r:1 w:1)
	/// Proof: `Providers::NextWindow` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Profiles` (r:16 w:0)
	/// Proof: `Providers::Profiles` (`max_values`: None, `max_size`: Some(1148), added: 3623, mode: `MaxEncodedLen`)
	/// Storage: `Providers::AllowedConsumers` (r:15 w:0)
	/// Proof: `Providers::AllowedConsumers` (`max_values`: None, `max_size`: Some(1121), added: 3596, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Draws` (r:1 w:1)
	/// Proof: `Providers::Draws` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `System::ParentHash` (r:1 w:0)
	/// Proof: `System::ParentHash` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:2)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::PendingTypes` (r:0 w:7)
	/// Proof: `Subscriptions::PendingTypes` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	/// The range of component `s` is `[0, 15]`.
	pub fn serve_deadline_of_group(s: u32, ) -> Weight {
		// Proof size in bytes:
		//  Measured:  `11090 + s * (405 ±0)`
		//  Estimated: `29660 + s * (3623 ±155)`
		// Minimum execution time: 469_351_000 picoseconds.
		Weight::from_parts(589_221_627, 29660)
			// Standard Error: 3_731_730
			.saturating_add(Weight::from_parts(47_047_279, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(62_u64))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes(34_u64))
			.saturating_add(Weight::from_parts(0, 3623).saturating_mul(s.into()))
	}
	/// Storage: `Subscriptions::EndsCursor` (r:1 w:1)
	/// Proof: `Subscriptions::EndsCursor` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:2 w:3)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Subscriptions` (r:8 w:1)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:2 w:3)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Wishes` (r:1 w:0)
	/// Proof: `Subscriptions::Wishes` (`max_values`: None, `max_size`: Some(2384), added: 4859, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Providers` (r:26 w:3)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:2 w:2)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:3 w:3)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Groups` (r:1 w:0)
	/// Proof: `Subscriptions::Groups` (`max_values`: None, `max_size`: Some(125), added: 2600, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:8 w:7)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::LastPass` (r:1 w:1)
	/// Proof: `Subscriptions::LastPass` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:26 w:3)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferCount` (r:1 w:1)
	/// Proof: `Providers::OfferCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferRing` (r:17 w:2)
	/// Proof: `Providers::OfferRing` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::NextTicket` (r:1 w:0)
	/// Proof: `Subscriptions::NextTicket` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Cursor` (r:1 w:0)
	/// Proof: `Providers::Cursor` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	/// Storage: `Providers::NextWindow` (r:1 w:1)
	/// Proof: `Providers::NextWindow` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Profiles` (r:16 w:0)
	/// Proof: `Providers::Profiles` (`max_values`: None, `max_size`: Some(1148), added: 3623, mode: `MaxEncodedLen`)
	/// Storage: `Providers::AllowedConsumers` (r:15 w:0)
	/// Proof: `Providers::AllowedConsumers` (`max_values`: None, `max_size`: Some(1121), added: 3596, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Draws` (r:1 w:1)
	/// Proof: `Providers::Draws` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `System::ParentHash` (r:1 w:0)
	/// Proof: `System::ParentHash` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:3)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::PendingTypes` (r:0 w:7)
	/// Proof: `Subscriptions::PendingTypes` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	/// The range of component `s` is `[0, 15]`.
	pub fn serve_both(s: u32, ) -> Weight {
		// Proof size in bytes:
		//  Measured:  `12502 + s * (384 ±0)`
		//  Estimated: `35500 + s * (3296 ±0)`
		// Minimum execution time: 698_743_000 picoseconds.
		Weight::from_parts(948_053_158, 35500)
			// Standard Error: 4_413_545
			.saturating_add(Weight::from_parts(29_168_664, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(74_u64))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes(42_u64))
			.saturating_add(Weight::from_parts(0, 3296).saturating_mul(s.into()))
	}
	/// Storage: `Subscriptions::PendingCursor` (r:1 w:0)
	/// Proof: `Subscriptions::PendingCursor` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::PendingTypes` (r:1 w:0)
	/// Proof: `Subscriptions::PendingTypes` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	pub fn waiting_base() -> Weight {
		// Proof size in bytes:
		//  Measured:  `9`
		//  Estimated: `3513`
		// Minimum execution time: 3_896_000 picoseconds.
		Weight::from_parts(4_486_000, 3513)
			.saturating_add(T::DbWeight::get().reads(2_u64))
	}
	/// Storage: `Subscriptions::PendingCursor` (r:1 w:1)
	/// Proof: `Subscriptions::PendingCursor` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::PendingTypes` (r:2 w:0)
	/// Proof: `Subscriptions::PendingTypes` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:1 w:1)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingQueue` (r:3 w:3)
	/// Proof: `Subscriptions::WaitingQueue` (`max_values`: None, `max_size`: Some(90), added: 2565, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Subscriptions` (r:8 w:1)
	/// Proof: `Subscriptions::Subscriptions` (`max_values`: None, `max_size`: Some(550), added: 3025, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Wishes` (r:1 w:0)
	/// Proof: `Subscriptions::Wishes` (`max_values`: None, `max_size`: Some(2384), added: 4859, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Groups` (r:1 w:0)
	/// Proof: `Subscriptions::Groups` (`max_values`: None, `max_size`: Some(125), added: 2600, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Assignments` (r:7 w:1)
	/// Proof: `Subscriptions::Assignments` (`max_values`: None, `max_size`: Some(482), added: 2957, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:24 w:1)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Providers` (r:24 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Profiles` (r:24 w:0)
	/// Proof: `Providers::Profiles` (`max_values`: None, `max_size`: Some(1148), added: 3623, mode: `MaxEncodedLen`)
	/// Storage: `Providers::AllowedConsumers` (r:23 w:0)
	/// Proof: `Providers::AllowedConsumers` (`max_values`: None, `max_size`: Some(1121), added: 3596, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferCount` (r:1 w:0)
	/// Proof: `Providers::OfferCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Cursor` (r:1 w:0)
	/// Proof: `Providers::Cursor` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	/// Storage: `Providers::NextWindow` (r:1 w:1)
	/// Proof: `Providers::NextWindow` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferRing` (r:16 w:0)
	/// Proof: `Providers::OfferRing` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Draws` (r:1 w:1)
	/// Proof: `Providers::Draws` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `System::ParentHash` (r:1 w:0)
	/// Proof: `System::ParentHash` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:1)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::Ends` (r:0 w:1)
	/// Proof: `Subscriptions::Ends` (`max_values`: None, `max_size`: Some(32), added: 2507, mode: `MaxEncodedLen`)
	/// The range of component `s` is `[0, 15]`.
	pub fn waiting_step(s: u32, ) -> Weight {
		// Proof size in bytes:
		//  Measured:  `13269 + s * (391 ±0)`
		//  Estimated: `33597 + s * (3623 ±155)`
		// Minimum execution time: 726_254_000 picoseconds.
		Weight::from_parts(942_301_121, 33597)
			// Standard Error: 2_106_852
			.saturating_add(Weight::from_parts(10_399_927, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(77_u64))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes(15_u64))
			.saturating_add(Weight::from_parts(0, 3623).saturating_mul(s.into()))
	}
}
