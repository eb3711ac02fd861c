//! Who gets it, until when, and what happens when they do not take it.

use super::*;
use crate::{AssignmentState, CloseReason, Condition, Error, Event, RevokeReason, SubscriptionState};
use frame::testing_prelude::*;

fn state_of(id: u64) -> SubscriptionState<u64> {
	crate::Subscriptions::<Test>::get(id).unwrap().state
}

fn provider_of(id: u64) -> u64 {
	match state_of(id) {
		SubscriptionState::Placed { provider, .. } => provider,
		other => panic!("expected to be placed, found {other:?}"),
	}
}

#[test]
fn an_award_is_made_in_the_block_of_the_subscription_if_somebody_matches() {
	chain(true, || {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 5, 20);
		assert_eq!(state_of(id), SubscriptionState::Placed { provider: PETER, attempt: 1 });
		let awarded =
			Event::Awarded { subscription: id, attempt: 1, provider: PETER, rate: 3, deadline: now() + ACK_DEADLINE };
		assert!(events().contains(&awarded));
		assert_eq!(Providers::revision(&PETER), 1);
	});
}

#[test]
fn nobody_there_means_waiting_and_anyone_may_place_it_later() {
	chain(true, || {
		let id = subscribe(ALICE, 3, 10);
		assert_eq!(state_of(id), SubscriptionState::Waiting);
		refused!(Subscriptions::place(signed(STRANGER), id), Error::<Test>::NobodyMatches);
		refused!(Subscriptions::claim(signed(STRANGER), id, 1), Error::<Test>::SubscriptionWaits);
		provider(PETER, 3, 1);
		assert_ok!(Subscriptions::place(signed(STRANGER), id));
		assert_eq!(provider_of(id), PETER);
		refused!(Subscriptions::place(signed(STRANGER), id), Error::<Test>::NotWaiting);
		refused!(Subscriptions::place(signed(STRANGER), 99), Error::<Test>::NotFound);
		// Its capacity is used, so the next one waits.
		let next = subscribe(BOB, 3, 10);
		assert_eq!(state_of(next), SubscriptionState::Waiting);
	});
}

#[test]
fn a_scan_that_did_not_see_everybody_goes_on_where_it_stopped() {
	chain(true, || {
		MaxScan::set(2);
		for (who, price) in [(PETER, 9), (PAULA, 9), (PIA, 9), (CAROL, 3)] {
			provider(who, price, 1);
		}
		let id = subscribe(ALICE, 3, 10);
		assert_eq!(state_of(id), SubscriptionState::Waiting);
		assert_ok!(Subscriptions::place(signed(STRANGER), id));
		assert_eq!(provider_of(id), CAROL);
	});
}

#[test]
fn a_rejected_award_goes_to_another_provider_and_never_back() {
	with_and_without_hook(|| {
		provider(PETER, 3, 2);
		provider(PAULA, 3, 2);
		let id = subscribe(ALICE, 3, 10);
		refused!(Subscriptions::reject(signed(PAULA), id, 1, reason("")), Error::<Test>::NoAssignment);
		refused!(Subscriptions::reject(signed(STRANGER), id, 1, reason("")), Error::<Test>::NotAProvider);
		assert_ok!(Subscriptions::reject(signed(PETER), id, 1, reason("unknown chain")));
		assert_eq!(state_of(id), SubscriptionState::Waiting);
		retry(id);
		assert_eq!(state_of(id), SubscriptionState::Placed { provider: PAULA, attempt: 2 });
		let tombstone = crate::Assignments::<Test>::get(PETER, (id, 1)).unwrap();
		assert_eq!(tombstone.state, AssignmentState::Revoked { reason: RevokeReason::Rejected });
		assert_eq!(tombstone.reason, reason("unknown chain"));
		refused!(Subscriptions::reject(signed(PETER), id, 1, reason("")), Error::<Test>::AwardRevoked);
		refused!(Subscriptions::declare_deployed(signed(PETER), id, 1, 1), Error::<Test>::AwardRevoked);
		// Paula refuses too; both are excluded, so it is over and all funds are free.
		assert_ok!(Subscriptions::reject(signed(PAULA), id, 2, reason("no disk")));
		retry(id);
		assert_eq!(state_of(id), SubscriptionState::Closed { reason: CloseReason::Unplaced });
		assert_eq!((free(ALICE), escrow(ALICE), deposit(ALICE)), (RICH, 0, 0));
		assert_eq!(Subscriptions::view_subscription(id).unwrap().reason, b"no disk");
	});
}

#[test]
fn a_missed_deadline_is_refused_from_its_block_on_and_goes_to_another() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		provider(PAULA, 3, 1);
		let id = subscribe(ALICE, 3, 10);
		let deadline = now() + ACK_DEADLINE;
		run_to(deadline);
		refused!(Subscriptions::declare_deployed(signed(PETER), id, 1, 1), Error::<Test>::DeadlineMissed);
		refused!(
			Subscriptions::report(signed(PETER), id, 1, Condition::Retrying, reason("")),
			Error::<Test>::DeadlineMissed
		);
		refused!(Subscriptions::reject(signed(PETER), id, 1, reason("")), Error::<Test>::DeadlineMissed);
		serve(id);
		assert_ok!(Providers::heartbeat(signed(PAULA)));
		retry(id);
		assert_eq!(state_of(id), SubscriptionState::Placed { provider: PAULA, attempt: 2 });
		declare(PAULA, id, 2);
		run(3);
		serve(id);
		assert_eq!(free(ALICE), RICH - 9);
	});
}

#[test]
fn the_last_block_before_the_deadline_is_in_time() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 10);
		run(ACK_DEADLINE - 1);
		refused!(Subscriptions::poke(signed(STRANGER), id), Error::<Test>::NothingDue);
		declare(PETER, id, 1);
	});
}

#[test]
fn a_missed_deadline_with_nobody_left_frees_all_funds() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 10);
		run(ACK_DEADLINE);
		serve(id);
		retry(id);
		assert_eq!(state_of(id), SubscriptionState::Closed { reason: CloseReason::Unplaced });
		assert_eq!((free(ALICE), escrow(ALICE), deposit(ALICE)), (RICH, 0, 0));
	});
}

#[test]
fn the_first_declaration_pays_and_later_ones_acknowledge_newer_generations() {
	with_and_without_hook(|| {
		provider(PETER, 1, 1);
		assert_ok!(Providers::add_operator(signed(PETER), OPERATOR));
		assert_ok!(Providers::accept_operator(signed(OPERATOR), PETER));
		let id = subscribe(ALICE, 1, 100);
		let declare = |generation| Subscriptions::declare_deployed(signed(OPERATOR), id, 1, generation);
		refused!(declare(0), Error::<Test>::UnknownGeneration);
		refused!(declare(2), Error::<Test>::UnknownGeneration);
		assert_ok!(declare(1));
		let deployed_at = now();
		run(2);
		refused!(declare(1), Error::<Test>::GenerationKnown);
		refused!(Subscriptions::update(signed(BOB), id, RECEIPT), Error::<Test>::NotConsumer);
		assert_ok!(Subscriptions::update(signed(ALICE), id, RECEIPT));
		assert_ok!(Subscriptions::update(signed(ALICE), id, DESCRIPTOR));
		let view = Subscriptions::view_assignment(&PETER, id, 1).unwrap();
		assert_eq!((view.generation, view.observed_generation, view.descriptor), (3, 1, DESCRIPTOR));
		assert_ok!(declare(3));
		refused!(declare(2), Error::<Test>::GenerationKnown);
		let view = Subscriptions::view_assignment(&PETER, id, 1).unwrap();
		assert_eq!((view.observed_generation, view.deployed_at, view.earned), (3, Some(deployed_at), 2));
	});
}

#[test]
fn a_report_says_how_it_goes_and_costs_nothing() {
	with_and_without_hook(|| {
		provider(PETER, 1, 1);
		let id = subscribe(ALICE, 1, 100);
		let report = |condition, words| Subscriptions::report(signed(PETER), id, 1, condition, reason(words));
		assert_ok!(report(Condition::Retrying, "no address yet"));
		let view = Subscriptions::view_subscription(id).unwrap();
		assert_eq!((view.condition, view.reason), (Some(Condition::Retrying), b"no address yet".to_vec()));
		declare(PETER, id, 1);
		let view = Subscriptions::view_subscription(id).unwrap();
		assert_eq!((view.condition, view.reason), (Some(Condition::Ready), vec![]));
		run(4);
		assert_ok!(report(Condition::Degraded, "one of two up"));
		assert_eq!(Subscriptions::view_subscription(id).unwrap().earned, 4);
		refused!(
			Subscriptions::report(signed(PETER), id, 2, Condition::Ready, reason("")),
			Error::<Test>::NoAssignment
		);
	});
}

#[test]
fn a_deployment_that_was_declared_cannot_be_rejected() {
	chain(true, || {
		provider(PETER, 1, 1);
		let id = subscribe(ALICE, 1, 100);
		refused!(Subscriptions::resign(signed(PETER), id, 1), Error::<Test>::NotDeployed);
		declare(PETER, id, 1);
		refused!(Subscriptions::reject(signed(PETER), id, 1, reason("")), Error::<Test>::AlreadyDeployed);
	});
}
