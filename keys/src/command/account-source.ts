import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { type Command, Option } from "commander";
import { AccountKey } from "../account-key.js";
import { LOGIN_PATH, hardPath } from "../derivation-path.js";
import { isDevelopmentAccount } from "../development-accounts.js";
import { KeysError } from "../error.js";
import { accountFromKeystore, keystoreIsEncrypted } from "../keystore.js";
import { SCHEMES, type Scheme } from "../scheme.js";
import { askSecret } from "./ask-secret.js";
import { passphraseOf, readDescriptor, readPrivateFile } from "./private-file.js";

export interface AccountOptions {
  secretFile?: string;
  secretFd?: string;
  passphraseFile?: string;
  passphraseFd?: string;
  withPassword?: boolean;
  scheme?: Scheme;
  path?: string;
  ownKey?: boolean;
  /** Take a development account, with a warning. */
  allowDevelopment?: boolean;
}

export const ALLOW_DEVELOPMENT = "also keys of //Alice and the like and of their phrase, whose secrets everybody knows";

/** For sr25519 too: its SSH key may be that of an ed25519 account of the same phrase, which a wallet can hold as well. */
const OWN_KEY_WARNING =
  "warning: this is the account's own key. A key that signs money should not sign logins: whoever steals it, or tricks it into a signature, has both. " +
  "A web page can ask a wallet that holds this account, or the ed25519 account of the same phrase, to sign a payload of an unknown chain " +
  "that is an SSH login, and log in with it. " +
  `The default, a key of its own by ${LOGIN_PATH}, is in no wallet and cannot move funds.\n`;

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
    .option(
      "--own-key",
      "the account's own key instead of one for logins. Dangerous: a web page can have a wallet that holds it sign an SSH login",
    );
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
  if (options.path === "")
    throw new KeysError(
      "usage",
      `expected a path such as ${LOGIN_PATH}, found an empty one, which is the account's own key; leave --path out for the key for logins`,
    );
  const path = options.ownKey ? "" : (options.path ?? LOGIN_PATH);
  hardPath(path); // a bad path is said before a secret is asked for
  const secret = await readSecret(options);
  const account = secret.startsWith("{")
    ? await fromKeystore(secret, options, path)
    : await fromText(secret, options, path);
  if (path === "") process.stderr.write(OWN_KEY_WARNING);
  return account;
}

async function readSecret(options: AccountOptions): Promise<string> {
  const secret =
    options.secretFile !== undefined
      ? await readPrivateFile(options.secretFile)
      : options.secretFd !== undefined
        ? await readDescriptor(options.secretFd)
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
    assertOwn(own, options);
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
  const root = await rootOf(secret, options);
  try {
    assertOwn(root, options);
    return root.derive(path);
  } finally {
    root.wipe();
  }
}

/**
 * Whatever the path: from the login key that comes out nobody could tell any more that its secret is known.
 * @throws KeysError `key.development`
 */
function assertOwn(root: AccountKey, { allowDevelopment }: AccountOptions): void {
  if (!isDevelopmentAccount(bytesToHex(root.publicKey))) return;
  if (!allowDevelopment)
    throw new KeysError(
      "key.development",
      "expected an account of your own, found the development phrase or one of its accounts (//Alice and the like): everybody has its secret, " +
        "with any path behind it; use a phrase of your own, or --allow-development for a machine that only you can reach",
    );
  process.stderr.write(
    "warning: this is the development phrase or one of its accounts (//Alice and the like), whose secret everybody has. " +
      "Let its keys in only on a machine that only you can reach.\n",
  );
}

async function rootOf(secret: string, options: AccountOptions): Promise<AccountKey> {
  const scheme = options.scheme ?? "ed25519";
  if (/^0x/i.test(secret)) {
    if (!/^0x[0-9a-f]{64}$/i.test(secret))
      throw new KeysError("secret.invalid", "expected a seed of 0x and 64 hex digits, found another length or digit");
    const seed = hexToBytes(secret.slice(2));
    try {
      return AccountKey.fromSeed(seed, scheme);
    } finally {
      seed.fill(0);
    }
  }
  if (secret.startsWith('"'))
    throw new KeysError(
      "secret.invalid",
      "expected a recovery phrase, a 0x seed or a keystore JSON, found a text in quotes, as a node's keystore folder has (subkey, author_insertKey): " +
        "it is the secret of a node's session key, not of a login; use the phrase of an account of your own",
    );
  if (secret.includes("/"))
    throw new KeysError(
      "secret.invalid",
      "expected a phrase alone, found one with a path; give the path with --path and the password with --with-password",
    );
  const password = options.withPassword ? await readPassphrase(options, "Password of the phrase (not shown)") : "";
  return AccountKey.fromMnemonic(secret, scheme, "", password);
}

async function readPassphrase(options: AccountOptions, question: string): Promise<string> {
  if (options.passphraseFile !== undefined) return passphraseOf(await readPrivateFile(options.passphraseFile));
  if (options.passphraseFd !== undefined) return passphraseOf(await readDescriptor(options.passphraseFd));
  const passphrase = await askSecret(question);
  if (passphrase === undefined)
    throw new KeysError(
      "secret.missing",
      "expected a passphrase, found the end of the input; type it, pipe it in as the next line, or give --passphrase-file",
    );
  return passphrase;
}
