import { verifyMessage } from "@dinfra/keys";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { typed } from "./testing.js";

const folder = mkdtempSync(join(tmpdir(), "dinfra-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const phrase = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
const instance = `0x${"1".repeat(64)}`;
const provider = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";

/** A token for 7.1, of a chain that is not asked. */
async function token(uri: string, ...options: string[]) {
  const keyFile = join(folder, "key");
  writeFileSync(keyFile, `${uri}\n`, { mode: 0o600 });
  const of = ["--instance", instance, "--provider", provider, "--key-file", keyFile];
  return typed("access", "token", "7.1", ...of, ...options);
}

/** Of the same secret with each scheme. */
const accounts = {
  sr25519: "5F4Kv6oiVYwnpVT1fQh89NZWwCwtQwgz379ScQvy21Ycjyoc",
  ed25519: "5Eu9iiqs7wtCGdMsH6WCQugJ6snVmGYvbxW9BZzes9BK2ySz",
  ecdsa: "5EMaXCpcmtQ6s4SffgD8SpBpqFY1FvLYunoEA1S1YBK5S1Ns",
};

test.each([
  [[], "sr25519"],
  [["--scheme", "sr25519"], "sr25519"],
  [["--scheme", "ed25519"], "ed25519"],
  [["--scheme", "ecdsa"], "ecdsa"],
] as const)("with %j the account of %s has signed it, and no other one", async (options, scheme) => {
  const { code, out } = await token(`${phrase}//wallet`, ...options);
  expect(code).toBe(0);
  const [text, signature] = out.split(".").map((part) => Buffer.from(part, "base64url"));
  expect(text!.toString()).toMatch(new RegExp(`^dinfra-access:v1:${instance}:${provider}:7\\.1:consumer:[0-9]+$`));
  const signers = Object.entries(accounts).filter(([, account]) =>
    verifyMessage(account, text!.toString(), signature!),
  );
  expect(signers.map(([name]) => name)).toEqual([scheme]);
});

test.each([
  ["a scheme that there is not", phrase, "rsa", /--scheme.*sr25519, ed25519, ecdsa/],
  ["a soft step of a scheme that has none", `${phrase}/soft`, "ed25519", /hard steps/],
  ["a soft step of ecdsa", `${phrase}/soft`, "ecdsa", /hard steps/],
])("refused, and no secret is shown: %s", async (_what, uri, scheme, said) => {
  const { code, out, err } = await token(uri, "--scheme", scheme);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(said);
  expect(err).not.toContain("bottom");
});
