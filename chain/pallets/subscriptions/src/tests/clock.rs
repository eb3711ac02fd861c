//! A clock that stands still, jumps, and says again what it said, and the relay chain's clock after a stall.

use super::*;
use crate::{AssignmentState, CloseReason, Error, SubscriptionState};
use frame::{testing_prelude::*, token::fungible::InspectHold};

/// By how much the clock advances in one block after the other, again and again.
const CLOCKS: [&[u64]; 5] = [&[1], &[0, 0, 0, 3], &[40], &[0, 2, 0, 0, 1], &[7, 0]];

/// To a block of the clock, as such a clock goes; its last step is as short as it must be.
fn walk(clock: &[u64], to: u64) {
	for step in clock.iter().cycle() {
		if now() == to {
			return;
		}
		jump_to((now() + step).min(to));
	}
}

/// What everybody has at the end of a history whose calls are all made at fixed blocks of the clock: funds that are topped up, a provider
/// that goes dark and comes back, a notice, funds that end.
fn history(clock: &[u64], hook: bool) -> Vec<(Balance, Balance)> {
	let mut balances = Vec::new();
	chain(hook, || {
		provider(PETER, 3, 2);
		let first = subscribe(ALICE, 3, 100);
		let second = subscribe(BOB, 3, 200);
		declare(PETER, first, 1);
		walk(clock, 4);
		declare(PETER, second, 1);
		walk(clock, 9);
		assert_ok!(Subscriptions::top_up(signed(ALICE), first, 50));
		// Dark from 21 on.
		walk(clock, 45);
		assert_ok!(Providers::heartbeat(signed(PETER)));
		walk(clock, 50);
		assert_ok!(Subscriptions::claim(signed(STRANGER), first, 1));
		assert_ok!(Subscriptions::cancel(signed(BOB), second));
		walk(clock, 60);
		assert_ok!(Providers::heartbeat(signed(PETER)));
		walk(clock, 79);
		assert_ok!(Providers::heartbeat(signed(PETER)));
		walk(clock, 140);
		serve(first);
		serve(second);
		let ended = Subscriptions::view_subscription(first).expect("known");
		assert_eq!(ended.stored, SubscriptionState::Closed { reason: CloseReason::FundsSpent }, "{clock:?}");
		balances = [ALICE, BOB, PETER].map(|who| (free(who), escrow(who))).to_vec();
	});
	balances
}

#[test]
fn what_is_paid_does_not_depend_on_how_the_clock_went() {
	let expected = history(CLOCKS[0], true);
	for clock in CLOCKS {
		for hook in [true, false] {
			assert_eq!(history(clock, hook), expected, "{clock:?}, hook: {hook}");
		}
	}
}

#[test]
fn a_block_of_the_clock_that_comes_again_is_not_paid_again() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 100);
		declare(PETER, id, 1);
		run(2);
		assert_ok!(Subscriptions::claim(signed(STRANGER), id, 1));
		let peter = free(PETER);
		for _ in 0..3 {
			jump_to(now());
			assert_ok!(Providers::heartbeat(signed(PETER)));
			refused!(Subscriptions::claim(signed(STRANGER), id, 1), Error::<Test>::NothingEarned);
			assert_eq!(free(PETER), peter);
		}
		run(1);
		assert_ok!(Subscriptions::claim(signed(STRANGER), id, 1));
		assert_eq!(free(PETER), peter + 3);
	});
}

#[test]
fn a_jump_serves_every_end_and_deadline_that_it_passed_in_their_order() {
	chain(true, || {
		provider(PETER, 3, 3);
		let (soon, late) = (subscribe(ALICE, 3, 9), subscribe(BOB, 3, 12));
		declare(PETER, soon, 1);
		declare(PETER, late, 1);
		let missed = subscribe(CAROL, 3, 30);
		jump_to(now() + 40);
		let closed = |id| {
			let at = |event: &crate::Event<Test>| matches!(event, crate::Event::Closed { subscription, .. } if *subscription == id);
			events().iter().position(at)
		};
		assert!(closed(soon).is_some() && closed(soon) < closed(late), "{:?}", events());
		assert!(Subscriptions::view_assignment(&PETER, missed, 1).unwrap().stored.is_terminal());
	});
}

#[test]
fn a_stall_darkens_nobody_and_misses_no_deadline_and_costs_nothing() {
	with_and_without_hook(|| {
		relay_block(1_000);
		relay_block(1_001);
		provider(PETER, 3, 2);
		let runs = subscribe(ALICE, 3, 300);
		declare(PETER, runs, 1);
		let begun = now();
		let awarded = subscribe(BOB, 3, 30);
		let bond = Balances::balance_on_hold(&pallet_providers::HoldReason::Bond.into(), &PETER);
		// An hour without a core.
		relay_block(1_601);
		assert_eq!(now(), begun + MAX_ADVANCE);
		let view = Subscriptions::view_assignment(&PETER, awarded, 1).unwrap();
		assert!(matches!(view.effective, AssignmentState::Awarded { deadline } if deadline == begun + ACK_DEADLINE));
		assert_ok!(Subscriptions::declare_deployed(signed(PETER), awarded, 1, 1));
		assert_eq!(Subscriptions::view_assignment(&PETER, runs, 1).unwrap().earned, 3 * u128::from(MAX_ADVANCE));
		assert!(!<Providers as pallet_providers::Marketplace<_, _, _>>::is_dark(&PETER));
		assert_eq!(Balances::balance_on_hold(&pallet_providers::HoldReason::Bond.into(), &PETER), bond);
		// It goes on at its pace: three blocks in one of the relay chain, then one in two.
		let after: Vec<u64> = [1_601, 1_601, 1_602, 1_604]
			.map(|relay| {
				relay_block(relay);
				now() - begun - MAX_ADVANCE
			})
			.to_vec();
		assert_eq!(after, [0, 0, 1, 3]);
	});
}
