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
		// Minimum execution time: 46_860_000 picoseconds.
		Weight::from_parts(73_229_000, 3857)
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
		// Minimum execution time: 43_095_000 picoseconds.
		Weight::from_parts(57_105_000, 3857)
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
		// Minimum execution time: 13_029_000 picoseconds.
		Weight::from_parts(15_323_000, 3857)
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
		// Minimum execution time: 20_771_000 picoseconds.
		Weight::from_parts(22_254_000, 6724)
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
		// Minimum execution time: 17_887_000 picoseconds.
		Weight::from_parts(20_180_000, 6724)
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
		// Minimum execution time: 50_265_000 picoseconds.
		Weight::from_parts(56_613_913, 3631)
			// Standard Error: 5_696
			.saturating_add(Weight::from_parts(17_015, 0).saturating_mul(n.into()))
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
		// Minimum execution time: 48_903_000 picoseconds.
		Weight::from_parts(53_029_000, 3631)
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
		// Minimum execution time: 80_891_000 picoseconds.
		Weight::from_parts(92_217_000, 4538)
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
		// Minimum execution time: 84_977_000 picoseconds.
		Weight::from_parts(91_687_000, 6346)
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
		// Minimum execution time: 17_497_000 picoseconds.
		Weight::from_parts(19_729_000, 6724)
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
		// Minimum execution time: 24_888_000 picoseconds.
		Weight::from_parts(38_924_772, 6724)
			// Standard Error: 207_403
			.saturating_add(Weight::from_parts(13_452_917, 0).saturating_mul(o.into()))
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
		// Minimum execution time: 10_927_000 picoseconds.
		Weight::from_parts(12_038_000, 3857)
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
		// Minimum execution time: 15_042_000 picoseconds.
		Weight::from_parts(85_439, 4538)
			// Standard Error: 419_273
			.saturating_add(Weight::from_parts(17_469_389, 0).saturating_mul(o.into()))
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
		// Minimum execution time: 158_206_000 picoseconds.
		Weight::from_parts(172_103_082, 3857)
			// Standard Error: 526_984
			.saturating_add(Weight::from_parts(2_584_032, 0).saturating_mul(o.into()))
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
		// Minimum execution time: 10_926_000 picoseconds.
		Weight::from_parts(12_548_000, 3857)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Providers::Providers` (r:1 w:0)
	/// Storage: `Providers::Maintenance` (r:1 w:1)
	pub fn announce_maintenance() -> Weight {
		Weight::from_parts(16_895_000, 3857)
			.saturating_add(T::DbWeight::get().reads(2_u64))
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
		// Minimum execution time: 14_852_000 picoseconds.
		Weight::from_parts(16_895_000, 3857)
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
		// Minimum execution time: 13_550_000 picoseconds.
		Weight::from_parts(15_493_000, 3857)
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
		// Minimum execution time: 13_901_000 picoseconds.
		Weight::from_parts(18_998_000, 3857)
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
		// Minimum execution time: 21_502_000 picoseconds.
		Weight::from_parts(38_504_803, 4538)
			// Standard Error: 427_378
			.saturating_add(Weight::from_parts(15_678_048, 0).saturating_mul(o.into()))
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
		// Minimum execution time: 82_614_000 picoseconds.
		Weight::from_parts(95_973_000, 4538)
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
		// Minimum execution time: 24_456_000 picoseconds.
		Weight::from_parts(29_414_000, 3857)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
}
