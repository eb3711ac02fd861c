//! Measured by chain/weights.sh; do not edit.
//!
//! sources: 4f8ab3313d713c0ea670c74d7596e3a93e04c56e11724e490d6fa3412b920b8b
//! machine: 2 cores, 24 GiB

//!
//! CPU: `AMD EPYC`. Date: 2026-11-30. frame-omni-bencher with frame-benchmarking-cli 0.28.0, steps: 20, repeat:
//! 10, compiled executor (Compiled), worst case map size: 1000000.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(missing_docs, unused_parens)]

use core::marker::PhantomData;
use frame::deps::frame_support::{traits::Get, weights::Weight};

/// What was measured, a function for each benchmark of `pallet_providers`.
pub struct Generated<T>(PhantomData<T>);

impl<T: frame::deps::frame_system::Config> Generated<T> {
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OperatorOf` (r:1 w:0)
	/// Proof: `Providers::OperatorOf` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `Clock::LastReading` (r:1 w:0)
	/// Proof: `Clock::LastReading` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	pub fn register() -> Weight {
		// Proof size in bytes:
		//  Measured:  `260`
		//  Estimated: `3857`
		// Minimum execution time: 91_231_000 picoseconds.
		Weight::from_parts(138_149_000, 3857)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	pub fn set_units() -> Weight {
		// Proof size in bytes:
		//  Measured:  `727`
		//  Estimated: `3857`
		// Minimum execution time: 80_642_000 picoseconds.
		Weight::from_parts(86_252_000, 3857)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `Providers::Providers` (r:1 w:0)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::PendingOperators` (r:1 w:1)
	/// Proof: `Providers::PendingOperators` (`max_values`: None, `max_size`: Some(305), added: 2780, mode: `MaxEncodedLen`)
	pub fn add_operator() -> Weight {
		// Proof size in bytes:
		//  Measured:  `541`
		//  Estimated: `3857`
		// Minimum execution time: 29_234_000 picoseconds.
		Weight::from_parts(46_768_000, 3857)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Providers::Providers` (r:2 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OperatorOf` (r:1 w:1)
	/// Proof: `Providers::OperatorOf` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Providers::PendingOperators` (r:1 w:1)
	/// Proof: `Providers::PendingOperators` (`max_values`: None, `max_size`: Some(305), added: 2780, mode: `MaxEncodedLen`)
	pub fn accept_operator() -> Weight {
		// Proof size in bytes:
		//  Measured:  `761`
		//  Estimated: `6724`
		// Minimum execution time: 44_373_000 picoseconds.
		Weight::from_parts(50_655_000, 6724)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `Providers::Providers` (r:2 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OperatorOf` (r:1 w:1)
	/// Proof: `Providers::OperatorOf` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	pub fn remove_operator() -> Weight {
		// Proof size in bytes:
		//  Measured:  `809`
		//  Estimated: `6724`
		// Minimum execution time: 41_017_000 picoseconds.
		Weight::from_parts(72_275_000, 6724)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Storage: `Providers::DescriptorTypes` (r:1 w:1)
	/// Proof: `Providers::DescriptorTypes` (`max_values`: None, `max_size`: Some(166), added: 2641, mode: `MaxEncodedLen`)
	/// Storage: `Providers::TypeNames` (r:1 w:1)
	/// Proof: `Providers::TypeNames` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// The range of component `n` is `[1, 64]`.
	pub fn register_type(_n: u32, ) -> Weight {
		// Proof size in bytes:
		//  Measured:  `183`
		//  Estimated: `3631`
		// Minimum execution time: 122_710_000 picoseconds.
		Weight::from_parts(150_150_749, 3631)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	/// Storage: `Providers::DescriptorTypes` (r:1 w:1)
	/// Proof: `Providers::DescriptorTypes` (`max_values`: None, `max_size`: Some(166), added: 2641, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferQueues` (r:0 w:1)
	/// Proof: `Providers::OfferQueues` (`max_values`: None, `max_size`: Some(73), added: 2548, mode: `MaxEncodedLen`)
	/// Storage: `Providers::NextWindow` (r:0 w:1)
	/// Proof: `Providers::NextWindow` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	/// Storage: `Providers::TypeNames` (r:0 w:1)
	/// Proof: `Providers::TypeNames` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	pub fn unregister_type() -> Weight {
		// Proof size in bytes:
		//  Measured:  `566`
		//  Estimated: `3631`
		// Minimum execution time: 123_492_000 picoseconds.
		Weight::from_parts(168_856_000, 3631)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::DescriptorTypes` (r:1 w:1)
	/// Proof: `Providers::DescriptorTypes` (`max_values`: None, `max_size`: Some(166), added: 2641, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:1 w:1)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(216), added: 2691, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:1 w:1)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingQueue` (r:1 w:0)
	/// Proof: `Subscriptions::WaitingQueue` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::LastPass` (r:1 w:1)
	/// Proof: `Subscriptions::LastPass` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferQueues` (r:1 w:1)
	/// Proof: `Providers::OfferQueues` (`max_values`: None, `max_size`: Some(73), added: 2548, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferPlaces` (r:1 w:2)
	/// Proof: `Providers::OfferPlaces` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `Providers::ProviderTypes` (r:1 w:1)
	/// Proof: `Providers::ProviderTypes` (`max_values`: None, `max_size`: Some(1073), added: 3548, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::PendingTypes` (r:0 w:1)
	/// Proof: `Subscriptions::PendingTypes` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	pub fn offer() -> Weight {
		// Proof size in bytes:
		//  Measured:  `1686`
		//  Estimated: `4538`
		// Minimum execution time: 173_666_000 picoseconds.
		Weight::from_parts(203_772_000, 4538)
			.saturating_add(T::DbWeight::get().reads(11_u64))
			.saturating_add(T::DbWeight::get().writes(12_u64))
	}
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:1 w:1)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(216), added: 2691, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferPlaces` (r:3 w:3)
	/// Proof: `Providers::OfferPlaces` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferQueues` (r:1 w:1)
	/// Proof: `Providers::OfferQueues` (`max_values`: None, `max_size`: Some(73), added: 2548, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `Providers::ProviderTypes` (r:1 w:1)
	/// Proof: `Providers::ProviderTypes` (`max_values`: None, `max_size`: Some(1073), added: 3548, mode: `MaxEncodedLen`)
	/// Storage: `Providers::DescriptorTypes` (r:1 w:1)
	/// Proof: `Providers::DescriptorTypes` (`max_values`: None, `max_size`: Some(166), added: 2641, mode: `MaxEncodedLen`)
	/// Storage: `Providers::AllowedConsumers` (r:0 w:1)
	/// Proof: `Providers::AllowedConsumers` (`max_values`: None, `max_size`: Some(1121), added: 3596, mode: `MaxEncodedLen`)
	pub fn close_offer() -> Weight {
		// Proof size in bytes:
		//  Measured:  `1912`
		//  Estimated: `8733`
		// Minimum execution time: 155_983_000 picoseconds.
		Weight::from_parts(172_473_000, 8733)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(11_u64))
	}
	/// Storage: `Providers::Providers` (r:2 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OperatorOf` (r:1 w:0)
	/// Proof: `Providers::OperatorOf` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Clock::LastReading` (r:1 w:0)
	/// Proof: `Clock::LastReading` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	pub fn heartbeat() -> Weight {
		// Proof size in bytes:
		//  Measured:  `973`
		//  Estimated: `6724`
		// Minimum execution time: 43_351_000 picoseconds.
		Weight::from_parts(85_360_000, 6724)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Providers::Providers` (r:2 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OperatorOf` (r:1 w:0)
	/// Proof: `Providers::OperatorOf` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Clock::LastReading` (r:1 w:0)
	/// Proof: `Clock::LastReading` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Providers::DarkPeriods` (r:1 w:1)
	/// Proof: `Providers::DarkPeriods` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
	/// Storage: `Providers::ProviderTypes` (r:1 w:0)
	/// Proof: `Providers::ProviderTypes` (`max_values`: None, `max_size`: Some(1073), added: 3548, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:32 w:32)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(216), added: 2691, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:32 w:32)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingQueue` (r:32 w:0)
	/// Proof: `Subscriptions::WaitingQueue` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::LastPass` (r:1 w:1)
	/// Proof: `Subscriptions::LastPass` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::PendingTypes` (r:0 w:32)
	/// Proof: `Subscriptions::PendingTypes` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	/// The range of component `o` is `[0, 32]`.
	pub fn heartbeat_after_dark(o: u32, ) -> Weight {
		// Proof size in bytes:
		//  Measured:  `1292 + o * (291 ±0)`
		//  Estimated: `6724 + o * (2691 ±0)`
		// Minimum execution time: 57_057_000 picoseconds.
		Weight::from_parts(173_622_788, 6724)
			// Standard Error: 1_104_192
			.saturating_add(Weight::from_parts(48_490_385, 0).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(o.into())))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(o.into())))
			.saturating_add(Weight::from_parts(0, 2691).saturating_mul(o.into()))
	}
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	pub fn drain() -> Weight {
		// Proof size in bytes:
		//  Measured:  `498`
		//  Estimated: `3857`
		// Minimum execution time: 29_144_000 picoseconds.
		Weight::from_parts(56_145_000, 3857)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Clock::LastReading` (r:1 w:0)
	/// Proof: `Clock::LastReading` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Providers::ProviderTypes` (r:1 w:0)
	/// Proof: `Providers::ProviderTypes` (`max_values`: None, `max_size`: Some(1073), added: 3548, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:32 w:32)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(216), added: 2691, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:32 w:32)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingQueue` (r:32 w:0)
	/// Proof: `Subscriptions::WaitingQueue` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::LastPass` (r:1 w:1)
	/// Proof: `Subscriptions::LastPass` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::PendingTypes` (r:0 w:32)
	/// Proof: `Subscriptions::PendingTypes` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	/// The range of component `o` is `[0, 32]`.
	pub fn undrain(o: u32, ) -> Weight {
		// Proof size in bytes:
		//  Measured:  `816 + o * (291 ±0)`
		//  Estimated: `4538 + o * (2691 ±0)`
		// Minimum execution time: 66_836_000 picoseconds.
		Weight::from_parts(104_766_103, 4538)
			// Standard Error: 1_818_089
			.saturating_add(Weight::from_parts(38_192_389, 0).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(o.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(o.into())))
			.saturating_add(Weight::from_parts(0, 2691).saturating_mul(o.into()))
	}
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `Providers::KeysOf` (r:0 w:1)
	/// Proof: `Providers::KeysOf` (`max_values`: None, `max_size`: Some(158), added: 2633, mode: `MaxEncodedLen`)
	/// Storage: `Providers::PendingOperators` (r:0 w:1)
	/// Proof: `Providers::PendingOperators` (`max_values`: None, `max_size`: Some(305), added: 2780, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Changes` (r:0 w:64)
	/// Proof: `Providers::Changes` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Providers::DarkPeriods` (r:0 w:1)
	/// Proof: `Providers::DarkPeriods` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Maintenance` (r:0 w:1)
	/// Proof: `Providers::Maintenance` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Profiles` (r:0 w:1)
	/// Proof: `Providers::Profiles` (`max_values`: None, `max_size`: Some(1148), added: 3623, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OperatorOf` (r:0 w:8)
	/// Proof: `Providers::OperatorOf` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// The range of component `o` is `[0, 8]`.
	pub fn leave(o: u32, ) -> Weight {
		// Proof size in bytes:
		//  Measured:  `549 + o * (32 ±0)`
		//  Estimated: `3857`
		// Minimum execution time: 316_193_000 picoseconds.
		Weight::from_parts(570_930_340, 3857)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(72_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(o.into())))
	}
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	pub fn set_beneficiary() -> Weight {
		// Proof size in bytes:
		//  Measured:  `498`
		//  Estimated: `3857`
		// Minimum execution time: 25_778_000 picoseconds.
		Weight::from_parts(50_514_000, 3857)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Providers::Providers` (r:1 w:0)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::KeysOf` (r:1 w:1)
	/// Proof: `Providers::KeysOf` (`max_values`: None, `max_size`: Some(158), added: 2633, mode: `MaxEncodedLen`)
	pub fn set_login_key() -> Weight {
		// Proof size in bytes:
		//  Measured:  `718`
		//  Estimated: `3857`
		// Minimum execution time: 32_781_000 picoseconds.
		Weight::from_parts(52_448_000, 3857)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Providers::Providers` (r:1 w:0)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::KeysOf` (r:1 w:1)
	/// Proof: `Providers::KeysOf` (`max_values`: None, `max_size`: Some(158), added: 2633, mode: `MaxEncodedLen`)
	pub fn rotate_sealing_key() -> Weight {
		// Proof size in bytes:
		//  Measured:  `718`
		//  Estimated: `3857`
		// Minimum execution time: 32_511_000 picoseconds.
		Weight::from_parts(38_222_000, 3857)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Providers::Providers` (r:1 w:0)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::KeysOf` (r:1 w:1)
	/// Proof: `Providers::KeysOf` (`max_values`: None, `max_size`: Some(158), added: 2633, mode: `MaxEncodedLen`)
	pub fn drop_previous_sealing_key() -> Weight {
		// Proof size in bytes:
		//  Measured:  `718`
		//  Estimated: `3857`
		// Minimum execution time: 32_661_000 picoseconds.
		Weight::from_parts(45_395_000, 3857)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Providers::Providers` (r:1 w:0)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Clock::LastReading` (r:1 w:0)
	/// Proof: `Clock::LastReading` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Providers::ProviderTypes` (r:1 w:0)
	/// Proof: `Providers::ProviderTypes` (`max_values`: None, `max_size`: Some(1073), added: 3548, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:32 w:32)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(216), added: 2691, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:32 w:32)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingQueue` (r:32 w:0)
	/// Proof: `Subscriptions::WaitingQueue` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::LastPass` (r:1 w:1)
	/// Proof: `Subscriptions::LastPass` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Profiles` (r:0 w:1)
	/// Proof: `Providers::Profiles` (`max_values`: None, `max_size`: Some(1148), added: 3623, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::PendingTypes` (r:0 w:32)
	/// Proof: `Subscriptions::PendingTypes` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	/// The range of component `o` is `[0, 32]`.
	pub fn set_profile(o: u32, ) -> Weight {
		// Proof size in bytes:
		//  Measured:  `816 + o * (291 ±0)`
		//  Estimated: `4538 + o * (2691 ±0)`
		// Minimum execution time: 49_914_000 picoseconds.
		Weight::from_parts(50_755_000, 4538)
			// Standard Error: 917_090
			.saturating_add(Weight::from_parts(48_229_860, 0).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(o.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(o.into())))
			.saturating_add(Weight::from_parts(0, 2691).saturating_mul(o.into()))
	}
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::DescriptorTypes` (r:1 w:1)
	/// Proof: `Providers::DescriptorTypes` (`max_values`: None, `max_size`: Some(166), added: 2641, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:1 w:1)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(216), added: 2691, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:1 w:1)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingQueue` (r:1 w:0)
	/// Proof: `Subscriptions::WaitingQueue` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::LastPass` (r:1 w:1)
	/// Proof: `Subscriptions::LastPass` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferQueues` (r:1 w:1)
	/// Proof: `Providers::OfferQueues` (`max_values`: None, `max_size`: Some(73), added: 2548, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferPlaces` (r:1 w:2)
	/// Proof: `Providers::OfferPlaces` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `Providers::ProviderTypes` (r:1 w:1)
	/// Proof: `Providers::ProviderTypes` (`max_values`: None, `max_size`: Some(1073), added: 3548, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::PendingTypes` (r:0 w:1)
	/// Proof: `Subscriptions::PendingTypes` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	pub fn offer_with() -> Weight {
		// Proof size in bytes:
		//  Measured:  `1686`
		//  Estimated: `4538`
		// Minimum execution time: 178_024_000 picoseconds.
		Weight::from_parts(296_686_000, 4538)
			.saturating_add(T::DbWeight::get().reads(11_u64))
			.saturating_add(T::DbWeight::get().writes(12_u64))
	}
	/// Storage: `Providers::Providers` (r:1 w:0)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:1 w:1)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(216), added: 2691, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:1 w:1)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingQueue` (r:1 w:0)
	/// Proof: `Subscriptions::WaitingQueue` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::LastPass` (r:1 w:1)
	/// Proof: `Subscriptions::LastPass` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Providers::AllowedConsumers` (r:0 w:1)
	/// Proof: `Providers::AllowedConsumers` (`max_values`: None, `max_size`: Some(1121), added: 3596, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::PendingTypes` (r:0 w:1)
	/// Proof: `Subscriptions::PendingTypes` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	pub fn set_allowed() -> Weight {
		// Proof size in bytes:
		//  Measured:  `1023`
		//  Estimated: `3857`
		// Minimum execution time: 62_076_000 picoseconds.
		Weight::from_parts(67_085_000, 3857)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	/// Storage: `Providers::Providers` (r:1 w:0)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Clock::LastReading` (r:1 w:0)
	/// Proof: `Clock::LastReading` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Maintenance` (r:0 w:1)
	/// Proof: `Providers::Maintenance` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	pub fn announce_maintenance() -> Weight {
		// Proof size in bytes:
		//  Measured:  `504`
		//  Estimated: `3857`
		// Minimum execution time: 28_764_000 picoseconds.
		Weight::from_parts(31_779_000, 3857)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
}
