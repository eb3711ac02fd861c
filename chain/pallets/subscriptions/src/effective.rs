//! Stored state lags behind time; the effective state is what time has made of it. Pure.

use crate::{money::Segment, AssignmentState, EndReason, RevokeReason, Stop};
use frame::prelude::AtLeast32BitUnsigned;

/// What time did to an assignment that is stored as awarded or active.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verdict {
	/// Nothing.
	GoesOn,
	/// It was not declared in time.
	MissedDeadline,
	/// It has ended.
	Ended(EndReason),
}

/// `segment` is the one that begins at `min(now, stop.at)`, see [`crate::money::roll`].
///
/// When the funds and a called end fall together the funds were first: they ended with the block before.
pub fn verdict<B, N>(
	state: &AssignmentState<N>,
	segment: Option<&Segment<B, N>>,
	stop: Option<&Stop<N>>,
	now: N,
) -> Verdict
where
	B: AtLeast32BitUnsigned + Copy,
	N: AtLeast32BitUnsigned + Copy,
{
	match state {
		AssignmentState::Awarded { deadline } if now >= *deadline => Verdict::MissedDeadline,
		AssignmentState::Active => match (segment, stop) {
			(Some(segment), _) if segment.funded().is_zero() => Verdict::Ended(EndReason::FundsSpent),
			(_, Some(stop)) if now >= stop.at => Verdict::Ended(stop.reason),
			_ => Verdict::GoesOn,
		},
		_ => Verdict::GoesOn,
	}
}

/// The first block from `from` on, up to `to`, at which something is so that stays so; `to` if it is so nowhere before. Looks back from
/// `to` in growing strides, since what is served is rarely served late.
pub fn first<N: AtLeast32BitUnsigned + Copy>(from: N, to: N, is_so: impl Fn(N) -> bool) -> N {
	let (mut not_before, mut so, mut stride) = (from, to, N::one());
	while not_before < so {
		let at = so.saturating_sub(stride).max(not_before);
		if !is_so(at) {
			not_before = at.saturating_add(N::one());
			break;
		}
		so = at;
		stride = stride.saturating_add(stride);
	}
	while not_before < so {
		let middle = not_before + (so - not_before) / 2u32.into();
		match is_so(middle) {
			true => so = middle,
			false => not_before = middle.saturating_add(N::one()),
		}
	}
	so
}

/// The state that the chain would store if it served the assignment now.
pub fn state<N>(stored: AssignmentState<N>, verdict: Verdict) -> AssignmentState<N> {
	match verdict {
		Verdict::GoesOn => stored,
		Verdict::MissedDeadline => AssignmentState::Revoked { reason: RevokeReason::MissedDeadline },
		Verdict::Ended(reason) => AssignmentState::Ending { reason },
	}
}
