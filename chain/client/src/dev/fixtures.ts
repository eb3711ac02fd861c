import type { Call } from "../client/calls.js";
import type { Chain, Included } from "../client/chain.js";
import type { Signer } from "../client/signer.js";
import type { DevChain } from "./dev-chain.js";

/** JSON-RPC by HTTP, for tests: one request, one answer, no connection left. */
export async function rpc<T = unknown>(endpoint: string, method: string, ...params: unknown[]): Promise<T> {
  const response = await fetch(endpoint.replace("ws://", "http://"), {
    method: "POST",
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const { result, error } = (await response.json()) as { result: T; error?: { code: number; message: string } };
  if (error !== undefined) throw Object.assign(new Error(error.message), { rpcCode: error.code });
  return result;
}

/** Asks again until the answer is as wanted; what is asked takes its own time, and the test runner bounds the whole. */
export async function until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Submits to a chain that makes blocks when it is told, makes the block, and gives back what came of it. */
export async function submitInBlock(dev: DevChain, chain: Chain, signer: Signer, call: Call): Promise<Included> {
  const included = chain.submit(signer, call);
  let settled = false;
  const done = () => (settled = true);
  included.then(done, done);
  while (!settled && (await rpc<string[]>(dev.endpoint, "author_pendingExtrinsics")).length === 0);
  if (!settled) await dev.newBlock();
  return included;
}
