import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Chain } from "@dinfra/chain";
import { checkDevelopmentUri, readKeyFile, signerFrom } from "./keys.js";

const folder = mkdtempSync(join(tmpdir(), "dinfra-keys-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const keyFile = (name: string, content: string, mode = 0o600) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
};

const chainOf = (chainType: string) =>
  ({
    endpoint: "ws://example.org",
    about: () => Promise.resolve({ name: "Main", chainType }),
  }) as Partial<Chain> as Chain;
const development = chainOf("Development");
const live = chainOf("Live");
const seed = `0x${"11".repeat(32)}`;

test("a development key on a development chain", async () => {
  expect((await signerFrom({ as: "//Alice" }, {}, development)).address).toBe(
    "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
  );
});

test.each<[string, () => Promise<unknown>, string]>([
  [
    "a development key elsewhere",
    () => signerFrom({ as: "//Alice" }, {}, live),
    'ws://example.org is "Main", type Live; give --key-file FILE',
  ],
  [
    "the same in a file",
    () => signerFrom({ keyFile: keyFile("dev", "//Alice//stash\n") }, {}, live),
    "works on a development chain only",
  ],
  [
    "a phrase as an argument",
    () => signerFrom({ as: "bottom drive obey lake curtain smoke" }, {}, development),
    "never a secret",
  ],
  ["a seed as an argument", () => signerFrom({ as: seed }, {}, development), "never a secret"],
  ["two keys", () => signerFrom({ as: "//Alice", keyFile: "x" }, {}, development), "found --as and --key-file"],
  ["no key", () => signerFrom({}, {}, development), "no key to sign with; give --key-file FILE"],
  ["missing file", () => signerFrom({ keyFile: join(folder, "none") }, {}, live), "ENOENT"],
  [
    "file that others read",
    () => readKeyFile(keyFile("open", seed, 0o640)),
    "others may read this key (mode 640); run: chmod 600",
  ],
  ["empty file", () => readKeyFile(keyFile("empty", "\n")), "found nothing"],
  ["two lines", () => readKeyFile(keyFile("two", "a\nb\n")), "on one line, found more"],
  [
    "words",
    () => signerFrom({ keyFile: keyFile("words", "nonsense words\n") }, {}, live),
    "expected //Name, a mnemonic",
  ],
  ["folder", () => readKeyFile(folder), "expected a key file, found something else"],
  ["long file", () => readKeyFile(keyFile("long", "x".repeat(5000))), "found 5000 bytes"],
])("refused: %s", async (_name, run, why) => {
  await expect(run()).rejects.toThrow(why);
});

test("a secret that was given in the wrong place is not shown back", () => {
  expect(() => checkDevelopmentUri("my secret phrase")).not.toThrow("my secret phrase");
  expect(() => checkDevelopmentUri("my secret phrase")).toThrow();
});

test("a key from a file, and from the environment unless another is named", async () => {
  const file = keyFile("real", `${seed}\n`);
  const { address } = await signerFrom({ keyFile: file }, {}, live);
  expect((await signerFrom({}, { DINFRA_KEY_FILE: file }, live)).address).toBe(address);
  expect((await signerFrom({ as: "//Bob" }, { DINFRA_KEY_FILE: file }, development)).address).not.toBe(address);
});
