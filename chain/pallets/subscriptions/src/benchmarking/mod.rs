//! What the calls and the items of the hook cost at their worst.
//!
//! A call applies time to its subscription first. What that costs is measured by itself ([`benches::poke`],
//! [`benches::serve_deadline`]) and added to every such call in `weights`, so the calls are measured on subscriptions to which time has
//! done nothing. A folder of its own, like the tests, so that a new benchmark needs no new blob.

pub mod setup;

use self::setup::*;
use crate::*;
use alloc::{boxed::Box, vec, vec::Vec};
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
		market::ring::<T>(0, type_id, s);
		begin_with_ring::<T>(type_id, s);
		let consumer = market::rich::<T>("consumer", 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(consumer), type_id, descriptor(), price::<T>(), funds::<T>());
		assert_eq!(attempt::<T>(0), Some(1));
	}

	/// The first declaration, which begins the payment, by a provider that missed the deadlines before.
	#[benchmark]
	fn declare_deployed() {
		let deal = awarded::<T>();
		one_miss_left::<T>(deal.type_id, &deal.provider);
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

	/// With a wish, whose group waits.
	#[benchmark]
	fn reject() {
		let deal = awarded_with::<T>();
		let reason = vec![b'a'; T::MaxReasonLength::get() as usize].try_into().expect("as long as a reason may be");
		#[extrinsic_call]
		_(RawOrigin::Signed(deal.operator), deal.id, 1, reason);
		assert!(is_tried_again::<T>(deal.id));
	}

	#[benchmark]
	fn update() {
		let deal = deployed::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(deal.consumer), deal.id, H256([8; 32]));
		assert_eq!(Subscriptions::<T>::get(deal.id).map(|s| s.generation), Some(2));
	}

	/// As many keys as it may have, in the place of as many.
	#[benchmark]
	fn set_logins() {
		let deal = deployed::<T>();
		let before = logins(1);
		Logins::<T>::insert(deal.id, &before);
		#[extrinsic_call]
		_(RawOrigin::Signed(deal.consumer), deal.id, logins(2));
		assert_eq!(Subscriptions::<T>::get(deal.id).map(|s| s.generation), Some(2));
		assert_ne!(Logins::<T>::get(deal.id), before);
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

	/// Of an award, which is over at once and paid for its set-up. Its group waits.
	#[benchmark]
	fn cancel_award() {
		let deal = awarded_with::<T>();
		forward::<T>(1u32.into());
		#[extrinsic_call]
		cancel(RawOrigin::Signed(deal.consumer), deal.id);
		assert!(is_closed::<T>(deal.id));
	}

	/// Of one that waits, in the middle of a line, whose turn it is. It leaves no tombstone, so that an old closed one goes for it.
	#[benchmark]
	fn cancel_waiting() {
		full_ring_of_closed::<T>();
		let (consumer, id, _) = waiting::<T>(0, true);
		#[extrinsic_call]
		cancel(RawOrigin::Signed(consumer), id);
		assert!(is_closed::<T>(id));
	}

	/// With a wish to follow: who takes over is to be looked for.
	#[benchmark]
	fn resign() {
		let deal = deployed_with::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(deal.operator), deal.id, 1);
		assert!(Searches::<T>::contains_key(deal.id));
	}

	/// By another than the consumer, who gives the credit: the provider has resigned when there was nobody.
	#[benchmark]
	fn migrate() {
		let deal = deployed_with::<T>();
		Pallet::<T>::resign(RawOrigin::Signed(deal.operator).into(), deal.id, 1).expect("it may");
		Pallet::<T>::end_search(deal.id, &deal.consumer).expect("it is held");
		let other = market::rich::<T>("consumer", 9);
		#[extrinsic_call]
		_(RawOrigin::Signed(other), deal.id);
		assert!(Searches::<T>::contains_key(deal.id));
	}

	/// Of a search whose credit was spent, by another than the consumer: the hook goes on with it.
	#[benchmark]
	fn fund_search() {
		let (deal, other) = (deployed_with::<T>(), market::rich::<T>("consumer", 9));
		Pallet::<T>::migrate(RawOrigin::Signed(deal.consumer.clone()).into(), deal.id).expect("a consumer may");
		Pallet::<T>::end_search(deal.id, &deal.consumer).expect("it is held");
		Pallet::<T>::rest_search(deal.id, None);
		let amount = T::StepPrice::get().max(price::<T>());
		#[extrinsic_call]
		_(RawOrigin::Signed(other), deal.id, amount);
		assert_eq!(SearchCredits::<T>::get(deal.id), amount);
	}

	/// By who takes over and missed the deadlines before: the one before is paid and ends.
	#[benchmark]
	fn declare_taken_over() {
		let (deal, successor) = migrating::<T>();
		one_miss_left::<T>(deal.type_id, &successor);
		#[extrinsic_call]
		declare_deployed(RawOrigin::Signed(successor), deal.id, 2, 1);
		assert_eq!(attempt::<T>(deal.id), Some(2));
	}

	/// Giving up a migration too: who was to take over is paid for its set-up.
	#[benchmark]
	fn cancel_migrating() {
		let (deal, _) = migrating::<T>();
		forward::<T>(1u32.into());
		#[extrinsic_call]
		cancel(RawOrigin::Signed(deal.consumer), deal.id);
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

	/// Of a missed deadline with a wish, whose group waits.
	#[benchmark]
	fn poke() {
		let deal = missed::<T>(awarded_with::<T>());
		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), deal.id);
		assert!(is_tried_again::<T>(deal.id));
	}

	/// Of a deployment that was resigned, and who was to take over missed the deadline.
	#[benchmark]
	fn poke_both() {
		let deal = both_gone::<T>();
		#[extrinsic_call]
		poke(RawOrigin::Signed(whitelisted_caller()), deal.id);
		assert!(is_tried_again::<T>(deal.id));
	}

	/// Of a deployment with a wish whose funds ended while another was to take over, who is paid for the set-up.
	#[benchmark]
	fn poke_given_up() {
		let deal = given_up::<T>();
		#[extrinsic_call]
		poke(RawOrigin::Signed(whitelisted_caller()), deal.id);
		assert!(is_closed::<T>(deal.id));
	}

	/// Of a deployment with a wish whose funds ended.
	#[benchmark]
	fn poke_ended() {
		let deal = ended::<T>(awarded_with::<T>());
		#[extrinsic_call]
		poke(RawOrigin::Signed(whitelisted_caller()), deal.id);
		assert!(is_closed::<T>(deal.id));
	}

	/// The last of a closed subscription, of a closed offer: both records go, and an old closed subscription.
	#[benchmark]
	fn confirm_teardown() {
		full_ring_of_closed::<T>();
		let deal = ended::<T>(awarded::<T>());
		Pallet::<T>::poke(RawOrigin::Signed(deal.consumer.clone()).into(), deal.id).expect("it may");
		let owner = RawOrigin::Signed(deal.provider.clone()).into();
		pallet_providers::Pallet::<T>::close_offer(owner, deal.type_id).expect("it may");
		#[extrinsic_call]
		_(RawOrigin::Signed(deal.operator), deal.id, 1, H256([9; 32]));
		assert!(!Assignments::<T>::contains_key(deal.provider, (deal.id, 1)));
	}

	/// With the longest wish, and a group that is placed: after `s` offers that are passed by, and those that it prefers.
	#[benchmark]
	fn subscribe_with(s: Linear<0, { <T as pallet_providers::Config>::MaxScan::get() - 1 }>) {
		let type_id = market::registered_type::<T>(0);
		let consumer = market::rich::<T>("consumer", 0);
		group::<T>(&consumer, true);
		let prefer = market::asked_in_vain::<T>(1, type_id);
		market::ring::<T>(0, type_id, s);
		begin_with_ring::<T>(type_id, s);
		let id = NextId::<T>::get();
		#[extrinsic_call]
		_(RawOrigin::Signed(consumer), Box::new(request::<T>(type_id, prefer)));
		assert_eq!(attempt::<T>(id), Some(1));
	}

	/// As [`subscribe`] in vain: nobody will, and it goes to the end of a line.
	#[benchmark]
	fn subscribe_and_wait(s: Linear<0, { <T as pallet_providers::Config>::MaxScan::get() - 1 }>) {
		let type_id = market::registered_type::<T>(0);
		let consumer = market::rich::<T>("consumer", 0);
		setup::subscribe::<T>(&consumer, type_id);
		for n in 0..s {
			market::private::<T>(1_000 + n, type_id);
		}
		WaitingState::<T>::mutate(type_id, |line| line.as_mut().expect("one waits").walk = None);
		#[extrinsic_call]
		subscribe(RawOrigin::Signed(consumer), type_id, descriptor(), price::<T>(), funds::<T>());
		assert!(Subscriptions::<T>::get(1).is_some_and(|s| s.in_line.is_some()));
	}

	/// `n` at once, each of a type of its own with as many offers as are looked at, with those that it prefers, all in one group.
	#[benchmark]
	fn subscribe_many(n: Linear<1, 8>) {
		let consumer = market::rich::<T>("consumer", 0);
		let passed = <T as pallet_providers::Config>::MaxScan::get() - 1;
		let requests: Vec<RequestOf<T>> = (0..n)
			.map(|n| {
				let type_id = market::registered_type::<T>(n as u8);
				let prefer = market::asked_in_vain::<T>(10 + n, type_id);
				market::ring::<T>(20 + n, type_id, passed);
				begin_with_ring::<T>(type_id, passed);
				request::<T>(type_id, prefer)
			})
			.collect();
		#[extrinsic_call]
		_(RawOrigin::Signed(consumer), requests.try_into().expect("eight at most"));
		assert_eq!(attempt::<T>(u64::from(n - 1)), Some(1));
	}

	/// With `n` deployments that have earned something, the last of the provider's, which offers as much as it may.
	#[benchmark]
	fn force_retire(n: Linear<1, MAX_RETIRED>) {
		let provider = with_deployments::<T>(n);
		#[extrinsic_call]
		_(RawOrigin::Root, provider.clone(), n);
		assert!(!pallet_providers::Providers::<T>::contains_key(provider));
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
		ended::<T>(awarded::<T>());
		let now = Pallet::<T>::now();
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

	/// The hook, serving a deployment without a wish whose funds ended.
	#[benchmark]
	fn serve_end() {
		let deal = ended::<T>(awarded::<T>());
		let now = served_next::<T>();
		#[block]
		{
			Pallet::<T>::drain_ends(now, &mut WeightMeter::new());
		}
		assert!(is_closed::<T>(deal.id));
	}

	/// As [`serve_end`], with a wish, whose group waits.
	#[benchmark]
	fn serve_end_of_group() {
		let deal = ended::<T>(awarded_with::<T>());
		let now = served_next::<T>();
		#[block]
		{
			Pallet::<T>::drain_ends(now, &mut WeightMeter::new());
		}
		assert!(is_closed::<T>(deal.id));
	}

	/// The hook, serving a missed deadline without a wish.
	#[benchmark]
	fn serve_deadline() {
		let deal = missed::<T>(awarded::<T>());
		let now = served_next::<T>();
		#[block]
		{
			Pallet::<T>::drain_ends(now, &mut WeightMeter::new());
		}
		assert!(is_tried_again::<T>(deal.id));
	}

	/// As [`serve_deadline`], with a wish, whose group waits.
	#[benchmark]
	fn serve_deadline_of_group() {
		let deal = missed::<T>(awarded_with::<T>());
		let now = served_next::<T>();
		#[block]
		{
			Pallet::<T>::drain_ends(now, &mut WeightMeter::new());
		}
		assert!(is_tried_again::<T>(deal.id));
	}

	/// As [`poke_both`], by the hook.
	#[benchmark]
	fn serve_both() {
		let deal = both_gone::<T>();
		let due = Assignments::<T>::get(&deal.provider, (deal.id, 1)).and_then(|a| a.due).expect("it has an entry");
		EndsCursor::<T>::put(due);
		#[block]
		{
			Pallet::<T>::drain_ends(due, &mut WeightMeter::new());
		}
		assert!(is_tried_again::<T>(deal.id));
	}

	/// As [`poke_given_up`], by the hook.
	#[benchmark]
	fn serve_given_up() {
		let deal = given_up::<T>();
		let now = served_next::<T>();
		#[block]
		{
			Pallet::<T>::drain_ends(now, &mut WeightMeter::new());
		}
		assert!(is_closed::<T>(deal.id));
	}

	/// The hook, looking for another provider, with the longest wish; the search passes `s` offers by.
	#[benchmark]
	fn serve_retry(s: Linear<0, { <T as pallet_providers::Config>::MaxScan::get() - 1 }>) {
		let deal = tried_again::<T>(s);
		let now = served_next::<T>();
		#[block]
		{
			Pallet::<T>::drain_ends(now, &mut WeightMeter::new());
		}
		assert_eq!(attempt::<T>(deal.id), Some(2));
	}

	/// The hook, looking for who takes over, with the longest wish; the search passes `s` offers by.
	#[benchmark]
	fn serve_search(s: Linear<0, { <T as pallet_providers::Config>::MaxScan::get() - 1 }>) {
		let deal = seeking::<T>();
		market::ring::<T>(0, deal.type_id, s);
		begin_with_ring::<T>(deal.type_id, s);
		let now = served_next::<T>();
		#[block]
		{
			Pallet::<T>::drain_ends(now, &mut WeightMeter::new());
		}
		assert!(Subscriptions::<T>::get(deal.id).is_some_and(|s| s.successor.is_some()));
	}

	/// The hook, passing over one from the middle of a line whose credit is spent in the middle of a search.
	#[benchmark]
	fn pass_over() {
		let (consumer, id, type_id) = waiting::<T>(0, true);
		Pallet::<T>::end_search(id, &consumer).expect("it is held");
		WaitingState::<T>::mutate(type_id, |line| {
			let walk = line.as_mut().and_then(|line| line.walk.as_mut()).expect("a pass runs");
			walk.scan = Some(pallet_providers::Scan { next: 0, from: 0, end: 1 });
		});
		let room = Weights::<T>::waiting_base().saturating_add(Weights::<T>::waiting_step());
		#[block]
		{
			Pallet::<T>::serve_waiting(&mut WeightMeter::with_limit(room));
		}
		assert_eq!(attempt::<T>(id), None);
	}

	/// The hook, finding no type with a pass.
	#[benchmark]
	fn waiting_base() {
		#[block]
		{
			Pallet::<T>::serve_waiting(&mut WeightMeter::new());
		}
	}

	/// The hook, asking one from the middle of a line, with the longest wish and a group that is placed; the search passes `s` offers by.
	#[benchmark]
	fn waiting_step(s: Linear<0, { <T as pallet_providers::Config>::MaxScan::get() - 1 }>) {
		let (_, id, type_id) = waiting::<T>(s, true);
		begin_with_ring::<T>(type_id, s);
		let room = Weights::<T>::waiting_base().saturating_add(Weights::<T>::waiting_step());
		#[block]
		{
			Pallet::<T>::serve_waiting(&mut WeightMeter::with_limit(room));
		}
		assert_eq!(attempt::<T>(id), Some(1));
	}

	impl_benchmark_test_suite!(Pallet, crate::tests::mock::genesis(), crate::tests::mock::Test);
}
