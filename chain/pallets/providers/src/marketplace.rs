//! What the pallet of subscriptions asks of its providers.

use crate::{Attempt, SubscriptionId, TypeId};

/// The outcome of looking for a provider.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Choice<AccountId, Balance> {
	/// This provider, at its price per block. One unit of its offer is taken.
	Awarded { provider: AccountId, price: Balance },
	/// Every offer was looked at and none will do.
	Nobody,
	/// None of the offers that may be looked at in one go will do; ask again for the next ones.
	Unfinished,
}

/// Providers as the pallet of subscriptions sees them.
pub trait Marketplace<AccountId, Balance, BlockNumber> {
	/// Whether a descriptor type is registered.
	fn is_type(type_id: &TypeId) -> bool;

	/// The provider that a key may act for.
	fn provider_of(key: &AccountId) -> Option<AccountId>;

	/// Find a provider for a deployment of a type at `max_price` per block or less, none of `excluded`, and take one unit of its offer.
	fn award(type_id: &TypeId, max_price: Balance, excluded: &[AccountId]) -> Choice<AccountId, Balance>;

	/// Give back the unit that [`Marketplace::award`] took. Once an award, when its teardown is confirmed.
	fn release(provider: &AccountId, type_id: &TypeId);

	/// Live blocks of a provider before block `b`, from an origin of the provider's own. Never falls with `b` or with time.
	fn live(provider: &AccountId, b: BlockNumber) -> BlockNumber;

	/// For how many blocks a heartbeat keeps a provider alive.
	fn gap() -> BlockNumber;

	/// Note that an assignment of a provider changed.
	fn changed(provider: &AccountId, subscription: SubscriptionId, attempt: Attempt);
}
