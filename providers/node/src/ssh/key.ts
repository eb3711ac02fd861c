import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { NodeError } from "../errors.js";

/** Where a private key is found. The key itself never gets into inputs, state or messages. */
export interface KeyReference {
  /** Name of an environment variable of the plugin that holds the key, in OpenSSH's format or PEM. */
  env?: string;
  /** Path of a file that holds it; `~/` stands for the home folder. */
  file?: string;
}

/** @throws NodeError `key-unreadable` */
export function readKey(reference: KeyReference): string {
  const { env, file } = reference;
  if (env !== undefined) {
    const value = process.env[env];
    if (value) return value.endsWith("\n") ? value : `${value}\n`;
    throw new NodeError("key-unreadable", `expected a private key in the environment variable ${env}, found nothing`);
  }
  const at = (file ?? "").replace(/^~(?=\/)/, os.homedir());
  try {
    return fs.readFileSync(path.resolve(at), "utf8");
  } catch (error) {
    const found = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new NodeError("key-unreadable", `expected a private key in the file ${file}, found ${found}`);
  }
}
