import { ed25519 } from "@noble/curves/ed25519.js";
import { bytesToHex, hexToBytes, randomBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { verify as verifySr25519 } from "@scure/sr25519";
import type { AccountKey } from "./account-key.js";
import { accountIdOf } from "./account-id.js";
import { sshKeyOf } from "./edwards.js";
import { KeysError } from "./error.js";
import { publicKeyLine } from "./openssh-public.js";
import { type Scheme, schemeOf } from "./scheme.js";
import { decodeAddress, encodeAddress } from "./ss58.js";

/** What is signed. All of it is public. */
export interface LoginClaim {
  /** The host or service that the login is for, in lower case: `server.example`, `server.example:22`. */
  domain: string;
  /** SS58, any prefix. */
  address: string;
  scheme: Scheme;
  /** 0x and 32 to 64 hex digits; the verifier's challenge, or random. */
  nonce: string;
  /** RFC 3339 in UTC, to the second. */
  issuedAt: string;
  expiresAt: string;
}

/** A claim with its signature: proof that somebody holds the account's key, which scheme it has, and wants it to log in at the domain. */
export interface LoginProof extends LoginClaim {
  type: typeof PROOF_TYPE;
  /** 0x and 128 hex digits, by the account in its own scheme; or with the scheme's byte (00, 01) in front, as wallets give it. */
  signature: string;
}

export const PROOF_TYPE = "dinfra-login-proof/v1";

const FIELDS = ["type", "domain", "address", "scheme", "nonce", "issuedAt", "expiresAt", "signature"];
const SECOND = 1000;
/** How far the clocks of prover and verifier may be apart. */
const CLOCK_SKEW = 60 * SECOND;
/** A proof that lasts longer is a registration in disguise, which nobody could take back. */
const LONGEST_LIFE = 31 * 24 * 3600 * SECOND;

/**
 * The text that the account signs. Readable, because a wallet shows it; in <Bytes>, as wallets wrap what is no transaction; and always longer
 * than 256 bytes, since Substrate signs payloads above that length only as their hash: so no chain can take it for an extrinsic.
 * @throws KeysError `proof.invalid`
 */
export function loginStatement(claim: LoginClaim): string {
  const accountId = decodeAddress(claim.address);
  const scheme = schemeOf(claim.scheme);
  expectForm("domain", claim.domain, DOMAIN, "a host name in lower case");
  expectForm("nonce", claim.nonce, /^0x(?:[0-9a-f]{2}){16,32}$/, "0x and 32 to 64 hex digits");
  expectForm("issuedAt", claim.issuedAt, TIME, "a time such as 2026-01-31T12:00:00Z");
  expectForm("expiresAt", claim.expiresAt, TIME, "a time such as 2026-01-31T12:00:00Z");
  return [
    "<Bytes>dinfra login proof v1",
    "",
    "I hold the key of this account and want to log in with it over SSH.",
    "This moves no funds and is no transaction.",
    "",
    `domain: ${claim.domain}`,
    `account: 0x${bytesToHex(accountId)}`,
    `scheme: ${scheme}`,
    `ssh key: ${publicKeyLine(sshKeyOf(scheme, accountId))}`,
    `nonce: ${claim.nonce}`,
    `issued: ${claim.issuedAt}`,
    `expires: ${claim.expiresAt}</Bytes>`,
  ].join("\n");
}

const DOMAIN = /^(?=.{1,253}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$/;

/** A server's name as a person gives it, the same for who proves and who verifies: case does not matter, all else does. */
function domainOf(given: string): string {
  const domain = typeof given === "string" ? given.toLowerCase() : given;
  expectForm("domain", domain, DOMAIN, "a host name such as my-server or my-server.example:22");
  return domain;
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

export interface ProveOptions {
  domain: string;
  /** The verifier's challenge, 0x and hex; random unless told. */
  nonce?: string;
  /** Seconds that the proof lasts; a day unless told, 31 days at most. */
  lifetime?: number;
  now?: Date;
}

/** Signs that the holder of `account` wants to log in at a domain. */
export function proveLogin(account: AccountKey, options: ProveOptions): LoginProof {
  const domain = domainOf(options.domain);
  const { nonce = `0x${bytesToHex(randomBytes(16))}`, lifetime = 24 * 3600, now = new Date() } = options;
  if (!(lifetime > 0) || lifetime * SECOND > LONGEST_LIFE)
    throw new KeysError("proof.invalid", `expected a lifetime of up to 31 days in seconds, found ${lifetime}`);
  const claim: LoginClaim = {
    domain,
    address: account.address(),
    scheme: account.scheme,
    nonce,
    issuedAt: seconds(now),
    expiresAt: seconds(new Date(now.getTime() + lifetime * SECOND)),
  };
  const signature = account.signAsAccount(utf8ToBytes(loginStatement(claim)));
  return { type: PROOF_TYPE, ...claim, signature: `0x${bytesToHex(signature)}` };
}

export interface ProofExpectation {
  /** The verifier's own name; a proof for another one is refused. */
  domain: string;
  /** The challenge that the verifier gave; without it a proof can be shown again until it expires. */
  nonce?: string;
  now?: Date;
}

/**
 * Checks a proof that came from outside and returns the scheme and the key that it proves.
 * @throws KeysError `proof.invalid`, `proof.domain`, `proof.nonce`, `proof.expired`, `proof.signature`, `key.*`, `address.invalid`
 */
export function verifyLogin(proof: LoginProof, expect: ProofExpectation): { scheme: Scheme; key: Uint8Array } {
  const expected = domainOf(expect.domain);
  assertShape(proof);
  const statement = utf8ToBytes(loginStatement(proof));
  // Whether a development account may log in is decided where the line is written.
  const key = accountIdOf(proof.address, true);
  if (proof.domain !== expected)
    throw new KeysError(
      "proof.domain",
      `expected a proof for ${expected}, found one for ${proof.domain}; ask for a proof made for this machine`,
    );
  if (expect.nonce !== undefined && proof.nonce !== expect.nonce.toLowerCase())
    throw new KeysError(
      "proof.nonce",
      "expected a proof over this verifier's challenge, found another nonce; ask for a new proof",
    );
  assertInTime(proof, (expect.now ?? new Date()).getTime());
  const scheme = schemeOf(proof.scheme);
  if (!verifies(scheme, signatureOf(proof, scheme), statement, key))
    throw new KeysError(
      "proof.signature",
      `expected a signature by ${encodeAddress(key)} as ${scheme} over exactly this claim, found one that does not verify: the account has another scheme, or the proof was changed`,
    );
  return { scheme, key };
}

/**
 * Reads a proof from text.
 * @throws KeysError `proof.invalid`
 */
export function parseProof(text: string): LoginProof {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid("JSON, as `dinfra login prove` prints it", "text that is none");
  }
  assertShape(value);
  return value;
}

function assertShape(value: unknown): asserts value is LoginProof {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalid("an object", "something else");
  const proof = value as Record<string, unknown>;
  if (proof.type !== PROOF_TYPE) throw invalid(`the type ${PROOF_TYPE}`, JSON.stringify(proof.type) ?? "none");
  for (const field of FIELDS)
    if (typeof proof[field] !== "string") throw invalid(`a text in ${field}`, typeof proof[field]);
  const unknown = Object.keys(proof).find((field) => !FIELDS.includes(field));
  if (unknown !== undefined) throw invalid("known fields only", JSON.stringify(unknown));
}

function assertInTime(proof: LoginProof, now: number): void {
  const [issued, expires] = [Date.parse(proof.issuedAt), Date.parse(proof.expiresAt)];
  if (!(expires > issued) || expires - issued > LONGEST_LIFE)
    throw invalid("an expiry within 31 days after the issue", `${proof.issuedAt} to ${proof.expiresAt}`);
  if (issued > now + CLOCK_SKEW || expires <= now)
    throw new KeysError(
      "proof.expired",
      `expected a proof that is valid at ${seconds(new Date(now))}, found one from ${proof.issuedAt} to ${proof.expiresAt}; make a new one, or set the clock`,
    );
}

function signatureOf(proof: LoginProof, scheme: Scheme): Uint8Array {
  expectForm("signature", proof.signature, /^0x(?:0[01])?[0-9a-f]{128}$/i, "0x and 128 hex digits");
  const bytes = hexToBytes(proof.signature.slice(2));
  if (bytes.length === 64) return bytes;
  if (bytes[0] !== (scheme === "ed25519" ? 0 : 1))
    throw invalid(`the signature of an ${scheme} account`, "one of the other scheme");
  return bytes.subarray(1);
}

function verifies(scheme: Scheme, signature: Uint8Array, statement: Uint8Array, key: Uint8Array): boolean {
  try {
    return scheme === "ed25519"
      ? ed25519.verify(signature, statement, key, { zip215: false })
      : verifySr25519(statement, signature, key);
  } catch {
    return false;
  }
}

function expectForm(field: string, value: unknown, form: RegExp, expected: string): void {
  if (typeof value !== "string" || !form.test(value))
    throw invalid(
      `${expected} in ${field}`,
      typeof value === "string" ? JSON.stringify(value.slice(0, 80)) : typeof value,
    );
}

function seconds(time: Date): string {
  return time.toISOString().replace(/\.\d{3}Z$/, "Z");
}

function invalid(expected: string, found: string): KeysError {
  return new KeysError("proof.invalid", `expected a login proof with ${expected}, found ${found}`);
}
