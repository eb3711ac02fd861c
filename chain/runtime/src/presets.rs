//! Genesis presets: `development` (one author) and `local_testnet` (two). Keys are the well-known ones: never for anything of value.

use crate::{
	AccountId, AuraConfig, Balance, BalancesConfig, ParachainInfoConfig, ProvidersConfig, RuntimeGenesisConfig,
	SudoConfig, UNIT,
};
use alloc::{vec, vec::Vec};
use frame_support::build_struct_json_patch;
use serde_json::Value;
use sp_core::H256;
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::Sr25519Keyring;

pub const PARACHAIN_ID: u32 = 2000;

/// 10^18, which is below 2^60.
const ENDOWMENT: Balance = 1_000_000 * UNIT;

/// Every chain that is more than a toy overrides `providers.instance` with 32 random bytes.
const DEVELOPMENT_INSTANCE: H256 = H256(*b"dinfra development instance 0001");

fn genesis(authors: &[Sr25519Keyring]) -> Value {
	let accounts: Vec<AccountId> = Sr25519Keyring::well_known().map(|key| key.to_account_id()).collect();
	build_struct_json_patch!(RuntimeGenesisConfig {
		balances: BalancesConfig {
			balances: accounts.into_iter().map(|account| (account, ENDOWMENT)).collect::<Vec<_>>(),
		},
		parachain_info: ParachainInfoConfig { parachain_id: PARACHAIN_ID.into() },
		aura: AuraConfig { authorities: authors.iter().map(|key| key.public().into()).collect::<Vec<_>>() },
		sudo: SudoConfig { key: Some(Sr25519Keyring::Alice.to_account_id()) },
		providers: ProvidersConfig { instance: DEVELOPMENT_INSTANCE },
	})
}

pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
	let patch = match id.as_ref() {
		DEV_RUNTIME_PRESET => genesis(&[Sr25519Keyring::Alice]),
		LOCAL_TESTNET_RUNTIME_PRESET => genesis(&[Sr25519Keyring::Alice, Sr25519Keyring::Bob]),
		_ => return None,
	};
	Some(serde_json::to_string(&patch).expect("a JSON value has a text").into_bytes())
}

pub fn preset_names() -> Vec<PresetId> {
	vec![PresetId::from(DEV_RUNTIME_PRESET), PresetId::from(LOCAL_TESTNET_RUNTIME_PRESET)]
}
