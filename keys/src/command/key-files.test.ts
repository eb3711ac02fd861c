/** @integration */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AccountKey } from "../account-key.js";
import { publicKeyLine } from "../openssh-public.js";
import { PHRASE } from "../test/accounts.js";
import { temporaryFolder } from "../test/openssh.js";
import { addAuthorizedKey } from "./key-files.js";

const { sshKey } = AccountKey.fromMnemonic(PHRASE, "ed25519");
const line = publicKeyLine(sshKey, "dinfra:somebody");
const key = publicKeyLine(sshKey);

let folder: string;
beforeEach(() => (folder = temporaryFolder()));
afterEach(() => rmSync(folder, { recursive: true }));

describe("a key that is in authorized_keys already", () => {
  // sshd reads on after a line whose options keep the caller out: a second, bare line would let him in.
  it.each([
    ["bare", key],
    ["with another comment", `${key} of before`],
    ["restricted", `restrict,command="/bin/true" ${key}`],
    ["restricted, with spaces in an option", `from="10.0.0.0/8",command="echo \\"a b\\" c" ${key} somebody`],
    ["indented and set apart by tabs", ` \trestrict\t${key.replace(" ", "\t")}\tsomebody`],
    ["in a file with other line ends", `restrict ${key}\r`],
    ["an authority", `cert-authority ${key}`],
  ])("%s, is not added again", (_, before) => {
    const path = join(folder, "authorized_keys");
    writeFileSync(path, `# mine\n${before}\n`);
    expect(addAuthorizedKey(path, line)).toBe(false);
    expect(readFileSync(path, "utf8")).toBe(`# mine\n${before}\n`);
  });
});

it.each([
  ["in a comment only", `# restrict ${key}`],
  ["in an indented comment only", `  #${key}`],
  ["as a part of another word only", `${key}AAAA`],
  ["not at all", publicKeyLine(AccountKey.fromMnemonic(PHRASE, "sr25519", "//other").sshKey)],
])("a key that is there %s is added", (_, before) => {
  const path = join(folder, "authorized_keys");
  writeFileSync(path, `${before}\n`);
  expect(addAuthorizedKey(path, line)).toBe(true);
  expect(readFileSync(path, "utf8")).toBe(`${before}\n${line}\n`);
});
