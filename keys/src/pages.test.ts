/** @integration */
import { Keyring } from "@polkadot/keyring";
import { cryptoWaitReady } from "@polkadot/util-crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { PHRASE } from "./test/accounts.js";
import { DINFRA } from "./test/dinfra-keys.js";
import { type Outcome, type Sshd, describeWithSshd, run, startSshd, temporaryFolder } from "./test/openssh.js";

// scrypt, bcrypt and processes, perhaps on a busy machine.
jest.setTimeout(240_000);

const ROOT = join(__dirname, "..", "..");

/** The code blocks of a page, as they are written. */
function blocks(page: string, language: string): string[] {
  const text = readFileSync(join(ROOT, page), "utf8");
  return [...text.matchAll(new RegExp("^```" + language + "\\n(.*?)^```$", "gms"))].map((match) => match[1]!);
}

interface Step {
  server: boolean;
  commands: string;
}

/** A block's numbered steps, each with the machine that its comment says it is for. */
function steps(block: string): Step[] {
  const found = block.split(/^(?=# \d\. )/m);
  return found.map((commands) => ({ server: /^# \d\. On the server/.test(commands), commands }));
}

describeWithSshd("docs/ssh-login.md, run as written, on two machines", () => {
  let sshd: Sshd;
  let folder: string;
  let mine: Machine;
  let server: Machine;
  const [withFile, withAgent] = blocks("docs/ssh-login.md", "sh").map(steps) as [Step[], Step[]];

  interface Machine {
    home: string;
    env: NodeJS.ProcessEnv;
  }

  /** A home folder and `dinfra`, and no more that it could share with another. */
  function machine(name: string): Machine {
    const home = join(folder, name);
    const bin = join(home, "bin");
    mkdirSync(join(home, ".ssh"), { recursive: true, mode: 0o700 });
    mkdirSync(bin);
    symlinkSync(process.execPath, join(bin, "node"));
    symlinkSync(DINFRA, join(bin, "dinfra"));
    return { home, env: { PATH: `${bin}:${process.env.PATH}`, HOME: home, TMPDIR: home, XDG_RUNTIME_DIR: home } };
  }

  beforeAll(async () => {
    await cryptoWaitReady();
    sshd = await startSshd();
  });
  afterAll(() => sshd.stop());
  beforeEach(() => {
    folder = temporaryFolder();
    mine = machine("mine");
    server = machine("server");
    symlinkSync(sshd.authorizedKeys, join(server.home, ".ssh", "authorized_keys"));
    writeFileSync(sshd.authorizedKeys, "");
    // `my-server` is known to ssh.
    const ssh = `#!/bin/sh\nPATH='${process.env.PATH}' exec ssh -F '${sshd.config}' "$@"\n`;
    writeFileSync(join(mine.home, "bin", "ssh"), ssh, { mode: 0o700 });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Runs a page's steps; `inputs` is what a person types at each that is his. The proof is carried to the server before its step, as the page says. */
  async function follow(page: Step[], proof: string, inputs: string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    const left = [...inputs];
    let last: Outcome | undefined;
    for (const { server: there, commands } of page) {
      const at = there ? server : mine;
      if (there) copyFileSync(join(mine.home, proof), join(server.home, basename(proof)));
      last = await run("bash", ["-e", "-c", commands], {
        env: { ...at.env, ...(there ? {} : env) },
        cwd: at.home,
        input: there ? "" : left.shift(),
      });
      expect({ commands, ...last }).toMatchObject({ code: 0 });
    }
    expect(page.filter(({ server: there }) => there)).toHaveLength(1);
    expect(readdirSync(server.home).sort()).toEqual([".ssh", basename(proof), "bin"].sort());
    return last!;
  }

  it("from a phrase to a login by three commands", async () => {
    const login = await follow(withFile, ".ssh/id_dinfra.proof", [`${PHRASE}\n\n`, 'echo "in: $((6 * 7))"\n']);
    expect(login.stdout).toContain("in: 42");
    expect(withFile.map(({ commands }) => commands.match(/^[a-z].*/gm)?.length)).toEqual([1, 1, 1]);
  });

  it("from a phrase to a login with a passphrase on the key", async () => {
    const askpass = join(mine.home, "askpass");
    writeFileSync(askpass, "#!/bin/sh\necho correct horse\n", { mode: 0o700 });
    const login = await follow(
      withFile,
      ".ssh/id_dinfra.proof",
      [`${PHRASE}\ncorrect horse\n`, 'echo "in: $((6 * 7))"\n'],
      { SSH_ASKPASS: askpass, SSH_ASKPASS_REQUIRE: "force" },
    );
    expect(login.stdout).toContain("in: 42");
  });

  it("from an sr25519 keystore to a login through the agent", async () => {
    const keystore = new Keyring({ type: "sr25519" }).addFromUri(PHRASE).toJson("correct horse");
    writeFileSync(join(mine.home, "account.json"), JSON.stringify(keystore), { mode: 0o644 });
    const login = await follow(withAgent, "account.proof", [
      "",
      "correct horse\n",
      'correct horse\necho "in: $((6 * 7))"\n',
    ]);
    expect(login.stdout).toContain("in: 42");
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
