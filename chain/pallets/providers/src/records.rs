//! What is stored.

use crate::{Attempt, SubscriptionId};
use codec::{Decode, Encode, MaxEncodedLen};
use frame::prelude::*;

/// A provider. Its key is the owner's account.
#[derive(CloneNoBound, DebugNoBound, Decode, Encode, EqNoBound, MaxEncodedLen, PartialEqNoBound, TypeInfo)]
#[scale_info(skip_type_params(MaxOperators))]
pub struct Provider<
	AccountId: Clone + PartialEq + Eq + core::fmt::Debug,
	Balance: Clone + PartialEq + Eq + core::fmt::Debug,
	BlockNumber: Clone + PartialEq + Eq + core::fmt::Debug,
	MaxOperators: Get<u32>,
> {
	/// Capacity, over all types.
	pub units: u32,
	/// Held now.
	pub bond: Balance,
	/// Keys that may do a reactor's calls.
	pub operators: BoundedVec<AccountId, MaxOperators>,
	/// Takes no awards.
	pub draining: bool,
	/// Live blocks before `last_heartbeat`, counted from registration.
	pub acc: BlockNumber,
	pub last_heartbeat: BlockNumber,
	/// Moves with every change of an assignment.
	pub revision: u64,
	/// Assignments, tombstones included. Each uses a unit of an offer.
	pub assignments: u32,
	/// Offers, closed ones in use included.
	pub offers: u32,
	/// Units that the offers claim, see [`Offer::claims`]. At most `units`.
	pub offered: u32,
}

/// A descriptor type. Its key is the hash of its schema.
#[derive(CloneNoBound, DebugNoBound, Decode, Encode, EqNoBound, MaxEncodedLen, PartialEqNoBound, TypeInfo)]
#[scale_info(skip_type_params(MaxNameLength))]
pub struct DescriptorType<
	AccountId: Clone + PartialEq + Eq + core::fmt::Debug,
	Balance: Clone + PartialEq + Eq + core::fmt::Debug,
	MaxNameLength: Get<u32>,
> {
	pub owner: AccountId,
	pub name: BoundedVec<u8, MaxNameLength>,
	/// Held from the owner now.
	pub deposit: Balance,
	/// Offers of this type, closed ones in use included.
	pub offers: u32,
}

/// What a provider asks for a descriptor type.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Offer<Balance> {
	/// Per block.
	pub price: Balance,
	/// Deployments at a time.
	pub capacity: u32,
	/// Units in use: running deployments, and those not yet confirmed as torn down.
	pub used: u32,
	/// Takes awards.
	pub open: bool,
	/// Where in the ring of open offers; means nothing once closed.
	pub index: u32,
}

impl<Balance> Offer<Balance> {
	/// The units of its provider that the offer needs: what it promises, or what still runs when that is more.
	pub fn claims(&self) -> u32 {
		if self.open {
			self.capacity.max(self.used)
		} else {
			self.used
		}
	}
}

/// Whose turn it is among the open offers of a type: the offer at `index`, for the `unit`-th time in a row.
#[derive(Clone, Copy, Debug, Decode, Default, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Turn {
	pub index: u32,
	pub unit: u32,
}

/// An assignment of a provider changed.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Change {
	pub revision: u64,
	pub subscription: SubscriptionId,
	pub attempt: Attempt,
}
