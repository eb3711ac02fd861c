import { readFileSync } from "node:fs";
import { ComponentError } from "./errors.js";

/** A secret by where it lies: the environment variable `env`, or the file `file`. Never the value itself. */
export interface SecretRef {
  /**
   * Name of an environment variable of the process that runs the program.
   * Defaults to none: then `file` says where it lies.
   * @example "CLOUDSTACK_SECRET_KEY"
   */
  env?: string;
  /**
   * Absolute path of a file; one line break at its end is not part of the secret.
   * Defaults to none: then `env` says where it lies.
   * @example "/run/secrets/cloudstack"
   */
  file?: string;
}

/** For the `properties` of a settings schema. */
export const secretRefSchema = {
  description: "Where a secret lies: an environment variable, or a file. Never the secret itself.",
  type: "object",
  additionalProperties: false,
  minProperties: 1,
  maxProperties: 1,
  properties: {
    env: { type: "string", pattern: "^[A-Za-z_][A-Za-z0-9_]*$" },
    file: { type: "string", pattern: "^/" },
  },
} as const;

/**
 * Reads the secret, where it is used and at the time of use. Give it to Pulumi as `pulumi.secret(readSecret(…))` only.
 * @throws ComponentError `SecretMissing`, which never shows what was read
 */
export function readSecret(where: string, ref: SecretRef): string {
  const missing = (expected: string, found: string) =>
    new ComponentError("SecretMissing", `${where}: expected ${expected}, found ${found}`);
  if (ref.env !== undefined) {
    const value = process.env[ref.env];
    if (value) return value;
    throw missing(
      `the secret in the environment variable ${ref.env}`,
      `${value === undefined ? "none of that name" : "an empty one"}; set it, and for the reactor name it in its "credentials"`,
    );
  }
  if (ref.file === undefined) throw missing("env or file", "neither");
  let text: string;
  try {
    text = readFileSync(ref.file, "utf8").replace(/\r?\n$/, "");
  } catch (error) {
    throw missing(`the secret in the file ${ref.file}`, (error as NodeJS.ErrnoException).code ?? String(error));
  }
  if (text === "") throw missing(`the secret in the file ${ref.file}`, "an empty file");
  return text;
}
