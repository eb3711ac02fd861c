//! Random histories: whatever is called in whatever order, the books balance, and the hook decides nothing about money.
//!
//! Each history runs twice from one seed, hook on and hook off. Only missed deadlines are poked when the hook is off, because the
//! next award is made when a deadline is served; ends are left to lie until somebody needs them.

use super::*;
use crate::{AssignmentState, Assignments, Condition, NextId, RevokeReason};
use frame::testing_prelude::*;
use std::collections::BTreeMap;

const CONSUMERS: [u64; 3] = [ALICE, BOB, CAROL];
const PROVIDERS: [u64; 3] = [PETER, PAULA, PIA];

/// Numbers from a seed: no dependency, the same everywhere.
struct Dice {
	state: [u8; 32],
}

impl Dice {
	fn new(seed: u64) -> Self {
		Self { state: blake2_256(&seed.to_le_bytes()) }
	}

	fn below(&mut self, n: u64) -> u64 {
		self.state = blake2_256(&self.state);
		u64::from_le_bytes(self.state[..8].try_into().unwrap()) % n
	}

	fn of<X: Copy>(&mut self, list: &[X]) -> X {
		list[self.below(list.len() as u64) as usize]
	}
}

#[derive(Default)]
struct Tally {
	calls: BTreeMap<&'static str, (u32, u32)>,
	consumers: BTreeMap<u64, u64>,
}

fn one_call(dice: &mut Dice, tally: &mut Tally) {
	let id = match NextId::<Test>::get() {
		0 => 0,
		next => next.saturating_sub(1 + dice.below(6)),
	};
	let consumer = tally.consumers.get(&id).copied().unwrap_or(ALICE);
	// Of what is the same with the hook and without: which assignments there are, not their states.
	let (attempt, placed) = Assignments::<Test>::iter_keys()
		.filter(|(_, (of, _))| *of == id)
		.map(|(provider, (_, attempt))| (attempt, provider))
		.max()
		.unwrap_or((1, PETER));
	// Mostly who may, sometimes anybody.
	let consumer = if dice.below(10) == 0 { dice.of(&CONSUMERS) } else { consumer };
	let provider = if dice.below(10) == 0 { dice.of(&PROVIDERS) } else { placed };
	let attempt = if dice.below(10) == 0 { dice.below(4) as u32 } else { attempt };
	let amount = u128::from(dice.below(40));
	let price = 1 + u128::from(dice.below(5));
	let (name, result) = match dice.below(20) {
		0..=2 => {
			let funds = price * u128::from(dice.below(25));
			let who = dice.of(&CONSUMERS);
			tally.consumers.insert(NextId::<Test>::get(), who);
			("subscribe", Subscriptions::subscribe(signed(who), TYPE, DESCRIPTOR, price, funds))
		}
		3..=5 => ("declare", Subscriptions::declare_deployed(signed(provider), id, attempt, 1)),
		6 => ("top_up", Subscriptions::top_up(signed(consumer), id, amount)),
		7 => ("withdraw", Subscriptions::withdraw(signed(consumer), id, amount)),
		8 => ("cancel", Subscriptions::cancel(signed(consumer), id)),
		9 => ("resign", Subscriptions::resign(signed(provider), id, attempt)),
		10 => ("reject", Subscriptions::reject(signed(provider), id, attempt, reason("no"))),
		11 => ("claim", Subscriptions::claim(signed(STRANGER), id, attempt)),
		12 => ("place", Subscriptions::place(signed(STRANGER), id)),
		13 | 14 => {
			let record = Assignments::<Test>::iter_keys().nth(dice.below(6) as usize);
			let (provider, (id, attempt)) = record.unwrap_or((provider, (id, attempt)));
			("confirm_teardown", without_info(Subscriptions::confirm_teardown(signed(provider), id, attempt, RECEIPT)))
		}
		15 | 16 => ("heartbeat", Providers::heartbeat(signed(dice.of(&PROVIDERS))).map(|_| ()).map_err(|e| e.error)),
		17 => {
			let capacity = 1 + dice.below(3) as u32;
			("offer", Providers::offer(signed(dice.of(&PROVIDERS)), TYPE, price, capacity))
		}
		18 => ("update", Subscriptions::update(signed(consumer), id, RECEIPT)),
		_ => ("report", Subscriptions::report(signed(provider), id, attempt, Condition::Degraded, reason(""))),
	};
	let (ok, failed) = tally.calls.entry(name).or_default();
	match result {
		Ok(()) => *ok += 1,
		Err(_) => *failed += 1,
	}
}

/// What would make the two runs differ for another reason than the hook: awards that were missed and not served, and those who wait
/// and were not asked.
fn serve_missed_deadlines() {
	if hook_is_on() {
		return;
	}
	let mut missed: Vec<u64> = Assignments::<Test>::iter()
		.filter(|(_, _, a)| matches!(a.state, AssignmentState::Awarded { deadline } if deadline <= now()))
		.map(|(_, (id, _), _)| id)
		.collect();
	missed.sort_by_key(|id| queue_order(*id));
	for id in missed {
		assert_ok!(Subscriptions::poke(signed(STRANGER), id));
	}
	serve_waiting();
}

/// The hook serves the entries of a block in storage order, which decides who is asked first for the next award.
fn queue_order(id: u64) -> Vec<u8> {
	let attempt = crate::Subscriptions::<Test>::get(id).map_or(0, |s| s.attempts);
	crate::Ends::<Test>::hashed_key_for(now(), (id, attempt))
}

type Outcome = (BTreeMap<u64, (u128, u128)>, Tally);

fn history(seed: u64, calls: u32, hook: bool) -> Outcome {
	let mut outcome = None;
	chain(hook, || {
		let mut dice = Dice::new(seed);
		let mut tally = Tally::default();
		for who in PROVIDERS {
			assert_ok!(Providers::register(signed(who), 3));
			assert_ok!(Providers::offer(signed(who), TYPE, 1 + u128::from(dice.below(4)), 3));
		}
		for _ in 0..calls {
			one_call(&mut dice, &mut tally);
			if dice.below(3) == 0 {
				for _ in 0..=dice.below(3) {
					run(1);
					serve_missed_deadlines();
				}
			}
		}
		check_books();
		// Let everything end, and serve what is still unserved.
		for _ in 0..3 * ACK_DEADLINE {
			run(1);
			serve_missed_deadlines();
		}
		for id in 0..NextId::<Test>::get() {
			let _ = Subscriptions::poke(signed(STRANGER), id);
			let attempt = crate::Subscriptions::<Test>::get(id).map_or(0, |s| s.attempts);
			let _ = Subscriptions::claim(signed(STRANGER), id, attempt);
		}
		let missed = Assignments::<Test>::iter_values()
			.any(|a| a.state == AssignmentState::Revoked { reason: RevokeReason::MissedDeadline });
		if missed {
			tally.calls.entry("missed deadline").or_default().0 += 1;
		}
		outcome = Some((balances(), tally));
	});
	outcome.expect("the history ran")
}

#[test]
fn the_hook_decides_nothing_about_money() {
	let mut total = Tally::default();
	for seed in 0..100 {
		let (on, tally) = history(seed, 100, true);
		let (off, _) = history(seed, 100, false);
		assert_eq!(on, off, "seed {seed}: balances with the hook and without");
		for (name, (ok, failed)) in tally.calls {
			let sum = total.calls.entry(name).or_default();
			sum.0 += ok;
			sum.1 += failed;
		}
	}
	// Histories that only fail would prove nothing.
	let (ok, failed) = total.calls.values().fold((0, 0), |(a, b), (ok, failed)| (a + ok, b + failed));
	assert!(100 * ok / (ok + failed) >= 30, "only {ok} of {} calls succeeded", ok + failed);
	for (name, (ok, _)) in &total.calls {
		assert!(*ok > 0, "no {name} ever succeeded");
	}
	println!("{:?}", total.calls);
}
