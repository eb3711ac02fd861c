//! Who has it now: the one thing that the pallet is asked. The model holds the answer against who would do.

use super::*;
use crate::SubscriptionState;

impl Model {
	/// Whether somebody could be awarded this subscription now.
	pub fn somebody_would_do(&self, id: SubscriptionId) -> bool {
		self.providers.keys().any(|provider| self.would_do(id, *provider).is_ok())
	}

	/// The price, or what speaks against it.
	fn would_do(&self, id: SubscriptionId, provider: AccountId) -> Result<Balance, &'static str> {
		let subscription = self.subscription(id).ok_or("is forgotten")?;
		let price = self.would_serve(&subscription.type_id, subscription.max_price, provider)?;
		match subscription.excluded.contains(&provider) {
			true => Err("is excluded"),
			false => Ok(price),
		}
	}

	pub fn would_serve(&self, type_id: &TypeId, max: Balance, who: AccountId) -> Result<Balance, &'static str> {
		let provider = self.providers.get(&who).ok_or("is no provider")?;
		let offer = provider.offers.get(type_id).ok_or("does not offer it")?;
		match () {
			() if !offer.open => Err("has closed its offer"),
			() if offer.used >= offer.capacity => Err("is full"),
			() if offer.elastic.map_or(offer.price, |bounds| bounds.ceiling) > max => Err("is too dear"),
			() if provider.draining => Err("drains"),
			() if provider.alive_for == 0 => Err("is dark"),
			() => Ok(offer.price),
		}
	}

	/// Take over what the pallet decided for those who sought.
	pub fn adopt(&mut self) {
		let seeking: Vec<SubscriptionId> = (0..self.subscriptions.len() as u64)
			.filter(|id| self.subscription(*id).is_some_and(|subscription| subscription.state == State::Seeking))
			.collect();
		let mut unserved = Vec::new();
		for id in seeking {
			let stored = crate::Subscriptions::<Test>::get(id).expect("who seeks is stored").state;
			match stored {
				SubscriptionState::Placed { provider, attempt } => self.adopt_award(id, provider, attempt),
				_ => unserved.push((id, stored)),
			}
		}
		// Later awards only take units away, so who would still do now would have done then.
		for (id, stored) in unserved {
			let tried = self.subscription(id).expect("known").attempts;
			let last = tried >= MAX_ATTEMPTS;
			assert!(last || !self.somebody_would_do(id), "{id}: somebody would have done");
			match stored {
				SubscriptionState::Waiting => {
					assert_eq!(tried, 0, "{id}: waits after an attempt, though every offer can be asked at once");
					self.subscription_mut(id).state = State::Waiting;
				}
				SubscriptionState::Closed { reason } => {
					assert_eq!(
						reason,
						CloseReason::Unplaced,
						"{id}: closed for another reason than that nobody would do"
					);
					assert!(tried > 0, "{id}: closed before anybody had refused it");
					self.close(id, reason);
				}
				SubscriptionState::Placed { .. } => unreachable!("those were adopted"),
			}
		}
	}

	fn adopt_award(&mut self, id: SubscriptionId, provider: AccountId, attempt: Attempt) {
		let rate = match self.would_do(id, provider) {
			Ok(price) => price,
			Err(why) => panic!("{id}: awarded to {provider}, who {why}"),
		};
		let subscription = self.subscription_mut(id);
		assert!(subscription.attempts < MAX_ATTEMPTS, "{id}: one attempt too many");
		assert_eq!(attempt, subscription.attempts + 1, "{id}: attempts are numbered one by one");
		subscription.attempts = attempt;
		subscription.state = State::Placed;
		let stage = Stage::Awarded { left: ACK_DEADLINE, setup: 0 };
		let type_id = subscription.type_id;
		let offers = &mut self.providers.get_mut(&provider).expect("who would do").offers;
		let offer = offers.get_mut(&type_id).expect("who would do");
		offer.used += 1;
		let assignment = Assignment {
			provider,
			rate,
			stage,
			declared: 0,
			earned: 0,
			ledger: Vec::new(),
			proposal: None,
			next: None,
			elastic: offer.elastic,
		};
		self.subscription_mut(id).assignments.insert(attempt, assignment);
	}

	/// A unit is free again. A closed offer of which nothing is used goes.
	pub fn give_back_unit(&mut self, provider: AccountId, type_id: &TypeId) {
		let offers = &mut self.providers.get_mut(&provider).expect("who has assignments does not leave").offers;
		let offer = offers.get_mut(type_id).expect("what is used stays");
		offer.used = offer.used.checked_sub(1).expect("a unit in use");
		if offer.used == 0 && !offer.open {
			offers.remove(type_id);
		}
	}
}
