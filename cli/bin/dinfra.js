#!/usr/bin/env node
// Committed and executable, because a compiled file is neither when npm links the binaries of a fresh clone.
"use strict";
const [major] = process.versions.node.split(".");
if (Number(major) < 22) {
  process.stderr.write(
    `dinfra: expected Node.js 22 or later, found ${process.versions.node}; in a clone "npx dinfra" takes the right one\n`,
  );
  process.exit(2);
}
require("../dist/main.js");
