import type { Header } from "@polkadot/types/interfaces";
import { TypeRegistry } from "@polkadot/types";
import { blake2AsHex, xxhashAsHex } from "@polkadot/util-crypto";
import { ChainChanged, ChainUnavailable, ChainWentBack, RuntimeMismatch } from "../errors.js";
import type { BlockRef, ChainIdentity, Hex } from "../views.js";
import type { Rpc } from "./rpc.js";
import { METADATA, Runtime, opaqueMetadata } from "./runtime.js";

const specName = "dinfra";
/** twox128("Providers") ++ twox128("Instance"): read before there is any metadata. */
const INSTANCE_KEY: Hex = `0x${xxhashAsHex("Providers", 128).slice(2)}${xxhashAsHex("Instance", 128).slice(2)}`;

export interface BlocksOptions {
  readonly expect?: ChainIdentity;
  readonly notBelow?: number;
}

export interface KnownBlock {
  readonly block: BlockRef;
  readonly runtime: Runtime;
}

/**
 * Which blocks may be read: finalized, of the one chain that this client is for, never below a height seen before. What an endpoint says
 * is believed only when it fits together: the header hashes to the block's hash, and the chain's instance is in that block's storage.
 */
export class Blocks {
  private expected: ChainIdentity | null;
  private seen: number;
  private runtime: Runtime | null = null;
  private readonly headers = new TypeRegistry();

  constructor(
    private readonly rpc: Rpc,
    options: BlocksOptions,
  ) {
    this.expected = options.expect ?? null;
    this.seen = options.notBelow ?? 0;
  }

  async identity(): Promise<ChainIdentity> {
    if (this.expected === null) await this.finalized();
    return this.expected as ChainIdentity;
  }

  /** @throws ChainWentBack, ChainChanged, ChainUnavailable */
  async finalized(): Promise<BlockRef> {
    const block = await this.verified(await this.rpc.finalizedHead());
    if (block.number < this.seen) throw new ChainWentBack(this.seen, block.number);
    this.seen = block.number;
    return block;
  }

  /** A block of this chain and the runtime that made it. */
  async known(at: BlockRef | Hex): Promise<KnownBlock> {
    const hash = typeof at === "string" ? at : at.hash;
    const [block, runtime] = await Promise.all([this.verified(hash), this.runtimeAt(hash)]);
    if (typeof at !== "string" && at.number !== block.number) {
      throw new ChainUnavailable(`block ${hash}: expected number ${at.number}, the endpoint says ${block.number}`);
    }
    return { block, runtime };
  }

  private async verified(hash: Hex): Promise<BlockRef> {
    const [header, [instance], genesisHash] = await Promise.all([
      this.rpc.header(hash),
      this.rpc.storage([INSTANCE_KEY], hash),
      this.rpc.blockHash(0),
    ]);
    const number = Number(header.number);
    if (number !== 0 || hash !== genesisHash) {
      const bytes = this.headers.createType<Header>("Header", header).toU8a();
      if (blake2AsHex(bytes, 256) !== hash) {
        throw new ChainUnavailable(`the endpoint answered the header of another block for ${hash} (number ${number})`);
      }
    }
    if (instance === null || instance === undefined) {
      throw new RuntimeMismatch(
        `no chain instance in block ${number} (${hash}): expected a DINFRA chain, whose genesis sets Providers.Instance`,
      );
    }
    this.check({ genesisHash, instance });
    return { number, hash };
  }

  private check(found: ChainIdentity): void {
    if (this.expected === null) {
      this.expected = found;
      return;
    }
    const { genesisHash, instance } = this.expected;
    if (genesisHash !== found.genesisHash || instance !== found.instance) throw new ChainChanged(this.expected, found);
  }

  private async runtimeAt(hash: Hex): Promise<Runtime> {
    const version = await this.rpc.runtimeVersion(hash);
    if (version.specName !== specName) {
      throw new RuntimeMismatch(`the endpoint runs "${version.specName}": expected a runtime named "${specName}"`);
    }
    const { runtime } = this;
    if (
      runtime !== null &&
      runtime.specVersion === version.specVersion &&
      runtime.transactionVersion === version.transactionVersion
    ) {
      return runtime;
    }
    this.runtime = new Runtime(await this.metadata(hash), version.specVersion, version.transactionVersion);
    return this.runtime;
  }

  private async metadata(hash: Hex): Promise<Hex> {
    return opaqueMetadata(await this.rpc.call(METADATA.method, METADATA.data, hash));
  }
}
