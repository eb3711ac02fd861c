//! What a consumer, a provider and a stranger can expect. One file a part of the contract; every test ends with the books checked.

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
mod teardown;
mod turns;
mod views;
mod waiting;
mod wishes;

use mock::*;
