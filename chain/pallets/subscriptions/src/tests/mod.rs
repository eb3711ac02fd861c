//! What a consumer, a provider and a stranger can expect. One file a part of the contract; every test ends with the books checked.

/// A call is refused with an error, whatever it says of fees, and leaves no trace.
macro_rules! refused {
	($call:expr, $error:expr $(,)?) => {
		frame::testing_prelude::assert_noop!($crate::tests::mock::without_info($call), $error)
	};
}

mod arithmetic;
mod awards;
mod clock;
mod debts;
mod ended;
mod ends;
mod exits;
mod failures;
mod fairness;
mod faults;
mod faulty;
mod golden;
mod histories;
mod leaving;
mod logins;
mod maintenance;
mod migrating;
mod migrations;
mod missed;
pub(crate) mod mock;
mod model;
mod money;
mod operators;
mod paid_once;
mod payouts;
mod queue;
mod repricing;
mod retiring;
mod searching;
mod teardown;
mod turns;
mod used;
mod views;
mod waiting;
mod wishes;

use mock::*;
