//! Weights: what [`generated`] measured, with each component at its most. Written again by `chain/weights.sh`.

mod generated;

use self::generated::Generated;
use core::marker::PhantomData;
use frame::prelude::*;

pub trait WeightInfo {
	fn register() -> Weight;
	fn set_units() -> Weight;
	fn add_operator() -> Weight;
	fn accept_operator() -> Weight;
	fn remove_operator() -> Weight;
	fn register_type() -> Weight;
	fn unregister_type() -> Weight;
	fn offer() -> Weight;
	fn close_offer() -> Weight;
	fn heartbeat() -> Weight;
	/// A heartbeat that ends a dark period, and stirs every type that the provider offers.
	fn heartbeat_after_dark() -> Weight;
	fn drain() -> Weight;
	fn undrain() -> Weight;
	fn leave() -> Weight;
	fn set_beneficiary() -> Weight;
	fn set_login_key() -> Weight;
	fn rotate_sealing_key() -> Weight;
	fn drop_previous_sealing_key() -> Weight;
	fn set_profile() -> Weight;
	fn offer_with() -> Weight;
	fn set_allowed() -> Weight;
	fn announce_maintenance() -> Weight;
}

/// By benchmarks in a compiled executor.
pub struct Measured<T>(PhantomData<T>);

impl<T: crate::Config> WeightInfo for Measured<T> {
	fn register() -> Weight {
		Generated::<T>::register()
	}

	fn set_units() -> Weight {
		Generated::<T>::set_units()
	}

	fn add_operator() -> Weight {
		Generated::<T>::add_operator()
	}

	fn accept_operator() -> Weight {
		Generated::<T>::accept_operator()
	}

	fn remove_operator() -> Weight {
		Generated::<T>::remove_operator()
	}

	fn register_type() -> Weight {
		Generated::<T>::register_type(T::MaxNameLength::get())
	}

	fn unregister_type() -> Weight {
		Generated::<T>::unregister_type()
	}

	fn offer() -> Weight {
		Generated::<T>::offer()
	}

	fn close_offer() -> Weight {
		Generated::<T>::close_offer()
	}

	fn heartbeat() -> Weight {
		Generated::<T>::heartbeat()
	}

	fn heartbeat_after_dark() -> Weight {
		Generated::<T>::heartbeat_after_dark(T::MaxOffers::get())
	}

	fn drain() -> Weight {
		Generated::<T>::drain()
	}

	fn undrain() -> Weight {
		Generated::<T>::undrain(T::MaxOffers::get())
	}

	fn leave() -> Weight {
		Generated::<T>::leave(T::MaxOperators::get())
	}

	fn set_beneficiary() -> Weight {
		Generated::<T>::set_beneficiary()
	}

	fn set_login_key() -> Weight {
		Generated::<T>::set_login_key()
	}

	fn rotate_sealing_key() -> Weight {
		Generated::<T>::rotate_sealing_key()
	}

	fn drop_previous_sealing_key() -> Weight {
		Generated::<T>::drop_previous_sealing_key()
	}

	fn set_profile() -> Weight {
		Generated::<T>::set_profile(T::MaxOffers::get())
	}

	fn offer_with() -> Weight {
		Generated::<T>::offer_with()
	}

	fn set_allowed() -> Weight {
		Generated::<T>::set_allowed()
	}

	fn announce_maintenance() -> Weight {
		Generated::<T>::announce_maintenance()
	}
}
