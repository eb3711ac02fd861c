//! Nobody is ever paid twice for a block, and nobody at another price than that of the block: random histories of migrations, changes of
//! prices, departures and dark providers, looked at block by block.
//!
//! The witness knows no segments: in each block at most one assignment of a subscription runs, and from this block to the next the
//! subscription owes the price of this block for it, once, if its provider is live, and nothing else. Each history runs twice, with the hook
//! and without, and everybody owns the same in the end.

use super::*;
use crate::{AssignmentState, Assignments, NextId, Request, SubscriptionState, Wish};
use frame::testing_prelude::*;
use pallet_providers::{Elastic, Marketplace, OfferTerms};
use std::collections::BTreeMap;

const CONSUMERS: [u64; 2] = [ALICE, BOB];
const PROVIDERS: [u64; 4] = [PETER, PAULA, PIA, CAROL];
const CEILING: Balance = 9;

/// Numbers from a seed: no dependency, the same everywhere.
struct Dice([u8; 32]);

impl Dice {
	fn below(&mut self, n: u64) -> u64 {
		self.0 = blake2_256(&self.0);
		u64::from_le_bytes(self.0[..8].try_into().unwrap()) % n
	}

	fn of<X: Copy>(&mut self, list: &[X]) -> X {
		list[self.below(list.len() as u64) as usize]
	}
}

/// How often each call succeeded.
type Tally = BTreeMap<&'static str, u32>;

fn offer(who: AccountId, price: Balance) -> DispatchResult {
	let elastic = Some(Elastic { floor: 1, ceiling: CEILING, step: 4 });
	Providers::offer_with(signed(who), TYPE, OfferTerms { price, elastic, capacity: 6, setup_blocks: ACK_DEADLINE })
}

fn one_call(dice: &mut Dice, tally: &mut Tally) {
	let id = NextId::<Test>::get().saturating_sub(1 + dice.below(3));
	let consumer = crate::Subscriptions::<Test>::get(id).map_or(ALICE, |subscription| subscription.consumer);
	// Which assignments there are is the same with the hook and without; their states are not.
	let mut owed: Vec<(u32, u64)> = Assignments::<Test>::iter_keys()
		.filter(|(_, (of, _))| *of == id)
		.map(|(provider, (_, attempt))| (attempt, provider))
		.collect();
	owed.sort_by(|a, b| b.cmp(a));
	// Mostly the newest two, which are those of a migration.
	let (attempt, provider) = owed.get(dice.below(3).min(1) as usize).or(owed.first()).copied().unwrap_or((1, PETER));
	let (who, customer) = (signed(provider), signed(consumer));
	let rate = 1 + u128::from(dice.below(9));
	let amount = u128::from(dice.below(60));
	let (name, result) = match dice.below(26) {
		0 => {
			let wish = Wish { elastic: true, follow: dice.below(2) == 0, ..Default::default() };
			let funds = CEILING * u128::from(MIN_FUNDED) + 3 * amount;
			let request = Request { type_id: TYPE, descriptor: DESCRIPTOR, max_price: CEILING, funds, wish };
			("subscribe", without_info(Subscriptions::subscribe_with(signed(dice.of(&CONSUMERS)), Box::new(request))))
		}
		1..=6 => ("declare", without_info(Subscriptions::declare_deployed(who, id, attempt, 1))),
		7..=10 => {
			let caller = if dice.below(3) == 0 { STRANGER } else { consumer };
			("migrate", migrate(caller, id))
		}
		11 | 12 => ("reprice", without_info(Subscriptions::reprice(who, id, attempt, rate))),
		13 => {
			let proposed = Subscriptions::propose_price(who, id, attempt, Some(rate));
			let accepted = || Subscriptions::accept_price(customer, id, attempt, rate);
			("agree", without_info(proposed.and_then(|_| accepted())))
		}
		14 => ("reject", without_info(Subscriptions::reject(who, id, attempt, reason("no")))),
		15 => (
			"resign",
			without_info(Subscriptions::resign(who, id, attempt)).inspect(|()| {
				let _ = look(id);
			}),
		),
		16 if dice.below(3) == 0 => ("cancel", without_info(Subscriptions::cancel(customer, id))),
		16 | 17 => ("top_up", without_info(Subscriptions::top_up(customer, id, amount))),
		18 => ("withdraw", without_info(Subscriptions::withdraw(customer, id, amount))),
		19 => ("claim", without_info(Subscriptions::claim(signed(STRANGER), id, attempt))),
		20 => ("offer", offer(dice.of(&PROVIDERS), rate)),
		21 | 22 => (
			"confirm_teardown",
			Subscriptions::confirm_teardown(who, id, attempt, RECEIPT).map(|_| ()).map_err(|e| e.error),
		),
		_ => ("heartbeat", Providers::heartbeat(signed(dice.of(&PROVIDERS))).map(|_| ()).map_err(|e| e.error)),
	};
	*tally.entry(name).or_default() += u32::from(result.is_ok());
}

/// What a subscription has cost so far.
fn cost(id: u64) -> Option<Balance> {
	Subscriptions::view_subscription(id).map(|view| view.paid + view.earned)
}

/// What may be owed besides blocks when a subscription ends: the set-up of who was to take over.
fn kept(id: u64) -> Balance {
	Subscriptions::view_subscription(id).map_or(0, |view| view.reserve)
}

/// Nothing is owed for a call, whatever it settles, but for the set-up of an award that is given up.
fn call_that_costs_nothing(dice: &mut Dice, tally: &mut Tally) {
	let before: Vec<_> = (0..NextId::<Test>::get()).map(|id| (id, cost(id), kept(id))).collect();
	let cancelled = tally.get("cancel").copied();
	one_call(dice, tally);
	let set_up = match tally.get("cancel").copied() == cancelled {
		true => 0,
		false => CEILING * u128::from(SETUP),
	};
	for (id, before, kept) in before {
		let set_up = set_up.max(kept);
		let (Some(before), Some(after)) = (before, cost(id)) else { continue };
		assert!((before..=before + set_up).contains(&after), "a call made {after} of {before} owed by {id}");
	}
}

/// What each subscription will have cost at the next block, of which this block is to be paid, and what a set-up may cost if it ends.
fn expected() -> BTreeMap<u64, (Balance, Balance)> {
	(0..NextId::<Test>::get())
		.filter_map(|id| {
			let running: Vec<_> = PROVIDERS
				.iter()
				.flat_map(|who| Assignments::<Test>::iter_key_prefix(who).map(move |key| (*who, key)))
				.filter(|(_, (of, _))| *of == id)
				.filter_map(|(who, (id, attempt))| Some((who, Subscriptions::view_assignment(&who, id, attempt)?)))
				.filter(|(_, view)| view.effective == AssignmentState::Active)
				.collect();
			assert!(running.len() <= 1, "two providers are paid for block {} of {id}", now());
			let price = match running.first() {
				Some((who, view)) if !<Providers as Marketplace<_, _, _>>::is_dark(who) => view.rate,
				_ => 0,
			};
			Some((id, (cost(id)? + price, kept(id))))
		})
		.collect()
}

fn next_block(seed: u64) {
	let expected = expected();
	run(1);
	for (id, (expected, kept)) in expected {
		let Some(view) = Subscriptions::view_subscription(id) else { continue };
		let set_up = if matches!(view.effective, SubscriptionState::Closed { .. }) { kept } else { 0 };
		let found = view.paid + view.earned;
		let right = (expected..=expected + set_up).contains(&found);
		assert!(right, "seed {seed}: {id} at block {}, hook {}: {found} for {expected}", now(), hook_is_on());
	}
	serve_failures();
	serve_waiting();
}

fn history(seed: u64, calls: u32, hook: bool) -> (BTreeMap<u64, (u128, u128)>, Tally) {
	let mut outcome = None;
	chain(hook, || {
		let mut dice = Dice(blake2_256(&seed.to_le_bytes()));
		let mut tally = Tally::new();
		for who in PROVIDERS {
			assert_ok!(Providers::register(signed(who), 6));
			assert_ok!(offer(who, 1 + u128::from(dice.below(5))));
		}
		for _ in 0..calls {
			call_that_costs_nothing(&mut dice, &mut tally);
			if dice.below(3) == 0 {
				for _ in 0..=dice.below(3) {
					next_block(seed);
				}
			}
		}
		check_books();
		for _ in 0..3 * ACK_DEADLINE {
			next_block(seed);
		}
		for (_, (id, attempt)) in Assignments::<Test>::iter_keys().collect::<Vec<_>>() {
			let _ = Subscriptions::poke(signed(STRANGER), id);
			let _ = Subscriptions::claim(signed(STRANGER), id, attempt);
		}
		for event in events() {
			match event {
				crate::Event::Ended { reason: crate::EndReason::Migrated, .. } => {
					*tally.entry("taken over").or_default() += 1
				}
				crate::Event::PriceChanged { .. } => *tally.entry("other price").or_default() += 1,
				_ => (),
			}
		}
		let waiting = crate::Subscriptions::<Test>::iter_values().filter(|s| s.state == SubscriptionState::Waiting);
		*tally.entry("waiting in the end").or_default() += waiting.count() as u32;
		outcome = Some((balances(), tally));
	});
	outcome.expect("the history ran")
}

#[test]
fn nobody_is_paid_twice_for_a_block_nor_at_another_price() {
	let mut total = Tally::new();
	for seed in 0..30 {
		let (on, tally) = history(seed, 150, true);
		let (off, _) = history(seed, 150, false);
		assert_eq!(on, off, "seed {seed}: balances with the hook and without");
		for (name, count) in tally {
			*total.entry(name).or_default() += count;
		}
	}
	println!("{total:?}");
	// Histories without what they are about would prove nothing.
	for what in ["declare", "migrate", "taken over", "reprice", "agree", "other price", "resign", "cancel", "reject"] {
		assert!(total.get(what).is_some_and(|count| *count >= 20), "{what} happened too seldom: {total:?}");
	}
}
