//! What was measured, as CSV and as tables of a page.

use crate::{
	calls::{calls, fitting, others},
	flood::Served,
	market::Market,
	measure::Cost,
};
use frame::prelude::Weight;
use std::{fmt::Write as _, time::Duration};

/// A measurement in a state with so many live subscriptions.
pub struct Line {
	pub live: u32,
	pub what: String,
	pub weight: Weight,
	pub cost: Cost,
	/// Of a whole block with it, in a compiled executor.
	pub block: Duration,
}

pub fn csv(lines: &[Line]) -> String {
	let mut text = String::from(
		"live,what,reads,writes,proof_bytes,microseconds,block_microseconds,weight_ref_time,weight_proof_size\n",
	);
	for Line { live, what, weight, cost, block } in lines {
		let Cost { reads, writes, proof, time } = cost;
		let (ref_time, proof_size) = (weight.ref_time(), weight.proof_size());
		let micros = time.as_micros();
		let block = block.as_micros();
		writeln!(text, "{live},{what},{reads},{writes},{proof},{micros},{block},{ref_time},{proof_size}").unwrap();
	}
	text
}

pub fn flood_csv(served: &[Served]) -> String {
	let mut text = String::from(
		"block,ends,reads,writes,proof_bytes,microseconds,block_microseconds,weight_ref_time,weight_proof_size\n",
	);
	for Served { block, ends, weight, cost, block_time } in served {
		let Cost { reads, writes, proof, time } = cost;
		let (ref_time, proof_size) = (weight.ref_time(), weight.proof_size());
		let micros = time.as_micros();
		let whole = block_time.as_micros();
		writeln!(text, "{block},{ends},{reads},{writes},{proof},{micros},{whole},{ref_time},{proof_size}").unwrap();
	}
	text
}

/// A row for each thing measured, a column for each number of live subscriptions: what it costs, with the pallets compiled natively.
pub fn flat_table(lines: &[Line], sizes: &[u32]) -> String {
	table_by_size(lines, sizes, |Line { cost: Cost { reads, writes, proof, time }, .. }| {
		format!("{reads} r, {writes} w, {}, {} µs", kilobytes(*proof), time.as_micros())
	})
}

/// The same rows and columns: how long a whole block takes in a compiled executor.
pub fn compiled_table(lines: &[Line], sizes: &[u32]) -> String {
	table_by_size(lines, sizes, |line| format!("{} µs", line.block.as_micros()))
}

fn table_by_size(lines: &[Line], sizes: &[u32], cell: impl Fn(&Line) -> String) -> String {
	let mut text = String::from("| |");
	sizes.iter().for_each(|live| write!(text, " {} live |", thousands(u64::from(*live))).unwrap());
	text.push_str("\n| --- |");
	text.push_str(&" --- |".repeat(sizes.len()));
	text.push('\n');
	let mut names: Vec<&str> = Vec::new();
	for line in lines {
		if !names.contains(&line.what.as_str()) {
			names.push(&line.what);
		}
	}
	for name in names {
		write!(text, "| {name} |").unwrap();
		for live in sizes {
			let line = lines.iter().find(|line| line.live == *live && line.what == name);
			write!(text, " {} |", line.map_or(String::new(), &cell)).unwrap();
		}
		text.push('\n');
	}
	text
}

/// How many of each call fit a block: by the weight they are declared with, and by the proof that was measured in the largest state.
pub fn fitting_table(lines: &[Line]) -> String {
	let mut text = String::from(
		"| call | declared time | declared proof | fit a block by time | by proof | by measured proof |\n",
	);
	text.push_str("| --- | --- | --- | --- | --- | --- |\n");
	let mut row = |name: &str, weight: Weight, by_measured: &str| {
		let (by_time, by_proof) = fitting(weight);
		let micros = weight.ref_time() / 1_000_000;
		let proof = kilobytes(weight.proof_size() as usize);
		let (by_time, by_proof) = (thousands(by_time), thousands(by_proof));
		writeln!(text, "| `{name}` | {micros} µs | {proof} | {by_time} | {by_proof} | {by_measured} |").unwrap();
	};
	for call in calls(&Market { live: 1, ending: 0 }) {
		let measured = lines.iter().filter(|line| line.what == call.name).max_by_key(|line| line.live);
		let measured = measured.map_or(0, |line| line.cost.proof as u64);
		let by_measured = thousands(fitting(Weight::from_parts(call.weight.ref_time(), measured)).1);
		row(call.name, call.weight, &by_measured);
	}
	for (name, weight) in others() {
		row(name, weight, "");
	}
	text
}

/// The first block, the fullest and the last.
pub fn flood_table(served: &[Served], share: Weight) -> String {
	let mut text = String::from(
		"| block | ends served | reads | writes | proof | time | block in an executor | of the hook's share |\n",
	);
	text.push_str("| --- | --- | --- | --- | --- | --- | --- | --- |\n");
	let fullest = served.iter().max_by_key(|block| block.cost.time).expect("some blocks");
	let rows = [
		("first", served.first().expect("some blocks")),
		("slowest", fullest),
		("last", served.last().expect("some blocks")),
	];
	for (name, Served { ends, weight, cost, block_time, .. }) in rows {
		let Cost { reads, writes, proof, time } = cost;
		let (proof, millis) = (kilobytes(*proof), time.as_secs_f64() * 1e3);
		let percent = percent(*weight, share);
		let whole = block_time.as_secs_f64() * 1e3;
		writeln!(
			text,
			"| {name} | {ends} | {reads} | {writes} | {proof} | {millis:.1} ms | {whole:.1} ms | {percent:.0} % |"
		)
		.unwrap();
	}
	text
}

/// How much of the share a weight takes, in the scarcer of time and proof.
pub fn percent(weight: Weight, share: Weight) -> f64 {
	let time = weight.ref_time() as f64 / share.ref_time() as f64;
	let proof = weight.proof_size() as f64 / share.proof_size() as f64;
	100.0 * time.max(proof)
}

/// `1234567` as `1,234,567`.
pub fn thousands(n: u64) -> String {
	let digits = n.to_string();
	let head = digits.len() % 3;
	let mut groups: Vec<&str> = (head..digits.len()).step_by(3).map(|at| &digits[at..at + 3]).collect();
	if head > 0 {
		groups.insert(0, &digits[..head]);
	}
	groups.join(",")
}

fn kilobytes(bytes: usize) -> String {
	format!("{:.1} kB", bytes as f64 / 1e3)
}

/// The processor's name and how many of it there are.
pub fn machine() -> String {
	let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
	let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
	let model = model.map_or("unknown processor", |(_, name)| name);
	let cores = std::thread::available_parallelism().map_or(0, usize::from);
	format!("{model}, {cores} cores")
}
