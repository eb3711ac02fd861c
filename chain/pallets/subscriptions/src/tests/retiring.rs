//! Retirement by force, and clean-up that costs no fee.

use super::*;
use crate::{Assignments, CloseReason, Debts, EndReason, Error, Event, RevokeReason, SubscriptionState, MAX_RETIRED};
use frame::testing_prelude::*;
use pallet_providers::{Error as ProvidersError, Event as ProvidersEvent, Offers, Providers as Records};

fn retire(who: u64, limit: u32) -> DispatchResult {
	Subscriptions::force_retire(RuntimeOrigin::root(), who, limit)
}

fn state_of(id: u64) -> SubscriptionState<u64> {
	crate::Subscriptions::<Test>::get(id).unwrap().state
}

fn bond(who: u64) -> u128 {
	Records::<Test>::get(who).unwrap().bond
}

#[test]
fn only_root_retires_and_only_a_provider_and_so_many_at_a_time() {
	chain(true, || {
		provider(PETER, 3, 1);
		for who in [PETER, STRANGER] {
			refused!(Subscriptions::force_retire(signed(who), PETER, 1), DispatchError::BadOrigin);
		}
		refused!(retire(STRANGER, 1), Error::<Test>::NotAProvider);
		for limit in [0, MAX_RETIRED + 1] {
			refused!(retire(PETER, limit), Error::<Test>::LimitOutOfBounds);
		}
		// An operator is no provider.
		assert_ok!(Providers::add_operator(signed(PETER), OPERATOR));
		assert_ok!(Providers::accept_operator(signed(OPERATOR), PETER));
		refused!(retire(OPERATOR, 1), Error::<Test>::NotAProvider);
	});
}

#[test]
fn with_nothing_to_end_a_provider_is_gone_at_once() {
	with_and_without_hook(|| {
		let before = free(PETER);
		provider(PETER, 3, 1);
		assert_ok!(Providers::add_operator(signed(PETER), OPERATOR));
		assert_ok!(Providers::accept_operator(signed(OPERATOR), PETER));
		assert_ok!(Providers::rotate_sealing_key(signed(PETER), [1; 32]));
		assert_ok!(retire(PETER, 1));
		assert!(events().contains(&Event::Retired { provider: PETER }));
		assert_eq!((free(PETER), balances()[&PETER].1), (before, 0));
		assert!(!Records::<Test>::contains_key(PETER) && !Offers::<Test>::contains_key(TYPE, PETER));
		assert_eq!(Providers::provider_of(&OPERATOR), None);
		refused!(retire(PETER, 1), Error::<Test>::NotAProvider);
		// The type is offered by nobody now.
		assert_ok!(Providers::unregister_type(signed(STRANGER), TYPE));
		assert_ok!(Providers::register_type(signed(STRANGER), TYPE, b"test/v1".to_vec().try_into().unwrap()));
	});
}

#[test]
fn deployments_are_paid_and_end_awards_go_to_others_and_tombstones_are_forgotten() {
	with_and_without_hook(|| {
		provider(PETER, 3, 4);
		let (peter, held) = (free(PETER), balances()[&PETER].1);
		let running = subscribe(ALICE, 3, 100);
		let over = subscribe(BOB, 3, 9);
		let torn = subscribe(CAROL, 3, 100);
		for id in [running, over] {
			declare(PETER, id, 1);
		}
		assert_ok!(Subscriptions::reject(signed(PETER), torn, 1, reason("no")));
		run(2);
		provider(PAULA, 3, 4);
		let awarded = subscribe(CAROL, 3, 100);
		assert_eq!(state_of(awarded), SubscriptionState::Placed { provider: PETER, attempt: 1 });
		run(3);
		assert_ok!(retire(PETER, MAX_RETIRED));
		assert_eq!(state_of(running), SubscriptionState::Closed { reason: CloseReason::Retired });
		// Time comes first: this one had ended before.
		assert_eq!(state_of(over), SubscriptionState::Closed { reason: CloseReason::FundsSpent });
		assert_eq!(state_of(awarded), SubscriptionState::Waiting);
		assert_eq!((free(ALICE), free(BOB)), (RICH - 15, RICH - 9));
		assert_eq!(free(PETER), peter + held + 15 + 9);
		assert_eq!(Assignments::<Test>::iter_prefix(PETER).count(), 0);
		let ended = Event::Ended { subscription: running, attempt: 1, provider: PETER, reason: EndReason::Retired };
		let revoked = RevokeReason::Retired;
		let words = reason("");
		let revoked = Event::Revoked { subscription: awarded, attempt: 1, provider: PETER, reason: revoked, words };
		for event in [ended, revoked, Event::Retired { provider: PETER }] {
			assert!(events().contains(&event), "{event:?}");
		}
		for id in [running, over, torn, awarded] {
			assert!(events().contains(&Event::Forgotten { subscription: id, attempt: 1, provider: PETER }));
		}
		// The one that went on is served as ever.
		retry(awarded);
		declare(PAULA, awarded, 2);
		run(1);
		assert_ok!(Subscriptions::claim(signed(STRANGER), awarded, 2));
	});
}

#[test]
fn an_award_that_nobody_else_takes_is_refunded() {
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 100);
		run(1);
		assert_ok!(retire(PETER, 1));
		retry(id);
		assert_eq!(state_of(id), SubscriptionState::Closed { reason: CloseReason::Unplaced });
		assert_eq!(free(ALICE), RICH);
	});
}

#[test]
fn what_does_not_fit_one_piece_is_left_for_the_next_and_served_until_then() {
	with_and_without_hook(|| {
		provider(PETER, 3, 5);
		let ids: Vec<u64> = [ALICE, BOB, CAROL, ALICE, BOB].map(|who| subscribe(who, 3, 300)).into();
		for id in &ids {
			declare(PETER, *id, 1);
		}
		let mut before = free(PETER);
		for (piece, left) in [(2, 3), (2, 1)] {
			run(1);
			assert_ok!(retire(PETER, piece));
			assert!(events().contains(&Event::RetirementUnfinished { provider: PETER }));
			assert_eq!(Assignments::<Test>::iter_prefix(PETER).count(), left);
			assert_eq!(Records::<Test>::get(PETER).unwrap().assignments as usize, left);
			assert!(free(PETER) > before);
			before = free(PETER);
			// No way back, and nothing new, not even on what became free.
			refused!(Providers::undrain(signed(PETER)), ProvidersError::<Test>::Retiring);
			refused!(Providers::offer(signed(PETER), TYPE, 1, 5), ProvidersError::<Test>::Retiring);
			let id = subscribe(CAROL, 3, 30);
			assert_eq!(state_of(id), SubscriptionState::Waiting);
			assert_ok!(Subscriptions::cancel(signed(CAROL), id));
			assert_ok!(Providers::heartbeat(signed(PETER)));
			check_books();
		}
		let held = bond(PETER);
		run(1);
		assert_ok!(retire(PETER, 2));
		assert!(events().contains(&Event::Retired { provider: PETER }));
		// Two served one block, two two blocks, the last three.
		assert_eq!(free(ALICE) + free(BOB) + free(CAROL), 3 * RICH - 3 * (2 + 4 + 3));
		assert_eq!(free(PETER), RICH + 3 * (2 + 4 + 3));
		let left = RuntimeEvent::Providers(ProvidersEvent::Left { provider: PETER });
		assert!(held > 0 && System::events().iter().any(|record| record.event == left));
	});
}

#[test]
fn a_provider_that_retires_may_still_wind_up_by_itself() {
	with_and_without_hook(|| {
		provider(PETER, 3, 2);
		for who in [ALICE, BOB] {
			let id = subscribe(who, 3, 100);
			declare(PETER, id, 1);
		}
		assert_ok!(retire(PETER, 1));
		let (id, attempt) = Assignments::<Test>::iter_key_prefix(PETER).next().expect("one is left");
		assert_ok!(Subscriptions::resign(signed(PETER), id, attempt));
		run(NOTICE);
		assert_ok!(Subscriptions::confirm_teardown(signed(PETER), id, attempt, RECEIPT));
		assert_ok!(Providers::close_offer(signed(PETER), TYPE));
		assert_ok!(Providers::leave(signed(PETER)));
		refused!(retire(PETER, 1), Error::<Test>::NotAProvider);
	});
}

#[test]
fn what_is_owed_to_a_retired_provider_stays_owed() {
	with_and_without_hook(|| {
		without_bonds();
		provider(PETER, 3, 1);
		kill(PETER);
		let id = subscribe(ALICE, 3, 100);
		declare(PETER, id, 1);
		run(1);
		assert_ok!(retire(PETER, 1));
		assert_eq!(Debts::<Test>::get(PETER, id).unwrap().amount, 3);
		assert_ok!(Balances::transfer_keep_alive(signed(STRANGER), PETER, ED));
		assert_ok!(Subscriptions::claim_owed(signed(STRANGER), PETER, id));
		assert_eq!((free(PETER), free(ALICE)), (ED + 3, RICH - 3));
	});
}

/// Peter serves Alice, and Paula is to take over.
fn migrating() -> u64 {
	provider(PETER, 3, 1);
	let id = subscribe(ALICE, 3, 100);
	declare(PETER, id, 1);
	run(MINIMUM);
	provider(PAULA, 2, 1);
	assert_ok!(migrate(ALICE, id));
	run(1);
	id
}

#[test]
fn who_was_to_take_over_from_a_retired_provider_goes_on_alone() {
	with_and_without_hook(|| {
		let id = migrating();
		assert_ok!(retire(PETER, 1));
		assert_eq!(state_of(id), SubscriptionState::Placed { provider: PAULA, attempt: 2 });
		let subscription = crate::Subscriptions::<Test>::get(id).unwrap();
		let paid = 3 * u128::from(MINIMUM + 1);
		assert_eq!((subscription.successor, subscription.funds, subscription.paid), (None, 100 - paid, paid));
		assert!(events().contains(&Event::Retired { provider: PETER }));
		check_books();
		declare(PAULA, id, 2);
		run(1);
		assert_ok!(Subscriptions::claim(signed(STRANGER), id, 2));
		assert_eq!(escrow(ALICE), 100 - paid - 2);
	});
}

#[test]
fn when_who_was_to_take_over_is_retired_the_one_before_goes_on() {
	with_and_without_hook(|| {
		let id = migrating();
		assert_ok!(retire(PAULA, 1));
		assert_eq!(state_of(id), SubscriptionState::Placed { provider: PETER, attempt: 1 });
		assert_eq!(crate::Subscriptions::<Test>::get(id).unwrap().successor, None);
		check_books();
		run(1);
		assert_ok!(Subscriptions::claim(signed(STRANGER), id, 1));
		assert_eq!(escrow(ALICE), 100 - 3 * u128::from(MINIMUM + 2));
	});
}

#[test]
fn clean_up_costs_no_fee_and_only_if_something_was_removed() {
	let free_of_charge = |result: DispatchResultWithPostInfo| result.expect("it succeeds").pays_fee == Pays::No;
	with_and_without_hook(|| {
		provider(PETER, 3, 1);
		let id = subscribe(ALICE, 3, 9);
		declare(PETER, id, 1);
		// The offer stays while it is used.
		assert!(!free_of_charge(Providers::close_offer(signed(PETER), TYPE)));
		let refused = Subscriptions::poke(signed(STRANGER), id).expect_err("nothing is due");
		assert_eq!(refused.post_info.pays_fee, Pays::Yes);
		run(3);
		if !hook_is_on() {
			assert!(free_of_charge(Subscriptions::poke(signed(STRANGER), id)));
		}
		assert!(free_of_charge(Subscriptions::confirm_teardown(signed(PETER), id, 1, RECEIPT)));
		let refused = Subscriptions::confirm_teardown(signed(PETER), id, 1, RECEIPT).expect_err("it is gone");
		assert_eq!(refused.post_info.pays_fee, Pays::Yes);
		assert_ok!(Providers::offer(signed(PETER), TYPE, 3, 1));
		assert!(free_of_charge(Providers::close_offer(signed(PETER), TYPE)));
		assert!(free_of_charge(Providers::leave(signed(PETER))));
		assert!(free_of_charge(Providers::unregister_type(signed(STRANGER), TYPE)));
	});
}
