//! One history.

use super::{acts, compare, coverage, *};
use frame::{deps::sp_runtime::traits::Dispatchable, testing_prelude::*};

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

struct History {
	seed: u64,
	hook: bool,
	dice: Dice,
	out: Outcome,
}

pub fn history(seed: u64, calls: u64, hook: bool) -> Outcome {
	let mut outcome = None;
	chain(hook, || {
		acts::impoverish();
		let out = Outcome {
			calls: Vec::new(),
			balances: BTreeMap::new(),
			model: Model::new(),
			coverage: Coverage::default(),
		};
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
				for _ in 0..acts::pause(&mut self.dice) {
					self.next_block();
				}
			}
			if count % QUIET_EVERY == 0 {
				self.quiet();
			}
		}
		// Until everything has ended that can.
		for _ in 0..3 * ACK_DEADLINE {
			self.next_block();
		}
		self.quiet();
	}

	fn call(&mut self, act: Act) {
		self.serve_the_poor(&act);
		let state = coverage::state(&self.out.model, &act);
		let facts = Facts::read(&self.out.model);
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
				expected.0.contains(name),
				"{}: {act:?} was refused with {name}; reasons to refuse it: {expected:?}",
				self.place()
			),
		}
		self.out.coverage.note(state, &act, error);
		self.out.calls.push(act.clone());
		if error.is_none() {
			self.out.model.apply(&act);
		}
	}

	/// What comes back from an end is free when the end is served. Who may need it serves it first, or the two runs would differ.
	fn serve_the_poor(&self, act: &Act) {
		let Some(who) = act.who.filter(|who| free(*who) < POOR) else { return };
		for id in Facts::read(&self.out.model).unserved {
			let subscription = self.out.model.subscription(id).expect("known");
			let owner = subscription.assignments.get(&subscription.attempts).map(|assignment| assignment.provider);
			if subscription.consumer == who || owner == Some(who) {
				assert_ok!(Subscriptions::poke(signed(STRANGER), id));
			}
		}
	}

	fn next_block(&mut self) {
		let mut missed = self.out.model.tick();
		run(1);
		if !self.hook {
			missed.sort_by_key(|id| queue_order(*id));
			for id in missed {
				assert_ok!(Subscriptions::poke(signed(STRANGER), id));
			}
		}
		self.out.model.adopt();
		compare::records(&self.out.model, self.hook, &self.place());
	}

	/// Serve, claim and pay everything; then the balances are the model's.
	fn quiet(&mut self) {
		for id in 0..crate::NextId::<Test>::get() {
			let _ = Subscriptions::poke(signed(STRANGER), id);
			let attempt = crate::Subscriptions::<Test>::get(id).map_or(0, |stored| stored.attempts);
			let _ = Subscriptions::claim(signed(STRANGER), id, attempt);
			self.out.model.settle(id);
		}
		let debts: Vec<_> = crate::Debts::<Test>::iter_keys().collect();
		for (provider, id) in debts {
			let _ = Subscriptions::claim_owed(signed(STRANGER), provider, id);
		}
		compare::balances_with(&self.out.model, &self.place());
		Providers::do_try_state().unwrap_or_else(|why| panic!("{}: {why}", self.place()));
		crate::Pallet::<Test>::do_try_state().unwrap_or_else(|why| panic!("{}: {why}", self.place()));
		self.out.balances.insert(now(), balances());
	}

	fn place(&self) -> String {
		let hook = if self.hook { "with the hook" } else { "without the hook" };
		format!("seed {}, {hook}, call {}, block {}", self.seed, self.out.calls.len(), now())
	}
}

/// The hook serves the entries of a block in storage order, which decides who is asked first for the next award.
fn queue_order(id: SubscriptionId) -> Vec<u8> {
	let attempt = crate::Subscriptions::<Test>::get(id).map_or(0, |stored| stored.attempts);
	crate::Ends::<Test>::hashed_key_for(now(), (id, attempt))
}
