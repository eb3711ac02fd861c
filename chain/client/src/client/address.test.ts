import { Keyring } from "@polkadot/keyring";
import { u8aToHex } from "@polkadot/util";
import { cryptoWaitReady } from "@polkadot/util-crypto";
import { accountOfKey, isAddress } from "./address.js";

test.each<[string, string, boolean]>([
  ["an account", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", true],
  ["a wrong checksum", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQX", false],
  ["another chain's prefix", "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5", false],
  ["hex", "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d", false],
  ["nothing", "", false],
  ["a name", "//Alice", false],
])("%s", (_name, text, expected) => expect(isAddress(text)).toBe(expected));

test.each(["Ed25519", "Sr25519", "Ecdsa"] as const)(
  "the account of an %s key is the one that a wallet shows",
  async (scheme) => {
    await cryptoWaitReady();
    const pair = new Keyring({ type: scheme.toLowerCase() as "ed25519", ss58Format: 42 }).addFromUri("//Alice");
    expect(accountOfKey({ scheme, key: u8aToHex(pair.publicKey) })).toBe(pair.address);
  },
);
