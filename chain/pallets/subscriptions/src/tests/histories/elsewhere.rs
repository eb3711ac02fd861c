//! Errors that no history reaches, and the tests that do.

use super::{coverage::ErrorName, *};
use frame::deps::scale_info::{TypeDef, TypeInfo};

/// The error, and the file and name of the test.
const REACHED_BY: &[(ErrorName, &str, &str)] = &[
	(("Providers", "TooManyOffers"), "providers/src/tests/offers.rs", "a_provider_offers_a_bounded_number_of_types"),
	(
		("Subscriptions", "StillUnpayable"),
		"subscriptions/src/tests/debts.rs",
		"a_payment_to_a_dead_account_below_the_existential_deposit_is_owed",
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
