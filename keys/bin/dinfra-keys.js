#!/bin/sh
//bin/sh -c : ; (: 3>&1) 2>/dev/null || { echo "error: standard output is closed, so the answer would be lost: give it a place, such as >/dev/null [output.lost]" >&2; exit 1; }
//bin/sh -c : ; exec node "$0" "$@"
// For the shell, the lines above: Node takes /dev/null for a closed standard output, so only the shell can see it.
// Committed and executable, because a compiled file is neither when npm links the binaries of a fresh clone.
import "../dist/bin.js";
