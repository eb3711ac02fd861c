//! What a run of histories has reached.

use super::{elsewhere, *};
use frame::{
	deps::frame_support::traits::{GetCallName, PalletInfoAccess},
	prelude::DispatchError,
};
use std::fmt;

/// The pallet, and the name that it gives the error.
pub type ErrorName = (&'static str, &'static str);

#[derive(Default)]
pub struct Coverage {
	/// How often a call succeeded and was refused, by what it met.
	pairs: BTreeMap<(&'static str, &'static str), (u32, u32)>,
	errors: BTreeMap<ErrorName, u32>,
}

const SUBSCRIPTION_STATES: [&str; 10] =
	["unknown", "waiting", "awarded", "active", "moving", "leaving", "over", "closed", "another attempt", "successor"];
const PROVIDER_STATES: [&str; 7] = ["nobody", "operator", "dark", "draining", "busy", "offering", "idle"];
const MARKET_STATES: [&str; 3] = ["somebody would do", "nobody would do", "unknown type"];

/// Where it is easiest to pay twice or not at all: a tenth of all calls are of these and succeed.
const HARD: [&str; 5] = ["migrate", "reprice", "resign", "claim_owed", "accept_price"];

/// The states in which a call must have been tried.
fn states_for(call: &str) -> &'static [&'static str] {
	match call {
		"subscribe" | "subscribe_with" | "subscribe_many" => &MARKET_STATES,
		"force_retire" => &PROVIDER_STATES,
		"declare_deployed" | "report" | "reject" | "resign" | "claim" | "confirm_teardown" | "propose_price"
		| "accept_price" | "reprice" => &SUBSCRIPTION_STATES,
		name if <crate::Call<Test>>::get_call_names().contains(&name) => &SUBSCRIPTION_STATES[..8],
		_ => &PROVIDER_STATES,
	}
}

/// What a call meets.
pub fn state(model: &Model, act: &Act) -> &'static str {
	use crate::Call::*;
	let RuntimeCall::Subscriptions(call) = &act.call else {
		return act.who.map_or("root", |who| provider_state(model, who));
	};
	let (id, attempt) = match call {
		subscribe { .. } | subscribe_with { .. } | subscribe_many { .. } => {
			return match model.would_be_awarded(act.who.expect("a consumer"), call) {
				None => "unknown type",
				Some(true) => "somebody would do",
				Some(false) => "nobody would do",
			};
		}
		declare_deployed { subscription, attempt, .. }
		| report { subscription, attempt, .. }
		| reject { subscription, attempt, .. }
		| resign { subscription, attempt }
		| claim { subscription, attempt }
		| propose_price { subscription, attempt, .. }
		| accept_price { subscription, attempt, .. }
		| reprice { subscription, attempt, .. }
		| confirm_teardown { subscription, attempt, .. } => (*subscription, Some(*attempt)),
		update { subscription, .. }
		| set_logins { subscription, .. }
		| top_up { subscription, .. }
		| withdraw { subscription, .. }
		| cancel { subscription }
		| migrate { subscription }
		| claim_owed { subscription, .. }
		| fund_search { subscription, .. }
		| poke { subscription }
		| place { subscription } => (*subscription, None),
		force_retire { provider, .. } => return provider_state(model, *provider),
		_ => unreachable!("no history calls {call:?}"),
	};
	match model.subscription(id) {
		Some(known) if attempt.is_some_and(|attempt| Some(attempt) == known.successor) => "successor",
		Some(known) if attempt.is_some_and(|attempt| attempt != known.serving) => "another attempt",
		_ => subscription_state(model, id),
	}
}

pub fn subscription_state(model: &Model, id: SubscriptionId) -> &'static str {
	let Some(subscription) = model.subscription(id) else { return "unknown" };
	match subscription.state {
		State::Waiting => "waiting",
		State::Closed { .. } if subscription.assignments.is_empty() => "closed",
		State::Closed { .. } => "over",
		_ => match subscription.current().expect("placed").stage {
			Stage::Awarded { .. } => "awarded",
			_ if subscription.successor.is_some() => "moving",
			_ if subscription.leaving().is_some() => "leaving",
			_ => "active",
		},
	}
}

pub fn provider_state(model: &Model, who: AccountId) -> &'static str {
	match model.providers.get(&who) {
		None if model.provider_of(who).is_some() => "operator",
		None => "nobody",
		Some(_) if model.is_dark(who) => "dark",
		Some(provider) if provider.draining => "draining",
		Some(provider) if provider.assignments() > 0 => "busy",
		Some(provider) if !provider.offers.is_empty() => "offering",
		Some(_) => "idle",
	}
}

pub fn name(error: DispatchError) -> ErrorName {
	let DispatchError::Module(module) = error else { panic!("an error of no pallet: {error:?}") };
	let pallet = match usize::from(module.index) {
		index if index == Providers::index() => "Providers",
		index if index == Subscriptions::index() => "Subscriptions",
		index => panic!("an error of pallet {index}"),
	};
	(pallet, module.message.expect("errors say their names"))
}

impl Coverage {
	pub fn note(&mut self, state: &'static str, act: &Act, error: Option<ErrorName>) {
		let call = match &act.call {
			RuntimeCall::Providers(call) => call.get_call_name(),
			RuntimeCall::Subscriptions(call) => call.get_call_name(),
			call => unreachable!("no history calls {call:?}"),
		};
		let (ok, refused) = self.pairs.entry((call, state)).or_default();
		match error {
			None => *ok += 1,
			Some(error) => {
				*refused += 1;
				*self.errors.entry(error).or_default() += 1;
			}
		}
	}

	pub fn add(&mut self, other: Self) {
		for (pair, (ok, refused)) in other.pairs {
			let sum = self.pairs.entry(pair).or_default();
			sum.0 += ok;
			sum.1 += refused;
		}
		for (error, count) in other.errors {
			*self.errors.entry(error).or_default() += count;
		}
	}

	/// Succeeded and refused.
	fn total(&self) -> (u32, u32) {
		self.pairs.values().fold((0, 0), |(a, b), (ok, refused)| (a + ok, b + refused))
	}

	/// Histories that only fail, or never get anywhere, would prove nothing.
	pub fn check(&self) {
		let (ok, refused) = self.total();
		assert!(100 * u64::from(ok) / u64::from(ok + refused) >= 30, "only {ok} of {} calls succeeded", ok + refused);
		let hard: u32 = self.pairs.iter().filter(|((name, _), _)| HARD.contains(name)).map(|(_, (ok, _))| ok).sum();
		assert!(10 * hard >= ok + refused, "only {hard} of {} calls were of {HARD:?} and succeeded", ok + refused);
		let mut missing = Vec::new();
		for call in calls() {
			if !self.pairs.iter().any(|((name, _), (ok, _))| *name == call && *ok > 0) && !elsewhere::succeeds(call) {
				missing.push(format!("no {call} succeeded"));
			}
			for state in states_for(call) {
				if !self.pairs.contains_key(&(call, state)) {
					missing.push(format!("no {call} met {state:?}"));
				}
			}
		}
		for error in elsewhere::errors() {
			if !self.errors.contains_key(&error) && !elsewhere::reaches(error) {
				missing.push(format!("{}::{} was never reached, and no test is named for it", error.0, error.1));
			}
		}
		assert!(missing.is_empty(), "{}", missing.join("\n"));
	}
}

fn calls() -> impl Iterator<Item = &'static str> {
	let of_providers = <pallet_providers::Call<Test>>::get_call_names().iter().copied();
	of_providers.chain(<crate::Call<Test>>::get_call_names().iter().copied())
}

impl fmt::Display for Coverage {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let (ok, refused) = self.total();
		writeln!(
			f,
			"{} calls, {ok} succeeded ({} %); by what they met, succeeded/refused:",
			ok + refused,
			100 * u64::from(ok) / u64::from(ok + refused)
		)?;
		for call in calls() {
			let met = self.pairs.iter().filter(|((name, _), _)| *name == call);
			let met: Vec<_> = met.map(|((_, state), (ok, refused))| format!("{state} {ok}/{refused}")).collect();
			writeln!(f, "  {call}: {}", met.join(", "))?;
		}
		writeln!(f, "errors:")?;
		for error in elsewhere::errors() {
			match self.errors.get(&error) {
				Some(count) => writeln!(f, "  {}::{} {count}", error.0, error.1)?,
				None => writeln!(f, "  {}::{} not in a history", error.0, error.1)?,
			}
		}
		Ok(())
	}
}
