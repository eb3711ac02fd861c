//! Records as the versions before wrote them, byte for byte, brought up to date while subscriptions run.

use super::*;
use crate::{
	migrations::v2::{self, ToVersion2},
	AssignmentState, Assignments, CloseReason, EndReason, HoldReason, SubscriptionState, Subscriptions as Records,
	Ticket,
};
use codec::Encode;
use frame::{
	deps::frame_support::{
		storage::unhashed,
		traits::{OnRuntimeUpgrade, StorageVersion},
	},
	testing_prelude::*,
	token::fungible::MutateHold,
};

/// Writes every record in its place as version 1 would have, with what version 1 did not know left out.
fn as_version_1() {
	for (id, s) in Records::<Test>::iter().collect::<Vec<_>>() {
		let consumer = s.consumer;
		let old = (
			s.consumer,
			s.type_id,
			s.descriptor,
			s.generation,
			s.max_price,
			s.funds,
			s.deposit,
			s.paid,
			s.state,
			s.attempts,
			s.excluded,
			s.reason,
			s.assignments,
			s.created,
		);
		unhashed::put_raw(&Records::<Test>::hashed_key_for(id), &old.encode());
		if let Some(Ticket { deposit, .. }) = s.ticket {
			assert_ok!(Balances::release(&HoldReason::Deposit.into(), &consumer, deposit, Precision::Exact));
		}
	}
	// Who waited was in no line, and held nothing for it.
	let _ = crate::WaitingQueue::<Test>::clear(u32::MAX, None);
	let _ = crate::WaitingState::<Test>::clear(u32::MAX, None);
	let _ = crate::PendingTypes::<Test>::clear(u32::MAX, None);
	crate::NextTicket::<Test>::kill();
	crate::LastPass::<Test>::kill();
	for (provider, key, a) in Assignments::<Test>::iter().collect::<Vec<_>>() {
		let old = (
			a.state,
			a.rate,
			a.awarded_at,
			a.deployed_at,
			a.segment,
			a.stop,
			a.due,
			a.notice,
			a.minimum,
			a.generation,
			a.condition,
			a.reason,
			a.paid,
		);
		unhashed::put_raw(&Assignments::<Test>::hashed_key_for(provider, key), &old.encode());
	}
	StorageVersion::new(1).put::<Subscriptions>();
}

fn upgrade() {
	let counted = v2::before::<Test>().unwrap();
	let weight = ToVersion2::<Test>::on_runtime_upgrade();
	assert_eq!(v2::after::<Test>(counted), Ok(()));
	let records = u64::from(counted.subscriptions + counted.assignments);
	assert!(weight.proof_size() >= records * 2_048, "each record counts");
}

#[test]
fn version_1_becomes_version_2_with_nothing_lost() {
	with_and_without_hook(|| {
		provider(PETER, 3, 4);
		let running = subscribe(ALICE, 3, 100);
		let awarded = subscribe(BOB, 4, 50);
		let leaving = subscribe(CAROL, 3, 90);
		let over = subscribe(ALICE, 3, 10);
		declare(PETER, running, 1);
		declare(PETER, leaving, 1);
		assert_ok!(Subscriptions::cancel(signed(CAROL), leaving));
		assert_ok!(Subscriptions::reject(signed(PETER), over, 1, reason("no disk")));
		run(1);
		let records: Vec<_> = Records::<Test>::iter().collect();
		let mut assignments: Vec<_> = Assignments::<Test>::iter().collect();
		let (balances_before, ends) = (balances(), crate::Ends::<Test>::iter().collect::<Vec<_>>());
		as_version_1();

		upgrade();

		for (_, _, assignment) in &mut assignments {
			// What was fixed at the award stays.
			assignment.trial = 0;
		}
		assert_eq!(Records::<Test>::iter().collect::<Vec<_>>(), records);
		assert_eq!(Assignments::<Test>::iter().collect::<Vec<_>>(), assignments);
		assert_eq!((balances(), crate::Ends::<Test>::iter().collect::<Vec<_>>()), (balances_before, ends));

		// And all of it goes on: paid, declared, ended, torn down.
		let before = free(PETER);
		assert_ok!(Subscriptions::claim(signed(STRANGER), running, 1));
		assert_eq!(free(PETER), before + 3);
		declare(PETER, awarded, 1);
		run(MINIMUM);
		serve(leaving);
		let ended = Assignments::<Test>::get(PETER, (leaving, 1)).unwrap();
		assert_eq!(ended.state, AssignmentState::Ending { reason: EndReason::Cancelled });
		assert_eq!(ended.paid, Balance::from(NOTICE) * 3);
		assert_ok!(Subscriptions::confirm_teardown(signed(PETER), over, 1, RECEIPT));
		assert_ok!(Subscriptions::cancel(signed(ALICE), running));
		run(NOTICE);
		serve(running);
		let closed = Records::<Test>::get(running).unwrap();
		assert_eq!(closed.state, SubscriptionState::Closed { reason: CloseReason::Cancelled });
		assert_eq!((closed.funds, closed.deposit), (0, 0));
	});
}

#[test]
fn who_waited_waits_in_line_without_a_deposit_and_is_served_first() {
	with_and_without_hook(|| {
		let waiting = [subscribe(ALICE, 3, 30), subscribe(BOB, 3, 30), subscribe(CAROL, 3, 30)];
		as_version_1();
		upgrade();
		for (id, who) in waiting.into_iter().zip([ALICE, BOB, CAROL]) {
			let ticket = Records::<Test>::get(id).unwrap().ticket.unwrap();
			assert_eq!((ticket.number, ticket.deposit, deposit(who)), (id, 0, DEPOSIT));
		}
		provider(PETER, 3, 1);
		run(2);
		if !hook_is_on() {
			assert_ok!(Subscriptions::place(signed(STRANGER), waiting[1]));
		}
		let placed = SubscriptionState::Placed { provider: PETER, attempt: 1 };
		assert_eq!(Records::<Test>::get(waiting[0]).unwrap().state, placed);
		assert_ok!(Subscriptions::cancel(signed(BOB), waiting[1]));
		assert_eq!((free(BOB), deposit(BOB)), (RICH, 0));
	});
}

#[test]
fn an_award_of_version_1_has_no_trial() {
	chain(true, || {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 100);
		declare(PETER, id, 1);
		as_version_1();
		upgrade();
		let declared = now();
		assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		let stop = Assignments::<Test>::get(PETER, (id, 1)).unwrap().stop.unwrap();
		assert_eq!(stop.at, declared + MINIMUM);
	});
}

#[test]
fn a_migration_runs_once() {
	chain(true, || {
		provider(PETER, 3, 1);
		subscribe(ALICE, 3, 100);
		let records: Vec<_> = Records::<Test>::iter().collect();
		ToVersion2::<Test>::on_runtime_upgrade();
		assert_eq!(Records::<Test>::iter().collect::<Vec<_>>(), records);
	});
}
