//! The states that benchmarks begin from. Pallet Subscriptions builds on them.

use crate::{
	matching::queue, pallet::*, Attribute, Criteria, Label, Listed, LoginKey, Network, OnSupply, Profile, Scheme,
	TypeId,
};
use alloc::{vec, vec::Vec};
use frame::{benchmarking::prelude::*, token::fungible::Mutate};

/// An account that can pay for anything here.
pub fn rich<T: Config>(name: &'static str, n: u32) -> T::AccountId
where
	T::Currency: Mutate<T::AccountId>,
{
	let who = account(name, n, 0);
	endow::<T>(&who);
	who
}

pub fn endow<T: Config>(who: &T::AccountId)
where
	T::Currency: Mutate<T::AccountId>,
{
	let plenty = <T::Currency as fungible::Inspect<T::AccountId>>::minimum_balance() * 1_000_000_000u32.into();
	T::Currency::mint_into(who, plenty).expect("an account can be endowed");
}

pub fn type_id(n: u8) -> TypeId {
	H256([n; 32])
}

/// A registered type with the longest name.
pub fn registered_type<T: Config>(n: u8) -> TypeId
where
	T::Currency: Mutate<T::AccountId>,
{
	let owner = rich::<T>("type owner", n.into());
	let name = vec![b'a' + n % 26; T::MaxNameLength::get() as usize];
	let name = name.try_into().expect("as long as a name may be");
	let id = type_id(n);
	Pallet::<T>::register_type(RawOrigin::Signed(owner).into(), id, name).expect("a type can be registered");
	id
}

/// A provider with some units, all operators but `free`, and nothing offered.
pub fn provider<T: Config>(n: u32, units: u32, free: u32) -> T::AccountId
where
	T::Currency: Mutate<T::AccountId>,
{
	let who = rich::<T>("provider", n);
	Pallet::<T>::register(RawOrigin::Signed(who.clone()).into(), units).expect("an account can be a provider");
	for o in 0..T::MaxOperators::get().saturating_sub(free) {
		let operator = operator::<T>(n, o);
		Pallet::<T>::add_operator(RawOrigin::Signed(who.clone()).into(), operator.clone()).expect("a free slot");
		Pallet::<T>::accept_operator(RawOrigin::Signed(operator).into(), who.clone()).expect("an invitation");
	}
	who
}

/// The `o`-th operator of the `n`-th provider.
pub fn operator<T: Config>(n: u32, o: u32) -> T::AccountId {
	account("operator", n, o)
}

/// A provider that offers a type at a price of one. Without operators: a scan does not look at them.
pub fn offering<T: Config>(n: u32, type_id: TypeId, capacity: u32) -> T::AccountId
where
	T::Currency: Mutate<T::AccountId>,
{
	let who = provider::<T>(n, capacity, T::MaxOperators::get());
	let origin = RawOrigin::Signed(who.clone()).into();
	Pallet::<T>::offer(origin, type_id, 1u32.into(), capacity).expect("a unit can be offered");
	who
}

/// As [`offering`], by a provider that says all it can of itself, to nobody: an award that looks at it finds out last.
pub fn private<T: Config>(n: u32, type_id: TypeId) -> T::AccountId
where
	T::Currency: Mutate<T::AccountId>,
{
	let who = offering::<T>(n, type_id, 1);
	let origin = || RawOrigin::Signed(who.clone()).into();
	Pallet::<T>::set_profile(origin(), Some(profile())).expect("an owner may");
	Pallet::<T>::set_allowed(origin(), type_id, Some(Default::default())).expect("an owner may");
	who
}

/// As [`offering`], by a provider that says all it can of itself.
pub fn public<T: Config>(n: u32, type_id: TypeId, capacity: u32) -> T::AccountId
where
	T::Currency: Mutate<T::AccountId>,
{
	let who = offering::<T>(n, type_id, capacity);
	Pallet::<T>::set_profile(RawOrigin::Signed(who.clone()).into(), Some(profile())).expect("an owner may");
	who
}

/// `passed` offers that an award must look at as deep as it can before it passes them by, then one that it takes, the `n`-th such ring.
pub fn ring<T: Config>(n: u32, type_id: TypeId, passed: u32) -> T::AccountId
where
	T::Currency: Mutate<T::AccountId>,
{
	for k in 0..passed {
		private::<T>(1_000 * (n + 1) + k, type_id);
	}
	public::<T>(1_000 * (n + 1) + passed, type_id, 1_000)
}

/// The last `passed + 1` offers of a queue come first, in their order, and somebody stands behind all. The last of them has one turn left: an
/// award of it by turn moves it to the tail, which costs most.
pub fn bring_forward<T: Config>(type_id: TypeId, passed: u32)
where
	T::Currency: Mutate<T::AccountId>,
{
	let mut standing = Vec::new();
	let mut next = OfferQueues::<T>::get(type_id).ends.map(|ends| ends.first);
	while let Some(place) = next {
		let entry = OfferPlaces::<T>::get(type_id, queue::key(place)).expect("it is linked");
		standing.push(entry.provider);
		next = entry.after;
	}
	let ring = standing.split_off(standing.len() - passed as usize - 1);
	for who in standing {
		let mut offer = Offers::<T>::get(type_id, &who).expect("it is open");
		Pallet::<T>::to_tail(&type_id, &who, &mut offer);
		Offers::<T>::insert(type_id, &who, offer);
	}
	private::<T>(10_000 + 1_000 * u32::from(type_id.0[0]) + OfferQueues::<T>::get(type_id).next as u32, type_id);
	Offers::<T>::mutate(type_id, ring.last().expect("there is a ring"), |offer| {
		let offer = offer.as_mut().expect("it is open");
		(offer.begun, offer.left) = (true, 1);
	});
	NextWindow::<T>::remove(type_id);
}

/// Providers, beside those of a ring, that a consumer asks first in vain.
pub fn asked_in_vain<T: Config>(n: u32, type_id: TypeId) -> Listed<T::AccountId>
where
	T::Currency: Mutate<T::AccountId>,
{
	let all: Vec<_> = (0..LISTED).map(|k| private::<T>(1_000 * (n + 1) + 500 + k, type_id)).collect();
	all.try_into().expect("as many as a list holds")
}

/// As long as a list may be.
pub const LISTED: u32 = 8;

/// The longest, and the more different the later.
pub fn label(n: u32) -> Label {
	let mut text = vec![b'a'; 32];
	text[31] += n as u8;
	text.try_into().expect("as long as a label may be")
}

fn listed<Item>(make: impl FnMut(u32) -> Item) -> Listed<Item> {
	let items: Vec<Item> = (0..LISTED).map(make).collect();
	items.try_into().ok().expect("as many as a list holds")
}

/// The longest profile.
pub fn profile() -> Profile {
	Profile {
		regions: listed(label),
		networks: listed(|n| Network::Name(label(n))),
		attributes: listed(|n| Attribute { key: label(n), value: label(n) }),
		// Whoever asks for nothing accepts no terms.
		terms: None,
	}
}

/// The longest criteria, met by [`profile`], but only just.
pub fn criteria<AccountId>(prefer: Listed<AccountId>, refuse: Listed<AccountId>) -> Criteria<AccountId> {
	let unlike = |n| label(LISTED + n);
	Criteria {
		regions: listed(|n| if n + 1 == LISTED { label(n) } else { unlike(n) }),
		not_regions: listed(unlike),
		not_networks: listed(|n| Network::Name(unlike(n))),
		prefer,
		refuse,
		attributes: listed(|n| Attribute { key: label(n), value: label(n) }),
		terms: listed(|n| H256([n as u8; 32])),
		apart: None,
	}
}

/// Offer `n` types, for each of which somebody waits.
pub fn offering_many<T: Config>(who: &T::AccountId, n: u32)
where
	T::Currency: Mutate<T::AccountId>,
{
	for k in 0..n {
		let id = registered_type::<T>(100 + k as u8);
		Pallet::<T>::offer(RawOrigin::Signed(who.clone()).into(), id, 1u32.into(), 1).expect("a unit can be offered");
		T::OnSupply::have_somebody_wait(&id);
	}
}

/// Let a provider be dark, with as many dark periods behind it as are kept.
pub fn many_dark_periods<T: Config>(who: &T::AccountId) {
	for _ in 0..T::DarkPeriodsKept::get() {
		skip_gap::<T>();
		Pallet::<T>::heartbeat(RawOrigin::Signed(who.clone()).into()).expect("a provider can beat");
	}
	skip_gap::<T>();
}

fn skip_gap<T: Config>() {
	forward::<T>(T::Gap::get() + 1u32.into());
}

/// Let the clock go on, and the height with it.
pub fn forward<T: Config>(blocks: BlockNumberFor<T>) {
	let now = Pallet::<T>::now() + blocks;
	System::<T>::set_block_number(now);
	T::Clock::set_block_number(now);
}

/// Fill the ring of changes.
pub fn many_changes<T: Config>(who: &T::AccountId) {
	for n in 0..T::ChangesKept::get() {
		Pallet::<T>::note_change(who, n.into(), 1);
	}
}

/// A provider with full operators that has named every key it may.
pub fn with_keys<T: Config>(n: u32) -> T::AccountId
where
	T::Currency: Mutate<T::AccountId>,
{
	let who = provider::<T>(n, 1, 0);
	set_keys::<T>(&who);
	who
}

pub fn set_keys<T: Config>(who: &T::AccountId) {
	let origin = || RawOrigin::Signed(who.clone()).into();
	let login = LoginKey { scheme: Scheme::Ed25519, key: vec![1; 32].try_into().expect("32 bytes") };
	Pallet::<T>::set_login_key(origin(), Some(login)).expect("an owner may");
	for key in [[1; 32], [2; 32]] {
		Pallet::<T>::rotate_sealing_key(origin(), key).expect("an owner may");
	}
}
