//! What consumers want and pay, what providers owe for it, and the money between them, block by block.
//!
//! A *subscription* is what a consumer wants and pays for; an *assignment* is what one provider owes for one award (*attempt*) of it.
//! They are separate records, because after a reject, a missed deadline or an end the provider still has something to tear down, and
//! must find a positive record of it: its *tombstone*, which stays until `confirm_teardown` and never holds the consumer's money.
//!
//! ```text
//! Subscription   Waiting | Placed(provider, attempt) | Closed
//! Assignment (provider, subscription, attempt)
//!   Awarded --declare_deployed--> Active --> Ending --confirm_teardown--> removed, capacity free
//!      | reject | ack deadline       | funds end, cancel, resign, another provider has taken over
//!      | cancel                      |
//!      +--> Revoked -------------------confirm_teardown--> removed   (the subscription is tried again after a pause, that provider
//!                                                                     excluded; nobody left: Closed with all funds free)
//! ```
//!
//! # Money
//!
//! Integer, held (never transferred before it is earned), conserved: deposited = paid + refunded + held. Intervals are half-open.
//! A deployment declared at block NB is paid for blocks `[NB, end)`. A *segment* is `{since, rate, funds, live0}` with `rate > 0`, and
//!
//! ```text
//! funded    = floor(funds / rate)
//! earned(b) = rate * min(live(b) - live0, funded)
//! ```
//!
//! where `live(b)` counts the blocks before `b` in which the provider was not dark (pallet Providers). For one never dark,
//! `live(b) - live0 = b - since`, so the funds end at `since + funded` and the remainder `funds - rate * funded < rate` is the
//! consumer's, whenever the end is served: 10 reserved at 3 a block are always 9 and 1. For one that was dark they end later;
//! `now + (funded - spent)` is the earliest block.
//!
//! Settling at `b` pays `earned(b)` and starts a new segment `{b, rate, funds - earned(b), live(b)}`. As
//! `floor((funds - rate * k) / rate) = floor(funds / rate) - k`, settling changes no end and loses nothing, however often it is done.
//!
//! cancel ends at `min(end, max(b + notice, NB + minimum))`, in the trial (`b < NB + trial`) at `min(end, b + notice)`, and at once when
//! the provider is dark; resign at `min(end, b + notice)`. Until then the assignment is active. An award that is cancelled before it was
//! declared costs the blocks since the award, at most `SetupBlocks`, and nothing when the provider was dark in the block before. An end that was called stops
//! the count at its block: `earned` uses `live(min(b, stop))`, which the pallet Providers knows also for a past block. withdraw leaves
//! what cancel would leave.
//!
//! A price that changes at block `at` is paid from `at` on, whenever that is served ([`money::roll`]); an announced raise comes after the
//! notice, so it never moves an end before now + notice. A migration has two live assignments, of which one is paid: the one before up to
//! the block S of the new one's declaration, the new one from S on.
//!
//! # Time
//!
//! Truth is lazy: what is owed and what has ended are functions of stored numbers and the block number ([`effective`]). Every call
//! applies time to its subscription first, so that it gives the same whether or not a hook has run; a call that is then refused
//! leaves no trace. The hook drains a queue of ends under a share of the block's weight and only makes things happen sooner; anyone
//! may `poke`. A missed deadline is the one thing where serving late matters: the next award is made when it is served.
//!
//! Paying out never blocks a transition: what cannot be paid stays held as a [`Debt`] and anyone may have it paid later.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
mod consuming;
pub mod effective;
pub mod ended;
mod ending;
mod escrow;
mod groups;
mod logins;
mod migrating;
pub mod migrations;
pub mod money;
mod placing;
mod providing;
mod queue;
mod records;
mod repricing;
mod retiring;
mod searching;
#[cfg(any(feature = "try-runtime", feature = "std"))]
mod state_checks;
#[cfg(test)]
mod tests;
mod used;
mod views;
pub mod waiting;
pub mod weights;

pub use pallet::*;
pub use pallet_providers::{Attempt, SubscriptionId, TypeId};
pub use records::{
	Assignment, AssignmentState, CloseReason, Closing, Condition, Debt, EndReason, Failures, InOrder, Line, Outcome,
	Parting, RateChange, Request, RevokeReason, Search, Stop, Subscription, SubscriptionState, Successor, Walk, Wish,
	RATES_KEPT,
};
pub use views::{AssignmentView, SubscriptionView};
pub use weights::WeightInfo;

/// Which descriptor of a subscription, from 1.
pub type Generation = u32;
/// Assignments that one call of `force_retire` ends at most.
pub const MAX_RETIRED: u32 = 32;

pub use logins::MAX_LOGINS;

/// Requests that one call of `subscribe_many` makes at most.
pub const MAX_REQUESTS: u32 = 8;

#[frame::pallet]
pub mod pallet {
	use super::*;
	use alloc::boxed::Box;
	use frame::deps::frame_support::{dispatch::PostDispatchInfo, weights::WeightMeter};
	use frame::prelude::*;
	use pallet_providers::{Award, Choice, Marketplace, Pass};

	pub type BalanceOf<T> =
		<<T as Config>::Currency as fungible::Inspect<<T as frame_system::Config>::AccountId>>::Balance;
	pub type SubscriptionOf<T> = Subscription<
		<T as frame_system::Config>::AccountId,
		BalanceOf<T>,
		BlockNumberFor<T>,
		<T as Config>::ExcludedKept,
		<T as Config>::MaxReasonLength,
	>;
	pub type AssignmentOf<T> = Assignment<BalanceOf<T>, BlockNumberFor<T>, <T as Config>::MaxReasonLength>;
	pub type RequestOf<T> = Request<<T as frame_system::Config>::AccountId, BalanceOf<T>, BlockNumberFor<T>>;
	pub type WishOf<T> = Wish<<T as frame_system::Config>::AccountId, BlockNumberFor<T>>;
	pub type AwardOf<T> = Award<<T as frame_system::Config>::AccountId, BalanceOf<T>, BlockNumberFor<T>>;
	pub type ChoiceOf<T> = Choice<<T as frame_system::Config>::AccountId, BalanceOf<T>, BlockNumberFor<T>>;
	pub type ClosingOf<T> = Closing<
		<T as frame_system::Config>::AccountId,
		BalanceOf<T>,
		BlockNumberFor<T>,
		<T as Config>::MaxReasonLength,
	>;
	pub type PartingOf<T> = Parting<
		<T as frame_system::Config>::AccountId,
		BalanceOf<T>,
		BlockNumberFor<T>,
		<T as Config>::MaxReasonLength,
	>;
	pub type ReasonOf<T> = BoundedVec<u8, <T as Config>::MaxReasonLength>;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(4);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// What is held and paid.
		type Currency: fungible::Inspect<Self::AccountId>
			+ fungible::InspectHold<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ fungible::MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		type RuntimeHoldReason: From<HoldReason>;

		/// What counts the blocks of money, notice, deadlines and liveness. Not the chain's own height, where blocks come faster or slower
		/// as it has more or fewer cores. It never goes back; it may stand still for some blocks, or jump.
		type Clock: BlockNumberProvider<BlockNumber = BlockNumberFor<Self>>;

		/// Who serves subscriptions.
		type Marketplace: Marketplace<Self::AccountId, BalanceOf<Self>, BlockNumberFor<Self>>;

		/// Held for a subscription's record while it is open.
		#[pallet::constant]
		type Deposit: Get<BalanceOf<Self>>;

		/// Held for a place among the waiting requests.
		#[pallet::constant]
		type WaitingDeposit: Get<BalanceOf<Self>>;

		/// Held for the searches of a request when it begins to wait or to look for another provider.
		#[pallet::constant]
		type MinCredit: Get<BalanceOf<Self>>;

		/// What a step of a search costs: the fee of [`WeightInfo::waiting_step`].
		#[pallet::constant]
		type StepPrice: Get<BalanceOf<Self>>;

		/// Blocks between leaving and the end, for both sides.
		#[pallet::constant]
		type NoticePeriod: Get<BlockNumberFor<Self>>;

		/// Blocks that are paid at least after a declaration when it is the consumer who leaves.
		#[pallet::constant]
		type MinimumPeriod: Get<BlockNumberFor<Self>>;

		/// Blocks from a declaration in which the minimum period does not bind yet.
		#[pallet::constant]
		type TrialPeriod: Get<BlockNumberFor<Self>>;

		/// Blocks that an award costs at most when the consumer cancels it before it was declared.
		#[pallet::constant]
		type SetupBlocks: Get<BlockNumberFor<Self>>;

		/// Blocks at the highest price that funds must cover at least.
		#[pallet::constant]
		type MinFundedBlocks: Get<BlockNumberFor<Self>>;

		/// Of the providers that failed a subscription, so many of the last are not asked again.
		#[pallet::constant]
		type ExcludedKept: Get<u32>;

		/// Blocks from the first of a row of failed attempts within which others are tried, unless the consumer says another number.
		#[pallet::constant]
		type Patience: Get<BlockNumberFor<Self>>;

		/// Bytes of a reason.
		#[pallet::constant]
		type MaxReasonLength: Get<u32>;

		/// How many closed subscriptions stay readable after their last teardown.
		#[pallet::constant]
		type ClosedKept: Get<u32>;

		/// The share of a block's weight that the queue of ends and the waiting requests may take together.
		#[pallet::constant]
		type HookShare: Get<Perbill>;

		/// A claim pays only blocks that are older than so many.
		#[pallet::constant]
		type PayoutDelay: Get<BlockNumberFor<Self>>;

		type WeightInfo: WeightInfo;
	}

	#[pallet::composite_enum]
	pub enum HoldReason {
		/// Funds of subscriptions, and debts to providers that could not be paid out.
		#[codec(index = 0)]
		Escrow,
		/// Deposits for records.
		#[codec(index = 1)]
		Deposit,
	}

	/// The number of the next subscription.
	#[pallet::storage]
	pub type NextId<T> = StorageValue<_, SubscriptionId, ValueQuery>;

	#[pallet::storage]
	pub type Subscriptions<T: Config> = StorageMap<_, Twox64Concat, SubscriptionId, SubscriptionOf<T>>;

	/// What consumers asked for beyond a type and a price, while their subscriptions are open.
	#[pallet::storage]
	pub type Wishes<T: Config> = StorageMap<_, Twox64Concat, SubscriptionId, WishOf<T>>;

	/// Keys that may log in to what an open subscription has deployed, beside its consumer.
	#[pallet::storage]
	pub type Logins<T: Config> = StorageMap<_, Twox64Concat, SubscriptionId, crate::logins::Keys, ValueQuery>;

	/// The open subscriptions of a consumer's group, no two of which are with one provider.
	#[pallet::storage]
	pub type Groups<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Twox64Concat,
		u32,
		BoundedVec<SubscriptionId, ConstU32<{ crate::groups::GROUP }>>,
		ValueQuery,
	>;

	/// The subscriptions that stand in the line of a type. Who came first has the lowest number; keys sort as the numbers do.
	#[pallet::storage]
	pub type WaitingQueue<T: Config> = StorageDoubleMap<_, Blake2_128Concat, TypeId, Identity, InOrder, ()>;

	/// The line of the waiting requests of a type, while there are any.
	#[pallet::storage]
	pub type WaitingState<T: Config> = StorageMap<_, Blake2_128Concat, TypeId, Line>;

	/// The types with a pass that runs.
	#[pallet::storage]
	pub type PendingTypes<T: Config> = StorageMap<_, Blake2_128Concat, TypeId, ()>;

	/// The type that the hook made the last step for.
	#[pallet::storage]
	pub type PendingCursor<T: Config> = StorageValue<_, TypeId>;

	/// The last pass that began, over all types.
	#[pallet::storage]
	pub type LastPass<T> = StorageValue<_, Pass, ValueQuery>;

	/// Held from the consumer of a subscription that waits, or looks for another provider, for the steps of its searches.
	#[pallet::storage]
	pub type SearchCredits<T: Config> = StorageMap<_, Twox64Concat, SubscriptionId, BalanceOf<T>, ValueQuery>;

	/// The searches that are made for one subscription by itself.
	#[pallet::storage]
	pub type Searches<T: Config> = StorageMap<_, Twox64Concat, SubscriptionId, Search<BlockNumberFor<T>>>;

	/// What a provider owes, tombstones included.
	#[pallet::storage]
	pub type Assignments<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, (SubscriptionId, Attempt), AssignmentOf<T>>;

	/// What was earned and could not be paid out.
	#[pallet::storage]
	pub type Debts<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Twox64Concat,
		SubscriptionId,
		Debt<T::AccountId, BalanceOf<T>>,
	>;

	/// What time will do, by block. An entry counts only if its assignment names the block as its `due`.
	#[pallet::storage]
	pub type Ends<T: Config> =
		StorageDoubleMap<_, Twox64Concat, BlockNumberFor<T>, Twox64Concat, (SubscriptionId, Attempt), ()>;

	/// The first block of [`Ends`] that has not been drained.
	#[pallet::storage]
	pub type EndsCursor<T: Config> = StorageValue<_, BlockNumberFor<T>, ValueQuery>;

	/// Closed subscriptions whose last teardown was confirmed, in a ring: the `n`-th is in slot `n % ClosedKept`.
	#[pallet::storage]
	pub type ClosedRing<T: Config> = StorageMap<_, Twox64Concat, u32, SubscriptionId>;

	/// How many subscriptions entered the ring so far.
	#[pallet::storage]
	pub type ClosedCount<T> = StorageValue<_, u64, ValueQuery>;

	/// How the last subscriptions of a consumer ended, in a ring: the `n`-th is in slot `n % CLOSINGS`.
	#[pallet::storage]
	pub type Closings<T: Config> = StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, u32, ClosingOf<T>>;

	/// How many subscriptions of a consumer ended so far.
	#[pallet::storage]
	pub type ClosingsCount<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, u64, ValueQuery>;

	/// How the last attempts of a provider ended, in a ring: the `n`-th is in slot `n % PARTINGS`.
	#[pallet::storage]
	pub type Partings<T: Config> = StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, u32, PartingOf<T>>;

	/// How many attempts of a provider ended so far.
	#[pallet::storage]
	pub type PartingsCount<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, u64, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A consumer subscribed; `funds` are held.
		Subscribed {
			subscription: SubscriptionId,
			consumer: T::AccountId,
			type_id: TypeId,
			descriptor: H256,
			max_price: BalanceOf<T>,
			funds: BalanceOf<T>,
		},
		/// A provider is to deploy it before the deadline.
		Awarded {
			subscription: SubscriptionId,
			attempt: Attempt,
			provider: T::AccountId,
			rate: BalanceOf<T>,
			deadline: BlockNumberFor<T>,
		},
		/// No provider was found (yet); it waits its turn among the waiting requests.
		Waits { subscription: SubscriptionId },
		/// An attempt came to nothing, the `failures`-th in a row. Another provider is looked for at this block.
		Retries { subscription: SubscriptionId, failures: u32, at: BlockNumberFor<T> },
		/// It is deployed and paid from this block on.
		Deployed { subscription: SubscriptionId, attempt: Attempt, provider: T::AccountId, generation: Generation },
		/// The provider has brought up a newer generation.
		GenerationDeployed { subscription: SubscriptionId, attempt: Attempt, generation: Generation },
		/// The provider reported a condition.
		Reported { subscription: SubscriptionId, attempt: Attempt, condition: Condition, reason: ReasonOf<T> },
		/// The consumer wants another descriptor.
		Updated { subscription: SubscriptionId, descriptor: H256, generation: Generation },
		/// Who may log in was set, which is a new generation.
		LoginsSet { subscription: SubscriptionId, generation: Generation },
		/// More funds are held.
		ToppedUp { subscription: SubscriptionId, amount: BalanceOf<T>, funds: BalanceOf<T> },
		/// Fewer funds are held.
		Withdrawn { subscription: SubscriptionId, amount: BalanceOf<T>, funds: BalanceOf<T> },
		/// The consumer or the provider leaves; the deployment ends at this block or sooner.
		StopCalled { subscription: SubscriptionId, attempt: Attempt, at: BlockNumberFor<T>, reason: EndReason },
		/// A provider was paid what it had earned.
		Paid { subscription: SubscriptionId, attempt: Attempt, provider: T::AccountId, amount: BalanceOf<T> },
		/// What a provider had earned could not be paid out and is owed to it.
		Owed { subscription: SubscriptionId, provider: T::AccountId, amount: BalanceOf<T> },
		/// A debt was paid out.
		DebtPaid { subscription: SubscriptionId, provider: T::AccountId, amount: BalanceOf<T> },
		/// An award was taken back. The provider tears down what there is.
		Revoked {
			subscription: SubscriptionId,
			attempt: Attempt,
			provider: T::AccountId,
			reason: RevokeReason,
			words: ReasonOf<T>,
		},
		/// A deployment ended. The provider tears it down.
		Ended { subscription: SubscriptionId, attempt: Attempt, provider: T::AccountId, reason: EndReason },
		/// A subscription is over since block `at`: `paid` went to providers in all, `refunded` came back with the deposit. `by` is the
		/// consumer or the provider, if one of them ended it; `provider` and `attempt` are the last. Also kept for the consumer.
		Closed {
			subscription: SubscriptionId,
			consumer: T::AccountId,
			reason: CloseReason,
			by: Option<T::AccountId>,
			at: BlockNumberFor<T>,
			provider: Option<T::AccountId>,
			attempt: Attempt,
			paid: BalanceOf<T>,
			refunded: BalanceOf<T>,
		},
		/// A provider confirmed that nothing is left of a deployment.
		TornDown { subscription: SubscriptionId, attempt: Attempt, provider: T::AccountId, receipt: H256 },
		/// The hook could not serve an entry of the queue of ends, or a step could not place a waiting request: it will be tried again. Or
		/// a search for who takes over came to nothing: `NobodyMatches`, `OthersFirst` or `TooFewBlocksFunded`; `migrate` asks for another.
		/// `FundsNotCovered`: the credit does not cover the next step, so only `place` or more credit goes on.
		NotServed { subscription: SubscriptionId, attempt: Attempt, error: DispatchError },
		/// The provider proposes another price per block, or no longer does.
		PriceProposed { subscription: SubscriptionId, attempt: Attempt, rate: Option<BalanceOf<T>> },
		/// The provider changes the price within its bounds, from block `at` on. Until then the consumer may leave at the old price.
		PriceAnnounced { subscription: SubscriptionId, attempt: Attempt, rate: BalanceOf<T>, at: BlockNumberFor<T> },
		/// The price is another one from block `at` on, which may have passed when nobody served it in time.
		PriceChanged { subscription: SubscriptionId, attempt: Attempt, rate: BalanceOf<T>, at: BlockNumberFor<T> },
		/// What a provider that is retired by force owed is forgotten without a receipt, and its unit of capacity is free.
		Forgotten { subscription: SubscriptionId, attempt: Attempt, provider: T::AccountId },
		/// A provider is gone by force; its bond is free.
		Retired { provider: T::AccountId },
		/// A provider that is retired by force still has assignments; call again.
		RetirementUnfinished { provider: T::AccountId },
		/// A provider, awarded `attempt`, takes over from another as soon as it has declared it deployed.
		Migrating { subscription: SubscriptionId, attempt: Attempt, from: T::AccountId, to: T::AccountId },
		/// Somebody is looked for from this block on who takes over. `Migrating` or `NotServed` says what came of it.
		Seeks { subscription: SubscriptionId, at: BlockNumberFor<T> },
		/// A step of its search was paid (burnt) out of its credit, of which so much is left.
		Searched { subscription: SubscriptionId, paid: BalanceOf<T>, credit: BalanceOf<T> },
		/// Somebody added to the credit for its searches, which is so much now.
		SearchFunded { subscription: SubscriptionId, amount: BalanceOf<T>, credit: BalanceOf<T> },
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No subscription has this number (closed ones are forgotten some time after their teardown).
		NotFound,
		/// No descriptor type has this id.
		UnknownType,
		/// A price per block is more than zero.
		ZeroPrice,
		/// An amount is more than zero.
		ZeroAmount,
		/// The funds would not cover the minimum number of blocks at the highest price.
		TooFewBlocksFunded,
		/// The free balance does not cover the funds and the deposit.
		FundsNotCovered,
		/// Only the consumer of the subscription may do this.
		NotConsumer,
		/// The key belongs to no provider, neither as owner nor as operator.
		NotAProvider,
		/// The provider has no such assignment: the attempt is another's, long gone or never was.
		NoAssignment,
		/// The subscription is over.
		SubscriptionClosed,
		/// The subscription waits for a provider.
		SubscriptionWaits,
		/// The subscription has a provider.
		NotWaiting,
		/// No provider will take it now.
		NobodyMatches,
		/// The deployment has ended, its funds or its notice are over.
		AlreadyEnded,
		/// The deployment ends at a called block already.
		AlreadyEnding,
		/// The award was not declared deployed in time.
		DeadlineMissed,
		/// The award was taken back.
		AwardRevoked,
		/// The deployment has been declared, so it can no longer be rejected: resign.
		AlreadyDeployed,
		/// The deployment has not been declared yet: reject it instead.
		NotDeployed,
		/// The subscription has no such generation.
		UnknownGeneration,
		/// This generation, or a newer one, was declared already.
		GenerationKnown,
		/// Less would stay than what leaving now would still cost, or less than the minimum number of blocks.
		FundsCommitted,
		/// Nothing was earned since it was last paid.
		NothingEarned,
		/// Nothing is owed.
		NothingOwed,
		/// The debt can still not be paid out: the account would stay below the existential deposit.
		StillUnpayable,
		/// Time has done nothing to this subscription.
		NothingDue,
		/// The assignment has not ended, so its teardown cannot be confirmed.
		NotEnded,
		/// Only the owner of the provider may do this, not its operators.
		NotOwner,
		/// The provider does not propose this price.
		NoProposal,
		/// The price of this award changes by agreement only.
		NotElastic,
		/// The price is outside of the bounds that were fixed at the award.
		OutOfBounds,
		/// The price would change by more than a step.
		StepTooLarge,
		/// That is the price already.
		SameRate,
		/// A change of the price is announced already.
		RepricePending,
		/// The group has as many open subscriptions as it may.
		GroupFull,
		/// Others wait for that type and have to be asked first about what is new; try again in a later block.
		OthersFirst,
		/// A number of assignments is 1 to 32.
		LimitOutOfBounds,
		/// Somebody is to take over already, or is being looked for.
		MigrationPending,
		/// The minimum period is not over, and the provider is neither dark nor at its maintenance, nor has it resigned.
		MinimumNotOver,
		/// A key is 32 bytes, not all of them zero, or for ECDSA 33 in compressed form, and is named once.
		InvalidLogin,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// After the inherents, of which one moves the clock.
		fn on_poll(_: BlockNumberFor<T>, remaining: &mut WeightMeter) {
			let share = T::HookShare::get() * T::BlockWeights::get().max_block;
			let mut meter = WeightMeter::with_limit(share.min(remaining.remaining()));
			Self::drain_ends(Self::now(), &mut meter);
			Self::serve_waiting(&mut meter);
			remaining.consume(meter.consumed());
		}

		fn integrity_test() {
			assert!(!T::MinFundedBlocks::get().is_zero(), "a subscription must pay for some blocks");
			assert!(
				T::SetupBlocks::get() <= T::MinFundedBlocks::get(),
				"what a withdrawal leaves an award must cover its set-up fee"
			);
			assert!(T::ExcludedKept::get() > 0, "who failed it must not be asked again at once");
			assert!(T::ClosedKept::get() > 0, "the ring has slots");
			// A call that no block has room for could never be made.
			let room = T::BlockWeights::get().get(DispatchClass::Normal).max_extrinsic.unwrap_or(Weight::MAX);
			let heaviest = [
				T::WeightInfo::force_retire(MAX_RETIRED),
				T::WeightInfo::subscribe_many(MAX_REQUESTS),
				T::WeightInfo::migrate(),
			];
			assert!(heaviest.iter().all(|weight| weight.all_lte(room)), "{heaviest:?} must each fit {room:?}");
			let share = T::HookShare::get() * T::BlockWeights::get().max_block;
			let least = T::WeightInfo::drain_base()
				.saturating_add(T::WeightInfo::drain_block())
				.saturating_add(
					T::WeightInfo::serve_deadline()
						.max(T::WeightInfo::serve_retry())
						.max(T::WeightInfo::serve_search()),
				)
				.saturating_add(T::WeightInfo::regroup());
			assert!(share.all_gte(least), "the hook's share must hold at least one entry");
			let least = T::WeightInfo::drain_base()
				.saturating_add(T::WeightInfo::drain_block())
				.saturating_add(T::WeightInfo::waiting_base())
				.saturating_add(T::WeightInfo::waiting_step());
			assert!(share.all_gte(least), "the hook's share must hold at least one step");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::try_runtime::TryRuntimeError> {
			Ok(Self::do_try_state()?)
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Ask for a deployment of a descriptor at `max_price` per block or less. `funds` and a deposit are held. It is awarded at once
		/// if somebody matches and nobody who waits comes first, else it waits, for another deposit.
		///
		/// Errors: `UnknownType`, `ZeroPrice`, `TooFewBlocksFunded`, `FundsNotCovered`.
		#[pallet::call_index(0)]
		pub fn subscribe(
			origin: OriginFor<T>,
			type_id: TypeId,
			descriptor: H256,
			max_price: BalanceOf<T>,
			funds: BalanceOf<T>,
		) -> DispatchResultWithPostInfo {
			let (who, wish) = (ensure_signed(origin)?, Wish::default());
			let request = Request { type_id, descriptor, max_price, funds, wish };
			let mut used = T::WeightInfo::admitting();
			let result = Self::do_subscribe(who, request, T::WeightInfo::subscribe(), &mut used);
			Self::used(used, result)
		}

		/// Say that a generation is deployed. The first declaration starts the payment; later ones acknowledge newer generations.
		/// Owner or operator of the provider.
		///
		/// Errors: `NotAProvider`, `NoAssignment`, `DeadlineMissed`, `AwardRevoked`, `AlreadyEnded`, `UnknownGeneration`,
		/// `GenerationKnown`.
		#[pallet::call_index(1)]
		pub fn declare_deployed(
			origin: OriginFor<T>,
			subscription: SubscriptionId,
			attempt: Attempt,
			generation: Generation,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let reserved = match Self::takes_over(subscription, attempt) {
				true => T::WeightInfo::declare_deployed(),
				false => T::WeightInfo::declare_first(),
			};
			Self::using(subscription, reserved, || Self::do_declare_deployed(who, subscription, attempt, generation))
		}

		/// Report the condition of an award or deployment. Owner or operator of the provider.
		///
		/// Errors: `NotAProvider`, `NoAssignment`, `DeadlineMissed`, `AwardRevoked`, `AlreadyEnded`.
		#[pallet::call_index(2)]
		pub fn report(
			origin: OriginFor<T>,
			subscription: SubscriptionId,
			attempt: Attempt,
			condition: Condition,
			reason: ReasonOf<T>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::using(subscription, T::WeightInfo::report(), || {
				Self::do_report(who, subscription, attempt, condition, reason)
			})
		}

		/// Refuse an award that was not declared. Another provider is looked for after a pause that grows with each failure; nobody left, or
		/// the consumer's patience over, closes it with all funds free. Owner or operator of the provider.
		///
		/// Errors: `NotAProvider`, `NoAssignment`, `DeadlineMissed`, `AwardRevoked`, `AlreadyDeployed`, `AlreadyEnded`.
		#[pallet::call_index(3)]
		pub fn reject(
			origin: OriginFor<T>,
			subscription: SubscriptionId,
			attempt: Attempt,
			reason: ReasonOf<T>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::using_of(
				subscription,
				T::WeightInfo::reject(),
				T::WeightInfo::reject().saturating_sub(T::WeightInfo::regroup()),
				|| Self::do_reject(who, subscription, attempt, reason),
			)
		}

		/// Want another descriptor; the generation goes up by one. Consumer only.
		///
		/// Errors: `NotFound`, `NotConsumer`, `SubscriptionClosed`, `AlreadyEnding`.
		#[pallet::call_index(4)]
		pub fn update(
			origin: OriginFor<T>,
			subscription: SubscriptionId,
			descriptor: H256,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::using(subscription, T::WeightInfo::update(), || Self::do_update(who, subscription, descriptor))
		}

		/// Hold more funds. Refused from the block on at which the funds ended, served or not. Consumer only.
		///
		/// Errors: `ZeroAmount`, `NotFound`, `NotConsumer`, `SubscriptionClosed`, `AlreadyEnding`, `FundsNotCovered`.
		#[pallet::call_index(5)]
		pub fn top_up(
			origin: OriginFor<T>,
			subscription: SubscriptionId,
			amount: BalanceOf<T>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::using(subscription, T::WeightInfo::top_up(), || Self::do_top_up(who, subscription, amount))
		}

		/// Take back funds that leaving now would leave. Consumer only.
		///
		/// Errors: `ZeroAmount`, `NotFound`, `NotConsumer`, `SubscriptionClosed`, `FundsCommitted`.
		#[pallet::call_index(6)]
		pub fn withdraw(
			origin: OriginFor<T>,
			subscription: SubscriptionId,
			amount: BalanceOf<T>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::using(subscription, T::WeightInfo::withdraw(), || Self::do_withdraw(who, subscription, amount))
		}

		/// Leave. What waits is over at once, and so is an award that was not declared yet, for a set-up fee: its rate for the blocks
		/// since the award, at most `SetupBlocks`. What runs ends after the notice and, once the trial is over, not before the minimum
		/// period is. From a dark provider one leaves at once and without a fee, also after an end was called. Consumer only.
		///
		/// Errors: `NotFound`, `NotConsumer`, `SubscriptionClosed`, `AlreadyEnding`.
		#[pallet::call_index(7)]
		pub fn cancel(origin: OriginFor<T>, subscription: SubscriptionId) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::using_of(
				subscription,
				T::WeightInfo::cancel(),
				T::WeightInfo::cancel().saturating_sub(T::WeightInfo::regroup()),
				|| Self::do_cancel(who, subscription),
			)
		}

		/// Leave a deployment after the notice that was fixed at its award. Owner or operator of the provider.
		///
		/// Errors: `NotAProvider`, `NoAssignment`, `NotDeployed`, `DeadlineMissed`, `AwardRevoked`, `AlreadyEnded`, `AlreadyEnding`.
		#[pallet::call_index(8)]
		pub fn resign(
			origin: OriginFor<T>,
			subscription: SubscriptionId,
			attempt: Attempt,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::using(subscription, T::WeightInfo::resign(), || Self::do_resign(who, subscription, attempt))
		}

		/// Pay the provider what it has earned. Anyone.
		///
		/// Errors: `NotFound`, `SubscriptionClosed`, `SubscriptionWaits`, `NoAssignment`, `NothingEarned`.
		#[pallet::call_index(9)]
		pub fn claim(
			origin: OriginFor<T>,
			subscription: SubscriptionId,
			attempt: Attempt,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::using(subscription, T::WeightInfo::claim(), || Self::do_claim(subscription, attempt))
		}

		/// Pay out a debt. Anyone.
		///
		/// Errors: `NothingOwed`, `StillUnpayable`.
		#[pallet::call_index(10)]
		pub fn claim_owed(
			origin: OriginFor<T>,
			provider: T::AccountId,
			subscription: SubscriptionId,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let used = match Debts::<T>::contains_key(&provider, subscription) {
				true => T::WeightInfo::claim_owed(),
				false => T::WeightInfo::looking_up(),
			};
			Self::used(used, Self::do_claim_owed(provider, subscription))
		}

		/// Store what time has done: a missed deadline, an end. Anyone. Costs no fee when an award or a deployment
		/// was over, so that its entry in the queue is gone.
		///
		/// Errors: `NotFound`, `NothingDue`.
		#[pallet::call_index(11)]
		pub fn poke(origin: OriginFor<T>, subscription: SubscriptionId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let mut pays = Pays::Yes;
			let used = Self::using(subscription, T::WeightInfo::poke(), || {
				pays = Self::do_poke(subscription)?;
				Ok(())
			})?;
			Ok(PostDispatchInfo { pays_fee: pays, ..used })
		}

		/// Confirm that nothing is left of a deployment: the tombstone goes and its unit of capacity is free. The receipt, a hash of what
		/// the provider saw, goes into the event. Costs no fee. Owner or operator of the provider.
		///
		/// Errors: `NotAProvider`, `NoAssignment`, `NotEnded`.
		#[pallet::call_index(12)]
		pub fn confirm_teardown(
			origin: OriginFor<T>,
			subscription: SubscriptionId,
			attempt: Attempt,
			receipt: H256,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let confirm = || Self::do_confirm_teardown(who, subscription, attempt, receipt);
			let used = Self::using(subscription, T::WeightInfo::confirm_teardown(), confirm)?;
			Ok(PostDispatchInfo { pays_fee: Pays::No, ..used })
		}

		/// Make the searches that the hook would make: for who is to take over; for another provider if that is due after a failed attempt;
		/// else for those who wait for its type, whose turn it is first. A few steps at most, each paid as by the hook; the subscription
		/// that is named is searched for also if its credit is empty. Anyone.
		///
		/// Errors: `NotFound`, `NotWaiting`, `SubscriptionClosed`, `NobodyMatches` (all who wait have been asked about all there is).
		#[pallet::call_index(13)]
		pub fn place(origin: OriginFor<T>, subscription: SubscriptionId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let mut used = T::WeightInfo::looking_up();
			let result = Self::do_place(subscription, &mut used);
			Self::used(used, result)
		}

		/// Retire a provider by force, `limit` assignments at a time: from the first call on it is awarded nothing; deployments end and
		/// are paid up to now, awards go to others, tombstones are forgotten. With the last one its offers are closed, its bond is free
		/// and its record gone; until then (`RetirementUnfinished`) call again. Root only.
		///
		/// Errors: `BadOrigin`, `LimitOutOfBounds`, `NotAProvider`.
		#[pallet::call_index(14)]
		#[pallet::weight(<T as Config>::WeightInfo::force_retire(*limit))]
		pub fn force_retire(origin: OriginFor<T>, provider: T::AccountId, limit: u32) -> DispatchResult {
			ensure_root(origin)?;
			Self::do_force_retire(provider, limit)
		}

		/// As `subscribe`, with a wish: how to choose, which providers will do, whether the price may change, whether to follow. With
		/// named candidates it waits only if others who wait come first.
		///
		/// Errors: those of `subscribe`, `GroupFull`, `NobodyMatches` (none of the candidates will).
		#[pallet::call_index(15)]
		pub fn subscribe_with(origin: OriginFor<T>, request: Box<RequestOf<T>>) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let mut used = T::WeightInfo::admitting();
			let result = Self::do_subscribe(who, *request, T::WeightInfo::subscribe_with(), &mut used);
			Self::used(used, result)
		}

		/// Up to eight requests, one after another, that are all awarded at once, or the call fails and nothing is held.
		///
		/// Errors: those of `subscribe_with`, `NobodyMatches` (one of them found nobody, or not within the few searches that the call
		/// may make), `OthersFirst` (nobody but who came lately, whom those who wait are being asked about).
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::subscribe_many(requests.len() as u32))]
		pub fn subscribe_many(
			origin: OriginFor<T>,
			requests: BoundedVec<RequestOf<T>, ConstU32<MAX_REQUESTS>>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let mut used = T::WeightInfo::looking_up();
			let result = Self::do_subscribe_many(who, requests.into_inner(), &mut used);
			Self::used(used, result)
		}

		/// Propose another price per block for a running deployment, or (`None`) no longer propose one. It applies when the consumer
		/// accepts it. Owner of the provider only.
		///
		/// Errors: `NotAProvider`, `NoAssignment`, `DeadlineMissed`, `AwardRevoked`, `AlreadyEnded`, `NotOwner`, `NotDeployed`,
		/// `AlreadyEnding`, `ZeroPrice`, `SameRate`, `NoProposal`.
		#[pallet::call_index(17)]
		pub fn propose_price(
			origin: OriginFor<T>,
			subscription: SubscriptionId,
			attempt: Attempt,
			rate: Option<BalanceOf<T>>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::using(subscription, T::WeightInfo::propose_price(), || {
				Self::do_propose_price(who, subscription, attempt, rate)
			})
		}

		/// Accept the price that the provider proposes, from this block on; it raises `max_price` if it is above. A higher price needs
		/// funds for the notice at it. Takes the place of an announced change. Consumer only.
		///
		/// Errors: `NotFound`, `NotConsumer`, `SubscriptionClosed`, `SubscriptionWaits`, `NoAssignment`, `NoProposal`, `AlreadyEnding`,
		/// `TooFewBlocksFunded`.
		#[pallet::call_index(18)]
		pub fn accept_price(
			origin: OriginFor<T>,
			subscription: SubscriptionId,
			attempt: Attempt,
			rate: BalanceOf<T>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::using(subscription, T::WeightInfo::accept_price(), || {
				Self::do_accept_price(who, subscription, attempt, rate)
			})
		}

		/// Change the price of a running deployment within the bounds that were fixed at its award, by a step at most, after the notice.
		/// One change at a time. Until then the consumer may leave at the old price, minimum period or not. Owner of the provider only.
		///
		/// Errors: `NotAProvider`, `NoAssignment`, `DeadlineMissed`, `AwardRevoked`, `AlreadyEnded`, `NotOwner`, `NotDeployed`,
		/// `AlreadyEnding`, `NotElastic`, `RepricePending`, `SameRate`, `OutOfBounds`, `StepTooLarge`.
		#[pallet::call_index(19)]
		pub fn reprice(
			origin: OriginFor<T>,
			subscription: SubscriptionId,
			attempt: Attempt,
			rate: BalanceOf<T>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::using(subscription, T::WeightInfo::reprice(), || Self::do_reprice(who, subscription, attempt, rate))
		}

		/// Have another provider looked for, from the next block on, to which a running deployment is awarded as well and which takes over in
		/// the block in which it declares it deployed; until then the one before serves and earns. If it rejects or misses its deadline, the
		/// one before goes on. The caller gives the credit for the search; what is left of it is the consumer's. The consumer; or anyone, if
		/// the provider is dark or has resigned and the consumer wished to follow.
		///
		/// The event `NotServed` says that the search came to nothing: `OthersFirst` (nobody but who came lately, whom those who wait are
		/// being asked about), `NobodyMatches`, `TooFewBlocksFunded` (the notice at the price now, and the minimum period or the set-up at
		/// the price to come).
		///
		/// Errors: `NotFound`, `NotConsumer`, `SubscriptionClosed`, `SubscriptionWaits`, `NotDeployed`, `MigrationPending`, `AlreadyEnding`,
		/// `MinimumNotOver`, `FundsNotCovered`.
		#[pallet::call_index(20)]
		pub fn migrate(origin: OriginFor<T>, subscription: SubscriptionId) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::using(subscription, T::WeightInfo::migrate(), || Self::do_migrate(who, subscription))
		}

		/// Say which keys may log in to the deployment, beside the consumer: these and no others. The generation goes up by one, so
		/// that the provider lets them in. Consumer only.
		///
		/// Errors: `InvalidLogin`, `NotFound`, `NotConsumer`, `SubscriptionClosed`, `AlreadyEnding`.
		#[pallet::call_index(21)]
		pub fn set_logins(
			origin: OriginFor<T>,
			subscription: SubscriptionId,
			keys: crate::logins::Keys,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::using(subscription, T::WeightInfo::set_logins(), || Self::do_set_logins(who, subscription, keys))
		}

		/// Add to the credit for the searches of a subscription that waits or looks for another provider. What is left of it is the
		/// consumer's. Anyone.
		///
		/// Errors: `ZeroAmount`, `NotFound`, `NotWaiting`, `SubscriptionClosed`, `FundsNotCovered`.
		#[pallet::call_index(22)]
		pub fn fund_search(
			origin: OriginFor<T>,
			subscription: SubscriptionId,
			amount: BalanceOf<T>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::using(subscription, T::WeightInfo::fund_search(), || Self::do_fund_search(who, subscription, amount))
		}
	}
}
