//! What is stored.

use crate::{Attempt, Pass, SubscriptionId};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
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
	/// Who is paid; the owner if nobody is named.
	pub beneficiary: Option<AccountId>,
	/// Takes no awards.
	pub draining: bool,
	/// Is being retired by force: takes no awards ever again.
	pub retiring: bool,
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
	/// Awards in a row that were not declared in time, of offers that were removed since: the most that any of them had. New offers
	/// begin with it.
	pub missed: u32,
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
pub struct Offer<Balance, BlockNumber> {
	/// Per block, for awards from now on.
	pub price: Balance,
	/// Within which the price of a running deployment may change, if at all.
	pub elastic: Option<Elastic<Balance>>,
	/// Deployments at a time.
	pub capacity: u32,
	/// Units in use: running deployments, and those not yet confirmed as torn down.
	pub used: u32,
	/// Takes awards.
	pub open: bool,
	/// Only for the consumers that are listed, see `AllowedConsumers`.
	pub private: bool,
	/// Blocks from an award to the first one in which declaring it deployed is too late.
	pub setup_blocks: BlockNumber,
	/// Where in the queue of open offers; means nothing once closed.
	pub place: u64,
	/// Turns that it has before it goes to the tail of the queue, at least one; means nothing once closed.
	pub left: u32,
	/// Whether it has had one of them.
	pub begun: bool,
	/// Awards in a row that were not declared in time.
	pub missed: u32,
	/// The first pass of the waiting requests that may see it, see [`crate::OnSupply`].
	pub visible_from: Pass,
	/// Held from the provider for the record.
	pub deposit: Balance,
}

/// The bounds of a price that may change while a deployment runs.
#[derive(Clone, Copy, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Elastic<Balance> {
	/// Per block, more than zero.
	pub floor: Balance,
	/// Per block, at least the price.
	pub ceiling: Balance,
	/// How far one change may go, up or down.
	pub step: Balance,
}

impl<Balance: Ord + Zero> Elastic<Balance> {
	/// Whether a price may begin in these bounds and move.
	pub fn allows(&self, price: &Balance) -> bool {
		!self.floor.is_zero() && self.floor <= *price && *price <= self.ceiling && !self.step.is_zero()
	}
}

/// What a provider asks of new awards of a descriptor type.
#[derive(Clone, Copy, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct OfferTerms<Balance, BlockNumber> {
	/// Per block.
	pub price: Balance,
	/// Within which the price of a running deployment may change; none fixes it.
	pub elastic: Option<Elastic<Balance>>,
	/// Deployments at a time.
	pub capacity: u32,
	/// Blocks from an award to the first one in which declaring it deployed is too late.
	pub setup_blocks: BlockNumber,
}

/// Blocks in which a provider's deployments may be away: `[from, until)`.
#[derive(Clone, Copy, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct MaintenanceWindow<BlockNumber> {
	pub from: BlockNumber,
	pub until: BlockNumber,
}

impl<BlockNumber: PartialOrd> MaintenanceWindow<BlockNumber> {
	pub fn covers(&self, b: &BlockNumber) -> bool {
		self.from <= *b && *b < self.until
	}
}

impl<Balance: Copy, BlockNumber> Offer<Balance, BlockNumber> {
	/// The most that a block may ever cost under this offer.
	pub fn ceiling(&self) -> Balance {
		self.elastic.map_or(self.price, |elastic| elastic.ceiling)
	}

	/// Units that are free.
	pub fn room(&self) -> u32 {
		self.capacity.saturating_sub(self.used)
	}

	/// Whether a unit is free.
	pub fn has_room(&self) -> bool {
		self.room() > 0
	}

	/// The units of its provider that the offer needs: what it promises, or what still runs when that is more.
	pub fn claims(&self) -> u32 {
		if self.open {
			self.capacity.max(self.used)
		} else {
			self.used
		}
	}
}

/// The open offers of a type, first to last.
#[derive(Clone, Copy, Debug, Decode, Default, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct OfferQueue {
	/// The first place that was never given to anybody.
	pub next: u64,
	/// None while there is no open offer.
	pub ends: Option<Ends>,
}

/// The places of who is first and who is last.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Ends {
	pub first: u64,
	pub last: u64,
}

/// An open offer between its neighbours. Its key is its place.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Entry<AccountId> {
	pub provider: AccountId,
	pub before: Option<u64>,
	pub after: Option<u64>,
}

/// An assignment of a provider changed.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Change {
	pub revision: u64,
	pub subscription: SubscriptionId,
	pub attempt: Attempt,
}

/// Text that a program reads: a region, a network's name, an attribute. UTF-8.
pub type Label = BoundedVec<u8, ConstU32<32>>;
/// A short list.
pub type Listed<Item> = BoundedVec<Item, ConstU32<8>>;
/// The consumers that a private offer serves.
pub type Allowed<AccountId> = BoundedVec<AccountId, ConstU32<32>>;

/// What a provider says of itself, for consumers' criteria.
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Default, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Profile {
	/// Where it serves, for example `eu-west` or `DE`.
	pub regions: Listed<Label>,
	/// Whose network it is in.
	pub networks: Listed<Network>,
	pub attributes: Listed<Attribute>,
	/// The hash of the terms that a consumer must have accepted.
	pub terms: Option<H256>,
}

#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub enum Network {
	Name(Label),
	/// An autonomous system's number.
	As(u32),
}

#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Attribute {
	pub key: Label,
	pub value: Label,
}

/// Which providers a consumer would have. Empty lists ask for nothing.
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Criteria<AccountId> {
	/// The provider serves in one of them.
	pub regions: Listed<Label>,
	/// The provider serves in none of them.
	pub not_regions: Listed<Label>,
	/// The provider is in none of them.
	pub not_networks: Listed<Network>,
	/// Asked before all others, in this order.
	pub prefer: Listed<AccountId>,
	/// Never asked.
	pub refuse: Listed<AccountId>,
	/// The provider has them all.
	pub attributes: Listed<Attribute>,
	/// Hashes of terms that the consumer has accepted. A provider with terms matches only if its hash is here.
	pub terms: Listed<H256>,
	/// A group of the consumer's own: no two open subscriptions of one group are with one provider.
	pub apart: Option<u32>,
}

impl<AccountId> Default for Criteria<AccountId> {
	fn default() -> Self {
		Self {
			regions: Default::default(),
			not_regions: Default::default(),
			not_networks: Default::default(),
			prefer: Default::default(),
			refuse: Default::default(),
			attributes: Default::default(),
			terms: Default::default(),
			apart: None,
		}
	}
}

/// How one of those that match is chosen.
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Default, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub enum Selection<AccountId> {
	/// Whose turn it is, each offer having as many turns in a row as free units.
	#[default]
	RoundRobin,
	/// By lot, as far as a chain can draw lots.
	Random,
	/// Who has the least share of its capacity in use.
	LeastLoaded,
	/// Who can never cost more than the others: the least ceiling.
	Cheapest,
	/// The first of these that matches, and nobody else.
	Candidates(Listed<AccountId>),
}

/// Keys of a provider that a consumer uses off chain.
#[derive(Clone, Debug, Decode, Default, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Keys {
	/// Proves who a provider is when it logs in somewhere.
	pub login: Option<LoginKey>,
	/// What consumers seal secrets to now.
	pub sealing: Option<SealingKey>,
	/// The sealing key before, for what was sealed before the rotation.
	pub previous: Option<SealingKey>,
}

/// A public key with the scheme that its account does not tell.
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct LoginKey {
	pub scheme: Scheme,
	/// 32 bytes, 33 (compressed) for ECDSA.
	pub key: BoundedVec<u8, ConstU32<33>>,
}

#[derive(Clone, Copy, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub enum Scheme {
	Ed25519,
	Sr25519,
	/// secp256k1.
	Ecdsa,
}

/// An X25519 public key.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct SealingKey {
	pub key: [u8; 32],
	/// From 1, one more with every rotation.
	pub version: u32,
}
