//! Whether a provider is one that a consumer would have. Pure.

use crate::{Criteria, Profile};

/// Whether what a provider says of itself meets what a consumer asks for. Who is preferred, refused or apart is not decided here: that
/// is not in the profile.
pub fn met<AccountId>(criteria: &Criteria<AccountId>, profile: &Profile) -> bool {
	let serves = |region| profile.regions.contains(region);
	let wanted = criteria.regions.is_empty() || criteria.regions.iter().any(serves);
	let refused = criteria.not_regions.iter().any(serves)
		|| criteria.not_networks.iter().any(|network| profile.networks.contains(network));
	let able = criteria.attributes.iter().all(|attribute| profile.attributes.contains(attribute));
	let agreed = profile.terms.is_none_or(|terms| criteria.terms.contains(&terms));
	wanted && !refused && able && agreed
}
