//! Prices that change.

use super::*;
use crate::Call;

impl Model {
	/// `None`: no call of a consumer about a price.
	pub(super) fn refusals_to_accept(&self, who: AccountId, call: &Call<Test>) -> Option<Refusals> {
		let Call::accept_price { subscription: id, attempt, rate } = call else { return None };
		let Some(subscription) = self.subscription(*id) else { return Some(Refusals::only("NotFound")) };
		let mut refusals = Refusals::default();
		let assignment = subscription.current();
		refusals
			.unless(subscription.consumer == who, "NotConsumer")
			.unless(subscription.is_open(), "SubscriptionClosed")
			.unless(subscription.state != State::Waiting, "SubscriptionWaits")
			.unless(*attempt == subscription.serving, "NoAssignment")
			.unless(assignment.is_some_and(|assignment| assignment.proposal == Some(*rate)), "NoProposal")
			.unless(subscription.leaving().is_none(), "AlreadyEnding");
		let dearer = assignment.is_some_and(|assignment| *rate > assignment.rate);
		refusals.unless(!dearer || subscription.spendable() >= sum_of(NOTICE, *rate), "TooFewBlocksFunded");
		Some(refusals)
	}

	/// The owner's calls about what runs.
	pub(super) fn refusals_to_price(
		&self,
		owner: bool,
		subscription: &Subscription,
		assignment: &Assignment,
		call: &Call<Test>,
		refusals: &mut Refusals,
	) {
		let active = matches!(assignment.stage, Stage::Active { .. });
		match call {
			Call::propose_price { rate: None, .. } => {
				refusals.unless(assignment.proposal.is_some(), "NoProposal");
			}
			Call::propose_price { rate: Some(rate), .. } => {
				refusals.unless(*rate > 0, "ZeroPrice").unless(*rate != assignment.rate, "SameRate");
			}
			Call::reprice { rate, .. } => {
				let bounds = assignment.elastic;
				let within = bounds.is_some_and(|bounds| (bounds.floor..=bounds.ceiling).contains(rate));
				let near = bounds.is_some_and(|bounds| rate.abs_diff(assignment.rate) <= bounds.step);
				refusals
					.unless(bounds.is_some(), "NotElastic")
					.unless(assignment.next.is_none(), "RepricePending")
					.unless(*rate != assignment.rate, "SameRate")
					.unless(within, "OutOfBounds")
					.unless(near, "StepTooLarge");
			}
			_ => return,
		}
		refusals
			.unless(owner, "NotOwner")
			.unless(active, "NotDeployed")
			.unless(subscription.leaving().is_none(), "AlreadyEnding");
	}

	/// Whether it was a call about a price.
	pub(super) fn apply_to_price(&mut self, call: &Call<Test>) -> bool {
		match *call {
			Call::propose_price { subscription, rate, .. } => {
				self.subscription_mut(subscription).current_mut().expect("placed").proposal = rate;
			}
			Call::accept_price { subscription: id, rate, .. } => {
				let subscription = self.subscription_mut(id);
				subscription.max_price = subscription.max_price.max(rate);
				let assignment = subscription.current_mut().expect("placed");
				assignment.rate = rate;
				(assignment.next, assignment.proposal) = (None, None);
				self.end_if_over(id);
			}
			Call::reprice { subscription, rate, .. } => {
				let assignment = self.subscription_mut(subscription).current_mut().expect("placed");
				assignment.next = Some(Coming { left: NOTICE, rate });
			}
			_ => return false,
		}
		true
	}
}
