import { Metadata, TypeRegistry, type GenericChainProperties } from "@polkadot/types";
import { expandMetadata } from "@polkadot/types/metadata";
import type { DecoratedMeta } from "@polkadot/types/metadata/decorate/types";
import type { Call as RuntimeCall, DispatchError } from "@polkadot/types/interfaces";
import type { Codec, Registry } from "@polkadot/types/types";
import { compactStripLength, hexToU8a, u8aConcat, u8aToHex } from "@polkadot/util";
import { RuntimeMismatch } from "../errors.js";
import type { Hex } from "../views.js";
import type { Call } from "./calls.js";

/** Extensions of the runtime that need no data from the signer and that polkadot-js does not know. */
const withoutData = Object.fromEntries(
  ["AuthorizeCall", "StorageWeightReclaim", "WeightReclaim"].map((name) => [name, { extrinsic: {}, payload: {} }]),
);

const toSnake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Asks a runtime for its metadata, version 15, which has the runtime APIs and their types. */
export const METADATA = { method: "Metadata_metadata_at_version", data: "0x0f000000" } as const;

/** The metadata in an answer to that: Option<OpaqueMetadata>. @throws RuntimeMismatch */
export function opaqueMetadata(answer: Hex): Hex {
  const bytes = hexToU8a(answer);
  if (bytes[0] !== 1)
    throw new RuntimeMismatch("the runtime has no metadata of version 15: expected one of 2024 or later");
  return u8aToHex(compactStripLength(bytes.subarray(1))[1]);
}

/** An argument that is encoded already. */
export class Encoded {
  constructor(readonly bytes: Uint8Array) {}
}

export interface ApiRequest<T> {
  readonly method: string;
  readonly data: Hex;
  decode(result: Hex): T;
}

/** What the metadata of a runtime says: how to encode what it is asked, and decode what it answers. */
export class Runtime {
  readonly registry: Registry;
  readonly decorated: DecoratedMeta;

  constructor(
    metadata: Hex,
    readonly specVersion: number,
    readonly transactionVersion: number,
  ) {
    const registry = new TypeRegistry();
    const decoded = new Metadata(registry, metadata);
    registry.setMetadata(decoded, undefined, withoutData, true);
    const properties = { ss58Format: 42, tokenDecimals: 12, tokenSymbol: "UNIT" };
    registry.setChainProperties(
      registry.createType("ChainProperties", properties) as unknown as GenericChainProperties,
    );
    this.registry = registry;
    this.decorated = expandMetadata(registry, decoded);
  }

  /** A request to a runtime API, by the names of its Rust trait and method. @throws RuntimeMismatch */
  api<T extends Codec>(trait: string, method: string, args: readonly unknown[]): ApiRequest<T> {
    const declared = this.registry.metadata.apis
      .find((each) => each.name.eq(trait))
      ?.methods.find((each) => each.name.eq(method));
    if (declared === undefined) {
      throw new RuntimeMismatch(
        `the runtime has no API ${trait}.${method}: expected the runtime that this client was made for`,
      );
    }
    if (declared.inputs.length !== args.length) {
      throw new RuntimeMismatch(
        `the runtime's ${trait}.${method} takes ${declared.inputs.length} arguments: expected ${args.length}`,
      );
    }
    const parts = declared.inputs.map(({ type }, i) => {
      const arg = args[i];
      if (arg instanceof Encoded) return arg.bytes;
      return this.registry.createTypeUnsafe(this.registry.createLookupType(type), [arg]).toU8a();
    });
    const output = this.registry.createLookupType(declared.output);
    return {
      method: `${trait}_${method}`,
      data: u8aToHex(u8aConcat(...parts)),
      decode: (result) => {
        const bytes = hexToU8a(result);
        const value = this.decode<T>(output, result);
        if (value.encodedLength !== bytes.length) {
          throw new RuntimeMismatch(
            `${trait}.${method} answered ${bytes.length} bytes: expected ${value.encodedLength} of a ${output}`,
          );
        }
        return value;
      },
    };
  }

  /** @throws RuntimeMismatch when the runtime has no such call */
  encode(call: Call): RuntimeCall {
    const make = this.decorated.tx[call.pallet]?.[call.method];
    if (make === undefined) {
      throw new RuntimeMismatch(
        `the runtime has no call ${call.pallet}.${call.method}: expected the runtime that this client was made for`,
      );
    }
    const args = call.args.map((arg) =>
      isCalls(arg) ? arg.map((inner) => this.encode(inner)) : isCall(arg) ? this.encode(arg) : arg,
    );
    return make(...args) as unknown as RuntimeCall;
  }

  /** The key of a storage item, by the names of polkadot-js (`providers.instance`). */
  storageKey(pallet: string, item: string, ...keys: readonly unknown[]): Hex {
    const entry = this.decorated.query[pallet]?.[item];
    if (entry === undefined) throw new RuntimeMismatch(`the runtime has no storage ${pallet}.${item}`);
    const bytes = entry(...keys);
    // The first byte(s) are a compact length.
    return u8aToHex(this.registry.createType("Bytes", bytes).toU8a(true));
  }

  decodeStorage<T extends Codec>(pallet: string, item: string, value: Hex): T {
    const entry = this.decorated.query[pallet]?.[item];
    if (entry === undefined) throw new RuntimeMismatch(`the runtime has no storage ${pallet}.${item}`);
    const { type } = entry.meta;
    const id = type.isPlain ? type.asPlain : type.asMap.value;
    return this.decode<T>(this.registry.createLookupType(id), value);
  }

  private decode<T extends Codec>(type: string, value: Hex): T {
    try {
      return this.registry.createTypeUnsafe(type, [hexToU8a(value)]) as T;
    } catch (cause) {
      throw new RuntimeMismatch(`${value.slice(0, 40)} is no ${type}: ${String(cause)}`, { cause });
    }
  }

  constant<T extends Codec>(pallet: string, name: string): T {
    const found = this.decorated.consts[pallet]?.[name];
    if (found === undefined) throw new RuntimeMismatch(`the runtime has no constant ${pallet}.${name}`);
    return found as unknown as T;
  }

  /** By the name of polkadot-js. */
  hasPallet(section: string): boolean {
    return this.decorated.query[section] !== undefined;
  }

  hasStorage(section: string, item: string): boolean {
    return this.decorated.query[section]?.[item] !== undefined;
  }

  /** The Rust name of a pallet that polkadot-js calls by its camelCase name. */
  palletName(section: string): string {
    const found = this.registry.metadata.pallets.find(
      ({ name }) => name.toString().toLowerCase() === section.toLowerCase(),
    );
    return found?.name.toString() ?? section;
  }

  /** A dispatch error as ("Pallet.Error", in words). */
  explain(error: DispatchError): { code: string; message: string } {
    if (error.isModule) {
      const { section, name, docs } = this.registry.findMetaError(error.asModule);
      const words = docs.join(" ").trim();
      const code = `${this.palletName(section)}.${name}`;
      return { code, message: words === "" ? toSnake(name).replaceAll("_", " ").trim() : words };
    }
    if (error.isToken)
      return {
        code: `Token.${error.asToken.type}`,
        message: tokenWords[error.asToken.type] ?? `token error ${error.asToken.type}`,
      };
    if (error.isArithmetic) {
      const { type } = error.asArithmetic;
      return { code: `Arithmetic.${type}`, message: arithmeticWords[type] ?? `arithmetic: ${type}` };
    }
    return { code: error.type, message: otherWords[error.type] ?? error.type };
  }
}

const tokenWords: Readonly<Record<string, string>> = {
  FundsUnavailable: "the account has not enough free funds",
  BelowMinimum: "an account would be left with less than the existential deposit",
  CannotCreate: "the receiving account does not exist and would get less than the existential deposit",
  Frozen: "the funds are frozen",
};

const arithmeticWords: Readonly<Record<string, string>> = {
  Underflow: "more was asked for than there is",
  Overflow: "the amount is too large",
};

const otherWords: Readonly<Record<string, string>> = {
  BadOrigin: "this account may not make this call",
  CannotLookup: "no such account",
};

function isCall(value: unknown): value is Call {
  return typeof value === "object" && value !== null && "pallet" in value && "method" in value && "args" in value;
}

function isCalls(value: unknown): value is readonly Call[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((each: unknown) => typeof each === "object" && each !== null && "pallet" in each && "method" in each)
  );
}
