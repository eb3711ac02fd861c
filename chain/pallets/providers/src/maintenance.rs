//! Windows in which a provider's deployments may be away: announced, so that consumers can leave before they suffer by it.
//!
//! A window excuses nothing. Deadlines hold, and who does not beat is dark and not paid.

use crate::{pallet::*, MaintenanceWindow};
use frame::prelude::*;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_announce_maintenance(who: T::AccountId, window: Option<MaintenanceWindowOf<T>>) -> DispatchResult {
		Self::provider(&who)?;
		if let Some(MaintenanceWindow { from, until }) = window {
			let earliest = Self::now().saturating_add(T::MaintenanceNotice::get());
			ensure!(from >= earliest, Error::<T>::MaintenanceTooSoon);
			ensure!(until > from && until - from <= T::MaxMaintenance::get(), Error::<T>::InvalidWindow);
		} else {
			ensure!(Maintenance::<T>::contains_key(&who), Error::<T>::NoMaintenance);
		}
		Maintenance::<T>::set(&who, window);
		Self::deposit_event(Event::MaintenanceAnnounced { provider: who, window });
		Ok(())
	}
}
