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

/// The calls of which no example is made, with the weight they are declared with: the longest list, where there is one.
pub fn others() -> Vec<(&'static str, Weight)> {
	type P = ProviderWeights;
	type S = Weights;
	vec![
		("subscribe_with", S::subscribe_with()),
		("subscribe_many (8)", S::subscribe_many(pallet_subscriptions::MAX_REQUESTS)),
		("declare_deployed", S::declare_deployed()),
		("report", S::report()),
		("reject", S::reject()),
		("confirm_teardown", S::confirm_teardown()),
		("resign", S::resign()),
		("propose_price", S::propose_price()),
		("accept_price", S::accept_price()),
		("reprice", S::reprice()),
		("migrate", S::migrate()),
		("withdraw", S::withdraw()),
		("poke", S::poke()),
		("place", S::place()),
		("claim_owed", S::claim_owed()),
		("force_retire (32)", S::force_retire(pallet_subscriptions::MAX_RETIRED)),
		("register", P::register()),
		("set_units", P::set_units()),
		("add_operator", P::add_operator()),
		("accept_operator", P::accept_operator()),
		("remove_operator", P::remove_operator()),
		("register_type", P::register_type()),
		("unregister_type", P::unregister_type()),
		("offer", P::offer()),
		("offer_with", P::offer_with()),
		("set_allowed", P::set_allowed()),
		("close_offer", P::close_offer()),
		("set_profile", P::set_profile()),
		("drain", P::drain()),
		("undrain", P::undrain()),
		("leave", P::leave()),
		("set_beneficiary", P::set_beneficiary()),
		("set_login_key", P::set_login_key()),
		("rotate_sealing_key", P::rotate_sealing_key()),
		("drop_previous_sealing_key", P::drop_previous_sealing_key()),
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
