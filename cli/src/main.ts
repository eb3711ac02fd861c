#!/usr/bin/env node
import { processIo } from "./io.js";
import { loopbackWithoutProxy } from "./loopback-without-proxy.js";
import { run } from "./program.js";
import { withoutHome } from "./without-home.js";

loopbackWithoutProxy(process.env);
withoutHome(process.env);

const io = processIo();

void run(process.argv.slice(2), io)
  // The commands for keys say how they ended themselves.
  .then((code) => io.end(code || Number(process.exitCode ?? 0)))
  // What a library left open (a socket in linger, a timer) must not keep an answered command alive.
  .then((code) => process.exit(code));
