//! What the hook and the calls of an ordinary day cost in a state.

use crate::{
	market::{consumer_key, provider_key, signed, Market, RATE, TYPE},
	runtime::{go_to, terms, BlockNumber, Runtime, RuntimeCall, Subscriptions},
};
use frame::{
	deps::{
		frame_support::{
			dispatch::{DispatchClass, GetDispatchInfo},
			weights::WeightMeter,
		},
		frame_system::{self, limits::BlockWeights},
		sp_runtime::traits::Dispatchable,
	},
	prelude::{Hooks, Weight, H256},
};
use pallet_providers::WeightInfo as _;
use pallet_subscriptions::WeightInfo as _;
use sp_core::{sr25519, Pair};

type Weights = <Runtime as pallet_subscriptions::Config>::WeightInfo;
type ProviderWeights = <Runtime as pallet_providers::Config>::WeightInfo;

/// A call of an ordinary day: its name, the weight it is declared with, who signs it and the call itself.
pub struct Call {
	pub name: &'static str,
	pub weight: Weight,
	pub by: sr25519::Pair,
	pub call: RuntimeCall,
}

impl Call {
	fn new(name: &'static str, by: sr25519::Pair, call: impl Into<RuntimeCall>) -> Self {
		let call = call.into();
		Self { name, weight: call.get_dispatch_info().call_weight, by, call }
	}

	/// Make it in [`ORDINARY`], natively, without a signature and fees. Panics if it fails.
	pub fn make(&self) {
		go_to(ORDINARY);
		self.call.clone().dispatch(signed(&self.by.public().into())).unwrap();
	}
}

/// The hook of a block, and the weight it reports.
pub fn hook(block: BlockNumber) -> Weight {
	go_to(block);
	let whole: BlockWeights = <Runtime as frame_system::Config>::BlockWeights::get();
	let mut meter = WeightMeter::with_limit(whole.max_block);
	<Subscriptions as Hooks<BlockNumber>>::on_poll(block, &mut meter);
	meter.consumed()
}

/// A block before the first end.
pub const ORDINARY: BlockNumber = 2;

/// On the last subscription made and the last provider: nothing is due for them.
pub fn calls(market: &Market) -> Vec<Call> {
	type P = pallet_providers::Call<Runtime>;
	type S = pallet_subscriptions::Call<Runtime>;
	let (last, subscription) = (market.live - 1, (market.live - 1).into());
	let by_consumer = |name, call: S| Call::new(name, consumer_key(last), call);
	let funds = RATE * u128::from(terms::MIN_FUNDED_BLOCKS);
	let subscribe = S::subscribe { type_id: TYPE, descriptor: H256([2; 32]), max_price: RATE, funds };
	vec![
		by_consumer("subscribe", subscribe),
		by_consumer("top_up", S::top_up { subscription, amount: 10 * RATE }),
		by_consumer("claim", S::claim { subscription, attempt: 1 }),
		by_consumer("update", S::update { subscription, descriptor: H256([3; 32]) }),
		by_consumer("cancel", S::cancel { subscription }),
		Call::new("heartbeat", provider_key(market.providers() - 1), P::heartbeat {}),
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
		("set_logins", S::set_logins()),
		("withdraw", S::withdraw()),
		("poke", S::poke()),
		("place", S::place()),
		("fund_search", S::fund_search()),
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
		("announce_maintenance", P::announce_maintenance()),
		("drain", P::drain()),
		("undrain", P::undrain()),
		("leave", P::leave()),
		("set_beneficiary", P::set_beneficiary()),
		("set_login_key", P::set_login_key()),
		("rotate_sealing_key", P::rotate_sealing_key()),
		("drop_previous_sealing_key", P::drop_previous_sealing_key()),
	]
}

/// How many transactions of this weight a block takes, if it holds nothing else. By time and by proof; a block is full at the lesser.
pub fn fitting(weight: Weight) -> (u64, u64) {
	let weights: BlockWeights = <Runtime as frame_system::Config>::BlockWeights::get();
	let class = weights.get(DispatchClass::Normal);
	let room = class.max_total.expect("ordinary transactions are limited").saturating_sub(weights.base_block);
	let each = weight.saturating_add(class.base_extrinsic);
	(room.ref_time() / each.ref_time(), room.proof_size().checked_div(each.proof_size()).unwrap_or(u64::MAX))
}
