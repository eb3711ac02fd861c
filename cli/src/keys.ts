import { constants } from "node:fs";
import { open } from "node:fs/promises";
import type { Chain, KeyScheme, Signer } from "@dinfra/chain";
import { badInput } from "./failure.js";

export interface KeyOptions {
  /** A development key, `//Alice`. */
  readonly as?: string;
  /** File with a secret URI. */
  readonly keyFile?: string;
}

/** The development keys are known to everybody: `//Name`, with further hard or soft steps. */
const developmentUri = /^\/\/[A-Za-z0-9]+(\/{1,2}[A-Za-z0-9]+)*$/;

/**
 * The key that signs: `--as` with a development key on a development chain, else a file, so that no secret ever stands in an
 * argument list, which every process of the machine can read.
 * @param scheme of the key; extrinsics are signed by sr25519 alone
 */
export async function signerFrom(
  options: KeyOptions,
  env: Readonly<Record<string, string | undefined>>,
  chain: Chain | null,
  scheme: KeyScheme = "sr25519",
): Promise<Signer> {
  const { accountFromUri } = await import("@dinfra/chain");
  const keyFile = options.keyFile ?? (options.as === undefined ? env["DINFRA_KEY_FILE"] : undefined);
  if (options.as !== undefined && options.keyFile !== undefined) {
    throw badInput("expected one key, found --as and --key-file; give one of them");
  }
  if (options.as !== undefined) {
    checkDevelopmentUri(options.as);
    await requireDevelopmentChain(options.as, chain);
    return accountFromUri(options.as, scheme);
  }
  if (keyFile === undefined || keyFile === "") {
    throw badInput(
      "no key to sign with; give --key-file FILE, set DINFRA_KEY_FILE, or on a development chain --as //Alice",
    );
  }
  const uri = await readKeyFile(keyFile);
  if (developmentUri.test(uri)) await requireDevelopmentChain(uri, chain);
  return accountFromUri(uri, scheme);
}

/** @throws CommandFailure exit code 2: anything else than a development key may be a secret, and is not shown back */
export function checkDevelopmentUri(uri: string): void {
  if (!developmentUri.test(uri)) {
    throw badInput(
      "--as takes a development key such as //Alice and never a secret; put a real key into a file and give --key-file FILE",
    );
  }
}

/** @throws CommandFailure exit code 2 */
export async function requireDevelopmentChain(uri: string, chain: Chain | null): Promise<void> {
  if (chain === null)
    throw badInput(`the key ${uri} is known to everybody and works on a development chain only; give --key-file FILE`);
  const { name, chainType } = await chain.about();
  if (chainType !== "Development") {
    throw badInput(
      `the key ${uri} is known to everybody and works on a development chain only; ${chain.endpoint} is ${JSON.stringify(name)}, type ${chainType}; give --key-file FILE`,
    );
  }
}

/** The one line of a key file. Refused where others may read it. */
export async function readKeyFile(path: string): Promise<string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw badInput(`${path}: expected a key file, found something else`);
    if ((stat.mode & 0o077) !== 0) {
      throw badInput(
        `${path}: others may read this key (mode ${(stat.mode & 0o777).toString(8)}); run: chmod 600 ${path}`,
      );
    }
    if (stat.size > 4096) throw badInput(`${path}: expected a key file with one line, found ${stat.size} bytes`);
    const uri = (await file.readFile("utf8")).trim();
    if (uri === "" || uri.includes("\n")) {
      throw badInput(`${path}: expected a secret URI on one line, found ${uri === "" ? "nothing" : "more"}`);
    }
    return uri;
  } finally {
    await file.close();
  }
}
