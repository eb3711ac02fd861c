import { concatBytes } from "@noble/hashes/utils.js";
import { string } from "../wire.js";

export const HOSTBOUND = "publickey-hostbound-v00@openssh.com";

export interface RequestParts {
  sessionId?: Uint8Array;
  message?: number;
  user?: string | Uint8Array;
  service?: string;
  method?: string;
  hasSignature?: number;
  algorithm?: string;
  blob: Uint8Array;
  /** Appended when the method is host-bound, or when given. */
  hostKey?: Uint8Array;
  tail?: Uint8Array;
}

/** What an SSH client asks its agent to sign: RFC 4252 section 7. */
export function userauthRequest(parts: RequestParts): Uint8Array {
  const { sessionId = new Uint8Array(32).fill(1), message = 50, user = "alice", service = "ssh-connection" } = parts;
  const { method = "publickey", hasSignature = 1, algorithm = "ssh-ed25519", blob, hostKey, tail } = parts;
  return concatBytes(
    string(sessionId),
    Uint8Array.of(message),
    string(user),
    string(service),
    string(method),
    Uint8Array.of(hasSignature),
    string(algorithm),
    string(blob),
    ...(hostKey ? [string(hostKey)] : []),
    ...(tail ? [tail] : []),
  );
}

export function ed25519HostKey(key: Uint8Array = new Uint8Array(32).fill(3)): Uint8Array {
  return concatBytes(string("ssh-ed25519"), string(key));
}

export function rsaHostKey(modulusLength = 257): Uint8Array {
  return concatBytes(string("ssh-rsa"), string(Uint8Array.of(1, 0, 1)), string(new Uint8Array(modulusLength)));
}

export function ecdsaHostKey(curve = "nistp256", length = 65): Uint8Array {
  return concatBytes(string(`ecdsa-sha2-${curve}`), string(curve), string(new Uint8Array(length)));
}

/** A host certificate; `free` stands in its last field. */
export function hostCertificate(free = new Uint8Array(), type = 2): Uint8Array {
  return concatBytes(
    string("ssh-ed25519-cert-v01@openssh.com"),
    string(new Uint8Array()),
    string(new Uint8Array(32)),
    new Uint8Array(8),
    Uint8Array.of(0, 0, 0, type),
    string(""),
    string(""),
    new Uint8Array(16),
    ...["", "", "", ""].map((text) => string(text)),
    string(free),
  );
}
