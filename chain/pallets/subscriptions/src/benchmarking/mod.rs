//! What the calls and the items of the hook cost at their worst.
//!
//! A call applies time to its subscription first. What that costs is measured by itself ([`benches::poke`],
//! [`benches::serve_deadline`]) and added to every such call in `weights`, so the calls are measured on subscriptions to which time has
//! done nothing. A folder of its own, like the tests, so that a new benchmark needs no new blob.

pub mod setup;

use self::setup::*;
use crate::*;
use alloc::vec;
use frame::{benchmarking::prelude::*, deps::frame_support::weights::WeightMeter};
use pallet_providers::benchmarking::setup as market;

type Weights<T> = <T as Config>::WeightInfo;

#[benchmarks(where T: setup::Runtime)]
mod benches {
	use super::*;

	/// After `s` offers that are passed by.
	#[benchmark]
	fn subscribe(s: Linear<0, { <T as pallet_providers::Config>::MaxScan::get() - 1 }>) {
		let type_id = market::registered_type::<T>(0);
		market::ring::<T>(type_id, s);
		let consumer = market::rich::<T>("consumer", 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(consumer), type_id, descriptor(), price::<T>(), funds::<T>());
		assert_eq!(attempt::<T>(0), Some(1));
	}

	/// The first declaration, which begins the payment.
	#[benchmark]
	fn declare_deployed() {
		let deal = awarded::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(deal.operator), deal.id, 1, 1);
		assert!(Assignments::<T>::get(deal.provider, (deal.id, 1)).is_some_and(|a| a.segment.is_some()));
	}

	/// With a reason of `r` bytes.
	#[benchmark]
	fn report(r: Linear<0, { T::MaxReasonLength::get() }>) {
		let deal = deployed::<T>();
		let reason = vec![b'a'; r as usize].try_into().expect("as long as a reason may be");
		#[extrinsic_call]
		_(RawOrigin::Signed(deal.operator), deal.id, 1, Condition::Degraded, reason);
		let assignment = Assignments::<T>::get(deal.provider, (deal.id, 1));
		assert_eq!(assignment.and_then(|a| a.condition), Some(Condition::Degraded));
	}

	/// The search for the next provider passes `s` offers by.
	#[benchmark]
	fn reject(s: Linear<0, { <T as pallet_providers::Config>::MaxScan::get() - 1 }>) {
		let deal = awarded::<T>();
		market::ring::<T>(deal.type_id, s);
		let reason = vec![b'a'; T::MaxReasonLength::get() as usize].try_into().expect("as long as a reason may be");
		#[extrinsic_call]
		_(RawOrigin::Signed(deal.operator), deal.id, 1, reason);
		assert_eq!(attempt::<T>(deal.id), Some(2));
	}

	#[benchmark]
	fn update() {
		let deal = deployed::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(deal.consumer), deal.id, H256([8; 32]));
		assert_eq!(Subscriptions::<T>::get(deal.id).map(|s| s.generation), Some(2));
	}

	/// Of a deployment: it is settled and its entry in the queue moves.
	#[benchmark]
	fn top_up() {
		let deal = deployed::<T>();
		let paid = Subscriptions::<T>::get(deal.id).map(|s| s.paid);
		#[extrinsic_call]
		_(RawOrigin::Signed(deal.consumer), deal.id, funds::<T>());
		assert!(Subscriptions::<T>::get(deal.id).map(|s| s.paid) > paid);
	}

	/// Of a deployment: it is settled and its entry in the queue moves.
	#[benchmark]
	fn withdraw() {
		let deal = deployed::<T>();
		let paid = Subscriptions::<T>::get(deal.id).map(|s| s.paid);
		#[extrinsic_call]
		_(RawOrigin::Signed(deal.consumer), deal.id, price::<T>());
		assert!(Subscriptions::<T>::get(deal.id).map(|s| s.paid) > paid);
	}

	/// Of a deployment, which ends later.
	#[benchmark]
	fn cancel() {
		let deal = deployed::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(deal.consumer), deal.id);
		assert!(Assignments::<T>::get(deal.provider, (deal.id, 1)).is_some_and(|a| a.stop.is_some()));
	}

	/// Of an award, which is over at once and paid for its set-up.
	#[benchmark]
	fn cancel_award() {
		let deal = awarded::<T>();
		forward::<T>(1u32.into());
		#[extrinsic_call]
		cancel(RawOrigin::Signed(deal.consumer), deal.id);
		assert!(is_closed::<T>(deal.id));
	}

	/// Of one that waits, which leaves no tombstone, so that an old closed one goes for it.
	#[benchmark]
	fn cancel_waiting() {
		full_ring_of_closed::<T>();
		let (consumer, id, _) = waiting::<T>();
		#[extrinsic_call]
		cancel(RawOrigin::Signed(consumer), id);
		assert!(is_closed::<T>(id));
	}

	#[benchmark]
	fn resign() {
		let deal = deployed::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(deal.operator), deal.id, 1);
		assert!(Assignments::<T>::get(deal.provider, (deal.id, 1)).is_some_and(|a| a.stop.is_some()));
	}

	#[benchmark]
	fn claim() {
		let deal = deployed::<T>();
		let paid = Subscriptions::<T>::get(deal.id).map(|s| s.paid);
		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), deal.id, 1);
		assert!(Subscriptions::<T>::get(deal.id).map(|s| s.paid) > paid);
	}

	#[benchmark]
	fn claim_owed() {
		let deal = awarded::<T>();
		let debt = Debt { consumer: deal.consumer, amount: price::<T>() };
		Debts::<T>::insert(&deal.provider, deal.id, debt);
		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), deal.provider.clone(), deal.id);
		assert!(!Debts::<T>::contains_key(deal.provider, deal.id));
	}

	/// Of a missed deadline; the search for the next provider passes `s` offers by.
	#[benchmark]
	fn poke(s: Linear<0, { <T as pallet_providers::Config>::MaxScan::get() - 1 }>) {
		let deal = missed::<T>(s);
		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), deal.id);
		assert_eq!(attempt::<T>(deal.id), Some(2));
	}

	/// Of a deployment whose funds ended.
	#[benchmark]
	fn poke_ended() {
		let deal = ended::<T>();
		#[extrinsic_call]
		poke(RawOrigin::Signed(whitelisted_caller()), deal.id);
		assert!(is_closed::<T>(deal.id));
	}

	/// The last of a closed subscription, of a closed offer: both records go, and an old closed subscription.
	#[benchmark]
	fn confirm_teardown() {
		full_ring_of_closed::<T>();
		let deal = ended::<T>();
		Pallet::<T>::poke(RawOrigin::Signed(deal.consumer.clone()).into(), deal.id).expect("it may");
		let owner = RawOrigin::Signed(deal.provider.clone()).into();
		pallet_providers::Pallet::<T>::close_offer(owner, deal.type_id).expect("it may");
		#[extrinsic_call]
		_(RawOrigin::Signed(deal.operator), deal.id, 1, H256([9; 32]));
		assert!(!Assignments::<T>::contains_key(deal.provider, (deal.id, 1)));
	}

	/// After `s` offers that are passed by.
	#[benchmark]
	fn place(s: Linear<0, { <T as pallet_providers::Config>::MaxScan::get() - 1 }>) {
		let (_, id, type_id) = waiting::<T>();
		market::ring::<T>(type_id, s);
		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), id);
		assert_eq!(attempt::<T>(id), Some(1));
	}

	#[benchmark]
	fn propose_price() {
		let deal = deployed::<T>();
		let rate = price::<T>() + 1u32.into();
		#[extrinsic_call]
		_(RawOrigin::Signed(deal.provider.clone()), deal.id, 1, Some(rate));
		assert_eq!(Assignments::<T>::get(deal.provider, (deal.id, 1)).and_then(|a| a.proposal), Some(rate));
	}

	#[benchmark]
	fn accept_price() {
		let deal = priced::<T>();
		let rate = price::<T>() + 1u32.into();
		#[extrinsic_call]
		_(RawOrigin::Signed(deal.consumer), deal.id, 1, rate);
		assert_eq!(Assignments::<T>::get(deal.provider, (deal.id, 1)).map(|a| a.rate), Some(rate));
	}

	#[benchmark]
	fn reprice() {
		let deal = priced::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(deal.provider.clone()), deal.id, 1, price::<T>() + 1u32.into());
		assert!(Assignments::<T>::get(deal.provider, (deal.id, 1)).is_some_and(|a| a.next.is_some()));
	}

	/// The hook, when it looks at an entry that no longer fits.
	#[benchmark]
	fn drain_base() {
		ended::<T>();
		let now = System::<T>::block_number();
		EndsCursor::<T>::put(now);
		let room = Weights::<T>::drain_base().saturating_add(Weights::<T>::drain_block());
		#[block]
		{
			Pallet::<T>::drain_ends(now, &mut WeightMeter::with_limit(room));
		}
		assert_eq!(EndsCursor::<T>::get(), now);
	}

	/// The hook, looking at `b` blocks without entries.
	#[benchmark]
	fn drain_blocks(b: Linear<0, 1_000>) {
		let now = BlockNumberFor::<T>::from(b);
		EndsCursor::<T>::put(BlockNumberFor::<T>::from(1u32));
		#[block]
		{
			Pallet::<T>::drain_ends(now, &mut WeightMeter::new());
		}
		assert_eq!(EndsCursor::<T>::get(), now + 1u32.into());
	}

	/// The hook, serving a deployment whose funds ended.
	#[benchmark]
	fn serve_end() {
		let deal = ended::<T>();
		let now = System::<T>::block_number();
		EndsCursor::<T>::put(now);
		#[block]
		{
			Pallet::<T>::drain_ends(now, &mut WeightMeter::new());
		}
		assert!(is_closed::<T>(deal.id));
	}

	/// The hook, serving a missed deadline; the search for the next provider passes `s` offers by.
	#[benchmark]
	fn serve_deadline(s: Linear<0, { <T as pallet_providers::Config>::MaxScan::get() - 1 }>) {
		let deal = missed::<T>(s);
		let now = System::<T>::block_number();
		EndsCursor::<T>::put(now);
		#[block]
		{
			Pallet::<T>::drain_ends(now, &mut WeightMeter::new());
		}
		assert_eq!(attempt::<T>(deal.id), Some(2));
	}

	impl_benchmark_test_suite!(Pallet, crate::tests::mock::genesis(), crate::tests::mock::Test);
}
