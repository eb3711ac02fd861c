//! The pure functions, by tables.

use crate::{
	effective::{state, verdict, Verdict},
	money::{committed, cost, leave_at, setup_fee, Segment},
	AssignmentState, EndReason, RevokeReason, Stop,
};

fn segment(funds: u128, rate: u128, since: u32, live0: u32) -> Segment<u128, u32> {
	Segment { since, rate, funds, live0 }
}

#[test]
fn earned_is_whole_blocks_at_the_rate_and_never_more_than_the_funds() {
	// (funds, rate, live blocks since) -> (funded, spent, left, earned)
	let table = [
		((10, 3, 0), (3, 0, 3, 0)),
		((10, 3, 1), (3, 1, 2, 3)),
		((10, 3, 3), (3, 3, 0, 9)),
		((10, 3, 4), (3, 3, 0, 9)),
		((10, 3, u32::MAX - 7), (3, 3, 0, 9)),
		((9, 3, 3), (3, 3, 0, 9)),
		((2, 3, 1), (0, 0, 0, 0)),
		((0, 1, 5), (0, 0, 0, 0)),
		((u128::MAX, 1, 5), (u32::MAX, 5, u32::MAX - 5, 5)),
		((u128::MAX, u128::MAX, 5), (1, 1, 0, u128::MAX)),
	];
	for ((funds, rate, blocks), (funded, spent, left, earned)) in table {
		let live0 = 7;
		let segment = segment(funds, rate, 1, live0);
		let live = live0 + blocks;
		assert_eq!(segment.funded(), funded, "funded of {funds} at {rate}");
		assert_eq!(segment.spent(live), spent, "spent of {funds} at {rate} after {blocks}");
		assert_eq!(segment.left(live), left, "left of {funds} at {rate} after {blocks}");
		assert_eq!(segment.earned(live), earned, "earned of {funds} at {rate} after {blocks}");
	}
}

#[test]
fn settling_at_any_block_changes_neither_the_end_nor_the_sum() {
	for (funds, rate) in [(10u128, 3u128), (9, 3), (100, 7), (5, 5), (1, 2)] {
		let whole = segment(funds, rate, 0, 0);
		for at in 0..=whole.funded() {
			let first = whole.earned(at);
			let second = segment(funds - first, rate, at, at);
			assert_eq!(at + second.funded(), whole.funded(), "{funds} at {rate}, settled at {at}");
			for end in at..at + 40 {
				assert_eq!(first + second.earned(end), whole.earned(end));
			}
		}
	}
}

#[test]
fn leaving_waits_for_the_notice_and_after_the_trial_for_the_minimum_period() {
	// (now, notice, deployed at, minimum, trial) -> end
	let table = [
		((10, 2, 10, 5, 0), 15),
		((12, 2, 10, 5, 0), 15),
		((13, 2, 10, 5, 0), 15),
		((14, 2, 10, 5, 0), 16),
		((14, 0, 10, 5, 0), 15),
		((15, 0, 10, 5, 0), 15),
		((20, 0, 10, 0, 0), 20),
		((u32::MAX, 2, 10, 5, 0), u32::MAX),
		// In the trial the notice alone counts, up to its last block.
		((10, 2, 10, 5, 2), 12),
		((11, 2, 10, 5, 2), 13),
		((12, 2, 10, 5, 2), 15),
		((10, 0, 10, 5, 1), 10),
		((14, 0, 10, 5, u32::MAX), 14),
	];
	for ((now, notice, deployed_at, minimum, trial), end) in table {
		assert_eq!(leave_at(now, notice, deployed_at, minimum, trial), end, "leaving at {now}");
	}
}

#[test]
fn a_setup_fee_is_the_blocks_since_the_award_within_bounds() {
	// (rate, awarded at, now, at most, funds) -> fee
	let table = [
		((3, 10, 10, 4, 100), 0),
		((3, 10, 11, 4, 100), 3),
		((3, 10, 14, 4, 100), 12),
		((3, 10, 15, 4, 100), 12),
		((3, 10, u32::MAX, 4, 100), 12),
		((3, 10, 14, 4, 11), 11),
		((3, 10, 14, 0, 100), 0),
		((u128::MAX, 10, 14, 4, u128::MAX), u128::MAX),
	];
	for ((rate, awarded_at, now, most, funds), fee) in table {
		assert_eq!(setup_fee(rate, awarded_at, now, most, funds), fee, "{rate} a block from {awarded_at} to {now}");
	}
}

#[test]
fn committed_is_what_leaving_would_cost_as_far_as_the_funds_go() {
	// (rate, left, now, end) -> committed
	let table = [((3, 10, 20, 24), 12), ((3, 2, 20, 24), 6), ((3, 10, 24, 24), 0), ((3, 10, 30, 24), 0)];
	for ((rate, left, now, end), expected) in table {
		assert_eq!(committed::<u128, u32>(rate, left, now, end), expected);
	}
	assert_eq!(cost(u128::MAX, 2u32), u128::MAX);
}

#[test]
fn time_changes_an_assignment_at_the_first_block_that_is_too_late() {
	let awarded = AssignmentState::Awarded { deadline: 20 };
	let running = segment(10, 3, 5, 5);
	let stop = |at| Stop { at, reason: EndReason::Cancelled };
	let ended = Verdict::Ended;
	// (state, segment, stop, live at min(now, stop), now) -> verdict
	let table = [
		(awarded, None, None, 19, 19, Verdict::GoesOn),
		(awarded, None, None, 20, 20, Verdict::MissedDeadline),
		(AssignmentState::Active, Some(running), None, 7, 7, Verdict::GoesOn),
		(AssignmentState::Active, Some(running), None, 8, 8, ended(EndReason::FundsSpent)),
		(AssignmentState::Active, Some(running), Some(stop(7)), 6, 6, Verdict::GoesOn),
		(AssignmentState::Active, Some(running), Some(stop(7)), 7, 7, ended(EndReason::Cancelled)),
		(AssignmentState::Active, Some(running), Some(stop(7)), 7, 900, ended(EndReason::Cancelled)),
		// The funds ended with the block before the called end: they were first.
		(AssignmentState::Active, Some(running), Some(stop(8)), 8, 8, ended(EndReason::FundsSpent)),
		// Dark from the start: only the called end ends it.
		(AssignmentState::Active, Some(running), Some(stop(90)), 5, 90, ended(EndReason::Cancelled)),
		(AssignmentState::Ending { reason: EndReason::Resigned }, None, None, 900, 900, Verdict::GoesOn),
		(AssignmentState::Revoked { reason: RevokeReason::Rejected }, None, None, 900, 900, Verdict::GoesOn),
	];
	for (stored, segment, stop, live, now, expected) in table {
		let found = verdict(&stored, segment.as_ref(), stop.as_ref(), live, now);
		assert_eq!(found, expected, "{stored:?} at {now}");
	}
	assert_eq!(
		state(awarded, Verdict::MissedDeadline),
		AssignmentState::Revoked { reason: RevokeReason::MissedDeadline }
	);
	assert_eq!(state(awarded, Verdict::GoesOn), awarded);
}
