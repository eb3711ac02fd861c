//! `dinfra-scale DIRECTORY [LARGEST [ENDS]]`: measure, and write README.md, sizes.csv, flood.csv and scale.svg.

use dinfra_scale::{
	calls::{calls, hook, ORDINARY},
	executor::Compiled,
	flood,
	market::{share, Market, DUE},
	plot, report,
	report::Line,
};
use frame::prelude::Weight;
use std::{env, fs, path::PathBuf};

const SIZES: [u32; 4] = [1_000, 10_000, 100_000, 1_000_000];
/// Ends in one block beside the idle one, at every size.
const SOME_ENDS: u32 = 10;

fn main() {
	let mut arguments = env::args().skip(1);
	let directory = PathBuf::from(arguments.next().expect("usage: dinfra-scale DIRECTORY [LARGEST [ENDS]]"));
	let largest = arguments.next().map_or(1_000_000, |n| n.parse().expect("a number of subscriptions"));
	let ends = arguments.next().map_or(10_000, |n| n.parse().expect("a number of ends"));
	let sizes: Vec<u32> = SIZES.into_iter().filter(|live| *live <= largest).collect();

	let compiled = Compiled::committed();
	let lines: Vec<Line> = sizes.iter().flat_map(|live| measure(*live, &compiled)).collect();
	let market = Market { live: ends * 10, ending: ends };
	eprintln!("{ends} ends in one block among {} live subscriptions", market.live);
	let (served, mut late) = flood::by_hook(market, market.open(), &compiled);
	let mut in_time = flood::in_time(market, market.open());
	let same = flood::money(&mut late) == flood::money(&mut in_time);
	assert!(same, "somebody's money depends on when an end was served");

	let page = include_str!("page.md")
		.replace("{machine}", &report::machine())
		.replace("{sizes}", &report::flat_table(&lines, &sizes))
		.replace("{compiled}", &report::compiled_table(&lines, &sizes))
		.replace("{fitting}", &report::fitting_table(&lines))
		.replace("{ends}", &report::thousands(ends.into()))
		.replace("{among}", &report::thousands(market.live.into()))
		.replace("{blocks}", &served.len().to_string())
		.replace("{flood}", &report::flood_table(&served, share()));
	fs::create_dir_all(&directory).expect("the directory can be made");
	let write = |name: &str, text: &str| fs::write(directory.join(name), text).expect("the directory can be written");
	write("README.md", &page);
	write("sizes.csv", &report::csv(&lines));
	write("flood.csv", &report::flood_csv(&served));
	write("scale.svg", &plot::svg(&lines, &sizes, &served));
}

fn measure(live: u32, compiled: &Compiled) -> Vec<Line> {
	eprintln!("{live} live subscriptions");
	let market = Market { live, ending: SOME_ENDS };
	let mut state = market.open();
	let mut lines = Vec::new();
	let mut line = |what: &str, (weight, cost): (Weight, _), block| {
		lines.push(Line { live, what: what.into(), weight, cost, block });
	};
	for call in calls(&market) {
		let ((), cost) = state.cost(|| call.make());
		let transaction = compiled.transaction(&call.by, &call.call);
		line(call.name, (call.weight, cost), compiled.time(&state, ORDINARY, &[transaction]));
	}
	line("block with nothing due", state.cost(|| hook(1)), compiled.time(&state, 1, &[]));
	// The hook has walked the blocks before.
	state.change(|| hook(DUE - 1));
	line(&format!("block with {SOME_ENDS} ends"), state.cost(|| hook(DUE)), compiled.time(&state, DUE, &[]));
	lines
}
