#!/usr/bin/env node
// Committed and executable, because a compiled file is neither when npm links the binaries of a fresh clone.
import "../dist/bin.js";
