//! The states that benchmarks begin from.

use crate::*;
use alloc::{boxed::Box, vec::Vec};
use frame::{benchmarking::prelude::*, token::fungible::Mutate};
use pallet_providers::{benchmarking::setup as market, Criteria, Elastic, Listed, LoginKey, Scheme, Selection};

/// A runtime on which both pallets can be benchmarked together: the providers are those of pallet Providers.
pub trait Runtime:
	Config<Currency: Mutate<<Self as frame_system::Config>::AccountId>, Marketplace = pallet_providers::Pallet<Self>>
	+ pallet_providers::Config<Currency = <Self as Config>::Currency, Clock = <Self as Config>::Clock>
{
}

impl<T> Runtime for T
where
	T: Config<Marketplace = pallet_providers::Pallet<T>>
		+ pallet_providers::Config<Currency = <T as Config>::Currency, Clock = <T as Config>::Clock>,
	<T as Config>::Currency: Mutate<T::AccountId>,
{
}

/// A subscription with its provider.
pub struct Deal<AccountId> {
	pub consumer: AccountId,
	pub provider: AccountId,
	/// The last of a full list of operators, whose keys do the reactor's calls.
	pub operator: AccountId,
	pub id: SubscriptionId,
	pub type_id: TypeId,
}

/// Blocks that the funds of a [`Deal`] pay for.
pub const FUNDED: u32 = 100;

/// The price of every offer.
pub fn price<T: Runtime>() -> BalanceOf<T> {
	1u32.into()
}

pub fn funds<T: Runtime>() -> BalanceOf<T> {
	money::cost(price::<T>(), T::MinFundedBlocks::get()).saturating_add(FUNDED.into())
}

pub fn subscribe<T: Runtime>(consumer: &T::AccountId, type_id: TypeId) -> SubscriptionId {
	let id = NextId::<T>::get();
	let origin = RawOrigin::Signed(consumer.clone()).into();
	Pallet::<T>::subscribe(origin, type_id, descriptor(), price::<T>(), funds::<T>()).expect("it can be subscribed");
	id
}

pub fn descriptor() -> H256 {
	H256([7; 32])
}

/// A request with the longest wish, by turn, which costs most, one of the group of [`group`].
pub fn request<T: Runtime>(type_id: TypeId, prefer: Listed<T::AccountId>) -> RequestOf<T> {
	let refuse: Vec<T::AccountId> = (0..market::LISTED).map(|n| account("refused", n, 0)).collect();
	let refuse = refuse.try_into().expect("as many as a list holds");
	let criteria = Criteria { apart: Some(1), ..market::criteria(prefer, refuse) };
	let patience = Some(T::Patience::get());
	let max_setup = Some(<T as pallet_providers::Config>::MaxSetupBlocks::get());
	let wish = Wish { selection: Selection::RoundRobin, elastic: true, follow: true, max_setup, patience, criteria };
	Request { type_id, descriptor: descriptor(), max_price: price::<T>(), funds: funds::<T>(), wish }
}

pub fn subscribe_with<T: Runtime>(consumer: &T::AccountId, request: RequestOf<T>) -> SubscriptionId {
	let id = NextId::<T>::get();
	let origin = RawOrigin::Signed(consumer.clone()).into();
	Pallet::<T>::subscribe_with(origin, Box::new(request)).expect("it can be subscribed");
	id
}

/// All but one of a group of a consumer's subscriptions: each of a type of its own, and placed, or waiting.
pub fn group<T: Runtime>(consumer: &T::AccountId, placed: bool) {
	for n in 0..groups::GROUP - 1 {
		let type_id = market::registered_type::<T>(50 + n as u8);
		if placed {
			market::public::<T>(500 + n, type_id, 1);
		}
		subscribe_with::<T>(consumer, request::<T>(type_id, Default::default()));
	}
}

/// Three that wait in one line; the second is returned, whose pass it is, in the middle of the line. With a wish: the second has the
/// longest. A search for it passes `passed` offers by, and those that it prefers.
pub fn waiting<T: Runtime>(passed: u32, with_wish: bool) -> (T::AccountId, SubscriptionId, TypeId) {
	let type_id = market::registered_type::<T>(0);
	let consumer = market::rich::<T>("consumer", 0);
	let other = market::rich::<T>("consumer", 1);
	let mut prefer = Default::default();
	if with_wish {
		group::<T>(&consumer, true);
		prefer = market::asked_in_vain::<T>(1, type_id);
	}
	subscribe::<T>(&other, type_id);
	let id = match with_wish {
		true => subscribe_with::<T>(&consumer, request::<T>(type_id, prefer)),
		false => subscribe::<T>(&consumer, type_id),
	};
	subscribe::<T>(&other, type_id);
	market::ring::<T>(0, type_id, passed);
	for mut offer in pallet_providers::Offers::<T>::iter_prefix(type_id) {
		offer.1.visible_from = 0;
		pallet_providers::Offers::<T>::insert(type_id, offer.0, offer.1);
	}
	WaitingState::<T>::mutate(type_id, |line| {
		line.as_mut().expect("some wait").walk = Some(Walk { at: id, scan: None, until: None });
	});
	PendingTypes::<T>::insert(type_id, ());
	(consumer, id, type_id)
}

/// An award that nobody has declared yet.
pub fn awarded<T: Runtime>() -> Deal<T::AccountId> {
	let type_id = market::registered_type::<T>(0);
	let (provider, operator) = first_provider::<T>(type_id);
	let consumer = market::rich::<T>("consumer", 0);
	let id = subscribe::<T>(&consumer, type_id);
	Deal { consumer, provider, operator, id, type_id }
}

/// As [`awarded`], of a request with the longest wish, whose group waits.
pub fn awarded_with<T: Runtime>() -> Deal<T::AccountId> {
	let type_id = market::registered_type::<T>(0);
	let consumer = market::rich::<T>("consumer", 0);
	group::<T>(&consumer, false);
	let (provider, operator) = first_provider::<T>(type_id);
	let prefer = market::asked_in_vain::<T>(1, type_id);
	let id = subscribe_with::<T>(&consumer, request::<T>(type_id, prefer));
	Deal { consumer, provider, operator, id, type_id }
}

/// A provider with one unit, and the last of its operators.
fn first_provider<T: Runtime>(type_id: TypeId) -> (T::AccountId, T::AccountId) {
	let provider = market::provider::<T>(0, 1, 0);
	let origin = || RawOrigin::Signed(provider.clone()).into();
	pallet_providers::Pallet::<T>::set_profile(origin(), Some(market::profile())).expect("an owner may");
	pallet_providers::Pallet::<T>::offer(origin(), type_id, price::<T>(), 1).expect("a unit can be offered");
	(provider, market::operator::<T>(0, T::MaxOperators::get() - 1))
}

/// A deployment that has earned something since it was paid last, by a provider that beat since.
pub fn deployed<T: Runtime>() -> Deal<T::AccountId> {
	let deal = awarded::<T>();
	declare::<T>(&deal);
	forward::<T>(2u32.into());
	beat::<T>(&deal);
	forward::<T>(2u32.into());
	deal
}

/// A provider that offers as much as it may and runs `n` deployments, of a consumer each, that have earned something.
pub fn with_deployments<T: Runtime>(n: u32) -> T::AccountId {
	let offers = T::MaxOffers::get();
	let provider = market::provider::<T>(0, offers + n, 0);
	market::offering_many::<T>(&provider, offers - 1);
	let type_id = market::registered_type::<T>(0);
	let origin = || RawOrigin::Signed(provider.clone()).into();
	pallet_providers::Pallet::<T>::offer(origin(), type_id, price::<T>(), n).expect("a unit can be offered");
	for k in 0..n {
		let id = subscribe::<T>(&market::rich::<T>("consumer", k), type_id);
		Pallet::<T>::declare_deployed(origin(), id, 1, 1).expect("it can be declared");
	}
	forward::<T>(2u32.into());
	provider
}

/// As [`deployed`], of a request with the longest wish, whose group waits; the consumer may leave.
pub fn deployed_with<T: Runtime>() -> Deal<T::AccountId> {
	let deal = awarded_with::<T>();
	declare::<T>(&deal);
	forward::<T>(T::MinimumPeriod::get());
	beat::<T>(&deal);
	forward::<T>(2u32.into());
	deal
}

/// As [`deployed_with`], with somebody who is to take over.
pub fn migrating<T: Runtime>() -> (Deal<T::AccountId>, T::AccountId) {
	let deal = deployed_with::<T>();
	let successor = market::ring::<T>(0, deal.type_id, 0);
	begin_with_ring::<T>(deal.type_id, 0);
	let consumer = || RawOrigin::Signed(deal.consumer.clone()).into();
	Pallet::<T>::migrate(consumer(), deal.id).expect("a consumer may");
	Pallet::<T>::place(consumer(), deal.id).expect("anyone may");
	(deal, successor)
}

/// The provider has resigned and its notice is over, and who was to take over missed the deadline, one too many; nobody has served
/// either.
pub fn both_gone<T: Runtime>() -> Deal<T::AccountId> {
	let (deal, successor) = migrating::<T>();
	Pallet::<T>::resign(RawOrigin::Signed(deal.operator.clone()).into(), deal.id, 1).expect("it may");
	one_miss_left::<T>(deal.type_id, &successor);
	forward::<T>(<T as pallet_providers::Config>::AckDeadline::get());
	deal
}

/// The next missed deadline closes the offer; a declaration writes its record, and the provider's, to start the counts again.
pub fn one_miss_left<T: Runtime>(type_id: TypeId, provider: &T::AccountId) {
	let missed = T::MissedAllowed::get() - 1;
	pallet_providers::Offers::<T>::mutate(type_id, provider, |offer| {
		offer.as_mut().expect("it was just made").missed = missed;
	});
	pallet_providers::Providers::<T>::mutate(provider, |provider| {
		provider.as_mut().expect("it is registered").missed = missed;
	});
}

pub fn declare<T: Runtime>(deal: &Deal<T::AccountId>) {
	let origin = RawOrigin::Signed(deal.operator.clone()).into();
	Pallet::<T>::declare_deployed(origin, deal.id, 1, 1).expect("it can be declared");
}

pub fn beat<T: Runtime>(deal: &Deal<T::AccountId>) {
	let origin = RawOrigin::Signed(deal.operator.clone()).into();
	pallet_providers::Pallet::<T>::heartbeat(origin).expect("an operator can beat");
}

/// The funds of a deployment have ended in this block, and nobody has served it.
pub fn ended<T: Runtime>(deal: Deal<T::AccountId>) -> Deal<T::AccountId> {
	declare::<T>(&deal);
	let end = Assignments::<T>::get(&deal.provider, (deal.id, 1)).and_then(|a| a.due).expect("it has an entry");
	forward::<T>(end - Pallet::<T>::now());
	live_until_now::<T>(&deal);
	deal
}

/// The provider was live throughout, whatever the gap.
fn live_until_now<T: Runtime>(deal: &Deal<T::AccountId>) {
	pallet_providers::Providers::<T>::mutate(&deal.provider, |provider| {
		let provider = provider.as_mut().expect("it is registered");
		let now = Pallet::<T>::now();
		provider.acc += now - provider.last_heartbeat;
		provider.last_heartbeat = now;
	});
}

/// The award's deadline has come in this block, and nobody has served it. It is one too many: the offer closes and leaves the queue, and
/// bond is burnt.
pub fn missed<T: Runtime>(deal: Deal<T::AccountId>) -> Deal<T::AccountId> {
	one_miss_left::<T>(deal.type_id, &deal.provider);
	market::public::<T>(9_000, deal.type_id, 1);
	forward::<T>(<T as pallet_providers::Config>::AckDeadline::get());
	deal
}

/// The provider has rejected an award of a request with the longest wish, and another is to be looked for in this block. The search passes
/// `passed` offers by.
pub fn tried_again<T: Runtime>(passed: u32) -> Deal<T::AccountId> {
	let deal = awarded_with::<T>();
	let origin = RawOrigin::Signed(deal.operator.clone()).into();
	Pallet::<T>::reject(origin, deal.id, 1, Default::default()).expect("it may");
	forward::<T>(waiting::pause(0).into());
	market::ring::<T>(0, deal.type_id, passed);
	begin_with_ring::<T>(deal.type_id, passed);
	// Whoever waits has been asked.
	WaitingState::<T>::mutate(deal.type_id, |line| {
		if let Some(line) = line {
			line.walk = None;
		}
	});
	deal
}

/// The funds of a deployment with the longest wish have ended in this block while somebody was to take over, and nobody has served it.
pub fn given_up<T: Runtime>() -> Deal<T::AccountId> {
	let (deal, _) = migrating::<T>();
	Assignments::<T>::mutate(&deal.provider, (deal.id, 1), |assignment| {
		// Before who is to take over is late.
		let assignment = assignment.as_mut().expect("it runs");
		let segment = assignment.segment.as_mut().expect("it runs");
		let spent = segment.funds - price::<T>();
		Subscriptions::<T>::mutate(deal.id, |subscription| {
			let subscription = subscription.as_mut().expect("it is there");
			subscription.funds -= spent;
			Pallet::<T>::release(HoldReason::Escrow, &deal.consumer, spent).expect("it is held");
		});
		segment.funds = price::<T>();
		Pallet::<T>::dequeue((deal.id, 1), assignment);
		Pallet::<T>::enqueue((deal.id, 1), assignment, Pallet::<T>::now() + 1u32.into());
	});
	forward::<T>(1u32.into());
	deal
}

/// As [`deployed_with`], and somebody is to be looked for in this block who takes over.
pub fn seeking<T: Runtime>() -> Deal<T::AccountId> {
	let deal = deployed_with::<T>();
	Pallet::<T>::migrate(RawOrigin::Signed(deal.consumer.clone()).into(), deal.id).expect("a consumer may");
	forward::<T>(1u32.into());
	deal
}

/// The next search begins with the ring that was made last, and the award moves who gets it to the tail.
pub fn begin_with_ring<T: Runtime>(type_id: TypeId, passed: u32) {
	market::bring_forward::<T>(type_id, passed);
}

/// A deployment whose provider may change the price, and has proposed another.
pub fn priced<T: Runtime>() -> Deal<T::AccountId> {
	let deal = deployed::<T>();
	Assignments::<T>::mutate(&deal.provider, (deal.id, 1), |assignment| {
		let assignment = assignment.as_mut().expect("it runs");
		let (floor, ceiling) = (price::<T>(), price::<T>() + 9u32.into());
		assignment.elastic = Some(Elastic { floor, ceiling, step: ceiling });
	});
	let owner = RawOrigin::Signed(deal.provider.clone()).into();
	Pallet::<T>::propose_price(owner, deal.id, 1, Some(price::<T>() + 1u32.into())).expect("an owner may");
	deal
}

/// As many keys as may log in, at their longest; others for another seed.
pub fn logins(seed: u8) -> crate::logins::Keys {
	let key = |n: u32| {
		let mut key = alloc::vec![2; 33];
		(key[1], key[2]) = (seed, n as u8);
		LoginKey { scheme: Scheme::Ecdsa, key: key.try_into().expect("33 bytes") }
	};
	(0..MAX_LOGINS).map(key).collect::<Vec<_>>().try_into().expect("as many as there may be")
}

/// The slot that the next closed subscription takes is taken by an old one.
pub fn full_ring_of_closed<T: Runtime>() {
	let type_id = market::registered_type::<T>(9);
	let consumer = market::rich::<T>("old consumer", 0);
	let id = subscribe::<T>(&consumer, type_id);
	Pallet::<T>::cancel(RawOrigin::Signed(consumer).into(), id).expect("what waits can be cancelled");
	ClosedCount::<T>::put(0);
}

pub fn forward<T: Runtime>(blocks: BlockNumberFor<T>) {
	market::forward::<T>(blocks);
}

/// Whether a subscription is placed, and with which attempt.
pub fn attempt<T: Runtime>(id: SubscriptionId) -> Option<Attempt> {
	match Subscriptions::<T>::get(id)?.state {
		SubscriptionState::Placed { attempt, .. } => Some(attempt),
		_ => None,
	}
}

/// Whether another provider is to be looked for.
pub fn is_tried_again<T: Runtime>(id: SubscriptionId) -> bool {
	Subscriptions::<T>::get(id).and_then(|s| s.failures).is_some_and(|failures| failures.retry.is_some())
}

pub fn is_closed<T: Runtime>(id: SubscriptionId) -> bool {
	Subscriptions::<T>::get(id).is_some_and(|s| matches!(s.state, SubscriptionState::Closed { .. }))
}

/// The hook comes to this block next. Returns the block.
pub fn served_next<T: Runtime>() -> BlockNumberFor<T> {
	let now = Pallet::<T>::now();
	EndsCursor::<T>::put(now);
	now
}
