/** @integration */
import { Keyring } from "@polkadot/keyring";
import { cryptoWaitReady } from "@polkadot/util-crypto";
import { AccountKey } from "../account-key.js";
import { DEVELOPMENT_PHRASE, PHRASE } from "../test/accounts.js";
import { dinfraKeys } from "../test/dinfra-keys.js";
import { ownHome } from "../test/own-home.js";

// scrypt and processes, perhaps on a busy machine.
jest.setTimeout(240_000);

beforeAll(() => cryptoWaitReady());
const home = ownHome();
const prove = ["login", "prove", "--domain", "x"];
const seedOfAlice = `0x${Buffer.from(AccountKey.fromMnemonic(DEVELOPMENT_PHRASE, "ed25519", "//Alice").seed()).toString("hex")}`;

describe("a development secret", () => {
  it.each<[string, string[], string]>([
    ["the phrase with a path of one's own", ["--path", "//my//path"], DEVELOPMENT_PHRASE],
    ["the same, sr25519", ["--path", "//my//path", "--scheme", "sr25519"], DEVELOPMENT_PHRASE],
    ["//Alice below a path", ["--path", "//Alice//mine"], DEVELOPMENT_PHRASE],
    ["the phrase itself", ["--own-key"], DEVELOPMENT_PHRASE],
    ["the seed of //Alice with a path of one's own", ["--path", "//mine"], seedOfAlice],
  ])("%s makes no proof unless allowed", async (_, args, secret) => {
    const options = { env: home().env, input: `${secret}\n` };
    expect(await dinfraKeys([...prove, ...args], options)).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("[key.development]") as string,
    });
    expect(await dinfraKeys([...prove, "--allow-development", ...args], options)).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("warning: this is the development phrase") as string,
    });
  });

  it("in a keystore makes none, and create writes no key", async () => {
    const alice = new Keyring({ type: "sr25519" }).addFromUri("//Alice").toJson();
    const result = await dinfraKeys([...prove, "--path", "//mine"], { env: home().env, input: JSON.stringify(alice) });
    expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining("[key.development]") as string });
    const created = await dinfraKeys(["create", "--path", "//mine", "--no-passphrase"], {
      env: home().env,
      input: `${DEVELOPMENT_PHRASE}\n`,
    });
    expect(created).toMatchObject({ code: 1, stderr: expect.stringContaining("[key.development]") as string });
  });
});

describe("the account's own key", () => {
  it("is had by --own-key only, with a warning of what a wallet can be made to sign", async () => {
    const options = { env: home().env, input: `${PHRASE}\n` };
    expect(await dinfraKeys(["show", "--path", ""], options)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("[usage]") as string,
    });
    for (const scheme of ["ed25519", "sr25519"]) {
      const { code, stderr } = await dinfraKeys(["show", "--own-key", "--scheme", scheme], options);
      expect(code).toBe(0);
      expect(stderr).toContain("A web page can ask a wallet");
    }
    expect((await dinfraKeys(["show", "--help"], options)).stdout).toMatch(/web page\s+can\s+have\s+a\s+wallet/);
  });
});
