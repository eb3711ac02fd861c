//! What must hold of the stored state at any time. Run by every test, and by try-runtime on a live chain.

use crate::{matching::queue, pallet::*, TypeId};
use alloc::collections::BTreeMap;
use frame::{prelude::*, token::fungible::InspectHold};

impl<T: Config> Pallet<T> {
	pub fn do_try_state() -> Result<(), &'static str> {
		Self::check_providers()?;
		Self::check_types()
	}

	fn check_providers() -> Result<(), &'static str> {
		for (owner, provider) in Providers::<T>::iter() {
			ensure!(provider.offered <= provider.units, "offers claim more than the provider's units");
			let held = T::Currency::balance_on_hold(&HoldReason::Bond.into(), &owner);
			ensure!(held == provider.bond, "the bond is not what is held");
			ensure!(provider.missed < T::MissedAllowed::get(), "a provider with as many missed deadlines as cost bond");
			ensure!(provider.draining || !provider.retiring, "a provider that retires takes awards");
			ensure!(!OperatorOf::<T>::contains_key(&owner), "an owner is an operator too");
			for operator in &provider.operators {
				ensure!(
					OperatorOf::<T>::get(operator).as_ref() == Some(&owner),
					"an operator without its reverse entry"
				);
			}
			let named = provider.operators.len() + PendingOperators::<T>::get(&owner).len();
			ensure!(named <= T::MaxOperators::get() as usize, "too many operator keys");
			let periods = DarkPeriods::<T>::get(&owner);
			let ordered = periods.windows(2).all(|pair| pair[0].until < pair[1].from);
			ensure!(ordered, "dark periods out of order");
			ensure!(
				periods.last().is_none_or(|p| p.until <= provider.last_heartbeat),
				"a dark period after the last heartbeat"
			);
		}
		for (owner, keys) in KeysOf::<T>::iter() {
			ensure!(Providers::<T>::contains_key(&owner), "keys of an account that is no provider");
			ensure!(keys != crate::Keys::default(), "a record of no keys");
			let before = keys.previous.is_none_or(|old| keys.sealing.is_some_and(|new| new.version == old.version + 1));
			ensure!(before, "the previous sealing key is not the one before the current");
		}
		for (operator, owner) in OperatorOf::<T>::iter() {
			let known = Providers::<T>::get(owner).is_some_and(|provider| provider.operators.contains(&operator));
			ensure!(known, "a reverse entry without its operator");
		}
		Ok(())
	}

	/// Linked both ways from first to last, in the order of the places, and nobody stands beside it.
	fn check_queue(type_id: &TypeId, open: u32) -> Result<(), &'static str> {
		let stored = OfferQueues::<T>::get(type_id);
		let (mut before, mut next, mut count) = (None, stored.ends.map(|ends| ends.first), 0);
		while let Some(place) = next {
			let entry = OfferPlaces::<T>::get(type_id, queue::key(place)).ok_or("a queue that leads to nobody")?;
			ensure!(entry.before == before, "a queue that is linked one way only");
			ensure!(before.is_none_or(|before| before < place), "places out of order");
			ensure!(place < stored.next, "a place that was not given yet");
			(before, next, count) = (Some(place), entry.after, count + 1);
		}
		ensure!(before == stored.ends.map(|ends| ends.last), "a queue that ends before its last");
		ensure!(count == open, "a queue that is not of the open offers");
		ensure!(count == OfferPlaces::<T>::iter_key_prefix(type_id).count() as u32, "a place beside the queue");
		Ok(())
	}

	fn check_types() -> Result<(), &'static str> {
		let mut deposits = BTreeMap::<_, BalanceOf<T>>::new();
		let mut of_provider = BTreeMap::<_, (u32, u32, u32)>::new();
		let mut of_type = BTreeMap::<_, u32>::new();
		let mut open = BTreeMap::<_, u32>::new();
		let mut of_offers = BTreeMap::<_, BalanceOf<T>>::new();
		for (type_id, owner, offer) in Offers::<T>::iter() {
			*of_offers.entry(owner.clone()).or_default() += offer.deposit;
			ensure!(offer.missed < T::MissedAllowed::get(), "an offer with as many missed deadlines as close it");
			ensure!(offer.open || offer.used > 0, "a closed offer that nobody uses");
			let bounds = T::AckDeadline::get()..=T::MaxSetupBlocks::get();
			ensure!(bounds.contains(&offer.setup_blocks), "an offer that states too few or too many set-up blocks");
			if offer.open {
				let entry = OfferPlaces::<T>::get(type_id, queue::key(offer.place));
				ensure!(entry.is_some_and(|entry| entry.provider == owner), "an open offer that has not its place");
				ensure!((1..=offer.capacity).contains(&offer.left), "an open offer with too few or too many turns");
				*open.entry(type_id).or_default() += 1;
			}
			let (offers, used, claims) = of_provider.entry(owner).or_default();
			*offers += 1;
			*used += offer.used;
			*claims += offer.claims();
			*of_type.entry(type_id).or_default() += 1;
		}
		for (type_id, owner, _) in AllowedConsumers::<T>::iter() {
			let private = Offers::<T>::get(type_id, owner).is_some_and(|offer| offer.private);
			ensure!(private, "a list of consumers without a private offer");
		}
		for (type_id, owner, offer) in Offers::<T>::iter() {
			let listed = AllowedConsumers::<T>::contains_key(type_id, owner);
			ensure!(listed == offer.private, "a private offer without its list");
		}
		for (owner, window) in Maintenance::<T>::iter() {
			ensure!(Providers::<T>::contains_key(owner), "maintenance of an account that is no provider");
			ensure!(window.from < window.until, "maintenance that ends before it begins");
		}
		for owner in Profiles::<T>::iter_keys() {
			ensure!(Providers::<T>::contains_key(owner), "a profile of an account that is no provider");
		}
		for (owner, types) in ProviderTypes::<T>::iter() {
			let known = of_provider.get(&owner).map_or(0, |(offers, ..)| *offers);
			ensure!(known == types.len() as u32 && known > 0, "a provider's list of types is not what it offers");
			let offered = types.iter().all(|type_id| Offers::<T>::contains_key(type_id, &owner));
			ensure!(offered, "a provider's list names a type that it does not offer");
		}
		for (owner, provider) in Providers::<T>::iter() {
			let counted = of_provider.remove(&owner).unwrap_or_default();
			let kept = (provider.offers, provider.assignments, provider.offered);
			let held = T::Currency::balance_on_hold(&HoldReason::Offer.into(), &owner);
			ensure!(
				held == of_offers.remove(&owner).unwrap_or_default(),
				"the deposits of offers are not what is held"
			);
			ensure!(counted == kept, "a provider's counters are not what its offers say");
			ensure!(kept.0 == ProviderTypes::<T>::get(&owner).len() as u32, "an offer that the provider's list lacks");
		}
		ensure!(of_provider.is_empty(), "an offer of an account that is no provider");
		for (type_id, record) in DescriptorTypes::<T>::iter() {
			ensure!(
				of_type.remove(&type_id).unwrap_or_default() == record.offers,
				"a type's number of offers is wrong"
			);
			Self::check_queue(&type_id, open.remove(&type_id).unwrap_or_default())?;
			ensure!(
				TypeNames::<T>::get(&record.owner, &record.name) == Some(type_id),
				"a type that its name does not lead to"
			);
			*deposits.entry(record.owner).or_default() += record.deposit;
		}
		let names = TypeNames::<T>::iter_values().all(DescriptorTypes::<T>::contains_key);
		ensure!(names, "a name of a type that is not registered");
		ensure!(of_type.is_empty(), "an offer of an unknown type");
		for (owner, deposit) in deposits {
			let held = T::Currency::balance_on_hold(&HoldReason::DescriptorType.into(), &owner);
			ensure!(held == deposit, "the deposits of types are not what is held");
		}
		Ok(())
	}
}
