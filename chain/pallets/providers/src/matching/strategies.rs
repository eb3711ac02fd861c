//! How one of several offers that match is chosen.

use crate::Offer;
use alloc::vec::Vec;
use core::cmp::Ordering;

/// An offer that would take a request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Candidate<AccountId, Balance, BlockNumber> {
	pub provider: AccountId,
	pub offer: Offer<Balance, BlockNumber>,
}

/// A way to choose.
pub trait Strategy<AccountId, Balance, BlockNumber> {
	/// Whether it goes by turns; if not, each award is chosen from the next window of offers.
	const BY_TURNS: bool;

	/// One of the offers of a window that match, in the search's order; none only if there are none. What is not taken out of `window`
	/// is never read from storage. `lot` draws a number.
	fn choose(
		window: impl Iterator<Item = Candidate<AccountId, Balance, BlockNumber>>,
		lot: impl FnOnce() -> u64,
	) -> Option<Candidate<AccountId, Balance, BlockNumber>>;
}

/// The first in the queue.
pub struct RoundRobin;

impl<AccountId, Balance, BlockNumber> Strategy<AccountId, Balance, BlockNumber> for RoundRobin {
	const BY_TURNS: bool = true;

	fn choose(
		mut window: impl Iterator<Item = Candidate<AccountId, Balance, BlockNumber>>,
		_: impl FnOnce() -> u64,
	) -> Option<Candidate<AccountId, Balance, BlockNumber>> {
		window.next()
	}
}

/// By lot, each free unit being one, so that who splits an account draws no better.
pub struct Random;

impl<AccountId, Balance: Copy, BlockNumber> Strategy<AccountId, Balance, BlockNumber> for Random {
	const BY_TURNS: bool = false;

	fn choose(
		window: impl Iterator<Item = Candidate<AccountId, Balance, BlockNumber>>,
		lot: impl FnOnce() -> u64,
	) -> Option<Candidate<AccountId, Balance, BlockNumber>> {
		let free = |candidate: &Candidate<_, _, _>| u64::from(candidate.offer.room());
		let all: Vec<_> = window.collect();
		let units: u64 = all.iter().map(free).sum();
		let mut drawn = lot().checked_rem(units)?;
		all.into_iter().find(|candidate| {
			let free = free(candidate);
			let hit = drawn < free;
			drawn = drawn.saturating_sub(free);
			hit
		})
	}
}

/// The least share of its capacity in use; among equals the first.
pub struct LeastLoaded;

impl<AccountId, Balance, BlockNumber> Strategy<AccountId, Balance, BlockNumber> for LeastLoaded {
	const BY_TURNS: bool = false;

	fn choose(
		window: impl Iterator<Item = Candidate<AccountId, Balance, BlockNumber>>,
		_: impl FnOnce() -> u64,
	) -> Option<Candidate<AccountId, Balance, BlockNumber>> {
		window.min_by(|a, b| by_load(&a.offer, &b.offer))
	}
}

/// `used / capacity` of both, multiplied out: a share is not a whole number.
fn by_load<Balance, BlockNumber>(a: &Offer<Balance, BlockNumber>, b: &Offer<Balance, BlockNumber>) -> Ordering {
	let cross = |x: &Offer<_, _>, y: &Offer<_, _>| u64::from(x.used) * u64::from(y.capacity);
	cross(a, b).cmp(&cross(b, a))
}

/// The least that a block may ever cost; among equals the first. By the ceiling, or a low price that may rise would win.
pub struct Cheapest;

impl<AccountId, Balance: Copy + Ord, BlockNumber> Strategy<AccountId, Balance, BlockNumber> for Cheapest {
	const BY_TURNS: bool = false;

	fn choose(
		window: impl Iterator<Item = Candidate<AccountId, Balance, BlockNumber>>,
		_: impl FnOnce() -> u64,
	) -> Option<Candidate<AccountId, Balance, BlockNumber>> {
		window.min_by_key(|candidate| candidate.offer.ceiling())
	}
}
