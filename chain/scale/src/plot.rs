//! Two charts in one SVG: what a block costs against live subscriptions, and the flood being carried over.

use crate::{
	flood::Served,
	report::{thousands, Line},
};
use std::fmt::Write as _;

const WIDTH: f64 = 420.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 70.0;
const TOP: f64 = 40.0;
const COLOURS: [&str; 8] = ["#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#8c564b", "#17becf", "#7f7f7f"];

/// A curve through points of the unit square, from the lower left.
struct Curve<'a> {
	name: &'a str,
	points: Vec<(f64, f64)>,
}

struct Chart<'a> {
	title: &'a str,
	x_ticks: Vec<(f64, String)>,
	y_ticks: Vec<(f64, String)>,
	curves: Vec<Curve<'a>>,
}

/// Proof bytes against live subscriptions, both logarithmic; and ends still to serve against blocks.
pub fn svg(lines: &[Line], sizes: &[u32], served: &[Served]) -> String {
	let width = 2.0 * (LEFT + WIDTH) + 220.0;
	let height = TOP + HEIGHT + 50.0;
	let mut text = format!(
		"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" \
		 font-size=\"11\">\n<rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n"
	);
	draw(&mut text, LEFT, &by_size(lines, sizes));
	draw(&mut text, LEFT + WIDTH + 180.0 + LEFT / 2.0, &flood(served));
	text.push_str("</svg>\n");
	text
}

fn by_size<'a>(lines: &'a [Line], sizes: &[u32]) -> Chart<'a> {
	let first = f64::from(sizes[0]).log10();
	let span = f64::from(*sizes.last().expect("some sizes")).log10() - first;
	let x = |live: u32| (f64::from(live).log10() - first) / span;
	// From 100 bytes to 1 MB.
	let y = |bytes: usize| ((bytes as f64).log10() - 2.0) / 4.0;
	let mut curves: Vec<Curve> = Vec::new();
	for line in lines {
		let point = (x(line.live), y(line.cost.proof));
		match curves.iter_mut().find(|curve| curve.name == line.what) {
			Some(curve) => curve.points.push(point),
			None => curves.push(Curve { name: &line.what, points: vec![point] }),
		}
	}
	Chart {
		title: "Bytes of proof, against live subscriptions",
		x_ticks: sizes.iter().map(|live| (x(*live), thousands(u64::from(*live)))).collect(),
		y_ticks: [100, 1_000, 10_000, 100_000, 1_000_000].map(|b| (y(b), thousands(b as u64))).to_vec(),
		curves,
	}
}

fn flood(served: &[Served]) -> Chart<'static> {
	let all: u32 = served.iter().map(|block| block.ends).sum();
	let blocks = served.len().max(1);
	let mut left = all;
	let mut points = vec![(0.0, 1.0)];
	for (n, block) in served.iter().enumerate() {
		left -= block.ends;
		points.push(((n + 1) as f64 / blocks as f64, f64::from(left) / f64::from(all)));
	}
	let quarters = [0.0, 0.25, 0.5, 0.75, 1.0];
	Chart {
		title: "Ends still to be served, against blocks since they were due",
		x_ticks: quarters.map(|q| (q, format!("{:.0}", q * blocks as f64))).to_vec(),
		y_ticks: quarters.map(|q| (q, thousands((q * f64::from(all)) as u64))).to_vec(),
		curves: vec![Curve { name: "to serve", points }],
	}
}

fn draw(text: &mut String, left: f64, chart: &Chart) {
	let at = |(x, y): (f64, f64)| (left + x * WIDTH, TOP + (1.0 - y) * HEIGHT);
	let (bottom, right) = (TOP + HEIGHT, left + WIDTH);
	writeln!(text, "<text x=\"{left}\" y=\"{}\" font-size=\"13\">{}</text>", TOP - 16.0, chart.title).unwrap();
	for (x, label) in &chart.x_ticks {
		let x = at((*x, 0.0)).0;
		writeln!(text, "<path d=\"M{x:.1} {TOP}V{bottom}\" stroke=\"#eee\"/>").unwrap();
		writeln!(text, "<text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\">{label}</text>", bottom + 16.0).unwrap();
	}
	for (y, label) in &chart.y_ticks {
		let y = at((0.0, *y)).1;
		writeln!(text, "<path d=\"M{left} {y:.1}H{right}\" stroke=\"#eee\"/>").unwrap();
		let (x, y) = (left - 6.0, y + 4.0);
		writeln!(text, "<text x=\"{x}\" y=\"{y:.1}\" text-anchor=\"end\">{label}</text>").unwrap();
	}
	writeln!(text, "<path d=\"M{left} {TOP}V{bottom}H{right}\" fill=\"none\" stroke=\"#333\"/>").unwrap();
	for (n, curve) in chart.curves.iter().enumerate() {
		let colour = COLOURS[n % COLOURS.len()];
		let points: Vec<String> = curve.points.iter().map(|p| at(*p)).map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
		let points = points.join(" ");
		writeln!(text, "<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>").unwrap();
		let (x, y) = (right + 8.0, TOP + 12.0 + 16.0 * n as f64);
		writeln!(text, "<text x=\"{x}\" y=\"{y}\" fill=\"{colour}\">{}</text>", curve.name).unwrap();
	}
}
