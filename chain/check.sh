#!/usr/bin/env bash
# The Rust checks: format, lints, tests of the pallets and the runtime API. The runtime itself is checked by building the blob
# (chain/build.sh); compiling it natively would add Binaryen for nothing.
set -euo pipefail
cd "$(dirname "$0")"
export SKIP_WASM_BUILD=1
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/dinfra/chain-check}
checked=(-p pallet-clock -p pallet-providers -p pallet-subscriptions -p dinfra-runtime-api -p dinfra-scale)
# With the benchmarks, each of which runs once as a test.
checked+=(--features pallet-clock/runtime-benchmarks,pallet-providers/runtime-benchmarks,pallet-subscriptions/runtime-benchmarks)
hash=$(./weights-hash.sh)
shopt -s nullglob
for weights in pallets/*/src/weights/generated.rs; do
	if ! grep -qx "//! sources: $hash" "$weights"; then
		echo "$weights was measured on other sources than these ($hash): run chain/weights.sh" >&2
		stale=1
	fi
done
cargo fmt --all --check
cargo clippy --locked --all-targets "${checked[@]}" -- -D warnings
# The histories by themselves: their seeds, and how often each call, state and error was reached, are for everybody to see.
histories=histories::whatever_is_called
cargo test --locked "${checked[@]}" -- --skip "$histories"
cargo test --locked "${checked[@]}" --lib "$histories" -- --nocapture
[ -z "${stale:-}" ] || exit 1
