import {
  cryptoWaitReady,
  encodeAddress as polkadotEncode,
  keyExtractPath,
  keyFromPath,
  mnemonicGenerate,
  mnemonicToMiniSecret,
} from "@polkadot/util-crypto";
import { ed25519KeypairFromSeed, sr25519KeypairFromSeed } from "@polkadot/wasm-crypto";
import fc from "fast-check";
import { AccountKey } from "./account-key.js";
import { LOGIN_PATH, hardPath } from "./derivation-path.js";
import { miniSecretFromMnemonic } from "./mnemonic.js";
import { SCHEMES, type Scheme } from "./scheme.js";
import { decodeAddress, encodeAddress } from "./ss58.js";
import { DEVELOPMENT_PHRASE, PHRASE, hex } from "./test/accounts.js";

// The other side is schnorrkel and ed25519-dalek, written in Rust, as WebAssembly in @polkadot/wasm-crypto.
function independent(seed: Uint8Array, scheme: Scheme, path: string): Uint8Array {
  const pair = scheme === "ed25519" ? ed25519KeypairFromSeed(seed) : sr25519KeypairFromSeed(seed);
  const split =
    scheme === "ed25519"
      ? { publicKey: pair.slice(32), secretKey: pair }
      : { publicKey: pair.slice(64), secretKey: pair.slice(0, 64) };
  return keyFromPath(split, keyExtractPath(path).path, scheme).publicKey;
}

let theirSeed: Uint8Array;
beforeAll(async () => {
  await cryptoWaitReady();
  theirSeed = mnemonicToMiniSecret(PHRASE);
});

describe("derivation", () => {
  it.each(
    SCHEMES.flatMap((scheme) =>
      [
        "",
        LOGIN_PATH,
        "//Alice",
        "//Alice//stash",
        "//0",
        "//1//2",
        "//007",
        "//18446744073709551615",
        "//a name of more than thirty-one bytes, hashed",
        `//${"x".repeat(100)}`,
        "//zażółć",
        "// spaces ",
      ].map((path) => [scheme, path] as const),
    ),
  )("%s %s gives the key that Substrate gives", (scheme, path) => {
    const account = AccountKey.fromSeed(miniSecretFromMnemonic(PHRASE), scheme, path);
    expect(hex(account.publicKey)).toBe(hex(independent(theirSeed, scheme, path)));
  });

  it("agrees for any seed and any plain path", () => {
    const junction = fc
      .string({ minLength: 1, maxLength: 40, unit: "grapheme-ascii" })
      .filter((text) => !/[/]|^0x|^\+?\d{19,}$|^\+/i.test(text));
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.array(junction, { maxLength: 3 }),
        fc.constantFrom(...SCHEMES),
        (seed, junctions, scheme) => {
          const path = junctions.map((name) => `//${name}`).join("");
          expect(hex(AccountKey.fromSeed(seed, scheme, path).publicKey)).toBe(hex(independent(seed, scheme, path)));
        },
      ),
      { numRuns: 200 },
    );
  });

  it("derives a child from a child as from the root", () => {
    for (const scheme of SCHEMES) {
      const child = AccountKey.fromMnemonic(PHRASE, scheme, "//a").derive("//b");
      expect(child.address()).toBe(AccountKey.fromMnemonic(PHRASE, scheme, "//a//b").address());
    }
  });

  it("knows //Alice", () => {
    expect(AccountKey.fromMnemonic(DEVELOPMENT_PHRASE, "sr25519", "//Alice").address()).toBe(
      "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
    );
    expect(AccountKey.fromMnemonic(DEVELOPMENT_PHRASE, "ed25519", "//Alice").address()).toBe(
      "5FA9nQDVg267DEd8m1ZypXLBnvN7SFxYwV7ndqSYGiN9TTpu",
    );
  });

  it.each([
    ["/soft", "path.soft"],
    ["//hard/soft", "path.soft"],
    ["/soft//hard", "path.soft"],
    ["//hard///password", "path.password"],
    ["///", "path.password"],
    ["//", "path.invalid"],
    ["//a//", "path.invalid"],
    ["/", "path.invalid"],
    ["a", "path.invalid"],
    ["//0x1234", "path.ambiguous"],
    ["//+1", "path.ambiguous"],
    ["//18446744073709551616", "path.ambiguous"],
    ["//e\u0301", "path.ambiguous"],
    [`//${"x".repeat(16384)}`, "path.invalid"],
  ])("%s: %s", (path, code) => {
    if (code === "path.invalid-hex-is-a-word") expect(hardPath(path)).toHaveLength(1);
    else
      for (const scheme of SCHEMES)
        expect(() => AccountKey.fromMnemonic(PHRASE, scheme, path)).toThrow(expect.objectContaining({ code }));
  });

  it("says why soft derivation is refused", () => {
    expect(() => hardPath("/soft")).toThrow(/compute the parent's secret/);
  });
});

describe("a phrase", () => {
  it("gives the mini secret that Substrate gives, for every length, with and without password", () => {
    for (const words of [12, 15, 18, 21, 24] as const)
      for (const password of ["", "a password", "żółw"]) {
        const phrase = mnemonicGenerate(words);
        expect(hex(miniSecretFromMnemonic(phrase, password))).toBe(hex(mnemonicToMiniSecret(phrase, password)));
      }
  });

  it("may be typed with other spaces and capitals", () => {
    expect(miniSecretFromMnemonic(`  ${PHRASE.toUpperCase().replaceAll(" ", " \n")} `)).toEqual(
      miniSecretFromMnemonic(PHRASE),
    );
  });

  it.each([
    ["an unknown word", PHRASE.replace("sausage", "zombielike"), "word 6"],
    ["a wrong checksum", PHRASE.replace("yellow", "zoo"), "checksum"],
    ["too few words", "legal winner", "2 words"],
    ["a seed instead", "0x00", "word 1"],
  ])("with %s is refused, and no word of it is repeated", (_, phrase, found) => {
    expect.assertions(3);
    try {
      miniSecretFromMnemonic(phrase);
    } catch (error) {
      expect(error).toMatchObject({ code: "mnemonic.invalid", message: expect.stringContaining(found) as string });
      expect((error as Error).cause).toBeUndefined();
      expect(`${(error as Error).message} ${(error as Error).stack}`).not.toMatch(/legal|winner|zombielike|sausage/);
    }
  });
});

describe("an address", () => {
  it("reads and writes as polkadot-js does, for every prefix", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.integer({ min: 0, max: 16383 }).filter((prefix) => prefix !== 46 && prefix !== 47),
        (id, prefix) => {
          expect(encodeAddress(id, prefix)).toBe(polkadotEncode(id, prefix));
          expect(decodeAddress(encodeAddress(id, prefix))).toEqual(id);
        },
      ),
      { numRuns: 300 },
    );
    expect(decodeAddress(`0x${"ab".repeat(32)}`)).toEqual(new Uint8Array(32).fill(0xab));
  });

  it("with one character changed is refused", () => {
    const address = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    for (let i = 0; i < address.length; i++) {
      const other = address.slice(0, i) + (address[i] === "2" ? "3" : "2") + address.slice(i + 1);
      expect(() => decodeAddress(other)).toThrow(expect.objectContaining({ code: "address.invalid" }));
    }
  });

  it.each([
    "",
    "5",
    "0x12",
    "1".repeat(48),
    "l",
    "25GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
    "x".repeat(10_000),
    "F7NZ",
  ])("%j is none", (text) => {
    expect(() => decodeAddress(text)).toThrow(expect.objectContaining({ code: "address.invalid" }));
  });
});
