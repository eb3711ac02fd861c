//! Descriptor types and the offers of them.

use crate::{pallet::*, DescriptorType, Offer, OfferTerms, OnSupply, TypeId};
use frame::{prelude::*, token::fungible::MutateHold};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register_type(
		owner: T::AccountId,
		type_id: TypeId,
		name: BoundedVec<u8, T::MaxNameLength>,
	) -> DispatchResult {
		ensure!(!DescriptorTypes::<T>::contains_key(type_id), Error::<T>::TypeExists);
		let readable = core::str::from_utf8(&name).is_ok_and(|name| !name.is_empty());
		ensure!(readable, Error::<T>::InvalidName);
		ensure!(!TypeNames::<T>::contains_key(&owner, &name), Error::<T>::NameTaken);
		let deposit = T::TypeDeposit::get();
		T::Currency::hold(&HoldReason::DescriptorType.into(), &owner, deposit)
			.map_err(|_| Error::<T>::BondNotCovered)?;
		let record = DescriptorType { owner: owner.clone(), name: name.clone(), deposit, offers: 0 };
		DescriptorTypes::<T>::insert(type_id, record);
		TypeNames::<T>::insert(&owner, &name, type_id);
		Self::deposit_event(Event::TypeRegistered { type_id, owner, name });
		Ok(())
	}

	pub(crate) fn do_unregister_type(who: T::AccountId, type_id: TypeId) -> DispatchResult {
		let record = DescriptorTypes::<T>::get(type_id).ok_or(Error::<T>::UnknownType)?;
		ensure!(record.owner == who, Error::<T>::NotTypeOwner);
		ensure!(record.offers == 0, Error::<T>::TypeInUse);
		T::Currency::release(&HoldReason::DescriptorType.into(), &who, record.deposit, Precision::Exact)?;
		DescriptorTypes::<T>::remove(type_id);
		TypeNames::<T>::remove(&who, &record.name);
		OfferQueues::<T>::remove(type_id);
		NextWindow::<T>::remove(type_id);
		Self::deposit_event(Event::TypeUnregistered { type_id });
		Ok(())
	}

	pub(crate) fn do_offer(who: T::AccountId, type_id: TypeId, terms: OfferTermsOf<T>) -> DispatchResult {
		let OfferTerms { price, elastic, capacity, setup_blocks } = terms;
		let mut provider = Self::provider(&who)?;
		ensure!(!provider.retiring, Error::<T>::Retiring);
		let mut record = DescriptorTypes::<T>::get(type_id).ok_or(Error::<T>::UnknownType)?;
		ensure!(!price.is_zero(), Error::<T>::ZeroPrice);
		ensure!(capacity > 0, Error::<T>::ZeroCapacity);
		ensure!(provider.bond >= Self::bond(provider.units)?, Error::<T>::BondShort);
		ensure!(elastic.is_none_or(|elastic| elastic.allows(&price)), Error::<T>::InvalidBounds);
		let setup = T::AckDeadline::get()..=T::MaxSetupBlocks::get();
		ensure!(setup.contains(&setup_blocks), Error::<T>::SetupOutOfBounds);
		let known = Offers::<T>::get(type_id, &who);
		let (claimed, used) = known.as_ref().map_or((0, 0), |offer| (offer.claims(), offer.used));
		// New terms do not wash off missed deadlines; neither does closing and opening again, nor another type.
		let missed = known.as_ref().map_or(provider.missed, |offer| offer.missed);
		let deposit = known.as_ref().map_or(T::OfferDeposit::get(), |offer| offer.deposit);
		let standing = known.as_ref().filter(|offer| offer.open);
		let mut offer = Offer {
			price,
			elastic,
			capacity,
			used,
			open: true,
			private: known.as_ref().is_some_and(|offer| offer.private),
			setup_blocks,
			place: standing.map_or(0, |offer| offer.place),
			left: standing.map_or(0, |offer| offer.left.min(capacity)),
			begun: standing.is_some_and(|offer| offer.begun),
			missed,
			visible_from: T::OnSupply::stirred(&type_id),
			deposit,
		};
		if standing.is_none() {
			Self::enter_queue(&type_id, &who, &mut offer);
		}
		let offered = (provider.offered - claimed).saturating_add(offer.claims());
		ensure!(offered <= provider.units, Error::<T>::CapacityAboveUnits);
		provider.offered = offered;
		if known.is_none() {
			T::Currency::hold(&HoldReason::Offer.into(), &who, deposit).map_err(|_| Error::<T>::BondNotCovered)?;
			provider.offers += 1;
			record.offers += 1;
			ProviderTypes::<T>::try_append(&who, type_id).map_err(|_| Error::<T>::TooManyOffers)?;
			DescriptorTypes::<T>::insert(type_id, record);
		}
		Providers::<T>::insert(&who, provider);
		Offers::<T>::insert(type_id, &who, offer);
		Self::deposit_event(Event::Offered { type_id, provider: who, price, capacity });
		Ok(())
	}

	pub(crate) fn do_close_offer(who: T::AccountId, type_id: TypeId) -> DispatchResult {
		let mut provider = Self::provider(&who)?;
		let mut offer = Offers::<T>::get(type_id, &who).ok_or(Error::<T>::UnknownOffer)?;
		ensure!(offer.open, Error::<T>::UnknownOffer);
		Self::shut(&mut provider, &type_id, &mut offer);
		Self::keep_or_remove(&who, provider, &type_id, offer);
		Self::deposit_event(Event::OfferClosed { type_id, provider: who });
		Ok(())
	}

	/// Close an open offer. Both records are left to the caller to write.
	pub(crate) fn shut(provider: &mut ProviderOf<T>, type_id: &TypeId, offer: &mut OfferOf<T>) {
		Self::leave_queue(type_id, offer);
		provider.offered = provider.offered.saturating_sub(offer.claims());
		offer.open = false;
		provider.offered = provider.offered.saturating_add(offer.claims());
	}

	/// Write both records; a closed offer of which nothing is used any more goes, and its provider keeps what it missed.
	pub(crate) fn keep_or_remove(who: &T::AccountId, mut provider: ProviderOf<T>, type_id: &TypeId, offer: OfferOf<T>) {
		if offer.open || offer.used > 0 {
			Offers::<T>::insert(type_id, who, offer);
		} else {
			Offers::<T>::remove(type_id, who);
			let reason = HoldReason::Offer.into();
			let _ = T::Currency::release(&reason, who, offer.deposit, Precision::BestEffort).defensive();
			AllowedConsumers::<T>::remove(type_id, who);
			provider.offers -= 1;
			provider.missed = provider.missed.max(offer.missed);
			ProviderTypes::<T>::mutate_exists(who, |types| {
				if let Some(kept) = types {
					kept.retain(|kept| kept != type_id);
					if kept.is_empty() {
						*types = None;
					}
				}
			});
			DescriptorTypes::<T>::mutate(type_id, |record| {
				if let Some(record) = record.as_mut().defensive() {
					record.offers -= 1;
				}
			});
		}
		Providers::<T>::insert(who, provider);
	}
}
