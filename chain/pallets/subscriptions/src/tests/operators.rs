//! The owner's key is cold: what an operator's key may do for it, call by call.

use super::*;
use crate::{Condition, Error};
use frame::{deps::frame_support::traits::GetCallName, testing_prelude::*};
use pallet_providers::{Error as ProvidersError, OfferTerms};

/// What an operator's key may do with a call.
#[derive(Clone, Copy, Debug, PartialEq)]
enum May {
	/// As the provider.
	Act,
	/// Only what its own account may do, like anybody; nothing of the provider's is in reach.
	LikeAnybody,
	/// Nothing.
	Not,
}
use May::*;

/// A call that is not in this table fails the test: whoever adds one says what an operator may do with it.
const PROVIDERS: &[(&str, May)] = &[
	("register", Not),
	("set_units", Not),
	("add_operator", Not),
	("accept_operator", Not),
	// Itself only.
	("remove_operator", Not),
	("register_type", LikeAnybody),
	("unregister_type", Not),
	("offer", Not),
	("close_offer", Not),
	("heartbeat", Act),
	("drain", Not),
	("undrain", Not),
	("leave", Not),
	("set_beneficiary", Not),
	("set_login_key", Not),
	("rotate_sealing_key", Not),
	("drop_previous_sealing_key", Not),
	("set_profile", Not),
	("announce_maintenance", Not),
	("offer_with", Not),
	("set_allowed", Not),
];

const SUBSCRIPTIONS: &[(&str, May)] = &[
	("subscribe", LikeAnybody),
	("declare_deployed", Act),
	("report", Act),
	("reject", Act),
	("update", Not),
	("top_up", Not),
	("withdraw", Not),
	("cancel", Not),
	("resign", Act),
	("claim", LikeAnybody),
	("claim_owed", LikeAnybody),
	("poke", LikeAnybody),
	("confirm_teardown", Act),
	("place", LikeAnybody),
	("propose_price", Not),
	("accept_price", Not),
	("reprice", Not),
	("subscribe_with", LikeAnybody),
	("subscribe_many", LikeAnybody),
	// Root's.
	("force_retire", Not),
	// Anybody, if the provider is gone and the consumer wished so.
	("migrate", LikeAnybody),
	("set_logins", Not),
	("fund_search", LikeAnybody),
];

/// A provider with an operator, and a subscription of the provider's own with another.
fn set_up() -> u64 {
	provider(PAULA, 3, 1);
	let own = subscribe(PETER, 3, 30);
	declare(PAULA, own, 1);
	provider(PETER, 3, 3);
	assert_ok!(Providers::add_operator(signed(PETER), OPERATOR));
	assert_ok!(Providers::accept_operator(signed(OPERATOR), PETER));
	own
}

#[test]
fn every_call_says_what_an_operator_may_do() {
	for (names, table) in [
		(pallet_providers::Call::<Test>::get_call_names(), PROVIDERS),
		(crate::Call::<Test>::get_call_names(), SUBSCRIPTIONS),
	] {
		for name in names {
			assert!(table.iter().any(|(known, _)| known == name), "what may an operator do with `{name}`?");
		}
	}
}

#[test]
fn an_operator_may_not_do_the_owners_calls() {
	chain(true, || {
		set_up();
		let who = || signed(OPERATOR);
		let other = H256([5; 32]);
		assert_ok!(Providers::register_type(signed(PETER), other, b"mine".to_vec().try_into().unwrap()));
		refused!(Providers::register(who(), 1), ProvidersError::<Test>::KeyInUse);
		refused!(Providers::accept_operator(who(), PETER), ProvidersError::<Test>::KeyInUse);
		refused!(Providers::unregister_type(who(), other), ProvidersError::<Test>::NotTypeOwner);
		let owners: Vec<(&str, DispatchResult)> = vec![
			("set_units", Providers::set_units(who(), 2)),
			("add_operator", Providers::add_operator(who(), CAROL)),
			("remove_operator", Providers::remove_operator(who(), PETER)),
			("offer", Providers::offer(who(), TYPE, 1, 1)),
			("close_offer", without_info(Providers::close_offer(who(), TYPE))),
			("drain", Providers::drain(who())),
			("undrain", Providers::undrain(who())),
			("leave", without_info(Providers::leave(who()))),
			("set_beneficiary", Providers::set_beneficiary(who(), Some(OPERATOR))),
			("set_login_key", Providers::set_login_key(who(), None)),
			("rotate_sealing_key", Providers::rotate_sealing_key(who(), [1; 32])),
			("drop_previous_sealing_key", Providers::drop_previous_sealing_key(who())),
			("set_profile", Providers::set_profile(who(), None)),
			("announce_maintenance", Providers::announce_maintenance(who(), None)),
			(
				"offer_with",
				Providers::offer_with(
					who(),
					TYPE,
					OfferTerms { price: 1, elastic: None, capacity: 1, setup_blocks: ACK_DEADLINE },
				),
			),
			("set_allowed", Providers::set_allowed(who(), TYPE, None)),
		];
		for (name, result) in &owners {
			assert_eq!(*result, Err(ProvidersError::<Test>::NotAProvider.into()), "{name}");
			assert!(PROVIDERS.contains(&(name, Not)), "{name}");
		}
		// All of the table's, with the three above.
		assert_eq!(owners.len() + 3, PROVIDERS.iter().filter(|(_, may)| *may == Not).count());
	});
}

#[test]
fn an_operator_may_not_touch_what_its_owner_subscribed_to_nor_its_prices() {
	chain(true, || {
		let own = set_up();
		let who = || signed(OPERATOR);
		let consumers: Vec<(&str, DispatchResult)> = vec![
			("update", without_info(Subscriptions::update(who(), own, RECEIPT))),
			("set_logins", without_info(Subscriptions::set_logins(who(), own, BoundedVec::new()))),
			("top_up", without_info(Subscriptions::top_up(who(), own, 5))),
			("withdraw", without_info(Subscriptions::withdraw(who(), own, 5))),
			("cancel", without_info(Subscriptions::cancel(who(), own))),
			("accept_price", without_info(Subscriptions::accept_price(who(), own, 1, 3))),
		];
		for (name, result) in &consumers {
			assert_eq!(*result, Err(Error::<Test>::NotConsumer.into()), "{name}");
			assert!(SUBSCRIPTIONS.contains(&(name, Not)), "{name}");
		}
		let id = subscribe(ALICE, 3, 30);
		declare(OPERATOR, id, 1);
		let owners: Vec<(&str, DispatchResult)> = vec![
			("propose_price", without_info(Subscriptions::propose_price(who(), id, 1, Some(1)))),
			("reprice", without_info(Subscriptions::reprice(who(), id, 1, 1))),
		];
		for (name, result) in &owners {
			assert_eq!(*result, Err(Error::<Test>::NotOwner.into()), "{name}");
			assert!(SUBSCRIPTIONS.contains(&(name, Not)), "{name}");
		}
		let retired = Subscriptions::force_retire(who(), PETER, 1);
		assert_eq!(retired, Err(DispatchError::BadOrigin));
		assert_eq!(consumers.len() + owners.len() + 1, SUBSCRIPTIONS.iter().filter(|(_, may)| *may == Not).count());
	});
}

#[test]
fn an_operator_does_the_reactors_calls() {
	with_and_without_hook(|| {
		set_up();
		let who = || signed(OPERATOR);
		assert_ok!(Providers::heartbeat(who()));
		let id = subscribe(ALICE, 3, 30);
		assert_ok!(Subscriptions::report(who(), id, 1, Condition::Retrying, reason("soon")));
		assert_ok!(Subscriptions::declare_deployed(who(), id, 1, 1));
		assert_ok!(Subscriptions::resign(who(), id, 1));
		run(NOTICE);
		assert_ok!(Subscriptions::confirm_teardown(who(), id, 1, RECEIPT));
		let id = subscribe(ALICE, 3, 30);
		assert_ok!(Subscriptions::reject(who(), id, 1, reason("no")));
		// And none of another provider's.
		assert_ok!(Providers::drain(signed(PETER)));
		assert_ok!(Providers::set_units(signed(PAULA), 2));
		assert_ok!(Providers::offer(signed(PAULA), TYPE, 3, 2));
		let id = subscribe(BOB, 3, 30);
		refused!(Subscriptions::declare_deployed(who(), id, 1, 1), Error::<Test>::NoAssignment);
		refused!(Subscriptions::reject(who(), id, 1, reason("")), Error::<Test>::NoAssignment);
		refused!(Subscriptions::confirm_teardown(who(), id, 1, RECEIPT), Error::<Test>::NoAssignment);
	});
}

#[test]
fn what_anybody_may_do_an_operator_may_do_for_itself() {
	chain(true, || {
		set_up();
		let (before, peter) = (free(OPERATOR), balances()[&PETER]);
		assert_ok!(Subscriptions::subscribe(signed(OPERATOR), TYPE, DESCRIPTOR, 3, 30));
		assert_eq!((free(OPERATOR), balances()[&PETER]), (before - 30 - DEPOSIT, peter));
	});
}
