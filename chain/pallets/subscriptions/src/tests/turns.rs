//! Nobody takes another's turn, whatever they do.
//!
//! Two providers are honest. Everybody else is one adversary, who owns providers and consumers and does anything at any step: opens,
//! closes, reprices, drains, registers, leaves, rejects, changes capacity, subscribes with any wish, cancels, and undoes a batch whose
//! outcome does not please. While an honest provider is open, live and has room, the requests awarded by turn that it matches and that
//! others get before it gets one are at most the turns that stood before it at any moment of that time.

use super::{histories::dice::Dice, *};
use crate::{AssignmentState, Assignments, Event, NextId, Request, SubscriptionState, Wish};
use frame::{deps::frame_support::storage::with_storage_layer, testing_prelude::*};
use pallet_providers::{Criteria, Elastic, Listed, OfferTerms, Offers, Profile, Selection};
use std::collections::BTreeMap;

const HONEST: [AccountId; 2] = [PETER, PAULA];
const FOES: [AccountId; 4] = [PIA, 61, 62, 63];
const CONSUMERS: [AccountId; 3] = [ALICE, BOB, CAROL];
const PRICE: Balance = 3;

/// What an honest provider is owed.
#[derive(Default)]
struct Claim {
	/// The most requests that others may get before it; none while it takes no awards.
	budget: Option<u32>,
}

#[derive(Default)]
struct Game {
	requests: BTreeMap<u64, (Balance, Wish<AccountId, u64>)>,
	claims: BTreeMap<AccountId, Claim>,
	seen: usize,
	/// Requests that others got while an honest provider matched them, and how often nobody might have got another.
	passed: u32,
	used_up: u32,
	own: u32,
}

fn listed(who: &[AccountId]) -> Listed<AccountId> {
	who.to_vec().try_into().expect("few")
}

/// Turns that stand before it.
fn ahead(who: AccountId) -> u32 {
	let place = Offers::<Test>::get(TYPE, who).expect("an honest offer stays").place;
	Offers::<Test>::iter_prefix_values(TYPE)
		.filter(|other| other.open && other.place < place)
		.map(|other| other.left)
		.sum()
}

/// Whether it takes awards now that a search is made by which a request is served that is asked in the pass that runs.
fn is_there(who: AccountId, pass: Option<u64>) -> bool {
	let offer = Offers::<Test>::get(TYPE, who).expect("an honest offer stays");
	offer.open && offer.used < offer.capacity && pass.is_none_or(|pass| offer.visible_from <= pass)
}

fn running_pass() -> Option<u64> {
	crate::WaitingState::<Test>::get(TYPE).filter(|line| line.walk.is_some()).map(|line| line.pass)
}

fn state_of(id: u64) -> Option<SubscriptionState<AccountId>> {
	crate::Subscriptions::<Test>::get(id).map(|subscription| subscription.state)
}

impl Game {
	fn matches(&self, who: AccountId, id: u64) -> bool {
		let (max_price, wish) = &self.requests[&id];
		*max_price >= PRICE && !wish.criteria.refuse.contains(&who)
	}

	/// By turn, as far as one can tell from outside: a preferred one may have been asked first.
	fn is_by_turn(&self, id: u64, provider: AccountId) -> bool {
		let (_, wish) = &self.requests[&id];
		wish.selection == Selection::RoundRobin && !wish.criteria.prefer.contains(&provider)
	}

	/// One act, after which the new awards are held against what the honest are owed.
	fn act(&mut self, act: impl FnOnce(&mut Self)) {
		let pass = running_pass();
		let there: Vec<_> = HONEST.into_iter().filter(|who| is_there(*who, pass)).collect();
		let before = System::event_count();
		act(self);
		// Nothing is awarded without an event, and reading all of them takes long.
		let mut events = if System::event_count() == before { Vec::new() } else { events() };
		let events = events.split_off(self.seen.min(events.len()));
		for event in &events {
			let Event::Awarded { subscription: id, provider, .. } = *event else { continue };
			if !self.is_by_turn(id, provider) {
				continue;
			}
			if HONEST.contains(&provider) {
				self.own += 1;
				self.claims.entry(provider).or_default().budget = None;
			}
			for who in there.iter().copied().filter(|who| *who != provider) {
				if !self.matches(who, id) {
					continue;
				}
				self.passed += 1;
				let budget = self.claims.entry(who).or_default().budget.as_mut().expect("who is there has a claim");
				assert!(*budget > 0, "{provider} took the turn of {who} by {id}: {:?}", self.requests[&id]);
				*budget -= 1;
				self.used_up += u32::from(*budget == 0);
			}
		}
		self.seen += events.len();
		for event in events {
			// Whom nobody can blame serves at once.
			if let Event::Awarded { subscription, provider, attempt, .. } = event {
				if HONEST.contains(&provider) {
					let _ = Subscriptions::declare_deployed(signed(provider), subscription, attempt, 1);
				}
			}
		}
		for who in HONEST {
			let claim = self.claims.entry(who).or_default();
			// In whatever pass it may be seen.
			claim.budget = match is_there(who, None) {
				true => Some(claim.budget.unwrap_or(u32::MAX).min(ahead(who))),
				false => None,
			};
		}
	}

	fn wish(&self, dice: &mut Dice) -> Wish<AccountId, u64> {
		let some = |dice: &mut Dice, all: &[AccountId]| match dice.one_in(4) {
			true => listed(&[dice.of(all)]),
			false => listed(&[]),
		};
		let selection = match dice.below(8) {
			0 => Selection::Candidates(listed(&[dice.of(&FOES), dice.of(&HONEST)])),
			1 => Selection::Cheapest,
			2 => Selection::LeastLoaded,
			3 => Selection::Random,
			_ => Selection::RoundRobin,
		};
		let refuse = match dice.below(4) {
			// All the honest, so that the adversary's are next.
			0 => listed(&HONEST),
			_ => some(dice, &[HONEST.as_slice(), &FOES].concat()),
		};
		let criteria = Criteria { prefer: some(dice, &FOES), refuse, ..Default::default() };
		Wish { selection, elastic: dice.one_in(2), criteria, ..Default::default() }
	}

	fn subscribe(&mut self, dice: &mut Dice) {
		let wish = self.wish(dice);
		let max_price = 1 + u128::from(dice.below(5));
		let id = NextId::<Test>::get();
		let funds = max_price * u128::from(MIN_FUNDED + dice.below(10));
		let request = Request { type_id: TYPE, descriptor: DESCRIPTOR, max_price, funds, wish: wish.clone() };
		if Subscriptions::subscribe_with(signed(dice.of(&CONSUMERS)), Box::new(request)).is_ok() {
			self.requests.insert(id, (max_price, wish));
		}
	}

	fn foe_acts(&mut self, dice: &mut Dice) {
		let who = dice.of(&FOES);
		let price = 1 + u128::from(dice.below(4));
		let elastic = dice.one_in(3).then_some(Elastic { floor: 1, ceiling: price + 1, step: 1 });
		let terms = OfferTerms { price, elastic, capacity: 1 + dice.below(3) as u32, setup_blocks: ACK_DEADLINE };
		// What is refused changes nothing.
		let _ = match dice.below(12) {
			0..=3 => Providers::offer_with(signed(who), TYPE, terms),
			4 | 5 => without_info(Providers::close_offer(signed(who), TYPE)),
			6 if dice.one_in(2) => Providers::drain(signed(who)),
			7 => Providers::undrain(signed(who)),
			8 => Providers::register(signed(who), 1 + dice.below(3) as u32),
			9 if dice.one_in(4) => without_info(Providers::leave(signed(who))),
			10 => Providers::set_units(signed(who), 1 + dice.below(4) as u32),
			_ => Providers::set_profile(signed(who), dice.one_in(2).then(Profile::default)),
		};
	}

	/// An award or a tombstone of anybody, by lot.
	fn provider_acts(&mut self, dice: &mut Dice) {
		let all: Vec<_> = Assignments::<Test>::iter().map(|(who, key, record)| (who, key, record.state)).collect();
		let Some((who, (id, attempt), state)) = dice.any_of(&all) else { return };
		let _ = match state {
			AssignmentState::Awarded { .. } if FOES.contains(&who) && dice.one_in(2) => {
				without_info(Subscriptions::reject(signed(who), id, attempt, reason("no")))
			}
			AssignmentState::Awarded { .. } => {
				without_info(Subscriptions::declare_deployed(signed(who), id, attempt, 1))
			}
			AssignmentState::Active => without_info(Subscriptions::poke(signed(who), id)),
			_ => without_info(Subscriptions::confirm_teardown(signed(who), id, attempt, RECEIPT)),
		};
	}

	/// Do something, and undo it if an honest provider has got by it what the adversary wanted.
	fn batch(&mut self, dice: &mut Dice) {
		let requests = self.requests.clone();
		let undone = with_storage_layer(|| {
			self.foe_acts(dice);
			let id = NextId::<Test>::get();
			self.subscribe(dice);
			self.foe_acts(dice);
			match state_of(id) {
				Some(SubscriptionState::Placed { provider, .. }) if HONEST.contains(&provider) => {
					Err(DispatchError::Other("not what was wanted"))
				}
				_ => Ok(()),
			}
		});
		if undone.is_err() {
			self.requests = requests;
		}
	}

	/// The line moves on, and what is over is cleared away, by the honest at once, so that there is room.
	fn tidy(&mut self, dice: &mut Dice) {
		for _ in 0..3 {
			// One by one, or it could not be told who was there when.
			self.act(|_| {
				Subscriptions::make_steps(&TYPE, 1, None);
			});
		}
		let foe = dice.of(&FOES);
		for who in HONEST.into_iter().chain([foe]) {
			let all: Vec<_> = Assignments::<Test>::iter_prefix(who).map(|(key, record)| (key, record.state)).collect();
			for ((id, attempt), state) in all {
				self.act(|_| {
					let _ = match state.is_terminal() {
						true => without_info(Subscriptions::confirm_teardown(signed(who), id, attempt, RECEIPT)),
						false => without_info(Subscriptions::poke(signed(STRANGER), id)),
					};
				});
			}
		}
	}

	fn step(&mut self, dice: &mut Dice) {
		match dice.below(16) {
			0..=3 => self.act(|game| game.foe_acts(dice)),
			4..=7 => self.act(|game| game.subscribe(dice)),
			8..=10 => self.act(|game| game.provider_acts(dice)),
			11 => self.act(|game| game.batch(dice)),
			12 => self.act(|_| {
				let id = dice.below(NextId::<Test>::get().max(1));
				let consumer = crate::Subscriptions::<Test>::get(id).map(|subscription| subscription.consumer);
				let _ = consumer.map(|consumer| Subscriptions::cancel(signed(consumer), id));
			}),
			13 => self.act(|_| {
				let id = dice.below(NextId::<Test>::get().max(1));
				let _ = Subscriptions::poke(signed(STRANGER), id);
			}),
			_ => self.act(|game| game.provider_acts(dice)),
		}
	}
}

#[test]
fn nobody_gets_more_turns_before_an_honest_provider_than_stood_before_it() {
	let (mut passed, mut used_up, mut own) = (0, 0, 0);
	for seed in 0..40 {
		chain(false, || {
			let mut dice = Dice::new(seed);
			MaxScan::set(1 + dice.below(4) as u32);
			for who in FOES.into_iter().filter(|who| *who != PIA) {
				assert_ok!(Balances::transfer_allow_death(signed(STRANGER), who, 10_000));
			}
			let mut game = Game::default();
			HONEST.into_iter().zip([4, 1]).for_each(|(who, units)| provider(who, PRICE, units));
			FOES.into_iter().for_each(|who| provider(who, PRICE, 3));
			game.act(|_| ());
			for _ in 0..300 {
				game.step(&mut dice);
				game.tidy(&mut dice);
				if dice.one_in(4) {
					jump_to(now() + 1);
					for who in HONEST {
						assert_ok!(Providers::heartbeat(signed(who)));
					}
				}
				// Foes may go dark.
				if dice.one_in(2) {
					let _ = Providers::heartbeat(signed(dice.of(&FOES)));
				}
				if dice.one_in(20) {
					Providers::do_try_state().expect("consistent");
				}
			}
			(passed, used_up, own) = (passed + game.passed, used_up + game.used_up, own + game.own);
		});
	}
	println!(
		"{passed} requests went to others before an honest provider's turn, {used_up} times the last; {own} to them"
	);
	assert!(passed > 100 && used_up > 30 && own > 300, "{passed} {used_up} {own}: the adversary did nothing");
}
