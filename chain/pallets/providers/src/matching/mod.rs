//! Who gets an award.

mod criteria;
mod lots;
mod profiles;
pub(crate) mod queue;
mod scan;
mod strategies;

pub use lots::ParentHash;
