import { hexToBytes } from "@noble/hashes/utils.js";
import { type Command, Option } from "commander";
import { AccountKey } from "../account-key.js";
import { LOGIN_PATH, hardPath } from "../derivation-path.js";
import { KeysError } from "../error.js";
import { accountFromKeystore, keystoreIsEncrypted } from "../keystore.js";
import { SCHEMES, type Scheme } from "../scheme.js";
import { askSecret } from "./ask-secret.js";
import { readDescriptor, readPrivateFile } from "./private-file.js";

export interface AccountOptions {
  secretFile?: string;
  secretFd?: string;
  passphraseFile?: string;
  passphraseFd?: string;
  withPassword?: boolean;
  scheme?: Scheme;
  path?: string;
  ownKey?: boolean;
}

/** Where a secret comes from: never from the command line, which every process of the machine can read. */
export function withAccountOptions(command: Command): Command {
  return command
    .option(
      "--secret-file <file>",
      "file of mode 0600 with the phrase, the 0x seed or the keystore JSON; asked for unless told",
    )
    .option("--secret-fd <number>", "the same from an open file descriptor")
    .option("--passphrase-file <file>", "file of mode 0600 with the keystore's passphrase or the phrase's password")
    .option("--passphrase-fd <number>", "the same from an open file descriptor")
    .option("--with-password", "the phrase has a password (what stands after ///)")
    .addOption(
      new Option("--scheme <scheme>", "of the key; ed25519 for phrases and seeds, a keystore has its own").choices([
        ...SCHEMES,
      ]),
    )
    .option("--path <path>", `hard derivation path (default: ${LOGIN_PATH})`)
    .option("--own-key", "the account's own key instead of one for logins; for experts");
}

/**
 * The account that the options name, its secret read from where they say.
 * @throws KeysError
 */
export async function readAccount(options: AccountOptions): Promise<AccountKey> {
  if (options.ownKey && options.path !== undefined)
    throw new KeysError("usage", "expected --own-key or --path, found both; leave one out");
  if (options.secretFile !== undefined && options.secretFd !== undefined)
    throw new KeysError("usage", "expected --secret-file or --secret-fd, found both; leave one out");
  const path = options.ownKey ? "" : (options.path ?? LOGIN_PATH);
  hardPath(path); // a bad path is said before a secret is asked for
  const secret = await readSecret(options);
  const account = secret.startsWith("{")
    ? await fromKeystore(secret, options, path)
    : await fromText(secret, options, path);
  if (path === "")
    process.stderr.write(
      "warning: this is the account's own key. A key that signs money should not sign logins: whoever steals it, or tricks it into a signature, has both. " +
        `The default, a key of its own by ${LOGIN_PATH}, cannot move funds.\n`,
    );
  return account;
}

async function readSecret(options: AccountOptions): Promise<string> {
  const secret =
    options.secretFile !== undefined
      ? readPrivateFile(options.secretFile)
      : options.secretFd !== undefined
        ? readDescriptor(options.secretFd)
        : await askAccount();
  if (secret === undefined || secret.trim() === "")
    throw new KeysError(
      "secret.missing",
      "expected a recovery phrase, a 0x seed or a keystore JSON, found nothing; type it, pipe it in, or give --secret-file",
    );
  return secret.trim();
}

/** A piped keystore may stand on many lines; whatever comes after it is left for the next question. */
async function askAccount(): Promise<string | undefined> {
  const question = "Recovery phrase, 0x seed or keystore JSON of the account (not shown)";
  let text = await askSecret(question);
  while (!process.stdin.isTTY && text?.trimStart().startsWith("{") && !isJson(text)) {
    const line = await askSecret(question);
    if (line === undefined) break;
    text += `\n${line}`;
  }
  return text;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

async function fromKeystore(json: string, options: AccountOptions, path: string): Promise<AccountKey> {
  if (options.withPassword)
    throw new KeysError("usage", "expected --with-password with a phrase, found a keystore; leave it out");
  const passphrase = keystoreIsEncrypted(json)
    ? await readPassphrase(options, "Passphrase of the keystore (not shown)")
    : "";
  const own = accountFromKeystore(json, passphrase);
  try {
    if (options.scheme !== undefined && options.scheme !== own.scheme)
      throw new KeysError(
        "usage",
        `expected the keystore's own scheme, ${own.scheme}, found --scheme ${options.scheme}; leave it out`,
      );
    return own.derive(path);
  } finally {
    own.wipe();
  }
}

async function fromText(secret: string, options: AccountOptions, path: string): Promise<AccountKey> {
  const scheme = options.scheme ?? "ed25519";
  if (/^0x/i.test(secret)) {
    if (!/^0x[0-9a-f]{64}$/i.test(secret))
      throw new KeysError("secret.invalid", "expected a seed of 0x and 64 hex digits, found another length or digit");
    const seed = hexToBytes(secret.slice(2));
    try {
      return AccountKey.fromSeed(seed, scheme, path);
    } finally {
      seed.fill(0);
    }
  }
  if (secret.includes("/"))
    throw new KeysError(
      "secret.invalid",
      "expected a phrase alone, found one with a path; give the path with --path and the password with --with-password",
    );
  const password = options.withPassword ? await readPassphrase(options, "Password of the phrase (not shown)") : "";
  return AccountKey.fromMnemonic(secret, scheme, path, password);
}

async function readPassphrase(options: AccountOptions, question: string): Promise<string> {
  if (options.passphraseFile !== undefined) return readPrivateFile(options.passphraseFile);
  if (options.passphraseFd !== undefined) return readDescriptor(options.passphraseFd);
  const passphrase = await askSecret(question);
  if (passphrase === undefined)
    throw new KeysError(
      "secret.missing",
      "expected a passphrase, found the end of the input; type it, pipe it in as the next line, or give --passphrase-file",
    );
  return passphrase;
}
