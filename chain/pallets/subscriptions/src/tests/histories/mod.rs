//! Random histories over every call of both pallets, held against the model block by block.
//!
//! Each runs twice, with the hook and without it. Without it only missed deadlines are poked, because the next award is made when one is
//! served; ends lie until somebody needs them. What is called is chosen by dice and by the model, so it is the same in both runs, and
//! so must be the money. The clock stands still for some blocks, and in two of five histories it jumps, by forty too; the model goes
//! through every block of it.
//!
//! `DINFRA_HISTORIES` (300), `DINFRA_HISTORY_CALLS` (140) and `DINFRA_HISTORY_SEED`, the first seed (0), say how many there are.
//! `DINFRA_HISTORY_TRACE=1` prints every call.

mod acts;
mod compare;
mod coverage;
pub(super) mod dice;
mod elsewhere;
mod run;

use super::{model::*, *};
use crate::SubscriptionId;
use coverage::Coverage;
use dice::Dice;
use std::collections::BTreeMap;

fn setting(name: &str, default: u64) -> u64 {
	match std::env::var(name) {
		Ok(value) => value.parse().unwrap_or_else(|_| panic!("{name} is a number, not {value:?}")),
		Err(_) => default,
	}
}

#[test]
fn whatever_is_called_the_money_is_that_of_the_model() {
	let (histories, calls) = (setting("DINFRA_HISTORIES", 300), setting("DINFRA_HISTORY_CALLS", 140));
	let first = setting("DINFRA_HISTORY_SEED", 0);
	let mut coverage = Coverage::default();
	let began = std::time::Instant::now();
	println!("seeds {first}..{}, {calls} calls each, with the hook and without", first + histories);
	// Every thread has a chain and a mock of its own.
	let threads = std::thread::available_parallelism().map_or(1, |threads| threads.get() as u64);
	std::thread::scope(|scope| {
		let seeds = |thread| (first + thread..first + histories).step_by(threads as usize);
		let workers: Vec<_> = (0..threads).map(|thread| scope.spawn(move || play(seeds(thread), calls))).collect();
		for worker in workers {
			coverage.add(worker.join().unwrap_or_else(|why| std::panic::resume_unwind(why)));
		}
	});
	println!("{:.1} s", began.elapsed().as_secs_f32());
	println!("{coverage}");
	// Fewer may miss what is rare.
	if histories >= 300 && calls >= 140 {
		coverage.check();
	}
}

/// Each with the hook and without: the same calls, the same balances.
fn play(seeds: impl Iterator<Item = u64>, calls: u64) -> Coverage {
	let mut coverage = Coverage::default();
	for seed in seeds {
		let with = run::history(seed, calls, true);
		let without = run::history(seed, calls, false);
		if !run::is_loose(seed) && !run::jumps(seed) {
			assert_eq!(with.calls, without.calls, "seed {seed}: the calls with the hook and without");
			for (block, balances) in &with.balances {
				assert_eq!(
					Some(balances),
					without.balances.get(block),
					"seed {seed}, block {block}: balances with the hook and without"
				);
			}
			assert_eq!(with.model, without.model, "seed {seed}: the model with the hook and without");
		}
		coverage.add(with.coverage);
		coverage.add(without.coverage);
	}
	coverage
}

#[test]
fn the_list_of_errors_that_other_tests_reach_is_true() {
	elsewhere::check();
}
