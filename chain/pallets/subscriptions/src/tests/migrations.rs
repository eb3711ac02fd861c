//! Records as the version before wrote them, byte for byte, brought up to date while subscriptions run.

use super::*;
use crate::{
	migrations::v3::{self, old, ToVersion3},
	AssignmentState, Assignments, CloseReason, EndReason, InOrder, SubscriptionState, Subscriptions as Records,
	WaitingQueue, Wish, Wishes,
};
use codec::Encode;
use frame::{
	deps::frame_support::{
		storage::{storage_prefix, unhashed},
		traits::{OnRuntimeUpgrade, StorageVersion},
		Blake2_128Concat, StorageHasher, Twox64Concat,
	},
	testing_prelude::*,
};

fn place_of_version_2(ticket: u64) -> Vec<u8> {
	let prefix = storage_prefix(b"Subscriptions", b"WaitingQueue").to_vec();
	[prefix, TYPE.using_encoded(Blake2_128Concat::hash), ticket.using_encoded(Twox64Concat::hash)].concat()
}

fn next_ticket() -> Vec<u8> {
	storage_prefix(b"Subscriptions", b"NextTicket").to_vec()
}

/// Writes every record in its place as version 2 would have, with what version 2 did not know left out. Those who wait stand in line in
/// this order.
fn as_version_2(line: &[u64]) {
	for (id, s) in Records::<Test>::iter().collect::<Vec<_>>() {
		let ticket = line
			.iter()
			.position(|waits| *waits == id)
			.map(|number| old::Ticket { number: number as u64, deposit: s.in_line.expect("it waits") });
		assert_eq!((s.in_line.is_some(), s.reserve), (ticket.is_some(), 0), "a state that version 2 did not know");
		let old = old::Subscription {
			consumer: s.consumer,
			type_id: s.type_id,
			descriptor: s.descriptor,
			generation: s.generation,
			max_price: s.max_price,
			funds: s.funds,
			deposit: s.deposit,
			paid: s.paid,
			state: s.state,
			successor: s.successor,
			ticket,
			attempts: s.attempts,
			excluded: s.excluded.into_inner(),
			reason: s.reason.into_inner(),
			assignments: s.assignments,
			created: s.created,
		};
		unhashed::put_raw(&Records::<Test>::hashed_key_for(id), &old.encode());
	}
	for (provider, key, a) in Assignments::<Test>::iter().collect::<Vec<_>>() {
		let old = old::Assignment {
			state: a.state,
			rate: a.rate,
			elastic: a.elastic,
			next: a.next,
			proposal: a.proposal,
			rates: a.rates,
			awarded_at: a.awarded_at,
			deployed_at: a.deployed_at,
			segment: a.segment,
			stop: a.stop,
			due: a.due,
			notice: a.notice,
			minimum: a.minimum,
			trial: a.trial,
			generation: a.generation,
			condition: a.condition,
			reason: a.reason.into_inner(),
			paid: a.paid,
		};
		unhashed::put_raw(&Assignments::<Test>::hashed_key_for(provider, key), &old.encode());
	}
	for (id, wish) in Wishes::<Test>::iter().collect::<Vec<_>>() {
		let Wish { selection, elastic, follow, criteria, .. } = wish;
		let old = old::Wish { selection, elastic, follow, criteria };
		unhashed::put_raw(&Wishes::<Test>::hashed_key_for(id), &old.encode());
	}
	let _ = WaitingQueue::<Test>::clear(u32::MAX, None);
	let last = line.len() as u64;
	for (number, id) in (0..).zip(line) {
		let before = (number > 0).then(|| number - 1);
		let after = (number + 1 < last).then_some(number + 1);
		unhashed::put_raw(&place_of_version_2(number), &(*id, before, after).encode());
	}
	if last > 0 {
		// The first and the last ticket, the pass, and where it is: nowhere.
		let state = (0u64, last - 1, 3u64, None::<()>);
		unhashed::put_raw(&crate::WaitingState::<Test>::hashed_key_for(TYPE), &state.encode());
	}
	unhashed::put_raw(&next_ticket(), &last.encode());
	StorageVersion::new(2).put::<Subscriptions>();
}

fn upgrade() {
	let counted = v3::before::<Test>().unwrap();
	let weight = ToVersion3::<Test>::on_runtime_upgrade();
	assert_eq!(v3::after::<Test>(counted), Ok(()));
	let records = u64::from(counted.subscriptions + counted.assignments + counted.wishes);
	assert!(weight.proof_size() >= records * 2_048, "each record counts");
	assert!(!unhashed::exists(&next_ticket()), "what nobody reads stays behind");
}

#[test]
fn version_2_becomes_version_3_with_nothing_lost() {
	with_and_without_hook(|| {
		provider(PETER, 3, 4);
		let running = subscribe(ALICE, 3, 100);
		let awarded = subscribe(BOB, 4, 50);
		let leaving = subscribe(CAROL, 3, 90);
		let over = subscribe(ALICE, 3, 10);
		Wishes::<Test>::insert(running, Wish { follow: true, elastic: true, ..Default::default() });
		declare(PETER, running, 1);
		declare(PETER, leaving, 1);
		assert_ok!(Subscriptions::cancel(signed(CAROL), leaving));
		assert_ok!(Subscriptions::cancel(signed(ALICE), over));
		run(1);
		let records: Vec<_> = Records::<Test>::iter().collect();
		let mut assignments: Vec<_> = Assignments::<Test>::iter().collect();
		let wishes: Vec<_> = Wishes::<Test>::iter().collect();
		let (balances_before, ends) = (balances(), crate::Ends::<Test>::iter().collect::<Vec<_>>());
		as_version_2(&[]);

		upgrade();

		for (_, _, assignment) in &mut assignments {
			assignment.by_turn = false;
		}
		assert_eq!(Records::<Test>::iter().collect::<Vec<_>>(), records);
		assert_eq!(Assignments::<Test>::iter().collect::<Vec<_>>(), assignments);
		assert_eq!(Wishes::<Test>::iter().collect::<Vec<_>>(), wishes);
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
fn who_waited_stands_in_line_in_the_order_of_subscribing_with_its_deposit() {
	with_and_without_hook(|| {
		let waiting = [subscribe(ALICE, 3, 30), subscribe(BOB, 3, 30), subscribe(CAROL, 3, 30)];
		// The first came back to the end of the line.
		as_version_2(&[waiting[1], waiting[2], waiting[0]]);
		upgrade();
		for (id, who) in waiting.into_iter().zip([ALICE, BOB, CAROL]) {
			let in_line = Records::<Test>::get(id).unwrap().in_line;
			assert_eq!((in_line, deposit(who)), (Some(WAITING_DEPOSIT), DEPOSIT + WAITING_DEPOSIT));
		}
		let line: Vec<u64> = WaitingQueue::<Test>::iter_key_prefix(TYPE).map(|place: InOrder| place.into()).collect();
		assert_eq!(line, waiting);
		provider(PETER, 3, 1);
		run(2);
		serve_waiting();
		let placed = SubscriptionState::Placed { provider: PETER, attempt: 1 };
		assert_eq!(Records::<Test>::get(waiting[0]).unwrap().state, placed);
		assert_ok!(Subscriptions::cancel(signed(BOB), waiting[1]));
		assert_eq!((free(BOB), deposit(BOB)), (RICH, 0));
	});
}

#[test]
fn a_migration_of_version_2_goes_on_and_keeps_what_it_had() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 200);
		declare(PETER, id, 1);
		provider(PAULA, 2, 1);
		run(MINIMUM);
		assert_ok!(migrate(ALICE, id));
		// Version 2 kept nothing for the set-up.
		let kept = Records::<Test>::get(id).unwrap().reserve;
		Records::<Test>::mutate(id, |record| record.as_mut().unwrap().reserve = 0);
		Assignments::<Test>::mutate(PETER, (id, 1), |a| a.as_mut().unwrap().segment.as_mut().unwrap().funds += kept);
		as_version_2(&[]);
		upgrade();
		let paula = free(PAULA);
		run(1);
		assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		assert_eq!(free(PAULA), paula + 2);
	});
}

#[test]
fn a_migration_runs_once() {
	chain(true, || {
		provider(PETER, 3, 1);
		subscribe(ALICE, 3, 100);
		let records: Vec<_> = Records::<Test>::iter().collect();
		ToVersion3::<Test>::on_runtime_upgrade();
		assert_eq!(Records::<Test>::iter().collect::<Vec<_>>(), records);
	});
}

/// A state of version 3, where nobody had credit for a search: the migration holds it from whoever waits and can cover it.
#[test]
fn from_version_3_those_who_wait_get_credit_if_they_can_cover_it() {
	with_and_without_hook(|| {
		use crate::migrations::v4::{after, before, ToVersion4};
		provider(PETER, 3, 1);
		let failed = subscribe(CAROL, 3, 30);
		assert_ok!(Subscriptions::reject(signed(PETER), failed, 1, reason("no")));
		let [waits, poor] = [ALICE, BOB].map(|who| subscribe(who, 1, 30));
		let spare = ED + 3;
		assert_ok!(Balances::transfer_allow_death(signed(BOB), STRANGER, free(BOB) - spare));
		StorageVersion::new(3).put::<crate::Pallet<Test>>();
		credit(4, 1);
		assert_ok!(before::<Test>());
		ToVersion4::<Test>::on_runtime_upgrade();
		assert_ok!(after::<Test>());
		assert_eq!([failed, waits, poor].map(crate::SearchCredits::<Test>::get), [4, 4, 0]);
		assert_eq!((deposit(ALICE), free(BOB)), (DEPOSIT + WAITING_DEPOSIT + 4, spare));
		let error = crate::Error::<Test>::FundsNotCovered.into();
		assert!(events().contains(&crate::Event::NotServed { subscription: poor, attempt: 0, error }));
		// Once.
		ToVersion4::<Test>::on_runtime_upgrade();
		assert_eq!(crate::SearchCredits::<Test>::get(waits), 4);
	});
}
