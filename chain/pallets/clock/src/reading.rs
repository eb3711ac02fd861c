//! One reading of the clock, and the one after it.

use codec::{Decode, Encode, MaxEncodedLen};
use frame::{arithmetic::AtLeast32BitUnsigned, prelude::TypeInfo};

/// What the clock said in a block. The offset is `provider - now`, which is less than nothing where the chain was higher than its
/// provider when the clock began.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Reading<BlockNumber> {
	/// The block that counts.
	pub now: BlockNumber,
	/// The provider's block at that time.
	pub provider: BlockNumber,
}

impl<BlockNumber: AtLeast32BitUnsigned + Copy> Reading<BlockNumber> {
	/// With the provider at `provider`: as many blocks on as the provider went, `most` at most. A provider that went back costs no time.
	pub fn next(self, provider: BlockNumber, most: BlockNumber) -> Self {
		let passed = provider.saturating_sub(self.provider);
		Self { now: self.now.saturating_add(passed.min(most)), provider }
	}
}
