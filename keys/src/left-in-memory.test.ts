import { Keyring } from "@polkadot/keyring";
import { cryptoWaitReady } from "@polkadot/util-crypto";
import type { AccountKey as Account } from "./account-key.js";
import type { Scheme } from "./scheme.js";
import { PHRASE } from "./test/accounts.js";
import { quickKeystore } from "./test/keystore.js";
import { type MadeBytes, watchMadeBytes } from "./test/made-bytes.js";

// scrypt, perhaps on a busy machine.
jest.setTimeout(240_000);

const SCHEMES: Scheme[] = ["ed25519", "sr25519"];
const LOGIN_PATH = "//dinfra//ssh";
const PASSPHRASE = "correct horse";

let bytes: MadeBytes;
let ours: typeof import("./index.js") & typeof import("./mnemonic.js") & typeof import("./scalar.js");
beforeAll(async () => {
  await cryptoWaitReady();
  bytes = watchMadeBytes();
  jest.resetModules();
  ours = { ...(await import("./index.js")), ...(await import("./mnemonic.js")), ...(await import("./scalar.js")) };
});
afterEach(() => bytes.forget());
afterAll(() => bytes.stop());

/** Seed, scalar and nonce prefix of an account, as far as it has them, from its keystore. */
function secretsOf(scheme: Scheme, path: string): Uint8Array[] {
  const { encoded } = new Keyring({ type: scheme }).addFromUri(`${PHRASE}${path}`).toJson();
  const secret = Buffer.from(encoded, "base64").subarray(16, 80);
  const expanded = scheme === "sr25519" ? secret : ours.expandSeed(secret.subarray(0, 32));
  const halves = [expanded.subarray(0, 32), expanded.subarray(32)];
  return [...(scheme === "ed25519" ? [secret.subarray(0, 32)] : []), ...halves].map((part) => Buffer.from(part));
}

const keystore = (scheme: Scheme): string => JSON.stringify(quickKeystore(scheme, "", PASSPHRASE));

function left(secrets: Uint8Array[]): number[] {
  return secrets.map((secret) => bytes.holding(secret));
}

const none = (secrets: Uint8Array[]): number[] => secrets.map(() => 0);

describe.each(SCHEMES)("a key of its own, %s,", (scheme) => {
  let account: Uint8Array[];
  let own: Uint8Array[];
  let miniSecret: Uint8Array;
  beforeEach(() => {
    miniSecret = Buffer.from(ours.miniSecretFromMnemonic(PHRASE));
    account = [miniSecret, ...secretsOf(scheme, ""), ...secretsOf(scheme, "//dinfra")];
    own = secretsOf(scheme, LOGIN_PATH);
  });

  /** Nothing of the account, while the key is held and after; nothing of the key either once it is wiped. */
  async function expectOnlyTheKey(make: () => Account): Promise<void> {
    const key = await bytes.during(make);
    expect(left(account)).toEqual(none(account));
    expect(left(own).some((count) => count > 0)).toBe(true); // or nothing could be seen here at all
    await bytes.during(() => {
      key.signSsh(Buffer.from("a login"));
      key.signAsAccount(Buffer.from("a proof"));
      key.wipe();
    });
    expect(left(own)).toEqual(none(own));
  }

  it("made from a phrase leaves nothing of the account in memory", () =>
    expectOnlyTheKey(() => ours.AccountKey.fromMnemonic(PHRASE, scheme, LOGIN_PATH)));

  it("derived from an account leaves nothing of it once that is wiped", () =>
    expectOnlyTheKey(() => {
      const parent = ours.AccountKey.fromMnemonic(PHRASE, scheme);
      const key = parent.derive(LOGIN_PATH);
      parent.wipe();
      return key;
    }));

  it("made from a keystore leaves nothing of the account in memory, nor of the passphrase", async () => {
    const json = keystore(scheme);
    await expectOnlyTheKey(() => {
      const parent = ours.accountFromKeystore(json, PASSPHRASE);
      const key = parent.derive(LOGIN_PATH);
      parent.wipe();
      return key;
    });
    expect(bytes.holding(Buffer.from(PASSPHRASE))).toBe(0);
  });
});

it("an encrypted key file leaves nothing of the seed, nor does one that could not be written", async () => {
  const own = secretsOf("ed25519", LOGIN_PATH);
  await bytes.during(async () => {
    const key = ours.AccountKey.fromMnemonic(PHRASE, "ed25519", LOGIN_PATH);
    await ours.opensshPrivateKey(key, { passphrase: "battery staple", rounds: 1 });
    await expect(ours.opensshPrivateKey(key, { passphrase: "battery staple", rounds: 0 })).rejects.toThrow();
    await expect(ours.opensshPrivateKey(key, { comment: "a\nb" })).rejects.toThrow();
    key.wipe();
  });
  expect(left(own)).toEqual(none(own));
});
