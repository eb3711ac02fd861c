//! Who will do, and who is chosen of those who will.

use super::*;
use crate::{Attribute, Elastic, Error, Label, Listed, Network, NextWindow, OfferTerms, Profile};
use frame::testing_prelude::*;
use std::collections::BTreeMap;

fn label(text: &str) -> Label {
	text.as_bytes().to_vec().try_into().expect("a short label")
}

fn listed<Item: Clone + std::fmt::Debug>(items: &[Item]) -> Listed<Item> {
	items.to_vec().try_into().expect("a short list")
}

fn labels(texts: &[&str]) -> Listed<Label> {
	listed(&texts.iter().map(|text| label(text)).collect::<Vec<_>>())
}

fn attribute(key: &str, value: &str) -> Attribute {
	Attribute { key: label(key), value: label(value) }
}

fn set_profile(who: u64, profile: Profile) {
	assert_ok!(Providers::set_profile(signed(who), Some(profile)));
}

fn elastic(who: u64, price: Balance, ceiling: Balance, capacity: u32) {
	let bounds = Elastic { floor: 1, ceiling, step: 1 };
	assert_ok!(Providers::offer_with(
		signed(who),
		TYPE,
		OfferTerms { price, elastic: Some(bounds), capacity, setup_blocks: ACK_DEADLINE }
	));
}

/// Who gets it, and who is free again at once.
fn chosen(ask: &Ask<u64, Balance, u64>) -> Option<u64> {
	match award_for(ask) {
		Choice::Awarded(Award { provider, .. }) => {
			release(provider);
			Some(provider)
		}
		Choice::Nobody => None,
		Choice::Unfinished { .. } => panic!("the search was cut short"),
	}
}

/// Who gets it after as many searches as it takes, and how many those were. The unit stays taken.
fn found(mut ask: Ask<u64, Balance, u64>) -> (Option<u64>, u32) {
	for searches in 1.. {
		match award_for(&ask) {
			Choice::Awarded(award) => return (Some(award.provider), searches),
			Choice::Nobody => return (None, searches),
			Choice::Unfinished { scan } => ask.scan = Some(scan),
		}
	}
	unreachable!()
}

struct Dice([u8; 32]);

impl Dice {
	fn below(&mut self, n: u32) -> u32 {
		self.0 = blake2_256(&self.0);
		u32::from_le_bytes(self.0[..4].try_into().unwrap()) % n
	}
}

#[test]
fn criteria_are_held_against_what_a_provider_says_of_itself() {
	let terms = H256([9; 32]);
	let none = Criteria::default;
	let agreed = || Criteria { terms: listed(&[terms]), ..none() };
	let cases = [
		("terms not accepted", none(), false),
		("terms accepted", agreed(), true),
		("other terms accepted", Criteria { terms: listed(&[H256([8; 32])]), ..none() }, false),
		("one of the regions", Criteria { regions: labels(&["us", "eu"]), ..agreed() }, true),
		("none of the regions", Criteria { regions: labels(&["us", "europe"]), ..agreed() }, false),
		("a refused region", Criteria { not_regions: labels(&["de"]), ..agreed() }, false),
		("wanted and refused", Criteria { regions: labels(&["eu"]), not_regions: labels(&["de"]), ..agreed() }, false),
		("another refused region", Criteria { not_regions: labels(&["us"]), ..agreed() }, true),
		("a banned name", Criteria { not_networks: listed(&[Network::Name(label("hz"))]), ..agreed() }, false),
		("a banned number", Criteria { not_networks: listed(&[Network::As(24940)]), ..agreed() }, false),
		("another banned number", Criteria { not_networks: listed(&[Network::As(1)]), ..agreed() }, true),
		("an attribute", Criteria { attributes: listed(&[attribute("gpu", "no")]), ..agreed() }, true),
		(
			"an attribute of another value",
			Criteria { attributes: listed(&[attribute("gpu", "yes")]), ..agreed() },
			false,
		),
		(
			"one attribute of two",
			Criteria { attributes: listed(&[attribute("gpu", "no"), attribute("tpu", "no")]), ..agreed() },
			false,
		),
		("refused by name", Criteria { refuse: listed(&[1]), ..agreed() }, false),
		("preferred and refused", Criteria { prefer: listed(&[1]), refuse: listed(&[1]), ..agreed() }, false),
		("preferred, but not to the terms", Criteria { prefer: listed(&[1]), ..none() }, false),
	];
	chain(|| {
		provider(1, 3, 1);
		set_profile(
			1,
			Profile {
				regions: labels(&["eu", "de"]),
				networks: listed(&[Network::Name(label("hz")), Network::As(24940)]),
				attributes: listed(&[attribute("gpu", "no"), attribute("arch", "arm")]),
				terms: Some(terms),
			},
		);
		for (name, criteria, matches) in &cases {
			let ask = Ask { criteria, ..ask(&TYPE, 3, &[]) };
			assert_eq!(chosen(&ask), matches.then_some(1), "{name}");
		}
	});
}

#[test]
fn a_provider_that_says_nothing_matches_who_asks_for_nothing() {
	chain(|| {
		provider(1, 3, 1);
		assert_eq!(chosen(&ask(&TYPE, 3, &[])), Some(1));
		let criteria = Criteria { not_regions: labels(&["us"]), terms: listed(&[H256::zero()]), ..Default::default() };
		assert_eq!(chosen(&Ask { criteria: &criteria, ..ask(&TYPE, 3, &[]) }), Some(1));
		let criteria = Criteria { regions: labels(&["eu"]), ..Default::default() };
		assert_eq!(chosen(&Ask { criteria: &criteria, ..ask(&TYPE, 3, &[]) }), None);
		set_profile(1, Profile { regions: labels(&["eu"]), ..Default::default() });
		assert_eq!(chosen(&Ask { criteria: &criteria, ..ask(&TYPE, 3, &[]) }), Some(1));
		assert_ok!(Providers::set_profile(signed(1), None));
		assert_eq!(chosen(&Ask { criteria: &criteria, ..ask(&TYPE, 3, &[]) }), None);
	});
}

#[test]
fn a_profile_is_a_providers_and_of_text() {
	chain(|| {
		assert_noop!(Providers::set_profile(signed(1), None), Error::<Test>::NotAProvider);
		assert_ok!(Providers::register(signed(1), 1));
		let bad: Label = vec![0xff].try_into().unwrap();
		for profile in [
			Profile { regions: listed(core::slice::from_ref(&bad)), ..Default::default() },
			Profile { regions: labels(&[""]), ..Default::default() },
			Profile { networks: listed(&[Network::As(1), Network::Name(bad.clone())]), ..Default::default() },
			Profile { attributes: listed(&[attribute("gpu", "")]), ..Default::default() },
		] {
			assert_noop!(Providers::set_profile(signed(1), Some(profile)), Error::<Test>::InvalidLabel);
		}
		set_profile(1, Profile { regions: labels(&["eu"]), ..Default::default() });
		// It goes with the provider.
		assert_ok!(Providers::leave(signed(1)));
		assert_eq!(crate::Profiles::<Test>::iter().count(), 0);
	});
}

#[test]
fn preferred_providers_are_asked_first_in_their_order_and_nobody_loses_a_turn() {
	chain(|| {
		for who in 1..=4 {
			provider(who, 3, 1);
		}
		let criteria = Criteria { prefer: listed(&[7, 3, 2]), ..Default::default() };
		let preferring = || Ask { criteria: &criteria, ..ask(&TYPE, 3, &[]) };
		assert_eq!(awarded(3, &[]), 1);
		assert_eq!(award_for(&preferring()), given(3, false));
		assert_eq!(award_for(&preferring()), given(2, false));
		// None of them has room left, so it is anybody's turn: the next after the first.
		assert_eq!(award_for(&preferring()), given(4, true));
		assert_eq!(award_for(&preferring()), Choice::Nobody);
	});
}

#[test]
fn candidates_are_verified_in_their_order_and_nobody_else_is_asked() {
	chain(|| {
		for who in 1..=3 {
			provider(who, u128::from(who), 1);
		}
		let selection = Selection::Candidates(listed(&[9, 3, 2]));
		let naming = |max_price| Ask { selection: &selection, ..ask(&TYPE, max_price, &[]) };
		assert_eq!(chosen(&naming(3)), Some(3));
		assert_eq!(chosen(&naming(2)), Some(2));
		assert_eq!(chosen(&naming(1)), None);
		assert_eq!(chosen(&Ask { excluded: &[3], ..naming(3) }), Some(2));
	});
}

#[test]
fn a_private_offer_serves_those_it_lists() {
	chain(|| {
		provider(1, 3, 2);
		let list = |who: &[u64]| Some(who.to_vec().try_into().unwrap());
		assert_noop!(Providers::set_allowed(signed(2), TYPE, None), Error::<Test>::NotAProvider);
		assert_noop!(Providers::set_allowed(signed(1), OTHER_TYPE, None), Error::<Test>::UnknownOffer);
		assert_ok!(Providers::set_allowed(signed(1), TYPE, list(&[30, 31])));
		let of = |consumer| chosen(&Ask { consumer, ..ask(&TYPE, 3, &[]) });
		assert_eq!((of(&30), of(&31), of(&32)), (Some(1), Some(1), None));
		// Preferring it, or naming it, opens no door.
		let selection = Selection::Candidates(listed(&[1]));
		let criteria = Criteria { prefer: listed(&[1]), ..Default::default() };
		assert_eq!(chosen(&Ask { consumer: &32, selection: &selection, ..ask(&TYPE, 3, &[]) }), None);
		assert_eq!(chosen(&Ask { consumer: &32, criteria: &criteria, ..ask(&TYPE, 3, &[]) }), None);
		// Other terms keep it private.
		assert_ok!(Providers::offer(signed(1), TYPE, 2, 2));
		assert_eq!((of(&30), of(&32)), (Some(1), None));
		assert_ok!(Providers::set_allowed(signed(1), TYPE, list(&[])));
		assert_eq!(of(&30), None);
		assert_ok!(Providers::set_allowed(signed(1), TYPE, None));
		assert_eq!(of(&32), Some(1));
		// The list goes with the record.
		assert_ok!(Providers::set_allowed(signed(1), TYPE, list(&[30])));
		assert_ok!(Providers::close_offer(signed(1), TYPE));
		assert_eq!(crate::AllowedConsumers::<Test>::iter().count(), 0);
	});
}

#[test]
fn an_elastic_offer_is_for_those_who_accept_it_up_to_its_ceiling() {
	chain(|| {
		assert_ok!(Providers::register(signed(1), 2));
		let with = |floor, ceiling, step| {
			let elastic = Some(Elastic { floor, ceiling, step });
			let terms = OfferTerms { price: 3, elastic, capacity: 2, setup_blocks: ACK_DEADLINE };
			Providers::offer_with(signed(1), TYPE, terms)
		};
		for (floor, ceiling, step) in [(0, 5, 1), (4, 5, 1), (1, 2, 1), (1, 5, 0)] {
			assert_noop!(with(floor, ceiling, step), Error::<Test>::InvalidBounds);
		}
		assert_ok!(with(3, 3, 1));
		assert_ok!(with(2, 5, 1));
		let accepting = |max_price| Ask { elastic: true, ..ask(&TYPE, max_price, &[]) };
		assert_eq!(chosen(&ask(&TYPE, 9, &[])), None);
		assert_eq!(chosen(&accepting(4)), None);
		let bounds = Elastic { floor: 2, ceiling: 5, step: 1 };
		let Choice::Awarded(award) = award_for(&accepting(5)) else { panic!("it will do") };
		assert_eq!((award.price, award.elastic), (3, Some(bounds)));
		// `offer` is for a fixed price.
		assert_ok!(Providers::offer(signed(1), TYPE, 3, 2));
		assert_eq!(chosen(&ask(&TYPE, 3, &[])), Some(1));
	});
}

#[test]
fn the_cheapest_is_who_can_never_cost_more() {
	chain(|| {
		for who in 1..=4 {
			assert_ok!(Providers::register(signed(who), 1));
		}
		elastic(1, 1, 9, 1);
		assert_ok!(Providers::offer(signed(2), TYPE, 4, 1));
		elastic(3, 2, 4, 1);
		assert_ok!(Providers::offer(signed(4), TYPE, 5, 1));
		let ask = Ask { selection: &Selection::Cheapest, elastic: true, ..ask(&TYPE, 9, &[]) };
		let order: Vec<_> = (0..5).map(|_| found(ask.clone()).0).collect();
		// Among equals the first.
		assert_eq!(order, [Some(2), Some(3), Some(4), Some(1), None]);
	});
}

#[test]
fn the_least_loaded_is_who_has_the_least_share_in_use() {
	chain(|| {
		provider(1, 3, 3);
		provider(2, 3, 5);
		provider(3, 3, 1);
		let ask = Ask { selection: &Selection::LeastLoaded, ..ask(&TYPE, 3, &[]) };
		let order: Vec<_> = (0..9).map(|_| found(ask.clone()).0.unwrap()).collect();
		// 0/3 0/5 0/1, 1/3 0/5 0/1, 1/3 1/5 0/1, 1/3 1/5, 1/3 2/5, 2/3 2/5, 2/3 3/5, 2/3 4/5, 4/5
		assert_eq!(order, [1, 2, 3, 2, 1, 2, 2, 1, 2]);
	});
}

#[test]
fn lots_are_drawn_by_units_and_each_draw_is_another() {
	chain(|| {
		provider(1, 3, 1);
		provider(2, 3, 4);
		provider(3, 3, 5);
		let ask = Ask { selection: &Selection::Random, ..ask(&TYPE, 3, &[]) };
		let mut drawn = BTreeMap::<u64, u32>::new();
		for _ in 0..1_000 {
			*drawn.entry(chosen(&ask).unwrap()).or_default() += 1;
		}
		for (who, expected) in [(1, 100), (2, 400), (3, 500)] {
			assert!(drawn[&who].abs_diff(expected) < 60, "{drawn:?}");
		}
		// From the parent block and the number of the draw, and nothing else: who knows both knows the lot.
		let first = crate::Draws::<Test>::get();
		let again: Vec<_> = (0..20).map(|_| chosen(&ask)).collect();
		crate::Draws::<Test>::put(first);
		assert_eq!(again, (0..20).map(|_| chosen(&ask)).collect::<Vec<_>>());
	});
}

#[test]
fn comparing_strategies_get_to_every_window() {
	chain(|| {
		// The mock looks at four offers at a time; the last two are dearer than all before.
		for who in 1..=6 {
			provider(who, u128::from(who), 9);
		}
		let ask = Ask { selection: &Selection::Cheapest, ..ask(&TYPE, 9, &[]) };
		let order: Vec<_> = (0..3).map(|_| chosen(&ask).unwrap()).collect();
		// 1 to 4, then 5 6 1 2, then 3 to 6.
		assert_eq!(order, [1, 1, 3]);
		assert_eq!(NextWindow::<Test>::get(TYPE), 0);
		// They take nobody's turn.
		assert_eq!(awarded(9, &[]), 1);
	});
}

#[test]
fn cheap_offers_that_do_not_match_starve_nobody() {
	let selections = [Selection::RoundRobin, Selection::Random, Selection::LeastLoaded, Selection::Cheapest];
	for selection in &selections {
		chain(|| {
			for who in 1..=30 {
				provider(who, if who % 11 == 0 { 3 } else { 1 }, 2);
				if who % 11 != 0 {
					assert_ok!(Providers::set_allowed(signed(who), TYPE, Some(Default::default())));
				}
			}
			// Each search sees four more, so eight see all thirty, wherever they begin.
			let mut awards = BTreeMap::<u64, u32>::new();
			for _ in 0..4 {
				let (who, searches) = found(Ask { selection, ..ask(&TYPE, 3, &[]) });
				assert!(searches <= 8, "{selection:?}: {searches}");
				*awards.entry(who.unwrap()).or_default() += 1;
			}
			assert_eq!(awards, BTreeMap::from([(11, 2), (22, 2)]), "{selection:?}");
			assert_eq!(found(Ask { selection, ..ask(&TYPE, 3, &[]) }), (None, 8));
		});
	}
}

/// Awards to the accounts `of`, of `count` requests that come one after another, some of which are over at once.
fn awards(dice: &mut Dice, count: u32, of: std::ops::Range<u64>) -> u32 {
	let mut awards = 0;
	for _ in 0..count {
		let (who, _) = found(ask(&TYPE, 3, &[]));
		let over = dice.below(3) > 0;
		if let Some(who) = who {
			awards += u32::from(of.contains(&who));
			if over {
				release(who);
			}
		}
	}
	awards
}

/// Offers of others before and after, some of which match nobody.
fn others(dice: &mut Dice, accounts: std::ops::Range<u64>) {
	for who in accounts {
		let price = if dice.below(3) == 0 { 9 } else { 3 };
		provider(who, price, 1 + dice.below(4));
	}
}

#[test]
fn k_accounts_with_a_kth_of_the_units_get_the_awards_of_one_with_all() {
	for seed in 0..60 {
		let mut dice = Dice(blake2_256(&[seed]));
		let (parts, each) = (1 + u64::from(dice.below(6)), 1 + dice.below(4));
		let (before, after) = (u64::from(dice.below(5)), u64::from(dice.below(5)));
		let count = 1 + dice.below(60);
		let state = dice.0;
		let mut got = Vec::new();
		for accounts in [1, parts] {
			chain(|| {
				let mut dice = Dice(state);
				others(&mut dice, 21..21 + before);
				for who in 1..=accounts {
					provider(who, 3, each * (parts / accounts) as u32);
				}
				others(&mut dice, 26..26 + after);
				got.push(awards(&mut dice, count, 1..20));
			});
		}
		assert!(
			got[0].abs_diff(got[1]) <= 1,
			"seed {seed}: {} awards for one, {} for {parts} accounts",
			got[0],
			got[1]
		);
	}
}
