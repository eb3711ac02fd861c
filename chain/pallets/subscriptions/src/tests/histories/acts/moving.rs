//! Calls that succeed, on what runs: from provider to provider, and from price to price.

use super::*;
use crate::{Attempt, Call, Request, Wish};

type Kind = fn(&Model) -> Vec<Act>;

/// One of those that would succeed now, each kind as often as another; if nothing runs, what may have something run.
pub fn any(dice: &mut Dice, model: &Model) -> Option<Act> {
	let mut kinds: Vec<Kind> = vec![declarations, agreements, changes, moves, proposals];
	// Who leaves ends what the others need.
	if dice.one_in(4) {
		kinds.push(departures);
	}
	one_of(dice, model, &kinds).or_else(|| one_of(dice, model, &[heartbeats, requests]))
}

fn one_of(dice: &mut Dice, model: &Model, kinds: &[Kind]) -> Option<Act> {
	let succeeding = |kind: &Kind| kind(model).into_iter().filter(|act| succeeds(model, act)).collect::<Vec<_>>();
	let kinds: Vec<Vec<Act>> = kinds.iter().map(succeeding).filter(|acts| !acts.is_empty()).collect();
	let kind = dice.below(kinds.len().max(1) as u64) as usize;
	let acts = kinds.get(kind)?;
	Some(acts[dice.below(acts.len() as u64) as usize].clone())
}

fn succeeds(model: &Model, act: &Act) -> bool {
	model.refusals(act, &Facts::default()).none()
}

fn heartbeats(model: &Model) -> Vec<Act> {
	let dark = model.providers.keys().filter(|owner| model.is_dark(**owner));
	dark.map(|owner| signed_act(*owner, pallet_providers::Call::heartbeat {})).collect()
}

/// With funds for long, of those who will be served at once.
fn requests(model: &Model) -> Vec<Act> {
	let wish = Wish { elastic: true, ..Default::default() };
	let request = Request { type_id: TYPE, descriptor: DESCRIPTOR, max_price: 6, funds: 600, wish };
	let call = Call::subscribe_with { request: Box::new(request) };
	[ALICE, BOB]
		.into_iter()
		.filter(|who| model.would_be_awarded(*who, &call) == Some(true))
		.map(|who| signed_act(who, call.clone()))
		.collect()
}

/// What runs at somebody who is there, with its number and attempt.
fn running(model: &Model) -> impl Iterator<Item = (SubscriptionId, Attempt, &Subscription, &Assignment)> {
	model.open().filter_map(|(id, known)| {
		let serves = known.current().filter(|serves| matches!(serves.stage, Stage::Active { .. }))?;
		(!model.is_dark(serves.provider)).then_some((id, known.serving, known, serves))
	})
}

fn declarations(model: &Model) -> Vec<Act> {
	let awarded = model.open().flat_map(|(id, known)| {
		let awards = known.assignments.iter().filter(|(_, owed)| matches!(owed.stage, Stage::Awarded { .. }));
		awards.map(move |(attempt, owed)| (id, *attempt, owed.provider, known.generation))
	});
	awarded
		.map(|(subscription, attempt, provider, generation)| {
			signed_act(provider, Call::declare_deployed { subscription, attempt, generation })
		})
		.collect()
}

fn agreements(model: &Model) -> Vec<Act> {
	running(model)
		.filter_map(|(subscription, attempt, known, serves)| {
			let rate = serves.proposal?;
			Some(signed_act(known.consumer, Call::accept_price { subscription, attempt, rate }))
		})
		.collect()
}

fn changes(model: &Model) -> Vec<Act> {
	running(model)
		.filter(|(_, _, _, serves)| serves.elastic.is_some())
		.flat_map(|(subscription, attempt, _, serves)| {
			let rates = [serves.rate + 1, serves.rate.saturating_sub(1)];
			rates.map(|rate| signed_act(serves.provider, Call::reprice { subscription, attempt, rate }))
		})
		.collect()
}

fn moves(model: &Model) -> Vec<Act> {
	running(model)
		.map(|(subscription, _, known, _)| signed_act(known.consumer, Call::migrate { subscription }))
		.collect()
}

fn proposals(model: &Model) -> Vec<Act> {
	running(model)
		.filter(|(_, _, _, serves)| serves.proposal.is_none())
		.map(|(subscription, attempt, _, serves)| {
			let rate = Some(if serves.rate > 1 { serves.rate - 1 } else { 2 });
			signed_act(serves.provider, Call::propose_price { subscription, attempt, rate })
		})
		.collect()
}

fn departures(model: &Model) -> Vec<Act> {
	running(model)
		.map(|(subscription, attempt, _, serves)| signed_act(serves.provider, Call::resign { subscription, attempt }))
		.collect()
}
