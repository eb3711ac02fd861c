//! Storage of earlier versions, brought up to date. One file a version, named for the version that it leads to.
//!
//! Each is done in the block of the upgrade, whole, so it has a limit: the records that one block can carry. Before an upgrade, count them
//! (`try-runtime` does: `pre_upgrade` refuses too many). A chain with more records than that needs the same translation in steps over
//! many blocks (`pallet-migrations`, `SteppedMigration`, which stops all other calls meanwhile) in the place of the one here.
//!
//! A chain goes from one version to the next: one at version 1 runs the release before this one first.

pub mod v3;
pub mod v4;
