//! A fee pays for what is scarcer in a block: its time or the size of its proof. Compiled into chain/scale too.

use super::{Balance, Weight, MAXIMUM_BLOCK_WEIGHT, UNIT};

/// What a block filled to the brim would cost. An ordinary call of the marketplace costs some ten-thousandths of it.
pub const FULL_BLOCK: Balance = 10 * UNIT;

pub fn of_weight(weight: &Weight) -> Balance {
	let share = |used: u64, whole: u64| FULL_BLOCK.saturating_mul(used.into()) / Balance::from(whole);
	share(weight.ref_time(), MAXIMUM_BLOCK_WEIGHT.ref_time())
		.max(share(weight.proof_size(), MAXIMUM_BLOCK_WEIGHT.proof_size()))
}
