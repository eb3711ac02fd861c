//! Who gets an award.

mod criteria;
mod lots;
mod profiles;
mod scan;
mod strategies;

pub use lots::ParentHash;
