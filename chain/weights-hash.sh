#!/usr/bin/env bash
# The hash of the pallets' sources that weights are measured on: sha2-256 over the lines `sha256sum` prints for them. Without the
# weights themselves, and without tests. chain/weights.sh writes it into the weights, chain/check.sh compares.
set -euo pipefail
cd "$(dirname "$0")"
find pallets \( -name '*.rs' -o -name Cargo.toml \) -not -path '*/tests/*' -not -path '*/target/*' -not -path '*/src/weights*' -print0 |
	LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
