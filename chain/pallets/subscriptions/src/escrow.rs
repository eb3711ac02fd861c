//! Holding, paying, giving back. Nothing else moves money.

use crate::{
	money::{self, Rolled},
	pallet::*,
	Attempt, Debt, SubscriptionId,
};
use frame::{
	prelude::*,
	token::{fungible::MutateHold, tokens::Restriction},
};
use pallet_providers::Marketplace;

impl<T: Config> Pallet<T> {
	pub(crate) fn hold(reason: HoldReason, who: &T::AccountId, amount: BalanceOf<T>) -> Result<(), Error<T>> {
		T::Currency::hold(&reason.into(), who, amount).map_err(|_| Error::<T>::FundsNotCovered)
	}

	pub(crate) fn release(reason: HoldReason, who: &T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		T::Currency::release(&reason.into(), who, amount, Precision::Exact).map(|_| ())
	}

	/// Pay what a running deployment has earned up to `now`, or to the end that was called if that was before, and start a new segment
	/// there, at the price that is due by then. Nothing happens without a segment. Returns whether the price changed.
	pub(crate) fn settle(
		id: SubscriptionId,
		subscription: &mut SubscriptionOf<T>,
		provider: &T::AccountId,
		attempt: Attempt,
		assignment: &mut AssignmentOf<T>,
		now: BlockNumberFor<T>,
	) -> bool {
		let Some(Rolled { earned, segment, changed }) = Self::rolled(provider, assignment, now) else {
			return false;
		};
		subscription.funds -= earned;
		subscription.paid += earned;
		assignment.paid += earned;
		assignment.segment = Some(segment);
		if let Some(change) = assignment.next.filter(|_| changed) {
			assignment.next = None;
			Self::keep_rate(id, attempt, assignment, change);
		}
		Self::pay_or_owe(id, attempt, &subscription.consumer, provider, earned);
		changed
	}

	/// Pay a provider for the set-up of an award that is given up at `at`, before it was declared, out of `spare`.
	pub(crate) fn pay_setup(
		id: SubscriptionId,
		subscription: &mut SubscriptionOf<T>,
		provider: &T::AccountId,
		attempt: Attempt,
		assignment: &mut AssignmentOf<T>,
		spare: BalanceOf<T>,
		at: BlockNumberFor<T>,
	) {
		let fee = Self::setup_fee(provider, assignment, spare, at);
		subscription.funds -= fee;
		subscription.paid += fee;
		assignment.paid += fee;
		Self::pay_or_owe(id, attempt, &subscription.consumer, provider, fee);
	}

	/// What an award costs that is given up at block `at`. A provider gets nothing that was dark in the block before, or in that of the
	/// award if that is `at`: what it does in `at` itself must not matter, or who comes first in that block would decide.
	pub(crate) fn setup_fee(
		provider: &T::AccountId,
		award: &AssignmentOf<T>,
		spare: BalanceOf<T>,
		at: BlockNumberFor<T>,
	) -> BalanceOf<T> {
		let judged = at.saturating_sub(One::one()).max(award.awarded_at);
		let counted = |b| T::Marketplace::live(provider, b);
		if counted(judged.saturating_add(One::one())) == counted(judged) {
			return Zero::zero();
		}
		money::setup_fee(award.rate, award.awarded_at, at, T::SetupBlocks::get(), spare)
	}

	fn pay_or_owe(
		id: SubscriptionId,
		attempt: Attempt,
		consumer: &T::AccountId,
		provider: &T::AccountId,
		amount: BalanceOf<T>,
	) {
		if amount.is_zero() {
			return;
		}
		let provider = provider.clone();
		if Self::pay(consumer, &provider, amount).is_ok() {
			Self::deposit_event(Event::Paid { subscription: id, attempt, provider, amount });
			return;
		}
		Debts::<T>::mutate(&provider, id, |debt| {
			let owed = debt.as_ref().map_or(Zero::zero(), |debt| debt.amount);
			*debt = Some(Debt { consumer: consumer.clone(), amount: owed + amount });
		});
		Self::deposit_event(Event::Owed { subscription: id, provider, amount });
	}

	/// Straight out of the escrow, to the provider or whom it names. In a storage layer of its own: a transfer may fail after it has
	/// written.
	fn pay(consumer: &T::AccountId, provider: &T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		let payee = T::Marketplace::payee(provider);
		frame::deps::frame_support::storage::with_storage_layer(|| {
			T::Currency::transfer_on_hold(
				&HoldReason::Escrow.into(),
				consumer,
				&payee,
				amount,
				Precision::Exact,
				Restriction::Free,
				Fortitude::Force,
			)
			.map(|_| ())
		})
	}

	pub(crate) fn do_claim_owed(provider: T::AccountId, id: SubscriptionId) -> DispatchResult {
		let debt = Debts::<T>::take(&provider, id).ok_or(Error::<T>::NothingOwed)?;
		Self::pay(&debt.consumer, &provider, debt.amount).map_err(|_| Error::<T>::StillUnpayable)?;
		Self::deposit_event(Event::DebtPaid { subscription: id, provider, amount: debt.amount });
		Ok(())
	}

	/// Give the consumer the rest of the funds and the deposit. Returns the funds given back.
	pub(crate) fn refund(subscription: &mut SubscriptionOf<T>) -> Result<BalanceOf<T>, DispatchError> {
		let (funds, deposit) = (subscription.funds, subscription.deposit);
		Self::release(HoldReason::Escrow, &subscription.consumer, funds)?;
		Self::release(HoldReason::Deposit, &subscription.consumer, deposit)?;
		subscription.funds = Zero::zero();
		subscription.deposit = Zero::zero();
		Ok(funds)
	}
}
