//! Another provider takes over while the one before still serves.

use super::*;
use crate::{
	Assignment, AssignmentState, Assignments, CloseReason, EndReason, Error, Event, RevokeReason, SubscriptionState,
	Successor, Wish, Wishes,
};
use frame::testing_prelude::*;

type Record = Assignment<Balance, u64, ConstU32<32>>;

fn record(who: AccountId, id: u64, attempt: u32) -> Record {
	Assignments::<Test>::get(who, (id, attempt)).expect("an assignment")
}

fn state(who: AccountId, id: u64, attempt: u32) -> AssignmentState<u64> {
	record(who, id, attempt).state
}

fn subscription(id: u64) -> crate::SubscriptionOf<Test> {
	crate::Subscriptions::<Test>::get(id).expect("a subscription")
}

fn placed(id: u64) -> Option<(AccountId, u32)> {
	match subscription(id).state {
		SubscriptionState::Placed { provider, attempt } => Some((provider, attempt)),
		_ => None,
	}
}

fn closed(id: u64) -> Option<CloseReason> {
	match subscription(id).state {
		SubscriptionState::Closed { reason } => Some(reason),
		_ => None,
	}
}

/// What Paula's set-up costs at most, at 2 a block.
const SET_UP: Balance = 2 * SETUP as Balance;

fn moves(id: u64) {
	assert_ok!(migrate(ALICE, id));
}

fn follow(id: u64) {
	Wishes::<Test>::insert(id, Wish { follow: true, ..Default::default() });
}

/// Peter serves Alice at 3 a block from now on, and nobody else offers anything.
fn alone(funds: Balance) -> u64 {
	provider(PETER, 3, 1);
	let id = subscribe(ALICE, 3, funds);
	declare(PETER, id, 1);
	id
}

/// The same, past the minimum period; Paula offers it at 2.
fn served(funds: Balance) -> u64 {
	let id = alone(funds);
	provider(PAULA, 2, 1);
	run(MINIMUM);
	id
}

/// The same, and Paula is to take over. Peter was paid for the minimum period if the hook or a call settled it, else not yet.
fn migrating(funds: Balance) -> u64 {
	let id = served(funds);
	moves(id);
	id
}

#[test]
fn the_one_before_earns_up_to_the_switch_and_the_new_one_from_there_on() {
	with_and_without_hook(|| {
		let id = served(100);
		let (peter, paula) = (free(PETER), free(PAULA));
		moves(id);
		let to = Successor { provider: PAULA, attempt: 2 };
		assert_eq!((placed(id), subscription(id).successor), (Some((PETER, 1)), Some(to)));
		assert!(events().contains(&Event::Migrating { subscription: id, attempt: 2, from: PETER, to: PAULA }));
		refused!(Subscriptions::claim(signed(PAULA), id, 2), Error::<Test>::NothingEarned);
		run(3);
		declare(PAULA, id, 2);
		let switch = now();
		assert_eq!(free(PETER), peter + 3 * u128::from(MINIMUM + 3));
		assert_eq!(state(PETER, id, 1), AssignmentState::Ending { reason: EndReason::Migrated });
		assert_eq!((placed(id), subscription(id).successor), (Some((PAULA, 2)), None));
		refused!(Subscriptions::claim(signed(PETER), id, 1), Error::<Test>::NoAssignment);
		refused!(Subscriptions::resign(signed(PETER), id, 1), Error::<Test>::AlreadyEnded);
		let left = 100 - 3 * u128::from(MINIMUM + 3);
		assert_eq!(Subscriptions::view_subscription(id).unwrap().ends_at, Some(switch + (left / 2) as u64));
		assert_ok!(Subscriptions::confirm_teardown(signed(PETER), id, 1, RECEIPT));
		run(5);
		assert_ok!(Providers::heartbeat(signed(PAULA)));
		run(40);
		// Dark after a gap, so it goes on.
		assert_eq!(Subscriptions::view_subscription(id).unwrap().earned, 2 * u128::from(5 + GAP));
		assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		assert_eq!(closed(id), Some(CloseReason::Cancelled));
		let paid = 2 * u128::from(5 + GAP);
		assert_eq!((free(PETER), free(PAULA)), (peter + 3 * u128::from(MINIMUM + 3), paula + paid));
		assert_eq!(subscription(id).assignments, 1);
	});
}

#[test]
fn if_the_new_one_rejects_or_is_late_the_one_before_goes_on_and_another_may_be_asked() {
	for late in [false, true] {
		with_and_without_hook(|| {
			let id = migrating(1_000);
			provider(PIA, 1, 1);
			assert_ok!(Providers::heartbeat(signed(PETER)));
			if late {
				run(ACK_DEADLINE);
				refused!(Subscriptions::declare_deployed(signed(PAULA), id, 2, 1), Error::<Test>::DeadlineMissed);
				assert_eq!(Subscriptions::view_subscription(id).unwrap().successor, None);
				serve(id);
			} else {
				assert_ok!(Subscriptions::reject(signed(PAULA), id, 2, reason("full")));
			}
			let reason = if late { RevokeReason::MissedDeadline } else { RevokeReason::Rejected };
			assert_eq!(state(PAULA, id, 2), AssignmentState::Revoked { reason });
			assert_eq!((placed(id), subscription(id).successor), (Some((PETER, 1)), None));
			assert_eq!(state(PETER, id, 1), AssignmentState::Active);
			check_books();
			// Not Paula again.
			moves(id);
			assert_eq!(subscription(id).successor, Some(Successor { provider: PIA, attempt: 3 }));
			declare(PIA, id, 3);
			assert_eq!((placed(id), subscription(id).excluded.len()), (Some((PIA, 3)), 0));
		});
	}
}

#[test]
fn a_provider_that_is_retired_leaves_the_new_one_alone_and_a_new_one_that_is_leaves_the_one_before() {
	for (retired, other) in [(PETER, (PAULA, 2)), (PAULA, (PETER, 1))] {
		with_and_without_hook(|| {
			let id = migrating(200);
			let peter = free(PETER);
			run(1);
			assert_ok!(Subscriptions::force_retire(RuntimeOrigin::root(), retired, 8));
			assert_eq!((placed(id), subscription(id).successor), (Some(other), None));
			assert_eq!(subscription(id).assignments, 1);
			check_books();
			if retired == PETER {
				// Its bond is free too.
				assert_eq!(free(PETER), peter + 3 + 123);
				declare(PAULA, id, 2);
			}
			run(1);
			let rate = if retired == PETER { 2 } else { 3 };
			assert_eq!(Subscriptions::view_subscription(id).unwrap().rate, Some(rate));
		});
	}
}

#[test]
fn who_waits_is_asked_first() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 100);
		declare(PETER, id, 1);
		run(MINIMUM);
		let waits = subscribe(BOB, 3, 30);
		provider(PAULA, 2, 1);
		// One unit, which Bob gets although Alice calls before the next block.
		assert_eq!(migrate(ALICE, id), Err(Error::<Test>::OthersFirst.into()));
		run(1);
		if !hook_is_on() {
			assert_ok!(Subscriptions::place(signed(STRANGER), waits));
		}
		assert_eq!(placed(waits), Some((PAULA, 1)));
	});
}

#[test]
fn those_of_a_group_stay_apart_when_one_of_them_moves() {
	with_and_without_hook(|| {
		provider(PETER, 3, 2);
		let apart = |id| {
			let criteria = pallet_providers::Criteria { apart: Some(1), ..Default::default() };
			Wishes::<Test>::insert(id, Wish { criteria, ..Default::default() });
			crate::Groups::<Test>::try_append(ALICE, 1, id).expect("room in the group");
		};
		let id = subscribe(ALICE, 3, 100);
		apart(id);
		declare(PETER, id, 1);
		provider(PAULA, 3, 2);
		run(MINIMUM);
		moves(id);
		provider(PIA, 3, 1);
		// While it moves it is with both.
		let wish = Wish {
			criteria: pallet_providers::Criteria { apart: Some(1), ..Default::default() },
			..Default::default()
		};
		let request = crate::Request { type_id: TYPE, descriptor: DESCRIPTOR, max_price: 3, funds: 50, wish };
		let third = crate::NextId::<Test>::get();
		assert_ok!(Subscriptions::subscribe_with(signed(ALICE), Box::new(request)));
		assert_eq!(placed(third), Some((PIA, 1)));
	});
}

#[test]
fn a_provider_cannot_take_over_from_itself() {
	with_and_without_hook(|| {
		provider(PETER, 3, 2);
		let id = subscribe(ALICE, 3, 100);
		declare(PETER, id, 1);
		run(MINIMUM);
		assert_eq!(migrate(ALICE, id), Err(Error::<Test>::NobodyMatches.into()));
	});
}

#[test]
fn migration_is_refused_to_others_twice_before_a_deployment_and_within_the_minimum_period() {
	with_and_without_hook(|| {
		let migrate = |who, id| without_info(Subscriptions::migrate(signed(who), id));
		refused!(migrate(ALICE, 0), Error::<Test>::NotFound);
		let waits = subscribe(BOB, 1, 10);
		refused!(migrate(BOB, waits), Error::<Test>::SubscriptionWaits);
		assert_ok!(Subscriptions::cancel(signed(BOB), waits));
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 200);
		refused!(migrate(ALICE, id), Error::<Test>::NotDeployed);
		declare(PETER, id, 1);
		provider(PAULA, 3, 1);
		run(TRIAL);
		for _ in TRIAL..MINIMUM {
			refused!(migrate(ALICE, id), Error::<Test>::MinimumNotOver);
			run(1);
		}
		refused!(migrate(BOB, id), Error::<Test>::NotConsumer);
		assert_ok!(migrate(ALICE, id));
		// Looked for, and found.
		refused!(migrate(ALICE, id), Error::<Test>::MigrationPending);
		assert_ok!(look(id));
		refused!(migrate(ALICE, id), Error::<Test>::MigrationPending);
		assert_ok!(Subscriptions::reject(signed(PAULA), id, 2, reason("")));
		assert_ok!(migrate(ALICE, id));
		assert_eq!(look(id), Err(Error::<Test>::NobodyMatches.into()));
		assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		refused!(migrate(ALICE, id), Error::<Test>::AlreadyEnding);
		run(NOTICE);
		refused!(migrate(ALICE, id), Error::<Test>::SubscriptionClosed);
	});
}

#[test]
fn during_the_trial_and_before_another_price_the_minimum_period_does_not_keep_anybody() {
	with_and_without_hook(|| {
		let id = alone(200);
		provider(PAULA, 3, 1);
		run(TRIAL - 1);
		assert_ok!(migrate(ALICE, id));
	});
}

#[test]
fn migration_needs_funds_for_the_old_notice_and_the_new_minimum_period() {
	let needed = 3 * u128::from(NOTICE) + 2 * u128::from(MINIMUM);
	for (missing, result) in [(1, Err(Error::<Test>::TooFewBlocksFunded.into())), (0, Ok(()))] {
		with_and_without_hook(|| {
			let id = served(3 * u128::from(MINIMUM) + needed - missing);
			assert_eq!(migrate(ALICE, id), result);
		});
	}
}

#[test]
fn a_withdrawal_leaves_the_old_notice_and_the_new_minimum_period() {
	with_and_without_hook(|| {
		let id = migrating(500);
		run(1);
		let left = 500 - 3 * u128::from(MINIMUM + 1);
		let kept = 3 * u128::from(NOTICE) + 2 * u128::from(MINIMUM);
		assert_eq!(Subscriptions::view_subscription(id).unwrap().withdrawable, left - kept);
		refused!(Subscriptions::withdraw(signed(ALICE), id, left - kept + 1), Error::<Test>::FundsCommitted);
		assert_ok!(Subscriptions::withdraw(signed(ALICE), id, left - kept));
		declare(PAULA, id, 2);
		// The new minimum period is covered.
		assert_ok!(Subscriptions::top_up(signed(ALICE), id, 1));
		assert!(Subscriptions::view_subscription(id).unwrap().ends_at.unwrap() >= now() + MINIMUM);
	});
}

#[test]
fn who_resigns_before_the_switch_leaves_the_award_as_the_only_one() {
	// Served at the end, or only when both the end and the deadline are long over.
	with_and_without_hook(|| {
		let id = migrating(200);
		assert_ok!(Subscriptions::resign(signed(PETER), id, 1));
		// Both sides see what the consumer does.
		assert_ok!(Subscriptions::top_up(signed(ALICE), id, 10));
		assert_ok!(Subscriptions::update(signed(ALICE), id, RECEIPT));
		run(NOTICE);
		let view = Subscriptions::view_subscription(id).unwrap();
		assert_eq!(view.effective, SubscriptionState::Placed { provider: PAULA, attempt: 2 });
		serve(id);
		assert_eq!((placed(id), subscription(id).successor), (Some((PAULA, 2)), None));
		assert_eq!(state(PETER, id, 1), AssignmentState::Ending { reason: EndReason::Resigned });
		assert_eq!(subscription(id).funds, 210 - 3 * u128::from(MINIMUM + NOTICE));
		// What is not served is not paid.
		run(3);
		refused!(Subscriptions::declare_deployed(signed(PAULA), id, 2, 3), Error::<Test>::UnknownGeneration);
		assert_ok!(Subscriptions::declare_deployed(signed(PAULA), id, 2, 2));
		assert_eq!(subscription(id).funds, 210 - 3 * u128::from(MINIMUM + NOTICE));
		assert_eq!(Subscriptions::view_subscription(id).unwrap().earned, 0);
	});
}

#[test]
fn an_award_that_is_left_alone_and_then_late_goes_to_another() {
	with_and_without_hook(|| {
		let id = migrating(200);
		assert_ok!(Subscriptions::resign(signed(PETER), id, 1));
		provider(PIA, 1, 1);
		run(ACK_DEADLINE);
		assert_eq!(Subscriptions::view_subscription(id).unwrap().effective, SubscriptionState::Waiting);
		serve(id);
		assert_ok!(Providers::heartbeat(signed(PIA)));
		retry(id);
		assert_eq!(placed(id), Some((PIA, 3)));
		assert_eq!(state(PAULA, id, 2), AssignmentState::Revoked { reason: RevokeReason::MissedDeadline });
		assert_eq!(subscription(id).excluded.to_vec(), [PETER, PAULA]);
		assert_eq!(subscription(id).funds, 200 - 3 * u128::from(MINIMUM + NOTICE));
	});
}

#[test]
fn what_comes_first_counts_first_whenever_it_is_served() {
	// Blocks from the award of the new one to the end of the one before -> who is left.
	let table = [
		(ACK_DEADLINE - 1, EndReason::Resigned, None, RevokeReason::MissedDeadline),
		// The same block: the one before ended with the block before.
		(ACK_DEADLINE, EndReason::Resigned, None, RevokeReason::MissedDeadline),
		(ACK_DEADLINE + 1, EndReason::Resigned, Some(CloseReason::Resigned), RevokeReason::MissedDeadline),
		(ACK_DEADLINE - 1, EndReason::FundsSpent, Some(CloseReason::FundsSpent), RevokeReason::Cancelled),
		(ACK_DEADLINE, EndReason::FundsSpent, Some(CloseReason::FundsSpent), RevokeReason::Cancelled),
		(ACK_DEADLINE + 1, EndReason::FundsSpent, Some(CloseReason::FundsSpent), RevokeReason::MissedDeadline),
	];
	for (blocks, end, left, revoked) in table {
		with_and_without_hook(|| {
			let served_for = MINIMUM + blocks;
			let id = migrating(match end {
				// As much is kept for the set-up, and one is left over.
				EndReason::FundsSpent => 3 * u128::from(served_for) + SET_UP + 1,
				_ => 500,
			});
			let awarded = now();
			if end == EndReason::Resigned {
				run_to(awarded + blocks - NOTICE);
				assert_ok!(Subscriptions::resign(signed(PETER), id, 1));
			}
			jump_to(awarded + blocks + 2);
			let views = [(PETER, 1), (PAULA, 2)]
				.map(|(who, attempt)| Subscriptions::view_assignment(&who, id, attempt).unwrap().effective);
			if !hook_is_on() {
				assert_ok!(Subscriptions::poke(signed(STRANGER), id));
			}
			let what = format!("{blocks} {end:?} with the hook {}", hook_is_on());
			assert_eq!(state(PETER, id, 1), AssignmentState::Ending { reason: end }, "{what}");
			assert_eq!(views[0], state(PETER, id, 1), "{what}");
			assert_eq!(state(PAULA, id, 2), AssignmentState::Revoked { reason: revoked }, "{what}");
			assert_eq!(views[1], state(PAULA, id, 2), "{what}");
			// Nobody else is there, so a search ends it.
			if left.is_none() {
				retry(id);
			}
			assert_eq!(closed(id), Some(left.unwrap_or(CloseReason::Unplaced)), "{what}");
			let cost = match (end, revoked) {
				(EndReason::FundsSpent, RevokeReason::Cancelled) => 3 * u128::from(served_for) + SET_UP,
				// What was kept serves for another block.
				(EndReason::FundsSpent, _) => 3 * u128::from(served_for + 1),
				_ => 3 * u128::from(served_for),
			};
			assert_eq!(free(ALICE), RICH - cost, "{what}");
		});
	}
}

#[test]
fn the_switch_may_come_before_the_end_that_was_called() {
	with_and_without_hook(|| {
		let id = migrating(200);
		assert_ok!(Subscriptions::resign(signed(PETER), id, 1));
		run(NOTICE - 1);
		declare(PAULA, id, 2);
		assert_eq!(state(PETER, id, 1), AssignmentState::Ending { reason: EndReason::Migrated });
		assert_eq!(subscription(id).funds, 200 - 3 * u128::from(MINIMUM + NOTICE - 1));
		run(NOTICE);
		assert_eq!(Subscriptions::view_subscription(id).unwrap().earned, 2 * u128::from(NOTICE));
	});
}

#[test]
fn funds_that_end_take_the_award_back_and_pay_its_set_up() {
	with_and_without_hook(|| {
		let funds = 3 * u128::from(MINIMUM) + 3 * u128::from(NOTICE) + 2 * u128::from(MINIMUM);
		let id = migrating(funds);
		let paula = free(PAULA);
		let blocks = ((funds - SET_UP) / 3) as u64;
		run(blocks - MINIMUM);
		let view = Subscriptions::view_subscription(id).unwrap();
		let left = funds - 3 * u128::from(blocks) - SET_UP;
		assert_eq!(view.refundable, if hook_is_on() { 0 } else { left });
		let view = Subscriptions::view_assignment(&PAULA, id, 2).unwrap();
		assert_eq!(view.effective, AssignmentState::Revoked { reason: RevokeReason::Cancelled });
		refused!(Subscriptions::declare_deployed(signed(PAULA), id, 2, 1), Error::<Test>::AwardRevoked);
		serve(id);
		assert_eq!(closed(id), Some(CloseReason::FundsSpent));
		assert_eq!((free(ALICE), free(PAULA)), (RICH - funds + left, paula + SET_UP));
		assert_eq!(state(PAULA, id, 2), AssignmentState::Revoked { reason: RevokeReason::Cancelled });
		for (who, attempt) in [(PETER, 1), (PAULA, 2)] {
			assert_ok!(Subscriptions::confirm_teardown(signed(who), id, attempt, RECEIPT));
		}
		assert_eq!(subscription(id).assignments, 0);
	});
}

#[test]
fn no_accomplice_has_a_successor_set_up_for_nothing() {
	// Alice and Peter are one party: whatever they do to the funds, what is kept for Paula stays.
	with_and_without_hook(|| {
		let id = migrating(500);
		let paula = free(PAULA);
		assert_ok!(Subscriptions::propose_price(signed(PETER), id, 1, Some(100)));
		assert_ok!(Subscriptions::accept_price(signed(ALICE), id, 1, 100));
		let withdrawable = Subscriptions::view_subscription(id).unwrap().withdrawable;
		assert_ok!(Subscriptions::withdraw(signed(ALICE), id, withdrawable));
		run(ACK_DEADLINE - 1);
		serve(id);
		assert_eq!((closed(id), free(PAULA)), (Some(CloseReason::FundsSpent), paula + SET_UP));
	});
	with_and_without_hook(|| {
		let id = migrating(26);
		let paula = free(PAULA);
		// In the block of the award: one block is due.
		assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		assert_eq!(free(PAULA), paula + 2);
	});
}

#[test]
fn a_set_up_is_paid_for_the_blocks_to_the_end_whenever_that_is_served() {
	chain(false, || {
		let id = migrating(26);
		let paula = free(PAULA);
		run(3 * GAP);
		let view = Subscriptions::view_assignment(&PAULA, id, 2).unwrap();
		assert_eq!(
			(view.earned, view.effective),
			(SET_UP, AssignmentState::Revoked { reason: RevokeReason::Cancelled })
		);
		assert_ok!(Subscriptions::claim(signed(STRANGER), id, 1));
		assert_eq!(free(PAULA), paula + SET_UP);
	});
}

#[test]
fn who_is_to_take_over_and_does_not_is_paid_nothing() {
	type Fails = fn(u64);
	let fails: [Fails; 3] = [
		|id| {
			assert_ok!(Subscriptions::reject(signed(PAULA), id, 2, reason("no")));
		},
		|id| {
			run(ACK_DEADLINE);
			serve(id);
		},
		|_| {
			assert_ok!(Subscriptions::force_retire(RuntimeOrigin::root(), PAULA, 1));
		},
	];
	for fail in fails {
		with_and_without_hook(|| {
			let id = migrating(100);
			assert_eq!(
				(subscription(id).reserve, Subscriptions::view_subscription(id).unwrap().reserve),
				(SET_UP, SET_UP)
			);
			fail(id);
			let paid = events().into_iter().any(|event| matches!(event, Event::Paid { attempt: 2, .. }));
			assert!(!paid, "paid for what it did not do");
			assert_eq!((placed(id), subscription(id).reserve), (Some((PETER, 1)), 0));
			// All of it serves.
			assert_eq!(record(PETER, id, 1).segment.unwrap().funds, subscription(id).funds);
		});
	}
}

#[test]
fn who_was_dark_in_the_block_before_the_funds_end_is_paid_no_set_up_whoever_comes_first() {
	// What a withdrawal leaves lasts until block 20; with more it ends in block 21 or 22. The heartbeat of block 1 knows nothing of
	// block 21. One in the block of the end comes too late, also before the end is served, and is not needed when none was missed.
	for (more, paid) in [(3, SET_UP), (6, 0)] {
		for beats in [false, true] {
			with_and_without_hook(|| {
				provider(PETER, 3, 1);
				let id = subscribe(ALICE, 3, 500);
				declare(PETER, id, 1);
				provider(PAULA, 2, 1);
				run(GAP - 4);
				assert_ok!(Providers::heartbeat(signed(PETER)));
				moves(id);
				let (paula, left) = (free(PAULA), Subscriptions::view_subscription(id).unwrap().withdrawable);
				assert_ok!(Subscriptions::withdraw(signed(ALICE), id, left));
				assert_ok!(Subscriptions::top_up(signed(ALICE), id, more));
				run(3 + more as u64 / 3);
				if beats {
					assert_ok!(Providers::heartbeat(signed(PAULA)));
				}
				serve(id);
				assert_eq!((closed(id), free(PAULA)), (Some(CloseReason::FundsSpent), paula + paid));
			});
		}
	}
}

#[test]
fn a_consumer_that_leaves_pays_the_set_up_out_of_what_the_one_before_leaves() {
	with_and_without_hook(|| {
		let id = migrating(200);
		let (peter, paula) = (free(PETER), free(PAULA));
		run(1);
		assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		assert_eq!(free(PAULA), paula + 2);
		assert_eq!(state(PAULA, id, 2), AssignmentState::Revoked { reason: RevokeReason::Cancelled });
		assert_eq!((placed(id), subscription(id).successor), (Some((PETER, 1)), None));
		check_books();
		refused!(Subscriptions::cancel(signed(ALICE), id), Error::<Test>::AlreadyEnding);
		run(NOTICE);
		serve(id);
		// The minimum period was paid when she asked to move.
		let paid = 3 * u128::from(MINIMUM + 1 + NOTICE);
		let since = paid - 3 * u128::from(MINIMUM);
		assert_eq!((closed(id), free(PETER)), (Some(CloseReason::Cancelled), peter + since));
		assert_eq!(free(ALICE), RICH - paid - 2);
	});
	// What is kept for it comes first: after two blocks 8 of 14 are left, of which the notice would take 6.
	with_and_without_hook(|| {
		let id = migrating(3 * u128::from(MINIMUM + NOTICE) + 2 * u128::from(MINIMUM));
		let (peter, paula) = (free(PETER), free(PAULA));
		run(2);
		assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		assert_eq!(free(PAULA), paula + SET_UP);
		run(NOTICE);
		serve(id);
		assert_eq!(free(PETER), peter + 3 * u128::from(2 + 1u64));
		assert_eq!(escrow(ALICE), 0);
	});
}

#[test]
fn a_consumer_may_give_a_migration_up_after_the_provider_resigned() {
	with_and_without_hook(|| {
		let id = migrating(200);
		assert_ok!(Subscriptions::resign(signed(PETER), id, 1));
		run(1);
		assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		assert_eq!(subscription(id).successor, None);
		run(NOTICE - 1);
		serve(id);
		assert_eq!(closed(id), Some(CloseReason::Resigned));
		assert_eq!(free(ALICE), RICH - 3 * u128::from(MINIMUM + NOTICE) - 2);
	});
}

#[test]
fn both_providers_see_what_the_consumer_changes() {
	with_and_without_hook(|| {
		let id = migrating(200);
		let before = [PETER, PAULA].map(|who| Providers::revision(&who));
		assert_ok!(Subscriptions::update(signed(ALICE), id, RECEIPT));
		for (who, before) in [PETER, PAULA].into_iter().zip(before) {
			assert!(Providers::revision(&who) > before);
			let attempt = if who == PETER { 1 } else { 2 };
			let view = Subscriptions::view_assignment(&who, id, attempt).unwrap();
			assert_eq!((view.descriptor, view.generation), (RECEIPT, 2));
		}
		// The new one may begin with the newest generation, and the one before may still follow.
		assert_ok!(Subscriptions::declare_deployed(signed(PETER), id, 1, 2));
		let before = Providers::revision(&PETER);
		assert_ok!(Subscriptions::declare_deployed(signed(PAULA), id, 2, 2));
		assert!(Providers::revision(&PETER) > before, "the end of the one before");
	});
}

#[test]
fn a_dark_provider_keeps_nobody() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 200);
		run(ACK_DEADLINE - 1);
		declare(PETER, id, 1);
		let since = now();
		// Dark within its minimum period.
		run_to(1 + GAP);
		provider(PAULA, 2, 1);
		refused!(Subscriptions::migrate(signed(STRANGER), id), Error::<Test>::NotConsumer);
		assert_ok!(migrate(ALICE, id));
		run(2);
		declare(PAULA, id, 2);
		assert_eq!(subscription(id).funds, 200 - 3 * u128::from(1 + GAP - since));
	});
}

#[test]
fn who_wished_to_follow_is_moved_by_anyone_when_the_provider_is_dark() {
	with_and_without_hook(|| {
		let id = served(200);
		follow(id);
		refused!(Subscriptions::migrate(signed(STRANGER), id), Error::<Test>::NotConsumer);
		run(GAP - 5);
		assert_ok!(Providers::heartbeat(signed(PAULA)));
		run(5);
		assert_ok!(migrate(STRANGER, id));
		assert_eq!(subscription(id).successor, Some(Successor { provider: PAULA, attempt: 2 }));
	});
}

#[test]
fn who_wished_to_follow_is_moved_when_the_provider_resigns() {
	with_and_without_hook(|| {
		let id = served(200);
		follow(id);
		assert_ok!(Subscriptions::resign(signed(PETER), id, 1));
		run(1);
		assert!(hook_is_on() || look(id).is_ok());
		assert_eq!(subscription(id).successor, Some(Successor { provider: PAULA, attempt: 2 }));
		run(NOTICE - 1);
		serve(id);
		assert_eq!(placed(id), Some((PAULA, 2)));
	});
	// Nobody there changes nothing: it ends, unless somebody is found before.
	with_and_without_hook(|| {
		let id = alone(200);
		follow(id);
		assert_ok!(Subscriptions::resign(signed(PETER), id, 1));
		assert_eq!((subscription(id).successor, subscription(id).attempts), (None, 1));
		assert_eq!(look(id), Err(Error::<Test>::NobodyMatches.into()));
		run(1);
		provider(PAULA, 2, 1);
		assert_ok!(migrate(STRANGER, id));
		assert_eq!(subscription(id).successor, Some(Successor { provider: PAULA, attempt: 2 }));
	});
	// Who leaves does not follow.
	with_and_without_hook(|| {
		let id = alone(200);
		follow(id);
		provider(PAULA, 2, 1);
		run(TRIAL);
		assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		refused!(Subscriptions::migrate(signed(STRANGER), id), Error::<Test>::NotConsumer);
		assert!(Wishes::<Test>::get(id).is_some_and(|wish| !wish.follow));
		assert_eq!(subscription(id).successor, None);
	});
}

/// Seven wait whom nobody will serve, so that a pass has more to ask than a call does: Paula's offer begins one.
fn crowded(funds: Balance) -> u64 {
	let id = alone(funds);
	run(MINIMUM);
	for _ in 0..7 {
		subscribe(BOB, 1, 30);
	}
	provider(PAULA, 2, 1);
	assert!(Subscriptions::is_passing(&TYPE));
	id
}

#[test]
fn a_line_that_is_busy_holds_back_who_wants_to_move_but_not_who_is_left_alone() {
	chain(false, || {
		let id = crowded(200);
		// Paula came after them, and they are being asked about her.
		assert_eq!(migrate(ALICE, id), Err(Error::<Test>::OthersFirst.into()));
		follow(id);
		assert_ok!(Subscriptions::resign(signed(PETER), id, 1));
		assert_ok!(look(id));
		assert_eq!(subscription(id).successor, Some(Successor { provider: PAULA, attempt: 2 }));
		assert!(Subscriptions::is_passing(&TYPE));
	});
	chain(false, || {
		let id = crowded(200);
		run(GAP);
		assert_ok!(Providers::heartbeat(signed(PAULA)));
		assert_ok!(migrate(ALICE, id));
		assert_eq!(subscription(id).successor, Some(Successor { provider: PAULA, attempt: 2 }));
	});
}

#[test]
fn a_resignation_looks_further_than_one_window() {
	with_and_without_hook(|| {
		let id = alone(200);
		// Between Peter, who was asked last, and Paula.
		provider(PIA, 9, 1);
		provider(PAULA, 2, 1);
		run(MINIMUM);
		MaxScan::set(1);
		follow(id);
		assert_ok!(Subscriptions::resign(signed(PETER), id, 1));
		run(1);
		assert!(hook_is_on() || look(id).is_ok());
		assert_eq!(subscription(id).successor, Some(Successor { provider: PAULA, attempt: 2 }));
	});
}

#[test]
fn nobody_to_follow_to_is_said() {
	with_and_without_hook(|| {
		let id = alone(200);
		follow(id);
		assert_ok!(Subscriptions::resign(signed(PETER), id, 1));
		run(1);
		assert!(hook_is_on() || look(id).is_err());
		let error = Error::<Test>::NobodyMatches.into();
		assert!(events().contains(&Event::NotServed { subscription: id, attempt: 1, error }));
	});
}

#[test]
fn the_new_ones_price_may_change_like_any_other_and_the_old_ones_no_more() {
	with_and_without_hook(|| {
		let id = migrating(200);
		refused!(Subscriptions::propose_price(signed(PAULA), id, 2, Some(1)), Error::<Test>::NotDeployed);
		assert_ok!(Subscriptions::propose_price(signed(PETER), id, 1, Some(1)));
		run(1);
		assert_ok!(Subscriptions::accept_price(signed(ALICE), id, 1, 1));
		run(2);
		declare(PAULA, id, 2);
		assert_eq!(subscription(id).funds, 200 - 3 * u128::from(MINIMUM + 1) - 2);
		refused!(Subscriptions::propose_price(signed(PETER), id, 1, Some(1)), Error::<Test>::AlreadyEnded);
	});
}

#[test]
fn who_was_served_may_be_placed_as_often_as_a_new_one() {
	with_and_without_hook(|| {
		let id = served(2_000);
		let (mut from, mut to) = (PETER, PAULA);
		for attempt in 2..=2 * EXCLUDED_KEPT {
			for who in [PETER, PAULA] {
				assert_ok!(Providers::heartbeat(signed(who)));
			}
			moves(id);
			declare(to, id, attempt);
			assert_ok!(Subscriptions::confirm_teardown(signed(from), id, attempt - 1, RECEIPT));
			run(MINIMUM);
			(from, to) = (to, from);
		}
		assert_eq!(subscription(id).attempts, 2 * EXCLUDED_KEPT);
	});
}

#[test]
fn the_queue_holds_an_entry_for_each_of_the_two() {
	with_and_without_hook(|| {
		let id = migrating(200);
		let due = |who, attempt| record(who, id, attempt).due;
		assert_eq!(due(PAULA, 2), Some(now() + ACK_DEADLINE));
		let end = due(PETER, 1).expect("an entry");
		run(ACK_DEADLINE);
		serve(id);
		// The one that goes on has its own, and what was kept for the other covers a block more.
		assert_eq!((due(PETER, 1), due(PAULA, 2)), (Some(end + 1), None));
		assert_eq!(crate::Ends::<Test>::iter().count(), 1);
	});
}

#[test]
fn a_deadline_and_an_end_that_comes_too_early_in_one_block_lose_neither() {
	chain(true, || {
		provider(PETER, 3, 6);
		let funded = GAP + 4;
		let ids: Vec<u64> = (0..6).map(|_| subscribe(ALICE, 3, 3 * u128::from(funded) + SET_UP)).collect();
		ids.iter().for_each(|id| declare(PETER, *id, 1));
		let end = now() + funded;
		provider(PAULA, 2, 6);
		run_to(end - ACK_DEADLINE);
		ids.iter().for_each(|id| moves(*id));
		// Peter is dark for the last blocks, so that his deployments go on; Paula is late for all of them. Whichever of the two entries
		// is served first sees to both.
		run_to(end);
		for id in ids {
			assert_eq!((placed(id), subscription(id).successor), (Some((PETER, 1)), None));
			// 76 less 3 a block up to the last heartbeat's gap, which with what was kept for Paula covers 5 more.
			assert_eq!(record(PETER, id, 1).due, Some(end + 5));
		}
		check_books();
	});
}
