import { spawn, type ChildProcess } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { calls } from "../client/calls.js";
import type { Chain } from "../client/chain.js";
import { connect } from "../client/connect.js";
import { signerFromUri } from "../client/signer.js";
import { chainSpec } from "../genesis/chain-spec.js";
import { readBlob } from "../blob.js";
import { sourcesHashOf } from "../sources.js";
import type { Hex } from "../views.js";

/**
 * The same blob on a real node: `polkadot-omni-node` from PATH or from DINFRA_OMNI_NODE, in dev mode, from our chain specification. docs/parachain.md
 * says where the binary comes from; without it there is nothing to test.
 */
function binary(): string | null {
  const named = process.env["DINFRA_OMNI_NODE"];
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const candidates = named === undefined ? folders.map((folder) => join(folder, "polkadot-omni-node")) : [named];
  return (
    candidates.find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    }) ?? null
  );
}

const path = binary();
const instance: Hex = `0x${"0d".repeat(32)}`;
let folder: string;
let node: ChildProcess;
let chain: Chain;

/** The node's own word that it listens, and where. */
async function listening(of: ChildProcess): Promise<string> {
  let said = "";
  return new Promise((resolve, reject) => {
    of.on("error", reject);
    of.on("exit", (code) => reject(new Error(`the node ended with ${code}: ${said.slice(-2000)}`)));
    of.stderr?.on("data", (data: Buffer) => {
      said += data.toString();
      const found = /Running JSON-RPC server: addr=([^\s,]+)/.exec(said);
      if (found?.[1] !== undefined) resolve(`ws://${found[1]}`);
    });
  });
}

const suite = path === null ? describe.skip : describe;
if (path === null) {
  process.stdout.write(
    "SKIPPED: no polkadot-omni-node on PATH or in DINFRA_OMNI_NODE (docs/parachain.md says where to get it)\n",
  );
}

suite("polkadot-omni-node runs the blob from our chain specification", () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "dinfra-omni-"));
    const file = join(folder, "spec.json");
    const spec = await chainSpec({ preset: "development", paraId: 2000, relayChain: "rococo-local", instance });
    writeFileSync(file, JSON.stringify(spec));
    const flags = ["--dev", "--dev-block-time", "1000", "--no-telemetry", "--no-prometheus", "--rpc-port", "0"];
    const local = ["--base-path", join(folder, "data"), "--listen-addr", "/ip4/127.0.0.1/tcp/0"];
    node = spawn(path as string, ["--chain", file, ...flags, ...local], { stdio: ["ignore", "ignore", "pipe"] });
    chain = await connect(await listening(node), { connectTimeout: 60_000 });
  }, 120_000);
  afterAll(async () => {
    await chain?.close();
    if (node !== undefined && node.exitCode === null) {
      const ended = new Promise((resolve) => node.once("exit", resolve));
      node.kill("SIGTERM");
      await ended;
    }
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
