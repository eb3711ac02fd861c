//! Who runs descriptors for pay.
//!
//! An account becomes a *provider* by holding a bond: a base and so much a unit of capacity. It names operator keys, which do the
//! work of a reactor so that the owner's key can stay cold; it offers descriptor types at a price per block with a capacity; and
//! it heartbeats. A *descriptor type* is the hash of a JSON Schema; anyone registers one for a deposit.
//!
//! # Liveness
//!
//! Blocks in which a provider was *dark* are not paid. A provider is dark at a block when its last heartbeat is `Gap` blocks or more
//! back. With `acc` the live blocks folded so far and `last` the block of the last heartbeat,
//!
//! ```text
//! live(b) = acc + min(b - last, Gap)            b >= last
//! ```
//!
//! counts the live blocks of `[registration, b)`. A heartbeat at `b` folds: `acc = live(b)`, `last = b`. The function is the same at
//! `b` before and after the fold, and never falls, so a heartbeat changes the future only: a late one never pays for the gap. For
//! `b < last` (a deployment ended while nobody served its end, and the provider beat since) the dark periods between are needed;
//! the last `DarkPeriodsKept` of them are kept, see [`liveness`].
//!
//! # What is at stake
//!
//! As many missed deadlines of one offer in a row as `MissedAllowed`, with no declaration between them, close the offer and burn
//! `MissedPenalty` of the bond; nothing new is offered until the bond is whole again ([`Error::BondShort`]). Closing an offer does not
//! start the count again: the provider keeps that of the offers that are gone, and a new one of any type begins with it, until it
//! declares or pays. Leaving, which gives up everything, drops the count too. Root may retire a provider by force, see pallet
//! Subscriptions; from then on it is awarded nothing.
//!
//! # Choice
//!
//! The open offers of a type stand in a queue. The first that will do is awarded, and goes to the tail after as many turns as it had free
//! units; whoever is passed over stays where it is. So who splits an account in two gets no more awards than before, and nobody can
//! take another's turn. A consumer may ask for another [`Selection`], and for [`Criteria`]. The search is bounded, and
//! goes on where it was cut short.
//!
//! The pallet knows nothing of subscriptions: it is their [`Marketplace`].

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod awards;
#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
mod keys;
pub mod liveness;
mod maintenance;
mod marketplace;
mod matching;
pub mod migrations;
mod missed;
mod offers;
mod records;
mod registration;
mod retiring;
#[cfg(any(feature = "try-runtime", feature = "std"))]
mod state_checks;
#[cfg(test)]
mod tests;
pub mod weights;

pub use marketplace::{Ask, Award, Choice, Marketplace, OnSupply, Pass, Scan};
pub use matching::{queue::PlaceKey, ParentHash};
pub use pallet::*;
pub use records::{
	Allowed, Attribute, Change, Criteria, DescriptorType, Elastic, Ends, Entry, Keys, Label, Listed, LoginKey,
	MaintenanceWindow, Network, Offer, OfferQueue, OfferTerms, Profile, Provider, Scheme, SealingKey, Selection,
};
pub use weights::WeightInfo;

/// A subscription, as the pallet above numbers it.
pub type SubscriptionId = u64;
/// Which award of a subscription, from 1.
pub type Attempt = u32;
/// The hash of a descriptor type's schema: sha2-256 over its RFC 8785 canonical JSON.
pub type TypeId = frame::prelude::H256;

#[frame::pallet]
pub mod pallet {
	use super::*;
	use crate::liveness::DarkPeriod;
	use frame::{deps::frame_support::traits::Randomness, prelude::*};

	pub type BalanceOf<T> =
		<<T as Config>::Currency as fungible::Inspect<<T as frame_system::Config>::AccountId>>::Balance;
	pub type ProviderOf<T> =
		Provider<<T as frame_system::Config>::AccountId, BalanceOf<T>, BlockNumberFor<T>, <T as Config>::MaxOperators>;
	pub type DescriptorTypeOf<T> =
		DescriptorType<<T as frame_system::Config>::AccountId, BalanceOf<T>, <T as Config>::MaxNameLength>;

	pub type OfferOf<T> = Offer<BalanceOf<T>, BlockNumberFor<T>>;
	pub type MaintenanceWindowOf<T> = MaintenanceWindow<BlockNumberFor<T>>;
	pub type OfferTermsOf<T> = OfferTerms<BalanceOf<T>, BlockNumberFor<T>>;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(3);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// What bonds are held in.
		type Currency: fungible::Inspect<Self::AccountId>
			+ fungible::InspectHold<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ fungible::MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		type RuntimeHoldReason: From<HoldReason>;

		/// What counts the blocks of money, notice, deadlines and liveness. Not the chain's own height, where blocks come faster or slower
		/// as it has more or fewer cores. It never goes back; it may stand still for some blocks, or jump.
		type Clock: BlockNumberProvider<BlockNumber = BlockNumberFor<Self>>;

		/// The hash of the sources that the runtime was built from, for whoever wants to know what a blob is.
		#[pallet::constant]
		type SourcesHash: Get<[u8; 32]>;

		/// Held by every provider.
		#[pallet::constant]
		type BondBase: Get<BalanceOf<Self>>;

		/// Held for each unit of capacity.
		#[pallet::constant]
		type BondPerUnit: Get<BalanceOf<Self>>;

		/// Held for a registered descriptor type.
		#[pallet::constant]
		type TypeDeposit: Get<BalanceOf<Self>>;

		/// Held for an offer while its record exists.
		#[pallet::constant]
		type OfferDeposit: Get<BalanceOf<Self>>;

		/// As many missed deadlines of one offer in a row close it.
		#[pallet::constant]
		type MissedAllowed: Get<u32>;

		/// Burnt of the bond when an offer is closed for missed deadlines.
		#[pallet::constant]
		type MissedPenalty: Get<BalanceOf<Self>>;

		/// The fewest blocks that an offer may state for setting up, and what `offer` states.
		#[pallet::constant]
		type AckDeadline: Get<BlockNumberFor<Self>>;

		/// The most blocks that an offer may state for setting up.
		#[pallet::constant]
		type MaxSetupBlocks: Get<BlockNumberFor<Self>>;

		/// For how many blocks a heartbeat keeps a provider alive.
		#[pallet::constant]
		type Gap: Get<BlockNumberFor<Self>>;

		/// Operator keys of a provider, invited ones included.
		#[pallet::constant]
		type MaxOperators: Get<u32>;

		/// Bytes of a descriptor type's name.
		#[pallet::constant]
		type MaxNameLength: Get<u32>;

		/// Offers of one provider, closed ones in use included.
		#[pallet::constant]
		type MaxOffers: Get<u32>;

		/// Offers looked at for one award.
		#[pallet::constant]
		type MaxScan: Get<u32>;

		/// How many of the last changes of its assignments are kept for a provider.
		#[pallet::constant]
		type ChangesKept: Get<u32>;

		/// How many of its last dark periods are kept for a provider.
		#[pallet::constant]
		type DarkPeriodsKept: Get<u32>;

		/// Blocks between announcing maintenance and its first block, at least.
		#[pallet::constant]
		type MaintenanceNotice: Get<BlockNumberFor<Self>>;

		/// Blocks of maintenance that one announcement may cover.
		#[pallet::constant]
		type MaxMaintenance: Get<BlockNumberFor<Self>>;

		/// Who is told of supply that was not there before.
		type OnSupply: OnSupply;

		/// What lots are drawn from, see [`ParentHash`] for what that is worth.
		type Randomness: Randomness<H256, BlockNumberFor<Self>>;

		type WeightInfo: WeightInfo;
	}

	#[pallet::composite_enum]
	pub enum HoldReason {
		/// A provider's bond.
		#[codec(index = 0)]
		Bond,
		/// The deposit of a descriptor type.
		#[codec(index = 1)]
		DescriptorType,
		/// The deposit of an offer.
		#[codec(index = 2)]
		Offer,
	}

	/// What tells this chain from another with the same genesis hash (embedded chains all share one). Set at genesis, never changed.
	#[pallet::storage]
	pub type Instance<T> = StorageValue<_, H256, ValueQuery>;

	/// Providers by their owner.
	#[pallet::storage]
	pub type Providers<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, ProviderOf<T>>;

	/// The provider that an operator key acts for.
	#[pallet::storage]
	pub type OperatorOf<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, T::AccountId>;

	/// Operator keys that a provider has named and that have not accepted yet.
	#[pallet::storage]
	pub type PendingOperators<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, BoundedVec<T::AccountId, T::MaxOperators>, ValueQuery>;

	/// The last dark periods of a provider, oldest first.
	#[pallet::storage]
	pub type DarkPeriods<T: Config> = StorageMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		BoundedVec<DarkPeriod<BlockNumberFor<T>>, T::DarkPeriodsKept>,
		ValueQuery,
	>;

	/// The last changes of a provider's assignments: revision `r` is in slot `r % ChangesKept`.
	#[pallet::storage]
	pub type Changes<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, u32, Change, OptionQuery>;

	/// Descriptor types by the hash of their schema.
	#[pallet::storage]
	pub type DescriptorTypes<T: Config> = StorageMap<_, Blake2_128Concat, TypeId, DescriptorTypeOf<T>>;

	/// Descriptor types by owner and name. A name means nothing without its owner.
	#[pallet::storage]
	pub type TypeNames<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Blake2_128Concat, BoundedVec<u8, T::MaxNameLength>, TypeId>;

	/// Keys of a provider for use off chain.
	#[pallet::storage]
	pub type KeysOf<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Keys, ValueQuery>;

	/// Offers of a type by provider. A closed offer stays while something of it is still used.
	#[pallet::storage]
	pub type Offers<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, TypeId, Blake2_128Concat, T::AccountId, OfferOf<T>>;

	/// The types that a provider offers, closed offers in use included.
	#[pallet::storage]
	pub type ProviderTypes<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, BoundedVec<TypeId, T::MaxOffers>, ValueQuery>;

	/// The open offers of a type by place, big-endian so that keys stand in the order of the places. The numbers are the chain's own, so
	/// nothing but their order is lost by not hashing them.
	#[pallet::storage]
	pub type OfferPlaces<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, TypeId, Identity, PlaceKey, Entry<T::AccountId>>;

	/// Who is first and who is last of the open offers of a type.
	#[pallet::storage]
	pub type OfferQueues<T: Config> = StorageMap<_, Blake2_128Concat, TypeId, OfferQueue, ValueQuery>;

	/// What providers say of themselves.
	#[pallet::storage]
	pub type Profiles<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Profile>;

	/// The maintenance that a provider announced last; over ones stay until the next.
	#[pallet::storage]
	pub type Maintenance<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, MaintenanceWindowOf<T>>;

	/// The consumers that a private offer serves.
	#[pallet::storage]
	pub type AllowedConsumers<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		TypeId,
		Blake2_128Concat,
		T::AccountId,
		Allowed<T::AccountId>,
		ValueQuery,
	>;

	/// The place at which the next search begins whose strategy does not go by turns.
	#[pallet::storage]
	pub type NextWindow<T: Config> = StorageMap<_, Blake2_128Concat, TypeId, u64, ValueQuery>;

	/// How many lots were drawn.
	#[pallet::storage]
	pub type Draws<T> = StorageValue<_, u64, ValueQuery>;

	#[pallet::genesis_config]
	#[derive(frame::prelude::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// 32 random bytes, different on every chain.
		pub instance: H256,
		#[serde(skip)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			Instance::<T>::put(self.instance);
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An account became a provider.
		Registered { provider: T::AccountId, units: u32 },
		/// A provider has another number of units, and another bond.
		UnitsSet { provider: T::AccountId, units: u32 },
		/// A provider named an operator key, which has yet to accept.
		OperatorInvited { provider: T::AccountId, operator: T::AccountId },
		/// An operator key acts for a provider from now on.
		OperatorAccepted { provider: T::AccountId, operator: T::AccountId },
		/// An operator key no longer acts, or is no longer invited.
		OperatorRemoved { provider: T::AccountId, operator: T::AccountId },
		/// A descriptor type was registered.
		TypeRegistered { type_id: TypeId, owner: T::AccountId, name: BoundedVec<u8, T::MaxNameLength> },
		/// A descriptor type is gone and its deposit free.
		TypeUnregistered { type_id: TypeId },
		/// A provider offers a type, or offers it at other terms. Running deployments keep theirs.
		Offered { type_id: TypeId, provider: T::AccountId, price: BalanceOf<T>, capacity: u32 },
		/// An offer takes no more awards.
		OfferClosed { type_id: TypeId, provider: T::AccountId },
		/// A provider is alive. `live` blocks were counted up to here.
		Heartbeat { provider: T::AccountId, live: BlockNumberFor<T> },
		/// A provider takes no more awards; what runs goes on.
		Drained { provider: T::AccountId },
		/// A provider takes awards again.
		Undrained { provider: T::AccountId },
		/// A provider has left and its bond is free.
		Left { provider: T::AccountId },
		/// A provider's earnings go to another account, or to its owner again.
		BeneficiarySet { provider: T::AccountId, beneficiary: Option<T::AccountId> },
		/// A provider logs in with another key, or with none.
		LoginKeySet { provider: T::AccountId, key: Option<LoginKey> },
		/// Secrets for a provider are sealed to this key from now on.
		SealingKeyRotated { provider: T::AccountId, key: [u8; 32], version: u32 },
		/// What was sealed to the key before the current one can no longer be read.
		PreviousSealingKeyDropped { provider: T::AccountId, version: u32 },
		/// A provider missed deadlines and lost some of its bond.
		BondBurnt { provider: T::AccountId, amount: BalanceOf<T> },
		/// A provider says something else of itself. Counts for new awards.
		ProfileSet { provider: T::AccountId },
		/// A provider announced maintenance, in the place of what it announced before, or took that back.
		MaintenanceAnnounced { provider: T::AccountId, window: Option<MaintenanceWindowOf<T>> },
		/// Whom an offer serves was set: those listed, or everybody. Counts for new awards.
		AllowedSet { type_id: TypeId, provider: T::AccountId, private: bool },
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The account is a provider already.
		AlreadyRegistered,
		/// The account acts as a provider or as an operator of one already; a key serves one provider.
		KeyInUse,
		/// The account is no provider.
		NotAProvider,
		/// The key belongs to no provider, neither as owner nor as operator.
		NotAnOperator,
		/// A provider has at least one unit of capacity.
		NoUnits,
		/// The offers and running deployments need more units than that.
		UnitsInUse,
		/// The free balance does not cover the bond or deposit.
		BondNotCovered,
		/// The provider has named as many operator keys as it may.
		TooManyOperators,
		/// The operator key is invited or accepted already.
		OperatorKnown,
		/// That provider has not named this key.
		NotInvited,
		/// The key is no operator of this provider.
		UnknownOperator,
		/// The descriptor type is registered already.
		TypeExists,
		/// No descriptor type has this id.
		UnknownType,
		/// Somebody offers the descriptor type, or runs a deployment of it.
		TypeInUse,
		/// Only who registered a descriptor type may remove it.
		NotTypeOwner,
		/// A name is UTF-8 and not empty.
		InvalidName,
		/// Maintenance is announced so many blocks before it begins.
		MaintenanceTooSoon,
		/// Maintenance ends after it begins, and lasts no longer than the chain allows.
		InvalidWindow,
		/// No maintenance was announced.
		NoMaintenance,
		/// An offer's set-up blocks are not within the chain's bounds.
		SetupOutOfBounds,
		/// A price per block is more than zero.
		ZeroPrice,
		/// An offer has at least one unit of capacity.
		ZeroCapacity,
		/// All offers together would have more capacity than the provider has units.
		CapacityAboveUnits,
		/// The provider does not offer this type.
		UnknownOffer,
		/// The provider takes no awards already.
		AlreadyDraining,
		/// The provider takes awards already.
		NotDraining,
		/// Close the offers first.
		OffersRemain,
		/// Assignments remain, running or not yet confirmed as torn down.
		AssignmentsRemain,
		/// The provider offers as many types as it may.
		TooManyOffers,
		/// The owner has a descriptor type of this name already.
		NameTaken,
		/// The key has the wrong length or form for its scheme, or is all zeros.
		InvalidKey,
		/// That is the current sealing key.
		KeyKnown,
		/// There is no sealing key before the current one.
		NoPreviousKey,
		/// The provider is being retired by force: it offers nothing and takes no awards ever again.
		Retiring,
		/// Some of the bond was burnt: hold it again with `set_units` first.
		BondShort,
		/// A label is UTF-8 and not empty.
		InvalidLabel,
		/// The price lies between floor and ceiling, floor and step are more than zero.
		InvalidBounds,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(!T::Gap::get().is_zero(), "a heartbeat must keep a provider alive for some blocks");
			assert!(T::MaxScan::get() > 0, "an award must look at some offers");
			assert!(T::MissedAllowed::get() > 0, "an offer is not closed for nothing");
			assert!(T::ChangesKept::get() > 0 && T::DarkPeriodsKept::get() > 0, "rings have slots");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::try_runtime::TryRuntimeError> {
			Ok(Self::do_try_state()?)
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Become a provider with `units` of capacity; `BondBase + units * BondPerUnit` is held. Counts as a heartbeat.
		///
		/// Errors: `AlreadyRegistered`, `KeyInUse`, `NoUnits`, `BondNotCovered`.
		#[pallet::call_index(0)]
		pub fn register(origin: OriginFor<T>, units: u32) -> DispatchResult {
			Self::do_register(ensure_signed(origin)?, units)
		}

		/// Have `units` of capacity; the bond follows, and what was burnt of it is held again. Owner only.
		///
		/// Errors: `NotAProvider`, `NoUnits`, `UnitsInUse`, `BondNotCovered`.
		#[pallet::call_index(1)]
		pub fn set_units(origin: OriginFor<T>, units: u32) -> DispatchResult {
			Self::do_set_units(ensure_signed(origin)?, units)
		}

		/// Name a key that may do the calls of a reactor; it acts once it has accepted. Owner only.
		///
		/// Errors: `NotAProvider`, `OperatorKnown`, `TooManyOperators`.
		#[pallet::call_index(2)]
		pub fn add_operator(origin: OriginFor<T>, operator: T::AccountId) -> DispatchResult {
			Self::do_add_operator(ensure_signed(origin)?, operator)
		}

		/// Act for `provider`. Called by the operator key.
		///
		/// Errors: `KeyInUse`, `NotAProvider`, `NotInvited`.
		#[pallet::call_index(3)]
		pub fn accept_operator(origin: OriginFor<T>, provider: T::AccountId) -> DispatchResult {
			Self::do_accept_operator(ensure_signed(origin)?, provider)
		}

		/// Withdraw an operator key or an invitation. The owner; or the operator key itself, once it has accepted.
		///
		/// Errors: `NotAProvider`, `UnknownOperator`.
		#[pallet::call_index(4)]
		pub fn remove_operator(origin: OriginFor<T>, operator: T::AccountId) -> DispatchResult {
			Self::do_remove_operator(ensure_signed(origin)?, operator)
		}

		/// Register a descriptor type by the hash of its schema; a deposit is held. Anyone, for a name that is new among its own.
		///
		/// Errors: `TypeExists`, `InvalidName`, `NameTaken`, `BondNotCovered`.
		#[pallet::call_index(5)]
		pub fn register_type(
			origin: OriginFor<T>,
			schema: TypeId,
			name: BoundedVec<u8, T::MaxNameLength>,
		) -> DispatchResult {
			Self::do_register_type(ensure_signed(origin)?, schema, name)
		}

		/// Remove a descriptor type that nobody offers or runs; the deposit is free. Who registered it only. Costs no fee.
		///
		/// Errors: `UnknownType`, `NotTypeOwner`, `TypeInUse`.
		#[pallet::call_index(6)]
		pub fn unregister_type(origin: OriginFor<T>, schema: TypeId) -> DispatchResultWithPostInfo {
			Self::do_unregister_type(ensure_signed(origin)?, schema)?;
			Ok(Pays::No.into())
		}

		/// Offer a descriptor type at a fixed `price` per block with a `capacity`, or change the terms of the offer for new awards. Whom
		/// it serves stays. A deposit is held while there is a record of it. Owner only.
		///
		/// Errors: `NotAProvider`, `Retiring`, `UnknownType`, `ZeroPrice`, `ZeroCapacity`, `BondShort`, `CapacityAboveUnits`, `TooManyOffers`,
		/// `BondNotCovered`.
		#[pallet::call_index(7)]
		pub fn offer(origin: OriginFor<T>, type_id: TypeId, price: BalanceOf<T>, capacity: u32) -> DispatchResult {
			Self::do_offer(
				ensure_signed(origin)?,
				type_id,
				OfferTerms { price, elastic: None, capacity, setup_blocks: T::AckDeadline::get() },
			)
		}

		/// Take no more awards of a type. What runs goes on, and the record goes when the last of it is torn down. Costs
		/// no fee if the record goes at once. Owner only.
		///
		/// Errors: `NotAProvider`, `UnknownOffer`.
		#[pallet::call_index(8)]
		pub fn close_offer(origin: OriginFor<T>, type_id: TypeId) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::do_close_offer(who.clone(), type_id)?;
			let removed = !Offers::<T>::contains_key(type_id, who);
			Ok(if removed { Pays::No } else { Pays::Yes }.into())
		}

		/// Say that the provider is alive. Owner or operator.
		///
		/// Errors: `NotAnOperator`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::heartbeat_after_dark())]
		pub fn heartbeat(origin: OriginFor<T>) -> DispatchResultWithPostInfo {
			let was_dark = Self::do_heartbeat(ensure_signed(origin)?)?;
			Ok((!was_dark).then(T::WeightInfo::heartbeat).into())
		}

		/// Take no more awards of any type. Owner only.
		///
		/// Errors: `NotAProvider`, `AlreadyDraining`.
		#[pallet::call_index(10)]
		pub fn drain(origin: OriginFor<T>) -> DispatchResult {
			Self::do_set_draining(ensure_signed(origin)?, true)
		}

		/// Take awards again. Owner only.
		///
		/// Errors: `NotAProvider`, `NotDraining`, `Retiring`.
		#[pallet::call_index(11)]
		pub fn undrain(origin: OriginFor<T>) -> DispatchResult {
			Self::do_set_draining(ensure_signed(origin)?, false)
		}

		/// Be a provider no longer; the bond is free. Only without offers and assignments. Costs no fee. Owner only.
		///
		/// Errors: `NotAProvider`, `OffersRemain`, `AssignmentsRemain`.
		#[pallet::call_index(12)]
		pub fn leave(origin: OriginFor<T>) -> DispatchResultWithPostInfo {
			Self::do_leave(ensure_signed(origin)?)?;
			Ok(Pays::No.into())
		}

		/// Have earnings paid to `beneficiary`, or to the owner again. Debts too. Owner only.
		///
		/// Errors: `NotAProvider`.
		#[pallet::call_index(13)]
		pub fn set_beneficiary(origin: OriginFor<T>, beneficiary: Option<T::AccountId>) -> DispatchResult {
			Self::do_set_beneficiary(ensure_signed(origin)?, beneficiary)
		}

		/// Log in with another key, or with none. Owner only.
		///
		/// Errors: `NotAProvider`, `InvalidKey`.
		#[pallet::call_index(14)]
		pub fn set_login_key(origin: OriginFor<T>, key: Option<LoginKey>) -> DispatchResult {
			Self::do_set_login_key(ensure_signed(origin)?, key)
		}

		/// Have secrets sealed to another X25519 key. The one before stays readable, for what was sealed to it. Owner only.
		///
		/// Errors: `NotAProvider`, `InvalidKey`, `KeyKnown`.
		#[pallet::call_index(15)]
		pub fn rotate_sealing_key(origin: OriginFor<T>, key: [u8; 32]) -> DispatchResult {
			Self::do_rotate_sealing_key(ensure_signed(origin)?, key)
		}

		/// Forget the sealing key before the current one. Owner only.
		///
		/// Errors: `NotAProvider`, `NoPreviousKey`.
		#[pallet::call_index(16)]
		pub fn drop_previous_sealing_key(origin: OriginFor<T>) -> DispatchResult {
			Self::do_drop_previous_sealing_key(ensure_signed(origin)?)
		}

		/// Say what consumers' criteria look at: regions, networks, attributes, terms. None says nothing. What runs goes on whatever
		/// changes. Owner only.
		///
		/// Errors: `NotAProvider`, `InvalidLabel`.
		#[pallet::call_index(17)]
		pub fn set_profile(origin: OriginFor<T>, profile: Option<Profile>) -> DispatchResult {
			Self::do_set_profile(ensure_signed(origin)?, profile)
		}

		/// As `offer`, with bounds in which the price of what runs may change. Only consumers who accept that are awarded, and their
		/// highest price holds for the ceiling. Owner only.
		///
		/// Errors: those of `offer`, `InvalidBounds`, `SetupOutOfBounds`.
		#[pallet::call_index(18)]
		pub fn offer_with(origin: OriginFor<T>, type_id: TypeId, terms: OfferTermsOf<T>) -> DispatchResult {
			Self::do_offer(ensure_signed(origin)?, type_id, terms)
		}

		/// Serve only the consumers that are listed, or everybody (none). The list goes with the record of the offer, so an offer that
		/// was closed and is used no more begins public again: set both in one batch. Owner only.
		///
		/// Errors: `NotAProvider`, `UnknownOffer`.
		#[pallet::call_index(19)]
		pub fn set_allowed(
			origin: OriginFor<T>,
			type_id: TypeId,
			allowed: Option<Allowed<T::AccountId>>,
		) -> DispatchResult {
			Self::do_set_allowed(ensure_signed(origin)?, type_id, allowed)
		}

		/// Announce a window `[from, until)` in which deployments may be away, in the place of what was announced before; none takes it
		/// back. Within it consumers leave without the minimum period, and may move to another provider. It excuses nobody from a
		/// deadline or from being dark. Owner only.
		///
		/// Errors: `NotAProvider`, `MaintenanceTooSoon`, `InvalidWindow`, `NoMaintenance`.
		#[pallet::call_index(20)]
		pub fn announce_maintenance(origin: OriginFor<T>, window: Option<MaintenanceWindowOf<T>>) -> DispatchResult {
			Self::do_announce_maintenance(ensure_signed(origin)?, window)
		}
	}
}
