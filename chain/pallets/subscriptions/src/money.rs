//! The arithmetic of a running deployment. Pure: see the pallet's header for the derivation. Intervals are half-open.

use codec::{Decode, Encode, MaxEncodedLen};
use frame::prelude::{AtLeast32BitUnsigned, SaturatedConversion, TypeInfo};

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

/// What a provider gets for an award that the consumer cancels at `now`, before it was declared: the blocks since the award, at
/// most `most` of them, as far as the funds go.
pub fn setup_fee<B, N>(rate: B, awarded_at: N, now: N, most: N, funds: B) -> B
where
	B: AtLeast32BitUnsigned + Copy,
	N: AtLeast32BitUnsigned + Copy,
{
	cost(rate, now.saturating_sub(awarded_at).min(most)).min(funds)
}

/// What a consumer may not withdraw: what the blocks until `leave_at` will cost, as far as the funds cover them.
pub fn committed<B, N>(rate: B, left: N, now: N, leave_at: N) -> B
where
	B: AtLeast32BitUnsigned + Copy,
	N: AtLeast32BitUnsigned + Copy,
{
	cost(rate, leave_at.saturating_sub(now).min(left))
}

/// What so many blocks cost. Exact for as many as some funds cover; saturates beyond what a balance can say.
pub fn cost<B, N>(rate: B, blocks: N) -> B
where
	B: AtLeast32BitUnsigned + Copy,
	N: AtLeast32BitUnsigned + Copy,
{
	rate.saturating_mul(blocks.saturated_into::<u128>().saturated_into())
}
