import type { Registration } from "../authorized-keys.js";
import { KeysError } from "../error.js";
import { type Scheme, schemeOf } from "../scheme.js";

/** The schemes as DINFRA's chain calls them, so that what it shows can be handed on as it is. */
const ON_CHAIN = new Map<unknown, Scheme>([
  ["Ed25519", "ed25519"],
  ["Sr25519", "sr25519"],
]);

/**
 * The registrations in a JSON text: one of ours, the `keys.login` of a provider as the chain shows it, a list of such (the `logins` of a
 * subscription), or all that `dinfra show --json` says of a subscription.
 * @throws KeysError `evidence.missing`, `evidence.scheme`
 */
export function registrationsOf(text: string): Registration[] {
  const value = loginsIn(parsed(text));
  const several = Array.isArray(value) ? value : [value];
  if (several.length === 0)
    throw new KeysError("evidence.missing", "expected a registration, found an empty list: no key may log in");
  return several.map(registrationOf);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What a subscription's consumer has named, where that is what was given. */
function loginsIn(value: unknown): unknown {
  const { subscription } = objectOf<{ subscription: unknown }>(value);
  return objectOf<{ logins: unknown }>(subscription).logins ?? value;
}

function registrationOf(value: unknown): Registration {
  const { scheme, key } = objectOf<Registration>(value);
  if (typeof key !== "string" || scheme === undefined)
    throw new KeysError(
      "evidence.missing",
      'expected a registration {"scheme": "ed25519" or "sr25519", "key": address}, found other JSON',
    );
  return { scheme: ON_CHAIN.get(scheme) ?? schemeOf(scheme), key };
}

const objectOf = <T>(value: unknown): Partial<T> => (typeof value === "object" && value !== null ? value : {});
