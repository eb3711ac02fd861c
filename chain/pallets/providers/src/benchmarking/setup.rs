//! The states that benchmarks begin from. Pallet Subscriptions builds on them.

use crate::{pallet::*, LoginKey, Scheme, TypeId};
use alloc::vec;
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

/// `passed` offers that an award must look at as deep as it can before it passes them by, then one that it takes.
pub fn ring<T: Config>(type_id: TypeId, passed: u32) -> T::AccountId
where
	T::Currency: Mutate<T::AccountId>,
{
	for n in 0..passed {
		let who = offering::<T>(1_000 + n, type_id, 1);
		Pallet::<T>::drain(RawOrigin::Signed(who).into()).expect("it does not drain yet");
	}
	offering::<T>(1_000 + passed, type_id, 1_000)
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
	let now = System::<T>::block_number();
	System::<T>::set_block_number(now + T::Gap::get() + 1u32.into());
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
