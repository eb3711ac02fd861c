//! What stays readable of a subscription after everything else of it is removed: for its consumer how it ended, for its providers how
//! each attempt did.
//!
//! Each account has rings of its own, so that nobody else can flush them: strangers can have their subscriptions end, not somebody's.

use crate::{
	pallet::*, AssignmentState, Attempt, CloseReason, Closing, EndReason, Outcome, Parting, RevokeReason,
	SubscriptionId,
};
use frame::prelude::*;

/// Ends of a consumer's subscriptions that are kept.
pub const CLOSINGS: u32 = 16;
/// Ends of a provider's attempts that are kept.
pub const PARTINGS: u32 = 64;

impl<T: Config> Pallet<T> {
	/// A subscription is over since block `at`. `provider` is the last that it was with.
	pub(crate) fn note_closing(
		id: SubscriptionId,
		subscription: &SubscriptionOf<T>,
		reason: CloseReason,
		provider: Option<T::AccountId>,
		at: BlockNumberFor<T>,
		refunded: BalanceOf<T>,
	) {
		let consumer = subscription.consumer.clone();
		let by = match reason {
			CloseReason::Cancelled => Some(consumer.clone()),
			CloseReason::Resigned => provider.clone(),
			CloseReason::FundsSpent | CloseReason::Unplaced | CloseReason::Retired => None,
		};
		let (paid, attempt) = (subscription.paid, subscription.attempts);
		let closing = Closing {
			subscription: id,
			type_id: subscription.type_id,
			reason,
			by: by.clone(),
			at,
			provider: provider.clone(),
			attempt,
			paid,
			refunded,
			words: subscription.reason.clone(),
		};
		let slot = ClosingsCount::<T>::mutate(&consumer, |count| next_slot(count, CLOSINGS));
		Closings::<T>::insert(&consumer, slot, closing);
		let event = Event::Closed { subscription: id, consumer, reason, by, at, provider, attempt, paid, refunded };
		Self::deposit_event(event);
	}

	/// An attempt is over since block `at`, and its assignment is a tombstone.
	pub(crate) fn note_parting(
		id: SubscriptionId,
		subscription: &SubscriptionOf<T>,
		provider: &T::AccountId,
		attempt: Attempt,
		assignment: &AssignmentOf<T>,
		at: BlockNumberFor<T>,
	) {
		let outcome = match assignment.state {
			AssignmentState::Ending { reason } => Outcome::Ended(reason),
			AssignmentState::Revoked { reason } => Outcome::Revoked(reason),
			AssignmentState::Awarded { .. } | AssignmentState::Active => return,
		};
		let consumer = subscription.consumer.clone();
		let by =
			match outcome {
				Outcome::Ended(EndReason::Cancelled | EndReason::Migrated)
				| Outcome::Revoked(RevokeReason::Cancelled) => Some(consumer.clone()),
				Outcome::Ended(EndReason::Resigned)
				| Outcome::Revoked(RevokeReason::Rejected | RevokeReason::MissedDeadline) => Some(provider.clone()),
				Outcome::Ended(EndReason::FundsSpent | EndReason::Retired)
				| Outcome::Revoked(RevokeReason::Retired) => None,
			};
		let parting = Parting {
			subscription: id,
			attempt,
			type_id: subscription.type_id,
			consumer,
			outcome,
			by,
			at,
			paid: assignment.paid,
			words: assignment.reason.clone(),
		};
		let slot = PartingsCount::<T>::mutate(provider, |count| next_slot(count, PARTINGS));
		Partings::<T>::insert(provider, slot, parting);
	}
}

fn next_slot(count: &mut u64, kept: u32) -> u32 {
	let slot = (*count % u64::from(kept)) as u32;
	*count = count.wrapping_add(1);
	slot
}
