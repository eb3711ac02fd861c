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
	pub fn register() -> Weight {
		// Proof size in bytes:
		//  Measured:  `254`
		//  Estimated: `3857`
		// Minimum execution time: 48_842_000 picoseconds.
		Weight::from_parts(59_659_000, 3857)
			.saturating_add(T::DbWeight::get().reads(4_u64))
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
		// Minimum execution time: 45_417_000 picoseconds.
		Weight::from_parts(71_086_000, 3857)
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
		// Minimum execution time: 13_310_000 picoseconds.
		Weight::from_parts(22_694_000, 3857)
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
		// Minimum execution time: 21_151_000 picoseconds.
		Weight::from_parts(36_245_000, 6724)
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
		// Minimum execution time: 19_629_000 picoseconds.
		Weight::from_parts(34_040_000, 6724)
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
	pub fn register_type(n: u32, ) -> Weight {
		// Proof size in bytes:
		//  Measured:  `183`
		//  Estimated: `3631`
		// Minimum execution time: 52_148_000 picoseconds.
		Weight::from_parts(72_456_913, 3631)
			// Standard Error: 22_223
			.saturating_add(Weight::from_parts(140_642, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	/// Storage: `Providers::DescriptorTypes` (r:1 w:1)
	/// Proof: `Providers::DescriptorTypes` (`max_values`: None, `max_size`: Some(166), added: 2641, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferCount` (r:0 w:1)
	/// Proof: `Providers::OfferCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::NextWindow` (r:0 w:1)
	/// Proof: `Providers::NextWindow` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Cursor` (r:0 w:1)
	/// Proof: `Providers::Cursor` (`max_values`: None, `max_size`: Some(56), added: 2531, mode: `MaxEncodedLen`)
	/// Storage: `Providers::TypeNames` (r:0 w:1)
	/// Proof: `Providers::TypeNames` (`max_values`: None, `max_size`: Some(162), added: 2637, mode: `MaxEncodedLen`)
	pub fn unregister_type() -> Weight {
		// Proof size in bytes:
		//  Measured:  `599`
		//  Estimated: `3631`
		// Minimum execution time: 67_430_000 picoseconds.
		Weight::from_parts(84_527_000, 3631)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::DescriptorTypes` (r:1 w:1)
	/// Proof: `Providers::DescriptorTypes` (`max_values`: None, `max_size`: Some(166), added: 2641, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:1 w:1)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferCount` (r:1 w:1)
	/// Proof: `Providers::OfferCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:1 w:1)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::LastPass` (r:1 w:1)
	/// Proof: `Subscriptions::LastPass` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `Providers::ProviderTypes` (r:1 w:1)
	/// Proof: `Providers::ProviderTypes` (`max_values`: None, `max_size`: Some(1073), added: 3548, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferRing` (r:0 w:1)
	/// Proof: `Providers::OfferRing` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::PendingTypes` (r:0 w:1)
	/// Proof: `Subscriptions::PendingTypes` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	pub fn offer() -> Weight {
		// Proof size in bytes:
		//  Measured:  `1523`
		//  Estimated: `4538`
		// Minimum execution time: 118_056_000 picoseconds.
		Weight::from_parts(165_798_000, 4538)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(11_u64))
	}
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:2 w:2)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferCount` (r:1 w:1)
	/// Proof: `Providers::OfferCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferRing` (r:1 w:2)
	/// Proof: `Providers::OfferRing` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:1 w:0)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
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
		//  Measured:  `1752`
		//  Estimated: `6346`
		// Minimum execution time: 92_768_000 picoseconds.
		Weight::from_parts(136_013_000, 6346)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(11_u64))
	}
	/// Storage: `Providers::Providers` (r:2 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OperatorOf` (r:1 w:0)
	/// Proof: `Providers::OperatorOf` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	pub fn heartbeat() -> Weight {
		// Proof size in bytes:
		//  Measured:  `903`
		//  Estimated: `6724`
		// Minimum execution time: 18_077_000 picoseconds.
		Weight::from_parts(33_090_000, 6724)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Providers::Providers` (r:2 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OperatorOf` (r:1 w:0)
	/// Proof: `Providers::OperatorOf` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Providers::DarkPeriods` (r:1 w:1)
	/// Proof: `Providers::DarkPeriods` (`max_values`: None, `max_size`: Some(177), added: 2652, mode: `MaxEncodedLen`)
	/// Storage: `Providers::ProviderTypes` (r:1 w:0)
	/// Proof: `Providers::ProviderTypes` (`max_values`: None, `max_size`: Some(1073), added: 3548, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:32 w:32)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:32 w:32)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::LastPass` (r:1 w:1)
	/// Proof: `Subscriptions::LastPass` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::PendingTypes` (r:0 w:32)
	/// Proof: `Subscriptions::PendingTypes` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	/// The range of component `o` is `[0, 32]`.
	pub fn heartbeat_after_dark(o: u32, ) -> Weight {
		// Proof size in bytes:
		//  Measured:  `1225 + o * (246 ±0)`
		//  Estimated: `6724 + o * (2678 ±0)`
		// Minimum execution time: 26_900_000 picoseconds.
		Weight::from_parts(109_576_181, 6724)
			// Standard Error: 4_535_060
			.saturating_add(Weight::from_parts(20_285_691, 0).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(o.into())))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(o.into())))
			.saturating_add(Weight::from_parts(0, 2678).saturating_mul(o.into()))
	}
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	pub fn drain() -> Weight {
		// Proof size in bytes:
		//  Measured:  `498`
		//  Estimated: `3857`
		// Minimum execution time: 10_946_000 picoseconds.
		Weight::from_parts(17_926_000, 3857)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::ProviderTypes` (r:1 w:0)
	/// Proof: `Providers::ProviderTypes` (`max_values`: None, `max_size`: Some(1073), added: 3548, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:32 w:32)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:32 w:32)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::LastPass` (r:1 w:1)
	/// Proof: `Subscriptions::LastPass` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::PendingTypes` (r:0 w:32)
	/// Proof: `Subscriptions::PendingTypes` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	/// The range of component `o` is `[0, 32]`.
	pub fn undrain(o: u32, ) -> Weight {
		// Proof size in bytes:
		//  Measured:  `780 + o * (246 ±0)`
		//  Estimated: `4538 + o * (2678 ±0)`
		// Minimum execution time: 17_025_000 picoseconds.
		Weight::from_parts(51_429_489, 4538)
			// Standard Error: 5_090_087
			.saturating_add(Weight::from_parts(24_586_234, 0).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(o.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(o.into())))
			.saturating_add(Weight::from_parts(0, 2678).saturating_mul(o.into()))
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
	/// Storage: `Providers::Profiles` (r:0 w:1)
	/// Proof: `Providers::Profiles` (`max_values`: None, `max_size`: Some(1148), added: 3623, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OperatorOf` (r:0 w:8)
	/// Proof: `Providers::OperatorOf` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// The range of component `o` is `[0, 8]`.
	pub fn leave(o: u32, ) -> Weight {
		// Proof size in bytes:
		//  Measured:  `516 + o * (32 ±0)`
		//  Estimated: `3857`
		// Minimum execution time: 164_075_000 picoseconds.
		Weight::from_parts(247_503_555, 3857)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(71_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(o.into())))
	}
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	pub fn set_beneficiary() -> Weight {
		// Proof size in bytes:
		//  Measured:  `498`
		//  Estimated: `3857`
		// Minimum execution time: 10_997_000 picoseconds.
		Weight::from_parts(18_678_000, 3857)
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
		// Minimum execution time: 14_511_000 picoseconds.
		Weight::from_parts(18_157_000, 3857)
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
		// Minimum execution time: 14_402_000 picoseconds.
		Weight::from_parts(21_562_000, 3857)
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
		// Minimum execution time: 14_001_000 picoseconds.
		Weight::from_parts(17_756_000, 3857)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Providers::Providers` (r:1 w:0)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::ProviderTypes` (r:1 w:0)
	/// Proof: `Providers::ProviderTypes` (`max_values`: None, `max_size`: Some(1073), added: 3548, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:32 w:32)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:32 w:32)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::LastPass` (r:1 w:1)
	/// Proof: `Subscriptions::LastPass` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Profiles` (r:0 w:1)
	/// Proof: `Providers::Profiles` (`max_values`: None, `max_size`: Some(1148), added: 3623, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::PendingTypes` (r:0 w:32)
	/// Proof: `Subscriptions::PendingTypes` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	/// The range of component `o` is `[0, 32]`.
	pub fn set_profile(o: u32, ) -> Weight {
		// Proof size in bytes:
		//  Measured:  `780 + o * (246 ±0)`
		//  Estimated: `4538 + o * (2678 ±0)`
		// Minimum execution time: 21_452_000 picoseconds.
		Weight::from_parts(22_023_000, 4538)
			// Standard Error: 6_097_608
			.saturating_add(Weight::from_parts(37_967_607, 0).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(o.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(o.into())))
			.saturating_add(Weight::from_parts(0, 2678).saturating_mul(o.into()))
	}
	/// Storage: `Providers::Providers` (r:1 w:1)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::DescriptorTypes` (r:1 w:1)
	/// Proof: `Providers::DescriptorTypes` (`max_values`: None, `max_size`: Some(166), added: 2641, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:1 w:1)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferCount` (r:1 w:1)
	/// Proof: `Providers::OfferCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:1 w:1)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::LastPass` (r:1 w:1)
	/// Proof: `Subscriptions::LastPass` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(139), added: 2614, mode: `MaxEncodedLen`)
	/// Storage: `Providers::ProviderTypes` (r:1 w:1)
	/// Proof: `Providers::ProviderTypes` (`max_values`: None, `max_size`: Some(1073), added: 3548, mode: `MaxEncodedLen`)
	/// Storage: `Providers::OfferRing` (r:0 w:1)
	/// Proof: `Providers::OfferRing` (`max_values`: None, `max_size`: Some(92), added: 2567, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::PendingTypes` (r:0 w:1)
	/// Proof: `Subscriptions::PendingTypes` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	pub fn offer_with() -> Weight {
		// Proof size in bytes:
		//  Measured:  `1523`
		//  Estimated: `4538`
		// Minimum execution time: 86_589_000 picoseconds.
		Weight::from_parts(138_406_000, 4538)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(11_u64))
	}
	/// Storage: `Providers::Providers` (r:1 w:0)
	/// Proof: `Providers::Providers` (`max_values`: None, `max_size`: Some(392), added: 2867, mode: `MaxEncodedLen`)
	/// Storage: `Providers::Offers` (r:1 w:1)
	/// Proof: `Providers::Offers` (`max_values`: None, `max_size`: Some(203), added: 2678, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::WaitingState` (r:1 w:1)
	/// Proof: `Subscriptions::WaitingState` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::LastPass` (r:1 w:1)
	/// Proof: `Subscriptions::LastPass` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	/// Storage: `Providers::AllowedConsumers` (r:0 w:1)
	/// Proof: `Providers::AllowedConsumers` (`max_values`: None, `max_size`: Some(1121), added: 3596, mode: `MaxEncodedLen`)
	/// Storage: `Subscriptions::PendingTypes` (r:0 w:1)
	/// Proof: `Subscriptions::PendingTypes` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	pub fn set_allowed() -> Weight {
		// Proof size in bytes:
		//  Measured:  `948`
		//  Estimated: `3857`
		// Minimum execution time: 25_458_000 picoseconds.
		Weight::from_parts(45_107_000, 3857)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
}
