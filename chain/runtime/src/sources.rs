//! The hash of the sources that this blob was built from (`build.rs`), readable from its metadata as `Providers.SourcesHash`.

pub struct SourcesHash;

impl sp_core::Get<[u8; 32]> for SourcesHash {
	fn get() -> [u8; 32] {
		const HASH: [u8; 32] = decode(env!("DINFRA_SOURCES_HASH"));
		HASH
	}
}

const fn decode(hex: &str) -> [u8; 32] {
	let hex = hex.as_bytes();
	assert!(hex.len() == 64);
	let mut bytes = [0; 32];
	let mut i = 0;
	while i < 32 {
		bytes[i] = nibble(hex[2 * i]) << 4 | nibble(hex[2 * i + 1]);
		i += 1;
	}
	bytes
}

const fn nibble(digit: u8) -> u8 {
	match digit {
		b'0'..=b'9' => digit - b'0',
		b'a'..=b'f' => digit - b'a' + 10,
		_ => panic!("not a lower-case hex digit"),
	}
}
