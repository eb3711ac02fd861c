//! The same in a compiled executor: what the benchmarks measured of the runtime's blob, as the generated weights say.

use crate::report::Line;
use std::{fmt::Write as _, fs, path::Path};

/// A benchmark, the pallet it is of, and what of the measurements here is most like it.
const SHOWN: [(&str, &str, &str); 9] = [
	("subscribe", "subscriptions", "subscribe"),
	("top_up", "subscriptions", "top_up"),
	("claim", "subscriptions", "claim"),
	("update", "subscriptions", "update"),
	("cancel", "subscriptions", "cancel"),
	("heartbeat", "providers", "heartbeat"),
	("drain_base", "subscriptions", "block with nothing due"),
	("serve_end", "subscriptions", ""),
	("serve_deadline", "subscriptions", ""),
];

/// Microseconds of a benchmark at the least, in a compiled executor. None if the weights do not say.
pub fn least_micros(generated: &str, name: &str) -> Option<f64> {
	let after = generated.split_once(&format!("pub fn {name}("))?.1;
	let time = after.split_once("Minimum execution time: ")?.1.split_once(" picoseconds")?.0;
	Some(time.replace('_', "").parse::<f64>().ok()? / 1e6)
}

/// A row for each, beside what was measured natively in the smallest state.
pub fn table(chain: &Path, lines: &[Line]) -> String {
	let mut text = String::from("| benchmark | in the compiled executor | natively, 1,000 live | ratio |\n");
	text.push_str("| --- | --- | --- | --- |\n");
	for (name, pallet, alike) in SHOWN {
		let file = chain.join(format!("pallets/{pallet}/src/weights/generated.rs"));
		let generated = fs::read_to_string(&file).unwrap_or_else(|why| panic!("{}: {why}", file.display()));
		let compiled = least_micros(&generated, name).unwrap_or_else(|| panic!("{}: no {name}", file.display()));
		let like = lines.iter().filter(|line| line.what == alike).min_by_key(|line| line.live);
		let native = like.map(|line| line.cost.time.as_secs_f64() * 1e6);
		let micros = native.map_or(String::new(), |native| format!("{native:.0} µs"));
		let ratio = native.map_or(String::new(), |native| format!("{:.1}", compiled / native));
		writeln!(text, "| `{name}` | {compiled:.0} µs | {micros} | {ratio} |").unwrap();
	}
	text
}
