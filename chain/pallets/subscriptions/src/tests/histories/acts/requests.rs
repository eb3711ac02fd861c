//! Subscriptions with wishes.

use super::{owners, *};
use crate::{Call, Request, Wish};
use pallet_providers::{Criteria, Selection};

/// Lots and groups make who is awarded depend on when somebody serves an end. Only in histories whose two runs are not compared with
/// each other.
fn selection(dice: &mut Dice, loose: bool) -> Selection<AccountId> {
	match dice.below(6) {
		0 => Selection::LeastLoaded,
		1 => Selection::Cheapest,
		2 => Selection::Candidates(owners::listed(OWNERS[..1 + dice.below(3) as usize].to_vec())),
		3 if loose => Selection::Random,
		_ => Selection::RoundRobin,
	}
}

fn wish(dice: &mut Dice, loose: bool) -> Wish<AccountId, u64> {
	let some = |dice: &mut Dice| match dice.one_in(4) {
		true => owners::listed(vec![dice.of(&OWNERS)]),
		false => owners::listed(vec![]),
	};
	let criteria = Criteria {
		regions: if dice.one_in(6) { owners::regions(dice, 2) } else { owners::listed(vec![]) },
		not_regions: if dice.one_in(6) { owners::regions(dice, 1) } else { owners::listed(vec![]) },
		not_networks: owners::networks(dice),
		prefer: some(dice),
		refuse: some(dice),
		attributes: if dice.one_in(6) { owners::attributes(dice) } else { owners::listed(vec![]) },
		terms: owners::listed(if dice.one_in(2) { vec![RECEIPT] } else { vec![] }),
		apart: (loose && !dice.one_in(5)).then(|| dice.below(5) as u32 / 4),
	};
	let max_setup = dice.one_in(3).then(|| dice.of(&[ACK_DEADLINE - 1, ACK_DEADLINE, ACK_DEADLINE + 3]));
	let patience = if dice.one_in(3) { Some(dice.of(&[0, 10, 35])) } else { None };
	let (selection, elastic, follow) = (selection(dice, loose), !dice.one_in(3), dice.one_in(2));
	Wish { selection, elastic, follow, max_setup, patience, criteria }
}

fn request(dice: &mut Dice, model: &Model) -> Request<AccountId, Balance, u64> {
	let Act { call: RuntimeCall::Subscriptions(Call::subscribe { type_id, descriptor, max_price, funds }), .. } =
		subscriptions::subscribe(dice, model)
	else {
		unreachable!("that is what it draws");
	};
	Request { type_id, descriptor, max_price, funds, wish: wish(dice, model.loose) }
}

pub fn subscribe_with(dice: &mut Dice, model: &Model) -> Act {
	let request = Box::new(request(dice, model));
	let who = if model.loose && !dice.one_in(3) { ALICE } else { dice.of(&CONSUMERS) };
	signed_act(who, Call::subscribe_with { request })
}

pub fn subscribe_many(dice: &mut Dice, model: &Model) -> Act {
	let requests = (0..1 + dice.below(3)).map(|_| request(dice, model)).collect::<Vec<_>>();
	signed_act(dice.of(&CONSUMERS), Call::subscribe_many { requests: requests.try_into().expect("few") })
}
