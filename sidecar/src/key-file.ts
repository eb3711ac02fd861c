import { readFileSync, statSync } from "node:fs";
import { signerFromUri, type Signer } from "@dinfra/chain/client";
import { ReactorError } from "@dinfra/service/failure";
import { keepSecret } from "@dinfra/service/secrets";

/** The operator's key, as the configuration names it. */
export function keyOf(key: { file: string } | { uri: string }): Promise<Signer> {
  return "uri" in key ? signerFromUri(key.uri) : keyFromFile(key.file);
}

/**
 * From a file that its owner alone can read: a secret URI on one line.
 * @throws {ReactorError} `key.unreadable`, `key.exposed`; what signerFromUri throws
 */
async function keyFromFile(file: string): Promise<Signer> {
  let text: string;
  try {
    if ((statSync(file).mode & 0o077) !== 0) {
      throw new ReactorError("key.exposed", `${file} can be read by others: run chmod 600 on it`);
    }
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof ReactorError) throw error;
    throw new ReactorError(
      "key.unreadable",
      `${file}: expected a file with a secret URI, found ${(error as Error).message}`,
    );
  }
  const uri = text.trim();
  // Whoever refuses it may quote it: the phrase alone, too.
  keepSecret(uri, uri.split("/")[0]);
  return signerFromUri(uri);
}
