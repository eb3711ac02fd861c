//! The chain beside the model.

use super::{run::Place, *};
use crate::{AssignmentState, SubscriptionState};
use frame::token::fungible::InspectHold;
use pallet_providers::Marketplace;
use std::fmt;

/// What of where in which history, with its number and attempt.
struct At(Place, &'static str, u64, u32);

impl fmt::Display for At {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "{}: {} {}.{}", self.0, self.1, self.2, self.3)
	}
}

/// What the runtime API says of every subscription and assignment, at every block, whoever has claimed or served what.
pub fn records(model: &Model, hook: bool, place: Place) {
	let known = model.known().count() as u64;
	assert_eq!(crate::Subscriptions::<Test>::iter_keys().count() as u64, known, "{place}: subscriptions on the chain");
	let tombstones: usize = model.known().map(|(_, subscription)| subscription.assignments.len()).sum();
	assert_eq!(crate::Assignments::<Test>::iter_keys().count(), tombstones, "{place}: assignments on the chain");
	for (owner, provider) in &model.providers {
		let stored = pallet_providers::Providers::<Test>::get(owner).map(|stored| stored.missed);
		assert_eq!(stored, Some(provider.missed), "{place}: deadlines that offers of {owner} missed, which are gone");
		for (type_id, offer) in &provider.offers {
			let stored = pallet_providers::Offers::<Test>::get(type_id, owner).map(|stored| stored.missed);
			assert_eq!(stored, Some(offer.missed), "{place}: deadlines that the offer of {owner} missed");
		}
	}
	for (id, subscription) in model.known() {
		self::subscription(model, id, subscription, hook, place);
		for (attempt, assignment) in &subscription.assignments {
			self::assignment(id, *attempt, assignment, place);
		}
	}
}

fn subscription(model: &Model, id: SubscriptionId, subscription: &Subscription, hook: bool, place: Place) {
	let view = Subscriptions::view_subscription(id).unwrap_or_else(|| panic!("{place}: {id} is lost"));
	let at = At(place, "subscription", id, subscription.attempts);
	match (subscription.state, &view.effective) {
		(State::Waiting, SubscriptionState::Waiting) => (),
		(State::Placed, SubscriptionState::Placed { provider, attempt }) => {
			assert_eq!(*attempt, subscription.serving, "{at}: attempt");
			assert_eq!(*provider, subscription.current().expect("placed").provider, "{at}: provider");
		}
		(State::Closed { reason, block }, SubscriptionState::Closed { reason: said }) => {
			assert_eq!(reason, *said, "{at}: why it closed");
			let unserved = view.stored != view.effective;
			assert!(!(hook && unserved) || now() - block < GAP, "{at}: over since {block} and not served by the hook");
		}
		(state, effective) => panic!("{at}: {effective:?} on the chain, {state:?} in the model"),
	}
	assert_eq!(view.paid + view.earned, subscription.earned, "{at}: earned in all");
	assert_eq!(view.withdrawable, model.withdrawable(id), "{at}: withdrawable");
	let next = view.successor.as_ref().map(|next| next.attempt);
	assert_eq!(next, subscription.successor, "{at}: who is to take over");
	assert_eq!(view.generation, subscription.generation, "{at}: generation");
	if view.stored == view.effective {
		assert_eq!(view.logins, subscription.logins, "{at}: who may log in");
	}
	assert_eq!(view.failures, subscription.failures, "{at}: failed attempts");
	match subscription.retry {
		Some(0) => assert!(view.retry.is_some_and(|retry| retry <= now()), "{at}: it rests"),
		retry => assert_eq!(view.retry, retry.map(|left| now() + left), "{at}: when it is tried again"),
	}
	assert_eq!(view.seeks, subscription.seeks.is_some(), "{at}: whether it looks for another");
	assert_eq!(view.reserve, subscription.reserve, "{at}: what is kept for a set-up");
	if subscription.is_open() {
		assert_eq!(view.refundable, subscription.funds, "{at}: what is left");
		assert_eq!(view.deposit, DEPOSIT, "{at}: deposit");
	}
}

fn assignment(id: SubscriptionId, attempt: u32, assignment: &Assignment, place: Place) {
	let at = At(place, "assignment", id, attempt);
	let view =
		Subscriptions::view_assignment(&assignment.provider, id, attempt).unwrap_or_else(|| panic!("{at} is lost"));
	assert_eq!(view.paid + view.earned, assignment.earned, "{at}: earned");
	assert_eq!(view.rate, assignment.rate, "{at}: rate");
	let next = view.next_rate.filter(|_| !assignment.is_over()).map(|next| (next.at, next.rate));
	assert_eq!(next, assignment.next.map(|next| (now() + next.left, next.rate)), "{at}: the price to come");
	assert_eq!(view.observed_generation, assignment.declared, "{at}: declared");
	match (assignment.stage, view.effective) {
		(Stage::Awarded { left, .. }, AssignmentState::Awarded { deadline }) => {
			assert_eq!(deadline, now() + left, "{at}: deadline");
		}
		(Stage::Active { stop, .. }, AssignmentState::Active) => {
			let end = view.ends_at.unwrap_or_else(|| panic!("{at}: runs and has no end"));
			assert!(end > now(), "{at}: runs and ended at {end}");
			assert!(stop.is_none_or(|stop| end <= now() + stop.left), "{at}: ends at {end}, later than {stop:?}");
		}
		(Stage::Ended(reason), AssignmentState::Ending { reason: said }) => {
			assert_eq!(reason, said, "{at}: why it ended")
		}
		(Stage::Revoked(reason), AssignmentState::Revoked { reason: said }) => {
			assert_eq!(reason, said, "{at}: why it was revoked")
		}
		(stage, effective) => panic!("{at}: {effective:?} on the chain, {stage:?} in the model"),
	}
}

/// What is kept of what is over, once everything was served: the last ends of each consumer and provider.
pub fn ends(model: &Model, place: Place) {
	for who in model.purses.keys() {
		let all = model.closings.values().filter(|(consumer, ..)| consumer == who).count();
		let kept = closings(*who);
		assert_eq!(kept.len(), all.min(crate::ended::CLOSINGS as usize), "{place}: ends of {who}'s subscriptions");
		for end in kept {
			let found = (*who, end.reason, end.at, end.paid, end.refunded);
			assert_eq!(Some(&found), model.closings.get(&end.subscription), "{place}: {}", end.subscription);
		}
		let all = model.partings.values().filter(|(provider, ..)| provider == who).count();
		let kept = partings(*who);
		assert_eq!(kept.len(), all.min(crate::ended::PARTINGS as usize), "{place}: ends of {who}'s attempts");
		for end in kept {
			let (id, attempt) = (end.subscription, end.attempt);
			let found = (*who, end.outcome, end.at, end.paid);
			assert_eq!(Some(&found), model.partings.get(&(id, attempt)), "{place}: {id}.{attempt}");
		}
	}
}

/// Once everything was served and claimed, nothing waits for anybody, but for what is too young to be claimed and what cannot be paid.
pub fn nothing_is_left(place: Place) {
	for (provider, id, debt) in crate::Debts::<Test>::iter() {
		let dead = free(Providers::payee(&provider)) == 0;
		assert!(dead && debt.amount < ED, "{place}: {id}: a debt to {provider} that could be paid");
	}
	for (provider, (id, attempt), _) in crate::Assignments::<Test>::iter() {
		let view = Subscriptions::view_assignment(&provider, id, attempt).expect("it is stored");
		assert!(view.effective == view.stored, "{place}: {id}.{attempt} was served");
		assert!(PayoutDelay::get() > 0 || view.earned == 0, "{place}: {id}.{attempt} was claimed");
	}
}

/// What the chain has yet to move when somebody asks for it.
#[derive(Default)]
struct Pending {
	free: Balance,
	escrow: Balance,
	deposit: Balance,
}

/// What is earned and not paid out, what has ended and was not served, and debts. All of it is still on the consumer's account.
fn pending() -> BTreeMap<AccountId, Pending> {
	let mut pending = BTreeMap::<AccountId, Pending>::new();
	for (provider, id, debt) in crate::Debts::<Test>::iter() {
		pending.entry(debt.consumer).or_default().escrow += debt.amount;
		pending.entry(Providers::payee(&provider)).or_default().free += debt.amount;
		assert!(debt.amount > 0, "{id}: a debt of nothing");
	}
	for (provider, (id, attempt)) in crate::Assignments::<Test>::iter_keys() {
		let view = Subscriptions::view_assignment(&provider, id, attempt).expect("it is stored");
		pending.entry(Providers::payee(&provider)).or_default().free += view.earned;
	}
	for id in crate::Subscriptions::<Test>::iter_keys() {
		let view = Subscriptions::view_subscription(id).expect("it is stored");
		let ended = view.stored != view.effective && matches!(view.effective, SubscriptionState::Closed { .. });
		let consumer = pending.entry(view.consumer).or_default();
		consumer.escrow += view.earned;
		if ended {
			consumer.free += view.refundable + view.deposit + view.credit;
			consumer.escrow += view.refundable;
			consumer.deposit += view.deposit + view.credit;
		}
	}
	pending
}

/// To the last unit, with what the runtime API says of what nobody has asked for yet.
pub fn balances_with(model: &Model, place: Place) {
	let mut pending = pending();
	let held = |reason: RuntimeHoldReason, who| Balances::balance_on_hold(&reason, &who);
	for (who, purse) in &model.purses {
		let at = At(place, "account", *who, 0);
		let pending = pending.remove(who).unwrap_or_default();
		assert_eq!(free(*who) + pending.free, purse.free, "{at}: free");
		assert_eq!(escrow(*who) - pending.escrow, purse.held(Hold::Escrow), "{at}: escrow");
		assert_eq!(deposit(*who) - pending.deposit, purse.held(Hold::Deposit), "{at}: deposits");
		assert_eq!(held(pallet_providers::HoldReason::Bond.into(), *who), purse.held(Hold::Bond), "{at}: bond");
		let types = held(pallet_providers::HoldReason::DescriptorType.into(), *who);
		assert_eq!(types, purse.held(Hold::Type), "{at}: types");
		assert_eq!(held(pallet_providers::HoldReason::Offer.into(), *who), purse.held(Hold::Offer), "{at}: offers");
	}
	for who in balances().keys() {
		assert!(model.purses.contains_key(who), "{place}: {who} has money that nobody gave it");
	}
}
