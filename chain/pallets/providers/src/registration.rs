//! Coming, going, keys and heartbeats.

use crate::{liveness, pallet::*, Attempt, Change, Provider, SubscriptionId};
use frame::{prelude::*, token::fungible::MutateHold};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register(who: T::AccountId, units: u32) -> DispatchResult {
		ensure!(!Providers::<T>::contains_key(&who), Error::<T>::AlreadyRegistered);
		ensure!(!OperatorOf::<T>::contains_key(&who), Error::<T>::KeyInUse);
		let bond = Self::bond(units)?;
		T::Currency::hold(&HoldReason::Bond.into(), &who, bond).map_err(|_| Error::<T>::BondNotCovered)?;
		Providers::<T>::insert(
			&who,
			Provider {
				units,
				bond,
				operators: BoundedVec::new(),
				beneficiary: None,
				draining: false,
				retiring: false,
				acc: Zero::zero(),
				last_heartbeat: Self::now(),
				revision: 0,
				assignments: 0,
				offers: 0,
				offered: 0,
				missed: 0,
			},
		);
		Self::deposit_event(Event::Registered { provider: who, units });
		Ok(())
	}

	pub(crate) fn do_set_units(who: T::AccountId, units: u32) -> DispatchResult {
		let mut provider = Self::provider(&who)?;
		ensure!(units >= provider.offered, Error::<T>::UnitsInUse);
		let bond = Self::bond(units)?;
		let reason = HoldReason::Bond.into();
		if bond > provider.bond {
			T::Currency::hold(&reason, &who, bond - provider.bond).map_err(|_| Error::<T>::BondNotCovered)?;
		} else {
			T::Currency::release(&reason, &who, provider.bond - bond, Precision::Exact)?;
		}
		provider.units = units;
		provider.bond = bond;
		Providers::<T>::insert(&who, provider);
		Self::deposit_event(Event::UnitsSet { provider: who, units });
		Ok(())
	}

	pub(crate) fn do_add_operator(who: T::AccountId, operator: T::AccountId) -> DispatchResult {
		let provider = Self::provider(&who)?;
		PendingOperators::<T>::try_mutate(&who, |pending| {
			let known = provider.operators.contains(&operator) || pending.contains(&operator);
			ensure!(!known, Error::<T>::OperatorKnown);
			let named = provider.operators.len() + pending.len();
			ensure!(named < T::MaxOperators::get() as usize, Error::<T>::TooManyOperators);
			pending.try_push(operator.clone()).map_err(|_| Error::<T>::TooManyOperators)
		})?;
		Self::deposit_event(Event::OperatorInvited { provider: who, operator });
		Ok(())
	}

	pub(crate) fn do_accept_operator(operator: T::AccountId, owner: T::AccountId) -> DispatchResult {
		ensure!(Self::provider_of(&operator).is_none(), Error::<T>::KeyInUse);
		let mut provider = Self::provider(&owner)?;
		PendingOperators::<T>::try_mutate(&owner, |pending| {
			let at = pending.iter().position(|key| *key == operator).ok_or(Error::<T>::NotInvited)?;
			pending.remove(at);
			provider.operators.try_push(operator.clone()).map_err(|_| Error::<T>::TooManyOperators)
		})?;
		Providers::<T>::insert(&owner, provider);
		OperatorOf::<T>::insert(&operator, &owner);
		Self::deposit_event(Event::OperatorAccepted { provider: owner, operator });
		Ok(())
	}

	pub(crate) fn do_remove_operator(who: T::AccountId, operator: T::AccountId) -> DispatchResult {
		let owner = if who == operator { Self::provider_of(&who).ok_or(Error::<T>::UnknownOperator)? } else { who };
		let mut provider = Self::provider(&owner)?;
		if let Some(at) = provider.operators.iter().position(|key| *key == operator) {
			provider.operators.remove(at);
			OperatorOf::<T>::remove(&operator);
			Providers::<T>::insert(&owner, provider);
		} else {
			PendingOperators::<T>::try_mutate(&owner, |pending| {
				let at = pending.iter().position(|key| *key == operator).ok_or(Error::<T>::UnknownOperator)?;
				pending.remove(at);
				Ok::<_, Error<T>>(())
			})?;
		}
		Self::deposit_event(Event::OperatorRemoved { provider: owner, operator });
		Ok(())
	}

	/// Returns whether the provider was dark until now.
	pub(crate) fn do_heartbeat(who: T::AccountId) -> Result<bool, DispatchError> {
		let owner = Self::provider_of(&who).ok_or(Error::<T>::NotAnOperator)?;
		let mut provider = Self::provider(&owner)?;
		let now = Self::now();
		let (last, gap) = (provider.last_heartbeat, T::Gap::get());
		let was_dark = liveness::dark(last, gap, now);
		if let Some(period) = liveness::period_ended(last, gap, now) {
			DarkPeriods::<T>::mutate(&owner, |periods| {
				if periods.is_full() {
					periods.remove(0);
				}
				let _ = periods.try_push(period).defensive();
			});
		}
		provider.acc = liveness::live(provider.acc, last, gap, &[], now);
		provider.last_heartbeat = now;
		let live = provider.acc;
		Providers::<T>::insert(&owner, provider);
		if was_dark {
			Self::stir_all(&owner);
		}
		Self::deposit_event(Event::Heartbeat { provider: owner, live });
		Ok(was_dark)
	}

	pub(crate) fn do_set_draining(who: T::AccountId, draining: bool) -> DispatchResult {
		let mut provider = Self::provider(&who)?;
		let refusal = if draining { Error::<T>::AlreadyDraining } else { Error::<T>::NotDraining };
		ensure!(provider.draining != draining, refusal);
		ensure!(!provider.retiring, Error::<T>::Retiring);
		provider.draining = draining;
		Providers::<T>::insert(&who, provider);
		if !draining {
			Self::stir_all(&who);
		}
		Self::deposit_event(match draining {
			true => Event::Drained { provider: who },
			false => Event::Undrained { provider: who },
		});
		Ok(())
	}

	pub(crate) fn do_leave(who: T::AccountId) -> DispatchResult {
		let provider = Self::provider(&who)?;
		ensure!(provider.assignments == 0, Error::<T>::AssignmentsRemain);
		ensure!(provider.offers == 0, Error::<T>::OffersRemain);
		Self::forget(who, provider)
	}

	/// Remove a provider of which nothing is left but its own record and keys; the bond is free. What it missed goes with the record.
	pub(crate) fn forget(who: T::AccountId, provider: ProviderOf<T>) -> DispatchResult {
		T::Currency::release(&HoldReason::Bond.into(), &who, provider.bond, Precision::Exact)?;
		for operator in provider.operators {
			OperatorOf::<T>::remove(operator);
		}
		PendingOperators::<T>::remove(&who);
		KeysOf::<T>::remove(&who);
		Profiles::<T>::remove(&who);
		Maintenance::<T>::remove(&who);
		DarkPeriods::<T>::remove(&who);
		for slot in 0..T::ChangesKept::get() {
			Changes::<T>::remove(&who, slot);
		}
		Providers::<T>::remove(&who);
		Self::deposit_event(Event::Left { provider: who });
		Ok(())
	}

	/// The block of the clock, which all that is kept here is counted in.
	pub fn now() -> BlockNumberFor<T> {
		T::Clock::current_block_number()
	}

	/// The provider that `key` may act for: itself when it is an owner, its owner when it is an operator.
	pub fn provider_of(key: &T::AccountId) -> Option<T::AccountId> {
		if Providers::<T>::contains_key(key) {
			return Some(key.clone());
		}
		OperatorOf::<T>::get(key)
	}

	/// The revision and the number of assignments, tombstones included; nothing for an account that is no provider.
	pub fn books(provider: &T::AccountId) -> (u64, u32) {
		Providers::<T>::get(provider).map_or((0, 0), |record| (record.revision, record.assignments))
	}

	/// Moves with every change of an assignment of the provider; 0 for an account that is no provider.
	pub fn revision(provider: &T::AccountId) -> u64 {
		Providers::<T>::get(provider).map_or(0, |provider| provider.revision)
	}

	pub(crate) fn live_before(owner: &T::AccountId, b: BlockNumberFor<T>) -> BlockNumberFor<T> {
		let Some(provider) = Providers::<T>::get(owner) else {
			return Zero::zero();
		};
		let last = provider.last_heartbeat;
		let periods = if b < last { DarkPeriods::<T>::get(owner) } else { Default::default() };
		liveness::live(provider.acc, last, T::Gap::get(), &periods, b)
	}

	pub(crate) fn note_change(owner: &T::AccountId, subscription: SubscriptionId, attempt: Attempt) {
		Providers::<T>::mutate(owner, |provider| {
			let Some(provider) = provider.as_mut().defensive() else {
				return;
			};
			provider.revision = provider.revision.saturating_add(1);
			let revision = provider.revision;
			let slot = (revision % u64::from(T::ChangesKept::get())) as u32;
			Changes::<T>::insert(owner, slot, Change { revision, subscription, attempt });
		});
	}

	pub(crate) fn provider(who: &T::AccountId) -> Result<ProviderOf<T>, Error<T>> {
		Providers::<T>::get(who).ok_or(Error::<T>::NotAProvider)
	}

	pub(crate) fn bond(units: u32) -> Result<BalanceOf<T>, Error<T>> {
		ensure!(units > 0, Error::<T>::NoUnits);
		let for_units = T::BondPerUnit::get().checked_mul(&units.into()).ok_or(Error::<T>::BondNotCovered)?;
		T::BondBase::get().checked_add(&for_units).ok_or(Error::<T>::BondNotCovered)
	}
}
