/** @integration */
import { once } from "node:events";
import { WebSocket } from "ws";
import { decodeAddress, xxhashAsHex } from "@polkadot/util-crypto";
import { connect } from "../client/connect.js";
import { calls } from "../client/calls.js";
import { signerFromUri } from "../client/signer.js";
import type { Chain } from "../client/chain.js";
import { startDevChain, type DevChain } from "./dev-chain.js";
import { rpc, until } from "./fixtures.js";

const twox = (text: string) => xxhashAsHex(text, 128).slice(2);
const ACCOUNTS = `0x${twox("System")}${twox("Account")}`;
const NOW = `0x${twox("Timestamp")}${twox("Now")}`;
const RELAY_SLOT = "0x1cb6f36e027abb2091cfb5110ab5087f06155b3cd9a8c9e5e9a23fd5dc13a5ed";
const nowhere = `0x${"77".repeat(32)}`;
const clock = (value: string) => Number(Buffer.from(value.slice(2), "hex").readBigUInt64LE());

describe("a chain that makes blocks when asked", () => {
  let dev: DevChain;
  let client: Chain;
  const problems: string[] = [];
  const ask = <T = unknown>(method: string, ...params: unknown[]) => rpc<T>(dev.endpoint, method, ...params);
  /** Submits a transfer and comes back when it waits in the pool; `included` is for later. */
  const waitingTransfer = async (from: string) => {
    const [signer, to] = await Promise.all([signerFromUri(from), signerFromUri("//Ferdie")]);
    const before = (await ask<string[]>("author_pendingExtrinsics")).length;
    const included = client.submit(signer, calls.balances.transferKeepAlive(to.address, 1n));
    included.catch(() => undefined);
    await until(
      () => ask<string[]>("author_pendingExtrinsics"),
      (pool) => pool.length > before,
    );
    // In an object: an async function would wait for the promise itself.
    return { included };
  };

  beforeAll(async () => {
    dev = await startDevChain({
      chainName: "Here",
      nodeName: "me",
      onProblem: ({ message }) => problems.push(message),
    });
    client = await connect(dev.endpoint);
  });
  afterAll(async () => {
    await client.close();
    await dev.close();
  });

  test("starts at block 1, of a genesis that always has the same hash, with an instance of its own", async () => {
    expect(dev.head().number).toBe(1);
    expect(dev.identity.genesisHash).toBe(`0x${"45".repeat(32)}`);
    expect(dev.identity.instance).toMatch(/^0x[0-9a-f]{64}$/);
    expect(await client.identity()).toEqual(dev.identity);
  });

  test("answers of the runtime are those of the block that is asked, also after its storage was written to", async () => {
    const { address } = await signerFromUri("//Nobody");
    const account = `0x${Buffer.from(decodeAddress(address)).toString("hex")}`;
    const nonceAt = (...at: string[]) => ask<string>("state_call", "AccountNonceApi_account_nonce", account, ...at);
    const nonce = (value: number) => `0x0${value}000000`;
    const { hash } = dev.head();
    expect([await nonceAt(hash), await nonceAt()]).toEqual([nonce(0), nonce(0)]);
    await ask("dev_setStorage", { System: { Account: [[[address], { nonce: 3, providers: 1 }]] } });
    expect([await nonceAt(hash), await nonceAt()]).toEqual([nonce(3), nonce(3)]);
    await ask("dev_setStorage", { System: { Account: [[[address], null]] } });
    expect(await nonceAt(hash)).toBe(nonce(0));
    await expect(ask("state_call", "No_such_call", "0x")).rejects.toThrow("not found");
  });

  test("answers as a node does", async () => {
    expect(await ask("system_chain")).toBe("Here");
    expect(await ask("system_name")).toBe("me");
    expect(await ask("system_health")).toMatchObject({ isSyncing: false });
    expect(await ask("system_localPeerId")).toMatch(/^12D3Koo/);
    expect(await ask("system_properties")).toMatchObject({ ss58Format: 42, tokenDecimals: 12, tokenSymbol: "UNIT" });
    const { methods } = await ask<{ methods: string[] }>("rpc_methods");
    expect(methods).toEqual(
      expect.arrayContaining(["state_call", "dev_newBlock", "dev_setHead", "chainHead_v1_follow"]),
    );
    await expect(ask("no_such")).rejects.toMatchObject({ rpcCode: -32601 });
    expect(await (await fetch(`${dev.endpoint.replace("ws", "http")}/health`)).json()).toMatchObject({ status: "ok" });
  });

  test("trap, unsorted genesis: every entry of a map is found", async () => {
    const keys = await ask<string[]>("state_getKeysPaged", ACCOUNTS, 100, ACCOUNTS);
    expect(keys.length).toBeGreaterThanOrEqual(12);
  });

  test("each block asked for is there, and is told to whoever listens", async () => {
    const socket = new WebSocket(dev.endpoint);
    await once(socket, "open");
    const numbers: number[] = [];
    const heard = new Promise<void>((resolve) =>
      socket.on("message", (data: Buffer) => {
        const { params } = JSON.parse(data.toString()) as { params?: { result: { number: string } } };
        if (params !== undefined) numbers.push(Number(params.result.number));
        if (numbers.includes(start + 3)) resolve();
      }),
    );
    const start = dev.head().number;
    socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "chain_subscribeFinalizedHeads", params: [] }));
    expect((await dev.newBlock(3)).number).toBe(start + 3);
    await heard;
    socket.close();
    expect(await ask("chain_getFinalizedHead")).toBe(dev.head().hash);
  });

  test("trap, foreign and future blocks: refused, not answered with the empty state of genesis", async () => {
    expect(await ask("chain_getBlockHash", 999)).toBeNull();
    for (const [method, ...params] of [
      ["chain_getHeader", nowhere],
      ["chain_getBlock", nowhere],
      ["state_getStorage", NOW, nowhere],
      ["state_queryStorageAt", [NOW], nowhere],
      ["state_getKeysPaged", ACCOUNTS, 10, ACCOUNTS, nowhere],
      ["state_call", "Core_version", "0x", nowhere],
    ] as const) {
      await expect(ask(method, ...params)).rejects.toThrow("unknown block");
    }
  });

  test("trap, failed block: said loudly, the head stays, and its transactions are not lost", async () => {
    const { included } = await waitingTransfer("//Alice");
    const head = dev.head();
    // A relay chain slot of 0 makes the parachain's own slot lie in the future.
    const impossible = { relayChainStateOverrides: [[RELAY_SLOT, `0x${"00".repeat(8)}`]] };
    await expect(ask("dev_newBlock", impossible)).rejects.toThrow("back in the pool");
    expect(dev.head()).toEqual(head);
    expect(await ask("author_pendingExtrinsics")).toHaveLength(1);
    await dev.newBlock();
    expect((await included).blockNumber).toBe(head.number + 1);
  });

  test("trap, time travel: the clock moves, and blocks go on", async () => {
    const target = Date.UTC(2031, 0, 1);
    await ask("dev_timeTravel", new Date(target).toISOString());
    expect(clock(await ask<string>("state_getStorage", NOW))).toBeGreaterThanOrEqual(target);
    const { number } = dev.head();
    expect((await dev.newBlock(2)).number).toBe(number + 2);
    await expect(ask("dev_timeTravel", "someday")).rejects.toThrow("expected a date");
  });

  test("trap, jumped blocks: what lies between does not exist, and the chain goes on", async () => {
    const { number } = dev.head();
    await ask("dev_newBlock", { unsafeBlockHeight: number + 100 });
    expect(dev.head().number).toBe(number + 100);
    expect(await ask("chain_getBlockHash", number + 50)).toBeNull();
    expect((await dev.newBlock()).number).toBe(number + 101);
    await expect(ask("dev_newBlock", { unsafeBlockHeight: 2 })).rejects.toThrow("expected more than the head");
  });

  test("trap, retreating heads: an earlier block becomes the finalized head, and blocks grow from there", async () => {
    await dev.newBlock(3);
    const top = dev.head();
    const back = await dev.setHead(top.number - 2);
    expect(await ask("chain_getFinalizedHead")).toBe(back.hash);
    expect(await ask("chain_getBlockHash", top.number)).toBeNull();
    // Without it the very same blocks would be made again.
    const { included } = await waitingTransfer("//Bob");
    await dev.newBlock(2);
    await included;
    expect(dev.head().number).toBe(top.number);
    expect(dev.head().hash).not.toBe(top.hash);
    await expect(ask("dev_setHead", 100_000)).rejects.toThrow("not found");
  });

  test("trap, the pool: nothing is taken twice, nothing is forgotten while its block is made, no index is skipped", async () => {
    const { address } = await signerFromUri("//Eve");
    const next = () => ask<number>("system_accountNextIndex", address);
    const first = await next();
    const { included } = await waitingTransfer("//Eve");
    const [bytes] = await ask<string[]>("author_pendingExtrinsics");
    await expect(ask("author_submitExtrinsic", bytes)).rejects.toMatchObject({ rpcCode: 1013 });
    expect(await next()).toBe(first + 1);
    let made = false;
    const block = dev.newBlock().then(() => (made = true));
    while (!made) {
      // Whether its block is the head or not, the index is the same, and a copy is refused.
      expect(await next()).toBe(first + 1);
      await expect(ask("author_submitExtrinsic", bytes)).rejects.toThrow(/already imported|stale|outdated/i);
    }
    await block;
    await included;
    expect(await ask("author_pendingExtrinsics")).toEqual([]);
    expect(await next()).toBe(first + 1);
    // Included: a copy is refused as outdated, and counts for nothing.
    await expect(ask("author_submitExtrinsic", bytes)).rejects.toMatchObject({ rpcCode: 1010 });
    expect(await next()).toBe(first + 1);
  });

  test("two waiting transactions of different accounts enter the same block", async () => {
    const both = [await waitingTransfer("//Charlie"), await waitingTransfer("//Dave")];
    await dev.newBlock();
    const [one, two] = await Promise.all(both.map(({ included }) => included));
    expect(one?.blockHash).toBe(two?.blockHash);
  });

  test("nothing went wrong unseen", () => expect(problems).toEqual([]));
});

test("a chain of the clock makes blocks by itself; closing it twice is closing it", async () => {
  const dev = await startDevChain({ blockTime: 50 });
  const { number } = dev.head();
  await until(
    () => Promise.resolve(dev.head().number),
    (now) => now >= number + 3,
  );
  await Promise.all([dev.close(), dev.close()]);
  const end = dev.head().number;
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(dev.head().number).toBe(end);
  await expect(fetch(dev.endpoint.replace("ws", "http"))).rejects.toThrow();
});

test("an instant chain makes a block for a transaction, and none without", async () => {
  const dev = await startDevChain({ blockTime: "instant" });
  const client = await connect(dev.endpoint);
  const alice = await signerFromUri("//Alice");
  const { number } = dev.head();
  const { blockNumber } = await client.submit(
    alice,
    calls.balances.transferKeepAlive((await signerFromUri("//Bob")).address, 1n),
  );
  expect(blockNumber).toBe(number + 1);
  expect(dev.head().number).toBe(number + 1);
  await client.close();
  await dev.close();
});

test("trap, resume: with the same instance and start time, block 1 is the same block; two chains live side by side", async () => {
  const same = { instance: `0x${"0a".repeat(32)}`, startTime: 1_750_000_000_000 } as const;
  const [one, two, other] = await Promise.all([
    startDevChain(same),
    startDevChain(same),
    startDevChain({ startTime: same.startTime }),
  ]);
  expect(one.head()).toEqual(two.head());
  expect(one.identity).toEqual(two.identity);
  expect(other.identity.genesisHash).toBe(one.identity.genesisHash);
  expect(other.identity.instance).not.toBe(one.identity.instance);
  await one.close();
  // The executor is shared: closing one chain must not take it from the others.
  expect((await two.newBlock()).number).toBe(2);
  await two.close();
  expect((await other.newBlock()).number).toBe(2);
  await other.close();
});

test("trap, pruned blocks: refused by hash and by number", async () => {
  const dev = await startDevChain({ keepBlocks: 4 });
  const old = dev.head();
  await dev.newBlock(6);
  expect(await rpc(dev.endpoint, "chain_getBlockHash", old.number)).toBeNull();
  await expect(rpc(dev.endpoint, "chain_getHeader", old.hash)).rejects.toThrow("unknown block");
  await expect(rpc(dev.endpoint, "state_queryStorageAt", [NOW], old.hash)).rejects.toThrow("unknown block");
  await dev.close();
});

test("refuses what cannot be: a port in use, a bad block time, a bad instance", async () => {
  const dev = await startDevChain();
  const port = Number(new URL(dev.endpoint).port);
  await expect(startDevChain({ port })).rejects.toMatchObject({ code: "PortInUse" });
  await dev.close();
  await expect(startDevChain({ blockTime: 0 })).rejects.toMatchObject({ code: "BadOption" });
  await expect(startDevChain({ instance: "0x12" })).rejects.toMatchObject({ code: "BadOption" });
});
