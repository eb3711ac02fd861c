//! Golden vectors: what the pallet answers for records and blocks of all kinds, for `chain/client`, whose arithmetic is to give the same
//! (`money.ts`). The file is committed; `DINFRA_GOLDEN=write cargo test -p pallet-subscriptions golden` writes it anew.

mod case;
mod json;
mod pure;

use case::Case;
use std::{cell::Cell, path::PathBuf};

/// As many as there are; each a line of the file.
const RANDOM_CASES: u64 = 400;

/// SplitMix64: the same numbers on every machine.
pub struct Dice(Cell<u64>);

impl Dice {
	pub fn next(&self) -> u64 {
		self.0.set(self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15));
		let mut z = self.0.get();
		z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
		z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
		z ^ (z >> 31)
	}

	/// Below `n`.
	pub fn below(&self, n: u64) -> u64 {
		self.next() % n
	}

	pub fn one_of<T: Clone>(&self, choices: &[T]) -> T {
		choices[self.below(choices.len() as u64) as usize].clone()
	}

	/// Once in `n` times.
	pub fn once_in(&self, n: u64) -> bool {
		self.below(n) == 0
	}
}

fn file() -> PathBuf {
	PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../client/src/golden/money.json")
}

fn text() -> String {
	let dice = Dice(Cell::new(2609));
	let cases: Vec<String> = (0..RANDOM_CASES).map(|_| Case::random(&dice).answered()).collect();
	let head = json::object(&[
		("from", json::text("chain/pallets/subscriptions/src/tests/golden.rs")),
		("by", json::text("DINFRA_GOLDEN=write cargo test -p pallet-subscriptions golden")),
	]);
	format!(
		"{{\n\"generated\": {head},\n\"arithmetic\": [\n{}\n],\n\"views\": [\n{}\n]\n}}\n",
		pure::vectors(&dice).join(",\n"),
		cases.join(",\n")
	)
}

#[test]
fn golden_vectors_of_the_client_are_what_the_pallet_answers() {
	let text = text();
	if std::env::var("DINFRA_GOLDEN").is_ok_and(|wish| wish == "write") {
		std::fs::create_dir_all(file().parent().expect("a folder")).expect("the folder can be made");
		std::fs::write(file(), &text).expect("the file can be written");
	}
	let committed = std::fs::read_to_string(file()).unwrap_or_default();
	let same = committed == text;
	let (found, expected) = committed
		.lines()
		.zip(text.lines())
		.find(|(found, expected)| found != expected)
		.unwrap_or(("another number of lines", ""));
	assert!(
		same,
		"chain/client/src/golden/money.json is not what the pallet answers now.\nexpected {expected}\nfound    {found}\n\
		 run: DINFRA_GOLDEN=write cargo test -p pallet-subscriptions golden, then hold chain/client/src/money.ts to it"
	);
}
