//! The calls of a consumer.

use super::{keys::is_login_key, *};
use crate::Call;

/// What so many blocks will cost, one after the other, as far as the funds go and nobody is dark.
pub fn cost_of(assignment: &Assignment, funds: Balance, blocks: u64) -> Balance {
	let (mut rest, mut rate, mut cost) = (funds, assignment.rate, 0);
	for served in 0..blocks {
		if rest < rate {
			break;
		}
		if let Some(next) = assignment.next.filter(|next| next.left == served) {
			rate = next.rate;
			if rest < rate {
				break;
			}
		}
		rest -= rate;
		cost += rate;
	}
	cost
}

impl Model {
	/// What may not be withdrawn. What is placed and runs: what it would still cost to leave now, as far as the funds go, counted block
	/// by block as if nobody were dark. Else: the minimum that a subscription needs.
	pub fn committed(&self, id: SubscriptionId) -> Balance {
		let subscription = self.subscription(id).expect("known");
		let running = subscription.current().and_then(|assignment| match assignment.stage {
			Stage::Active { stop, .. } => Some((assignment, self.blocks_to_leave(assignment), stop)),
			_ => None,
		});
		let Some((assignment, mut blocks, stop)) = running else {
			return sum_of(MIN_FUNDED, subscription.max_price);
		};
		if let Some(stop) = stop {
			blocks = blocks.min(stop.left);
		}
		let leaving = cost_of(assignment, subscription.spendable(), blocks);
		self.committed_to_switch(subscription, leaving)
	}

	/// Blocks that are still served when the consumer leaves now. None where nobody serves.
	pub(super) fn blocks_to_leave(&self, assignment: &Assignment) -> u64 {
		match assignment.stage {
			_ if self.is_dark(assignment.provider) => 0,
			_ if assignment.next.is_some() => NOTICE.min(assignment.next.map_or(NOTICE, |next| next.left)),
			_ if self.is_maintained(assignment.provider) => NOTICE,
			Stage::Active { trial: 0, bound, .. } => NOTICE.max(bound),
			_ => NOTICE,
		}
	}

	/// Whether it is at the maintenance that it announced.
	pub(super) fn is_maintained(&self, provider: AccountId) -> bool {
		let announced = self.providers.get(&provider).and_then(|provider| provider.maintenance);
		announced.is_some_and(|upkeep| upkeep.before == 0 && upkeep.left > 0)
	}

	pub fn withdrawable(&self, id: SubscriptionId) -> Balance {
		match self.subscription(id) {
			Some(subscription) if subscription.is_open() => subscription.funds.saturating_sub(self.committed(id)),
			_ => 0,
		}
	}

	/// `None`: no call of a consumer.
	pub(super) fn refusals_to_consumer(&self, who: AccountId, call: &Call<Test>) -> Option<Refusals> {
		let mut refusals = Refusals::default();
		let id = match call {
			Call::update { subscription, .. } | Call::cancel { subscription } => subscription,
			Call::set_logins { subscription, keys } => {
				refusals.unless(are_logins(keys), "InvalidLogin");
				subscription
			}
			Call::top_up { subscription, amount } | Call::withdraw { subscription, amount } => {
				refusals.unless(*amount > 0, "ZeroAmount");
				subscription
			}
			_ => return None,
		};
		let Some(subscription) = self.subscription(*id) else {
			refusals.unless(false, "NotFound");
			return Some(refusals);
		};
		refusals
			.unless(subscription.consumer == who, "NotConsumer")
			.unless(subscription.is_open(), "SubscriptionClosed");
		match call {
			Call::update { .. } | Call::set_logins { .. } => {
				refusals.unless(subscription.leaving().is_none() || subscription.successor.is_some(), "AlreadyEnding");
			}
			Call::top_up { amount, .. } => {
				refusals
					.unless(subscription.leaving().is_none() || subscription.successor.is_some(), "AlreadyEnding")
					.unless(self.purses.get(&who).is_some_and(|purse| purse.covers(*amount)), "FundsNotCovered");
			}
			Call::withdraw { amount, .. } => {
				refusals.unless(*amount <= self.withdrawable(*id), "FundsCommitted");
			}
			Call::cancel { .. } => {
				let sooner = match (subscription.current(), subscription.leaving()) {
					(Some(assignment), Some(stop)) => self.blocks_to_leave(assignment) < stop.left,
					_ => true,
				};
				refusals.unless(sooner || subscription.successor.is_some(), "AlreadyEnding");
			}
			_ => unreachable!("matched above"),
		}
		Some(refusals)
	}

	/// Whether it was a call of a consumer.
	pub(super) fn apply_of_consumer(&mut self, who: AccountId, call: &Call<Test>) -> bool {
		match call.clone() {
			Call::update { subscription, descriptor } => {
				let subscription = self.subscription_mut(subscription);
				subscription.descriptor = descriptor;
				subscription.generation += 1;
			}
			Call::set_logins { subscription, keys } => {
				let subscription = self.subscription_mut(subscription);
				subscription.logins = keys.into_inner();
				subscription.generation += 1;
			}
			Call::top_up { subscription, amount } => {
				self.purse(who).hold(Hold::Escrow, amount);
				self.subscription_mut(subscription).funds += amount;
			}
			Call::withdraw { subscription, amount } => {
				self.purse(who).release(Hold::Escrow, amount);
				self.subscription_mut(subscription).funds -= amount;
				self.end_if_over(subscription);
			}
			Call::cancel { subscription } => self.cancel(subscription),
			_ => return false,
		}
		true
	}

	fn cancel(&mut self, id: SubscriptionId) {
		let subscription = self.subscription(id).expect("known");
		let Some(assignment) = subscription.current() else {
			return self.close(id, CloseReason::Cancelled);
		};
		let (serving, funds) = (subscription.serving, subscription.funds);
		let blocks = self.blocks_to_leave(assignment);
		if let Stage::Awarded { .. } = assignment.stage {
			self.pay_setup(id, serving, funds);
			self.revoke(id, serving, RevokeReason::Cancelled);
			return self.close(id, CloseReason::Cancelled);
		}
		let sooner = subscription.leaving().is_none_or(|stop| blocks < stop.left);
		self.give_up_successor(id, blocks);
		let subscription = self.subscription_mut(id);
		(subscription.wish.follow, subscription.seeks) = (false, None);
		if let Stage::Active { stop, .. } = &mut subscription.current_mut().expect("placed").stage {
			if sooner {
				*stop = Some(Leaving { left: blocks, reason: EndReason::Cancelled });
			}
		}
		self.end_if_over(id);
	}

	/// What the set-up of an award costs that is given up. It is never free, unless nobody was there in the block before. In its own
	/// block it has been awarded to somebody who is there.
	pub(super) fn setup_fee(&self, award: &Assignment) -> Balance {
		let was_dark = self.providers.get(&award.provider).is_none_or(|provider| provider.was_dark);
		match award.stage {
			Stage::Awarded { setup, .. } if setup == 0 || !was_dark => sum_of(setup.max(1), award.rate),
			_ => 0,
		}
	}

	/// Who gives up an award pays for the set-up, if somebody was there to do it, out of what it can spare.
	pub(super) fn pay_setup(&mut self, id: SubscriptionId, attempt: Attempt, spare: Balance) {
		let fee = self.setup_fee(&self.subscription(id).expect("known").assignments[&attempt]).min(spare);
		if fee > 0 {
			self.pay(id, attempt, fee);
		}
	}
}

/// Each is a key, and there is none twice.
fn are_logins(keys: &[LoginKey]) -> bool {
	keys.iter().all(is_login_key) && keys.iter().all(|key| keys.iter().filter(|other| *other == key).count() == 1)
}
