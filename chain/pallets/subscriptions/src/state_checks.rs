//! What must hold of the stored state at any time. Money is compared with what Balances holds, not with a counter of our own. Run by
//! every test, and by try-runtime on a live chain.

use crate::{effective::Verdict, pallet::*, AssignmentState, InOrder, SubscriptionState};
use alloc::collections::BTreeMap;
use frame::{prelude::*, token::fungible::InspectHold};

impl<T: Config> Pallet<T> {
	pub fn do_try_state() -> Result<(), &'static str> {
		Self::check_money()?;
		Self::check_assignments()?;
		Self::check_queue()?;
		Self::check_waiting()?;
		Self::check_logins()?;
		Self::check_wishes()
	}

	/// Escrow held = funds of subscriptions + debts, deposits held = deposits + credits, account by account.
	fn check_money() -> Result<(), &'static str> {
		let mut expected = BTreeMap::<T::AccountId, (BalanceOf<T>, BalanceOf<T>)>::new();
		for subscription in Subscriptions::<T>::iter_values() {
			let (escrow, deposit) = expected.entry(subscription.consumer.clone()).or_default();
			*escrow += subscription.funds;
			*deposit += subscription.deposit;
			*deposit += subscription.in_line.unwrap_or_else(Zero::zero);
			if matches!(subscription.state, SubscriptionState::Closed { .. }) {
				let nothing = subscription.funds.is_zero() && subscription.deposit.is_zero();
				ensure!(nothing, "a closed subscription holds money");
			}
		}
		for (id, credit) in SearchCredits::<T>::iter() {
			let subscription = Subscriptions::<T>::get(id).ok_or("a credit without a subscription")?;
			ensure!(!credit.is_zero(), "a credit of nothing");
			let waits = subscription.state == SubscriptionState::Waiting;
			ensure!(waits || Searches::<T>::contains_key(id), "a credit for no search");
			expected.entry(subscription.consumer).or_default().1 += credit;
		}
		for debt in Debts::<T>::iter_values() {
			ensure!(!debt.amount.is_zero(), "a debt of nothing");
			expected.entry(debt.consumer).or_default().0 += debt.amount;
		}
		for (consumer, (escrow, deposit)) in expected {
			let held = T::Currency::balance_on_hold(&HoldReason::Escrow.into(), &consumer);
			ensure!(held == escrow, "the escrow held is not the funds and debts");
			let held = T::Currency::balance_on_hold(&HoldReason::Deposit.into(), &consumer);
			ensure!(held == deposit, "the deposits held are not those of open subscriptions and credits");
		}
		Ok(())
	}

	fn check_assignments() -> Result<(), &'static str> {
		let mut counted = BTreeMap::<_, u32>::new();
		for (provider, (id, attempt), assignment) in Assignments::<T>::iter() {
			*counted.entry(id).or_default() += 1;
			let subscription = Subscriptions::<T>::get(id).ok_or("an assignment without a subscription")?;
			let current = subscription.owes(attempt) == Some(&provider);
			ensure!(current != assignment.state.is_terminal(), "what runs is not what is placed or to take over");
			ensure!(attempt >= 1 && attempt <= subscription.attempts, "an attempt that never was");
			ensure!(!assignment.rate.is_zero(), "a rate of nothing");
			ensure!(assignment.rate <= subscription.max_price, "a rate above the consumer's highest price");
			let active = assignment.state == AssignmentState::Active;
			ensure!(active == assignment.segment.is_some(), "a segment without a running deployment, or the other way");
			ensure!(active || assignment.next.is_none(), "a price to come of something that does not run");
			ensure!(active || assignment.proposal.is_none(), "a proposal for something that does not run");
			if let Some(change) = assignment.next {
				let bounds = assignment.elastic.ok_or("a price to come without bounds")?;
				ensure!(bounds.floor <= change.rate && change.rate <= bounds.ceiling, "a price out of its bounds");
				ensure!(change.rate <= subscription.max_price, "a price to come above the consumer's highest price");
				ensure!(change.at >= assignment.awarded_at, "a change of the price from before the award");
			}
			if let Some(segment) = assignment.segment {
				ensure!(segment.funds == subscription.spendable(), "the segment's funds are not the subscription's");
				ensure!(segment.rate == assignment.rate, "the segment's rate is not the assignment's");
			}
			ensure!(
				assignment.due.is_none() == assignment.state.is_terminal(),
				"a queue entry of something that ended"
			);
			if let Some(due) = assignment.due {
				ensure!(Ends::<T>::contains_key(due, (id, attempt)), "an assignment that the queue has lost");
				ensure!(due >= EndsCursor::<T>::get(), "an assignment behind the queue's cursor");
			}
		}
		for (id, subscription) in Subscriptions::<T>::iter() {
			ensure!(id < NextId::<T>::get(), "a subscription from the future");
			ensure!(
				counted.remove(&id).unwrap_or_default() == subscription.assignments,
				"the number of assignments is wrong"
			);
			let successor = subscription.successor.clone();
			ensure!(subscription.reserve <= subscription.funds, "more is reserved than there is");
			ensure!(successor.is_some() || subscription.reserve.is_zero(), "a reserve for nobody");
			let SubscriptionState::Placed { provider, attempt } = subscription.state else {
				ensure!(successor.is_none(), "somebody is to take over from nobody");
				continue;
			};
			let assignment = Assignments::<T>::get(&provider, (id, attempt)).ok_or("placed without an assignment")?;
			let Some(next) = successor else { continue };
			let award = Assignments::<T>::get(&next.provider, (id, next.attempt)).ok_or("no award of a successor")?;
			ensure!(next.provider != provider, "a provider is to take over from itself");
			ensure!(next.attempt > attempt, "a successor from before");
			ensure!(
				assignment.state == AssignmentState::Active,
				"somebody is to take over from one that does not serve"
			);
			ensure!(matches!(award.state, AssignmentState::Awarded { .. }), "a successor that is not awarded");
			let left = assignment.stop.is_some_and(|stop| !stop.reason.hands_over());
			ensure!(!left, "somebody is to take over from a consumer that has left");
		}
		Ok(())
	}

	fn check_queue() -> Result<(), &'static str> {
		for (consumer, slot) in Closings::<T>::iter_keys() {
			ensure!(u64::from(slot) < ClosingsCount::<T>::get(&consumer), "an end in a slot that was never written");
			ensure!(slot < crate::ended::CLOSINGS, "too many ends are kept for a consumer");
		}
		for (provider, slot) in Partings::<T>::iter_keys() {
			ensure!(u64::from(slot) < PartingsCount::<T>::get(&provider), "an end in a slot that was never written");
			ensure!(slot < crate::ended::PARTINGS, "too many ends are kept for a provider");
		}
		let kept = ClosedRing::<T>::iter_values().count() as u32;
		ensure!(kept <= T::ClosedKept::get(), "too many closed subscriptions are kept");
		for id in ClosedRing::<T>::iter_values() {
			let closed = Subscriptions::<T>::get(id)
				.is_some_and(|s| s.assignments == 0 && matches!(s.state, SubscriptionState::Closed { .. }));
			ensure!(closed, "the ring of closed subscriptions names another");
		}
		Ok(())
	}

	/// The lines, of exactly those that wait and are not to be tried again at a block to come.
	fn check_waiting() -> Result<(), &'static str> {
		let mut in_line = 0;
		for (id, subscription) in Subscriptions::<T>::iter() {
			let waits = subscription.state == SubscriptionState::Waiting;
			let retry = subscription.failures.and_then(|failures| failures.retry);
			ensure!(waits || retry.is_none(), "one that does not wait is to be tried again");
			ensure!(
				waits == (subscription.in_line.is_some() != retry.is_some()),
				"who waits stands in line or is to be tried again, and nobody else"
			);
			if let Some(at) = retry {
				// One whose credit is spent rests until somebody pays.
				let queued = Ends::<T>::contains_key(at, (id, 0)) && at >= EndsCursor::<T>::get();
				ensure!(queued || !Self::covers_step(id), "a retry that the queue has lost");
			}
			if subscription.in_line.is_some() {
				in_line += 1;
				let there = WaitingQueue::<T>::contains_key(subscription.type_id, InOrder::from(id));
				ensure!(there, "who stands in line is not in it");
			}
		}
		for (id, search) in Searches::<T>::iter() {
			let subscription = Subscriptions::<T>::get(id).ok_or("a search without a subscription")?;
			let placed = matches!(subscription.state, SubscriptionState::Placed { .. });
			ensure!(placed || subscription.in_line.is_some(), "a search for nobody");
			ensure!(!placed || subscription.successor.is_none(), "a search for who takes over, and who does");
			let queued = Ends::<T>::contains_key(search.at, (id, 0)) && search.at >= EndsCursor::<T>::get();
			ensure!(queued || !placed || !Self::covers_step(id), "a search that the queue has lost");
		}
		ensure!(WaitingQueue::<T>::iter_keys().count() == in_line, "a place in line of nobody");
		for (type_id, _) in WaitingQueue::<T>::iter_keys() {
			ensure!(WaitingState::<T>::contains_key(type_id), "a line without a state");
		}
		for (type_id, line) in WaitingState::<T>::iter() {
			let line_of_type = || WaitingQueue::<T>::iter_key_prefix(type_id);
			ensure!(line_of_type().next().is_some(), "a line of nobody");
			ensure!(line_of_type().is_sorted(), "a line out of order");
			ensure!(line.pass <= LastPass::<T>::get(), "a pass from the future");
			ensure!(line.walk.is_some() == PendingTypes::<T>::contains_key(type_id), "a pass that nobody makes");
			if let Some(walk) = line.walk {
				ensure!(WaitingQueue::<T>::contains_key(type_id, InOrder::from(walk.at)), "a pass that is at nobody");
				ensure!(walk.until.is_none_or(|until| until <= NextId::<T>::get()), "a pass that ends in the future");
			}
		}
		for type_id in PendingTypes::<T>::iter_keys() {
			ensure!(WaitingState::<T>::contains_key(type_id), "a pass without a line");
		}
		Ok(())
	}

	/// Logins are of open subscriptions.
	fn check_logins() -> Result<(), &'static str> {
		for (id, keys) in Logins::<T>::iter() {
			let subscription = Subscriptions::<T>::get(id).ok_or("logins without a subscription")?;
			let closed = matches!(subscription.state, SubscriptionState::Closed { .. });
			ensure!(!closed, "logins of a closed subscription");
			ensure!(!keys.is_empty(), "an empty list of logins");
		}
		Ok(())
	}

	/// Wishes are of open subscriptions, groups of theirs, and no two of a group are with one provider.
	fn check_wishes() -> Result<(), &'static str> {
		for (id, wish) in Wishes::<T>::iter() {
			let subscription = Subscriptions::<T>::get(id).ok_or("a wish without a subscription")?;
			let closed = matches!(subscription.state, SubscriptionState::Closed { .. });
			ensure!(!closed, "a wish of a closed subscription");
			if let Some(group) = wish.criteria.apart {
				ensure!(Groups::<T>::get(&subscription.consumer, group).contains(&id), "a group that lacks a member");
				if let SubscriptionState::Placed { provider, attempt } = &subscription.state {
					let assignment =
						Assignments::<T>::get(provider, (id, *attempt)).ok_or("placed without assignment")?;
					let others = Self::apart_from(id, &subscription.consumer, &wish);
					let ended = matches!(Self::verdict(provider, &assignment, Self::now()), Verdict::Ended(_));
					ensure!(ended || !others.contains(provider), "two of a group with one provider");
				}
			}
		}
		for (consumer, group, members) in Groups::<T>::iter() {
			ensure!(!members.is_empty(), "an empty group");
			for (at, id) in members.iter().enumerate() {
				ensure!(!members[..at].contains(id), "a member twice in a group");
				let of = Wishes::<T>::get(id).and_then(|wish| wish.criteria.apart);
				ensure!(of == Some(group), "a member that did not ask for the group");
				let theirs = Subscriptions::<T>::get(id).is_some_and(|s| s.consumer == consumer);
				ensure!(theirs, "a member of another consumer");
			}
		}
		Ok(())
	}
}
