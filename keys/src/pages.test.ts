import { Keyring } from "@polkadot/keyring";
import { cryptoWaitReady } from "@polkadot/util-crypto";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PHRASE } from "./test/accounts.js";
import { BIN } from "./test/dinfra-keys.js";
import { type Sshd, describeWithSshd, run, startSshd, temporaryFolder } from "./test/openssh.js";

// scrypt, bcrypt and processes, perhaps on a busy machine.
jest.setTimeout(240_000);

const ROOT = join(__dirname, "..", "..");

/** The code blocks of a page, as they are written. */
function blocks(page: string, language: string): string[] {
  const text = readFileSync(join(ROOT, page), "utf8");
  return [...text.matchAll(new RegExp("^```" + language + "\\n(.*?)^```$", "gms"))].map((match) => match[1]!);
}

describeWithSshd("docs/ssh-login.md, run as written", () => {
  let sshd: Sshd;
  let home: string;
  let env: NodeJS.ProcessEnv;
  const [withFile, withAgent] = blocks("docs/ssh-login.md", "sh") as [string, string];

  beforeAll(async () => {
    await cryptoWaitReady();
    sshd = await startSshd();
  });
  afterAll(() => sshd.stop());
  beforeEach(() => {
    home = temporaryFolder();
    mkdirSync(join(home, ".ssh"), { mode: 0o700 });
    // The machine of the page: `dinfra` is installed, `my-server` is known to ssh, and is the same machine.
    symlinkSync(sshd.authorizedKeys, join(home, ".ssh", "authorized_keys"));
    writeFileSync(sshd.authorizedKeys, "");
    const bin = join(home, "bin");
    mkdirSync(bin);
    writeFileSync(
      join(bin, "dinfra"),
      `#!/bin/sh\n[ "$1" = keys ] && shift\nexec '${process.execPath}' '${BIN}' "$@"\n`,
      { mode: 0o700 },
    );
    writeFileSync(join(bin, "ssh"), `#!/bin/sh\nPATH='${process.env.PATH}' exec ssh -F '${sshd.config}' "$@"\n`, {
      mode: 0o700,
    });
    env = { PATH: `${bin}:${process.env.PATH}`, HOME: home, TMPDIR: home };
  });
  afterEach(() => rmSync(home, { recursive: true }));

  // What a person types: the phrase, an empty passphrase, and a command on the server.
  it("from a phrase to a login by three commands", async () => {
    const typed = `${PHRASE}\n\necho "in: $((6 * 7))"\n`;
    const login = await run("bash", ["-e", "-c", withFile], { env, cwd: home, input: typed });
    expect(login).toMatchObject({ code: 0, stdout: expect.stringContaining("in: 42") as string });
    expect(withFile.match(/^[a-z].*/gm)).toHaveLength(3);
  });

  it("from a phrase to a login with a passphrase on the key", async () => {
    const askpass = join(home, "askpass");
    writeFileSync(askpass, "#!/bin/sh\necho correct horse\n", { mode: 0o700 });
    const login = await run("bash", ["-e", "-c", withFile], {
      env: { ...env, SSH_ASKPASS: askpass, SSH_ASKPASS_REQUIRE: "force" },
      cwd: home,
      input: `${PHRASE}\ncorrect horse\necho "in: $((6 * 7))"\n`,
    });
    expect(login).toMatchObject({ code: 0, stdout: expect.stringContaining("in: 42") as string });
  });

  it("from an sr25519 keystore to a login through the agent", async () => {
    const keystore = new Keyring({ type: "sr25519" }).addFromUri(PHRASE).toJson("correct horse");
    writeFileSync(join(home, "account.json"), JSON.stringify(keystore), { mode: 0o644 });
    const login = await run("bash", ["-e", "-c", withAgent], {
      env,
      cwd: home,
      input: `correct horse\ncorrect horse\necho "in: $((6 * 7))"\n`,
    });
    expect(login).toMatchObject({ code: 0, stdout: expect.stringContaining("in: 42") as string });
  });
});

it("keys/README.md's example runs as written", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "node_modules", "@dinfra"), { recursive: true });
  symlinkSync(join(ROOT, "keys"), join(folder, "node_modules", "@dinfra", "keys"));
  const [example] = blocks("keys/README.md", "js") as [string];
  writeFileSync(join(folder, "example.mjs"), example);
  const result = await run(process.execPath, [join(folder, "example.mjs")]);
  rmSync(folder, { recursive: true });
  expect(result).toMatchObject({ code: 0, stderr: "" });
  const lines = result.stdout.trim().split("\n");
  expect(lines).toHaveLength(2);
  expect(lines[0]).toBe(lines[1]);
});

it("CommonJS can require the package and its entries", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "node_modules", "@dinfra"), { recursive: true });
  symlinkSync(join(ROOT, "keys"), join(folder, "node_modules", "@dinfra", "keys"));
  writeFileSync(
    join(folder, "example.cjs"),
    `const names = ["@dinfra/keys", "@dinfra/keys/agent", "@dinfra/keys/command"].map((entry) => Object.keys(require(entry)));
     console.log(names.flat().filter((name) => ["AccountKey", "LoginAgent", "keysCommand", "sshAgentCommand", "loginCommand"].includes(name)).length);`,
  );
  const result = await run(process.execPath, [join(folder, "example.cjs")]);
  rmSync(folder, { recursive: true });
  expect(result).toMatchObject({ code: 0, stdout: "5\n" });
});
