/** @integration */
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AccountKey } from "./account-key.js";
import { LOGIN_PATH } from "./derivation-path.js";
import { publicKeyLine } from "./openssh-public.js";
import { PHRASE } from "./test/accounts.js";
import { describeWithSshd, run, startSshd, temporaryFolder } from "./test/openssh.js";

const PACKAGE = join(__dirname, "..");

let folder: string;
beforeEach(() => (folder = temporaryFolder()));
afterEach(() => rmSync(folder, { recursive: true }));

describeWithSshd("the README's agent for an sr25519 account", () => {
  it("logs in, as written, and ends", async () => {
    const sshd = await startSshd();
    try {
      writeFileSync(
        sshd.authorizedKeys,
        `${publicKeyLine(AccountKey.fromMnemonic(PHRASE, "sr25519", LOGIN_PATH).sshKey)}\n`,
      );
      // `my-server` is known to ssh.
      const ssh = join(folder, "ssh");
      writeFileSync(ssh, `#!/bin/sh\nPATH='${process.env.PATH}' exec ssh -F '${sshd.config}' "$@"\n`);
      chmodSync(ssh, 0o700);
      mkdirSync(join(folder, "node_modules", "@dinfra"), { recursive: true });
      symlinkSync(PACKAGE, join(folder, "node_modules", "@dinfra", "keys"));
      const readme = readFileSync(join(PACKAGE, "README.md"), "utf8");
      const example = [...readme.matchAll(/^```js\n(.*?)^```$/gms)].find(([, code]) => code!.includes("serveAgent"))!;
      writeFileSync(join(folder, "example.mjs"), example[1]!);
      const env = { PATH: `${folder}:${process.env.PATH}`, HOME: folder, XDG_RUNTIME_DIR: folder };
      const options = { env, input: 'echo "in: $((6 * 7))"\n' };
      const login = await run(process.execPath, [join(folder, "example.mjs")], options);
      expect(login).toMatchObject({ code: 0, stdout: expect.stringContaining("in: 42") as string });
    } finally {
      await sshd.stop();
    }
  });
});

it("the package brings what its README names: license, study and every linked file", () => {
  execFileSync("npm", ["pack", "--pack-destination", folder], { cwd: PACKAGE, stdio: "pipe" });
  execFileSync("sh", ["-c", "tar -xzf *.tgz"], { cwd: folder });
  const packed = join(folder, "package");
  const readme = readFileSync(join(packed, "README.md"), "utf8");
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path]) => path!);
  for (const path of ["docs/ssh-keys.md", "golden/vectors.json", ...links])
    expect([path, existsSync(join(packed, path))]).toEqual([path, true]);
  expect(readFileSync(join(packed, "LICENSE"), "utf8")).toBe(readFileSync(join(PACKAGE, "..", "LICENSE"), "utf8"));
});
