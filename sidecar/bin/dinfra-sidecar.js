#!/usr/bin/env node
// Committed and executable, because a compiled file is neither when npm links the binaries of a fresh clone.
"use strict";
// node:sqlite is there without a flag from 22.13 on.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(`dinfra-sidecar: expected Node.js 22.13 or later, found ${process.versions.node}\n`);
  process.exit(2);
}
require("../dist/alone.js");
