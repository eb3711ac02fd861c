//! First come, first served among those that match: whatever comes, goes and is asked in whatever order.

use super::*;
use crate::{Event, NextId, SubscriptionState};
use frame::testing_prelude::*;
use std::collections::BTreeMap;

fn placed(id: u64) -> bool {
	matches!(crate::Subscriptions::<Test>::get(id).unwrap().state, SubscriptionState::Placed { .. })
}

fn waits(id: u64) -> bool {
	crate::Subscriptions::<Test>::get(id).unwrap().in_line.is_some()
}

fn ok(result: impl Outcome) {
	assert_ok!(without_info(result));
}

fn steps(most: u32) {
	Subscriptions::make_steps(&TYPE, most, None);
	Subscriptions::do_try_state().expect("consistent after each step");
}

struct Dice([u8; 32]);

impl Dice {
	fn below(&mut self, n: u64) -> u64 {
		self.0 = blake2_256(&self.0);
		u64::from_le_bytes(self.0[..8].try_into().unwrap()) % n
	}
}

/// Whoever got an award, nobody who came before and still waits would have matched that offer.
fn check_order(max_prices: &BTreeMap<u64, u128>, tickets: &BTreeMap<u64, u64>, seen: &mut usize) {
	let events = events();
	for event in &events[*seen..] {
		let Event::Awarded { subscription, rate, .. } = event else {
			continue;
		};
		let Some(ticket) = tickets.get(subscription) else {
			// It did not wait, so nobody who waits would have matched.
			let passed = tickets.iter().find(|(id, _)| waits(**id) && max_prices[id] >= *rate);
			assert_eq!(passed, None, "{subscription} went past another");
			continue;
		};
		let passed = tickets.iter().find(|(id, other)| *other < ticket && waits(**id) && max_prices[id] >= *rate);
		assert_eq!(passed, None, "{subscription} was served before another");
	}
	*seen = events.len();
}

#[test]
fn nobody_is_served_before_another_that_came_first_and_matches() {
	let (mut waited, mut served) = (0, 0);
	for seed in 0..40 {
		chain(false, || {
			let mut dice = Dice(blake2_256(&[seed]));
			MaxScan::set(1 + dice.below(3) as u32);
			for who in [PETER, PAULA, PIA, CAROL] {
				assert_ok!(Providers::register(signed(who), 2));
			}
			let (mut max_prices, mut tickets, mut seen) = (BTreeMap::new(), BTreeMap::new(), 0);
			for _ in 0..120 {
				let who = [PETER, PAULA, PIA, CAROL][dice.below(4) as usize];
				let id = dice.below(NextId::<Test>::get().max(1));
				let price = 1 + u128::from(dice.below(4));
				match dice.below(9) {
					0..=2 => {
						let id = subscribe(ALICE, price, 100);
						max_prices.insert(id, price);
						if waits(id) {
							tickets.insert(id, id);
							waited += 1;
						}
					}
					3 | 4 => ok(Providers::offer(signed(who), TYPE, price, 1 + dice.below(2) as u32)),
					5 => {
						let _ = Providers::close_offer(signed(who), TYPE);
					}
					6 if crate::Subscriptions::<Test>::contains_key(id) => {
						let _ = Subscriptions::cancel(signed(ALICE), id);
						if let Some(who) = crate::Assignments::<Test>::iter_keys().find(|key| key.1 .0 == id) {
							let _ = Subscriptions::confirm_teardown(signed(who.0), id, who.1 .1, RECEIPT);
						}
					}
					_ => steps(1 + dice.below(3) as u32),
				}
				// Closed ones may be forgotten.
				tickets.retain(|id, _| crate::Subscriptions::<Test>::contains_key(id));
				check_order(&max_prices, &tickets, &mut seen);
			}
			steps(10_000);
			check_order(&max_prices, &tickets, &mut seen);
			served += tickets.keys().filter(|id| placed(**id)).count();
			// Who still waits matches nothing that has room.
			for (id, max_price) in max_prices.iter().filter(|(id, _)| tickets.contains_key(id) && waits(**id)) {
				let missed = pallet_providers::Offers::<Test>::iter_prefix(TYPE)
					.find(|(_, offer)| offer.open && offer.has_room() && offer.price <= *max_price);
				assert_eq!(missed.map(|(who, _)| who), None, "{id} waits in vain");
			}
		});
	}
	assert!(waited > 400 && served > 100, "{waited} waited, {served} of them were served");
}
