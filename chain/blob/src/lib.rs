//! The runtime blob, as `WASM_BINARY` (None where the build was skipped).

include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));
