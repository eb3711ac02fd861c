#!/usr/bin/env bash
# Build the runtime blob into chain/client/blob, and from it the client's metadata and types, for committing all three. 15 to 25 minutes from nothing on two cores, 3 to 5
# after a change of the pallets.
#
#   chain/build.sh
#
# Takes the first rustc of $DINFRA_WASM_TOOLCHAIN/bin (a folder made by chain/toolchain.sh) and PATH that has the target
# wasm32v1-none. Compiles in CARGO_TARGET_DIR, or in <XDG_CACHE_HOME or ~/.cache>/dinfra/chain: never in the work tree.
set -euo pipefail

chain=$(cd "$(dirname "$0")" && pwd)
blobs=$chain/client/blob

. "$chain/wasm-toolchain.sh"
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/dinfra/chain}
export WASM_BUILD_WORKSPACE_HINT=$chain
export WASM_TARGET_DIRECTORY=$CARGO_TARGET_DIR/blob
export WASM_BUILD_NO_COLOR=1
mkdir -p "$WASM_TARGET_DIRECTORY" "$blobs"
echo "building with $(rustc -V) in $CARGO_TARGET_DIR"
(cd "$chain" && cargo build --release --locked -p dinfra-blob)
cp "$WASM_TARGET_DIRECTORY/dinfra_runtime.wasm" "$blobs/dinfra.compact.compressed.wasm"
# The metadata and the types that chain/client generates from it.
# The client is compiled against the types of before at first, so errors of types count only once the new ones are there.
(cd "$chain/.." && { npx tsc -b chain/client || echo "the types follow"; } && npx node chain/client/generate.mjs && npx tsc -b chain/client)
ls -l "$blobs"
