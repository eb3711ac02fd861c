//! What is stored.

use crate::{money::Segment, Attempt, Generation};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::prelude::*;
use pallet_providers::TypeId;

/// What a consumer wants and pays.
#[derive(CloneNoBound, DebugNoBound, Decode, Encode, EqNoBound, MaxEncodedLen, PartialEqNoBound, TypeInfo)]
#[scale_info(skip_type_params(MaxAttempts, MaxReasonLength))]
pub struct Subscription<
	AccountId: Clone + PartialEq + Eq + core::fmt::Debug,
	Balance: Clone + PartialEq + Eq + core::fmt::Debug,
	BlockNumber: Clone + PartialEq + Eq + core::fmt::Debug,
	MaxAttempts: Get<u32>,
	MaxReasonLength: Get<u32>,
> {
	pub consumer: AccountId,
	pub type_id: TypeId,
	/// sha2-256 over the descriptor's RFC 8785 canonical JSON.
	pub descriptor: H256,
	/// Of the descriptor, from 1.
	pub generation: Generation,
	/// The highest price per block that the consumer agrees to.
	pub max_price: Balance,
	/// Held from the consumer for this subscription now: what nobody has been paid yet.
	pub funds: Balance,
	/// Held from the consumer for the record.
	pub deposit: Balance,
	/// Settled to providers so far, in all attempts.
	pub paid: Balance,
	pub state: SubscriptionState<AccountId>,
	/// Awards so far; the number of the last attempt.
	pub attempts: Attempt,
	/// Providers that had an attempt and did not serve it.
	pub excluded: BoundedVec<AccountId, MaxAttempts>,
	/// Why the last attempt failed, in the provider's words.
	pub reason: BoundedVec<u8, MaxReasonLength>,
	/// Assignments that exist for it, tombstones included.
	pub assignments: u32,
	pub created: BlockNumber,
}

#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub enum SubscriptionState<AccountId> {
	/// Nobody serves it; anyone may `place` it.
	Waiting,
	/// A provider owes or serves it.
	Placed { provider: AccountId, attempt: Attempt },
	/// Over. The consumer's funds and deposit are free.
	Closed { reason: CloseReason },
}

#[derive(Clone, Copy, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub enum CloseReason {
	/// The funds did not cover another block.
	FundsSpent,
	/// The consumer left.
	Cancelled,
	/// The provider left.
	Resigned,
	/// Providers refused or missed it and no other would take it, or the attempts were used up.
	Unplaced,
}

/// What one provider owes for one award of a subscription.
#[derive(CloneNoBound, DebugNoBound, Decode, Encode, EqNoBound, MaxEncodedLen, PartialEqNoBound, TypeInfo)]
#[scale_info(skip_type_params(MaxReasonLength))]
pub struct Assignment<
	Balance: Clone + PartialEq + Eq + core::fmt::Debug,
	BlockNumber: Clone + PartialEq + Eq + core::fmt::Debug,
	MaxReasonLength: Get<u32>,
> {
	pub state: AssignmentState<BlockNumber>,
	/// The price per block, fixed at the award.
	pub rate: Balance,
	pub awarded_at: BlockNumber,
	/// NB: when it was declared deployed first.
	pub deployed_at: Option<BlockNumber>,
	/// The money that runs now. While active.
	pub segment: Option<Segment<Balance, BlockNumber>>,
	/// An end that somebody called, beside that of the funds.
	pub stop: Option<Stop<BlockNumber>>,
	/// The block of its entry in the queue of ends. While awarded or active.
	pub due: Option<BlockNumber>,
	/// Blocks between leaving and the end, fixed at the award.
	pub notice: BlockNumber,
	/// Blocks that are paid at least when the consumer leaves, fixed at the award.
	pub minimum: BlockNumber,
	/// The generation that the provider declared last; 0 before the first declaration.
	pub generation: Generation,
	pub condition: Option<Condition>,
	/// With the condition, or why it was rejected; the provider's words.
	pub reason: BoundedVec<u8, MaxReasonLength>,
	/// Settled to the provider for this attempt so far.
	pub paid: Balance,
}

#[derive(Clone, Copy, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub enum AssignmentState<BlockNumber> {
	/// To be declared deployed before this block.
	Awarded { deadline: BlockNumber },
	/// Declared deployed, and paid.
	Active,
	/// Was active. To be torn down.
	Ending { reason: EndReason },
	/// Was never active. To be torn down, whatever there is of it.
	Revoked { reason: RevokeReason },
}

impl<BlockNumber> AssignmentState<BlockNumber> {
	/// Whether what was deployed is to be torn down.
	pub fn is_terminal(&self) -> bool {
		matches!(self, Self::Ending { .. } | Self::Revoked { .. })
	}
}

#[derive(Clone, Copy, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub enum EndReason {
	/// The funds did not cover another block.
	FundsSpent,
	/// The consumer left.
	Cancelled,
	/// The provider left.
	Resigned,
}

impl From<EndReason> for CloseReason {
	fn from(reason: EndReason) -> Self {
		match reason {
			EndReason::FundsSpent => Self::FundsSpent,
			EndReason::Cancelled => Self::Cancelled,
			EndReason::Resigned => Self::Resigned,
		}
	}
}

#[derive(Clone, Copy, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub enum RevokeReason {
	/// The provider refused it.
	Rejected,
	/// The provider did not declare it deployed in time.
	MissedDeadline,
	/// The consumer left.
	Cancelled,
}

/// An end that somebody called.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Stop<BlockNumber> {
	/// The first block that is not paid any more.
	pub at: BlockNumber,
	pub reason: EndReason,
}

/// What a provider reports of what it runs.
#[derive(Clone, Copy, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub enum Condition {
	/// As declared.
	Ready,
	/// Runs, but not as it should.
	Degraded,
	/// The newest generation could not be brought up; the one before goes on.
	UpdateFailed,
	/// Not up yet, and tried again.
	Retrying,
}

/// Money that was earned and could not be paid out. Still held from the consumer, who has lost it; anyone may have it paid.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Debt<AccountId, Balance> {
	pub consumer: AccountId,
	pub amount: Balance,
}
