//! The pure functions, by tables.

use crate::{
	effective::{state, verdict, Verdict},
	money::{cost, cost_until, funds_end, leave_at, leave_before, roll, setup_fee, Rolled, Segment},
	AssignmentState, EndReason, RateChange, RevokeReason, Stop,
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
		((3, 10, 10, 4, 100), 3),
		((3, 10, 9, 4, 100), 3),
		((3, 10, 10, 4, 2), 2),
		((3, 10, 11, 4, 100), 3),
		((3, 10, 14, 4, 100), 12),
		((3, 10, 15, 4, 100), 12),
		((3, 10, u32::MAX, 4, 100), 12),
		((3, 10, 14, 4, 11), 11),
		((3, 10, 14, 0, 100), 0),
		((3, 10, 10, 0, 100), 0),
		((u128::MAX, 10, 14, 4, u128::MAX), u128::MAX),
	];
	for ((rate, awarded_at, now, most, funds), fee) in table {
		assert_eq!(setup_fee(rate, awarded_at, now, most, funds), fee, "{rate} a block from {awarded_at} to {now}");
	}
}

#[test]
fn leaving_before_another_price_waits_for_the_notice_at_most() {
	// (now, notice, change) -> end
	for ((now, notice, change_at), end) in [((10u32, 2, 11), 11), ((10, 2, 12), 12), ((10, 2, 13), 12)] {
		assert_eq!(leave_before(now, notice, change_at), end, "leaving at {now}");
	}
}

#[test]
fn what_leaving_would_cost_goes_as_far_as_the_funds_go() {
	// (funds, rate, end) -> cost from block 20 on
	let table = [((100, 3, 24), 12), ((8, 3, 24), 6), ((100, 3, 20), 0), ((100, 3, 14), 0)];
	for ((funds, rate, end), expected) in table {
		assert_eq!(cost_until(&segment(funds, rate, 20, 7), None, end), expected);
	}
	assert_eq!(cost(u128::MAX, 2u32), u128::MAX);
}

#[test]
fn another_price_counts_from_its_block_on() {
	// (funds, rate, change, blocks) -> (earned, rate then, funds then, funds end)
	let change = |at, rate| Some(RateChange { at, rate });
	let table = [
		// Before its block nothing has changed but the end to come.
		((100, 3, change(4, 5), 3), (9, 3, 91, 4 + 88 / 5)),
		// At its block the new price is in the segment, and nothing has been paid at it.
		((100, 3, change(4, 5), 4), (12, 5, 88, 4 + 88 / 5)),
		((100, 3, change(4, 5), 6), (22, 5, 78, 4 + 88 / 5)),
		((100, 3, change(4, 1), 6), (14, 1, 86, 4 + 88)),
		// Funds that end before the change, or at its block, were first.
		((10, 3, change(4, 1), 9), (9, 3, 1, 3)),
		((12, 3, change(4, 1), 9), (12, 3, 0, 4)),
		((14, 3, change(4, 1), 9), (12, 3, 2, 4)),
		// One more block, and the change counts.
		((15, 3, change(4, 1), 5), (13, 1, 2, 7)),
		// A raise that the rest does not cover ends it at the block of the change, not before.
		((15, 3, change(4, 5), 9), (12, 5, 3, 4)),
		((15, 3, None, 9), (15, 3, 0, 5)),
	];
	for ((funds, rate, change, blocks), (earned, then, left, end)) in table {
		let segment = segment(funds, rate, 0, 7);
		let rolled = roll(&segment, change.as_ref(), blocks, |b| 7 + b);
		let found = (rolled.earned, rolled.segment.rate, rolled.segment.funds);
		assert_eq!(found, (earned, then, left), "{funds} at {rate}, {change:?}, after {blocks}");
		assert_eq!(rolled.changed, then != rate);
		assert_eq!(funds_end(&segment, change.as_ref()), end, "end of {funds} at {rate}, {change:?}");
	}
}

/// One block at a time: the price of a block is the one that is due at it, and a block is paid if the provider is live and the funds
/// cover it.
fn block_by_block(
	mut funds: u128,
	rate: u128,
	change: RateChange<u128, u32>,
	until: u32,
	live: impl Fn(u32) -> bool,
) -> (u128, bool) {
	let mut earned = 0;
	let mut rate = rate;
	for block in 0..until {
		if block == change.at && funds >= rate {
			rate = change.rate;
		}
		if funds < rate {
			return (earned, true);
		}
		if live(block) {
			funds -= rate;
			earned += rate;
		}
	}
	(earned, false)
}

#[test]
fn rolling_is_what_counting_block_by_block_gives_also_in_the_dark_and_in_pieces() {
	for dark in [0..0u32, 2..5, 3..4, 4..9, 0..3] {
		let is_live = |b: u32| !dark.contains(&b);
		let live = |b: u32| (0..b).filter(|b| is_live(*b)).count() as u32;
		for funds in 0..40u128 {
			for (old, new) in [(3, 5), (3, 1), (2, 7), (7, 2)] {
				let change = RateChange { at: 4, rate: new };
				for until in 0..14 {
					let whole = segment(funds, old, 0, 0);
					let rolled = roll(&whole, Some(&change), until, live);
					let (earned, _) = block_by_block(funds, old, change, until, is_live);
					assert_eq!(rolled.earned, earned, "{funds} at {old}, then {new}, until {until}, dark {dark:?}");
					// Settled on the way, at any block.
					for between in 0..=until {
						let Rolled { earned: first, segment, changed } = roll(&whole, Some(&change), between, live);
						let to_come = Some(&change).filter(|_| !changed);
						let second =
							if segment.funded() == 0 { 0 } else { roll(&segment, to_come, until, live).earned };
						assert_eq!(first + second, earned, "{funds} at {old}, then {new}, settled at {between}");
					}
				}
			}
		}
	}
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
		let segment = segment.map(|segment: Segment<u128, u32>| segment.settled(now, live).1);
		let found = verdict(&stored, segment.as_ref(), stop.as_ref(), now);
		assert_eq!(found, expected, "{stored:?} at {now}");
	}
	assert_eq!(
		state(awarded, Verdict::MissedDeadline),
		AssignmentState::Revoked { reason: RevokeReason::MissedDeadline }
	);
	assert_eq!(state(awarded, Verdict::GoesOn), awarded);
}
