//! What is stored.

use crate::{money::Segment, Attempt, Generation, SubscriptionId};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::prelude::*;
use pallet_providers::{Criteria, Elastic, Pass, Scan, Selection, TypeId};

/// What a consumer wants and pays.
#[derive(CloneNoBound, DebugNoBound, Decode, Encode, EqNoBound, MaxEncodedLen, PartialEqNoBound, TypeInfo)]
#[scale_info(skip_type_params(ExcludedKept, MaxReasonLength))]
pub struct Subscription<
	AccountId: Clone + PartialEq + Eq + core::fmt::Debug,
	Balance: Clone + PartialEq + Eq + core::fmt::Debug,
	BlockNumber: Clone + PartialEq + Eq + core::fmt::Debug,
	ExcludedKept: Get<u32>,
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
	/// Who is to take over from the provider that serves it, once it has declared it deployed.
	pub successor: Option<Successor<AccountId>>,
	/// Of the funds: kept for the set-up of who is to take over, out of reach of who serves. None without a successor.
	pub reserve: Balance,
	/// While it stands in the line of its type: what is held from the consumer for the place.
	pub in_line: Option<Balance>,
	/// The attempts that came to nothing since it was declared deployed last.
	pub failures: Option<Failures<BlockNumber>>,
	/// Awards so far; the number of the last attempt.
	pub attempts: Attempt,
	/// The last providers that had an attempt and did not serve it, since it was declared deployed last.
	pub excluded: BoundedVec<AccountId, ExcludedKept>,
	/// Why the last attempt failed, in the provider's words.
	pub reason: BoundedVec<u8, MaxReasonLength>,
	/// Assignments that exist for it, tombstones included.
	pub assignments: u32,
	pub created: BlockNumber,
}

impl<AccountId, Balance, BlockNumber, ExcludedKept, MaxReasonLength>
	Subscription<AccountId, Balance, BlockNumber, ExcludedKept, MaxReasonLength>
where
	AccountId: Clone + PartialEq + Eq + core::fmt::Debug,
	Balance: Clone + PartialEq + Eq + core::fmt::Debug,
	BlockNumber: Clone + PartialEq + Eq + core::fmt::Debug,
	ExcludedKept: Get<u32>,
	MaxReasonLength: Get<u32>,
{
	/// What who serves can earn.
	pub fn spendable(&self) -> Balance
	where
		Balance: AtLeast32BitUnsigned + Copy,
	{
		self.funds.saturating_sub(self.reserve)
	}

	/// Who owes this attempt, if it is the one that serves or the one that is to take over.
	pub fn owes(&self, attempt: Attempt) -> Option<&AccountId> {
		match &self.state {
			SubscriptionState::Placed { provider, attempt: current } if *current == attempt => Some(provider),
			_ => self.successor.as_ref().filter(|next| next.attempt == attempt).map(|next| &next.provider),
		}
	}
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
	/// Providers refused or missed it and no other would take it, or the consumer's patience was over.
	Unplaced,
	/// The provider was retired by force.
	Retired,
}

/// The award of a deployment that will take over.
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Successor<AccountId> {
	pub provider: AccountId,
	pub attempt: Attempt,
}

/// Attempts in a row that came to nothing.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Failures<BlockNumber> {
	pub count: u32,
	/// The block of the first.
	pub since: BlockNumber,
	/// The block in which another provider is looked for. None once that was done.
	pub retry: Option<BlockNumber>,
}

/// A number as a key of storage that sorts as the number does.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, Ord, PartialEq, PartialOrd, TypeInfo)]
pub struct InOrder([u8; 8]);

impl From<u64> for InOrder {
	fn from(number: u64) -> Self {
		Self(number.to_be_bytes())
	}
}

impl From<InOrder> for u64 {
	fn from(InOrder(bytes): InOrder) -> Self {
		Self::from_be_bytes(bytes)
	}
}

/// The waiting requests of a type, see [`crate::waiting`]. Only while there are any.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Line {
	/// The pass that runs, or ran last; 0 for none yet.
	pub pass: Pass,
	/// Where that pass is, while it runs.
	pub walk: Option<Walk>,
}

/// A search that is made for one subscription by itself, beside the passes: for who is to take over from the provider that serves it, or
/// for one in line that could not be asked when it was its turn.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Search<BlockNumber> {
	/// The block in which the queue of ends comes to it. In the past: its credit did not cover a step then.
	pub at: BlockNumber,
	/// Where it goes on.
	pub scan: Option<Scan>,
}

/// A pass on its way.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Walk {
	/// Who is asked next.
	pub at: SubscriptionId,
	/// How far the search for that one is.
	pub scan: Option<Scan>,
	/// Something came that this pass does not see: it ends before this subscription, and another begins.
	pub until: Option<SubscriptionId>,
}

/// What a consumer asked for beyond a type and a price. Kept while the subscription is open.
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Wish<AccountId, BlockNumber> {
	pub selection: Selection<AccountId>,
	/// Whether a price that may change within an offer's bounds will do. `max_price` holds for its ceiling.
	pub elastic: bool,
	/// Whether it moves to another provider by itself when its own resigns, and anyone may move it (`migrate`) when its own is dark.
	pub follow: bool,
	/// The most blocks that a provider may take to set up; none leaves it to the offer.
	pub max_setup: Option<BlockNumber>,
	/// Blocks from the first of a row of failed attempts within which others are tried; the runtime's own if none is given.
	pub patience: Option<BlockNumber>,
	pub criteria: Criteria<AccountId>,
}

impl<AccountId, BlockNumber> Default for Wish<AccountId, BlockNumber> {
	fn default() -> Self {
		Self {
			selection: Selection::RoundRobin,
			elastic: false,
			follow: false,
			max_setup: None,
			patience: None,
			criteria: Criteria::default(),
		}
	}
}

/// A subscription that is asked for.
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Request<AccountId, Balance, BlockNumber> {
	pub type_id: TypeId,
	/// sha2-256 over the descriptor's RFC 8785 canonical JSON.
	pub descriptor: H256,
	/// Per block.
	pub max_price: Balance,
	/// To be held.
	pub funds: Balance,
	pub wish: Wish<AccountId, BlockNumber>,
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
	/// The price per block: of the award, until both sides or the offer's bounds allow another.
	pub rate: Balance,
	/// The bounds within which the provider may change the price, fixed at the award.
	pub elastic: Option<Elastic<Balance>>,
	/// Another price, from a block to come.
	pub next: Option<RateChange<Balance, BlockNumber>>,
	/// A price per block that the provider proposes and the consumer may accept.
	pub proposal: Option<Balance>,
	/// The last changes of the price, oldest first.
	pub rates: BoundedVec<RateChange<Balance, BlockNumber>, ConstU32<RATES_KEPT>>,
	pub awarded_at: BlockNumber,
	/// Whether it was awarded by turn: then who fails it gives up its turns.
	pub by_turn: bool,
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
	/// Blocks that are paid at least when the consumer leaves after the trial, fixed at the award.
	pub minimum: BlockNumber,
	/// Blocks from the declaration in which the minimum does not bind yet, fixed at the award.
	pub trial: BlockNumber,
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
	/// The provider was retired by force.
	Retired,
	/// Another provider has taken over.
	Migrated,
}

impl EndReason {
	/// Whether who is to take over does so at once when a deployment ends for this reason.
	pub fn hands_over(self) -> bool {
		matches!(self, Self::Resigned | Self::Retired)
	}

	/// Why a subscription is over whose deployment ended for this reason; none if it is not over.
	pub fn closes(self) -> Option<CloseReason> {
		match self {
			Self::FundsSpent => Some(CloseReason::FundsSpent),
			Self::Cancelled => Some(CloseReason::Cancelled),
			Self::Resigned => Some(CloseReason::Resigned),
			Self::Retired => Some(CloseReason::Retired),
			Self::Migrated => None,
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
	/// The provider was retired by force.
	Retired,
}

/// How a subscription ended.
#[derive(CloneNoBound, DebugNoBound, Decode, Encode, EqNoBound, MaxEncodedLen, PartialEqNoBound, TypeInfo)]
#[scale_info(skip_type_params(MaxReasonLength))]
pub struct Closing<
	AccountId: Clone + PartialEq + Eq + core::fmt::Debug,
	Balance: Clone + PartialEq + Eq + core::fmt::Debug,
	BlockNumber: Clone + PartialEq + Eq + core::fmt::Debug,
	MaxReasonLength: Get<u32>,
> {
	pub subscription: SubscriptionId,
	pub type_id: TypeId,
	pub reason: CloseReason,
	/// The consumer or the provider, if one of them ended it.
	pub by: Option<AccountId>,
	/// The first block that nobody was paid for any more, whenever that was served.
	pub at: BlockNumber,
	/// The last that it was with.
	pub provider: Option<AccountId>,
	/// The last attempt; 0 if there was none.
	pub attempt: Attempt,
	/// To providers, in all attempts.
	pub paid: Balance,
	/// To the consumer. Deposits are not counted.
	pub refunded: Balance,
	/// Why the last failed attempt failed, in the provider's words.
	pub words: BoundedVec<u8, MaxReasonLength>,
}

/// How an attempt ended.
#[derive(CloneNoBound, DebugNoBound, Decode, Encode, EqNoBound, MaxEncodedLen, PartialEqNoBound, TypeInfo)]
#[scale_info(skip_type_params(MaxReasonLength))]
pub struct Parting<
	AccountId: Clone + PartialEq + Eq + core::fmt::Debug,
	Balance: Clone + PartialEq + Eq + core::fmt::Debug,
	BlockNumber: Clone + PartialEq + Eq + core::fmt::Debug,
	MaxReasonLength: Get<u32>,
> {
	pub subscription: SubscriptionId,
	pub attempt: Attempt,
	pub type_id: TypeId,
	pub consumer: AccountId,
	pub outcome: Outcome,
	/// The consumer or the provider, if one of them ended it.
	pub by: Option<AccountId>,
	/// The first block that is not paid any more, or that of the refusal, the deadline or the departure.
	pub at: BlockNumber,
	/// To the provider, for this attempt.
	pub paid: Balance,
	/// The provider's last words about it.
	pub words: BoundedVec<u8, MaxReasonLength>,
}

/// How an attempt ended, before it was declared deployed or after.
#[derive(Clone, Copy, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub enum Outcome {
	Revoked(RevokeReason),
	Ended(EndReason),
}

/// How many changes of its price an assignment keeps.
pub const RATES_KEPT: u32 = 4;

/// A price per block, from a block on.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct RateChange<Balance, BlockNumber> {
	pub at: BlockNumber,
	pub rate: Balance,
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
