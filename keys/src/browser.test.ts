/** @integration */
import { build } from "esbuild";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { PHRASE } from "./test/accounts.js";

const DIST = join(__dirname, "..", "dist");

/** The library as a browser gets it: esbuild refuses whatever only Node has. */
async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: DIST },
    bundle: true,
    write: false,
    platform: "browser",
    format: "iife",
    globalName: "keys",
    target: "es2022",
    logLevel: "silent",
  });
  return outputFiles[0]!.text;
}

/** What browsers have and this package uses; no process, no Buffer, no require. */
function page(): object {
  return createContext({
    TextEncoder,
    TextDecoder,
    crypto: globalThis.crypto,
    setTimeout,
    clearTimeout,
    Uint8Array,
    Uint32Array,
  });
}

it("runs in a browser: from a phrase to a key file, a line and a proof", async () => {
  const script = await bundle(`export * from "./index.js"`);
  const run = runInContext(
    `${script}; (async () => {
    const account = keys.AccountKey.fromMnemonic(${JSON.stringify(PHRASE)}, "sr25519", keys.LOGIN_PATH);
    const proof = keys.proveLogin(account, { domain: "my-server" });
    const file = await keys.opensshPrivateKey(keys.AccountKey.fromMnemonic(${JSON.stringify(PHRASE)}, "ed25519"), { passphrase: "x", rounds: 1 });
    return JSON.stringify({ line: keys.authorizedKeysLine({ proof, expect: { domain: "my-server" } }), file, address: account.address(), process: typeof process, Buffer: typeof Buffer });
  })()`,
    page(),
  ) as Promise<string>;
  const result = JSON.parse(await run) as Record<"line" | "file" | "address" | "process" | "Buffer", string>;
  expect(result.line).toMatch(new RegExp(`^ssh-ed25519 AAAA\\S{64} dinfra:${result.address}$`));
  expect(result.file).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY-----\n/);
  expect([result.process, result.Buffer]).toEqual(["undefined", "undefined"]);
});

it("takes the agent for what it is: not for browsers", async () => {
  await expect(bundle(`export * from "./agent/index.js"`)).rejects.toThrow(/node:/);
});

it("does without the commands' library", async () => {
  expect(await bundle(`export * from "./index.js"`)).not.toContain("commander");
});
