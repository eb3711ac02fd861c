/** @integration */
import { Keyring } from "@polkadot/keyring";
import { cryptoWaitReady } from "@polkadot/util-crypto";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AccountKey } from "../account-key.js";
import { miniSecretFromMnemonic } from "../mnemonic.js";
import { publicKeyLine } from "../openssh-public.js";
import { proveLogin } from "../proof.js";
import { expandSeed } from "../scalar.js";
import { DEVELOPMENT_PHRASE, PHRASE } from "../test/accounts.js";
import { BIN, dinfraKeys, startAgentProcess } from "../test/dinfra-keys.js";
import { Needles, filesUnder } from "../test/leak.js";
import { describeWithSsh, run, temporaryFolder } from "../test/openssh.js";
import { onTerminal } from "../test/terminal.js";

// scrypt, bcrypt and processes, perhaps on a busy machine.
jest.setTimeout(240_000);

const seed = miniSecretFromMnemonic(PHRASE);
const loginKey = AccountKey.fromMnemonic(PHRASE, "ed25519", "//dinfra//ssh");
const PASSPHRASE = "correct horse battery";
/** Everything secret about the account, and of its login keys in both schemes. */
const needles = new Needles([PHRASE, PASSPHRASE, seed, loginKey.seed(), expandSeed(seed), expandSeed(loginKey.seed())]);
const accountNeedles = new Needles([PHRASE, PASSPHRASE, seed, expandSeed(seed)]);

let home: string;
let env: NodeJS.ProcessEnv;
beforeAll(() => cryptoWaitReady());
beforeEach(() => {
  home = temporaryFolder();
  env = { PATH: process.env.PATH, HOME: home, TMPDIR: home, XDG_RUNTIME_DIR: home };
});
afterEach(() => rmSync(home, { recursive: true }));

const mode = (path: string) => statSync(path).mode & 0o777;

function secretFile(content: string, name = "secret", permissions = 0o600): string {
  const path = join(home, name);
  writeFileSync(path, content, { mode: permissions });
  chmodSync(path, permissions);
  return path;
}

describe("dinfra keys create", () => {
  it("writes the key, the public key and the proof, readable for whom they are, whatever the umask", async () => {
    const result = await run(
      "sh",
      ["-c", 'umask 0; exec "$0" "$@"', process.execPath, BIN, "create", "--domain", "my-server"],
      { env, input: `${PHRASE}\n\n` },
    );
    expect(result).toMatchObject({ code: 0 });
    const out = join(home, ".ssh", "id_dinfra");
    expect([mode(join(home, ".ssh")), mode(out), mode(`${out}.pub`), mode(`${out}.proof`)]).toEqual([
      0o700, 0o600, 0o644, 0o644,
    ]);
    expect(readFileSync(`${out}.pub`, "utf8")).toBe(`${publicKeyLine(loginKey.sshKey, loginKey.address())}\n`);
    expect(result.stdout).toContain(loginKey.address());
    expect(result.stdout).toContain("not encrypted");
    expect(readdirSync(join(home, ".ssh")).sort()).toEqual(["id_dinfra", "id_dinfra.proof", "id_dinfra.pub"]);
  });

  it("tells nothing secret and leaves nothing behind but the key itself", async () => {
    const result = await dinfraKeys(["create", "--domain", "x"], { env, input: `${PHRASE}\n${PASSPHRASE}\n` });
    expect(result.code).toBe(0);
    expect(needles.in(result.stdout + result.stderr)).toBe(false);
    // Encrypted, so that not even the key file holds its seed in the clear; nor the account's anywhere.
    expect(needles.under(home)).toEqual([]);
    expect(filesUnder(home)).toHaveLength(3);

    const plain = await dinfraKeys(["create", "--out", join(home, "plain"), "--no-passphrase"], {
      env,
      input: `${PHRASE}\n`,
    });
    expect(plain.code).toBe(0);
    expect(accountNeedles.under(home)).toEqual([]);
  });

  it("overwrites nothing, and writes all or none", async () => {
    for (const taken of ["id", "id.pub", "id.proof"]) {
      const folder = join(home, taken);
      mkdirSync(folder);
      writeFileSync(join(folder, taken), "mine");
      const result = await dinfraKeys(["create", "--out", join(folder, "id"), "--domain", "x", "--no-passphrase"], {
        env,
        input: `${PHRASE}\n`,
      });
      expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining("[file.exists]") as string });
      expect(readdirSync(folder)).toEqual([taken]);
      expect(readFileSync(join(folder, taken), "utf8")).toBe("mine");
    }
  });

  it("takes the secret from a file of mode 0600 or a descriptor, and its passphrase too", async () => {
    const phrase = secretFile(`${PHRASE}\n`);
    const passphrase = secretFile(`${PASSPHRASE}\n`, "passphrase");
    const hexSeed = secretFile(`0x${Buffer.from(seed).toString("hex")}`, "seed");
    const outputs = [
      await dinfraKeys(
        ["create", "--secret-file", phrase, "--key-passphrase-file", passphrase, "--out", join(home, "a")],
        { env },
      ),
      await dinfraKeys(["create", "--secret-file", hexSeed, "--no-passphrase", "--out", join(home, "b")], { env }),
      await run(
        "bash",
        [
          "-c",
          '"$0" "$1" create --secret-fd 3 --key-passphrase-fd 4 --out "$2" 3< "$3" 4< "$4"',
          process.execPath,
          BIN,
          join(home, "c"),
          phrase,
          passphrase,
        ],
        { env },
      ),
      await run(
        "bash",
        [
          "-c",
          '"$0" "$1" create --secret-file <(cat "$3") --no-passphrase --out "$2"',
          process.execPath,
          BIN,
          join(home, "d"),
          phrase,
        ],
        { env },
      ),
    ];
    for (const output of outputs)
      expect(output).toMatchObject({ code: 0, stdout: expect.stringContaining(loginKey.address()) as string });
  });

  it.each([0o640, 0o604, 0o644, 0o660, 0o601])("refuses a secret file of mode %o", async (permissions) => {
    const result = await dinfraKeys(["create", "--secret-file", secretFile(PHRASE, "secret", permissions)], { env });
    expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining("[secret.permissions]") as string });
    expect(existsSync(join(home, ".ssh"))).toBe(false);
  });

  it.each([
    ["an unknown word", `${PHRASE.replace("sausage", "zombielike")}\n`, [], "mnemonic.invalid"],
    ["a phrase with a path", `${PHRASE}//x\n`, [], "secret.invalid"],
    ["a short seed", "0x1234\n", [], "secret.invalid"],
    ["nothing", "", [], "secret.missing"],
    ["an empty line", "\n", [], "secret.missing"],
    ["no line for the passphrase", `${PHRASE}\n`, [], "secret.missing"],
    ["a soft path", "", ["--path", "/soft"], "path.soft"],
    ["a broken keystore", "{\n", [], "keystore.invalid"],
    ["a key without a seed", `${PHRASE}\n`, ["--scheme", "sr25519"], "key.no-file"],
    ["a line break in the comment", `${PHRASE}\n\n`, ["--comment", "a\nb"], "comment.invalid"],
    ["a bad domain", `${PHRASE}\n\n`, ["--domain", "a b"], "proof.invalid"],
    ["--own-key and --path", "", ["--own-key", "--path", "//a"], "usage"],
    ["a missing file", "", ["--secret-file", "/nonexistent"], "secret.missing"],
  ])("refuses %s and writes nothing", async (_, input, args, code) => {
    const result = await dinfraKeys(["create", ...args], { env, input });
    expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining(`[${code}]`) as string });
    expect(result.stderr).not.toMatch(/zombielike|sausage|0x1234/);
    expect(filesUnder(home)).toEqual([]);
  });

  it("warns when the account's own key is taken, and not else", async () => {
    expect((await dinfraKeys(["show"], { env, input: `${PHRASE}\n` })).stderr).toBe("");
    const own = await dinfraKeys(["show", "--own-key", "--scheme", "sr25519"], { env, input: `${PHRASE}\n` });
    expect(own.stderr).toContain("A key that signs money should not sign logins");
    expect(own.stdout).toContain(AccountKey.fromMnemonic(PHRASE, "sr25519").address());
  });

  it("asks for the phrase's password when told that there is one", async () => {
    const result = await dinfraKeys(["show", "--with-password"], { env, input: `${PHRASE}\n${PASSPHRASE}\n` });
    expect(result.stdout).toContain(AccountKey.fromMnemonic(PHRASE, "ed25519", "//dinfra//ssh", PASSPHRASE).address());
  });
});

/** The command on a terminal, where what it asks is typed. */
async function answering(
  args: string[],
  answers: [after: string, typed: string][],
): Promise<{ shown: string; code: number | null }> {
  const terminal = onTerminal([process.execPath, BIN, ...args], env);
  for (const [after, typed] of answers) {
    await terminal.until(after);
    terminal.type(typed);
  }
  const code = await terminal.ended;
  return { shown: terminal.shown(), code };
}

describe("on a terminal", () => {
  it("secrets are asked for, can be corrected, and are not shown", async () => {
    const { shown, code } = await answering(
      ["create", "--out", join(home, "id")],
      [
        ["Recovery phrase", `mistake\u0015${PHRASE}x\u007f\r`],
        ["Passphrase for the new key", `${PASSPHRASE}\r`],
        ["The same again", `${PASSPHRASE}\r`],
      ],
    );
    expect({ shown, code }).toMatchObject({ code: 0, shown: expect.stringContaining(loginKey.address()) as string });
    expect(needles.in(shown)).toBe(false);
    expect(shown).not.toMatch(/legal|winner|horse/);
  });

  it("two different passphrases write nothing", async () => {
    const { shown, code } = await answering(
      ["create", "--out", join(home, "id")],
      [
        ["Recovery phrase", `${PHRASE}\r`],
        ["Passphrase for the new key", `${PASSPHRASE}\r`],
        ["The same again", "other\r"],
      ],
    );
    expect(code).toBe(1);
    expect(shown).toContain("[passphrase.invalid]");
    expect(filesUnder(home)).toEqual([]);
  });

  it("Ctrl-C at a question does nothing", async () => {
    const { shown, code } = await answering(
      ["create", "--out", join(home, "id")],
      [["Recovery phrase", "legal winner\u0003"]],
    );
    expect(code).toBe(1);
    expect(shown).toContain("nothing was done");
    expect(shown).not.toContain("legal");
    expect(filesUnder(home)).toEqual([]);
  });
});

describe("dinfra keys authorize", () => {
  const proofOf = (account: AccountKey, domain = "my-server") => JSON.stringify(proveLogin(account, { domain }));

  it("prints the line of a proof, or adds it to the file, once and on a line of its own", async () => {
    const line = publicKeyLine(loginKey.sshKey, `dinfra:${loginKey.address()}`);
    expect(await dinfraKeys(["authorize", "--domain", "my-server"], { env, input: proofOf(loginKey) })).toMatchObject({
      code: 0,
      stdout: `${line}\n`,
    });
    const proof = secretFile(proofOf(loginKey), "proof");
    const into = join(home, "new", "authorized_keys");
    for (let i = 0; i < 2; i++)
      expect((await dinfraKeys(["authorize", "--domain", "my-server", "--into", into, proof], { env })).code).toBe(0);
    expect(readFileSync(into, "utf8")).toBe(`${line}\n`);
    expect([mode(into), mode(join(home, "new"))]).toEqual([0o600, 0o700]);
    // A last line that somebody did not end.
    writeFileSync(into, "ssh-ed25519 AAAA somebody");
    await dinfraKeys(["authorize", "--domain", "my-server", "--into", into, proof], { env });
    expect(readFileSync(into, "utf8")).toBe(`ssh-ed25519 AAAA somebody\n${line}\n`);
  });

  it("takes a registration with its scheme", async () => {
    const sr25519 = AccountKey.fromMnemonic(PHRASE, "sr25519");
    const file = secretFile(JSON.stringify({ scheme: "sr25519", key: sr25519.address() }), "registration");
    expect((await dinfraKeys(["authorize", "--registration", file, "--comment", "who"], { env })).stdout).toBe(
      `${publicKeyLine(sr25519.sshKey, "who")}\n`,
    );
  });

  // keys.login of a provider's record, as @dinfra/chain and `dinfra provider show --json` give it: the chain's own names of the schemes.
  it.each([
    ["Ed25519", "ed25519"],
    ["Sr25519", "sr25519"],
  ] as const)("takes what the chain shows of a registered %s key", async (scheme, ours) => {
    const registered = AccountKey.fromMnemonic(PHRASE, ours, "//dinfra//ssh");
    const shown = { scheme, key: `0x${Buffer.from(registered.publicKey).toString("hex")}` };
    const file = secretFile(JSON.stringify(shown), "registration");
    expect((await dinfraKeys(["authorize", "--registration", file], { env })).stdout).toBe(
      `${publicKeyLine(registered.sshKey, `dinfra:${registered.address()}`)}\n`,
    );
  });

  it("takes the logins of a subscription, as `dinfra show --json` says them: a line for each, all or none", async () => {
    const accounts = (["ed25519", "sr25519"] as const).map((scheme) =>
      AccountKey.fromMnemonic(PHRASE, scheme, "//dinfra//ssh"),
    );
    const logins = accounts.map(({ scheme, publicKey }) => ({
      scheme: scheme === "ed25519" ? "Ed25519" : "Sr25519",
      key: `0x${Buffer.from(publicKey).toString("hex")}`,
    }));
    const lines = accounts.map((account) => publicKeyLine(account.sshKey, `dinfra:${account.address()}`));
    for (const document of [logins, { block: {}, subscription: { id: "1", logins } }]) {
      const file = secretFile(JSON.stringify(document), "shown");
      expect((await dinfraKeys(["authorize", "--registration", file], { env })).stdout).toBe(`${lines.join("\n")}\n`);
    }
    const into = secretFile("before\n", "authorized_keys");
    const unsound = [...logins, { scheme: "Ecdsa", key: `0x02${"11".repeat(32)}` }];
    const file = secretFile(JSON.stringify(unsound), "unsound");
    expect(await dinfraKeys(["authorize", "--registration", file, "--into", into], { env })).toMatchObject({ code: 1 });
    expect(readFileSync(into, "utf8")).toBe("before\n");
  });

  it.each<[string, string[], string, string]>([
    [
      "a subscription that names nobody",
      ["--registration", "/dev/stdin"],
      JSON.stringify({ subscription: { logins: [] } }),
      "evidence.missing",
    ],
    ["an address alone", ["--domain", "x", loginKey.address()], "", "evidence.missing"],
    ["no domain", [], proofOf(loginKey), "usage"],
    ["a proof for another server", ["--domain", "other"], proofOf(loginKey), "proof.domain"],
    [
      "a proof over another challenge",
      ["--domain", "my-server", "--nonce", `0x${"00".repeat(16)}`],
      proofOf(loginKey),
      "proof.nonce",
    ],
    ["no proof", ["--domain", "my-server"], "ssh-ed25519 AAAA", "proof.invalid"],
    [
      "a development account",
      ["--domain", "my-server"],
      proofOf(AccountKey.fromMnemonic(DEVELOPMENT_PHRASE, "sr25519", "//Alice")),
      "key.development",
    ],
    [
      "a comment with a line break",
      ["--domain", "my-server", "--comment", "a\nssh-ed25519 AAAA"],
      proofOf(loginKey),
      "comment.invalid",
    ],
    [
      "a registration without a scheme",
      ["--registration", "/dev/stdin"],
      JSON.stringify({ key: loginKey.address() }),
      "evidence.missing",
    ],
    [
      "a registered key that SSH cannot check",
      ["--registration", "/dev/stdin"],
      JSON.stringify({ scheme: "Ecdsa", key: `0x02${"11".repeat(32)}` }),
      "evidence.scheme",
    ],
    [
      "a registration of a zero key",
      ["--registration", "/dev/stdin"],
      JSON.stringify({ scheme: "ed25519", key: `0x${"00".repeat(32)}` }),
      "key.unsound",
    ],
  ])("refuses %s, and the file stays as it was", async (_, args, input, code) => {
    const into = secretFile("before\n", "authorized_keys");
    const result = await run(
      "sh",
      ["-c", 'cat | "$0" "$@"', process.execPath, BIN, "authorize", "--into", into, ...args],
      { env, input },
    );
    expect(result).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining(`[${code}]`) as string });
    expect(readFileSync(into, "utf8")).toBe("before\n");
  });
});

describe("dinfra login", () => {
  it("prove and verify agree, for every kind of secret", async () => {
    const keystores = (["ed25519", "sr25519"] as const).map((scheme) =>
      new Keyring({ type: scheme }).addFromUri(PHRASE).toJson(PASSPHRASE),
    );
    const nonce = `0x${"ab".repeat(16)}`;
    for (const [input, args, account] of [
      [`${PHRASE}\n`, [], loginKey],
      [`${PHRASE}\n`, ["--scheme", "sr25519", "--own-key"], AccountKey.fromMnemonic(PHRASE, "sr25519")],
      [
        `${JSON.stringify(keystores[1])}\n${PASSPHRASE}\n`,
        [],
        AccountKey.fromMnemonic(PHRASE, "sr25519", "//dinfra//ssh"),
      ],
      [
        `${JSON.stringify(keystores[0], null, 2)}\n${PASSPHRASE}\n`,
        ["--own-key"],
        AccountKey.fromMnemonic(PHRASE, "ed25519"),
      ],
    ] as const) {
      const proof = await dinfraKeys(["login", "prove", "--domain", "my-server", "--nonce", nonce, ...args], {
        env,
        input,
      });
      expect(needles.in(proof.stdout + proof.stderr)).toBe(false);
      const verified = await dinfraKeys(["login", "verify", "--domain", "my-server", "--nonce", nonce], {
        env,
        input: proof.stdout,
      });
      expect(verified).toMatchObject({ code: 0, stdout: `${account.address()} ${account.scheme}\n` });
    }
    const wrong = await dinfraKeys(["login", "prove", "--domain", "x"], {
      env,
      input: `${JSON.stringify(keystores[1])}\nwrong\n`,
    });
    expect(wrong).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("[keystore.passphrase]") as string,
    });
  });
});

describeWithSsh("dinfra ssh-agent", () => {
  it("runs a command with the agent, passes its exit status on, and leaves nothing", async () => {
    const args = ["ssh-agent", "--scheme", "sr25519", "--"];
    const listed = await dinfraKeys([...args, "ssh-add", "-l"], { env, input: `${PHRASE}\n` });
    expect(listed).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(AccountKey.fromMnemonic(PHRASE, "sr25519", "//dinfra//ssh").address()) as string,
    });
    expect((await dinfraKeys([...args, "sh", "-c", "exit 42"], { env, input: `${PHRASE}\n` })).code).toBe(42);
    expect((await dinfraKeys([...args, "sh", "-c", "kill -9 $$"], { env, input: `${PHRASE}\n` })).code).toBe(137);
    expect(await dinfraKeys([...args, "no-such-command"], { env, input: `${PHRASE}\n` })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("[usage]") as string,
    });
    expect(readdirSync(home)).toEqual([]);
  });

  it("leaves the rest of the input to the command", async () => {
    const result = await dinfraKeys(["ssh-agent", "--", "cat"], { env, input: `${PHRASE}\nfor the command` });
    expect(result.stdout).toBe("for the command");
  });

  it("has no secret in any command line, environment, output or file while it runs, nor after it was killed", async () => {
    const file = secretFile(`${PHRASE}\n`);
    const outside = temporaryFolder();
    const runtime = { ...env, HOME: outside, TMPDIR: outside, XDG_RUNTIME_DIR: outside };
    for (const [args, input] of [
      [["--scheme", "sr25519"], `${PHRASE}\n`],
      [["--secret-file", file], ""],
    ] as const) {
      const agent = await startAgentProcess([...args], input, runtime);
      await run("ssh-add", ["-l"], { env: agent.env });
      await run("ssh-add", ["-T", "/nonexistent"], { env: agent.env });
      expect(needles.inProcesses()).toEqual([]);
      expect(needles.in(agent.output())).toBe(false);
      await agent.stop("SIGKILL");
      expect(needles.under(outside)).toEqual([]);
      expect(filesUnder(outside)).toEqual([]);
    }
    rmSync(outside, { recursive: true });
  });

  it("while a question waits, what was answered before is in no command line either", async () => {
    const child: ChildProcess = spawn(process.execPath, [BIN, "create", "--out", join(home, "id")], {
      env,
      stdio: ["pipe", "ignore", "ignore"],
    });
    child.stdin!.write(`${PHRASE}\n`);
    // It has read the phrase when the pipe is drained; it waits for the passphrase now, or soon: either way nothing may be seen.
    for (let i = 0; i < 5; i++) expect(needles.inProcesses()).toEqual([]);
    child.stdin!.end(`${PASSPHRASE}\n`);
    const [code] = (await once(child, "close")) as [number];
    expect(code).toBe(0);
    expect(needles.inProcesses()).toEqual([]);
  });

  it("forgets the key after its lifetime", async () => {
    const agent = await startAgentProcess(["--lifetime", "1s"], `${PHRASE}\n`, env);
    // Asked until it is gone: the end of a lifetime is no event that another process could await.
    const listed = async () => (await run("ssh-add", ["-l"], { env: agent.env })).code;
    while ((await listed()) !== 1);
    await agent.stop();
  });

  it("with --confirm asks, and refuses to start where there is nobody to ask", async () => {
    const asked = await run("setsid", ["-w", process.execPath, BIN, "ssh-agent", "--confirm", "--", "true"], {
      env,
      input: `${PHRASE}\n`,
    });
    expect(asked).toMatchObject({ code: 1, stderr: expect.stringContaining("[usage]") as string });
    const able = { ...env, SSH_ASKPASS: "/bin/true", SSH_ASKPASS_REQUIRE: "force" };
    expect(
      (await dinfraKeys(["ssh-agent", "--confirm", "--", "ssh-add", "-l"], { env: able, input: `${PHRASE}\n` })).code,
    ).toBe(0);
  });

  it("with --confirm and a command that shares the terminal asks by SSH_ASKPASS only", async () => {
    const { shown, code } = await answering(["ssh-agent", "--confirm", "--", "true"], []);
    expect({ shown, code }).toMatchObject({ code: 1, shown: expect.stringContaining("[usage]") as string });
    expect(shown).toContain("found a command that shares the terminal");
    expect(shown).not.toContain("Recovery phrase");
  });

  it.each([
    ["10", "usage"],
    ["0s", "usage"],
    ["forever", "usage"],
  ])("refuses the lifetime %s", async (lifetime, code) => {
    expect(await dinfraKeys(["ssh-agent", "--lifetime", lifetime], { env })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`[${code}]`) as string,
    });
  });
});

describe("dinfra keys --help", () => {
  it("leads through the three commands", async () => {
    const { stdout } = await dinfraKeys(["--help"], { env });
    const [create, authorize, ssh] = [
      "create --domain my-server",
      "authorize --domain my-server",
      "ssh -i ~/.ssh/id_dinfra my-server",
    ].map((text) => stdout.indexOf(text));
    expect(create).toBeGreaterThan(0);
    expect(authorize).toBeGreaterThan(create!);
    expect(ssh).toBeGreaterThan(authorize!);
  });
});
