//! Records as the version before wrote them, byte for byte, brought up to date.

use super::*;
use crate::migrations::v3::{self, old, ToVersion3};
use codec::Encode;
use frame::{
	deps::frame_support::{
		storage::unhashed,
		traits::{OnRuntimeUpgrade, StorageVersion},
	},
	testing_prelude::*,
};

type Offers = crate::Offers<Test>;

/// Writes every record in its place as version 2 would have, with the cursor of the ring there if there is one.
fn as_version_2(cursor: Option<(u32, u32)>) {
	let mut standing: Vec<_> = Offers::iter().collect();
	standing.sort_by_key(|(_, _, offer)| offer.place);
	let mut index = 0u32;
	for (type_id, owner, o) in standing {
		let old =
			(o.price, o.elastic, o.capacity, o.used, o.open, o.private, index, o.missed, o.visible_from, o.deposit);
		unhashed::put_raw(&Offers::hashed_key_for(type_id, owner), &old.encode());
		if o.open {
			old::OfferRing::<Test>::insert(type_id, index, owner);
			index += 1;
		}
	}
	old::OfferCount::<Test>::insert(TYPE, index);
	old::OfferCount::<Test>::insert(OTHER_TYPE, 0);
	old::NextWindow::<Test>::insert(TYPE, 1);
	let _ = crate::OfferPlaces::<Test>::clear(u32::MAX, None);
	let _ = crate::OfferQueues::<Test>::clear(u32::MAX, None);
	if let Some(cursor) = cursor {
		unhashed::put_raw(&old::Cursor::<Test>::hashed_key_for(TYPE), &cursor.encode());
	}
	StorageVersion::new(2).put::<Providers>();
}

fn standing() -> Vec<(u64, u32, bool)> {
	let mut all: Vec<_> = Offers::iter_prefix(TYPE).filter(|(_, offer)| offer.open).collect();
	all.sort_by_key(|(_, offer)| offer.place);
	all.into_iter().map(|(who, offer)| (who, offer.left, offer.begun)).collect()
}

#[test]
fn version_2_becomes_version_3_with_nothing_lost() {
	chain(|| {
		provider(1, 3, 2);
		provider(2, 9, 7);
		provider(3, 3, 1);
		assert_eq!(awarded(3, &[]), 1);
		assert_ok!(Providers::close_offer(signed(1), TYPE));
		let list = vec![31u64].try_into().unwrap();
		assert_ok!(Providers::set_allowed(signed(2), TYPE, Some(list)));
		let mut offers: Vec<_> = Offers::iter().collect();
		as_version_2(None);
		let counted = v3::before::<Test>().unwrap();
		assert_eq!((counted.offers, counted.open), (3, 2));

		let weight = ToVersion3::<Test>::on_runtime_upgrade();

		assert_eq!(v3::after::<Test>(counted), Ok(()));
		for (_, _, offer) in &mut offers {
			// What a closed one says of its place means nothing, and the others begin with a whole row.
			(offer.place, offer.left, offer.begun) = (0, 0, false);
			assert_eq!(offer.setup_blocks, ACK_DEADLINE);
		}
		let mut found: Vec<_> = Offers::iter().collect();
		found.iter_mut().for_each(|(_, _, offer)| (offer.place, offer.left, offer.begun) = (0, 0, false));
		assert_eq!(found, offers);
		assert_eq!(standing(), [(2, 7, false), (3, 1, false)]);
		assert!(old::NextWindow::<Test>::iter().next().is_none(), "a window of the old ring is left");
		assert!(weight.proof_size() >= 3 * 2_048, "each record counts");
		// The next is behind them.
		assert_ok!(Providers::offer(signed(1), TYPE, 3, 2));
		assert_eq!(standing().last().map(|last| last.0), Some(1));
	});
}

#[test]
fn whose_turn_it_was_is_first_and_has_the_rest_of_its_turns() {
	type Standing = (u64, u32, bool);
	// The cursor of a ring of offers with 2, 7 and 1 units -> who stands where, with how many turns, and whether some were had
	let cases: [((u32, u32), [Standing; 3]); 5] = [
		((0, 1), [(1, 1, true), (2, 7, false), (3, 1, false)]),
		((0, 0), [(2, 7, false), (3, 1, false), (1, 2, false)]),
		((1, 4), [(2, 4, true), (3, 1, false), (1, 2, false)]),
		// More turns than the new terms have units.
		((1, 9), [(2, 7, true), (3, 1, false), (1, 2, false)]),
		((2, 0), [(1, 2, false), (2, 7, false), (3, 1, false)]),
	];
	for (cursor, expected) in cases {
		chain(|| {
			provider(1, 3, 2);
			provider(2, 3, 7);
			provider(3, 3, 1);
			as_version_2(Some(cursor));
			ToVersion3::<Test>::on_runtime_upgrade();
			assert_eq!(standing(), expected, "{cursor:?}");
		});
	}
}

#[test]
fn a_cursor_beyond_its_ring_begins_anew() {
	chain(|| {
		provider(1, 3, 2);
		provider(2, 3, 1);
		as_version_2(Some((5, 2)));
		ToVersion3::<Test>::on_runtime_upgrade();
		assert_eq!(standing(), [(2, 1, false), (1, 2, false)]);
	});
}

#[test]
fn a_migration_runs_once() {
	chain(|| {
		provider(1, 3, 2);
		let offers: Vec<_> = Offers::iter().collect();
		ToVersion3::<Test>::on_runtime_upgrade();
		assert_eq!(Offers::iter().collect::<Vec<_>>(), offers);
	});
}
