import { TypeRegistry } from "@polkadot/types";
import { blake2b } from "@noble/hashes/blake2.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { AccountKey } from "./account-key.js";
import { publicKeyBlob } from "./openssh-public.js";
import { loginStatement, proveLogin } from "./proof.js";
import { PHRASE } from "./test/accounts.js";
import {
  HOSTBOUND,
  type RequestParts,
  ecdsaHostKey,
  ed25519HostKey,
  hostCertificate,
  rsaHostKey,
  userauthRequest,
} from "./test/userauth-request.js";
import { parseUserauthRequest } from "./userauth.js";
import { string } from "./wire.js";

const account = AccountKey.fromMnemonic(PHRASE, "ed25519", "//dinfra//ssh");
const blob = publicKeyBlob(account.sshKey);
const other = publicKeyBlob(AccountKey.fromMnemonic(PHRASE, "ed25519", "//other").sshKey);
const refused = expect.objectContaining({ code: "agent.refused" });
const parse = (data: Uint8Array) => parseUserauthRequest(data, blob);
const request = (parts: Partial<RequestParts> = {}) => userauthRequest({ blob, ...parts });

describe("a login request", () => {
  it("is understood: both methods, every length of session id, every kind of host key", () => {
    expect(parse(request())).toEqual({ user: "alice", hostKey: undefined });
    for (const length of [32, 48, 64]) expect(parse(request({ sessionId: new Uint8Array(length) })).user).toBe("alice");
    for (const hostKey of [
      ed25519HostKey(),
      rsaHostKey(),
      ecdsaHostKey(),
      ecdsaHostKey("nistp384", 97),
      ecdsaHostKey("nistp521", 133),
      hostCertificate(),
    ])
      expect(parse(request({ method: HOSTBOUND, hostKey }))).toEqual({ user: "alice", hostKey });
  });

  it.each<[string, Uint8Array]>([
    ["nothing", new Uint8Array()],
    ["a session id of another length", request({ sessionId: new Uint8Array(20) })],
    ["an empty session id", request({ sessionId: new Uint8Array() })],
    ["another message", request({ message: 51 })],
    ["another service", request({ service: "ssh-userauth" })],
    ["a service with something behind it", request({ service: "ssh-connection\0" })],
    ["password", request({ method: "password" })],
    ["hostbased", request({ method: "hostbased" })],
    ["the host-bound method without a host key", request({ method: HOSTBOUND })],
    ["the plain method with a host key", request({ hostKey: ed25519HostKey() })],
    ["a query without a signature", request({ hasSignature: 0 })],
    ["a flag that is neither", request({ hasSignature: 2 })],
    ["another algorithm", request({ algorithm: "rsa-sha2-512" })],
    ["another key", request({ blob: other })],
    ["a longer blob of its own key", request({ blob: concatBytes(blob, Uint8Array.of(0)) })],
    ["bytes after the end", request({ tail: Uint8Array.of(0) })],
    ["a user that is no UTF-8", request({ user: Uint8Array.of(0xff) })],
    [
      "a host key on a security key",
      request({
        method: HOSTBOUND,
        hostKey: concatBytes(string("sk-ssh-ed25519@openssh.com"), string(new Uint8Array(32)), string("ssh:")),
      }),
    ],
    ["a host key of no known type", request({ method: HOSTBOUND, hostKey: string("ssh-dss") })],
    ["a host key that is free text", request({ method: HOSTBOUND, hostKey: utf8ToBytes("anything at all") })],
    [
      "a host key with something behind it",
      request({ method: HOSTBOUND, hostKey: concatBytes(ed25519HostKey(), Uint8Array.of(0)) }),
    ],
    ["a short RSA host key", request({ method: HOSTBOUND, hostKey: rsaHostKey(64) })],
    ["an ecdsa host key of the wrong length", request({ method: HOSTBOUND, hostKey: ecdsaHostKey("nistp256", 33) })],
    [
      "a user's certificate for a host key",
      request({ method: HOSTBOUND, hostKey: hostCertificate(new Uint8Array(), 1) }),
    ],
  ])("with %s is refused", (_, data) => {
    expect(() => parse(data)).toThrow(refused);
  });

  it("cut short anywhere, or with any byte put in, is refused", () => {
    const whole = request({ method: HOSTBOUND, hostKey: ed25519HostKey() });
    for (let i = 0; i < whole.length; i++) {
      expect(() => parse(whole.subarray(0, i))).toThrow(refused);
      expect(() => parse(concatBytes(whole.subarray(0, i), Uint8Array.of(7), whole.subarray(i)))).toThrow(refused);
    }
  });

  it("is the only thing: any other bytes are refused", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (data) => expect(() => parse(data)).toThrow(refused)),
      { numRuns: 2000 },
    );
    // Near misses: one byte of a request changed either leaves a login of the same key, or is refused.
    const whole = request({ method: HOSTBOUND, hostKey: ed25519HostKey() });
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const data = whole.slice();
        data[at]! ^= change;
        try {
          parse(data);
        } catch (error) {
          expect(error).toMatchObject({ code: "agent.refused" });
          return;
        }
        const user = 4 + 32 + 1 + 4;
        const inSessionId = at >= 4 && at < 36;
        const inUser = at >= user && at < user + 5;
        expect(inSessionId || inUser || at >= whole.length - 32).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("what the agent must never sign", () => {
  it("an SSHSIG, as ssh-keygen -Y sign and git make it", () => {
    const sshsig = concatBytes(
      utf8ToBytes("SSHSIG"),
      string("git"),
      string(""),
      string("sha512"),
      string(sha512(utf8ToBytes("a commit"))),
    );
    expect(() => parse(sshsig)).toThrow(refused);
    expect(() => parse(request({ sessionId: sshsig }))).toThrow(refused);
  });

  it("a login proof's statement", () => {
    expect(() => parse(utf8ToBytes(loginStatement(proveLogin(account, { domain: "my-server" }))))).toThrow(refused);
  });

  const registry = new TypeRegistry();
  const blockHash = `0x${"11".repeat(32)}`;
  const genesisHash = "0x91b171bb158e2d3848fa23a9f1c25182fb8e20313b2c1eb49219da7a70ce90c3";

  /** What an account signs for an extrinsic, by polkadot-js. */
  function payload(method: string, overrides: Record<string, unknown> = {}): Uint8Array {
    const fields = {
      method,
      era: "0x0500",
      nonce: 1,
      tip: 0,
      specVersion: 1_003_000,
      transactionVersion: 26,
      genesisHash,
      blockHash,
      ...overrides,
    };
    return registry.createType("ExtrinsicPayload", fields, { version: 4 }).toU8a({ method: true });
  }

  const transfer = `0x050300${"22".repeat(32)}0b00a0724e1809`;

  it.each([
    ["a transfer", transfer],
    ["an empty remark", "0x000000"],
    ["a remark", "0x000014736872656b"],
    ["a batch", `0x1a0208${transfer.slice(2)}${transfer.slice(2)}`],
    ["a long remark, of which the hash is signed", `0x0000a10f${"33".repeat(1000)}`],
  ])("the payload of a signed extrinsic: %s", (_, method) => {
    const raw = payload(method);
    const signed = raw.length > 256 ? blake2b(raw, { dkLen: 32 }) : raw;
    expect(() => parse(raw)).toThrow(refused);
    expect(() => parse(signed)).toThrow(refused);
    // Nor dressed up as a field of a request that is wrong elsewhere.
    expect(() => parse(request({ sessionId: raw }))).toThrow(refused);
    expect(() => parse(concatBytes(raw, request()))).toThrow(refused);
    expect(() => parse(concatBytes(request(), raw))).toThrow(refused);
  });

  it("anything that a chain could take for an extrinsic: what it signs is over 256 bytes long, or holds an SSH text where a payload has hashes", () => {
    // Substrate signs payloads over 256 bytes as their hash. A shorter one ends with genesis hash and block hash, and behind them at most a zero, or
    // a one and the metadata hash: then the one would stand where the length of the key, 32, does.
    const name = Buffer.from(concatBytes(string("ssh-ed25519"), Uint8Array.of(0, 0, 0, 32)));
    const hostKeys = fc.oneof(
      fc.constant(undefined),
      fc.uint8Array({ minLength: 32, maxLength: 32 }).map(ed25519HostKey),
      fc.integer({ min: 128, max: 600 }).map(rsaHostKey),
      fc.constantFrom(ecdsaHostKey(), ecdsaHostKey("nistp384", 97), ecdsaHostKey("nistp521", 133)),
      fc.uint8Array({ maxLength: 80 }).map((free) => hostCertificate(free)),
    );
    fc.assert(
      fc.property(hostKeys, fc.constantFrom(32, 48, 64), fc.string({ maxLength: 60 }), (hostKey, length, user) => {
        const data = request({
          sessionId: new Uint8Array(length),
          user,
          hostKey,
          method: hostKey ? HOSTBOUND : "publickey",
        });
        parse(data);
        if (data.length > 256) return;
        const where = Buffer.from(data).lastIndexOf(name);
        expect(where).toBe(data.length - 51); // within the 64 or 65 bytes of the two hashes
      }),
      { numRuns: 500 },
    );
    // The shortest request with each host key whose bytes are free.
    for (const hostKey of [rsaHostKey(128), ecdsaHostKey(), hostCertificate()])
      expect(request({ user: "", method: HOSTBOUND, hostKey }).length).toBeGreaterThan(256);
  });
});
