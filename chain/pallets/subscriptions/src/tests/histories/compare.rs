//! The chain beside the model.

use super::*;
use crate::{AssignmentState, SubscriptionState};
use frame::token::fungible::InspectHold;

/// What the runtime API says of every subscription and assignment, at every block, whoever has claimed or served what.
pub fn records(model: &Model, hook: bool, place: &str) {
	let known = model.known().count() as u64;
	assert_eq!(crate::Subscriptions::<Test>::iter_keys().count() as u64, known, "{place}: subscriptions on the chain");
	let tombstones: usize = model.known().map(|(_, subscription)| subscription.assignments.len()).sum();
	assert_eq!(crate::Assignments::<Test>::iter_keys().count(), tombstones, "{place}: assignments on the chain");
	for (id, subscription) in model.known() {
		self::subscription(model, id, subscription, hook, place);
		for (attempt, assignment) in &subscription.assignments {
			self::assignment(id, *attempt, assignment, place);
		}
	}
}

fn subscription(model: &Model, id: SubscriptionId, subscription: &Subscription, hook: bool, place: &str) {
	let view = Subscriptions::view_subscription(id).unwrap_or_else(|| panic!("{place}: {id} is lost"));
	let at = format!("{place}: subscription {id}");
	match (subscription.state, &view.effective) {
		(State::Waiting, SubscriptionState::Waiting) => (),
		(State::Placed, SubscriptionState::Placed { provider, attempt }) => {
			assert_eq!(*attempt, subscription.attempts, "{at}: attempt");
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
	assert_eq!(view.generation, subscription.generation, "{at}: generation");
	if subscription.is_open() {
		assert_eq!(view.refundable, subscription.funds, "{at}: what is left");
		assert_eq!(view.deposit, DEPOSIT, "{at}: deposit");
	}
}

fn assignment(id: SubscriptionId, attempt: u32, assignment: &Assignment, place: &str) {
	let at = format!("{place}: assignment {id}.{attempt}");
	let view =
		Subscriptions::view_assignment(&assignment.provider, id, attempt).unwrap_or_else(|| panic!("{at} is lost"));
	assert_eq!(view.paid + view.earned, assignment.earned, "{at}: earned");
	assert_eq!(view.rate, assignment.rate, "{at}: rate");
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

/// To the last unit, once everything was served and claimed. A debt is the provider's, though it is still on its consumer's account.
pub fn balances_with(model: &Model, place: &str) {
	let (mut owed_by, mut owed_to) = (BTreeMap::<_, Balance>::new(), BTreeMap::<_, Balance>::new());
	for (provider, id, debt) in crate::Debts::<Test>::iter() {
		assert!(free(provider) == 0 && debt.amount < ED, "{place}: {id}: a debt to {provider} that could be paid");
		*owed_by.entry(debt.consumer).or_default() += debt.amount;
		*owed_to.entry(provider).or_default() += debt.amount;
	}
	let held = |reason: RuntimeHoldReason, who| Balances::balance_on_hold(&reason, &who);
	for (who, purse) in &model.purses {
		let at = format!("{place}: account {who}");
		assert_eq!(free(*who) + owed_to.get(who).unwrap_or(&0), purse.free, "{at}: free");
		assert_eq!(escrow(*who) - owed_by.get(who).unwrap_or(&0), purse.held(Hold::Escrow), "{at}: escrow");
		assert_eq!(deposit(*who), purse.held(Hold::Deposit), "{at}: deposits");
		assert_eq!(held(pallet_providers::HoldReason::Bond.into(), *who), purse.held(Hold::Bond), "{at}: bond");
		assert_eq!(
			held(pallet_providers::HoldReason::DescriptorType.into(), *who),
			purse.held(Hold::Type),
			"{at}: types"
		);
	}
	for who in balances().keys() {
		assert!(model.purses.contains_key(who), "{place}: {who} has money that nobody gave it");
	}
}
