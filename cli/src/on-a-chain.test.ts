/** @integration */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { verifyMessage } from "@dinfra/keys";
import { typedWith } from "./testing.js";

// The real binary runs the real runtime; the commands run in this process, which saves starting Node for each.
const binary = join(__dirname, "..", "dist", "main.js");
const example = (name: string) =>
  join(__dirname, "..", "..", "schemas", "descriptors", "substrate-node", "examples", name);
const folder = mkdtempSync(join(tmpdir(), "dinfra-cli-chain-"));

let chain: ChildProcess;
let endpoint: string;
let store: string;

beforeAll(async () => {
  store = join(folder, "store");
  chain = spawn(process.execPath, [binary, "chain", "dev", "--port", "0", "--block-time", "instant", "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface({ input: chain.stdout! }), "line")) as [string];
  const ready = JSON.parse(line) as { ready: boolean; endpoint: string; consensus: string };
  expect(ready).toMatchObject({ ready: true, consensus: "none: every block counts as final" });
  endpoint = ready.endpoint;
}, 300_000);

afterAll(async () => {
  if (chain.exitCode === null && chain.signalCode === null) {
    chain.kill("SIGTERM");
    await once(chain, "exit");
  }
  rmSync(folder, { recursive: true, force: true });
});

const dinfra = (...argv: string[]) => typedWith({ DINFRA_STORE: store }, ...argv, "--endpoint", endpoint);

async function json<T = Record<string, unknown>>(...argv: string[]): Promise<T> {
  const { code, out, err } = await dinfra(...argv, "--json");
  expect({ argv, code, err }).toEqual({ argv, code: 0, err: "" });
  return JSON.parse(out) as T;
}

test("a provider comes to be", async () => {
  await json("provider", "register", "--units", "3", "--as", "//Bob");
  await json("provider", "operator", "add", "//Charlie", "--as", "//Bob");
  await json("provider", "operator", "accept", "//Bob", "--as", "//Charlie");
  await json("provider", "type", "register", "substrate-node/v1", "--as", "//Alice");
  await json("provider", "offer", "substrate-node/v1", "--price", "10mUNIT", "--capacity", "1", "--as", "//Bob");
  await json("provider", "heartbeat", "--as", "//Charlie");
  const offers = await json<unknown>("provider", "offers", "substrate-node/v1");
  expect(offers).toMatchObject([
    {
      price: "10000000000",
      capacity: 1,
      used: 0,
      open: true,
      private: false,
      elastic: null,
      setupBlocks: 100,
      deposit: "100000000000",
    },
  ]);
  expect((await dinfra("provider", "show", "//Bob")).out).toMatch(/units +3\n/);
  expect(await dinfra("provider", "show", "//Eve")).toMatchObject({
    code: 1,
    err: expect.stringContaining("//Eve is no provider on") as string,
  });
});

test("what it will cost is said first; too little is refused before anything happens", async () => {
  const poor = await dinfra("subscribe", example("dev-node.json"), "--funds", "10mUNIT", "--yes", "--as", "//Dave");
  expect(poor.code).toBe(2);
  expect(poor.err).toMatch(/^dinfra: --funds: expected at least .*, [0-9]+ blocks at 10 mUNIT, found 10 mUNIT$/);
  const { out, err } = await dinfra(
    "subscribe",
    example("dev-node.json"),
    "--funds",
    "2UNIT",
    "--yes",
    "--as",
    "//Dave",
  );
  expect(err).toContain("price per block  10 mUNIT");
  expect(err).toContain("deposits held    100 mUNIT, back at the end\n");
  expect(err).toContain("blocks funded    200");
  expect(err).toContain("leaving          before that at most 30 mUNIT (3 blocks); then 2 blocks more");
  expect(out).toMatch(/^subscription 0, 2 UNIT held, in block [0-9]+\nawarded to 5FHneW46/);
  expect(readdirSync(store)).toHaveLength(1);
});

test("a second one waits, since the capacity is used up", async () => {
  const none = await dinfra("subscribe", example("dev-node.json"), "--funds", "2UNIT", "--yes", "--as", "//Eve");
  expect(none).toMatchObject({
    code: 1,
    err: "dinfra: no offer of substrate-node/v1 is open; give --max-price to wait for one",
  });
  const candidate = ["--candidate", "//Ferdie", "--funds", "2UNIT", "--yes", "--as", "//Eve"];
  expect(await dinfra("subscribe", example("dev-node.json"), ...candidate)).toMatchObject({
    code: 1,
    err: "dinfra: no offer of substrate-node/v1 is open; ask for less; with --candidate or --count nothing waits",
  });
  const waits = await json<{ subscription: { stored: unknown }; cost: unknown }>(
    "subscribe",
    example("dev-node.json"),
    "--funds",
    "2UNIT",
    "--max-price",
    "10mUNIT",
    "--yes",
    "--as",
    "//Eve",
  );
  expect(waits.subscription.stored).toEqual({ kind: "Waiting" });
  expect(waits.cost).toMatchObject({ deposit: "100000000000", waitingDeposit: "300000000000" });
  expect((await json<{ held: string }>("account", "//Eve")).held).toBe("2400000000000");
  expect((await dinfra("show", "1")).out).toMatch(/waits +first in the line/);
});

test("shows it, with every digit", async () => {
  const shown = await json<{ subscription: Record<string, unknown>; assignments: unknown[] }>("show", "0");
  expect(shown.subscription).toMatchObject({
    id: "0",
    funds: "2000000000000",
    rate: "10000000000",
    stored: { kind: "Placed", attempt: 1 },
  });
  expect(shown.assignments).toHaveLength(1);
  expect((await json<{ subscriptions: unknown[] }>("list", "--consumer", "//Dave")).subscriptions).toHaveLength(1);
  expect((await json<{ subscriptions: unknown[] }>("list", "--provider", "//Bob")).subscriptions).toHaveLength(1);
  expect((await dinfra("list", "--consumer", "//Ferdie")).out).toBe("none");
});

test("a token for a consumer's own deployment is signed by its key, and lasts as long as it says", async () => {
  const { instance } = claimIn(await json<{ token: string }>("access", "token", "0", "--as", "//Dave"));
  const made = await json<{ token: string; expires: string }>(
    "access",
    "token",
    "0.1",
    "--minutes",
    "5",
    "--as",
    "//Dave",
  );
  const { text, signature, consumer } = claimIn(made);
  expect(text).toMatch(
    new RegExp(`^dinfra-access:v1:${instance}:5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty:0\\.1:consumer:[0-9]+$`),
  );
  expect(Number(text.split(":").at(-1))).toBe(Date.parse(made.expires) / 1000);
  expect(verifyMessage(consumer, text, signature)).toBe(true);
  expect((await dinfra("access", "token", "0.1", "--as", "//Dave")).out).toMatch(/^[\w-]+\.[\w-]{86}$/);
  expect(await dinfra("access", "token", "0.2", "--as", "//Dave")).toMatchObject({
    code: 1,
    err: expect.stringContaining("expected a deployment that a provider has now, found none of 0.2"),
  });
  expect(await dinfra("access", "token", "0", "--minutes", "16", "--as", "//Dave")).toMatchObject({ code: 2 });
});

test("a provider's account and its operator make tokens for all of its reactor, also without the chain", async () => {
  const bob = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
  const made = await json<{ token: string; scope: string; deployment: string }>(
    ...["access", "token", "--scope", "operate", "--as", "//Bob"],
  );
  expect(made).toMatchObject({ scope: "operate", deployment: "*", provider: bob });
  const { text, signature, instance } = claimIn(made);
  expect(text).toMatch(new RegExp(`^dinfra-access:v1:0x[0-9a-f]{64}:${bob}:\\*:operate:[0-9]+$`));
  expect(verifyMessage(bob, text, signature)).toBe(true);
  const operators = await json<{ token: string }>("access", "token", "0.1", "--scope", "read", "--as", "//Charlie");
  expect(claimIn(operators).text).toContain(`:${bob}:0.1:read:`);

  const key = join(folder, "operator.key");
  writeFileSync(key, `0x${"12".repeat(32)}\n`, { mode: 0o600 });
  const away = ["--endpoint", "ws://127.0.0.1:1", "--key-file", key, "--instance", instance, "--provider", bob];
  const { out } = await typedWith({}, "access", "token", "--scope", "read", ...away, "--json");
  expect(claimIn(JSON.parse(out) as { token: string }).text).toContain(`${instance}:${bob}:*:read:`);
  for (const [args, code, err] of [
    [["--as", "//Bob"], 2, "expected the deployment that the token opens"],
    [["--scope", "operate", "--as", "//Dave"], 1, "acts for none"],
    [["--scope", "operate", "--as", "//Bob", "--instance", `0x${"2".repeat(64)}`], 1, "expected the chain instance"],
    [["--scope", "operate", "--as", "//Bob", "--instance", instance, "--provider", bob], 2, "development chain only"],
    [["--scope", "operate", "--as", "//Bob", "--instance", instance.toUpperCase()], 2, "lower-case hex digits"],
  ] as const)
    expect(await dinfra("access", "token", ...args)).toMatchObject({ code, err: expect.stringContaining(err) });
});

/** What a token says, and who should have signed it. */
function claimIn({ token }: { token: string }) {
  const [text, signature] = token.split(".").map((part) => Buffer.from(part, "base64url"));
  const consumer = "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy";
  return { text: text!.toString(), signature: signature!, instance: text!.toString().split(":")[2]!, consumer };
}

test("top-up, update, cancel: the set-up fee of three blocks, the fees, and all else is back to the planck", async () => {
  const before = await json<{ free: string; held: string }>("account", "//Dave");
  const toppedUp = await json<{ fee: string }>("top-up", "0", "0.5UNIT", "--as", "//Dave");
  const updated = await json<{ fee: string; subscription: unknown }>(
    "update",
    "0",
    example("dev-node-2.json"),
    "--as",
    "//Dave",
  );
  expect(updated.subscription).toMatchObject({ generation: 2, funds: "2500000000000" });
  const cancelled = await json<{ fee: string }>("cancel", "0", "--as", "//Dave");
  const after = await json<{ free: string; held: string }>("account", "//Dave");
  const fees = [toppedUp, updated, cancelled].reduce((sum, { fee }) => sum + BigInt(fee), 0n);
  expect(fees).toBeGreaterThan(0n);
  expect(after.held).toBe("0");
  expect(BigInt(before.free) + BigInt(before.held) - BigInt(after.free)).toBe(fees + 3n * 10n ** 10n);
});

test("tells what happened to it", async () => {
  const { history } = await json<{ history: { name: string }[] }>("show", "0", "--history", "--since", "1");
  expect(history.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["Subscribed", "Awarded", "ToppedUp", "Updated", "Closed"]),
  );
  expect((await dinfra("show", "0", "--history", "--since", "1")).out).toMatch(
    /block [0-9]+ {2}topped up {2}amount 500000000000/,
  );
});

test("tells who ended it, why, when, and what that cost", async () => {
  const { closing, partings } = await json<{ closing: { by: string }; partings: unknown[] }>("show", "0");
  expect(closing).toMatchObject({ reason: "Cancelled", paid: "30000000000", refunded: "2470000000000", attempt: 1 });
  expect(partings).toMatchObject([{ outcome: { kind: "Revoked", reason: "Cancelled" }, by: closing.by, attempt: 1 }]);
  const { out } = await dinfra("show", "0", "--account", "//Dave");
  expect(out).toMatch(/ended +block [0-9]+, cancelled/);
  expect(out).toMatch(/attempt 1 +cancelled at block [0-9]+ by 5[0-9A-Za-z]+/);
});

test.each<[string, string[], RegExp]>([
  ["a subscription that is not", ["cancel", "999", "--as", "//Dave"], /no subscription has this number/i],
  ["somebody else's", ["top-up", "1", "1UNIT", "--as", "//Dave"], /only the consumer/i],
  ["registered already", ["provider", "register", "--units", "1", "--as", "//Bob"], /./],
  ["no provider", ["provider", "heartbeat", "--as", "//Dave"], /provider/i],
])("the chain refuses in words: %s", async (_name, argv, words) => {
  const { code, out, err } = await dinfra(...argv);
  expect({ code, out, lines: err.split("\n").length }).toEqual({ code: 1, out: "", lines: 1 });
  expect(err).toMatch(words);
  const asJson = await dinfra(...argv, "--json");
  expect(JSON.parse(asJson.err)).toMatchObject({
    error: { code: expect.stringMatching(/^[A-Z][A-Za-z]+\.[A-Z][A-Za-z]+$/) as string, retryable: false },
  });
});

test("a second provider, what it says of itself, its keys and whom it serves", async () => {
  const key = `0x${"5e".repeat(32)}`;
  await json("provider", "register", "--units", "2", "--as", "//Ferdie");
  await json("provider", "units", "3", "--as", "//Ferdie");
  const offer = ["provider", "offer", "substrate-node/v1", "--price", "20mUNIT", "--capacity", "3"];
  const bounds = ["--floor", "10mUNIT", "--ceiling", "30mUNIT", "--step", "5mUNIT"];
  await json(...offer, ...bounds, "--setup-blocks", "2400", "--as", "//Ferdie");
  await json(
    ...["provider", "profile", "set", "--region", "eu-west", "--network", "AS64500", "--attribute", "disk=nvme"],
    ...["--as", "//Ferdie"],
  );
  await json("provider", "beneficiary", "//Alice", "--as", "//Ferdie");
  await json("provider", "login-key", key, "--scheme", "ed25519", "--as", "//Ferdie");
  await json("provider", "sealing-key", "rotate", key, "--as", "//Ferdie");
  await json("provider", "allow", "substrate-node/v1", "//Dave", "--as", "//Ferdie");
  const { out } = await dinfra("provider", "profile", "show", "//Ferdie");
  expect(out).toBe("regions     eu-west\nnetworks    AS64500\nattributes  disk=nvme\nterms       -");
  const shown = await json("provider", "show", "//Ferdie");
  expect(shown).toMatchObject({
    provider: { units: 3, beneficiary: "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY" },
    profile: { regions: ["eu-west"] },
    keys: { login: { scheme: "Ed25519", key }, sealing: { key, version: 1 }, previous: null },
  });
  expect((await dinfra("provider", "offers", "substrate-node/v1")).out).toMatch(
    /10 mUNIT to 30 mUNIT .* 2400 blocks +for some/,
  );
  await json("provider", "login-key", "--none", "--as", "//Ferdie");
  await json("provider", "beneficiary", "--owner", "--as", "//Ferdie");
  expect((await dinfra("provider", "sealing-key", "drop", "--as", "//Ferdie")).err).toMatch(/no sealing key before/);
});

const asking = (...more: string[]) =>
  ["subscribe", example("dev-node.json"), "--funds", "2UNIT", "--yes", ...more] as const;

test("who asks for a region, and will take a price that moves, is served by whom that fits", async () => {
  const wished = ["--region", "eu-west", "--region", "moon", "--not-network", "hetzner", "--attribute", "disk=nvme"];
  const fixed = await dinfra(...asking(...wished, "--as", "//Dave"));
  expect(fixed).toMatchObject({ code: 1 });
  expect(fixed.err).toContain("no open offer of substrate-node/v1 meets what is asked for");
  expect((await dinfra(...asking(...wished, "--elastic", "--as", "//Charlie"))).code).toBe(1);
  expect((await dinfra(...asking(...wished, "--elastic", "--max-setup", "2399", "--as", "//Dave"))).code).toBe(1);
  const willing = ["--elastic", "--follow", "--max-setup", "2400"];
  const { out, err } = await dinfra(...asking(...wished, ...willing, "--as", "//Dave"));
  expect(err).toContain("price per block  20 mUNIT now, and never more than 30 mUNIT");
  expect(out).toMatch(/^subscription 2, .*\nawarded to 5CiPPseX/);
});

test("maintenance is announced, shown and taken back", async () => {
  const { now } = await json<{ now: number }>("provider", "show", "//Ferdie");
  const [from, until] = [`${now + 700}`, `${now + 800}`];
  const soon = await dinfra("provider", "maintenance", "--from", "1", "--until", until, "--as", "//Ferdie");
  expect(soon).toMatchObject({ code: 1, out: "" });
  await json("provider", "maintenance", "--from", from, "--until", until, "--as", "//Ferdie");
  const window = `maintenance +from block ${from} until block ${until}`;
  expect((await dinfra("provider", "show", "//Ferdie")).out).toMatch(new RegExp(window));
  const told = new RegExp(`${window}; leave or move in it without the minimum period`);
  expect((await dinfra("show", "2")).out).toMatch(told);
  await json("provider", "maintenance", "--none", "--as", "//Ferdie");
  expect((await dinfra("provider", "show", "//Ferdie")).out).toMatch(/maintenance +none announced/);
  expect((await dinfra("show", "2")).out).not.toContain("maintenance");
});

test("a price is proposed, shown and accepted; another is announced and comes by itself", async () => {
  const { calls, connect, signerFromUri } = await import("@dinfra/chain");
  const client = await connect(endpoint);
  await client.submit(await signerFromUri("//Ferdie"), calls.subscriptions.declareDeployed(2, 1, 1));
  await client.close();
  await json("provider", "propose-price", "2.1", "22mUNIT", "--as", "//Ferdie");
  expect((await dinfra("show", "2")).out).toContain(
    "22 mUNIT a block; agree with: dinfra accept-price 2 22000000000planck",
  );
  const other = await dinfra("accept-price", "2", "21mUNIT", "--as", "//Dave");
  expect(other).toMatchObject({ code: 1, err: "dinfra: The provider does not propose this price." });
  const accepted = await json<{ subscription: unknown }>("accept-price", "2", "22mUNIT", "--as", "//Dave");
  expect(accepted.subscription).toMatchObject({ rate: "22000000000", proposal: null });
  await json("provider", "reprice", "2.1", "25mUNIT", "--as", "//Ferdie");
  expect((await dinfra("show", "2")).out).toMatch(/per block +22 mUNIT, 25 mUNIT from block [0-9]+ on\n/);
  const asked = await dinfra("migrate", "2", "--no-wait", "--as", "//Dave");
  expect(asked).toMatchObject({ code: 0, out: expect.stringContaining("another provider is looked for") as string });
  expect((await dinfra("show", "2")).out).toMatch(/taken over +another provider is looked for\n/);
  // The next block says what came of it.
  await json("provider", "heartbeat", "--as", "//Ferdie");
  expect(await json("show", "2")).toMatchObject({ subscription: { seeks: false, successor: null } });
  const nobody = dinfra("migrate", "2", "--as", "//Dave");
  while (!(await json<{ subscription: { seeks: boolean } }>("show", "2")).subscription.seeks)
    await new Promise((resolve) => setTimeout(resolve, 50));
  await json("provider", "heartbeat", "--as", "//Ferdie");
  expect(await nobody).toMatchObject({ code: 1, out: "", err: "dinfra: No provider will take it now." });
});

test("a consumer says who may log in; consumer and provider see it, and it is another generation", async () => {
  const keys = [`sr25519:0x${"0a".repeat(32)}`, `ecdsa:0x02${"0b".repeat(32)}`];
  const before = await json<{ subscription: { generation: number } }>("show", "2");
  const said = await dinfra("logins", "2", ...keys, "--as", "//Dave");
  expect(said).toMatchObject({ code: 0 });
  const after = await json<{ subscription: { generation: number; logins: unknown }; assignments: unknown[] }>(
    "show",
    "2",
  );
  const logins = [
    { scheme: "Sr25519", key: `0x${"0a".repeat(32)}` },
    { scheme: "Ecdsa", key: `0x02${"0b".repeat(32)}` },
  ];
  expect(after.subscription).toMatchObject({ generation: before.subscription.generation + 1, logins });
  expect(after.assignments[0]).toMatchObject({ logins });
  expect((await dinfra("show", "2")).out).toMatch(new RegExp(`may log in +${keys[0]}\nmay log in +${keys[1]}\n`));
  const stranger = await dinfra("logins", "2", "--none", "--as", "//Eve");
  expect(stranger).toMatchObject({ code: 1, out: "" });
  expect(await dinfra("logins", "2", "--none", "--as", "//Dave")).toMatchObject({ code: 0 });
  expect(await json("show", "2")).toMatchObject({ subscription: { logins: [] } });
});

test("several at once, apart: all or none; candidates are not waited for", async () => {
  await json("provider", "heartbeat", "--as", "//Ferdie");
  await json("provider", "allow", "substrate-node/v1", "--public", "--as", "//Ferdie");
  const before = await json<{ held: string }>("account", "//Eve");
  const two = await dinfra(...asking("--elastic", "--count", "2", "--apart", "7", "--as", "//Eve"));
  expect(two).toMatchObject({ code: 1, out: "" });
  expect(two.err).toContain("No provider will take it now.");
  const none = await dinfra(...asking("--candidate", "//Bob", "--max-price", "10mUNIT", "--as", "//Eve"));
  expect(none).toMatchObject({ code: 1, out: "" });
  expect((await json<{ held: string }>("account", "//Eve")).held).toBe(before.held);
  const made = await json<{ subscriptions: { stored: unknown }[] }>(
    ...asking("--elastic", "--count", "2", "--as", "//Eve"),
  );
  expect(made.subscriptions.map(({ stored }) => stored)).toMatchObject([{ kind: "Placed" }, { kind: "Placed" }]);
});

test("a subscription that never was", async () => {
  expect(await dinfra("show", "999")).toMatchObject({ code: 1, out: "" });
});

test("a port in use is one line and exit code 2, from the real binary", async () => {
  const { port } = new URL(endpoint);
  const second = spawn(process.execPath, [binary, "chain", "dev", "--port", port], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let err = "";
  second.stderr.on("data", (chunk) => (err += String(chunk)));
  const [code] = (await once(second, "close")) as [number];
  expect({ code, err }).toEqual({
    code: 2,
    err: expect.stringMatching(new RegExp(`^dinfra: port ${port} .*in use.*\n$`)) as string,
  });
});

test("SIGTERM ends the chain cleanly", async () => {
  chain.kill("SIGTERM");
  expect(await once(chain, "exit")).toEqual([0, null]);
});
