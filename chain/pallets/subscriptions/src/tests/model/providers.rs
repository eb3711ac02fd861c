//! The calls of a provider on what it owes, and those that anyone may make.

use super::*;
use crate::Call;

impl Model {
	/// `None`: no call of a provider.
	pub(super) fn refusals_to_provider(&self, who: AccountId, call: &Call<Test>) -> Option<Refusals> {
		let mut refusals = Refusals::default();
		let (id, attempt) = match call {
			Call::declare_deployed { subscription, attempt, .. }
			| Call::report { subscription, attempt, .. }
			| Call::reject { subscription, attempt, .. }
			| Call::resign { subscription, attempt }
			| Call::propose_price { subscription, attempt, .. }
			| Call::reprice { subscription, attempt, .. }
			| Call::confirm_teardown { subscription, attempt, .. } => (*subscription, *attempt),
			_ => return None,
		};
		let Some(provider) = self.provider_of(who) else {
			return Some(Refusals::only("NotAProvider"));
		};
		let owed = self.subscription(id).and_then(|subscription| {
			let assignment = subscription.assignments.get(&attempt)?;
			(assignment.provider == provider).then_some((subscription, assignment))
		});
		let Some((subscription, assignment)) = owed else {
			return Some(Refusals::only("NoAssignment"));
		};
		if let Call::confirm_teardown { .. } = call {
			refusals.unless(assignment.is_over(), "NotEnded");
			return Some(refusals);
		}
		match assignment.stage {
			Stage::Ended(_) => return Some(Refusals::only("AlreadyEnded")),
			Stage::Revoked(RevokeReason::MissedDeadline) => return Some(Refusals::only("DeadlineMissed")),
			Stage::Revoked(_) => return Some(Refusals::only("AwardRevoked")),
			_ => (),
		}
		let active = matches!(assignment.stage, Stage::Active { .. });
		match call {
			Call::declare_deployed { generation, .. } => {
				refusals
					.unless(*generation >= 1 && *generation <= subscription.generation, "UnknownGeneration")
					.unless(*generation > assignment.declared, "GenerationKnown");
			}
			Call::reject { .. } => {
				refusals.unless(!active, "AlreadyDeployed");
			}
			Call::resign { .. } => {
				let sooner = subscription.leaving().is_none_or(|stop| NOTICE < stop.left);
				refusals.unless(active, "NotDeployed").unless(sooner, "AlreadyEnding");
			}
			_ => self.refusals_to_price(provider == who, subscription, assignment, call, &mut refusals),
		}
		Some(refusals)
	}

	pub(super) fn apply_of_provider(&mut self, call: &Call<Test>) {
		match call {
			Call::declare_deployed { subscription: id, attempt, generation } => {
				let subscription = self.subscription_mut(*id);
				let assignment = subscription.assignments.get_mut(attempt).expect("owed");
				assignment.declared = *generation;
				let provider = assignment.provider;
				if let Stage::Awarded { .. } = assignment.stage {
					assignment.stage = Stage::Active { bound: MINIMUM, trial: TRIAL, stop: None };
					subscription.excluded.clear();
					subscription.failures = 0;
					self.take_over(*id, *attempt);
					self.end_if_over(*id);
					let type_id = self.subscription(*id).expect("known").type_id;
					let owner = self.owner(provider);
					owner.offers.get_mut(&type_id).expect("what is used stays").missed = 0;
					owner.missed = 0;
				}
			}
			Call::report { .. } => (),
			Call::reject { subscription, attempt, .. } => {
				self.revoke_and_go_on(*subscription, *attempt, RevokeReason::Rejected);
			}
			Call::resign { subscription: id, .. } => {
				let assignment = self.subscription_mut(*id).current_mut().expect("placed");
				if let Stage::Active { stop, .. } = &mut assignment.stage {
					*stop = Some(Leaving { left: NOTICE, reason: EndReason::Resigned });
				}
				self.end_if_over(*id);
				// Another is looked for by itself, if that was wished and there is none.
				let known = self.subscription_mut(*id);
				if known.is_open() && known.wish.follow && known.successor.is_none() && known.seeks.is_none() {
					known.seeks = Some(1);
				}
			}
			Call::confirm_teardown { subscription: id, attempt, .. } => self.clear_away(*id, *attempt),
			Call::place { subscription: id } => {
				let rests = self.subscription(*id).is_some_and(|known| known.retry == Some(0));
				match rests {
					true => self.try_again(*id, false),
					false => self.adopt(&[]),
				}
				self.look(*id);
			}
			// The model pays what is earned when it is earned, and serves ends when they come.
			Call::claim { .. } | Call::claim_owed { .. } | Call::poke { .. } => (),
			_ => unreachable!("no history calls {call:?}"),
		}
	}
}
