/** @integration */
import { calls } from "../client/calls.js";
import { connect } from "../client/connect.js";
import { signerFromUri } from "../client/signer.js";
import { startDevChain } from "./dev-chain.js";
import { rpc, until } from "./fixtures.js";

test("what a full block has no room for waits for the next one, with what the account sent after it", async () => {
  const problems: string[] = [];
  const dev = await startDevChain({ weights: "full", onProblem: ({ message }) => problems.push(message) });
  const chain = await connect(dev.endpoint, { pollInterval: 100 });
  try {
    const [alice, bob] = await Promise.all(["//Alice", "//Bob"].map(signerFromUri));
    const { utility, balances } = calls;
    const limits = await chain.blockLimits();
    const transfer = balances.transferKeepAlive(bob!.address, 1n);
    const { weight } = await chain.cost(alice!, utility.batchAll(Array.from({ length: 100 }, () => transfer)));
    // Two of these fit a block, three do not.
    const size = Math.floor((100 * Number(limits.weight.proofSize) * 0.45) / Number(weight.proofSize));
    const large = utility.batchAll(Array.from({ length: size }, () => transfer));
    const pending = async () => (await rpc<unknown[]>(dev.endpoint, "author_pendingExtrinsics")).length;

    const sent = [large, large, large, transfer].map((call) => chain.submit(alice!, call));
    await until(pending, (waiting) => waiting === 4);
    const first = await dev.newBlock();
    expect(await pending()).toBe(2);
    await dev.newBlock();
    const blocks = (await Promise.all(sent)).map(({ blockNumber }) => blockNumber - first.number);
    expect(blocks).toEqual([0, 0, 1, 1]);
    expect(problems).toEqual([]);
  } finally {
    await chain.close();
    await dev.close();
  }
});
