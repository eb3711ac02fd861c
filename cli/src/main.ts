#!/usr/bin/env node
import { processIo } from "./io.js";
import { run } from "./program.js";

// With NODE_USE_ENV_PROXY a proxy would be asked for what is on this machine. Read at the first request.
for (const name of ["NO_PROXY", "no_proxy"]) {
  const given = process.env[name];
  if (name === "NO_PROXY" || given !== undefined)
    process.env[name] = [given, "127.0.0.1,localhost,::1,[::1]"].filter(Boolean).join(",");
}

const io = processIo();

void run(process.argv.slice(2), io)
  // The commands for keys say how they ended themselves.
  .then((code) => io.end(code || Number(process.exitCode ?? 0)))
  // What a library left open (a socket in linger, a timer) must not keep an answered command alive.
  .then((code) => process.exit(code));
