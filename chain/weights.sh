#!/usr/bin/env bash
# Measure the weights of our pallets and write them to pallets/<pallet>/src/weights/generated.rs. 20 to 40 minutes from nothing on
# two cores, 10 when warm: a blob with benchmarks is built, then each benchmark is run in a compiled executor. Run it after a change
# of the pallets, on a machine that does nothing else; chain/check.sh says when it is due.
#
#   chain/weights.sh
#
# Needs what chain/build.sh needs, and frame-omni-bencher on PATH (cargo install frame-omni-bencher --version 0.28.0 --locked).
# DINFRA_WEIGHTS_STEPS and DINFRA_WEIGHTS_REPEAT (20, 10), DINFRA_WEIGHTS_SECONDS (1): how many values of a component, how often each,
# for how long at least.
set -euo pipefail

chain=$(cd "$(dirname "$0")" && pwd)
bencher=$(command -v frame-omni-bencher) || {
	echo "expected frame-omni-bencher on PATH, found none." >&2
	echo "run: SKIP_WASM_BUILD=1 cargo install frame-omni-bencher --version 0.28.0 --locked" >&2
	exit 2
}
. "$chain/wasm-toolchain.sh"
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/dinfra/chain-weights}
export WASM_BUILD_WORKSPACE_HINT=$chain
export WASM_TARGET_DIRECTORY=$CARGO_TARGET_DIR/blob
export WASM_BUILD_NO_COLOR=1
mkdir -p "$WASM_TARGET_DIRECTORY"
echo "building a blob with benchmarks with $(rustc -V) in $CARGO_TARGET_DIR"
(cd "$chain" && cargo build --release --locked -p dinfra-blob --features runtime-benchmarks)

hash=$("$chain/weights-hash.sh")
header=$(mktemp)
trap 'rm -f "$header"' EXIT
for pallet in clock providers subscriptions; do
	cat >"$header" <<-HEADER
		//! Measured by chain/weights.sh; do not edit.
		//!
		//! sources: $hash
		//! machine: $(nproc) cores, $(awk '/MemTotal/ { printf "%d GiB", $2 / 1048576 + 0.5 }' /proc/meminfo)
	HEADER
	output=$chain/pallets/$pallet/src/weights/generated.rs
	mkdir -p "$(dirname "$output")"
	"$bencher" v1 benchmark pallet --runtime "$WASM_TARGET_DIRECTORY/dinfra_runtime.wasm" \
		--pallet "pallet_$pallet" --extrinsic '*' --steps "${DINFRA_WEIGHTS_STEPS:-20}" --repeat "${DINFRA_WEIGHTS_REPEAT:-10}" \
		--min-duration "${DINFRA_WEIGHTS_SECONDS:-1}" \
		--genesis-builder runtime --genesis-builder-preset development --wasm-execution compiled \
		--header "$header" --template "$chain/weights.hbs" --output "$output"
done
