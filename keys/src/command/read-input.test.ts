/** @integration */
import { chmodSync, closeSync, constants, existsSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { AccountKey } from "../account-key.js";
import { proveLogin } from "../proof.js";
import { PHRASE } from "../test/accounts.js";
import { BIN, dinfraKeys } from "../test/dinfra-keys.js";
import { run } from "../test/openssh.js";
import { ownHome } from "../test/own-home.js";
import { readPrivateFile } from "./private-file.js";
import { readToEnd } from "./read-input.js";

// Many processes, perhaps on a busy machine.
jest.setTimeout(240_000);

const account = AccountKey.fromMnemonic(PHRASE, "ed25519", "//dinfra//ssh");
const home = ownHome();
const shell = (script: string, ...args: string[]) =>
  run("bash", ["-c", script, process.execPath, BIN, ...args], { env: home().env });

describe("input that comes late", () => {
  const fifo = async () => {
    const path = join(home().folder, "fifo");
    await run("mkfifo", ["-m", "600", path]);
    return path;
  };

  it("a pipe that does not block and is empty is waited for, to its end", async () => {
    const path = await fifo();
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openSync(path, "w");
    const text = readToEnd(reader); // has found nothing when it returns
    writeSync(writer, "first ");
    await new Promise(setImmediate);
    writeSync(writer, "second");
    closeSync(writer);
    expect((await text).toString()).toBe("first second");
    closeSync(reader);
  });

  it("the writer of a FIFO may come after its reader", async () => {
    const path = await fifo();
    const text = readPrivateFile(path);
    const written = run("sh", ["-c", 'echo "$1" > "$0"', path, PHRASE]);
    expect(await text).toBe(PHRASE);
    expect((await written).code).toBe(0);
  });

  it("prove | authorize, and a substituted process that takes its time and writes in parts", async () => {
    // Nothing tells a writer that its reader waits, so this one is slow.
    const result = await shell(
      '"$0" "$1" login prove --domain my-server --secret-file <(printf %s "${2:0:9}"; sleep 1; printf "%s\\n" "${2:9}") | ' +
        '"$0" "$1" authorize --domain my-server',
      PHRASE,
    );
    expect(result).toMatchObject({ code: 0, stdout: expect.stringContaining(account.address()) as string });
  });

  it.each([["authorize"], ["login", "verify"]])("slow | %s %s", async (...command) => {
    const proof = JSON.stringify(proveLogin(account, { domain: "my-server" }));
    const late = '{ printf %s "${2:0:40}"; sleep 1; printf %s "${2:40}"; } | "$0" "$1" "${@:3}" --domain my-server';
    const result = await shell(late, proof, ...command);
    expect(result).toMatchObject({ code: 0, stdout: expect.stringContaining(account.address()) as string });
  });
});

describe("text that is not what it seems", () => {
  const file = (name: string, content: string | Uint8Array) => {
    const path = join(home().folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    chmodSync(path, 0o600);
    return path;
  };
  const latin1 = Buffer.from("pass\xe9word\n", "latin1");
  const marked = (text: string) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]);
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(PHRASE, "utf16le")]);

  it.each<[string, string, Uint8Array | string, string, string]>([
    ["a passphrase in Latin-1", "--key-passphrase-file", latin1, "text.encoding", "not UTF-8"],
    [
      "a passphrase with an empty line behind it",
      "--key-passphrase-file",
      "word\n\n",
      "passphrase.invalid",
      "empty lines",
    ],
    ["the same with other line ends", "--key-passphrase-file", "word\r\n\r\n", "passphrase.invalid", "empty lines"],
    ["a passphrase with a byte order mark", "--key-passphrase-file", marked("word\n"), "text.encoding", "EF BB BF"],
    ["a phrase with a byte order mark", "--secret-file", marked(PHRASE), "text.encoding", "EF BB BF"],
    ["a keystore with a byte order mark", "--secret-file", marked("{}"), "text.encoding", "EF BB BF"],
    ["a phrase in UTF-16", "--secret-file", utf16, "text.encoding", "UTF-16"],
    ["a phrase in UTF-16 without a mark", "--secret-file", Buffer.from(PHRASE, "utf16le"), "text.encoding", "UTF-16"],
    ["a node's keystore file", "--secret-file", `"${PHRASE}"`, "secret.invalid", "session key"],
    ["subkey's output", "--secret-file", JSON.stringify({ secretPhrase: PHRASE }), "keystore.unsupported", "subkey"],
  ])("%s is refused and named", async (_, option, content, code, named) => {
    const path = file("input", content);
    const phrase = file("phrase", PHRASE);
    const args =
      option === "--secret-file" ? [option, path, "--no-passphrase"] : ["--secret-file", phrase, option, path];
    const result = await dinfraKeys(["create", "--out", join(home().folder, "id"), ...args], { env: home().env });
    expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining(`[${code}]`) as string });
    expect(result.stderr).toContain(named);
    expect(result.stderr).not.toMatch(/legal|winner/);
    expect(existsSync(join(home().folder, "id"))).toBe(false);
  });

  it("a piped passphrase that is not UTF-8 is refused", async () => {
    const script = '{ echo "$2"; printf "pass\\351word\\n"; } | "$0" "$1" create --out "$3"';
    const result = await shell(script, PHRASE, join(home().folder, "id"));
    expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining("[text.encoding]") as string });
  });

  it("a proof with a byte order mark is named", async () => {
    const path = file("x.proof", marked(JSON.stringify(proveLogin(account, { domain: "x" }))));
    const result = await dinfraKeys(["authorize", "--domain", "x", path], { env: home().env });
    expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining("EF BB BF") as string });
  });
});
