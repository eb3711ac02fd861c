//! The arithmetic of a running deployment. Pure: see the pallet's header for the derivation. Intervals are half-open.

use crate::RateChange;
use codec::{Decode, Encode, MaxEncodedLen};
use frame::prelude::{AtLeast32BitUnsigned, One, SaturatedConversion, TypeInfo};

/// A stretch of time at one rate, with the funds that were there when it began.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Segment<Balance, BlockNumber> {
	/// The first block that it pays.
	pub since: BlockNumber,
	/// Per block, more than zero.
	pub rate: Balance,
	pub funds: Balance,
	/// The provider's live blocks before `since`.
	pub live0: BlockNumber,
}

impl<B, N> Segment<B, N>
where
	B: AtLeast32BitUnsigned + Copy,
	N: AtLeast32BitUnsigned + Copy,
{
	/// Blocks that the funds cover: `floor(funds / rate)`.
	pub fn funded(&self) -> N {
		(self.funds / self.rate).saturated_into::<u128>().saturated_into()
	}

	/// Blocks to be paid when the provider's counter stands at `live`.
	pub fn spent(&self, live: N) -> N {
		live.saturating_sub(self.live0).min(self.funded())
	}

	/// Blocks that are still covered when the provider's counter stands at `live`; none means that the funds ended.
	pub fn left(&self, live: N) -> N {
		self.funded() - self.spent(live)
	}

	/// `rate * min(live - live0, floor(funds / rate))`, never more than the funds.
	pub fn earned(&self, live: N) -> B {
		cost(self.rate, self.spent(live))
	}

	/// What it has earned at block `until`, where the counter stands at `live`, and the segment that goes on from there. A counter that
	/// has forgotten old dark periods may stand lower for a block of the past than when the segment began: then nothing was earned, and
	/// no block is counted again.
	pub fn settled(&self, until: N, live: N) -> (B, Self) {
		let earned = self.earned(live);
		(earned, Self { since: until, rate: self.rate, funds: self.funds - earned, live0: live.max(self.live0) })
	}
}

/// What time has made of the money of a running deployment at a block.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Rolled<Balance, BlockNumber> {
	/// What the segments up to the block have earned together.
	pub earned: Balance,
	/// The segment that begins at the block. When its funds cover no block, they have ended.
	pub segment: Segment<Balance, BlockNumber>,
	/// Whether it runs at the changed price.
	pub changed: bool,
}

/// Roll a deployment forward to block `until`, with `live(b)` the provider's counter before block `b`.
///
/// From its block on a change of the price counts, whenever it is looked at: blocks before are paid at the old price, blocks from there
/// on at the new one. When the funds end at the block of the change, or sooner, they were first, and nothing changes any more.
pub fn roll<B, N>(
	segment: &Segment<B, N>,
	change: Option<&RateChange<B, N>>,
	until: N,
	live: impl Fn(N) -> N,
) -> Rolled<B, N>
where
	B: AtLeast32BitUnsigned + Copy,
	N: AtLeast32BitUnsigned + Copy,
{
	if let Some(change) = change.filter(|change| change.at <= until) {
		let (before, next) = segment.settled(change.at, live(change.at));
		if !next.funded().is_zero() {
			let (after, segment) = Segment { rate: change.rate, ..next }.settled(until, live(until));
			return Rolled { earned: before + after, segment, changed: true };
		}
	}
	let (earned, segment) = segment.settled(until, live(until));
	Rolled { earned, segment, changed: false }
}

/// What the blocks from now to `until` will cost, as far as the funds cover them, when the provider is live in all of them. `segment`
/// begins now.
pub fn cost_until<B, N>(segment: &Segment<B, N>, change: Option<&RateChange<B, N>>, until: N) -> B
where
	B: AtLeast32BitUnsigned + Copy,
	N: AtLeast32BitUnsigned + Copy,
{
	roll(segment, change, until.max(segment.since), |b| always_live(segment, b)).earned
}

/// The block at which the funds end when the provider is live from now on. `segment` begins now.
pub fn funds_end<B, N>(segment: &Segment<B, N>, change: Option<&RateChange<B, N>>) -> N
where
	B: AtLeast32BitUnsigned + Copy,
	N: AtLeast32BitUnsigned + Copy,
{
	let end = segment.since.saturating_add(segment.funded());
	match change {
		Some(change) if change.at < end => {
			let next = roll(segment, Some(change), change.at, |b| always_live(segment, b)).segment;
			change.at.saturating_add(next.funded())
		}
		_ => end,
	}
}

fn always_live<B, N: AtLeast32BitUnsigned + Copy>(segment: &Segment<B, N>, b: N) -> N {
	segment.live0.saturating_add(b.saturating_sub(segment.since))
}

/// When a deployment ends that the consumer leaves at `now`: after the notice and, once the trial is over, not before the minimum
/// period is.
pub fn leave_at<N: AtLeast32BitUnsigned + Copy>(now: N, notice: N, deployed_at: N, minimum: N, trial: N) -> N {
	let after_notice = now.saturating_add(notice);
	match now < deployed_at.saturating_add(trial) {
		true => after_notice,
		false => after_notice.max(deployed_at.saturating_add(minimum)),
	}
}

/// What a provider gets for an award that the consumer cancels at `now`, before it was declared: the blocks since the award, that of
/// the award counted as one, at most `most` of them, as far as the funds go. Were an award free in its own block, somebody could take
/// units again and again that their providers have to give back.
pub fn setup_fee<B, N>(rate: B, awarded_at: N, now: N, most: N, funds: B) -> B
where
	B: AtLeast32BitUnsigned + Copy,
	N: AtLeast32BitUnsigned + Copy,
{
	cost(rate, now.saturating_sub(awarded_at).max(One::one()).min(most)).min(funds)
}

/// When a deployment ends that the consumer leaves at `now` while another price is to come at `change_at`: after the notice, before the
/// new price, and no minimum period binds.
pub fn leave_before<N: AtLeast32BitUnsigned + Copy>(now: N, notice: N, change_at: N) -> N {
	now.saturating_add(notice).min(change_at)
}

/// What so many blocks cost. Exact for as many as some funds cover; saturates beyond what a balance can say.
pub fn cost<B, N>(rate: B, blocks: N) -> B
where
	B: AtLeast32BitUnsigned + Copy,
	N: AtLeast32BitUnsigned + Copy,
{
	rate.saturating_mul(blocks.saturated_into::<u128>().saturated_into())
}
