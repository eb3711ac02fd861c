import { ctr } from "@noble/ciphers/aes.js";
import { concatBytes, randomBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { base64 } from "@scure/base";
import type { AccountKey } from "./account-key.js";
import { KeysError } from "./error.js";
import { KEY_TYPE, checkedComment, publicKeyBlob } from "./openssh-public.js";
import { string, uint32 } from "./wire.js";

export interface PrivateKeyFileOptions {
  /** Stands in the file and in `ssh-add -l`; the address unless told. */
  comment?: string;
  /** Encrypts the file (aes256-ctr, bcrypt). Without one, whoever reads the file can log in. */
  passphrase?: string;
  /** Rounds of bcrypt, 24 as ssh-keygen: about a third of a second. */
  rounds?: number;
  /** Source of the salt and the check bytes; for golden tests. */
  random?: (length: number) => Uint8Array;
}

/**
 * The text of an OpenSSH private key file (PROTOCOL.key), with its final line end. It belongs into a file of mode 0600.
 * @throws KeysError `key.no-file`, `comment.invalid`, `passphrase.invalid`
 */
export async function opensshPrivateKey(account: AccountKey, options: PrivateKeyFileOptions = {}): Promise<string> {
  const { comment = account.address(), passphrase, random = randomBytes } = options;
  if (passphrase === "")
    throw new KeysError(
      "passphrase.invalid",
      "expected a passphrase or none, found an empty one, which encrypts nothing",
    );
  const { sshKey } = account;
  const checkedText = string(checkedComment(comment));
  const check = random(4);
  const seed = account.seed();
  // The private key is the string seed‖public key, written out here so that no further copy of the seed is made.
  const content = concatBytes(check, check, string(KEY_TYPE), string(sshKey), uint32(64), seed, sshKey, checkedText);
  seed.fill(0);
  const secret = padded(content, passphrase === undefined ? 8 : 16);
  content.fill(0);
  try {
    const file = passphrase === undefined ? unencrypted(secret) : await encrypted(secret, passphrase, options);
    const lines = base64.encode(fileOf(file, publicKeyBlob(sshKey))).match(/.{1,70}/g)!;
    return ["-----BEGIN OPENSSH PRIVATE KEY-----", ...lines, "-----END OPENSSH PRIVATE KEY-----", ""].join("\n");
  } finally {
    secret.fill(0);
  }
}

/** Padded with 1, 2, 3… to the cipher's block. */
function padded(bytes: Uint8Array, block: number): Uint8Array {
  const length = Math.ceil(bytes.length / block) * block;
  const result = new Uint8Array(length);
  result.set(bytes);
  for (let i = bytes.length; i < length; i++) result[i] = i - bytes.length + 1;
  return result;
}

interface Content {
  cipher: string;
  kdf: string;
  kdfOptions: Uint8Array;
  secret: Uint8Array;
}

function fileOf({ cipher, kdf, kdfOptions, secret }: Content, publicKey: Uint8Array): Uint8Array {
  const parts = [cipher, kdf, kdfOptions].map(string);
  return concatBytes(utf8ToBytes("openssh-key-v1\0"), ...parts, uint32(1), string(publicKey), string(secret));
}

function unencrypted(secret: Uint8Array): Content {
  return { cipher: "none", kdf: "none", kdfOptions: new Uint8Array(), secret };
}

async function encrypted(secret: Uint8Array, passphrase: string, options: PrivateKeyFileOptions): Promise<Content> {
  const { rounds = 24, random = randomBytes } = options;
  const salt = random(16);
  // Loaded when needed: who only writes authorized_keys lines does not pay for it.
  const { default: bcrypt } = await import("bcrypt-pbkdf");
  const password = utf8ToBytes(passphrase);
  const key = new Uint8Array(48);
  try {
    if (bcrypt.pbkdf(password, password.length, salt, salt.length, key, key.length, rounds) !== 0)
      throw new KeysError("passphrase.invalid", "expected a passphrase and rounds that bcrypt accepts, found others");
    return {
      cipher: "aes256-ctr",
      kdf: "bcrypt",
      kdfOptions: concatBytes(string(salt), uint32(rounds)),
      secret: ctr(key.subarray(0, 32), key.subarray(32)).encrypt(secret),
    };
  } finally {
    key.fill(0);
    password.fill(0);
  }
}
