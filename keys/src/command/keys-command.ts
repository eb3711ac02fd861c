import { join } from "node:path";
import { Command } from "commander";
import { accountIdOf } from "../account-id.js";
import { type Evidence, authorizedKeysLine } from "../authorized-keys.js";
import { LOGIN_PATH } from "../derivation-path.js";
import { KeysError } from "../error.js";
import { opensshPrivateKey } from "../openssh-private.js";
import { fingerprint, publicKeyBlob, publicKeyLine } from "../openssh-public.js";
import { parseProof, proveLogin } from "../proof.js";
import { ALLOW_DEVELOPMENT, type AccountOptions, readAccount, withAccountOptions } from "./account-source.js";
import { type AnswerOptions, answer, columns, withExamples, withJson } from "./answer.js";
import { askSecret } from "./ask-secret.js";
import { authorizeIn } from "./authorized-file.js";
import { durationOf } from "./duration.js";
import { homeFolder } from "./home.js";
import { writeNewFiles } from "./key-files.js";
import { type CommandNames, MOUNTED } from "./names.js";
import { passphraseOf, readDescriptor, readPrivateFile } from "./private-file.js";
import { readPublicFile } from "./public-file.js";
import { registrationsOf } from "./registration.js";
import { withoutEcho } from "./without-echo.js";

/** `dinfra keys`: OpenSSH keys and authorized_keys lines from accounts. */
export function keysCommand(names: CommandNames = MOUNTED): Command {
  return withoutEcho(
    new Command("keys")
      .description("SSH keys from Substrate accounts: make one, show it, let it log in")
      .addCommand(createCommand(names))
      .addCommand(authorizeCommand(names))
      .addCommand(showCommand(names))
      .addHelpText("after", guide(names)),
  );
}

function guide({ keys, agent, login }: CommandNames): string {
  return `
From "I have a Polkadot account" to a login in three commands:

  1. On your machine. Asks for the account's recovery phrase, derives a key that is only for logins
     (${LOGIN_PATH}) and writes it for ssh, with a proof that it is yours:
       ${keys} create --domain my-server

  2. On the server, with the file ~/.ssh/id_dinfra.proof that step 1 wrote, carried there (it holds no secret):
       ${keys} authorize --domain my-server --into ~/.ssh/authorized_keys id_dinfra.proof

  3. On your machine:
       ssh -i ~/.ssh/id_dinfra my-server

No phrase, but a wallet's keystore JSON of an sr25519 account? There is no key file for it, but an agent:
  ${login} prove --secret-file account.json --domain my-server > account.proof      then step 2 with account.proof
  ${agent} --secret-file account.json -- ssh my-server

Secrets are typed (not shown), piped in, or read from a file of mode 0600; never given on the command line.`;
}

function createCommand({ keys }: CommandNames): Command {
  return withExamples(
    withJson(withAccountOptions(new Command("create")))
      .description("write an OpenSSH private key, its public key and, with --domain, a proof of possession")
      .option("--out <file>", "the private key; .pub and .proof stand beside it (default: ~/.ssh/id_dinfra)")
      .option("--comment <text>", "in the key files; the account's address unless told")
      .option("--domain <host>", "also write a login proof for this server")
      .option("--allow-development", ALLOW_DEVELOPMENT)
      .option("--proof-lifetime <duration>", "how long the proof lasts", "7d")
      .option(
        "--key-passphrase-file <file>",
        "file of mode 0600 with the passphrase that the new key gets; asked for unless told",
      )
      .option("--key-passphrase-fd <number>", "the same from an open file descriptor")
      .option("--no-passphrase", "write the key unencrypted")
      .action(create),
    `${keys} create --domain my-server`,
    `${keys} create --secret-file phrase.txt --no-passphrase --out ~/.ssh/id_robot --json`,
  );
}

interface CreateOptions extends AccountOptions, AnswerOptions {
  out?: string;
  comment?: string;
  domain?: string;
  proofLifetime: string;
  keyPassphraseFile?: string;
  keyPassphraseFd?: string;
  passphrase: boolean;
}

async function create(options: CreateOptions): Promise<void> {
  const lifetime = durationOf(options.proofLifetime);
  const out = options.out ?? join(homeFolder("--out"), ".ssh", "id_dinfra");
  const account = await readAccount(options);
  try {
    // Said before a passphrase is asked for: a key without a seed has no file.
    account.seed().fill(0);
    const comment = options.comment ?? account.address();
    const proof = options.domain === undefined ? undefined : proveLogin(account, { domain: options.domain, lifetime });
    const passphrase = options.passphrase ? await newPassphrase(options) : undefined;
    const publicKey = publicKeyLine(account.sshKey, comment);
    writeNewFiles([
      { path: out, mode: 0o600, content: await opensshPrivateKey(account, { comment, passphrase }) },
      { path: `${out}.pub`, mode: 0o644, content: `${publicKey}\n` },
      ...(proof
        ? [{ path: `${out}.proof`, mode: 0o644 as const, content: `${JSON.stringify(proof, null, 2)}\n` }]
        : []),
    ]);
    const facts = {
      account: account.address(),
      scheme: account.scheme,
      fingerprint: fingerprint(publicKeyBlob(account.sshKey)),
    };
    const encrypted = passphrase !== undefined;
    const proved = proof && { file: `${out}.proof`, domain: proof.domain, expiresAt: proof.expiresAt };
    answer(
      options,
      { ...facts, privateKey: out, encrypted, publicKey: `${out}.pub`, proof: proved ?? null },
      columns({
        ...facts,
        "private key": `${out}${encrypted ? "" : " (not encrypted)"}`,
        "public key": `${out}.pub`,
        ...(proved ? { proof: `${proved.file} (for ${proved.domain}, until ${proved.expiresAt})` } : {}),
      }),
    );
  } finally {
    account.wipe();
  }
}

async function newPassphrase(options: CreateOptions): Promise<string | undefined> {
  if (options.keyPassphraseFile !== undefined) return nonEmpty(await readPrivateFile(options.keyPassphraseFile));
  if (options.keyPassphraseFd !== undefined) return nonEmpty(await readDescriptor(options.keyPassphraseFd));
  const passphrase = await askSecret("Passphrase for the new key file (empty for none, not shown)");
  if (passphrase === undefined)
    throw new KeysError(
      "secret.missing",
      "expected a passphrase for the new key file, found the end of the input; give it as the next line, or --no-passphrase",
    );
  if (process.stdin.isTTY && (await askSecret("The same again")) !== passphrase)
    throw new KeysError("passphrase.invalid", "expected the same passphrase twice, found two; nothing was written");
  return passphrase === "" ? undefined : passphrase;
}

function nonEmpty(passphrase: string): string {
  if (passphrase === "")
    throw new KeysError(
      "passphrase.invalid",
      "expected a passphrase, found an empty file; --no-passphrase writes the key unencrypted",
    );
  return passphraseOf(passphrase);
}

function authorizeCommand({ keys }: CommandNames): Command {
  return withExamples(
    withJson(new Command("authorize"))
      .description("print the authorized_keys line of an account, from its login proof or its registration")
      .argument("[proof]", "file with the output of `login prove`; standard input unless told")
      .option("--domain <host>", "this server's name, for which the proof must be made")
      .option("--nonce <hex>", "the challenge that this server gave, which the proof must repeat")
      .option(
        "--registration <file>",
        'instead of a proof: JSON {"scheme", "key"} as registered on chain, a list of them, or what `dinfra show --json` says of a subscription',
      )
      .option("--into <file>", "add the line to this file, if its key is not there yet, instead of printing it")
      .option("--comment <text>", "at the end of the line; the account's address unless told")
      .option("--allow-development", "also //Alice and the like, whose secrets everybody knows")
      .action(authorize),
    `${keys} authorize --domain my-server --into ~/.ssh/authorized_keys id_dinfra.proof`,
    `${keys} authorize --registration registration.json --json`,
    `dinfra show 1 --json | ${keys} authorize --registration /dev/stdin --into ~/.ssh/authorized_keys`,
  );
}

interface AuthorizeOptions extends AnswerOptions {
  domain?: string;
  nonce?: string;
  registration?: string;
  into?: string;
  comment?: string;
  allowDevelopment?: boolean;
}

async function authorize(file: string | undefined, options: AuthorizeOptions): Promise<void> {
  // All are sound before any is written.
  const lines = (await evidences(file, options)).map((evidence) => authorizedKeysLine(evidence, options));
  const { into } = options;
  for (const line of lines) {
    const added = into === undefined ? false : await authorizeIn(into, line);
    if (into !== undefined)
      process.stderr.write(added ? `added to ${into}: ${line}\n` : `already in ${into}: ${line}\n`);
    if (options.json || into === undefined) answer(options, { line, into: into ?? null, added }, line);
  }
}

async function evidences(file: string | undefined, options: AuthorizeOptions): Promise<Evidence[]> {
  if (options.registration !== undefined) {
    if (file !== undefined)
      throw new KeysError("usage", "expected a proof or --registration, found both; leave one out");
    const registrations = registrationsOf(await readPublicFile(options.registration, "a registration"));
    return registrations.map((registration) => ({ registration }));
  }
  if (file !== undefined) assertNoAddress(file);
  if (options.domain === undefined)
    throw new KeysError(
      "usage",
      "expected --domain with this server's name, found none: a proof is for one server only",
    );
  const proof = parseProof(await readPublicFile(file, "a login proof"));
  return [{ proof, expect: { domain: options.domain, nonce: options.nonce } }];
}

/** Who gives an address where a proof belongs learns why that is not enough, rather than that there is no such file. */
function assertNoAddress(text: string): void {
  try {
    accountIdOf(text, true);
  } catch (error) {
    if (error instanceof KeysError && error.code === "address.invalid") return;
    throw error;
  }
  throw new KeysError(
    "evidence.missing",
    "expected a login proof or --registration, found an address alone: its 32 bytes tell neither the scheme nor that there is a key; ask its holder for the output of `dinfra login prove`",
  );
}

function showCommand({ keys }: CommandNames): Command {
  return withExamples(
    withJson(withAccountOptions(new Command("show")))
      .description("show the public side of an account's login key; nothing is written")
      .action(show),
    `${keys} show`,
    `${keys} show --secret-file account.json --json`,
  );
}

async function show(options: AccountOptions & AnswerOptions): Promise<void> {
  const account = await readAccount({ ...options, allowDevelopment: true });
  const facts = {
    account: account.address(),
    scheme: account.scheme,
    fingerprint: fingerprint(publicKeyBlob(account.sshKey)),
  };
  const publicKey = publicKeyLine(account.sshKey, account.address());
  answer(
    options,
    { ...facts, publicKey, hasKeyFile: account.hasSeed },
    columns({
      ...facts,
      "public key": publicKey,
      "key file": account.hasSeed
        ? "can be written with create"
        : "none, this key has no seed; use it through the agent",
    }),
  );
  account.wipe();
}
