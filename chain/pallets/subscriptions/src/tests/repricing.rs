//! Another price while it runs: by agreement, and within the bounds of the award.

use super::*;
use crate::{AssignmentOf, Assignments, CloseReason, Error, Event, RateChange, SubscriptionState, RATES_KEPT};
use frame::testing_prelude::*;
use pallet_providers::{Elastic, Marketplace};

const BOUNDS: Elastic<Balance> = Elastic { floor: 2, ceiling: 9, step: 3 };

fn record(id: u64) -> AssignmentOf<Test> {
	Assignments::<Test>::get(PETER, (id, 1)).expect("an assignment")
}

fn closed(id: u64) -> Option<CloseReason> {
	match crate::Subscriptions::<Test>::get(id).unwrap().state {
		SubscriptionState::Closed { reason } => Some(reason),
		_ => None,
	}
}

fn ends_at(id: u64) -> u64 {
	Subscriptions::view_subscription(id).unwrap().ends_at.expect("it runs")
}

/// A deployment of Peter's at 3 a block, elastic up to what Alice would pay, declared in this block.
fn running(funds: Balance) -> u64 {
	provider(PETER, 3, 1);
	let id = subscribe(ALICE, BOUNDS.ceiling, funds);
	Assignments::<Test>::mutate(PETER, (id, 1), |assignment| {
		if let Some(assignment) = assignment {
			assignment.elastic = Some(BOUNDS);
		}
	});
	declare(PETER, id, 1);
	id
}

fn reprice(id: u64, rate: Balance) -> DispatchResult {
	without_info(Subscriptions::reprice(signed(PETER), id, 1, rate))
}

#[test]
fn a_price_that_both_agree_on_counts_from_the_block_of_the_acceptance() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let (peter, alice) = (free(PETER), free(ALICE));
		let id = subscribe(ALICE, 3, 100);
		declare(PETER, id, 1);
		run(4);
		assert_ok!(Subscriptions::propose_price(signed(PETER), id, 1, Some(8)));
		// Nothing has changed yet.
		run(2);
		assert_eq!(Subscriptions::view_subscription(id).unwrap().proposal, Some(8));
		assert_eq!((record(id).rate, ends_at(id)), (3, now() - 6 + 33));
		assert_ok!(Subscriptions::accept_price(signed(ALICE), id, 1, 8));
		assert_eq!(free(PETER), peter + 6 * 3);
		let view = Subscriptions::view_subscription(id).unwrap();
		assert_eq!((view.rate, view.proposal, view.max_price), (Some(8), None, 8));
		assert_eq!(view.ends_at, Some(now() + 82 / 8));
		assert_eq!(record(id).rates.to_vec(), [RateChange { at: now(), rate: 8 }]);
		run(10);
		serve(id);
		assert_eq!((free(PETER), free(ALICE)), (peter + 18 + 80, alice - 98));
	});
}

#[test]
fn a_lower_price_that_both_agree_on_moves_the_end_and_leaves_the_highest_price() {
	with_and_without_hook(|| {
		let id = running(30);
		run(2);
		assert_ok!(Subscriptions::propose_price(signed(PETER), id, 1, Some(1)));
		assert_ok!(Subscriptions::accept_price(signed(ALICE), id, 1, 1));
		let view = Subscriptions::view_subscription(id).unwrap();
		assert_eq!((view.ends_at, view.max_price), (Some(now() + 24), BOUNDS.ceiling));
	});
}

#[test]
fn only_the_price_that_is_proposed_is_accepted_and_only_by_the_consumer() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		provider(PAULA, 9, 1);
		let id = subscribe(ALICE, 3, 100);
		let propose = |who, rate| Subscriptions::propose_price(signed(who), id, 1, rate);
		let accept = |who, attempt, rate| Subscriptions::accept_price(signed(who), id, attempt, rate);
		refused!(propose(PETER, Some(4)), Error::<Test>::NotDeployed);
		declare(PETER, id, 1);
		assert_ok!(Providers::add_operator(signed(PETER), OPERATOR));
		assert_ok!(Providers::accept_operator(signed(OPERATOR), PETER));
		refused!(propose(OPERATOR, Some(4)), Error::<Test>::NotOwner);
		refused!(propose(PAULA, Some(4)), Error::<Test>::NoAssignment);
		refused!(propose(STRANGER, Some(4)), Error::<Test>::NotAProvider);
		refused!(propose(PETER, Some(0)), Error::<Test>::ZeroPrice);
		refused!(propose(PETER, Some(3)), Error::<Test>::SameRate);
		refused!(propose(PETER, None), Error::<Test>::NoProposal);
		refused!(accept(ALICE, 1, 4), Error::<Test>::NoProposal);
		assert_ok!(propose(PETER, Some(4)));
		// A proposal that changes on the way is not accepted by mistake.
		assert_ok!(propose(PETER, Some(5)));
		refused!(accept(ALICE, 1, 4), Error::<Test>::NoProposal);
		refused!(accept(BOB, 1, 5), Error::<Test>::NotConsumer);
		refused!(accept(ALICE, 2, 5), Error::<Test>::NoAssignment);
		assert_ok!(propose(PETER, None));
		refused!(accept(ALICE, 1, 5), Error::<Test>::NoProposal);
		let waits = subscribe(BOB, 3, 100);
		refused!(Subscriptions::accept_price(signed(BOB), waits, 1, 5), Error::<Test>::SubscriptionWaits);
	});
}

#[test]
fn a_higher_price_is_agreed_on_only_with_funds_for_the_notice() {
	with_and_without_hook(|| {
		let id = running(100);
		run(20);
		for (rate, enough) in [(21, false), (20, true)] {
			assert_ok!(Subscriptions::propose_price(signed(PETER), id, 1, Some(rate)));
			let accepted = Subscriptions::accept_price(signed(ALICE), id, 1, rate);
			let expected = if enough { Ok(()) } else { Err(Error::<Test>::TooFewBlocksFunded.into()) };
			assert_eq!(without_info(accepted), expected, "at {rate}");
		}
		assert_eq!(ends_at(id), now() + NOTICE);
	});
}

#[test]
fn no_price_changes_any_more_once_somebody_leaves() {
	with_and_without_hook(|| {
		let id = running(100);
		assert_ok!(Subscriptions::propose_price(signed(PETER), id, 1, Some(4)));
		assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		refused!(Subscriptions::propose_price(signed(PETER), id, 1, Some(5)), Error::<Test>::AlreadyEnding);
		refused!(Subscriptions::accept_price(signed(ALICE), id, 1, 4), Error::<Test>::AlreadyEnding);
		refused!(reprice(id, 4), Error::<Test>::AlreadyEnding);
		run(MINIMUM);
		serve(id);
		let tombstone = record(id);
		assert_eq!((tombstone.proposal, tombstone.next, tombstone.rate), (None, None, 3));
		refused!(reprice(id, 4), Error::<Test>::AlreadyEnded);
		refused!(Subscriptions::accept_price(signed(ALICE), id, 1, 4), Error::<Test>::SubscriptionClosed);
	});
}

#[test]
fn within_the_bounds_a_price_changes_after_the_notice_whether_or_not_a_hook_runs() {
	with_and_without_hook(|| {
		let id = running(100);
		let (peter, since) = (free(PETER), now());
		run(5);
		assert_ok!(reprice(id, 6));
		let at = now() + NOTICE;
		assert!(events().contains(&Event::PriceAnnounced { subscription: id, attempt: 1, rate: 6, at }));
		let end = at + (100 - 3 * (at - since)) / 6;
		let view = Subscriptions::view_subscription(id).unwrap();
		assert_eq!((view.rate, view.next_rate), (Some(3), Some(RateChange { at, rate: 6 })));
		assert_eq!(view.ends_at, Some(end));
		run_to(at - 1);
		assert_eq!(Subscriptions::view_subscription(id).unwrap().rate, Some(3));
		// From its block on the views show it, and none to come.
		run_to(at);
		let view = Subscriptions::view_subscription(id).unwrap();
		assert_eq!((view.rate, view.next_rate, view.ends_at), (Some(6), None, Some(end)));
		run_to(at + 4);
		let view = Subscriptions::view_assignment(&PETER, id, 1).unwrap();
		assert_eq!((view.rate, view.next_rate, view.ends_at), (6, None, Some(end)));
		let earned = u128::from(3 * (at - since)) + 6 * 4;
		assert_eq!(view.earned + view.paid, earned);
		assert_ok!(Subscriptions::claim(signed(STRANGER), id, 1));
		assert_eq!(free(PETER), peter + earned);
		let change = RateChange { at, rate: 6 };
		assert_eq!((record(id).next, record(id).rate, record(id).rates.to_vec()), (None, 6, vec![change]));
		assert!(events().contains(&Event::PriceChanged { subscription: id, attempt: 1, rate: 6, at }));
		run_to(end);
		serve(id);
		assert_eq!(closed(id), Some(CloseReason::FundsSpent));
		assert_eq!(free(PETER), peter + u128::from(3 * (at - since) + 6 * (end - at)));
	});
}

#[test]
fn whenever_a_change_is_served_the_money_is_the_same() {
	for late in [0, 1, 3, 50] {
		for rate in [2, 6] {
			chain(false, || {
				let id = running(40);
				let since = now();
				run(3);
				assert_ok!(reprice(id, rate));
				let at = now() + NOTICE;
				jump_to(at + late);
				assert_ok!(Subscriptions::poke(signed(STRANGER), id));
				jump_to(at + 90);
				let _ = Subscriptions::poke(signed(STRANGER), id);
				let old = 3 * u128::from(at - since);
				let paid = old + rate * ((40 - old) / rate);
				assert_eq!((closed(id), free(ALICE)), (Some(CloseReason::FundsSpent), RICH - paid));
			});
		}
	}
}

#[test]
fn a_raise_never_moves_the_end_before_the_notice() {
	for blocks in 0..12 {
		with_and_without_hook(|| {
			let id = running(36);
			run(blocks.min(11));
			let end = ends_at(id);
			assert_ok!(reprice(id, 6));
			assert!(ends_at(id) >= end.min(now() + NOTICE), "after {blocks} blocks: {} of {end}", ends_at(id));
			assert!(ends_at(id) <= end);
		});
	}
}

#[test]
fn funds_that_end_before_a_change_end_at_the_old_price() {
	with_and_without_hook(|| {
		// Three blocks and two left over, which would pay another block at the price that comes too late.
		let id = running(29);
		run(7);
		assert_ok!(reprice(id, 2));
		assert_eq!(ends_at(id), now() + NOTICE);
		run(40);
		serve(id);
		assert_eq!((closed(id), free(ALICE)), (Some(CloseReason::FundsSpent), RICH - 27));
		assert_eq!((record(id).rate, record(id).rates.len()), (3, 0));
	});
}

#[test]
fn a_change_keeps_to_the_bounds_and_the_step() {
	with_and_without_hook(|| {
		let id = running(1_000);
		assert_ok!(Providers::add_operator(signed(PETER), OPERATOR));
		assert_ok!(Providers::accept_operator(signed(OPERATOR), PETER));
		refused!(Subscriptions::reprice(signed(OPERATOR), id, 1, 4), Error::<Test>::NotOwner);
		refused!(reprice(id, 3), Error::<Test>::SameRate);
		refused!(reprice(id, BOUNDS.floor - 1), Error::<Test>::OutOfBounds);
		refused!(reprice(id, BOUNDS.ceiling + 1), Error::<Test>::OutOfBounds);
		refused!(reprice(id, 3 + BOUNDS.step + 1), Error::<Test>::StepTooLarge);
		assert_ok!(reprice(id, 3 + BOUNDS.step));
		refused!(reprice(id, 5), Error::<Test>::RepricePending);
		run(NOTICE - 1);
		refused!(reprice(id, 5), Error::<Test>::RepricePending);
		run(1);
		// The step is counted from the price that runs by now, served or not.
		refused!(reprice(id, 2), Error::<Test>::StepTooLarge);
		assert_ok!(reprice(id, 9));
	});
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 9, 100);
		refused!(reprice(id, 4), Error::<Test>::NotDeployed);
		declare(PETER, id, 1);
		refused!(reprice(id, 4), Error::<Test>::NotElastic);
	});
}

#[test]
fn the_last_changes_of_the_price_are_kept() {
	with_and_without_hook(|| {
		let id = running(1_000);
		let mut changes = vec![];
		for rate in [4, 5, 6, 5, 4, 3] {
			assert_ok!(reprice(id, rate));
			changes.push(RateChange { at: now() + NOTICE, rate });
			run(NOTICE);
		}
		run(1);
		assert_ok!(Subscriptions::claim(signed(STRANGER), id, 1));
		assert_eq!(record(id).rates.to_vec(), changes[changes.len() - RATES_KEPT as usize..]);
	});
}

#[test]
fn a_consumer_leaves_before_the_new_price_whatever_the_minimum_period() {
	with_and_without_hook(|| {
		let id = running(100);
		let since = now();
		assert_ok!(reprice(id, 6));
		let at = now() + NOTICE;
		run(1);
		let view = Subscriptions::view_subscription(id).unwrap();
		assert_eq!(view.withdrawable, 97 - 3 * u128::from(at - now()));
		refused!(Subscriptions::withdraw(signed(ALICE), id, view.withdrawable + 1), Error::<Test>::FundsCommitted);
		assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		assert_eq!(ends_at(id), at);
		run(9);
		serve(id);
		assert_eq!((closed(id), free(ALICE)), (Some(CloseReason::Cancelled), RICH - u128::from(3 * (at - since))));
	});
}

#[test]
fn a_provider_that_announced_a_price_and_then_resigns_is_paid_both() {
	with_and_without_hook(|| {
		let id = running(200);
		let since = now();
		assert_ok!(reprice(id, 5));
		let at = now() + NOTICE;
		run(1);
		assert_ok!(Subscriptions::resign(signed(PETER), id, 1));
		let end = now() + NOTICE;
		run(30);
		serve(id);
		let paid = u128::from(3 * (at - since) + 5 * (end - at));
		assert_eq!((closed(id), free(ALICE)), (Some(CloseReason::Resigned), RICH - paid));
	});
}

#[test]
fn an_agreement_takes_the_place_of_an_announced_price() {
	with_and_without_hook(|| {
		let id = running(200);
		assert_ok!(reprice(id, 6));
		assert_ok!(Subscriptions::propose_price(signed(PETER), id, 1, Some(4)));
		assert_ok!(Subscriptions::accept_price(signed(ALICE), id, 1, 4));
		run(NOTICE + 8);
		let view = Subscriptions::view_subscription(id).unwrap();
		assert_eq!((view.rate, view.next_rate, view.earned), (Some(4), None, 4 * 10));
	});
}

#[test]
fn blocks_in_the_dark_are_paid_at_no_price() {
	with_and_without_hook(|| {
		let id = running(1_000);
		let since = now();
		// The change falls into the dark.
		run_to(since + GAP - 1);
		assert_ok!(reprice(id, 6));
		run_to(since + GAP + 10);
		assert_ok!(Providers::heartbeat(signed(PETER)));
		run(5);
		assert_ok!(Subscriptions::claim(signed(STRANGER), id, 1));
		assert_eq!(escrow(ALICE), 1_000 - 3 * u128::from(GAP) - 6 * 5);
	});
}

#[test]
fn every_change_of_a_price_moves_the_providers_revision() {
	with_and_without_hook(|| {
		let id = running(1_000);
		let mut last = Providers::revision(&PETER);
		let mut moved = |what: &str| {
			let revision = Providers::revision(&PETER);
			assert!(revision > last, "{what} did not move the revision");
			last = revision;
		};
		assert_ok!(Subscriptions::propose_price(signed(PETER), id, 1, Some(4)));
		moved("propose_price");
		assert_ok!(Subscriptions::accept_price(signed(ALICE), id, 1, 4));
		moved("accept_price");
		assert_ok!(reprice(id, 5));
		moved("reprice");
		run(NOTICE);
		serve(id);
		moved("the new price");
	});
}

#[test]
fn a_claim_pays_only_blocks_that_are_old_enough() {
	with_and_without_hook(|| {
		PayoutDelay::set(3);
		provider(PETER, 3, 1);
		let peter = free(PETER);
		let id = subscribe(ALICE, 3, 50);
		declare(PETER, id, 1);
		let since = now();
		run(3);
		refused!(Subscriptions::claim(signed(STRANGER), id, 1), Error::<Test>::NothingEarned);
		for blocks in 1..5 {
			run_to(since + 3 + blocks);
			assert_ok!(Subscriptions::claim(signed(STRANGER), id, 1));
			assert_eq!(free(PETER), peter + 3 * u128::from(blocks));
			assert_eq!(Subscriptions::view_subscription(id).unwrap().earned, 9);
			refused!(Subscriptions::claim(signed(STRANGER), id, 1), Error::<Test>::NothingEarned);
		}
		// What is settled to now is not paid again by a claim that looks back.
		assert_ok!(Subscriptions::top_up(signed(ALICE), id, 1));
		assert_eq!(free(PETER), peter + 3 * 7);
		run(2);
		refused!(Subscriptions::claim(signed(STRANGER), id, 1), Error::<Test>::NothingEarned);
		run(2);
		assert_ok!(Subscriptions::claim(signed(STRANGER), id, 1));
		assert_eq!(free(PETER), peter + 3 * 8);
		// At the end all of it is paid.
		run(40);
		serve(id);
		assert_eq!(free(PETER), peter + 51);
	});
}

#[test]
fn a_price_changes_after_the_notice_that_was_fixed_at_the_award() {
	with_and_without_hook(|| {
		let id = running(300);
		terms(NOTICE + 7, MINIMUM, TRIAL);
		assert_ok!(reprice(id, 4));
		assert_eq!(record(id).next, Some(RateChange { at: now() + NOTICE, rate: 4 }));
	});
}

/// A provider that goes dark again and again while nobody serves a price change: what it forgot of its dark periods makes no block that
/// was paid or dark count again.
#[test]
fn a_change_that_is_served_late_pays_no_dark_block() {
	chain(false, || {
		let id = running(10_000);
		run(GAP / 2);
		assert_ok!(Subscriptions::claim(signed(STRANGER), id, 1));
		let (peter, live0) = (free(PETER), Providers::live(&PETER, now()));
		assert!(live0 > 0);
		assert_ok!(reprice(id, 4));
		for _ in 0..12 {
			run(3 * GAP);
			assert_ok!(Providers::heartbeat(signed(PETER)));
		}
		assert_ok!(Subscriptions::claim(signed(STRANGER), id, 1));
		let (paid, live) = (free(PETER) - peter, u128::from(Providers::live(&PETER, now()) - live0));
		assert!((3 * live..=4 * live).contains(&paid), "{paid} for {live} live blocks at 3 and then 4");
	});
}
