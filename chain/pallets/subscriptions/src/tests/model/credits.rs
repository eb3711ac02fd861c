//! The credits for searches. Which steps are made is for the pallet to say: the model takes from it what is left of each credit, and from
//! the currency what was burnt of each account. It holds that only who searches has a credit, that no more is held than is said, and that
//! every step costs the same.

use super::*;

impl Model {
	/// After a call or a block.
	pub fn settle_credits(&mut self) {
		for id in 0..self.subscriptions.len() as SubscriptionId {
			let Some(known) = self.subscription(id).filter(|known| known.is_open()) else { continue };
			let (before, left) = (known.credit, crate::SearchCredits::<Test>::get(id));
			let searches = known.state == State::Waiting || known.seeks.is_some();
			assert!(left == 0 || searches, "{id}: a credit for no search");
			assert!(left <= before || left == before + LEAST_CREDIT, "{id}: {before} became {left}");
			let consumer = known.consumer;
			self.subscription_mut(id).credit = left;
			let purse = self.purse(consumer);
			match left > before {
				true => purse.hold(Hold::Deposit, left - before),
				false => purse.release(Hold::Deposit, before - left),
			}
		}
		for (who, burnt) in faulty::burnt_for_searches() {
			let known = self.burnt.insert(who, burnt).unwrap_or_default();
			let steps = burnt - known;
			assert_eq!(steps % STEP_COST, 0, "{who} paid {steps} for searches");
			self.purse(who).free -= steps;
		}
	}

	/// Somebody gave credit for a search.
	pub(super) fn fund(&mut self, who: AccountId, id: SubscriptionId, amount: Balance) {
		self.purse(who).free -= amount;
		let subscription = self.subscription_mut(id);
		subscription.credit += amount;
		let consumer = subscription.consumer;
		self.purse(consumer).put(Hold::Deposit, amount);
	}

	/// A search that rested goes on in the next block.
	pub(super) fn wake(&mut self, id: SubscriptionId, rested: bool) {
		let subscription = self.subscription_mut(id);
		if rested && subscription.credit >= STEP_COST {
			if subscription.retry == Some(0) {
				subscription.retry = Some(1);
			}
			if subscription.seeks == Some(0) {
				subscription.seeks = Some(1);
			}
		}
	}

	/// The search for who takes over was served, or rests: the pallet says what came of it.
	pub fn look(&mut self, id: SubscriptionId) {
		if self.subscription(id).is_none_or(|known| known.seeks.is_none()) {
			return;
		}
		match crate::Searches::<Test>::get(id) {
			Some(search) => {
				let left = search.at.saturating_sub(now());
				assert!(left > 0 || !crate::Pallet::<Test>::covers_step(id), "{id}: its search is not made");
				self.subscription_mut(id).seeks = Some(left);
			}
			None => {
				self.subscription_mut(id).seeks = None;
				self.adopt_successor_if_any(id);
			}
		}
	}
}
