import { ChainUnavailable } from "../errors.js";
import type { Hex } from "../views.js";
import type { Connection } from "./connection.js";

/** A header as JSON-RPC gives it. */
export interface RpcHeader {
  readonly parentHash: Hex;
  readonly number: string;
  readonly stateRoot: Hex;
  readonly extrinsicsRoot: Hex;
  readonly digest: { readonly logs: readonly Hex[] };
}

const hash = /^0x[0-9a-f]{64}$/;
const hex = /^0x[0-9a-f]*$/;

function isHex(value: unknown): value is Hex {
  return typeof value === "string" && value.length % 2 === 0 && hex.test(value);
}

function isHexes(value: unknown): value is Hex[] {
  return Array.isArray(value) && value.every(isHex);
}

function isU32(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff;
}

/** A storage key and its value; null where there is none. */
function isChange(value: unknown): value is readonly [Hex, Hex | null] {
  return Array.isArray(value) && value.length === 2 && isHex(value[0]) && (value[1] === null || isHex(value[1]));
}

function isHash(value: unknown): value is Hex {
  return typeof value === "string" && hash.test(value);
}

/**
 * The requests that the client makes, each with the check that its answer is one: an endpoint in trouble may answer null, an
 * empty list or something else, and none of that is ever taken for "there is nothing".
 */
export class Rpc {
  constructor(private readonly connection: Connection) {}

  async finalizedHead(): Promise<Hex> {
    return this.ask("chain_getFinalizedHead", [], isHash, "a block hash");
  }

  async blockHash(number: number): Promise<Hex> {
    return this.ask("chain_getBlockHash", [number], isHash, `the hash of block ${number}`);
  }

  async header(at: Hex): Promise<RpcHeader> {
    return this.ask("chain_getHeader", [at], isHeader, `the header of block ${at}`);
  }

  async block(at: Hex): Promise<{ number: number; parentHash: Hex; extrinsics: readonly Hex[] }> {
    const isBlock = (value: unknown): value is { block: { header: RpcHeader; extrinsics: Hex[] } } =>
      isObject(value) &&
      isObject(value["block"]) &&
      isHeader(value["block"]["header"]) &&
      isHexes(value["block"]["extrinsics"]);
    const { header, extrinsics } = (await this.ask("chain_getBlock", [at], isBlock, `block ${at}`)).block;
    return { number: Number(header.number), parentHash: header.parentHash, extrinsics };
  }

  /** Values of storage keys at a block, null for a key that has none there. The answer names the block that it is for. */
  async storage(keys: readonly Hex[], at: Hex): Promise<readonly (Hex | null)[]> {
    type Changes = readonly { block: Hex; changes: readonly (readonly [Hex, Hex | null])[] }[];
    const isChanges = (value: unknown): value is Changes =>
      Array.isArray(value) &&
      value.length === 1 &&
      isObject(value[0]) &&
      value[0]["block"] === at &&
      Array.isArray(value[0]["changes"]) &&
      value[0]["changes"].every(isChange);
    const [{ changes }] = (await this.ask("state_queryStorageAt", [keys, at], isChanges, `storage of block ${at}`)) as [
      Changes[number],
    ];
    const found = new Map(changes);
    return keys.map((key) => {
      const value = found.get(key);
      if (value === undefined) throw new ChainUnavailable(`state_queryStorageAt: no word about ${key} at ${at}`);
      return value;
    });
  }

  /** The first keys that begin with a prefix, in their order, at most so many. */
  async keys(prefix: Hex, atMost: number, at: Hex): Promise<readonly Hex[]> {
    const areKeys = (value: unknown): value is Hex[] =>
      isHexes(value) &&
      value.length <= atMost &&
      value.every((key, i) => key.startsWith(prefix) && (i === 0 || (value[i - 1] as Hex) < key));
    return this.ask("state_getKeysPaged", [prefix, atMost, prefix, at], areKeys, `keys of block ${at} in order`);
  }

  async call(method: string, data: Hex, at: Hex): Promise<Hex> {
    return this.ask("state_call", [method, data, at], isHex, `the answer of ${method}`);
  }

  async runtimeVersion(at: Hex): Promise<{ specName: string; specVersion: number; transactionVersion: number }> {
    const isVersion = (
      value: unknown,
    ): value is { specName: string; specVersion: number; transactionVersion: number } =>
      isObject(value) &&
      typeof value["specName"] === "string" &&
      isU32(value["specVersion"]) &&
      isU32(value["transactionVersion"]);
    return this.ask("state_getRuntimeVersion", [at], isVersion, "a runtime version");
  }

  /** "Development", "Local", "Live", or the name of a custom type. */
  async chainType(): Promise<string> {
    const isType = (value: unknown): value is string | { Custom: string } =>
      typeof value === "string" || (isObject(value) && typeof value["Custom"] === "string");
    const type = await this.ask("system_chainType", [], isType, "a chain type");
    return typeof type === "string" ? type : type.Custom;
  }

  async chainName(): Promise<string> {
    const isName = (value: unknown): value is string => typeof value === "string";
    return this.ask("system_chain", [], isName, "the chain's name");
  }

  async nextIndex(address: string): Promise<number> {
    const isIndex = (value: unknown): value is number =>
      typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
    return this.ask("system_accountNextIndex", [address], isIndex, "the account's next index");
  }

  async pendingExtrinsics(): Promise<readonly Hex[]> {
    return this.ask("author_pendingExtrinsics", [], isHexes, "the pool's extrinsics");
  }

  async submitExtrinsic(extrinsic: Hex): Promise<Hex> {
    return this.ask("author_submitExtrinsic", [extrinsic], isHash, "the extrinsic's hash");
  }

  private async ask<T>(
    method: string,
    params: readonly unknown[],
    is: (value: unknown) => value is T,
    expected: string,
  ): Promise<T> {
    const answer = await this.connection.send(method, params);
    if (!is(answer)) {
      const found = JSON.stringify(answer)?.slice(0, 80) ?? "nothing";
      throw new ChainUnavailable(`${method}: expected ${expected}, the endpoint answered ${found}`);
    }
    return answer;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** A block number as nodes write it: hex without leading zeros. */
function isHex32(value: unknown): value is string {
  return typeof value === "string" && /^0x[0-9a-f]{1,8}$/.test(value);
}

function isHeader(value: unknown): value is RpcHeader {
  return (
    isObject(value) &&
    isHash(value["parentHash"]) &&
    isHex32(value["number"]) &&
    isHash(value["stateRoot"]) &&
    isHash(value["extrinsicsRoot"]) &&
    isObject(value["digest"]) &&
    isHexes(value["digest"]["logs"])
  );
}
