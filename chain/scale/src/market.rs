//! A market with many live subscriptions, made by the calls that make one.

use crate::{
	measure::State,
	runtime::{
		self, terms, AccountId, Balance, Balances, BlockNumber, Providers, Runtime, RuntimeOrigin, Subscriptions,
	},
};
use frame::{
	deps::frame_system::{self, limits::BlockWeights},
	prelude::{Weight, H256},
	token::fungible::Mutate,
};
use pallet_subscriptions::{SubscriptionId, SubscriptionState};
use sp_core::{sr25519, Pair};

pub const TYPE: H256 = H256([1; 32]);
pub const RATE: Balance = 3;
/// Subscriptions of one consumer.
const EACH: u32 = 10;
/// The first block in which something is due: the one after so many that are paid.
pub const DUE: BlockNumber = 20;

/// How many subscriptions there are, and how many of them end at [`DUE`]; the others end long after, spread over blocks.
#[derive(Clone, Copy)]
pub struct Market {
	pub live: u32,
	pub ending: u32,
}

impl Market {
	/// Providers: one for a thousand subscriptions, and ten at least.
	pub fn providers(&self) -> u32 {
		(self.live / 1_000).max(10)
	}

	/// Everyone has a few units left.
	pub fn capacity(&self) -> u32 {
		self.live / self.providers() + 10
	}

	/// The state at block 0, in which there are no events yet: everything declared deployed, nothing earned. It is put into its trie
	/// once, at the end.
	pub fn open(&self) -> State {
		let mut state = State::default();
		state.change(|| {
			runtime::settle();
			let owner = account("type", 0);
			endow(&owner);
			Providers::register_type(signed(&owner), TYPE, b"scale/v1".to_vec().try_into().unwrap()).unwrap();
			for n in 0..self.providers() {
				let who = provider(n);
				endow(&who);
				Providers::register(signed(&who), self.capacity()).unwrap();
				Providers::offer(signed(&who), TYPE, RATE, self.capacity()).unwrap();
			}
			(0..self.live).for_each(|n| self.subscribe(n));
		});
		state
	}

	fn subscribe(&self, n: u32) {
		let who = consumer(n);
		if n.is_multiple_of(EACH) {
			endow(&who);
		}
		let blocks = if n < self.ending { DUE } else { 10_000 + n % 10_000 };
		let id = SubscriptionId::from(n);
		// One more than the blocks cost: there is always a remainder to give back.
		let funds = RATE * Balance::from(blocks) + 1;
		Subscriptions::subscribe(signed(&who), TYPE, H256([2; 32]), RATE, funds).unwrap();
		let SubscriptionState::Placed { provider, attempt } = placed(id) else { panic!("{id} was not awarded") };
		Subscriptions::declare_deployed(signed(&provider), id, attempt, 1).unwrap();
	}
}

pub fn placed(id: SubscriptionId) -> SubscriptionState<AccountId> {
	pallet_subscriptions::Subscriptions::<Runtime>::get(id).expect("it is there").state
}

pub fn open(first: u32, last: u32) -> u32 {
	let open = |n: &u32| matches!(placed((*n).into()), SubscriptionState::Placed { .. });
	(first..last).filter(open).count() as u32
}

fn endow(who: &AccountId) {
	let plenty = terms::BOND_PER_UNIT * 1_000_000;
	Balances::mint_into(who, plenty).unwrap();
}

pub fn provider(n: u32) -> AccountId {
	provider_key(n).public().into()
}

pub fn provider_key(n: u32) -> sr25519::Pair {
	key("provider", n)
}

pub fn consumer(n: u32) -> AccountId {
	consumer_key(n).public().into()
}

pub fn consumer_key(n: u32) -> sr25519::Pair {
	key("consumer", n / EACH)
}

pub fn account(kind: &str, n: u32) -> AccountId {
	key(kind, n).public().into()
}

fn key(kind: &str, n: u32) -> sr25519::Pair {
	sr25519::Pair::from_seed(&frame::hashing::blake2_256(format!("{kind} {n}").as_bytes()))
}

pub fn signed(who: &AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.clone())
}

/// The weight that the hook may take.
pub fn share() -> Weight {
	let weights: BlockWeights = <Runtime as frame_system::Config>::BlockWeights::get();
	<Runtime as pallet_subscriptions::Config>::HookShare::get() * weights.max_block
}
