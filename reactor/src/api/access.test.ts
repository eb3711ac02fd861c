import { AccountKey, signMessage } from "@dinfra/keys";
import { Access, mayUse, type Scope } from "./access.js";
import { TokenBucket } from "./token-bucket.js";

const instance = `0x${"1".repeat(64)}`;
const provider = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const [alice, mallory, ed] = [
  AccountKey.fromSeed(new Uint8Array(32).fill(7), "sr25519"),
  AccountKey.fromSeed(new Uint8Array(32).fill(8), "sr25519"),
  AccountKey.fromSeed(new Uint8Array(32).fill(9), "ed25519"),
];
const start = Date.UTC(2026, 0, 1);
const minute = 60_000;
const expiry = (minutes: number) => String((start + minutes * minute) / 1000);

const statement = (more: Partial<Record<"instance" | "provider" | "deployment" | "scope" | "expiry", string>> = {}) => {
  const all = { instance, provider, deployment: "7.1", scope: "consumer", expiry: expiry(10), ...more };
  return `dinfra-access:v1:${all.instance}:${all.provider}:${all.deployment}:${all.scope}:${all.expiry}`;
};
const encoded = (text: string, signature: Uint8Array) =>
  `Bearer ${Buffer.from(text).toString("base64url")}.${Buffer.from(signature).toString("base64url")}`;
const signed = (text: string, by = alice) => encoded(text, signMessage(by, text));

function access(consumers: Record<string, string> = { "7.1": alice.address(), "8.1": ed.address() }) {
  let time = start;
  const made = new Access({
    token: "o".repeat(32),
    readToken: "r".repeat(32),
    owner: () => ({ instance, provider }),
    consumerOf: (id) => consumers[id],
    now: () => time,
    elapsed: () => time,
  });
  return { made, pass: (milliseconds: number) => (time += milliseconds) };
}
const refusal = (header: string | undefined) => {
  try {
    access().made.principalOf(header);
    return "none";
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test.each([
  ["the token of the file", `Bearer ${"o".repeat(32)}`, { scope: "operate" }],
  ["the token of who may read", `Bearer ${"r".repeat(32)}`, { scope: "read" }],
  ["a consumer's", signed(statement()), { scope: "consumer", deployment: "7.1" }],
  ["an ed25519 consumer's", signed(statement({ deployment: "8.1" }), ed), { scope: "consumer", deployment: "8.1" }],
  [
    "with the scheme's byte, as wallets give it",
    encoded(statement(), new Uint8Array([1, ...signMessage(alice, statement())])),
    { scope: "consumer", deployment: "7.1" },
  ],
  ["15 minutes long", signed(statement({ expiry: expiry(15) })), { scope: "consumer", deployment: "7.1" }],
])("%s opens", (_name, header, principal) => {
  expect(access().made.principalOf(header)).toEqual(principal);
});

test.each([
  ["nothing", undefined],
  ["another token", `Bearer ${"x".repeat(32)}`],
  ["another scheme of HTTP", `Basic ${"o".repeat(32)}`],
  ["another account's signature", signed(statement(), mallory)],
  ["the signature of another text", encoded(statement(), signMessage(alice, statement({ deployment: "8.1" })))],
  [
    "a signature of what no wallet would sign, without <Bytes>",
    encoded(statement(), alice.signAsAccount(Buffer.from(statement()))),
  ],
  ["the byte of the other scheme", encoded(statement(), new Uint8Array([0, ...signMessage(alice, statement())]))],
  ["a signature that is none", encoded(statement(), new Uint8Array(3))],
  ["another instance's", signed(statement({ instance: `0x${"2".repeat(64)}` }))],
  ["another provider's", signed(statement({ provider: alice.address() }))],
  ["another consumer's deployment", signed(statement({ deployment: "8.1" }))],
  ["an unknown deployment", signed(statement({ deployment: "9.1" }))],
  ["a scope that wallets do not give", signed(statement({ scope: "operate" }))],
  ["one whose time is over", signed(statement({ expiry: expiry(0) }))],
  ["one that lasts for an hour", signed(statement({ expiry: expiry(60) }))],
  ["one without an end", signed(statement({ expiry: "" }))],
  ["more after it", signed(`${statement()}:more`)],
])("%s opens nothing", (_name, header) => {
  expect(refusal(header)).toBe("unauthorized");
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
      made.principalOf(signed(statement({ expiry: String(Number(expiry(10)) + n) }), mallory));
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

test.each<[Scope, string | undefined, Scope[], boolean]>([
  ["operate", "7.1", ["operate"], true],
  ["operate", undefined, ["read"], true],
  ["read", "7.1", ["read", "consumer"], true],
  ["read", "7.1", ["operate"], false],
  ["consumer", "7.1", ["read", "consumer"], true],
  ["consumer", "7.2", ["read", "consumer"], false],
  ["consumer", undefined, ["consumer"], false],
  ["consumer", "7.1", ["read"], false],
])("%s of 7.1 on %s, which %j open: %s", (scope, id, opens, may) => {
  const principal = scope === "consumer" ? { scope, deployment: "7.1" } : { scope };
  expect(mayUse(principal, opens, id)).toBe(may);
});
