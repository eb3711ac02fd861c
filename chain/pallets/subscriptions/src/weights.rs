//! Weights: what [`generated`] measured, put together so that each call has its worst case. Written again by `chain/weights.sh`.
//!
//! A call that names a subscription applies time to it first, so what that costs at most is in the weight of each such call.

mod generated;

use self::generated::Generated;
use crate::waiting::STEPS;
use codec::MaxEncodedLen;
use core::marker::PhantomData;
use frame::prelude::*;
use pallet_providers::liveness::DarkPeriod;

pub trait WeightInfo {
	fn subscribe() -> Weight;
	fn declare_deployed() -> Weight;
	fn report() -> Weight;
	fn reject() -> Weight;
	fn update() -> Weight;
	fn top_up() -> Weight;
	fn withdraw() -> Weight;
	fn cancel() -> Weight;
	fn resign() -> Weight;
	fn claim() -> Weight;
	fn claim_owed() -> Weight;
	fn poke() -> Weight;
	fn confirm_teardown() -> Weight;
	fn place() -> Weight;
	/// With so many assignments.
	fn force_retire(n: u32) -> Weight;
	fn propose_price() -> Weight;
	fn accept_price() -> Weight;
	fn reprice() -> Weight;
	fn subscribe_with() -> Weight;
	fn subscribe_many(n: u32) -> Weight;
	fn migrate() -> Weight;
	fn set_logins() -> Weight;
	fn fund_search() -> Weight;
	/// A request that is refused before anybody is looked for.
	fn admitting() -> Weight;
	/// A declaration of who takes over from nobody.
	fn declare_first() -> Weight;
	/// What applying time adds to a call.
	fn catching_up() -> Weight;
	/// A call that finds that what it names is not there.
	fn looking_up() -> Weight;
	/// What a wish adds when a subscription leaves a provider: those of its group that wait are asked again.
	fn regroup() -> Weight;
	/// The hook, before it looks for a type with a pass.
	fn waiting_base() -> Weight;
	/// One step of a pass, by the hook or by a call.
	fn waiting_step() -> Weight;
	/// The hook, passing over one whose credit does not cover a step.
	fn pass_over() -> Weight;
	/// The hook, before it looks at a block.
	fn drain_base() -> Weight;
	/// The hook, looking at a block without entries.
	fn drain_block() -> Weight;
	/// The hook, serving an entry of a running deployment.
	fn serve_end() -> Weight;
	/// The hook, serving an entry of an award, or of a deployment that another is to take over from.
	fn serve_deadline() -> Weight;
	/// The hook, looking for another provider after a failed attempt.
	fn serve_retry() -> Weight;
	/// The hook, making the first step of a search for who takes over.
	fn serve_search() -> Weight;
}

/// What a key adds to a proof besides its value, as the benchmarks reckon it.
const PROOF_OF_A_READ: u64 = 2_500;

/// By benchmarks in a compiled executor.
pub struct Measured<T>(PhantomData<T>);

impl<T: crate::Config + pallet_providers::Config> Measured<T> {
	/// The offers that a search passes by at most before it takes one.
	fn passed() -> u32 {
		T::MaxScan::get().saturating_sub(1)
	}

	/// What going to the end of a line costs more than an award.
	fn waiting() -> Weight {
		Generated::<T>::subscribe_and_wait(Self::passed()).saturating_sub(Generated::<T>::subscribe(Self::passed()))
	}

	/// The dark periods of a provider, read for how long it was live before a block of the past: no benchmark serves an end that late.
	fn past() -> Weight {
		let periods = BoundedVec::<DarkPeriod<BlockNumberFor<T>>, T::DarkPeriodsKept>::max_encoded_len();
		T::DbWeight::get().reads(1).saturating_add(Weight::from_parts(0, PROOF_OF_A_READ + periods as u64))
	}

	fn after_catching_up(call: Weight) -> Weight {
		<Self as WeightInfo>::catching_up().saturating_add(call)
	}

	/// The steps that a call may make for those who wait.
	fn steps() -> Weight {
		Self::waiting_step().saturating_mul(STEPS.into())
	}
}

impl<T: crate::Config + pallet_providers::Config> WeightInfo for Measured<T> {
	fn subscribe() -> Weight {
		Generated::<T>::subscribe(Self::passed()).saturating_add(Self::waiting())
	}

	fn declare_deployed() -> Weight {
		let first = Generated::<T>::declare_deployed();
		Self::after_catching_up(first.max(Generated::<T>::declare_taken_over()))
	}

	fn admitting() -> Weight {
		Generated::<T>::subscribe(0)
	}

	fn declare_first() -> Weight {
		Self::after_catching_up(Generated::<T>::declare_deployed())
	}

	/// At its worst.
	fn catching_up() -> Weight {
		Generated::<T>::poke_ended()
			.max(Generated::<T>::poke())
			.max(Generated::<T>::poke_both())
			.max(Generated::<T>::poke_given_up())
			.saturating_add(Self::past())
	}

	/// The key of a provider, the assignment and the subscription, reckoned as the benchmarks do; none is of a call that fails.
	fn looking_up() -> Weight {
		let record = crate::SubscriptionOf::<T>::max_encoded_len();
		T::DbWeight::get().reads(3).saturating_add(Weight::from_parts(0, PROOF_OF_A_READ + record as u64))
	}

	fn report() -> Weight {
		Self::after_catching_up(Generated::<T>::report(T::MaxReasonLength::get()))
	}

	fn reject() -> Weight {
		Self::after_catching_up(Generated::<T>::reject())
	}

	fn update() -> Weight {
		Self::after_catching_up(Generated::<T>::update())
	}

	fn set_logins() -> Weight {
		Self::after_catching_up(Generated::<T>::set_logins())
	}

	fn top_up() -> Weight {
		Self::after_catching_up(Generated::<T>::top_up())
	}

	fn withdraw() -> Weight {
		Self::after_catching_up(Generated::<T>::withdraw())
	}

	fn cancel() -> Weight {
		let cancel = Generated::<T>::cancel()
			.max(Generated::<T>::cancel_award())
			.max(Generated::<T>::cancel_migrating())
			.max(Generated::<T>::cancel_waiting());
		Self::after_catching_up(cancel)
	}

	fn resign() -> Weight {
		Self::after_catching_up(Generated::<T>::resign())
	}

	fn claim() -> Weight {
		Self::after_catching_up(Generated::<T>::claim())
	}

	fn claim_owed() -> Weight {
		Generated::<T>::claim_owed()
	}

	fn poke() -> Weight {
		Self::after_catching_up(Self::looking_up())
	}

	fn confirm_teardown() -> Weight {
		Self::after_catching_up(Generated::<T>::confirm_teardown())
	}

	fn place() -> Weight {
		// Steps for those who wait and for the one that it names, or of the one search.
		let seeking = Self::serve_search().saturating_add(Self::steps());
		Self::looking_up().saturating_add(Self::steps().saturating_mul(2).max(Self::serve_retry()).max(seeking))
	}

	fn force_retire(n: u32) -> Weight {
		// Each may have to be caught up with, and its subscription is to be tried again.
		let each = Self::catching_up().saturating_add(Self::catching_up());
		Generated::<T>::force_retire(n).saturating_add(each.saturating_mul(n.into()))
	}

	fn propose_price() -> Weight {
		Self::after_catching_up(Generated::<T>::propose_price())
	}

	fn accept_price() -> Weight {
		Self::after_catching_up(Generated::<T>::accept_price())
	}

	fn reprice() -> Weight {
		Self::after_catching_up(Generated::<T>::reprice())
	}

	fn subscribe_with() -> Weight {
		Generated::<T>::subscribe_with(Self::passed()).saturating_add(Self::waiting())
	}

	fn subscribe_many(n: u32) -> Weight {
		// Windows beyond the first of each request, for all together.
		Generated::<T>::subscribe_many(n).saturating_add(Self::steps())
	}

	fn migrate() -> Weight {
		Self::after_catching_up(Generated::<T>::migrate())
	}

	fn regroup() -> Weight {
		let end = Generated::<T>::serve_end_of_group().saturating_sub(Generated::<T>::serve_end());
		let deadline = Generated::<T>::serve_deadline_of_group().saturating_sub(Generated::<T>::serve_deadline());
		end.max(deadline)
	}

	fn waiting_base() -> Weight {
		Generated::<T>::waiting_base()
	}

	fn waiting_step() -> Weight {
		Generated::<T>::waiting_step(Self::passed())
	}

	fn pass_over() -> Weight {
		Generated::<T>::pass_over()
	}

	fn fund_search() -> Weight {
		Self::after_catching_up(Generated::<T>::fund_search())
	}

	fn drain_base() -> Weight {
		Generated::<T>::drain_base()
	}

	fn drain_block() -> Weight {
		// Looking for a key is no read that a benchmark counts, but a look into the database all the same.
		Generated::<T>::drain_blocks(1)
			.saturating_sub(Generated::<T>::drain_blocks(0))
			.saturating_add(T::DbWeight::get().reads(1))
	}

	fn serve_end() -> Weight {
		Generated::<T>::serve_end().saturating_add(Self::past())
	}

	fn serve_deadline() -> Weight {
		Generated::<T>::serve_deadline()
			.max(Generated::<T>::serve_both())
			.max(Generated::<T>::serve_given_up())
			.saturating_add(Self::past())
	}

	fn serve_retry() -> Weight {
		Generated::<T>::serve_retry(Self::passed()).saturating_add(Self::waiting())
	}

	fn serve_search() -> Weight {
		Self::after_catching_up(Generated::<T>::serve_search(Self::passed()))
	}
}
