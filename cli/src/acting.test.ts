/** @integration */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDevChain, type DevChain, type Hex } from "@dinfra/chain";
import { typedWith } from "./testing.js";

/** Consumers and providers that are not one key, on the real runtime: proxies, pure proxies, multisigs, and a pure proxy of a multisig. */
const example = join(__dirname, "..", "..", "schemas", "descriptors", "substrate-node", "examples", "dev-node.json");
const folder = mkdtempSync(join(tmpdir(), "dinfra-cli-acting-"));
const dave = "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy";
const eve = "5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw";
const several = "2://Dave,//Eve,//Ferdie";

let dev: DevChain;

beforeAll(async () => {
  dev = await startDevChain({ blockTime: "instant" });
  await json("provider", "register", "--units", "4", "--as", "//Bob");
  await json("provider", "type", "register", "substrate-node/v1", "--as", "//Bob");
  await json("provider", "offer", "substrate-node/v1", "--price", "10mUNIT", "--capacity", "4", "--as", "//Bob");
}, 300_000);

afterAll(async () => {
  await dev.close();
  rmSync(folder, { recursive: true, force: true });
});

const dinfra = (...argv: string[]) =>
  typedWith({ DINFRA_STORE: join(folder, "store") }, ...argv, "--endpoint", dev.endpoint);

async function json<T = Record<string, unknown>>(...argv: string[]): Promise<T> {
  const { code, out, err } = await dinfra(...argv, "--json");
  expect({ argv, code, err }).toEqual({ argv, code: 0, err: "" });
  return JSON.parse(out) as T;
}

/** Refused by the chain: exit code 1 and one line, the last one; before it stands what it would have cost. */
async function refusedFor(words: string, ...argv: string[]): Promise<void> {
  const { code, out, err } = await dinfra(...argv);
  expect({ argv, code, out }).toEqual({ argv, code: 1, out: "" });
  expect(err.split("\n").findIndex((line) => line.startsWith("dinfra: "))).toBe(err.split("\n").length - 1);
  expect(err.split("\n").at(-1)).toContain(words);
}

async function fund(account: string): Promise<void> {
  const { calls, connect, signerFromUri } = await import("@dinfra/chain");
  const chain = await connect(dev.endpoint);
  await chain.submit(await signerFromUri("//Alice"), calls.balances.transferKeepAlive(account, 20n * 10n ** 12n));
  await chain.close();
}

const asking = (...more: string[]) => ["subscribe", example, "--funds", "2UNIT", "--yes", ...more];
type Made = { id: string; subscription: { consumer: string; stored: unknown } };

test("a consumer's proxy subscribes, tops up, says who may log in and cancels; it is the consumer's", async () => {
  expect((await dinfra("proxy", "list", "//Dave")).out).toBe("none");
  await refusedFor(`${eve} is no proxy of ${dave}; see: dinfra proxy list`, ...asking("--for", dave, "--as", "//Eve"));
  // It is known before the descriptor is published.
  expect(existsSync(join(folder, "store"))).toBe(false);
  await json("proxy", "add", "//Eve", "--type", "Consumer", "--as", "//Dave");
  const { proxies } = await json<{ proxies: unknown }>("proxy", "list", "//Dave");
  expect(proxies).toEqual([{ delegate: eve, type: "Consumer", delay: 0 }]);
  const forDave = ["--for", "//Dave", "--as", "//Eve"];
  const { id, subscription } = await json<Made>(...asking(...forDave));
  expect(subscription).toMatchObject({ consumer: dave, stored: { kind: "Placed" } });
  expect((await dinfra("top-up", id, "1UNIT", ...forDave)).out).toMatch(/^1 UNIT put in, in block [0-9]+; 3 UNIT held/);
  await json("logins", id, `ed25519:0x${"0e".repeat(32)}`, ...forDave);
  expect((await dinfra("list", "--consumer", "//Dave")).out).toContain("placed");

  const own = await dinfra("top-up", "999", "1UNIT", "--as", "//Dave", "--json");
  expect(await dinfra("top-up", "999", "1UNIT", ...forDave, "--json")).toEqual(own);
  expect(JSON.parse(own.err)).toMatchObject({ error: { code: "Subscriptions.NotFound" } });
  await refusedFor("of a type that does not allow this call", "provider", "heartbeat", ...forDave);
  await refusedFor("is no proxy of", "cancel", id, ...forDave, "--proxy-type", "Any");

  await json("cancel", id, ...forDave);
  expect((await dinfra("show", id, "--account", "//Dave")).out).toMatch(/ended +block [0-9]+, cancelled/);
  expect((await dinfra("show", id, "--history", "--since", "1")).out).toContain("topped up");
  await json("proxy", "remove", "//Eve", "--type", "Consumer", "--as", "//Dave");
  await refusedFor("not found", "proxy", "remove", "//Eve", "--type", "Consumer", "--as", "//Dave");
  expect((await dinfra("proxy", "list", "//Dave")).out).toBe("none");
});

test("a provider's proxy of type Operator proves that it is there, and offers nothing", async () => {
  await json("proxy", "add", "//Eve", "--type", "Operator", "--as", "//Bob");
  const forBob = ["--for", "//Bob", "--as", "//Eve"];
  expect((await dinfra("provider", "heartbeat", ...forBob)).out).toMatch(/^heartbeat, in block/);
  await refusedFor("of a type that does not allow", "provider", "close-offer", "substrate-node/v1", ...forBob);
});

interface Waiting {
  multisig: { account: string; call: { hash: Hex; data: Hex }; when: object; next: string; cancel: string };
}

/** A printed command, typed by another signatory. */
const typeIt = (command: string, by: string) => typedWith({}, ...command.split(" ").slice(1), "--as", by);

test("a multisig of two of three: started, listed, approved by the printed command, and executed", async () => {
  const { out: account } = await typedWith({}, "multisig", "account", several);
  expect((await typedWith({}, "multisig", "account", "2://Ferdie,//Dave,//Eve")).out).toBe(account);
  await fund(account);
  const started = await dinfra(...asking("--multisig", several, "--as", "//Dave"));
  expect(started.out).toMatch(/^started +subscriptions.subscribeWith, in block [0-9]+; it is not executed yet\n/);
  expect(started.out).toContain("approvals  1 of 2\n");
  const next = /^next +(dinfra multisig approve .*) --key-file FILE$/m.exec(started.out)?.[1] ?? "";
  const { operations } = await json<{ operations: { callHash: Hex; depositor: string; approvals: string[] }[] }>(
    ...["multisig", "list", several],
  );
  expect(operations).toMatchObject([{ depositor: dave, approvals: [dave] }]);
  expect((await dinfra("multisig", "list", account)).out).toContain(`approved by   ${dave}`);
  await refusedFor("already approved", ...asking("--multisig", several, "--as", "//Dave"));
  const executed = await typeIt(next, "//Eve");
  expect(executed).toMatchObject({ code: 0, err: expect.stringContaining("subscriptions.subscribeWith {") as string });
  expect(executed.out).toMatch(
    new RegExp(`^executed subscriptions.subscribeWith by ${account}, in block [0-9]+; subscription [0-9]+$`),
  );
  expect((await dinfra("multisig", "list", several)).out).toBe("none");
  const { subscriptions } = await json<{ subscriptions: Made["subscription"][] }>("list", "--consumer", account);
  expect(subscriptions).toMatchObject([{ consumer: account, stored: { kind: "Placed" } }]);
});

test("the same command by the next signatory executes it, too, and tells what a direct one does", async () => {
  const { out: account } = await typedWith({}, "multisig", "account", several);
  const [{ id }] = (await json<{ subscriptions: [{ id: string }] }>("list", "--consumer", account)).subscriptions;
  const topUp = ["top-up", id, "1UNIT", "--multisig", several];
  const { multisig } = await json<Waiting>(...topUp, "--as", "//Eve");
  expect(multisig).toMatchObject({ account, threshold: 2, depositor: eve, approvals: [eve] });
  expect((await dinfra(...topUp, "--as", "//Ferdie")).out).toMatch(/^1 UNIT put in, in block [0-9]+; 3 UNIT held/);
  const late = await typeIt(multisig.next, "//Dave");
  expect(late).toMatchObject({
    code: 1,
    err: expect.stringContaining("waits for approvals: it was executed") as string,
  });

  const refused = ["top-up", "999", "1UNIT", "--multisig", several];
  await json<Waiting>(...refused, "--as", "//Dave");
  await refusedFor("No subscription has this number", ...refused, "--as", "//Eve");
  await refusedFor(
    "No subscription has this number",
    "top-up",
    "999",
    "1UNIT",
    "--multisig",
    `1${several.slice(1)}`,
    "--as",
    "//Eve",
  );
});

test("what waits is cancelled by who started it, and by nobody else", async () => {
  const { multisig } = await json<Waiting>("poke", "0", "--multisig", several, "--as", "//Dave");
  const other = multisig.next.replace(/--timepoint \S+/, "--timepoint 1.1");
  expect(await typeIt(other, "//Eve")).toMatchObject({
    code: 1,
    err: expect.stringMatching(/--timepoint: expected [0-9]+\.[0-9]+, at which call 0x.* found 1\.1/) as string,
  });
  const stranger = await typeIt(multisig.next, "//Alice");
  expect(stranger).toMatchObject({ code: 2, err: expect.stringContaining("to be one of the signatories") as string });
  const cut = ["multisig", "approve", multisig.call.data.slice(0, -2), "--multisig", several, "--as", "//Eve"];
  expect(await dinfra(...cut)).toMatchObject({ code: 2, err: expect.stringContaining("bytes of a call") as string });
  const eves = await typeIt(multisig.cancel, "//Eve");
  expect(eves).toMatchObject({ code: 1, err: expect.stringContaining("originally created the multisig") as string });
  const daves = await typeIt(multisig.cancel, "//Dave");
  expect(daves.out).toMatch(new RegExp(`^call ${multisig.call.hash} is cancelled, in block [0-9]+$`));
  expect(await typeIt(multisig.cancel, "//Dave")).toMatchObject({ code: 1 });
});

test("a pure proxy of a multisig is a consumer like any other, and its key is replaced by its proxies", async () => {
  const { account: pure } = await json<{ account: string }>("proxy", "create", "--as", "//Dave");
  await fund(pure);
  const { out: account } = await typedWith({}, "multisig", "account", several);
  await json("proxy", "add", account, "--type", "Any", "--for", pure, "--as", "//Dave");
  await json("proxy", "remove", "//Dave", "--type", "Any", "--for", pure, "--as", "//Dave");
  await refusedFor("is no proxy of", ...asking("--for", pure, "--as", "//Dave"));
  const together = ["--for", pure, "--multisig", several];
  const started = await dinfra(...asking(...together, "--as", "//Eve"));
  expect(started.out).toContain(`subscriptions.subscribeWith for ${pure}, in block`);
  const { id, subscription } = await json<Made>(...asking(...together, "--as", "//Ferdie"));
  expect(subscription).toMatchObject({ consumer: pure, stored: { kind: "Placed" } });
  await json<Waiting>("cancel", id, ...together, "--as", "//Eve");
  expect((await dinfra("cancel", id, ...together, "--as", "//Dave")).out).toMatch(/^subscription [0-9]+: closed/);
  await json<Waiting>("cancel", "999", ...together, "--as", "//Eve");
  await refusedFor("No subscription has this number", "cancel", "999", ...together, "--as", "//Dave");
});
