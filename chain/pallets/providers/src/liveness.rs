//! The arithmetic of live blocks. Pure: see the pallet's header for the derivation.

use codec::{Decode, Encode, MaxEncodedLen};
use frame::prelude::{AtLeast32BitUnsigned, TypeInfo};

/// A provider was dark in `[from, until)`.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct DarkPeriod<N> {
	pub from: N,
	pub until: N,
}

/// Whether a provider whose last heartbeat was at `last` is dark at block `b`, that is, whether block `b` is not paid.
pub fn dark<N: AtLeast32BitUnsigned + Copy>(last: N, gap: N, b: N) -> bool {
	b.saturating_sub(last) >= gap
}

/// The dark period that a heartbeat at `b` ends, if any.
pub fn period_ended<N: AtLeast32BitUnsigned + Copy>(last: N, gap: N, b: N) -> Option<DarkPeriod<N>> {
	let from = last.saturating_add(gap);
	(from < b).then_some(DarkPeriod { from, until: b })
}

/// Live blocks before `b`, given those before the last heartbeat (`acc`, `last`) and the dark periods before it, oldest first.
///
/// When `b` lies so far back that periods between `b` and `last` were forgotten, the answer is too small: in doubt a consumer does
/// not pay.
pub fn live<N: AtLeast32BitUnsigned + Copy>(acc: N, last: N, gap: N, periods: &[DarkPeriod<N>], b: N) -> N {
	if b >= last {
		return acc.saturating_add((b - last).min(gap));
	}
	let dark = periods
		.iter()
		.rev()
		.take_while(|period| period.until > b)
		.fold(N::zero(), |sum, period| sum.saturating_add(period.until - period.from.max(b)));
	let live_since = (last - b).saturating_sub(dark);
	acc.saturating_sub(live_since)
}
