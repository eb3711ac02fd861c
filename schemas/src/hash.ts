import { createHash } from "node:crypto";
import { CID } from "multiformats/cid";
import { create as createDigest } from "multiformats/hashes/digest";
import { canonicalBytes, MAX_DESCRIPTOR_BYTES } from "./canonical.js";
import { SchemasError } from "./errors.js";
import { parseJson, tooLarge } from "./parse.js";

/** Multicodec numbers, from the multicodec table. */
const JSON_CODEC = 0x0200;
const SHA2_256 = 0x12;

/** 32 bytes, `0x` and 64 lower-case hex digits: what stands on chain. */
export type Digest = `0x${string}`;
/** CIDv1, codec json, sha2-256, base32: how the same hash is written off chain. */
export type Cid = string;

export interface DescriptorHash {
  readonly digest: Digest;
  readonly cid: Cid;
}

/** sha2-256 of bytes, as it stands on chain. */
export function sha256(bytes: Uint8Array): Digest {
  return `0x${createHash("sha256").update(bytes).digest("hex")}`;
}

/**
 * The hash of a descriptor, a schema or a receipt: sha2-256 over its canonical JSON (RFC 8785).
 * @throws SchemasError `json.value`
 */
export function descriptorHash(value: unknown): DescriptorHash {
  const digest = sha256(canonicalBytes(value));
  return { digest, cid: cidOfDigest(digest) };
}

/**
 * @throws SchemasError `cid.invalid`
 */
export function cidOfDigest(digest: string): Cid {
  if (!/^0x[0-9a-f]{64}$/.test(digest)) {
    throw new SchemasError("cid.invalid", `expected a digest, 0x and 64 lower-case hex digits, found ${shown(digest)}`);
  }
  return CID.createV1(JSON_CODEC, createDigest(SHA2_256, Buffer.from(digest.slice(2), "hex"))).toString();
}

/**
 * The digest inside a CID. Only the one spelling of a CID that {@link cidOfDigest} writes is taken, so a CID is as good as a
 * file name: it holds nothing but a-z and 2-7.
 * @throws SchemasError `cid.invalid`
 */
export function digestOfCid(cid: string): Digest {
  const expected = "a CIDv1 with codec json and sha2-256 in base32";
  let parsed: CID;
  try {
    if (cid.length > 128) throw new Error("too long");
    parsed = CID.parse(cid);
  } catch (cause) {
    throw new SchemasError("cid.invalid", `expected ${expected}, found ${shown(cid)}`, { cause });
  }
  const { version, code, multihash } = parsed;
  if (version !== 1 || code !== JSON_CODEC || multihash.code !== SHA2_256 || multihash.digest.length !== 32) {
    throw new SchemasError(
      "cid.invalid",
      `expected ${expected}, found ${shown(cid)} (version ${version}, codec 0x${code.toString(16)}, hash 0x${multihash.code.toString(16)})`,
    );
  }
  const digest: Digest = `0x${Buffer.from(multihash.digest).toString("hex")}`;
  if (cidOfDigest(digest) !== cid)
    throw new SchemasError("cid.invalid", `expected ${expected}, found another spelling, ${shown(cid)}`);
  return digest;
}

/**
 * The value in a block that somebody else handed over, if it is what the CID (or digest) stands for.
 * @throws SchemasError `descriptor.too-large`, `descriptor.hash`, `json.invalid`, `descriptor.canonical`, `cid.invalid`
 */
export function verifyBlock(cidOrDigest: string, bytes: Uint8Array): unknown {
  const wanted = cidOrDigest.startsWith("0x") ? digestOfCid(cidOfDigest(cidOrDigest)) : digestOfCid(cidOrDigest);
  if (bytes.byteLength > MAX_DESCRIPTOR_BYTES) throw tooLarge(bytes.byteLength);
  const found = sha256(bytes);
  if (found !== wanted) {
    throw new SchemasError(
      "descriptor.hash",
      `expected content with the hash ${wanted}, found content with the hash ${found}`,
    );
  }
  const value = parseJson(bytes);
  if (!Buffer.from(canonicalBytes(value)).equals(bytes)) {
    throw new SchemasError(
      "descriptor.canonical",
      `the content of ${wanted} is JSON, but not canonical (RFC 8785); publish it with: dinfra descriptor publish`,
    );
  }
  return value;
}

function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
