//! What a consumer may ask for beyond a type and a price.

use super::*;
use crate::{CloseReason, Error, Groups, NextId, Request, SubscriptionState, WaitingState, Wish, Wishes};
use frame::testing_prelude::*;
use pallet_providers::{Criteria, Elastic, Label, OfferTerms, Profile, Selection};

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

fn request(max_price: u128, wish: Wish<u64, u64>) -> Request<u64, u128, u64> {
	Request { type_id: TYPE, descriptor: DESCRIPTOR, max_price, funds: 10 * max_price, wish }
}

fn ask(who: u64, max_price: u128, wish: Wish<u64, u64>) -> DispatchResult {
	without_info(Subscriptions::subscribe_with(signed(who), Box::new(request(max_price, wish))))
}

fn subscribe_with(who: u64, wish: Wish<u64, u64>) -> u64 {
	let id = NextId::<Test>::get();
	assert_ok!(ask(who, 3, wish));
	id
}

fn many(who: u64, requests: &[Request<u64, u128, u64>]) -> DispatchResult {
	without_info(Subscriptions::subscribe_many(signed(who), requests.to_vec().try_into().unwrap()))
}

fn with(criteria: Criteria<u64>) -> Wish<u64, u64> {
	Wish { criteria, ..Default::default() }
}

fn apart(group: u32) -> Wish<u64, u64> {
	with(Criteria { apart: Some(group), ..Default::default() })
}

fn naming(providers: &[u64]) -> Wish<u64, u64> {
	Wish { selection: Selection::Candidates(providers.to_vec().try_into().unwrap()), ..Default::default() }
}

fn label(text: &str) -> Label {
	text.as_bytes().to_vec().try_into().unwrap()
}

fn in_region(region: &str) -> Criteria<u64> {
	Criteria { regions: vec![label(region)].try_into().unwrap(), ..Default::default() }
}

fn serves(who: u64, region: &str) {
	let profile = Profile { regions: vec![label(region)].try_into().unwrap(), ..Default::default() };
	assert_ok!(Providers::set_profile(signed(who), Some(profile)));
}

/// The next block, and all who wait asked.
fn next_block() {
	run(1);
	serve_waiting();
}

#[test]
fn a_wish_decides_who_gets_it_and_is_kept_while_it_is_open() {
	with_and_without_hook(|| {
		provider(PETER, 3, 2);
		provider(PAULA, 3, 2);
		serves(PAULA, "eu");
		let plain = subscribe(ALICE, 3, 30);
		let id = subscribe_with(ALICE, with(in_region("eu")));
		assert_eq!((placed(plain), placed(id)), (Some(PETER), Some(PAULA)));
		// What asks for nothing is not kept.
		let nothing = subscribe_with(ALICE, Wish::default());
		assert_eq!(Wishes::<Test>::iter_keys().collect::<Vec<_>>(), [id]);
		// It counts for the next award too.
		assert_ok!(Subscriptions::reject(signed(PAULA), id, 1, reason("no")));
		assert_eq!(placed(nothing), Some(PETER));
		retry(id);
		assert_eq!((closed(id), Wishes::<Test>::iter().count()), (Some(CloseReason::Unplaced), 0));
	});
}

#[test]
fn another_profile_counts_for_new_awards_only() {
	with_and_without_hook(|| {
		provider(PETER, 3, 2);
		serves(PETER, "eu");
		let id = subscribe_with(ALICE, with(in_region("eu")));
		serves(PETER, "us");
		declare(PETER, id, 1);
		run(2);
		assert_eq!(Subscriptions::view_subscription(id).unwrap().earned, 6);
		let next = subscribe_with(ALICE, with(in_region("eu")));
		assert_eq!((placed(id), placed(next)), (Some(PETER), None));
		serves(PETER, "eu");
		next_block();
		assert_eq!(placed(next), Some(PETER));
	});
}

#[test]
fn the_bounds_of_an_elastic_offer_are_fixed_at_the_award() {
	with_and_without_hook(|| {
		assert_ok!(Providers::register(signed(PETER), 2));
		let bounds = Elastic { floor: 1, ceiling: 3, step: 1 };
		let terms = OfferTerms { price: 2, elastic: Some(bounds), capacity: 2, setup_blocks: ACK_DEADLINE };
		assert_ok!(Providers::offer_with(signed(PETER), TYPE, terms));
		let fixed = subscribe(ALICE, 3, 30);
		let id = subscribe_with(ALICE, Wish { elastic: true, ..Default::default() });
		assert_eq!((placed(fixed), placed(id)), (None, Some(PETER)));
		assert_ok!(Providers::offer(signed(PETER), TYPE, 9, 2));
		let assignment = crate::Assignments::<Test>::get(PETER, (id, 1)).unwrap();
		assert_eq!((assignment.rate, assignment.elastic), (2, Some(bounds)));
	});
}

#[test]
fn named_candidates_are_verified_at_once_and_at_every_award() {
	with_and_without_hook(|| {
		for who in [PETER, PAULA, PIA] {
			provider(who, 3, 1);
		}
		refused!(ask(ALICE, 2, naming(&[PIA, PAULA])), Error::<Test>::NobodyMatches);
		refused!(ask(ALICE, 3, naming(&[BOB])), Error::<Test>::NobodyMatches);
		let id = subscribe_with(ALICE, naming(&[PIA, PAULA]));
		assert_eq!(placed(id), Some(PIA));
		assert_ok!(Subscriptions::reject(signed(PIA), id, 1, reason("no")));
		retry(id);
		assert_eq!(placed(id), Some(PAULA));
		// Peter would take it, and was not named.
		assert_ok!(Subscriptions::reject(signed(PAULA), id, 2, reason("no")));
		run_to(retry_at(id) - 1);
		assert_ok!(Providers::heartbeat(signed(PETER)));
		retry(id);
		assert_eq!((closed(id), free(ALICE)), (Some(CloseReason::Unplaced), RICH));
	});
}

#[test]
fn naming_candidates_gets_nobody_past_those_who_wait() {
	with_and_without_hook(|| {
		let first = subscribe(ALICE, 3, 30);
		provider(PETER, 3, 1);
		let named = subscribe_with(BOB, naming(&[PETER]));
		next_block();
		assert_eq!((placed(first), placed(named)), (Some(PETER), None));
		assert!(crate::Subscriptions::<Test>::get(named).unwrap().in_line.is_some());
	});
}

#[test]
fn no_two_of_a_group_are_with_one_provider() {
	with_and_without_hook(|| {
		provider(PETER, 3, 9);
		provider(PAULA, 3, 9);
		// The third does not wait for others after a failure.
		let wishes = [apart(1), apart(1), Wish { patience: Some(0), ..apart(1) }];
		let [a, b, c] = wishes.map(|wish| subscribe_with(ALICE, wish));
		assert_eq!([a, b, c].map(placed), [Some(PETER), Some(PAULA), None]);
		// Another group, another consumer: another matter.
		assert!(placed(subscribe_with(ALICE, apart(2))).is_some());
		assert!(placed(subscribe_with(BOB, apart(1))).is_some());
		// One that leaves makes room for the one that waits, before anything is torn down.
		assert_ok!(Subscriptions::cancel(signed(ALICE), a));
		next_block();
		assert_eq!([b, c].map(placed), [Some(PAULA), Some(PETER)]);
		// Refused by Peter, the third has nowhere to go.
		assert_ok!(Subscriptions::reject(signed(PETER), c, 1, reason("no")));
		assert_eq!(closed(c), Some(CloseReason::Unplaced));
		assert_eq!(Groups::<Test>::get(ALICE, 1).into_inner(), [b]);
		assert_ok!(Subscriptions::cancel(signed(ALICE), b));
		assert!(!Groups::<Test>::contains_key(ALICE, 1));
	});
}

#[test]
fn one_that_was_refused_makes_room_for_another_of_its_group() {
	with_and_without_hook(|| {
		provider(PETER, 3, 9);
		let a = subscribe_with(ALICE, apart(1));
		let b = subscribe_with(ALICE, apart(1));
		assert_eq!([a, b].map(placed), [Some(PETER), None]);
		assert_ok!(Subscriptions::reject(signed(PETER), a, 1, reason("no")));
		next_block();
		assert_eq!(placed(b), Some(PETER));
		retry(a);
		assert_eq!(closed(a), Some(CloseReason::Unplaced));
	});
}

#[test]
fn one_of_a_group_that_has_ended_is_in_nobodys_way_served_or_not() {
	with_and_without_hook(|| {
		provider(PETER, 3, 9);
		let a = subscribe_with(ALICE, apart(1));
		declare(PETER, a, 1);
		run(9);
		let b = subscribe_with(ALICE, apart(1));
		run(1);
		let c = subscribe_with(ALICE, apart(1));
		// The hook has served the end of the first, and the second with it.
		let expected = if hook_is_on() { [Some(PETER), None] } else { [None, Some(PETER)] };
		assert_eq!([b, c].map(placed), expected);
	});
}

#[test]
fn a_group_is_bounded() {
	chain(true, || {
		for _ in 0..8 {
			subscribe_with(ALICE, apart(1));
		}
		refused!(ask(ALICE, 3, apart(1)), Error::<Test>::GroupFull);
		assert_ok!(Subscriptions::cancel(signed(ALICE), 3));
		assert_ok!(ask(ALICE, 3, apart(1)));
	});
}

#[test]
fn many_are_awarded_together_each_by_its_wish() {
	with_and_without_hook(|| {
		for (who, region) in [(PETER, "eu"), (PAULA, "us"), (PIA, "asia"), (CAROL, "eu")] {
			provider(who, 3, 2);
			serves(who, region);
		}
		let of = |region| request(3, with(Criteria { apart: Some(1), ..in_region(region) }));
		assert_ok!(many(ALICE, &[of("us"), of("eu"), of("asia"), of("eu")]));
		// The first in the queue is the first of the two in one region.
		assert_eq!([0, 1, 2, 3].map(placed), [Some(PAULA), Some(PETER), Some(PIA), Some(CAROL)]);
	});
}

#[test]
fn many_are_all_awarded_or_nothing_is_held() {
	with_and_without_hook(|| {
		provider(PETER, 3, 9);
		provider(PAULA, 3, 9);
		let of = |max_price| request(max_price, apart(1));
		refused!(many(ALICE, &[of(3), of(3), of(3)]), Error::<Test>::NobodyMatches);
		refused!(many(ALICE, &[of(3), of(2)]), Error::<Test>::NobodyMatches);
		let dear = Request { funds: RICH, ..of(3) };
		refused!(many(ALICE, &[of(3), dear]), Error::<Test>::FundsNotCovered);
		assert_eq!((free(ALICE), NextId::<Test>::get()), (RICH, 0));
		assert_ok!(many(ALICE, &[of(3), of(3)]));
		assert_eq!((escrow(ALICE), deposit(ALICE)), (60, 2 * DEPOSIT));
	});
}

#[test]
fn many_go_on_with_a_search_that_was_cut_short_for_a_few_steps() {
	chain(false, || {
		MaxScan::set(1);
		for who in [PETER, PAULA, PIA] {
			provider(who, if who == PIA { 3 } else { 9 }, 4);
		}
		// Two steps more for the first; then its turns are next.
		assert_ok!(many(ALICE, &[request(3, Wish::default()), request(3, Wish::default())]));
		assert_eq!([0, 1].map(placed), [Some(PIA); 2]);
		// Those who find nobody share four.
		let cheapest = || request(3, Wish { selection: Selection::Cheapest, ..Default::default() });
		refused!(many(ALICE, &[cheapest(), cheapest(), cheapest()]), Error::<Test>::NobodyMatches);
	});
}

#[test]
fn many_are_awarded_what_those_who_wait_have_been_asked_about() {
	chain(false, || {
		for _ in 0..6 {
			subscribe(ALICE, 1, 30);
		}
		let last = subscribe(ALICE, 3, 30);
		provider(PETER, 3, 1);
		// Seven are to be asked about Peter's unit, and the last of them gets it.
		refused!(many(BOB, &[request(3, Wish::default())]), Error::<Test>::OthersFirst);
		for _ in 0..2 {
			assert_ok!(Subscriptions::place(signed(STRANGER), last));
		}
		refused!(many(BOB, &[request(3, Wish::default())]), Error::<Test>::NobodyMatches);
		assert_ok!(Providers::set_units(signed(PETER), 2));
		assert_ok!(Providers::offer(signed(PETER), TYPE, 3, 2));
		// A pass that runs again holds nobody back from what came before it.
		provider(PAULA, 9, 1);
		assert_ok!(Subscriptions::place(signed(STRANGER), 0));
		assert!(Subscriptions::is_passing(&TYPE));
		refused!(many(BOB, &[request(3, Wish::default())]), Error::<Test>::OthersFirst);
		assert_ok!(Subscriptions::place(signed(STRANGER), 0));
		assert_ok!(Providers::offer(signed(PAULA), TYPE, 8, 1));
		assert!(Subscriptions::is_passing(&TYPE));
		assert_ok!(many(BOB, &[request(3, Wish::default())]));
		assert_eq!((placed(last), WaitingState::<Test>::iter().count()), (Some(PETER), 1));
	});
}
