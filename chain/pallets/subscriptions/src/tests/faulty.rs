//! A currency that does what Balances does, and fails where a test tells it to: after it has written, which is the worst it can do.

use super::*;
use crate::HoldReason;
use frame::{
	testing_prelude::*,
	token::{
		fungible::{Inspect, InspectHold, Mutate, MutateHold, Unbalanced, UnbalancedHold},
		tokens::{
			DepositConsequence, Fortitude, Precision, Preservation, Provenance, Restriction, WithdrawConsequence,
		},
	},
};
use std::{
	cell::{Cell, RefCell},
	collections::BTreeMap,
};

/// What fails.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
	/// Giving back what this account holds for this reason.
	Release(HoldReason, AccountId),
	/// Paying this account out of a hold.
	Pay(AccountId),
}

thread_local! {
	static FAULT: Cell<Option<Fault>> = const { Cell::new(None) };
	static BURNT: RefCell<BTreeMap<AccountId, Balance>> = const { RefCell::new(BTreeMap::new()) };
}

/// What was burnt of each account's deposits: the steps of its searches.
pub fn burnt_for_searches() -> BTreeMap<AccountId, Balance> {
	BURNT.with_borrow(BTreeMap::clone)
}

/// As on a new chain.
pub fn forget_burnt() {
	BURNT.with_borrow_mut(BTreeMap::clear);
}

/// From now on this fails, or nothing.
pub fn inject(fault: Option<Fault>) {
	FAULT.set(fault);
}

fn done<X>(result: Result<X, DispatchError>, fails: impl Fn(Fault) -> bool) -> Result<X, DispatchError> {
	match FAULT.get() {
		Some(fault) if fails(fault) => Err(DispatchError::Other("injected")),
		_ => result,
	}
}

pub struct Faulty;

impl Inspect<AccountId> for Faulty {
	type Balance = Balance;

	fn total_issuance() -> Balance {
		<Balances as Inspect<AccountId>>::total_issuance()
	}

	fn minimum_balance() -> Balance {
		<Balances as Inspect<AccountId>>::minimum_balance()
	}

	fn total_balance(who: &AccountId) -> Balance {
		<Balances as Inspect<AccountId>>::total_balance(who)
	}

	fn balance(who: &AccountId) -> Balance {
		<Balances as Inspect<AccountId>>::balance(who)
	}

	fn reducible_balance(who: &AccountId, preservation: Preservation, force: Fortitude) -> Balance {
		<Balances as Inspect<AccountId>>::reducible_balance(who, preservation, force)
	}

	fn can_deposit(who: &AccountId, amount: Balance, provenance: Provenance) -> DepositConsequence {
		<Balances as Inspect<AccountId>>::can_deposit(who, amount, provenance)
	}

	fn can_withdraw(who: &AccountId, amount: Balance) -> WithdrawConsequence<Balance> {
		<Balances as Inspect<AccountId>>::can_withdraw(who, amount)
	}
}

impl Unbalanced<AccountId> for Faulty {
	fn handle_dust(dust: frame::token::fungible::Dust<AccountId, Self>) {
		Balances::handle_raw_dust(dust.0)
	}

	fn write_balance(who: &AccountId, amount: Balance) -> Result<Option<Balance>, DispatchError> {
		Balances::write_balance(who, amount)
	}

	fn set_total_issuance(amount: Balance) {
		<Balances as Unbalanced<AccountId>>::set_total_issuance(amount)
	}
}

impl InspectHold<AccountId> for Faulty {
	type Reason = RuntimeHoldReason;

	fn total_balance_on_hold(who: &AccountId) -> Balance {
		Balances::total_balance_on_hold(who)
	}

	fn reducible_total_balance_on_hold(who: &AccountId, force: Fortitude) -> Balance {
		Balances::reducible_total_balance_on_hold(who, force)
	}

	fn balance_on_hold(reason: &RuntimeHoldReason, who: &AccountId) -> Balance {
		Balances::balance_on_hold(reason, who)
	}

	fn hold_available(reason: &RuntimeHoldReason, who: &AccountId) -> bool {
		Balances::hold_available(reason, who)
	}
}

impl UnbalancedHold<AccountId> for Faulty {
	fn set_balance_on_hold(reason: &RuntimeHoldReason, who: &AccountId, amount: Balance) -> DispatchResult {
		Balances::set_balance_on_hold(reason, who, amount)
	}
}

impl Mutate<AccountId> for Faulty {}

impl MutateHold<AccountId> for Faulty {
	fn hold(reason: &RuntimeHoldReason, who: &AccountId, amount: Balance) -> DispatchResult {
		Balances::hold(reason, who, amount)
	}

	fn burn_held(
		reason: &RuntimeHoldReason,
		who: &AccountId,
		amount: Balance,
		precision: Precision,
		force: Fortitude,
	) -> Result<Balance, DispatchError> {
		let burnt = <Balances as MutateHold<AccountId>>::burn_held(reason, who, amount, precision, force)?;
		if *reason == HoldReason::Deposit.into() {
			BURNT.with_borrow_mut(|all| *all.entry(*who).or_default() += burnt);
		}
		Ok(burnt)
	}

	fn release(
		reason: &RuntimeHoldReason,
		who: &AccountId,
		amount: Balance,
		precision: Precision,
	) -> Result<Balance, DispatchError> {
		let result = <Balances as MutateHold<AccountId>>::release(reason, who, amount, precision);
		done(result, |fault| matches!(fault, Fault::Release(of, from) if *who == from && *reason == of.into()))
	}

	fn transfer_on_hold(
		reason: &RuntimeHoldReason,
		source: &AccountId,
		dest: &AccountId,
		amount: Balance,
		precision: Precision,
		mode: Restriction,
		force: Fortitude,
	) -> Result<Balance, DispatchError> {
		let result = Balances::transfer_on_hold(reason, source, dest, amount, precision, mode, force);
		done(result, |fault| fault == Fault::Pay(*dest))
	}
}
