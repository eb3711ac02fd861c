/** @integration */
import { Keyring } from "@polkadot/keyring";
import { u8aWrapBytes } from "@polkadot/util";
import { cryptoWaitReady } from "@polkadot/util-crypto";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { verifyMessage } from "./message.js";
import { PHRASE } from "./test/accounts.js";

beforeAll(() => cryptoWaitReady());

const types = ["ed25519", "sr25519", "ecdsa"] as const;
type Type = (typeof types)[number];
const text = "dinfra-access:v1:…";

const pairOf = (type: Type, path = "") => new Keyring({ type }).addFromUri(`${PHRASE}${path}`);
/** As the extension Polkadot.js answers `signRaw`. */
const byWallet = (type: Type, withType = false) => pairOf(type).sign(u8aWrapBytes(utf8ToBytes(text)), { withType });

/** The signature of the same key that has the other of the two values of s. */
function otherS(signature: Uint8Array): Uint8Array {
  const { r, s } = secp256k1.Signature.fromBytes(signature.subarray(0, 64));
  const other = new secp256k1.Signature(r, secp256k1.Point.Fn.ORDER - s).toBytes();
  return Uint8Array.of(...other, signature[64]! ^ 1);
}

describe.each(types)("what a wallet's %s account signs", (type) => {
  const address = () => pairOf(type).address;

  test("is taken, bare and with the scheme's byte before it, whatever prefix the address has", () => {
    expect(byWallet(type)).toHaveLength(type === "ecdsa" ? 65 : 64);
    for (const signature of [byWallet(type), byWallet(type, true)]) {
      expect(verifyMessage(address(), text, signature)).toBe(true);
      expect(verifyMessage(new Keyring({ type, ss58Format: 0 }).encodeAddress(address()), text, signature)).toBe(true);
    }
  });

  test.each<[string, () => [string, Uint8Array]]>([
    ["another text", () => [`${text}x`, byWallet(type)]],
    ["the text without <Bytes>", () => [text, pairOf(type).sign(utf8ToBytes(text))]],
    ["the text wrapped twice", () => [text, pairOf(type).sign(utf8ToBytes(`<Bytes><Bytes>${text}</Bytes></Bytes>`))]],
    ["the text in another case", () => [text, pairOf(type).sign(utf8ToBytes(`<bytes>${text}</bytes>`))]],
    ["another account", () => [text, pairOf(type, "//other").sign(u8aWrapBytes(utf8ToBytes(text)))]],
    ["the byte of another scheme", () => [text, Uint8Array.of((types.indexOf(type) + 1) % 3, ...byWallet(type)!)]],
    ["the byte of no scheme", () => [text, Uint8Array.of(3, ...byWallet(type))]],
    ["nothing", () => [text, new Uint8Array()]],
  ])("of %s is refused", (_name, of) => {
    const [said, signature] = of();
    expect(verifyMessage(address(), said, signature)).toBe(false);
  });

  test("is refused with any bit changed, or cut short", () => {
    const signature = byWallet(type);
    fc.assert(
      fc.property(fc.nat(8 * 64 - 1), (bit) => {
        const changed = signature.slice();
        changed[bit >> 3]! ^= 1 << (bit & 7);
        return (
          !verifyMessage(address(), text, changed) && !verifyMessage(address(), text, signature.subarray(0, bit >> 3))
        );
      }),
      { numRuns: 60 },
    );
  });
});

test("an ecdsa signature: recovery ids from 0 and from 27, the lower s alone, and no other id", () => {
  const { address } = pairOf("ecdsa");
  const signature = byWallet("ecdsa");
  const withId = (id: number) => Uint8Array.of(...signature.subarray(0, 64), id);
  expect(verifyMessage(address, text, withId(signature[64]! + 27))).toBe(true);
  for (const id of [signature[64]! ^ 1, 4, 26, 31, 255]) expect(verifyMessage(address, text, withId(id))).toBe(false);
  expect(verifyMessage(address, text, otherS(signature))).toBe(false);
});
