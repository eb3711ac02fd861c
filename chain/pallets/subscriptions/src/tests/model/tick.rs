//! A block ends and the next one begins.

use super::*;

impl Model {
	/// Pay the block that ends, and see who is over in the one that begins. Returns the awards that are missed in it, and with attempt 0
	/// the subscriptions that are tried again: in which order that is noticed matters to who is next.
	pub fn tick(&mut self) -> Vec<(SubscriptionId, Attempt)> {
		self.pay_the_block();
		for provider in self.providers.values_mut() {
			provider.was_dark = provider.alive_for == 0;
			provider.alive_for = provider.alive_for.saturating_sub(1);
			if let Some(Upkeep { before, left }) = &mut provider.maintenance {
				match *before {
					0 => *left = left.saturating_sub(1),
					_ => *before -= 1,
				}
			}
		}
		self.block += 1;
		self.begin_block()
	}

	fn pay_the_block(&mut self) {
		for id in 0..self.subscriptions.len() as u64 {
			let Some(assignment) = self.subscription(id).and_then(|subscription| subscription.current()) else {
				continue;
			};
			if matches!(assignment.stage, Stage::Active { .. }) && !self.is_dark(assignment.provider) {
				self.pay_one_block(id);
			}
		}
	}

	fn pay_one_block(&mut self, id: SubscriptionId) {
		let block = self.block;
		let subscription = self.subscription_mut(id);
		assert!(subscription.paid_block < Some(block), "{id}: block {block} is paid twice");
		subscription.paid_block = Some(block);
		let rate = subscription.current().expect("placed").rate;
		let serving = subscription.serving;
		self.pay(id, serving, rate);
	}

	/// Out of the consumer's escrow, to who serves it.
	pub fn pay(&mut self, id: SubscriptionId, attempt: Attempt, amount: Balance) {
		let block = self.block;
		let subscription = self.subscription_mut(id);
		subscription.funds = subscription.funds.checked_sub(amount).expect("who cannot pay the next block is over");
		subscription.earned += amount;
		let consumer = subscription.consumer;
		let assignment = subscription.assignments.get_mut(&attempt).expect("owed");
		assignment.earned += amount;
		assignment.ledger.push((block, amount));
		let provider = assignment.provider;
		self.purse(consumer).take(Hold::Escrow, amount);
		let payee = self.payee(provider);
		self.purse(payee).free += amount;
	}

	fn begin_block(&mut self) -> Vec<(SubscriptionId, Attempt)> {
		let mut due = Vec::new();
		for id in 0..self.subscriptions.len() as u64 {
			let Some(subscription) = self.subscriptions[id as usize].as_mut() else { continue };
			// Those that were late before, in a block that the clock jumped over, are known.
			let known: Vec<_> = subscription.assignments.iter().filter(|(_, a)| a.is_late()).map(|(n, _)| *n).collect();
			for assignment in subscription.assignments.values_mut() {
				assignment.count_down();
			}
			subscription.failing_for += 1;
			if let Some(left) = subscription.retry.as_mut().filter(|left| **left > 0) {
				*left -= 1;
				if *left == 0 {
					due.push((id, 0));
				}
			}
			if let Some(left) = subscription.seeks.as_mut().filter(|left| **left > 0) {
				*left -= 1;
				if *left == 0 {
					due.push((id, 0));
				}
			}
			self.end_if_over(id);
			// When who serves ends in this block, who was to take over is the one that is late.
			let subscription = self.subscription(id).expect("known");
			let late = if subscription.current().is_some_and(Assignment::is_late) {
				Some(subscription.serving)
			} else {
				subscription.successor.filter(|_| subscription.next().is_some_and(Assignment::is_late))
			};
			if let Some(attempt) = late.filter(|attempt| !known.contains(attempt)) {
				self.late.insert((id, attempt), self.block);
				due.push((id, attempt));
			}
		}
		due
	}

	/// Who was to take over and is late does not, whatever comes before somebody notices.
	pub fn take_back_successors(&mut self, late: &[(SubscriptionId, Attempt)]) {
		for (id, attempt) in late.iter().copied() {
			if self.subscription(id).expect("known").successor == Some(attempt) {
				self.revoke(id, attempt, RevokeReason::MissedDeadline);
			}
		}
	}

	/// The funds are looked at first: they ended with the block before. Then another price, then who leaves.
	pub fn end_if_over(&mut self, id: SubscriptionId) {
		let subscription = self.subscription_mut(id);
		let funds = subscription.spendable();
		let Some(assignment) = subscription.current_mut() else { return };
		let Stage::Active { stop, .. } = assignment.stage else { return };
		if let Some(Coming { rate, .. }) = assignment.next.filter(|next| next.left == 0 && funds >= assignment.rate) {
			assignment.rate = rate;
			assignment.next = None;
		}
		if funds < assignment.rate {
			self.end(id, EndReason::FundsSpent);
		} else if let Some(Leaving { left: 0, reason }) = stop {
			self.end(id, reason);
		}
	}

	pub fn end(&mut self, id: SubscriptionId, reason: EndReason) {
		let subscription = self.subscription_mut(id);
		let assignment = subscription.current_mut().expect("placed");
		assignment.stage = Stage::Ended(reason);
		(assignment.next, assignment.proposal) = (None, None);
		let provider = assignment.provider;
		let serving = subscription.serving;
		self.part(id, serving);
		let subscription = self.subscription_mut(id);
		let hands_over = matches!(reason, EndReason::Resigned | EndReason::Retired);
		if let Some(next) = subscription.successor.filter(|_| hands_over) {
			subscription.exclude(provider);
			(subscription.serving, subscription.successor, subscription.reserve) = (next, None, 0);
			return;
		}
		let closed = match reason {
			EndReason::FundsSpent => CloseReason::FundsSpent,
			EndReason::Cancelled => CloseReason::Cancelled,
			EndReason::Resigned => CloseReason::Resigned,
			EndReason::Retired => CloseReason::Retired,
			EndReason::Migrated => unreachable!("who has taken over ends nothing"),
		};
		if let Some(next) = subscription.successor {
			let kept = subscription.reserve;
			self.pay_setup(id, next, kept);
			self.revoke(id, next, RevokeReason::Cancelled);
		}
		self.close(id, closed);
	}

	/// An award is taken back. If nobody else serves, the caller says what comes next.
	pub fn revoke(&mut self, id: SubscriptionId, attempt: Attempt, reason: RevokeReason) {
		let subscription = self.subscription_mut(id);
		let assignment = subscription.assignments.get_mut(&attempt).expect("owed");
		assignment.stage = Stage::Revoked(reason);
		let provider = assignment.provider;
		subscription.exclude(provider);
		match subscription.successor == Some(attempt) {
			true => (subscription.successor, subscription.reserve) = (None, 0),
			false => subscription.state = State::Seeking,
		}
		self.part(id, attempt);
	}

	/// An award is taken back that its provider did not serve.
	pub fn revoke_and_go_on(&mut self, id: SubscriptionId, attempt: Attempt, reason: RevokeReason) {
		self.revoke(id, attempt, reason);
		if self.subscription(id).expect("known").state == State::Seeking {
			self.fail(id);
		}
	}

	/// Everything that is left is the consumer's.
	pub fn close(&mut self, id: SubscriptionId, reason: CloseReason) {
		self.leave_line(id);
		let block = self.block;
		let subscription = self.subscription_mut(id);
		subscription.state = State::Closed { reason, block };
		subscription.logins.clear();
		let closing = (subscription.consumer, reason, block, subscription.earned, subscription.funds);
		self.closings.insert(id, closing);
		let subscription = self.subscription_mut(id);
		(subscription.failures, subscription.retry, subscription.seeks) = (0, None, None);
		let (consumer, left) = (subscription.consumer, subscription.funds);
		subscription.funds = 0;
		let torn_down = subscription.assignments.is_empty();
		let credit = std::mem::take(&mut subscription.credit);
		self.purse(consumer).release(Hold::Escrow, left);
		self.purse(consumer).release(Hold::Deposit, DEPOSIT + credit);
		if torn_down {
			self.torn_down.push(id);
		}
	}

	/// Nobody serves it, because an attempt came to nothing: another is looked for after a while, unless the consumer is not that patient.
	pub fn fail(&mut self, id: SubscriptionId) {
		let subscription = self.subscription_mut(id);
		if subscription.failures == 0 {
			subscription.failing_for = 0;
		}
		let pause = subscription.pause();
		subscription.failures += 1;
		if subscription.failing_for + pause > subscription.wish.patience.unwrap_or(PATIENCE) {
			return self.close(id, CloseReason::Unplaced);
		}
		(subscription.state, subscription.retry) = (State::Waiting, Some(pause));
	}

	/// After a call or a block: so many closed ones stay readable. Which of those that it closed was first is for the pallet to say:
	/// those that it keeps no more, then the others in its order.
	pub fn forget_oldest(&mut self) {
		self.torn_down.sort_by_key(|id| kept_since(*id));
		self.remembered.extend(self.torn_down.drain(..));
		while self.remembered.len() > CLOSED_KEPT as usize {
			let oldest = self.remembered.pop_front().expect("some");
			self.subscriptions[oldest as usize] = None;
		}
	}
}

/// Which of all that the chain ever kept for a while it was; `None` when it keeps it no more.
fn kept_since(id: SubscriptionId) -> Option<u64> {
	let (count, slots) = (crate::ClosedCount::<Test>::get(), u64::from(CLOSED_KEPT));
	let slot = |number: u64| (number % slots) as u32;
	(count.saturating_sub(slots)..count).find(|number| crate::ClosedRing::<Test>::get(slot(*number)) == Some(id))
}

/// Claims pay only blocks with so many behind them.
pub fn is_claimable(block: u64, now: u64) -> bool {
	(block + 1..now).count() as u64 >= PayoutDelay::get()
}

impl Assignment {
	/// Its last block to declare it has gone by.
	fn is_late(&self) -> bool {
		matches!(self.stage, Stage::Awarded { left: 0, .. })
	}

	/// A block has gone by.
	fn count_down(&mut self) {
		match &mut self.stage {
			Stage::Awarded { left, setup } => {
				*setup = SETUP.min(*setup + 1);
				*left = left.saturating_sub(1);
			}
			Stage::Active { bound, trial, stop } => {
				if let Some(next) = &mut self.next {
					next.left -= 1;
				}
				*bound = bound.saturating_sub(1);
				*trial = trial.saturating_sub(1);
				if let Some(stop) = stop {
					stop.left = stop.left.saturating_sub(1);
				}
			}
			Stage::Ended(_) | Stage::Revoked(_) => (),
		}
	}
}
