/** @integration */
import { miniSecretFromMnemonic } from "../mnemonic.js";
import { DEVELOPMENT_PHRASE, PHRASE } from "../test/accounts.js";
import { dinfra, dinfraKeys } from "../test/dinfra-keys.js";
import { Needles } from "../test/leak.js";
import { ownHome } from "../test/own-home.js";
import { redacted } from "./without-echo.js";

// Many processes, perhaps on a busy machine.
jest.setTimeout(240_000);

const seed = miniSecretFromMnemonic(PHRASE);
const HEX = `0x${Buffer.from(seed).toString("hex")}`;
const PASSWORD = "correcthorsebattery";
const needles = new Needles([PHRASE, PASSWORD, seed]);

const home = ownHome();

describe.each([
  ["dinfra-keys", dinfraKeys],
  ["dinfra", dinfra],
])("%s, given a secret on the command line", (_, command) => {
  it.each<[string, string[]]>([
    ["as an argument", ["create", PHRASE]],
    ["word by word", ["create", ...PHRASE.split(" ")]],
    ["twice", ["create", PASSWORD, PASSWORD]],
    ["a seed", ["show", HEX]],
    ["after options", ["login", "prove", "--domain", "x", PHRASE]],
    ["as a descriptor", ["create", "--secret-fd", PHRASE]],
    ["as a file", ["create", "--secret-file", PHRASE]],
    ["as a file of a passphrase", ["create", "--key-passphrase-file", PASSWORD]],
    ["as an option that there is not", ["create", `--seed=${PHRASE}`]],
    ["as an option of the agent that there is not", ["ssh-agent", `--mnemonic=${PHRASE}`]],
    ["as a short option", ["create", `-s${PHRASE}`]],
    ["as a short option, one word", ["create", `-s${PASSWORD}`]],
    ["as a scheme", ["show", "--scheme", PHRASE]],
    ["as a scheme that means to be the end of the message", ["show", "--scheme", `x' is invalid. ${PHRASE}`]],
    ["as a lifetime", ["ssh-agent", "--lifetime", PASSWORD]],
    ["as a subcommand", ["login", PHRASE]],
    ["as a command", [PHRASE]],
    ["as a proof", ["authorize", "--domain", "x", PHRASE]],
    ["as a path", ["create", "--path", `//a///${PASSWORD}`]],
  ])("%s, refuses it and does not repeat it", async (_how, args) => {
    const result = await command(args, { env: home().env, input: `${DEVELOPMENT_PHRASE}\n` });
    expect(result.code).toBeGreaterThan(0);
    expect(result.stderr).not.toBe("");
    expect(needles.in(result.stdout + result.stderr)).toBe(false);
    expect(result.stdout + result.stderr).not.toMatch(/legal|winner|sausage/);
  });

  it("as a command for the agent to run, does not repeat it", async () => {
    const result = await command(["ssh-agent", PHRASE], { env: home().env, input: `${DEVELOPMENT_PHRASE}\n` });
    expect(result.code).toBeGreaterThan(0);
    expect(needles.in(result.stdout + result.stderr)).toBe(false);
  });

  it("has no option that would take one", async () => {
    for (const args of [["create"], ["show"], ["ssh-agent"], ["login", "prove"]]) {
      const { stdout } = await command([...args, "--help"], { env: home().env });
      expect(stdout).toContain("--secret-file <file>");
      expect(stdout).not.toMatch(/--(secret|seed|mnemonic|phrase|passphrase|password|key-passphrase)[ =]</);
    }
  });
});

test("what is left of commander's words says what to do", () => {
  expect(redacted("error: unknown option '--seed=word'\n(Did you mean --secret-fd?)")).toBe(
    "error: unknown option '--seed'; --help lists the options. A secret is never one",
  );
  expect(redacted("error: unknown option '-sword'")).toBe(
    "error: unknown option '-s'; --help lists the options. A secret is never one",
  );
  expect(
    redacted("error: option '--scheme <scheme>' argument 'word' is invalid. Allowed choices are ed25519, sr25519."),
  ).toBe("error: option '--scheme <scheme>': expected another value. Allowed choices are ed25519, sr25519.");
  const whole = "error: required option '--domain <host>' not specified";
  expect(redacted(whole)).toBe(whole);
});
