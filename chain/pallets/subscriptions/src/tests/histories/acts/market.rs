//! Calls of the pallet Providers.

use super::*;
use pallet_providers::Call;

/// Mostly an owner, sometimes whoever is in a rare state.
pub fn owner(dice: &mut Dice, model: &Model) -> AccountId {
	let all = [KEYS.as_slice(), &OWNERS].concat();
	match dice.below(4) {
		0 => dice.rare_of(&all, |who| coverage::provider_state(model, *who)).expect("some"),
		_ => dice.of(&OWNERS),
	}
}

fn units(dice: &mut Dice) -> u32 {
	match dice.one_in(6) {
		true => dice.of(&[0, 60_000]),
		false => 1 + dice.below(6) as u32,
	}
}

pub fn register(dice: &mut Dice, model: &Model) -> Act {
	let who = owner(dice, model);
	signed_act(who, Call::register { units: units(dice) })
}

pub fn set_units(dice: &mut Dice, model: &Model) -> Act {
	let who = owner(dice, model);
	signed_act(who, Call::set_units { units: units(dice) })
}

pub fn add_operator(dice: &mut Dice, model: &Model) -> Act {
	let who = owner(dice, model);
	signed_act(who, Call::add_operator { operator: dice.of(&KEYS) })
}

pub fn accept_operator(dice: &mut Dice, _: &Model) -> Act {
	let who = dice.of(&KEYS);
	signed_act(who, Call::accept_operator { provider: dice.of(&OWNERS) })
}

pub fn remove_operator(dice: &mut Dice, model: &Model) -> Act {
	let operator = dice.of(&KEYS);
	let who = if dice.one_in(3) { operator } else { owner(dice, model) };
	signed_act(who, Call::remove_operator { operator })
}

pub fn register_type(dice: &mut Dice, model: &Model) -> Act {
	let name: &[u8] = if dice.one_in(3) { b"" } else { dice.of(&NAMES) };
	let schema = dice.of(&TYPES);
	let who = if dice.one_in(2) { owner(dice, model) } else { dice.of(&[STRANGER, ALICE]) };
	signed_act(who, Call::register_type { schema, name: name.to_vec().try_into().expect("short") })
}

pub fn unregister_type(dice: &mut Dice, model: &Model) -> Act {
	let schema = if dice.one_in(8) { DESCRIPTOR } else { dice.of(&TYPES) };
	let registered_by = model.types.get(&schema).map_or(STRANGER, |(owner, _)| *owner);
	let who = if dice.one_in(3) { owner(dice, model) } else { registered_by };
	signed_act(who, Call::unregister_type { schema })
}

pub fn type_id(dice: &mut Dice) -> H256 {
	match dice.below(12) {
		0 => DESCRIPTOR,
		1..=4 => dice.of(&TYPES),
		_ => TYPE,
	}
}

pub fn offer(dice: &mut Dice, model: &Model) -> Act {
	let price = u128::from(dice.below(5));
	let type_id = type_id(dice);
	let capacity = dice.below(if type_id == TYPE { 6 } else { 3 }) as u32;
	let who = owner(dice, model);
	signed_act(who, Call::offer { type_id, price, capacity })
}

pub fn close_offer(dice: &mut Dice, model: &Model) -> Act {
	let who = owner(dice, model);
	signed_act(who, Call::close_offer { type_id: type_id(dice) })
}

pub fn heartbeat(dice: &mut Dice, model: &Model) -> Act {
	let owner = dice.of(&OWNERS);
	let operator = model.providers.get(&owner).and_then(|provider| dice.any_of(&provider.operators));
	let who = operator.filter(|_| dice.one_in(2)).unwrap_or(owner);
	signed_act(if dice.one_in(16) { dice.of(&KEYS) } else { who }, Call::heartbeat {})
}

pub fn drain(dice: &mut Dice, model: &Model) -> Act {
	signed_act(owner(dice, model), Call::drain {})
}

pub fn undrain(dice: &mut Dice, model: &Model) -> Act {
	signed_act(owner(dice, model), Call::undrain {})
}

pub fn leave(dice: &mut Dice, model: &Model) -> Act {
	signed_act(owner(dice, model), Call::leave {})
}
