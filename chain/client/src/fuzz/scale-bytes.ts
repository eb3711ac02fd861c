import type { Registry } from "@polkadot/types/types";
import type { Si1Variant, SiLookupTypeId } from "@polkadot/types/interfaces";
import { bnToU8a, compactToU8a, u8aConcat } from "@polkadot/util";
import type { Dice } from "./dice.js";

/** Values that exist on the chain, so that calls get further than "no such": encoded, by the path of their type. */
export type Known = Readonly<Record<string, readonly Uint8Array[]>>;

/** Small numbers (ids, attempts), what deposits and prices look like, and the edges. */
const numbers = [0n, 0n, 1n, 1n, 1n, 1n, 2n, 3n, 4n, 5n, 6n, 100n, 1_000n, 10n ** 12n, 10n ** 18n] as const;

function integer(dice: Dice, bits: number): bigint {
  const top = 2n ** BigInt(bits);
  const choice = dice.below(14);
  if (choice === 0) return top - 1n;
  if (choice === 1) return top - 1n - BigInt(dice.below(4));
  if (choice === 2) return BigInt(`0x${Buffer.from(dice.bytes(bits / 8)).toString("hex")}`);
  if (choice === 3) return 2n ** BigInt(dice.below(bits));
  return dice.oneOf(numbers) % top;
}

const littleEndian = (value: bigint, bits: number) => bnToU8a(value, { bitLength: bits, isLe: true });
const bitsOf: Readonly<Record<string, number>> = { U8: 8, U16: 16, U32: 32, U64: 64, U128: 128, U256: 256 };

/** How long a list may be at most, the same for all lists of one value: metadata do not tell bounds, and many lists seldom all keep theirs. */
export function longestList(dice: Dice): number {
  return dice.onceIn(24) ? 200 : dice.oneOf([1, 1, 2, 2, 3, 9]);
}

/**
 * Bytes that are an encoding of a type of the runtime, as its metadata describes it: edges more often than chance would have them, and no
 * list longer than `longest`, which may be more than the runtime takes; a list in a list has at most its square root, or they would multiply.
 */
export function scaleBytes(
  lookup: Registry["lookup"],
  id: SiLookupTypeId,
  dice: Dice,
  known: Known,
  longest: number,
): Uint8Array {
  const { def, path } = lookup.getSiType(id);
  const of = (inner: SiLookupTypeId) => scaleBytes(lookup, inner, dice, known, longest);
  const named = known[path.map(String).join("::")];
  if (named !== undefined && !dice.onceIn(4)) return dice.oneOf(named);
  if (def.isPrimitive) {
    const { type } = def.asPrimitive;
    if (type === "Bool") return Uint8Array.of(dice.below(2));
    if (type === "Str") return listOf(dice, longest, () => dice.bytes(1));
    const bits = bitsOf[type.replace("I", "U")];
    if (bits === undefined) throw new Error(`no bytes for the primitive ${type}: expected an integer, bool or str`);
    return littleEndian(integer(dice, bits), bits);
  }
  if (def.isCompact) {
    const inner = lookup.getSiType(def.asCompact.type).def;
    const bits = inner.isPrimitive ? (bitsOf[inner.asPrimitive.type] ?? 32) : 32;
    return compactToU8a(integer(dice, bits));
  }
  if (def.isArray) {
    const { len, type } = def.asArray;
    if (dice.onceIn(8)) return new Uint8Array(len.toNumber());
    return u8aConcat(...Array.from({ length: len.toNumber() }, () => of(type)));
  }
  if (def.isSequence) {
    const within = Math.ceil(Math.sqrt(longest));
    return listOf(dice, longest, () => scaleBytes(lookup, def.asSequence.type, dice, known, within));
  }
  if (def.isTuple) return u8aConcat(...def.asTuple.map(of));
  if (def.isComposite) return u8aConcat(...def.asComposite.fields.map(({ type }) => of(type)));
  if (def.isVariant) {
    const variant = dice.oneOf<Si1Variant>([...def.asVariant.variants]);
    return u8aConcat([variant.index.toNumber()], ...variant.fields.map(({ type }) => of(type)));
  }
  throw new Error(`no bytes for the type ${path.map(String).join("::")} (${def.type})`);
}

function listOf(dice: Dice, longest: number, item: () => Uint8Array): Uint8Array {
  const length = dice.onceIn(2) ? longest : dice.below(longest + 1);
  return u8aConcat(compactToU8a(length), ...Array.from({ length }, item));
}
