import { KeysError } from "./error.js";
import { KEY_TYPE } from "./openssh-public.js";
import { WireReader, sameBytes } from "./wire.js";

/** A login that somebody asks the agent to sign. */
export interface UserauthRequest {
  user: string;
  /** The server's host key, when the client binds the request to it. */
  hostKey: Uint8Array | undefined;
}

const SSH_MSG_USERAUTH_REQUEST = 50;
const HOSTBOUND = "publickey-hostbound-v00@openssh.com";
/** Lengths of the exchange hashes in use: SHA-256, SHA-384, SHA-512. */
const SESSION_ID_LENGTHS = [32, 48, 64];

/**
 * Reads what a client wants signed for a public key login (RFC 4252 section 7; OpenSSH's PROTOCOL for the host-bound method) and throws unless it is
 * that, whole, and nothing else. This is the only thing the agent ever signs, which keeps it from being a signing oracle: not for SSHSIG, not for extrinsics.
 * @param ownBlob the public key that is to sign
 * @throws KeysError `agent.refused`
 */
export function parseUserauthRequest(data: Uint8Array, ownBlob: Uint8Array): UserauthRequest {
  try {
    const reader = new WireReader(data);
    const sessionId = reader.string();
    if (!SESSION_ID_LENGTHS.includes(sessionId.length))
      throw refused(
        "a session id of 32, 48 or 64 bytes",
        sessionId.length === 20 ? "20 bytes (SHA-1); use a key exchange with SHA-2" : `${sessionId.length} bytes`,
      );
    expect("message number", reader.byte(), SSH_MSG_USERAUTH_REQUEST);
    const user = reader.text();
    expect("service", reader.text(), "ssh-connection");
    const method = reader.text();
    if (method !== "publickey" && method !== HOSTBOUND)
      throw refused(`the method publickey or ${HOSTBOUND}`, JSON.stringify(method));
    expect("has-signature flag", reader.byte(), 1);
    expect("algorithm", reader.text(), KEY_TYPE);
    if (!sameBytes(reader.string(), ownBlob)) throw refused("the signing key's own blob", "another key");
    const hostKey = method === HOSTBOUND ? reader.string() : undefined;
    reader.end();
    if (hostKey) parseHostKey(hostKey);
    return { user, hostKey };
  } catch (error) {
    if (error instanceof KeysError && error.code === "wire.malformed")
      throw refused("a whole userauth request", error.message);
    throw error;
  }
}

/** Fields after the type of a plain key, and of the key within a certificate. */
const KEY_FIELDS: Record<string, ((reader: WireReader) => void) | undefined> = {
  "ssh-ed25519": (reader) => length(reader.string(), 32),
  "ssh-rsa": (reader) => {
    reader.string();
    // Under 1024 bits no client takes an RSA key; a floor keeps a request from being short and free-form.
    if (reader.string().length < 128) throw refused("an RSA key of 1024 bits or more", "a shorter one");
  },
  "ecdsa-sha2-nistp256": (reader) => ecdsa(reader, "nistp256", 65),
  "ecdsa-sha2-nistp384": (reader) => ecdsa(reader, "nistp384", 97),
  "ecdsa-sha2-nistp521": (reader) => ecdsa(reader, "nistp521", 133),
};

const CERTIFICATE = /-cert-v01@openssh\.com$/;

/** A host key must be one, field by field: free-form bytes at the end of what is signed would be an invitation. */
function parseHostKey(blob: Uint8Array): void {
  const reader = new WireReader(blob);
  const type = reader.text();
  const fields = KEY_FIELDS[type.replace(CERTIFICATE, "")];
  if (!fields) throw refused("a host key of a known type", JSON.stringify(type));
  if (CERTIFICATE.test(type)) {
    reader.string(); // nonce
    fields(reader);
    reader.uint64(); // serial
    expect("certificate type", reader.uint32(), 2); // a host's
    for (const _ of ["key id", "principals"]) reader.string();
    for (const _ of ["valid after", "valid before"]) reader.uint64();
    for (const _ of ["critical options", "extensions", "reserved", "signature key", "signature"]) reader.string();
  } else {
    fields(reader);
  }
  reader.end();
}

function ecdsa(reader: WireReader, curve: string, pointLength: number): void {
  expect("curve", reader.text(), curve);
  length(reader.string(), pointLength);
}

function length(bytes: Uint8Array, expected: number): void {
  if (bytes.length !== expected) throw refused(`${expected} bytes of key`, `${bytes.length}`);
}

function expect<T>(what: string, found: T, expected: T): void {
  if (found !== expected) throw refused(`${what} ${JSON.stringify(expected)}`, JSON.stringify(found));
}

function refused(expected: string, found: string): KeysError {
  return new KeysError(
    "agent.refused",
    `expected an SSH login to sign, with ${expected}, found ${found}: this agent signs nothing else`,
  );
}
