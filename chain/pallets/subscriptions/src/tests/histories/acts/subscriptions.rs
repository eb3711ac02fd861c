//! Calls of the pallet Subscriptions.

use super::*;
use crate::{Attempt, Call, Condition};
use pallet_providers::{LoginKey, Scheme};

/// Mostly one that is open, sometimes one that is over, forgotten or does not exist yet.
fn some_id(dice: &mut Dice, model: &Model) -> SubscriptionId {
	let open: Vec<_> = model.open().map(|(id, _)| id).collect();
	let tombstones: Vec<_> =
		model.known().filter(|(_, known)| !known.assignments.is_empty()).map(|(id, _)| id).collect();
	let all: Vec<_> = (0..model.subscriptions.len() as u64 + 2).collect();
	let moving: Vec<_> = model.open().filter(|(_, known)| known.successor.is_some()).map(|(id, _)| id).collect();
	let known = match dice.below(10) {
		0 => None,
		4..=6 if !moving.is_empty() => dice.any_of(&moving),
		1 => dice.any_of(&tombstones),
		2 | 3 | 7 => dice.rare_of(&all, |id| coverage::subscription_state(model, *id)),
		_ => dice.any_of(&open),
	};
	known.unwrap_or_else(|| dice.below(model.subscriptions.len() as u64 + 2))
}

fn consumer(dice: &mut Dice, model: &Model, id: SubscriptionId) -> AccountId {
	match model.subscription(id) {
		Some(subscription) if !dice.one_in(12) => subscription.consumer,
		_ => dice.of(&CONSUMERS),
	}
}

/// Mostly the current attempt.
fn attempt(dice: &mut Dice, model: &Model, id: SubscriptionId) -> Attempt {
	let Some(subscription) = model.subscription(id) else { return 1 };
	let kept: Vec<_> = subscription.assignments.keys().copied().collect();
	match dice.below(10) {
		0 => dice.below(u64::from(EXCLUDED_KEPT) + 1) as Attempt,
		1 => dice.any_of(&kept).unwrap_or(1),
		2..=5 => subscription.successor.unwrap_or(subscription.serving),
		_ => subscription.serving,
	}
}

/// Mostly a key of the provider whose attempt it is.
fn provider(dice: &mut Dice, model: &Model, id: SubscriptionId, attempt: Attempt) -> AccountId {
	let assignment = model.subscription(id).and_then(|subscription| subscription.assignments.get(&attempt));
	let Some(owner) = assignment.map(|assignment| assignment.provider).filter(|_| !dice.one_in(12)) else {
		return dice.of(&[PETER, PAULA, PIA, STRANGER]);
	};
	match dice.any_of(&model.providers[&owner].operators) {
		Some(operator) if dice.one_in(2) => operator,
		_ => owner,
	}
}

/// `exact` is a border that the call knows.
fn amount(dice: &mut Dice, exact: Balance) -> Balance {
	match dice.below(10) {
		0 => 0,
		1 | 2 => exact,
		3 => exact + 1,
		4 => RICH,
		_ => u128::from(dice.below(40)),
	}
}

pub fn subscribe(dice: &mut Dice, _: &Model) -> Act {
	let max_price = if dice.one_in(15) { 0 } else { 1 + u128::from(dice.below(5)) };
	let minimum = sum_of(MIN_FUNDED, max_price);
	let funds = match dice.below(12) {
		0 => minimum,
		1 => minimum.saturating_sub(1),
		2 => RICH,
		_ => minimum + u128::from(dice.below(160)),
	};
	let type_id = match dice.below(12) {
		0 => RECEIPT,
		1 => OTHER_TYPE,
		_ => TYPE,
	};
	signed_act(dice.of(&CONSUMERS), Call::subscribe { type_id, descriptor: DESCRIPTOR, max_price, funds })
}

pub fn declare(dice: &mut Dice, model: &Model) -> Act {
	let subscription = some_id(dice, model);
	let attempt = attempt(dice, model, subscription);
	let who = provider(dice, model, subscription, attempt);
	let newest = model.subscription(subscription).map_or(1, |known| known.generation);
	let generation = if dice.one_in(6) { dice.below(4) as u32 } else { newest };
	signed_act(who, Call::declare_deployed { subscription, attempt, generation })
}

pub fn report(dice: &mut Dice, model: &Model) -> Act {
	let subscription = some_id(dice, model);
	let attempt = attempt(dice, model, subscription);
	let who = provider(dice, model, subscription, attempt);
	let condition = dice.of(&[Condition::Ready, Condition::Degraded, Condition::UpdateFailed, Condition::Retrying]);
	signed_act(who, Call::report { subscription, attempt, condition, reason: reason("so it is") })
}

pub fn reject(dice: &mut Dice, model: &Model) -> Act {
	let subscription = some_id(dice, model);
	let attempt = attempt(dice, model, subscription);
	let who = provider(dice, model, subscription, attempt);
	signed_act(who, Call::reject { subscription, attempt, reason: reason("no") })
}

pub fn update(dice: &mut Dice, model: &Model) -> Act {
	let subscription = some_id(dice, model);
	let who = consumer(dice, model, subscription);
	signed_act(who, Call::update { subscription, descriptor: RECEIPT })
}

pub fn set_logins(dice: &mut Dice, model: &Model) -> Act {
	let subscription = some_id(dice, model);
	let who = consumer(dice, model, subscription);
	let key = |dice: &mut Dice| {
		let (scheme, length) = dice.of(&[(Scheme::Ed25519, 32), (Scheme::Sr25519, 32), (Scheme::Ecdsa, 33)]);
		let length = if dice.one_in(12) { 31 } else { length };
		LoginKey { scheme, key: vec![dice.of(&[2, 3]); length].try_into().expect("short") }
	};
	let keys: Vec<_> = (0..dice.below(4)).map(|_| key(dice)).collect();
	signed_act(who, Call::set_logins { subscription, keys: keys.try_into().expect("few") })
}

pub fn top_up(dice: &mut Dice, model: &Model) -> Act {
	let subscription = some_id(dice, model);
	let who = consumer(dice, model, subscription);
	let affordable = model.purses.get(&who).map_or(0, |purse| purse.free.saturating_sub(ED));
	let amount = if affordable > 1_000 { amount(dice, 100) } else { amount(dice, affordable) };
	signed_act(who, Call::top_up { subscription, amount })
}

pub fn withdraw(dice: &mut Dice, model: &Model) -> Act {
	let subscription = some_id(dice, model);
	let who = consumer(dice, model, subscription);
	signed_act(who, Call::withdraw { subscription, amount: amount(dice, model.withdrawable(subscription)) })
}

pub fn cancel(dice: &mut Dice, model: &Model) -> Act {
	let subscription = some_id(dice, model);
	let who = consumer(dice, model, subscription);
	signed_act(who, Call::cancel { subscription })
}

pub fn resign(dice: &mut Dice, model: &Model) -> Act {
	let subscription = some_id(dice, model);
	let attempt = attempt(dice, model, subscription);
	let who = provider(dice, model, subscription, attempt);
	signed_act(who, Call::resign { subscription, attempt })
}

pub fn claim(dice: &mut Dice, model: &Model) -> Act {
	let subscription = some_id(dice, model);
	signed_act(STRANGER, Call::claim { subscription, attempt: attempt(dice, model, subscription) })
}

pub fn claim_owed(dice: &mut Dice, model: &Model) -> Act {
	let subscription = some_id(dice, model);
	signed_act(STRANGER, Call::claim_owed { provider: dice.of(&OWNERS), subscription })
}

pub fn poke(dice: &mut Dice, model: &Model) -> Act {
	signed_act(STRANGER, Call::poke { subscription: some_id(dice, model) })
}

/// Mostly of what there is to tear down.
pub fn confirm_teardown(dice: &mut Dice, model: &Model) -> Act {
	let over: Vec<_> = model
		.known()
		.flat_map(|(id, known)| {
			let over = known.assignments.iter().filter(|(_, assignment)| assignment.is_over());
			over.map(move |(attempt, _)| (id, *attempt))
		})
		.collect();
	let (subscription, attempt) = match dice.any_of(&over).filter(|_| !dice.one_in(5)) {
		Some(tombstone) => tombstone,
		None => {
			let id = some_id(dice, model);
			(id, attempt(dice, model, id))
		}
	};
	let who = provider(dice, model, subscription, attempt);
	signed_act(who, Call::confirm_teardown { subscription, attempt, receipt: RECEIPT })
}

pub fn place(dice: &mut Dice, model: &Model) -> Act {
	let waiting: Vec<_> = model.open().filter(|(_, known)| known.state == State::Waiting).map(|(id, _)| id).collect();
	let id = dice.any_of(&waiting).filter(|_| !dice.one_in(3));
	signed_act(STRANGER, Call::place { subscription: id.unwrap_or_else(|| some_id(dice, model)) })
}

/// Mostly to what searches.
pub fn fund_search(dice: &mut Dice, model: &Model) -> Act {
	let searching: Vec<_> = model
		.open()
		.filter(|(_, known)| known.state == State::Waiting || known.seeks.is_some())
		.map(|(id, _)| id)
		.collect();
	let id = dice.any_of(&searching).filter(|_| !dice.one_in(3));
	let subscription = id.unwrap_or_else(|| some_id(dice, model));
	let amount = if dice.one_in(12) { RICH } else { u128::from(dice.below(9)) };
	signed_act(dice.of(&CONSUMERS), Call::fund_search { subscription, amount })
}

fn price_near(dice: &mut Dice, model: &Model, id: SubscriptionId) -> Balance {
	let rate = model.subscription(id).and_then(Subscription::current).map_or(3, |assignment| assignment.rate);
	(rate + 3).saturating_sub(u128::from(dice.below(7)))
}

pub fn propose_price(dice: &mut Dice, model: &Model) -> Act {
	let subscription = some_id(dice, model);
	let attempt = attempt(dice, model, subscription);
	let who = provider(dice, model, subscription, attempt);
	let rate = if dice.one_in(6) { None } else { Some(price_near(dice, model, subscription)) };
	signed_act(who, Call::propose_price { subscription, attempt, rate })
}

/// Mostly what is proposed, where something is.
pub fn accept_price(dice: &mut Dice, model: &Model) -> Act {
	let proposed: Vec<_> =
		model.open().filter_map(|(id, known)| Some((id, known.serving, known.current()?.proposal?))).collect();
	let proposal = dice.any_of(&proposed).filter(|_| !dice.one_in(4));
	let (subscription, attempt, rate) = proposal.unwrap_or_else(|| {
		let id = some_id(dice, model);
		(id, attempt(dice, model, id), 1 + u128::from(dice.below(5)))
	});
	let who = consumer(dice, model, subscription);
	signed_act(who, Call::accept_price { subscription, attempt, rate })
}

pub fn reprice(dice: &mut Dice, model: &Model) -> Act {
	let elastic: Vec<_> = model
		.open()
		.filter(|(_, known)| known.current().is_some_and(|assignment| assignment.elastic.is_some()))
		.map(|(id, known)| (id, known.serving))
		.collect();
	let (subscription, attempt) = dice.any_of(&elastic).filter(|_| !dice.one_in(3)).unwrap_or_else(|| {
		let id = some_id(dice, model);
		(id, attempt(dice, model, id))
	});
	let who = provider(dice, model, subscription, attempt);
	signed_act(who, Call::reprice { subscription, attempt, rate: price_near(dice, model, subscription) })
}

pub fn migrate(dice: &mut Dice, model: &Model) -> Act {
	let active: Vec<_> = model
		.open()
		.filter(|(_, known)| known.current().is_some_and(|serves| matches!(serves.stage, Stage::Active { .. })))
		.map(|(id, _)| id)
		.collect();
	let active = dice.any_of(&active).filter(|_| !dice.one_in(3));
	let subscription = active.unwrap_or_else(|| some_id(dice, model));
	let who = if dice.one_in(4) { STRANGER } else { consumer(dice, model, subscription) };
	signed_act(who, Call::migrate { subscription })
}

pub fn force_retire(dice: &mut Dice, model: &Model) -> Act {
	// A market without providers is quiet: mostly root asks for too much.
	let provider = market::owner(dice, model);
	let limit = if dice.one_in(4) { dice.of(&[1, 2]) } else { dice.of(&[0, 33]) };
	let call = Call::force_retire { provider, limit }.into();
	Act { who: None, call }
}
