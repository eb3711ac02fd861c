//! Numbers from a seed: no dependency, the same everywhere.

use frame::testing_prelude::blake2_256;
use std::collections::BTreeSet;

pub struct Dice {
	state: [u8; 32],
}

impl Dice {
	pub fn new(seed: u64) -> Self {
		Self { state: blake2_256(&seed.to_le_bytes()) }
	}

	pub fn below(&mut self, n: u64) -> u64 {
		self.state = blake2_256(&self.state);
		u64::from_le_bytes(self.state[..8].try_into().expect("8 bytes")) % n
	}

	pub fn one_in(&mut self, n: u64) -> bool {
		self.below(n) == 0
	}

	pub fn of<X: Copy>(&mut self, list: &[X]) -> X {
		list[self.below(list.len() as u64) as usize]
	}

	/// One of the list, what is rare as often as what is common.
	pub fn rare_of<X: Copy>(&mut self, list: &[X], kind: impl Fn(&X) -> &'static str) -> Option<X> {
		let kinds: Vec<_> = list.iter().map(&kind).collect::<BTreeSet<_>>().into_iter().collect();
		let wanted = self.any_of(&kinds)?;
		let such: Vec<_> = list.iter().copied().filter(|x| kind(x) == wanted).collect();
		self.any_of(&such)
	}

	pub fn any_of<X: Copy>(&mut self, list: &[X]) -> Option<X> {
		(!list.is_empty()).then(|| self.of(list))
	}
}
