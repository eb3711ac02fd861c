import type { KeyringPair } from "@polkadot/keyring/types";
import { compactAddLength, u8aConcat, u8aToHex } from "@polkadot/util";
import type { Runtime } from "../client/runtime.js";
import type { Hex } from "../views.js";

interface Payload {
  toU8a(isBare?: boolean): Uint8Array;
  sign(pair: KeyringPair): Uint8Array;
  get(key: string): { toU8a(): Uint8Array } | undefined;
}

/** A signed immortal extrinsic around bytes that are taken for a call, whatever they are. */
export function rawExtrinsic(
  runtime: Runtime,
  pair: KeyringPair,
  call: Uint8Array,
  { nonce, genesisHash }: { nonce: number; genesisHash: Hex },
): Hex {
  const { registry } = runtime;
  const payload = registry.createTypeUnsafe("ExtrinsicPayloadV4", [
    {
      method: u8aToHex(call),
      era: "0x00",
      nonce,
      tip: 0,
      specVersion: runtime.specVersion,
      transactionVersion: runtime.transactionVersion,
      genesisHash,
      blockHash: genesisHash,
    },
  ]) as unknown as Payload;
  const extra = Object.keys(registry.getSignedExtensionTypes()).map((key) => payload.get(key)?.toU8a() ?? []);
  const address = registry.createTypeUnsafe("MultiAddress", [{ Id: pair.addressRaw }]).toU8a();
  const version = 0x84; // 4, signed
  return u8aToHex(compactAddLength(u8aConcat([version], address, payload.sign(pair), ...extra, call)));
}
