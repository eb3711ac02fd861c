/** @integration */
import { AccountKey } from "./account-key.js";
import { opensshPrivateKey } from "./openssh-private.js";
import { publicKeyLine } from "./openssh-public.js";
import { PHRASE } from "./test/accounts.js";

const account = AccountKey.fromMnemonic(PHRASE, "ed25519", "//dinfra//ssh");
const code = (value: string) => expect.objectContaining({ code: value });

describe("OpenSSH's formats", () => {
  it.each(["a\nssh-ed25519 AAAA", "a\rb", "a\tb", "a\0b", "a\u2028b", "é", " a", "a ", "\x7f", "x".repeat(201)])(
    "refuse the comment %j, in the public line and in the private file",
    async (comment) => {
      expect(() => publicKeyLine(account.sshKey, comment)).toThrow(code("comment.invalid"));
      await expect(opensshPrivateKey(account, { comment })).rejects.toMatchObject({ code: "comment.invalid" });
    },
  );

  it("take comments with spaces inside, of one character, of two hundred", () => {
    for (const comment of ["a b", "x", "x".repeat(200)])
      expect(publicKeyLine(account.sshKey, comment).endsWith(` ${comment}`)).toBe(true);
  });

  it("refuse an empty passphrase, which would look like encryption", async () => {
    await expect(opensshPrivateKey(account, { passphrase: "" })).rejects.toMatchObject({ code: "passphrase.invalid" });
  });

  it("have lines of at most 70 characters between their marks, and end with a line end", async () => {
    const text = await opensshPrivateKey(account);
    const lines = text.split("\n");
    expect(lines[0]).toBe("-----BEGIN OPENSSH PRIVATE KEY-----");
    expect(lines.slice(-2)).toEqual(["-----END OPENSSH PRIVATE KEY-----", ""]);
    expect(Math.max(...lines.slice(1, -2).map((line) => line.length))).toBe(70);
  });

  it("make every file another one, so that equal files do not show equal keys", async () => {
    expect(await opensshPrivateKey(account)).not.toBe(await opensshPrivateKey(account));
    const encrypted = () => opensshPrivateKey(account, { passphrase: "x", rounds: 1 });
    expect(await encrypted()).not.toBe(await encrypted());
  });
});
