import { Blocks } from "./blocks.js";
import { callBytes, callOf } from "./call-bytes.js";
import type { Call } from "./calls.js";
import type { Chain, ConnectOptions, SubmitOptions } from "./chain.js";
import { Connection } from "./connection.js";
import { normalLimits } from "./block-limits.js";
import { Rpc } from "./rpc.js";
import type { Signer } from "./signer.js";
import { Submission } from "./submission.js";
import { FinalizedView } from "./view.js";
import { Wakes } from "./wakes.js";
import { ChainError, ChainUnavailable } from "../errors.js";
import type { BlockRef, Hex } from "../views.js";

const websocket = /^wss?:\/\/\S+$/;

/**
 * Connects to an endpoint (`ws://…`), and stays connected through outages until close().
 * @throws ChainUnavailable when nothing answers within `connectTimeout`; ChainChanged, RuntimeMismatch for what is not the expected chain
 */
export async function connect(endpoint: string, options: ConnectOptions = {}): Promise<Chain> {
  if (!websocket.test(endpoint)) {
    throw new ChainError("BadEndpoint", false, `"${endpoint}" is no endpoint: expected ws://host:port or wss://host`);
  }
  const { requestTimeout = 15_000, connectTimeout = 20_000, pollInterval = 6_000, log = () => undefined } = options;
  const wakes = new Wakes(pollInterval, log);
  const connection = new Connection(endpoint, { requestTimeout, log, onWake: () => wakes.wake() });
  const rpc = new Rpc(connection);
  const blocks = new Blocks(rpc, options);
  const submission = new Submission({ rpc, blocks, wakes, log });
  const at = async (block: BlockRef | Hex) => new FinalizedView(rpc, await blocks.known(block));

  const chain: Chain = {
    endpoint,
    identity: () => blocks.identity(),
    async about() {
      const [name, chainType] = await Promise.all([rpc.chainName(), rpc.chainType()]);
      return { name, chainType };
    },
    finalized: () => blocks.finalized(),
    onFinalized: (wake) => wakes.on(wake),
    at,
    latest: async () => at(await blocks.finalized()),
    submit: (signer: Signer, call: Call, submitOptions: SubmitOptions = {}) =>
      submission.submit(signer, call, submitOptions),
    async blockHash(number) {
      const head = await blocks.finalized();
      return number > head.number ? null : rpc.blockHash(number);
    },
    async pendingOf(account) {
      const view = await chain.latest();
      const [next, { nonce }] = await Promise.all([rpc.nextIndex(account), view.account(account)]);
      return Math.max(0, next - nonce);
    },
    fee: async (signer, call) => (await submission.cost(signer, call)).fee,
    cost: (signer, call) => submission.cost(signer, call),
    async encodeCall(call) {
      const { runtime } = await blocks.known(await blocks.finalized());
      return callBytes(runtime, call);
    },
    async decodeCall(data) {
      const { runtime } = await blocks.known(await blocks.finalized());
      return callOf(runtime, data);
    },
    async blockLimits() {
      const { runtime } = await blocks.known(await blocks.finalized());
      return normalLimits(runtime);
    },
    async close() {
      wakes.close();
      connection.close();
    },
  };
  if (connectTimeout === null) return chain;
  try {
    await firstAnswer(chain, wakes, connectTimeout);
  } catch (failure) {
    await chain.close();
    throw failure;
  }
  return chain;
}

/** Until the endpoint has answered for the chain it is expected to be. */
async function firstAnswer(chain: Chain, wakes: Wakes, timeout: number): Promise<void> {
  const stop = AbortSignal.timeout(timeout);
  let last: unknown;
  while (!stop.aborted) {
    try {
      await raceAbort(chain.latest(), stop);
      return;
    } catch (failure) {
      // A chain that is behind is there all the same.
      if (failure instanceof ChainError && failure.code === "ChainWentBack") return;
      if (!(failure instanceof ChainError) || !failure.retryable) throw failure;
      last = failure;
    }
    await wakes.next(stop);
  }
  throw new ChainUnavailable(
    `nothing answers at ${chain.endpoint} (waited ${timeout} ms): expected a DINFRA chain; is it running?` +
      (last instanceof ChainError ? ` Last: ${last.message}` : ""),
    { cause: last },
  );
}

async function raceAbort<T>(work: Promise<T>, stop: AbortSignal): Promise<T> {
  work.catch(() => undefined);
  return new Promise<T>((resolve, reject) => {
    const aborted = () => reject(new ChainUnavailable("no answer in time"));
    stop.addEventListener("abort", aborted, { once: true });
    work.then(resolve, reject).finally(() => stop.removeEventListener("abort", aborted));
  });
}
