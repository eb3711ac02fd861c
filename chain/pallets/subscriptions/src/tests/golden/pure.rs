//! The pure functions at their edges, in the runtime's own numbers: 128 bits of money, 32 bits of time.

use super::{json, Dice};
use crate::{
	money::{cost, cost_until, funds_end, leave_at, leave_before, roll, setup_fee, Segment},
	RateChange,
};
use pallet_providers::liveness::{live, DarkPeriod};

const MONEY: [u128; 14] = [
	0,
	1,
	2,
	3,
	10,
	999_999_999_999,
	1_000_000_000_000,
	(1 << 53) - 1,
	(1 << 53) + 1,
	u64::MAX as u128,
	u64::MAX as u128 + 1,
	1 << 100,
	u128::MAX - 1,
	u128::MAX,
];
const TIME: [u32; 12] = [0, 1, 2, 5, 20, 50, 99, 1_000, 1 << 20, 1 << 31, u32::MAX - 1, u32::MAX];

fn segments(dice: &Dice) -> Vec<String> {
	let vector = |dice: &Dice, funds: u128, rate: u128| {
		let segment = Segment { since: dice.one_of(&TIME), rate, funds, live0: dice.one_of(&TIME[..8]) };
		let live = dice.one_of(&TIME);
		json::object(&[
			("segment", written(&segment)),
			("live", live.to_string()),
			("funded", segment.funded().to_string()),
			("spent", segment.spent(live).to_string()),
			("earned", json::amount(segment.earned(live))),
		])
	};
	let mut all = vec![];
	for funds in MONEY {
		for rate in [1, 3, 1_000_000_000_000, u64::MAX as u128, u128::MAX] {
			all.push(vector(dice, funds, rate));
		}
	}
	all
}

/// Of a provider that is always live. The change may be before the segment, at its edges, or long after it.
fn rolling(dice: &Dice) -> String {
	let rate = dice.one_of(&[1, 3, 7, 1_000_000_000_000, u64::MAX as u128]);
	let since = dice.below(100) as u32;
	let blocks = dice.one_of(&[0, 1, 2, 10, 50]);
	let segment = Segment { since, rate, funds: rate * blocks + dice.one_of(&[0, 1, rate - 1]), live0: 40 };
	let changed = dice.one_of(&[1, rate, rate + 1, rate * 2, rate / 2 + 1]);
	let at = since + dice.one_of(&[0, 1, 2, 9, 10, 11, dice.below(60) as u32]);
	let change = (!dice.once_in(5)).then_some(RateChange { at, rate: changed });
	let until = since + dice.one_of(&[0, 1, 2, 9, 10, 11, 40, dice.below(200) as u32]);
	let rolled = roll(&segment, change.as_ref(), until, |b| 40 + b - since);
	json::object(&[
		("segment", written(&segment)),
		("change", json::or_null(change.as_ref(), self::change)),
		("until", until.to_string()),
		("earned", json::amount(rolled.earned)),
		("rolled", written(&rolled.segment)),
		("changed", rolled.changed.to_string()),
		("fundsEnd", funds_end(&segment, change.as_ref()).to_string()),
		("costUntil", json::amount(cost_until(&segment, change.as_ref(), until))),
	])
}

fn leaving(dice: &Dice) -> String {
	let (now, notice) = (dice.one_of(&TIME), dice.one_of(&TIME[..6]));
	let (deployed_at, minimum) = (dice.one_of(&TIME), dice.one_of(&TIME[..6]));
	let trial = dice.one_of(&TIME[..6]);
	json::object(&[
		("now", now.to_string()),
		("notice", notice.to_string()),
		("deployedAt", deployed_at.to_string()),
		("minimum", minimum.to_string()),
		("trial", trial.to_string()),
		("changeAt", deployed_at.to_string()),
		("leaveBefore", leave_before(now, notice, deployed_at).to_string()),
		("leaveAt", leave_at(now, notice, deployed_at, minimum, trial).to_string()),
	])
}

fn costing(dice: &Dice) -> String {
	let (rate, funds, blocks) = (dice.one_of(&MONEY), dice.one_of(&MONEY), dice.one_of(&TIME));
	let (awarded_at, now) = (dice.one_of(&TIME), dice.one_of(&TIME));
	json::object(&[
		("rate", json::amount(rate)),
		("blocks", blocks.to_string()),
		("cost", json::amount(cost(rate, blocks))),
		("funds", json::amount(funds)),
		("awardedAt", awarded_at.to_string()),
		("now", now.to_string()),
		("setupFee", json::amount(setup_fee(rate, awarded_at, now, blocks, funds))),
	])
}

fn living(dice: &Dice) -> String {
	let gap = 1 + dice.below(60) as u32;
	let mut periods = vec![];
	let mut at = dice.below(100) as u32;
	for _ in 0..dice.below(4) {
		let from = at + 1 + dice.below(40) as u32;
		let until = from + 1 + dice.below(30) as u32;
		periods.push(DarkPeriod { from, until });
		at = until;
	}
	let last = at + dice.below(50) as u32;
	let acc = dice.below(400) as u32;
	let block = dice.one_of(&[dice_near(dice, last), dice_near(dice, at), dice.below(500) as u32, u32::MAX]);
	json::object(&[
		("acc", acc.to_string()),
		("lastHeartbeat", last.to_string()),
		("gap", gap.to_string()),
		("darkPeriods", json::array(periods.iter().map(dark))),
		("block", block.to_string()),
		("live", live(acc, last, gap, &periods, block).to_string()),
	])
}

fn dice_near(dice: &Dice, block: u32) -> u32 {
	(block + dice.below(60) as u32).saturating_sub(30)
}

pub fn dark<N: ToString>(period: &DarkPeriod<N>) -> String {
	json::object(&[("from", period.from.to_string()), ("until", period.until.to_string())])
}

pub fn change<N: ToString>(change: &RateChange<u128, N>) -> String {
	json::object(&[("at", change.at.to_string()), ("rate", json::amount(change.rate))])
}

pub fn written<N: ToString>(segment: &Segment<u128, N>) -> String {
	json::object(&[
		("since", segment.since.to_string()),
		("rate", json::amount(segment.rate)),
		("funds", json::amount(segment.funds)),
		("live0", segment.live0.to_string()),
	])
}

pub fn vectors(dice: &Dice) -> Vec<String> {
	let kind = |kind: &str, body: String| format!("{{\"kind\": \"{kind}\", {}", &body[1..]);
	let mut all: Vec<String> = segments(dice).into_iter().map(|body| kind("segment", body)).collect();
	all.extend((0..120).map(|_| kind("roll", rolling(dice))));
	all.extend((0..40).map(|_| kind("leave", leaving(dice))));
	all.extend((0..40).map(|_| kind("cost", costing(dice))));
	all.extend((0..80).map(|_| kind("live", living(dice))));
	all
}
