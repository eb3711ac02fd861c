//! What leaving costs: the set-up fee, the trial, and the provider that is dark.

use super::*;
use crate::{AssignmentState, CloseReason, EndReason, Error, Event, RevokeReason, SubscriptionState};
use frame::testing_prelude::*;
use std::collections::BTreeMap;

const RATE: u128 = 3;

fn closed(id: u64) -> Option<CloseReason> {
	match crate::Subscriptions::<Test>::get(id).unwrap().state {
		SubscriptionState::Closed { reason } => Some(reason),
		_ => None,
	}
}

#[test]
fn an_award_that_is_cancelled_costs_its_blocks_up_to_the_set_up_fee() {
	for (blocks, paid) in [(0, 1), (1, 1), (2, 2), (SETUP, SETUP), (SETUP + 1, SETUP), (ACK_DEADLINE - 1, SETUP)] {
		with_and_without_hook(|| {
			provider(PETER, RATE, 1);
			let peter = free(PETER);
			let id = subscribe(ALICE, RATE, 30);
			run(blocks);
			assert_ok!(Subscriptions::cancel(signed(ALICE), id));
			let fee = RATE * u128::from(paid);
			assert_eq!(closed(id), Some(CloseReason::Cancelled));
			assert_eq!((free(PETER), free(ALICE)), (peter + fee, RICH - fee), "cancelled after {blocks} blocks");
			let tombstone = crate::Assignments::<Test>::get(PETER, (id, 1)).unwrap();
			assert_eq!(tombstone.state, AssignmentState::Revoked { reason: RevokeReason::Cancelled });
			assert_eq!(tombstone.paid, fee);
			let event = Event::Paid { subscription: id, attempt: 1, provider: PETER, amount: fee };
			assert_eq!(events().contains(&event), fee > 0);
		});
	}
}

#[test]
fn a_provider_that_was_dark_in_the_block_before_gets_no_set_up_fee() {
	// Of the last block in which it was alive it is paid in the next one, though it is dark by then.
	for (dark, paid) in [(1, RATE), (2, 0)] {
		with_and_without_hook(|| {
			provider(PETER, RATE, 1);
			let peter = free(PETER);
			run(GAP - 1);
			let id = subscribe(ALICE, RATE, 30);
			run(dark);
			assert_ok!(Subscriptions::cancel(signed(ALICE), id));
			assert_eq!((free(PETER), free(ALICE)), (peter + paid, RICH - paid));
		});
	}
}

#[test]
fn a_set_up_fee_that_cannot_be_paid_is_owed() {
	with_and_without_hook(|| {
		without_bonds();
		provider(PETER, RATE, 1);
		kill(PETER);
		let id = subscribe(ALICE, RATE, 30);
		run(1);
		assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		assert_eq!((free(ALICE), escrow(ALICE)), (RICH - RATE, RATE));
		assert_eq!(crate::Debts::<Test>::get(PETER, id).unwrap().amount, RATE);
	});
}

#[test]
fn in_the_trial_one_leaves_with_the_notice_and_after_it_not_before_the_minimum() {
	for (block, paid) in [(0, NOTICE), (TRIAL - 1, TRIAL - 1 + NOTICE), (TRIAL, MINIMUM), (10, 10 + NOTICE)] {
		with_and_without_hook(|| {
			provider(PETER, RATE, 1);
			let id = subscribe(ALICE, RATE, 100);
			declare(PETER, id, 1);
			let deployed_at = now();
			run(block);
			assert_ok!(Subscriptions::cancel(signed(ALICE), id));
			assert_eq!(Subscriptions::view_subscription(id).unwrap().ends_at, Some(deployed_at + paid));
			run_to(deployed_at + paid);
			serve(id);
			assert_eq!(closed(id), Some(CloseReason::Cancelled));
			assert_eq!(free(ALICE), RICH - RATE * u128::from(paid), "left at NB + {block}");
		});
	}
}

#[test]
fn one_leaves_by_what_was_fixed_at_the_award_whatever_new_awards_fix() {
	// (when it leaves, when that ends it by the terms of the award)
	for (block, end) in [(0, NOTICE), (TRIAL, MINIMUM), (10, 10 + NOTICE)] {
		with_and_without_hook(|| {
			provider(PETER, RATE, 1);
			let id = subscribe(ALICE, RATE, 300);
			terms(NOTICE + 7, MINIMUM + 30, 0);
			declare(PETER, id, 1);
			let deployed_at = now();
			run(block);
			assert_ok!(Subscriptions::cancel(signed(ALICE), id));
			assert_eq!(
				Subscriptions::view_subscription(id).unwrap().ends_at,
				Some(deployed_at + end),
				"left at {block}"
			);
		});
	}
}

#[test]
fn a_provider_resigns_with_the_notice_that_was_fixed_at_the_award() {
	with_and_without_hook(|| {
		provider(PETER, RATE, 1);
		let id = subscribe(ALICE, RATE, 300);
		declare(PETER, id, 1);
		terms(NOTICE + 7, MINIMUM, TRIAL);
		run(10);
		assert_ok!(Subscriptions::resign(signed(PETER), id, 1));
		assert_eq!(Subscriptions::view_subscription(id).unwrap().ends_at, Some(now() + NOTICE));
	});
}

#[test]
fn from_a_dark_provider_one_leaves_at_once() {
	// In the trial, before the minimum period is over, and later.
	for live in [1, TRIAL, GAP] {
		with_and_without_hook(|| {
			provider(PETER, RATE, 1);
			run(GAP - live);
			let id = subscribe(ALICE, RATE, 300);
			declare(PETER, id, 1);
			run(live);
			assert_ok!(Subscriptions::cancel(signed(ALICE), id));
			assert_eq!(closed(id), Some(CloseReason::Cancelled));
			assert_eq!(free(ALICE), RICH - RATE * u128::from(live));
			let tombstone = crate::Assignments::<Test>::get(PETER, (id, 1)).unwrap();
			assert_eq!(tombstone.state, AssignmentState::Ending { reason: EndReason::Cancelled });
		});
	}
}

#[test]
fn an_end_that_was_called_does_not_bind_to_a_provider_gone_dark() {
	for resigns in [false, true] {
		with_and_without_hook(|| {
			provider(PETER, RATE, 1);
			run(GAP - 1);
			let id = subscribe(ALICE, RATE, 300);
			declare(PETER, id, 1);
			assert_ok!(match resigns {
				true => Subscriptions::resign(signed(PETER), id, 1),
				false => Subscriptions::cancel(signed(ALICE), id),
			});
			refused!(Subscriptions::cancel(signed(ALICE), id), Error::<Test>::AlreadyEnding);
			run(1);
			assert_ok!(Subscriptions::cancel(signed(ALICE), id));
			assert_eq!((closed(id), free(ALICE)), (Some(CloseReason::Cancelled), RICH - RATE));
		});
	}
}

#[test]
fn a_provider_that_is_back_has_its_notice_again() {
	with_and_without_hook(|| {
		provider(PETER, RATE, 1);
		let id = subscribe(ALICE, RATE, 300);
		declare(PETER, id, 1);
		run(GAP + 5);
		assert_eq!(Subscriptions::view_subscription(id).unwrap().withdrawable, 300 - RATE * u128::from(GAP));
		assert_ok!(Providers::heartbeat(signed(PETER)));
		let kept = RATE * u128::from(NOTICE);
		assert_eq!(Subscriptions::view_subscription(id).unwrap().withdrawable, 300 - RATE * u128::from(GAP) - kept);
		assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		assert_eq!(Subscriptions::view_subscription(id).unwrap().ends_at, Some(now() + NOTICE));
	});
}

/// Balances when everything is over, after leaving `blocks` after the declaration in one of two ways.
fn after_leaving(hook: bool, blocks: u64, resigned: bool, leave: fn(u64)) -> BTreeMap<u64, (u128, u128)> {
	let mut left = None;
	chain(hook, || {
		provider(PETER, RATE, 1);
		let id = subscribe(ALICE, RATE, 500);
		declare(PETER, id, 1);
		for _ in 0..blocks {
			run(1);
			// Alive until shortly before the longest stay.
			if now() < 2 * GAP {
				assert_ok!(Providers::heartbeat(signed(PETER)));
			}
		}
		if resigned {
			assert_ok!(Subscriptions::resign(signed(PETER), id, 1));
		}
		leave(id);
		run(MINIMUM + NOTICE);
		let _ = Subscriptions::poke(signed(STRANGER), id);
		assert!(closed(id).is_some());
		left = Some(balances());
	});
	left.expect("the chain ran")
}

#[test]
fn a_withdrawal_of_all_that_is_free_costs_what_cancelling_costs() {
	let cancel = |id| {
		// Refused when the provider's own notice is over sooner; then that end counts.
		let _ = Subscriptions::cancel(signed(ALICE), id);
	};
	let withdraw = |id| {
		let all = Subscriptions::view_subscription(id).unwrap().withdrawable;
		refused!(Subscriptions::withdraw(signed(ALICE), id, all + 1), Error::<Test>::FundsCommitted);
		assert_ok!(Subscriptions::withdraw(signed(ALICE), id, all));
	};
	for hook in [true, false] {
		// In the trial, at its end, before and after the minimum period, in the dark.
		for blocks in [0, 1, TRIAL, MINIMUM - 1, MINIMUM, 10, 3 * GAP] {
			for resigned in [false, true] {
				assert_eq!(
					after_leaving(hook, blocks, resigned, cancel),
					after_leaving(hook, blocks, resigned, withdraw),
					"{blocks} blocks after the declaration, resigned: {resigned}"
				);
			}
		}
	}
}

#[test]
fn what_a_withdrawal_leaves_an_award_covers_its_set_up_fee() {
	with_and_without_hook(|| {
		provider(PETER, RATE, 1);
		let id = subscribe(ALICE, RATE, 100);
		run(ACK_DEADLINE - 1);
		let all = Subscriptions::view_subscription(id).unwrap().withdrawable;
		assert_eq!(all, 100 - RATE * u128::from(MIN_FUNDED));
		assert_ok!(Subscriptions::withdraw(signed(ALICE), id, all));
		assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		assert_eq!(free(ALICE), RICH - RATE * u128::from(SETUP));
	});
}
