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

/** twox128("ParachainSystem") ++ twox128("LastRelayChainBlockNumber"): a u32, of the block that asks. */
const RELAY_PARENT = "0x45323df7cc47150b3930e2666b0aa313a2bca190d36bd834cc73a38fc213ecbd";

/** The block of the relay chain that a block names as its parent. */
export async function relayParent(endpoint: string): Promise<number> {
  const value = await rpc<string>(endpoint, "state_getStorage", RELAY_PARENT);
  return Buffer.from(value.slice(2), "hex").readUInt32LE();
}

/** One block whose relay parent is so many after the last one's. */
export async function relayBlock(endpoint: string, advance: number): Promise<void> {
  await rpc(endpoint, "dev_newBlock", { relayParentNumber: (await relayParent(endpoint)) + advance });
}

/** The clock advances by so many, in as few blocks as it can: ten in each. */
export async function passOnClock(endpoint: string, blocks: number): Promise<void> {
  for (let left = blocks; left > 0; left -= 10) await relayBlock(endpoint, Math.min(10, left));
}
