#!/usr/bin/env bash
# Measure how the marketplace scales and write docs/chain-scale. Twenty minutes from nothing on two cores, most of it compiling; up to
# 8 GB of memory for a million subscriptions. Not for CI, which runs the same code on a few hundred (chain/scale/tests).
#
#   chain/scale.sh
set -euo pipefail
chain=$(cd "$(dirname "$0")" && pwd)
export SKIP_WASM_BUILD=1
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/dinfra/chain-check}
cd "$chain"
cargo run --release --locked -p dinfra-scale -- ../docs/chain-scale
