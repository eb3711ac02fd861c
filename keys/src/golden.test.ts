import { hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AccountKey } from "./account-key.js";
import { authorizedKeysLine } from "./authorized-keys.js";
import { accountFromKeystore } from "./keystore.js";
import { opensshPrivateKey } from "./openssh-private.js";
import { fingerprint, publicKeyBlob, publicKeyLine } from "./openssh-public.js";
import type { Scheme } from "./scheme.js";
import { hex, opensslVerify } from "./test/accounts.js";

// scrypt, bcrypt and processes, perhaps on a busy machine.
jest.setTimeout(240_000);

interface Vectors {
  phrase: string;
  seed: string;
  message: string;
  accounts: Record<
    "scheme" | "path" | "account" | "address" | "expandedSecret" | "line" | "fingerprint" | "signature",
    string
  >[];
  keystores: { passphrase: string; json: { address: string } }[];
}

const vectors = JSON.parse(readFileSync(join(__dirname, "..", "golden", "vectors.json"), "utf8")) as Vectors;

const bytes = (text: string) => hexToBytes(text.slice(2));

// Made by other implementations: golden/make.mjs.
describe.each(vectors.accounts.map((vector) => ({ ...vector, scheme: vector.scheme as Scheme })))(
  "the golden vector $scheme $path",
  (vector) => {
    const { scheme, path } = vector;

    it("holds for the phrase, the seed and the expanded secret", () => {
      for (const account of [
        AccountKey.fromMnemonic(vectors.phrase, scheme, path),
        AccountKey.fromSeed(bytes(vectors.seed), scheme, path),
        AccountKey.fromExpanded(bytes(vector.expandedSecret), bytes(vector.account), scheme),
      ]) {
        expect(`0x${hex(account.publicKey)}`).toBe(vector.account);
        expect(account.address()).toBe(vector.address);
        expect(publicKeyLine(account.sshKey)).toBe(vector.line);
        expect(fingerprint(publicKeyBlob(account.sshKey))).toBe(vector.fingerprint);
        expect(`0x${hex(account.signSsh(utf8ToBytes(vectors.message)))}`).toBe(vector.signature);
        expect(opensslVerify(account.sshKey, utf8ToBytes(vectors.message), bytes(vector.signature))).toBe(true);
      }
    });

    it("gives its line from the address alone, its scheme registered", () => {
      expect(authorizedKeysLine({ registration: { scheme, key: vector.address } }, { comment: "x" })).toBe(
        `${vector.line} x`,
      );
    });
  },
);

it.each(vectors.keystores)("the golden keystore $json.address opens", ({ json, passphrase }) => {
  const account = accountFromKeystore(JSON.stringify(json), passphrase);
  expect(account.address()).toBe(json.address);
  expect(account.address()).toBe(
    vectors.accounts.find(({ scheme, path }) => scheme === account.scheme && path === "")!.address,
  );
});

it("a private key file has the bytes that it had", async () => {
  const account = AccountKey.fromMnemonic(vectors.phrase, "ed25519", "//dinfra//ssh");
  const random = (length: number) => new Uint8Array(length).fill(5);
  expect(await opensshPrivateKey(account, { random })).toMatchSnapshot("plain");
  expect(await opensshPrivateKey(account, { random, passphrase: "correct horse", rounds: 2 })).toMatchSnapshot(
    "encrypted",
  );
});
