//! What the runtime API answers.

use super::*;
use crate::{AssignmentState, CloseReason, EndReason, RevokeReason, SubscriptionState};
use frame::testing_prelude::*;

#[test]
fn effective_state_runs_ahead_of_stored_state() {
	chain(false, || {
		provider(PETER, 3, 2);
		let running = subscribe(ALICE, 3, 10);
		let awarded = subscribe(BOB, 3, 10);
		declare(PETER, running, 1);
		jump_to(now() + ACK_DEADLINE);
		let view = Subscriptions::view_assignment(&PETER, running, 1).unwrap();
		assert_eq!(view.stored, AssignmentState::Active);
		assert_eq!(view.effective, AssignmentState::Ending { reason: EndReason::FundsSpent });
		assert_eq!((view.earned, view.paid, view.ends_at), (9, 0, None));
		let view = Subscriptions::view_assignment(&PETER, awarded, 1).unwrap();
		assert_eq!(view.stored, AssignmentState::Awarded { deadline: now() });
		assert_eq!(view.effective, AssignmentState::Revoked { reason: RevokeReason::MissedDeadline });
		let view = Subscriptions::view_subscription(running).unwrap();
		assert_eq!(view.stored, SubscriptionState::Placed { provider: PETER, attempt: 1 });
		assert_eq!(view.effective, SubscriptionState::Closed { reason: CloseReason::FundsSpent });
		assert_eq!((view.funds, view.earned, view.refundable, view.withdrawable), (10, 9, 1, 0));
		let view = Subscriptions::view_subscription(awarded).unwrap();
		assert_eq!(view.effective, SubscriptionState::Waiting);
		for id in [running, awarded] {
			assert_ok!(Subscriptions::poke(signed(STRANGER), id));
			let view = Subscriptions::view_subscription(id).unwrap();
			assert_eq!(view.stored, view.effective);
		}
	});
}

#[test]
fn pages_together_are_all_assignments_of_a_provider() {
	chain(true, || {
		provider(PETER, 3, 7);
		provider(PAULA, 9, 7);
		let ids: Vec<u64> = (0..7).map(|_| subscribe(ALICE, 3, 10)).collect();
		for limit in [0, 1, 2, 3, 6, 7, 8, u32::MAX] {
			let (mut seen, mut after) = (vec![], None);
			loop {
				let (items, next) = Subscriptions::view_assignments(&PETER, after, limit);
				assert!(items.len() as u32 <= limit.max(1));
				seen.extend(items.iter().map(|view| view.subscription));
				let Some(next) = next else { break };
				after = Some(next);
			}
			seen.sort();
			assert_eq!(seen, ids, "in pages of {limit}");
		}
		assert_eq!(Subscriptions::view_assignments(&PAULA, None, 10), (vec![], None));
		assert_eq!(Subscriptions::view_assignments(&STRANGER, None, 10), (vec![], None));
	});
}

#[test]
fn every_change_of_an_assignment_moves_its_providers_revision() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let mut last = Providers::revision(&PETER);
		let mut moved = |what: &str| {
			let revision = Providers::revision(&PETER);
			assert!(revision > last, "{what} did not move the revision");
			last = revision;
		};
		let id = subscribe(ALICE, 3, 100);
		moved("award");
		declare(PETER, id, 1);
		moved("declare_deployed");
		assert_ok!(Subscriptions::update(signed(ALICE), id, RECEIPT));
		moved("update");
		assert_ok!(Subscriptions::set_logins(signed(ALICE), id, BoundedVec::new()));
		moved("set_logins");
		assert_ok!(Subscriptions::top_up(signed(ALICE), id, 3));
		moved("top_up");
		assert_ok!(Subscriptions::withdraw(signed(ALICE), id, 3));
		moved("withdraw");
		assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		moved("cancel");
		run(MINIMUM);
		serve(id);
		moved("the end");
		assert_ok!(Subscriptions::confirm_teardown(signed(PETER), id, 1, RECEIPT));
		moved("confirm_teardown");
		let change = pallet_providers::Changes::<Test>::get(PETER, (last % 4) as u32).unwrap();
		assert_eq!((change.revision, change.subscription, change.attempt), (last, id, 1));
	});
}

#[test]
fn the_instance_is_what_genesis_said() {
	chain(true, || assert_eq!(pallet_providers::Instance::<Test>::get(), H256([9; 32])));
}
