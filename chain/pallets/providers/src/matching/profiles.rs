//! What providers say of themselves, whom they serve, and that they are there again.

use crate::{pallet::*, Allowed, Label, Network, OnSupply, Profile, TypeId};
use frame::prelude::*;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_profile(who: T::AccountId, profile: Option<Profile>) -> DispatchResult {
		Self::provider(&who)?;
		let legible = profile.as_ref().is_none_or(|profile| labels(profile).all(is_text));
		ensure!(legible, Error::<T>::InvalidLabel);
		Profiles::<T>::set(&who, profile);
		Self::stir_all(&who);
		Self::deposit_event(Event::ProfileSet { provider: who });
		Ok(())
	}

	pub(crate) fn do_set_allowed(
		who: T::AccountId,
		type_id: TypeId,
		allowed: Option<Allowed<T::AccountId>>,
	) -> DispatchResult {
		Self::provider(&who)?;
		let private = allowed.is_some();
		Offers::<T>::try_mutate(type_id, &who, |offer| {
			let offer = offer.as_mut().ok_or(Error::<T>::UnknownOffer)?;
			offer.private = private;
			if offer.open && offer.has_room() {
				offer.visible_from = T::OnSupply::stirred(&type_id);
			}
			Ok::<_, Error<T>>(())
		})?;
		match allowed {
			Some(allowed) => AllowedConsumers::<T>::insert(type_id, &who, allowed),
			None => AllowedConsumers::<T>::remove(type_id, &who),
		}
		Self::deposit_event(Event::AllowedSet { type_id, provider: who, private });
		Ok(())
	}

	/// The provider may take awards that it would not have taken before. Bounded by `MaxOffers`.
	pub(crate) fn stir_all(who: &T::AccountId) {
		if !Self::takes_awards(who) {
			return;
		}
		for type_id in ProviderTypes::<T>::get(who) {
			Offers::<T>::mutate(type_id, who, |offer| {
				if let Some(offer) = offer.as_mut().filter(|offer| offer.open && offer.has_room()) {
					offer.visible_from = T::OnSupply::stirred(&type_id);
				}
			});
		}
	}
}

fn labels(profile: &Profile) -> impl Iterator<Item = &Label> {
	let networks = profile.networks.iter().filter_map(|network| match network {
		Network::Name(name) => Some(name),
		Network::As(_) => None,
	});
	let attributes = profile.attributes.iter().flat_map(|attribute| [&attribute.key, &attribute.value]);
	profile.regions.iter().chain(networks).chain(attributes)
}

fn is_text(label: &Label) -> bool {
	core::str::from_utf8(label).is_ok_and(|text| !text.is_empty())
}
