//! What the pallet of subscriptions asks of its providers, and what providers tell it.

use crate::{Attempt, Criteria, Elastic, MaintenanceWindow, Selection, SubscriptionId, TypeId};
use codec::{Decode, Encode, MaxEncodedLen};
use frame::prelude::{DispatchError, TypeInfo};

/// A walk of the waiting requests of a type, from 1.
pub type Pass = u64;

/// A search for a provider.
#[derive(Clone, Debug)]
pub struct Ask<'a, AccountId, Balance, BlockNumber> {
	pub type_id: &'a TypeId,
	pub consumer: &'a AccountId,
	/// Per block; held against the offer's ceiling.
	pub max_price: Balance,
	/// Whether a price that may change will do.
	pub elastic: bool,
	/// The most blocks that an award may leave to set up; none bounds them.
	pub max_setup: Option<BlockNumber>,
	pub selection: &'a Selection<AccountId>,
	pub criteria: &'a Criteria<AccountId>,
	/// Providers that will not do, beside those that the criteria refuse.
	pub excluded: &'a [AccountId],
	/// Offers that are visible from a later pass on are not seen.
	pub pass: Pass,
	/// Where the search goes on that was [`Choice::Unfinished`] before.
	pub scan: Option<Scan>,
}

/// A search that is not done. It goes from where it began to the last place that was taken then, on from the first place to where it
/// began, and at last to whoever has gone behind the last meanwhile.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Scan {
	/// The place that it reads next, or the one behind it if that is empty.
	pub next: u64,
	/// Where it began.
	pub from: u64,
	/// The first place that had not been given to anybody when it began.
	pub end: u64,
}

/// Who was chosen, and what of its offer holds from now on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Award<AccountId, Balance, BlockNumber> {
	pub provider: AccountId,
	/// Per block.
	pub price: Balance,
	/// Within which the price may change, if at all.
	pub elastic: Option<Elastic<Balance>>,
	/// Blocks that the provider has to declare it deployed.
	pub setup_blocks: BlockNumber,
	/// Whether it used one of the provider's turns.
	pub by_turn: bool,
}

/// The outcome of looking for a provider.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Choice<AccountId, Balance, BlockNumber> {
	/// One unit of an offer is taken.
	Awarded(Award<AccountId, Balance, BlockNumber>),
	/// Every offer was looked at and none will do.
	Nobody,
	/// None of the offers that may be looked at in one go will do; ask again for the next ones.
	Unfinished { scan: Scan },
}

/// Providers as the pallet of subscriptions sees them.
pub trait Marketplace<AccountId, Balance, BlockNumber> {
	/// Whether a descriptor type is registered.
	fn is_type(type_id: &TypeId) -> bool;

	/// The provider that a key may act for.
	fn provider_of(key: &AccountId) -> Option<AccountId>;

	/// Who is paid for a provider's work.
	fn payee(provider: &AccountId) -> AccountId;

	/// Find a provider and take one unit of its offer.
	fn award(ask: &Ask<AccountId, Balance, BlockNumber>) -> Choice<AccountId, Balance, BlockNumber>;

	/// Give back the unit that [`Marketplace::award`] took. Once an award, when its teardown is confirmed.
	fn release(provider: &AccountId, type_id: &TypeId);

	/// A provider refused an award of this type that came by turn, or missed its deadline: others are first now, and its next row is of one. O(1).
	fn failed(provider: &AccountId, type_id: &TypeId);

	/// An award of this type was not declared in time. Its unit is still taken.
	fn missed(provider: &AccountId, type_id: &TypeId);

	/// A deployment of this type was declared for the first time.
	fn served(provider: &AccountId, type_id: &TypeId);

	/// Award nothing to a provider ever again. Returns whether there is one.
	fn retire(provider: &AccountId) -> bool;

	/// Remove a provider that retires, with its offers and keys, and free its bond. Returns whether; not while it has assignments.
	fn remove_retired(provider: &AccountId) -> Result<bool, DispatchError>;

	/// Live blocks of a provider before block `b`, from an origin of the provider's own. Never falls with `b` or with time.
	fn live(provider: &AccountId, b: BlockNumber) -> BlockNumber;

	/// Whether the block that is being made is one in which the provider is not paid.
	fn is_dark(provider: &AccountId) -> bool;

	/// The maintenance that a provider announced last, before, in or after it.
	fn maintenance(provider: &AccountId) -> Option<MaintenanceWindow<BlockNumber>>;

	/// For how many blocks a heartbeat keeps a provider alive.
	fn gap() -> BlockNumber;

	/// Note that an assignment of a provider changed.
	fn changed(provider: &AccountId, subscription: SubscriptionId, attempt: Attempt);
}

/// Told of supply that was not there before.
pub trait OnSupply {
	/// An offer of the type may take awards that it would not have taken before. Returns the first pass that may see it. O(1).
	fn stirred(type_id: &TypeId) -> Pass;

	/// Have somebody wait for the type, so that supply of it costs what it costs at most.
	#[cfg(feature = "runtime-benchmarks")]
	fn have_somebody_wait(type_id: &TypeId);
}

impl OnSupply for () {
	fn stirred(_: &TypeId) -> Pass {
		0
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn have_somebody_wait(_: &TypeId) {}
}
