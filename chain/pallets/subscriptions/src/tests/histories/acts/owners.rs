//! What an owner says of itself and asks of its consumers.

use super::{market::owner, *};
use pallet_providers::{
	Attribute, Call, Elastic, Label, Listed, LoginKey, MaintenanceWindow, Network, OfferTerms, Profile, Scheme,
};

/// Nobody's account, until somebody is paid there.
const TREASURY: AccountId = 51;
const REGIONS: [&str; 3] = ["north", "south", "west"];

pub fn label(text: &str) -> Label {
	text.as_bytes().to_vec().try_into().expect("short")
}

pub fn listed<Item>(items: Vec<Item>) -> Listed<Item> {
	items.try_into().ok().expect("few")
}

pub fn regions(dice: &mut Dice, most: u64) -> Listed<Label> {
	let count = dice.below(most + 1) as usize;
	let from = dice.below(3) as usize;
	listed(REGIONS.iter().cycle().skip(from).take(count).map(|region| label(region)).collect())
}

pub fn networks(dice: &mut Dice) -> Listed<Network> {
	listed(match dice.below(4) {
		0 => vec![Network::As(64_500)],
		1 => vec![Network::Name(label("net"))],
		_ => vec![],
	})
}

pub fn attributes(dice: &mut Dice) -> Listed<Attribute> {
	let attribute = || Attribute { key: label("disk"), value: label("fast") };
	listed((0..dice.below(3) / 2).map(|_| attribute()).collect())
}

/// With a delay of payouts the old one would be paid for what is too young to be claimed, so there it stays.
pub fn set_beneficiary(dice: &mut Dice, model: &Model) -> Act {
	let who = if PayoutDelay::get() > 0 { STRANGER } else { owner(dice, model) };
	signed_act(who, Call::set_beneficiary { beneficiary: dice.of(&[None, Some(TREASURY), Some(TREASURY + 1)]) })
}

pub fn set_login_key(dice: &mut Dice, model: &Model) -> Act {
	let scheme = dice.of(&[Scheme::Ed25519, Scheme::Sr25519, Scheme::Ecdsa]);
	let key = vec![dice.of(&[0, 2, 7]); dice.of(&[32, 33])].try_into().expect("short");
	let key = (!dice.one_in(4)).then_some(LoginKey { scheme, key });
	signed_act(owner(dice, model), Call::set_login_key { key })
}

pub fn rotate_sealing_key(dice: &mut Dice, model: &Model) -> Act {
	let key = [dice.below(4) as u8; 32];
	signed_act(owner(dice, model), Call::rotate_sealing_key { key })
}

pub fn drop_previous_sealing_key(dice: &mut Dice, model: &Model) -> Act {
	signed_act(owner(dice, model), Call::drop_previous_sealing_key {})
}

pub fn set_profile(dice: &mut Dice, model: &Model) -> Act {
	let profile = Profile {
		regions: if dice.one_in(10) { listed(vec![label("")]) } else { regions(dice, 3) },
		networks: networks(dice),
		attributes: attributes(dice),
		terms: dice.one_in(4).then_some(RECEIPT),
	};
	let profile = (!dice.one_in(4)).then_some(profile);
	signed_act(owner(dice, model), Call::set_profile { profile })
}

pub fn set_allowed(dice: &mut Dice, model: &Model) -> Act {
	let count = dice.below(4) as usize;
	let allowed = dice.one_in(6).then(|| CONSUMERS[..count].to_vec().try_into().expect("few"));
	signed_act(owner(dice, model), Call::set_allowed { type_id: market::type_id(dice), allowed })
}

pub fn offer_with(dice: &mut Dice, model: &Model) -> Act {
	let price = 1 + u128::from(dice.below(3));
	let elastic = Elastic {
		floor: u128::from(dice.below(3)),
		ceiling: price + u128::from(dice.below(3)),
		step: u128::from(dice.below(4)),
	};
	let elastic = (!dice.one_in(4)).then_some(elastic);
	let type_id = market::type_id(dice);
	let capacity = 1 + dice.below(if type_id == TYPE { 5 } else { 2 }) as u32;
	let setup_blocks = match dice.below(12) {
		0 => ACK_DEADLINE - 1,
		1 => MAX_SETUP + 1,
		2..=4 => MAX_SETUP,
		_ => ACK_DEADLINE,
	};
	let terms = OfferTerms { price, elastic, capacity, setup_blocks };
	signed_act(owner(dice, model), Call::offer_with { type_id, terms })
}

pub fn announce_maintenance(dice: &mut Dice, model: &Model) -> Act {
	let from = model.block + MAINTENANCE_NOTICE + dice.below(6) - u64::from(dice.one_in(6));
	let until = from + dice.below(MAX_MAINTENANCE + 2);
	let window = (!dice.one_in(6)).then_some(MaintenanceWindow { from, until });
	signed_act(owner(dice, model), Call::announce_maintenance { window })
}
