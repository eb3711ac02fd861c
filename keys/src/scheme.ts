import { KeysError } from "./error.js";

/** The signature schemes of accounts that can log in. 32 bytes do not tell which one they belong to. */
export type Scheme = "ed25519" | "sr25519";

export const SCHEMES: readonly Scheme[] = ["ed25519", "sr25519"];

/** @throws KeysError `evidence.scheme` for anything but ed25519 and sr25519 */
export function schemeOf(value: unknown): Scheme {
  if (value === "ed25519" || value === "sr25519") return value;
  throw new KeysError(
    "evidence.scheme",
    `expected the scheme ed25519 or sr25519, found ${JSON.stringify(value) ?? "nothing"}: ` +
      "an ecdsa or ethereum account, a multisig and a pure proxy have no key that SSH can check; register an ed25519 or sr25519 key for logins",
  );
}
