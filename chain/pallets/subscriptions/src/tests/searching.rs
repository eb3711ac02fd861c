//! Who pays for searches: each request out of its own credit.

use super::*;
use crate::{
	Error, Event, SearchCredits, Searches, SubscriptionState, Successor, WaitingState, WeightInfo, Wish, Wishes,
};
use frame::{deps::frame_support::weights::WeightMeter, testing_prelude::*};

type Weights = <Test as crate::Config>::WeightInfo;

/// Held for a search, and what a step of it costs: two steps, and one left over.
const LEAST: Balance = 5;
const STEP: Balance = 2;

fn placed(id: u64) -> Option<AccountId> {
	match crate::Subscriptions::<Test>::get(id).unwrap().state {
		SubscriptionState::Placed { provider, .. } => Some(provider),
		_ => None,
	}
}

fn successor(id: u64) -> Option<Successor<AccountId>> {
	crate::Subscriptions::<Test>::get(id).unwrap().successor
}

fn left_of(id: u64) -> Balance {
	SearchCredits::<Test>::get(id)
}

/// Supply that suits nobody who is asked about it: another price of an offer that is too dear.
fn stir(price: Balance) {
	assert_ok!(Providers::offer(signed(PETER), TYPE, price, 1));
}

fn unpaid(id: u64, attempt: u32) -> bool {
	let error = Error::<Test>::FundsNotCovered.into();
	events().contains(&Event::NotServed { subscription: id, attempt, error })
}

/// Alice is served by Peter, past the minimum period.
fn served() -> u64 {
	provider(PETER, 3, 1);
	let id = subscribe(ALICE, 3, 200);
	declare(PETER, id, 1);
	run(MINIMUM);
	id
}

#[test]
fn who_waits_holds_a_credit_that_comes_back_with_the_award_or_the_end() {
	with_and_without_hook(|| {
		credit(LEAST, STEP);
		let [awarded, cancelled] = [3, 1].map(|price| subscribe(ALICE, price, 30));
		let held = 2 * (DEPOSIT + WAITING_DEPOSIT + LEAST);
		assert_eq!((deposit(ALICE), left_of(awarded), left_of(cancelled)), (held, LEAST, LEAST));
		assert_eq!(Subscriptions::view_subscription(awarded).unwrap().credit, LEAST);
		provider(PETER, 3, 1);
		run(1);
		serve_waiting();
		// A step for each, of which the second found nobody.
		assert_eq!((placed(awarded), left_of(awarded), left_of(cancelled)), (Some(PETER), 0, LEAST - STEP));
		assert!(events().contains(&Event::Searched { subscription: awarded, paid: STEP, credit: LEAST - STEP }));
		assert_ok!(Subscriptions::cancel(signed(ALICE), cancelled));
		assert_eq!((deposit(ALICE), free(ALICE) + escrow(ALICE)), (DEPOSIT, RICH - DEPOSIT - 2 * STEP));
		// Who is awarded at once pays for its search with the fee of the call.
		let at_once = {
			provider(PAULA, 3, 1);
			subscribe(BOB, 3, 30)
		};
		assert_eq!((placed(at_once), deposit(BOB)), (Some(PAULA), DEPOSIT));
		// Who has to wait needs the credit too.
		let needed = DEPOSIT + WAITING_DEPOSIT + LEAST + ED;
		let ask = |funds| without_info(Subscriptions::subscribe(signed(CAROL), TYPE, DESCRIPTOR, 1, funds));
		refused!(ask(RICH - needed + 1), Error::<Test>::FundsNotCovered);
		assert_ok!(ask(RICH - needed));
	});
}

#[test]
fn a_credit_that_is_spent_keeps_the_place_and_place_makes_the_step() {
	chain(true, || {
		credit(LEAST, STEP);
		let [spent, other] = [ALICE, BOB].map(|who| subscribe(who, 3, 30));
		provider(PETER, 9, 1);
		run(1);
		stir(8);
		run(1);
		assert_eq!((left_of(spent), left_of(other)), (1, 1));
		assert_ok!(Subscriptions::fund_search(signed(CAROL), other, STEP));
		run(1);
		// The hook passes over the first, whoever comes.
		stir(3);
		run(2);
		assert_eq!((placed(spent), placed(other)), (None, None));
		assert!(crate::Subscriptions::<Test>::get(spent).unwrap().in_line.is_some());
		assert_ok!(Subscriptions::place(signed(STRANGER), spent));
		assert_eq!((placed(spent), free(ALICE)), (Some(PETER), RICH - 30 - DEPOSIT - 2 * STEP));
	});
}

#[test]
fn anybody_funds_a_search_and_the_hook_goes_on_with_it_in_the_next_block() {
	chain(true, || {
		credit(LEAST, STEP);
		let id = subscribe(ALICE, 3, 30);
		provider(PETER, 9, 1);
		run(1);
		stir(8);
		run(1);
		stir(3);
		run(1);
		assert_eq!((placed(id), left_of(id)), (None, 1));
		refused!(Subscriptions::fund_search(signed(BOB), id, 0), Error::<Test>::ZeroAmount);
		refused!(Subscriptions::fund_search(signed(BOB), id + 1, 1), Error::<Test>::NotFound);
		refused!(Subscriptions::fund_search(signed(BOB), id, RICH), Error::<Test>::FundsNotCovered);
		let behind = subscribe(CAROL, 1, 30);
		let asked = left_of(behind);
		assert_ok!(Subscriptions::fund_search(signed(BOB), id, STEP));
		assert!(events().contains(&Event::SearchFunded { subscription: id, amount: STEP, credit: 1 + STEP }));
		assert_eq!(free(BOB), RICH - STEP);
		run(1);
		// What is left is the consumer's, and nobody else was asked for it.
		assert_eq!((placed(id), deposit(ALICE), free(ALICE)), (Some(PETER), DEPOSIT, RICH - 30 - DEPOSIT - 2 * STEP));
		assert_eq!(left_of(behind), asked);
		refused!(Subscriptions::fund_search(signed(BOB), id, 1), Error::<Test>::NotWaiting);
		assert_ok!(Subscriptions::cancel(signed(CAROL), behind));
		refused!(Subscriptions::fund_search(signed(BOB), behind, 1), Error::<Test>::SubscriptionClosed);
	});
}

#[test]
fn who_is_tried_again_pays_for_it_and_rests_if_it_cannot() {
	with_and_without_hook(|| {
		credit(LEAST, STEP);
		provider(PETER, 3, 1);
		provider(PAULA, 3, 1);
		let id = subscribe(ALICE, 3, 30);
		assert_eq!(deposit(ALICE), DEPOSIT);
		assert_ok!(Subscriptions::reject(signed(PETER), id, 1, reason("no")));
		assert_eq!(deposit(ALICE), DEPOSIT + LEAST);
		retry(id);
		assert_eq!((placed(id), free(ALICE) + escrow(ALICE) + deposit(ALICE)), (Some(PAULA), RICH - STEP));
	});
	chain(true, || {
		credit(LEAST, STEP);
		provider(PETER, 3, 1);
		provider(PAULA, 3, 2);
		let ids = [(); 2].map(|()| subscribe(ALICE, 3, 30));
		assert_ok!(Balances::transfer_allow_death(signed(ALICE), STRANGER, free(ALICE) - ED));
		for (who, id) in [(PETER, ids[0]), (PAULA, ids[1])] {
			assert_ok!(Subscriptions::reject(signed(who), id, 1, reason("no")));
			assert_eq!(left_of(id), 0);
		}
		run(20);
		assert!(ids.iter().all(|id| placed(*id).is_none() && unpaid(*id, 1)));
		Subscriptions::do_try_state().expect("they rest");
		for who in [PETER, PAULA] {
			assert_ok!(Providers::heartbeat(signed(who)));
		}
		assert_ok!(Subscriptions::place(signed(STRANGER), ids[0]));
		assert_ok!(Subscriptions::fund_search(signed(BOB), ids[1], STEP));
		run(1);
		assert_eq!((placed(ids[0]), left_of(ids[1])), (Some(PAULA), 0));
		assert!(placed(ids[1]).is_some_and(|who| who != PAULA) || placed(ids[1]).is_none());
	});
}

#[test]
fn a_move_is_looked_for_in_the_next_block_and_paid_by_who_asks() {
	for (who, wish) in [(ALICE, false), (STRANGER, true)] {
		with_and_without_hook(|| {
			credit(LEAST, STEP);
			let id = served();
			provider(PAULA, 2, 1);
			if wish {
				Wishes::<Test>::insert(id, Wish { follow: true, ..Default::default() });
				run(GAP - MINIMUM);
				assert_ok!(Providers::heartbeat(signed(PAULA)));
			}
			let before = free(who);
			assert_ok!(Subscriptions::migrate(signed(who), id));
			assert!(events().contains(&Event::Seeks { subscription: id, at: now() + 1 }));
			assert_eq!((successor(id), free(who), deposit(ALICE)), (None, before - LEAST, DEPOSIT + LEAST));
			assert!(Subscriptions::view_subscription(id).unwrap().seeks);
			run(1);
			assert!(hook_is_on() || look(id).is_ok());
			assert_eq!(successor(id), Some(Successor { provider: PAULA, attempt: 2 }));
			assert!(!Subscriptions::view_subscription(id).unwrap().seeks);
			// What is left is the consumer's.
			let alice = if who == ALICE { STEP } else { 0 };
			assert_eq!(deposit(ALICE), DEPOSIT);
			let paid = crate::Subscriptions::<Test>::get(id).unwrap().paid;
			let has = RICH - paid - alice + if who == ALICE { 0 } else { LEAST - STEP };
			assert_eq!(free(ALICE) + escrow(ALICE) + deposit(ALICE), has);
		});
	}
}

#[test]
fn a_move_that_comes_to_nothing_says_so_and_gives_the_rest_back() {
	with_and_without_hook(|| {
		credit(LEAST, STEP);
		let id = served();
		assert_ok!(Subscriptions::migrate(signed(ALICE), id));
		refused!(Subscriptions::migrate(signed(ALICE), id), Error::<Test>::MigrationPending);
		run(1);
		let _ = hook_is_on() || look(id).is_ok();
		let error = Error::<Test>::NobodyMatches.into();
		assert!(events().contains(&Event::NotServed { subscription: id, attempt: 1, error }));
		assert_eq!((deposit(ALICE), Searches::<Test>::iter().count()), (DEPOSIT, 0));
		// Who leaves looks no more.
		assert_ok!(Subscriptions::migrate(signed(ALICE), id));
		assert_ok!(Subscriptions::cancel(signed(ALICE), id));
		assert_eq!((deposit(ALICE), Searches::<Test>::iter().count()), (DEPOSIT, 0));
		refused!(Subscriptions::place(signed(STRANGER), id), Error::<Test>::NotWaiting);
		// Nor is anything left when the provider is gone before it was looked for.
		run(NOTICE);
		serve(id);
		assert_eq!((deposit(ALICE), escrow(ALICE)), (0, 0));
	});
}

#[test]
fn a_move_needs_its_credit_and_a_resignation_goes_without() {
	chain(true, || {
		credit(LEAST, STEP);
		let id = served();
		provider(PAULA, 2, 1);
		assert_ok!(Balances::transfer_allow_death(signed(ALICE), STRANGER, free(ALICE) - ED - LEAST + 1));
		refused!(Subscriptions::migrate(signed(ALICE), id), Error::<Test>::FundsNotCovered);
		Wishes::<Test>::insert(id, Wish { follow: true, ..Default::default() });
		NoticePeriod::set(NOTICE);
		assert_ok!(Subscriptions::resign(signed(PETER), id, 1));
		run(1);
		assert_eq!((successor(id), unpaid(id, 1)), (None, true));
		Subscriptions::do_try_state().expect("it rests");
		assert_ok!(Subscriptions::place(signed(STRANGER), id));
		assert_eq!(successor(id), Some(Successor { provider: PAULA, attempt: 2 }));
	});
}

#[test]
fn a_search_goes_on_where_its_credit_ended() {
	chain(true, || {
		credit(LEAST, STEP);
		MaxScan::set(1);
		let id = served();
		for who in [PIA, CAROL, OPERATOR] {
			provider(who, 9, 1);
		}
		provider(PAULA, 2, 1);
		assert_ok!(Subscriptions::migrate(signed(ALICE), id));
		run(1);
		// Two steps of five.
		assert_eq!((successor(id), left_of(id), unpaid(id, 1)), (None, 1, true));
		assert_ok!(Subscriptions::fund_search(signed(BOB), id, 3 * STEP));
		run(1);
		assert_eq!((successor(id), deposit(ALICE)), (Some(Successor { provider: PAULA, attempt: 2 }), DEPOSIT));
	});
}

/// Steps that the hook makes in a block at most: what its share holds.
fn steps_of_a_block() -> u64 {
	let limits: frame_system::limits::BlockWeights = <Test as frame_system::Config>::BlockWeights::get();
	let share = HookShare::get() * limits.max_block;
	let base = Weights::drain_base().saturating_add(Weights::drain_block()).saturating_add(Weights::waiting_base());
	share.saturating_sub(base).checked_div_per_component(&Weights::waiting_step()).expect("a step weighs something")
}

/// The bound of docs/chain.md, A busy line: an honest request with so many steps ahead of it is asked after `ceil(ahead / a block's)`.
#[test]
fn a_busy_line_delays_nobody_longer_than_its_steps_take() {
	chain(true, || {
		// A hundred wait for a price that nobody asks, and a provider whose terms change in every block.
		HookShare::set(Perbill::from_percent(5));
		let a_block = steps_of_a_block();
		let busy = 5 * a_block;
		credit(1_000, 1);
		provider(PETER, 9, 1);
		let mover = {
			provider(PIA, 3, 1);
			let id = subscribe(CAROL, 3, 1_000);
			declare(PIA, id, 1);
			id
		};
		for _ in 0..busy {
			subscribe(BOB, 1, 30);
		}
		run(MINIMUM);
		stir(8);
		run(1);
		assert!(Subscriptions::is_passing(&TYPE), "the line is busy: {a_block} steps a block");
		let mut price = 20;
		let mut busy_block = || {
			price += 1;
			stir(price);
			run(1);
			for who in [PETER, PIA] {
				assert_ok!(Providers::heartbeat(signed(who)));
			}
		};
		// Ahead of who comes now: this pass, and as many in the next, which takes it in.
		let honest = subscribe(ALICE, 5, 100);
		provider(PAULA, 5, 4);
		let bound = (2 * busy + 1).div_ceil(a_block);
		let mut blocks = 0;
		while placed(honest).is_none() {
			assert!(blocks <= bound, "{blocks} blocks, and {bound} are said");
			busy_block();
			blocks += 1;
		}
		// What all have been asked about is there for who moves and for many at once, in whatever pass.
		assert!(Subscriptions::is_passing(&TYPE));
		let request =
			crate::Request { type_id: TYPE, descriptor: DESCRIPTOR, max_price: 5, funds: 100, wish: Wish::default() };
		let mut waited = 0;
		while Subscriptions::subscribe_many(signed(ALICE), vec![request.clone()].try_into().unwrap()).is_err() {
			assert!(waited <= bound, "{waited} blocks for many");
			busy_block();
			waited += 1;
		}
		crate::Subscriptions::<Test>::mutate(mover, |known| known.as_mut().unwrap().max_price = 5);
		assert_ok!(Subscriptions::migrate(signed(CAROL), mover));
		busy_block();
		assert_eq!(successor(mover), Some(Successor { provider: PAULA, attempt: 1 + 1 }));
		assert!(WaitingState::<Test>::get(TYPE).unwrap().walk.is_some(), "the line is still busy");
		println!("{a_block} steps a block, {busy} busy: asked after {blocks} blocks, {bound} at most");
	});
}

/// Who keeps a line busy pays for it, step by step, until nothing is left.
#[test]
fn a_busy_line_costs_its_maker() {
	chain(true, || {
		credit(LEAST, STEP);
		let busy: Vec<_> = (0..10).map(|_| subscribe(BOB, 1, 30)).collect();
		provider(PETER, 9, 1);
		for price in 10..20 {
			stir(price);
			run(1);
		}
		assert!(busy.iter().all(|id| left_of(*id) == LEAST - 2 * STEP));
		assert_eq!(free(BOB) + escrow(BOB) + deposit(BOB), RICH - 10 * 2 * STEP);
		// A pass that asks nobody costs the hook little.
		stir(9);
		let mut meter = WeightMeter::new();
		Subscriptions::serve_waiting(&mut meter);
		assert!(meter
			.consumed()
			.all_lte(Weights::waiting_base().saturating_add(Weights::pass_over().saturating_mul(10))));
	});
}
