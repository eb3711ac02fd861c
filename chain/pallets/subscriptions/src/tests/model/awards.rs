//! Who has it now: the one thing that the pallet is asked. The model holds the answer against who would do.

use super::*;
use crate::SubscriptionState;
use pallet_providers::{Criteria, Profile, Selection};

impl Model {
	/// Whether somebody could be awarded this subscription now.
	pub fn somebody_would_do(&self, id: SubscriptionId) -> bool {
		self.subscription(id).is_some_and(|asked| self.somebody_would_serve(Some(id), asked))
	}

	/// Also of one that does not exist yet, which has no number.
	pub fn somebody_would_serve(&self, id: Option<SubscriptionId>, asked: &Subscription) -> bool {
		self.providers.keys().any(|provider| self.would_serve(id, asked, *provider).is_ok())
	}

	/// The price, or what speaks against it.
	pub(super) fn would_serve(
		&self,
		id: Option<SubscriptionId>,
		asked: &Subscription,
		who: AccountId,
	) -> Result<Balance, &'static str> {
		let provider = self.providers.get(&who).ok_or("is no provider")?;
		let offer = provider.offers.get(&asked.type_id).ok_or("does not offer it")?;
		let criteria = &asked.wish.criteria;
		let named = match &asked.wish.selection {
			Selection::Candidates(named) => named.contains(&who),
			_ => true,
		};
		match () {
			() if !offer.open => Err("has closed its offer"),
			() if offer.used >= offer.capacity => Err("is full"),
			() if offer.elastic.map_or(offer.price, |bounds| bounds.ceiling) > asked.max_price => Err("is too dear"),
			() if offer.elastic.is_some() && !asked.wish.elastic => Err("may change its price"),
			() if asked.wish.max_setup.is_some_and(|most| offer.setup > most) => Err("takes too long"),
			() if offer.allowed.as_ref().is_some_and(|list| !list.contains(&asked.consumer)) => Err("serves others"),
			() if provider.draining => Err("drains"),
			() if provider.alive_for == 0 => Err("is dark"),
			() if asked.excluded.contains(&who) => Err("is excluded"),
			() if !named => Err("is not named"),
			() if criteria.refuse.contains(&who) => Err("is refused"),
			() if self.is_with_sibling(id, asked, who) => Err("has one of the group"),
			() => profile_meets(criteria, provider.profile.as_ref()).map(|()| offer.price),
		}
	}

	/// Whether another open subscription of its group is there. One that is late in this block may have been taken back before.
	fn is_with_sibling(&self, id: Option<SubscriptionId>, asked: &Subscription, who: AccountId) -> bool {
		let there =
			|award: &Assignment| award.provider == who && !matches!(award.stage, Stage::Awarded { left: 0, .. });
		asked.wish.criteria.apart.is_some()
			&& self.open().any(|(other, sibling)| {
				Some(other) != id
					&& sibling.consumer == asked.consumer
					&& sibling.wish.criteria.apart == asked.wish.criteria.apart
					&& sibling.current().into_iter().chain(sibling.next()).any(there)
			})
	}

	/// Take over what the pallet decided for those who sought or waited: those who sought in this order.
	pub fn adopt(&mut self, seeking: &[SubscriptionId]) {
		self.adopt_while(seeking, false);
	}

	/// The same, and whether more is to come in this block that the pallet may have done before it asked for these: a deadline that
	/// is missed after theirs may have closed the offer that would have done.
	pub fn adopt_while(&mut self, seeking: &[SubscriptionId], more: bool) {
		let waiting = |model: &Self| -> Vec<_> {
			let in_line = |known: &Subscription| known.state == State::Waiting && known.retry.is_none();
			model.open().filter(|(_, known)| in_line(known)).map(|(id, _)| id).collect()
		};
		let mut unserved = Vec::new();
		let seeks = |id: &SubscriptionId| self.subscription(*id).expect("known").state == State::Seeking;
		let seeking: Vec<_> = seeking.iter().copied().filter(seeks).collect();
		for id in seeking.into_iter().chain(waiting(self)) {
			match crate::Subscriptions::<Test>::get(id).expect("who seeks is stored").state {
				SubscriptionState::Placed { provider, attempt } => {
					self.adopt_award(id, provider, attempt);
					let subscription = self.subscription_mut(id);
					(subscription.state, subscription.serving) = (State::Placed, attempt);
				}
				stored => unserved.push((id, stored)),
			}
		}
		// Later awards only take units away, so who would still do now would have done then.
		for (id, stored) in unserved {
			let seeks = self.subscription(id).expect("known").state == State::Seeking;
			match stored {
				SubscriptionState::Waiting if seeks => self.stand_in_line(id),
				SubscriptionState::Waiting => (),
				SubscriptionState::Closed { reason } => {
					let tried = self.subscription(id).expect("known");
					assert_eq!(
						reason,
						CloseReason::Unplaced,
						"{id}: closed for another reason than that nobody would do"
					);
					assert!(tried.failures > 0, "{id}: closed before anybody had refused it");
					// Whose search was cut short is not asked about what came after it, and one of a group may have been kept from a
					// provider by another that was taken back in the same block.
					let sure = seeks && !more && tried.wish.criteria.apart.is_none();
					assert!(!sure || !self.somebody_would_do(id), "{id}: somebody would have done");
					self.close(id, reason);
				}
				SubscriptionState::Placed { .. } => unreachable!("those were adopted"),
			}
		}
	}

	pub(super) fn adopt_award(&mut self, id: SubscriptionId, provider: AccountId, attempt: Attempt) {
		let asked = self.subscription(id).expect("known");
		let rate = match self.would_serve(Some(id), asked, provider) {
			Ok(price) => price,
			Err(why) => panic!("{id}: awarded to {provider}, who {why}"),
		};
		self.leave_line(id);
		let subscription = self.subscription_mut(id);
		assert_eq!(subscription.retry, None, "{id}: awarded before it is tried again");
		assert_eq!(attempt, subscription.attempts + 1, "{id}: attempts are numbered one by one");
		subscription.attempts = attempt;
		let type_id = subscription.type_id;
		let offers = &mut self.providers.get_mut(&provider).expect("who would do").offers;
		let offer = offers.get_mut(&type_id).expect("who would do");
		offer.used += 1;
		let stage = Stage::Awarded { left: offer.setup, setup: 0 };
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

	/// The deposit for the place is the one thing taken from the chain: who was served before and cannot cover it goes without.
	fn stand_in_line(&mut self, id: SubscriptionId) {
		let in_line = crate::Subscriptions::<Test>::get(id).and_then(|stored| stored.in_line);
		let deposit = in_line.expect("who waits stands in line");
		let subscription = self.subscription_mut(id);
		assert!(subscription.attempts > 0 || deposit == WAITING_DEPOSIT, "{id}: waits for less than the deposit");
		subscription.state = State::Waiting;
		subscription.ticket = deposit;
		let consumer = subscription.consumer;
		let purse = self.purse(consumer);
		assert!(deposit == WAITING_DEPOSIT || (deposit == 0 && purse.free < RICH / 2), "{id}: a deposit of {deposit}");
		purse.hold(Hold::Deposit, deposit);
	}

	pub fn leave_line(&mut self, id: SubscriptionId) {
		let subscription = self.subscription_mut(id);
		let deposit = std::mem::take(&mut subscription.ticket);
		let consumer = subscription.consumer;
		self.purse(consumer).release(Hold::Deposit, deposit);
	}

	/// Where no pass runs, everybody who waits has been asked about all there is.
	pub fn check_lines(&self, passing: impl Fn(&TypeId) -> bool) {
		for (id, waits) in self.open().filter(|(_, known)| known.state == State::Waiting && known.retry.is_none()) {
			// One that has ended is no longer with its provider, but who waits hears of it when it is served.
			// Nor is one asked whose credit does not cover it, or did not when it was its turn.
			let passed_over = waits.credit < STEP_COST || crate::Searches::<Test>::contains_key(id);
			if !passing(&waits.type_id) && waits.wish.criteria.apart.is_none() && !passed_over {
				assert!(!self.somebody_would_do(id), "{id} waits, and somebody would do");
				assert_eq!(waits.failures, 0, "{id} waits, though nobody is left after those who failed it");
			}
		}
	}

	/// An award was not declared in time.
	pub fn miss(&mut self, id: SubscriptionId, attempt: Attempt) {
		let subscription = self.subscription(id).expect("known");
		let (type_id, provider) = (subscription.type_id, subscription.assignments[&attempt].provider);
		let owner = self.owner(provider);
		let offer = owner.offers.get_mut(&type_id).expect("what is used stays");
		offer.missed += 1;
		if offer.missed == MISSED_ALLOWED {
			offer.missed = 0;
			offer.open = false;
			owner.missed = 0;
			let purse = self.purse(provider);
			purse.take(Hold::Bond, MISSED_PENALTY.min(purse.held(Hold::Bond)));
		}
		if !self.subscription(id).expect("known").assignments[&attempt].is_over() {
			self.revoke_and_go_on(id, attempt, RevokeReason::MissedDeadline);
		}
	}

	/// It is tried again, by whoever the pallet says: it is asked before those who wait. Or that rests, if nobody pays for it.
	pub fn try_again(&mut self, id: SubscriptionId, more: bool) {
		let stored = crate::Subscriptions::<Test>::get(id).expect("who seeks is stored");
		if stored.failures.is_some_and(|failures| failures.retry.is_some()) {
			assert!(!crate::Pallet::<Test>::covers_step(id), "{id}: its search is not made");
			return;
		}
		let subscription = self.subscription_mut(id);
		(subscription.state, subscription.retry) = (State::Seeking, None);
		self.adopt_while(&[id], more);
	}

	/// A unit is free again. A closed offer of which nothing is used goes.
	pub fn give_back_unit(&mut self, provider: AccountId, type_id: &TypeId) {
		let offers = &mut self.providers.get_mut(&provider).expect("who has assignments does not leave").offers;
		let offer = offers.get_mut(type_id).expect("what is used stays");
		offer.used = offer.used.checked_sub(1).expect("a unit in use");
		self.forget_if_unused(provider, type_id);
	}

	pub fn forget_if_unused(&mut self, provider: AccountId, type_id: &TypeId) {
		let owner = self.owner(provider);
		let unused = owner.offers.get(type_id).filter(|offer| offer.used == 0 && !offer.open);
		if let Some(missed) = unused.map(|offer| offer.missed) {
			owner.missed = owner.missed.max(missed);
			owner.offers.remove(type_id);
			self.purse(provider).release(Hold::Offer, OfferDeposit::get());
		}
	}
}

fn profile_meets(criteria: &Criteria<AccountId>, profile: Option<&Profile>) -> Result<(), &'static str> {
	let nothing = Profile::default();
	let says = profile.unwrap_or(&nothing);
	let in_region = |region| says.regions.iter().any(|serves| serves == region);
	if !criteria.regions.is_empty() && !criteria.regions.iter().any(in_region) {
		return Err("is in none of the regions");
	}
	if criteria.not_regions.iter().any(in_region) {
		return Err("is in a region that is refused");
	}
	if says.networks.iter().any(|network| criteria.not_networks.contains(network)) {
		return Err("is in a network that is refused");
	}
	if criteria.attributes.iter().any(|wanted| !says.attributes.contains(wanted)) {
		return Err("lacks an attribute");
	}
	match says.terms {
		Some(terms) if !criteria.terms.contains(&terms) => Err("has terms that were not accepted"),
		_ => Ok(()),
	}
}
