//! Who gets an award.

mod lots;

pub use lots::ParentHash;
