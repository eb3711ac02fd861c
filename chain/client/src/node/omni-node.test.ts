/** @integration */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { calls } from "../client/calls.js";
import type { Chain } from "../client/chain.js";
import { connect } from "../client/connect.js";
import { signerFromUri } from "../client/signer.js";
import { readBlob } from "../blob.js";
import { sourcesHashOf } from "../sources.js";
import type { Hex } from "../views.js";
import { NO_REAL_NODE, realNodeBinary, startRealNode, type RealNode } from "./real-node.js";

// The same blob on a real node.
const binary = realNodeBinary();
const instance: Hex = `0x${"0d".repeat(32)}`;
let folder: string;
let node: RealNode;
let chain: Chain;

const suite = binary === null ? describe.skip : describe;
if (binary === null) process.stdout.write(NO_REAL_NODE);

suite("polkadot-omni-node runs the blob from our chain specification", () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "dinfra-omni-"));
    node = await startRealNode({ binary: binary!, folder, instance, blockTime: 1_000 });
    chain = await connect(node.endpoint, { connectTimeout: 60_000 });
  }, 120_000);
  afterAll(async () => {
    await chain?.close();
    await node?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  test("it is the chain of the specification, with the runtime of the blob", async () => {
    expect((await chain.identity()).instance).toBe(instance);
    const { sourcesHash } = await (await chain.latest()).constants();
    expect(sourcesHash).toBe(await sourcesHashOf(readBlob()));
  });

  test("a call of ours gets into a finalized block", async () => {
    const provider = await signerFromUri("//Bob");
    const { events } = await chain.submit(provider, calls.providers.register(2));
    expect(events.map(({ name }) => name)).toContain("Registered");
    expect(await (await chain.latest()).provider(provider.address)).toMatchObject({ units: 2 });
  });
});
