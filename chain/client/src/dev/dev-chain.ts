import { randomBytes } from "node:crypto";
import { base58Encode, blake2AsU8a } from "@polkadot/util-crypto";
import type { Blockchain } from "@acala-network/chopsticks-core";
import { readBlob } from "../blob.js";
import { BlobUnusable, ChainError } from "../errors.js";
import type { Json } from "../genesis/exact-json.js";
import { leaseExecutor } from "../genesis/executor.js";
import type { BlockRef, ChainIdentity, Hex } from "../views.js";
import type { Weights } from "./block-at-once.js";
import { BlockMaker } from "./block-maker.js";
import { startBlockchain } from "./embedded.js";
import { rpcMethods, setHead } from "./rpc-methods.js";
import { startRpcServer, type AnswerRequest } from "./rpc-server.js";
import { websocketUrl } from "./websocket-url.js";

export interface DevChainOptions {
  /** A block every so many ms; "manual": on `newBlock()` and `dev_newBlock`; "instant": one as soon as a transaction waits. Default "manual". */
  readonly blockTime?: number | "manual" | "instant";
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Identity of this chain; random by default. The embedded chain's genesis hash never differs. */
  readonly instance?: Hex;
  /** Name that `system_chain` answers. */
  readonly chainName?: string;
  /** Name that `system_name` answers. */
  readonly nodeName?: string;
  /** Genesis configuration merged over the runtime's `development` preset (JSON merge patch; bigint allowed). */
  readonly genesis?: { readonly [key: string]: Json };
  /** Clock of block 0, ms since 1970; now by default. With the same instance and time, block 1 is the same block. */
  readonly startTime?: number;
  /** Path of the runtime blob; the committed one by default. */
  readonly blob?: string;
  /** Blocks that stay readable; older ones are refused, as a pruning node does. Default 10,000. */
  readonly keepBlocks?: number;
  /**
   * Whether blocks get full as the runtime's benchmarks have it ("full"), or take what is given back at once ("reclaimed", the default): on the
   * real chain a transaction gives back what its proof did not need.
   */
  readonly weights?: Weights;
  /** Told of blocks that could not be built while nobody waited for one, and of transactions dropped. Default: standard error. */
  readonly onProblem?: (problem: Error) => void;
}

export interface DevChain {
  /** `ws://host:port` */
  readonly endpoint: string;
  readonly identity: ChainIdentity;
  head(): BlockRef;
  /** Builds n blocks (default 1), each asserted to grow the chain. @throws BlockBuildFailed */
  newBlock(n?: number): Promise<BlockRef>;
  /** Makes an earlier block the (finalized) head: what no real chain does, and a client must survive. */
  setHead(block: number | Hex): Promise<BlockRef>;
  close(): Promise<void>;
}

const instancePattern = /^0x[0-9a-f]{64}$/;

interface Serving {
  readonly chain: Blockchain;
  readonly answer: AnswerRequest;
}

/** Calls back every `period` ms, never twice at once, at once again when a block took longer than that. */
function tick(period: number, action: () => Promise<unknown>): () => void {
  let stopped = false;
  let timer: NodeJS.Timeout;
  let due = performance.now() + period;
  const next = () => {
    if (stopped) return;
    due = Math.max(due + period, performance.now());
    timer = setTimeout(run, Math.max(0, due - performance.now()));
  };
  const run = () => void action().finally(next);
  timer = setTimeout(run, period);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/** Something that looks like a libp2p peer id (identity multihash of an ed25519 key), the same for the same name. */
function peerId(name: string): string {
  return base58Encode(Uint8Array.from([0x00, 0x24, 0x08, 0x01, 0x12, 0x20, ...blake2AsU8a(name, 256)]));
}

function checked(options: DevChainOptions): Required<Pick<DevChainOptions, "blockTime" | "instance">> {
  const { blockTime = "manual", instance = `0x${randomBytes(32).toString("hex")}` } = options;
  if (typeof blockTime === "number" && !(blockTime >= 1 && blockTime <= 2 ** 31 - 1)) {
    throw new ChainError("BadOption", false, `blockTime ${blockTime}: expected milliseconds, at least 1`);
  }
  if (!instancePattern.test(instance)) {
    throw new ChainError("BadOption", false, `instance ${instance}: expected 0x and 64 lower-case hex digits`);
  }
  return { blockTime, instance };
}

/**
 * Starts the embedded chain: the real runtime, without a real consensus (every head counts as finalized).
 * @throws BlobUnusable, PortInUse, BlockBuildFailed
 */
export async function startDevChain(options: DevChainOptions = {}): Promise<DevChain> {
  const { blockTime, instance } = checked(options);
  const onProblem =
    options.onProblem ?? ((problem: Error) => void process.stderr.write(`dev chain: ${problem.message}\n`));
  const undo: (() => Promise<unknown>)[] = [];
  let closed: Promise<void> | null = null;
  const close = () =>
    (closed ??= (async () => {
      for (const each of undo.reverse()) await each();
    })());
  try {
    const wasm = readBlob(options.blob);
    // First of all the port, so that one in use is known at once; who asks early is answered when the chain is there.
    const ready = Promise.withResolvers<Serving>();
    ready.promise.catch(() => undefined);
    let serving: Serving | null = null;
    const server = await startRpcServer({
      host: options.host ?? "127.0.0.1",
      port: options.port ?? 0,
      answer: async (...request) => (await ready.promise).answer(...request),
      health: () => (serving === null ? null : { status: "ok", block: serving.chain.head.number }),
    });
    undo.push(() => server.close());
    undo.push(async () => ready.reject(new Error("the chain did not start")));

    undo.push(await leaseExecutor());
    const chain = await startBlockchain(options, wasm, instance);
    undo.push(() => chain.close());
    const maker = new BlockMaker(chain, onProblem, options.weights);
    let closing = false;
    undo.push(() => maker.idle());
    const inBackground = (build: Promise<unknown>) =>
      build.catch((problem: Error) => {
        if (!closing) onProblem(problem);
      });
    const nodeName = options.nodeName ?? "dinfra-dev-node";
    const answer = rpcMethods({
      chain,
      maker,
      nodeName,
      peerId: peerId(nodeName),
      onTransaction: () => {
        if (blockTime === "instant" && !closing) void inBackground(maker.makeIfNeeded());
      },
    });
    if (typeof blockTime === "number") {
      const stop = tick(blockTime, () => inBackground(maker.make()));
      undo.push(async () => stop());
    }
    // The server goes first: what still asks for the executor when it is gone would start it again.
    undo.push(() => server.close());
    undo.push(async () => {
      closing = true;
      maker.stop();
    });
    serving = { chain, answer };
    ready.resolve(serving);

    const genesis = await chain.getBlockAt(0);
    if (genesis === undefined) throw new BlobUnusable("the embedded chain has no block 0");
    const reference = (block: { number: number; hash: Hex }): BlockRef => ({ number: block.number, hash: block.hash });
    return {
      endpoint: websocketUrl(server.host, server.port),
      identity: { genesisHash: genesis.hash, instance },
      head: () => reference(chain.head),
      async newBlock(n = 1) {
        let head = reference(chain.head);
        for (let i = 0; i < n; i++) head = reference(await maker.make());
        return head;
      },
      setHead: async (wanted) => reference(await setHead({ chain, maker }, wanted)),
      close,
    };
  } catch (failure) {
    await close();
    throw failure;
  }
}
