//! What is held, paid and given back.

use super::*;
use crate::{CloseReason, EndReason, Error, Event, SubscriptionState};
use frame::testing_prelude::*;

#[test]
fn ten_reserved_at_three_a_block_are_nine_and_one() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let peter = free(PETER);
		let id = subscribe(ALICE, 3, 10);
		assert_eq!((free(ALICE), escrow(ALICE), deposit(ALICE)), (RICH - 10 - DEPOSIT, 10, DEPOSIT));
		run(5);
		declare(PETER, id, 1);
		let declared_at = now();
		for (block, earned) in [(0, 0), (1, 3), (2, 6), (3, 9)] {
			run_to(declared_at + block);
			let view = Subscriptions::view_subscription(id).unwrap();
			assert_eq!(view.paid + view.earned, earned, "at NB + {block}");
		}
		serve(id);
		assert_eq!(free(PETER), peter + 9);
		assert_eq!((free(ALICE), escrow(ALICE), deposit(ALICE)), (RICH - 9, 0, 0));
		let closed = Event::Closed {
			subscription: id,
			consumer: ALICE,
			reason: CloseReason::FundsSpent,
			by: None,
			at: declared_at + 3,
			provider: Some(PETER),
			attempt: 1,
			paid: 9,
			refunded: 1,
		};
		assert!(events().contains(&closed));
	});
}

#[test]
fn the_split_does_not_depend_on_when_the_end_is_served() {
	for late in [3, 4, 10, 1_000_000] {
		chain(false, || {
			provider(PETER, 3, 1);
			let peter = free(PETER);
			let id = subscribe(ALICE, 3, 10);
			declare(PETER, id, 1);
			jump_to(now() + late);
			assert_ok!(Subscriptions::poke(signed(STRANGER), id));
			assert_eq!((free(PETER), free(ALICE)), (peter + 9, RICH - 9), "served {late} blocks after NB");
		});
	}
}

#[test]
fn a_price_above_the_consumers_highest_is_never_paid() {
	with_and_without_hook(|| {
		provider(PETER, 4, 1);
		let id = subscribe(ALICE, 3, 10);
		assert_eq!(crate::Subscriptions::<Test>::get(id).unwrap().state, SubscriptionState::Waiting);
		refused!(Subscriptions::place(signed(STRANGER), id), Error::<Test>::NobodyMatches);
		assert_ok!(Providers::offer(signed(PETER), TYPE, 2, 1));
		assert_ok!(Subscriptions::place(signed(STRANGER), id));
		declare(PETER, id, 1);
		// The award keeps its price, whatever the offer says later.
		assert_ok!(Providers::offer(signed(PETER), TYPE, 3, 1));
		run(1);
		assert_ok!(Subscriptions::claim(signed(STRANGER), id, 1));
		assert_eq!(escrow(ALICE), 8);
	});
}

#[test]
fn a_subscription_has_a_price_a_type_and_funds_for_some_blocks() {
	chain(true, || {
		provider(PETER, 3, 1);
		let subscribe =
			|type_id, price, funds| Subscriptions::subscribe(signed(ALICE), type_id, DESCRIPTOR, price, funds);
		refused!(subscribe(DESCRIPTOR, 3, 10), Error::<Test>::UnknownType);
		refused!(subscribe(TYPE, 0, 10), Error::<Test>::ZeroPrice);
		refused!(subscribe(TYPE, 3, 3 * u128::from(MIN_FUNDED) - 1), Error::<Test>::TooFewBlocksFunded);
		refused!(subscribe(TYPE, u128::MAX, RICH), Error::<Test>::TooFewBlocksFunded);
		refused!(subscribe(TYPE, 3, RICH), Error::<Test>::FundsNotCovered);
		assert_ok!(subscribe(TYPE, 3, 3 * u128::from(MIN_FUNDED)));
	});
}

#[test]
fn a_top_up_moves_the_end() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 10);
		declare(PETER, id, 1);
		let end = now() + 3;
		run_to(end - 1);
		refused!(Subscriptions::top_up(signed(BOB), id, 5), Error::<Test>::NotConsumer);
		refused!(Subscriptions::top_up(signed(ALICE), id, 0), Error::<Test>::ZeroAmount);
		refused!(Subscriptions::top_up(signed(ALICE), id, RICH), Error::<Test>::FundsNotCovered);
		// One left over from before and five now: two more blocks.
		assert_ok!(Subscriptions::top_up(signed(ALICE), id, 5));
		assert_eq!(Subscriptions::view_subscription(id).unwrap().ends_at, Some(end + 2));
		run_to(end + 1);
		refused!(Subscriptions::poke(signed(STRANGER), id), Error::<Test>::NothingDue);
		run_to(end + 2);
		serve(id);
		assert_eq!(free(ALICE), RICH - 15);
	});
}

#[test]
fn a_top_up_at_or_after_the_end_is_refused_whether_or_not_a_hook_ran() {
	for late in [0, 1, 50] {
		with_and_without_hook(|| {
			provider(PETER, 3, 1);
			let id = subscribe(ALICE, 3, 10);
			declare(PETER, id, 1);
			run(3 + late);
			refused!(Subscriptions::top_up(signed(ALICE), id, 5), Error::<Test>::SubscriptionClosed);
			refused!(Subscriptions::withdraw(signed(ALICE), id, 1), Error::<Test>::SubscriptionClosed);
			refused!(Subscriptions::update(signed(ALICE), id, RECEIPT), Error::<Test>::SubscriptionClosed);
			refused!(Subscriptions::cancel(signed(ALICE), id), Error::<Test>::SubscriptionClosed);
			serve(id);
		});
	}
}

#[test]
fn waiting_and_awarded_subscriptions_take_more_funds_and_give_back_down_to_the_minimum() {
	with_and_without_hook(|| {
		let id = subscribe(ALICE, 3, 10);
		for awarded in [false, true] {
			if awarded {
				provider(PETER, 3, 1);
				assert_ok!(Subscriptions::place(signed(STRANGER), id));
			}
			assert_ok!(Subscriptions::top_up(signed(ALICE), id, 5));
			assert_eq!(escrow(ALICE), 15);
			assert_eq!(Subscriptions::view_subscription(id).unwrap().withdrawable, 6);
			refused!(Subscriptions::withdraw(signed(ALICE), id, 7), Error::<Test>::FundsCommitted);
			refused!(Subscriptions::withdraw(signed(BOB), id, 1), Error::<Test>::NotConsumer);
			refused!(Subscriptions::withdraw(signed(ALICE), id, 0), Error::<Test>::ZeroAmount);
			assert_ok!(Subscriptions::withdraw(signed(ALICE), id, 5));
			assert_eq!(escrow(ALICE), 10);
		}
		declare(PETER, id, 1);
		assert_eq!(Subscriptions::view_subscription(id).unwrap().ends_at, Some(now() + 3));
	});
}

#[test]
fn a_withdrawal_leaves_what_leaving_would_leave() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 100);
		declare(PETER, id, 1);
		let deployed_at = now();
		// The notice binds in the trial, then the minimum period.
		for (block, until) in [(1, 1 + NOTICE), (TRIAL, MINIMUM)] {
			run_to(deployed_at + block);
			let all = 100 - 3 * u128::from(until);
			assert_eq!(Subscriptions::view_subscription(id).unwrap().withdrawable, all);
			refused!(Subscriptions::withdraw(signed(ALICE), id, all + 1), Error::<Test>::FundsCommitted);
		}
		run_to(deployed_at + 10);
		let committed = 3 * u128::from(NOTICE);
		refused!(Subscriptions::withdraw(signed(ALICE), id, 70 - committed + 1), Error::<Test>::FundsCommitted);
		assert_ok!(Subscriptions::withdraw(signed(ALICE), id, 70 - committed));
		assert_eq!(Subscriptions::view_subscription(id).unwrap().ends_at, Some(now() + NOTICE));
		run(NOTICE);
		serve(id);
		assert_eq!(free(ALICE), RICH - 3 * (10 + u128::from(NOTICE)));
	});
}

#[test]
fn claiming_early_and_often_changes_nothing_but_when_it_is_paid() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let (peter, alice) = (free(PETER), free(ALICE));
		let id = subscribe(ALICE, 3, 20);
		refused!(Subscriptions::claim(signed(PETER), id, 1), Error::<Test>::NothingEarned);
		declare(PETER, id, 1);
		refused!(Subscriptions::claim(signed(PETER), id, 1), Error::<Test>::NothingEarned);
		for block in 1..6 {
			run(1);
			assert_ok!(Subscriptions::claim(signed(STRANGER), id, 1));
			refused!(Subscriptions::claim(signed(PETER), id, 1), Error::<Test>::NothingEarned);
			refused!(Subscriptions::claim(signed(PETER), id, 2), Error::<Test>::NoAssignment);
			assert_eq!(free(PETER), peter + 3 * block);
		}
		run(1);
		if hook_is_on() {
			refused!(Subscriptions::claim(signed(PETER), id, 1), Error::<Test>::SubscriptionClosed);
		} else {
			assert_ok!(Subscriptions::claim(signed(PETER), id, 1));
		}
		assert_eq!((free(PETER), free(ALICE)), (peter + 18, alice - 18));
	});
}

#[test]
fn blocks_in_which_the_provider_was_dark_are_not_paid() {
	with_and_without_hook(|| {
		provider(PETER, 1, 1);
		let peter = free(PETER);
		let id = subscribe(ALICE, 1, 50);
		declare(PETER, id, 1);
		let last = now();
		run_to(last + 3 * GAP);
		assert_eq!(Subscriptions::view_subscription(id).unwrap().earned, u128::from(GAP));
		// A late heartbeat does not pay for the gap.
		assert_ok!(Providers::heartbeat(signed(PETER)));
		assert_eq!(Subscriptions::view_subscription(id).unwrap().earned, u128::from(GAP));
		assert_eq!(Subscriptions::view_subscription(id).unwrap().ends_at, Some(now() + 50 - GAP));
		run(5);
		assert_ok!(Subscriptions::claim(signed(STRANGER), id, 1));
		assert_eq!(free(PETER), peter + u128::from(GAP) + 5);
	});
}

#[test]
fn an_end_that_was_called_is_paid_by_what_was_live_before_it_whenever_it_is_served() {
	with_and_without_hook(|| {
		provider(PETER, 1, 1);
		let (peter, alice) = (free(PETER), free(ALICE));
		let id = subscribe(ALICE, 1, 500);
		declare(PETER, id, 1);
		let deployed_at = now();
		// Dark from here on; an operator that does not beat gives notice in the dark.
		run_to(deployed_at + GAP + 5);
		assert_ok!(Subscriptions::resign(signed(PETER), id, 1));
		run(NOTICE);
		// The provider is back after the end; without the hook nobody has served the end yet.
		run(5);
		assert_ok!(Providers::heartbeat(signed(PETER)));
		run(10);
		serve(id);
		assert_eq!((free(PETER), free(ALICE)), (peter + u128::from(GAP), alice - u128::from(GAP)));
		let ended = Event::Ended { subscription: id, attempt: 1, provider: PETER, reason: EndReason::Resigned };
		assert!(events().contains(&ended));
	});
}

#[test]
fn a_consumer_may_be_its_own_provider() {
	with_and_without_hook(|| {
		provider(ALICE, 3, 1);
		let before = free(ALICE);
		let id = subscribe(ALICE, 3, 10);
		declare(ALICE, id, 1);
		run(3);
		serve(id);
		assert_eq!((free(ALICE), escrow(ALICE)), (before, 0));
	});
}
