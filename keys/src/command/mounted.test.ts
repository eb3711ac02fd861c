/** @integration */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AccountKey } from "../account-key.js";
import { fingerprint, publicKeyBlob, publicKeyLine } from "../openssh-public.js";
import { PHRASE } from "../test/accounts.js";
import { dinfra } from "../test/dinfra-keys.js";
import { ownHome } from "../test/own-home.js";

// Many processes, perhaps on a busy machine.
jest.setTimeout(240_000);

const key = AccountKey.fromMnemonic(PHRASE, "ed25519", "//dinfra//ssh");
const facts = { account: key.address(), scheme: "ed25519", fingerprint: fingerprint(publicKeyBlob(key.sshKey)) };

const home = ownHome();

describe("the key commands as part of dinfra", () => {
  async function json(args: string[], input = `${PHRASE}\n`): Promise<unknown> {
    const result = await dinfra([...args, "--json"], { env: home().env, input });
    expect(result).toMatchObject({ code: 0 });
    return JSON.parse(result.stdout);
  }

  it("answer in JSON", async () => {
    const out = join(home().folder, "id");
    expect(await json(["show"])).toEqual({
      ...facts,
      publicKey: publicKeyLine(key.sshKey, key.address()),
      hasKeyFile: true,
    });
    const created = { ...facts, privateKey: out, encrypted: false, publicKey: `${out}.pub` };
    expect(await json(["create", "--out", out, "--no-passphrase", "--domain", "x"])).toEqual({
      ...created,
      proof: { file: `${out}.proof`, domain: "x", expiresAt: expect.stringMatching(/^20.*Z$/) as string },
    });
    const proof = await json(["login", "prove", "--domain", "x"]);
    expect(await json(["login", "verify", "--domain", "x"], JSON.stringify(proof))).toEqual({
      account: key.address(),
      scheme: "ed25519",
    });
    const line = publicKeyLine(key.sshKey, `dinfra:${key.address()}`);
    expect(await json(["authorize", "--domain", "x", `${out}.proof`])).toEqual({ line, into: null, added: false });
    const into = join(home().folder, "authorized_keys");
    for (const added of [true, false])
      expect(await json(["authorize", "--domain", "x", "--into", into, `${out}.proof`])).toEqual({ line, into, added });
    expect(readFileSync(into, "utf8")).toBe(`${line}\n`);
  });

  it.each<[string, string[], number, string]>([
    ["no domain", ["authorize"], 2, "usage"],
    ["two paths", ["show", "--own-key", "--path", "//a"], 2, "usage"],
    ["a soft path", ["show", "--path", "/a"], 2, "path.soft"],
    ["a lifetime without a unit", ["ssh-agent", "--lifetime", "10"], 2, "usage"],
    ["a proof that is none", ["login", "verify", "--domain", "x"], 2, "proof.invalid"],
    ["no such file", ["show", "--secret-file", "/nonexistent"], 2, "secret.missing"],
    ["a key without a file", ["create", "--scheme", "sr25519"], 1, "key.no-file"],
  ])("refuse as the others do: %s", async (_, args, code, error) => {
    const input = `${PHRASE}\n`;
    const result = await dinfra(args, { env: home().env, input });
    expect(result).toMatchObject({ code, stdout: "" });
    expect(result.stderr).toMatch(new RegExp(`^dinfra: [^\\n]*\\[${error.replace(".", "\\.")}\\]\\n$`));
    if (args[0] === "ssh-agent") return; // has no --json
    const machine = await dinfra([...args, "--json"], { env: home().env, input });
    expect(JSON.parse(machine.stderr)).toMatchObject({ error: { code: error, retryable: false } });
  });

  it("refuse a proof with 1, and a word that is no option with 2", async () => {
    const proof = join(home().folder, "proof");
    writeFileSync(
      proof,
      (await dinfra(["login", "prove", "--domain", "x"], { env: home().env, input: `${PHRASE}\n` })).stdout,
    );
    expect(await dinfra(["authorize", "--domain", "other", proof], { env: home().env })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^dinfra: .*\[proof\.domain\]\n$/) as string,
    });
    expect(await dinfra(["authorize", "--nothing"], { env: home().env })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^dinfra: unknown option '--nothing'/) as string,
    });
  });
});
