#!/bin/sh
//bin/sh -c : ; (: 3>&1) 2>/dev/null || { echo "dinfra: standard output is closed, so the answer would be lost: give it a place, such as >/dev/null" >&2; exit 1; }
//bin/sh -c : ; exec node "$0" "$@"
// For the shell, the lines above: Node takes /dev/null for a closed standard output, so only the shell can see it.
// Committed and executable, because a compiled file is neither when npm links the binaries of a fresh clone.
"use strict";
// node:sqlite is there without a flag from 22.13 on.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(
    `dinfra: expected Node.js 22.13 or later, found ${process.versions.node}; in a clone "npx dinfra" takes the right one\n`,
  );
  process.exit(2);
}
require("../dist/main.js");
