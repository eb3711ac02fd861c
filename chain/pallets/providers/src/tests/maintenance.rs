//! Windows that a provider announces.

use super::*;
use crate::{Error, Event, Maintenance, MaintenanceWindow};
use frame::testing_prelude::*;

fn announce(who: u64, from: u64, until: u64) -> DispatchResult {
	Providers::announce_maintenance(signed(who), Some(MaintenanceWindow { from, until }))
}

#[test]
fn maintenance_is_announced_ahead_and_ends() {
	chain(|| {
		assert_noop!(announce(1, 50, 60), Error::<Test>::NotAProvider);
		assert_ok!(Providers::register(signed(1), 1));
		assert_noop!(Providers::announce_maintenance(signed(1), None), Error::<Test>::NoMaintenance);
		let earliest = 1 + MAINTENANCE_NOTICE;
		assert_noop!(announce(1, earliest - 1, earliest + 1), Error::<Test>::MaintenanceTooSoon);
		assert_noop!(announce(1, earliest, earliest), Error::<Test>::InvalidWindow);
		assert_noop!(announce(1, earliest, earliest - 1), Error::<Test>::InvalidWindow);
		assert_noop!(announce(1, earliest, earliest + MAX_MAINTENANCE + 1), Error::<Test>::InvalidWindow);
		assert_noop!(announce(1, 5, u64::MAX), Error::<Test>::MaintenanceTooSoon);
		assert_ok!(announce(1, earliest, earliest + MAX_MAINTENANCE));
		// Another takes its place.
		assert_ok!(announce(1, earliest + 5, earliest + 6));
		let window = MaintenanceWindow { from: earliest + 5, until: earliest + 6 };
		assert_eq!(Maintenance::<Test>::get(1), Some(window));
		assert_eq!(events().last(), Some(&Event::MaintenanceAnnounced { provider: 1, window: Some(window) }));
		assert_ok!(Providers::announce_maintenance(signed(1), None));
		assert_eq!(Maintenance::<Test>::get(1), None);
	});
}

#[test]
fn the_window_is_half_open() {
	let window = MaintenanceWindow { from: 5, until: 7 };
	assert_eq!([4, 5, 6, 7].map(|b| window.covers(&b)), [false, true, true, false]);
}

#[test]
fn an_announcement_goes_with_its_provider() {
	chain(|| {
		assert_ok!(Providers::register(signed(1), 1));
		assert_ok!(announce(1, 50, 60));
		assert_ok!(Providers::leave(signed(1)));
		assert_eq!(Maintenance::<Test>::iter().count(), 0);
	});
}

#[test]
fn it_excuses_nobody_from_being_dark() {
	chain(|| {
		provider(1, 3, 1);
		assert_ok!(announce(1, 1 + GAP, 1 + GAP + MAX_MAINTENANCE));
		go_to(1 + GAP);
		assert!(<Providers as Marketplace<u64, Balance, u64>>::is_dark(&1));
		assert_eq!(award(3, &[]), Choice::Nobody);
	});
}
