//! Providers that do not serve what they were awarded: it is tried again, at its own place, after growing pauses, and within what it cost
//! those who cause that.

use super::*;
use crate::{waiting::pause, CloseReason, Ends, Error, Event, Request, SubscriptionState, Wish};
use frame::testing_prelude::*;

fn record(id: u64) -> crate::SubscriptionOf<Test> {
	crate::Subscriptions::<Test>::get(id).expect("it is known")
}

fn placed(id: u64) -> Option<(u64, u32)> {
	match record(id).state {
		SubscriptionState::Placed { provider, attempt } => Some((provider, attempt)),
		_ => None,
	}
}

fn closed(id: u64) -> Option<CloseReason> {
	match record(id).state {
		SubscriptionState::Closed { reason } => Some(reason),
		_ => None,
	}
}

fn ok(result: impl Outcome) {
	assert_ok!(without_info(result));
}

fn reject(id: u64) {
	let (provider, attempt) = placed(id).expect("somebody to reject it");
	assert_ok!(Subscriptions::reject(signed(provider), id, attempt, reason("no")));
}

/// Everybody is alive when it is tried again.
fn retry_awake(id: u64) {
	run_to(retry_at(id) - 1);
	for provider in pallet_providers::Providers::<Test>::iter_keys().collect::<Vec<_>>() {
		assert_ok!(Providers::heartbeat(signed(provider)));
	}
	retry(id);
}

fn patient(who: u64, patience: u64) -> u64 {
	let id = crate::NextId::<Test>::get();
	let wish = Wish { patience: Some(patience), ..Default::default() };
	let request = Request { type_id: TYPE, descriptor: DESCRIPTOR, max_price: 3, funds: 30, wish };
	assert_ok!(Subscriptions::subscribe_with(signed(who), Box::new(request)));
	id
}

/// Providers beyond those of the other tests, with an offer each.
fn crowd(count: u64) -> Vec<u64> {
	let crowd: Vec<u64> = (1_000..1_000 + count).collect();
	for who in &crowd {
		assert_ok!(Balances::transfer_allow_death(signed(BOB), *who, 500));
		provider(*who, 3, 2);
	}
	crowd
}

#[test]
fn a_pause_doubles_up_to_640_blocks() {
	let pauses: Vec<u32> = (0..9).map(pause).collect();
	assert_eq!(pauses, [10, 20, 40, 80, 160, 320, 640, 640, 640]);
	assert_eq!(pause(u32::MAX), 640);
}

#[test]
fn those_who_reject_close_nothing_while_somebody_else_would_do() {
	with_and_without_hook(|| {
		// One more than are remembered.
		crowd(u64::from(EXCLUDED_KEPT));
		let id = patient(ALICE, 1_000);
		provider(PETER, 3, 1);
		for failures in 1..=EXCLUDED_KEPT {
			reject(id);
			let at = now() + u64::from(pause(failures - 1));
			assert!(events().contains(&Event::Retries { subscription: id, failures, at }));
			let view = Subscriptions::view_subscription(id).unwrap();
			assert_eq!((view.failures, view.retry, view.ticket), (failures, Some(at), None));
			retry_awake(id);
		}
		assert_eq!(placed(id), Some((PETER, EXCLUDED_KEPT + 1)));
		declare(PETER, id, EXCLUDED_KEPT + 1);
		assert_eq!((record(id).failures, record(id).excluded.len()), (None, 0));
	});
}

#[test]
fn the_oldest_of_too_many_that_failed_may_be_asked_again() {
	with_and_without_hook(|| {
		let crowd = crowd(u64::from(EXCLUDED_KEPT) + 1);
		let id = patient(ALICE, 1_000);
		for _ in &crowd {
			reject(id);
			retry_awake(id);
		}
		assert_eq!(placed(id).map(|(provider, _)| provider), Some(crowd[0]));
		assert_eq!(record(id).excluded.to_vec(), crowd[1..]);
	});
}

#[test]
fn it_is_over_when_everybody_was_asked_and_nobody_is_left() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		provider(PAULA, 4, 1);
		let id = subscribe(ALICE, 3, 30);
		reject(id);
		assert_eq!((closed(id), escrow(ALICE), deposit(ALICE)), (None, 30, DEPOSIT));
		retry(id);
		assert_eq!((closed(id), free(ALICE), escrow(ALICE)), (Some(CloseReason::Unplaced), RICH, 0));
	});
}

#[test]
fn it_is_over_at_once_when_the_next_try_would_be_beyond_the_consumers_patience() {
	// The third pause of 40 blocks, 30 blocks after the first failure.
	for (patience, fails) in [(0, 1), (9, 1), (10, 2), (29, 2), (30, 3), (69, 3), (70, 4)] {
		with_and_without_hook(|| {
			crowd(5);
			let id = patient(ALICE, patience);
			for failures in 1..=fails {
				reject(id);
				assert_eq!(closed(id).is_some(), failures == fails, "failure {failures} with patience {patience}");
				if failures < fails {
					retry_awake(id);
				}
			}
			assert_eq!((closed(id), free(ALICE)), (Some(CloseReason::Unplaced), RICH));
			assert!(!Ends::<Test>::iter_keys().any(|(_, entry)| entry == (id, 0)), "an entry is left");
		});
	}
}

#[test]
fn nobody_tries_it_before_its_time() {
	with_and_without_hook(|| {
		crowd(2);
		let id = subscribe(ALICE, 3, 30);
		reject(id);
		run_to(retry_at(id) - 1);
		refused!(Subscriptions::place(signed(STRANGER), id), Error::<Test>::NobodyMatches);
		refused!(Subscriptions::poke(signed(STRANGER), id), Error::<Test>::NothingDue);
		retry(id);
		assert_eq!(placed(id).map(|(_, attempt)| attempt), Some(2));
		refused!(Subscriptions::place(signed(STRANGER), id), Error::<Test>::NotWaiting);
	});
}

#[test]
fn who_is_to_be_tried_again_may_leave_and_leaves_nothing_behind() {
	with_and_without_hook(|| {
		crowd(2);
		let id = subscribe(ALICE, 3, 30);
		reject(id);
		let entry = (retry_at(id), (id, 0));
		assert!(Ends::<Test>::contains_key(entry.0, entry.1));
		assert_ok!(Subscriptions::top_up(signed(ALICE), id, 5));
		assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		assert!(!Ends::<Test>::contains_key(entry.0, entry.1));
		assert_eq!((free(ALICE), escrow(ALICE), deposit(ALICE)), (RICH, 0, 0));
	});
}

#[test]
fn who_comes_back_has_its_own_place_in_the_line() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let first = subscribe(ALICE, 3, 30);
		let second = subscribe(BOB, 3, 30);
		reject(first);
		run_to(retry_at(first) - 1);
		assert_eq!(record(second).in_line, Some(WAITING_DEPOSIT));
		// Supply for one, while it comes back.
		provider(PAULA, 3, 1);
		run(1);
		if !hook_is_on() {
			assert_ok!(Subscriptions::place(signed(STRANGER), first));
		}
		serve_waiting();
		assert_eq!((placed(first), placed(second)), (Some((PAULA, 2)), None));
		check_books();
	});
}

#[test]
fn a_pass_that_is_beyond_its_place_lets_it_search_and_the_next_one_sees_what_is_newer() {
	chain(false, || {
		provider(PETER, 3, 1);
		let first = subscribe(ALICE, 3, 30);
		let [second, third] = [BOB, CAROL].map(|who| subscribe(who, 1, 30));
		reject(first);
		run_to(retry_at(first));
		provider(PIA, 9, 1);
		// The second was asked, the third is next, and what comes now is for the next pass.
		Subscriptions::make_steps(&TYPE, 1, None);
		assert_eq!(crate::WaitingState::<Test>::get(TYPE).unwrap().walk.unwrap().at, third);
		provider(PAULA, 3, 1);
		assert_ok!(Subscriptions::place(signed(STRANGER), first));
		assert_eq!(record(first).in_line, Some(WAITING_DEPOSIT));
		check_books();
		serve_waiting();
		assert_eq!((placed(first), placed(second), placed(third)), (Some((PAULA, 2)), None, None));
	});
}

#[test]
fn who_comes_back_in_front_of_the_pass_waits_for_its_turn() {
	chain(false, || {
		let early = subscribe(BOB, 1, 30);
		provider(PETER, 3, 1);
		serve_waiting();
		let late = subscribe(ALICE, 3, 30);
		reject(late);
		run_to(retry_at(late));
		provider(PAULA, 3, 1);
		assert_ok!(Subscriptions::place(signed(STRANGER), late));
		assert_eq!((placed(late), record(late).in_line), (None, Some(WAITING_DEPOSIT)));
		serve_waiting();
		assert_eq!((placed(early), placed(late)), (None, Some((PAULA, 2))));
	});
}

/// Blocks by which so many that reject, one after the other, delay a request.
fn delay(rejecting: u32) -> u64 {
	(0..rejecting).map(|failures| u64::from(pause(failures))).sum()
}

#[test]
fn those_who_reject_delay_an_honest_provider_by_what_their_bonds_pay_for() {
	// In tenths of a UNIT, as in the runtime: what it takes to stand before somebody with one unit.
	const BOND: u64 = 100 + 100 + 1;
	const WITHIN: u64 = 14_400;
	let mut bought = Vec::new();
	for rejecting in 1.. {
		if delay(rejecting) > WITHIN {
			println!("{rejecting} that reject, bonds of {} UNIT: patience is over", BOND * u64::from(rejecting) / 10);
			break;
		}
		println!(
			"{rejecting} that reject, bonds of {}.{} UNIT: {} blocks",
			BOND * u64::from(rejecting) / 10,
			BOND * u64::from(rejecting) % 10,
			delay(rejecting)
		);
		bought.push((rejecting, delay(rejecting)));
	}
	let said = [(1, 10), (2, 30), (4, 150), (8, 1_910), (16, 7_030), (27, 14_070)];
	assert!(said.iter().all(|row| bought.contains(row)), "docs/chain.md says otherwise: {bought:?}");
	assert_eq!(bought.len(), 27);
	for rejecting in 1..=4 {
		with_and_without_hook(|| {
			crowd(u64::from(rejecting));
			provider(PETER, 3, 1);
			let id = patient(ALICE, WITHIN);
			let asked = now();
			while placed(id).is_some_and(|(provider, _)| provider != PETER) {
				reject(id);
				retry_awake(id);
			}
			assert_eq!((placed(id), now() - asked), (Some((PETER, rejecting + 1)), delay(rejecting)));
		});
	}
}

#[test]
fn one_that_cannot_be_tried_comes_back() {
	with_and_without_hook(|| {
		crowd(2);
		let id = subscribe(ALICE, 3, 30);
		reject(id);
		// Nobody else is there in the end, and what is held cannot be given back.
		for offer in [1_000, 1_001] {
			assert_ok!(Providers::close_offer(signed(offer), TYPE));
		}
		faulty::inject(Some(faulty::Fault::Release(crate::HoldReason::Escrow, ALICE)));
		run_to(retry_at(id));
		if hook_is_on() {
			assert!(events().iter().any(|event| matches!(event, Event::NotServed { attempt: 1, .. })));
			assert_eq!(retry_at(id), now() + 10);
		} else {
			assert!(Subscriptions::place(signed(STRANGER), id).is_err());
		}
		faulty::inject(None);
		match hook_is_on() {
			true => run(10),
			false => ok(Subscriptions::place(signed(STRANGER), id)),
		}
		assert_eq!((closed(id), free(ALICE)), (Some(CloseReason::Unplaced), RICH));
	});
}
