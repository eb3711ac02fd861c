//! What the hook and the calls of an ordinary day cost in a state.

use crate::{
	market::{consumer, placed, provider, signed, Market, RATE, TYPE},
	runtime::{terms, BlockNumber, Providers, Runtime, Subscriptions, System},
};
use frame::{
	deps::{
		frame_support::dispatch::DispatchClass,
		frame_system::{self, limits::BlockWeights},
	},
	prelude::{Hooks, Weight, H256},
};
use pallet_providers::WeightInfo as _;
use pallet_subscriptions::{SubscriptionState, WeightInfo as _};

type Weights = <Runtime as pallet_subscriptions::Config>::WeightInfo;
type ProviderWeights = <Runtime as pallet_providers::Config>::WeightInfo;

/// A call, and the weight it is declared with.
pub struct Call {
	pub name: &'static str,
	pub weight: Weight,
	pub make: fn(&Market),
}

/// The hook of a block, and the weight it reports.
pub fn hook(block: BlockNumber) -> Weight {
	System::set_block_number(block);
	<Subscriptions as Hooks<BlockNumber>>::on_initialize(block)
}

/// On the last subscription made and the last provider: nothing is due for them. Made in a block before the first end.
pub fn calls() -> Vec<Call> {
	vec![
		Call { name: "subscribe", weight: Weights::subscribe(), make: subscribe },
		Call { name: "top_up", weight: Weights::top_up(), make: top_up },
		Call { name: "claim", weight: Weights::claim(), make: claim },
		Call { name: "update", weight: Weights::update(), make: update },
		Call { name: "cancel", weight: Weights::cancel(), make: cancel },
		Call { name: "heartbeat", weight: ProviderWeights::heartbeat(), make: heartbeat },
	]
}

fn subscribe(market: &Market) {
	System::set_block_number(2);
	let who = consumer(market.live - 1);
	let funds = RATE * u128::from(terms::MIN_FUNDED_BLOCKS);
	Subscriptions::subscribe(signed(&who), TYPE, H256([2; 32]), RATE, funds).unwrap();
	assert!(matches!(placed(market.live.into()), SubscriptionState::Placed { .. }));
}

fn top_up(market: &Market) {
	System::set_block_number(2);
	let last = market.live - 1;
	Subscriptions::top_up(signed(&consumer(last)), last.into(), 10 * RATE).unwrap();
}

fn claim(market: &Market) {
	System::set_block_number(2);
	let last = market.live - 1;
	Subscriptions::claim(signed(&consumer(last)), last.into(), 1).unwrap();
}

fn update(market: &Market) {
	System::set_block_number(2);
	let last = market.live - 1;
	Subscriptions::update(signed(&consumer(last)), last.into(), H256([3; 32])).unwrap();
}

fn cancel(market: &Market) {
	System::set_block_number(2);
	let last = market.live - 1;
	Subscriptions::cancel(signed(&consumer(last)), last.into()).unwrap();
}

fn heartbeat(market: &Market) {
	System::set_block_number(2);
	Providers::heartbeat(signed(&provider(market.providers() - 1))).unwrap();
}

/// How many transactions of this weight a block takes, if it holds nothing else. By time and by proof; a block is full at the lesser.
pub fn fitting(weight: Weight) -> (u64, u64) {
	let weights: BlockWeights = <Runtime as frame_system::Config>::BlockWeights::get();
	let class = weights.get(DispatchClass::Normal);
	let room = class.max_total.expect("ordinary transactions are limited").saturating_sub(weights.base_block);
	let each = weight.saturating_add(class.base_extrinsic);
	(room.ref_time() / each.ref_time(), room.proof_size().checked_div(each.proof_size()).unwrap_or(u64::MAX))
}
