//! One history.

use super::{acts, compare, coverage, *};
use frame::deps::sp_runtime::traits::Dispatchable;
use std::fmt;

/// Calls between two points at which everything is claimed and the balances are compared.
const QUIET_EVERY: u64 = 25;

/// Whom a refund may matter to.
const POOR: Balance = RICH / 2;

type Balances = BTreeMap<AccountId, (Balance, Balance)>;

pub struct Outcome {
	pub calls: Vec<Act>,
	/// At the quiet points, by block.
	pub balances: BTreeMap<u64, Balances>,
	pub model: Model,
	pub coverage: Coverage,
}

/// Whether the clock jumps: then a deadline that was missed is noticed together with what came after it, so that in which order some are
/// depends on when the others were served. With these two the model is held against each run, and the runs not against each other.
pub fn jumps(seed: u64) -> bool {
	seed % 5 >= 2 && seed % 5 <= 3
}

/// Whether lots and groups make who is awarded depend on when ends are served: then the two runs are two histories.
pub fn is_loose(seed: u64) -> bool {
	seed % 5 == 2
}

struct History {
	seed: u64,
	hook: bool,
	dice: Dice,
	out: Outcome,
}

pub fn history(seed: u64, calls: u64, hook: bool) -> Outcome {
	let mut outcome = None;
	chain(hook, || {
		PayoutDelay::set(if seed.is_multiple_of(3) { 3 } else { 0 });
		acts::impoverish();
		credit(LEAST_CREDIT, STEP_COST);
		// Every fifth seeks with lots and groups, every fourth with searches that are cut short.
		let model = Model { loose: is_loose(seed), ..Model::new() };
		if seed % 4 == 1 {
			MaxScan::set(2);
		}
		let out = Outcome { calls: Vec::new(), balances: BTreeMap::new(), model, coverage: Coverage::default() };
		let _witness = Witness { seed, hook };
		let mut history = History { seed, hook, dice: Dice::new(seed), out };
		history.run(calls);
		outcome = Some(history.out);
	});
	outcome.expect("the history ran")
}

impl History {
	fn run(&mut self, calls: u64) {
		for act in acts::opening(&mut self.dice) {
			self.call(act);
		}
		for count in 1..=calls {
			let act = acts::any(&mut self.dice, &self.out.model);
			self.call(act);
			if self.dice.one_in(3) {
				for advance in acts::clock(&mut self.dice, jumps(self.seed)) {
					self.next_block(advance);
				}
			}
			if count % QUIET_EVERY == 0 {
				self.quiet();
			}
		}
		// Until everything has ended that can.
		for advance in [1, 0, 1].into_iter().cycle().take(3 * ACK_DEADLINE as usize) {
			self.next_block(advance);
		}
		// With a delay, what hook and calls pay is the same once all of it is old enough.
		PayoutDelay::set(0);
		self.quiet();
	}

	fn call(&mut self, act: Act) {
		self.serve_the_poor(&act);
		self.out.model.settle_credits();
		let state = coverage::state(&self.out.model, &act);
		let facts = Facts::read(&self.out.model, &act);
		let expected = self.out.model.refusals(&act, &facts);
		let origin = act.who.map_or(RuntimeOrigin::root(), RuntimeOrigin::signed);
		let result = act.call.clone().dispatch(origin).map(|_| ()).map_err(|refused| refused.error);
		if std::env::var_os("DINFRA_HISTORY_TRACE").is_some() {
			println!("{} {act:?} {result:?}", self.place());
		}
		let error = result.err().map(coverage::name);
		match error {
			None => assert!(expected.none(), "{}: {act:?} must be refused: {expected:?}", self.place()),
			Some((_, name)) => assert!(
				expected.reasons.contains(name) || expected.possible.contains(name),
				"{}: {act:?} was refused with {name}; reasons to refuse it: {expected:?}",
				self.place()
			),
		}
		self.out.coverage.note(state, &act, error);
		self.out.calls.push(act.clone());
		if error.is_none() {
			self.out.model.apply(&act, &facts);
			self.out.model.settle_credits();
			self.out.model.forget_oldest();
			self.check_lines();
		}
	}

	fn check_lines(&self) {
		self.out.model.check_lines(|type_id| crate::PendingTypes::<Test>::contains_key(type_id));
	}

	/// What was earned, and what comes back from an end, is free when somebody has served it. Who may need it serves it first, or the
	/// two runs would differ. Before earnings are paid elsewhere everything is served: who shares the account they went to until now
	/// may make it live, and then what is owed can be paid to it.
	fn serve_the_poor(&self, act: &Act) {
		if matches!(act.call, RuntimeCall::Providers(pallet_providers::Call::set_beneficiary { .. })) {
			return serve_everything();
		}
		if let (RuntimeCall::Providers(pallet_providers::Call::heartbeat {}), Some(who)) = (&act.call, act.who) {
			self.serve_before_the_heartbeat_of(who);
		}
		let consumer = match &act.call {
			RuntimeCall::Subscriptions(
				crate::Call::reject { subscription, .. } | crate::Call::resign { subscription, .. },
			) => self.out.model.subscription(*subscription).map(|known| known.consumer),
			_ => None,
		};
		act.who.into_iter().chain(consumer).for_each(|who| self.serve_the_poor_one(who));
	}

	/// Whether credit for a search is held from a consumer that did not ask for it depends on what is free.
	fn serve_the_poor_one(&self, who: AccountId) {
		if free(who) >= POOR {
			return;
		}
		for (id, subscription) in self.out.model.known() {
			let serves = subscription.assignments.values().any(|assignment| assignment.provider == who);
			if subscription.consumer == who || serves {
				serve_and_claim(id);
			}
		}
	}

	/// Whether who was to take over was there when the funds ended depends on what is first in that block: its heartbeat, or who serves
	/// the end (docs/chain.md, What is left open).
	fn serve_before_the_heartbeat_of(&self, who: AccountId) {
		let provider = self.out.model.provider_of(who);
		for (id, stored) in crate::Subscriptions::<Test>::iter().collect::<Vec<_>>() {
			if stored.successor.is_some_and(|next| Some(next.provider) == provider) {
				serve_and_claim(id);
			}
		}
	}

	/// A block in which the clock advances by so many: by none, it says again what it said. The model goes through each.
	fn next_block(&mut self, advance: u64) {
		let mut due = Vec::new();
		for _ in 0..advance {
			let mut of_block = self.out.model.tick();
			of_block.sort_by_key(|entry| queue_order(&self.out.model, *entry));
			self.out.model.take_back_successors(&of_block);
			due.extend(of_block);
		}
		jump_to(now() + advance);
		if !self.hook {
			for (id, attempt) in &due {
				if let Some(consumer) = self.out.model.subscription(*id).map(|known| known.consumer) {
					self.serve_the_poor_one(consumer);
				}
				let rests = crate::Subscriptions::<Test>::get(id).is_some_and(|stored| match stored.state {
					crate::SubscriptionState::Waiting => !crate::Pallet::<Test>::covers_step(*id),
					_ => !crate::Pallet::<Test>::covers_step(*id) || !crate::Searches::<Test>::contains_key(id),
				});
				if *attempt == 0 && rests {
					continue;
				}
				match attempt {
					0 => without_info(Subscriptions::place(signed(STRANGER), *id)),
					_ => without_info(Subscriptions::poke(signed(STRANGER), *id)),
				}
				// Unless that was served for somebody poor.
				.or_else(|error| match error == crate::Error::<Test>::NothingDue.into() {
					true => Ok(()),
					false => Err(error),
				})
				.unwrap_or_else(|error| panic!("{}: {id}.{attempt}: {error:?}", self.place()));
			}
		}
		if !self.hook {
			let due = |(_, search): &(u64, crate::Search<u64>)| search.at <= now();
			for (id, _) in crate::Searches::<Test>::iter().filter(due).collect::<Vec<_>>() {
				let in_line = crate::Subscriptions::<Test>::get(id).is_some_and(|stored| stored.in_line.is_some());
				if in_line && crate::Pallet::<Test>::covers_step(id) {
					let _ = Subscriptions::place(signed(STRANGER), id);
				}
			}
		}
		serve_waiting();
		assert_eq!(crate::PendingTypes::<Test>::iter_keys().count(), 0, "{}: somebody was not asked", self.place());
		for (number, (id, attempt)) in due.iter().enumerate() {
			match attempt {
				0 if self.out.model.subscription(*id).is_some_and(|known| known.retry == Some(0)) => {
					self.out.model.try_again(*id, number + 1 < due.len())
				}
				0 => self.out.model.look(*id),
				_ => self.out.model.miss(*id, *attempt),
			}
		}
		self.out.model.adopt(&[]);
		self.out.model.settle_credits();
		self.out.model.forget_oldest();
		self.check_lines();
		compare::records(&self.out.model, self.hook, self.place());
		compare::balances_with(&self.out.model, self.place());
	}

	/// Serve, claim and pay everything; then the balances are the model's.
	fn quiet(&mut self) {
		serve_everything();
		self.out.model.settle_credits();
		compare::nothing_is_left(self.place());
		compare::ends(&self.out.model, self.place());
		compare::balances_with(&self.out.model, self.place());
		Providers::do_try_state().unwrap_or_else(|why| panic!("{}: {why}", self.place()));
		crate::Pallet::<Test>::do_try_state().unwrap_or_else(|why| panic!("{}: {why}", self.place()));
		// With a delay, a change of the price that the hook serves pays what a claim does not yet pay without it.
		if PayoutDelay::get() == 0 {
			self.out.balances.insert(now(), balances());
		}
	}

	fn place(&self) -> Place {
		Place { seed: self.seed, hook: self.hook, calls: self.out.calls.len() }
	}
}

/// Says which history it was, whatever panicked in it.
struct Witness {
	seed: u64,
	hook: bool,
}

impl Drop for Witness {
	fn drop(&mut self) {
		if std::thread::panicking() {
			println!("{}", Place { seed: self.seed, hook: self.hook, calls: 0 });
		}
	}
}

/// Where in which history. Put into words only when something is wrong.
#[derive(Clone, Copy)]
pub struct Place {
	seed: u64,
	hook: bool,
	calls: usize,
}

impl fmt::Display for Place {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let hook = if self.hook { "with the hook" } else { "without the hook" };
		write!(f, "seed {}, {hook}, call {}, block {}", self.seed, self.calls, now())
	}
}

fn serve_and_claim(id: SubscriptionId) {
	let _ = Subscriptions::poke(signed(STRANGER), id);
	let stored = crate::Subscriptions::<Test>::get(id).map(|stored| stored.state);
	let Some(crate::SubscriptionState::Placed { attempt, .. }) = stored else { return };
	let _ = Subscriptions::claim(signed(STRANGER), id, attempt);
}

/// Everything that is due and earned, and of what is owed all that can be paid.
fn serve_everything() {
	for id in 0..crate::NextId::<Test>::get() {
		serve_and_claim(id);
	}
	let debts: Vec<_> = crate::Debts::<Test>::iter_keys().collect();
	// Twice: one that can be paid makes an account that others can be paid to.
	for (provider, id) in debts.iter().chain(&debts) {
		let _ = Subscriptions::claim_owed(signed(STRANGER), *provider, *id);
	}
}

/// The hook serves the entries of a block in storage order, which decides who is asked first for the next award.
fn queue_order(model: &Model, award: (SubscriptionId, u32)) -> Vec<u8> {
	crate::Ends::<Test>::hashed_key_for(model.block, award)
}
