import { randomBytes, scryptSync, timingSafeEqual } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { ReleaseDocument } from "@dinfra/schemas";
import { NodeError } from "../errors.js";

/** Where a secret lies for whoever brings the release: the environment variable `env` of the plugin, or the file `file`. */
export interface SecretSource {
  env?: string;
  file?: string;
}

/** A secret of a service, by where it lies. */
export interface SecretInput {
  service: string;
  name: string;
  source: SecretSource;
}

/** A secret as the state has it: what only the machine can open, and what tells whether the source has changed since. */
export interface SealedSecret {
  service: string;
  name: string;
  /** NaCl sealed box, base64. */
  sealed: string;
  /** Public key of the machine that opens it, base64. */
  sealedTo: string;
  /** 16 random bytes, and the scrypt of the secret with them: both base64. */
  salt: string;
  fingerprint: string;
}

/** How large a secret may be, in bytes: chains of certificates are a tenth of it. */
export const MAX_SECRET_BYTES = 65_536;

/** Seals bytes to a public key (base64). Answers base64. */
export type Seal = (plain: Buffer, publicKey: string) => Promise<string>;

/** `crypto_box_seal` of libsodium, loaded only where there is something to seal. */
export const sealWithSodium: Seal = async (plain, publicKey) => {
  const { default: sodium } = await import("libsodium-wrappers");
  await sodium.ready;
  return Buffer.from(sodium.crypto_box_seal(plain, Buffer.from(publicKey, "base64"))).toString("base64");
};

/**
 * The bytes of a secret, as they lie there.
 * @throws NodeError `secret-unreadable`, which never shows what was read
 */
export function readSource({ service, name, source }: SecretInput): Buffer {
  const { env, file } = source;
  const refuse = (found: string) => {
    const where = env === undefined ? `the file ${file}` : `the environment variable ${env}`;
    return new NodeError(
      "secret-unreadable",
      `secret ${name} of service ${service}: expected it in ${where}, at most ${MAX_SECRET_BYTES} bytes, found ${found}`,
    );
  };
  const value = env === undefined ? readFile(file ?? "", refuse) : Buffer.from(process.env[env] ?? "");
  if (value.length === 0) throw refuse("nothing");
  if (value.length > MAX_SECRET_BYTES) throw refuse(`${value.length} bytes`);
  return value;
}

function readFile(file: string, refuse: (found: string) => NodeError): Buffer {
  try {
    return fs.readFileSync(path.resolve(file.replace(/^~(?=\/)/, os.homedir())));
  } catch (error) {
    throw refuse((error as NodeJS.ErrnoException).code ?? String(error));
  }
}

const same = (a: SecretInput | SealedSecret, b: SecretInput | SealedSecret) =>
  a.service === b.service && a.name === b.name;

/** Slow on purpose: a state that gets into wrong hands must not give a short secret away by trying. */
const fingerprintOf = (plain: Buffer, salt: string) => scryptSync(plain, Buffer.from(salt, "base64"), 32);

const unchanged = (plain: Buffer, { salt, fingerprint }: SealedSecret) =>
  timingSafeEqual(fingerprintOf(plain, salt), Buffer.from(fingerprint, "base64"));

/**
 * Those of the sealed secrets that still hold: sealed to that key, and of a source that has not changed. A source that
 * cannot be read tells of no change, so whoever lacks a secret may still change all else; `unread` hears of it.
 */
export function stillSealed(
  wanted: readonly SecretInput[],
  before: readonly SealedSecret[],
  sealingKey: string | undefined,
  unread: (error: NodeError) => void,
): SealedSecret[] {
  return wanted.flatMap((secret) => {
    const known = before.find((one) => same(one, secret) && one.sealedTo === sealingKey);
    if (!known) return [];
    try {
      return unchanged(readSource(secret), known) ? [known] : [];
    } catch (error) {
      if (!(error instanceof NodeError)) throw error;
      unread(error);
      return [known];
    }
  });
}

/**
 * Every secret sealed to that key: those that hold as they are, because sealing again would give another text and start a
 * service afresh for nothing.
 * @throws NodeError `secret-unreadable`
 */
export async function sealAll(
  wanted: readonly SecretInput[],
  held: readonly SealedSecret[],
  sealingKey: string,
  seal: Seal = sealWithSodium,
): Promise<SealedSecret[]> {
  return Promise.all(
    wanted.map(async (secret) => {
      const known = held.find((one) => same(one, secret));
      if (known) return known;
      const plain = readSource(secret);
      const salt = randomBytes(16).toString("base64");
      return {
        ...{ service: secret.service, name: secret.name },
        sealed: await seal(plain, sealingKey),
        sealedTo: sealingKey,
        salt,
        fingerprint: fingerprintOf(plain, salt).toString("base64"),
      };
    }),
  );
}

/** The document as the machine gets it: with what was sealed to it. */
export function withSecrets(document: ReleaseDocument, sealed: readonly SealedSecret[]): ReleaseDocument {
  if (sealed.length === 0) return document;
  return {
    ...document,
    services: document.services.map((service) => {
      const own = sealed.filter((one) => one.service === service.name).map(({ name, sealed }) => ({ name, sealed }));
      return own.length === 0 ? service : { ...service, secrets: [...(service.secrets ?? []), ...own] };
    }),
  };
}
