import { cryptoWaitReady } from "@polkadot/util-crypto";
import { sr25519KeypairFromSeed, sr25519Sign, sr25519Verify } from "@polkadot/wasm-crypto";
import { hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { AccountKey } from "./account-key.js";
import { type LoginProof, loginStatement, parseProof, proveLogin, verifyLogin } from "./proof.js";
import { SCHEMES } from "./scheme.js";
import { PHRASE, hex, opensslVerify } from "./test/accounts.js";

const NOW = new Date("2026-01-31T12:00:00Z");
const code = (value: string) => expect.objectContaining({ code: value });
// Once: a phrase is stretched by 2,048 rounds.
const accounts = Object.fromEntries(
  SCHEMES.map((scheme) => [scheme, AccountKey.fromMnemonic(PHRASE, scheme, "//dinfra//ssh")]),
) as Record<"ed25519" | "sr25519", AccountKey>;
const account = (scheme: "ed25519" | "sr25519") => accounts[scheme];
const prove = (scheme: "ed25519" | "sr25519", nonce?: string) =>
  proveLogin(account(scheme), { domain: "my-server", now: NOW, nonce });
const verify = (proof: LoginProof, expectation = {}) =>
  verifyLogin(proof, { domain: "my-server", now: NOW, ...expectation });

beforeAll(() => cryptoWaitReady());

describe.each(SCHEMES)("a login proof by an %s account", (scheme) => {
  it("proves the scheme and the key, also through text", () => {
    const { scheme: proved, key } = verify(parseProof(JSON.stringify(prove(scheme))));
    expect(proved).toBe(scheme);
    expect(hex(key)).toBe(hex(account(scheme).publicKey));
  });

  it("is signed as a chain would check it: by schnorrkel, or by OpenSSL", () => {
    const proof = prove(scheme);
    const [statement, signature] = [utf8ToBytes(loginStatement(proof)), hexToBytes(proof.signature.slice(2))];
    const { publicKey } = account(scheme);
    expect(
      scheme === "sr25519"
        ? sr25519Verify(signature, statement, publicKey)
        : opensslVerify(publicKey, statement, signature),
    ).toBe(true);
  });

  it("does not hold when anything in it is changed", () => {
    const proof = prove(scheme);
    const changes: Partial<Record<keyof LoginProof, string>> = {
      domain: "other-server",
      address: account(scheme === "ed25519" ? "sr25519" : "ed25519").address(),
      scheme: scheme === "ed25519" ? "sr25519" : "ed25519",
      nonce: `0x${"00".repeat(16)}`,
      issuedAt: "2026-01-31T11:59:59Z",
      expiresAt: "2026-02-01T12:00:01Z",
    };
    for (const [field, value] of Object.entries(changes)) {
      const changed = { ...proof, [field]: value } as LoginProof;
      // The domain as expected, so that it is the signature that tells; 32 bytes of the other scheme may be no key at all.
      expect(() => verify(changed, { domain: changed.domain })).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^(proof\.signature|key\.unsound)$/) as string }),
      );
    }
    for (let i = 0; i < 64; i++) {
      const bytes = hexToBytes(proof.signature.slice(2));
      bytes[i]! ^= 1;
      expect(() => verify({ ...proof, signature: `0x${hex(bytes)}` })).toThrow(code("proof.signature"));
    }
    expect(() => verify({ ...proof, signature: `0x${"00".repeat(64)}` })).toThrow(code("proof.signature"));
  });

  it("is for one server, one challenge, one time", () => {
    const nonce = `0x${"12".repeat(32)}`;
    const proof = prove(scheme, nonce);
    expect(() => verify(proof, { domain: "other" })).toThrow(code("proof.domain"));
    expect(() => verify(proof, { domain: "my-server.evil.example" })).toThrow(code("proof.domain"));
    expect(verify(proof, { domain: "My-Server", nonce: nonce.toUpperCase().replace("0X", "0x") }).scheme).toBe(scheme);
    expect(() => verify(proof, { nonce: `0x${"34".repeat(32)}` })).toThrow(code("proof.nonce"));
    const at = (time: string) => () => verify(proof, { now: new Date(time) });
    expect(at("2026-01-31T11:59:00Z")).not.toThrow(); // clocks differ
    expect(at("2026-01-31T11:58:59Z")).toThrow(code("proof.expired"));
    expect(at("2026-02-01T11:59:59Z")).not.toThrow();
    expect(at("2026-02-01T12:00:00Z")).toThrow(code("proof.expired"));
  });

  it("cannot outlive 31 days, whoever made it", () => {
    for (const lifetime of [0, -1, NaN, 32 * 86400])
      expect(() => proveLogin(account(scheme), { domain: "x", lifetime })).toThrow(code("proof.invalid"));
    const claim = { ...prove(scheme), expiresAt: "2036-01-31T12:00:00Z" };
    const signature = `0x${hex(account(scheme).signAsAccount(utf8ToBytes(loginStatement(claim))))}`;
    expect(() => verify({ ...claim, signature })).toThrow(code("proof.invalid"));
  });

  it("signs what no chain takes for an extrinsic: payloads over 256 bytes are signed as their hash only", () => {
    const statement = loginStatement({
      domain: "a",
      address: account(scheme).address(),
      scheme,
      nonce: `0x${"00".repeat(16)}`,
      issuedAt: "2026-01-31T12:00:00Z",
      expiresAt: "2026-01-31T12:00:01Z",
    });
    expect(utf8ToBytes(statement).length).toBeGreaterThan(256);
    expect(statement).toMatch(/^<Bytes>[\x20-\x7e\n]*<\/Bytes>$/);
  });

  it("shows the person what it is for", () => {
    const statement = loginStatement(prove(scheme));
    for (const shown of [
      "domain: my-server",
      "moves no funds",
      `scheme: ${scheme}`,
      "ssh-ed25519 AAAA",
      "expires: 2026-02-01T12:00:00Z",
    ])
      expect(statement).toContain(shown);
  });
});

describe("a login proof", () => {
  it("may be signed by a wallet: schnorrkel itself, with the scheme's byte in front", () => {
    const seed = new Uint8Array(32).fill(9);
    const pair = sr25519KeypairFromSeed(seed);
    const { type, ...claim } = proveLogin(AccountKey.fromSeed(seed, "sr25519"), { domain: "my-server", now: NOW });
    const signature = sr25519Sign(pair.slice(64), pair.slice(0, 64), utf8ToBytes(loginStatement(claim)));
    expect(verify({ type, ...claim, signature: `0x01${hex(signature)}` }).scheme).toBe("sr25519");
    expect(() => verify({ type, ...claim, signature: `0x00${hex(signature)}` })).toThrow(code("proof.invalid"));
  });

  it.each([
    ["domain", "a b"],
    ["domain", "a\nscheme: sr25519"],
    ["domain", "UPPER"],
    ["domain", ""],
    ["domain", "x".repeat(254)],
    ["nonce", "0x12"],
    ["nonce", "12".repeat(16)],
    ["issuedAt", "yesterday"],
    ["issuedAt", "2026-13-31T12:00:00Z"],
    ["expiresAt", "2026-01-31T12:00:00+01:00"],
    ["type", "dinfra-login-proof/v2"],
    ["signature", "0x"],
    ["signature", `0x02${"00".repeat(64)}`],
    ["extra", "field"],
  ])("with %s %j is refused", (field, value) => {
    expect(() => verify({ ...prove("ed25519"), [field]: value }, field === "domain" ? { domain: value } : {})).toThrow(
      code("proof.invalid"),
    );
  });

  it("of an all-zero or otherwise unsound account is refused even with a signature that verifies", () => {
    const forged = { ...prove("ed25519"), address: `0x${"00".repeat(32)}`, signature: `0x01${"00".repeat(63)}` };
    expect(() => verify(forged)).toThrow(code("key.unsound"));
  });

  it("lacking a field, or being no object, is refused", () => {
    const { nonce: _, ...rest } = prove("ed25519");
    for (const text of ["", "null", "[]", "1", JSON.stringify(rest)])
      expect(() => parseProof(text)).toThrow(code("proof.invalid"));
  });
});

describe("a domain", () => {
  const given = (domain: string) => {
    const attempt = (act: () => unknown): unknown => {
      try {
        act();
        return "taken";
      } catch (error) {
        return (error as { code?: string }).code;
      }
    };
    return {
      prove: attempt(() => proveLogin(account("ed25519"), { domain, now: NOW })),
      verify: attempt(() =>
        verifyLogin(proveLogin(account("ed25519"), { domain: domain.toLowerCase(), now: NOW }), { domain, now: NOW }),
      ),
      verifyOther: attempt(() => verifyLogin(prove("ed25519"), { domain, now: NOW })),
    };
  };

  it.each(["my-server", "My-Server", "A.example:22", "127.0.0.1", "x"])("%s is taken alike", (domain) => {
    const same = domain.toLowerCase() === "my-server";
    expect(given(domain)).toEqual({ prove: "taken", verify: "taken", verifyOther: same ? "taken" : "proof.domain" });
  });

  it.each(["", " my-server", "my-server ", "a b", "-x", "x-", "a\nb", "höst", "x:123456", "a".repeat(254)])(
    "%j is refused alike",
    (domain) => {
      expect(given(domain)).toEqual({ prove: "proof.invalid", verify: "proof.invalid", verifyOther: "proof.invalid" });
    },
  );
});
