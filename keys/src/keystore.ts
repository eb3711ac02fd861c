import { xsalsa20poly1305 } from "@noble/ciphers/salsa.js";
import { scrypt } from "@noble/hashes/scrypt.js";
import { hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { base64 } from "@scure/base";
import { AccountKey } from "./account-key.js";
import { KeysError } from "./error.js";
import { mismatch, publicKeyOfSeed } from "./scalar.js";
import { decodeAddress } from "./ss58.js";
import { sameBytes } from "./wire.js";

const HEADER = hexToBytes("3053020101300506032b657004220420");
const DIVIDER = hexToBytes("a123032100");

/** What polkadot-js writes and accepts; other numbers could stop the machine or make guessing cheap. */
const SCRYPT = ["8192 10 8", "16384 5 8", "32768 3 8", "32768 1 8", "65536 2 8", "131072 1 8"];

/**
 * The account of a keystore JSON, as polkadot-js and the wallets export it (versions 2 and 3, ed25519 and sr25519).
 * Takes up to a second and 128 MB, by design of the format.
 * @throws KeysError `keystore.invalid`, `keystore.unsupported`, `keystore.passphrase`, `key.mismatch`, `key.soft`
 */
export function accountFromKeystore(json: string, passphrase: string): AccountKey {
  const keystore = parse(json);
  const plain = decrypt(keystore, passphrase);
  try {
    return decode(plain, keystore);
  } finally {
    plain.fill(0);
  }
}

/** Whether the keystore's content is encrypted, so that a passphrase has to be asked for. */
export function keystoreIsEncrypted(json: string): boolean {
  return !parse(json).cipher.includes("none");
}

interface Keystore {
  scheme: "ed25519" | "sr25519";
  cipher: string[];
  encoded: Uint8Array;
  address: Uint8Array | undefined;
}

function parse(json: string): Keystore {
  let value: unknown;
  if (json.startsWith("\ufeff"))
    throw new KeysError(
      "keystore.invalid",
      "expected a keystore JSON, found a byte order mark (U+FEFF) before it; save it as UTF-8 without the mark",
    );
  try {
    value = JSON.parse(json);
  } catch {
    // The parser's message would quote the text.
    throw invalid("JSON", "text that is none");
  }
  assertWithSecret(value);
  const { encoded, encoding, address, meta } = record(value);
  const { content, type, version } = record(encoding);
  if (version !== "2" && version !== "3")
    throw new KeysError(
      "keystore.unsupported",
      `expected a keystore of version 2 or 3, found ${JSON.stringify(version)}; export it anew`,
    );
  const kind = Array.isArray(content) ? content : [];
  if (kind[0] !== "pkcs8" || (kind[1] !== "ed25519" && kind[1] !== "sr25519"))
    throw new KeysError(
      "keystore.unsupported",
      `expected an ed25519 or sr25519 account, found ${JSON.stringify(content)}: ecdsa and ethereum accounts cannot make SSH's signatures; batches are to be exported one by one`,
    );
  // polkadot.js writes the first, its extension and other wallets the second.
  const { suri, derivationPath } = record(meta ?? {});
  const isSoft = (path: unknown) => typeof path === "string" && /(^|[^/])\/[^/]/.test(path.replace(/\/\/\/.*$/, ""));
  if (isSoft(suri) || isSoft(derivationPath))
    throw new KeysError(
      "key.soft",
      "expected a root or hard-derived account, found a keystore that says it is softly derived: whoever has its secret and the parent's public key can compute the parent's secret",
    );
  const cipher = (Array.isArray(type) ? type : [type]).map(String);
  if (typeof encoded !== "string") throw invalid("its encoded content", "none");
  return {
    scheme: kind[1],
    cipher,
    encoded: decodeText(encoded),
    address: typeof address === "string" ? decodeAddress(address) : undefined,
  };
}

/** Other files that look like keystores, by what they are. */
function assertWithSecret(value: unknown): void {
  const unsupported = (found: string, advice: string) =>
    new KeysError("keystore.unsupported", `expected a keystore with an encrypted secret, found ${found}; ${advice}`);
  if (typeof value === "string")
    throw unsupported(
      "a text in quotes, as a node's keystore folder has (subkey, author_insertKey)",
      "it is the secret of a node's session key; use an account of your own",
    );
  const { encoded, meta, secretPhrase, secretSeed, secretKeyUri } = record(value);
  if (secretPhrase !== undefined || secretSeed !== undefined || secretKeyUri !== undefined)
    throw unsupported(
      "the JSON output of subkey, which holds the secret in the clear",
      "give its phrase or its 0x seed instead of the whole output",
    );
  const { isHardware, hardwareType, isExternal, isMultisig, isProxied } = record(meta ?? {});
  if (isHardware || hardwareType !== undefined)
    throw unsupported(
      `an account of a hardware wallet (${JSON.stringify(hardwareType ?? "unknown")})`,
      "the device gives its secret to nobody; make a login key from a phrase of its own with `dinfra keys create`",
    );
  if (encoded === undefined && (isExternal || isMultisig || isProxied))
    throw unsupported(
      "an account that the wallet only watches (external, multisig or proxied)",
      "export it from the wallet that has its secret",
    );
}

function decrypt({ cipher, encoded }: Keystore, passphrase: string): Uint8Array {
  const kind = cipher.join(" ");
  if (kind === "none") return encoded.slice();
  if (kind !== "scrypt xsalsa20-poly1305" && kind !== "xsalsa20-poly1305")
    throw new KeysError(
      "keystore.unsupported",
      `expected scrypt and xsalsa20-poly1305, found ${JSON.stringify(cipher)}`,
    );
  // scrypt gives 64 bytes, of which the cipher takes 32.
  let key = new Uint8Array(64);
  let box = encoded;
  const password = utf8ToBytes(passphrase);
  if (cipher.includes("scrypt")) {
    if (encoded.length < 44) throw invalid("encrypted content", `${encoded.length} bytes`);
    const numbers = new DataView(encoded.buffer, encoded.byteOffset + 32, 12);
    const [N, p, r] = [numbers.getUint32(0, true), numbers.getUint32(4, true), numbers.getUint32(8, true)];
    if (!SCRYPT.includes(`${N} ${p} ${r}`))
      throw new KeysError(
        "keystore.unsupported",
        `expected scrypt's parameters as polkadot-js writes them, found N=${N} p=${p} r=${r}`,
      );
    key = scrypt(password, encoded.subarray(0, 32), { N, p, r, dkLen: 64, maxmem: 2 ** 28 });
    box = encoded.subarray(44);
  } else {
    // Version 2 took the passphrase itself for the key, cut or padded with zeros.
    key.set(password.subarray(0, 32));
  }
  password.fill(0);
  try {
    return xsalsa20poly1305(key.subarray(0, 32), box.subarray(0, 24)).decrypt(box.subarray(24));
  } catch {
    throw new KeysError(
      "keystore.passphrase",
      "expected the keystore's passphrase, found a wrong one, or a damaged keystore",
    );
  } finally {
    key.fill(0);
  }
}

function decode(plain: Uint8Array, { scheme, address }: Keystore): AccountKey {
  if (!sameBytes(plain.subarray(0, 16), HEADER)) throw invalid("a PKCS#8 header", "other bytes");
  // Generations 1 and 2 hold the seed (32 bytes), 3 the secret (64).
  const length = plain.length === 16 + 64 + 5 + 32 ? 64 : 32;
  const secret = plain.subarray(16, 16 + length);
  const rest = plain.subarray(16 + length);
  if (rest.length !== 37 || !sameBytes(rest.subarray(0, 5), DIVIDER))
    throw invalid("a divider and a public key", "other bytes");
  const publicKey = rest.subarray(5);
  if (address !== undefined && !sameBytes(address, publicKey))
    throw mismatch("the account that the keystore's address names", "the secret of another one");
  if (scheme === "sr25519" && length === 64) return AccountKey.fromExpanded(secret, publicKey, "sr25519");
  const seed = secret.subarray(0, 32);
  if (scheme === "ed25519" && length === 64 && !sameBytes(publicKeyOfSeed(seed), publicKey)) {
    // Not seed and public key, so perhaps an expanded secret; the account's constructor decides by its public key.
    return AccountKey.fromExpanded(secret, publicKey, "ed25519");
  }
  const account = AccountKey.fromSeed(seed, scheme);
  if (!sameBytes(account.publicKey, publicKey)) {
    account.wipe();
    throw mismatch("a secret that belongs to the keystore's public key", "the secret of another one");
  }
  return account;
}

function decodeText(text: string): Uint8Array {
  try {
    return /^0x/i.test(text) ? hexToBytes(text.slice(2)) : base64.decode(text);
  } catch {
    throw invalid("base64 or hex content", "other text");
  }
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalid("an object", typeof value);
  return value as Record<string, unknown>;
}

function invalid(expected: string, found: string): KeysError {
  return new KeysError(
    "keystore.invalid",
    `expected a keystore JSON with ${expected}, found ${found}; export the account anew from the wallet`,
  );
}
