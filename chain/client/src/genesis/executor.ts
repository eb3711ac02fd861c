import type { TaskResponse } from "@acala-network/chopsticks-core";
import { BlobUnusable } from "../errors.js";
import { endThread, runTask } from "../executor/run-task.js";
import type { Hex } from "../views.js";
import { chopsticks } from "./chopsticks.js";

/**
 * Chopsticks runs WebAssembly in one worker thread a process, made at first use and never ended by itself, and so do we. Whoever needs it
 * holds a lease; both threads end with the last one, and a lease asked for meanwhile waits for that end.
 */
let leases = 0;
let ending: Promise<void> = Promise.resolve();

export async function leaseExecutor(): Promise<() => Promise<void>> {
  leases += 1;
  await ending;
  let released = false;
  return async () => {
    if (released) return;
    released = true;
    leases -= 1;
    if (leases > 0) return;
    ending = ending.then(async () => {
      if (leases === 0) await Promise.all([chopsticks().destroyWorker(), endThread()]);
    });
    await ending;
  };
}

export interface Execution {
  readonly result: Hex;
  /** A key without a value was removed. */
  readonly storageDiff: readonly (readonly [Hex, (Hex | null | undefined)?])[];
}

/** Calls one function of a runtime that has no state at all. @throws BlobUnusable */
export async function executeStateless(wasm: Hex, method: string, argument: Hex): Promise<Execution> {
  let response: TaskResponse;
  try {
    response = await runTask(
      {
        wasm,
        calls: [[method, [argument]]],
        mockSignatureHost: false,
        allowUnresolvedImports: false,
        runtimeLogLevel: 0,
      },
      {
        getStorage: async () => undefined,
        getNextKey: async () => undefined,
        offchainGetStorage: async () => undefined,
        // eslint-disable-next-line no-restricted-syntax -- the time of a chain is wall time
        offchainTimestamp: async () => new Date().getTime(),
        offchainRandomSeed: async () => `0x${"00".repeat(32)}`,
        offchainSubmitTransaction: async () => false,
      },
    );
  } catch (cause) {
    throw new BlobUnusable(`the runtime could not run ${method}: ${String(cause)}`, { cause });
  }
  if ("Error" in response) throw new BlobUnusable(`the runtime could not run ${method}: ${response.Error}`);
  return response.Call;
}
