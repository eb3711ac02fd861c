//! Why a call must be refused.

use super::*;
use pallet_providers::Marketplace;
use std::collections::BTreeSet;

/// Every reason that applies. None: the call must succeed. Which of several the pallet names is its own affair.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Refusals {
	pub reasons: BTreeSet<&'static str>,
	/// Reasons that depend on what the model leaves to the pallet.
	pub possible: BTreeSet<&'static str>,
}

impl Refusals {
	pub fn unless(&mut self, holds: bool, error: &'static str) -> &mut Self {
		if !holds {
			self.reasons.insert(error);
		}
		self
	}

	pub fn perhaps(&mut self, error: &'static str) -> &mut Self {
		self.possible.insert(error);
		self
	}

	pub fn only(error: &'static str) -> Self {
		Self { reasons: [error].into(), ..Self::default() }
	}

	pub fn none(&self) -> bool {
		self.reasons.is_empty()
	}
}

/// What a caller may notice of whether the chain has served what time has done, and of debts. The same with the hook and without it is
/// only the money.
#[derive(Debug, Default)]
pub struct Facts {
	/// Ended, but stored as if not.
	pub unserved: BTreeSet<SubscriptionId>,
	/// The attempt that is stored as placed, where another has taken over since.
	pub moved: BTreeMap<SubscriptionId, Attempt>,
	/// What root would end of a provider, in this order.
	pub to_retire: Vec<(SubscriptionId, Attempt)>,
	/// It is looked for who takes over, also from one that has ended unserved.
	pub seeking: BTreeSet<SubscriptionId>,
	/// Another price is due, and stored as still to come.
	pub price_due: BTreeSet<SubscriptionId>,
	/// Paid out of what was earned.
	pub paid: BTreeMap<(SubscriptionId, Attempt), Balance>,
	/// Types with a pass that runs through those who wait.
	pub passing: BTreeSet<TypeId>,
	/// How many are in a consumer's group.
	pub groups: BTreeMap<(AccountId, u32), usize>,
	/// Whether they can be paid out now.
	pub debts: BTreeMap<(AccountId, SubscriptionId), bool>,
}

impl Facts {
	pub fn read(model: &Model, act: &Act) -> Self {
		let to_retire = match &act.call {
			RuntimeCall::Subscriptions(crate::Call::force_retire { provider, limit }) => {
				crate::Assignments::<Test>::iter_key_prefix(provider).take(*limit as usize).collect()
			}
			_ => Vec::new(),
		};
		let moved = model
			.known()
			.filter_map(|(id, subscription)| match crate::Subscriptions::<Test>::get(id)?.state {
				crate::SubscriptionState::Placed { attempt, .. } if subscription.serving != attempt => {
					Some((id, attempt))
				}
				_ => None,
			})
			.collect();
		let unserved = model
			.known()
			.filter(|(id, subscription)| {
				let stored = crate::Subscriptions::<Test>::get(id).map(|stored| stored.state);
				!subscription.is_open() && matches!(stored, Some(crate::SubscriptionState::Placed { .. }))
			})
			.map(|(id, _)| id)
			.collect();
		let placed = |id: &SubscriptionId| {
			let stored = crate::Subscriptions::<Test>::get(id).map(|stored| stored.state);
			matches!(stored, Some(crate::SubscriptionState::Placed { .. }))
		};
		let seeking = crate::Searches::<Test>::iter_keys().filter(placed).collect();
		let price_due = crate::Assignments::<Test>::iter()
			.filter(|(_, _, stored)| stored.next.is_some_and(|next| next.at <= now()))
			.map(|(_, (id, _), _)| id)
			.collect();
		let paid = crate::Assignments::<Test>::iter().map(|(_, key, stored)| (key, stored.paid)).collect();
		let passing = crate::PendingTypes::<Test>::iter_keys().collect();
		let groups = crate::Groups::<Test>::iter().map(|(who, group, of)| ((who, group), of.len())).collect();
		let debts = crate::Debts::<Test>::iter()
			.map(|(provider, id, debt)| ((provider, id), free(Providers::payee(&provider)) > 0 || debt.amount >= ED))
			.collect();
		Self { unserved, moved, to_retire, seeking, price_due, paid, passing, groups, debts }
	}
}

impl Model {
	pub fn refusals(&self, act: &Act, facts: &Facts) -> Refusals {
		match (&act.call, act.who) {
			(RuntimeCall::Providers(call), Some(who)) => self.refusals_of_market(who, call),
			(RuntimeCall::Subscriptions(call), Some(who)) => self
				.refusals_to_request(who, call, facts)
				.or_else(|| self.refusals_to_move(who, call))
				.or_else(|| self.refusals_to_fund(who, call))
				.or_else(|| self.refusals_to_consumer(who, call))
				.or_else(|| self.refusals_to_accept(who, call))
				.or_else(|| self.refusals_to_provider(who, call))
				.unwrap_or_else(|| self.refusals_to_anyone(call, facts)),
			(RuntimeCall::Subscriptions(call), None) => self.refusals_to_retire(call),
			_ => unreachable!("no history calls {act:?}"),
		}
	}

	/// `None`: gives no credit for a search.
	fn refusals_to_fund(&self, who: AccountId, call: &crate::Call<Test>) -> Option<Refusals> {
		let crate::Call::fund_search { subscription, amount } = call else { return None };
		let mut refusals = Refusals::default();
		refusals.unless(*amount > 0, "ZeroAmount");
		let Some(known) = self.subscription(*subscription) else {
			refusals.unless(false, "NotFound");
			return Some(refusals);
		};
		let searches = known.state == State::Waiting || known.seeks.is_some();
		refusals
			.unless(known.is_open(), "SubscriptionClosed")
			.unless(searches || !known.is_open(), "NotWaiting")
			.unless(self.purses.get(&who).is_some_and(|purse| purse.covers(*amount)), "FundsNotCovered");
		Some(refusals)
	}

	/// Whether a claim would pay something. What has ended is paid out whole.
	fn earns(&self, assignment: &Assignment, mut paid: Balance, ended: bool) -> bool {
		assignment.ledger.iter().any(|(block, amount)| {
			let unpaid = paid < *amount;
			paid = paid.saturating_sub(*amount);
			unpaid && (ended || tick::is_claimable(*block, self.block))
		})
	}

	/// The calls that anyone may make.
	fn refusals_to_anyone(&self, call: &crate::Call<Test>, facts: &Facts) -> Refusals {
		use crate::Call::*;
		let mut refusals = Refusals::default();
		match call {
			claim { subscription: id, attempt } => {
				let Some(subscription) = self.subscription(*id) else { return Refusals::only("NotFound") };
				let unserved = facts.unserved.contains(id);
				// What ended is paid out to everybody whom it owes something.
				let left = *attempt == subscription.serving
					&& subscription.assignments.iter().any(|(of, assignment)| {
						let paid = facts.paid.get(&(*id, *of)).copied().unwrap_or_default();
						(of == attempt || unserved) && self.earns(assignment, paid, unserved)
					});
				// Who serves has ended and another has taken over, which nobody has noticed yet.
				let moved = facts.moved.get(id);
				if moved == Some(attempt) {
					let paid = facts.paid.get(&(*id, *attempt)).copied().unwrap_or_default();
					let left = self.earns(&subscription.assignments[attempt], paid, true);
					refusals.unless(left, "NothingEarned");
					return refusals;
				}
				refusals
					.unless(subscription.is_open() || unserved, "SubscriptionClosed")
					.unless(subscription.state != State::Waiting, "SubscriptionWaits")
					.unless(
						*attempt == subscription.serving || subscription.successor == Some(*attempt),
						"NoAssignment",
					)
					.unless(left, "NothingEarned");
			}
			claim_owed { provider, subscription } => {
				let debt = facts.debts.get(&(*provider, *subscription));
				refusals.unless(debt.is_some(), "NothingOwed").unless(debt != Some(&false), "StillUnpayable");
			}
			poke { subscription } => {
				refusals.unless(self.subscription(*subscription).is_some(), "NotFound").unless(
					facts.unserved.contains(subscription)
						|| facts.price_due.contains(subscription)
						|| facts.moved.contains_key(subscription),
					"NothingDue",
				);
			}
			place { subscription: id } => {
				let Some(subscription) = self.subscription(*id) else { return Refusals::only("NotFound") };
				let placed = subscription.state == State::Placed || facts.unserved.contains(id);
				if facts.seeking.contains(id) {
					return refusals;
				}
				// Somebody else pays for those that rest.
				if subscription.state == State::Waiting {
					let rests = subscription.retry.is_none_or(|left| left == 0) && subscription.credit < STEP_COST;
					let alone = crate::Searches::<Test>::get(*id).is_some_and(|search| search.at <= now());
					if rests || alone || subscription.retry == Some(0) {
						return refusals;
					}
				}
				refusals
					.unless(!placed, "NotWaiting")
					.unless(subscription.is_open(), "SubscriptionClosed")
					.unless(placed || facts.passing.contains(&subscription.type_id), "NobodyMatches");
			}
			_ => unreachable!("no history calls {call:?}"),
		}
		refusals
	}
}
