#!/usr/bin/env node
import { processIo } from "./io.js";
import { run } from "./program.js";

// A reader that went away (`| head`) is no error of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

void run(process.argv.slice(2), processIo()).then((code) => {
  // The commands for keys say how they ended themselves.
  if (code !== 0) process.exitCode = code;
  // What a library left open (a socket in linger, a timer) must not keep an answered command alive.
  process.stdout.write("", () => process.exit());
});
