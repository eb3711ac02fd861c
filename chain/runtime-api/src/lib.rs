//! The reads that a reactor and a consumer make at a block. Stored state is what the chain wrote last, effective state is what it
//! would write if it served the block's time now: a reactor pokes on effective-ended and destroys on stored-ended only.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;
use codec::{Codec, Decode, Encode};
use scale_info::TypeInfo;
use sp_core::H256;

pub use pallet_subscriptions::{AssignmentView, SubscriptionView};

/// One page of a provider's assignments. Every page of one block carries the same revision; `next` is the `after` of the next page.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct AssignmentsPage<AccountId, Balance, BlockNumber> {
	pub revision: u64,
	pub items: Vec<AssignmentView<AccountId, Balance, BlockNumber>>,
	pub next: Option<(u64, u32)>,
}

/// What a reactor asks at every block, in one request: whether there is anything to read, and the block that deadlines are held against.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct Tick<BlockNumber> {
	/// The block of the clock. Not the height.
	pub now: BlockNumber,
	/// Of the provider; 0 for an account that is none.
	pub revision: u64,
	/// What the provider owes, tombstones included: as many as the pages hold.
	pub assignments: u32,
}

sp_api::decl_runtime_apis! {
	#[api_version(4)]
	pub trait DinfraApi<AccountId, Balance, BlockNumber>
	where
		AccountId: Codec,
		Balance: Codec,
		BlockNumber: Codec,
	{
		/// What tells this chain from another with the same genesis hash.
		fn instance() -> H256;
		/// The provider that a key acts for: itself when it is an owner, its owner when it is an operator.
		fn provider_of(key: AccountId) -> Option<AccountId>;
		/// Moves whenever an assignment of the provider changed; 0 for an account that is no provider.
		fn revision(provider: AccountId) -> u64;
		/// The clock, the provider's revision and the number of its assignments.
		fn tick(provider: AccountId) -> Tick<BlockNumber>;
		/// Who has an open offer of a type, first to last, from a place on: at most 100 a page, and the place at which the next page begins.
		fn offer_queue(type_id: H256, from: u64, limit: u32) -> (Vec<AccountId>, Option<u64>);
		/// Assignments of a provider, tombstones included, in storage order, which is not numeric order. At most 100 a page.
		fn assignments(
			provider: AccountId,
			after: Option<(u64, u32)>,
			limit: u32,
		) -> AssignmentsPage<AccountId, Balance, BlockNumber>;
		/// One assignment.
		fn assignment(
			provider: AccountId,
			subscription: u64,
			attempt: u32,
		) -> Option<AssignmentView<AccountId, Balance, BlockNumber>>;
		/// One subscription, as its consumer sees it.
		fn subscription(id: u64) -> Option<SubscriptionView<AccountId, Balance, BlockNumber>>;
	}
}
