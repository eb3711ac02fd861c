//! New subscriptions.

use super::*;
use crate::{Call, Request};
use pallet_providers::Selection;

type RequestOf = Request<AccountId, Balance, u64>;

/// The requests of a call, if it makes any, and whether they must all be awarded at once.
fn requests(call: &Call<Test>) -> Option<(Vec<RequestOf>, bool)> {
	match call.clone() {
		Call::subscribe { type_id, descriptor, max_price, funds } => {
			let wish = Wish::default();
			Some((vec![Request { type_id, descriptor, max_price, funds, wish }], false))
		}
		Call::subscribe_with { request } => Some((vec![*request], false)),
		Call::subscribe_many { requests } => Some((requests.into_inner(), true)),
		_ => None,
	}
}

impl Subscription {
	fn asked_by(consumer: AccountId, request: RequestOf) -> Self {
		let Request { type_id, descriptor, max_price, funds, wish } = request;
		Self {
			consumer,
			type_id,
			descriptor,
			max_price,
			funds,
			generation: 1,
			wish,
			state: State::Seeking,
			ticket: 0,
			credit: 0,
			seeks: None,
			attempts: 0,
			serving: 0,
			successor: None,
			logins: Vec::new(),
			reserve: 0,
			excluded: Vec::new(),
			failures: 0,
			failing_for: 0,
			retry: None,
			assignments: BTreeMap::new(),
			earned: 0,
			paid_block: None,
		}
	}
}

impl Model {
	/// Whether somebody would be awarded the first request of a call now.
	pub fn would_be_awarded(&self, who: AccountId, call: &Call<Test>) -> Option<bool> {
		let (requests, _) = requests(call)?;
		let asked = Subscription::asked_by(who, requests.into_iter().next()?);
		self.types.contains_key(&asked.type_id).then(|| self.somebody_would_serve(None, &asked))
	}

	/// `None`: asks for nothing new.
	pub(super) fn refusals_to_request(&self, who: AccountId, call: &Call<Test>, facts: &Facts) -> Option<Refusals> {
		let (requests, at_once) = requests(call)?;
		let mut refusals = Refusals::default();
		let mut needed: Balance = 0;
		let mut members = facts.groups.clone();
		for request in requests {
			needed = needed.saturating_add(request.funds).saturating_add(DEPOSIT);
			let asked = Subscription::asked_by(who, request);
			refusals
				.unless(self.types.contains_key(&asked.type_id), "UnknownType")
				.unless(asked.max_price > 0, "ZeroPrice")
				.unless(asked.funds >= sum_of(MIN_FUNDED, asked.max_price), "TooFewBlocksFunded");
			if let Some(group) = asked.wish.criteria.apart {
				let members = members.entry((who, group)).or_default();
				*members += 1;
				refusals.unless(*members <= 8, "GroupFull");
			}
			if at_once {
				refusals.perhaps("OthersFirst").perhaps("NobodyMatches");
				continue;
			}
			let passing = facts.passing.contains(&asked.type_id);
			let somebody = self.somebody_would_serve(None, &asked);
			if matches!(asked.wish.selection, Selection::Candidates(_)) {
				refusals.unless(passing || somebody, "NobodyMatches");
			} else if !self.covers(who, needed.saturating_add(WAITING_DEPOSIT + LEAST_CREDIT)) {
				// Who has to wait needs more.
				refusals.perhaps("FundsNotCovered");
				refusals.unless(somebody && !passing, "FundsNotCovered");
			}
			if passing && !self.covers(who, needed.saturating_add(WAITING_DEPOSIT + LEAST_CREDIT)) {
				refusals.unless(false, "FundsNotCovered");
			}
		}
		refusals.unless(self.covers(who, needed), "FundsNotCovered");
		Some(refusals)
	}

	/// Whether it was a call that asks for something new.
	pub(super) fn apply_request(&mut self, who: AccountId, call: &Call<Test>) -> bool {
		let Some((requests, at_once)) = requests(call) else { return false };
		let first = self.subscriptions.len() as SubscriptionId;
		for request in requests {
			self.purse(who).hold(Hold::Escrow, request.funds);
			self.purse(who).hold(Hold::Deposit, DEPOSIT);
			self.subscriptions.push(Some(Subscription::asked_by(who, request)));
		}
		let new: Vec<_> = (first..self.subscriptions.len() as SubscriptionId).collect();
		self.adopt(&new);
		for id in new.into_iter().filter(|_| at_once) {
			assert_eq!(self.subscription(id).expect("known").state, State::Placed, "{id}: not awarded at once");
		}
		true
	}
}
