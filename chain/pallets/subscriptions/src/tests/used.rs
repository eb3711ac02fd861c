//! What a call has used of what it reserved is what its fee is for: it covers the proof that was recorded, whatever came of the call.

use super::*;
use crate::{weights::WeightInfo, Error, Wish, Wishes};
use frame::{deps::sp_io::TestExternalities, testing_prelude::*};

type Weights = <Test as crate::Config>::WeightInfo;

/// The demo's price of a block, and what a block filled to the brim costs in the runtime (chain/runtime/src/configs/fees.rs). Pinned here:
/// who changes one of them looks at the table again.
const UNIT: u128 = 1_000_000_000_000;
const DEMO_PRICE: u128 = UNIT / 100;
const FULL_BLOCK: u128 = 10 * UNIT;
const BLOCK_TIME: u128 = 2_000_000_000_000;
const BLOCK_PROOF: u128 = 10 * 1024 * 1024;

/// What its weight costs, without its length.
fn fee(weight: Weight) -> u128 {
	let share = |used: u64, whole: u128| FULL_BLOCK * u128::from(used) / whole;
	share(weight.ref_time(), BLOCK_TIME).max(share(weight.proof_size(), BLOCK_PROOF))
}

struct Made {
	/// What came of it.
	refused: Option<DispatchError>,
	used: Weight,
	/// Bytes of proof that were recorded.
	proof: u64,
}

/// Make a call on a state that is committed, and record the proof of it.
fn make(before: impl FnOnce(), call: impl FnOnce() -> DispatchResultWithPostInfo) -> Made {
	let mut ext: TestExternalities = genesis();
	ext.execute_with(|| {
		credit(4, 1);
		go_to(1);
		assert_ok!(Providers::register_type(signed(STRANGER), TYPE, b"test/v1".to_vec().try_into().unwrap()));
		before();
	});
	ext.commit_all().expect("no transaction is open");
	let (result, proof) = ext.execute_and_prove(call);
	let (info, refused) = match result {
		Ok(info) => (info, None),
		Err(refused) => (refused.post_info, Some(refused.error)),
	};
	let used = info.actual_weight.expect("it says what it used");
	Made { refused, used, proof: proof.encoded_size() as u64 }
}

/// An award of Peter's to Alice, with number 0 and attempt 1.
fn awarded() {
	provider(PETER, 3, 1);
	subscribe(ALICE, 3, 200);
}

fn deployed() {
	awarded();
	declare(PETER, 0, 1);
	go_to(now() + MINIMUM + 1);
}

fn moving() {
	deployed();
	provider(PAULA, 2, 1);
	assert_ok!(migrate(ALICE, 0));
}

fn following() {
	deployed();
	Wishes::<Test>::insert(0, Wish { follow: true, ..Default::default() });
}

fn ended() {
	provider(PETER, 3, 1);
	subscribe(ALICE, 3, 30);
	declare(PETER, 0, 1);
	go_to(now() + 12);
}

fn torn() {
	awarded();
	assert_ok!(Subscriptions::reject(signed(PETER), 0, 1, reason("no")));
}

fn waits() {
	subscribe(ALICE, 3, 30);
	provider(PETER, 3, 1);
}

type Case = (&'static str, fn(), fn() -> DispatchResultWithPostInfo, Weight);

fn nobody() {}

fn offered() {
	provider(PETER, 3, 1);
}

fn many() -> DispatchResultWithPostInfo {
	let wish = Wish::default();
	let request = crate::Request { type_id: TYPE, descriptor: DESCRIPTOR, max_price: 3, funds: 30, wish };
	Subscriptions::subscribe_many(signed(ALICE), vec![request.clone(), request].try_into().expect("two"))
}

fn cases() -> Vec<Case> {
	vec![
		(
			"subscribe",
			offered,
			|| Subscriptions::subscribe(signed(ALICE), TYPE, DESCRIPTOR, 3, 30),
			Weights::subscribe(),
		),
		(
			"subscribe and wait",
			nobody,
			|| Subscriptions::subscribe(signed(ALICE), TYPE, DESCRIPTOR, 3, 30),
			Weights::subscribe(),
		),
		(
			"subscribe to no type",
			nobody,
			|| Subscriptions::subscribe(signed(ALICE), RECEIPT, DESCRIPTOR, 3, 30),
			Weights::subscribe(),
		),
		("subscribe_many in vain", offered, many, Weights::subscribe_many(2)),
		("claim_owed of nothing", nobody, || Subscriptions::claim_owed(signed(BOB), PETER, 0), Weights::claim_owed()),
		("declare", awarded, || Subscriptions::declare_deployed(signed(PETER), 0, 1, 1), Weights::declare_deployed()),
		(
			"declare, taking over",
			moving,
			|| Subscriptions::declare_deployed(signed(PAULA), 0, 2, 1),
			Weights::declare_deployed(),
		),
		(
			"declare by nobody",
			awarded,
			|| Subscriptions::declare_deployed(signed(BOB), 0, 1, 1),
			Weights::declare_deployed(),
		),
		(
			"declare too late",
			|| {
				awarded();
				go_to(now() + ACK_DEADLINE)
			},
			|| Subscriptions::declare_deployed(signed(PETER), 0, 1, 1),
			Weights::declare_deployed(),
		),
		(
			"report",
			deployed,
			|| Subscriptions::report(signed(PETER), 0, 1, crate::Condition::Degraded, reason("slow")),
			Weights::report(),
		),
		("reject", awarded, || Subscriptions::reject(signed(PETER), 0, 1, reason("no")), Weights::reject()),
		("reject what runs", deployed, || Subscriptions::reject(signed(PETER), 0, 1, reason("no")), Weights::reject()),
		("update", deployed, || Subscriptions::update(signed(ALICE), 0, RECEIPT), Weights::update()),
		(
			"set_logins",
			deployed,
			|| Subscriptions::set_logins(signed(ALICE), 0, BoundedVec::new()),
			Weights::set_logins(),
		),
		("top_up", deployed, || Subscriptions::top_up(signed(ALICE), 0, 5), Weights::top_up()),
		("top_up of another's", deployed, || Subscriptions::top_up(signed(BOB), 0, 5), Weights::top_up()),
		("withdraw", deployed, || Subscriptions::withdraw(signed(ALICE), 0, 5), Weights::withdraw()),
		("cancel what runs", deployed, || Subscriptions::cancel(signed(ALICE), 0), Weights::cancel()),
		("cancel an award", awarded, || Subscriptions::cancel(signed(ALICE), 0), Weights::cancel()),
		(
			"cancel what waits",
			|| {
				subscribe(ALICE, 3, 30);
			},
			|| Subscriptions::cancel(signed(ALICE), 0),
			Weights::cancel(),
		),
		("cancel a move", moving, || Subscriptions::cancel(signed(ALICE), 0), Weights::cancel()),
		("resign", deployed, || Subscriptions::resign(signed(PETER), 0, 1), Weights::resign()),
		("resign, to be followed", following, || Subscriptions::resign(signed(PETER), 0, 1), Weights::resign()),
		("migrate", deployed, || Subscriptions::migrate(signed(ALICE), 0), Weights::migrate()),
		("migrate what is not there", || (), || Subscriptions::migrate(signed(ALICE), 7), Weights::migrate()),
		("migrate what is another's", deployed, || Subscriptions::migrate(signed(BOB), 0), Weights::migrate()),
		("claim", deployed, || Subscriptions::claim(signed(BOB), 0, 1), Weights::claim()),
		("claim what has ended", ended, || Subscriptions::claim(signed(BOB), 0, 1), Weights::claim()),
		("poke what has ended", ended, || Subscriptions::poke(signed(BOB), 0), Weights::poke()),
		("poke for nothing", deployed, || Subscriptions::poke(signed(BOB), 0), Weights::poke()),
		(
			"confirm",
			torn,
			|| Subscriptions::confirm_teardown(signed(PETER), 0, 1, RECEIPT),
			Weights::confirm_teardown(),
		),
		("place", waits, || Subscriptions::place(signed(BOB), 0), Weights::place()),
		("place what runs", deployed, || Subscriptions::place(signed(BOB), 0), Weights::place()),
		("fund_search", waits, || Subscriptions::fund_search(signed(BOB), 0, 5), Weights::fund_search()),
		(
			"propose_price",
			deployed,
			|| Subscriptions::propose_price(signed(PETER), 0, 1, Some(2)),
			Weights::propose_price(),
		),
		(
			"accept_price of nobody",
			deployed,
			|| Subscriptions::accept_price(signed(ALICE), 0, 1, 2),
			Weights::accept_price(),
		),
		("reprice", deployed, || Subscriptions::reprice(signed(PETER), 0, 1, 2), Weights::reprice()),
	]
}

#[test]
fn every_path_returns_the_weight_that_it_used_and_that_covers_its_proof() {
	for (name, before, call, reserved) in cases() {
		let made = make(before, call);
		println!("{name}: {} of {} bytes, {} recorded", made.used.proof_size(), reserved.proof_size(), made.proof);
		assert!(made.used.all_lte(reserved), "{name}: more than it reserved");
		assert!(made.proof <= made.used.proof_size(), "{name}: {} recorded, {:?} said", made.proof, made.used);
		// What time has done to it is paid when time has done something.
		let at_once = name == "place" || name.starts_with("subscribe") || name.starts_with("claim_owed");
		let behind = name.contains("ended") || name.contains("too late");
		let (most, catching_up) = (reserved.saturating_sub(Weights::catching_up()), Weights::catching_up());
		let as_said = if behind { catching_up.all_lte(made.used) } else { made.used.all_lte(most) || at_once };
		assert!(as_said, "{name}: {:?} of {reserved:?}", made.used);
	}
}

#[test]
fn what_is_not_there_costs_looking_for_it() {
	let made = make(|| (), || Subscriptions::migrate(signed(ALICE), 7));
	assert_eq!((made.refused, made.used), (Some(Error::<Test>::NotFound.into()), Weights::looking_up()));
}

/// Measured weights, as the runtime has them, but for its longer lists: docs/chain.md prints the table.
#[test]
fn the_calls_of_a_provider_cost_less_than_two_blocks_of_pay() {
	let mut table = Vec::new();
	for (name, before, call, reserved) in cases() {
		table.push((name, fee(make(before, call).used), fee(reserved)));
	}
	let beat = <pallet_providers::weights::Measured<Test> as pallet_providers::WeightInfo>::heartbeat();
	table.push(("heartbeat", fee(beat), fee(beat)));
	println!("| call | fee, UNIT | blocks of pay | reserved, UNIT |\n| --- | ---: | ---: | ---: |");
	for (name, used, reserved) in &table {
		let unit = |amount: u128| amount as f64 / UNIT as f64;
		println!("| {name} | {:.4} | {:.1} | {:.4} |", unit(*used), *used as f64 / DEMO_PRICE as f64, unit(*reserved));
	}
	for name in ["declare", "heartbeat", "reject", "resign", "claim", "confirm"] {
		let used = table.iter().find(|(known, _, _)| *known == name).expect("in the table").1;
		assert!(used < 2 * DEMO_PRICE, "{name} costs {} of {DEMO_PRICE} a block", used);
	}
}
