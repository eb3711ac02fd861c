import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NO_REAL_NODE, realNodeBinary, startRealNode, type RealNode } from "@dinfra/chain/testing";
import type { Hex } from "@dinfra/chain";
import type { Node } from "./chain-side.js";
import { askNode } from "./extrinsics.js";
import { until } from "./until.js";

const binary = realNodeBinary();
if (binary === null) process.stdout.write(NO_REAL_NODE);

/** Tests that need a real node, where there is one. */
export const describeOnRealNode = binary === null ? describe.skip : describe;

/** The real node of the runtime, with a block every half second and a database that outlives it. */
export class OnRealNode implements Node {
  private constructor(
    private readonly folder: string,
    private readonly instance: Hex,
    private node: RealNode,
  ) {}

  static async start(): Promise<OnRealNode> {
    const folder = mkdtempSync(join(tmpdir(), "dinfra-node-"));
    const instance: Hex = `0x${randomBytes(32).toString("hex")}`;
    return new OnRealNode(folder, instance, await start(folder, instance));
  }

  get endpoint(): string {
    return this.node.endpoint;
  }

  async newBlock(n = 1): Promise<void> {
    const before = await this.height();
    await until(
      () => this.height(),
      (height) => height >= before + n,
      60_000 + n * 2_000,
    );
  }

  /** kill -9. */
  kill(): Promise<void> {
    return this.node.end("SIGKILL");
  }

  /** On the same database and the same port. */
  async restart(): Promise<void> {
    this.node = await start(this.folder, this.instance, Number(new URL(this.endpoint).port));
  }

  async close(): Promise<void> {
    await this.node.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async height(): Promise<number> {
    const hash = await askNode<Hex>(this.endpoint, "chain_getFinalizedHead");
    return Number((await askNode<{ number: Hex }>(this.endpoint, "chain_getHeader", [hash])).number);
  }
}

function start(folder: string, instance: Hex, port = 0): Promise<RealNode> {
  return startRealNode({ binary: binary!, folder, instance, blockTime: 500, port });
}
