//! What an owner says of itself: who is paid, its keys, its profile.

use super::*;
use pallet_providers::{Call, Label, LoginKey, Network, Scheme};

pub(super) fn is_login_key(login: &LoginKey) -> bool {
	let key = login.key.as_slice();
	match login.scheme {
		Scheme::Ecdsa => key.len() == 33 && (key[0] == 2 || key[0] == 3),
		_ => key.len() == 32 && key != [0; 32],
	}
}

fn is_label(label: &Label) -> bool {
	!label.is_empty() && std::str::from_utf8(label).is_ok()
}

fn is_legible(profile: &Profile) -> bool {
	let network = |network: &Network| match network {
		Network::Name(name) => is_label(name),
		Network::As(_) => true,
	};
	profile.regions.iter().all(is_label)
		&& profile.networks.iter().all(network)
		&& profile.attributes.iter().all(|attribute| is_label(&attribute.key) && is_label(&attribute.value))
}

impl Model {
	/// Whether it was about what an owner says of itself.
	pub(super) fn refusals_to_say(&self, own: &Provider, call: &Call<Test>, refusals: &mut Refusals) -> bool {
		match call {
			Call::set_beneficiary { .. } => (),
			Call::set_login_key { key } => {
				refusals.unless(key.as_ref().is_none_or(is_login_key), "InvalidKey");
			}
			Call::rotate_sealing_key { key } => {
				refusals.unless(*key != [0; 32], "InvalidKey").unless(own.sealing != Some(*key), "KeyKnown");
			}
			Call::drop_previous_sealing_key {} => {
				refusals.unless(own.previous, "NoPreviousKey");
			}
			Call::set_profile { profile } => {
				refusals.unless(profile.as_ref().is_none_or(is_legible), "InvalidLabel");
			}
			Call::set_allowed { type_id, .. } => {
				refusals.unless(own.offers.contains_key(type_id), "UnknownOffer");
			}
			_ => return false,
		}
		true
	}

	/// Debts go to who is to be paid when they are.
	pub(super) fn pay_to_another(&mut self, provider: AccountId, change: impl FnOnce(&mut Self)) {
		let owed = crate::Debts::<Test>::iter_prefix_values(provider).map(|debt| debt.amount).sum::<Balance>();
		let before = self.payee(provider);
		self.purse(before).free -= owed;
		change(self);
		let after = self.payee(provider);
		self.purse(after).free += owed;
	}

	/// Whether it was about what an owner says of itself.
	pub(super) fn apply_saying(&mut self, who: AccountId, call: &Call<Test>) -> bool {
		match call.clone() {
			Call::set_beneficiary { beneficiary } => {
				self.pay_to_another(who, |model| model.owner(who).beneficiary = beneficiary);
			}
			Call::set_login_key { .. } => (),
			Call::rotate_sealing_key { key } => {
				let owner = self.owner(who);
				owner.previous |= owner.sealing.is_some();
				owner.sealing = Some(key);
			}
			Call::drop_previous_sealing_key {} => self.owner(who).previous = false,
			Call::set_profile { profile } => self.owner(who).profile = profile,
			Call::set_allowed { type_id, allowed } => {
				let offer = self.owner(who).offers.get_mut(&type_id).expect("or it had been refused");
				offer.allowed = allowed.map(|list| list.into_inner());
			}
			_ => return false,
		}
		true
	}
}
