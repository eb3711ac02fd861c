//! What one account owns.

use super::{Balance, ED};
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Hold {
	Bond,
	Offer,
	Type,
	Escrow,
	Deposit,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Purse {
	pub free: Balance,
	held: BTreeMap<Hold, Balance>,
}

impl Purse {
	pub fn with(free: Balance) -> Self {
		Self { free, held: BTreeMap::new() }
	}

	pub fn held(&self, reason: Hold) -> Balance {
		self.held.get(&reason).copied().unwrap_or_default()
	}

	/// What may be held without ending the account.
	pub fn covers(&self, amount: Balance) -> bool {
		self.free.checked_sub(amount).is_some_and(|rest| rest >= ED)
	}

	pub fn hold(&mut self, reason: Hold, amount: Balance) {
		self.free -= amount;
		self.put(reason, amount);
	}

	pub fn release(&mut self, reason: Hold, amount: Balance) {
		self.take(reason, amount);
		self.free += amount;
	}

	/// Into what is held, from somebody who had it.
	pub fn put(&mut self, reason: Hold, amount: Balance) {
		*self.held.entry(reason).or_default() += amount;
	}

	/// Out of what is held, for somebody who gets it.
	pub fn take(&mut self, reason: Hold, amount: Balance) {
		let held = self.held.entry(reason).or_default();
		*held = held.checked_sub(amount).expect("no more is taken than was held");
	}
}
