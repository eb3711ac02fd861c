import { Compact, Enum, Int, Option, Struct, UInt } from "@polkadot/types";
import type { Codec } from "@polkadot/types/types";
import { stringCamelCase } from "@polkadot/util";

/**
 * A value of the chain as plain data. Integers by their type: wider than 32 bits always decimal text, the others always numbers
 * (toPrimitive goes by size: the same field is a number today and text tomorrow). All else is as toPrimitive has it.
 */
export function plain(value: Codec): unknown {
  if (value instanceof UInt || value instanceof Int) {
    return value.bitLength() > 32 ? value.toString() : value.toNumber();
  }
  if (value instanceof Compact) return plain(value.unwrap() as unknown as Codec);
  if (value instanceof Option) return value.isNone ? null : plain(value.unwrap());
  if (value instanceof Struct) {
    return Object.fromEntries([...value.entries()].map(([name, field]) => [name, plain(field as Codec)] as const));
  }
  if (value instanceof Enum) {
    return value.isBasic ? value.type : { [stringCamelCase(value.type)]: plain(value.inner as Codec) };
  }
  if (Array.isArray(value)) return Array.from(value as readonly Codec[], plain);
  return value.toPrimitive();
}
