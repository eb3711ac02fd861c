import { startDevChain, type DevChain } from "../dev/dev-chain.js";
import { lies, startLyingEndpoint, type Lie, type LyingEndpoint } from "../testing/lying-endpoint.js";
import { Connection } from "./connection.js";
import { Rpc } from "./rpc.js";

/** An endpoint that drops, delays, repeats, cuts and invents answers costs time, and nothing else. */
let dev: DevChain;
let lying: LyingEndpoint;

beforeAll(async () => {
  dev = await startDevChain();
  await dev.newBlock(3);
});
afterAll(() => dev.close());
beforeEach(async () => {
  lying = await startLyingEndpoint(dev.endpoint, 7);
});
afterEach(() => lying.close());

test.each(lies)(
  "%s: a request fails as unavailable or is answered truly, and the next one goes through",
  async (lie: Lie) => {
    const connection = new Connection(lying.endpoint, {
      requestTimeout: 300,
      log: () => undefined,
      onWake: () => undefined,
    });
    const ask = new Rpc(connection);
    const head = await ask.finalizedHead();
    lying.choose = [lie];
    lying.oneIn = 1;
    const failed = await Promise.allSettled([ask.header(head), ask.storage(["0x00"], head), ask.runtimeVersion(head)]);
    for (const each of failed)
      if (each.status === "rejected") expect(each.reason).toMatchObject({ code: "ChainUnavailable" });
    expect(lying.told[lie]).toBeGreaterThan(0);
    lying.oneIn = 0;
    // The connection may just be made anew.
    const again = await ask.finalizedHead().catch(() => ask.finalizedHead());
    expect(again).toBe(head);
    connection.close();
  },
);
