#!/usr/bin/env node
import * as nodeModule from "node:module";
import { setFlagsFromString } from "node:v8";
import { BadUsage, nodeOptions, usage } from "./options.js";

/** Bad usage and a port in use, as every command of the project. */
const EXIT_USAGE = 2;

// Ten of these must fit a small machine: a quarter less memory. Before the executor's thread starts.
setFlagsFromString("--optimize-for-size");
// Before the chain is loaded: half of the start is compiling JavaScript.
// A compile cache is a matter of speed alone: Node 20, which an engineer's `pulumi up` may run on, has none.
nodeModule.enableCompileCache?.();

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
