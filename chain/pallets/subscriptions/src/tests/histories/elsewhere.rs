//! Errors that no history reaches, and the tests that do.

use super::{coverage::ErrorName, *};
use frame::deps::scale_info::{TypeDef, TypeInfo};

/// The error, and the file and name of the test.
const REACHED_BY: &[(ErrorName, &str, &str)] = &[
	(("Providers", "TooManyOffers"), "providers/src/tests/offers.rs", "a_provider_offers_a_bounded_number_of_types"),
	(
		("Providers", "TooManyOperators"),
		"providers/src/tests/registration.rs",
		"a_key_is_removed_by_its_owner_or_by_itself",
	),
	(("Providers", "NameTaken"), "providers/src/tests/offers.rs", "a_name_is_its_owners_and_new_among_its_own"),
	(
		("Providers", "KeyKnown"),
		"providers/src/tests/keys.rs",
		"a_sealing_key_rotates_and_the_one_before_stays_readable",
	),
	(
		("Providers", "Retiring"),
		"subscriptions/src/tests/retiring.rs",
		"what_does_not_fit_one_piece_is_left_for_the_next_and_served_until_then",
	),
	(
		("Subscriptions", "StillUnpayable"),
		"subscriptions/src/tests/debts.rs",
		"a_payment_to_a_dead_account_below_the_existential_deposit_is_owed",
	),
	(
		("Subscriptions", "StepTooLarge"),
		"subscriptions/src/tests/repricing.rs",
		"a_change_keeps_to_the_bounds_and_the_step",
	),
	(
		("Subscriptions", "RepricePending"),
		"subscriptions/src/tests/repricing.rs",
		"a_change_keeps_to_the_bounds_and_the_step",
	),
	(("Subscriptions", "GroupFull"), "subscriptions/src/tests/wishes.rs", "a_group_is_bounded"),
	(
		("Subscriptions", "OthersFirst"),
		"subscriptions/src/tests/wishes.rs",
		"many_are_awarded_what_those_who_wait_have_been_asked_about",
	),
	(
		("Subscriptions", "LimitOutOfBounds"),
		"subscriptions/src/tests/retiring.rs",
		"only_root_retires_and_only_a_provider_and_so_many_at_a_time",
	),
	(
		("Subscriptions", "MigrationPending"),
		"subscriptions/src/tests/migrating.rs",
		"migration_is_refused_to_others_twice_before_a_deployment_and_within_the_minimum_period",
	),
	(
		("Subscriptions", "MinimumNotOver"),
		"subscriptions/src/tests/migrating.rs",
		"migration_is_refused_to_others_twice_before_a_deployment_and_within_the_minimum_period",
	),
];

/// Calls that no history can make succeed.
const SUCCEED_ELSEWHERE: &[&str] = &["claim_owed"];

pub fn succeeds(call: &str) -> bool {
	SUCCEED_ELSEWHERE.contains(&call)
}

pub fn reaches(error: ErrorName) -> bool {
	REACHED_BY.iter().any(|(reached, _, _)| *reached == error)
}

/// Every error of both pallets.
pub fn errors() -> Vec<ErrorName> {
	let mut errors = names::<pallet_providers::Error<Test>>("Providers");
	errors.extend(names::<crate::Error<Test>>("Subscriptions"));
	errors
}

fn names<E: TypeInfo>(pallet: &'static str) -> Vec<ErrorName> {
	let TypeDef::Variant(variants) = E::type_info().type_def else { panic!("an error is an enum") };
	variants.variants.into_iter().map(|variant| (pallet, variant.name)).collect()
}

/// Each named test exists and asserts the error.
pub fn check() {
	let known = errors();
	for (error, file, test) in REACHED_BY {
		assert!(known.contains(error), "{error:?} is no error");
		let path = format!("{}/../{file}", env!("CARGO_MANIFEST_DIR"));
		let source = std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{path}: {why}"));
		let body = source.split_once(&format!("fn {test}()")).unwrap_or_else(|| panic!("{path} has no test {test}")).1;
		let body = body.split("\n#[test]").next().expect("a first part");
		assert!(body.contains(&format!("::{}", error.1)), "{test} in {path} does not assert {error:?}");
	}
}
