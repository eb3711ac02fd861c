//! A second opinion about the money: the marketplace as somebody would keep it on paper.
//!
//! The model goes block by block. At the end of a block it moves the price of that one block from the consumer's escrow to what the
//! provider has earned, for each deployment that runs at a provider that is not dark; then it sees who cannot pay another block.
//! What the pallet computes (`earned`, `ends_at`, `live`) the model counts: notice, deadline, minimum and heartbeat are numbers of
//! blocks that are left, and nothing is multiplied, divided or asked of the pallet's arithmetic.
//!
//! It also says of every call whether it must be refused, and for which reasons. One decision is taken from the pallet: which of the
//! providers that would do is awarded. The model says whether it would do at all, and that nobody would where nobody was.

mod awards;
mod consumers;
mod credits;
mod keys;
mod market;
mod moving;
mod prices;
mod providers;
mod purse;
mod refusals;
mod requests;
mod tick;

pub use purse::{Hold, Purse};
pub use refusals::{Facts, Refusals};

use super::*;
use crate::{Attempt, CloseReason, EndReason, Outcome, RevokeReason, SubscriptionId, TypeId, Wish};
use frame::prelude::H256;
use pallet_providers::{Elastic, LoginKey, Profile};
use std::collections::{BTreeMap, VecDeque};

/// Who calls what.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
	/// `None` is root.
	pub who: Option<AccountId>,
	pub call: RuntimeCall,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Model {
	/// Who is awarded may depend on when ends are served.
	pub loose: bool,
	/// Only to say when something happened, and what is meant by the block that a call names.
	pub block: u64,
	pub purses: BTreeMap<AccountId, Purse>,
	/// With the names that their owners gave them.
	pub types: BTreeMap<TypeId, (AccountId, Vec<u8>)>,
	pub providers: BTreeMap<AccountId, Provider>,
	/// By number. `None` is forgotten.
	pub subscriptions: Vec<Option<Subscription>>,
	/// Closed and torn down, the oldest first.
	pub remembered: VecDeque<SubscriptionId>,
	/// The same, by the call or block that is under way.
	pub torn_down: Vec<SubscriptionId>,
	/// How each subscription ended: why, at which block, what was paid and what came back. Never forgotten.
	pub closings: BTreeMap<SubscriptionId, (AccountId, CloseReason, u64, Balance, Balance)>,
	/// The block of each deadline that was missed.
	pub late: BTreeMap<(SubscriptionId, Attempt), u64>,
	/// What each account has paid for steps of searches.
	pub burnt: BTreeMap<AccountId, Balance>,
	/// How each attempt ended, of which provider, at which block, and what was paid for it. Never forgotten.
	pub partings: BTreeMap<(SubscriptionId, Attempt), (AccountId, Outcome, u64, Balance)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Provider {
	pub units: u32,
	pub draining: bool,
	pub retiring: bool,
	pub operators: Vec<AccountId>,
	pub invited: Vec<AccountId>,
	pub offers: BTreeMap<TypeId, Offer>,
	/// Deadlines in a row of an offer that is gone, the most of any.
	pub missed: u32,
	pub beneficiary: Option<AccountId>,
	pub profile: Option<Profile>,
	pub sealing: Option<[u8; 32]>,
	/// Whether there is a sealing key before.
	pub previous: bool,
	/// The maintenance that it announced last.
	pub maintenance: Option<Upkeep>,
	/// Blocks for which the last heartbeat still counts, this one included. None left: dark.
	pub alive_for: u64,
	/// In the block before.
	pub was_dark: bool,
}

/// Maintenance that was announced.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Upkeep {
	/// Blocks before it begins.
	pub before: u64,
	/// Blocks of it, this one included once it has begun.
	pub left: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
	pub price: Balance,
	pub elastic: Option<Elastic<Balance>>,
	pub capacity: u32,
	pub used: u32,
	pub open: bool,
	/// Blocks in which an award may be declared.
	pub setup: u64,
	/// Whom it serves, if not everybody.
	pub allowed: Option<Vec<AccountId>>,
	/// Deadlines in a row.
	pub missed: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Subscription {
	pub consumer: AccountId,
	pub type_id: TypeId,
	pub descriptor: H256,
	pub max_price: Balance,
	/// What nobody has earned yet.
	pub funds: Balance,
	pub generation: u32,
	pub wish: Wish<AccountId, u64>,
	/// That may log in; nobody once it is closed.
	pub logins: Vec<LoginKey>,
	pub state: State,
	/// Held for its place in the line.
	pub ticket: Balance,
	/// Held for the steps of its searches.
	pub credit: Balance,
	/// Blocks until it is looked for who takes over; 0 while that rests, because the credit does not cover it.
	pub seeks: Option<u64>,
	/// Awards so far, the number of the last one.
	pub attempts: Attempt,
	/// The attempt that it is placed with, or was last.
	pub serving: Attempt,
	/// The attempt that is to take over.
	pub successor: Option<Attempt>,
	/// Of the funds: kept for its set-up. Who serves cannot earn it.
	pub reserve: Balance,
	pub excluded: Vec<AccountId>,
	/// Attempts in a row that came to nothing.
	pub failures: u32,
	/// Blocks since the first of them.
	pub failing_for: u64,
	/// Blocks until another provider is looked for; 0 while that rests, because the credit does not cover it. None when that is not to be
	/// done, or was.
	pub retry: Option<u64>,
	/// That were not torn down yet.
	pub assignments: BTreeMap<Attempt, Assignment>,
	/// Earned by all providers, block by block.
	pub earned: Balance,
	/// The last block that somebody was paid for.
	pub paid_block: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum State {
	Waiting,
	/// The pallet is about to say who has it.
	Seeking,
	Placed,
	Closed {
		reason: CloseReason,
		block: u64,
	},
}

#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
	pub provider: AccountId,
	pub rate: Balance,
	pub stage: Stage,
	/// The generation declared last.
	pub declared: u32,
	/// Of all blocks.
	pub earned: Balance,
	/// By block. Whether the chain has paid it out yet is another matter.
	pub ledger: Vec<(u64, Balance)>,
	/// What the provider asks the consumer to agree to.
	pub proposal: Option<Balance>,
	/// The price that the provider will have, within its bounds.
	pub next: Option<Coming>,
	pub elastic: Option<Elastic<Balance>>,
}

/// Another price.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coming {
	/// Blocks that are still served at the price before.
	pub left: u64,
	pub rate: Balance,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stage {
	/// `left`: blocks in which it may be declared, this one included. `setup`: blocks that a set-up is paid for.
	Awarded {
		left: u64,
		setup: u64,
	},
	/// `bound`, `trial`: blocks of the minimum period and of the trial that are left.
	Active {
		bound: u64,
		trial: u64,
		stop: Option<Leaving>,
	},
	Ended(EndReason),
	Revoked(RevokeReason),
}

/// Somebody leaves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leaving {
	/// Blocks that are still served.
	pub left: u64,
	pub reason: EndReason,
}

impl Model {
	/// The chain as it is at the beginning of a history: accounts with money, one type, nobody who offers it.
	pub fn new() -> Self {
		let mut model = Self {
			loose: false,
			block: now(),
			purses: balances().into_iter().map(|(who, (free, _))| (who, Purse::with(free))).collect(),
			types: BTreeMap::new(),
			providers: BTreeMap::new(),
			subscriptions: Vec::new(),
			remembered: VecDeque::new(),
			torn_down: Vec::new(),
			closings: BTreeMap::new(),
			late: BTreeMap::new(),
			burnt: BTreeMap::new(),
			partings: BTreeMap::new(),
		};
		for (type_id, record) in pallet_providers::DescriptorTypes::<Test>::iter() {
			model.types.insert(type_id, (record.owner, record.name.into_inner()));
			model.purse(record.owner).put(Hold::Type, record.deposit);
		}
		model
	}

	pub fn purse(&mut self, who: AccountId) -> &mut Purse {
		self.purses.entry(who).or_default()
	}

	pub fn subscription(&self, id: SubscriptionId) -> Option<&Subscription> {
		self.subscriptions.get(usize::try_from(id).ok()?)?.as_ref()
	}

	pub fn subscription_mut(&mut self, id: SubscriptionId) -> &mut Subscription {
		self.subscriptions[id as usize].as_mut().expect("a subscription that is not forgotten")
	}

	pub fn open(&self) -> impl Iterator<Item = (SubscriptionId, &Subscription)> {
		self.known().filter(|(_, subscription)| subscription.is_open())
	}

	pub fn known(&self) -> impl Iterator<Item = (SubscriptionId, &Subscription)> {
		(0..).zip(&self.subscriptions).filter_map(|(id, known)| Some((id, known.as_ref()?)))
	}

	/// The provider that a key acts for.
	pub fn provider_of(&self, key: AccountId) -> Option<AccountId> {
		self.providers
			.iter()
			.find(|(owner, provider)| **owner == key || provider.operators.contains(&key))
			.map(|(owner, _)| *owner)
	}

	/// Who is paid for what a provider does.
	pub fn payee(&self, provider: AccountId) -> AccountId {
		self.providers.get(&provider).and_then(|provider| provider.beneficiary).unwrap_or(provider)
	}

	pub fn is_dark(&self, provider: AccountId) -> bool {
		self.providers.get(&provider).is_none_or(|provider| provider.alive_for == 0)
	}

	/// An attempt is over, of which something may still be paid in this block.
	pub fn part(&mut self, id: SubscriptionId, attempt: Attempt) {
		let assignment = &self.subscription(id).expect("known").assignments[&attempt];
		let outcome = match assignment.stage {
			Stage::Ended(reason) => Outcome::Ended(reason),
			Stage::Revoked(reason) => Outcome::Revoked(reason),
			Stage::Awarded { .. } | Stage::Active { .. } => unreachable!("it is over"),
		};
		let at = self.late.get(&(id, attempt)).copied().unwrap_or(self.block);
		let parting = (assignment.provider, outcome, at, assignment.earned);
		assert!(self.partings.insert((id, attempt), parting).is_none(), "{id}.{attempt} ended twice");
	}

	/// Do what the chain has just done.
	pub fn apply(&mut self, act: &Act, facts: &Facts) {
		match (&act.call, act.who) {
			(RuntimeCall::Providers(call), Some(who)) => {
				if !self.apply_saying(who, call) {
					self.apply_market(who, call);
				}
			}
			(RuntimeCall::Subscriptions(call), Some(who)) => self.apply_subscriptions(who, call),
			(RuntimeCall::Subscriptions(crate::Call::force_retire { provider, .. }), None) => {
				self.retire(*provider, &facts.to_retire);
			}
			_ => unreachable!("no history calls {act:?}"),
		}
	}

	fn apply_subscriptions(&mut self, who: AccountId, call: &crate::Call<Test>) {
		match call {
			crate::Call::migrate { subscription: id } => {
				self.fund(who, *id, LEAST_CREDIT);
				self.subscription_mut(*id).seeks = Some(1);
				return;
			}
			crate::Call::fund_search { subscription: id, amount } => {
				let rested = self.subscription(*id).expect("known").credit < STEP_COST;
				self.fund(who, *id, *amount);
				self.wake(*id, rested);
				return;
			}
			_ => (),
		}
		if !self.apply_request(who, call) && !self.apply_of_consumer(who, call) && !self.apply_to_price(call) {
			self.apply_of_provider(call);
		}
	}
}

impl Subscription {
	pub fn is_open(&self) -> bool {
		!matches!(self.state, State::Closed { .. })
	}

	/// What is placed now.
	pub fn current(&self) -> Option<&Assignment> {
		(self.state == State::Placed).then(|| &self.assignments[&self.serving])
	}

	pub fn current_mut(&mut self) -> Option<&mut Assignment> {
		match self.state {
			State::Placed => self.assignments.get_mut(&self.serving),
			_ => None,
		}
	}

	/// The award that is to take over.
	pub fn next(&self) -> Option<&Assignment> {
		self.successor.map(|attempt| &self.assignments[&attempt])
	}

	/// Who failed it is not asked again until it is served; of too many the oldest may be.
	pub fn exclude(&mut self, provider: AccountId) {
		if !self.excluded.contains(&provider) {
			if self.excluded.len() == EXCLUDED_KEPT as usize {
				self.excluded.remove(0);
			}
			self.excluded.push(provider);
		}
	}

	/// What who serves can earn.
	pub fn spendable(&self) -> Balance {
		self.funds - self.reserve
	}

	/// How long the next failure has it wait: ten blocks, and twice as long each time, up to 640.
	fn pause(&self) -> u64 {
		(0..self.failures).fold(10, |pause, _| if pause < 640 { pause + pause } else { pause })
	}

	pub fn leaving(&self) -> Option<Leaving> {
		match self.current()?.stage {
			Stage::Active { stop, .. } => stop,
			_ => None,
		}
	}
}

impl Assignment {
	pub fn is_over(&self) -> bool {
		matches!(self.stage, Stage::Ended(_) | Stage::Revoked(_))
	}
}

/// So many times the same amount.
pub fn sum_of(times: u64, amount: Balance) -> Balance {
	(0..times).fold(0, |sum: Balance, _| sum.saturating_add(amount))
}
