//! What a provider and the pallet of subscriptions can expect. Every test ends with the state checked.

mod arithmetic;
mod awards;
mod heartbeats;
mod keys;
mod maintenance;
mod matching;
mod migrations;
mod missed;
pub(crate) mod mock;
mod offers;
mod queue;
mod registration;

use mock::*;
