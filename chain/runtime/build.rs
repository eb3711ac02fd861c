//! Puts the hash of the sources into the blob (`DINFRA_SOURCES_HASH`, hex), so that a test can tell whether a committed blob was
//! built from the sources beside it. How the hash is formed is written down in chain/README.md; chain/client forms it again.

use sha2::{Digest, Sha256};
use std::{env, fs, path::Path};

/// Folders whose `*.rs` and `Cargo.toml` enter the hash, beside the workspace's own two files.
const FOLDERS: [&str; 4] = ["blob", "pallets", "runtime", "runtime-api"];
const FILES: [&str; 2] = ["Cargo.lock", "Cargo.toml"];
/// Tests and benchmarks do not enter the blob, so they do not enter the hash.
const SKIPPED: [&str; 3] = ["benchmarking", "target", "tests"];

fn main() {
	let manifest = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
	let chain = Path::new(&manifest).parent().expect("the runtime lies in chain/");
	let mut paths: Vec<String> = FILES.iter().map(|f| f.to_string()).collect();
	for folder in FOLDERS {
		collect(chain, folder, &mut paths);
	}
	paths.sort();
	let mut hash = Sha256::new();
	for path in &paths {
		let bytes = fs::read(chain.join(path)).unwrap_or_else(|e| panic!("cannot read {path}: {e}"));
		hash.update(path.as_bytes());
		hash.update([0]);
		hash.update((bytes.len() as u64).to_le_bytes());
		hash.update(&bytes);
	}
	let hex: String = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
	println!("cargo:rustc-env=DINFRA_SOURCES_HASH={hex}");
	for path in FOLDERS.iter().chain(&FILES) {
		println!("cargo:rerun-if-changed={}", chain.join(path).display());
	}
}

fn collect(chain: &Path, folder: &str, paths: &mut Vec<String>) {
	let entries = fs::read_dir(chain.join(folder)).unwrap_or_else(|e| panic!("cannot list {folder}: {e}"));
	for entry in entries {
		let entry = entry.expect("a readable entry");
		let name = entry.file_name().into_string().expect("source names are UTF-8");
		let path = format!("{folder}/{name}");
		if entry.file_type().expect("a file type").is_dir() {
			if !SKIPPED.contains(&name.as_str()) {
				collect(chain, &path, paths);
			}
		} else if name.ends_with(".rs") || name == "Cargo.toml" {
			paths.push(path);
		}
	}
}
