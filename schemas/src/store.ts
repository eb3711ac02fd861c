import { canonicalBytes, MAX_DESCRIPTOR_BYTES } from "./canonical.js";
import { cidOfDigest, descriptorHash, digestOfCid, verifyBlock, type Cid } from "./hash.js";
import { tooLarge } from "./parse.js";

/**
 * Where blocks are kept: the port that a store implements. It may be anybody's: nothing is believed that it answers.
 */
export interface BlockStore {
  /** Keeps the bytes under the CID. Returns when they are durable. @throws SchemasError `store.failed` */
  putBlock(cid: Cid, bytes: Uint8Array): Promise<void>;
  /** @throws SchemasError `store.missing` (retryable), `store.failed` (retryable) */
  getBlock(cid: Cid): Promise<Uint8Array>;
}

/** Where descriptors are published and found. */
export interface DescriptorStore {
  /**
   * Publishes a document and returns its CID.
   * @throws SchemasError `json.value`, `descriptor.too-large`, `store.failed`
   */
  put(value: unknown): Promise<Cid>;
  /**
   * The document that a CID (or a digest from the chain) stands for, verified against it.
   * @throws SchemasError `cid.invalid`, `store.missing`, `store.failed`, `descriptor.hash`, `descriptor.canonical`, `json.invalid`, `descriptor.too-large`
   */
  get(cidOrDigest: string): Promise<unknown>;
}

/** A descriptor store over any block store: what comes out has the hash that was asked for, or it is an error. */
export function verified(blocks: BlockStore): DescriptorStore {
  return {
    async put(value) {
      const bytes = canonicalBytes(value);
      if (bytes.byteLength > MAX_DESCRIPTOR_BYTES) throw tooLarge(bytes.byteLength);
      const { cid } = descriptorHash(value);
      await blocks.putBlock(cid, bytes);
      return cid;
    },
    async get(cidOrDigest) {
      const cid = cidOrDigest.startsWith("0x") ? cidOfDigest(cidOrDigest) : cidOrDigest;
      digestOfCid(cid); // refuses what is no CID of ours before a store sees it
      return verifyBlock(cid, await blocks.getBlock(cid));
    },
  };
}
