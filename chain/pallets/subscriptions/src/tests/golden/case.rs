//! One subscription with one assignment, of a provider with a past, at a block: put into storage as records, and looked at.

use super::{json, pure, Dice};
use crate::{
	money::Segment, tests::mock::*, Assignment, AssignmentState, Assignments, CloseReason, EndReason, RateChange,
	RevokeReason, Stop, Subscription, SubscriptionState, Subscriptions as Records, Successor,
};
use frame::{deps::sp_io, testing_prelude::*};
use pallet_providers::{
	liveness::{self, DarkPeriod},
	DarkPeriods, Provider, Providers as ProviderRecords,
};

const ID: u64 = 0;
const ATTEMPT: u32 = 1;

/// A provider as its heartbeats have made it.
struct Past {
	acc: u64,
	last: u64,
	periods: Vec<DarkPeriod<u64>>,
}

impl Past {
	/// Registered at `from`, with a heartbeat now and then until `to`, block by block. Tells how many blocks were live before `mark`, too.
	fn random(dice: &Dice, from: u64, mark: u64, to: u64) -> (Self, u64) {
		let often = dice.one_of(&[2, 5, 15, 40, 90]);
		let mut past = Self { acc: 0, last: from, periods: vec![] };
		let mut marked = 0;
		for block in from..=to {
			if block == mark {
				marked = liveness::live(past.acc, past.last, GAP, &past.periods, block);
			}
			if block > from && dice.once_in(often) {
				past.periods.extend(liveness::period_ended(past.last, GAP, block));
				past.acc = liveness::live(past.acc, past.last, GAP, &[], block);
				past.last = block;
			}
		}
		// As many as the chain keeps.
		let kept = <<Test as pallet_providers::Config>::DarkPeriodsKept as Get<u32>>::get() as usize;
		past.periods.drain(..past.periods.len().saturating_sub(kept));
		(past, marked)
	}

	fn written(&self) -> String {
		json::object(&[
			("acc", self.acc.to_string()),
			("lastHeartbeat", self.last.to_string()),
			("gap", GAP.to_string()),
			("darkPeriods", json::array(self.periods.iter().map(pure::dark))),
		])
	}
}

/// Who is to take over: an award, and when its provider was heard of last.
struct Next {
	rate: u128,
	awarded_at: u64,
	deadline: u64,
	minimum: u64,
	last_heartbeat: u64,
	/// Kept for its set-up. Nothing, if it was awarded by a version that kept nothing.
	reserve: u128,
}

pub struct Case {
	now: u64,
	past: Past,
	next: Option<Next>,
	/// None: nobody serves it.
	assignment: Option<crate::pallet::AssignmentOf<Test>>,
	subscription: crate::pallet::SubscriptionOf<Test>,
}

impl Case {
	pub fn random(dice: &Dice) -> Self {
		let registered = 1 + dice.below(20);
		let awarded_at = registered + dice.below(150);
		let since = awarded_at + dice.below(ACK_DEADLINE);
		let now = since + dice.one_of(&[0, 1, 2, 3, 4, 5, dice_blocks(dice), dice_blocks(dice), 400]);
		let (past, live0) = Past::random(dice, registered, since, now);

		let rate = dice.one_of(&[1, 3, 7, 1_000_000, 1_234_567_890_123, (1 << 53) + 1, 1 << 100]);
		let max_price = rate + dice.one_of(&[0, 0, 1, rate / 2]);
		let blocks = u128::from(dice.one_of(&[0, 1, 2, 3, 4, 5, dice_blocks(dice), dice_blocks(dice), 1_000_000]));
		let funds = rate * blocks + dice.one_of(&[0, 0, 1, rate - 1]);

		let state = dice.one_of(&[
			AssignmentState::Active,
			AssignmentState::Active,
			AssignmentState::Active,
			AssignmentState::Active,
			AssignmentState::Active,
			AssignmentState::Awarded { deadline: awarded_at + ACK_DEADLINE },
			AssignmentState::Ending { reason: EndReason::FundsSpent },
			AssignmentState::Revoked { reason: RevokeReason::Rejected },
		]);
		let active = state == AssignmentState::Active;
		let mut assignment = Assignment {
			state,
			rate,
			elastic: None,
			next: (active && dice.once_in(3)).then(|| RateChange {
				at: since + dice.one_of(&[0, 1, 2, 3, now - since, now - since + 1, dice_blocks(dice)]),
				rate: dice.one_of(&[rate, rate + 1, rate / 2 + 1, rate * 2]),
			}),
			proposal: None,
			rates: BoundedVec::new(),
			awarded_at,
			by_turn: false,
			deployed_at: (active || matches!(state, AssignmentState::Ending { .. })).then_some(since),
			segment: active.then_some(Segment { since, rate, funds, live0 }),
			stop: (active && dice.once_in(3)).then(|| Stop {
				at: since + dice.one_of(&[1, 2, 4, now - since, now - since + 1, dice_blocks(dice)]),
				reason: dice.one_of(&[EndReason::Cancelled, EndReason::Resigned]),
			}),
			due: None,
			notice: dice.one_of(&[0, NOTICE, NOTICE, 5]),
			minimum: dice.one_of(&[0, MINIMUM, MINIMUM, 30]),
			trial: dice.one_of(&[0, TRIAL, TRIAL, 10]),
			generation: 1,
			condition: None,
			reason: BoundedVec::new(),
			paid: 0,
		};
		let served = !state.is_terminal();
		let nobody =
			dice.one_of(&[SubscriptionState::Waiting, SubscriptionState::Closed { reason: CloseReason::FundsSpent }]);
		let stored = if served { SubscriptionState::Placed { provider: PETER, attempt: ATTEMPT } } else { nobody };
		// No longer than the deadline before the end of time, and not before there was anybody to take over from.
		let next = (active && dice.once_in(4)).then(|| {
			let at = since + dice.below(now - since + 1);
			let asked = dice.one_of(&[1, rate, rate + 1, rate * 3]);
			Next {
				rate: asked,
				reserve: dice.one_of(&[asked * u128::from(SETUP), asked * u128::from(SETUP), 0]).min(funds),
				awarded_at: at,
				deadline: at + dice.one_of(&[1, 5, ACK_DEADLINE, ACK_DEADLINE]),
				minimum: dice.one_of(&[0, MINIMUM, 30]),
				last_heartbeat: if dice.once_in(4) { now.saturating_sub(GAP) } else { now },
			}
		});
		let reserve = next.as_ref().map_or(0, |next| next.reserve);
		if let Some(segment) = assignment.segment.as_mut() {
			segment.funds -= reserve;
		}
		let closed = matches!(stored, SubscriptionState::Closed { .. });
		let subscription = Subscription {
			consumer: ALICE,
			type_id: TYPE,
			descriptor: DESCRIPTOR,
			generation: 1,
			max_price,
			funds: if closed { 0 } else { funds },
			deposit: DEPOSIT,
			paid: 0,
			state: stored,
			successor: next.as_ref().map(|_| Successor { provider: PAULA, attempt: ATTEMPT + 1 }),
			reserve,
			in_line: None,
			failures: None,
			attempts: ATTEMPT,
			excluded: BoundedVec::new(),
			reason: BoundedVec::new(),
			assignments: 1,
			created: awarded_at,
		};
		Self { now, past, next, assignment: Some(assignment), subscription }
	}

	fn store(&self) {
		go_to(self.now);
		let Past { acc, last, periods } = &self.past;
		ProviderRecords::<Test>::insert(PETER, record(*acc, *last));
		DarkPeriods::<Test>::insert(PETER, BoundedVec::truncate_from(periods.clone()));
		Records::<Test>::insert(ID, self.subscription.clone());
		if let Some(assignment) = &self.assignment {
			Assignments::<Test>::insert(PETER, (ID, ATTEMPT), assignment.clone());
		}
		if let Some((next, serving)) = self.next.as_ref().zip(self.assignment.as_ref()) {
			ProviderRecords::<Test>::insert(PAULA, record(next.past().acc, next.last_heartbeat));
			let award = Assignment {
				state: AssignmentState::Awarded { deadline: next.deadline },
				rate: next.rate,
				next: None,
				awarded_at: next.awarded_at,
				deployed_at: None,
				segment: None,
				stop: None,
				minimum: next.minimum,
				..serving.clone()
			};
			Assignments::<Test>::insert(PAULA, (ID, ATTEMPT + 1), award);
		}
	}

	/// The case with the pallet's answers, as a line of JSON.
	pub fn answered(&self) -> String {
		sp_io::TestExternalities::default().execute_with(|| {
			self.store();
			let view = Subscriptions::view_subscription(ID).expect("a subscription");
			let assignment = Subscriptions::view_assignment(&PETER, ID, ATTEMPT);
			json::object(&[
				("now", self.now.to_string()),
				("minFundedBlocks", MIN_FUNDED.to_string()),
				("setupBlocks", SETUP.to_string()),
				("liveness", self.past.written()),
				("subscription", self.wanted()),
				("assignment", json::or_null(self.assignment.as_ref(), owed)),
				("successor", json::or_null(self.next.as_ref(), Next::written)),
				(
					"answer",
					json::object(&[
						("assignment", json::or_null(assignment.map(|view| view.effective), assignment_state)),
						("subscription", subscription_state(&view.effective)),
						("endsAt", json::or_null(view.ends_at, |block| block.to_string())),
						("earned", json::amount(view.earned)),
						("refundable", json::amount(view.refundable)),
						("withdrawable", json::amount(view.withdrawable)),
					]),
				),
			])
		})
	}

	fn wanted(&self) -> String {
		json::object(&[
			("state", subscription_state(&self.subscription.state)),
			("funds", json::amount(self.subscription.funds)),
			("reserve", json::amount(self.subscription.reserve)),
			("maxPrice", json::amount(self.subscription.max_price)),
		])
	}
}

impl Next {
	fn written(&self) -> String {
		json::object(&[
			("rate", json::amount(self.rate)),
			("awardedAt", self.awarded_at.to_string()),
			("deadline", self.deadline.to_string()),
			("minimum", self.minimum.to_string()),
			("liveness", self.past().written()),
		])
	}

	/// It was never dark before its last heartbeat.
	fn past(&self) -> Past {
		Past { acc: self.last_heartbeat, last: self.last_heartbeat, periods: vec![] }
	}
}

fn record(acc: u64, last_heartbeat: u64) -> pallet_providers::ProviderOf<Test> {
	Provider {
		units: 1,
		bond: 0,
		operators: BoundedVec::new(),
		beneficiary: None,
		draining: false,
		retiring: false,
		acc,
		last_heartbeat,
		revision: 0,
		assignments: 1,
		offers: 1,
		offered: 1,
		missed: 0,
	}
}

fn dice_blocks(dice: &Dice) -> u64 {
	6 + dice.below(120)
}

fn owed(assignment: &crate::pallet::AssignmentOf<Test>) -> String {
	json::object(&[
		("state", assignment_state(assignment.state)),
		("rate", json::amount(assignment.rate)),
		("awardedAt", assignment.awarded_at.to_string()),
		("deployedAt", json::or_null(assignment.deployed_at, |block| block.to_string())),
		("segment", json::or_null(assignment.segment, |segment| pure::written(&segment))),
		("next", json::or_null(assignment.next, |change| pure::change(&change))),
		(
			"stop",
			json::or_null(assignment.stop, |stop| {
				json::object(&[("at", stop.at.to_string()), ("reason", json::text(&format!("{:?}", stop.reason)))])
			}),
		),
		("notice", assignment.notice.to_string()),
		("minimum", assignment.minimum.to_string()),
		("trial", assignment.trial.to_string()),
	])
}

fn kind(kind: &str, field: Option<(&str, String)>) -> String {
	let mut fields = vec![("kind", json::text(kind))];
	fields.extend(field);
	json::object(&fields)
}

fn assignment_state(state: AssignmentState<u64>) -> String {
	match state {
		AssignmentState::Awarded { deadline } => kind("Awarded", Some(("deadline", deadline.to_string()))),
		AssignmentState::Active => kind("Active", None),
		AssignmentState::Ending { reason } => kind("Ending", Some(("reason", json::text(&format!("{reason:?}"))))),
		AssignmentState::Revoked { reason } => kind("Revoked", Some(("reason", json::text(&format!("{reason:?}"))))),
	}
}

/// Without the names, which are the test's own.
fn subscription_state(state: &SubscriptionState<AccountId>) -> String {
	match state {
		SubscriptionState::Waiting => kind("Waiting", None),
		SubscriptionState::Placed { .. } => kind("Placed", None),
		SubscriptionState::Closed { reason } => kind("Closed", Some(("reason", json::text(&format!("{reason:?}"))))),
	}
}
