//! How one of several offers that match is chosen.

use crate::Offer;
use alloc::vec::Vec;
use core::cmp::Ordering;

/// An offer that would take a request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Candidate<AccountId, Balance> {
	pub provider: AccountId,
	pub offer: Offer<Balance>,
}

/// A way to choose.
pub trait Strategy<AccountId, Balance> {
	/// Whether it goes by turns; if not, each award is chosen from the next window of offers.
	const BY_TURNS: bool;

	/// One of the offers of a window that match, in the ring's order; none only if there are none. What is not taken out of `window`
	/// is never read from storage. `lot` draws a number.
	fn choose(
		window: impl Iterator<Item = Candidate<AccountId, Balance>>,
		lot: impl FnOnce() -> u64,
	) -> Option<Candidate<AccountId, Balance>>;
}

/// The first from the one whose turn it is.
pub struct RoundRobin;

impl<AccountId, Balance> Strategy<AccountId, Balance> for RoundRobin {
	const BY_TURNS: bool = true;

	fn choose(
		mut window: impl Iterator<Item = Candidate<AccountId, Balance>>,
		_: impl FnOnce() -> u64,
	) -> Option<Candidate<AccountId, Balance>> {
		window.next()
	}
}

/// By lot, each free unit being one, so that who splits an account draws no better.
pub struct Random;

impl<AccountId, Balance: Copy> Strategy<AccountId, Balance> for Random {
	const BY_TURNS: bool = false;

	fn choose(
		window: impl Iterator<Item = Candidate<AccountId, Balance>>,
		lot: impl FnOnce() -> u64,
	) -> Option<Candidate<AccountId, Balance>> {
		let free = |candidate: &Candidate<_, _>| u64::from(candidate.offer.room());
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

impl<AccountId, Balance> Strategy<AccountId, Balance> for LeastLoaded {
	const BY_TURNS: bool = false;

	fn choose(
		window: impl Iterator<Item = Candidate<AccountId, Balance>>,
		_: impl FnOnce() -> u64,
	) -> Option<Candidate<AccountId, Balance>> {
		window.min_by(|a, b| by_load(&a.offer, &b.offer))
	}
}

/// `used / capacity` of both, multiplied out: a share is not a whole number.
fn by_load<Balance>(a: &Offer<Balance>, b: &Offer<Balance>) -> Ordering {
	let cross = |x: &Offer<_>, y: &Offer<_>| u64::from(x.used) * u64::from(y.capacity);
	cross(a, b).cmp(&cross(b, a))
}

/// The least that a block may ever cost; among equals the first. By the ceiling, or a low price that may rise would win.
pub struct Cheapest;

impl<AccountId, Balance: Copy + Ord> Strategy<AccountId, Balance> for Cheapest {
	const BY_TURNS: bool = false;

	fn choose(
		window: impl Iterator<Item = Candidate<AccountId, Balance>>,
		_: impl FnOnce() -> u64,
	) -> Option<Candidate<AccountId, Balance>> {
		window.min_by_key(|candidate| candidate.offer.ceiling())
	}
}
