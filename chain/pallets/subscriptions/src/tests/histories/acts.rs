//! What is called: chosen by dice, with an eye on the model so that much of it succeeds.

mod market;
mod moving;
mod owners;
mod requests;
mod subscriptions;

use super::*;
use frame::testing_prelude::*;

pub const CONSUMERS: [AccountId; 4] = [ALICE, BOB, CAROL, PETER];
pub const OWNERS: [AccountId; 3] = [PETER, PAULA, PIA];
const KEYS: [AccountId; 5] = [OPERATOR, SECOND_KEY, STRANGER, PAULA, BOB];
const SECOND_KEY: AccountId = 22;
const OTHER_TYPE: H256 = H256([4; 32]);
/// One more than a provider may offer.
const TYPES: [H256; 4] = [TYPE, OTHER_TYPE, H256([5; 32]), H256([6; 32])];

const NAMES: [&[u8]; 4] = [b"test/v1", b"other/v1", b"third/v1", b"fourth/v1"];

/// Some who cannot afford everything.
pub fn impoverish() {
	let poor: &[_] = match PayoutDelay::get() {
		0 => &[(CAROL, 300), (PIA, 200)],
		// What is paid late depends on when somebody serves a change of the price. It must not matter to whether a bond is covered.
		_ => &[(CAROL, 300)],
	};
	for (who, keeps) in poor.iter().copied() {
		assert_ok!(Balances::transfer_allow_death(signed(who), STRANGER, RICH - keeps));
	}
}

pub fn signed_act(who: AccountId, call: impl Into<RuntimeCall>) -> Act {
	Act { who: Some(who), call: call.into() }
}

/// Providers with offers, so that there is something to happen.
pub fn opening(dice: &mut Dice) -> Vec<Act> {
	use pallet_providers::{Call, Elastic, OfferTerms};
	let mut acts = Vec::new();
	for (schema, name) in TYPES.into_iter().zip(NAMES).skip(1) {
		let name = name.to_vec().try_into().expect("short");
		acts.push(signed_act(STRANGER, Call::register_type { schema, name }));
	}
	for (owner, units) in [(PETER, 6), (PAULA, 4), (PIA, 2)] {
		let price = 1 + u128::from(dice.below(3));
		let elastic = dice.one_in(2).then_some(Elastic { floor: 1, ceiling: price + 1, step: 1 });
		let terms = OfferTerms { price, elastic, capacity: units, setup_blocks: ACK_DEADLINE };
		acts.push(signed_act(owner, Call::register { units }));
		acts.push(signed_act(owner, Call::offer_with { type_id: TYPE, terms }));
	}
	acts.push(signed_act(PETER, Call::add_operator { operator: OPERATOR }));
	acts.push(signed_act(OPERATOR, Call::accept_operator { provider: PETER }));
	acts
}

/// By how many the clock advances in each of some blocks without a call. Now and then it goes on until who is silent is dark, stands still
/// for three blocks, or jumps, by forty too.
pub fn clock(dice: &mut Dice, jumps: bool) -> Vec<u64> {
	match dice.below(30) {
		0 => vec![1; GAP as usize],
		1 => vec![0, 0, 0, 1],
		2 => vec![1, 0, 1, 0, 0, 1],
		3 if jumps => vec![40],
		4 if jumps => vec![2 + dice.below(8)],
		5 if jumps => vec![0, 0, 0, 3],
		_ => vec![1; 1 + dice.below(3) as usize],
	}
}

/// Mostly a call that the model expects to succeed, if some arguments of its kind would.
pub fn any(dice: &mut Dice, model: &Model) -> Act {
	let any_kind = |dice: &mut Dice| WEIGHTS[dice.below(WEIGHTS.len() as u64) as usize].1;
	// Moving and leaving are brief, so they are made the most of.
	let brief = |known: &Subscription| known.successor.is_some() || known.leaving().is_some();
	if model.open().any(|(_, known)| brief(known)) && dice.one_in(3) {
		let draw = any_kind(dice);
		let drawn = (0..12).map(|_| draw(dice, model)).find(|act| BRIEF.contains(&coverage::state(model, act)));
		if let Some(act) = drawn {
			return act;
		}
	}
	// From provider to provider and from price to price is where it is easiest to pay twice or not at all.
	if dice.one_in(2) {
		if let Some(act) = moving::any(dice, model) {
			return act;
		}
	}
	let draw = match dice.one_in(4) {
		true => any_kind(dice),
		false => kind_at(dice.below(WEIGHTS.iter().map(|(weight, _)| weight).sum())),
	};
	let mut act = draw(dice, model);
	if dice.one_in(3) {
		return act;
	}
	for _ in 0..8 {
		if model.refusals(&act, &Facts::default()).none() {
			break;
		}
		act = draw(dice, model);
	}
	act
}

const BRIEF: [&str; 3] = ["moving", "successor", "leaving"];

type Draw = fn(&mut Dice, &Model) -> Act;

const WEIGHTS: [(u64, Draw); 44] = [
	(12, subscriptions::migrate),
	(1, subscriptions::force_retire),
	(8, requests::subscribe_with),
	(4, requests::subscribe_many),
	(2, owners::set_beneficiary),
	(1, owners::set_login_key),
	(2, owners::rotate_sealing_key),
	(1, owners::drop_previous_sealing_key),
	(2, owners::set_profile),
	(2, owners::set_allowed),
	(5, owners::offer_with),
	(4, owners::announce_maintenance),
	(4, subscriptions::propose_price),
	(4, subscriptions::accept_price),
	(6, subscriptions::reprice),
	(6, subscriptions::subscribe),
	(18, subscriptions::declare),
	(3, subscriptions::report),
	(3, subscriptions::reject),
	(3, subscriptions::update),
	(2, subscriptions::set_logins),
	(5, subscriptions::top_up),
	(5, subscriptions::withdraw),
	(4, subscriptions::cancel),
	(3, subscriptions::resign),
	(5, subscriptions::claim),
	(2, subscriptions::claim_owed),
	(3, subscriptions::poke),
	(16, subscriptions::confirm_teardown),
	(3, subscriptions::place),
	(3, subscriptions::fund_search),
	(3, market::register),
	(3, market::set_units),
	(2, market::add_operator),
	(2, market::accept_operator),
	(2, market::remove_operator),
	(2, market::register_type),
	(2, market::unregister_type),
	(6, market::offer),
	(2, market::close_offer),
	(34, market::heartbeat),
	(1, market::drain),
	(3, market::undrain),
	(2, market::leave),
];

fn kind_at(mut drawn: u64) -> Draw {
	for (weight, draw) in WEIGHTS {
		match drawn.checked_sub(weight) {
			Some(rest) => drawn = rest,
			None => return draw,
		}
	}
	unreachable!("drawn below the sum of the weights")
}
