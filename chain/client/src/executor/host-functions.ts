import { blake2b, ed25519Verify, keccak256, sr25519Verify, twox } from "@polkadot/wasm-crypto";
import type { Heap } from "./heap.js";
import type { Overlay } from "./overlay.js";
import { appended, optionOfBytes, u32 } from "./scale.js";

/** The storage under the changes of a run; keys are 0x and hex digits. */
export interface Backing {
  get(key: string): Uint8Array | null;
  /** The next key that begins as the prefix does, after `key`. */
  next(prefix: string, key: string): string | null;
}

/** What a run has: a new heap for each call, changes that stay until its end. */
export interface Surroundings {
  readonly heap: Heap;
  readonly changes: Overlay;
  readonly storage: Backing;
  readonly offchain: Map<string, Uint8Array | null>;
  readonly proofSize: bigint;
}

/** A host function that is not here, or not for such arguments: whoever asked runs it another way. */
export class Unsupported extends Error {}

type HostFunction = (...args: never[]) => bigint | number | void;

const nothing = new Uint8Array();
const everything = 2 ** 32 - 1;

/**
 * Substrate's host functions, as far as our runtime uses them in blocks and views. `now` answers the surroundings of the call that
 * is running.
 *
 * An address and a length travel as one number of 64 bits, the address in its lower half. State roots and the root of the extrinsics are
 * zeros: they go into the header alone, which Chopsticks makes without them.
 */
export function hostFunctions(now: () => Surroundings): Record<string, HostFunction> {
  const bytes = (span: bigint) => now().heap.at(Number(BigInt.asUintN(32, span)), Number(span >> 32n));
  const keyOf = (span: bigint) => `0x${bytes(span).toString("hex")}`;
  const place = (value: Uint8Array) => now().heap.put(value);
  const span = (value: Uint8Array) => BigInt(place(value)) | (BigInt(value.length) << 32n);
  /** The memory of the runtime is used again: what is kept is a copy. */
  const kept = (at: bigint) => Uint8Array.from(bytes(at));
  const read = (key: string) => {
    const changed = now().changes.read(key);
    return changed === undefined ? now().storage.get(key) : changed;
  };
  const next = (key: string): string | null => {
    const { changes, storage } = now();
    let below = storage.next("0x", key);
    while (below !== null && changes.read(below) !== undefined) below = storage.next("0x", below);
    const above = changes.next(key) ?? null;
    if (above === null || below === null) return above ?? below;
    return above < below ? above : below;
  };

  const supported: Record<string, HostFunction> = {
    ext_allocator_malloc_version_1: (size: number) => now().heap.malloc(size >>> 0),
    ext_allocator_free_version_1: (at: number) => now().heap.release(at >>> 0),

    ext_storage_get_version_1: (key: bigint) => span(optionOfBytes(read(keyOf(key)))),
    ext_storage_read_version_1: (key: bigint, into: bigint, offset: number) => {
      const value = read(keyOf(key));
      if (value === null) return span(Uint8Array.of(0));
      const rest = value.subarray(Math.min(offset >>> 0, value.length));
      const room = bytes(into);
      room.set(rest.subarray(0, room.length));
      return span(Buffer.concat([Uint8Array.of(1), u32(rest.length)]));
    },
    ext_storage_exists_version_1: (key: bigint) => (read(keyOf(key)) === null ? 0 : 1),
    ext_storage_set_version_1: (key: bigint, value: bigint) => now().changes.write(keyOf(key), kept(value)),
    ext_storage_clear_version_1: (key: bigint) => now().changes.write(keyOf(key), null),
    ext_storage_append_version_1: (key: bigint, item: bigint) => {
      const name = keyOf(key);
      now().changes.write(name, appended(read(name), bytes(item)));
    },
    ext_storage_next_key_version_1: (key: bigint) => {
      const found = next(keyOf(key));
      return span(optionOfBytes(found === null ? null : Buffer.from(found.slice(2), "hex")));
    },
    ext_storage_clear_prefix_version_2: (prefix: bigint, limit: bigint) => {
      const { changes, storage } = now();
      const start = keyOf(prefix);
      const bound = bytes(limit);
      // How a bound counts what this run has made itself is not for here.
      if (bound[0] === 1 && bound.readUInt32LE(1) !== everything) throw new Unsupported("clear_prefix with a limit");
      for (const [key, value] of changes.entries())
        if (value !== null && key.startsWith(start)) changes.write(key, null);
      let removed = 0;
      for (let key = storage.next(start, start); key !== null; key = storage.next(start, key)) {
        removed += 1;
        changes.write(key, null);
      }
      return span(Buffer.concat([Uint8Array.of(0), u32(removed)]));
    },
    ext_storage_start_transaction_version_1: () => now().changes.begin(),
    ext_storage_commit_transaction_version_1: () => now().changes.commit(),
    ext_storage_rollback_transaction_version_1: () => now().changes.rollback(),
    ext_storage_root_version_2: () => span(new Uint8Array(32)),
    ext_trie_blake2_256_ordered_root_version_2: () => place(new Uint8Array(32)),
    ext_storage_proof_size_storage_proof_size_version_1: () => now().proofSize,

    ext_offchain_index_set_version_1: (key: bigint, value: bigint) => void now().offchain.set(keyOf(key), kept(value)),
    ext_offchain_index_clear_version_1: (key: bigint) => void now().offchain.set(keyOf(key), null),

    ext_hashing_blake2_128_version_1: (data: bigint) => place(blake2b(bytes(data), nothing, 16)),
    ext_hashing_blake2_256_version_1: (data: bigint) => place(blake2b(bytes(data), nothing, 32)),
    ext_hashing_keccak_256_version_1: (data: bigint) => place(keccak256(bytes(data))),
    ext_hashing_twox_64_version_1: (data: bigint) => place(twox(bytes(data), 1)),
    ext_hashing_twox_128_version_1: (data: bigint) => place(twox(bytes(data), 2)),

    ext_crypto_sr25519_verify_version_2: (signature: number, message: bigint, key: number) => {
      const { heap } = now();
      return sr25519Verify(heap.at(signature >>> 0, 64), bytes(message), heap.at(key >>> 0, 32)) ? 1 : 0;
    },
    ext_crypto_ed25519_verify_version_1: (signature: number, message: bigint, key: number) => {
      const { heap } = now();
      if (ed25519Verify(heap.at(signature >>> 0, 64), bytes(message), heap.at(key >>> 0, 32))) return 1;
      // The runtime's rule (ZIP 215) takes some signatures that this one does not.
      throw new Unsupported("an ed25519 signature that does not hold");
    },

    // Nothing is logged: the level is "off".
    ext_logging_max_level_version_1: () => 0,
    ext_logging_log_version_1: () => undefined,
    ext_misc_print_utf8_version_1: () => undefined,
    ext_misc_print_hex_version_1: () => undefined,
  };
  return new Proxy(supported, {
    get: (known, name: string) =>
      known[name] ??
      (() => {
        throw new Unsupported(name);
      }),
  });
}
