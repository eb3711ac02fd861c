//! The calls of the pallet Providers.

use super::*;
use pallet_providers::{Call, OfferTerms};

/// Of a provider without units, and of each unit.
fn bond(units: u32) -> Balance {
	BondBase::get().saturating_add(sum_of(units.into(), BondPerUnit::get()))
}

const TYPE_DEPOSIT: Balance = 5;
const MAX_OPERATORS: usize = 2;
const MAX_OFFERS: usize = 3;

impl Provider {
	/// Units that the offers need: what they promise, or what still runs when that is more.
	fn offered(&self, but: Option<&TypeId>) -> u32 {
		self.offers.iter().filter(|(type_id, _)| Some(*type_id) != but).map(|(_, offer)| offer.needs()).sum()
	}

	pub fn assignments(&self) -> u32 {
		self.offers.values().map(|offer| offer.used).sum()
	}

	fn names(&self) -> usize {
		self.operators.len() + self.invited.len()
	}

	fn knows(&self, key: &AccountId) -> bool {
		self.operators.contains(key) || self.invited.contains(key)
	}
}

impl Offer {
	fn needs(&self) -> u32 {
		match self.open {
			true => self.capacity.max(self.used),
			false => self.used,
		}
	}
}

impl Model {
	pub(super) fn covers(&self, who: AccountId, amount: Balance) -> bool {
		self.purses.get(&who).is_some_and(|purse| purse.covers(amount))
	}

	/// Whose operator it is, or would be: a key that is its own owner acts for itself.
	fn owner_to_remove(&self, who: AccountId, operator: AccountId) -> Option<AccountId> {
		match who == operator {
			true => self.provider_of(who),
			false => Some(who),
		}
	}

	pub(super) fn refusals_of_market(&self, who: AccountId, call: &Call<Test>) -> Refusals {
		let mut refusals = Refusals::default();
		let own = self.providers.get(&who);
		match call {
			Call::register { units } => {
				let operator = own.is_none() && self.provider_of(who).is_some();
				refusals
					.unless(own.is_none(), "AlreadyRegistered")
					.unless(!operator, "KeyInUse")
					.unless(*units > 0, "NoUnits")
					.unless(self.covers(who, bond(*units)), "BondNotCovered");
			}
			Call::accept_operator { provider } => {
				let invited = self.providers.get(provider).map(|provider| provider.invited.contains(&who));
				refusals
					.unless(self.provider_of(who).is_none(), "KeyInUse")
					.unless(invited.is_some(), "NotAProvider")
					.unless(invited != Some(false), "NotInvited");
			}
			Call::remove_operator { operator } => {
				let Some(owner) = self.owner_to_remove(who, *operator) else {
					return Refusals::only("UnknownOperator");
				};
				let provider = self.providers.get(&owner);
				refusals
					.unless(provider.is_some(), "NotAProvider")
					.unless(provider.is_none_or(|provider| provider.knows(operator)), "UnknownOperator");
			}
			Call::register_type { schema, name } => {
				let readable = std::str::from_utf8(name).is_ok_and(|name| !name.is_empty());
				refusals
					.unless(!self.types.contains_key(schema), "TypeExists")
					.unless(readable, "InvalidName")
					.unless(self.types.values().all(|named| *named != (who, name.to_vec())), "NameTaken")
					.unless(self.covers(who, TYPE_DEPOSIT), "BondNotCovered");
			}
			Call::unregister_type { schema } => {
				let Some((owner, _)) = self.types.get(schema) else { return Refusals::only("UnknownType") };
				let used = self.providers.values().any(|provider| provider.offers.contains_key(schema));
				refusals.unless(*owner == who, "NotTypeOwner").unless(!used, "TypeInUse");
			}
			Call::heartbeat {} => {
				refusals.unless(self.provider_of(who).is_some(), "NotAnOperator");
			}
			_ => match own {
				Some(provider) if self.refusals_to_say(provider, call, &mut refusals) => (),
				Some(provider) => self.refusals_to_owner(who, provider, call, &mut refusals),
				None => return Refusals::only("NotAProvider"),
			},
		}
		refusals
	}

	fn refusals_to_owner(&self, who: AccountId, own: &Provider, call: &Call<Test>, refusals: &mut Refusals) {
		match call {
			Call::set_units { units } => {
				let more = bond(*units).saturating_sub(self.purses[&who].held(Hold::Bond));
				refusals
					.unless(*units >= own.offered(None), "UnitsInUse")
					.unless(*units > 0, "NoUnits")
					.unless(more == 0 || self.covers(who, more), "BondNotCovered");
			}
			Call::add_operator { operator } => {
				refusals
					.unless(!own.knows(operator), "OperatorKnown")
					.unless(own.names() < MAX_OPERATORS, "TooManyOperators");
			}
			Call::offer { type_id, price, capacity }
			| Call::offer_with { type_id, terms: OfferTerms { price, capacity, .. } } => {
				if let Call::offer_with { terms: OfferTerms { setup_blocks, .. }, .. } = call {
					refusals.unless((ACK_DEADLINE..=MAX_SETUP).contains(setup_blocks), "SetupOutOfBounds");
				}
				if let Call::offer_with { terms: OfferTerms { elastic: Some(bounds), .. }, .. } = call {
					let moves = bounds.floor > 0 && bounds.step > 0;
					let around = (bounds.floor..=bounds.ceiling).contains(price);
					refusals.unless(moves && around, "InvalidBounds");
				}
				let new = !own.offers.contains_key(type_id);
				let used = own.offers.get(type_id).map_or(0, |offer| offer.used);
				let needs = (*capacity).max(used).saturating_add(own.offered(Some(type_id)));
				refusals
					.unless(!own.retiring, "Retiring")
					.unless(self.types.contains_key(type_id), "UnknownType")
					.unless(*price > 0, "ZeroPrice")
					.unless(*capacity > 0, "ZeroCapacity")
					.unless(self.purses[&who].held(Hold::Bond) >= bond(own.units), "BondShort")
					.unless(!new || self.covers(who, OfferDeposit::get()), "BondNotCovered")
					.unless(own.offers.len() < MAX_OFFERS || own.offers.contains_key(type_id), "TooManyOffers")
					.unless(needs <= own.units, "CapacityAboveUnits");
			}
			Call::close_offer { type_id } => {
				refusals.unless(own.offers.get(type_id).is_some_and(|offer| offer.open), "UnknownOffer");
			}
			Call::drain {} => {
				refusals.unless(!own.draining, "AlreadyDraining");
			}
			Call::undrain {} => {
				refusals.unless(own.draining, "NotDraining").unless(!own.retiring, "Retiring");
			}
			Call::announce_maintenance { window: None } => {
				refusals.unless(own.maintenance.is_some(), "NoMaintenance");
			}
			Call::announce_maintenance { window: Some(window) } => {
				let lasts = (1..=MAX_MAINTENANCE).any(|blocks| window.from + blocks == window.until);
				refusals
					.unless(window.from >= self.block + MAINTENANCE_NOTICE, "MaintenanceTooSoon")
					.unless(lasts, "InvalidWindow");
			}
			Call::leave {} => {
				refusals
					.unless(own.assignments() == 0, "AssignmentsRemain")
					.unless(own.offers.is_empty(), "OffersRemain");
			}
			_ => unreachable!("no history calls {call:?}"),
		}
	}

	pub(super) fn apply_market(&mut self, who: AccountId, call: &Call<Test>) {
		match call.clone() {
			Call::register { units } => {
				self.purse(who).hold(Hold::Bond, bond(units));
				let provider = Provider {
					units,
					draining: false,
					retiring: false,
					operators: Vec::new(),
					invited: Vec::new(),
					offers: BTreeMap::new(),
					missed: 0,
					beneficiary: None,
					profile: None,
					sealing: None,
					previous: false,
					maintenance: None,
					alive_for: GAP,
					was_dark: true,
				};
				self.providers.insert(who, provider);
			}
			Call::set_units { units } => {
				let purse = self.purse(who);
				purse.release(Hold::Bond, purse.held(Hold::Bond));
				purse.hold(Hold::Bond, bond(units));
				self.owner(who).units = units;
			}
			Call::add_operator { operator } => self.owner(who).invited.push(operator),
			Call::accept_operator { provider } => {
				let provider = self.owner(provider);
				provider.invited.retain(|key| *key != who);
				provider.operators.push(who);
			}
			Call::remove_operator { operator } => {
				let owner = self.owner_to_remove(who, operator).expect("or it had been refused");
				let provider = self.owner(owner);
				provider.invited.retain(|key| *key != operator);
				provider.operators.retain(|key| *key != operator);
			}
			Call::register_type { schema, name } => {
				self.purse(who).hold(Hold::Type, TYPE_DEPOSIT);
				self.types.insert(schema, (who, name.into_inner()));
			}
			Call::unregister_type { schema } => {
				self.purse(who).release(Hold::Type, TYPE_DEPOSIT);
				self.types.remove(&schema);
			}
			Call::offer { type_id, price, capacity } => {
				self.offer(who, type_id, OfferTerms { price, elastic: None, capacity, setup_blocks: ACK_DEADLINE });
			}
			Call::offer_with { type_id, terms } => self.offer(who, type_id, terms),
			Call::close_offer { type_id } => {
				let offers = &mut self.owner(who).offers;
				offers.get_mut(&type_id).expect("or it had been refused").open = false;
				self.forget_if_unused(who, &type_id);
			}
			Call::heartbeat {} => {
				let owner = self.provider_of(who).expect("or it had been refused");
				self.owner(owner).alive_for = GAP;
			}
			Call::drain {} => self.owner(who).draining = true,
			Call::undrain {} => self.owner(who).draining = false,
			Call::announce_maintenance { window } => {
				let block = self.block;
				self.owner(who).maintenance =
					window.map(|window| Upkeep { before: window.from - block, left: window.until - window.from });
			}
			Call::leave {} => {
				self.forget_provider(who);
			}
			call => unreachable!("no history calls {call:?}"),
		}
	}

	pub fn forget_provider(&mut self, who: AccountId) {
		let purse = self.purse(who);
		purse.release(Hold::Bond, purse.held(Hold::Bond));
		self.pay_to_another(who, |model| {
			model.providers.remove(&who);
		});
	}

	fn offer(&mut self, who: AccountId, type_id: TypeId, terms: OfferTerms<Balance, u64>) {
		let OfferTerms { price, elastic, capacity, setup_blocks: setup } = terms;
		if !self.owner(who).offers.contains_key(&type_id) {
			self.purse(who).hold(Hold::Offer, OfferDeposit::get());
		}
		let owner = self.owner(who);
		let new = Offer { price, elastic, capacity, used: 0, open: true, setup, allowed: None, missed: owner.missed };
		let offer = owner.offers.entry(type_id).or_insert(new);
		(offer.price, offer.elastic, offer.capacity, offer.open) = (price, elastic, capacity, true);
		offer.setup = setup;
	}

	pub(super) fn owner(&mut self, who: AccountId) -> &mut Provider {
		self.providers.get_mut(&who).expect("a provider")
	}
}
