//! What the calls cost at their worst: full lists, an operator's key instead of the owner's, queues that must be mended. What pallet
//! Subscriptions asks for (an award, a release) is measured there, as a part of its calls.
//!
//! A folder of its own, like the tests, so that a new benchmark needs no new blob.

pub mod setup;

use self::setup::*;
use crate::*;
use alloc::{vec, vec::Vec};
use frame::{benchmarking::prelude::*, token::fungible::Mutate};

#[benchmarks(where T::Currency: Mutate<T::AccountId>)]
mod benches {
	use super::*;

	#[benchmark]
	fn register() {
		let who = rich::<T>("provider", 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), 3);
		assert!(Providers::<T>::contains_key(who));
	}

	#[benchmark]
	fn set_units() {
		let who = provider::<T>(0, 2, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), 1);
		assert_eq!(Providers::<T>::get(who).map(|provider| provider.units), Some(1));
	}

	#[benchmark]
	fn add_operator() {
		let who = provider::<T>(0, 1, 1);
		let operator = operator::<T>(0, T::MaxOperators::get());
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), operator);
		assert_eq!(PendingOperators::<T>::get(who).len(), 1);
	}

	#[benchmark]
	fn accept_operator() {
		let who = provider::<T>(0, 1, 1);
		let operator = operator::<T>(0, T::MaxOperators::get());
		Pallet::<T>::add_operator(RawOrigin::Signed(who.clone()).into(), operator.clone()).expect("it may");
		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), who.clone());
		assert_eq!(OperatorOf::<T>::get(operator), Some(who));
	}

	/// By the operator's key, the last in a full list.
	#[benchmark]
	fn remove_operator() {
		provider::<T>(0, 1, 0);
		let operator = operator::<T>(0, T::MaxOperators::get() - 1);
		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), operator.clone());
		assert!(!OperatorOf::<T>::contains_key(operator));
	}

	/// With a name of `n` bytes.
	#[benchmark]
	fn register_type(n: Linear<1, { T::MaxNameLength::get() }>) {
		let who = rich::<T>("type owner", 0);
		let name = vec![b'a'; n as usize].try_into().expect("as long as a name may be");
		#[extrinsic_call]
		_(RawOrigin::Signed(who), type_id(0), name);
		assert!(DescriptorTypes::<T>::contains_key(type_id(0)));
	}

	/// Of a type that was offered before, so that it left a queue and a window.
	#[benchmark]
	fn unregister_type() {
		let id = registered_type::<T>(0);
		let owner = DescriptorTypes::<T>::get(id).expect("it was just registered").owner;
		let who = offering::<T>(0, id, 1);
		Pallet::<T>::close_offer(RawOrigin::Signed(who).into(), id).expect("it may");
		NextWindow::<T>::insert(id, 1);
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), id);
		assert!(!DescriptorTypes::<T>::contains_key(id));
	}

	/// A new offer, behind another, for which somebody waits.
	#[benchmark]
	fn offer() {
		let id = registered_type::<T>(0);
		offering::<T>(1, id, 1);
		T::OnSupply::have_somebody_wait(&id);
		let who = provider::<T>(0, 1, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), id, 1u32.into(), 1);
		assert!(Offers::<T>::contains_key(id, who));
	}

	/// Between two others in the queue; not in use, so that the record goes.
	#[benchmark]
	fn close_offer() {
		let id = registered_type::<T>(0);
		offering::<T>(1, id, 1);
		let who = provider::<T>(0, 1, 0);
		Pallet::<T>::offer(RawOrigin::Signed(who.clone()).into(), id, 1u32.into(), 1).expect("it may");
		offering::<T>(2, id, 1);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), id);
		assert!(!Offers::<T>::contains_key(id, who));
	}

	/// By an operator of a provider that was not dark.
	#[benchmark]
	fn heartbeat() {
		let who = provider::<T>(0, 1, 0);
		offering_many::<T>(&who, 1);
		forward::<T>(1u32.into());
		#[extrinsic_call]
		_(RawOrigin::Signed(operator::<T>(0, 0)));
		let now = Pallet::<T>::now();
		assert_eq!(Providers::<T>::get(who).map(|provider| provider.last_heartbeat), Some(now));
	}

	/// By an operator, after one more dark period than are kept, with `o` offers for which somebody waits.
	#[benchmark]
	fn heartbeat_after_dark(o: Linear<0, { T::MaxOffers::get() }>) {
		let who = provider::<T>(0, T::MaxOffers::get(), 0);
		many_dark_periods::<T>(&who);
		offering_many::<T>(&who, o);
		#[extrinsic_call]
		heartbeat(RawOrigin::Signed(operator::<T>(0, 0)));
		let now = Pallet::<T>::now();
		assert_eq!(Providers::<T>::get(who).map(|provider| provider.last_heartbeat), Some(now));
	}

	#[benchmark]
	fn drain() {
		let who = provider::<T>(0, 1, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));
		assert!(Providers::<T>::get(who).is_some_and(|provider| provider.draining));
	}

	/// With `o` offers for which somebody waits.
	#[benchmark]
	fn undrain(o: Linear<0, { T::MaxOffers::get() }>) {
		let who = provider::<T>(0, T::MaxOffers::get(), 0);
		offering_many::<T>(&who, o);
		Pallet::<T>::drain(RawOrigin::Signed(who.clone()).into()).expect("it may");
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));
		assert!(Providers::<T>::get(who).is_some_and(|provider| !provider.draining));
	}

	/// With `o` operators to forget, and with as many changes and dark periods as are kept.
	#[benchmark]
	fn leave(o: Linear<0, { T::MaxOperators::get() }>) {
		let who = provider::<T>(0, 1, T::MaxOperators::get() - o);
		set_keys::<T>(&who);
		Pallet::<T>::set_profile(RawOrigin::Signed(who.clone()).into(), Some(profile())).expect("it may");
		let from = Pallet::<T>::now() + T::MaintenanceNotice::get();
		let window = MaintenanceWindow { from, until: from + 1u32.into() };
		Pallet::<T>::announce_maintenance(RawOrigin::Signed(who.clone()).into(), Some(window)).expect("it may");
		many_dark_periods::<T>(&who);
		many_changes::<T>(&who);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));
		assert!(!Providers::<T>::contains_key(who));
	}

	#[benchmark]
	fn set_beneficiary() {
		let who = provider::<T>(0, 1, 0);
		let beneficiary: T::AccountId = account("beneficiary", 0, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), Some(beneficiary.clone()));
		assert_eq!(Providers::<T>::get(who).and_then(|provider| provider.beneficiary), Some(beneficiary));
	}

	#[benchmark]
	fn set_login_key() {
		let who = with_keys::<T>(0);
		let key = LoginKey { scheme: Scheme::Ecdsa, key: vec![2; 33].try_into().expect("33 bytes") };
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), Some(key.clone()));
		assert_eq!(KeysOf::<T>::get(who).login, Some(key));
	}

	/// The third, so that there is one before and one is forgotten.
	#[benchmark]
	fn rotate_sealing_key() {
		let who = with_keys::<T>(0);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), [3; 32]);
		assert_eq!(KeysOf::<T>::get(who).sealing.map(|key| key.version), Some(3));
	}

	#[benchmark]
	fn drop_previous_sealing_key() {
		let who = with_keys::<T>(0);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));
		assert_eq!(KeysOf::<T>::get(who).previous, None);
	}

	/// With `o` offers for which somebody waits.
	#[benchmark]
	fn set_profile(o: Linear<0, { T::MaxOffers::get() }>) {
		let who = provider::<T>(0, T::MaxOffers::get(), 0);
		offering_many::<T>(&who, o);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), Some(profile()));
		assert_eq!(Profiles::<T>::get(who), Some(profile()));
	}

	#[benchmark]
	fn offer_with() {
		let id = registered_type::<T>(0);
		offering::<T>(1, id, 1);
		T::OnSupply::have_somebody_wait(&id);
		let who = provider::<T>(0, 1, 0);
		let price: BalanceOf<T> = 1u32.into();
		let elastic = Some(Elastic { floor: price, ceiling: price, step: price });
		#[extrinsic_call]
		_(
			RawOrigin::Signed(who.clone()),
			id,
			OfferTerms { price, elastic, capacity: 1, setup_blocks: T::MaxSetupBlocks::get() },
		);
		assert!(Offers::<T>::get(id, who).is_some_and(|found| found.elastic.is_some()));
	}

	#[benchmark]
	fn set_allowed() {
		let who = provider::<T>(0, 1, 0);
		offering_many::<T>(&who, 1);
		let id = ProviderTypes::<T>::get(&who)[0];
		let consumers: Vec<T::AccountId> = (0..32).map(|n| account("consumer", n, 0)).collect();
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), id, Some(consumers.try_into().expect("as many as a list holds")));
		assert!(Offers::<T>::get(id, who).is_some_and(|found| found.private));
	}

	#[benchmark]
	fn announce_maintenance() {
		let who = provider::<T>(0, 1, 0);
		// The call may be made in the block after this.
		let from = Pallet::<T>::now() + T::MaintenanceNotice::get() + 1u32.into();
		let window = MaintenanceWindow { from, until: from + T::MaxMaintenance::get() };
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), Some(window));
		assert_eq!(Maintenance::<T>::get(who), Some(window));
	}

	impl_benchmark_test_suite!(Pallet, crate::tests::mock::genesis(), crate::tests::mock::Test);
}
