//! The runtime's blob in a compiled executor, as collators and validators run it: WebAssembly in Wasmtime, on the same state.

use crate::{
	measure::{written, State, Written},
	runtime::{AccountId, BlockNumber, Runtime, RuntimeCall, System, GENESIS},
};
use codec::{Compact, Encode};
use cumulus_primitives_proof_size_hostfunction::storage_proof_size;
use frame::{
	deps::{
		frame_support::storage::unhashed,
		frame_system,
		sp_io::SubstrateHostFunctions,
		sp_runtime::{
			generic::{Digest, Era, Header},
			traits::BlakeTwo256,
			MultiAddress, MultiSignature, StateVersion,
		},
	},
	hashing::twox_128,
	prelude::H256,
};
use pallet_clock::{LastReading, Reading};
use sc_executor::{RuntimeVersionOf, WasmExecutor};
use sp_core::{
	sr25519,
	traits::{CallContext, CodeExecutor, RuntimeCode, WrappedRuntimeCode},
	Blake2Hasher, Pair,
};
use sp_externalities::{set_and_run_with_externalities, Extensions};
use sp_state_machine::{Backend, BasicExternalities, Ext, OverlayedChanges};
use sp_version::RuntimeVersion;
use std::{
	fs,
	path::Path,
	time::{Duration, Instant},
};

/// What a collator gives a parachain's runtime.
type HostFunctions = (SubstrateHostFunctions, storage_proof_size::HostFunctions);

pub struct Compiled {
	executor: WasmExecutor<HostFunctions>,
	blob: Vec<u8>,
	version: RuntimeVersion,
}

impl Compiled {
	/// The committed blob, which [`Compiled::block`] compiles when it is first run. Panics if it is not there.
	pub fn committed() -> Self {
		let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../client/blob/dinfra.compact.compressed.wasm");
		let blob = fs::read(&file).unwrap_or_else(|why| panic!("{}: {why}", file.display()));
		let executor = WasmExecutor::builder().build();
		let code = WrappedRuntimeCode((&blob).into());
		let version = executor.runtime_version(&mut BasicExternalities::default(), &runtime_code(&code, &blob));
		let version = version.expect("the blob says its version");
		Self { executor, blob, version }
	}

	/// How long a block takes at best, of three times.
	pub fn time(&self, state: &State, number: BlockNumber, transactions: &[Vec<u8>]) -> Duration {
		(0..3).map(|_| self.block(state, number, transactions).0).min().expect("three times")
	}

	/// How long a block takes, and what it writes: its hooks, in which the clock advances by one, then these transactions, with signatures and fees, and the new root. Not its
	/// two inherents, which come from the relay chain.
	///
	/// Panics if a transaction is refused or fails.
	pub fn block(&self, state: &State, number: BlockNumber, transactions: &[Vec<u8>]) -> (Duration, Written) {
		let backend = state.backend();
		let header = Header::<BlockNumber, BlakeTwo256> {
			parent_hash: H256([1; 32]),
			number,
			state_root: H256::zero(),
			extrinsics_root: H256::zero(),
			digest: Digest::default(),
		};
		let mut overlay = OverlayedChanges::default();
		let before = || before_block(number);
		set_and_run_with_externalities(&mut Ext::new(&mut overlay, backend, None), before);
		let began = Instant::now();
		self.call(backend, &mut overlay, "Core_initialize_block", &header.encode());
		// Refused, as it has no signature; but no inherent comes after it, so the hooks run that follow the inherents.
		self.call(backend, &mut overlay, "BlockBuilder_apply_extrinsic", &unsigned());
		for transaction in transactions {
			let outcome = self.call(backend, &mut overlay, "BlockBuilder_apply_extrinsic", transaction);
			// A result in a result: valid, and without an error.
			assert_eq!(outcome, [0, 0], "block {number}: a transaction was refused or failed");
		}
		overlay.storage_root(backend, StateVersion::V1);
		(began.elapsed(), written(overlay, backend))
	}

	fn call<B: Backend<Blake2Hasher>>(
		&self,
		backend: &B,
		overlay: &mut OverlayedChanges<Blake2Hasher>,
		method: &str,
		data: &[u8],
	) -> Vec<u8> {
		let code = WrappedRuntimeCode((&self.blob).into());
		let mut extensions = Extensions::default();
		let mut ext = Ext::new(overlay, backend, Some(&mut extensions));
		let context = CallContext::Onchain { import: false };
		let (result, _) = self.executor.call(&mut ext, &runtime_code(&code, &self.blob), method, data, context);
		result.unwrap_or_else(|why| panic!("{method}: {why}"))
	}

	/// A call as a transaction of the real runtime (runtime/src/lib.rs lists its extensions): the first of its account, for ever valid.
	pub fn transaction(&self, by: &sr25519::Pair, call: &RuntimeCall) -> Vec<u8> {
		let (nonce, tip, no_metadata_hash) = (Compact(0u32), Compact(0u128), 0u8);
		let extensions = (Era::Immortal, nonce, tip, no_metadata_hash);
		let RuntimeVersion { spec_version, transaction_version, .. } = self.version;
		let implied = (spec_version, transaction_version, GENESIS, GENESIS, Option::<H256>::None);
		let payload = (call, &extensions, implied).encode();
		assert!(payload.len() <= 256, "longer ones are hashed before they are signed");
		let signature = MultiSignature::from(by.sign(&payload));
		let address = MultiAddress::<AccountId, ()>::Id(by.public().into());
		// An opaque transaction: version 4, signed.
		(0b1000_0100u8, address, signature, extensions, call).encode().encode()
	}
}

/// The block before `number`, and what the real runtime knows of the relay chain without its inherent: it is one block on.
fn before_block(number: BlockNumber) {
	System::set_block_number(number - 1);
	LastReading::<Runtime>::put(Reading { now: number - 1, provider: number - 1 });
	let relay = [twox_128(b"ParachainSystem"), twox_128(b"LastRelayChainBlockNumber")].concat();
	unhashed::put(&relay, &number);
}

/// A call that nobody signed.
fn unsigned() -> Vec<u8> {
	let call = RuntimeCall::System(frame_system::Call::remark { remark: Vec::new() });
	// An opaque transaction: version 4, bare.
	(0b0000_0100u8, call).encode().encode()
}

fn runtime_code<'a>(code: &'a WrappedRuntimeCode<'a>, blob: &[u8]) -> RuntimeCode<'a> {
	// Whichever hash: it tells one runtime's compiled code from another's.
	RuntimeCode { code_fetcher: code, heap_pages: None, hash: twox_128(blob).to_vec() }
}
