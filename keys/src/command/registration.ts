import type { Registration } from "../authorized-keys.js";
import { KeysError } from "../error.js";
import { type Scheme, schemeOf } from "../scheme.js";

/** The schemes as DINFRA's chain calls them, so that what it shows can be handed on as it is. */
const ON_CHAIN = new Map<unknown, Scheme>([
  ["Ed25519", "ed25519"],
  ["Sr25519", "sr25519"],
]);

/**
 * The registration in a JSON text: ours, or the `keys.login` of a provider as the chain shows it.
 * @throws KeysError `evidence.missing`, `evidence.scheme`
 */
export function registrationOf(text: string): Registration {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const { scheme, key } = (typeof value === "object" && value !== null ? value : {}) as Partial<Registration>;
  if (typeof key !== "string" || scheme === undefined)
    throw new KeysError(
      "evidence.missing",
      'expected a registration {"scheme": "ed25519" or "sr25519", "key": address}, found other JSON',
    );
  return { scheme: ON_CHAIN.get(scheme) ?? schemeOf(scheme), key };
}
