//! Missed deadlines: how many close an offer, and what they cost.

use super::*;
use crate::{Error, Event, HoldReason, Offers, ProviderOf, Providers as Records};
use frame::{testing_prelude::*, token::fungible::MutateHold};

fn record(who: u64) -> ProviderOf<Test> {
	Records::<Test>::get(who).expect("a provider")
}

fn count(who: u64) -> u32 {
	Offers::<Test>::get(TYPE, who).expect("an offer").missed
}

#[test]
fn so_many_missed_deadlines_in_a_row_close_the_offer_and_burn_bond() {
	chain(|| {
		provider(1, 3, 3);
		provider(2, 3, 3);
		let bond = held(1);
		for n in 1..=MISSED_ALLOWED {
			assert!(Offers::<Test>::get(TYPE, 1).unwrap().open, "before miss {n}");
			assert_eq!(awarded(3, &[2]), 1);
			missed(1);
		}
		let offer = Offers::<Test>::get(TYPE, 1).unwrap();
		assert_eq!((offer.open, offer.used, offer.missed), (false, MISSED_ALLOWED, 0));
		assert_eq!((held(1), record(1).bond, burnt()), (bond - MISSED_PENALTY, bond - MISSED_PENALTY, MISSED_PENALTY));
		assert_eq!(award(3, &[2]), Choice::Nobody);
		assert!(events().contains(&Event::OfferClosed { type_id: TYPE, provider: 1 }));
		// Nobody else is touched.
		assert_eq!((held(2), awarded(3, &[])), (bond, 2));
	});
}

#[test]
fn a_deployment_in_between_starts_the_count_again() {
	chain(|| {
		provider(1, 3, 20);
		for _ in 0..3 {
			for _ in 1..MISSED_ALLOWED {
				awarded(3, &[]);
				missed(1);
			}
			awarded(3, &[]);
			served(1);
			assert_eq!(count(1), 0);
		}
		assert_eq!(burnt(), 0);
	});
}

#[test]
fn new_terms_do_not_wash_off_what_was_missed() {
	chain(|| {
		provider(1, 3, 3);
		awarded(3, &[]);
		missed(1);
		assert_ok!(Providers::offer(signed(1), TYPE, 2, 3));
		assert_eq!(count(1), 1);
		awarded(3, &[]);
		// Neither does closing it while the award runs, though there is nothing left to close.
		assert_ok!(Providers::close_offer(signed(1), TYPE));
		missed(1);
		assert_eq!(burnt(), MISSED_PENALTY);
		let closed = Event::OfferClosed { type_id: TYPE, provider: 1 };
		assert_eq!(events().into_iter().filter(|event| *event == closed).count(), 1);
	});
}

/// Provider 1 missed one deadline, and its offer is gone.
fn missed_one_and_closed() {
	provider(1, 3, 3);
	awarded(3, &[]);
	missed(1);
	assert_ok!(Providers::close_offer(signed(1), TYPE));
	assert_eq!(record(1).missed, 0, "the offer is still there, and keeps its count");
	release(1);
	assert_eq!((Offers::<Test>::get(TYPE, 1), record(1).missed), (None, 1));
}

#[test]
fn closing_and_opening_again_does_not_wash_off_missed_deadlines() {
	chain(|| {
		missed_one_and_closed();
		assert_ok!(Providers::offer(signed(1), TYPE, 3, 3));
		assert_eq!(count(1), 1);
		awarded(3, &[]);
		missed(1);
		assert_eq!((burnt(), count(1), record(1).missed), (MISSED_PENALTY, 0, 0));
		// Paid for once: the next count begins from zero.
		release(1);
		assert_ok!(Providers::set_units(signed(1), 3));
		assert_ok!(Providers::offer(signed(1), TYPE, 3, 3));
		assert_eq!((count(1), record(1).missed), (0, 0));
	});
}

#[test]
fn neither_does_an_offer_of_another_type_in_between() {
	chain(|| {
		missed_one_and_closed();
		assert_ok!(Providers::offer(signed(1), OTHER_TYPE, 3, 1));
		assert_eq!(Offers::<Test>::get(OTHER_TYPE, 1).unwrap().missed, 1);
		assert_ok!(Providers::close_offer(signed(1), OTHER_TYPE));
		assert_ok!(Providers::offer(signed(1), TYPE, 3, 3));
		awarded(3, &[]);
		missed(1);
		assert_eq!(burnt(), MISSED_PENALTY);
	});
}

#[test]
fn an_offer_that_missed_less_does_not_wash_off_what_another_missed() {
	chain(|| {
		assert_ok!(Providers::register(signed(1), 3));
		assert_ok!(Providers::offer(signed(1), OTHER_TYPE, 3, 1));
		assert_ok!(Providers::offer(signed(1), TYPE, 3, 2));
		awarded(3, &[]);
		missed(1);
		assert_ok!(Providers::close_offer(signed(1), TYPE));
		release(1);
		assert_ok!(Providers::close_offer(signed(1), OTHER_TYPE));
		assert_eq!(record(1).missed, 1);
	});
}

#[test]
fn a_declaration_of_any_type_forgives_what_removed_offers_missed() {
	chain(|| {
		missed_one_and_closed();
		assert_ok!(Providers::offer(signed(1), OTHER_TYPE, 3, 1));
		assert!(matches!(award_of(&OTHER_TYPE, 3, &[]), Choice::Awarded(Award { provider: 1, .. })));
		<Providers as Marketplace<u64, Balance, u64>>::served(&1, &OTHER_TYPE);
		assert_eq!((Offers::<Test>::get(OTHER_TYPE, 1).unwrap().missed, record(1).missed), (0, 0));
		assert_ok!(Providers::offer(signed(1), TYPE, 3, 2));
		awarded(3, &[]);
		missed(1);
		assert_eq!((burnt(), count(1)), (0, 1));
	});
}

#[test]
fn who_leaves_gives_up_what_it_missed_too() {
	chain(|| {
		missed_one_and_closed();
		assert_ok!(Providers::leave(signed(1)));
		provider(1, 3, 3);
		assert_eq!((count(1), record(1).missed), (0, 0));
	});
}

#[test]
fn nothing_new_is_offered_until_the_bond_is_whole_again() {
	chain(|| {
		provider(1, 3, 3);
		for _ in 0..MISSED_ALLOWED {
			awarded(3, &[]);
			missed(1);
		}
		assert_noop!(Providers::offer(signed(1), TYPE, 3, 3), Error::<Test>::BondShort);
		assert_noop!(Providers::offer(signed(1), OTHER_TYPE, 3, 1), Error::<Test>::BondShort);
		// What runs goes on and is cleared away as ever.
		release(1);
		assert_ok!(Providers::set_units(signed(1), 3));
		assert_eq!(held(1), BOND_BASE + 3 * BOND_PER_UNIT);
		assert_ok!(Providers::offer(signed(1), TYPE, 3, 3));
		assert_eq!(awarded(3, &[]), 1);
	});
}

#[test]
fn fewer_units_make_the_bond_whole_too() {
	const { assert!(MISSED_PENALTY < BOND_PER_UNIT) };
	chain(|| {
		provider(1, 3, 3);
		for _ in 0..MISSED_ALLOWED {
			awarded(3, &[]);
			missed(1);
		}
		assert_ok!(Providers::set_units(signed(1), 2));
		assert_eq!(held(1), BOND_BASE + 2 * BOND_PER_UNIT);
		assert_ok!(Providers::offer(signed(1), TYPE, 3, 1));
	});
}

#[test]
fn no_more_is_burnt_than_is_held() {
	chain(|| {
		assert_ok!(Providers::register(signed(1), 1));
		let units = 40;
		assert_ok!(Providers::set_units(signed(1), units));
		assert_ok!(Providers::offer(signed(1), TYPE, 3, units));
		let bond = held(1);
		// Awards that were made before the offer was closed may be missed after it.
		for _ in 0..units {
			awarded(3, &[]);
		}
		for _ in 0..units {
			missed(1);
		}
		assert_eq!(burnt(), MISSED_PENALTY * Balance::from(units / MISSED_ALLOWED));
		assert_eq!(held(1), bond - burnt());
		// As if the penalty were more than the bond.
		Records::<Test>::mutate(1, |record| {
			let record = record.as_mut().unwrap();
			let most = record.bond - 1;
			assert_ok!(<Balances as MutateHold<u64>>::release(&HoldReason::Bond.into(), &1, most, Precision::Exact));
			record.bond = 1;
		});
		for _ in 0..2 * MISSED_ALLOWED {
			missed(1);
		}
		assert_eq!((held(1), record(1).bond), (0, 0));
		assert!(events().contains(&Event::BondBurnt { provider: 1, amount: 1 }));
		assert!(!events().contains(&Event::BondBurnt { provider: 1, amount: 0 }));
	});
}

#[test]
fn an_offer_costs_a_deposit_while_there_is_a_record_of_it() {
	chain(|| {
		provider(1, 3, 2);
		assert_eq!(deposit_of_offers(1), OFFER_DEPOSIT);
		// New terms cost nothing, another type does.
		assert_ok!(Providers::offer(signed(1), TYPE, 5, 1));
		assert_ok!(Providers::offer(signed(1), OTHER_TYPE, 5, 1));
		assert_eq!(deposit_of_offers(1), 2 * OFFER_DEPOSIT);
		assert_ok!(Providers::close_offer(signed(1), OTHER_TYPE));
		assert_eq!(deposit_of_offers(1), OFFER_DEPOSIT);
		// A closed offer in use keeps its record, and its deposit, also when it is opened again.
		awarded(5, &[]);
		assert_ok!(Providers::close_offer(signed(1), TYPE));
		assert_eq!(deposit_of_offers(1), OFFER_DEPOSIT);
		assert_ok!(Providers::offer(signed(1), TYPE, 5, 1));
		assert_eq!(deposit_of_offers(1), OFFER_DEPOSIT);
		assert_ok!(Providers::close_offer(signed(1), TYPE));
		release(1);
		assert_eq!(deposit_of_offers(1), 0);
		assert_ok!(Providers::leave(signed(1)));
		assert_eq!(Balances::free_balance(1), RICH);
	});
}

#[test]
fn who_cannot_pay_the_deposit_offers_nothing() {
	chain(|| {
		assert_ok!(Providers::register(signed(1), 1));
		let left = OFFER_DEPOSIT;
		assert_ok!(Balances::transfer_keep_alive(signed(1), 2, Balances::free_balance(1) - left));
		assert_noop!(Providers::offer(signed(1), TYPE, 3, 1), Error::<Test>::BondNotCovered);
	});
}
