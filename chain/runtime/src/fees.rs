//! A fee pays for what is scarcer in a block: its time or the size of its proof.

use crate::{configs::MAXIMUM_BLOCK_WEIGHT, Balance, UNIT};
use frame_support::weights::{Weight, WeightToFee};

/// What a block filled to the brim would cost. An ordinary call of the marketplace costs some ten-thousandths of it.
const FULL_BLOCK: Balance = 10 * UNIT;

pub struct ScarcerResource;

impl WeightToFee for ScarcerResource {
	type Balance = Balance;

	fn weight_to_fee(weight: &Weight) -> Balance {
		let share = |used: u64, whole: u64| FULL_BLOCK.saturating_mul(used.into()) / Balance::from(whole);
		share(weight.ref_time(), MAXIMUM_BLOCK_WEIGHT.ref_time())
			.max(share(weight.proof_size(), MAXIMUM_BLOCK_WEIGHT.proof_size()))
	}
}
