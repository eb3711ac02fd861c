/** @integration */
import { AccountKey, encodeAddress, signMessage } from "@dinfra/keys";
import { Keyring } from "@polkadot/keyring";
import type { KeyringPair } from "@polkadot/keyring/types";
import { u8aWrapBytes } from "@polkadot/util";
import { cryptoWaitReady } from "@polkadot/util-crypto";
import { accessText, accessToken, parseAccessToken, type AccessClaim } from "@dinfra/service/api/access-token";
import type { AccessKeys } from "../deployments/record.js";
import { Access, mayUse, openedBy, type Opens, type Principal } from "./access.js";
import { TokenBucket } from "./token-bucket.js";

const instance = `0x${"1a".repeat(32)}`;
const account = (seed: number, scheme: "sr25519" | "ed25519" = "sr25519") =>
  AccountKey.fromSeed(new Uint8Array(32).fill(seed), scheme);
const [alice, mallory, ed, owner, operator, former] = [
  account(7),
  account(8),
  account(9, "ed25519"),
  account(10),
  account(11, "ed25519"),
  account(12),
];
const provider = owner.address();
let ecdsa: KeyringPair;
beforeAll(async () => {
  await cryptoWaitReady();
  ecdsa = new Keyring({ type: "ecdsa" }).addFromUri("//Ecdsa");
});

const start = Date.UTC(2026, 0, 1);
const minute = 60_000;
const expiry = (minutes: number) => (start + minutes * minute) / 1000;

const statement = (more: Partial<AccessClaim> = {}) =>
  accessText({ instance, provider, deployment: "7.1", scope: "consumer", expiry: expiry(10), ...more });
/** Of a key of the provider. */
const operating = (more: Partial<AccessClaim> = {}) => statement({ deployment: "*", scope: "operate", ...more });
const encoded = (text: string, signature: Uint8Array) => `Bearer ${accessToken(text, signature)}`;
const signed = (text: string, by = alice) => encoded(text, signMessage(by, text));
const byOwner = (more: Partial<AccessClaim> = {}) => signed(operating(more), owner);
/** As the extension Polkadot.js signs a message. */
const byWallet = (text: string, withType = false) =>
  encoded(text, ecdsa.sign(u8aWrapBytes(Buffer.from(text)), { withType }));

function access(consumers?: Record<string, string>) {
  let time = start;
  const told = {
    owner: { instance, provider } as AccessKeys["owner"] | null,
    keys: {
      owner: { instance, provider },
      block: 1,
      operators: [operator.address(), former.address()],
    } as AccessKeys | undefined,
    consumers: consumers ?? { "7.1": alice.address(), "8.1": ed.address(), "9.1": ecdsa.address },
  };
  const made = () =>
    new Access({
      token: "o".repeat(32),
      readToken: "r".repeat(32),
      owner: () => told.owner,
      consumerOf: (id) => told.consumers[id],
      keys: () => told.keys,
      now: () => time,
      elapsed: () => Math.max(time, start),
    });
  return { made: made(), again: made, told, pass: (milliseconds: number) => (time += milliseconds) };
}
const refusal = (header: string | undefined, made = access().made) => {
  try {
    made.principalOf(header);
    return "none";
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test.each<[string, () => string, Principal]>([
  ["the token of the file", () => `Bearer ${"o".repeat(32)}`, { scheme: "bearer", scope: "operate" }],
  ["the token of who may read", () => `Bearer ${"r".repeat(32)}`, { scheme: "bearer", scope: "read" }],
  ["a consumer's", () => signed(statement()), { scheme: "accessToken", scope: "consumer", deployment: "7.1" }],
  [
    "an ed25519 consumer's",
    () => signed(statement({ deployment: "8.1" }), ed),
    { scheme: "accessToken", scope: "consumer", deployment: "8.1" },
  ],
  [
    "an ecdsa consumer's, as its wallet signs",
    () => byWallet(statement({ deployment: "9.1" })),
    { scheme: "accessToken", scope: "consumer", deployment: "9.1" },
  ],
  [
    "the same with the scheme's byte",
    () => byWallet(statement({ deployment: "9.1" }), true),
    { scheme: "accessToken", scope: "consumer", deployment: "9.1" },
  ],
  [
    "with the scheme's byte, as wallets give it",
    () => encoded(statement(), new Uint8Array([1, ...signMessage(alice, statement())])),
    { scheme: "accessToken", scope: "consumer", deployment: "7.1" },
  ],
  [
    "15 minutes long",
    () => signed(statement({ expiry: expiry(15) })),
    { scheme: "accessToken", scope: "consumer", deployment: "7.1" },
  ],
  [
    "15 minutes long, by a clock that is a minute ahead of ours",
    () => signed(statement({ expiry: expiry(16) })),
    { scheme: "accessToken", scope: "consumer", deployment: "7.1" },
  ],
  ["the provider's own account's", () => byOwner(), { scheme: "accessToken", scope: "operate" }],
  ["an operator's", () => signed(operating(), operator), { scheme: "accessToken", scope: "operate" }],
  [
    "an operator's to read",
    () => signed(operating({ scope: "read" }), operator),
    { scheme: "accessToken", scope: "read" },
  ],
  [
    "an operator's for one deployment",
    () => signed(operating({ deployment: "7.1" }), operator),
    { scheme: "accessToken", scope: "operate", deployment: "7.1" },
  ],
])("%s opens", (_name, header, principal) => {
  expect(access().made.principalOf(header())).toEqual(principal);
});

test.each<[string, () => string | undefined]>([
  ["nothing", () => undefined],
  ["another token", () => `Bearer ${"x".repeat(32)}`],
  ["another scheme of HTTP", () => `Basic ${"o".repeat(32)}`],
  ["another account's signature", () => signed(statement(), mallory)],
  ["the signature of another text", () => encoded(statement(), signMessage(alice, statement({ deployment: "8.1" })))],
  [
    "a signature of what no wallet would sign, without <Bytes>",
    () => encoded(statement(), alice.signAsAccount(Buffer.from(statement()))),
  ],
  ["a text that has <Bytes> itself", () => signed(`<Bytes>${statement()}</Bytes>`)],
  ["the byte of the other scheme", () => encoded(statement(), new Uint8Array([0, ...signMessage(alice, statement())]))],
  ["a signature that is none", () => encoded(statement(), new Uint8Array(3))],
  ["another instance's", () => signed(statement({ instance: `0x${"2".repeat(64)}` }))],
  ["the instance in upper case", () => signed(statement({ instance: instance.toUpperCase().replace("0X", "0x") }))],
  ["the instance without 0x", () => signed(statement({ instance: instance.slice(2) }))],
  ["another provider's", () => signed(statement({ provider: alice.address() }))],
  [
    "the provider with another chain's prefix",
    () => signed(statement({ provider: encodeAddress(owner.publicKey, 0) })),
  ],
  ["another consumer's deployment", () => signed(statement({ deployment: "8.1" }))],
  ["an unknown deployment", () => signed(statement({ deployment: "10.1" }))],
  ["a consumer's for all deployments", () => signed(statement({ deployment: "*" }))],
  ["a scope that there is not", () => signed(statement({ scope: "admin" as "read" }))],
  ["one whose time is over", () => signed(statement({ expiry: expiry(0) }))],
  ["one of the day before", () => signed(statement({ expiry: expiry(-1_440) }))],
  ["one that lasts for an hour", () => signed(statement({ expiry: expiry(60) }))],
  ["one of next year", () => signed(statement({ expiry: expiry(525_600) }))],
  ["an expiry in milliseconds", () => signed(statement({ expiry: expiry(10) * 1000 }))],
  ["one without an end", () => signed(statement().replace(/[0-9]+$/, ""))],
  ["more after it", () => signed(`${statement()}:more`)],
  ["another version", () => signed(statement().replace(":v1:", ":v2:"))],
  ["padding in base64", () => `${signed(statement())}=`],
  ["a third part", () => `${signed(statement())}.AAAA`],
  ["an operate token of a consumer", () => signed(operating())],
  ["an operate token of a consumer for its deployment", () => signed(operating({ deployment: "7.1" }))],
  ["a consumer's token of the provider", () => signed(statement(), owner)],
  ["a stranger's operate token", () => signed(operating(), mallory)],
  ["the provider's for another instance", () => byOwner({ instance: `0x${"2".repeat(64)}` })],
  ["the provider's for another provider", () => byOwner({ provider: operator.address() })],
  ["another provider's, by its own key", () => signed(operating({ provider: mallory.address() }), mallory)],
  ["the provider's that is over", () => byOwner({ expiry: expiry(0) })],
  ["the provider's that lasts for an hour", () => byOwner({ expiry: expiry(60) })],
  [
    "a scope that was raised after signing",
    () => encoded(operating(), signMessage(owner, operating({ scope: "read" }))),
  ],
  [
    "a deployment that was widened after signing",
    () => encoded(operating(), signMessage(owner, operating({ deployment: "7.1" }))),
  ],
])("%s opens nothing", (_name, header) => {
  expect(refusal(header())).toBe("unauthorized");
});

test("one claim has one text", () => {
  const bearer = signed(operating(), owner).replace("Bearer ", "");
  const parsed = parseAccessToken(bearer)!;
  expect(parsed).toMatchObject({ instance, provider, deployment: "*", scope: "operate", expiry: expiry(10) });
  expect(accessToken(accessText(parsed), parsed.signature)).toBe(bearer);
});

test("within its time a token opens again and again, also at a reactor that started anew; its time is the reactor's", () => {
  const { made, again, pass } = access();
  const tokens = [signed(statement()), byOwner(), byWallet(statement({ deployment: "9.1" }))];
  const all = (at: Access) => tokens.map((token) => refusal(token, at));
  for (let n = 0; n < 5; n++) expect(all(made)).toEqual(["none", "none", "none"]);
  pass(10 * minute - 1);
  expect(all(made)).toEqual(["none", "none", "none"]);
  expect(all(again())).toEqual(["none", "none", "none"]);
  pass(1);
  for (const at of [made, again()]) expect(all(at)).toEqual(Array(3).fill("unauthorized"));
});

test.each([
  ["15 minutes", 15, 0, "none"],
  ["15 minutes, the signer a minute ahead", 15, -1, "none"],
  ["15 minutes, the signer two minutes ahead", 15, -2, "unauthorized"],
  ["10 minutes, the signer nine minutes behind", 10, 9, "none"],
  ["10 minutes, the signer ten minutes behind", 10, 10, "unauthorized"],
])("clocks that differ: %s", (_name, life, ahead, expected) => {
  const { made, pass } = access();
  pass(ahead * minute);
  expect(refusal(byOwner({ expiry: expiry(life) }), made)).toBe(expected);
});

test("the chain may be away: what was told last holds, and a key that is left out opens nothing from then on", () => {
  const { made, told } = access();
  const [header, of] = [signed(operating(), former), signed(operating(), operator)];
  expect([refusal(header, made), refusal(of, made)]).toEqual(["none", "none"]);
  told.keys = { ...told.keys!, operators: [operator.address()] };
  expect([refusal(header, made), refusal(of, made)]).toEqual(["unauthorized", "none"]);
  told.keys = undefined;
  expect([refusal(byOwner(), made), refusal(of, made)]).toEqual(["none", "unauthorized"]);
});

test("a reactor that nothing was ever asked of has the owner that came with the keys; without them nobody signs", () => {
  const { made, told } = access();
  told.owner = null;
  expect(refusal(byOwner(), made)).toBe("none");
  told.keys = undefined;
  expect(refusal(byOwner(), made)).toBe("unauthorized");
});

test("a token that was good is over when its time is, and when the deployment is another consumer's", () => {
  const consumers: Record<string, string> = { "7.1": alice.address() };
  const { made, pass } = access(consumers);
  const header = signed(statement());
  made.principalOf(header);
  consumers["7.1"] = mallory.address();
  expect(() => made.principalOf(header)).toThrow(/no deployment of this reactor/);
  consumers["7.1"] = alice.address();
  made.principalOf(header);
  pass(10 * minute);
  expect(() => made.principalOf(header)).toThrow(/time is over/);
});

test("a consumer has 30 requests at once and 5 more each second; who sends bad signatures is slowed down", () => {
  const { made, pass } = access();
  const header = signed(statement());
  for (let n = 0; n < 30; n++) made.principalOf(header);
  expect(() => made.principalOf(header)).toThrow(/ask again in 1 s/);
  pass(1_000);
  for (let n = 0; n < 5; n++) made.principalOf(header);
  expect(() => made.principalOf(header)).toThrow(/ask again in 1 s/);

  const codes = Array.from({ length: 60 }, (_one, n) => {
    try {
      made.principalOf(signed(statement({ expiry: expiry(10) + n }), mallory));
      return "";
    } catch (error) {
      return (error as { code: string }).code;
    }
  });
  expect(new Set(codes.slice(0, 49))).toEqual(new Set(["unauthorized"]));
  expect(codes.at(-1)).toBe("too-many-requests");
});

test("a bucket says how long it takes until one more may come", () => {
  let time = 0;
  const bucket = new TokenBucket(1, 0.25, () => time);
  expect([bucket.take(), bucket.take(), bucket.wait]).toEqual([true, false, 4]);
  time = 2_500;
  expect([bucket.take(), bucket.wait]).toEqual([false, 2]);
  time = 4_000;
  expect(bucket.take()).toBe(true);
});

const ofAll: Opens = { ...openedBy("read"), accessToken: ["read", "consumer"] };
test.each<[Principal["scope"], Opens, string | undefined, string | undefined, boolean]>([
  ["operate", openedBy("operate"), undefined, "7.1", true],
  ["operate", openedBy("read"), undefined, undefined, true],
  ["read", ofAll, undefined, "7.1", true],
  ["read", openedBy("operate"), undefined, "7.1", false],
  ["operate", openedBy("operate"), "7.1", "7.1", true],
  ["operate", openedBy("operate"), "7.1", "7.2", false],
  ["operate", openedBy("operate"), "7.1", undefined, false],
  ["consumer", ofAll, "7.1", "7.1", true],
  ["consumer", ofAll, "7.1", "7.2", false],
  ["consumer", ofAll, "7.1", undefined, false],
  ["consumer", openedBy("read"), "7.1", "7.1", false],
  ["operate", { bearer: ["operate"], mutualTLS: ["operate"] }, undefined, undefined, false],
])("a signed token of %s on what %j opens, for %s on %s: %s", (scope, opens, deployment, id, may) => {
  const principal = { scheme: "accessToken" as const, scope, ...(deployment !== undefined && { deployment }) };
  expect(mayUse(principal, opens, id)).toBe(may);
});
