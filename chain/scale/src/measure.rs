//! A state in a trie, and what a change of it costs.

use codec::Encode;
use frame::{
	deps::{
		frame_support::storage::storage_prefix,
		sp_io::TestExternalities,
		sp_runtime::{traits::BlakeTwo256, StateVersion},
	},
	hashing::twox_128,
};
use sp_core::Blake2Hasher;
use sp_externalities::set_and_run_with_externalities;
use sp_state_machine::{Backend, Ext, OverlayedChanges, TrieBackendBuilder};
use sp_trie::recorder::Recorder;
use std::{
	collections::BTreeMap,
	time::{Duration, Instant},
};

/// Everything in one trie in memory, as the relay chain's validators see it: no cache.
#[derive(Default)]
pub struct State {
	ext: TestExternalities,
}

/// What a change costs. Keys of System other than accounts do not count: they are in every block.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
	/// Keys looked up, each once. Without those that a walk finds.
	pub reads: usize,
	/// Keys written or removed, each once.
	pub writes: usize,
	/// Bytes of the compact proof, for reading and for the new root.
	pub proof: usize,
	/// Of the change and of the new root.
	pub time: Duration,
}

/// Keys, and what was written there or that it was removed.
pub type Written = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

pub fn written<B: Backend<Blake2Hasher>>(mut overlay: OverlayedChanges<Blake2Hasher>, backend: &B) -> Written {
	let changes = overlay.drain_storage_changes(backend, StateVersion::V1).expect("nothing is open");
	changes.main_storage_changes.into_iter().collect()
}

impl State {
	pub fn backend(&self) -> &impl Backend<Blake2Hasher> {
		&self.ext.backend
	}

	/// What a change would write.
	pub fn written<R>(&self, change: impl FnOnce() -> R) -> Written {
		let mut overlay = OverlayedChanges::default();
		set_and_run_with_externalities(&mut Ext::new(&mut overlay, self.backend(), None), change);
		written(overlay, self.backend())
	}

	/// Change it for good.
	pub fn change<R>(&mut self, change: impl FnOnce() -> R) -> R {
		let result = self.ext.execute_with(change);
		self.ext.commit_all().expect("nothing is open");
		result
	}

	/// What a change would cost. It is done three times, timed (the best counts), and once with its proof recorded, and is never kept.
	pub fn cost<R>(&self, change: impl Fn() -> R) -> (R, Cost) {
		let time = (0..3).map(|_| self.time(&change)).min().expect("three times");
		let recorder = Recorder::default();
		let backend = TrieBackendBuilder::wrap(&self.ext.backend).with_recorder(recorder.clone()).build();
		let mut overlay = OverlayedChanges::default();
		let result = set_and_run_with_externalities(&mut Ext::new(&mut overlay, &backend, None), &change);
		let reads = recorder.recorded_keys().values().flat_map(|keys| keys.keys()).filter(|key| counts(key)).count();
		let writes = overlay.changes().filter(|(key, _)| counts(key)).count();
		overlay.storage_root(&backend, StateVersion::V1);
		let root = *self.ext.backend.root();
		let proof = recorder.to_storage_proof().into_compact_proof::<BlakeTwo256>(root).expect("it proves the root");
		(result, Cost { reads, writes, proof: proof.encoded_size(), time })
	}

	fn time<R>(&self, change: &impl Fn() -> R) -> Duration {
		let mut overlay = OverlayedChanges::default();
		let began = Instant::now();
		set_and_run_with_externalities(&mut Ext::new(&mut overlay, &self.ext.backend, None), change);
		overlay.storage_root(&self.ext.backend, StateVersion::V1);
		began.elapsed()
	}
}

fn counts(key: &[u8]) -> bool {
	!key.starts_with(&twox_128(b"System")) || key.starts_with(&storage_prefix(b"System", b"Account"))
}
