//! A provider that must go: root ends what it owes, so many assignments at a time.

use crate::{pallet::*, AssignmentState, Attempt, EndReason, RevokeReason, SubscriptionId, MAX_RETIRED};
use alloc::vec::Vec;
use frame::{deps::frame_support::storage::with_storage_layer, prelude::*};
use pallet_providers::Marketplace;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_force_retire(provider: T::AccountId, limit: u32) -> DispatchResult {
		ensure!((1..=MAX_RETIRED).contains(&limit), Error::<T>::LimitOutOfBounds);
		ensure!(T::Marketplace::retire(&provider), Error::<T>::NotAProvider);
		let piece: Vec<_> = Assignments::<T>::iter_key_prefix(&provider).take(limit as usize).collect();
		for (id, attempt) in piece {
			// One that cannot be ended does not keep the others.
			if let Err(error) = with_storage_layer(|| Self::retire_assignment(&provider, id, attempt)) {
				Self::deposit_event(Event::NotServed { subscription: id, attempt, error });
			}
		}
		Self::deposit_event(match T::Marketplace::remove_retired(&provider)? {
			true => Event::Retired { provider },
			false => Event::RetirementUnfinished { provider },
		});
		Ok(())
	}

	/// Pay what was served, and forget it: who is retired confirms no teardown.
	fn retire_assignment(provider: &T::AccountId, id: SubscriptionId, attempt: Attempt) -> DispatchResult {
		let mut subscription = Self::caught_up(id)?;
		let assignment = Assignments::<T>::get(provider, (id, attempt)).ok_or(Error::<T>::NoAssignment)?;
		let who = provider.clone();
		match assignment.state {
			AssignmentState::Active => {
				Self::end(id, &mut subscription, who, attempt, assignment, EndReason::Retired)?;
			}
			AssignmentState::Awarded { .. } => {
				let (reason, words) = (RevokeReason::Retired, BoundedVec::new());
				Self::revoke_and_go_on(id, &mut subscription, who, attempt, assignment, reason, words)?;
			}
			AssignmentState::Ending { .. } | AssignmentState::Revoked { .. } => (),
		}
		Self::clear_away(id, subscription, provider, attempt);
		Self::deposit_event(Event::Forgotten { subscription: id, attempt, provider: provider.clone() });
		Ok(())
	}
}
