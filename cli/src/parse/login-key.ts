import type { LoginKey } from "@dinfra/chain";
import { badInput } from "../failure.js";
import { parseHex } from "./criteria.js";

export const schemes = { ed25519: "Ed25519", sr25519: "Sr25519", ecdsa: "Ecdsa" } as const satisfies Record<
  string,
  LoginKey["scheme"]
>;

/** Bytes of a public key. */
export const keyBytes = { ed25519: 32, sr25519: 32, ecdsa: 33 } as const;

/** `scheme:0x…`, the scheme in lower case. @throws badInput */
export function parseLoginKey(text: string): LoginKey {
  const at = text.indexOf(":");
  const scheme = text.slice(0, Math.max(0, at));
  if (!Object.hasOwn(schemes, scheme)) {
    const known = Object.keys(schemes).join(", ");
    throw badInput(
      `login key: expected a scheme (${known}), a colon and 0x with hex digits, found ${JSON.stringify(text)}`,
    );
  }
  const name = scheme as keyof typeof schemes;
  return { scheme: schemes[name], key: parseHex(`${name} key`, keyBytes[name])(text.slice(at + 1)) };
}

/** As it is typed. */
export const formatLoginKey = ({ scheme, key }: LoginKey): string => `${scheme.toLowerCase()}:${key}`;
