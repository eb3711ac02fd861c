#!/usr/bin/env node
import * as nodeModule from "node:module";
import { setFlagsFromString } from "node:v8";
import { BadUsage, nodeOptions, usage } from "./options.js";

/** Bad usage and a port in use, as every command of the project. */
const EXIT_USAGE = 2;

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 13)) {
  const found = process.versions.node;
  process.stderr.write(`expected Node.js 22.13 or later, found ${found}: give the entry a newer interpreter\n`);
  process.exit(EXIT_USAGE);
}

// Ten of these must fit a small machine: a quarter less memory. Before the executor's thread starts.
setFlagsFromString("--optimize-for-size");
// Before the chain is loaded: half of the start is compiling JavaScript.
nodeModule.enableCompileCache();

// A node goes on though nobody reads its log any more.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

async function main(): Promise<void> {
  const options = nodeOptions(process.argv.slice(2));
  if (options === null) {
    process.stdout.write(usage);
    return;
  }
  let stopping = false;
  let close: (() => Promise<void>) | null = null;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    if (close === null) process.exit(0);
    void close().then(
      () => process.exit(0),
      (failure: Error) => {
        process.stderr.write(`${failure.message}\n`);
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);

  const { startDevChain } = await import("../dev/dev-chain.js");
  const chain = await startDevChain({
    host: options.host,
    port: options.port,
    blockTime: options.blockTime,
    chainName: options.chainName,
    nodeName: options.name,
  });
  close = () => chain.close();
  process.stdout.write(`${JSON.stringify({ ready: true, endpoint: chain.endpoint })}\n`);
}

main().catch((failure: Error & { code?: string }) => {
  process.stderr.write(`${failure.message}\n`);
  process.exit(failure instanceof BadUsage || failure.code === "PortInUse" ? EXIT_USAGE : 1);
});
