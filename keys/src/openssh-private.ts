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
  const { comment = account.address(), passphrase, rounds = 24, random = randomBytes } = options;
  if (passphrase === "")
    throw new KeysError(
      "passphrase.invalid",
      "expected a passphrase or none, found an empty one, which encrypts nothing",
    );
  const blob = publicKeyBlob(account.sshKey);
  const seed = account.seed();
  const check = random(4);
  const content = concatBytes(
    check,
    check,
    string(KEY_TYPE),
    string(account.sshKey),
    string(concatBytes(seed, account.sshKey)),
    string(checkedComment(comment)),
  );
  seed.fill(0);
  const encrypted = passphrase !== undefined;
  const secret = padded(content, encrypted ? 16 : 8);
  const salt = encrypted ? random(16) : undefined;
  const file = concatBytes(
    utf8ToBytes("openssh-key-v1\0"),
    string(encrypted ? "aes256-ctr" : "none"),
    string(encrypted ? "bcrypt" : "none"),
    string(salt ? concatBytes(string(salt), uint32(rounds)) : ""),
    uint32(1),
    string(blob),
    string(salt && encrypted ? await encrypt(secret, passphrase, salt, rounds) : secret),
  );
  secret.fill(0);
  content.fill(0);
  const body = base64.encode(file).match(/.{1,70}/g)!;
  return ["-----BEGIN OPENSSH PRIVATE KEY-----", ...body, "-----END OPENSSH PRIVATE KEY-----", ""].join("\n");
}

/** Padded with 1, 2, 3… to the cipher's block. */
function padded(bytes: Uint8Array, block: number): Uint8Array {
  const length = Math.ceil(bytes.length / block) * block;
  const result = new Uint8Array(length);
  result.set(bytes);
  for (let i = bytes.length; i < length; i++) result[i] = i - bytes.length + 1;
  return result;
}

async function encrypt(secret: Uint8Array, passphrase: string, salt: Uint8Array, rounds: number): Promise<Uint8Array> {
  // Loaded when needed: who only writes authorized_keys lines does not pay for it.
  const { default: bcrypt } = await import("bcrypt-pbkdf");
  const password = utf8ToBytes(passphrase);
  const key = new Uint8Array(48);
  if (bcrypt.pbkdf(password, password.length, salt, salt.length, key, key.length, rounds) !== 0)
    throw new KeysError("passphrase.invalid", "expected a passphrase and rounds that bcrypt accepts, found others");
  const result = ctr(key.subarray(0, 32), key.subarray(32)).encrypt(secret);
  key.fill(0);
  password.fill(0);
  return result;
}
