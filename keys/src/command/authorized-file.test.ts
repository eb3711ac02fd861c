/** @integration */
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { AccountKey } from "../account-key.js";
import { publicKeyLine } from "../openssh-public.js";
import { proveLogin } from "../proof.js";
import { PHRASE } from "../test/accounts.js";
import { dinfraKeys } from "../test/dinfra-keys.js";
import { run } from "../test/openssh.js";
import { ownHome } from "../test/own-home.js";
import { authorizeIn } from "./authorized-file.js";

// Many processes, perhaps on a busy machine.
jest.setTimeout(240_000);

const account = AccountKey.fromMnemonic(PHRASE, "ed25519", "//dinfra//ssh");
const line = publicKeyLine(account.sshKey, `dinfra:${account.address()}`);
const home = ownHome();

it("six at once write a line once, and leave nothing else", async () => {
  const into = join(home().folder, ".ssh", "authorized_keys");
  const input = JSON.stringify(proveLogin(account, { domain: "x" }));
  const args = ["authorize", "--domain", "x", "--into", into];
  const results = await Promise.all([1, 2, 3, 4, 5, 6].map(() => dinfraKeys(args, { env: home().env, input })));
  expect(results.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(results.filter(({ stderr }) => stderr.startsWith("added"))).toHaveLength(1);
  expect(readFileSync(into, "utf8")).toBe(`${line}\n`);
  expect(readdirSync(join(home().folder, ".ssh"))).toEqual(["authorized_keys"]);
});

it("another one is waited for", async () => {
  const into = join(home().folder, "authorized_keys");
  const lock = `${into}.dinfra-lock`;
  writeFileSync(lock, "");
  const added = authorizeIn(into, line);
  await new Promise(setImmediate);
  expect(readdirSync(home().folder)).toEqual(["authorized_keys.dinfra-lock"]);
  await run("rm", [lock]);
  expect(await added).toBe(true);
  expect(readdirSync(home().folder)).toEqual(["authorized_keys"]);
});

const [UID, GID] = [54_321, 54_322];
(process.getuid?.() === 0 ? describe : describe.skip)("as root, in the home of somebody else", () => {
  let owned: string;
  beforeEach(() => {
    chmodSync(home().folder, 0o755);
    owned = join(home().folder, "somebody");
    mkdirSync(owned, { mode: 0o750 });
    chownSync(owned, UID, GID);
  });
  const facts = (path: string) => {
    const { uid, gid, mode } = statSync(path);
    return [uid, gid, mode & 0o777];
  };

  it("what is made is the owner's, who can read it", async () => {
    const into = join(owned, ".ssh", "authorized_keys");
    expect(await authorizeIn(into, line)).toBe(true);
    expect(await authorizeIn(into, line)).toBe(false);
    expect(facts(join(owned, ".ssh"))).toEqual([UID, GID, 0o700]);
    expect(facts(into)).toEqual([UID, GID, 0o600]);
    const read = await run("setpriv", ["--reuid", `${UID}`, "--regid", `${GID}`, "--clear-groups", "cat", into]);
    expect(read).toMatchObject({ code: 0, stdout: `${line}\n` });
    expect([process.geteuid!(), process.getegid!()]).toEqual([0, process.getgid!()]);
  });

  it("a link leads nowhere that the owner could not write to", async () => {
    const mine = join(home().folder, "mine");
    mkdirSync(mine, { mode: 0o700 });
    symlinkSync(mine, join(owned, ".ssh"));
    await expect(authorizeIn(join(owned, ".ssh", "authorized_keys"), line)).rejects.toMatchObject({
      code: "file.denied",
    });
    expect(readdirSync(mine)).toEqual([]);
  });

  it("a folder that the owner cannot read is named", async () => {
    mkdirSync(join(owned, ".ssh"), { mode: 0o700 });
    await expect(authorizeIn(join(owned, ".ssh", "authorized_keys"), line)).rejects.toMatchObject({
      code: "file.denied",
      message: expect.stringContaining("chown") as string,
    });
  });
});
