//! Descriptor types and offers.

use super::*;
use crate::{DescriptorTypes, Error, OfferPlaces, OfferTerms, Offers, ProviderTypes, TypeNames};
use frame::testing_prelude::*;

const THIRD: TypeId = H256([3; 32]);

#[test]
fn anyone_registers_a_type_for_a_deposit() {
	chain(|| {
		assert_noop!(Providers::register_type(signed(1), TYPE, name("x")), Error::<Test>::TypeExists);
		assert_noop!(Providers::register_type(signed(1), THIRD, name("")), Error::<Test>::InvalidName);
		let not_text = vec![0xff].try_into().unwrap();
		assert_noop!(Providers::register_type(signed(1), THIRD, not_text), Error::<Test>::InvalidName);
		assert_noop!(Providers::register_type(signed(POOR), THIRD, name("x")), Error::<Test>::BondNotCovered);
		assert_ok!(Providers::register_type(signed(1), THIRD, name("substrate/v1")));
		assert_eq!(deposit_of(1), TYPE_DEPOSIT);
		assert_noop!(Providers::unregister_type(signed(2), THIRD), Error::<Test>::NotTypeOwner);
		assert_ok!(Providers::unregister_type(signed(1), THIRD));
		assert_eq!((deposit_of(1), Balances::free_balance(1)), (0, RICH));
		assert_noop!(Providers::unregister_type(signed(1), THIRD), Error::<Test>::UnknownType);
	});
}

#[test]
fn a_name_is_its_owners_and_new_among_its_own() {
	chain(|| {
		assert_noop!(Providers::register_type(signed(40), THIRD, name("test/v1")), Error::<Test>::NameTaken);
		assert_ok!(Providers::register_type(signed(1), THIRD, name("test/v1")));
		assert_eq!(TypeNames::<Test>::get(1, name("test/v1")), Some(THIRD));
		assert_eq!(TypeNames::<Test>::get(40, name("test/v1")), Some(TYPE));
		// Free again with its type.
		assert_ok!(Providers::unregister_type(signed(40), TYPE));
		assert_eq!(TypeNames::<Test>::get(40, name("test/v1")), None);
		assert_ok!(Providers::register_type(signed(40), TYPE, name("test/v1")));
	});
}

#[test]
fn a_type_that_is_offered_or_runs_stays() {
	chain(|| {
		provider(1, 3, 1);
		assert_noop!(Providers::unregister_type(signed(40), TYPE), Error::<Test>::TypeInUse);
		awarded(3, &[]);
		assert_ok!(Providers::close_offer(signed(1), TYPE));
		assert_noop!(Providers::unregister_type(signed(40), TYPE), Error::<Test>::TypeInUse);
		release(1);
		assert_ok!(Providers::unregister_type(signed(40), TYPE));
		assert!(!DescriptorTypes::<Test>::contains_key(TYPE));
	});
}

#[test]
fn an_offer_has_a_price_and_a_capacity_within_the_units() {
	chain(|| {
		assert_noop!(Providers::offer(signed(1), TYPE, 3, 1), Error::<Test>::NotAProvider);
		assert_ok!(Providers::register(signed(1), 3));
		assert_noop!(Providers::offer(signed(1), THIRD, 3, 1), Error::<Test>::UnknownType);
		assert_noop!(Providers::offer(signed(1), TYPE, 0, 1), Error::<Test>::ZeroPrice);
		assert_noop!(Providers::offer(signed(1), TYPE, 3, 0), Error::<Test>::ZeroCapacity);
		assert_noop!(Providers::offer(signed(1), TYPE, 3, 4), Error::<Test>::CapacityAboveUnits);
		assert_ok!(Providers::offer(signed(1), TYPE, 3, 2));
		assert_noop!(Providers::offer(signed(1), OTHER_TYPE, 3, 2), Error::<Test>::CapacityAboveUnits);
		assert_ok!(Providers::offer(signed(1), OTHER_TYPE, 3, 1));
		// Changing one's terms is not a second offer.
		assert_ok!(Providers::offer(signed(1), TYPE, 5, 1));
		assert_eq!(OfferPlaces::<Test>::iter_prefix(TYPE).count(), 1);
		assert_noop!(Providers::offer(signed(1), TYPE, 5, 3), Error::<Test>::CapacityAboveUnits);
		assert_noop!(Providers::leave(signed(1)), Error::<Test>::OffersRemain);
	});
}

#[test]
fn a_closed_offer_stays_while_it_is_used_and_may_be_opened_again() {
	chain(|| {
		provider(1, 3, 2);
		provider(2, 3, 1);
		assert_eq!(awarded(3, &[]), 1);
		assert_ok!(Providers::close_offer(signed(1), TYPE));
		assert_noop!(Providers::close_offer(signed(1), TYPE), Error::<Test>::UnknownOffer);
		assert_noop!(Providers::close_offer(signed(1), OTHER_TYPE), Error::<Test>::UnknownOffer);
		assert_eq!(awarded(3, &[]), 2);
		assert_eq!(award(3, &[]), Choice::Nobody);
		// The free unit may go to another type now, the used one not.
		assert_noop!(Providers::offer(signed(1), OTHER_TYPE, 3, 2), Error::<Test>::CapacityAboveUnits);
		assert_ok!(Providers::offer(signed(1), OTHER_TYPE, 3, 1));
		assert_ok!(Providers::close_offer(signed(1), OTHER_TYPE));
		assert_ok!(Providers::offer(signed(1), TYPE, 3, 2));
		assert_eq!(Offers::<Test>::get(TYPE, 1).unwrap().used, 1);
		assert_eq!(awarded(3, &[]), 1);
		assert_eq!(award(3, &[]), Choice::Nobody);
	});
}

#[test]
fn an_offer_smaller_than_what_runs_takes_nothing_until_it_fits() {
	chain(|| {
		provider(1, 3, 3);
		for _ in 0..3 {
			awarded(3, &[]);
		}
		assert_ok!(Providers::offer(signed(1), TYPE, 3, 1));
		assert_noop!(Providers::set_units(signed(1), 2), Error::<Test>::UnitsInUse);
		release(1);
		release(1);
		assert_eq!(award(3, &[]), Choice::Nobody);
		release(1);
		assert_eq!(awarded(3, &[]), 1);
	});
}

#[test]
fn an_offer_states_how_long_it_takes_to_set_up_within_the_chains_bounds() {
	chain(|| {
		assert_ok!(Providers::register(signed(1), 2));
		let stating = |setup_blocks| {
			let terms = OfferTerms { price: 3, elastic: None, capacity: 2, setup_blocks };
			Providers::offer_with(signed(1), TYPE, terms)
		};
		assert_noop!(stating(ACK_DEADLINE - 1), Error::<Test>::SetupOutOfBounds);
		assert_noop!(stating(MAX_SETUP + 1), Error::<Test>::SetupOutOfBounds);
		assert_ok!(stating(ACK_DEADLINE));
		assert_ok!(stating(MAX_SETUP));
		let within = |max_setup| match award_for(&Ask { max_setup, ..ask(&TYPE, 3, &[]) }) {
			Choice::Awarded(award) => Some(award.setup_blocks),
			_ => None,
		};
		assert_eq!(within(Some(MAX_SETUP - 1)), None);
		assert_eq!(within(Some(MAX_SETUP)), Some(MAX_SETUP));
		assert_eq!(within(None), Some(MAX_SETUP));
		release(1);
		// Who says nothing takes the least.
		assert_ok!(Providers::offer(signed(1), TYPE, 3, 2));
		assert_eq!(within(Some(ACK_DEADLINE)), Some(ACK_DEADLINE));
	});
}

#[test]
fn a_provider_offers_a_bounded_number_of_types() {
	chain(|| {
		assert_ok!(Providers::register(signed(1), 9));
		for n in 3..=4 {
			assert_ok!(Providers::register_type(signed(40), H256([n; 32]), name(&format!("test/v{n}"))));
		}
		for type_id in [TYPE, OTHER_TYPE, THIRD] {
			assert_ok!(Providers::offer(signed(1), type_id, 3, 1));
		}
		assert_noop!(Providers::offer(signed(1), H256([4; 32]), 3, 1), Error::<Test>::TooManyOffers);
		assert_eq!(ProviderTypes::<Test>::get(1).into_inner(), vec![TYPE, OTHER_TYPE, THIRD]);
		assert_ok!(Providers::close_offer(signed(1), OTHER_TYPE));
		assert_ok!(Providers::offer(signed(1), H256([4; 32]), 3, 1));
		assert_eq!(ProviderTypes::<Test>::get(1).into_inner(), vec![TYPE, THIRD, H256([4; 32])]);
	});
}
