/** @integration */
import { Keyring } from "@polkadot/keyring";
import { cryptoWaitReady } from "@polkadot/util-crypto";
import { appendFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { AccountKey } from "./account-key.js";
import { authorizedKeysLine } from "./authorized-keys.js";
import { LoginAgent } from "./agent/login-agent.js";
import { type ServedAgent, serveAgent } from "./agent/serve.js";
import { accountFromKeystore } from "./keystore.js";
import { opensshPrivateKey } from "./openssh-private.js";
import { fingerprint, publicKeyBlob, publicKeyLine } from "./openssh-public.js";
import { SCHEMES, type Scheme } from "./scheme.js";
import { PHRASE } from "./test/accounts.js";
import { BIN, startAgentProcess } from "./test/dinfra-keys.js";
import { type Sshd, describeWithSshd, run, startSshd, temporaryFolder } from "./test/openssh.js";
import { onTerminal } from "./test/terminal.js";

// scrypt, bcrypt and processes, perhaps on a busy machine.
jest.setTimeout(240_000);

const SEED = new Uint8Array(32).map((_, i) => 7 * i + 1);

describeWithSshd("a real sshd", () => {
  let sshd: Sshd;
  let folder: string;

  beforeAll(async () => {
    await cryptoWaitReady();
    sshd = await startSshd();
    folder = temporaryFolder();
  });
  afterAll(async () => {
    await sshd.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => writeFileSync(sshd.authorizedKeys, ""));

  function authorize(account: AccountKey): void {
    const line = authorizedKeysLine({ registration: { scheme: account.scheme, key: account.address() } });
    appendFileSync(sshd.authorizedKeys, `${line}\n`);
  }

  async function withAgent<T>(
    account: AccountKey,
    use: (agent: ServedAgent, env: NodeJS.ProcessEnv) => Promise<T>,
  ): Promise<T> {
    const agent = new LoginAgent();
    agent.hold(account.derive("")); // a copy, as the agent wipes what it holds
    const served = await serveAgent(agent);
    try {
      return await use(served, { ...process.env, SSH_AUTH_SOCK: served.socketPath });
    } finally {
      await served.close();
    }
  }

  async function keystoreOf(scheme: Scheme, path: string): Promise<AccountKey> {
    const pair = new Keyring({ type: scheme }).addFromUri(`${PHRASE}${path}`);
    return accountFromKeystore(JSON.stringify(pair.toJson("correct horse")), "correct horse");
  }

  /** Every way to an account that ends in a secret. */
  const sources: [string, () => AccountKey | Promise<AccountKey>][] = SCHEMES.flatMap((scheme) => [
    ...["", "//dinfra//ssh", "//Alice//stash", "//0", "//a junction that is longer than thirty-two bytes"].map(
      (path): [string, () => AccountKey] => [
        `${scheme} phrase ${path}`,
        () => AccountKey.fromMnemonic(PHRASE, scheme, path),
      ],
    ),
    [`${scheme} phrase with a password`, () => AccountKey.fromMnemonic(PHRASE, scheme, "//dinfra//ssh", "a password")],
    [`${scheme} seed`, () => AccountKey.fromSeed(SEED, scheme)],
    [`${scheme} seed //dinfra//ssh`, () => AccountKey.fromSeed(SEED, scheme, "//dinfra//ssh")],
    [`${scheme} keystore`, () => keystoreOf(scheme, "")],
    [`${scheme} keystore of //hard`, () => keystoreOf(scheme, "//hard")],
    [`${scheme} keystore, then //dinfra//ssh`, async () => (await keystoreOf(scheme, "")).derive("//dinfra//ssh")],
  ]);

  /** Answers ssh's question for a passphrase from a file. */
  function askpass(passphrase: string): NodeJS.ProcessEnv {
    const program = join(folder, "askpass");
    writeFileSync(program, '#!/bin/sh\ncat "$PASSPHRASE_FILE"\n', { mode: 0o700 });
    const file = join(folder, `passphrase-${passphrase.replace(/ /g, "-")}`);
    writeFileSync(file, `${passphrase}\n`, { mode: 0o600 });
    return { SSH_ASKPASS: program, SSH_ASKPASS_REQUIRE: "force", PASSPHRASE_FILE: file };
  }

  /** Few rounds: what bcrypt costs is not what is tested. */
  async function keyFile(account: AccountKey, passphrase?: string): Promise<string> {
    const file = join(folder, `key-${account.address()}${passphrase ? "-encrypted" : ""}`);
    writeFileSync(file, await opensshPrivateKey(account, { passphrase, rounds: 2 }), { mode: 0o600 });
    return file;
  }

  it.each(sources)("lets in, through the agent and by every key file that there is: %s", async (_, source) => {
    const account = await source();
    authorize(account);
    await withAgent(account, async (_agent, env) => {
      expect(await sshd.login([], env)).toMatchObject({ code: 0 });
      // What ssh-add lists is what is authorized.
      expect((await run("ssh-add", ["-l"], { env })).stdout).toContain(fingerprint(publicKeyBlob(account.sshKey)));
    });
    if (!account.hasSeed) {
      await expect(opensshPrivateKey(account)).rejects.toMatchObject({ code: "key.no-file" });
      return;
    }
    const plain = await keyFile(account);
    const encrypted = await keyFile(account, "correct horse");
    expect(await sshd.login(["-i", plain])).toMatchObject({ code: 0 });
    expect(await sshd.login(["-i", encrypted], askpass("correct horse"))).toMatchObject({ code: 0 });
    for (const [file, passphrase] of [
      [plain, ""],
      [encrypted, "correct horse"],
    ] as const) {
      const { stdout } = await run("ssh-keygen", ["-y", "-P", passphrase, "-f", file]);
      expect(stdout.trim()).toBe(publicKeyLine(account.sshKey, account.address()));
      expect((await run("ssh-keygen", ["-l", "-f", file])).stdout).toContain(
        fingerprint(publicKeyBlob(account.sshKey)),
      );
    }
  });

  it("does not let in with a wrong passphrase, with the rounds that people get", async () => {
    const account = AccountKey.fromMnemonic(PHRASE, "ed25519", "//dinfra//ssh");
    authorize(account);
    const file = join(folder, "default-rounds");
    writeFileSync(file, await opensshPrivateKey(account, { passphrase: "correct horse" }), { mode: 0o600 });
    expect(await sshd.login(["-i", file], askpass("correct horse"))).toMatchObject({ code: 0 });
    expect((await sshd.login(["-i", file], askpass("wrong horse"))).code).toBe(255);
    const read = await run("ssh-keygen", ["-y", "-P", "wrong horse", "-f", file]);
    expect(read.code).not.toBe(0);
    expect(read.stderr).toContain("incorrect passphrase");
  });

  it("is answered by the agent for both methods, plain and host-bound", async () => {
    const account = AccountKey.fromSeed(SEED, "sr25519", "//dinfra//ssh");
    authorize(account);
    await withAgent(account, async (_agent, env) => {
      const bound = await sshd.login(["-v", "-o", "PubkeyAuthentication=host-bound"], env);
      expect(bound).toMatchObject({ code: 0 });
      const before = sshd.log().length;
      expect(await sshd.login(["-o", "PubkeyAuthentication=unbound"], env)).toMatchObject({ code: 0 });
      expect(sshd.log().slice(before)).toContain("method publickey ");
    });
    expect(sshd.log()).toContain("publickey-hostbound-v00@openssh.com");
  });

  it.each([
    ["a yes", "exit 0", 0],
    ["a no", "exit 1", 255],
  ])("is entered only after the holder's confirmation: %s", async (_, answer, code) => {
    authorize(AccountKey.fromMnemonic(PHRASE, "sr25519", "//dinfra//ssh"));
    const program = join(folder, "confirm");
    writeFileSync(program, `#!/bin/sh\nprintf '%s' "$1" > '${join(folder, "asked")}'\n${answer}\n`, { mode: 0o700 });
    const env = { ...process.env, SSH_ASKPASS: program, SSH_ASKPASS_REQUIRE: "force" };
    const agent = await startAgentProcess(["--scheme", "sr25519", "--confirm"], `${PHRASE}\n`, env);
    expect((await sshd.login([], { SSH_AUTH_SOCK: agent.socketPath })).code).toBe(code);
    await agent.stop();
    // The person saw who would log in, and to which host.
    const hostKey = (await run("ssh-keygen", ["-l", "-f", join(sshd.folder, "host_key.pub")])).stdout.split(" ")[1]!;
    expect(readFileSync(join(folder, "asked"), "utf8")).toContain(`Host key ${hostKey}`);
    expect(readFileSync(join(folder, "asked"), "utf8")).toContain(`"${userInfo().username}"`);
  });

  it.each([
    ["the number", (number: string) => number, 0],
    ["a yes", () => "yes", 255],
  ])("is entered only after the holder's confirmation on the agent's terminal: %s", async (_, answer, code) => {
    authorize(AccountKey.fromMnemonic(PHRASE, "sr25519", "//dinfra//ssh"));
    const { SSH_ASKPASS: _askpass, ...env } = process.env;
    const terminal = onTerminal([process.execPath, BIN, "ssh-agent", "--confirm", "--scheme", "sr25519"], env);
    await terminal.until("Recovery phrase");
    terminal.type(`${PHRASE}\r`);
    const [, SSH_AUTH_SOCK] = await terminal.until(/SSH_AUTH_SOCK='(.*?)'; export/);
    await terminal.until("stop with Ctrl-C");
    const login = sshd.login([], { SSH_AUTH_SOCK });
    const [, number] = await terminal.until(/Type (\d{4}) /);
    terminal.type(`${answer(number!)}\n`);
    expect((await login).code).toBe(code);
    expect(terminal.shown()).toContain(`Allow a login as "${userInfo().username}"`);
    // An agent that waits for an answer can be ended, too.
    const another = sshd.login([], { SSH_AUTH_SOCK });
    await terminal.until(/(Type[^]*){2}/);
    terminal.type("\u0003");
    expect(await terminal.ended).toBe(0);
    expect((await another).code).toBe(255);
  });

  it("does not let in a key that is not authorized", async () => {
    const account = AccountKey.fromMnemonic(PHRASE, "sr25519", "//dinfra//ssh");
    authorize(AccountKey.fromMnemonic(PHRASE, "sr25519", "//another"));
    await withAgent(account, async (_agent, env) => expect((await sshd.login([], env)).code).toBe(255));
  });

  it("sees a clean refusal when the agent was killed, and a new agent takes the dead one's socket", async () => {
    const account = AccountKey.fromMnemonic(PHRASE, "sr25519", "//dinfra//ssh");
    authorize(account);
    const socket = join(folder, "agent");
    const first = await startAgentProcess(["--scheme", "sr25519", "--socket", socket], `${PHRASE}\n`);
    expect(await sshd.login([], first.env)).toMatchObject({ code: 0 });
    await first.stop("SIGKILL");
    const refused = await sshd.login([], first.env);
    expect(refused.code).toBe(255);
    expect(refused.stderr).toContain("Permission denied");
    expect((await run("ssh-add", ["-l"], { env: first.env })).code).toBe(2); // nobody answers
    const second = await startAgentProcess(["--scheme", "sr25519", "--socket", socket], `${PHRASE}\n`);
    expect(await sshd.login([], second.env)).toMatchObject({ code: 0 });
    await second.stop();
    expect(readFileSync(sshd.authorizedKeys, "utf8").split("\n")).toHaveLength(2);
  });
});
