/** @integration */
import { Keyring } from "@polkadot/keyring";
import type { KeyringPair$Json } from "@polkadot/keyring/types";
import { cryptoWaitReady } from "@polkadot/util-crypto";
import { xsalsa20poly1305 } from "@noble/ciphers/salsa.js";
import { concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { base64 } from "@scure/base";
import { AccountKey } from "./account-key.js";
import { accountFromKeystore, keystoreIsEncrypted } from "./keystore.js";
import { SCHEMES, type Scheme } from "./scheme.js";
import { PHRASE, hex } from "./test/accounts.js";
import { quickKeystore } from "./test/keystore.js";

// scrypt, bcrypt and processes, perhaps on a busy machine.
jest.setTimeout(240_000);

const PASSPHRASE = "correct horse";
const code = (value: string) => expect.objectContaining({ code: value });

const keystore = (scheme: Scheme | "ecdsa" | "ethereum", path = ""): KeyringPair$Json =>
  quickKeystore(scheme, path, PASSPHRASE);

beforeAll(() => cryptoWaitReady());

describe("a keystore of polkadot-js", () => {
  it.each([
    ["suri", { suri: "/0" }],
    ["derivationPath", { derivationPath: "/0" }],
    ["derivationPath below a hard one", { derivationPath: "//a/0" }],
  ])("that says by %s that it is softly derived is refused", (_name, meta) => {
    const json = JSON.stringify({ ...keystore("sr25519"), meta });
    expect(() => accountFromKeystore(json, PASSPHRASE)).toThrow(code("key.soft"));
  });

  it("that says that it is derived hard opens", () => {
    const json = JSON.stringify({ ...keystore("sr25519", "//hard"), meta: { derivationPath: "//hard" } });
    expect(accountFromKeystore(json, PASSPHRASE).scheme).toBe("sr25519");
  });

  it.each(SCHEMES.flatMap((scheme) => ["", "//hard"].map((path) => [scheme, path] as const)))(
    "of %s %s opens",
    (scheme, path) => {
      // Written by polkadot-js itself, with the parameters of today.
      const json = JSON.stringify(new Keyring({ type: scheme }).addFromUri(`${PHRASE}${path}`).toJson(PASSPHRASE));
      expect(keystoreIsEncrypted(json)).toBe(true);
      const account = accountFromKeystore(json, PASSPHRASE);
      const same = AccountKey.fromMnemonic(PHRASE, scheme, path);
      expect(account.address()).toBe(same.address());
      expect(hex(account.sshKey)).toBe(hex(same.sshKey));
      expect(account.derive("//dinfra//ssh").address()).toBe(
        AccountKey.fromMnemonic(PHRASE, scheme, `${path}//dinfra//ssh`).address(),
      );
      // ed25519 has its seed in it, sr25519 has not.
      expect(account.hasSeed).toBe(scheme === "ed25519");
    },
  );

  it("opens without a passphrase when it was exported so", () => {
    for (const scheme of SCHEMES) {
      const pair = new Keyring({ type: scheme }).addFromUri(PHRASE);
      const json = JSON.stringify(pair.toJson());
      expect(keystoreIsEncrypted(json)).toBe(false);
      expect(accountFromKeystore(json, "").address()).toBe(AccountKey.fromMnemonic(PHRASE, scheme).address());
    }
  });

  it("of version 2, whose passphrase is the key itself, opens", () => {
    const account = AccountKey.fromMnemonic(PHRASE, "ed25519");
    const plain = concatBytes(
      hexToBytes("3053020101300506032b657004220420"),
      account.seed(),
      hexToBytes("a123032100"),
      account.publicKey,
    );
    const key = new Uint8Array(32);
    key.set(utf8ToBytes(PASSPHRASE));
    const nonce = new Uint8Array(24).fill(7);
    const encoded = `0x${hex(concatBytes(nonce, xsalsa20poly1305(key, nonce).encrypt(plain)))}`;
    const json = JSON.stringify({
      encoded,
      encoding: { content: ["pkcs8", "ed25519"], type: "xsalsa20-poly1305", version: "2" },
      address: account.address(),
    });
    expect(accountFromKeystore(json, PASSPHRASE).address()).toBe(account.address());
    // polkadot-js reads it the same way.
    const pair = new Keyring({ type: "ed25519" }).addFromJson(JSON.parse(json) as KeyringPair$Json);
    expect(() => pair.decodePkcs8(PASSPHRASE)).not.toThrow();
  });

  it("with a wrong passphrase does not open, and says nothing of either", () => {
    const json = JSON.stringify(keystore("sr25519"));
    for (const wrong of ["wrong horse", ""])
      expect(() => accountFromKeystore(json, wrong)).toThrow(
        expect.objectContaining({
          code: "keystore.passphrase",
          message: expect.not.stringContaining("horse") as string,
        }),
      );
  });

  it.each([["ecdsa"], ["ethereum"]] as const)("of %s is refused with the reason", (scheme) => {
    expect(() => accountFromKeystore(JSON.stringify(keystore(scheme)), PASSPHRASE)).toThrow(
      expect.objectContaining({
        code: "keystore.unsupported",
        message: expect.stringContaining("ecdsa and ethereum") as string,
      }),
    );
  });

  it("that says that it is softly derived is refused before its passphrase is needed", () => {
    const json = keystore("sr25519");
    for (const suri of ["/soft", "//hard/soft", "//a//b/c///password"])
      expect(() => keystoreIsEncrypted(JSON.stringify({ ...json, meta: { suri } }))).toThrow(code("key.soft"));
    expect(keystoreIsEncrypted(JSON.stringify({ ...json, meta: { suri: "//hard///pass/word" } }))).toBe(true);
  });

  it("whose address names another account is refused", () => {
    const other = AccountKey.fromMnemonic(PHRASE, "ed25519", "//other").address();
    expect(() => accountFromKeystore(JSON.stringify({ ...keystore("ed25519"), address: other }), PASSPHRASE)).toThrow(
      code("key.mismatch"),
    );
  });

  it("whose secret belongs to another public key is refused, in both schemes", () => {
    for (const scheme of SCHEMES) {
      const { encoded, encoding } = new Keyring({ type: scheme }).addFromUri(PHRASE).toJson();
      const bytes = base64.decode(encoded);
      bytes.set(AccountKey.fromMnemonic(PHRASE, scheme, "//other").publicKey, 85);
      expect(() => accountFromKeystore(JSON.stringify({ encoded: base64.encode(bytes), encoding }), "")).toThrow(
        code("key.mismatch"),
      );
    }
  });

  it("of a hardware wallet's expanded ed25519 secret opens, and has no file", () => {
    const { encoding } = new Keyring({ type: "ed25519" }).addFromUri(PHRASE).toJson();
    const account = AccountKey.fromMnemonic(PHRASE, "sr25519"); // any scalar and its Edwards key
    const secret = base64.decode(new Keyring({ type: "sr25519" }).addFromUri(PHRASE).toJson().encoded).subarray(16, 80);
    const plain = concatBytes(
      hexToBytes("3053020101300506032b657004220420"),
      secret,
      hexToBytes("a123032100"),
      account.sshKey,
    );
    const opened = accountFromKeystore(JSON.stringify({ encoded: base64.encode(plain), encoding }), "");
    expect(hex(opened.publicKey)).toBe(hex(account.sshKey));
    expect(opened.hasSeed).toBe(false);
  });

  it("whose scrypt parameters are not those of polkadot-js is refused before anything is computed", () => {
    const json = keystore("ed25519");
    const bytes = base64.decode(json.encoded);
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(32, 1 << 30, true);
    expect(() => accountFromKeystore(JSON.stringify({ ...json, encoded: base64.encode(bytes) }), PASSPHRASE)).toThrow(
      code("keystore.unsupported"),
    );
  });

  it.each([
    ["", "keystore.invalid"],
    ["{", "keystore.invalid"],
    ["[]", "keystore.invalid"],
    ["{}", "keystore.invalid"],
    ['{"encoding":{"version":"4"}}', "keystore.unsupported"],
    ['{"encoding":{"version":"3","content":["batch-pkcs8"]}}', "keystore.unsupported"],
    [
      '{"encoding":{"version":"3","content":["pkcs8","sr25519"],"type":["rot13"]},"encoded":"AAAA"}',
      "keystore.unsupported",
    ],
    ['{"encoding":{"version":"3","content":["pkcs8","sr25519"],"type":["none"]},"encoded":"AAAA"}', "keystore.invalid"],
    ['{"encoding":{"version":"3","content":["pkcs8","sr25519"],"type":["none"]},"encoded":"!"}', "keystore.invalid"],
    [
      '{"encoding":{"version":"3","content":["pkcs8","sr25519"],"type":["scrypt","xsalsa20-poly1305"]},"encoded":"AAAA"}',
      "keystore.invalid",
    ],
  ])("that is %j is refused", (json, expected) => {
    expect(() => accountFromKeystore(json, "")).toThrow(code(expected));
  });

  it.each<[string, string, string]>([
    [
      "a Ledger account",
      '{"address":"x","meta":{"isHardware":true,"hardwareType":"ledger","name":"mine"}}',
      'hardware wallet ("ledger")',
    ],
    ["a watched account", '{"address":"x","meta":{"isExternal":true}}', "only watches"],
    ["a multisig", '{"address":"x","meta":{"isMultisig":true}}', "only watches"],
    ["a node's keystore file", '"0x1234"', "session key"],
    ["subkey's output", '{"secretPhrase":"a b c","secretSeed":"0x12","ss58Address":"x"}', "subkey"],
  ])("that is %s is refused with what it is", (_, json, says) => {
    const message = expect.stringContaining(says) as string;
    expect(() => accountFromKeystore(json, "")).toThrow(
      expect.objectContaining({ code: "keystore.unsupported", message }),
    );
  });

  it("with a byte order mark before it is refused, and the mark named", () => {
    const message = expect.stringContaining("byte order mark") as string;
    expect(() => keystoreIsEncrypted(`\ufeff${JSON.stringify(keystore("sr25519"))}`)).toThrow(
      expect.objectContaining({ code: "keystore.invalid", message }),
    );
  });
});
