//! From one provider to another, and providers that must go.

use super::*;
use crate::Call;

impl Model {
	/// The notice of who serves, whether or not the funds cover it, and the minimum of who is to come, or what its set-up may cost.
	fn cost_of_switching(&self, subscription: &Subscription, rate: Balance) -> Balance {
		let serving = subscription.current().expect("placed");
		let notice = subscription.leaving().map_or(NOTICE, |stop| NOTICE.min(stop.left));
		consumers::cost_of(serving, Balance::MAX, notice) + sum_of(MINIMUM.max(SETUP), rate)
	}

	/// What may not be withdrawn while somebody is to take over.
	pub(super) fn committed_to_switch(&self, subscription: &Subscription, leaving: Balance) -> Balance {
		match subscription.next() {
			Some(next) => (leaving + subscription.reserve).max(self.cost_of_switching(subscription, next.rate)),
			None => leaving,
		}
	}

	pub(super) fn refusals_to_move(&self, who: AccountId, call: &Call<Test>) -> Option<Refusals> {
		let Call::migrate { subscription: id } = call else { return None };
		let Some(subscription) = self.subscription(*id) else { return Some(Refusals::only("NotFound")) };
		let mut refusals = Refusals::default();
		let Some(assignment) = subscription.current() else {
			refusals
				.unless(subscription.consumer == who, "NotConsumer")
				.unless(subscription.is_open(), "SubscriptionClosed")
				.unless(subscription.state != State::Waiting, "SubscriptionWaits");
			return Some(refusals);
		};
		let stop = subscription.leaving();
		let resigned = stop.is_some_and(|stop| stop.reason == EndReason::Resigned);
		let forsaken = resigned || self.is_dark(assignment.provider);
		let bound = match assignment.stage {
			Stage::Active { bound, trial, .. } => trial == 0 && bound > 0 && assignment.next.is_none(),
			_ => false,
		};
		let active = matches!(assignment.stage, Stage::Active { .. });
		refusals
			.unless(subscription.consumer == who || (forsaken && subscription.wish.follow), "NotConsumer")
			.unless(active, "NotDeployed")
			.unless(subscription.successor.is_none() && subscription.seeks.is_none(), "MigrationPending")
			.unless(stop.is_none() || resigned, "AlreadyEnding")
			.unless(forsaken || !bound || self.is_maintained(assignment.provider), "MinimumNotOver");
		refusals.unless(self.covers(who, LEAST_CREDIT), "FundsNotCovered");
		Some(refusals)
	}

	/// The pallet may have found somebody who is to take over.
	pub(super) fn adopt_successor_if_any(&mut self, id: SubscriptionId) -> bool {
		let Some(next) = crate::Subscriptions::<Test>::get(id).and_then(|stored| stored.successor) else {
			return false;
		};
		let from = self.subscription(id).and_then(Subscription::current).expect("placed").provider;
		assert_ne!(from, next.provider, "{id}: moves to where it is");
		self.adopt_award(id, next.provider, next.attempt);
		let subscription = self.subscription(id).expect("known");
		let rate = subscription.assignments[&next.attempt].rate;
		assert!(subscription.funds >= self.cost_of_switching(subscription, rate), "{id}: cannot pay for the switch");
		let subscription = self.subscription_mut(id);
		(subscription.successor, subscription.reserve) = (Some(next.attempt), sum_of(SETUP, rate));
		self.end_if_over(id);
		true
	}

	/// The first declaration of an attempt. Who served until now is paid for the blocks before this one.
	pub(super) fn take_over(&mut self, id: SubscriptionId, attempt: Attempt) {
		let subscription = self.subscription_mut(id);
		if subscription.successor == Some(attempt) {
			let before = subscription.current_mut().expect("placed");
			before.stage = Stage::Ended(EndReason::Migrated);
			(before.next, before.proposal) = (None, None);
			let before = subscription.serving;
			(subscription.serving, subscription.successor, subscription.reserve) = (attempt, None, 0);
			self.part(id, before);
		}
	}

	/// The consumer leaves in so many blocks.
	pub(super) fn give_up_successor(&mut self, id: SubscriptionId, blocks: u64) {
		let subscription = self.subscription(id).expect("known");
		let Some(next) = subscription.successor else { return };
		let blocks = subscription.leaving().map_or(blocks, |stop| stop.left.min(blocks));
		let kept = consumers::cost_of(subscription.current().expect("placed"), subscription.spendable(), blocks);
		let spare = subscription.funds - kept;
		self.pay_setup(id, next, spare);
		self.revoke(id, next, RevokeReason::Cancelled);
	}

	pub(super) fn refusals_to_retire(&self, call: &Call<Test>) -> Refusals {
		let Call::force_retire { provider, limit } = call else { unreachable!("no history calls {call:?} as root") };
		let mut refusals = Refusals::default();
		refusals
			.unless((1..=32).contains(limit), "LimitOutOfBounds")
			.unless(self.providers.contains_key(provider), "NotAProvider");
		refusals
	}

	/// These assignments of a provider were ended and forgotten, in this order.
	pub(super) fn retire(&mut self, provider: AccountId, piece: &[(SubscriptionId, Attempt)]) {
		let owner = self.owner(provider);
		(owner.retiring, owner.draining) = (true, true);
		for (id, attempt) in piece.iter().copied() {
			match self.subscription(id).expect("known").assignments[&attempt].stage {
				Stage::Active { .. } => self.end(id, EndReason::Retired),
				Stage::Awarded { .. } => {
					self.revoke_and_go_on(id, attempt, RevokeReason::Retired);
				}
				Stage::Ended(_) | Stage::Revoked(_) => (),
			}
			self.clear_away(id, attempt);
		}
		if self.providers[&provider].assignments() == 0 {
			let types: Vec<_> = self.providers[&provider].offers.keys().copied().collect();
			for type_id in types {
				self.owner(provider).offers.get_mut(&type_id).expect("known").open = false;
				self.forget_if_unused(provider, &type_id);
			}
			self.forget_provider(provider);
		}
	}

	/// A tombstone goes, and its unit is free.
	pub(super) fn clear_away(&mut self, id: SubscriptionId, attempt: Attempt) {
		let subscription = self.subscription_mut(id);
		let type_id = subscription.type_id;
		let provider = subscription.assignments.remove(&attempt).expect("known").provider;
		if subscription.assignments.is_empty() && !subscription.is_open() {
			self.torn_down.push(id);
		}
		self.give_back_unit(provider, &type_id);
	}
}
