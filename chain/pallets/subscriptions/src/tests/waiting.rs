//! First come, first served among those that match.

use super::*;
use crate::{
	CloseReason, Error, Event, LastPass, NextId, PendingTypes, SubscriptionState, WaitingQueue, WaitingState,
	WeightInfo,
};
use frame::{deps::frame_support::weights::WeightMeter, testing_prelude::*};
use pallet_providers::Profile;
use std::collections::BTreeMap;

type Weights = <Test as crate::Config>::WeightInfo;

const OTHER: H256 = H256([4; 32]);

fn placed(id: u64) -> Option<u64> {
	match crate::Subscriptions::<Test>::get(id).unwrap().state {
		SubscriptionState::Placed { provider, .. } => Some(provider),
		_ => None,
	}
}

fn closed(id: u64) -> Option<CloseReason> {
	match crate::Subscriptions::<Test>::get(id).unwrap().state {
		SubscriptionState::Closed { reason } => Some(reason),
		_ => None,
	}
}

fn waits(id: u64) -> bool {
	crate::Subscriptions::<Test>::get(id).unwrap().in_line.is_some()
}

/// The next block, and all who wait asked.
fn next_block() {
	run(1);
	serve_waiting();
}

fn steps(most: u32) {
	Subscriptions::make_steps(&TYPE, most, None);
	Subscriptions::do_try_state().expect("consistent after each step");
}

fn ok(result: impl Outcome) {
	assert_ok!(without_info(result));
}

fn release(who: u64, id: u64, attempt: u32) {
	assert_ok!(Subscriptions::confirm_teardown(signed(who), id, attempt, RECEIPT));
}

#[test]
fn those_who_wait_are_served_in_the_order_they_came_if_they_match() {
	with_and_without_hook(|| {
		let [poor, first, second] = [2, 3, 3].map(|price| subscribe(ALICE, price, 30));
		assert_eq!([poor, first, second].map(placed), [None; 3]);
		provider(PETER, 3, 1);
		next_block();
		assert_eq!([poor, first, second].map(placed), [None, Some(PETER), None]);
		refused!(Subscriptions::place(signed(STRANGER), poor), Error::<Test>::NobodyMatches);
		provider(PAULA, 2, 2);
		next_block();
		assert_eq!([poor, second].map(placed), [Some(PAULA); 2]);
		assert_eq!((WaitingState::<Test>::iter().count(), WaitingQueue::<Test>::iter().count()), (0, 0));
	});
}

#[test]
fn who_comes_while_others_are_asked_goes_to_the_end() {
	with_and_without_hook(|| {
		let first = subscribe(ALICE, 3, 30);
		provider(PETER, 3, 1);
		// In the same block, before anybody was asked.
		let late = subscribe(BOB, 9, 90);
		assert_eq!([first, late].map(placed), [None; 2]);
		next_block();
		assert_eq!([first, late].map(placed), [Some(PETER), None]);
		// Nobody is being asked, and those who wait do not match this one: no reason to wait.
		let narrow = subscribe(BOB, 1, 30);
		provider(PAULA, 10, 1);
		next_block();
		assert_eq!([late, narrow].map(placed), [None; 2]);
		let rich = subscribe(CAROL, 10, 90);
		assert_eq!(placed(rich), Some(PAULA));
	});
}

#[test]
fn newer_supply_is_seen_by_the_next_pass_only() {
	chain(false, || {
		let [first, second] = [3, 3].map(|price| subscribe(ALICE, price, 30));
		provider(PETER, 9, 1);
		steps(1);
		// The first was asked already; without the stamp, the second would get it.
		provider(PAULA, 3, 1);
		steps(1);
		assert_eq!([first, second].map(placed), [None; 2]);
		steps(1);
		assert_eq!([first, second].map(placed), [Some(PAULA), None]);
		steps(9);
		assert_eq!((placed(second), PendingTypes::<Test>::iter().count()), (None, 0));
	});
}

#[test]
fn an_offer_before_which_another_leaves_is_not_lost_to_a_search() {
	chain(false, || {
		MaxScan::set(1);
		provider(PETER, 9, 1);
		provider(PIA, 9, 1);
		provider(PAULA, 3, 1);
		let [first, second] = [3, 3].map(|price| subscribe(ALICE, price, 30));
		steps(1);
		// The one that the first has looked at, and the one that it would look at next.
		assert_ok!(Providers::close_offer(signed(PETER), TYPE));
		assert_ok!(Providers::close_offer(signed(PIA), TYPE));
		steps(3);
		assert_eq!([first, second].map(placed), [Some(PAULA), None]);
		steps(9);
		assert_eq!([first, second].map(placed), [Some(PAULA), None]);
	});
}

#[test]
fn a_pass_takes_in_nobody_more_once_newer_supply_waits() {
	chain(false, || {
		let first = subscribe(ALICE, 3, 30);
		provider(PETER, 9, 1);
		provider(PAULA, 3, 1);
		// However many come, the pass ends with the first, and the next begins with it.
		let late = [(); 5].map(|()| subscribe(BOB, 3, 30));
		steps(2);
		assert_eq!((placed(first), late.map(placed)), (Some(PAULA), [None; 5]));
	});
}

#[test]
fn a_search_cut_short_goes_on_in_the_line() {
	with_and_without_hook(|| {
		MaxScan::set(1);
		for (who, price) in [(PETER, 9), (PAULA, 9), (PIA, 3)] {
			provider(who, price, 1);
		}
		let id = subscribe(ALICE, 3, 30);
		assert_eq!((placed(id), deposit(ALICE)), (None, DEPOSIT + WAITING_DEPOSIT));
		next_block();
		assert_eq!((placed(id), deposit(ALICE)), (Some(PIA), DEPOSIT));
		// Again, by anyone's `place`, two searches of which are enough.
		assert_ok!(Subscriptions::reject(signed(PIA), id, 1, reason("no")));
		assert_ok!(Providers::offer(signed(PETER), TYPE, 3, 1));
		retry(id);
		while waits(id) {
			assert_ok!(Subscriptions::place(signed(STRANGER), id));
		}
		assert_eq!(placed(id), Some(PETER));
	});
}

#[test]
fn after_an_attempt_nobody_left_closes_it_when_its_search_is_done() {
	with_and_without_hook(|| {
		MaxScan::set(1);
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 30);
		provider(PAULA, 9, 1);
		assert_ok!(Subscriptions::reject(signed(PETER), id, 1, reason("no")));
		retry(id);
		next_block();
		assert_eq!((closed(id), free(ALICE)), (Some(CloseReason::Unplaced), RICH));
		// The same when others are being asked.
		MaxScan::set(8);
		let waiting = subscribe(BOB, 1, 30);
		let id = subscribe(ALICE, 9, 90);
		assert_eq!(placed(id), Some(PAULA));
		assert_ok!(Subscriptions::reject(signed(PAULA), id, 1, reason("no")));
		run_to(retry_at(id) - 1);
		assert_ok!(Providers::offer(signed(PETER), TYPE, 10, 1));
		retry(id);
		next_block();
		assert_eq!((closed(id), free(ALICE), waits(waiting)), (Some(CloseReason::Unplaced), RICH, true));
	});
}

#[test]
fn a_place_in_the_line_needs_its_deposit_but_not_from_who_is_sent_there() {
	with_and_without_hook(|| {
		// All that an account may have held.
		let funds = RICH - DEPOSIT - ED;
		let ask = || Subscriptions::subscribe(signed(ALICE), TYPE, DESCRIPTOR, 3, funds);
		refused!(ask(), Error::<Test>::FundsNotCovered);
		MaxScan::set(1);
		provider(PETER, 3, 1);
		provider(PAULA, 9, 1);
		provider(PIA, 3, 1);
		let id = NextId::<Test>::get();
		assert_ok!(ask());
		assert_ok!(Subscriptions::reject(signed(PETER), id, 1, reason("no")));
		retry(id);
		assert!(hook_is_on() || (waits(id), deposit(ALICE)) == (true, DEPOSIT));
		next_block();
		assert_eq!(placed(id), Some(PIA));
	});
}

#[test]
fn cancelling_gives_everything_back_and_the_line_closes_up() {
	with_and_without_hook(|| {
		let all = [(); 5].map(|()| subscribe(ALICE, 3, 30));
		assert_eq!((escrow(ALICE), deposit(ALICE)), (5 * 30, 5 * (DEPOSIT + WAITING_DEPOSIT)));
		// Of the middle, the first, the last.
		for (left, at) in [(4, 2), (3, 0), (2, 4)] {
			assert_ok!(Subscriptions::cancel(signed(ALICE), all[at]));
			assert_eq!(deposit(ALICE), left * (DEPOSIT + WAITING_DEPOSIT));
			assert_eq!(WaitingQueue::<Test>::iter().count() as u128, left);
			check_books();
		}
		provider(PETER, 3, 1);
		// Whoever is to be asked next may leave too.
		assert_ok!(Subscriptions::cancel(signed(ALICE), all[1]));
		next_block();
		assert_eq!(placed(all[3]), Some(PETER));
		assert_ok!(Subscriptions::cancel(signed(ALICE), all[3]));
		// All but the set-up fee of the award, a block's price.
		assert_eq!((free(ALICE), deposit(ALICE)), (RICH - 3, 0));
		let only = subscribe(ALICE, 3, 30);
		assert_ok!(Subscriptions::cancel(signed(ALICE), only));
		assert_eq!((free(ALICE), WaitingState::<Test>::iter().count()), (RICH - 3, 0));
	});
}

/// What it is called, what was before, and what makes the supply.
type Supply<'a> = (&'a str, &'a dyn Fn(), &'a dyn Fn());

#[test]
fn every_supply_stirs_those_who_wait() {
	let close_by_award = |price| subscribe(BOB, price, 30);
	let cases: [Supply; 7] = [
		("an offer", &|| (), &|| provider(PETER, 3, 1)),
		("other terms", &|| provider(PETER, 4, 1), &|| ok(Providers::offer(signed(PETER), TYPE, 3, 1))),
		(
			"a freed unit",
			&|| {
				provider(PETER, 3, 1);
				let id = close_by_award(3);
				assert_ok!(Subscriptions::reject(signed(PETER), id, 1, reason("no")));
			},
			&|| release(PETER, 0, 1),
		),
		(
			"an end of draining",
			&|| {
				provider(PETER, 3, 1);
				assert_ok!(Providers::drain(signed(PETER)));
			},
			&|| ok(Providers::undrain(signed(PETER))),
		),
		(
			"a profile",
			&|| {
				provider(PETER, 3, 1);
				let terms = Profile { terms: Some(H256([7; 32])), ..Default::default() };
				assert_ok!(Providers::set_profile(signed(PETER), Some(terms)));
			},
			&|| ok(Providers::set_profile(signed(PETER), None)),
		),
		(
			"an allow list",
			&|| {
				provider(PETER, 3, 1);
				assert_ok!(Providers::set_allowed(signed(PETER), TYPE, Some(Default::default())));
			},
			&|| ok(Providers::set_allowed(signed(PETER), TYPE, Some(vec![ALICE].try_into().unwrap()))),
		),
		(
			"a heartbeat after a dark period",
			&|| {
				provider(PETER, 3, 1);
				run(GAP);
			},
			&|| assert!(Providers::heartbeat(signed(PETER)).is_ok()),
		),
	];
	for (name, before, supply) in cases {
		with_and_without_hook(|| {
			before();
			let id = subscribe(ALICE, 3, 30);
			next_block();
			assert_eq!(placed(id), None, "{name}");
			supply();
			next_block();
			assert_eq!(placed(id), Some(PETER), "{name}");
		});
	}
}

#[test]
fn what_is_no_new_supply_stirs_nobody() {
	chain(false, || {
		provider(PETER, 3, 2);
		let id = subscribe(BOB, 3, 30);
		let poor = subscribe(ALICE, 1, 30);
		assert_ok!(Subscriptions::reject(signed(PETER), id, 1, reason("no")));
		// Room there was, and who waits has been asked about it; an awake provider was there before.
		release(PETER, id, 1);
		assert!(Providers::heartbeat(signed(PETER)).is_ok());
		assert_ok!(Providers::drain(signed(PETER)));
		assert!(waits(poor));
		assert_eq!((PendingTypes::<Test>::iter().count(), LastPass::<Test>::get()), (0, 0));
	});
}

#[test]
fn the_hook_asks_for_the_types_in_turn_within_its_share() {
	chain(false, || {
		assert_ok!(Providers::register_type(signed(STRANGER), OTHER, b"other/v1".to_vec().try_into().unwrap()));
		assert_ok!(Providers::register(signed(PETER), 2));
		for type_id in [TYPE, OTHER] {
			for _ in 0..3 {
				assert_ok!(Subscriptions::subscribe(signed(ALICE), type_id, DESCRIPTOR, 3, 30));
			}
			assert_ok!(Providers::offer(signed(PETER), type_id, 9, 1));
		}
		let mut asked = BTreeMap::<H256, Vec<u64>>::new();
		for _ in 0..3 {
			for (type_id, line) in WaitingState::<Test>::iter() {
				asked.entry(type_id).or_default().push(line.walk.unwrap().at);
			}
			let share = Weights::waiting_base().saturating_add(Weights::waiting_step().saturating_mul(2));
			let mut meter = WeightMeter::with_limit(share);
			Subscriptions::serve_waiting(&mut meter);
			assert!(meter.consumed().all_lte(share));
		}
		assert_eq!(asked, BTreeMap::from([(TYPE, vec![0, 1, 2]), (OTHER, vec![3, 4, 5])]));
		assert_eq!(PendingTypes::<Test>::iter().count(), 0);
		let mut nothing = WeightMeter::with_limit(Weight::zero());
		Subscriptions::serve_waiting(&mut nothing);
		assert_eq!(nothing.consumed(), Weight::zero());
	});
}

#[test]
fn one_that_cannot_be_placed_is_passed_over_and_comes_back() {
	with_and_without_hook(|| {
		let [broken, whole] = [3, 3].map(|price| subscribe(ALICE, price, 30));
		let set_deposit = |deposit| {
			crate::Subscriptions::<Test>::mutate(broken, |subscription| {
				subscription.as_mut().unwrap().in_line = Some(deposit);
			})
		};
		set_deposit(1_000_000_000);
		provider(PETER, 3, 2);
		next_block();
		assert_eq!((placed(whole), waits(broken)), (Some(PETER), true));
		assert!(events().iter().any(|event| matches!(event, Event::NotServed { subscription: 0, .. })));
		set_deposit(WAITING_DEPOSIT);
		if !hook_is_on() {
			// Nobody serves the entry: the next supply does.
			assert_ok!(Providers::offer(signed(PETER), TYPE, 3, 2));
		}
		for _ in 0..=10 {
			next_block();
		}
		assert_eq!(placed(broken), Some(PETER));
	});
}

/// Nodes of the state that a call looks at.
fn cost_of_an_offer(count: u64) -> usize {
	let mut ext = genesis();
	ext.execute_with(|| {
		go_to(1);
		assert_ok!(Providers::register_type(signed(STRANGER), TYPE, b"test/v1".to_vec().try_into().unwrap()));
		for n in 0..count {
			assert_ok!(Balances::transfer_allow_death(signed(BOB), 1_000 + n, 500));
			provider(1_000 + n, 9, 1);
			subscribe(ALICE, 3, 30);
		}
		assert_ok!(Providers::register(signed(PETER), 1));
	});
	ext.commit_all().expect("no transaction is open");
	let ((), proof) = ext.execute_and_prove(|| {
		assert_ok!(Providers::offer(signed(PETER), TYPE, 3, 1));
	});
	assert!(ext.execute_with(|| PendingTypes::<Test>::contains_key(TYPE)) || count == 0);
	proof.len()
}

#[test]
fn opening_an_offer_costs_the_same_however_many_offer_and_wait() {
	let (few, many) = (cost_of_an_offer(8), cost_of_an_offer(256));
	// The paths to the same entries are longer by a node or two each in the larger state; a walk would add hundreds.
	assert!(many < 2 * few, "{few} nodes among 8, {many} among 256");
}
