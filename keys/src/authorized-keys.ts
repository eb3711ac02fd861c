import { accountIdOf } from "./account-id.js";
import { sshKeyOf } from "./edwards.js";
import { KeysError } from "./error.js";
import { publicKeyLine } from "./openssh-public.js";
import { type LoginProof, type ProofExpectation, verifyLogin } from "./proof.js";
import { type Scheme, schemeOf } from "./scheme.js";
import { encodeAddress } from "./ss58.js";

/** What an account registered on chain: a key for logins, with its scheme. */
export interface Registration {
  scheme: Scheme;
  /** The registered key: SS58, 0x and 64 hex digits, or 32 bytes. */
  key: string | Uint8Array;
}

/**
 * Why a line may be written. 32 bytes alone are no reason: they do not tell their scheme, and the ids of multisigs, pure proxies and
 * ecdsa accounts are hashes that may look like a point of the curve.
 */
export type Evidence = { registration: Registration } | { proof: LoginProof; expect: ProofExpectation };

export interface LineOptions {
  /** Printable ASCII; `dinfra:` and the key's address unless told. */
  comment?: string;
  /** Also accept //Alice and the like, whose secrets everybody knows. */
  allowDevelopment?: boolean;
}

/**
 * The line of `authorized_keys` that lets an account log in: one line of printable ASCII, without its end.
 * @throws KeysError `evidence.*`, `address.invalid`, `key.unsound`, `key.pallet`, `key.development`, `proof.*`, `comment.invalid`
 */
export function authorizedKeysLine(evidence: Evidence, options: LineOptions = {}): string {
  const { scheme, key } = trusted(evidence);
  const accountId = accountIdOf(key, options.allowDevelopment === true);
  const comment = options.comment ?? `dinfra:${encodeAddress(accountId)}`;
  const line = publicKeyLine(sshKeyOf(scheme, accountId), comment);
  // Nothing above can make anything else; this is the last door before the file that decides who logs in.
  if (!/^ssh-ed25519 [A-Za-z0-9+/]{68} [\x20-\x7e]+$/.test(line))
    throw new KeysError(
      "comment.invalid",
      "expected one line of printable characters, found something else; nothing was written",
    );
  return line;
}

function trusted(evidence: Evidence): Registration {
  const given: { registration?: Registration; proof?: LoginProof; expect?: ProofExpectation } | null | undefined =
    typeof evidence === "object" ? evidence : undefined;
  if (given?.registration && !given.proof)
    return { ...given.registration, scheme: schemeOf(given.registration.scheme) };
  if (given?.proof && given.expect && !given.registration) return verifyLogin(given.proof, given.expect);
  throw new KeysError(
    "evidence.missing",
    "expected a registration (scheme and key) or a proof of possession, found neither or both: an address does not tell its scheme, nor that it has a key; " +
      "ask its holder for the output of `dinfra login prove`",
  );
}
