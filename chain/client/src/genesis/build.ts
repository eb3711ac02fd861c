import {
  compactAddLength,
  compactStripLength,
  hexToU8a,
  stringToU8a,
  u8aConcat,
  u8aToHex,
  u8aToString,
} from "@polkadot/util";
import { xxhashAsHex } from "@polkadot/util-crypto";
import { BlobUnusable } from "../errors.js";
import type { Hex } from "../views.js";
import { mergePatch, parseExact, stringifyExact, type Json } from "./exact-json.js";
import { executeStateless } from "./executor.js";

export interface GenesisOptions {
  /** Runtime blob, compressed or not. */
  readonly wasm: Hex;
  /** Merged over the preset (RFC 7396). */
  readonly patch?: Json;
  readonly preset?: string;
  /** Clock at genesis, ms; block 1 is one slot later. Without it the first author's clock counts, which is right for a chain with authors. */
  readonly startTime?: number;
}

export interface RawGenesis {
  readonly id: string;
  readonly name: string;
  readonly properties: { ss58Format: number; tokenDecimals: number; tokenSymbol: string };
  readonly genesis: { raw: { top: Record<string, string> } };
}

const CODE: Hex = "0x3a636f6465";
/** twox128("Timestamp") ++ twox128("Now") */
const TIMESTAMP_NOW: Hex = `0x${xxhashAsHex("Timestamp", 128).slice(2)}${xxhashAsHex("Now", 128).slice(2)}`;

/** Option<RuntimeString> → Option<Vec<u8>>: the preset's JSON. */
async function presetJson(wasm: Hex, preset: string | null): Promise<Json> {
  const argument = preset === null ? "0x00" : u8aToHex(u8aConcat([1], compactAddLength(stringToU8a(preset))));
  const { result } = await executeStateless(wasm, "GenesisBuilder_get_preset", argument);
  const bytes = hexToU8a(result);
  if (bytes[0] !== 1) {
    throw new BlobUnusable(
      `the runtime has no genesis preset "${preset ?? "(default)"}": expected GenesisBuilder to answer JSON`,
    );
  }
  const [, text] = compactStripLength(bytes.subarray(1));
  return parseExact(u8aToString(text));
}

/** Vec<u8> → Result<(), RuntimeString>; what it writes is the state of block 0. */
async function buildState(wasm: Hex, config: Json): Promise<Record<string, string>> {
  const argument = u8aToHex(compactAddLength(stringToU8a(stringifyExact(config))));
  const { result, storageDiff } = await executeStateless(wasm, "GenesisBuilder_build_state", argument);
  const bytes = hexToU8a(result);
  if (bytes[0] !== 0) {
    const [, text] = compactStripLength(bytes.subarray(1));
    throw new BlobUnusable(`the runtime refused the genesis configuration: ${u8aToString(text)}`);
  }
  const top: Record<string, string> = {};
  for (const [key, value] of storageDiff) if (typeof value === "string") top[key] = value;
  return top;
}

function u64le(value: number): Hex {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return `0x${bytes.toString("hex")}`;
}

/**
 * The raw genesis of the runtime in the blob, made by the blob itself (GenesisBuilder), with no other tool.
 * - Keys are sorted: out of order, map iteration on the embedded chain loses entries without an error.
 * - With `startTime` Timestamp::Now is set: without it block 1 takes the wall clock, and is another block at every start.
 * @throws BlobUnusable
 */
export async function buildGenesis(options: GenesisOptions): Promise<Record<string, string>> {
  const { wasm, patch = {}, preset = "development", startTime } = options;
  const config = mergePatch(mergePatch(await presetJson(wasm, null), await presetJson(wasm, preset)), patch);
  const top = await buildState(wasm, config);
  top[CODE] = wasm;
  if (startTime !== undefined) top[TIMESTAMP_NOW] = u64le(startTime);
  return Object.fromEntries(Object.entries(top).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
