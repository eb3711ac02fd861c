//! A chain of five pallets. Every test runs in [`chain`] or [`with_and_without_hook`], which check the books when it is done.

use crate as pallet_subscriptions;
use crate::{Event, HoldReason, SubscriptionId};
use frame::{
	deps::{
		frame_support::weights::{constants::RocksDbWeight, WeightMeter},
		sp_io,
	},
	testing_prelude::*,
	token::fungible::InspectHold,
};
use std::{cell::Cell, collections::BTreeMap};

pub type AccountId = u64;
pub type Balance = u128;
type Block = MockBlock<Test>;

#[frame_construct_runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeTask
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type Providers = pallet_providers;
	#[runtime::pallet_index(3)]
	pub type Subscriptions = pallet_subscriptions;
	#[runtime::pallet_index(4)]
	pub type Clock = pallet_clock;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountData = pallet_balances::AccountData<Balance>;
	type DbWeight = RocksDbWeight;
}

pub const ED: Balance = 10;

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<ED>;
	type AccountStore = System;
	type RuntimeHoldReason = RuntimeHoldReason;
}

parameter_types! {
	/// Static, so that a test can have providers without a bond, and hence without an account.
	pub static BondBase: Balance = 100;
	pub static BondPerUnit: Balance = 20;
	pub static OfferDeposit: Balance = 3;
	pub static MaxScan: u32 = 8;
	pub static PayoutDelay: u64 = 0;
	pub static NoticePeriod: u64 = NOTICE;
	pub static MinimumPeriod: u64 = MINIMUM;
	pub static TrialPeriod: u64 = TRIAL;
	/// Nothing in [`chain`], unless a test is about who pays for searches.
	pub static MinCredit: Balance = 4;
	pub static StepPrice: Balance = 1;
	pub static HookShare: Perbill = Perbill::from_percent(50);
	pub const SourcesHash: [u8; 32] = [7; 32];
}

pub const GAP: u64 = 20;
pub const ACK_DEADLINE: u64 = 10;
pub const MAX_SETUP: u64 = 16;
pub const MAINTENANCE_NOTICE: u64 = 6;
pub const MAX_MAINTENANCE: u64 = 12;
pub const NOTICE: u64 = 2;
pub const MINIMUM: u64 = 4;
pub const TRIAL: u64 = 2;
pub const SETUP: u64 = 2;
pub const MIN_FUNDED: u64 = 3;
pub const MISSED_ALLOWED: u32 = 2;
pub const MISSED_PENALTY: Balance = 15;
pub const DEPOSIT: Balance = 7;
pub const WAITING_DEPOSIT: Balance = 4;
/// In histories.
pub const LEAST_CREDIT: Balance = 7;
pub const STEP_COST: Balance = 2;
pub const EXCLUDED_KEPT: u32 = 3;
pub const PATIENCE: u64 = 100;
pub const CLOSED_KEPT: u32 = 4;

impl pallet_providers::Config for Test {
	type Currency = super::faulty::Faulty;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Clock = Clock;
	type SourcesHash = SourcesHash;
	type BondBase = BondBase;
	type BondPerUnit = BondPerUnit;
	type TypeDeposit = ConstU128<5>;
	type OfferDeposit = OfferDeposit;
	type MissedAllowed = ConstU32<MISSED_ALLOWED>;
	type MissedPenalty = ConstU128<MISSED_PENALTY>;
	type AckDeadline = ConstU64<ACK_DEADLINE>;
	type MaxSetupBlocks = ConstU64<MAX_SETUP>;
	type Gap = ConstU64<GAP>;
	type MaxOperators = ConstU32<2>;
	type MaxNameLength = ConstU32<16>;
	type MaxOffers = ConstU32<3>;
	type MaxScan = MaxScan;
	type ChangesKept = ConstU32<4>;
	type DarkPeriodsKept = ConstU32<4>;
	type MaintenanceNotice = ConstU64<MAINTENANCE_NOTICE>;
	type MaxMaintenance = ConstU64<MAX_MAINTENANCE>;
	type OnSupply = Subscriptions;
	type Randomness = pallet_providers::ParentHash<Test>;
	type WeightInfo = pallet_providers::weights::Measured<Test>;
}

impl crate::Config for Test {
	type Currency = super::faulty::Faulty;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Clock = Clock;
	type Marketplace = Providers;
	type Deposit = ConstU128<DEPOSIT>;
	type WaitingDeposit = ConstU128<WAITING_DEPOSIT>;
	type MinCredit = MinCredit;
	type StepPrice = StepPrice;
	type NoticePeriod = NoticePeriod;
	type MinimumPeriod = MinimumPeriod;
	type TrialPeriod = TrialPeriod;
	type SetupBlocks = ConstU64<SETUP>;
	type MinFundedBlocks = ConstU64<MIN_FUNDED>;
	type ExcludedKept = ConstU32<EXCLUDED_KEPT>;
	type Patience = ConstU64<PATIENCE>;
	type MaxReasonLength = ConstU32<32>;
	type ClosedKept = ConstU32<CLOSED_KEPT>;
	type HookShare = HookShare;
	type PayoutDelay = PayoutDelay;
	type WeightInfo = crate::weights::Measured<Test>;
}

/// Height of the first block. Far from the clock, so that no test can take the one for the other.
const HEIGHT: u64 = 700;
/// Blocks by which the clock advances in one at most.
pub const MAX_ADVANCE: u64 = 5;

parameter_types! {
	/// The block of the relay chain, for tests of the clock.
	pub static Relay: u64 = 0;
}

impl BlockNumberProvider for Relay {
	type BlockNumber = u64;

	fn current_block_number() -> u64 {
		Relay::get()
	}
}

impl pallet_clock::Config for Test {
	type Provider = Relay;
	type MaxAdvance = ConstU64<MAX_ADVANCE>;
	type WeightInfo = pallet_clock::weights::Measured<Test>;
}

/// A block that names this one of the relay chain, with the hooks in the order in which the runtime has them.
pub fn relay_block(relay: u64) {
	System::set_block_number(System::block_number() + 1);
	Relay::set(relay);
	let mut meter = WeightMeter::with_limit(Weight::MAX);
	<Clock as Hooks<u64>>::on_poll(System::block_number(), &mut meter);
	if HOOK.get() {
		hook();
	}
}

/// Go to a block of the clock, without any hook. The height goes on by one.
pub fn go_to(block: u64) {
	System::set_block_number(System::block_number().max(HEIGHT) + 1);
	Clock::set_block_number(block);
}

pub const ALICE: AccountId = 1;
pub const BOB: AccountId = 2;
pub const CAROL: AccountId = 3;
pub const PETER: AccountId = 11;
pub const PAULA: AccountId = 12;
pub const PIA: AccountId = 13;
pub const OPERATOR: AccountId = 21;
pub const STRANGER: AccountId = 31;
pub const RICH: Balance = 1_000_000;

const ENDOWED: [AccountId; 8] = [ALICE, BOB, CAROL, PETER, PAULA, PIA, OPERATOR, STRANGER];

pub const TYPE: H256 = H256([1; 32]);
pub const DESCRIPTOR: H256 = H256([2; 32]);
pub const RECEIPT: H256 = H256([3; 32]);

thread_local! {
	static HOOK: Cell<bool> = const { Cell::new(true) };
}

/// A chain on which some accounts are endowed.
pub fn genesis() -> sp_io::TestExternalities {
	let genesis = RuntimeGenesisConfig {
		balances: BalancesConfig { balances: ENDOWED.map(|who| (who, RICH)).to_vec(), ..Default::default() },
		providers: ProvidersConfig { instance: H256([9; 32]), ..Default::default() },
		..Default::default()
	};
	genesis.build_storage().expect("a genesis").into()
}

/// A chain at block 1 on which `TYPE` is registered, and the books checked when `test` is done.
pub fn chain(hook: bool, test: impl FnOnce()) {
	HOOK.set(hook);
	BondBase::set(100);
	BondPerUnit::set(20);
	OfferDeposit::set(3);
	MaxScan::set(8);
	PayoutDelay::set(0);
	terms(NOTICE, MINIMUM, TRIAL);
	credit(0, 0);
	HookShare::set(Perbill::from_percent(50));
	super::faulty::forget_burnt();
	let mut ext = genesis();
	ext.execute_with(|| {
		go_to(1);
		assert_ok!(Providers::register_type(signed(STRANGER), TYPE, b"test/v1".to_vec().try_into().unwrap()));
		let issued = Balances::total_issuance();
		test();
		assert_eq!(Balances::total_issuance(), issued - burnt(), "money appeared or vanished");
		check_books();
	});
}

/// What new awards fix about leaving from now on.
pub fn terms(notice: u64, minimum: u64, trial: u64) {
	NoticePeriod::set(notice);
	MinimumPeriod::set(minimum);
	TrialPeriod::set(trial);
}

/// What a request holds for its searches from now on, and what each step costs.
pub fn credit(least: Balance, step: Balance) {
	MinCredit::set(least);
	StepPrice::set(step);
}

pub fn with_and_without_hook(test: impl Fn()) {
	chain(true, &test);
	chain(false, &test);
}

/// Conservation, held against Balances and against the events, which are two other witnesses than the pallet's records.
pub fn check_books() {
	Providers::do_try_state().expect("the providers' records are consistent");
	Subscriptions::do_try_state().expect("the subscriptions' records are consistent");

	let everyone: Balance =
		frame_system::Account::<Test>::iter_values().map(|account| account.data.free + account.data.reserved).sum();
	assert_eq!(everyone, Balances::total_issuance(), "the accounts do not add up to the issuance");

	let escrow: Balance = frame_system::Account::<Test>::iter_keys().map(escrow).sum();
	let (mut deposited, mut withdrawn, mut paid, mut refunded) = (0, 0, 0, 0);
	for event in events() {
		match event {
			Event::Subscribed { funds, .. } => deposited += funds,
			Event::ToppedUp { amount, .. } => deposited += amount,
			Event::Withdrawn { amount, .. } => withdrawn += amount,
			Event::Paid { amount, .. } | Event::DebtPaid { amount, .. } => paid += amount,
			Event::Closed { refunded: back, .. } => refunded += back,
			_ => (),
		}
	}
	assert_eq!(deposited, withdrawn + paid + refunded + escrow, "deposited is not paid + refunded + held");
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn now() -> u64 {
	Clock::current_block_number()
}

/// Go on to a block, with the hook of each block on the way if this chain has hooks.
pub fn run_to(block: u64) {
	while now() < block {
		jump_to(now() + 1);
	}
}

pub fn run(blocks: u64) {
	run_to(now() + blocks);
}

/// Go to a block of the clock; those between never are. The block that is now may come again.
pub fn jump_to(block: u64) {
	assert!(block >= now(), "time does not go back");
	go_to(block);
	if HOOK.get() {
		hook();
	}
}

/// What the hook does in this block, with a whole block to take its share of. Returns what it took.
pub fn hook() -> Weight {
	let weights: frame_system::limits::BlockWeights = <Test as frame_system::Config>::BlockWeights::get();
	let mut meter = WeightMeter::with_limit(weights.max_block);
	<Subscriptions as Hooks<u64>>::on_poll(System::block_number(), &mut meter);
	meter.consumed()
}

/// Without the hook, do by `poke` what it would have done.
pub fn serve(id: SubscriptionId) {
	if !HOOK.get() {
		assert_ok!(Subscriptions::poke(signed(STRANGER), id));
	}
}

/// Without the hook, do by `place` what it would have done for those who wait.
pub fn serve_waiting() {
	if HOOK.get() {
		return;
	}
	while let Some(type_id) = crate::PendingTypes::<Test>::iter_keys().next() {
		let first = crate::WaitingQueue::<Test>::iter_key_prefix(type_id).next().expect("somebody waits").into();
		// The hook asks nobody whose credit is spent, and `place` whom it names.
		match StepPrice::get() {
			0 => assert!(Subscriptions::place(signed(STRANGER), first).is_ok()),
			_ => {
				Subscriptions::make_steps(&type_id, 4, None);
			}
		}
	}
}

/// The block in which another provider is looked for.
pub fn retry_at(id: SubscriptionId) -> u64 {
	let failures = crate::Subscriptions::<Test>::get(id).expect("it is known").failures.expect("an attempt failed");
	failures.retry.expect("it is to be tried again")
}

/// Go on to the block in which another provider is looked for, and have that done.
pub fn retry(id: SubscriptionId) {
	run_to(retry_at(id));
	if !HOOK.get() {
		assert_ok!(Subscriptions::place(signed(STRANGER), id));
	}
}

/// Without the hook, do in its order what it would have done in this block after attempts that failed: by `poke` what was not declared in
/// time, by `place` what is tried again.
pub fn serve_failures() {
	if HOOK.get() {
		return;
	}
	for (id, attempt) in crate::Ends::<Test>::iter_key_prefix(now()).collect::<Vec<_>>() {
		let awarded = |(_, key, a): (u64, (u64, u32), crate::AssignmentOf<Test>)| {
			key == (id, attempt) && matches!(a.state, crate::AssignmentState::Awarded { .. })
		};
		match attempt {
			0 => {
				assert_ok!(Subscriptions::place(signed(STRANGER), id));
			}
			_ if crate::Assignments::<Test>::iter().any(awarded) => {
				let _ = Subscriptions::poke(signed(STRANGER), id);
			}
			_ => (),
		}
	}
}

pub fn hook_is_on() -> bool {
	HOOK.get()
}

/// A provider with one offer of `TYPE`.
pub fn provider(who: AccountId, price: Balance, capacity: u32) {
	assert_ok!(Providers::register(signed(who), capacity));
	assert_ok!(Providers::offer(signed(who), TYPE, price, capacity));
}

pub fn subscribe(who: AccountId, max_price: Balance, funds: Balance) -> SubscriptionId {
	let id = crate::NextId::<Test>::get();
	assert_ok!(Subscriptions::subscribe(signed(who), TYPE, DESCRIPTOR, max_price, funds));
	id
}

pub fn declare(who: AccountId, id: SubscriptionId, attempt: u32) {
	assert_ok!(Subscriptions::declare_deployed(signed(who), id, attempt, 1));
}

pub fn reason(words: &str) -> BoundedVec<u8, ConstU32<32>> {
	words.as_bytes().to_vec().try_into().expect("few words")
}

/// A result without what it says of fees.
pub fn without_info(result: impl Outcome) -> DispatchResult {
	result.plain()
}

/// What a call may return.
pub trait Outcome {
	fn plain(self) -> DispatchResult;
}

impl Outcome for DispatchResult {
	fn plain(self) -> DispatchResult {
		self
	}
}

impl Outcome for DispatchResultWithPostInfo {
	fn plain(self) -> DispatchResult {
		self.map(|_| ()).map_err(|refused| refused.error)
	}
}

/// Have it looked for at once who takes over. What the search came to, if to nobody, is the error.
pub fn migrate(who: AccountId, id: SubscriptionId) -> DispatchResult {
	without_info(Subscriptions::migrate(signed(who), id))?;
	look(id)
}

/// Have a search made at once that is due in the next block.
pub fn look(id: SubscriptionId) -> DispatchResult {
	let before = events().len();
	without_info(Subscriptions::place(signed(STRANGER), id))?;
	let not_served = events().into_iter().skip(before).find_map(|event| match event {
		Event::NotServed { error, .. } => Some(error),
		_ => None,
	});
	not_served.map_or(Ok(()), Err)
}

/// From here on nothing is held of who is a provider, so that its account can die.
pub fn without_bonds() {
	BondBase::set(0);
	BondPerUnit::set(0);
	OfferDeposit::set(0);
}

/// Let an account without holds die: all it has goes to somebody else.
pub fn kill(who: AccountId) {
	assert_ok!(Balances::transfer_all(signed(who), STRANGER, false));
	assert!(!System::account_exists(&who));
}

pub fn free(who: AccountId) -> Balance {
	Balances::free_balance(who)
}

pub fn escrow(who: AccountId) -> Balance {
	Balances::balance_on_hold(&HoldReason::Escrow.into(), &who)
}

pub fn deposit(who: AccountId) -> Balance {
	Balances::balance_on_hold(&HoldReason::Deposit.into(), &who)
}

/// How the last subscriptions of a consumer ended, the last first.
pub fn closings(consumer: AccountId) -> Vec<crate::ClosingOf<Test>> {
	let count = crate::ClosingsCount::<Test>::get(consumer);
	let kept = u64::from(crate::ended::CLOSINGS);
	let slots = (count.saturating_sub(kept)..count).rev().map(|number| (number % kept) as u32);
	slots.map(|slot| crate::Closings::<Test>::get(consumer, slot).expect("it was written")).collect()
}

/// How the last attempts of a provider ended, the last first.
pub fn partings(provider: AccountId) -> Vec<crate::PartingOf<Test>> {
	let count = crate::PartingsCount::<Test>::get(provider);
	let kept = u64::from(crate::ended::PARTINGS);
	let slots = (count.saturating_sub(kept)..count).rev().map(|number| (number % kept) as u32);
	slots.map(|slot| crate::Partings::<Test>::get(provider, slot).expect("it was written")).collect()
}

pub fn events() -> Vec<Event<Test>> {
	System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Subscriptions(event) => Some(event),
			_ => None,
		})
		.collect()
}

/// What the events say was burnt of bonds and for searches.
pub fn burnt() -> Balance {
	System::events()
		.into_iter()
		.map(|record| match record.event {
			RuntimeEvent::Providers(pallet_providers::Event::BondBurnt { amount, .. }) => amount,
			RuntimeEvent::Subscriptions(Event::Searched { paid, .. }) => paid,
			_ => 0,
		})
		.sum()
}

/// What everybody owns, free and held.
pub fn balances() -> BTreeMap<AccountId, (Balance, Balance)> {
	frame_system::Account::<Test>::iter()
		.map(|(who, account)| (who, (account.data.free, account.data.reserved)))
		.collect()
}
