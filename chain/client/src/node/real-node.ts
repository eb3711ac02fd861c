import { spawn, type ChildProcess } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { chainSpec } from "../genesis/chain-spec.js";
import type { Hex } from "../views.js";

/**
 * `polkadot-omni-node`, from DINFRA_OMNI_NODE or from PATH; null where there is none. docs/parachain.md says where it comes from. For tests: it is
 * the real node for our blob, and building it takes most of an hour.
 */
export function realNodeBinary(environment: NodeJS.ProcessEnv = process.env): string | null {
  const named = environment["DINFRA_OMNI_NODE"];
  const folders = (environment["PATH"] ?? "").split(delimiter);
  const candidates = named === undefined ? folders.map((folder) => join(folder, "polkadot-omni-node")) : [named];
  return candidates.find(isExecutable) ?? null;
}

/** What a test prints that cannot run without the binary. */
export const NO_REAL_NODE =
  "SKIPPED: no polkadot-omni-node on PATH or in DINFRA_OMNI_NODE (docs/parachain.md says where to get it)\n";

export interface RealNodeOptions {
  readonly binary: string;
  /** Its chain specification and its database; what was there before goes on. */
  readonly folder: string;
  readonly instance: Hex;
  /** Milliseconds. */
  readonly blockTime: number;
  /** 0 takes a free one. */
  readonly port?: number;
}

export interface RealNode {
  /** `ws://host:port` */
  readonly endpoint: string;
  /** By default asks it to end; resolves when it has. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts the node alone, in dev mode, from our own chain specification: no relay chain, every block final. Rejects with its log if it ends. */
export async function startRealNode(options: RealNodeOptions): Promise<RealNode> {
  const { binary, folder, instance, blockTime, port = 0 } = options;
  const file = join(folder, "spec.json");
  const spec = await chainSpec({ preset: "development", paraId: 2000, relayChain: "rococo-local", instance });
  await writeFile(file, JSON.stringify(spec));
  const node = spawn(
    binary,
    [
      ...["--chain", file, "--dev", "--dev-block-time", String(blockTime), "--base-path", join(folder, "data")],
      ...["--rpc-port", String(port), "--listen-addr", "/ip4/127.0.0.1/tcp/0", "--no-telemetry", "--no-prometheus"],
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const ended = new Promise<void>((resolve) => node.once("close", () => resolve()));
  return {
    endpoint: await listening(node),
    async end(signal = "SIGTERM") {
      node.kill(signal);
      await ended;
    },
  };
}

/** The node's own word that it listens, and where. */
function listening(node: ChildProcess): Promise<string> {
  let said = "";
  return new Promise((resolve, reject) => {
    node.on("error", reject);
    node.on("close", (code) => reject(new Error(`the node ended with ${code}: ${said.slice(-2000)}`)));
    node.stderr?.on("data", (data: Buffer) => {
      said = (said + data.toString()).slice(-10_000);
      const address = /Running JSON-RPC server: addr=([^\s,]+)/.exec(said)?.[1];
      if (address !== undefined) resolve(`ws://${address}`);
    });
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
