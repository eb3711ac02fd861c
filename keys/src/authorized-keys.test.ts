/** @integration */
import fc from "fast-check";
import { blake2b } from "@noble/hashes/blake2.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AccountKey } from "./account-key.js";
import { type Evidence, authorizedKeysLine } from "./authorized-keys.js";
import { sshKeyOf } from "./edwards.js";
import { fingerprint, publicKeyBlob, publicKeyLine } from "./openssh-public.js";
import { proveLogin } from "./proof.js";
import { SCHEMES } from "./scheme.js";
import { DEVELOPMENT_PHRASE, PHRASE } from "./test/accounts.js";
import { describeWithSsh, run, temporaryFolder } from "./test/openssh.js";
import { SMALL_ORDER_POINTS } from "./test/torsion.js";

const code = (value: string) => expect.objectContaining({ code: value });
const account = (scheme: "ed25519" | "sr25519") => AccountKey.fromMnemonic(PHRASE, scheme, "//dinfra//ssh");

describe("an authorized_keys line", () => {
  it.each(SCHEMES)("is written for a registered %s key, given as address, hex or bytes", (scheme) => {
    const { publicKey, sshKey } = account(scheme);
    const lines = [
      account(scheme).address(),
      account(scheme).address(0),
      `0x${Buffer.from(publicKey).toString("hex")}`,
      publicKey,
    ].map((key) => authorizedKeysLine({ registration: { scheme, key } }));
    expect(new Set(lines).size).toBe(1);
    expect(lines[0]).toBe(publicKeyLine(sshKey, `dinfra:${account(scheme).address()}`));
  });

  it.each(SCHEMES)("is written for a proof by a %s account, without being told the scheme", (scheme) => {
    const proof = proveLogin(account(scheme), { domain: "my-server" });
    expect(authorizedKeysLine({ proof, expect: { domain: "my-server" } })).toContain(
      publicKeyLine(account(scheme).sshKey),
    );
    expect(() => authorizedKeysLine({ proof, expect: { domain: "other" } })).toThrow(code("proof.domain"));
  });

  it.each([
    ["nothing", undefined],
    ["null", null],
    ["an address", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"],
    ["no evidence", {}],
    ["a proof without an expectation", { proof: proveLogin(account("ed25519"), { domain: "x" }) }],
    [
      "both",
      {
        registration: { scheme: "ed25519", key: account("ed25519").address() },
        proof: proveLogin(account("ed25519"), { domain: "x" }),
        expect: { domain: "x" },
      },
    ],
  ])("is not written for %s", (_, evidence) => {
    expect(() => authorizedKeysLine(evidence as unknown as Evidence)).toThrow(code("evidence.missing"));
  });

  it("is not written without a scheme, or for one that SSH cannot check", () => {
    for (const scheme of [undefined, null, "", "ecdsa", "ethereum", "ED25519", 0])
      expect(() =>
        authorizedKeysLine({ registration: { scheme, key: account("ed25519").address() } as never }),
      ).toThrow(code("evidence.scheme"));
  });

  it.each([
    ["modl, the treasury", `${Buffer.from("modlpy/trsry").toString("hex")}`],
    ["para, a parachain's sovereign account", `${Buffer.from("para").toString("hex")}d0070000`],
    ["sibl, a sibling's", `${Buffer.from("sibl").toString("hex")}d0070000`],
    ["Parent, the relay chain's", `${Buffer.from("Parent").toString("hex")}`],
  ])("is not written for %s", (_, prefix) => {
    for (const scheme of SCHEMES)
      expect(() => authorizedKeysLine({ registration: { scheme, key: `0x${prefix.padEnd(64, "0")}` } })).toThrow(
        code("key.pallet"),
      );
  });

  // pallet-revive's AccountId32Mapper: 20 bytes of an Ethereum address, then twelve times 0xEE.
  it("is not written for the account of an Ethereum address, also where its bytes are a point of the curve", () => {
    let points = 0;
    for (let i = 0; i < 200; i++) {
      const id = new Uint8Array(32).fill(0xee);
      id.set(blake2b(Uint8Array.of(i), { dkLen: 20 }));
      for (const scheme of SCHEMES) {
        expect(() => authorizedKeysLine({ registration: { scheme, key: id } })).toThrow(code("key.pallet"));
        try {
          sshKeyOf(scheme, id);
          points++;
        } catch {
          // would have been refused anyway
        }
      }
    }
    expect(points).toBeGreaterThan(2);
  });

  it("is not written for small order, in either scheme, the all-zero account among them", () => {
    for (const key of [...SMALL_ORDER_POINTS, new Uint8Array(32)])
      for (const scheme of SCHEMES) {
        // A point of order 8 as ristretto bytes may be somebody's; what counts is the key that would be written.
        let written: Uint8Array | undefined;
        try {
          written = sshKeyOf(scheme, key);
        } catch {
          expect(() => authorizedKeysLine({ registration: { scheme, key } })).toThrow(code("key.unsound"));
        }
        if (written) expect(SMALL_ORDER_POINTS.map(String)).not.toContain(String(written));
      }
  });

  it("is not written for development accounts unless allowed, nor for login keys derived from them", () => {
    const people = ["Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie"];
    const names = ["", ...people.flatMap((name) => [`//${name}`, `//${name}//stash`]), "//One", "//Two"];
    for (const scheme of SCHEMES)
      for (const path of names.flatMap((name) => [name, `${name}//dinfra//ssh`])) {
        const key = AccountKey.fromMnemonic(DEVELOPMENT_PHRASE, scheme, path).address();
        expect(() => authorizedKeysLine({ registration: { scheme, key } })).toThrow(code("key.development"));
        expect(authorizedKeysLine({ registration: { scheme, key } }, { allowDevelopment: true })).toMatch(
          /^ssh-ed25519 /,
        );
      }
  });

  it("is not written for the SSH key of a development account of sr25519 either, registered as ed25519", () => {
    for (const path of [
      "",
      "//Alice",
      "//Alice//dinfra//ssh",
      "//Two",
      "//Ferdie//stash//dinfra//ssh",
      "//dinfra//ssh",
    ]) {
      const key = AccountKey.fromMnemonic(DEVELOPMENT_PHRASE, "sr25519", path).sshKey;
      const evidence = { registration: { scheme: "ed25519" as const, key } };
      expect(() => authorizedKeysLine(evidence)).toThrow(code("key.development"));
      expect(authorizedKeysLine(evidence, { allowDevelopment: true })).toMatch(/^ssh-ed25519 /);
    }
  });

  // Why evidence is asked for: hashes that look like keys.
  it("would otherwise be written for one in sixteen ids of ecdsa accounts and multisigs, as a proof shows it is not", () => {
    const ids = Array.from({ length: 200 }, (_, i) =>
      blake2b(secp256k1.getPublicKey(new Uint8Array(32).fill(1 + (i % 250)), true), {
        dkLen: 32,
        personalization: new Uint8Array(16).fill(i),
      }),
    );
    const lookLikeKeys = ids.filter((id) => {
      try {
        sshKeyOf("ed25519", id);
        return true;
      } catch {
        return false;
      }
    });
    expect(lookLikeKeys.length).toBeGreaterThan(2);
    for (const id of lookLikeKeys) {
      const proof = {
        ...proveLogin(account("ed25519"), { domain: "x" }),
        address: `0x${Buffer.from(id).toString("hex")}`,
      };
      expect(() => authorizedKeysLine({ proof, expect: { domain: "x" } })).toThrow(code("proof.signature"));
    }
  });

  it("is one line of printable characters, or is not written: for any comment and any 32 bytes", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.constantFrom(...SCHEMES),
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.string({ unit: "grapheme-ascii" }),
          fc.constantFrom("a\nssh-ed25519 AAAA", "a\r", "\0", "a\u2028b", "é", " a", "a ", "x".repeat(201)),
        ),
        (key, scheme, comment) => {
          let line;
          try {
            line = authorizedKeysLine({ registration: { scheme, key } }, { comment });
          } catch (error) {
            expect(error).toMatchObject({ name: "KeysError" });
            return;
          }
          expect(line).toMatch(/^ssh-ed25519 [A-Za-z0-9+/]{68} [\x20-\x7e]+$/);
          expect(line.split(/[\n\r\u2028\u2029]/)).toHaveLength(1);
        },
      ),
      { numRuns: 500 },
    );
    for (const comment of ["a\nssh-ed25519 AAAA", "a\r", "\t", "é", " a", "a ", "x".repeat(201), "\x7f"])
      expect(() =>
        authorizedKeysLine({ registration: { scheme: "ed25519", key: account("ed25519").address() } }, { comment }),
      ).toThrow(code("comment.invalid"));
  });
});

describeWithSsh("ssh-keygen and the line", () => {
  it("agree on the fingerprint", async () => {
    const folder = temporaryFolder();
    for (const scheme of SCHEMES) {
      const { sshKey } = account(scheme);
      writeFileSync(
        join(folder, "line"),
        `${authorizedKeysLine({ registration: { scheme, key: account(scheme).address() } })}\n`,
      );
      const { stdout } = await run("ssh-keygen", ["-l", "-f", join(folder, "line")]);
      expect(stdout.trim()).toBe(
        `256 ${fingerprint(publicKeyBlob(sshKey))} dinfra:${account(scheme).address()} (ED25519)`,
      );
    }
    rmSync(folder, { recursive: true });
  });
});
