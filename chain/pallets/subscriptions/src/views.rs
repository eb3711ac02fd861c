//! What the runtime API answers: stored records beside what time has made of them.

use crate::{
	effective::{self, Verdict},
	migrating::Prospect,
	money::Rolled,
	pallet::*,
	AssignmentState, Attempt, Condition, Generation, RateChange, RevokeReason, SubscriptionId, SubscriptionState,
	Successor, TypeId,
};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use frame::prelude::*;
use pallet_providers::{Elastic, LoginKey, MaintenanceWindow, Marketplace};

/// The most assignments on one page.
const PAGE: u32 = 100;

/// An assignment, as its provider's reactor needs it.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct AssignmentView<AccountId, Balance, BlockNumber> {
	pub subscription: SubscriptionId,
	pub attempt: Attempt,
	pub type_id: TypeId,
	/// Wanted now.
	pub descriptor: H256,
	/// Wanted now.
	pub generation: Generation,
	/// Declared last; 0 before the first declaration.
	pub observed_generation: Generation,
	pub consumer: AccountId,
	pub stored: AssignmentState<BlockNumber>,
	pub effective: AssignmentState<BlockNumber>,
	/// Per block, now.
	pub rate: Balance,
	/// The bounds within which the provider may change it.
	pub elastic: Option<Elastic<Balance>>,
	/// Another price, from a block to come.
	pub next_rate: Option<RateChange<Balance, BlockNumber>>,
	/// A price that the provider proposes.
	pub proposal: Option<Balance>,
	pub notice: BlockNumber,
	pub minimum: BlockNumber,
	pub trial: BlockNumber,
	pub awarded_at: BlockNumber,
	pub deployed_at: Option<BlockNumber>,
	/// While awarded.
	pub deadline: Option<BlockNumber>,
	/// While active: the earliest block at which it ends.
	pub ends_at: Option<BlockNumber>,
	pub condition: Option<Condition>,
	pub reason: Vec<u8>,
	/// Not yet settled.
	pub earned: Balance,
	/// Settled for this attempt.
	pub paid: Balance,
	/// Settled for this subscription, but could not be paid out.
	pub owed: Balance,
	/// Keys that may log in to it, beside the consumer.
	pub logins: Vec<LoginKey>,
}

/// A subscription, as its consumer sees it.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct SubscriptionView<AccountId, Balance, BlockNumber> {
	pub id: SubscriptionId,
	pub consumer: AccountId,
	pub type_id: TypeId,
	pub descriptor: H256,
	pub generation: Generation,
	/// Declared last by the provider of the current attempt.
	pub observed_generation: Generation,
	pub max_price: Balance,
	/// Held now, what was earned and not yet settled included.
	pub funds: Balance,
	pub deposit: Balance,
	pub created: BlockNumber,
	pub stored: SubscriptionState<AccountId>,
	/// A missed deadline shows as waiting: the next award is made when it is served.
	pub effective: SubscriptionState<AccountId>,
	/// The last attempt; 0 before the first award.
	pub attempt: Attempt,
	/// Of the current attempt, as long as one is placed.
	pub provider: Option<AccountId>,
	/// Per block, now.
	pub rate: Option<Balance>,
	/// Another price, from a block to come.
	pub next_rate: Option<RateChange<Balance, BlockNumber>>,
	/// A price that the provider proposes.
	pub proposal: Option<Balance>,
	/// The maintenance that its provider announced, unless it is over.
	pub maintenance: Option<MaintenanceWindow<BlockNumber>>,
	/// Who is to take over, if it still may.
	pub successor: Option<Successor<AccountId>>,
	/// Of the funds: kept for the set-up of who is to take over.
	pub reserve: Balance,
	/// While it stands in the line of its type: its place, which is its number. Lower ones are asked first.
	pub ticket: Option<u64>,
	/// Attempts that came to nothing since it was declared deployed last.
	pub failures: u32,
	/// While it waits for that: the block in which another provider is looked for.
	pub retry: Option<BlockNumber>,
	pub deployed_at: Option<BlockNumber>,
	/// While awarded.
	pub deadline: Option<BlockNumber>,
	/// While active: the earliest block at which it ends.
	pub ends_at: Option<BlockNumber>,
	/// Not yet settled, in all attempts.
	pub earned: Balance,
	/// Settled in all attempts.
	pub paid: Balance,
	/// What would come back if it ended now: funds less earned. The set-up fee of an award that is cancelled comes off this.
	pub refundable: Balance,
	/// What `withdraw` would give now.
	pub withdrawable: Balance,
	pub condition: Option<Condition>,
	pub reason: Vec<u8>,
	/// Keys that may log in to it, beside the consumer.
	pub logins: Vec<LoginKey>,
	/// Held for the steps of its searches.
	pub credit: Balance,
	/// While somebody is looked for who takes over.
	pub seeks: bool,
}

type AssignmentViewOf<T> = AssignmentView<<T as frame_system::Config>::AccountId, BalanceOf<T>, BlockNumberFor<T>>;
type SubscriptionViewOf<T> = SubscriptionView<<T as frame_system::Config>::AccountId, BalanceOf<T>, BlockNumberFor<T>>;

/// The amounts and blocks that depend on when one looks.
struct Moment<T: Config> {
	verdict: Verdict,
	earned: BalanceOf<T>,
	ends_at: Option<BlockNumberFor<T>>,
	/// As if settled now.
	assignment: AssignmentOf<T>,
}

impl<T: Config> Pallet<T> {
	pub fn view_assignment(
		provider: &T::AccountId,
		id: SubscriptionId,
		attempt: Attempt,
	) -> Option<AssignmentViewOf<T>> {
		let mut assignment = Assignments::<T>::get(provider, (id, attempt))?;
		let subscription = Subscriptions::<T>::get(id).defensive()?;
		if assignment.state == AssignmentState::Active {
			assignment = Self::without_late(id, &subscription, provider, assignment);
		}
		let mut moment = Self::moment(provider, &assignment);
		let effective = match Self::prospect(id, &subscription, attempt) {
			Some(Prospect::GivenUp) => {
				moment.earned = Self::serving(id, &subscription)
					.map_or(Zero::zero(), |(serving, before)| Self::setup_due(id, &subscription, &serving, &before));
				AssignmentState::Revoked { reason: RevokeReason::Cancelled }
			}
			_ => effective::state(assignment.state, moment.verdict),
		};
		Some(AssignmentView {
			subscription: id,
			attempt,
			type_id: subscription.type_id,
			descriptor: subscription.descriptor,
			generation: subscription.generation,
			observed_generation: assignment.generation,
			consumer: subscription.consumer,
			stored: assignment.state,
			effective,
			rate: moment.assignment.rate,
			elastic: assignment.elastic,
			next_rate: moment.assignment.next,
			proposal: assignment.proposal,
			notice: assignment.notice,
			minimum: assignment.minimum,
			trial: assignment.trial,
			awarded_at: assignment.awarded_at,
			deployed_at: assignment.deployed_at,
			deadline: deadline(&assignment.state),
			ends_at: moment.ends_at,
			condition: assignment.condition,
			reason: assignment.reason.into_inner(),
			earned: moment.earned,
			paid: assignment.paid,
			owed: Debts::<T>::get(provider, id).map_or(Zero::zero(), |debt| debt.amount),
			logins: Self::logins_of(id),
		})
	}

	/// A page of a provider's assignments in storage order, beginning behind `after`, and where the next page begins.
	pub fn view_assignments(
		provider: &T::AccountId,
		after: Option<(SubscriptionId, Attempt)>,
		limit: u32,
	) -> (Vec<AssignmentViewOf<T>>, Option<(SubscriptionId, Attempt)>) {
		let limit = limit.clamp(1, PAGE) as usize;
		let mut keys = match after {
			Some(key) => {
				let behind = Assignments::<T>::hashed_key_for(provider, key);
				Assignments::<T>::iter_key_prefix_from(provider, behind)
			}
			None => Assignments::<T>::iter_key_prefix(provider),
		};
		let page: Vec<_> = keys.by_ref().take(limit).collect();
		let next = keys.next().and_then(|_| page.last().copied());
		let items = page.iter().filter_map(|(id, attempt)| Self::view_assignment(provider, *id, *attempt)).collect();
		(items, next)
	}

	pub fn view_subscription(id: SubscriptionId) -> Option<SubscriptionViewOf<T>> {
		let mut subscription = Subscriptions::<T>::get(id)?;
		let placed = Self::serving(id, &subscription).map(|(provider, assignment)| {
			let assignment = Self::without_late(id, &subscription, &provider, assignment);
			(provider, assignment)
		});
		let moment = placed.as_ref().map(|(provider, assignment)| Self::moment(provider, assignment));
		let stored = subscription.state.clone();
		let next =
			placed.as_ref().and_then(|(provider, serving)| Self::successor(id, &subscription, provider, serving));
		let setup_due = placed
			.as_ref()
			.map_or(Zero::zero(), |(provider, serving)| Self::setup_due(id, &subscription, provider, serving));
		let mut taken_over = false;
		let effective = match (moment.as_ref().map(|moment| moment.verdict), next) {
			(Some(Verdict::MissedDeadline), _) => SubscriptionState::Waiting,
			(Some(Verdict::Ended(_)), Some((Successor { provider, attempt }, award, Prospect::Serves))) => {
				taken_over = true;
				subscription.successor = None;
				match Self::verdict(&provider, &award, Self::now()) {
					Verdict::MissedDeadline => SubscriptionState::Waiting,
					_ => SubscriptionState::Placed { provider, attempt },
				}
			}
			(Some(Verdict::Ended(reason)), _) => {
				subscription.successor = None;
				reason.closes().map_or(stored.clone(), |reason| SubscriptionState::Closed { reason })
			}
			(_, Some((_, _, Prospect::Late))) => {
				subscription.successor = None;
				subscription.reserve = Zero::zero();
				stored.clone()
			}
			_ => stored.clone(),
		};
		let earned = moment.as_ref().map_or(Zero::zero(), |moment| moment.earned).saturating_add(setup_due);
		let funds = subscription.funds;
		let refundable = funds.saturating_sub(earned);
		let withdrawable = match effective {
			SubscriptionState::Closed { .. } => Zero::zero(),
			_ => {
				let settled = placed.as_ref().zip(moment.as_ref()).filter(|_| !taken_over);
				let settled = settled.map(|((provider, _), moment)| (provider, &moment.assignment));
				refundable.saturating_sub(Self::committed(id, &subscription, settled, Self::now()))
			}
		};
		let seeks = Searches::<T>::contains_key(id) && matches!(effective, SubscriptionState::Placed { .. });
		let ends_at = moment.as_ref().and_then(|moment| moment.ends_at);
		let assignment = moment.as_ref().map(|moment| &moment.assignment);
		if let Some(words) = assignment.map(|assignment| &assignment.reason) {
			subscription.reason = words.clone();
		}
		let maintenance = placed.as_ref().and_then(|(provider, _)| T::Marketplace::maintenance(provider));
		let maintenance = maintenance.filter(|window| Self::now() < window.until);
		Some(SubscriptionView {
			id,
			consumer: subscription.consumer,
			type_id: subscription.type_id,
			descriptor: subscription.descriptor,
			generation: subscription.generation,
			observed_generation: assignment.map_or(0, |assignment| assignment.generation),
			max_price: subscription.max_price,
			funds,
			deposit: subscription.deposit,
			created: subscription.created,
			stored,
			effective,
			attempt: subscription.attempts,
			provider: placed.as_ref().map(|(provider, _)| provider.clone()),
			rate: assignment.map(|assignment| assignment.rate),
			next_rate: assignment.and_then(|assignment| assignment.next),
			proposal: assignment.and_then(|assignment| assignment.proposal),
			maintenance,
			reserve: match subscription.successor {
				Some(_) => subscription.reserve,
				None => Zero::zero(),
			},
			successor: subscription.successor,
			ticket: subscription.in_line.map(|_| id),
			failures: subscription.failures.map_or(0, |failures| failures.count),
			retry: subscription.failures.and_then(|failures| failures.retry),
			deployed_at: assignment.and_then(|assignment| assignment.deployed_at),
			deadline: assignment.and_then(|assignment| deadline(&assignment.state)),
			ends_at,
			earned,
			paid: subscription.paid,
			refundable,
			withdrawable,
			condition: assignment.and_then(|assignment| assignment.condition),
			reason: subscription.reason.into_inner(),
			logins: Self::logins_of(id),
			credit: SearchCredits::<T>::get(id),
			seeks,
		})
	}

	/// What time has made of an attempt that is to take over.
	fn prospect(id: SubscriptionId, subscription: &SubscriptionOf<T>, attempt: Attempt) -> Option<Prospect> {
		subscription.successor.as_ref().filter(|successor| successor.attempt == attempt)?;
		let (provider, serving) = Self::serving(id, subscription)?;
		Self::successor(id, subscription, &provider, &serving).map(|(_, _, prospect)| prospect)
	}

	/// Who is stored as serving it, or as awarded it.
	fn serving(id: SubscriptionId, subscription: &SubscriptionOf<T>) -> Option<(T::AccountId, AssignmentOf<T>)> {
		let SubscriptionState::Placed { provider, attempt } = &subscription.state else { return None };
		Some((provider.clone(), Assignments::<T>::get(provider, (id, *attempt))?))
	}

	fn moment(provider: &T::AccountId, assignment: &AssignmentOf<T>) -> Moment<T> {
		let now = Self::now();
		let mut settled = assignment.clone();
		let earned = match Self::rolled(provider, assignment, now) {
			Some(Rolled { earned, segment, changed }) => {
				settled.rate = segment.rate;
				settled.segment = Some(segment);
				settled.next = assignment.next.filter(|_| !changed);
				earned
			}
			None => Zero::zero(),
		};
		let verdict = Self::verdict(provider, assignment, now);
		let ends_at = match verdict {
			Verdict::GoesOn => Self::earliest_end(provider, assignment, now),
			_ => None,
		};
		Moment { verdict, earned, ends_at, assignment: settled }
	}
}

fn deadline<N: Copy>(state: &AssignmentState<N>) -> Option<N> {
	match state {
		AssignmentState::Awarded { deadline } => Some(*deadline),
		_ => None,
	}
}
