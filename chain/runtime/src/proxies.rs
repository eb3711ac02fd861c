//! What an account may let others do in its name (pallet Proxy): everything, a provider's daily work, or a consumer's.
//!
//! A type names the calls that it allows, so a call that is added later is allowed to nobody but [`ProxyType::Any`] until it is listed
//! here. Batches are allowed to all types: what is in one passes the same filter. Calls that act for yet another account
//! (`as_derivative`, `dispatch_as`, multisigs, proxies) are not.

use crate::RuntimeCall;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::InstanceFilter;
use scale_info::TypeInfo;

#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Encode,
	Eq,
	MaxEncodedLen,
	Ord,
	PartialEq,
	PartialOrd,
	TypeInfo,
)]
pub enum ProxyType {
	/// Every call, adding and removing proxies included.
	#[default]
	#[codec(index = 0)]
	Any,
	/// What an operator key of a provider may do, and what anybody may do for it: nothing that moves its bond, its offers or where its
	/// earnings go.
	#[codec(index = 1)]
	Operator,
	/// What a consumer does with subscriptions. Funds go to providers for what they serve, and back to the account, and nowhere else (but for
	/// the credit of a search that is for another); but a
	/// delegate may subscribe to what it serves itself.
	#[codec(index = 2)]
	Consumer,
}

impl InstanceFilter<RuntimeCall> for ProxyType {
	fn filter(&self, call: &RuntimeCall) -> bool {
		match self {
			Self::Any => true,
			Self::Operator => is_batch(call) || is_of_operators(call) || is_of_anybody(call),
			Self::Consumer => is_batch(call) || is_of_consumers(call) || is_of_anybody(call),
		}
	}

	fn is_superset(&self, other: &Self) -> bool {
		*self == Self::Any || self == other
	}
}

fn is_batch(call: &RuntimeCall) -> bool {
	use pallet_utility::Call::{batch, batch_all, force_batch};
	matches!(call, RuntimeCall::Utility(batch { .. } | batch_all { .. } | force_batch { .. }))
}

fn is_of_operators(call: &RuntimeCall) -> bool {
	use pallet_providers::Call::heartbeat;
	use pallet_subscriptions::Call::{confirm_teardown, declare_deployed, reject, report, resign};
	matches!(
		call,
		RuntimeCall::Providers(heartbeat {})
			| RuntimeCall::Subscriptions(
				declare_deployed { .. } | report { .. } | reject { .. } | resign { .. } | confirm_teardown { .. }
			)
	)
}

fn is_of_consumers(call: &RuntimeCall) -> bool {
	use pallet_subscriptions::Call::{
		accept_price, cancel, fund_search, migrate, set_logins, subscribe, subscribe_many, subscribe_with, top_up,
		update, withdraw,
	};
	matches!(
		call,
		RuntimeCall::Subscriptions(
			subscribe { .. }
				| subscribe_with { .. }
				| subscribe_many { .. }
				| update { .. }
				| top_up { .. }
				| withdraw { .. }
				| cancel { .. }
				| accept_price { .. }
				| migrate { .. }
				| set_logins { .. }
				| fund_search { .. }
		)
	)
}

/// What pays out and catches up, whoever calls it.
fn is_of_anybody(call: &RuntimeCall) -> bool {
	use pallet_subscriptions::Call::{claim, claim_owed, place, poke};
	matches!(call, RuntimeCall::Subscriptions(claim { .. } | claim_owed { .. } | place { .. } | poke { .. }))
}
