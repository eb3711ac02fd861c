//! The states that benchmarks begin from.

use crate::*;
use frame::{benchmarking::prelude::*, token::fungible::Mutate};
use pallet_providers::{benchmarking::setup as market, Elastic};

/// A runtime on which both pallets can be benchmarked together: the providers are those of pallet Providers.
pub trait Runtime:
	Config<Currency: Mutate<<Self as frame_system::Config>::AccountId>, Marketplace = pallet_providers::Pallet<Self>>
	+ pallet_providers::Config<Currency = <Self as Config>::Currency>
{
}

impl<T> Runtime for T
where
	T: Config<Marketplace = pallet_providers::Pallet<T>> + pallet_providers::Config<Currency = <T as Config>::Currency>,
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

/// A subscription that nobody takes.
pub fn waiting<T: Runtime>() -> (T::AccountId, SubscriptionId, TypeId) {
	let type_id = market::registered_type::<T>(0);
	let consumer = market::rich::<T>("consumer", 0);
	let id = subscribe::<T>(&consumer, type_id);
	(consumer, id, type_id)
}

/// An award that nobody has declared yet.
pub fn awarded<T: Runtime>() -> Deal<T::AccountId> {
	let type_id = market::registered_type::<T>(0);
	let provider = market::provider::<T>(0, 1, 0);
	let origin = RawOrigin::Signed(provider.clone()).into();
	pallet_providers::Pallet::<T>::offer(origin, type_id, price::<T>(), 1).expect("a unit can be offered");
	let operator = market::operator::<T>(0, T::MaxOperators::get() - 1);
	let consumer = market::rich::<T>("consumer", 0);
	let id = subscribe::<T>(&consumer, type_id);
	Deal { consumer, provider, operator, id, type_id }
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

pub fn declare<T: Runtime>(deal: &Deal<T::AccountId>) {
	let origin = RawOrigin::Signed(deal.operator.clone()).into();
	Pallet::<T>::declare_deployed(origin, deal.id, 1, 1).expect("it can be declared");
}

pub fn beat<T: Runtime>(deal: &Deal<T::AccountId>) {
	let origin = RawOrigin::Signed(deal.operator.clone()).into();
	pallet_providers::Pallet::<T>::heartbeat(origin).expect("an operator can beat");
}

/// The funds of a deployment have ended in this block, and nobody has served it.
pub fn ended<T: Runtime>() -> Deal<T::AccountId> {
	let deal = awarded::<T>();
	declare::<T>(&deal);
	let end = Ends::<T>::iter_keys().next().expect("it has an entry").0;
	System::<T>::set_block_number(end);
	live_until_now::<T>(&deal);
	deal
}

/// The provider was live throughout, whatever the gap.
fn live_until_now<T: Runtime>(deal: &Deal<T::AccountId>) {
	pallet_providers::Providers::<T>::mutate(&deal.provider, |provider| {
		let provider = provider.as_mut().expect("it is registered");
		let now = System::<T>::block_number();
		provider.acc += now - provider.last_heartbeat;
		provider.last_heartbeat = now;
	});
}

/// The award's deadline has come in this block, and nobody has served it. It is one too many: the offer closes, another takes its place
/// in the ring, and bond is burnt. A search for the next provider passes `passed` offers by.
pub fn missed<T: Runtime>(passed: u32) -> Deal<T::AccountId> {
	let deal = awarded::<T>();
	pallet_providers::Offers::<T>::mutate(deal.type_id, &deal.provider, |offer| {
		offer.as_mut().expect("it was just made").missed = T::MissedAllowed::get() - 1;
	});
	forward::<T>(T::AckDeadline::get());
	market::ring::<T>(deal.type_id, passed);
	deal
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

/// The slot that the next closed subscription takes is taken by an old one.
pub fn full_ring_of_closed<T: Runtime>() {
	let type_id = market::registered_type::<T>(9);
	let consumer = market::rich::<T>("old consumer", 0);
	let id = subscribe::<T>(&consumer, type_id);
	Pallet::<T>::cancel(RawOrigin::Signed(consumer).into(), id).expect("what waits can be cancelled");
	ClosedCount::<T>::put(0);
}

pub fn forward<T: Runtime>(blocks: BlockNumberFor<T>) {
	System::<T>::set_block_number(System::<T>::block_number() + blocks);
}

/// Whether a subscription is placed, and with which attempt.
pub fn attempt<T: Runtime>(id: SubscriptionId) -> Option<Attempt> {
	match Subscriptions::<T>::get(id)?.state {
		SubscriptionState::Placed { attempt, .. } => Some(attempt),
		_ => None,
	}
}

pub fn is_closed<T: Runtime>(id: SubscriptionId) -> bool {
	Subscriptions::<T>::get(id).is_some_and(|s| matches!(s.state, SubscriptionState::Closed { .. }))
}
