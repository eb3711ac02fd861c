//! An item of the hook that fails is neither lost nor in the way of the next, whatever it was and wherever it fails: the whole storage is
//! compared with that of a chain on which the others were served and this one was not.

use super::{
	faulty::{inject, Fault},
	*,
};
use crate::{Assignments, Ends, HoldReason, SubscriptionId, Subscriptions as Stored};
use frame::{
	deps::{
		frame_support::storage::{transactional::TRANSACTION_LEVEL_KEY, with_transaction},
		sp_core::hexdisplay::HexDisplay,
		sp_io,
		sp_runtime::TransactionOutcome,
	},
	testing_prelude::*,
};
use std::collections::BTreeMap;

type Storage = BTreeMap<Vec<u8>, Vec<u8>>;

/// Consumer, provider and id of each item. None shares anything with another.
const ITEMS: [(AccountId, AccountId, SubscriptionId); 3] = [(ALICE, PETER, 0), (BOB, PAULA, 1), (CAROL, PIA, 2)];

fn serve_by_hook() {
	hook();
}

/// Three running deployments of three consumers with three providers, all of which end at the block returned.
fn three_ends() -> u64 {
	three_awards();
	ITEMS.iter().for_each(|(_, provider, id)| declare(*provider, *id, 1));
	now() + 3
}

/// Three awards that nobody declares in time, and nobody else to take them.
fn three_awards() -> u64 {
	for (n, (consumer, who, id)) in ITEMS.into_iter().enumerate() {
		// Each matches one provider only: the price rises, and those before are full.
		provider(who, 1 + n as u128, 1);
		assert_eq!(subscribe(consumer, 1 + n as u128, (1 + n as u128) * 3 + n as u128 % 2), id);
	}
	now() + ACK_DEADLINE
}

/// As [`three_awards`], of consumers that do not want to have it tried again.
fn three_last_awards() -> u64 {
	let deadline = three_awards();
	for (_, provider, id) in ITEMS {
		crate::Wishes::<Test>::insert(id, crate::Wish { patience: Some(0), ..Default::default() });
		// Who gives up a turn goes to the tail of the list that all share.
		Assignments::<Test>::mutate(provider, (id, 1), |assignment| assignment.as_mut().unwrap().by_turn = false);
	}
	deadline
}

/// Everything but the events, and but how many transactions are open.
fn storage() -> Storage {
	let system = frame::hashing::twox_128(b"System");
	let events = [b"Events".as_slice(), b"EventCount"].map(|name| [system, frame::hashing::twox_128(name)].concat());
	let passed_by = |key: &Vec<u8>| events.contains(key) || key == TRANSACTION_LEVEL_KEY;
	let (mut all, mut key) = (Storage::new(), Vec::new());
	while let Some(next) = sp_io::storage::next_key(&key) {
		if !passed_by(&next) {
			let value = sp_io::storage::get(&next).expect("a key has a value");
			all.insert(next.clone(), value.to_vec());
		}
		key = next;
	}
	all
}

/// Do something and look at the storage, then undo it.
fn tried(change: impl FnOnce()) -> Storage {
	let mut after = Storage::new();
	let undone = with_transaction(|| {
		change();
		after = storage();
		TransactionOutcome::Rollback(Ok::<_, DispatchError>(()))
	});
	assert_ok!(undone);
	after
}

/// The keys that differ.
fn changed(before: &Storage, after: &Storage) -> Vec<Vec<u8>> {
	let keys = before.keys().chain(after.keys()).filter(|key| before.get(*key) != after.get(*key));
	keys.cloned().collect()
}

fn not_served(id: SubscriptionId) -> bool {
	events().iter().any(|event| matches!(event, crate::Event::NotServed { subscription, .. } if *subscription == id))
}

/// The hook with a fault in the item of `id`; its storage is that of a hook that served the others, this one waiting for its next turn.
fn fails_alone(id: SubscriptionId, provider: AccountId, fault: Fault) {
	let before = storage();
	let all_served = tried(serve_by_hook);
	let alone = tried(|| {
		assert_ok!(Subscriptions::poke(signed(STRANGER), id));
	});
	let mut expected = all_served.clone();
	for key in changed(&before, &alone) {
		match before.get(&key) {
			Some(value) => expected.insert(key, value.clone()),
			None => expected.remove(&key),
		};
	}

	inject(Some(fault));
	hook();
	assert!(not_served(id), "{fault:?} did not fail");
	let retry = Assignments::<Test>::get(provider, (id, 1)).unwrap().due.expect("it is in the queue");
	assert!(retry > now(), "it would come back at once");
	let moved = tried(|| {
		// Back to the entry that it had, to see that nothing else changed.
		let due = now();
		Ends::<Test>::remove(retry, (id, 1));
		Ends::<Test>::insert(due, (id, 1), ());
		Assignments::<Test>::mutate(provider, (id, 1), |assignment| assignment.as_mut().unwrap().due = Some(due));
	});
	let traces = changed(&moved, &expected);
	assert!(
		traces.is_empty(),
		"{fault:?} left a trace at {:?}",
		traces.iter().map(HexDisplay::from).collect::<Vec<_>>()
	);
	check_books();

	// The cause is gone: it is served in its next turn, and it is as if nothing had been.
	inject(None);
	run_to(retry);
	let records = |all: &Storage| ITEMS.map(|(_, _, id)| all.get(&Stored::<Test>::hashed_key_for(id)).cloned());
	assert_eq!(records(&storage()), records(&all_served));
}

#[test]
fn an_end_that_cannot_be_refunded_is_kept_and_holds_up_nobody() {
	for (consumer, provider, id) in ITEMS {
		for reason in [HoldReason::Escrow, HoldReason::Deposit] {
			chain(true, || {
				let end = three_ends();
				go_to(end);
				fails_alone(id, provider, Fault::Release(reason, consumer));
				assert_eq!(ITEMS.map(|(who, _, _)| (escrow(who), deposit(who))), [(0, 0); 3]);
			});
		}
	}
}

#[test]
fn a_missed_deadline_that_cannot_be_closed_is_kept_and_holds_up_nobody() {
	for (consumer, provider, id) in ITEMS {
		for reason in [HoldReason::Escrow, HoldReason::Deposit] {
			chain(true, || {
				let deadline = three_last_awards();
				go_to(deadline);
				fails_alone(id, provider, Fault::Release(reason, consumer));
				assert_eq!(ITEMS.map(|(who, _, _)| free(who)), [RICH; 3]);
			});
		}
	}
}

#[test]
fn a_payment_that_fails_is_owed_and_the_end_is_served() {
	for (_, provider, id) in ITEMS {
		chain(true, || {
			let end = three_ends();
			go_to(end);
			let served = tried(serve_by_hook);
			let free_before = free(provider);
			inject(Some(Fault::Pay(provider)));
			hook();
			inject(None);
			assert!(!not_served(id));
			assert_eq!(free(provider), free_before, "what the transfer wrote before it failed is undone");
			check_books();
			assert_ok!(Subscriptions::claim_owed(signed(STRANGER), provider, id));
			assert_eq!(storage(), served, "paid later, it is as if it had been paid at the end");
		});
	}
}

#[test]
fn a_waiting_request_that_cannot_be_placed_keeps_its_place_and_holds_up_nobody() {
	chain(true, || {
		let [a, b] = [ALICE, BOB].map(|who| subscribe(who, 3, 30));
		provider(PETER, 3, 2);
		// All that is Alice's: her subscription, her account and what it holds.
		let hers = || {
			let subscription = storage().get(&Stored::<Test>::hashed_key_for(a)).cloned();
			(subscription, balances().get(&ALICE).copied(), escrow(ALICE), deposit(ALICE))
		};
		let before = hers();
		inject(Some(Fault::Release(HoldReason::Deposit, ALICE)));
		run(1);
		assert!(not_served(a));
		assert_eq!(hers(), before);
		assert!(!Assignments::<Test>::contains_key(PETER, (a, 1)), "what the search took is given back");
		assert!(Assignments::<Test>::contains_key(PETER, (b, 1)));
		check_books();

		inject(None);
		run(11);
		assert!(Assignments::<Test>::contains_key(PETER, (a, 1)));
		assert_eq!(deposit(ALICE), DEPOSIT);
	});
}

/// The same, whole: the storage is that of a chain on which nobody matches the request, but for what it asks for and its next turn.
#[test]
fn a_waiting_request_that_cannot_be_placed_leaves_no_trace() {
	let after = |max_price, fault| {
		let mut after = Storage::new();
		chain(true, || {
			// As much is held whatever the price.
			let a = subscribe(ALICE, max_price, 30);
			subscribe(BOB, 3, 30);
			provider(PETER, 3, 2);
			inject(fault);
			run(1);
			inject(None);
			assert_eq!(not_served(a), fault.is_some());
			assert_eq!(Ends::<Test>::iter_keys().filter(|(_, entry)| *entry == (a, 0)).count(), fault.iter().count());
			after = storage();
			after.retain(|key, _| *key != Stored::<Test>::hashed_key_for(a));
			after.remove(&crate::Searches::<Test>::hashed_key_for(a));
			for (due, entry) in Ends::<Test>::iter_keys().filter(|(_, entry)| *entry == (a, 0)) {
				after.remove(&Ends::<Test>::hashed_key_for(due, entry));
			}
		});
		after
	};
	let failed = after(3, Some(Fault::Release(HoldReason::Deposit, ALICE)));
	let passed_by = after(2, None);
	let traces = changed(&passed_by, &failed);
	assert!(traces.is_empty(), "a trace at {:?}", traces.iter().map(HexDisplay::from).collect::<Vec<_>>());
}

/// An end at which somebody was to take over: giving that up is undone with the rest.
#[test]
fn an_end_during_a_migration_that_cannot_be_refunded_is_kept_and_holds_up_nobody() {
	for reason in [HoldReason::Escrow, HoldReason::Deposit] {
		chain(true, || {
			three_ends();
			for (n, (consumer, _, id)) in ITEMS.into_iter().enumerate() {
				// The first has as much more as is kept for the set-up.
				let kept = if n == 0 { u128::from(SETUP) } else { 0 };
				assert_ok!(Subscriptions::top_up(signed(consumer), id, (1 + n as u128) * 6 + kept));
			}
			let (consumer, provider_before, id) = ITEMS[0];
			provider(OPERATOR, 1, 1);
			assert_ok!(migrate(consumer, id));
			go_to(now() + 9);
			fails_alone(id, provider_before, Fault::Release(reason, consumer));
			assert_eq!(ITEMS.map(|(who, _, _)| (escrow(who), deposit(who))), [(0, 0); 3]);
		});
	}
}
