//! Places in the queue of open offers: who moves, who stays, and that no search misses anybody.

use super::*;
use crate::{OfferTerms, Offers, Scan};
use frame::testing_prelude::*;

/// Who stands where, first to last.
fn standing() -> Vec<u64> {
	let mut all: Vec<_> = Offers::<Test>::iter_prefix(TYPE).filter(|(_, offer)| offer.open).collect();
	all.sort_by_key(|(_, offer)| offer.place);
	all.into_iter().map(|(who, _)| who).collect()
}

fn left(who: u64) -> u32 {
	Offers::<Test>::get(TYPE, who).expect("an offer").left
}

fn terms(who: u64, price: Balance, capacity: u32) {
	assert_ok!(Providers::offer(signed(who), TYPE, price, capacity));
}

fn close(who: u64) {
	assert_ok!(Providers::close_offer(signed(who), TYPE));
}

fn failed(who: u64) {
	<Providers as Marketplace<u64, Balance, u64>>::failed(&who, &TYPE);
}

fn naming(who: u64) -> Selection<u64> {
	Selection::Candidates(vec![who].try_into().unwrap())
}

fn unfinished(ask: &Ask<u64, Balance, u64>) -> Scan {
	match award_for(ask) {
		Choice::Unfinished { scan } => scan,
		other => panic!("expected a search that is cut short, found {other:?}"),
	}
}

#[test]
fn who_opens_is_last_and_new_terms_keep_the_place() {
	chain(|| {
		for who in 1..=4 {
			provider(who, 3, 1);
		}
		assert_eq!(standing(), [1, 2, 3, 4]);
		terms(2, 5, 1);
		assert_eq!(standing(), [1, 2, 3, 4]);
		close(2);
		assert_eq!(standing(), [1, 3, 4]);
		terms(2, 3, 1);
		assert_eq!(standing(), [1, 3, 4, 2]);
		for who in [1, 2, 3, 4] {
			close(who);
			Providers::do_try_state().expect("linked");
		}
		terms(4, 3, 1);
		assert_eq!(standing(), [4]);
	});
}

#[test]
fn who_is_passed_over_stays_first() {
	chain(|| {
		for who in 1..=3 {
			provider(who, 3, 1);
		}
		// A request that refuses the first takes the turn of the second, not of the first.
		assert_eq!(awarded(3, &[1]), 2);
		assert_eq!(standing(), [1, 3, 2]);
		release(2);
		// One that is dear, or full, or drains, is passed over too.
		terms(1, 9, 1);
		assert_eq!(awarded(3, &[]), 3);
		release(3);
		assert_eq!(standing(), [1, 2, 3]);
		assert_eq!(awarded(9, &[]), 1);
		assert_eq!(standing(), [2, 3, 1]);
	});
}

#[test]
fn a_search_by_turn_begins_with_the_first_wherever_the_windows_are() {
	chain(|| {
		(1..=3).for_each(|who| provider(who, 3, 1));
		crate::NextWindow::<Test>::put_at(2);
		assert_eq!(awarded(3, &[]), 1);
		assert_eq!(awarded(3, &[]), 2);
	});
}

#[test]
fn closing_and_opening_again_takes_nobodys_turn() {
	chain(|| {
		provider(1, 3, 4);
		provider(2, 3, 1);
		provider(3, 3, 1);
		let mut got = 0;
		for _ in 0..12 {
			// Whoever is behind the honest one goes and comes back, as often as it likes.
			for who in [2, 3] {
				close(who);
				terms(who, 3, 1);
			}
			let who = awarded(3, &[]);
			release(who);
			got += u32::from(who == 1);
		}
		// Four of every row of four: those who went away are never first.
		assert_eq!(got, 12);
	});
}

#[test]
fn a_row_is_of_the_units_that_were_free_when_it_began() {
	chain(|| {
		provider(1, 3, 4);
		provider(2, 3, 1);
		let selection = naming(1);
		let take = Ask { selection: &selection, ..ask(&TYPE, 3, &[]) };
		// Named providers are not awarded by turn, and lose none.
		(0..2).for_each(|_| assert_eq!(award_for(&take), given(1, false)));
		assert_eq!((standing(), left(1)), (vec![1, 2], 4));
		assert_eq!(award_for(&ask(&TYPE, 3, &[])), given(1, true));
		assert_eq!(left(1), 1);
		// A unit that is free again does not lengthen the row.
		release(1);
		assert_eq!(awarded(3, &[]), 1);
		assert_eq!((standing(), left(1)), (vec![2, 1], 4));
	});
}

#[test]
fn other_terms_shorten_a_row_and_never_lengthen_it() {
	chain(|| {
		assert_ok!(Providers::register(signed(1), 9));
		terms(1, 3, 4);
		provider(2, 3, 1);
		terms(1, 3, 9);
		assert_eq!(left(1), 4);
		terms(1, 3, 2);
		assert_eq!(left(1), 2);
		terms(1, 3, 9);
		assert_eq!(left(1), 2);
		(0..2).for_each(|_| assert_eq!(awarded(3, &[]), 1));
		// At the tail it counts for the next row.
		assert_eq!((standing(), left(1)), (vec![2, 1], 9));
	});
}

#[test]
fn who_fails_goes_to_the_tail_with_a_row_of_one() {
	chain(|| {
		provider(1, 3, 3);
		provider(2, 3, 1);
		assert_eq!(awarded(3, &[]), 1);
		failed(1);
		assert_eq!((standing(), left(1)), (vec![2, 1], 1));
		release(1);
		assert_eq!(awarded(3, &[]), 2);
		assert_eq!(awarded(3, &[]), 1);
		assert_eq!(left(1), 3);
		// Of one that closed meanwhile nothing moves.
		close(1);
		failed(1);
		assert_eq!(standing(), [2]);
	});
}

/// Offers of `count` providers that nobody can pay, and what looks at four of them at a time.
fn dear(count: u64) -> Ask<'static, u64, Balance, u64> {
	(1..=count).for_each(|who| provider(who, 5, 1));
	ask(&TYPE, 3, &[])
}

#[test]
fn a_search_goes_on_behind_an_offer_that_left() {
	chain(|| {
		let asked = dear(9);
		terms(7, 3, 1);
		let scan = unfinished(&asked);
		assert_eq!(scan.next, 4);
		// The next that it would read, and the one after it.
		close(5);
		close(6);
		assert_eq!(award_for(&Ask { scan: Some(scan), ..asked.clone() }), given(7, true));
	});
	chain(|| {
		// All that it would have read.
		let asked = dear(6);
		let scan = unfinished(&asked);
		close(5);
		close(6);
		assert_eq!(award_for(&Ask { scan: Some(scan), ..asked }), Choice::Nobody);
	});
}

#[test]
fn a_search_finds_who_went_to_the_tail_while_it_was_on_its_way() {
	for selection in [Selection::RoundRobin, Selection::Cheapest, Selection::LeastLoaded, Selection::Random] {
		for from in 0..7 {
			chain(|| {
				let asked = Ask { selection: &selection, ..dear(7) };
				terms(6, 3, 1);
				crate::NextWindow::<Test>::put_at(from);
				let mut scan = None;
				// It moves behind all others after each search that did not see it.
				for _ in 0..4 {
					match award_for(&Ask { scan, ..asked.clone() }) {
						Choice::Awarded(award) => return assert_eq!(award.provider, 6),
						Choice::Unfinished { scan: next } => scan = Some(next),
						Choice::Nobody => panic!("{selection:?} from {from}: passed over"),
					}
					failed(6);
				}
				panic!("{selection:?} from {from}: it searches for ever");
			});
		}
	}
}

trait PutAt {
	fn put_at(place: u64);
}

impl PutAt for crate::NextWindow<Test> {
	fn put_at(place: u64) {
		Self::insert(TYPE, place);
	}
}

#[test]
fn a_search_sees_everybody_once_wherever_it_begins() {
	for from in 0..9 {
		chain(|| {
			let asked = Ask { selection: &Selection::Cheapest, ..dear(9) };
			crate::NextWindow::<Test>::put_at(from);
			let (mut scan, mut searches) = (None, 0);
			loop {
				searches += 1;
				match award_for(&Ask { scan, ..asked.clone() }) {
					Choice::Unfinished { scan: next } => scan = Some(next),
					Choice::Nobody => break,
					Choice::Awarded(award) => panic!("nobody can pay {award:?}"),
				}
			}
			// Nine offers, four at a time.
			assert_eq!(searches, 3, "from {from}");
		});
	}
}

#[test]
fn the_queue_is_read_in_pages() {
	chain(|| {
		(1..=9).for_each(|who| provider(who, 3, 1));
		close(1);
		close(6);
		let page = |from, limit| Providers::view_queue(&TYPE, from, limit);
		assert_eq!(page(0, 3), (vec![2, 3, 4], Some(4)));
		// The place at which it goes on has become empty meanwhile.
		close(5);
		assert_eq!(page(4, 3), (vec![7, 8, 9], None));
		assert_eq!(page(0, 0), (vec![2], Some(2)));
		assert_eq!(page(9, 100), (vec![], None));
		assert_eq!(Providers::view_queue(&OTHER_TYPE, 0, 5), (vec![], None));
	});
}

#[test]
fn a_place_is_never_given_twice() {
	chain(|| {
		provider(1, 3, 1);
		let mut places = vec![Offers::<Test>::get(TYPE, 1).unwrap().place];
		for _ in 0..3 {
			close(1);
			terms(1, 3, 1);
			places.push(Offers::<Test>::get(TYPE, 1).unwrap().place);
		}
		assert_eq!(places, [0, 1, 2, 3]);
	});
}

#[test]
fn terms_keep_the_place_whatever_they_change() {
	chain(|| {
		provider(1, 3, 1);
		provider(2, 3, 1);
		let bounds = crate::Elastic { floor: 1, ceiling: 9, step: 1 };
		let terms = OfferTerms { price: 2, elastic: Some(bounds), capacity: 1, setup_blocks: MAX_SETUP };
		assert_ok!(Providers::offer_with(signed(1), TYPE, terms));
		assert_ok!(Providers::set_allowed(signed(1), TYPE, Some(Default::default())));
		assert_ok!(Providers::set_profile(signed(1), Some(Default::default())));
		assert_ok!(Providers::drain(signed(1)));
		assert_ok!(Providers::undrain(signed(1)));
		assert_eq!(standing(), [1, 2]);
	});
}
