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
		// Minimum execution time: 69_613_000 picoseconds.
		Weight::from_parts(73_719_000, 3857)
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
		// Minimum execution time: 61_422_000 picoseconds.
		Weight::from_parts(64_596_000, 3857)
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
		// Minimum execution time: 18_778_000 picoseconds.
		Weight::from_parts(20_681_000, 3857)
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
		// Minimum execution time: 29_444_000 picoseconds.
		Weight::from_parts(32_108_000, 6724)
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
		// Minimum execution time: 25_679_000 picoseconds.
		Weight::from_parts(27_901_000, 6724)
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
		// Minimum execution time: 71_026_000 picoseconds.
		Weight::from_parts(75_738_597, 3631)
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
		// Minimum execution time: 66_980_000 picoseconds.
		Weight::from_parts(70_255_000, 3631)
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
		// Minimum execution time: 131_997_000 picoseconds.
		Weight::from_parts(140_208_000, 4538)
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
		// Minimum execution time: 118_526_000 picoseconds.
		Weight::from_parts(124_966_000, 8733)
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
		// Minimum execution time: 28_312_000 picoseconds.
		Weight::from_parts(32_107_000, 6724)
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
		// Minimum execution time: 38_697_000 picoseconds.
		Weight::from_parts(33_593_269, 6724)
			// Standard Error: 674_909
			.saturating_add(Weight::from_parts(29_434_781, 0).saturating_mul(o.into()))
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
		// Minimum execution time: 15_744_000 picoseconds.
		Weight::from_parts(17_396_000, 3857)
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
		// Minimum execution time: 23_906_000 picoseconds.
		Weight::from_parts(6_115_131, 4538)
			// Standard Error: 600_628
			.saturating_add(Weight::from_parts(28_693_918, 0).saturating_mul(o.into()))
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
		// Minimum execution time: 228_760_000 picoseconds.
		Weight::from_parts(268_823_211, 3857)
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
		// Minimum execution time: 15_853_000 picoseconds.
		Weight::from_parts(18_637_000, 3857)
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
		// Minimum execution time: 21_212_000 picoseconds.
		Weight::from_parts(23_545_000, 3857)
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
		// Minimum execution time: 20_741_000 picoseconds.
		Weight::from_parts(23_565_000, 3857)
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
		// Minimum execution time: 20_741_000 picoseconds.
		Weight::from_parts(23_405_000, 3857)
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
		// Minimum execution time: 33_109_000 picoseconds.
		Weight::from_parts(50_991_552, 4538)
			// Standard Error: 545_652
			.saturating_add(Weight::from_parts(27_839_236, 0).saturating_mul(o.into()))
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
		// Minimum execution time: 132_467_000 picoseconds.
		Weight::from_parts(139_978_000, 4538)
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
		// Minimum execution time: 43_415_000 picoseconds.
		Weight::from_parts(46_970_000, 3857)
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
		// Minimum execution time: 18_017_000 picoseconds.
		Weight::from_parts(20_210_000, 3857)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
}
