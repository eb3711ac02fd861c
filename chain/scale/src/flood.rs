//! Many ends in one block: the hook takes its share and no more, what does not fit is carried over, and nobody's money depends on it.

use crate::{
	calls::hook,
	executor::Compiled,
	market::{account, open, share, signed, Market, DUE},
	measure::{Cost, State},
	runtime::{go_to, AccountId, Balance, BlockNumber, Runtime, RuntimeEvent, Subscriptions, System},
};
use frame::prelude::Weight;
use pallet_subscriptions::SubscriptionId;
use std::{collections::BTreeMap, time::Duration};

/// A block of the flood.
pub struct Served {
	pub block: BlockNumber,
	pub ends: u32,
	/// What the hook reported.
	pub weight: Weight,
	pub cost: Cost,
	/// Of the whole block, in a compiled executor.
	pub block_time: Duration,
}

/// Serve all ends of a market by the hook alone, block after block.
///
/// Panics if a block's hook takes more than its share, if one serves nothing, or if the books are not balanced after the last.
pub fn by_hook(market: Market, mut state: State, compiled: &Compiled) -> (Vec<Served>, State) {
	let mut blocks = Vec::new();
	let mut left = market.ending;
	for block in DUE.. {
		if left == 0 {
			break;
		}
		let (weight, cost) = state.cost(|| hook(block));
		assert!(weight.all_lte(share()), "block {block}: the hook took {weight}, its share is {}", share());
		let block_time = compiled.time(&state, block, &[]);
		let ends = state.change(|| {
			hook(block);
			let closed = System::events().iter().filter(|record| is_close(&record.event)).count();
			System::reset_events();
			closed as u32
		});
		assert!(ends > 0, "block {block}: the hook has a share and serves nothing");
		left -= ends;
		blocks.push(Served { block, ends, weight, cost, block_time });
	}
	state.change(|| {
		assert_eq!(open(0, market.ending), 0, "an end was lost");
		Subscriptions::do_try_state().expect("the books are balanced");
	});
	(blocks, state)
}

fn is_close(event: &RuntimeEvent) -> bool {
	matches!(event, RuntimeEvent::Subscriptions(pallet_subscriptions::Event::Closed { .. }))
}

/// Serve all ends in the block in which they are due, by `poke`.
pub fn in_time(market: Market, mut state: State) -> State {
	let stranger = account("stranger", 0);
	for first in (0..market.ending).step_by(1_000) {
		state.change(|| {
			go_to(DUE);
			for n in first..(first + 1_000).min(market.ending) {
				Subscriptions::poke(signed(&stranger), n.into()).unwrap();
			}
			System::reset_events();
		});
	}
	state
}

/// What everybody owns, free and held, and what was paid for each subscription.
pub type Money = (BTreeMap<AccountId, (Balance, Balance)>, BTreeMap<SubscriptionId, Balance>);

pub fn money(state: &mut State) -> Money {
	state.change(|| {
		let accounts = frame::deps::frame_system::Account::<Runtime>::iter();
		let accounts = accounts.map(|(who, account)| (who, (account.data.free, account.data.reserved)));
		let paid = pallet_subscriptions::Subscriptions::<Runtime>::iter().map(|(id, s)| (id, s.paid));
		(accounts.collect(), paid.collect())
	})
}
