import { GenericCall } from "@polkadot/types";
import type { Call as RuntimeCall } from "@polkadot/types/interfaces";
import type { Codec } from "@polkadot/types/types";
import { blake2AsHex } from "@polkadot/util-crypto";
import { ChainError } from "../errors.js";
import type { Hex } from "../views.js";
import type { Call } from "./calls.js";
import type { DecodedCall } from "./chain.js";
import { plain } from "./plain.js";
import type { Runtime } from "./runtime.js";

/** A call as the runtime has it, and the hash of that. @throws RuntimeMismatch when the runtime has no such call */
export function callBytes(runtime: Runtime, call: Call): { readonly data: Hex; readonly hash: Hex } {
  const data = runtime.encode(call).toHex() as Hex;
  return { data, hash: blake2AsHex(data, 256) };
}

/** The call that these bytes are, to the last of them. @throws ChainError code BadCall */
export function callOf(runtime: Runtime, data: Hex): DecodedCall {
  let call: RuntimeCall;
  try {
    call = runtime.registry.createType<RuntimeCall>("Call", data);
  } catch (cause) {
    throw noCall(data, cause);
  }
  // What is left over, or was written in another way, has another hash.
  if (call.toHex() !== data) throw noCall(data);
  return { pallet: call.section, method: call.method, args: [...call.args], named: namedOf(call) };
}

const namedOf = (call: GenericCall): Readonly<Record<string, unknown>> =>
  Object.fromEntries(call.meta.fields.map((field, i) => [String(field.name.unwrapOr(i)), inWords(call.args[i])]));

function inWords(value: Codec | undefined): unknown {
  if (value instanceof GenericCall) return { pallet: value.section, method: value.method, args: namedOf(value) };
  if (Array.isArray(value) && value[0] instanceof GenericCall) return Array.from(value as readonly Codec[], inWords);
  return value === undefined ? null : plain(value);
}

function noCall(data: Hex, cause?: unknown): ChainError {
  const found = data.length > 40 ? `${data.slice(0, 40)}…` : data;
  return new ChainError("BadCall", false, `expected the bytes of a call of this chain, found ${found}`, { cause });
}
