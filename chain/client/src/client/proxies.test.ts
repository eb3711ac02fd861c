/** @integration */
import type { DispatchError } from "@polkadot/types/interfaces";
import { u8aToHex } from "@polkadot/util";
import { startDevChain, type DevChain } from "../dev/dev-chain.js";
import { rpc, submitInBlock } from "../dev/fixtures.js";
import type { Hex, MultisigOperation, SubscriptionView, Timepoint } from "../views.js";
import type { LoginKey } from "../wish.js";
import { calls, type Call, type ProxyType } from "./calls.js";
import type { Chain, Included } from "./chain.js";
import { connect } from "./connect.js";
import { multisigAccount, otherSignatories } from "./multisig.js";
import { METADATA, Runtime, opaqueMetadata } from "./runtime.js";
import { signerFromUri, type Signer } from "./signer.js";

/** Consumers that are not one key, on the real runtime: pure proxies, multisigs, and what a proxy of each type may do. */
const typeId: Hex = `0x${"51".repeat(32)}`;
const descriptor: Hex = `0x${"d1".repeat(32)}`;
const UNIT = 10n ** 12n;

/** Of anybody, and so of both types. */
const shared = [
  ...["claim", "claimOwed", "place", "poke"].map((name) => `subscriptions.${name}`),
  ...["batch", "batchAll", "forceBatch"].map((name) => `utility.${name}`),
];
const allowed: Readonly<Record<Exclude<ProxyType, "Any">, readonly string[]>> = {
  Operator: [
    "providers.heartbeat",
    ...["confirmTeardown", "declareDeployed", "reject", "report", "resign"].map((name) => `subscriptions.${name}`),
    ...shared,
  ].sort(),
  Consumer: [
    ...["acceptPrice", "cancel", "fundSearch", "migrate", "setLogins", "subscribe", "subscribeMany", "subscribeWith"],
    ...["topUp", "update", "withdraw"],
  ]
    .map((name) => `subscriptions.${name}`)
    .concat(shared)
    .sort(),
};

let dev: DevChain;
let chain: Chain;
let runtime: Runtime;
let provider: Signer;
let consumer: Signer;
let delegate: Signer;

const make = (signer: Signer, call: Call): Promise<Included> => submitInBlock(dev, chain, signer, call);
const subscriptionOf = async (id: bigint) => (await (await chain.latest()).subscription(id)) as SubscriptionView;
const idIn = ({ events }: Included) =>
  BigInt(events.find(({ name }) => name === "Subscribed")?.data["subscription"] as string);

beforeAll(async () => {
  [provider, consumer, delegate] = (await Promise.all(["//Bob", "//Dave", "//Eve"].map(signerFromUri))) as [
    Signer,
    Signer,
    Signer,
  ];
  dev = await startDevChain();
  chain = await connect(dev.endpoint, { pollInterval: 200 });
  const metadata = await rpc<Hex>(dev.endpoint, "state_call", METADATA.method, METADATA.data);
  runtime = new Runtime(opaqueMetadata(metadata), 0, 0);
  await make(provider, calls.providers.register(4));
  await make(provider, calls.providers.registerType(typeId, "named/v1"));
  await make(provider, calls.providers.offer(typeId, 3n, 4));
});
afterAll(async () => {
  await chain.close();
  await dev.close();
});

/** Every call of the runtime, with arguments that decode. */
function everyCall(): readonly { readonly name: string; readonly call: Call }[] {
  return Object.entries(runtime.decorated.tx).flatMap(([pallet, methods]) =>
    Object.entries(methods).map(([method, { meta }]) => {
      const args = [...meta.fields].map(({ type }) =>
        runtime.registry.createTypeUnsafe(runtime.registry.createLookupType(type), []),
      );
      return { name: `${pallet}.${method}`, call: { pallet, method, args } };
    }),
  );
}

test.each(["Operator", "Consumer"] as const)("a proxy of type %s may make its calls, and no other", async (type) => {
  await make(consumer, calls.proxy.addProxy(delegate.address, type));
  const passed: string[] = [];
  const every = everyCall();
  expect(every.length).toBeGreaterThan(80);
  for (let at = 0; at < every.length; at += 8) {
    const some = every.slice(at, at + 8);
    const { events } = await make(
      delegate,
      calls.utility.forceBatch(some.map(({ call }) => calls.proxy.proxy(consumer.address, call, type))),
    );
    const results = events.filter(({ pallet, name }) => pallet === "Proxy" && name === "ProxyExecuted");
    expect(results).toHaveLength(some.length);
    some.forEach(({ name }, i) => {
      if (!filtered(results[i]?.data["result"])) passed.push(name);
    });
  }
  expect(passed.sort()).toEqual(allowed[type]);
});

/** Whether a call was refused because the origin may not make it. */
function filtered(result: unknown): boolean {
  const { err } = result as { err?: unknown };
  if (err === undefined) return false;
  const error = runtime.registry.createType("DispatchError", err) as unknown as DispatchError;
  return runtime.explain(error).code === "System.CallFiltered";
}

test("a pure proxy subscribes, names who may log in, tops up and cancels; its funds come back to it", async () => {
  const made = await make(consumer, calls.proxy.createPure("Any"));
  const pure = made.events.find(({ name }) => name === "PureCreated")?.data["pure"] as string;
  await make(consumer, calls.balances.transferKeepAlive(pure, 20n * UNIT));
  const free = async () => (await (await chain.latest()).account(pure)).free;
  const before = await free();
  const asPure = (call: Call) => make(consumer, calls.proxy.proxy(pure, call));
  const id = idIn(await asPure(calls.subscriptions.subscribe(typeId, descriptor, 3n, 3_000n)));
  expect(await subscriptionOf(id)).toMatchObject({ consumer: pure, generation: 1, logins: [] });
  const keys: LoginKey[] = [
    { scheme: "Sr25519", key: u8aToHex(consumer.pair.publicKey) },
    { scheme: "Ed25519", key: `0x${"0e".repeat(32)}` },
  ];
  await asPure(calls.subscriptions.setLogins(id, keys));
  expect(await subscriptionOf(id)).toMatchObject({ generation: 2, logins: keys });
  const assignment = await (await chain.latest()).assignment(provider.address, id, 1);
  expect(assignment).toMatchObject({ consumer: pure, generation: 2, logins: keys });
  await asPure(calls.subscriptions.topUp(id, 300n));
  await asPure(calls.subscriptions.cancel(id));
  expect(await subscriptionOf(id)).toMatchObject({ stored: { kind: "Closed", reason: "Cancelled" }, logins: [] });
  // All but the set-up fee, which is a few blocks at 3.
  expect(before - (await free())).toBeLessThan(30n);
});

test("a multisig of two subscribes when both have agreed", async () => {
  const signatories = [consumer, delegate].map(({ address }) => address);
  const call: Call = calls.subscriptions.subscribe(typeId, descriptor, 3n, 3_000n);
  const { weight } = await chain.cost(consumer, call);
  const ask = (by: Signer, when: Timepoint | null): Call =>
    calls.multisig.asMulti(2, otherSignatories(signatories, by.address), when, call, weight);
  const first = await make(consumer, ask(consumer, null));
  const created = first.events.find(({ name }) => name === "NewMultisig")?.data as { multisig: string; callHash: Hex };
  expect(created.multisig).toBe(multisigAccount(2, signatories));
  expect(created.callHash).toBe((await chain.encodeCall(call)).hash);
  expect(first.inner).toEqual([]);
  const [waits, ...others] = await (await chain.latest()).multisigOperations(created.multisig);
  expect(others).toEqual([]);
  expect(waits).toMatchObject({ callHash: created.callHash, depositor: consumer.address, deposit: 120_000_000_000n });
  expect(waits).toMatchObject({ approvals: [consumer.address], when: { height: first.blockNumber } });
  await make(consumer, calls.balances.transferKeepAlive(created.multisig, 20n * UNIT));
  const second = await make(delegate, ask(delegate, (waits as MultisigOperation).when));
  expect(second.inner).toEqual([{ failed: null }]);
  expect(await (await chain.latest()).multisigOperations(created.multisig)).toEqual([]);
  const id = idIn(second);
  expect(await subscriptionOf(id)).toMatchObject({ consumer: created.multisig, stored: { kind: "Placed" } });
});

test("what was refused within a proxy's call is told, and who is a proxy is read", async () => {
  const before = await (await chain.latest()).proxies(consumer.address);
  await make(consumer, calls.proxy.addProxy(provider.address, "Consumer"));
  const { proxies, deposit } = await (await chain.latest()).proxies(consumer.address);
  expect(proxies).toHaveLength(before.proxies.length + 1);
  expect(proxies).toContainEqual({ delegate: provider.address, type: "Consumer", delay: 0 });
  expect(deposit).toBeGreaterThan(before.deposit);
  const { inner } = await make(provider, calls.proxy.proxy(consumer.address, calls.subscriptions.cancel(999)));
  expect(inner).toMatchObject([{ failed: { code: "Subscriptions.NotFound" } }]);
  await make(consumer, calls.proxy.removeProxy(provider.address, "Consumer"));
  expect(await (await chain.latest()).proxies(consumer.address)).toEqual(before);
});

test("a call is read back from its bytes, with names, and calls within it", async () => {
  const call = calls.proxy.proxy(consumer.address, calls.utility.batchAll([calls.subscriptions.topUp(7, 2n ** 70n)]));
  const { data } = await chain.encodeCall(call);
  const decoded = await chain.decodeCall(data);
  const topUp = { pallet: "subscriptions", method: "topUp", args: { subscription: "7", amount: `${2n ** 70n}` } };
  expect(decoded.named).toEqual({
    real: { id: consumer.address },
    force_proxy_type: null,
    call: { pallet: "utility", method: "batchAll", args: { calls: [topUp] } },
  });
  expect((await chain.encodeCall(decoded)).data).toBe(data);
  for (const bad of [data.slice(0, -2), `${data}00`, "0xffff"] as Hex[])
    await expect(chain.decodeCall(bad)).rejects.toMatchObject({ code: "BadCall", retryable: false });
});
